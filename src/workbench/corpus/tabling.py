"""Pages as rows of the tables `spans`, `articles` and `segments`."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from workbench import text as txt
from workbench.pages import Page
from workbench.tables import COLUMNS

_SPANS = list(COLUMNS["spans"])
_SEGMENTS = list(COLUMNS["segments"])


class Rows:
    """Rows of all pages so far.

    `before` keeps, of pages that an analyst corrects, the starts found without, with their
    confidence.
    """

    def __init__(self) -> None:
        self.before: dict[tuple[str, int], float] = {}
        self._spans: list[tuple[Any, ...]] = []
        self._segments: list[tuple[Any, ...]] = []
        self._articles: list[dict[str, Any]] = []

    def note_before(self, file_id: str, page: Page) -> None:
        """Keep the starts of a page as they are without corrections."""
        self.before |= {(file_id, a.start): a.start_confidence for a in page.articles}

    def frame(self, name: str) -> pd.DataFrame:
        """The rows of ``spans``, ``articles`` or ``segments``."""
        if name == "articles":
            return pd.DataFrame(self._articles, columns=list(COLUMNS["articles"]))
        return pd.DataFrame(self._spans if name == "spans" else self._segments,
                            columns=_SPANS if name == "spans" else _SEGMENTS)

    def add(self, file_id: str, text: str, page: Page) -> None:
        """Take up a page."""
        cleaned = txt.clean(text)
        ids = [f"{file_id}:{article.start}" for article in page.articles]
        headed: set[int | None] = set()
        noise: list[list[txt.Interval]] = [[] for _ in ids]
        for start, end, kind, article in page.spans:
            owner = None if article is None else ids[article]
            self._spans.append((file_id, start, end, kind, owner))
            if kind == "body":
                continue
            zone = "headline" if kind == "headline" and article not in headed else "other"
            headed |= {article} if zone == "headline" else set()
            if article is not None:
                noise[article].append((start, end))
            self._segments.append((owner, file_id, start, end, zone, cleaned[start:end],
                                   text[start:end]))
        for row, source in _articles(file_id, text, cleaned, page, noise):
            self._articles.append(row)
            self._segments.append((row["article_id"], file_id, row["start"], row["end"], "body",
                                   row["text"], source))


def _articles(file_id: str, text: str, cleaned: str, page: Page, noise: list[list[txt.Interval]],
              ) -> Iterator[tuple[dict[str, Any], str]]:
    """Rows of `articles`, each with its stretch of the file, noise masked in both."""
    for article, places in zip(page.articles, noise, strict=True):
        start, end = article.start, article.end
        inside = [(s - start, e - start) for s, e in places if start <= s < end]
        masked = txt.mask(cleaned[start:end], inside)
        yield article._asdict() | {
            "article_id": f"{file_id}:{start}", "file_id": file_id, "text": masked,
            "authors": "|".join(article.authors), "n_words": txt.count_words(masked),
        }, txt.mask(text[start:end], inside)
