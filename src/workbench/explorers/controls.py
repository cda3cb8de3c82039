"""What every explorer is made of: controls above a view that follows them.

Controls are filled and read here, and nothing is computed. The view is HTML in a
`widgets.HTML`, which a test or a second run can compare; output widgets cannot.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import altair as alt
import ipywidgets as widgets
import pandas as pd
from altair.typing import ChartType
from rapidfuzz import process

from workbench import evidence
from workbench.evidence import Html
from workbench.render import CLICKED

ALL = ""
"""Value of a control that leaves nothing out."""


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
    """

    title: ClassVar[str]
    frame: pd.DataFrame

    def __init__(self, *controls: widgets.Widget) -> None:
        self._controls = controls
        self._view = widgets.HTML()
        self._drawing: alt.JupyterChart | None = None
        self.show_chart = widgets.ToggleButton(description="Chart")
        self._row = widgets.HBox([*controls, self.show_chart], layout={"flex_flow": "row wrap"})
        self.widget = widgets.VBox([self._row, self._view])
        self._refresh()
        for control in controls:
            control.observe(self._refresh, "value")
        self.show_chart.observe(self._draw, "value")

    @property
    def chart(self) -> ChartType:
        """The chart of what the controls leave."""
        raise NotImplementedError

    def static(self) -> Html:
        """The view as it stands, as HTML without scripts: controls and values, then the evidence.

        Untouched, this is the default view. The text form is the table `frame`.
        """
        values = pd.DataFrame([(control.description, shown_value(control)) for control in
                               self._controls], columns=["control", "value"])
        settings = evidence.table_html(
            values, caption=self.title, max_rows=len(values), counted=False)
        text = evidence.table(self.frame, caption=self.title).text
        return Html(evidence.block([settings, *self._parts()]), text)

    def _select(self) -> pd.DataFrame:
        raise NotImplementedError

    def _parts(self) -> Sequence[str]:
        raise NotImplementedError

    def _clicked(self, point: Mapping[str, Any]) -> None:
        """Set the controls from the fields of the mark that was clicked."""

    def _refresh(self, _: Any = None) -> None:
        self.frame = self._select()
        self._view.value = evidence.block(self._parts())
        if self._drawing is not None and self.chart.to_dict() != self._drawing.spec:
            self._drawing.chart = self.chart

    def _draw(self, _: Any) -> None:
        """Show or hide the chart; the scripts it needs are bundled, for seconds, the first time."""
        if self._drawing is None:
            alt.JupyterChart.enable_offline()
            self._drawing = alt.JupyterChart(self.chart)
            self._drawing.observe(self._follow, "_vl_selections")
        shown = [self._drawing] if self.show_chart.value else []
        self.widget.children = (self._row, *shown, self._view)

    def _follow(self, change: Mapping[str, Any]) -> None:
        selected = (change["new"].get(CLICKED) or {}).get("value") or {}
        for point in selected.get("vlPoint", {}).get("or", []):
            self._clicked(point)

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        return bundle | {"text/plain": f"{self.title}: {len(self.frame)} rows shown"}


def choice(description: str, values: pd.Series) -> widgets.Dropdown:
    """A control to choose one of the values that occur, or all."""
    found = sorted(values.dropna().unique())
    return widgets.Dropdown(description=description, options=[
        ("all", ALL), *((str(value), str(value)) for value in found)])


def offer(control: widgets.Dropdown | widgets.SelectMultiple, options: Sequence[Any]) -> None:
    """Give a control other options, unless it has them already."""
    if list(control.options) != list(options):
        control.options = list(options)


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
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def text_or(value: object, instead: str) -> str:
    """A cell's text, or what stands for a missing one."""
    return instead if pd.isna(value) else str(value)
