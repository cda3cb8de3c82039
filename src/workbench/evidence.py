"""Evidence as HTML: tables, texts with marked spans, concordance lines, two texts side by side.

All of it is plain HTML without scripts, so it reads the same in JupyterLab, in a report and
in a widget, and all of it is escaped: it is made by the macros of one template. What goes
beyond its surroundings' style travels with it. `table` is something to show by itself; the
others give parts, which `block` puts together with their style.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader

from workbench.palette import BLUE, GREEN, ORANGE, PURPLE, SKY, SOFT, VERMILION, color_of

KIND_COLORS = {
    "headline": BLUE, "metadata": SKY, "caption": ORANGE, "pull_quote": PURPLE,
    "promotion": VERMILION, "teaser": VERMILION, "credit": GREEN, "furniture": SOFT,
    "navigation": SOFT, "boilerplate": SOFT, "copied": BLUE, "changed": VERMILION,
}
"""Colors of marks: kinds of spans (body text has none), copied and changed words."""

_NAMED = 6  # marks with the same evidence that are named

BIDI = {code: f"[U+{code:04X}]" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Characters that reverse the text after them, and what is shown in their place."""


@dataclass(frozen=True)
class Html:
    """Something to show, as HTML and as plain text."""

    html: str
    text: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


def table(frame: pd.DataFrame, *, caption: str, max_rows: int = 20) -> Html:
    """The first rows of a table as HTML and as text, with how many rows there are.

    Text is escaped and never cut; days are ISO days, numbers have at most three decimals,
    missing values are empty.

    Examples
    --------
    >>> print(table(pd.DataFrame({"name": ["A & B", "C"], "n": [2, 1]}), caption="Names",
    ...             max_rows=1).text)
    Names (1 of 2 rows shown)
     name n
    A & B 2
    """
    shown = pd.DataFrame(_as_text(frame.head(max_rows)), columns=frame.columns, dtype=object)
    note = f"{len(shown)} of {len(frame)} rows shown"
    body = (shown.to_string(index=False, max_colwidth=60) if len(shown)
            else ", ".join(map(str, frame.columns)))
    return Html(block([table_html(frame, caption=caption, max_rows=max_rows)]),
                f"{caption} ({note})\n{body}")


def table_html(
    frame: pd.DataFrame, *, caption: str, max_rows: int = 20, counted: bool = True
) -> str:
    """The HTML of `table`, as a part of a `block`; with or without how many rows there are."""
    rows = _as_text(frame.head(max_rows))
    note = f"{len(rows)} of {len(frame)} rows shown" if counted else ""
    return _macro("table", caption, _columns(frame), rows, note)


