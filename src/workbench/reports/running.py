"""Notebooks executed by papermill, and how executed notebooks are stored."""

import logging
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError

from workbench.analysis import Analysis
from workbench.render import SVG, VEGALITE, draw
from workbench.tables import NotebookError


def run_notebook(
    path: Path, parameters: Mapping[str, Any], *, kernel: AsyncKernelManager | None = None
) -> NotebookNode:
    """Execute a notebook with parameters in a kernel of its own, in the current folder.

    Parameters
    ----------
    kernel
        A kernel that runs already and that nothing else uses; None starts one.

    Raises
    ------
    NotebookError
        A cell failed; the message names notebook and cell and ends with the cell's error.
    """
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # errors are raised
    chosen = {} if kernel is None else {"km": kernel}
    try:
        return papermill.execute_notebook(
            path, None, dict(parameters), kernel_name="python3", progress_bar=False,
            log_output=False, iopub_timeout=60,  # a busy machine is no error
            extra_arguments=["--IPKernelApp.log_level=40"], **chosen)
    except PapermillExecutionError as error:
        said = " ".join(f"{error.ename}: {error.evalue}".split())
        raise NotebookError(f"notebook {path.stem}, cell {error.cell_index + 1}: {said}",
                            error.ename) from None
    except DeadKernelError:
        raise NotebookError(f"notebook {path.stem}: its kernel died; there may be too little "
                            "memory for this corpus.", "DeadKernelError") from None


def with_drawings(notebook: NotebookNode) -> NotebookNode:
    """The notebook, with its charts drawn where they are not: in one process for all of them."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VEGALITE in data and SVG not in data:
                data[SVG] = draw(data[VEGALITE])
    return notebook


def prepare(loaded: Analysis, notebooks: Iterable[Path]) -> None:
    """Compute every table of the corpus that a notebook names, once for all of them."""
    for name in sorted({name for path in notebooks for name in re.findall(
            r"\bbench\.(\w+)", path.read_text(encoding="utf-8"))}):
        if hasattr(type(loaded), name):
            getattr(loaded, name)


def normalised(notebook: NotebookNode) -> NotebookNode:
    """The notebook as it is stored: without times, ids and widget state, which change by run."""
    stored = nbformat.from_dict(notebook)
    stored.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python",
                                      "name": "python3"},
                       "language_info": {"name": "python"}}
    for number, cell in enumerate(stored.cells):
        cell.id = f"cell-{number:02}"
        cell.metadata = {key: cell.metadata[key] for key in ("tags",) if cell.metadata.get(key)}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    return stored
