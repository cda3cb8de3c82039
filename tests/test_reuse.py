import importlib.util
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import AGENCY
from gold import gold_articles, gold_segments, load, page
from workbench.reuse import (
    align_passages,
    cluster_passages,
    differences,
    find_duplicates,
    outlet_overlap,
    unique_stories,
)
from workbench.reuse.words import read_words
from workbench.tables import COLUMNS, conform, empty

PASSAGE = "ministers agreed to open a second rail line to the northern port before the winter"
OTHER = ("Storms shut schools and ferries along the coast for most of this week while crews "
         "cleared fallen trees from roads and repaired broken power lines in several towns.")
FOOTER = "Sign up for our morning letter and never miss another story about trains and harbours"
THIRD = "Bakers in the old town raise prices because flour, butter and heating have become dear."


def corpus(*texts, outlets=(), days=()):
    """One article per file, called a, b, c …"""
    rows = [{"article_id": name, "file_id": f"{name}.txt", "start": 0, "end": len(text),
             "start_confidence": 1, "n_words": 0, "text": text, "outlet": outlet,
             "published_earliest": day, "published_latest": day}
            for name, text, outlet, day in zip(
                "abcdefghijklmnopqrstuvwxyz", texts, [*outlets, *[None] * len(texts)],
                [*days, *[None] * len(texts)], strict=False)]
    return conform(rows, "articles")


def segment(article_id, start, text, zone):
    return {"article_id": article_id, "file_id": "a.txt", "start": start,
            "end": start + len(text), "zone": zone, "text": text, "source": text}


def aligned(articles, **options):
    found = align_passages(articles, articles, **options)
    texts = articles.set_index("article_id")["text"]
    return [(row.article_id_a, row.article_id_b, texts[row.article_id_a][row.start_a:row.end_a],
             texts[row.article_id_b][row.start_b:row.end_b]) for row in found.itertuples()]


def test_a_copy_at_the_very_beginning_of_both_texts():
    found = align_passages(*[corpus(PASSAGE + ". " + OTHER, PASSAGE)] * 2)
    assert found.to_dict("records") == [{
        "article_id_a": "a", "file_id_a": "a.txt", "start_a": 0, "end_a": len(PASSAGE),
        "article_id_b": "b", "file_id_b": "b.txt", "start_b": 0, "end_b": len(PASSAGE),
        "n_words": 15, "similarity": 1.0, "kind": "cross_article", "earlier": "unknown"}]


@pytest.mark.parametrize("edited", [
    PASSAGE.replace("ministers", "Ministers").replace("second rail", "“second rail”"),
    PASSAGE.replace("to open", "today to open"),
    PASSAGE.replace("second rail", "rail"),
    PASSAGE.replace("open a second", "build another"),
    PASSAGE.replace("northern", "great northern freight"),
])
def test_light_edits_survive(edited):
    articles = corpus(f"{OTHER} {PASSAGE}. {THIRD}", f"{THIRD} {edited}! {OTHER[:40]}")
    assert ("a", "b", PASSAGE, edited) in aligned(articles)


@pytest.mark.parametrize("phrase", [
    "a coalition of the willing",
    "U.K. Prime Minister Anna Berg and French President Jean Martin said on Friday in Paris",
    "The Ministry of Transport did not immediately respond to a request for comment",
    "who spoke on condition of anonymity because they were not allowed to",
    "1 0 3 2 1 0 0 4 2 1 3 3 1 0 2",
])
def test_chance_phrases_are_no_reuse(phrase):
    assert aligned(corpus(f"{OTHER} {phrase}. {OTHER[::-1]}", f"{THIRD} {phrase}.")) == []


def test_a_short_clause_counts_only_beside_a_longer_passage():
    clause = "cargo ships must wait outside the harbour"
    alone = corpus(f"{OTHER} {clause}.", f"{THIRD} {clause}, she said.")
    beside = corpus(f"{PASSAGE}. {OTHER} {clause}.", f"{clause}, she said. {THIRD} {PASSAGE}")
    assert aligned(alone) == []
    assert [a for _, _, a, _ in aligned(beside)] == [PASSAGE, clause]


