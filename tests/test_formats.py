"""Real files of every format → the articles, texts and problems they hold."""

import gzip
import io
import json
import zipfile
from email.message import EmailMessage

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from workbench import formats
from workbench.corpus import CorpusError, load_corpus, load_ledger, reconciles
from workbench.formats import records
from workbench.formats.archives import FLOOR
from workbench.formats.columns import ROLES

BODY = ("A ship ran aground off the coast on Friday, the coast guard said.\n"
        "All 23 sailors were brought ashore before nightfall, it added in a statement.")
MORE = "The harbour reopened on Sunday after tugs had pulled the ship free, officials said."
PAGE = """<!doctype html><html><head><title>Ship aground | Metro</title>
<meta charset="{charset}"><meta property="og:site_name" content="Metro">
<meta property="og:title" content="Ship aground"><meta name="author" content="Ann Lee">
<meta property="article:published_time" content="2025-05-03T22:10:00-05:00">
<meta property="article:section" content="World"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Ship aground</h1>{paragraphs}</article>
<footer><p>Copyright 2025 Metro. All rights reserved.</p></footer></body></html>"""
PARAGRAPHS = "".join(f"<p>{line} Its café stayed closed — “for now”, he said.</p>"
                     for line in [*BODY.splitlines(), MORE] * 2)
RECORD = {"title": "Ship aground", "text": BODY, "source": "Metro", "author": "Ann Lee, Bo Chan",
          "category": "World", "published_at": "2025-05-03T10:00:00Z", "url": "https://m.org/1"}
STATED = ("Ship aground", "Metro", "World", "Ann Lee|Bo Chan", "2025-05-03")


def html(charset="utf-8"):
    return PAGE.format(charset=charset, paragraphs=PARAGRAPHS).encode(charset)


def table(suffix, rows):
    frame, target = pd.DataFrame(rows), io.BytesIO()
    if suffix == ".parquet":
        frame.to_parquet(target)
        return target.getvalue()
    if suffix == ".json":
        return json.dumps(rows).encode()
    if suffix == ".jsonl":
        return "\n".join(map(json.dumps, rows)).encode()
    return frame.to_csv(sep="\t" if suffix == ".tsv" else ",", index=False).encode()


def mail(subtype="plain", content=BODY):
    message = EmailMessage()
    message["Subject"], message["From"] = "Ship aground", "Ann Lee <lee@metro.org>"
    message["Date"] = "Sat, 03 May 2025 23:30:00 -0500"
    message.set_content(content, subtype=subtype)
    message.add_attachment(b"\0\1", maintype="image", subtype="png")
    return message.as_bytes()


def warc(*answers):
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=False)
    for n, (status, kind, payload) in enumerate(answers):
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(
            f"https://metro.org/{n}", "response", payload=io.BytesIO(payload),
            http_headers=headers))
    return target.getvalue()


def zipped(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


@pytest.fixture
def load(tmp_path):
    """Load files written from their bytes, beside one page that can always be read."""
    def loaded(columns=None, **files):
        (tmp_path / "~good.txt").write_text(BODY)
        for name, data in files.items():
            (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        corpus = load_corpus(tmp_path, columns=columns)
        ledger = load_ledger(corpus)
        assert reconciles(ledger), ledger
        assert len(corpus.files) == corpus.files["problem"].notna().sum() + len(corpus.texts)
        assert corpus.files["file_id"].is_unique
        for segment in corpus.segments.itertuples():
            source = corpus.texts[segment.file_id][segment.start:segment.end]
            assert len(source) == len(segment.source)
        return corpus
    return loaded


def articles(corpus):
    rows = corpus.articles[corpus.articles["file_id"] != "~good.txt"]
    return rows.set_index("file_id").astype(object).where(rows.set_index("file_id").notna(), None)


def stated(article):
    return tuple(article[["headline", "outlet", "section", "authors", "date_stated"]])


def problems(corpus):
    return corpus.files.dropna(subset="problem").set_index("file_id")["problem"].to_dict()


# ------------------------------------------------------------------------ files of records

@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".json", ".jsonl", ".parquet"])
def test_each_record_is_one_article_with_the_columns_it_states(load, suffix):
    corpus = load(**{f"a{suffix}": table(suffix, [RECORD, {**RECORD, "text": MORE}])})
    first, second = articles(corpus).to_dict("records")
    assert articles(corpus).index.tolist() == [f"a{suffix}#1", f"a{suffix}#2"]
    assert stated(articles(corpus).iloc[0]) == STATED
    assert first["published"] == pd.Timestamp("2025-05-03") and first["date_basis"] == "stated"
    assert (first["start"], first["end"]) == (0, len(BODY)) and second["text"] == MORE
    assert first["start_confidence"] == 1.0
    assert corpus.files["format"].tolist() == [suffix[1:], suffix[1:], "txt"]


