"""Offsets hold: whatever is cleaned stays as long as it was."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import text

CHARACTERS = st.sampled_from("aB1 .,-'\"“”’\t\r\n>•\u00a0é—😀\0\u0301\u0323")
ACCENTED = st.text(st.sampled_from("aeBéÜçñÅǖệий ЙёΆϊ1-'’ .,\n"), max_size=80)
TEXTS = st.text(CHARACTERS, max_size=200) | st.text(max_size=80)


@given(TEXTS)
def test_cleaning_keeps_length_and_the_place_of_every_word(source):
    cleaned = text.clean(source)
    assert len(cleaned) == len(text.fold(source)) == len(source)
    assert text.words(cleaned) == text.words(text.fold(source))


@given(TEXTS)
def test_counts_agree_with_what_they_count(source):
    assert text.count_words(source) == len(text.words(source))
    assert text.solid_before(source).tolist() == [
        len("".join(source[:i].split())) for i in range(len(source) + 1)]


@given(ACCENTED)
def test_words_are_the_same_composed_and_decomposed(source):
    composed, apart = (unicodedata.normalize(form, source) for form in ("NFC", "NFD"))
    assert text.count_words(apart) == text.count_words(composed)
    assert [unicodedata.normalize("NFC", apart[start:end]) for start, end in text.words(apart)] == [
        composed[start:end] for start, end in text.words(composed)]


@given(TEXTS)
def test_paragraphs_hold_everything_but_white_space_once(source):
    held = [i for start, end in text.paragraphs(source) for i in range(start, end)]
    assert len(held) == len(set(held))
    assert {i for i, c in enumerate(source) if not c.isspace()} <= set(held)
    assert all(source[s:e] == source[s:e].strip() for s, e in text.paragraphs(source))


@given(TEXTS)
def test_sentences_stay_inside_lines_and_in_order(source):
    found = text.sentences(source)
    assert all(source[s:e].strip() and not set("\r\n") & set(source[s:e]) for s, e in found)
    assert found == sorted(found)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(sorted), max_size=5))
def test_a_mask_blanks_the_spans_and_nothing_else(source, spans):
    inside = [(min(s, len(source)), min(e, len(source))) for s, e in spans]
    hidden = {i for s, e in inside for i in range(s, e)}
    assert text.mask(source, inside) == "".join(
        " " if i in hidden else c for i, c in enumerate(source))


WRAPPED = ("The council of the town by the river decided on Monday that it will\n"
           "build a bridge in the summer, and that nobody will have to pay for it\n"
           "but the county.\n"
           "“We will see,” said the mayor, who had voted against it, and who has\n"
           "no car.\n")


def test_hard_wrapped_lines_are_joined_and_short_lines_end_a_paragraph():
    assert text.wrap_width(WRAPPED) == 69
    assert [WRAPPED[s:e].split()[-1] for s, e in text.paragraphs(WRAPPED)] == ["county.", "car."]
    assert "it will build" in text.clean(WRAPPED)
    assert text.clean(WRAPPED).count("\n") == 2


@pytest.mark.parametrize(
    "source", ["", "\n\n", "One line.", "Star\n3 May 2025\nRain\n" + "word " * 40])
def test_lines_that_are_paragraphs_are_left_apart(source):
    assert text.wrap_width(source) is None
    assert len(text.paragraphs(source)) == len([line for line in source.splitlines() if line])


def test_bullets_and_marked_blocks_start_paragraphs():
    source = WRAPPED + "> A marked block that is cut from the text of the article itself, it\n"
    source += "> says.\n- a bullet\n- another bullet"
    starts = [source[s:e][:3] for s, e in text.paragraphs(source)]
    assert starts == ["The", "“We", "> A", "- a", "- a"]


def test_words_keep_apostrophes_points_and_hyphens_inside():
    source = "The U.S. don’t re-elect 3.5 %, _he_ said."
    assert [source[s:e] for s, e in text.words(source)] == [
        "The", "U.S", "don’t", "re-elect", "3.5", "he", "said"]


@pytest.mark.parametrize(("page", "paragraphs"), [
    ("  One line.  \r\n\tTwo.\r\rThree.\x0bFour.", ["One line.", "Two.", "Three.\x0bFour."]),
    ("\n \n", [])])
def test_lines_end_with_a_carriage_return_too(page, paragraphs):
    assert [page[s:e] for s, e in text.paragraphs(page)] == paragraphs


def test_lines_moved_in_alike_are_wrapped_like_those_that_are_not():
    moved = "".join(f"    {line}\n" for line in WRAPPED.splitlines())
    assert text.wrap_width(moved) == text.wrap_width(WRAPPED)
    assert len(text.paragraphs(moved)) == 2
