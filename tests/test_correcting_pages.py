"""Buttons that accept, refuse and add starts, read back by the next load."""

import pytest

from workbench.corpus import load_corpus
from workbench.explorers import CorpusExplorer


@pytest.fixture
def correcting(tmp_path):
    page = ("Ship runs aground off coast\n\nA ship ran aground on Friday, the coast guard said.\n\n"
            "HULL — The council voted to close a library. The mayor was not there.\n")
    (tmp_path / "a.txt").write_text(page, encoding="utf-8")
    return tmp_path, CorpusExplorer(
        *_loaded(tmp_path), corrections_file=tmp_path / "corrections.csv")


def _loaded(folder):
    loaded = load_corpus(folder)
    return loaded.files, loaded.spans, loaded.articles, loaded.texts


def test_starts_and_days_are_corrected_for_the_next_load(correcting):
    folder, explorer = correcting
    controls = explorer.corrections
    assert [value for _, value in controls.start.options] == ["", "29", "82"]
    controls.accept.click()
    assert controls.told.value == "choose a start first"
    assert not (folder / "corrections.csv").exists()
    controls.start.value = "82"
    controls.refuse.click()
    controls.words.value = "The mayor was"
    controls.add.click()
    controls.start.value = "29"
    controls.accept.click()
    controls.days.value = "2025-05-03"
    controls.date.click()
    assert "date 2025-05-03 at a.txt, 29, written to" in controls.told.value
    articles = load_corpus(folder).articles
    assert articles["start"].tolist() == [29, 127]
    assert articles["start_confidence"].tolist() == [1, 1]
    assert articles["published"].dt.day.tolist()[:1] == [3]


def test_a_correction_that_cannot_be_written_says_why(correcting):
    folder, explorer = correcting
    controls = explorer.corrections
    for words, why in (("nowhere", "does not stand in"), ("", "does not stand"),
                       ("The", "more than once")):
        controls.words.value = words
        controls.add.click()
        assert why in controls.told.value
    controls.start.value, controls.days.value = "29", "3 May"
    controls.date.click()
    assert "not written: the correction, column note: expected a day" in controls.told.value
    assert not (folder / "corrections.csv").exists()


def test_without_a_corpus_of_ones_own_nothing_is_written(correcting):
    folder, _ = correcting
    controls = CorpusExplorer(*_loaded(folder)).corrections
    assert controls.accept.disabled and "say where" in controls.told.value