def test_the_headline_follows_the_body_and_is_a_segment_of_its_own(load):
    corpus = load(**{"a.csv": table(".csv", [RECORD])})
    headline = corpus.segments[corpus.segments["zone"] == "headline"].iloc[0]
    assert headline["text"] == "Ship aground" and headline["start"] == len(BODY) + 2
    assert corpus.texts["a.csv#1"].startswith(BODY)
    kinds = corpus.spans[corpus.spans["file_id"] == "a.csv#1"]["kind"].tolist()
    assert kinds == ["body", "headline"]


def test_a_text_that_opens_with_its_headline_is_left_as_it_is(load):
    corpus = load(**{"a.csv": table(".csv", [{**RECORD, "text": "SHIP aground\n\n" + BODY}])})
    assert corpus.texts["a.csv#1"] == "SHIP aground\n\n" + BODY
    assert articles(corpus)["text"].tolist()[0].startswith("A ship ran")


def test_records_of_texts_alone_are_pages_to_be_split(load):
    page = "Metro\n3 May 2025\nShip aground\n" + BODY
    corpus = load(**{"a.jsonl": json.dumps({"text": page})})
    assert stated(articles(corpus).iloc[0])[:2] == ("Ship aground", "Metro")
    assert articles(corpus)["start"].tolist() == [page.index("A ship")]


def test_columns_can_be_said_and_a_role_left_out(load, tmp_path):
    rows = [{"Lead": "Ship", "Story": BODY, "summary": "It sank.", "id": "x"}] * 2
    columns = {"text": "Story", "headline": "Lead", "id": ""}
    said = articles(load(columns, **{"a.csv": table(".csv", rows)}))
    assert said["headline"].tolist() == ["Ship", "Ship"]
    assert said["text"].tolist() == [BODY, BODY]
    (tmp_path / "columns.csv").write_text("role,column\ntext,Story\nheadline,Lead\nid,\n")
    pd.testing.assert_frame_equal(articles(load()), said)
    with pytest.raises(CorpusError, match="columns for byline are not known; choose roles among t"):
        load({"byline": "Lead"})


def test_wrappers_and_names_of_common_exports(load):
    news = {"articles": [{"source": {"id": None, "name": "Metro"}, "content": BODY,
                          "publishedAt": 1746230400000, "author": ["Ann Lee", "Bo Chan"]}]}
    corpus = load(**{"a.json": json.dumps(news), "one.json": json.dumps(RECORD)})
    assert articles(corpus).index.tolist() == ["a.json#1", "one.json#1"]
    assert stated(articles(corpus).iloc[0]) == (None, "Metro", None, "Ann Lee|Bo Chan",
                                                "2025-05-03")
    assert stated(articles(corpus).iloc[1]) == STATED


def test_a_host_stands_for_its_outlet(load, tmp_path):
    rows = [{"text": BODY, "url": "https://www.metro.org/a/1"},
            {"text": MORE, "url": "http://news.example.net:80/x"}]
    data = "\n".join(map(json.dumps, rows))
    assert articles(load(**{"a.jsonl": data}))["outlet"].tolist() == [
        "metro.org", "news.example.net"]
    (tmp_path / "outlets.csv").write_text(
        "outlet_id,name,type,aliases\nm,Metro,website,metro.org\n")
    assert articles(load())["outlet"].tolist() == ["Metro", "news.example.net"]


def test_origin_and_dateline_are_read_from_the_text(load):
    rows = [{**RECORD, "text": f"PARIS, May 3 (Reuters) - {BODY}"}]
    article = articles(load(**{"a.csv": table(".csv", rows)})).iloc[0]
    assert (article["dateline"], article["origin"]) == ("PARIS", "Reuters")


