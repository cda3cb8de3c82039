"""Explorers that show texts: a file with its spans, two articles side by side."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd
from altair.typing import ChartType

from workbench import charts, evidence, reuse
from workbench.explorers.controls import (
    ALL,
    Explorer,
    choice,
    choose,
    offer,
    offered,
    text_or,
)
from workbench.explorers.correcting import PageCorrections
from workbench.render import headings, shorten
from workbench.tables import require

PAGE = 6_000  # characters of a file shown at a time
_PAIRS = 500  # pairs to choose from: a longer list helps nobody
_EARLIER = {"a": "left", "b": "right", "unknown": "unknown"}


class CorpusExplorer(Explorer):
    """Page through a file: every character with the kind of its span, articles where they begin.

    Parameters
    ----------
    files, spans, articles, texts
        As loaded: see `workbench.corpus.Corpus`. `texts` maps a file_id to its text.
    file
        The file_id to begin with; empty for the first.
    corrections_file
        Where corrections are written: `Analysis.corrections_file`. Without it nothing is.

    Attributes
    ----------
    file, page
        Controls.
    corrections
        Controls that accept, refuse or add a start, or date an article, for the next load.
    frame
        The spans on the page.

    Raises
    ------
    ValueError
        There is no text of this file.
    """

    title = "Files, spans and articles"

    def __init__(self, files: pd.DataFrame, spans: pd.DataFrame, articles: pd.DataFrame,
                 texts: Mapping[str, str] | pd.Series, *, file: str = "",
                 corrections_file: str | Path | None = None) -> None:
        for table, name in ((files, "files"), (spans, "spans"), (articles, "articles")):
            require(table, name)
        self._spans, self._articles, self._texts = spans, articles, dict(texts)
        self.file = widgets.Dropdown(
            description="File", options=[f for f in files["file_id"] if f in self._texts])
        if file:
            choose(self.file, file)
        self.page = widgets.IntSlider(description="Page", min=1, max=1, continuous_update=False)
        self.corrections = PageCorrections(corrections_file)
        super().__init__(self.file, self.page)
        self._row.children += (self.corrections.widget,)

    @property
    def chart(self) -> ChartType:
        """When the file's articles appeared."""
        return charts.publication_chart(self._articles[self._articles["file_id"].eq(
            self.file.value)])

    def _select(self) -> pd.DataFrame:
        self._text = self._texts.get(self.file.value, "")
        pages = _pages(self._text)
        self.page.max = len(pages)
        self._start, self._end = pages[self.page.value - 1]
        shown = _overlapping(self._articles, self.file.value, self._start, self._end)
        self.corrections.follow(self.file.value or "", self._text, shown)
        return _overlapping(self._spans, self.file.value, self._start, self._end)

    def _parts(self) -> Sequence[str]:
        about = (f"{self.file.value}, characters {self._start:,} to {self._end:,} of "
                 f"{len(self._text):,}; body text is not colored")
        articles = _overlapping(self._articles, self.file.value, self._start, self._end)
        bounds = {*articles["start"], *articles["end"]}
        cuts = sorted({self._start, self._end, *(c for c in bounds if self._start < c < self._end)})
        return [evidence.note(about), evidence.legend(sorted(self.frame["kind"].unique())),
                *(part for start, end in pairwise(cuts) if self._text[start:end].strip()
                  for part in self._stretch(articles, start, end))]

    def _stretch(self, articles: pd.DataFrame, start: int, end: int) -> Iterable[str]:
        """A heading that says which article this is or that it is none, and the marked text."""
        inside = articles[(articles["start"] <= start) & (articles["end"] > start)]
        if inside.empty:
            yield evidence.heading("Outside the articles")
        for row in inside.itertuples():
            begins = "begins here" if row.start == start else "goes on"
            yield evidence.heading(
                f"{text_or(row.headline, 'no headline')} · {text_or(row.outlet, 'no outlet')} · "
                f"{row.article_id} {begins}, start confidence {row.start_confidence:.2f}")
        yield evidence.marked_text(self._text[start:end], self.frame, offset=start)

    def _clicked(self, point: Mapping[str, Any]) -> None:
        found = self._articles[self._articles["article_id"].eq(point.get("article_id"))]
        for start in found["start"]:
            self.page.value = bisect_right([end for _, end in _pages(self._text)], start) + 1


