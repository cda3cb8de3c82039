"""The shipped notebooks: their form, their stored outputs, their parameters."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from store_notebooks import without_drawings
from workbench.reports import (
    NotebookError,
    normalised,
    parameters_of,
    run_notebook,
    shipped_notebooks,
)

ROOT = Path(__file__).parents[1]
NOTEBOOKS = shipped_notebooks()
COMMON = {"corpus", "retrieved", "actors_csv", "outlets_csv", "topics_csv", "events_csv"}


def read(name: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS[name], as_version=4)


def code_cells(name: str) -> list:
    return [cell for cell in read(name).cells if cell.cell_type == "code"]


def test_there_are_four():
    assert list(NOTEBOOKS) == ["00-corpus", "01-actor-mentions", "02-source-overlap",
                               "03-topic-timelines"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_stored_outputs_exist_and_none_is_an_error(name):
    """nbval compares nothing for a cell without outputs: a cleared notebook would pass."""
    cells = code_cells(name)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert all(output.output_type in ("execute_result", "display_data") for output in outputs)
    kinds = {kind for output in outputs for kind in output.data}
    assert {"application/vnd.vegalite.v6+json", "text/html", "text/plain"} <= kinds
    silent = [cell.source for cell in cells if not cell.outputs]
    assert len(silent) <= 2, "only the parameters and the imports show nothing"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_stored_outputs_are_what_the_notebook_says_today(name):
    executed = normalised(run_notebook(NOTEBOOKS[name], {}))
    assert without_drawings(executed) == without_drawings(read(name))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_stored_notebooks_are_normalised(name):
    assert normalised(read(name)) == read(name)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_follows_the_template(name):
    cells = read(name).cells
    assert cells[0].cell_type == "markdown"
    assert cells[0].source.partition("\n")[0].endswith("?"), "one question each"
    assert cells[1].metadata.tags == ["parameters"]
    headings = [cell.source.partition("\n")[0] for cell in cells if cell.cell_type == "markdown"]
    assert headings[-2:] == ["## Limitations", "## Outputs"]
    for cell in code_cells(name):
        made = [node for node in ast.walk(ast.parse(cell.source))
                if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
        assert not made, "notebooks define no functions"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_parameters_are_typed_and_explained(name):
    parameters = parameters_of(NOTEBOOKS[name])
    assert set(parameters) >= COMMON
    for parameter in parameters.values():
        assert parameter.kind in ("str", "int", "float", "bool", "list[str]"), parameter
        assert parameter.help, parameter
    lines = [line for line in read(name).cells[1].source.splitlines() if line]
    assert len(lines) == len(parameters), "papermill reads every line"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_readme_lists_the_parameters(name):
    row = re.search(rf"\| `{name}` \| (.*) \|", (ROOT / "README.md").read_text(encoding="utf-8"))
    own = [parameter for parameter in parameters_of(NOTEBOOKS[name]) if parameter not in COMMON]
    assert re.findall(r"`(\w+)`", row[1]) == own


def test_plain_papermill_runs_a_notebook_on_another_corpus(tiny, tmp_path):
    out = tmp_path / "out.ipynb"
    run = subprocess.run([sys.executable, "-m", "papermill", NOTEBOOKS["02-source-overlap"], out,
                          "-p", "corpus", tiny, "--no-progress-bar"],
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Southern Times" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_on_a_corpus_of_one_undated_file(tmp_path, name):
    """No dates, no reuse, no known actor: tables and charts are empty, and say so."""
    (tmp_path / "one.txt").write_text("A quiet page\n\nNothing much is said here, by nobody.\n")
    run_notebook(NOTEBOOKS[name], {"corpus": str(tmp_path)})


@pytest.mark.parametrize(("name", "value", "said"), [
    ("corpus", "/nowhere/at/all", "nowhere"), ("corpus", 7, "parameter corpus must be str")])
def test_a_wrong_parameter_stops_a_notebook_in_its_first_cells(name, value, said):
    with pytest.raises(NotebookError, match=said):
        run_notebook(NOTEBOOKS["00-corpus"], {name: value})
