"""Explorers without a browser: set a control, read the frame, and read the static form."""

from base64 import b64decode
from datetime import date
from io import StringIO

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from gold import FILES, gold_articles, gold_segments, load, page
from workbench import evidence, render
from workbench.explorers import (
    CorpusExplorer,
    MentionExplorer,
    OutletExplorer,
    OverlapExplorer,
    TimelineExplorer,
    readers,
)
from workbench.reuse import align_passages
from workbench.tables import conform, empty
from workbench.timelines import timeline

TEXT = "News of today\nRail line agreed\nAnna Berg <script>alert(1)</script> spoke.\nEnd of page\n"
BODY = TEXT.index("Anna")
FILE = conform([{"file_id": "f", "n_chars": len(TEXT), "n_articles": 1}], "files")
ARTICLE = conform([{
    "article_id": "f:31", "file_id": "f", "start": BODY, "end": TEXT.index("\nEnd"),
    "headline": "<b>Rail</b> line agreed", "outlet": "Post", "start_confidence": 0.75, "n_words": 6,
    "published_earliest": "2025-03-01", "published_latest": "2025-03-02",
    "text": TEXT[BODY:TEXT.index("\nEnd")]}], "articles")
SPANS = conform([{"file_id": "f", "start": start, "end": end, "kind": kind, "article_id": article}
                 for start, end, kind, article in [
    (0, 13, "navigation", None), (14, 30, "headline", "f:31"),
    (BODY, TEXT.index("\nEnd"), "body", "f:31"),
    (TEXT.index("End"), len(TEXT) - 1, "boilerplate", None)]], "spans")


TWO = conform([{
    "article_id": article, "file_id": "f", "start": start, "end": start + 90, "outlet": outlet,
    "published_earliest": day, "published_latest": day, "start_confidence": 1, "n_words": 9,
    "text": "x" * 90} for article, start, outlet, day in [
        ("f:0", 0, "Post", "2025-03-01"), ("f:100", 100, "Times", "2025-03-09")]], "articles")
BERG_AND_LUND = conform([{
    "article_id": article, "file_id": "f", "start": start, "end": start + 4, "actor_id": actor,
    "kind": kind, "zone": zone} for article, start, actor, kind, zone in [
        ("f:0", 0, "berg", "name", "headline"), ("f:0", 10, "lund", "demonym", "body"),
        ("f:100", 100, "lund", "name", "body")]], "mentions")
QUOTES = conform([{"article_id": "f:0", "file_id": "f", "start": start, "end": start + 4,
                   "actor_id": actor, "zone": "body"}
                  for start, actor in [(20, "berg"), (30, "lund"), (40, "dahl")]], "quotes")
ACTORS = conform([{"actor_id": actor, "name": actor.title()} for actor in ("berg", "dahl", "lund")],
                 "actors")


def gold_mentions() -> pd.DataFrame:
    segments, rows = gold_segments(), []
    for m in load("mentions"):
        inside = segments[(segments["file_id"] == m["file"]) & (segments["start"] <= m["start"])
                          & (segments["end"] >= m["end"])]
        for segment in inside.tail(1).itertuples():
            rows.append({
                "article_id": segment.article_id, "file_id": m["file"], "start": m["start"],
                "end": m["end"], "surface": m["surface"], "actor_id": m["canonical"],
                "actor_type": m["type"], "kind": m["role"], "zone": segment.zone})
    return conform(rows, "mentions")


def gold_actors() -> pd.DataFrame:
    ids = {m["canonical"]: m["type"] for m in load("mentions") if m["canonical"]}
    return conform([{"actor_id": i, "name": i.title(), "type": kind} for i, kind in ids.items()],
                   "actors")


@pytest.fixture(scope="module")
def mentions():
    return MentionExplorer(gold_mentions(), gold_actors(), gold_articles(), gold_segments())


@pytest.fixture
def corpus():
    return CorpusExplorer(FILE, SPANS, ARTICLE, {"f": TEXT})


@pytest.fixture
def overlap():
    articles, segments = gold_articles(), gold_segments()
    return OverlapExplorer(align_passages(segments, articles), articles,
                           {file_id: page(file_id) for file_id in FILES})


