"""What changed since the last run, and whether pages or settings changed it."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import write_tiny
from workbench import analysis, reports
from workbench.reports.changes import COLUMNS, summary
from workbench.tables import COLUMNS as TABLES

FLOOD = ("Northern Post\n21-03-2025\n- Weather\n- Northern Post\nFlood closes the harbour\n"
         "The harbour was closed on Friday. \u201cWe wait,\u201d said Nora Quist, the head of the "
         "port authority. Nora Quist said that the water was still rising.\n")


@pytest.fixture
def corpus(tmp_path) -> Path:
    write_tiny(tmp_path / "pages")
    (tmp_path / "pages" / "actors.csv").write_text(
        ",".join(TABLES["actors"]) + "\nerik-lund,Erik Lund,person,SE,,,Lund,,,,registry\n"
        "nora-quist,Nora Quist,person,SE,,,Quist,,,,registry\n", encoding="utf-8")
    return tmp_path / "pages"


def state(corpus, **told):
    return reports.state_of(analysis.load(corpus), {"01-actor-mentions": told})


def rows_of(changes, what):
    return changes.loc[changes["what"] == what, ["change", "name", "because"]].to_numpy().tolist()


def test_the_same_run_again_changes_nothing(corpus):
    changes = reports.compare(state(corpus), state(corpus))
    assert list(changes.columns) == COLUMNS
    assert changes.empty
    assert summary(changes) == "nothing"


def test_a_state_is_json_and_comes_back(corpus, tmp_path):
    made = state(corpus)
    (tmp_path / "state.json").write_text(json.dumps(made))
    assert reports.read_state(tmp_path) == made
    assert reports.read_state(tmp_path / "nowhere") is None
    (tmp_path / "state.json").write_text("{half")
    assert reports.read_state(tmp_path) is None


def test_a_new_page_brings_a_file_an_article_and_an_actor(corpus):
    before = state(corpus)
    (corpus / "flood.txt").write_text(FLOOD, encoding="utf-8")
    changes = reports.compare(before, state(corpus))
    assert rows_of(changes, "file") == [["new", "flood.txt", ""]]
    assert rows_of(changes, "article") == [
        ["new", "Flood closes the harbour", "new or changed pages"]]
    assert ["new", "Nora Quist", "new or changed pages"] in rows_of(changes, "actor")
    assert rows_of(changes, "setting") == []


def test_a_correction_takes_an_actor_away_and_is_named(corpus):
    before = state(corpus)
    (corpus / "corrections.csv").write_text(
        ",".join(TABLES["corrections"]) + "\nblock,Erik Lund,,,,,another one\n", encoding="utf-8")
    changes = reports.compare(before, state(corpus))
    assert rows_of(changes, "file") == []
    assert [name for _, name, _ in rows_of(changes, "setting")] == ["corrections"]
    assert ["gone", "Erik Lund", "corrections"] in rows_of(changes, "actor")


def test_pages_and_corrections_are_told_apart_in_one_run(corpus):
    before = state(corpus, top=20)
    (corpus / "flood.txt").write_text(FLOOD, encoding="utf-8")
    (corpus / "corrections.csv").write_text(
        ",".join(TABLES["corrections"]) + "\nblock,Erik Lund,,,,,another one\n", encoding="utf-8")
    changes = reports.compare(before, state(corpus, top=5))
    because = {name: reason for _, name, reason in rows_of(changes, "actor")}
    assert because["Nora Quist"] == "new or changed pages"
    assert because["Erik Lund"] == "corrections, top"
    assert changes.loc[changes["name"] == "top", ["before", "after"]].to_numpy().tolist() == [
        ["20", "5"]]


def test_a_page_that_left_takes_its_cluster_along(corpus):
    before = state(corpus)
    for path in (corpus / "south" / "rail.txt", corpus / "undated.txt"):
        path.unlink()
    changes = reports.compare(before, state(corpus))
    gone = changes[(changes["what"] == "cluster") & (changes["change"] == "gone")]
    assert len(gone) >= 1
    assert set(gone["because"]) == {"new or changed pages"}
    assert gone["before"].astype(int).min() >= 2


def test_bursts_are_told_by_series_and_week():
    found = {"burst": {"topic:rail:2025-03-10": {"name": "topic rail, 2025-03-10 to 2025-03-16",
                                                 "n": 1, "files": ["new.txt"]}}}
    bare = {"files": {}, "registries": {}, "parameters": {}, "versions": {}, "found": {}}
    changes = reports.compare(bare, bare | {"files": {"new.txt": "1"}, "found": found})
    assert rows_of(changes, "burst") == [
        ["new", "topic rail, 2025-03-10 to 2025-03-16", "new or changed pages"]]


def test_a_second_report_tells_what_changed_and_check_does_too(corpus, tmp_path):
    def run(*arguments):
        done = subprocess.run([sys.executable, "-m", "workbench.cli", *map(str, arguments)],
                              capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    report = ("report", corpus, "--notebook", "00-corpus", "--out", tmp_path / "out")
    run(*report)
    first = (tmp_path / "out" / "00-corpus.html").read_text(encoding="utf-8")
    assert "Changed since" not in first
    (corpus / "flood.txt").write_text(FLOOD, encoding="utf-8")
    assert "new article: Flood closes the harbour" in run("check", corpus, "--since",
                                                         tmp_path / "out")
    run(*report)
    for name in ("00-corpus.html", "index.html"):
        page = BeautifulSoup((tmp_path / "out" / name).read_text("utf-8"), "html.parser")
        told = next(s.text for s in page.select("summary") if "Changed since" in s.text)
        assert "file: 1 new; article: 1 new" in told


def test_no_state_beside_a_report_is_said(corpus, tmp_path):
    done = subprocess.run([sys.executable, "-m", "workbench.cli", "check", corpus, "--since",
                           tmp_path], capture_output=True, text=True, check=False)
    assert (done.returncode, "no state.json" in done.stderr) == (2, True)


def test_changes_are_a_table_even_of_nothing():
    assert list(pd.DataFrame(columns=COLUMNS)) == COLUMNS
    assert summary(pd.DataFrame(columns=COLUMNS)) == "nothing"
