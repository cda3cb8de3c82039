"""Notebooks to pages: parameters, self-containment, all or nothing."""

from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from workbench import reports
from workbench.reports import NotebookError, Parameter
from workbench.tables import InputError

HEAD = ["# Who shouts?\nThe loudest first.\n\nMore below.",
        ("top: int = 3  # how many\nnames: list[str] = []  # empty for all\nshare: float = 0.5\n"
         "loud: bool = False\nfile: str = ''  # one file", ["parameters"])]
CHART = ("import altair as alt\nimport pandas as pd\nfrom workbench import render\n"
         "render.enable()\n"
         "alt.Chart(pd.DataFrame({'x': ['</script><b>', 'B'], 'n': [top, 5]}),"
         " title='Shouts', description='B shouts most.').mark_bar().encode(x='n:Q', y='x:N')")


def notebook(path: Path, *cells) -> Path:
    """A notebook from Markdown (text starting with #) and code cells, tagged or not."""
    made = nbformat.v4.new_notebook(metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"}})
    for cell in cells:
        source, tags = cell if isinstance(cell, tuple) else (cell, [])
        new = (nbformat.v4.new_markdown_cell if source.startswith(("#", "!"))
               else nbformat.v4.new_code_cell)
        made.cells.append(new(source, metadata={"tags": tags} if tags else {}))
    nbformat.write(made, path)
    return path


@pytest.fixture
def shouts(tmp_path) -> Path:
    return notebook(tmp_path / "shouts.ipynb", *HEAD, CHART)


def test_parameters_are_read_from_the_parameters_cell(shouts):
    found = reports.parameters_of(shouts)
    assert list(found) == ["top", "names", "share", "loud", "file"]
    assert found["top"] == Parameter("top", "int", "3", "how many")


@pytest.mark.parametrize(("name", "text", "value"), [
    ("top", "7", 7), ("names", "Anna, Bo", ["Anna", "Bo"]), ("share", "0.25", 0.25),
    ("loud", "true", True), ("file", "007", "007"), ("names", "", [])])
def test_text_becomes_the_declared_type(shouts, name, text, value):
    assert reports.choose_parameters({"shouts": shouts}, {name: text}) == {"shouts": {name: value}}


@pytest.mark.parametrize(("name", "text", "said"), [
    ("top", "many", "top must be int, found 'many'; the default is 3"),
    ("loud", "perhaps", "loud must be bool"),
    ("volume", "11", "unknown parameter 'volume'; the chosen notebooks have: file, loud")])
def test_a_wrong_parameter_says_what_was_expected(shouts, name, text, said):
    with pytest.raises(ValueError, match=said):
        reports.choose_parameters({"shouts": shouts}, {name: text})


def test_a_page_holds_its_charts_and_fetches_nothing(shouts):
    report = reports.make_report(shouts, {"top": 9})
    page = BeautifulSoup(report.html, "html.parser")
    assert (report.title, report.summary) == ("Who shouts?", "The loudest first.")
    chart = page.select_one("figure.chart")
    assert chart.img["alt"] == "B shouts most."
    assert chart.img["src"].startswith("data:image/svg+xml;base64,")
    assert "</script><b>" not in report.html  # data cannot end the element it stands in
    policy = page.select_one("meta[http-equiv]")["content"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe-eval" not in policy
    assert page.select_one("dl.head").get_text(" ").split()[:2] == ["top", "9"]
    assert "import altair" not in page.get_text()  # prose and results, not code


def test_ten_charts_cost_little_more_than_one(tmp_path):
    one = reports.make_report(notebook(tmp_path / "a.ipynb", *HEAD, CHART), {}).html
    ten = reports.make_report(notebook(tmp_path / "b.ipynb", *HEAD, *[CHART] * 10), {}).html
    assert len(one) < 1_300_000
    assert len(ten) - len(one) < 500_000


@pytest.mark.parametrize("cell", ["![logo](https://example.org/logo.png)",
                                  "# Title\n<img src='logo.png'>"])
def test_what_would_be_fetched_stops_the_report(tmp_path, cell):
    path = notebook(tmp_path / "x.ipynb", *HEAD, cell)
    with pytest.raises(ValueError, match=r"would fetch '.*logo.png'"):
        reports.make_report(path, {})


def test_a_failing_cell_is_named_in_one_line(tmp_path):
    path = notebook(tmp_path / "broken.ipynb", *HEAD, "raise ValueError('no such\\nday')")
    with pytest.raises(NotebookError, match=r"^notebook broken, cell 3: ValueError: no such day$"):
        reports.make_report(path, {})


def test_reports_are_written_all_or_none(tmp_path, shouts):
    out = tmp_path / "out"
    good = {"shouts": shouts}
    bad = good | {"broken": notebook(tmp_path / "broken.ipynb", *HEAD, "1 / 0")}
    with pytest.raises(NotebookError, match="ZeroDivisionError"):
        reports.write_reports(bad, {name: {} for name in bad}, out)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.ipynb", "shouts.ipynb"]
    pages = reports.write_reports(good, {"shouts": {}}, out)
    assert pages == [out / "index.html", out / "shouts.html"]
    assert sorted(p.name for p in out.iterdir()) == ["index.html", "shouts.html", "shouts.ipynb"]
    index = BeautifulSoup(pages[0].read_text(encoding="utf-8"), "html.parser")
    assert [a["href"] for a in index.select("ol a")] == ["shouts.html"]


def test_all_or_nothing_keeps_what_was_there(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.txt").write_text("old")
    with pytest.raises(KeyError), reports.all_or_nothing(tmp_path / "out") as folder:
        (folder / "new.txt").write_text("new")
        raise KeyError
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["old.txt"]


def test_files_replace_those_of_the_same_name(tmp_path):
    for text in ("one", "two"):
        with reports.all_or_nothing(tmp_path / "out") as folder:
            (folder / "a.txt").write_text(text)
    assert (tmp_path / "out" / "a.txt").read_text() == "two"
    assert [p.name for p in tmp_path.rglob("*")] == ["out", "a.txt"]


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(InputError, match="is a file"), reports.all_or_nothing(tmp_path / "out"):
        pass
    assert (tmp_path / "out").read_text() == "mine"


def test_stored_notebooks_carry_nothing_that_changes_by_run(shouts):
    first, second = (reports.normalised(reports.run_notebook(shouts, {})) for _ in range(2))
    assert first == second
    assert set(first.metadata) == {"kernelspec", "language_info"}


@pytest.mark.parametrize("names", ["mentions,rumours", "", " , "])
def test_unknown_tables_are_named(names):
    with pytest.raises(ValueError, match="--tables expects names from files,spans,articles"):
        reports.choose_tables(names)


def test_unknown_notebooks_are_named():
    with pytest.raises(ValueError, match="no notebook '99-x'; choose from: 00-corpus, 01-"):
        reports.choose_notebooks(["99-x"])