@pytest.fixture
def outlets():
    articles, segments = gold_articles(), gold_segments()
    alignments = align_passages(segments, articles)
    topics = conform([{"article_id": "000-1", "topic_id": "air", "n_hits": 1, "score": 1}],
                     "article_topics")
    return OutletExplorer({"passages": alignments, "credits": empty("citations")}, articles,
                          article_topics=topics, texts={f: page(f) for f in FILES})


@pytest.fixture
def series():
    articles = gold_articles()
    table = pd.concat([timeline(articles, articles, by=by, freq=freq)
                       for by in ("outlet", "all") for freq in ("MS", "W")])
    return TimelineExplorer(conform(table, "timeline"), {"outlet": articles, "all": articles},
                            articles)


def empty_explorers():
    return {
        "corpus": CorpusExplorer(empty("files"), empty("spans"), empty("articles"), {}),
        "mentions": MentionExplorer(empty("mentions"), empty("actors"), empty("articles"),
                                    empty("segments")),
        "outlets": OutletExplorer({}, empty("articles")),
        "overlap": OverlapExplorer(empty("alignments"), empty("articles"), {}),
        "timeline": TimelineExplorer(empty("timeline"), empty("article_topics"),
                                     empty("articles")),
    }


def soup_of(explorer, *, marks: bool = False) -> BeautifulSoup:
    """The static form; what is behind the marks of its chart only if asked for."""
    soup = BeautifulSoup(explorer.static().html, "html.parser")
    for fold in [] if marks else soup.select("details.mark"):
        fold.decompose()
    return soup


@pytest.mark.parametrize("name", ["corpus", "mentions", "outlets", "overlap", "series"])
def test_an_explorer_has_described_controls_a_chart_and_a_static_form(name, request):
    explorer = request.getfixturevalue(name)
    assert all(control.description for control in explorer._controls)
    assert explorer.chart.to_dict()["description"]
    static = explorer.static()
    assert static == explorer.static()
    soup = soup_of(explorer)
    assert [row.td.text for row in soup.table.select("tbody tr")] == [
        control.description for control in explorer._controls]
    assert soup.find("script") is None
    assert len(static.html) < 600_000
    assert len(static.text) < 20_000


@pytest.mark.parametrize("name", ["corpus", "mentions", "outlets", "overlap", "series"])
def test_what_a_notebook_stores_of_a_widget_is_one_line(name, request):
    bundle = request.getfixturevalue(name)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert bundle["text/plain"].endswith("rows shown")


@pytest.mark.parametrize("name", ["corpus", "mentions", "outlets", "overlap", "timeline"])
def test_empty_tables_can_be_explored(name):
    explorer = empty_explorers()[name]
    assert explorer.frame.empty
    assert "no data" in explorer.chart.to_dict()["description"]
    assert explorer.static().html


def test_a_page_shows_all_its_text_and_where_articles_begin(corpus):
    soup = soup_of(corpus)
    shown = "".join(part.text.strip("\n") for part in soup.select(".text"))
    assert "".join(shown.split()) == "".join(TEXT.split())
    assert [h.text for h in soup.select("h4")] == [
        "Outside the articles",
        "<b>Rail</b> line agreed · Post · f:31 begins here, start confidence 0.75",
        "Outside the articles"]
    assert [(m.text, m["title"]) for m in soup.select(".text mark")] == [
        ("News of today", "navigation"), ("Rail line agreed", "headline"),
        ("End of page", "boilerplate")]
    pd.testing.assert_frame_equal(corpus.frame, SPANS)


def test_a_long_file_is_paged_without_loss(corpus, monkeypatch):
    monkeypatch.setattr(readers, "PAGE", 40)
    paged = CorpusExplorer(FILE, SPANS, ARTICLE, {"f": TEXT})
    assert paged.page.max > 1
    shown, kinds = "", []
    for number in range(1, paged.page.max + 1):
        paged.page.value = number
        shown += "".join(part.text for part in soup_of(paged).select(".text"))
        kinds += list(paged.frame["kind"])
    assert "".join(shown.split()) == "".join(TEXT.split())
    assert set(kinds) == set(SPANS["kind"])
    paged._clicked({"article_id": "f:31"})
    assert "f:31 begins here" in paged.static().html


