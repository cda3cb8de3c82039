"""Executed notebooks as pages: one HTML file each, which needs no network and no kernel."""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from bs4 import BeautifulSoup, SoupStrainer
from jinja2 import Environment, PackageLoader
from nbconvert.exporters import TemplateExporter
from nbconvert.filters import markdown2html_mistune
from nbformat import NotebookNode, from_dict

from workbench import evidence
from workbench.analysis import Analysis
from workbench.render import VEGALITE, linked, views
from workbench.tables import InputError

_START_CHARTS = """
for (const figure of document.querySelectorAll("figure.chart")) {
  const spec = JSON.parse(figure.querySelector("script").textContent);
  vegaEmbed(figure.querySelector(".live"), spec, {
    ast: true, renderer: "svg", loader: {target: "_self"}, logLevel: 1,
    actions: {export: true, source: false, compiled: false, editor: false},
  }).then(() => figure.classList.add("drawn"));
}
const openMark = () => {
  const mark = document.getElementById(location.hash.slice(1));
  for (let fold = mark?.closest("details"); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
  const fold = mark?.closest("details");
  fold?.scrollIntoView();
  fold?.querySelector("summary").focus({preventScroll: true});
};
addEventListener("hashchange", openMark);
openMark();
"""
_TEMPLATES = Path(str(files("workbench"))) / "templates"
_FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "object": "data",
            "embed": "src", "video": "src", "audio": "src", "source": "src"}
_MARK = re.compile(r'<a id="(mark-[0-9a-f]{12})">')
_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)(?:<a class="anchor-link"|</h2>)', re.S)
_CONTENTS = "<!-- contents -->"
_NUMBERS = 400  # rows of the table below a chart


def to_html(
    notebook: NotebookNode, *, title: str,
    parameters: Mapping[str, Any] = MappingProxyType({}), about: Sequence[str] = ()
) -> str:
    """One self-contained page: head, contents, prose, tables, charts; no code, no request.

    A mark of a chart is a link to its evidence, where that stands on the page.

    Parameters
    ----------
    parameters
        What the notebook was told.
    about
        Further parts of the head, such as those of `about_corpus`.

    Raises
    ------
    InputError
        Something in the notebook would be fetched from elsewhere, such as an image in Markdown.
    """
    marks = set(_MARK.findall("".join(_outputs(notebook, "text/html"))))
    exporter = TemplateExporter(
        template_name="report", template_file="index.html.j2",
        extra_template_basedirs=[str(_TEMPLATES)],
        filters={"data_url": _data_url, "script_json": _script_json, "numbers": _numbers,
                 "linked": lambda spec: linked(spec, marks),
                 "markdown2html": markdown2html_mistune})
    opening, rest = _split_opening(notebook)
    page, _ = exporter.from_notebook_node(rest, resources=page_parts(title) | {
        "parameters": dict(parameters), "opening": opening,
        "about": evidence.block(about) if about else ""})
    page = page.replace(_CONTENTS, _contents(page), 1)
    before, style, after = page.partition(evidence.style())
    page = before + style + after.replace(style, "") if style else page
    _forbid_fetches(page, title)
    return page


def _split_opening(notebook: NotebookNode) -> tuple[str, NotebookNode]:
    """The Markdown that a notebook begins with, and the notebook without it."""
    cells = notebook.cells
    if not cells or cells[0].cell_type != "markdown":
        return "", notebook
    return cells[0].source, from_dict(notebook | {"cells": cells[1:]})


def about_corpus(loaded: Analysis) -> list[str]:
    """Parts of a head: corpus, load ledger, and the analyst's corrections with their effects."""
    effects = loaded.correction_effects
    n_changed = int(effects["n_changed"].sum()) if len(effects) else 0
    n_applied = int((effects["n_changed"] > 0).sum())
    ledger = pd.concat([loaded.ledger, loaded.name_ledger])
    given = dict(loaded.inputs).get("path", "the shipped sample")
    return [
        evidence.note(f"Corpus: {given}, fingerprint {loaded.fingerprint}"),
        evidence.fold(f"Load ledger: {len(loaded.files):,} files, {len(loaded.articles):,} "
                      "articles", [evidence.table_html(ledger, caption="", max_rows=60)]),
        evidence.fold(f"Corrections applied: {n_applied:,} of {len(effects):,}, which changed "
                      f"{n_changed:,} mentions, starts or days",
                      [evidence.table_html(effects, caption="", max_rows=200)])]