def test_semicolons_and_long_quoted_cells(load):
    long = "word " * 60_000  # beyond the limit of the csv module
    corpus = load(**{"a.csv": f'Titel;title;text\n1;Ship;"{long}; ""so"""\n'})
    assert articles(corpus)["headline"].tolist() == ["Ship"]
    assert articles(corpus)["text"].tolist()[0].endswith('; "so"')


def test_markup_in_a_column_of_text_is_taken_off(load):
    corpus = load(**{"a.csv": table(".csv", [{**RECORD, "text": f"<p>{MORE}</p><p>{BODY}</p>"}])})
    assert articles(corpus)["text"].tolist()[0].startswith(MORE + "\n")
    assert "<p>" not in corpus.texts["a.csv#1"]


def test_numeric_days_wait_for_their_order(load):
    rows = [{**RECORD, "published_at": day, "text": f"{BODY} {day}"} for day in
            ("05/03/2025", "13/03/2025")]
    corpus = load(**{"a.csv": table(".csv", rows)})
    assert corpus.articles["published"].dt.strftime("%m-%d").tolist()[:2] == ["03-05", "03-13"]


# -------------------------------------------------------------------------- single articles

@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_a_web_page_is_one_article_with_its_metadata(load, charset):
    corpus = load(**{"a.html": html(charset), "b.htm.gz": gzip.compress(html(charset))})
    for file_id in ("a.html", "b.htm.gz"):
        article = articles(corpus).loc[file_id]
        assert stated(article) == ("Ship aground", "Metro", "World", "Ann Lee", "2025-05-03")
        assert article["text"].startswith("A ship") and article["text"].endswith("he said.")
        assert "Home" not in corpus.texts[file_id] and "café" in corpus.texts[file_id]
    assert corpus.files["format"].tolist() == ["html", "htm", "txt"]
    assert corpus.files["encoding"].tolist()[:2] == [charset, charset]


@pytest.mark.parametrize(("replaced", "day"), [("2021-07-08", "2021-07-08"), ("", None),
                                               ("2025-01-01T08:00:00Z", "2025-01-01")])
def test_the_year_of_a_copyright_is_no_day(load, replaced, day):
    page = html().replace(b"2025-05-03T22:10:00-05:00", replaced.encode())
    assert articles(load(**{"a.html": page}))["date_stated"].tolist() == [day]


BANNER = "<div>Mon, 25 Dec 2023</div>"
NO_DAY = '<meta property="article:published_time" content="2025-05-03T22:10:00-05:00">'


@pytest.mark.parametrize(("head", "after", "day"), [
    # what the markup states is taken, whatever stands by the headline
    (NO_DAY, "<p>Thu, 14 May 2020 17:55 UTC</p>", "2025-05-03"),
    # today's day above the headline is not the article's
    ("", "<p>Thu, 14 May 2020 17:55 UTC</p>", "2020-05-14"),
    ("", "<p>By Ann Lee</p><p>Published on May 14, 2020, updated May 15, 2020</p>", "2020-05-14"),
    ("", "<p>May 14, 2020 -- A storm has hit the coast, and the harbour is closed for now, the "
         "coast guard said.</p>", "2020-05-14"),
    # the day of a change
    ('<meta property="og:updated_time" content="2020-05-17T10:00:00Z">',
     "<p>14 May 2020</p>", "2020-05-14"),
    # a day that a paragraph tells of
    ("", "<p>A storm had hit the coast and closed the harbour on May 14, 2020, and on the islands "
         "many houses, the coast guard said.</p>", "2023-12-25"),
    ('<link rel="canonical" href="http://m.org/2010/POLITICS/08/13/ship/index.html">', "",
     "2010-08-13"),
    ('<link rel="canonical" href="http://m.org/2010/POLITICS/13/45/ship/index.html">', "",
     "2023-12-25")])
def test_the_day_of_a_page_is_that_of_its_markup_or_its_headline(load, head, after, day):
    page = html().decode().replace(NO_DAY, head).replace("<nav>", f"{BANNER}<nav>").replace(
        "</h1>", f"</h1>{after}")
    assert articles(load(**{"a.html": page.encode()}))["date_stated"].tolist() == [day]