def test_pages_are_cut_at_line_ends_and_inside_long_lines():
    assert readers._pages("") == [(0, 0)]
    text = "x" * 9_000 + "\n" + "y" * 1_000
    cuts = readers._pages(text)
    assert cuts == [(0, 6_000), (6_000, 10_001)]
    assert "".join(text[start:end] for start, end in cuts) == text


def test_controls_filter_mentions(mentions):
    table = gold_mentions()
    assert mentions.actor.value == table["actor_id"].value_counts().idxmax()
    mentions.lines.value = 1_000
    mentions.actor.value = ""
    assert len(mentions.frame) == len(table)
    mentions.kind.value = "metonym"
    assert set(mentions.frame["kind"]) == {"metonym"}
    mentions.kind.value = ""
    mentions.zone.value = "headline"
    assert len(mentions.frame) == (table["zone"] == "headline").sum()
    mentions.zone.value = ""
    mentions.actor.value = "?"
    assert mentions.frame["actor_id"].isna().all()
    mentions.actor.value = ""
    mentions.undated.value = False
    mentions.dates.value = ("2025-05-07", "2025-05-07")
    assert set(mentions.frame["article_id"]) == {"000-2"}
    assert all(page(row.file_id)[row.start:row.end] == row.surface
               for row in mentions.frame.itertuples())


def two_articles(**given):
    return MentionExplorer(BERG_AND_LUND, ACTORS, TWO, empty("segments"), quotes=QUOTES, **given)


@pytest.mark.parametrize(("control", "value", "counts"), [
    ("outlet", "Post", {"berg": (1, 1), "lund": (1, 1)}),
    ("outlet", "Times", {"lund": (1, 0)}),
    ("dates", ("2025-03-09", "2025-03-09"), {"lund": (1, 0)}),
    ("zone", "headline", {"berg": (1, 0)}),
    ("kind", "demonym", {"lund": (1, 1)}),
])
def test_the_chart_counts_mentions_and_quotations_of_what_the_controls_leave(
        control, value, counts):
    explorer = two_articles()
    getattr(explorer, control).value = value
    (rows,) = explorer.chart.to_dict()["datasets"].values()
    found = pd.DataFrame(rows).pivot_table(index="actor_id", columns="count", values="n")
    assert {actor: (row["named"], row["quoted"]) for actor, row in found.iterrows()} == counts


def test_an_explorer_begins_with_the_actor_asked_for():
    assert two_articles().actor.value == "lund"
    assert set(two_articles(actor="berg").frame["actor_id"]) == {"berg"}
    nowhere = two_articles(actor="dahl")
    assert nowhere.actor.label == "Dahl (0)"
    assert nowhere.frame.empty
    assert "0 of 0 mentions shown" in soup_of(nowhere).text
    with pytest.raises(ValueError, match=r"actor 'dal' is none of the 5 .* did you mean 'dahl'"):
        two_articles(actor="dal")


def test_an_explorer_begins_with_the_file_asked_for():
    files = conform([{"file_id": i, "n_chars": 1, "n_articles": 0} for i in ("a.txt", "b.txt")],
                    "files")
    texts = {"a.txt": "a", "b.txt": "b"}
    explorer = CorpusExplorer(files, SPANS, ARTICLE, texts, file="b.txt")
    assert (explorer.file.value, explorer._text) == ("b.txt", "b")
    with pytest.raises(ValueError, match=r"file 'b' is none of the 2 .* did you mean 'b.txt'"):
        CorpusExplorer(files, SPANS, ARTICLE, texts, file="b")
    with pytest.raises(ValueError, match=r"none of the 0 that can be chosen$"):
        CorpusExplorer(empty("files"), SPANS, ARTICLE, {}, file="b")


def test_a_concordance_line_opens_to_its_place():
    explorer = MentionExplorer(gold_mentions(), gold_actors(), gold_articles(), gold_segments())
    explorer.lines.value = 3
    assert len(explorer.frame) == 3
    soup = soup_of(explorer)
    line = soup.select("details")[0]
    first = explorer.frame.iloc[0]
    assert line.summary.mark.text == first["keyword"]
    assert f"{first['file_id']}, characters {first['start']} to {first['end']}" in line.text
    assert " · then " not in line.text  # no role is known of this actor
    n_most = gold_mentions()["actor_id"].value_counts().max()
    assert f"3 of {n_most} mentions shown" in soup.text
    explorer._clicked({"actor_id": "nobody"})
    explorer._clicked({"actor_id": explorer.actor.options[1][1]})
    assert explorer.actor.value == explorer.actor.options[1][1]


