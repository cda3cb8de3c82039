"""How charts are shown: the Altair renderer, the theme, and what all charts have in common.

A chart is stored three times in a notebook: as Vega-Lite (reports draw it, interactive), as
SVG (JupyterLab shows it without a network) and as text with a hash of the specification, so
that two runs can be compared. A chart is a light card in every surrounding: one set of
colors, chosen for color-blind readers, that looks the same on screen, on paper and in SVG.

`table` and `passages` are those of `workbench.evidence`, named here too so that a notebook shows
charts, tables and evidence by one import; everything else that is shown as HTML is there only.
"""

import hashlib
import json
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.evidence import BIDI, mark_id, passages, table
from workbench.palette import CARD, INK, LINE, SERIES, SOFT

__all__ = ["CLICKED", "check_columns", "check_positive", "clickable", "compact", "draw",
           "drawable", "enable", "finish", "headings", "labels_of", "linked", "marks_of", "named",
           "no_data", "passages", "percent", "shorten", "spec_hash", "table", "views"]

VEGALITE, SVG = "application/vnd.vegalite.v6+json", "image/svg+xml"
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"

CLICKED = "clicked"
"""Name of the selection that a click on a chart makes."""

MAX_ROWS = 5_000
_OPENING = 80  # characters of a text that stand for its headline
_COMPOSED = ("layer", "vconcat", "hconcat", "concat")
_LINE_WIDTH = 96  # characters of a subtitle: about as wide as a chart


def enable(*, svg: bool | None = None) -> None:
    """Show charts as this package shows them: its renderer and its theme.

    Parameters
    ----------
    svg
        Draw each chart as SVG too, which JupyterLab shows. None asks the environment variable
        ``WORKBENCH_SVG``: ``0`` leaves the drawings out, which saves time where only the
        numbers are compared.
    """
    alt.theme.register("workbench", enable=True)(_theme)
    alt.renderers.register("workbench", _show)
    drawn = os.environ.get("WORKBENCH_SVG", "1") != "0" if svg is None else svg
    alt.renderers.enable("workbench", svg=drawn)


def spec_hash(spec: dict[str, Any]) -> str:
    """Twelve hex digits of a specification; numbers count to nine digits, as machines differ."""
    rounded = json.loads(json.dumps(spec), parse_float=lambda digits: f"{float(digits):.9g}")
    return hashlib.sha256(json.dumps(rounded, sort_keys=True).encode()).hexdigest()[:12]


def finish(
    chart: ChartType, title: str, reading: str, note: str = ""
) -> ChartType:
    """The chart with its title, its one-sentence reading and what was left out of it."""
    lines = [line for part in (reading, note) for line in wrap(part, _LINE_WIDTH)]
    finished: ChartType = chart.properties(
        title=alt.TitleParams(title, subtitle=lines),
        description=" ".join(filter(None, (f"{title}:", reading, note))))
    return finished


def clickable(chart: alt.Chart, *fields: str) -> alt.Chart:
    """The chart, with marks that can be clicked: the selection has these fields of the mark."""
    named_chart: alt.Chart = chart.properties(name="marks").add_params(
        alt.selection_point(name=CLICKED, fields=list(fields)))
    return named_chart


