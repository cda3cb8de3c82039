"""What every explorer is made of: controls above a view that follows them.

Controls are filled and read here, and nothing is computed. The view is HTML in a
`widgets.HTML`, which a test or a second run can compare; output widgets cannot.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, ClassVar, Self

import altair as alt
import ipywidgets as widgets
import pandas as pd
from altair.typing import ChartType
from altair.utils.schemapi import debug_mode
from markupsafe import Markup
from rapidfuzz import process
from traitlets import TraitError

from workbench import evidence
from workbench.evidence import Html, mark_id
from workbench.render import CLICKED, marks_of
from workbench.tables import as_csv

ALL = ""
"""Value of a control that leaves nothing out."""

ABOUT = ["article_id", "headline", "outlet", "published_earliest", "published_latest"]
"""What an explorer tells of an article."""

NARROW, WIDE = 60, 300
"""Characters on each side of a concordance line, and of what it opens to."""

_EVIDENCE = 500_000  # characters of evidence below the static form
_FORMULA = r"^([=+\-@\t\r])"


class Explorer:
    """Controls above a view that follows them.

    Attributes
    ----------
    frame
        The rows shown, after the controls.
    widget
        Controls and view, for JupyterLab.
    show_chart
        Button that draws `chart` between them; a click on a mark sets the controls.
    show_code, show_file
        Buttons that show `code`, and a link that saves `frame` as CSV.
    """

    title: ClassVar[str]
    called: ClassVar[str] = "explorer"  # the variable of the notebooks, for `code`
    brief: ClassVar[Mapping[str, Any]] = {}
    """Values of controls while `static` gathers what is behind each mark, to keep it short."""
    untold: ClassVar[Set[str]] = frozenset()
    """Controls that do not tell one mark from another."""
    frame: pd.DataFrame

    def __init__(self, *controls: widgets.Widget) -> None:
        self._controls = controls
        self._named = {name: control for name, control in vars(self).items()
                       if any(control is one for one in controls)}
        self._view = widgets.HTML()
        self._drawing: alt.JupyterChart | None = None
        self.show_chart = _button("Chart", "Draw the chart; a click on a mark sets the controls")
        self.show_code = _button("Code", "Show the Python call that gives the table shown")
        self.show_file = _button("CSV", "Make a file of the rows shown, for a spreadsheet")
        self._aside = widgets.HTML()
        self._row = widgets.HBox([*controls, self.show_chart, self.show_code, self.show_file],
                                 layout={"flex_flow": "row wrap"})
        self._extra: list[widgets.Widget] = []
        self.widget = widgets.VBox([self._row, self._view])
        self._held = self._waiting = False
        self._refresh()
        self._initial = self._values()
        for control in controls:
            control.observe(self._refresh, "value")
        self.show_chart.observe(self._draw, "value")
        for button in (self.show_code, self.show_file):
            button.observe(self._arrange, "value")

    @property
    def chart(self) -> ChartType:
        """The chart of what the controls leave."""
        raise NotImplementedError

    @property
    def filters(self) -> dict[str, Any]:
        """Values of the controls that were changed, by name; see `set`."""
        return {name: value for name, value in self._values().items()
                if value != self._initial[name]}

    @property
    def code(self) -> str:
        """The Python call that gives the table shown."""
        told = ", ".join(f"{name}={(str(value) if isinstance(value, date) else value)!r}"
                         for name, value in self.filters.items())
        return f"{self.called}.set({told}).frame" if told else f"{self.called}.frame"

    def set(self, **filters: Any) -> Self:
        """Set controls by name, in their order, and give back the explorer.

        Raises
        ------
        ValueError
            There is no such control, or it does not offer this value.
        """
        if unknown := sorted(set(filters) - set(self._named)):
            raise ValueError(f"{type(self).__name__} has no control {unknown[0]!r}; it has "
                             f"{', '.join(self._named)}.")
        with self._together():
            for name, control in self._named.items():
                if name in filters:
                    try:
                        control.value = _as_day(control, filters[name])
                    except (TraitError, ValueError) as error:
                        raise ValueError(f"{name}={filters[name]!r}: {error}") from None
        return self

    def follow(self, other: "Explorer") -> Self:
        """Take over the values of controls of the same name, now and whenever they change there.

        What this explorer does not offer, it leaves.
        """
        for name in self._named.keys() & other._named.keys():
            source = other._named[name]
            self._take(name, source.value)
            source.observe(lambda change, name=name: self._take(name, change["new"]), "value")
        return self

    def static(self, *, marks: bool = True) -> Html:
        """The view as it stands, as HTML without scripts: controls and values, then the evidence.

        Below it, each mark of the chart has what a click on it would show, up to half a million
        characters of it; in a report the mark leads there. `marks` leaves that out where something
        else backs them. Untouched, this is the default view. The text form is the table `frame`.
        """
        values = pd.DataFrame([(control.description, shown_value(control)) for control in
                               self._controls], columns=["control", "value"])
        settings = evidence.table_html(
            values, caption=self.title, max_rows=len(values), counted=False)
        text = evidence.table(self.frame, caption=self.title).text
        behind = self._behind_marks() if marks else ()
        return Html(evidence.block([settings, *self._parts(), *behind]), text)

    def _select(self) -> pd.DataFrame:
        raise NotImplementedError

    def _parts(self) -> Sequence[str]:
        raise NotImplementedError

    def _clicked(self, point: Mapping[str, Any]) -> None:
        """Set the controls from the fields of the mark that was clicked."""

    def _values(self) -> dict[str, Any]:
        return {name: control.value for name, control in self._named.items()}

    def _take(self, name: str, value: Any) -> None:
        with suppress(TraitError, ValueError):
            self._named[name].value = value

    def _behind_marks(self) -> Iterable[str]:
        """What a click on each mark shows, one fold for all marks that show the same."""
        marks = self._marks()
        shown: dict[str, tuple[str, list[str]]] = {}
        size = 0
        with self._borrowed():
            for point in marks:
                if size > _EVIDENCE:
                    break
                self._clicked(point)
                content = "\n".join(self._parts())
                size += 0 if content in shown else len(content)
                shown.setdefault(content, (self._told(point), []))[1].append(mark_id(point))
        n_shown = sum(len(ids) for _, ids in shown.values())
        folds = [evidence.fold(label, [Markup(content)], ids)
                 for content, (label, ids) in shown.items()]
        if marks:
            yield evidence.fold(f"Behind {n_shown:,} of {len(marks):,} marks of the chart; each "
                                "opens to what a click on it shows", folds)

    def _marks(self) -> list[dict[str, Any]]:
        """What a click can select, the most telling first: the fields of each mark."""
        return marks_of(self.chart.to_dict(validate=False))

    def _told(self, point: Mapping[str, Any]) -> str:
        """What a click has chosen, in the words of the controls."""
        changed = [control for name, control in self._named.items()
                   if control.value != self._initial[name] and name not in self.untold]
        told = [f"{control.description}: {shown_value(control)}" for control in changed]
        return " · ".join(told or map(str, point.values()))

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Controls that are set inside the block redraw the view once, after it."""
        held, self._held = self._held, True
        try:
            yield
        finally:
            self._held = held
            self._show()

    @contextmanager
    def _borrowed(self) -> Iterator[None]:
        """Clicks inside the block change `frame` but not what is on show, and leave no trace."""
        before = [(control, getattr(control, "options", None), control.value)
                  for control in self._controls]
        self._held = True
        try:
            self.set(**self.brief)
            yield
        finally:
            for control, options, value in before:
                if options is not None:
                    control.options = options
                control.value = value
            self._held = False
            self._refresh()

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Controls that do not hang on one another are set inside the block, and asked after it."""
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False
            self._refresh()

    def _refresh(self, _: Any = None) -> None:
        if self._waiting:
            return
        self._waiting = True  # controls that get other options do not ask again
        try:
            self.frame = self._select()
        finally:
            self._waiting = False
        self._show()

    def _show(self) -> None:
        """Bring the view up to date with the rows chosen."""
        if self._held:
            return
        self._view.value = evidence.block(self._parts())
        self._tell()
        self._redraw()

    def _redraw(self) -> None:
        """Bring the chart up to date, if it is on show.

        Checking it against the schema of Vega-Lite would take as long as all else together, and
        tells a reader nothing: the tests do.
        """
        if self._drawing is None or not self.show_chart.value:
            return
        with debug_mode(False):
            chart = self.chart
            spec, drawn = chart.to_dict(validate=False), self._drawing.spec
        if spec.get("params") != drawn.get("params"):  # nothing to click any more, or again
            self._drawing.chart = chart
        elif spec != drawn:
            self._drawing.spec = spec

    def _tell(self) -> None:
        """Code and file of what is shown, as far as they are asked for."""
        parts = [evidence.code(self.code)] if self.show_code.value else []
        if self.show_file.value:
            name = f"{type(self).__name__.removesuffix('Explorer').lower()}.csv"
            parts.append(evidence.download(
                f"Save {len(self.frame):,} rows as {name}", name, for_spreadsheets(self.frame)))
        self._aside.value = evidence.block(parts)

    def _draw(self, _: Any) -> None:
        """Show or hide the chart; the scripts it needs are bundled, for seconds, the first time."""
        if self._drawing is None:
            alt.JupyterChart.enable_offline()
            self._drawing = alt.JupyterChart(self.chart)
            self._drawing.observe(self._follow_click, "_vl_selections")
        self._redraw()
        self._arrange()

    def _arrange(self, _: Any = None) -> None:
        drawn = [self._drawing] if self.show_chart.value else []
        aside = [self._aside] if self.show_code.value or self.show_file.value else []
        self._tell()
        self.widget.children = (self._row, *aside, *drawn, self._view, *self._extra)

    def _follow_click(self, change: Mapping[str, Any]) -> None:
        selected = (change["new"].get(CLICKED) or {}).get("value") or {}
        with self._together():
            for point in selected.get("vlPoint", {}).get("or", []):
                self._clicked(point)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return bundle | {"text/plain": f"{self.title}: {len(self.frame)} rows shown"}


def _as_day(control: widgets.Widget, value: Any) -> Any:
    """The value; of a control for days also from ISO text."""
    is_text = isinstance(control, widgets.DatePicker) and isinstance(value, str)
    return date.fromisoformat(value) if is_text else value


def _button(description: str, tooltip: str) -> widgets.ToggleButton:
    return widgets.ToggleButton(description=description, tooltip=tooltip,
                                layout={"width": "auto"})


def for_spreadsheets(frame: pd.DataFrame) -> str:
    """A table as CSV for a spreadsheet: a text that it would run as a formula gets a quote first.

    Examples
    --------
    >>> print(for_spreadsheets(pd.DataFrame({"name": ["=1+1", "Anna"], "n": [-1, 2]})))
    name,n
    '=1+1,-1
    Anna,2
    <BLANKLINE>
    """
    texts = {name: frame[name].astype("string").str.replace(_FORMULA, r"'\1", regex=True)
             for name in frame if not pd.api.types.is_numeric_dtype(frame[name])}
    return as_csv(frame.assign(**texts))


def choice(description: str, values: pd.Series) -> widgets.Dropdown:
    """A control to choose one of the values that occur, or all."""
    found = sorted(values.dropna().unique())
    return widgets.Dropdown(description=description, options=[
        ("all", ALL), *((str(value), str(value)) for value in found)])


def offer(control: widgets.Dropdown | widgets.SelectMultiple, options: Sequence[Any]) -> None:
    """Give a control other options, unless it has them already; it keeps what is chosen."""
    if list(control.options) == list(options):
        return
    chosen = control.value
    control.options = list(options)
    if isinstance(chosen, tuple) and isinstance(control, widgets.SelectMultiple):
        control.value = tuple(value for value in chosen if value in offered(control))
    elif chosen in offered(control):
        control.value = chosen


def offered(control: widgets.Dropdown | widgets.SelectMultiple) -> list[Any]:
    """The values that a control offers, without their labels."""
    return [option[1] if isinstance(option, tuple) else option for option in control.options]


def choose(control: widgets.Dropdown, value: str) -> None:
    """Set a control to one of the values it offers.

    Raises
    ------
    ValueError
        The value is not offered; the message names the nearest that is.
    """
    known = offered(control)
    if value not in known:
        near = process.extractOne(value, known, score_cutoff=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"{control.description.lower()} {value!r} is none of the {len(known)} "
                         f"that can be chosen{hint}")
    control.value = value


def shown_value(control: widgets.Widget) -> str:
    """A control's value as the reader sees it."""
    label = getattr(control, "label", None)
    value = control.value if label is None else label
    if value is None:
        return "any"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def text_or(value: object, instead: str) -> str:
    """A cell's text, or what stands for a missing one."""
    return instead if pd.isna(value) else str(value)