def test_an_outlet_is_chosen_a_cell_clicked_and_its_passages_read(outlets):
    a, b = outlets.frame.iloc[0][["outlet_a", "outlet_b"]]
    outlets.outlet.value = a
    assert outlets.frame[["outlet_a", "outlet_b"]].eq(a).any(axis=1).all()
    drawn = outlets.chart.to_dict()
    outlets._clicked({"outlet_a": a, "outlet_b": b})
    assert outlets.cell.value == (a, b)
    assert outlets.chart.to_dict() == drawn  # the cell that was clicked stays where it is
    assert outlets.frame[["outlet_a", "outlet_b"]].to_numpy().tolist() == [[a, b]]
    soup = soup_of(outlets)
    sides = soup.select(".sides")
    assert sides[0].text.startswith("cross_article, ")
    assert len(sides[1].select("mark[title=equal]")) >= 2  # the same words on either side
    assert f"{a} on the left, {b} on the right" in soup.text
    assert f"cell={(a, b)!r}" in outlets.code


def test_a_concordance_line_tells_the_role_of_its_day():
    days = pd.Timestamp("2025-03-05")
    articles = gold_articles().assign(published_earliest=days, published_latest=days)
    actors = gold_actors()
    actor = gold_mentions()["actor_id"].value_counts().index[0]
    held = actors.assign(role=actors["role"].mask(actors["actor_id"] == actor, "envoy"))
    for until, told in (("2025-03-05", True), ("2025-03-04", False)):
        until_then = held.assign(valid_to=pd.Timestamp(until))
        explorer = MentionExplorer(gold_mentions(), until_then, articles, gold_segments(),
                                   actor=actor)
        assert (" · then envoy" in soup_of(explorer).text) == told


def test_outlets_are_counted_by_evidence_topic_and_days_and_saved(outlets):
    whole = outlets.frame
    assert len(whole) and outlets.csv.startswith("outlet_a,outlet_b,n_articles")
    assert set(pd.read_csv(StringIO(outlets.csv))["outlet_a"]) == set(whole["outlet_a"])
    assert "<gexf" in outlets.gexf
    links = soup_of(outlets).select("a[download]")
    assert [link["download"] for link in links] == ["overlap.gexf"]
    assert b64decode(links[0]["href"].split(",")[1]).decode() == outlets.gexf
    outlets.view.value = "network"
    assert "network" in outlets.chart.to_dict()["title"]["text"]
    outlets._clicked({"outlet_a": "nobody", "outlet_b": "nobody"})
    assert outlets.cell.value == ""
    cell = outlets.cell.options[1][1]
    outlets.cell.value, outlets.earliest.value = cell, date(2025, 1, 1)
    assert outlets.cell.value == cell  # another control takes no choice away
    again = OutletExplorer(outlets._found, outlets._articles)
    told = outlets.code.replace("by_outlet", "again")
    pd.testing.assert_frame_equal(eval(told, {"again": again}), outlets.frame)
    outlets.cell.value, outlets.earliest.value = "", None
    outlets.topic.value = "air"
    assert outlets.frame.empty  # one article shares nothing with itself
    outlets.topic.value, outlets.latest.value = "", date(1999, 1, 1)
    assert outlets.frame.empty
    outlets.latest.value, outlets.earliest.value = None, date(2099, 1, 1)
    assert outlets.frame.empty
    outlets.earliest.value, outlets.evidence.value = None, "credits"
    assert outlets.frame.empty
    with pytest.raises(ValueError, match="did you mean 'passages'"):
        OutletExplorer({"passages": empty("alignments")}, empty("articles"), evidence="passage")


def test_a_pair_is_read_side_by_side_with_what_changed(overlap):
    assert len(overlap.frame) >= 1
    soup = soup_of(overlap)
    sides = soup.select(".sides")[1].find_all("div", recursive=False)
    changed = [" ".join(m.text for m in side.select("mark[style*='#D55E00']")) for side in sides]
    assert changed == ["While come to the realization", "But concluded"]
    assert "000_ff8fc0b427d3e583.txt" in soup.text
    a, b = overlap.frame.loc[0, ["article_id_a", "article_id_b"]]
    overlap._clicked({"article_id_a": b, "article_id_b": a})
    assert set(overlap.frame["article_id_a"]) == {a}
    overlap.kind.value = overlap.frame["kind"].iloc[0]
    assert overlap.pair.options