def index_page(title: str, template: str, **parts: Any) -> str:
    """A page that leads to others."""
    environment = Environment(loader=PackageLoader("workbench"), autoescape=True)
    return environment.get_template(template).render(**page_parts(title), **parts)


def page_parts(title: str) -> dict[str, Any]:
    """What the template of every page needs."""
    script = _chart_script()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {
        "title": title, "script": script, "vegalite": VEGALITE,
        "style": (_TEMPLATES / "style.css").read_text(encoding="utf-8"),
        "policy": "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
                  f"style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
        "made": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "versions": versions()}


def versions() -> dict[str, str]:
    """Versions of what the numbers come from."""
    return {name: version(name) for name in ("news-workbench", "pandas", "altair")}


@cache
def _chart_script() -> str:
    """Vega, Vega-Lite and Vega-Embed with what starts the charts: 0.9 MB, once a page."""
    return _kept().read_text(encoding="utf-8") if _kept().exists() else _bundle()


def keep_chart_script() -> None:
    """Bundle the scripts of pages once and for all, when the package is set up: it takes seconds.

    Where this was not done, or for other versions, they are bundled at each run.
    """
    _kept().write_text(_bundle(), encoding="utf-8")


def _bundle() -> str:
    import vl_convert

    script: str = vl_convert.javascript_bundle(snippet=_START_CHARTS)
    return script


def _kept() -> Path:
    made_of = f"{version('vl-convert-python')} {_START_CHARTS}"
    return _TEMPLATES / f"charts-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}.js"


def _outputs(notebook: NotebookNode, kind: str) -> Iterable[str]:
    return (output["data"][kind] for cell in notebook.cells for output in cell.get("outputs", [])
            if kind in output.get("data", {}))


def _contents(page: str) -> str:
    """The sections of a page, as a list of links."""
    entries = "".join(f'<li><a href="#{anchor}">{html.escape(_plain(text))}</a></li>'
                      for anchor, text in _HEADING.findall(page))
    return f'<nav class="contents" aria-label="Contents"><ol>{entries}</ol></nav>'


def _plain(markup: str) -> str:
    return BeautifulSoup(markup, "html.parser").get_text().strip()


def _numbers(spec: Mapping[str, Any]) -> str:
    """The tables that a chart is drawn from: what its tooltips name, or all of it."""
    told = list(dict.fromkeys(_tooltips(spec)))
    tables = [_drawn(rows, told) for rows in spec.get("datasets", {}).values()]
    shown = [table for table in tables if len(table) and len(table.columns)]
    if not shown:
        return ""
    return evidence.block([evidence.fold(
        f"The {sum(map(len, shown)):,} rows behind this chart",
        [evidence.table_html(table, caption="", max_rows=_NUMBERS) for table in shown])])


def _drawn(rows: Sequence[Mapping[str, Any]], told: Sequence[str]) -> pd.DataFrame:
    """The rows of a chart's data, of them what is told: each once."""
    frame = pd.DataFrame(rows)
    return (frame[[field for field in told if field in frame]] if told else frame).drop_duplicates()


def _tooltips(spec: Mapping[str, Any]) -> Iterable[str]:
    """Fields that the tooltips of a chart show, view by view."""
    for view in views(spec):
        tooltip = view.get("encoding", {}).get("tooltip", [])
        entries = tooltip if isinstance(tooltip, list) else [tooltip]
        yield from (entry["field"] for entry in entries if "field" in entry)


def _data_url(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _script_json(spec: Any) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(spec).replace("<", "\\u003c")


def _forbid_fetches(page: str, title: str) -> None:
    loading = SoupStrainer(list(_FETCHED))
    for tag in BeautifulSoup(page, "html.parser", parse_only=loading).find_all(list(_FETCHED)):
        address = str(tag.get(_FETCHED[tag.name]) or "")
        if address and not address.startswith("data:"):
            raise InputError(f"report {title!r} would fetch {address!r} (<{tag.name}>); reports "
                             "must open without a network: embed it or link to it instead.")
