"""Folders with everything in them → tables that account for it."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gold import FILES, SAMPLE, gold_segments, load
from workbench import corpus as module
from workbench.corpus import (
    CorpusError,
    decode,
    find_registry,
    load_corpus,
    load_ledger,
    read_registry,
    reconciles,
    shipped,
)
from workbench.registries import add_correction, corrections_file
from workbench.tables import COLUMNS, empty

STORY = "Ship runs aground off coast\n\nA ship ran aground on Friday, the coast guard said.\n"


@pytest.fixture(scope="module")
def sample():
    return load_corpus()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.txt").write_text(STORY)
    (tmp_path / "a.md").write_text(STORY)
    return tmp_path


def rows(ledger, section):
    part = ledger[ledger["section"] == section]
    return dict(zip(part["item"], part["n"], strict=True))


# --------------------------------------------------------------------------------- loading

def test_every_file_is_read_or_has_a_problem(folder):
    (folder / "nul.txt").write_bytes(b"A story\0 with a hole.")
    (folder / "empty.txt").write_bytes(b"\xef\xbb\xbf \n")
    (folder / "page.pdf").write_bytes(b"%PDF-1.7")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "loop").symlink_to(folder)
    (folder / ".hidden.txt").write_text(STORY)
    (folder / "actors.csv").write_text("not a page")
    files = load_corpus(folder).files.set_index("file_id")
    assert files.index.tolist() == [
        "a.md", "empty.txt", "gone.txt", "loop", "nul.txt", "page.pdf", "sub/b.txt"]
    assert files["n_articles"].tolist() == [1, 0, 0, 0, 0, 0, 1]
    assert files["problem"].notna().tolist() == [False, True, True, True, True, True, False]
    assert "link to a folder, which is not followed" in files["problem"]["loop"]
    assert "no text in it" in files["problem"]["empty.txt"]
    assert "No such file" in files["problem"]["gone.txt"]
    assert "NUL byte at offset 7" in files["problem"]["nul.txt"]
    assert "format .pdf is not read; save it as one of .txt" in files["problem"]["page.pdf"]


def test_offsets_lead_to_the_characters_of_the_file(folder):
    content = "\ufeff" + STORY.replace("\n", "\r\n") + "😀 “So,” he said."
    (folder / "c.txt").write_bytes(content.encode())
    corpus = load_corpus(folder)
    text = corpus.texts["c.txt"]
    assert text.startswith("Ship") and "\r\n" in text
    (article,) = corpus.articles[corpus.articles["file_id"] == "c.txt"].to_dict("records")
    assert article["article_id"] == f"c.txt:{article['start']}"
    assert len(article["text"]) == article["end"] - article["start"]
    assert article["text"].endswith('😀 "So," he said.')
    assert article["n_words"] == 13


def test_noise_is_masked_in_text_and_source_from_the_first_character(tmp_path):
    (tmp_path / "a.txt").write_text("A tug at work - Bo Chan/Reuters The ship sank, he said.\n\n"
                                    "-\n\nAll sailors were saved, he added on Friday.")
    corpus = load_corpus(tmp_path)
    body = corpus.segments[corpus.segments["zone"] == "body"].iloc[0]
    assert body["start"] == 0 and body["source"].split()[:2] == ["The", "ship"]
    assert body["text"].count("-") == 0 == body["source"].count("Reuters")


def test_a_corpus_may_be_one_file(folder):
    corpus = load_corpus(str(folder / "sub" / "b.txt"))
    assert corpus.files["file_id"].tolist() == ["b.txt"] == corpus.texts.index.tolist()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_recognised(encoding):
    text = "Café “Zum Löwen” closes in June, its owner said. It was known for its cakes — and size."
    assert decode(text.encode(encoding))[0] == text


def test_tiny_corpus(tiny):
    corpus = load_corpus(tiny)
    assert corpus.files["encoding"].tolist()[0] == "cp1252"
    assert corpus.articles["outlet"].fillna("").tolist() == [
        "", "Northern Post", "Northern Post", "Southern Times", ""]
    assert corpus.articles["section"].dropna().tolist() == ["Business", "Weather", "World"]
    assert "“Zum Löwen”" in corpus.texts["cp1252.txt"]


BYTES = st.binary(max_size=60) | st.text(max_size=60).map(str.encode)


@given(st.lists(BYTES, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_no_bytes_break_a_load(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "good.txt").write_text(STORY)
    for i, data in enumerate(contents):
        (folder / f"{i}.txt").write_bytes(data)
    corpus = load_corpus(folder)
    assert len(corpus.files) == len(contents) + 1 and reconciles(load_ledger(corpus))


@pytest.mark.parametrize(("name", "content", "message"), [
    (None, None, "has no readable page among its 0 files"),
    ("x.pdf", b"%PDF", "the first: x.pdf: format"), ("x.txt", b"\0", "the first: x.txt: not text")])
def test_a_corpus_without_a_readable_page_is_refused(tmp_path, name, content, message):
    if name:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CorpusError, match=message) as error:
        load_corpus(tmp_path)
    assert "\n" not in str(error.value)


def test_a_missing_corpus_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="does not exist; give a folder"):
        load_corpus(tmp_path / "nowhere")


def test_a_format_is_one_more_reader(folder, monkeypatch):
    def two(data):
        for i, line in enumerate(data.decode().splitlines()):
            yield module.Document(f"#{i}", line, "utf-8")
    monkeypatch.setitem(module.READERS, ".lines", two)
    (folder / "x.lines").write_text("It rained on Monday, he said.\nIt snowed on Friday, she said.")
    corpus = load_corpus(folder)
    assert corpus.files["file_id"].tolist()[2:] == ["x.lines#0", "x.lines#1"]
    assert corpus.articles["file_id"].tolist()[2:] == ["x.lines#0", "x.lines#1"]


# ------------------------------------------------------------------------------- retrieved

def test_days_of_retrieval_are_one_day_or_a_table(folder):
    for day in ("2025-06-05", date(2025, 6, 5)):
        assert (load_corpus(folder, retrieved=day).files["retrieved"] == "2025-06-05").all()
    (folder / "retrieved.csv").write_text("file_id,retrieved\na.md,2025-06-07\nx.txt,2025-01-01\n")
    for value in (None, folder / "retrieved.csv"):
        days = load_corpus(folder, retrieved=value).files.set_index("file_id")["retrieved"]
        assert days["a.md"] == pd.Timestamp("2025-06-07") and pd.isna(days["sub/b.txt"])
    assert rows(load_ledger(load_corpus(folder)), "retrieved without file") == {"x.txt": 1}


def test_the_day_of_a_file_is_that_of_its_records(tmp_path):
    (tmp_path / "a.csv").write_text("text\nIt rained on Monday.\nIt snowed on Friday.\n")
    (tmp_path / "retrieved.csv").write_text(
        "file_id,retrieved\na.csv,2025-06-07\na.csv#2,2025-06-08\n")
    assert load_corpus(tmp_path).files["retrieved"].dt.day.tolist() == [7, 8]


@pytest.mark.parametrize(("content", "message"), [
    ("file_id,day\n", r"lacks columns \['retrieved'\]; found \['file_id', 'day'\]"),
    ("file_id,retrieved\na.md,5 June\n", "line 2, column retrieved: expected a day as YYYY-MM-DD"),
    ("file_id,retrieved\nz.md,2025-06-05\n", "names none of the corpus' files")])
def test_wrong_days_of_retrieval_are_refused(folder, content, message):
    (folder / "days.csv").write_text(content)
    with pytest.raises(CorpusError, match=message):
        load_corpus(folder / "a.md", retrieved=folder / "days.csv")
    with pytest.raises(CorpusError, match="neither an ISO day such as"):
        load_corpus(folder, retrieved="June")


# ---------------------------------------------------------------------- tables and segments

def test_tables_have_their_columns_and_order(sample):
    for name in ("files", "spans", "articles", "segments"):
        frame = getattr(sample, name)
        assert list(frame.columns) == list(COLUMNS[name])
        assert frame.equals(frame.sort_values(["file_id"], kind="stable"))
    assert sample.articles["article_id"].is_unique and len(sample.articles) == 20
    lengths = sample.articles["end"] - sample.articles["start"]
    assert (sample.articles["text"].str.len() == lengths).all()


def test_segments_are_as_annotated(sample):
    wanted = gold_segments()
    for zone in ("body", "headline"):
        found, gold = (frame[frame["file_id"].isin(FILES) & (frame["zone"] == zone)].reset_index()
                       for frame in (sample.segments, wanted))
        pd.testing.assert_frame_equal(found[["file_id", "start", "end", "text", "source"]],
                                      gold[["file_id", "start", "end", "text", "source"]])


def test_segments_match_the_file_and_cover_it_once(sample):
    for segment in sample.segments.itertuples():
        text = sample.texts[segment.file_id][segment.start:segment.end]
        assert len(segment.source) == len(segment.text) == len(text)
        assert all(a in (b, " ") for a, b in zip(segment.source, text, strict=True))
    solid = sum(len("".join(source.split())) for source in sample.segments["source"])
    assert solid == sum(len("".join(text.split())) for text in sample.texts)
    heads = sample.segments[sample.segments["zone"] == "headline"]
    assert heads["article_id"].is_unique and len(heads) == 11


def test_metadata_of_the_annotated_articles(sample):
    found = sample.articles.set_index("article_id")
    for a in load("articles"):
        article = found.loc[f"{a['file']}:{a['start']}"]
        assert article["end"] == a["end"]
        assert (article["outlet"] or "").removeprefix("The ") == a["outlet"] if a["outlet"] else (
            pd.isna(article["outlet"]))
        assert pd.isna(article["authors"]) and pd.isna(article["dateline"])
        accepted = {str(o).casefold() for o in [a["origin"], *a["origin_also_acceptable"]] if o}
        assert article["origin"].casefold() in accepted if pd.notna(article["origin"]) else (
            a["origin"] is None)


def test_results_do_not_depend_on_other_files(sample):
    alone = load_corpus(SAMPLE / FILES[0])
    together = sample.spans[sample.spans["file_id"] == FILES[0]].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.spans, together)


# ---------------------------------------------------------------------------------- ledger

def test_the_ledger_reconciles_and_names_duplicates(folder):
    (folder / "bad.pdf").write_bytes(b"%PDF")
    ledger = load_ledger(load_corpus(folder))
    assert rows(ledger, "files") == {"seen": 3, "read": 2, "problem": 1}
    characters = rows(ledger, "characters")
    assert characters.pop("seen") == sum(characters.values()) == 2 * len("".join(STORY.split()))
    assert set(characters) == {"body", "headline"}
    assert rows(ledger, "duplicate file") == {"sub/b.txt = a.md": 1}
    assert "corrections" not in set(ledger["section"])
    assert reconciles(ledger)
    assert not reconciles(ledger.assign(n=ledger["n"].where(ledger["item"] != "body", 0)))
    assert not reconciles(ledger[ledger["item"] != "problem"])


def test_every_article_is_dated_bounded_or_undated(sample):
    counts = rows(load_ledger(sample), "articles")
    assert counts["found"] == 20 == sum(counts[k] for k in ("dated", "bounded", "undated"))


def test_doubtful_starts_are_listed(sample):
    unsure = sample._replace(articles=sample.articles.assign(start_confidence=0.51))
    assert len(rows(load_ledger(unsure), "doubtful start")) == 20
    assert reconciles(load_ledger(unsure))
    none = sample._replace(articles=sample.articles.assign(start_confidence=1.0))
    assert rows(load_ledger(none), "doubtful start") == {}


def test_the_ledger_of_nothing_reconciles():
    nothing = module.Corpus(*map(empty, ["files", "spans", "articles", "segments"]),
                            pd.Series([], dtype="string"))
    assert reconciles(load_ledger(nothing))


def test_a_copied_file_of_records_is_named_once(tmp_path):
    lines = "text\n" + "".join(f"It rained on day {i} of the month.\n" for i in (1, 2, 3, 2))
    (tmp_path / "a.csv").write_text(lines)
    (tmp_path / "b.csv").write_text(lines)
    assert rows(load_ledger(load_corpus(tmp_path)), "duplicate file") == {
        "b.csv = a.csv": 4, "a.csv#4 = a.csv#2": 1}


def test_an_article_with_one_open_bound_is_undated(sample):
    days = sample.articles.assign(published=pd.NaT, published_earliest=pd.NaT)
    counts = rows(load_ledger(sample._replace(articles=days)), "articles")
    assert (counts["bounded"], counts["undated"]) == (0, 20)


def test_articles_with_contradictory_dates_are_listed(tmp_path):
    # The label says 4 May 2025, the text tells of a day long after it
    (tmp_path / "a.txt").write_text(
        "Globe\n4 May 2025\nShip runs aground off coast\nA ship ran aground off the northern "
        "coast. She was lost on July 9, 2025, in the storm of the night, the coast guard said.\n")
    ledger = load_ledger(load_corpus(tmp_path))
    (told,) = rows(ledger, "contradictory date")
    assert told.startswith("a.txt:45: ") and "4 May 2025" in told and "July 9, 2025" in told


def test_the_ledger_as_lines_names_some_and_counts_the_rest():
    table = pd.DataFrame([("files", "seen", 2), ("files", "read", 2),
                          *(("doubtful start", "x" * 300, 1) for _ in range(5))],
                         columns=["section", "item", "n"])
    lines = module.ledger_lines(table, listed=3)
    assert [line.split() for line in lines] == [
        ["files", "2", "seen"], ["files", "2", "read"],
        *([["doubtful", "start", "1", "x" * 300]] * 3), ["doubtful", "start", "2", "more"]]
    assert len(lines[0]) < 60 and module.ledger_lines(table[:0]) == []


# --------------------------------------------------------------------- corrections of pages

PAGE = ("Ship runs aground off coast\n\nA ship ran aground on Friday, the coast guard said.\n\n"
        "HULL — The council voted to close a library. The mayor was not there.\n")
CORRECTIONS = "action,surface,actor_id,file_id,start,end,note\n"


def corrected(tmp_path, *lines):
    (tmp_path / "a.txt").write_text(PAGE)
    (tmp_path / "corrections.csv").write_text(CORRECTIONS + "".join(f"{x}\n" for x in lines))
    return load_corpus(tmp_path)


def starts(corpus):
    return dict(zip(corpus.articles["start"], corpus.articles["start_confidence"], strict=True))


def test_starts_are_accepted_refused_and_added(tmp_path):
    dateline, council, mayor = (PAGE.index(word) for word in ("HULL", "The council", "The mayor"))
    assert starts(corrected(tmp_path)) == {29: 0.9, dateline: 0.95}
    assert starts(corrected(tmp_path, f"start,,,a.txt,{dateline},,")) == {29: 0.9, dateline: 1}
    assert starts(corrected(tmp_path, f"no_start,HULL,,a.txt,{dateline},,no")) == {29: 0.9}
    added = corrected(tmp_path, f"start,The mayor,,a.txt,{mayor - 1},,")  # the space before
    assert starts(added) == {29: 0.9, dateline: 0.95, mayor: 1}
    assert added.articles["text"].iloc[1].endswith("library.")
    assert reconciles(load_ledger(added)) and council not in starts(added)
    assert added.corrections["n_changed"].tolist() == [1]


def test_a_corrected_day_is_stated_with_its_evidence(tmp_path):
    columns = ["published_earliest", "published_latest", "published", "date_basis",
               "date_evidence"]
    day = corrected(tmp_path, "date,,,a.txt,29,,2025-05-03").articles[columns].iloc[0].tolist()
    assert day == [pd.Timestamp("2025-05-03")] * 3 + ["stated", "correction «2025-05-03»"]
    first, last, best, *_ = corrected(
        tmp_path, "date,,,a.txt,29,,2025-05-03/2025-05-05").articles[columns].iloc[0]
    assert (str(first)[:10], str(last)[:10]) == ("2025-05-03", "2025-05-05") and pd.isna(best)
    assert corrected(tmp_path, "date,,,a.txt,29,,2025-05-03").articles["date_stated"].isna().all()


def test_corrections_that_match_nothing_are_counted(tmp_path):
    corpus = corrected(
        tmp_path, "start,Nowhere,,a.txt,29,,", "no_start,,,a.txt,40,,",
        "date,,,a.txt,40,,2025-05-03", "start,,,b.txt,29,,", "start,,,a.txt,9999,,",
        "no_start,,,a.txt,29,,", "start,,,a.txt,29,,")
    assert corpus.corrections["n_changed"].tolist() == [0, 0, 0, 0, 0, 0, 1]
    ledger = load_ledger(corpus)
    assert rows(ledger, "corrections") == {"seen": 7, "applied": 1, "without effect": 6}
    assert reconciles(ledger)


def test_what_a_file_states_is_one_article_that_no_start_divides(tmp_path):
    (tmp_path / "a.csv").write_text("title,text\nRain,It rained. It snowed.\n")
    (tmp_path / "corrections.csv").write_text(CORRECTIONS + "start,,,a.csv#1,11,,\n")
    corpus = load_corpus(tmp_path)
    assert len(corpus.articles) == 1 and corpus.corrections["n_changed"].tolist() == [0]


def test_corrections_are_written_where_they_are_read(folder):
    file = corrections_file(folder / "a.md")
    assert file == folder / "corrections.csv" == corrections_file(folder)
    file.write_text("action,surface,actor_id,file_id,start,end,note,who\nblock,May,,,,,,me")
    add_correction(file, action="start", file_id="a.md", start=29, surface="A ship, they say")
    table = read_registry("corrections", file)
    assert table["action"].tolist() == ["block", "start"] and table["start"].tolist()[1] == 29
    assert table["surface"].tolist() == ["May", "A ship, they say"]
    for values, message in (({"action": "date", "file_id": "a.md", "start": 29, "note": "May"},
                             "column note: expected a day as YYYY-MM-DD"),
                            ({"action": "start", "start": 29}, "start expects file_id and start")):
        with pytest.raises(CorpusError, match=message):
            add_correction(file, **values)
    assert len(read_registry("corrections", file)) == 2


# ------------------------------------------------------------------------------ registries

@pytest.mark.parametrize("name", ["actors", "outlets", "topics", "events", "corrections"])
def test_shipped_registries_are_valid(name):
    table = "known_events" if name == "events" else name
    registry = read_registry(name)
    assert list(registry.columns) == list(COLUMNS[table])
    assert registry.empty == (name == "corrections")


REGISTRY = {
    "outlets": ("outlet_id,name,type,aliases\n", "globe,The Globe,newspaper,Globe|globe.com\n"),
    "events": ("event_id,label,earliest,latest\n", "e1,Storm,2025-05-04,2025-05-05\n"),
    "topics": ("topic_id,label,phrase\n", "rain,Rain,heavy rain\n"),
    "corrections": ("action,surface,actor_id,file_id,start,end,note\n", "block,May,,,,,\n"),
    "actors": (",".join(COLUMNS["actors"]) + "\n", "lee,Ann Lee,person,,,,,,,,registry\n"),
}


def bad(name, row):
    return (name, REGISTRY[name][0] + REGISTRY[name][1] + row)


@pytest.mark.parametrize(("name", "content", "message"), [
    ("outlets", "outlet_id,name\n", r"lacks columns \['type', 'aliases'\]; found \['outlet_id'"),
    ("outlets", "", r"lacks columns .*found \[\]"),
    (*bad("outlets", "globe,Globe 2,website,\n"), "line 3: outlet_id globe is there already"),
    (*bad("outlets", ",Globe 2,website,\n"), "line 3, column outlet_id: expected a value"),
    (*bad("outlets", "a,b,c,d,e\n"), "line 3: expected 4 cells; quote cells"),
    (*bad("topics", "rain,Rain,heavy rain\n"), "topic_id and phrase rain, heavy rain is there"),
    (*bad("events", "e2,Rain,4 May,\n"), "column earliest: expected a day as .*found '4 May'"),
    (*bad("actors", "x,X,planet,,,,,,,,\n"), "column type: expected one of .*found 'planet'"),
    (*bad("corrections", "drop,May,,,,,\n"), "column action: expected one of merge.*found 'drop'"),
    (*bad("corrections", "date,,,a.txt,3,,2025-05-09/2025-05-03\n"), "first day not after"),
    (*bad("corrections", "date,,,a.txt,3,,\n"), "column note: expected a day"),
    (*bad("corrections", "no_start,,,a.txt,,,\n"), "no_start expects file_id and start"),
    (*bad("actors", "x,X,person,Germany,,,,,,,\n"), "column country: expected two capital"),
    (*bad("actors", "x,X,person,,,,,,,,dead\n"), "column status: expected one of"),
    (*bad("actors", "x,X,person,,,,,,2025-05-04,2025-05-03,\n"), "valid_from not after valid_to"),
    (*bad("corrections", "assign,May,x,f,one,2,\n"), "column start: expected an offset; found 'o"),
    ("flags", "", "registry 'flags' is not known; choose one of actors, outlets")])
def test_wrong_registries_say_where_and_what_is_wrong(tmp_path, name, content, message):
    (tmp_path / "registry.csv").write_text(content)
    with pytest.raises(CorpusError, match=message):
        read_registry(name, tmp_path / "registry.csv")


def test_registries_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(CorpusError, match="cannot be opened"):
        read_registry("actors", tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(REGISTRY["outlets"][0].encode() + b"caf\xe9,Caf\xe9,x,\n")
    with pytest.raises(CorpusError, match="save it as a CSV file in UTF-8"):
        read_registry("outlets", tmp_path / "latin.csv")


def test_no_corrections_yet_is_an_empty_table(tmp_path):
    assert read_registry("corrections", find_registry("corrections", tmp_path)).empty
    assert read_registry("corrections").empty


def test_corrections_asked_for_by_name_must_be_there(tmp_path):
    with pytest.raises(CorpusError, match=r"typo\.csv cannot be opened"):
        read_registry("corrections", tmp_path / "typo.csv")


@pytest.mark.parametrize("name", REGISTRY)
def test_the_registry_in_or_beside_the_corpus_comes_first(folder, name):
    inside, beside = folder / "sub" / f"{name}.csv", folder / f"{name}.csv"
    assert find_registry(name, folder / "sub") == shipped(f"{name}.csv")
    beside.write_text("".join(REGISTRY[name]))
    assert find_registry(name, folder / "sub") == find_registry(name, folder / "a.md") == beside
    inside.write_text("".join(REGISTRY[name]))
    assert find_registry(name, folder / "sub") == inside
    assert len(read_registry(name, inside)) == 1


def test_the_corpus_uses_the_outlets_beside_it(folder):
    (folder / "outlets.csv").write_text("".join(REGISTRY["outlets"]))
    (folder / "a.md").write_text("Globe\n4 May 2025\n" + STORY)
    assert load_corpus(folder).articles["outlet"].tolist()[0] == "The Globe"
    assert load_corpus(folder, outlets=empty("outlets")).articles["outlet"].tolist()[0] == "Globe"