def test_a_text_under_the_name_of_a_page_is_read_as_text(load):
    text = f"Metro\n3 May 2025\nShip aground\n\n{BODY}\n"
    corpus = load(**{"a.html": text.encode(), "b.txt": text.encode()})
    assert corpus.texts["a.html"] == corpus.texts["b.txt"]
    assert corpus.articles["outlet"].tolist()[:2] == ["Metro", "Metro"]


def test_front_matter_describes_a_markdown_file(load):
    front = "---\ntitle: Ship aground\ndate: 2025-05-03\nauthor: Ann Lee\nsource: Metro\n---\n"
    corpus = load(**{"a.md": front + BODY, "b.md": "---\n\n" + BODY, "c.md": "---\n: [\n---\n"
                             + BODY})
    article = articles(corpus).loc["a.md"]
    assert stated(article) == ("Ship aground", "Metro", None, "Ann Lee", "2025-05-03")
    assert article["start"] == len(front) and corpus.texts["a.md"] == front + BODY
    spans = corpus.spans[corpus.spans["file_id"] == "a.md"]["kind"].tolist()
    assert spans == ["metadata", "headline", "metadata", "body"]
    assert "b.md" in articles(corpus).index and "c.md" in articles(corpus).index


@pytest.mark.parametrize(("subtype", "content"), [
    ("plain", BODY), ("html", f"<html><body><p>{BODY}</p></body></html>")])
def test_a_mail_is_one_article(load, subtype, content):
    article = articles(load(**{"a.eml": mail(subtype, content)})).loc["a.eml"]
    assert stated(article) == ("Ship aground", "metro.org", None, "Ann Lee", "2025-05-03")
    assert article["text"].split() == BODY.split()


# ------------------------------------------------------------------------- feeds and crawls

RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Metro</title>
<item><title>Ship &amp; tug</title><link>https://metro.org/1</link><category>World</category>
<pubDate>Sat, 03 May 2025 23:30:00 -0500</pubDate><description>{BODY}</description></item>
<item><title>Only a title</title></item></channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Metro</title>
<entry><title>Ship aground</title><author><name>Ann Lee</name></author><category term="World"/>
<author><name>Bo Chan</name></author><published>2025-05-03T22:00:00Z</published>
<content type="html">&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;{MORE}&lt;/p&gt;</content></entry></feed>"""


def test_entries_of_feeds_are_articles(load):
    corpus = load(**{"a.rss": RSS, "b.xml": ATOM})
    rss, atom = articles(corpus).loc["a.rss#1"], articles(corpus).loc["b.xml#1"]
    assert stated(rss) == ("Ship & tug", "Metro", "World", None, "2025-05-03")
    assert rss["text"].split() == BODY.split()
    assert stated(atom) == STATED and atom["text"].endswith("\n" + MORE)
    assert problems(corpus) == {"a.rss#2": "an entry without text; fetch the page of its link"}


def test_html_responses_of_a_crawl_are_articles(load):
    data = warc(("200 OK", "text/html; charset=cp1252", html("cp1252")),
                ("200 OK", "image/png", b"\0\0"), ("404 Not Found", "text/html", html()),
                ("200 OK", "text/html", b"<html><body></body></html>"))
    corpus = load(**{"a.warc": data, "b.warc.gz": gzip.compress(data)})
    assert articles(corpus).index.tolist() == ["a.warc#1", "b.warc.gz#1"]
    assert articles(corpus)["headline"].tolist() == ["Ship aground"] * 2
    found = problems(corpus)
    assert list(found) == ["a.warc#3", "a.warc#4", "b.warc.gz#3", "b.warc.gz#4"]
    assert "https://metro.org/2 was answered 404" in found["a.warc#3"]
    assert "no article text" in found["a.warc#4"]


def test_a_crawl_that_breaks_off_keeps_what_was_read(load):
    whole = warc(*[("200 OK", "text/html", html())] * 2)
    corpus = load(**{"a.warc": whole[:-len(whole) // 3], "b.warc": "no such thing"})
    assert "a.warc#1" in articles(corpus).index
    assert "b.warc" in "".join(problems(corpus))


# -------------------------------------------------------------------- exports of databases

NEW = f"""Document 1 of 2

