"""Many reports from one file: in parallel, taken up again, whole whatever happens."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from workbench.reports import batch
from workbench.reports.files import STATE
from workbench.tables import InputError


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "text"), [
    ("rows.csv", "name,top,outlets\nall,5,\"Post,Times\"\n,,\n"),
    ("rows.yaml", "- {name: all, top: 5, outlets: [Post, Times]}\n- {top: null}\n")])
def test_a_row_is_a_report(tmp_path, name, text):
    assert batch.read_rows(write(tmp_path, name, text)) == [
        batch.Row("all", {"top": "5", "outlets": "Post,Times"}), batch.Row("row-2", {})]


@pytest.mark.parametrize(("name", "text", "said"), [
    ("rows.csv", "name,top\n", "holds no reports"), ("rows.yaml", "top: 5\n", "holds no reports"),
    ("rows.yaml", "- {a: [", "cannot read"), ("rows.csv", "name\na\na\n", "two rows are named 'a'"),
    ("rows.csv", "name\n../a\n", "row 1: name '../a' cannot be a folder"),
    ("rows.csv", "top\n5,6\n", "row 1: more cells than the header")])
def test_a_bad_file_says_what_is_wrong(tmp_path, name, text, said):
    with pytest.raises(InputError, match=said):
        batch.read_rows(write(tmp_path, name, text))


def test_a_stamp_changes_with_pages_registries_parameters_and_notebooks(tmp_path):
    corpus = tmp_path / "pages"
    corpus.mkdir()
    page = write(corpus, "a.txt", "one")
    notebook = write(tmp_path, "n.ipynb", "{}")
    seen = []

    def stamp(**more):
        return batch.stamp_of({"corpus": str(corpus), **more}, [notebook])

    seen.append(stamp())
    assert stamp() == seen[0]
    page.write_text("two")
    seen.append(stamp())
    write(corpus, "topics.csv", "topic_id,label,phrase\n")
    seen.append(stamp())
    seen.append(stamp(top="5"))
    notebook.write_text("[]")
    seen.append(stamp())
    assert len(set(seen)) == len(seen)


def make(row, folder, wanted):
    """A report in no time: what it says and its stamp; some rows fail, some die."""
    if row.name == "fails":
        raise ValueError("no such\nday")
    if row.name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(str(os.getpid()))
    (folder / STATE).write_text(json.dumps({"form": 1, "stamp": wanted}))


def test_a_stamp_changes_with_what_the_analyst_writes_beside_one_page(tmp_path):
    (tmp_path / "a.txt").write_text("A page.")
    stamps = [batch.stamp_of({"corpus": str(tmp_path / "a.txt")}, [])]
    for name in ("corrections.csv", "retrieved.csv", "columns.csv"):
        (tmp_path / name).write_text("x")
        stamps.append(batch.stamp_of({"corpus": str(tmp_path / "a.txt")}, []))
    assert len(set(stamps)) == 4


def test_failures_are_listed_and_what_is_finished_is_kept(tmp_path):
    rows = [batch.Row(name, {}) for name in ("one", "fails", "dies", "two")]

    def run():
        return [(o.name, o.status, o.error) for o in batch.write_batch(
            rows, tmp_path / "out", make, lambda row: f"{row.name}-1", workers=2)]

    assert run() == [("one", "made", ""), ("fails", "failed", "ValueError: no such day"),
                     ("dies", "failed", "its process ended with status -9"), ("two", "made", "")]
    before = (tmp_path / "out" / "one" / "index.html").read_text()
    assert [status for _, status, _ in run()] == ["kept", "failed", "failed", "kept"]
    assert (tmp_path / "out" / "one" / "index.html").read_text() == before
    index = BeautifulSoup((tmp_path / "out" / "index.html").read_text("utf-8"), "html.parser")
    assert [a["href"] for a in index.select("td a")] == ["one/index.html", "two/index.html"]
    assert "ValueError: no such day" in index.text


def test_a_row_that_cannot_be_stamped_has_failed(tmp_path):
    def stamp(row):
        raise InputError("corpus x does not exist")

    (outcome,) = batch.write_batch([batch.Row("one", {})], tmp_path / "out", make, stamp)
    assert (outcome.status, outcome.error) == ("failed", "corpus x does not exist")


@pytest.fixture
def started(tiny, tmp_path):
    """The command, on two reports of the tiny corpus, as a process group of its own."""
    write(tmp_path, "rows.csv", "name,notebook\nfirst,00-corpus\nsecond,02-source-overlap\n")
    command = [sys.executable, "-m", "workbench.cli", "report", str(tiny), "--parameters",
               "rows.csv", "--out", "out"]

    def start():
        return subprocess.Popen(command, cwd=tmp_path, start_new_session=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    return start


def whole(path: Path) -> bool:
    """Does a file end as its kind does?"""
    text = path.read_text(encoding="utf-8").rstrip()
    return text.endswith("</html>" if path.suffix == ".html" else "}")


def test_killed_at_any_moment_it_leaves_whole_files_and_goes_on(started, tmp_path):
    out = tmp_path / "out"
    process = started()
    while not (list(out.glob("*/state.json")) if out.exists() else []):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.time() + 60  # what it had started ends by itself: a report of its own is whole
    while _group_runs(process.pid) and time.time() < deadline:
        time.sleep(0.1)
    seen = [path for path in out.rglob("*") if path.is_file()]
    assert seen
    assert all(whole(path) for path in seen)
    again = started()
    said, errors = again.communicate(timeout=300)
    assert again.returncode == 0, errors
    assert "kept" in said
    assert sorted(p.name for p in out.iterdir()) == ["first", "index.html", "second"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs Linux: reads /proc to see children")
def test_ctrl_c_ends_it_soon(started, tmp_path):
    process = started()
    reports_of = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not reports_of.read_text():
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.02)
    time.sleep(2)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)  # two seconds where nothing else is to do
    assert (process.returncode, errors.strip()) == (
        130, "workbench: stopped; nothing is half-written")
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / "rows.csv"]


def _group_runs(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
