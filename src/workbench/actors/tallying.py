"""Mentions and quotations as numbers, to be counted as a whole or in any part."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench import text
from workbench.tables import COUNTED

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

COUNTS = ["n_named", "n_articles", "n_outlets", "n_headline", "n_first_paragraph",
          "n_only_copied", "n_quoted"]
_LONGEST_LEDE = 600  # characters; a longer first paragraph is a page without paragraphs


class Tally:
    """Counts an actor and `group` of articles: of all mentions, or of those that a mask keeps.

    Whatever can be told once is told here: joining and grouping millions of strings takes ten
    times as long as counting numbers, and numbers can be counted again for every filter.

    Parameters
    ----------
    mentions, quotes
        Tables, or parts of them. Mentions outside headlines and bodies, of other articles, and
        those without an actor are left out.
    articles
        Articles with a column `group`.
    copied
        Which mentions stand in copied text; None where this is not known.
    """

    def __init__(self, mentions: pd.DataFrame, quotes: pd.DataFrame, articles: pd.DataFrame,
                 copied: pd.Series | None = None) -> None:
        articles = articles.drop_duplicates("article_id")
        counts = mentions["zone"].isin(COUNTED).to_numpy(dtype=bool)
        self._named, self._quoted = _numbered(mentions, articles, counts), _numbered(
            quotes, articles)
        row, n_articles = self._named.row, max(1, len(articles))
        self._body = (mentions["zone"] == "body").to_numpy(dtype=bool)[row]
        ends = np.array(_first_paragraph_ends(articles), dtype=np.int64)
        self._first = self._body & (mentions["end"].to_numpy()[row] <= ends[self._named.article])
        self._copied = None if copied is None else copied.to_numpy()[row]
        self._pair, pairs = pd.factorize(self._named.key * n_articles + self._named.article)
        self._key, article = np.divmod(pairs, n_articles)
        outlet, outlets = pd.factorize(articles["outlet"])
        shown = outlet[article]
        self._shown, shown_by = pd.factorize(np.where(
            shown < 0, -1, self._key * max(1, len(outlets)) + shown))
        self._shown[shown < 0] = len(shown_by)  # one place for all that have no outlet
        self._shown_key = shown_by // max(1, len(outlets))

    def table(self, named: Mask | None = None, quoted: Mask | None = None) -> pd.DataFrame:
        """One row an actor and group that is named or quoted: `actor_id`, `group`, the counts.

        Parameters
        ----------
        named, quoted
            Which rows of the mentions, and of the quotations, to count; None counts all.
        """
        both = pd.concat([_labelled(self._named, self._counts(named)),
                          _labelled(self._quoted, self._quotes(quoted))])
        whole = both.groupby(["actor_id", "group"], dropna=False)[COUNTS].sum().reset_index()
        whole = whole[whole[["n_named", "n_quoted"]].any(axis=1)].reset_index(drop=True)
        return whole if self._copied is not None else whole.assign(
            n_only_copied=pd.array([pd.NA] * len(whole), dtype="Int64"))

    def _counts(self, mask: Mask | None) -> dict[str, Ints]:
        rows = slice(None) if mask is None else np.flatnonzero(mask[self._named.row])
        n, key = len(self._named.actor_id), self._named.key[rows]
        article = np.zeros(len(self._key), dtype=bool)
        article[self._pair[rows]] = True
        outlet = np.zeros(len(self._shown_key) + 1, dtype=bool)
        outlet[self._shown[article]] = True

        def count(which: Mask) -> Ints:
            return np.bincount(key[which[rows]], minlength=n)

        return {"n_named": np.bincount(key, minlength=n),
                "n_articles": np.bincount(self._key[article], minlength=n),
                "n_outlets": np.bincount(self._shown_key[outlet[:-1]], minlength=n),
                "n_headline": count(~self._body), "n_first_paragraph": count(self._first),
                } | ({} if self._copied is None else {"n_only_copied": count(self._copied)})

    def _quotes(self, mask: Mask | None) -> dict[str, Ints]:
        rows = slice(None) if mask is None else mask[self._quoted.row]
        return {"n_quoted": np.bincount(self._quoted.key[rows],
                                        minlength=len(self._quoted.actor_id))}


class _Numbered(NamedTuple):
    """Rows of a table that stand in one of the articles and have an actor."""

    row: Ints
    article: Ints  # its row among the articles
    key: Ints  # the number of its actor and group
    actor_id: pd.Series  # of each key
    group: pd.Series


def _numbered(rows: pd.DataFrame, articles: pd.DataFrame, mask: Mask | None = None) -> _Numbered:
    code, ids = pd.factorize(rows["article_id"])
    place = np.append(pd.Index(articles["article_id"]).get_indexer(pd.Index(ids)), -1)[code]
    actor, actors = pd.factorize(rows["actor_id"])
    kept = np.flatnonzero((actor >= 0) & (place >= 0) & (True if mask is None else mask))
    group, groups = pd.factorize(articles["group"], use_na_sentinel=False)
    key, keys = pd.factorize(actor[kept] * max(1, len(groups)) + group[place[kept]])
    of, within = np.divmod(keys, max(1, len(groups)))
    return _Numbered(kept, place[kept], key, pd.Series(actors.astype("string")[of]),
                     pd.Series(groups[within]))


def _labelled(numbered: _Numbered, columns: dict[str, Ints]) -> pd.DataFrame:
    counts = pd.DataFrame(columns, dtype="int64").reindex(columns=COUNTS, fill_value=0)
    return counts.assign(actor_id=numbered.actor_id, group=numbered.group)


def _first_paragraph_ends(articles: pd.DataFrame) -> list[int]:
    return [start + _lede_end(body) for start, body in zip(
        articles["start"], articles["text"].fillna(""), strict=True)]


def _lede_end(body: str) -> int:
    """Where the first paragraph ends; on a page that lost its paragraphs, the second sentence."""
    first, end = next(iter(text.paragraphs(body)), (0, 0))
    if end - first > _LONGEST_LEDE:
        opening = text.sentences(body[first:first + _LONGEST_LEDE])
        end = first + [last for _, last in opening][:2][-1]
    return end