def test_min_words_asks_for_more():
    articles = corpus(PASSAGE, f"{OTHER} {PASSAGE}")
    assert aligned(articles, min_words=9) and not aligned(articles, min_words=20)


def test_reordered_paragraphs_are_passages_of_their_own():
    articles = corpus(f"{PASSAGE}.\n{OTHER}\n{THIRD}", f"{THIRD}\n{PASSAGE}.\n{OTHER}")
    assert [a for _, _, a, _ in aligned(articles)] == [f"{PASSAGE}.\n{OTHER[:-1]}", THIRD[:-1]]


def test_earlier_only_where_publication_intervals_do_not_overlap():
    def earlier(*days):
        return align_passages(*[corpus(PASSAGE, PASSAGE, days=days)] * 2)["earlier"].item()
    assert earlier("2025-03-01", "2025-03-02") == "a"
    assert earlier("2025-03-03", "2025-03-02") == "b"
    assert earlier("2025-03-02", "2025-03-02") == earlier("2025-03-02", None) == "unknown"


def test_headline_copies_pull_quotes_and_labels_are_kept_apart():
    headline, label = "Second rail line agreed", "Northern Post and its sister papers"
    source = "open a second rail line to the northern port"  # too short to count elsewhere
    quote = "> " + source.replace(" line", "\n> line")
    body = f"{OTHER} {PASSAGE}. " + " " * len(quote) + f" {THIRD}"
    top = len(headline) * 3 + len(label) * 2 + 5
    noise = top + body.index("  ") + 1
    rows, place = [], 0
    for text, zone in [(headline, "headline"), (label, "other"), (headline, "other"),
                       (label, "other"), (headline, "other")]:
        rows.append(segment("a", place, text, zone))
        place += len(text) + 1
    rows += [segment("a", top, body, "body"), segment("a", noise, quote, "other"),
             segment(None, top + 900, f"{PASSAGE} {OTHER}", "other")]
    articles = corpus(body).assign(start=top, end=top + len(body))
    found = align_passages(conform(rows, "segments"), articles)
    assert found["kind"].tolist() == ["headline"] * 3 + ["within_article"]
    starts = [0, len(headline) + len(label) + 2, 2 * len(headline) + 2 * len(label) + 4]
    assert list(zip(found["start_a"], found["start_b"], strict=True))[:3] == [
        (starts[0], starts[1]), (starts[0], starts[2]), (starts[1], starts[2])]
    pulled = found.iloc[3]
    assert (pulled["start_a"], pulled["n_words"]) == (top + body.index(source), 9)
    assert (pulled["start_b"], pulled["end_b"]) == (noise + 2, noise + len(quote))


def test_boilerplate_of_an_outlet_is_no_reuse_but_a_story_in_many_outlets_is():
    own = [" ".join(f"{letter}{word}" for word in OTHER.split()) for letter in "bcdfgh"]
    footers = corpus(*[f"{text} {FOOTER}" for text in own], outlets=["Post"] * 6)
    story = corpus(*[f"{text} {FOOTER}" for text in own], outlets=list("PQRSTU"))
    versions = corpus(*[f"{PASSAGE} {i}" for i in range(6)], outlets=["Post"] * 6)
    assert aligned(footers) == []
    assert len(aligned(story)) == len(aligned(versions)) == 15


def test_of_a_story_in_very_many_outlets_every_copy_is_in_the_cluster():
    n = 60
    rows = pd.concat([corpus(PASSAGE).assign(article_id=f"{i:02}", file_id=f"{i:02}")
                      for i in range(n)], ignore_index=True)
    found = align_passages(rows, rows)
    clusters = cluster_passages(found)
    assert len(found) == 2 * n - 3  # each with the first and the one before
    assert clusters["cluster_id"].unique().tolist() == [f"00:0-{len(PASSAGE)}"]
    assert len(clusters) == n


