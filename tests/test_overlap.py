"""What follows from shared words: relations, templates, overlap by evidence, rewritten passages."""

import random
from io import BytesIO
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from test_reuse import FOOTER, OTHER, PASSAGE, THIRD, corpus
from workbench.reuse import (
    align_apart,
    align_pair,
    align_passages,
    find_duplicates,
    find_relations,
    outlet_overlap,
    overlap_by_evidence,
    overlap_evidence,
    overlap_gexf,
    overlap_network,
)
from workbench.tables import conform, empty

DAYS = ["2025-03-01", "2025-03-02", "2025-03-03"]
LONG = ("Dockers unloaded grain from three rusty freighters while inspectors counted sacks and "
        "customs officers argued about missing papers. Farmers inland feared that the harvest "
        "would rot in leaking barns unless trains resumed before autumn rains flooded the valley "
        "roads. Bakers stored flour in cellars, brewers bought barley at auction, and merchants "
        "hired carts to carry potatoes across frozen marshes toward mountain villages.")


def credit(article_id, text, outlet, kind="outlet", start=0):
    return {"article_id": article_id, "file_id": f"{article_id}.txt", "start": start,
            "end": start + len(text), "text": text, "outlet": outlet, "kind": kind}


def relation(articles, *credits):
    found = find_relations(align_passages(articles, articles), articles,
                           conform(credits, "citations"))
    return found[["article_id_a", "article_id_b", "relation", "source", "basis"]].fillna(
        "").to_numpy().tolist()


def test_a_copy_that_credits_the_other_is_told_from_a_third_text_in_both():
    two = corpus(PASSAGE, f"{PASSAGE}.", outlets=["Post", "Times"])
    assert relation(two, credit("b", "the Post reported", "The Post")) == [
        ["a", "b", "copied", "The Post", "credit"]]
    agency = credit("a", "told Agency", "Agency"), credit("b", "Agency said", "Agency")
    assert relation(two, *agency) == [["a", "b", "third_text", "Agency", "credit"]]
    assert relation(two, agency[0]) == [["a", "b", "third_text", "Agency", "one credit"]]
    assert relation(two, credit("a", "told the Post", "Post", "self")) == [
        ["a", "b", "copied", "Post", "one credit"]]
    assert relation(two) == [["a", "b", "unknown", "", ""]]


def test_a_later_report_of_its_own_earlier_one_is_no_copy_of_what_came_between():
    two = corpus(PASSAGE, f"{PASSAGE}.", outlets=["Post", "Agency"], days=DAYS)
    assert relation(two, credit("b", "Agency reported in April", "Agency", "self")) == [
        ["a", "b", "third_text", "Agency", "one credit"]]


def test_the_place_of_the_credit_is_the_evidence():
    two = corpus(PASSAGE, f"{PASSAGE}.", outlets=["Post", "Times"])
    far = "x" * 400
    said = credit("b", "the Post reported", "Post", start=3), credit(
        "a", "Agency said", "Agency", start=len(PASSAGE) + len(far))
    found = find_relations(align_passages(two, two), two, conform(said, "citations"))
    assert found["relation"].tolist() == ["copied"]
    assert found[["file_id_b", "start_b", "end_b"]].to_numpy().tolist() == [["b.txt", 3, 20]]
    assert found[["file_id_a", "start_a", "end_a"]].isna().all(axis=None)


def test_origin_earlier_witness_and_dates():
    two = corpus(PASSAGE, f"{PASSAGE}.", outlets=["Post", "Times"])
    assert relation(two.assign(origin="Agency")) == [["a", "b", "third_text", "Agency", "origin"]]
    assert relation(two.assign(origin=["Post", "Post"])) == [
        ["a", "b", "copied", "Post", "origin"]]
    three = corpus(PASSAGE, f"{PASSAGE}.", f"{PASSAGE}!", outlets=["P", "T", "U"], days=DAYS)
    assert relation(three) == [["a", "b", "follows", "", "dates"],
                               ["a", "c", "follows", "", "dates"],
                               ["b", "c", "third_text", "a", "earlier witness"]]