Ship aground
The Metro (London)
May 3, 2025 Saturday

Copyright 2025 Metro Newspapers All Rights Reserved
Section: NEWS; Pg. 3
Length: 432 words
Byline: Ann Lee and Bo Chan
Dateline: PARIS
Body

{BODY}

Load-Date: May 4, 2025

End of Document

Document 2 of 2

Harbour open
Metro
May 5, 2025 Monday
Length: 20 words
Body

{MORE}

End of Document
"""
OLD = f"""                               1 of 2 DOCUMENTS

                              The Metro (London)

                            May 3, 2025 Saturday

Ship aground

BYLINE: Ann Lee

SECTION: NEWS; Pg. 3

LENGTH: 432 words

{BODY}

LOAD-DATE: May 4, 2025

LANGUAGE: ENGLISH

                               2 of 2 DOCUMENTS

                                    Metro
                             May 5, 2025 Monday

Harbour open

LENGTH: 20 words

{MORE}
"""


@pytest.mark.parametrize("text", [NEW, OLD, NEW.replace("\n", "\r\n")])
def test_documents_of_a_press_database_are_articles(load, text):
    corpus = load(**{"a.txt": text})
    found = articles(corpus)
    assert found.index.tolist() == ["a.txt#1", "a.txt#2"]
    assert found["headline"].tolist() == ["Ship aground", "Harbour open"]
    assert found["outlet"].tolist() == ["The Metro (London)", "Metro"]
    assert found["authors"].tolist()[0].split("|")[0] == "Ann Lee"
    assert found["section"].tolist()[0] == "NEWS; Pg. 3"
    assert [str(day)[5:10] for day in found["published"]] == ["05-03", "05-05"]
    assert [t.split() for t in found["text"]] == [BODY.split(), MORE.split()]
    solid = sum(len("".join(part.split())) for part in corpus.texts[found.index])
    marks = ["Document1of2Document2of2EndofDocumentEndofDocument", "1of2DOCUMENTS2of2DOCUMENTS"]
    assert solid == len("".join(text.split())) - len(marks[text == OLD])


def test_a_page_that_counts_documents_is_no_export(load):
    corpus = load(**{"a.txt": "Document 1 of 2\n\n" + BODY})
    assert corpus.texts.index.tolist() == ["a.txt", "~good.txt"]


# -------------------------------------------------------------------------------- archives

def test_archives_hold_any_format(load):
    inner = zipped(**{"x.txt": BODY, "deep/y.csv": table(".csv", [RECORD]), ".hidden.txt": BODY,
                      "__MACOSX/x.txt": "?", "z.pdf": b"%PDF", "actors.csv": "no page",
                      "w.txt.gz": gzip.compress(MORE.encode()), "in.zip": zipped(a=b"")})
    corpus = load(**{"a.zip": inner})
    assert corpus.files["file_id"].tolist() == [
        "a.zip/deep/y.csv#1", "a.zip/in.zip", "a.zip/w.txt.gz", "a.zip/x.txt", "a.zip/z.pdf",
        "~good.txt"]
    assert corpus.files["format"].tolist() == ["csv", "zip", "txt", "txt", "pdf", "txt"]
    assert problems(corpus)["a.zip/in.zip"] == "a ZIP file in a ZIP file; unpack it"
    assert "format .pdf is not read" in problems(corpus)["a.zip/z.pdf"]
    duplicates = load_ledger(corpus).query("section == 'duplicate file'")["item"].tolist()
    assert duplicates == ["~good.txt = a.zip/x.txt"]


def test_names_twice_in_an_archive_lose_nothing(load):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x.txt", BODY)
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("x.txt", MORE)
    corpus = load(**{"a.zip": target.getvalue()})
    assert corpus.texts["a.zip/x.txt"] == BODY
    (why,) = problems(corpus).values()
    assert "of this name is in the archive already" in why


def test_what_expands_too_far_is_not_expanded(load):
    bomb = b"word " * (FLOOR // 5 + 1)
    both = zipped(**{"a.txt": BODY, "b.txt": bomb, "c.txt": MORE})
    corpus = load(**{"a.txt.gz": gzip.compress(bomb), "b.zip": both})
    assert set(problems(corpus)) == {"a.txt.gz", "b.zip/b.txt"}
    assert all("expands to more than 3" in why for why in problems(corpus).values())
    assert {"b.zip/a.txt", "b.zip/c.txt"} < set(corpus.texts.index)


# ------------------------------------------------------------------------------- bad input

@pytest.mark.parametrize(("name", "data", "why"), [
    ("a.txt.gz", gzip.compress(BODY.encode())[:-9], "breaks off or is damaged"),
    ("a.txt.gz", b"no gzip", "breaks off or is damaged"),
    ("a.zip", b"PK\3\4", "no ZIP file that can be opened"),
    ("a.zip", zipped(), "a ZIP file without files"),
    ("a.csv", b"", "empty: no text in it"), ("a.csv", b"title,text\n", "no records in it"),
    ("a.csv", b"title,words\nShip,12\n", "no column of text; found title, words; name it in col"),
    ("a.csv", b"title,text\nShip,a\0b\n", "NUL byte at offset 17"),
    ("a.json", b'{"a": [1, 2]}', "no column of text; found a"),
    ("a.json", b'[1, 2]', "JSON, but no list of objects: found a list of values"),
    ("a.json", b'"text"', "no list of objects: found a string"),
    ("a.json", b'[{"text": ', "not JSON: Expecting value"),
    ("a.json", b"[" * 200_000, "not JSON that can be read"),
    ("a.jsonl", b'\n\n{"n": 1}', "no column of text; found n"),
    ("a.parquet", table(".parquet", [{"n": 1}]), "no column of text; found n"),
    ("a.parquet", table(".parquet", [RECORD])[:-20], "not Parquet that can be read"),
    ("a.html", b"<html><body></body></html>", "no article text in this web page"),
    ("a.html", b"\x89PNG\0", "NUL byte at offset 4"),
    ("a.xml", b"<config><a/></config>", "no RSS or Atom feed"),
    ("a.rss", b"<rss version='2.0'><channel/></rss>", "a feed without entries"),
    ("a.eml", b"no mail", "no mail with a text and a sender"),
    ("a.warc", b"", "no pages in it"), ("a.xlsx", b"PK", "format .xlsx is not read; save it as")])
def test_a_bad_file_is_a_row_with_a_problem(load, name, data, why):
    corpus = load(**{name: data})
    assert why in problems(corpus)[name], problems(corpus)
    assert corpus.texts.index.tolist() == ["~good.txt"]


def test_a_line_longer_than_any_text_is_not_read(load):
    long = "word " * 500_000
    corpus = load(**{"a.txt": long, "b.csv": f"title,text\nShip,{long}\nTug,It sank.\n",
                     "c.txt": (long[:1_000] + "\n") * 10})
    assert list(problems(corpus)) == ["a.txt", "b.csv#1"]
    assert "a line of 2,500,000 characters" in problems(corpus)["a.txt"]
    assert {"b.csv#2", "c.txt"} < set(corpus.texts.index)


def test_a_bad_record_is_a_row_and_the_others_are_read(load):
    rows = f'id,title,text\n1,Ship,"{MORE}"\n2,Tug,a,b\n\n1,Ship,{BODY[:30]}\n4,Quay\n5,Pier, \n'
    corpus = load(**{"a.csv": rows, "b.jsonl": json.dumps(RECORD) + '\n{"tex\n[1]\n\n{"n": 1}\n'})
    found = problems(corpus)
    assert [*found] == [*(f"a.csv#{n}" for n in (2, 3, 4, 5)), *(f"b.jsonl#{n}" for n in (2, 3, 4))]
    assert found["a.csv#2"].startswith("line 3: 4 cells, and the header has 3; quote cells")
    assert found["a.csv#3"].startswith("id 1 is that of record 1 already; remove one")
    assert "2 cells" in found["a.csv#4"] and "no text in it" in found["a.csv#5"]
    assert "line 2 is not JSON" in found["b.jsonl#2"] and "no object" in found["b.jsonl#3"]
    assert {"a.csv#1", "b.jsonl#1"} < set(corpus.texts.index)


def test_equal_records_are_named_as_duplicates_and_only_they(load):
    rows = [RECORD, {**RECORD, "title": "Tug"}, RECORD]
    ledger = load_ledger(load(**{"a.csv": table(".csv", rows)}))
    assert ledger.query("section == 'duplicate file'")["item"].tolist() == ["a.csv#3 = a.csv#1"]


@given(data=st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
@settings(max_examples=15, deadline=None)
def test_no_bytes_break_a_load(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "~good.txt").write_text(BODY)
    for suffix in [*formats.READERS, ".zip", ".txt.gz"]:
        (folder / f"x{suffix}").write_bytes(data)
    corpus = load_corpus(folder)
    assert len(corpus.files) > len(formats.READERS) and reconciles(load_ledger(corpus))


@pytest.mark.parametrize(("suffix", "whole"), [
    (".parquet", table(".parquet", [RECORD])), (".warc", warc(("200 OK", "text/html", html()))),
    (".eml", mail()), (".zip", zipped(b=html())), (".html", html()), (".xml", ATOM.encode()),
    (".json", table(".json", [RECORD])), (".csv", table(".csv", [RECORD])), (".rss", RSS.encode())])
def test_no_file_that_breaks_off_breaks_a_load(load, suffix, whole):
    cut = {f"{n}{suffix}": whole[:n] for n in range(1, len(whole), len(whole) // 40)}
    found = load(**cut).files["file_id"].str.partition("#")[0]
    assert {*cut} <= {name.partition("/")[0] for name in found}


def test_roles_are_documented_for_columns_csv():
    assert set(ROLES) == {"text", "headline", "outlet", "authors", "section", "date", "url", "id"}


# -------------------------------------------------------------- pages of several articles

RAIN = "The council closed two bridges on Monday because of the rain, the mayor said. " * 6
SHIP = "A cargo ship ran aground off the coast on Friday, and all sailors were saved. " * 6


def listed(*articles):
    return "<html><head><title>Weather</title></head><body>" + "".join(
        f'<article><h2>{title}</h2><time datetime="{day}T10:00">some time ago</time>'
        + "".join(f"<p>{text}</p>" for text in texts) + "</article>"
        for title, day, texts in articles) + "</body></html>"


def test_a_page_of_several_whole_articles_is_split(tmp_path):
    (tmp_path / "tag.html").write_text(listed(
        ("Rain closes two bridges", "2025-05-03", [RAIN, "Nobody was hurt, the police said."]),
        ("Ship runs aground off coast", "2025-05-02", [SHIP, "Its owner was not reached."])))
    corpus = load_corpus(tmp_path)
    assert corpus.articles["headline"].tolist() == [
        "Rain closes two bridges", "Ship runs aground off coast"]
    assert corpus.articles["date_stated"].tolist() == ["2025-05-03", "2025-05-02"]
    assert reconciles(load_ledger(corpus))
    assert "some time ago" not in corpus.texts["tag.html"]


@pytest.mark.parametrize("other", [["A ship ran aground."], ["More.", "Read on."], []])
def test_an_article_with_teasers_is_one_article(tmp_path, other):
    (tmp_path / "page.html").write_text(listed(
        ("Rain closes two bridges", "2025-05-03", [RAIN, RAIN, "Nobody was hurt."]),
        ("Ship runs aground off coast", "2025-05-02", other)))
    assert len(load_corpus(tmp_path).articles) == 1


def test_comments_are_no_articles(tmp_path):
    comment = f'<article class="comment-body"><p>{RAIN}</p><p>{SHIP}</p></article>'
    (tmp_path / "page.html").write_text(listed(
        ("Rain closes two bridges", "2025-05-03", [RAIN, RAIN, "Nobody was hurt."])
    ).replace("</body>", f"<h2>Comments</h2>{comment * 3}</body>"))
    [article] = load_corpus(tmp_path).articles.itertuples()
    assert article.date_stated == "2025-05-03"


FERRY = ("Ticket sales of the island line have fallen by half, its owner Ann Berg wrote to the "
         "county, and no buyer was found before winter. ")
DEPOT = ("Firefighters needed nine hours for the flames in a bus depot, where forty vehicles "
         "burned and a roof came down, according to Captain Bo Chan. ")


def sections(*stories, tag="h2", top="<h1>Weather</h1>", head=""):
    """A page on which only headings stand between stories."""
    return f"<html><head><title>Weather</title>{head}</head><body><nav><a>Home</a></nav>{top}" + (
        "".join(f"<{tag}>{heading}</{tag}>{label}{text * 3}</p><p>{text * 2}</p>"
                for heading, label, text in stories)) + "</body></html>"


@pytest.mark.parametrize("tag", ["h1", "h2", "h3"])
@pytest.mark.parametrize(("linked", "label", "opening"), [
    (True, "", ""), (False, "<time datetime='2025-05-03T10:00'>today</time>", ""),
    (False, "<p>May 3, 2025</p>", ""), (False, "<div>5 hours ago</div>", ""),
    (False, "<p>By Ann Lee</p>", ""), (False, "", "OSLO, May 3 (Wire) - "), (False, "", "")])
def test_headings_alone_tell_stories_apart(load, tag, linked, label, opening):
    titles = ["Ferry to islands will stop", "Fire burns bus depot down"]
    page = sections(*[(f"<a href='/{i}'>{title}</a>" if linked else title,
                       f"{label}<p>{opening}", text)
                      for i, (title, text) in enumerate(
                           zip(titles, (FERRY, DEPOT), strict=True))], tag=tag, top="")
    corpus = load(**{"tag.html": page.encode()})
    found = corpus.articles[corpus.articles["file_id"] == "tag.html"]
    assert found["headline"].tolist() == titles
    assert found["text"].str.contains("Home|Weather").tolist() == [False, False]
    assert reconciles(load_ledger(corpus))


@pytest.mark.parametrize("page", [
    # an article with sub-headings: prose above the first
    sections(("What the owner says now", "<p>", FERRY), ("What others say of it", "<p>", FERRY),
             top=f"<h1>Ferry stops</h1><p>{FERRY * 2}</p><p>{FERRY}</p>"),
    # the same without a lead: it goes on with the same words
    sections(("What the owner says now", "<p>", FERRY), ("What others say of it", "<p>", FERRY)),
    # sub-headings of two words, whatever follows
    sections(("The ferry", "<p>", FERRY), ("The depot", "<p>", DEPOT)),
    # one story and a teaser
    sections(("Ferry to islands will stop", "<p>May 3, 2025</p><p>", FERRY)).replace(
        "</body>", "<h2><a href='/2'>Fire burns bus depot down</a></h2><p>Read more.</p></body>"),
    # a live page says that it is one article
    sections(("Ferry to islands will stop", "<p>10 minutes ago</p><p>", FERRY),
             ("Fire burns bus depot down", "<p>20 minutes ago</p><p>", DEPOT),
             head='<meta property="og:type" content="article">')])
def test_an_article_with_sub_headings_is_one(load, page):
    corpus = load(**{"page.html": page.encode()})
    assert (corpus.articles["file_id"] == "page.html").sum() == 1


def test_no_text_is_lost_where_headings_do_not_split(load):
    short = "<h2><a href='/3'>Steam pump house wins a grant</a></h2><p>A grant will restore the " \
            "steam pump house that drained the valley, the museum wrote on Friday.</p>"
    page = sections(("Ferry to islands will stop", "<p>May 3, 2025</p><p>", FERRY),
                    ("Fire burns bus depot down", "<p>May 2, 2025</p><p>", DEPOT), top="")
    corpus = load(**{"page.html": page.replace("</body>", f"{short}</body>").encode()})
    assert "drained the valley" in corpus.texts["page.html"]


def test_a_cell_or_line_too_long_for_an_article_is_one_problem(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "_LONGEST_CELL", 1000)
    (tmp_path / "a.csv").write_text(f"title,text\nRain,{'x' * 2000}\nSnow,It snowed on Monday.\n")
    (tmp_path / "b.jsonl").write_text(
        json.dumps({"text": "x" * 2000}) + '\n\n{"text": "It snowed on Monday."}\n')
    files = load_corpus(tmp_path).files
    assert files["problem"].notna().tolist() == [True, False, True, False]
    assert "field larger than field limit (1000)" in files["problem"][0]
    assert "line 1: 2,0" in files["problem"][2]