class OverlapExplorer(Explorer):
    """Read two articles side by side: what one has from the other, and what was changed.

    Parameters
    ----------
    alignments, articles, texts
        Passages in common, the articles, and the files' texts by file_id.
    pair
        The article_ids of two articles to begin with, in either order; empty for the two with
        most words in common.

    Attributes
    ----------
    kind, pair
        Controls. Of the pairs of articles those with most words in common are offered, and one
        that is asked for: by the argument, or by a click on the chart.
    frame
        The alignments of the pair.

    Raises
    ------
    ValueError
        The two articles have no passage in common.
    """

    title = "Passages in common"

    def __init__(self, alignments: pd.DataFrame, articles: pd.DataFrame,
                 texts: Mapping[str, str] | pd.Series, *, pair: Sequence[str] = ()) -> None:
        require(alignments, "alignments")
        require(articles, "articles")
        self._articles, self._texts = articles, dict(texts)
        self._alignments = alignments.assign(**{side: alignments[f"article_id_{side}"].fillna(
            alignments[f"file_id_{side}"]) for side in "ab"})
        self._names = _names(articles[articles["article_id"].isin(
            [*self._alignments["a"], *self._alignments["b"]])])
        self._asked: set[tuple[str, ...]] = set()
        self.kind = choice("Kind", alignments["kind"])
        self.pair = widgets.Dropdown(description="Pair", options=self._pair_options(),
                                     layout={"width": "60rem"})
        super().__init__(self.kind, self.pair)
        if pair and not self._ask(pair):
            raise ValueError(f"pair {tuple(pair)!r}: these have no passage in common; a pair is "
                             "two article_ids of one row of the alignments")

    @property
    def chart(self) -> ChartType:
        """Which articles share passages of the chosen kind."""
        return charts.alignment_chart(self._of_kind(), self._articles)

    def _of_kind(self) -> pd.DataFrame:
        rows = self._alignments
        return rows if self.kind.value == ALL else rows[rows["kind"].eq(self.kind.value)]

    def _pair_options(self) -> list[tuple[str, tuple[str, str]]]:
        """Pairs by words in common, named by their headlines."""
        words = self._of_kind().groupby(["a", "b"])["n_words"].sum().sort_values(
            ascending=False, kind="stable")
        self._n_pairs = len(words)
        asked = words.iloc[_PAIRS:]
        words = pd.concat([words.head(_PAIRS), asked[asked.index.isin(self._asked)]])
        return [(f"{n} words: {self._name(a)}  ↔  {self._name(b)}", (a, b))
                for (a, b), n in words.items()]

    def _ask(self, ids: Sequence[str]) -> bool:
        """Offer and choose the pair of these articles, if they have passages in common."""
        self._asked = {tuple(ids), tuple(reversed(ids))}
        offer(self.pair, self._pair_options())
        found = [pair for pair in offered(self.pair) if pair in self._asked]
        if found:
            self.pair.value = found[0]
        return bool(found)

    def _chosen(self) -> tuple[str, str]:
        return self.pair.value or ("", "")

    def _name(self, article_id: str) -> str:
        return self._names.get(article_id, f"{article_id} (no article)")

    def _select(self) -> pd.DataFrame:
        offer(self.pair, self._pair_options())
        a, b = self._chosen()
        rows = self._of_kind()
        return rows[rows["a"].eq(a) & rows["b"].eq(b)].drop(columns=["a", "b"])

    def _parts(self) -> Sequence[str]:
        if self.frame.empty:
            return [evidence.note("No passages in common.")]
        names = [[evidence.heading(self._name(article_id))] for article_id in self._chosen()]
        whole = [[self._whole(side, article_id)] for side, article_id in zip(
            "ab", self._chosen(), strict=True)]
        return [evidence.note(f"{len(self.pair.options):,} of {self._n_pairs:,} pairs to choose "
                              "from, those with most words in common first"),
                evidence.legend(["copied", "changed"]), evidence.side_by_side(*names),
                *(part for row in self.frame.itertuples() for part in self._passage(row)),
                evidence.fold("Both articles in full, copied passages marked",
                              [evidence.side_by_side(*whole)])]

    def _passage(self, row: Any) -> Iterable[str]:
        """One pair of passages, side by side, with what differs marked."""
        yield evidence.note(
            f"{row.n_words} words, similarity {row.similarity:.2f}, {row.kind}, "
            f"earlier: {_EARLIER[row.earlier]}; {row.file_id_a} {row.start_a} to {row.end_a}, "
            f"{row.file_id_b} {row.start_b} to {row.end_b}")
        yield compared(self._texts[row.file_id_a][row.start_a:row.end_a],
                       self._texts[row.file_id_b][row.start_b:row.end_b])

    def _whole(self, side: str, article_id: str) -> str:
        """The article, its copied passages marked."""
        found = self._articles[self._articles["article_id"].eq(article_id)]
        copied = self.frame[[f"start_{side}", f"end_{side}"]].set_axis(["start", "end"], axis=1)
        for row in found.itertuples():
            text = self._texts[row.file_id][row.start:row.end]
            return evidence.marked_text(text, copied.assign(kind="copied"), offset=row.start)
        return evidence.note("Not an article: the passage stands outside of them.")

    def _clicked(self, point: Mapping[str, Any]) -> None:
        self._ask([str(point.get(f"article_id_{side}")) for side in "ab"])


def compared(left: str, right: str) -> str:
    """Two passages side by side, with what they share and what differs marked."""
    found = reuse.differences(left, right)
    kind = found["tag"].map({"equal": "copied"}).fillna("changed")
    return evidence.side_by_side(*([evidence.marked_text(text, pd.DataFrame({
        "start": found[f"start_{side}"], "end": found[f"end_{side}"], "kind": kind,
        "title": found["tag"]}))] for side, text in zip("ab", (left, right), strict=True)))


def _pages(text: str) -> list[tuple[int, int]]:
    """Where to cut a text into pages, at line ends where there are any."""
    cuts = [0]
    while cuts[-1] + PAGE < len(text):
        newline = text.rfind("\n", cuts[-1] + PAGE // 2, cuts[-1] + PAGE)
        cuts.append(newline + 1 if newline >= 0 else cuts[-1] + PAGE)
    return list(pairwise([*cuts, len(text)]))


def _names(articles: pd.DataFrame) -> dict[str, str]:
    """Headline and outlet by article_id."""
    heads = shorten(headings(articles), 50)
    return dict(zip(articles["article_id"], heads + " · " + articles["outlet"].fillna("no outlet"),
                    strict=True))


def _overlapping(frame: pd.DataFrame, file_id: str, start: int, end: int) -> pd.DataFrame:
    """Rows of the file that have characters between `start` and `end`."""
    return frame[frame["file_id"].eq(file_id) & frame["start"].lt(end) & frame["end"].gt(start)]