def test_a_short_quotation_does_not_chain_the_articles_around_it():
    quote = "we will build it before the winter and nobody in this country will stop us"
    articles = corpus(f"{PASSAGE} {quote} {OTHER}", f"{PASSAGE} {quote} {OTHER}",
                      f"{THIRD} {quote}")
    clusters = cluster_passages(align_passages(articles, articles))
    assert clusters.groupby("cluster_id")["article_id"].agg("".join).tolist() == ["ab", "abc"]


def test_an_article_with_the_passage_twice_is_two_witnesses():
    articles = corpus(PASSAGE, f"{PASSAGE}. {OTHER} {PASSAGE}")
    clusters = cluster_passages(align_passages(articles, articles))
    second = len(PASSAGE) + len(OTHER) + 3
    assert clusters[["article_id", "start"]].to_numpy().tolist() == [
        ["a", 0], ["b", 0], ["b", second]]
    assert len(set(clusters["cluster_id"])) == 1


def test_duplicates_and_unique_stories():
    edited = AGENCY.replace("about 40 million", "some 40 million")
    articles = corpus(AGENCY, OTHER, edited, f"{THIRD} {OTHER}")
    duplicates = find_duplicates(align_passages(articles, articles), articles)
    assert duplicates["article_id"].tolist() == ["a", "c", "b", "d"]
    assert duplicates["group_id"].tolist() == ["a", "a", "b", "b"]
    n_third = len(read_words([THIRD]).ids)
    n_other = len(read_words([OTHER]).ids)
    n_words = len(read_words([AGENCY]).ids)
    np.testing.assert_allclose(duplicates["share_copied"], [
        (n_words - 1) / n_words, (n_words - 1) / n_words, 1, n_other / (n_third + n_other)])
    stories = unique_stories(articles, duplicates)
    assert stories.to_dict() == {"a": "a", "b": "b", "c": "a", "d": "b"}


def test_a_refrain_makes_no_copy_of_an_article_that_has_it_once():
    refrain = ("The minister said on Friday that the second rail line to the northern port will "
               "be opened before the winter comes back.")
    rest = " ".join(f"word{n} thing{n}" for n in range(55)) + "."
    live = " ".join(f"{refrain} {' '.join(f'entry{n}x{i}' for i in range(40))}." for n in range(5))
    articles = corpus(f"{refrain} {rest}", live)
    pairs = align_passages(articles, articles)
    assert pairs["kind"].eq("cross_article").sum() > 1
    assert find_duplicates(pairs, articles).empty


def test_a_digest_of_many_stories_groups_none_of_them():
    stories = [" ".join(f"{letter}{i}" for i in range(30)) for letter in "qwertyuiop"]
    articles = corpus(*stories, " ".join(stories))
    alignments = align_passages(articles, articles)
    assert len(alignments) == 10
    assert find_duplicates(alignments, articles).empty


def test_outlet_overlap_is_directional_and_shows_its_denominators():
    articles = corpus(f"{PASSAGE}. {OTHER}", f"{PASSAGE}. {THIRD}", f"x. {PASSAGE}", "nothing",
                      outlets=["Post", "Times", None, "Times"])
    overlap = outlet_overlap(align_passages(articles, articles), articles)
    assert overlap[["n_first", "n_passages", "n_words"]].to_numpy().tolist() == [[0, 1, 15]] * 6
    assert overlap.iloc[:, :5].to_numpy().tolist() == [
        ["(unknown)", "Post", 1, 1, 1.0], ["(unknown)", "Times", 1, 1, 1.0],
        ["Post", "(unknown)", 1, 1, 1.0], ["Post", "Times", 1, 1, 1.0],
        ["Times", "(unknown)", 1, 2, 0.5], ["Times", "Post", 1, 2, 0.5]]


def test_outlet_overlap_with_itself_counts_a_passage_once():
    articles = corpus(PASSAGE, f"{OTHER} {PASSAGE}", THIRD).assign(origin="Agency")
    overlap = outlet_overlap(align_passages(articles, articles), articles, by="origin")
    assert overlap.to_dict("records") == [{
        "outlet_a": "Agency", "outlet_b": "Agency", "n_articles": 2, "n_total": 3,
        "share": 2 / 3, "n_first": 0, "n_passages": 1, "n_words": 15}]


