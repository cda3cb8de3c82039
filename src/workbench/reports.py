"""Notebooks and tables as files: the only writer.

A notebook is executed by papermill with parameters checked against its parameters cell, and
turned into one HTML file that needs no network: scripts inlined once, every fetch forbidden
by the page's own content security policy. Nothing is half-written: files are made under a
temporary name beside their place and moved there when all of them are complete.
"""

import ast
import base64
import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import nbformat
import pandas as pd
import papermill
import vl_convert
from bs4 import BeautifulSoup
from jinja2 import Environment, PackageLoader
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from tqdm import tqdm

from workbench.analysis import Analysis
from workbench.render import VEGALITE
from workbench.tables import CONTRACT, InputError, as_text

_START_CHARTS = """
for (const figure of document.querySelectorAll("figure.chart")) {
  const spec = JSON.parse(figure.querySelector("script").textContent);
  vegaEmbed(figure.querySelector(".live"), spec, {
    ast: true, renderer: "svg", loader: {target: "_blank"},
    actions: {export: true, source: false, compiled: false, editor: false},
  }).then(() => figure.classList.add("drawn"));
}
"""
_TEMPLATES = Path(str(files("workbench"))) / "templates"
_FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "object": "data",
            "embed": "src", "video": "src", "audio": "src", "source": "src"}
_WORKERS = 2  # a kernel is one process; more than two at once wait for each other on two cores


class NotebookError(RuntimeError):
    """A cell failed; `ename` is the name of its error."""

    def __init__(self, message: str, ename: str) -> None:
        super().__init__(message)
        self.ename = ename


class Parameter(NamedTuple):
    """One line of a notebook's parameters cell."""

    name: str
    kind: str
    default: str
    help: str


class Report(NamedTuple):
    """An executed notebook and its page, both named after the notebook."""

    name: str
    title: str
    summary: str
    notebook: NotebookNode
    html: str


def shipped_notebooks() -> dict[str, Path]:
    """Notebooks by name, in reading order: of the source tree, or of the installed package."""
    package = Path(str(files("workbench")))
    places = (package / "notebooks", package.parents[1] / "notebooks")
    folder = next(place for place in places if place.is_dir())
    return {path.stem: path for path in sorted(folder.glob("[0-9][0-9]-*.ipynb"))}


def parameters_of(notebook: Path) -> dict[str, Parameter]:
    """The parameters that a notebook declares, in the order of its parameters cell."""
    found = papermill.inspect_notebook(str(notebook))
    return {name: Parameter(name, p["inferred_type_name"], p["default"], p["help"])
            for name, p in found.items()}


def parse_parameter(parameter: Parameter, value: str) -> Any:
    """The text `value` as the parameter's type; ``list[str]`` is written ``a,b,c``.

    Raises
    ------
    InputError
        The text is no such value; the message names the parameter, its type and the text.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "str": str, "int": int, "float": float, "bool": _read_bool,
        "list[str]": lambda text: [part.strip() for part in text.split(",") if part.strip()]}
    try:
        return readers[parameter.kind](value)
    except ValueError:
        raise InputError(f"parameter {parameter.name} must be {parameter.kind}, found {value!r}; "
                         f"the default is {parameter.default}.") from None


def choose_parameters(
    notebooks: Mapping[str, Path], values: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """For each notebook the values of the parameters it declares, typed.

    Raises
    ------
    InputError
        A value has the wrong type, or no chosen notebook declares the parameter.
    """
    declared = {name: parameters_of(path) for name, path in notebooks.items()}
    known = {p for parameters in declared.values() for p in parameters}
    for name in values:
        if name not in known:
            raise InputError(f"unknown parameter {name!r}; the chosen notebooks have: "
                             f"{', '.join(sorted(known))}.")
    return {notebook: {name: parse_parameter(parameters[name], value)
                       for name, value in values.items() if name in parameters}
            for notebook, parameters in declared.items()}


def run_notebook(path: Path, parameters: Mapping[str, Any]) -> NotebookNode:
    """Execute a notebook with parameters in a kernel of its own, in the current folder.

    Raises
    ------
    NotebookError
        A cell failed; the message names notebook and cell and ends with the cell's error.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / path.name
        try:
            papermill.execute_notebook(path, out, dict(parameters), kernel_name="python3",
                                       progress_bar=False, log_output=False,
                                       extra_arguments=["--IPKernelApp.log_level=40"])
        except PapermillExecutionError as error:
            said = " ".join(f"{error.ename}: {error.evalue}".split())
            raise NotebookError(f"notebook {path.stem}, cell {error.cell_index + 1}: {said}",
                                error.ename) from None
        return nbformat.read(out, as_version=4)


def to_html(
    notebook: NotebookNode, *, title: str, parameters: Mapping[str, Any] = MappingProxyType({})
) -> str:
    """One self-contained page: parameters, prose, tables, charts; no code, no request.

    Raises
    ------
    InputError
        Something in the notebook would be fetched from elsewhere, such as an image in Markdown.
    """
    exporter = HTMLExporter(template_name="report", extra_template_basedirs=[str(_TEMPLATES)],
                            filters={"data_url": _data_url, "script_json": _script_json})
    page, _ = exporter.from_notebook_node(
        notebook, resources=_page_parts(title) | {"parameters": parameters})
    _forbid_fetches(page, title)
    return page


def make_report(path: Path, parameters: Mapping[str, Any]) -> Report:
    """Execute one notebook and make its page."""
    notebook = run_notebook(path, parameters)
    title, summary = _opening(notebook)
    used = {name: ast.literal_eval(p.default) for name, p in parameters_of(path).items()}
    page = to_html(notebook, title=title, parameters=used | dict(parameters))
    return Report(path.stem, title, summary, notebook, page)