def test_a_pair_that_is_not_among_the_largest_can_be_asked_for(monkeypatch):
    monkeypatch.setattr(readers, "_PAIRS", 1)
    ids = ["A & B:0", "A & B:100", "A & B:200"]
    articles = pd.concat([TWO, TWO.head(1)]).assign(article_id=ids, file_id="A & B")
    passages = conform([{
        "article_id_a": ids[0], "file_id_a": "A & B", "start_a": 0, "end_a": n,
        "article_id_b": other, "file_id_b": "A & B", "start_b": 100, "end_b": 100 + n,
        "n_words": n, "similarity": 1, "kind": "cross_article", "earlier": "a"}
        for other, n in ((ids[1], 30), (ids[2], 20))], "alignments")
    explorer = OverlapExplorer(passages, articles, {"A & B": "x" * 300})
    assert explorer.frame["article_id_b"].tolist() == [ids[1]]
    assert "1 of 2 pairs to choose from" in soup_of(explorer).text
    explorer._clicked({"article_id_a": ids[2], "article_id_b": ids[0]})
    assert explorer.frame["article_id_b"].tolist() == [ids[2]]
    asked = OverlapExplorer(passages, articles, {"A & B": "x" * 300}, pair=(ids[2], ids[0]))
    assert asked.frame["article_id_b"].tolist() == [ids[2]]
    with pytest.raises(ValueError, match="no passage in common"):
        OverlapExplorer(passages, articles, {"A & B": "x" * 300}, pair=(ids[1], ids[2]))


def test_series_go_by_their_labels():
    table = timeline(TWO, TWO, by="outlet")
    explorer = TimelineExplorer(table, TWO, TWO, labels={"Post": "The Post", "other": "Other"})
    assert explorer.series.value == ("Post", "Times")
    assert explorer.series.label == ("The Post", "Times")
    assert set(explorer.frame["series"]) == {"Post", "Times"}
    soup = soup_of(explorer)
    assert [s.text for s in soup.select("summary")][:2] == ["The Post (1)", "Times (1)"]
    assert "Post" not in [cell.text for cell in soup.select("details td")[-9:]]
    assert explorer.chart.to_dict()["facet"]["sort"] == ["The Post", "Times"]


def test_a_period_leads_to_its_articles(series):
    assert series.kind.value == "outlet"
    assert len(series.behind) == 5
    series.freq.value = "MS"
    series._clicked({"period": "2025-05-01", "series": "Yahoo"})
    assert series.period.value == "2025-05-01"
    assert series.only.value == "Yahoo"
    assert set(series.behind["article_id"]) == {"000-2"}
    assert series.frame[["series", "period_start"]].astype("string").to_numpy().tolist() == [
        ["Yahoo", "2025-05-01"]]
    series.only.value = ""
    assert set(series.behind["article_id"]) == {"000-2", "000-3"}
    series.series.value = ("Yahoo",)
    assert set(series.behind["article_id"]) == {"000-2"}
    series.kind.value = "all"
    assert series.series.value == ("all",)
    assert (series.period.value, len(series.behind)) == ("2025-05-01", 2)  # still offered, so kept
    series.period.value = ""
    assert len(series.behind) == 6
    series._clicked({"period": "1999-01-01"})
    assert series.period.value == ""


def test_one_table_of_members_serves_a_timeline_of_one_kind():
    articles = gold_articles()
    explorer = TimelineExplorer(timeline(articles, articles, by="outlet"), articles, articles)
    assert len(explorer.behind) == 5


def test_the_chart_is_drawn_only_when_asked_for_and_follows(series, monkeypatch):
    monkeypatch.setattr("altair.JupyterChart.enable_offline", lambda: None)
    render.enable(svg=False)
    assert len(series.widget.children) == 2
    series.show_chart.value = True
    drawing = series.widget.children[1]
    assert drawing.spec["datasets"]
    drawing._vl_selections = {render.CLICKED: {
        "value": {"vlPoint": {"or": [{"series": "Yahoo", "period": "2025-05-01"}]}}, "store": []}}
    assert series.period.value == "2025-05-01"
    before = drawing.spec
    series.series.value = ("Yahoo",)
    assert drawing.spec != before
    series.show_chart.value = False
    assert len(series.widget.children) == 2


