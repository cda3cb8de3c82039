"""Notebook and parameters to executed notebook, page and index."""

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbformat import NotebookNode
from tqdm import tqdm

from workbench import charts, evidence
from workbench import explorers as _explorers  # noqa: F401  imported once, for all kernels
from workbench.analysis import Analysis, shared
from workbench.reports.changes import compare, read_state, state_of, summary
from workbench.reports.files import STATE, all_or_nothing, writable
from workbench.reports.kernels import forked_kernels
from workbench.reports.pages import about_corpus, index_page, to_html
from workbench.reports.parameters import parameters_of
from workbench.reports.running import prepare, run_notebook, with_drawings

_WORKERS = 2  # a kernel is one process; more than two at once wait for each other on two cores


class Report(NamedTuple):
    """An executed notebook and its page, both named after the notebook."""

    name: str
    title: str
    summary: str
    notebook: NotebookNode
    html: str


def make_report(
    path: Path, parameters: Mapping[str, Any], *, about: Sequence[str] = (),
    kernel: AsyncKernelManager | None = None
) -> Report:
    """Execute one notebook and make its page."""
    notebook = with_drawings(run_notebook(path, parameters, kernel=kernel))
    title, summary = _opening(notebook)
    used = {name: ast.literal_eval(p.default) for name, p in parameters_of(path).items()}
    page = to_html(notebook, title=title, parameters=used | dict(parameters), about=about)
    return Report(path.stem, title, summary, notebook, page)


def write_reports(
    notebooks: Mapping[str, Path], parameters: Mapping[str, Mapping[str, Any]], out: Path,
    *, loaded: Analysis | None = None, stamp: str = ""
) -> list[Path]:
    """Execute notebooks, two at a time, and write ``NAME.ipynb``, ``NAME.html`` and an index.

    Nothing is written unless every notebook ran.

    Parameters
    ----------
    loaded
        The corpus that the notebooks will ask for. With it kernels start with it in memory,
        heads tell of it, and what changed since the last report in `out` is on each page and
        in ``state.json``.
    stamp
        What this report was made from, to be found in ``state.json``.

    Returns
    -------
    list of Path
        The pages, the index first.
    """
    writable(out)  # a folder that cannot be written stops here
    about, state = _compared(loaded, parameters, out) if loaded is not None else ([], {})
    reports = _execute(notebooks, parameters, about, loaded)
    with all_or_nothing(out) as folder:
        for report in reports:
            nbformat.write(report.notebook, folder / f"{report.name}.ipynb")
            (folder / f"{report.name}.html").write_text(report.html, encoding="utf-8")
        (folder / "index.html").write_text(index_page(
            "News workbench: reports", "index.html.j2", reports=reports,
            about=evidence.block(about) if about else ""), encoding="utf-8")
        if state:
            (folder / STATE).write_text(json.dumps(state | {"stamp": stamp}, indent=1),
                                        encoding="utf-8")
    return [out / "index.html", *(out / f"{report.name}.html" for report in reports)]


def _compared(
    loaded: Analysis, parameters: Mapping[str, Mapping[str, Any]], out: Path
) -> tuple[list[str], dict[str, Any]]:
    """What heads tell of the corpus, first what changed, and the state to leave behind."""
    before, state = read_state(out), state_of(loaded, parameters)
    if before is None:
        return about_corpus(loaded), state
    changes = compare(before, state)
    since = f"Changed since the last run: {summary(changes)}"
    return [evidence.fold(since, [evidence.table_html(changes, caption="", max_rows=200)]),
            *about_corpus(loaded)], state


def _execute(
    notebooks: Mapping[str, Path], parameters: Mapping[str, Mapping[str, Any]],
    about: Sequence[str], loaded: Analysis | None,
) -> list[Report]:
    with _kernels(notebooks, loaded) as kernels:
        pool = ThreadPoolExecutor(_WORKERS)
        try:
            jobs = [pool.submit(make_report, path, parameters[name], about=about, kernel=kernel)
                    for (name, path), kernel in zip(notebooks.items(), kernels, strict=True)]
            for job in tqdm(as_completed(jobs), desc="notebooks", total=len(jobs), disable=None,
                            delay=2, leave=False):
                job.result()  # the first error ends all
            return [job.result() for job in jobs]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # their kernels end now


@contextmanager
def _kernels(
    notebooks: Mapping[str, Path], loaded: Analysis | None
) -> Iterator[Sequence[AsyncKernelManager | None]]:
    if loaded is None:
        yield [None] * len(notebooks)
        return
    prepare(loaded, notebooks.values())
    charts.ledger_chart(loaded.ledger).to_dict()  # what checks a chart takes a while to start
    with shared(loaded), forked_kernels(len(notebooks)) as kernels:
        yield kernels


def _opening(notebook: NotebookNode) -> tuple[str, str]:
    """The heading and the first paragraph of the first Markdown cell."""
    source = next((c.source for c in notebook.cells if c.cell_type == "markdown"), "")
    heading, _, rest = source.strip().partition("\n")
    return heading.lstrip("# ").strip(), rest.strip().split("\n\n")[0]