def _columns(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """Name and class of each column."""
    return [(str(name), _column_kind(kind)) for name, kind in frame.dtypes.items()]


def _column_kind(kind: Any) -> str:
    """Class of a column's cells: number, day or text."""
    if pd.api.types.is_datetime64_any_dtype(kind):
        return "d"
    return "n" if pd.api.types.is_numeric_dtype(kind) else "t"


def marked_text(text: str, spans: pd.DataFrame, *, offset: int = 0) -> str:
    """A text with its spans marked, as a part of a `block`.

    Parameters
    ----------
    text
        What to show; escaped, line breaks kept.
    spans
        Rows ``start, end, kind`` and optionally ``title``, what the pointer shows (default: the
        kind). Spans may overlap: where they do, the one that began last gives the color and all
        give the title. Parts outside the text are left out.
    offset
        Where `text` begins, in the coordinates of `spans`.

    Examples
    --------
    >>> spans = pd.DataFrame({"start": [2], "end": [5], "kind": ["credit"]})
    >>> print(marked_text("a <b> c", spans))
    <BLANKLINE>
    <div class="text">a <mark style="--mark:#009E73" title="credit">&lt;b&gt;</mark> c</div>
    """
    titles = spans["title"] if "title" in spans else spans["kind"]
    marks = sorted((max(int(start) - offset, 0), min(int(end) - offset, len(text)), str(kind),
                    str(title)) for start, end, kind, title in zip(
                        spans["start"], spans["end"], spans["kind"], titles, strict=True))
    return _macro("marked", list(_pieces(text, [m for m in marks if m[0] < m[1]])))


def legend(kinds: Iterable[str]) -> str:
    """What the colors of marks mean, as a part of a `block`."""
    return _macro("legend", [(kind, mark_color(kind)) for kind in kinds if mark_color(kind)])


def mark_color(kind: str) -> str:
    """The color in which spans of a kind are marked; empty for body text."""
    return "" if kind == "body" else KIND_COLORS.get(kind) or color_of(kind)


def concordance(lines: pd.DataFrame, *, max_rows: int = 50) -> str:
    """Concordance lines that open to their context and place, as a part of a `block`.

    Parameters
    ----------
    lines
        Rows ``pre, keyword, post``, and for what opens ``place`` and, where there is more to read,
        ``wide_pre, wide_post``.
    """
    wide = "wide_pre" in lines
    rows = [{"pre": line.pre, "keyword": line.keyword, "post": line.post, "place": line.place,
             "context": _macro("marked", [(line.wide_pre, "", ""), (line.keyword, BLUE, "name"),
                                          (line.wide_post, "", "")]) if wide else ""}
            for line in lines.head(max_rows).itertuples()]
    return _macro("concordance", rows)


def side_by_side(left: Sequence[str], right: Sequence[str]) -> str:
    """Two columns of parts, as a part of a `block`."""
    return _macro("sides", left, right)


def fold(summary: str, parts: Sequence[str], marks: Sequence[str] = ()) -> str:
    """Parts that open on a click, without a script, as a part of a `block`.

    Parameters
    ----------
    marks
        Ids (see `mark_id`) of the marks of charts that lead here in a report.
    """
    return _macro("fold", summary, parts, marks)


def mark_id(point: Mapping[str, Any]) -> str:
    """The address of what backs a mark of a chart, from the fields a click on it selects.

    Charts that select the same fields lead to the same evidence, wherever on a page it stands.

    Examples
    --------
    >>> mark_id({"actor_id": "anna-berg"}) == mark_id({"actor_id": "anna-berg"})
    True
    """
    named = json.dumps(dict(point), sort_keys=True, default=str)
    return f"mark-{hashlib.sha256(named.encode()).hexdigest()[:12]}"


def passages(
    rows: pd.DataFrame, by: Sequence[str], *, caption: str, max_rows: int = 20,
    max_marks: int = 400, called: str = "",
    context: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> Html:
    """What backs each mark of a chart, in folds that a click on the mark opens in a report.

    Parameters
    ----------
    rows
        The evidence, any number of rows a mark. Rows with ``pre``, ``keyword`` and ``post``
        (see `workbench.actors.kwic`) are shown as concordance lines, others as a table.
    by
        The columns that tell marks apart: the fields that a click on the chart selects. Rows
        without one of them belong to no mark.
    max_rows, max_marks
        Rows shown of a mark, and marks, in the order of `rows`; the text counts the others.
    called
        The column with what to call a mark; without it, marks are called by their fields.
    context
        What to show of the rows, such as `Analysis.in_context`: it is given those shown alone, in
        their order, and keeps their columns. So a million rows cost no more than those read.
    """
    keys = list(by)
    known = rows.dropna(subset=keys)
    groups = known.groupby(keys, sort=False)
    sizes = groups.size().reset_index(name="n").set_index(keys)["n"]
    shown = groups.head(max_rows)
    shown = shown[shown.groupby(keys, sort=False).ngroup() < max_marks]
    shown = context(shown) if context else shown
    render = _rendering(shown.drop(columns={*keys, called} - {""}))
    folds: dict[tuple[str, ...], dict[str, str]] = {}  # by what is shown: names by mark
    for key, places in shown.groupby(keys, sort=False).indices.items():
        fields = key if isinstance(key, tuple) else (key,)
        n = int(sizes.loc[key])
        name = shown[called].iloc[places[0]] if called else " · ".join(map(str, fields))
        marks = folds.setdefault(render(places, n), {})
        marks[mark_id(dict(zip(keys, fields, strict=True)))] = f"{name} ({n:,})"
    counted = f"{min(len(sizes), max_marks):,} of {len(sizes):,} marks, {len(known):,} rows"
    inside = [fold(_one_of(list(marks.values())), content, list(marks))
              for content, marks in folds.items()]
    return Html(block([fold(f"{caption}: {counted}; each opens to what backs it", inside)]),
                f"{caption} ({counted})")


def _one_of(names: Sequence[str]) -> str:
    """What to call marks with the same evidence."""
    more = [f"{len(names) - _NAMED:,} more"] if len(names) > _NAMED else []
    return " / ".join([*names[:_NAMED], *more])


def _rendering(rows: pd.DataFrame) -> Callable[[Sequence[int], int], tuple[str, ...]]:
    """How to show some of the rows, by their places, of a mark that has `n`.

    What is the same for all marks is done once: a page may have hundreds of them.
    """
    if not {"pre", "keyword", "post"} <= set(rows):
        columns, cells = _columns(rows), _as_text(rows)
        return lambda places, n: (_macro("table", "", columns, [cells[i] for i in places],
                                         f"{len(places)} of {n} rows shown"),)
    place = rows["file_id"] + ", characters " + rows["start"].astype("string") + " to " + rows[
        "end"].astype("string")
    lines = [{"pre": pre, "keyword": keyword, "post": post, "place": where, "context": ""}
             for pre, keyword, post, where in zip(
                 rows["pre"], rows["keyword"], rows["post"], place, strict=True)]

    def concordance_of(places: Sequence[int], n: int) -> tuple[str, ...]:
        shown = _macro("concordance", [lines[i] for i in places])
        return (shown, note(f"{len(places)} of {n:,} shown")) if len(places) < n else (shown,)

    return concordance_of


def heading(text: str) -> str:
    """A heading, as a part of a `block`."""
    return _macro("heading", text)


def note(text: str) -> str:
    """A remark, as a part of a `block`."""
    return _macro("note", text)


def code(text: str) -> str:
    """Python code to copy, as a part of a `block`."""
    return _macro("code", text)


def download(label: str, name: str, text: str, kind: str = "text/csv") -> str:
    """A link that saves a text as a file, without a server, as a part of a `block`."""
    return _macro("download", label, name, kind,
                  base64.b64encode(text.encode("utf-8")).decode())


def style() -> str:
    """The style that each `block` brings along; a page needs it once."""
    return str(_macro("style"))


def block(parts: Sequence[str]) -> str:
    """Parts below each other, with the style they need."""
    return str(_macro("block", parts))


def _macro(name: str, *values: Any) -> str:
    """What a macro makes of the values: safe markup, in which all text is escaped."""
    return getattr(_macros(), name)(*values)


@cache
def _macros() -> Any:
    environment = Environment(loader=PackageLoader("workbench"), autoescape=True,
                              finalize=_visible)
    return environment.get_template("evidence.html.j2").module


def _visible(value: Any) -> Any:
    """A value whose text cannot turn around what stands beside it."""
    return value.translate(BIDI) if isinstance(value, str) else value


def _as_text(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """The rows of a table as text."""
    columns = [[_cell(value) for value in frame[name]] for name in frame]
    return list(zip(*columns, strict=True)) if columns else [()] * len(frame)


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _pieces(
    text: str, marks: Sequence[tuple[int, int, str, str]]
) -> Iterable[tuple[str, str, str]]:
    """Stretches of the text with color and title: cut wherever a mark begins or ends."""
    cuts = sorted({0, len(text), *(m[0] for m in marks), *(m[1] for m in marks)})
    open_marks: list[tuple[int, int, str, str]] = []
    coming = list(reversed(marks))
    for start, end in pairwise(cuts):
        while coming and coming[-1][0] <= start:
            open_marks.append(coming.pop())
        open_marks = [mark for mark in open_marks if mark[1] > start]
        colored = [mark for mark in open_marks if mark_color(mark[2])]
        yield (text[start:end], mark_color(colored[-1][2]) if colored else "",
               "; ".join(dict.fromkeys(mark[3] for mark in colored)))