@pytest.mark.parametrize("build", [
    lambda: CorpusExplorer(ARTICLE, SPANS, ARTICLE, {}),
    lambda: MentionExplorer(ARTICLE, empty("actors"), ARTICLE, empty("segments")),
    lambda: OverlapExplorer(ARTICLE, ARTICLE, {}),
    lambda: TimelineExplorer(ARTICLE, ARTICLE, ARTICLE)])
def test_a_wrong_table_is_named(build):
    with pytest.raises(ValueError, match=r"table \".*\" lacks columns"):
        build()


def test_code_gives_the_table_shown():
    explorer = two_articles()
    assert explorer.code == "explorer.frame"
    explorer.actor.value = "berg"
    explorer.zone.value = "headline"
    assert explorer.filters == {"actor": "berg", "zone": "headline"}
    assert explorer.code == "explorer.set(actor='berg', zone='headline').frame"
    again = eval(explorer.code, {"explorer": two_articles()})
    pd.testing.assert_frame_equal(again, explorer.frame)


@pytest.mark.parametrize(("filters", "said"), [
    ({"colour": "red"}, r"MentionExplorer has no control 'colour'; it has actor, outlet, kind"),
    ({"outlet": "Nowhere"}, "outlet='Nowhere'")])
def test_a_filter_that_cannot_be_set_is_named(filters, said):
    with pytest.raises(ValueError, match=said):
        two_articles().set(**filters)


def test_a_filter_is_carried_to_the_next_explorer():
    first, second = two_articles(), two_articles()
    assert second.set(**first.set(outlet="Times").filters).outlet.value == "Times"
    third = two_articles().follow(first)
    assert third.outlet.value == "Times"
    first.outlet.value = "Post"
    assert (third.outlet.value, second.outlet.value) == ("Post", "Times")
    other = TimelineExplorer(timeline(TWO, TWO, by="outlet"), TWO, TWO).follow(first)
    assert other.kind.value == "outlet"  # mentions have kinds of their own, which it leaves


def test_code_and_file_are_shown_when_asked_for():
    explorer = two_articles()
    assert len(explorer.widget.children) == 2
    explorer.show_code.value = True
    assert "explorer.frame" in explorer.widget.children[1].value
    explorer.show_file.value = True
    explorer.actor.value = "berg"
    soup = BeautifulSoup(explorer.widget.children[1].value, "html.parser")
    assert soup.pre.text == "explorer.set(actor='berg').frame"
    assert (soup.a["download"], soup.a.text) == ("mention.csv", "Save 1 rows as mention.csv")
    saved = b64decode(soup.a["href"].partition("base64,")[2]).decode()
    assert saved.splitlines()[0].startswith("article_id,file_id,start,end")
    assert len(saved.splitlines()) == 2


@pytest.mark.parametrize("name", ["corpus", "mentions", "overlap", "series"])
def test_every_mark_of_the_chart_has_its_evidence_and_nothing_else_changed(name, request):
    explorer = request.getfixturevalue(name)
    before, view, frame = explorer._values(), explorer._view.value, explorer.frame
    soup = soup_of(explorer, marks=True)
    ids = [a["id"] for a in soup.select("details.mark > a")]
    drawn = {evidence.mark_id(point) for point in render.marks_of(explorer.chart.to_dict())}
    if name == "series":  # a period without articles of a series has nothing behind it
        rows = explorer._of_kind()
        drawn = {evidence.mark_id({"series": row.series, "period": f"{row.period_start:%Y-%m-%d}"})
                 for row in rows[rows["n_high"] > 0].itertuples()}
    assert sorted(ids) == sorted(drawn)
    assert explorer._values() == before
    assert explorer._view.value == view
    pd.testing.assert_frame_equal(explorer.frame, frame)


def test_the_evidence_of_a_mark_is_what_a_click_on_it_shows():
    soup = soup_of(two_articles(), marks=True)
    mark = evidence.mark_id({"actor_id": "berg"})
    fold = soup.select_one(f"details.mark:has(> a#{mark})")
    assert fold.summary.text == "Actor: Berg (1)"
    assert "f, characters 0 to 4" in fold.text