def write_reports(
    notebooks: Mapping[str, Path], parameters: Mapping[str, Mapping[str, Any]], out: Path
) -> list[Path]:
    """Execute notebooks, two at a time, and write ``NAME.ipynb``, ``NAME.html`` and an index.

    Nothing is written unless every notebook ran.

    Returns
    -------
    list of Path
        The pages, the index first.
    """
    with all_or_nothing(out) as folder:  # a folder that cannot be written stops here
        with ThreadPoolExecutor(_WORKERS) as pool:
            jobs = pool.map(lambda name: make_report(notebooks[name], parameters[name]), notebooks)
            reports = list(tqdm(jobs, desc="notebooks", total=len(notebooks), disable=None,
                                delay=2, leave=False))
        for report in reports:
            nbformat.write(report.notebook, folder / f"{report.name}.ipynb")
            (folder / f"{report.name}.html").write_text(report.html, encoding="utf-8")
        (folder / "index.html").write_text(_index(reports), encoding="utf-8")
    return [out / "index.html", *(out / f"{report.name}.html" for report in reports)]


@contextmanager
def all_or_nothing(out: Path) -> Iterator[Path]:
    """A new folder that becomes `out` when the block ends without error.

    Where `out` is there already, the new files take the place of those of the same name; what
    else lies there stays.
    """
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; name a folder to write to.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # Inside a folder that is there, as it may be the root of a file system of its own
        place = out if out.exists() else out.parent
        temporary = tempfile.TemporaryDirectory(dir=place, prefix=f".{out.name}-")
    except OSError as error:
        raise InputError(f"cannot write to {out} ({error.strerror}); name a folder you may write "
                         "to.") from None
    with temporary as parent:
        folder = Path(parent) / "new"
        folder.mkdir()
        yield folder
        if not out.exists():
            folder.rename(out)
            return
        for path in sorted(folder.iterdir()):
            path.replace(out / path.name)


def choose_tables(names: str) -> list[str]:
    """Names of tables, from text such as ``articles,mentions``.

    Raises
    ------
    InputError
        A name is no table of the contract.
    """
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in CONTRACT]
    if unknown or not chosen:
        raise InputError(f"--tables expects names from {','.join(CONTRACT)}; found "
                         f"{','.join(unknown) or 'none'}.")
    return chosen


def choose_notebooks(names: Sequence[str]) -> dict[str, Path]:
    """The shipped notebooks with these names (``01-actor-mentions``); no names: all of them.

    Raises
    ------
    InputError
        There is no such notebook.
    """
    shipped = shipped_notebooks()
    unknown = [name for name in names if name not in shipped]
    if unknown:
        raise InputError(f"no notebook {unknown[0]!r}; choose from: {', '.join(shipped)}.")
    return {name: path for name, path in shipped.items() if not names or name in names}


def write_tables(analysis: Analysis, names: Sequence[str], out: Path, form: str = "csv") -> None:
    """Write tables of the contract as ``NAME.csv``, ``.parquet`` or ``.jsonl``, all or none."""
    with all_or_nothing(out) as folder:
        for name in tqdm(names, desc="tables", disable=None, delay=2, leave=False):
            WRITERS[form](as_text(analysis.table(name), name), folder / f"{name}.{form}")


WRITERS: dict[str, Callable[[pd.DataFrame, Path], Any]] = {
    "csv": lambda frame, path: frame.to_csv(path, index=False, lineterminator="\n"),
    "parquet": lambda frame, path: frame.to_parquet(path, index=False),
    "jsonl": lambda frame, path: path.write_text(_json_lines(frame), encoding="utf-8"),
}


def _json_lines(frame: pd.DataFrame) -> str:
    """One object a row, numbers with all their digits, missing values as null."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


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


def _read_bool(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _opening(notebook: NotebookNode) -> tuple[str, str]:
    """The heading and the first paragraph of the first Markdown cell."""
    source = next((c.source for c in notebook.cells if c.cell_type == "markdown"), "")
    heading, _, rest = source.strip().partition("\n")
    return heading.lstrip("# ").strip(), rest.strip().split("\n\n")[0]


@cache
def _chart_script() -> str:
    """Vega, Vega-Lite and Vega-Embed with what starts the charts: 0.9 MB, once a page."""
    return vl_convert.javascript_bundle(snippet=_START_CHARTS)


def _page_parts(title: str) -> dict[str, Any]:
    script = _chart_script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {
        "title": title, "script": script, "vegalite": VEGALITE,
        "style": (_TEMPLATES / "style.css").read_text(encoding="utf-8"),
        "policy": "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
                  f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
        "versions": {name: version(name) for name in ("news-workbench", "pandas", "altair")}}


def _index(reports: Sequence[Report]) -> str:
    environment = Environment(loader=PackageLoader("workbench"), autoescape=True)
    parts = _page_parts("News workbench: reports") | {"reports": reports}
    return environment.get_template("index.html.j2").render(**parts)


def _data_url(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _script_json(spec: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(spec).replace("<", "\\u003c")


def _forbid_fetches(page: str, title: str) -> None:
    for tag in BeautifulSoup(page, "html.parser").find_all(list(_FETCHED)):
        address = str(tag.get(_FETCHED[tag.name]) or "")
        if address and not address.startswith("data:"):
            raise InputError(f"report {title!r} would fetch {address!r} (<{tag.name}>); reports "
                             "must open without a network: embed it or link to it instead.")
