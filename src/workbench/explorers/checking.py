"""A checking sheet with buttons: each mention marked right or wrong, and what that shows."""

from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from workbench import evidence
from workbench.actors import kwic, precision, read_marks, save_marks
from workbench.tables import require

_UNSEEN = "not checked"
_MARKS = {_UNSEEN: pd.NA, "right": True, "wrong": False}


class CheckingSheet:
    """Mark each mention of a sheet right or wrong; every mark is kept in a file at once.

    Parameters
    ----------
    sheet
        From `workbench.actors.sample_mentions`.
    segments
        The text the mentions stand in.
    file
        ``checked.csv`` beside the corpus, there yet or not. Marks that it holds of these
        mentions are shown; those of others are kept.

    Attributes
    ----------
    marks
        One control a mention: ``not checked``, ``right`` or ``wrong``.
    frame
        The sheet with the marks as they stand.
    precision
        What they show: see `workbench.actors.precision`.
    widget
        Everything, for JupyterLab.
    """

    def __init__(self, sheet: pd.DataFrame, segments: pd.DataFrame, file: str | Path) -> None:
        require(sheet, "mentions")
        self._file = Path(file)
        self.frame = read_marks(sheet, self._file)
        lines = kwic(segments, self.frame, window=60)
        self.marks = [widgets.ToggleButtons(options=list(_MARKS), value=_named(right))
                      for right in self.frame["right"]]
        self._view = widgets.HTML()
        rows = []
        for number, (row, line, mark) in enumerate(zip(
                self.frame.itertuples(), lines.itertuples(), self.marks, strict=True)):
            actor = "nobody" if pd.isna(row.actor_id) else row.actor_id
            text = widgets.HTML(evidence.block([
                evidence.note(f"{row.surface} = {actor}, {row.kind}, {row.article_id}"),
                _in_line(line.pre, line.keyword, line.post)]))
            mark.observe(lambda change, at=number: self._mark(at, change["new"]), "value")
            rows.append(widgets.VBox([text, mark]))
        self._show()
        self.widget = widgets.VBox([*rows, self._view])

    @property
    def precision(self) -> pd.DataFrame:
        """The share of right mentions among those marked, with its interval."""
        return precision(self.frame)

    def _mark(self, at: int, mark: str) -> None:
        right = self.frame["right"].copy()
        right.iloc[at] = _MARKS[mark]
        self.frame = self.frame.assign(right=right)
        try:
            save_marks(self.frame, self._file)
            self._show()
        except (OSError, ValueError) as error:
            self._show(f"The marks could not be written: {error}")

    def _show(self, problem: str = "") -> None:
        table = evidence.table_html(
            self.precision.round(3), caption="Precision of the mentions marked", max_rows=20,
            counted=False)
        self._view.value = evidence.block([*([evidence.note(problem)] if problem else []), table])

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = self.widget._repr_mimebundle_(**kwargs)
        marked = int(self.frame["right"].notna().sum())
        return bundle | {"text/plain": f"Checking sheet: {marked} of {len(self.frame)} marked"}


def _in_line(pre: str, keyword: str, post: str) -> str:
    span = pd.DataFrame({"start": [len(pre)], "end": [len(pre) + len(keyword)], "kind": ["name"]})
    return evidence.marked_text(pre + keyword + post, span)


def _named(right: Any) -> str:
    return _UNSEEN if pd.isna(right) else "right" if right else "wrong"
