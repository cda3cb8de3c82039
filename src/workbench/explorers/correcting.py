"""Controls that write an analyst's corrections of pages and mentions beside the corpus."""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from workbench import evidence
from workbench.explorers.controls import ALL, offer
from workbench.registries import add_correction
from workbench.tables import InputError

PLACE, FILE, EVERYWHERE = "this place", "this surface in this file", "this surface everywhere"
_FIX_ACTOR = ("merge", "assign")
_SURFACE = 40  # characters of a start that are kept, to see later whether they still stand there


class PageCorrections:
    """Accept or refuse a start, add one, date an article: rows of ``corrections.csv``.

    They are applied when the corpus is loaded the next time.

    Parameters
    ----------
    file
        ``corrections.csv`` of the corpus, there yet or not; None where nothing is to be written.

    Attributes
    ----------
    start, words, days
        Controls: a start on the page, the first words of a missing one, a day or two (``A/B``).
    accept, refuse, add, date
        Buttons.
    told
        What was written, or why it was not.
    """

    def __init__(self, file: str | Path | None) -> None:
        self._file = None if file is None else Path(file)
        self._page, self._text = "", ""
        self.start = widgets.Dropdown(description="Start", options=[("none", ALL)])
        self.words = widgets.Text(description="Words", placeholder="first words of an article")
        self.days = widgets.Text(description="Published", placeholder="2025-05-03 or A/B")
        self.told = widgets.HTML("" if self._file else (
            "To correct starts and days, say where: corrections_file=bench.corrections_file."))
        self.accept = self._button("Accept start", lambda: self._chosen("start"))
        self.refuse = self._button("Refuse start", lambda: self._chosen("no_start"))
        self.add = self._button("Add start", self._add)
        self.date = self._button("Set day", lambda: self._chosen("date", self.days.value.strip()))
        self.widget = widgets.VBox([
            widgets.HBox([self.start, self.accept, self.refuse], layout={"flex_flow": "row wrap"}),
            widgets.HBox([self.words, self.add, self.days, self.date],
                         layout={"flex_flow": "row wrap"}), self.told])

    def follow(self, file_id: str, text: str, articles: pd.DataFrame) -> None:
        """Offer the starts of these articles of a file."""
        self._page, self._text = file_id, text
        offer(self.start, [("none", ALL), *(
            (f"{start}: {self._surface(start)}… ({confidence:.2f})", str(start))
            for start, confidence in zip(articles["start"], articles["start_confidence"],
                                         strict=True))])

    def _button(self, description: str, work: Callable[[], str]) -> widgets.Button:
        button = widgets.Button(description=description, disabled=self._file is None)
        button.on_click(lambda _: self._tell(work))
        return button

    def _tell(self, work: Callable[[], str]) -> None:
        try:
            self.told.value = escape(work())
        except (InputError, OSError) as error:
            self.told.value = escape(f"not written: {error}")

    def _chosen(self, action: str, note: str = "") -> str:
        if self.start.value == ALL:
            return "choose a start first"
        return self._write(action, int(self.start.value), note)

    def _add(self) -> str:
        words = self.words.value.strip()
        at = self._text.find(words) if words else -1
        if at < 0:
            return f"«{words}» does not stand in {self._page}; copy the words from the text"
        if self._text.find(words, at + 1) >= 0:
            return f"«{words}» stands in {self._page} more than once; copy more words"
        return self._write("start", at, "")

    def _write(self, action: str, start: int, note: str) -> str:
        assert self._file is not None  # the buttons are disabled
        add_correction(self._file, action=action, file_id=self._page, start=start,
                       surface=self._surface(start), note=note)
        return (f"{action} {note} at {self._page}, {start}, written to {self._file}; "
                "it counts from the next load on").replace("  ", " ")

    def _surface(self, start: int) -> str:
        """The first words at a start, as they stand in one line of the file."""
        return self._text[start:start + _SURFACE].partition("\n")[0].partition("\r")[0].strip()


class CorrectionForm:
    """Choose a mention, say what it is, and have it written to the file of corrections.

    Parameters
    ----------
    file
        ``corrections.csv`` beside the corpus, there yet or not.
    actors
        Whom a mention may be of.
    apply
        What to do with the corrections once they are written: count again.

    Attributes
    ----------
    mention, action, actor, scope, note, button, message
        Controls, and the outcome in words.
    widget
        All of them, for JupyterLab.
    """

    def __init__(self, file: Path, actors: pd.DataFrame,
                 apply: Callable[[pd.DataFrame], str]) -> None:
        self._file, self._apply = file, apply
        self._rows: dict[int, Mapping[str, Any]] = {}
        names = actors.dropna(subset="name").sort_values("name")
        self.mention = widgets.Dropdown(description="Mention", layout={"width": "40rem"})
        self.action = widgets.Dropdown(description="Correction", options=[
            ("is another actor", "assign"), ("is nobody's for certain", "split"),
            ("is no mention", "block")])
        self.actor = widgets.Combobox(
            description="Of actor", options=list(names["actor_id"]), ensure_option=True)
        self.scope = widgets.ToggleButtons(options=[PLACE, FILE, EVERYWHERE], description="Where",
                                           style={"button_width": "auto"})  # or words are cut
        self.note = widgets.Text(description="Note")
        self.button = widgets.Button(description="Correct", button_style="primary")
        self.message = widgets.HTML()
        self.button.on_click(self._write)
        self.widget = widgets.Accordion([widgets.VBox([
            self.mention, self.action, self.actor, self.scope, self.note, self.button,
            self.message])], titles=["Correct a mention"])

    def offer(self, lines: pd.DataFrame) -> None:
        """Offer these mentions, with `pre` and `post`, to be corrected."""
        self._rows = dict(enumerate(lines.to_dict("records")))
        offer(self.mention, [
            (f"{number + 1}: …{row['pre'][-30:]}[{row['surface']}]{row['post'][:30]}…", number)
            for number, row in self._rows.items()])

    def _write(self, _: Any) -> None:
        try:
            row = self._rows.get(self.mention.value)
            if row is None:
                raise InputError("no mention is chosen; widen the controls above")
            corrections = add_correction(self._file, **self._cells(row))
            self.message.value = evidence.note(self._apply(corrections))
        except (OSError, InputError) as error:
            self.message.value = evidence.note(f"Not corrected: {error}")

    def _cells(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The correction as a row: a surface that is another actor's everywhere is merged."""
        action, scope = self.action.value, self.scope.value
        if action == "assign" and scope != PLACE:
            action = "merge"
        cells = {"action": action, "surface": " ".join(row["surface"].split()),
                 "note": self.note.value}
        if scope == PLACE:
            cells["surface"] = row["surface"]
            cells |= {"start": int(row["start"]), "end": int(row["end"])}
        if scope != EVERYWHERE:
            cells["file_id"] = row["file_id"]
        return cells | ({"actor_id": self.actor.value} if action in _FIX_ACTOR else {})
