"""Controls that write an analyst's corrections of a page beside the corpus."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from workbench.explorers.controls import ALL, offer
from workbench.registries import add_correction, corrections_file
from workbench.tables import InputError

_SURFACE = 40  # characters of a start that are kept, to see later whether they still stand there


class PageCorrections:
    """Accept or refuse a start, add one, date an article: rows of ``corrections.csv``.

    They are applied when the corpus is loaded the next time.

    Parameters
    ----------
    corpus
        The folder or file that was loaded; empty where nothing can be written, as beside the
        shipped sample.

    Attributes
    ----------
    start, words, days
        Controls: a start on the page, the first words of a missing one, a day or two (``A/B``).
    accept, refuse, add, date
        Buttons.
    told
        What was written, or why it was not.
    """

    def __init__(self, corpus: str | Path) -> None:
        self._file = corrections_file(corpus) if str(corpus) else None
        self._page, self._text = "", ""
        self.start = widgets.Dropdown(description="Start", options=[("none", ALL)])
        self.words = widgets.Text(description="Words", placeholder="first words of an article")
        self.days = widgets.Text(description="Published", placeholder="2025-05-03 or A/B")
        self.told = widgets.HTML("" if self._file else (
            "To correct starts and days, load a folder of your own: the parameter corpus."))
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