def form(seed):
    r = random.Random(seed)
    name = "".join(r.choices("bdfgklmnprst", k=7)).capitalize()
    return (f"{name} is issuing a {r.randrange(900)} mln dlr eurobond due April {r.randrange(30)}, "
            f"{r.randrange(1990, 1999)} paying {r.randrange(99)} pct and priced at "
            f"{r.randrange(999)} pct, the lead manager said. The bond is available in "
            f"denominations of {r.randrange(9000)} dlrs and will be listed in {name}.")


def test_forms_of_a_wire_are_templates_and_copies_in_it_are_reuse():
    days = [f"2025-03-{1 + i:02}" for i in range(12)]
    forms = [form(i) for i in range(12)]
    story = f"{OTHER} {THIRD}"
    articles = corpus(*forms, story, f"{story} {LONG}", forms[3], days=[*days, days[0], days[0],
                                                                        days[3]])
    alignments, templates = align_apart(articles, articles)
    assert {*zip(alignments["article_id_a"], alignments["article_id_b"], strict=True)} == {
        ("d", "o"), ("m", "n")}
    assert set(templates["article_id"]) >= set("abcdefghijkl")
    assert templates[["n_outlets", "n_days"]].drop_duplicates().to_numpy().tolist() == [[0, 12]]
    texts = articles.set_index("article_id")["text"]
    assert all("eurobond" in texts[t.article_id][t.start:t.end] for t in templates.itertuples())


def test_a_footer_of_an_outlet_is_shown_as_a_template():
    own = [" ".join(f"{letter}{word}" for word in OTHER.split()) for letter in "bcdf"]
    articles = corpus(*[f"{text} {FOOTER}" for text in own], outlets=["Post"] * 4)
    alignments, templates = align_apart(articles, articles)
    assert alignments.empty
    assert templates[["article_id", "n_articles", "n_outlets"]].to_numpy().tolist() == [
        [a, 4, 1] for a in "abcd"]
    assert align_apart(empty("articles"), empty("articles"))[1].empty


def shuffled(text, seed=0):
    """Words of a text in another order within each four, one of six replaced."""
    r, words = random.Random(seed), text.split()
    words = [f"other{i}" if i % 6 == 3 else w for i, w in enumerate(words)]
    return " ".join(w for i in range(0, len(words), 4) for w in r.sample(
        words[i:i + 4], len(words[i:i + 4])))


def test_a_heavily_rewritten_passage_is_found_and_its_place_is_right():
    inside = shuffled(LONG)
    text = f"{OTHER} {inside} {THIRD}"
    found = align_pair(f"{THIRD} {LONG} {PASSAGE}", text)
    best = found.loc[(found["end_b"] - found["start_b"]).idxmax()]
    assert abs(best["start_b"] - len(OTHER) - 1) < 30
    assert abs(best["end_b"] - len(OTHER) - 1 - len(inside)) < 30
    assert best["similarity"] < 0.8
    assert align_pair(f"{THIRD} {LONG}", f"{OTHER} {PASSAGE}").empty


def test_articles_on_the_same_matter_in_other_words_are_no_reuse():
    other = ("Grain was unloaded from freighters at the docks on Monday. Customs officers said "
             "that papers were missing, and farmers are worried about the harvest and the rains. "
             "Prices of flour and barley rose at auctions, while trains to the valley stand still.")
    assert align_pair(LONG, other).empty
    assert align_pair("", LONG).empty and list(align_pair("", "")) == [
        "start_a", "end_a", "start_b", "end_b", "n_words", "similarity"]


def test_of_very_many_copies_every_two_outlets_have_the_passage_in_common():
    rows = pd.concat([corpus(PASSAGE).assign(article_id=f"{i:02}", file_id=f"{i:02}",
                                             outlet=f"o{i:02}") for i in range(30)],
                     ignore_index=True)
    overlap = outlet_overlap(align_passages(rows, rows), rows)
    assert len(overlap) == 30 * 29 and set(overlap["n_passages"]) == {1}
    some = rows[rows["outlet"].isin(["o20", "o25"])]
    assert len(outlet_overlap(align_passages(rows, rows), some)) == 2  # though not paired directly


