"""Credits to newsrooms, documents and posts."""


import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gold import f1, gold_articles, gold_segments, load
from workbench.quotes.citations import find_citations
from workbench.tables import COLUMNS, conform, empty
from workbench.text import clean

OUTLETS = conform([
    {"outlet_id": "reuters", "name": "Reuters", "aliases": "Thomson Reuters|reuters.com"},
    {"outlet_id": "bbc", "name": "BBC", "aliases": "BBC News"},
    {"outlet_id": "times", "name": "The Times", "aliases": "Times of London"},
    {"outlet_id": "dpa", "name": "dpa", "aliases": "DPA"},
    {"outlet_id": "jdd", "name": "Le Journal", "aliases": "JDD"},
], "outlets")


def segment(text: str, zone: str = "body") -> pd.DataFrame:
    return conform([{"article_id": "a", "file_id": "f", "start": 50, "end": 50 + len(text),
                     "zone": zone, "text": clean(text), "source": text}], "segments")


def cited(text: str, zone: str = "body") -> list[tuple[str, str, str]]:
    """Credit, outlet ("" for none) and kind."""
    rows = find_citations(segment(text, zone), OUTLETS)[["text", "outlet", "kind"]].fillna("")
    return list(rows.itertuples(index=False, name=None))


@pytest.mark.parametrize(("text", "credits"), [
    ("Reuters has reported it.", [("Reuters has reported", "Reuters", "outlet")]),
    ("But BBC News reported in April so.", [("BBC News reported in April", "BBC", "outlet")]),
    ("She told the\nBBC so.", [("told the\nBBC", "BBC", "outlet")]),
    ("She told BBC's Persian service so.",
     [("told BBC's Persian service", "BBC", "outlet")]),
    ("According to The Times, it rose.", [("According to The Times", "The Times", "outlet")]),
    ("A draft obtained by dpa showed it.", [("obtained by dpa", "dpa", "outlet")]),
    ("He said in an interview with the Sunday weekly the JDD that",
     [("said in an interview with the Sunday weekly the JDD", "Le Journal", "outlet")]),
    ("According to the BBC, a sister publication of Reuters in London",
     [("According to the BBC, a sister publication of Reuters", "BBC", "outlet")]),
    ("The Lagos Post reported it.", [("The Lagos Post reported", "Lagos Post", "outlet")]),
    ("He told the Škoda Times so.", [("told the Škoda Times", "Škoda Times", "outlet")]),
    ("The Élan Post reported it.", [("The Élan Post reported", "Élan Post", "outlet")]),
    ("First published in Żary Łódź, Poland",
     [("First published in Żary Łódź", "Żary Łódź", "credit_line")]),
    ("He spoke, according to a court transcript.",
     [("according to a court transcript", "", "document")]),
    ("The leaked report notes that", [("The leaked report notes", "", "document")]),
    ("according to media reports, yes", [("according to media reports", "", "unnamed")]),
    ("she told state television on", [("told state television", "", "unnamed")]),
    ("It said in a joint statement", [("said in a joint statement", "", "statement")]),
    ("he said in a post on X on Monday", [("said in a post on X", "", "social_media")]),
    ("First published in Oslo Daily, Norway",
     [("First published in Oslo Daily", "Oslo Daily", "credit_line")]),
])
def test_credits(text, credits):
    assert cited(text) == credits


@pytest.mark.parametrize("text", [
    "According to the people, he told reporters in Oslo and told the Senate.",
    "Ben Reuters said so; the reuters of old reported.",
    "Try The Times free for a month. Photo: Kim Berg/Reuters",
    "She works at the BBC and reads The Times.",
    "The report comes late.",
])
def test_look_alikes_are_left_out(text):
    assert cited(text) == []


def test_labels_and_noise_hold_credit_lines_only():
    assert cited("Source: Reuters", "other") == [("Source: Reuters", "Reuters", "credit_line")]
    assert cited("The BBC reported it.", "other") == []


def test_a_newsroom_that_credits_itself():
    text = "The BBC reported it, and Reuters said so."
    articles = conform([{"article_id": "a", "file_id": "f", "start": 50, "end": 90, "outlet": "X",
                         "origin": "BBC News", "start_confidence": 1, "n_words": 8}], "articles")
    citations = find_citations(segment(text), OUTLETS, articles)
    assert citations["kind"].tolist() == ["self", "outlet"]


@pytest.mark.parametrize("text", ["", " ", "told", "according to", "Source:", "\n\n"])
def test_awkward_texts_give_the_empty_table(text):
    citations = find_citations(segment(text), OUTLETS)
    assert citations.empty
    assert list(citations) == list(COLUMNS["citations"])


def test_empty_and_missing_input():
    assert find_citations(empty("segments"), empty("outlets"), empty("articles")).empty
    some = segment("Reuters reported it.")
    assert find_citations(some.assign(text=pd.NA), OUTLETS).empty
    assert find_citations(some, empty("outlets")).empty
    assert find_citations(some.assign(article_id=pd.NA), OUTLETS)["article_id"].isna().all()
    with pytest.raises(ValueError, match="read_registry"):
        find_citations(some, OUTLETS.drop(columns="aliases"))


@settings(deadline=None)
@given(st.lists(st.sampled_from([
    "told", "the", "BBC", "Reuters", "reported", "according to", "a", "report", "noted", "in",
    "Source:", "statement", "post on X", "said", ",", ".\n", "dpa", "Post"])).map(" ".join))
def test_offsets_hold_and_rows_do_not_overlap(text):
    citations = find_citations(segment(text), OUTLETS)
    assert [text[s - 50:e - 50] for s, e in zip(
        citations["start"], citations["end"], strict=True)] == citations["text"].tolist()
    assert (citations["start"].iloc[1:].to_numpy() >= citations["end"].iloc[:-1].to_numpy()).all()


def test_of_credits_that_overlap_the_most_telling_is_kept():
    assert cited("The report by Reuters said; told the BBC, according to Reuters reports.") == [
        ("report by Reuters", "Reuters", "outlet"), ("told the BBC", "BBC", "outlet"),
        ("according to Reuters", "Reuters", "outlet")]


def test_quality_on_the_annotated_pages():
    outlets = conform([{"outlet_id": name, "name": name} for name in
                       ("POLITICO", "CNN", "Bloomberg", "Xinhua", "The Telegraph")], "outlets")
    citations = find_citations(gold_segments(), outlets, gold_articles())
    counted = citations[~citations["kind"].isin(["social_media", "statement"])]
    found = set(counted[["file_id", "start", "end"]].itertuples(index=False, name=None))
    wanted = [c for c in load("citations", "citations") if not c.get("optional")]
    spans = {(c["file"], c["start"], c["end"]) for c in wanted}
    assert f1(found, spans) >= 0.99  # measured 1.0 of 4, exact spans
    assert counted["outlet"].tolist() == [c["cited_outlet"] for c in wanted]
    assert set(counted["kind"]) == {"self"}