def marks_of(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields by which each mark of a chart that can be clicked is known, once each."""
    found = {mark_id(point): point for row in _rows(spec) if (point := _point(spec, row))}
    return list(found.values())


def linked(spec: dict[str, Any], targets: Container[str]) -> dict[str, Any]:
    """The chart with links from its marks to the evidence of these ids (see `mark_id`)."""
    datasets = {name: [_with_link(spec, row, targets) for row in rows]
                for name, rows in spec.get("datasets", {}).items()}
    if not any("href" in row for rows in datasets.values() for row in rows):
        return spec
    return _with_encoding(spec, {"condition": {
        "test": "isValid(datum.href)", "field": "href", "type": "nominal"}}) | {
            "datasets": datasets}


def _with_link(
    spec: Mapping[str, Any], row: dict[str, Any], targets: Container[str]
) -> dict[str, Any]:
    point = _point(spec, row)
    target = mark_id(point) if point else ""
    return row | {"href": f"#{target}"} if target in targets else row


def _with_encoding(spec: dict[str, Any], href: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with this link on each of its views."""
    if "spec" in spec:
        return spec | {"spec": _with_encoding(spec["spec"], href)}
    if inner := [kind for kind in _COMPOSED if kind in spec]:
        return spec | {kind: [_with_encoding(view, href) for view in spec[kind]] for kind in inner}
    return spec | {"encoding": spec.get("encoding", {}) | {"href": href}}


def views(spec: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """A chart and all charts it is composed of: layers, panels, charts beside each other."""
    yield spec
    inside = [view for kind in _COMPOSED for view in spec.get(kind, ())]
    for view in [*inside, *([spec["spec"]] if "spec" in spec else [])]:
        yield from views(view)


def _rows(spec: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    return (row for rows in spec.get("datasets", {}).values() for row in rows)


def _point(spec: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row that a click on its mark selects; empty if it cannot be clicked."""
    fields = [field for parameter in spec.get("params", ()) if parameter["name"] == CLICKED
              for field in parameter["select"]["fields"]]
    point = {field: row.get(field) for field in fields}
    return point if all(value is not None for value in point.values()) else {}


def no_data(title: str) -> ChartType:
    """A chart that says that there is nothing to draw."""
    text = alt.Chart(pd.DataFrame({"text": ["no data"]})).mark_text(
        fontSize=14, color=SOFT, align="left").encode(text="text:N", x=alt.value(0))
    return finish(text.properties(width=420, height=40), title, "no data: the table is empty.")


def check_columns(frame: pd.DataFrame, columns: Sequence[str], made_by: str) -> None:
    """Check the columns of a table to draw that is no table of the contract.

    Raises
    ------
    ValueError
        Columns are missing; the message names them, what was found and how to build the table.
    """
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        raise ValueError(f"the table to draw lacks columns {missing}; found {list(frame.columns)}."
                         f" Build it with {made_by}.")


def check_positive(**numbers: int) -> None:
    """Check that there is something to draw of each.

    Raises
    ------
    ValueError
        A number is less than one; the message names it.

    Examples
    --------
    >>> check_positive(top=1)
    """
    for name, number in numbers.items():
        if number < 1:
            raise ValueError(f"{name} must be 1 or more, found {number}")


def drawable(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, if they are not more than a browser draws well.

    Raises
    ------
    ValueError
        There are too many of them.
    """
    if len(rows) > MAX_ROWS:
        raise ValueError(f"a chart draws at most {MAX_ROWS:,} rows; found {len(rows):,}. Lower "
                         "`top`, or aggregate or filter the table first.")
    return rows


def shorten(texts: pd.Series, width: int) -> pd.Series:
    """Texts on one line, cut at `width` characters with an ellipsis."""
    lines = texts.astype("string").str.split().str.join(" ").str.translate(BIDI)
    return lines.where(lines.str.len() <= width, lines.str.slice(0, width - 1).str.rstrip() + "…")


def named(names: pd.Series, ids: pd.Series, width: int = 40) -> pd.Series:
    """Labels that tell rows apart: the name; with the id where two rows would look alike."""
    labels = shorten(names.fillna(ids), width)
    return labels.mask(labels.duplicated(keep=False), labels + " [" + ids + "]")


def headings(articles: pd.DataFrame) -> pd.Series:
    """The headline of each article; where it has none, how its text opens, in quotation marks.

    Examples
    --------
    >>> headings(pd.DataFrame({"headline": [None], "text": ["Hull votes. More below."]})).item()
    '“Hull votes. More below.…”'
    """
    opening = articles["text"].astype("string").str[:_OPENING].str.split().str.join(" ")
    return articles["headline"].astype("string").fillna("“" + opening + "…”")


def labels_of(ids: Iterable[str], labels: Mapping[str, str] | None = None) -> dict[str, str]:
    """What to call each id: its label if it has one, with the id where two would look alike.

    >>> labels_of(["a", "b", "c", "d"], {"a": "Rail", "b": "Grain", "c": "Grain"})
    {'a': 'Rail', 'b': 'Grain [b]', 'c': 'Grain [c]', 'd': 'd'}
    """
    known = pd.Series(list(dict.fromkeys(ids)), dtype="string")
    names = known.map(dict(labels or {})).astype("string")
    return dict(zip(known, named(names, known), strict=True))


def compact(n: float) -> str:
    """A number in at most four characters below a thousand millions, for where there is no room.

    >>> compact(999), compact(1_000), compact(1_234), compact(34_120), compact(999_700)
    ('999', '1k', '1.2k', '34k', '1M')
    """
    unit = 0 if n < 1_000 else 1 if n < 999_500 else 2
    scaled = n / 1_000 ** unit
    digits = 1 if unit and scaled < 9.95 else 0
    return f"{scaled:.{digits}f}".removesuffix(".0") + ("", "k", "M")[unit]


def percent(n: float, total: float) -> str:
    """A share in words, also of nothing.

    >>> percent(1, 8), percent(0, 0)
    ('12.5 %', 'no share')
    """
    return f"{100 * n / total:.1f} %" if total else "no share"


def _show(spec: dict[str, Any], *, svg: bool = True) -> dict[str, Any]:
    """The MIME bundle of a chart."""
    title, description = _title(spec), spec.get("description")
    if not description:
        raise ValueError(f"chart {title!r} has no description, which is what a reader who cannot "
                         "see it gets; add one sentence: chart.properties(description=…).")
    bundle = {VEGALITE: spec, "text/plain": f"{title}\n{description}\nchart {spec_hash(spec)}"}
    if svg:
        bundle[SVG] = draw(spec)
    return bundle


def draw(spec: Mapping[str, Any]) -> str:
    """A chart as SVG. The first one of a process also starts what draws.

    Labels for screen readers, one a mark, are left out: an image has one alternative text, and
    they were half of it.
    """
    import vl_convert  # when the first chart is drawn: half a second

    config = dict(spec.get("config", {})) | {"aria": False}
    svg: str = vl_convert.vegalite_to_svg(dict(spec) | {"config": config})
    return svg


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("title", "")
    text = title.get("text", "") if isinstance(title, dict) else title
    return text if isinstance(text, str) else " ".join(_texts(text))


def _texts(lines: Iterable[Any]) -> list[str]:
    return [str(line) for line in lines]


def _theme() -> alt.theme.ThemeConfig:
    label: dict[str, Any] = {"labelColor": INK, "titleColor": SOFT, "labelFontSize": 12,
                             "titleFontSize": 12, "titleFontWeight": "normal"}
    config: dict[str, Any] = {
        "background": CARD, "padding": 14, "font": FONT,
        "title": {"anchor": "start", "frame": "bounds", "color": INK, "fontSize": 15,
                  "fontWeight": 600, "subtitleColor": SOFT, "subtitleFontSize": 12,
                  "subtitlePadding": 5, "offset": 14},
        "view": {"stroke": None},
        "axis": {**label, "labelLimit": 400, "titleLimit": 420, "gridColor": "#eceef0",
                 "domainColor": LINE, "tickColor": LINE, "titlePadding": 8,
                 "labelSeparation": 8},
        "legend": {**label, "labelLimit": 260, "titleLimit": 260, "orient": "bottom",
                   "symbolOpacity": 1},
        "header": {**label, "labelLimit": 520, "titleLimit": 420, "labelAnchor": "start",
                   "labelFontWeight": 600},
        "text": {"color": INK, "fontSize": 12},
        "range": {"category": list(SERIES)},
    }
    return {"config": config}  # type: ignore[typeddict-item]