def test_who_was_first_is_counted_where_the_days_allow():
    three = corpus(PASSAGE, f"{PASSAGE}.", f"{PASSAGE}!", outlets=["P", "T", "T"],
                   days=[DAYS[0], DAYS[1], DAYS[2]])
    overlap = outlet_overlap(align_passages(three, three), three)
    assert overlap[["outlet_a", "outlet_b", "n_first"]].to_numpy().tolist() == [
        ["P", "T", 1], ["T", "P", 0], ["T", "T", 0]]


def test_overlap_of_each_kind_of_evidence():
    two = corpus(f"{PASSAGE}. {OTHER}", f"{PASSAGE}. {OTHER}", outlets=["Post", "Times"])
    alignments = align_passages(two, two)
    quotes = pd.DataFrame([{
        **{f"{c}_{s}": v for s, a in (("a", "a"), ("b", "b")) for c, v in (
            ("article_id", a), ("file_id", f"{a}.txt"), ("start", 0), ("end", 9))},
        "speaker": "Anna Berg", "actor_id": "berg", "n_words": 5}])
    found = {"passages": alignments, "versions": find_duplicates(alignments, two),
             "credits": conform([credit("a", "told the Times", "Times"),
                                 credit("a", "our own", "Post", "self")], "citations"),
             "quotations": quotes}
    overlap = overlap_by_evidence(found, two)
    assert overlap[["evidence", "outlet_a", "outlet_b", "n_articles"]].to_numpy().tolist() == [
        ["passages", "Post", "Times", 1], ["passages", "Times", "Post", 1],
        ["versions", "Post", "Times", 1], ["versions", "Times", "Post", 1],
        ["credits", "Post", "Times", 1],
        ["quotations", "Post", "Times", 1], ["quotations", "Times", "Post", 1]]
    assert np.allclose(overlap["share"], overlap["n_articles"] / overlap["n_total"])
    network = overlap_network(overlap)
    assert network.edges["Post", "Times"]["evidence"] == "passages|versions|credits|quotations"
    assert network.edges["Post", "Times"]["n_articles"] == 4
    gexf = overlap_gexf(overlap)
    assert ElementTree.fromstring(gexf).tag.endswith("gexf")
    assert set(nx.read_gexf(BytesIO(gexf.encode()))) == {"Post", "Times"}


def test_tables_that_are_no_evidence_are_refused():
    with pytest.raises(ValueError, match="none of alignments"):
        outlet_overlap(pd.DataFrame({"x": [1]}), corpus(PASSAGE))
    for nothing in ({}, {"credits": empty("citations"), "passages": empty("alignments"),
                         "versions": empty("duplicates")}):
        assert overlap_by_evidence(nothing, corpus(PASSAGE)).empty
    assert find_relations(empty("alignments"), corpus(PASSAGE), empty("citations")).empty


def test_what_is_counted_of_two_outlets_can_be_read():
    two = corpus(f"{PASSAGE}. {OTHER}", f"{PASSAGE}. {OTHER}", outlets=["Post", "Times"])
    alignments = align_passages(two, two)
    versions = find_duplicates(alignments, two)
    credits = conform([credit("a", "told the Times", "Times"),
                       credit("a", "our own", "Post", "self")], "citations")
    for found in (alignments, versions, credits):
        counted, read = outlet_overlap(found, two), overlap_evidence(found, two)
        keys = ["outlet_a", "outlet_b"]
        assert set(zip(*(counted[k] for k in keys), strict=True)) == set(
            zip(*(read[k] for k in keys), strict=True))
    there = overlap_evidence(alignments, two).set_index("outlet_a").loc["Post"]
    back = overlap_evidence(alignments, two).set_index("outlet_a").loc["Times"]
    assert (there["file_id_a"], there["start_a"]) == (back["file_id_b"], back["start_b"])
    assert {there["kind"], back["kind"]} == {"cross_article"}
    assert overlap_evidence(versions, two)["kind"].tolist() == ["version", "version"]
    alone = overlap_evidence(credits, two).iloc[0]
    assert (alone["article_id_a"], alone["kind"]) == ("a", "outlet")
    assert alone[["file_id_b", "start_b"]].isna().all()
    for nothing in ("alignments", "duplicates", "citations"):
        assert overlap_evidence(empty(nothing), two).empty
