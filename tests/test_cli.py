"""The commands as a stranger would call them: in a process of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from gold import SAMPLE, page
from workbench.tables import COLUMNS, CONTRACT, DAY, TEXT, as_csv, conform


def run(*arguments, cwd=None) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "workbench.cli", *map(str, arguments)],
                          capture_output=True, text=True, check=False, cwd=cwd)


def read(folder, name) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """The sample, exported as CSV."""
    out = tmp_path_factory.mktemp("export") / "csv"
    result = run("export", "--out", out)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    return out


def test_export_writes_every_table_of_the_contract(exported):
    assert sorted(p.stem for p in exported.iterdir()) == sorted(CONTRACT)
    for name in CONTRACT:
        assert list(read(exported, name).columns) == list(COLUMNS[name]), name


@pytest.mark.parametrize("name", ["files", "spans", "articles", "actors", "mentions", "quotes",
                                  "citations", "alignments", "clusters", "duplicates",
                                  "topic_hits", "article_topics", "dates", "events", "timeline"])
def test_every_table_has_rows_for_the_sample(exported, name):
    assert len(read(exported, name)) > 0


def test_every_character_stands_in_exactly_one_span(exported):
    spans = read(exported, "spans")
    for path in sorted(SAMPLE.glob("*.txt")):
        text, times = page(path.name), [0] * len(page(path.name))
        for span in spans[spans["file_id"] == path.name].itertuples():
            for i in range(int(span.start), int(span.end)):
                times[i] += 1
        assert all(n == 1 or c.isspace() for n, c in zip(times, text, strict=True)), path.name


@pytest.mark.parametrize(("name", "column"), [
    ("mentions", "surface"), ("quotes", "text"), ("citations", "text"), ("dates", "text")])
def test_offsets_lead_to_the_characters_they_claim(exported, name, column):
    for row in read(exported, name).to_dict("records"):
        cut = page(row["file_id"])[int(row["start"]):int(row["end"])]
        assert cut == row[column]


def test_offsets_of_the_other_tables_lie_in_their_files(exported):
    sides = [("articles", ""), ("spans", ""), ("topic_hits", ""), ("clusters", ""),
             ("alignments", "_a"), ("alignments", "_b")]
    for name, side in sides:
        for row in read(exported, name).to_dict("records"):
            start, end = int(row["start" + side]), int(row["end" + side])
            assert 0 <= start < end <= len(page(row["file_id" + side])), (name, row)


def test_ids_refer_to_rows_that_exist(exported):
    articles = set(read(exported, "articles")["article_id"])
    actors = set(read(exported, "actors")["actor_id"])
    for name in CONTRACT:
        table = read(exported, name)
        for column in table.columns.intersection(["article_id", "article_id_a", "article_id_b"]):
            assert set(table[column]) - {""} <= articles, (name, column)
        if "actor_id" in table:
            assert set(table["actor_id"]) - {""} <= actors, name
    quotes = read(exported, "quotes")
    assert (quotes.loc[quotes["speaker_type"] == "named", "actor_id"] != "").all()


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_formats_hold_the_same_values(exported, tmp_path, form):
    assert run("export", "--out", tmp_path, "--format", form).returncode == 0
    for name in CONTRACT:
        path = tmp_path / f"{name}.{form}"
        found = pd.read_parquet(path) if form == "parquet" else pd.DataFrame(
            map(json.loads, path.open(encoding="utf-8")))
        text = {c: "string" for c, kind in COLUMNS[name].items() if kind in (TEXT, DAY)}
        wanted = pd.read_csv(exported / f"{name}.csv", dtype=text)
        found = found.reindex(columns=wanted.columns).astype(wanted.dtypes)  # no rows: no columns
        pd.testing.assert_frame_equal(found, wanted, check_exact=True)


def test_export_is_the_same_whatever_the_hash_seed(tiny, tmp_path):
    for seed in ("0", "1"):
        subprocess.run([sys.executable, "-m", "workbench.cli", "export", tiny, "--out",
                        tmp_path / seed], check=True, env=os.environ | {"PYTHONHASHSEED": seed})
    for name in CONTRACT:
        first, second = ((tmp_path / seed / f"{name}.csv").read_bytes() for seed in ("0", "1"))
        assert first == second, name


def test_corrections_are_applied_and_those_without_effect_named(tmp_path, tiny):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "storm.txt").write_bytes((tiny / "north" / "storm.txt").read_bytes())
    (corpus / "actors.csv").write_text(
        ",".join(COLUMNS["actors"]) + "\nerik-lund,Erik Lund,person,SE,,,Lund,Lund,,,registry\n",
        encoding="utf-8")
    (corpus / "corrections.csv").write_text(
        ",".join(COLUMNS["corrections"]) + "\nblock,Erik Lund,,,,,another one\n"
        "block,Nobody At All,,,,,gone from the corpus\n", encoding="utf-8")
    assert "Nobody At All" in (said := run("check", corpus).stdout)
    assert "without effect: block Erik Lund" not in said
    assert run("export", corpus, "--out", tmp_path / "out", "--tables", "mentions").returncode == 0
    assert "Erik Lund" not in set(read(tmp_path / "out", "mentions")["surface"])


def test_export_of_chosen_tables_writes_only_these(tmp_path):
    assert run("export", SAMPLE, "--out", tmp_path / "x", "--tables", "files,spans").returncode == 0
    assert sorted(p.name for p in (tmp_path / "x").iterdir()) == ["files.csv", "spans.csv"]


def test_a_bad_file_is_counted_and_the_rest_exported(tiny, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.txt").write_bytes((tiny / "north" / "storm.txt").read_bytes())
    (corpus / "empty.txt").write_bytes(b"")
    (corpus / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    result = run("export", corpus, "--out", tmp_path / "out")
    assert result.returncode == 0
    assert result.stderr.count("\n") == 1
    assert "2 of 3 files" in result.stderr
    files = read(tmp_path / "out", "files")
    assert (files["problem"] != "").tolist() == [True, False, True]
    assert set(read(tmp_path / "out", "articles")["file_id"]) == {"good.txt"}


def test_a_file_name_that_is_no_utf8_is_read_under_a_name_that_can_be_written(tiny, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    page_bytes = (tiny / "north" / "storm.txt").read_bytes()
    Path(os.fsdecode(os.fsencode(corpus) + b"/a\xff.txt")).write_bytes(page_bytes)
    (corpus / "b.txt").write_bytes(page_bytes)
    result = run("export", corpus, "--out", tmp_path / "out", "--tables", "files")
    assert (result.returncode, result.stderr) == (0, "")
    assert read(tmp_path / "out", "files")["file_id"].tolist() == ["a\\xff.txt", "b.txt"]


def test_check_prints_a_ledger_that_names_the_problems(tmp_path, tiny):
    (tmp_path / "a.txt").write_bytes((tiny / "north" / "storm.txt").read_bytes())
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    result = run("check", tmp_path)
    assert result.returncode == 0
    assert "b.txt" in result.stdout
    assert "unresolved" in result.stdout


def test_check_tells_which_wikidata_ids_complete_the_registry_and_which_do_not(tmp_path, tiny):
    known = conform([
        {"actor_id": "no", "name": "Norway", "type": "country"},
        {"actor_id": "se", "name": "Sweden", "type": "country", "wikidata": "Q34"}], "actors")
    (tmp_path / "actors.csv").write_text(as_csv(known))
    (tmp_path / "ids.csv").write_text("wikidata,name\nQ20,Norway\nQ35,Sweden\nQ1,Nobody\n")
    result = run("check", tiny, "--actors", tmp_path / "actors.csv", "--ids",
                 tmp_path / "ids.csv")
    assert (result.returncode, result.stderr) == (0, "")
    assert [line for line in result.stdout.splitlines() if "Wikidata" in line] == [
        "Wikidata id Q35 of Sweden: other than in the registry",
        "Wikidata id Q1 of Nobody: no such actor",
        "Wikidata id for actors.csv: no: Q20"]


BAD_CALLS = [
    (["export", "nowhere", "--out", "x"], "nowhere"),
    (["export", "empty", "--out", "x"], "empty"),
    (["export", "unreadable", "--out", "x"], "unreadable"),
    (["export"], "--out"),
    (["export", "--out", "x", "--format", "xlsx"], "xlsx"),
    (["export", "--out", "x", "--tables", "mentions,rumours"], "rumours"),
    (["export", "--out", "x", "--speed", "9"], "--speed"),
    (["export", "--out", "x", "--actors", "bad.csv"], "bad.csv"),
    (["export", "--out", "x", "--retrieved", "yesterday"], "yesterday"),
    (["export", "good", "--out", "good"], "registries"),
    (["export", "good", "--out", "."], "registries"),
    (["export", "good", "--out", "bad.csv"], "bad.csv"),
    (["export", "--out", "x", "--events", "crossed.csv"], "crossed.csv, line 2"),
    (["check", "nowhere"], "nowhere"),
    (["report", "good", "-p", "corpus", "empty", "--out", "x"], "corpus is given twice"),
    (["report", "--out", "x", "--notebook", "00-corpus", "-p", "file", "nope"], "nope"),
    (["report", "--out", "x", "--notebook", "02-source-overlap", "-p", "top", "0"], "top"),
    (["report", "nowhere", "--out", "x"], "nowhere"),
    (["report", "--out", "x", "--notebook", "04-gossip"], "04-gossip"),
    (["report", "--out", "x", "-p", "colour", "red"], "colour"),
    (["report", "--out", "x", "-p", "top", "many"], "many"),
    (["report", "--out", "x", "--notebook", "03-topic-timelines", "-p", "freq", "fortnight"],
     "fortnight"),
    (["export", "good", "--out", "bad.csv/x"], "cannot write to"),
    (["report", "--out", "x", "--parameters", "nowhere.csv"], "nowhere.csv"),
    (["check", "good", "--since", "empty"], "no state.json"),
    (["frobnicate"], "--help"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD_CALLS, ids=lambda v: " ".join(v)[:40])
def test_a_bad_call_is_one_line_status_2_and_nothing_written(tmp_path, arguments, named):
    (tmp_path / "empty").mkdir()
    (tmp_path / "unreadable").mkdir()
    (tmp_path / "unreadable" / "a.txt").write_bytes(b"\x00\x01\x02\x00")
    (tmp_path / "bad.csv").write_text("name,kind\nAnna,person\n", encoding="utf-8")
    (tmp_path / "crossed.csv").write_text("event_id,label,earliest,latest\n"
                                          "e,Fair,2025-05-09,2025-05-01\n", encoding="utf-8")
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "a.txt").write_text("One page\n\nIt says little, the mayor said.\n")
    before = sorted(p.name for p in tmp_path.rglob("*"))
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == 2, result.stderr
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1, result.stderr
    assert named in result.stderr
    assert sorted(p.name for p in tmp_path.rglob("*")) == before