def test_differences_show_words_put_in_left_out_and_replaced():
    a, b = "Fifteen of them have offered ships", "fifteen have now offered big boats."
    cut = [(d.tag, a[d.start_a:d.end_a], b[d.start_b:d.end_b])
           for d in differences(a, b).itertuples()]
    assert cut == [("equal", "Fifteen", "fifteen"), ("delete", "of them", ""),
                   ("equal", "have", "have"), ("insert", "", "now"),
                   ("equal", "offered", "offered"),
                   ("replace", "ships", "big boats")]
    assert list(differences("", "")) == ["tag", "start_a", "end_a", "start_b", "end_b"]


def test_differences_of_long_texts_are_found_in_order():
    a, b = edited(20_000)
    found = differences(a, b)
    assert found["tag"].value_counts().to_dict() == {"equal": 1001, "replace": 1000}
    assert {b[d.start_b:d.end_b] for d in found[found["tag"] == "replace"].itertuples()} == {"new"}
    assert found["start_a"].is_monotonic_increasing and found["end_a"].iloc[-1] == len(a)


def test_awkward_frames():
    none, odd = empty("articles"), corpus("", " .\n", "Über ’ café")
    for articles in (none, odd):
        alignments = align_passages(articles, articles)
        assert list(alignments) == list(COLUMNS["alignments"]) and alignments.empty
        assert cluster_passages(alignments).empty
        duplicates = find_duplicates(alignments, articles)
        assert list(duplicates) == ["group_id", "article_id", "share_copied"]
        assert unique_stories(articles, duplicates).tolist() == articles["article_id"].tolist()
        assert list(outlet_overlap(alignments, articles)) == [
            "outlet_a", "outlet_b", "n_articles", "n_total", "share", "n_first", "n_passages",
            "n_words"]
    assert align_passages(empty("segments"), odd).empty


def test_bad_calls_say_what_to_do():
    articles = corpus(PASSAGE)
    with pytest.raises(ValueError, match="no number of words"):
        align_passages(articles, articles, min_words=0)
    with pytest.raises(ValueError, match=r"try 0\.5 for a half"):
        find_duplicates(empty("alignments"), articles, threshold=50)
    with pytest.raises(ValueError, match="try 'outlet' or 'origin'"):
        outlet_overlap(empty("alignments"), articles, by="text")
    with pytest.raises(ValueError, match="lacks columns"):
        cluster_passages(articles)


def periodic(n):
    return " ".join([PASSAGE, OTHER, THIRD][i % 3] for i in range(n))


def edited(n_words):
    """A text of its own words, and its copy with one word of twenty replaced."""
    words = [f"w{i}" for i in range(n_words)]
    return " ".join(words), " ".join("new" if i % 20 == 7 else w for i, w in enumerate(words))


def test_every_equal_word_of_long_edited_copies_counts():
    articles = corpus(*edited(20_000))
    assert align_passages(articles, articles)["n_words"].tolist() == [19_000]


def test_copies_of_a_text_that_repeats_itself_are_found():
    found = align_passages(*[corpus(periodic(60), periodic(60))] * 2)
    whole = found[found["kind"] == "cross_article"]
    assert len(periodic(60)) - 1 in set(whole["end_a"]) & set(whole["end_b"])


words = st.lists(st.sampled_from(
    ["ship", "port", "rail", "grain", "winter", "town", "the", "of", "Anna", "12", "don't"]),
    min_size=1, max_size=40)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(words, words), min_size=2, max_size=6), words, st.randoms())
def test_order_does_not_matter_and_shares_are_shares(parts, shared, random):
    articles = corpus(*[" ".join([*a, *shared, *b]) for a, b in parts])
    before = articles.copy()
    found = align_passages(articles, articles)
    mixed = articles.iloc[random.sample(range(len(articles)), len(articles))]
    pd.testing.assert_frame_equal(found, align_passages(mixed, mixed))
    pd.testing.assert_frame_equal(articles, before)
    texts = articles.set_index("article_id")["text"]
    for side in "ab":
        for row in found[[f"article_id_{side}", f"start_{side}", f"end_{side}"]].itertuples(False):
            cut = texts[row[0]][row[1]:row[2]]
            assert cut == cut.strip() and cut
    assert found["similarity"].between(0, 1).all() and (found["n_words"] > 0).all()
    assert find_duplicates(found, articles)["share_copied"].between(0, 1).all()
    overlap = outlet_overlap(found, articles)
    assert (overlap["n_articles"] <= overlap["n_total"]).all()


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=5))
def test_words_are_cut_at_their_offsets(texts):
    read = read_words(texts)
    for i, text in enumerate(texts):
        for k in range(read.bounds[i], read.bounds[i + 1]):
            word = text[read.start[k]:read.end[k]]
            assert word[0].isalnum() and (word[-1].isalnum() or unicodedata.combining(word[-1]))
    assert read.bounds[-1] == len(read.ids) == len(read.start)


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("aeBéÜçñÅǖệий ЙёΆϊ1-'’ .,\n"), max_size=40), max_size=4))
def test_words_are_the_same_composed_and_decomposed(texts):
    composed, apart = ([unicodedata.normalize(form, text) for text in texts]
                       for form in ("NFC", "NFD"))
    a, b = read_words(composed), read_words(apart)
    assert a.ids.tolist() == b.ids.tolist() and a.bounds.tolist() == b.bounds.tolist()
    assert a.proper.tolist() == b.proper.tolist()
    for i, start, start_apart, end, end_apart in zip(
            a.owner, a.start, b.start, a.end, b.end, strict=True):
        assert composed[i][start:end] == unicodedata.normalize(
            "NFC", apart[i][start_apart:end_apart])


def test_a_copy_with_accents_apart_is_a_copy():
    story = ("Le café de la gare à Orléans a fermé ses portes après un siècle, écrit son "
             "propriétaire, et personne n'a été trouvé pour le reprendre.")
    words = read_words([story, unicodedata.normalize("NFD", story)])
    assert words.ids[:words.bounds[1]].tolist() == words.ids[words.bounds[1]:].tolist()
    assert words.end[-1] == len(unicodedata.normalize("NFD", story)) - 1


def test_equal_words_have_equal_ids():
    ids = read_words(["Don’t Zelenskÿ U.S. don't zelensky u s ab ba"]).ids.tolist()
    assert ids[:4] == ids[4:8] and ids[8] != ids[9]


def test_gold_pages():
    found = align_passages(gold_segments(), gold_articles())
    wanted = [p for p in load("reuse", "pairs") if p["label"] == "reuse"]
    other = [p for p in load("reuse", "pairs") if p["label"] == "not-reuse"]

    def shared(row, side, pair):
        span = pair[side]
        assert page(span["file"])[span["start"]:span["end"]] == span["text"]
        return max(0, min(row[f"end_{side}"], span["end"]) - max(row[f"start_{side}"],
                                                                 span["start"]))
    rows = found.to_dict("records")
    hits = sum(max(shared(row, "a", p) for row in rows if shared(row, "b", p)) for p in wanted)
    assert hits >= 0.96 * sum(p["a"]["end"] - p["a"]["start"] for p in wanted)  # measured: 0.970
    assert not any(shared(row, "a", p) and shared(row, "b", p) for row in rows for p in other)
    assert len(found) == 4 and set(found["kind"]) == {"cross_article"}
    assert set(zip(found["article_id_a"], found["article_id_b"], found["earlier"], strict=True)
               ) == {("000-1", "004-1", "unknown"), ("000-4", "004-1", "a")}


def test_planted_reuse_is_found():
    path = Path(__file__).parents[1] / "benchmarks" / "reuse.py"
    spec = importlib.util.spec_from_file_location("benchmark_reuse", path)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    articles, planted = benchmark.write(500)
    figures = benchmark.workbench_scores(articles, planted)
    assert figures["pairs"] >= 0.99 and figures["false pairs"] == 0
    assert figures["plagdet"] >= 0.96 and figures["characters"] >= 0.99
