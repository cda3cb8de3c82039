"""Five counts an actor: named, quoted, in headlines, in first paragraphs, only in copied text."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench import text
from workbench.dating import first_copies
from workbench.tables import COUNTED, require

Ints = npt.NDArray[np.int64]

_OUTLET = "outlet"
_PERIODS = {"D": "D", "W": "W-SUN", "MS": "M"}
_COUNTS = ["n_named", "n_articles", "n_outlets", "n_headline", "n_first_paragraph",
           "n_only_copied", "n_quoted"]
_LONGEST_LEDE = 600  # characters; a longer first paragraph is a page without paragraphs


def count_mentions(
    mentions: pd.DataFrame, quotes: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame,
    *, alignments: pd.DataFrame | None = None, stories: pd.Series | None = None,
) -> pd.DataFrame:
    """How often each actor is named, and of that where; and how often quoted.

    Mentions and quotations of other articles than those given are left out, and so are mentions
    outside headlines and bodies, and unresolved ones (`unresolved` lists them). So counts of one
    outlet or one month are those of its `articles`.

    Parameters
    ----------
    mentions, quotes, actors, articles
        The tables of the corpus, or a part of them.
    alignments
        Reused passages, from which `n_only_copied` is counted.
    stories
        The story of each article (`workbench.reuse.unique_stories`, indexed by article id). Of
        each story its first copy is counted, the others are not (`dating.first_copies`).

    Returns
    -------
    pandas.DataFrame
        One row an actor with a mention or quotation, most named first: `actor_id`, `name`,
        `type`; mentions (`n_named`), articles and outlets with one, mentions in a headline
        (`n_headline`), in an article's first paragraph (the first two sentences, where the page
        has lost its paragraphs), and in copied text only (`n_only_copied`, see `is_copied`;
        missing without `alignments`), quotations (one a pair of marks).
    """
    for frame, name in ((mentions, "mentions"), (quotes, "quotes"), (actors, "actors"),
                        (articles, "articles")):
        require(frame, name)
    chosen = _told_first(articles, stories)
    counts = _counted(mentions, quotes, chosen.assign(group=""), alignments)
    return _of_actors(counts, actors).drop(columns="group").sort_values(
        ["n_named", "n_quoted", "actor_id"], ascending=[False, False, True], ignore_index=True)


def count_mentions_by(
    mentions: pd.DataFrame, quotes: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame,
    *, by: str = "outlet", alignments: pd.DataFrame | None = None,
    stories: pd.Series | None = None,
) -> pd.DataFrame:
    """The counts of `count_mentions` for each outlet, or for each period.

    Parameters
    ----------
    mentions, quotes, actors, articles, alignments, stories
        As there.
    by
        ``"outlet"``, or a period: ``"D"``, ``"W"`` (Monday to Sunday) or ``"MS"`` (months).

    Returns
    -------
    pandas.DataFrame
        One row an actor and outlet (or period) with a mention or quotation, the actor named most
        first, its outlets by mentions, its periods in their order: `actor_id`, `name`,
        `type`, `outlet` or `period_start`, and the counts. An article without an outlet, or
        whose interval of publication is open or reaches over two periods, counts under a
        missing one: the sums are those of `count_mentions`, nothing is dropped or guessed.

    Raises
    ------
    ValueError
        `by` is none of these.
    """
    for frame, name in ((mentions, "mentions"), (quotes, "quotes"), (actors, "actors"),
                        (articles, "articles")):
        require(frame, name)
    chosen = _told_first(articles, stories)
    counts = _counted(mentions, quotes, chosen.assign(group=group_articles(chosen, by)),
                      alignments)
    column = _OUTLET if by == _OUTLET else "period_start"
    table = _of_actors(counts, actors).rename(columns={"group": column})
    total = table.groupby("actor_id")["n_named"].transform("sum")
    order = {"n_named": False, column: True} if by == _OUTLET else {column: True}
    return table.assign(total=total).sort_values(
        ["total", "actor_id", *order], ascending=[False, True, *order.values()],
        ignore_index=True).drop(columns=["n_outlets", "total"])


def _told_first(articles: pd.DataFrame, stories: pd.Series | None) -> pd.DataFrame:
    """Of each story its first copy; all articles, if no stories are given."""
    return articles if stories is None else articles[
        articles["article_id"].isin(first_copies(articles, stories))]


def _counted(
    mentions: pd.DataFrame, quotes: pd.DataFrame, chosen: pd.DataFrame,
    alignments: pd.DataFrame | None,
) -> pd.DataFrame:
    """The counts, one row an actor and `group` of the articles.

    Ids are counted as numbers: joining and grouping millions of strings takes ten times as long.
    """
    chosen = chosen.drop_duplicates("article_id")
    counted = mentions[mentions["zone"].isin(COUNTED).to_numpy(dtype=bool)]
    named, quoted = (_numbered(rows, chosen) for rows in (counted, quotes))
    counted = counted.iloc[named.row]
    in_body = (counted["zone"] == "body").to_numpy(dtype=bool)
    first = in_body & (counted["end"].to_numpy() <= _ends(chosen)[named.article])
    copied = np.zeros(len(counted)) if alignments is None else is_copied(counted, alignments)
    article, n_articles = _distinct(named.key, named.article, len(chosen))
    outlet = pd.factorize(chosen["outlet"])[0][article % max(1, len(chosen))]
    own = article[outlet >= 0] // max(1, len(chosen))
    _, n_outlets = _distinct(own, outlet[outlet >= 0], int(outlet.max(initial=0)) + 1)
    columns = {"n_named": np.bincount(named.key), "n_articles": n_articles,
               "n_outlets": n_outlets, "n_headline": np.bincount(named.key, ~in_body),
               "n_first_paragraph": np.bincount(named.key, first),
               "n_only_copied": np.bincount(named.key, copied)}
    both = pd.concat([_labelled(named, columns), _labelled(quoted, {
        "n_quoted": np.bincount(quoted.key)})]).groupby(
            ["actor_id", "group"], dropna=False, observed=True)[_COUNTS].sum().reset_index()
    whole = both.assign(**both[_COUNTS].astype("int64"))
    return whole if alignments is not None else whole.assign(
        n_only_copied=pd.array([pd.NA] * len(whole), dtype="Int64"))


class _Numbered(NamedTuple):
    """Rows of a table that stand in a chosen article and have an actor."""

    row: Ints
    article: Ints  # its row among the articles
    key: Ints  # the number of its actor and group
    actor_id: pd.Series  # of each key
    group: pd.Series


def _numbered(rows: pd.DataFrame, chosen: pd.DataFrame) -> _Numbered:
    code, ids = pd.factorize(rows["article_id"])
    place = np.append(pd.Index(chosen["article_id"]).get_indexer(pd.Index(ids)), -1)[code]
    actor, actors = pd.factorize(rows["actor_id"])
    kept = np.flatnonzero((actor >= 0) & (place >= 0))
    group, groups = pd.factorize(chosen["group"], use_na_sentinel=False)
    key, keys = pd.factorize(actor[kept] * max(1, len(groups)) + group[place[kept]])
    of, within = np.divmod(keys, max(1, len(groups)))
    return _Numbered(kept, place[kept], key, pd.Series(actors.astype("string")[of]),
                     pd.Series(groups[within]))


def _distinct(key: Ints, value: Ints, n_values: int) -> tuple[Ints, Ints]:
    """Pairs of a key and a value as numbers, each once, and how many every key has."""
    pairs = pd.unique(key * max(1, n_values) + value)
    return pairs, np.bincount(pairs // max(1, n_values))


def _labelled(numbered: _Numbered, columns: dict[str, Ints]) -> pd.DataFrame:
    n = len(numbered.actor_id)
    whole = {name: np.append(counts, np.zeros(n - len(counts))) for name, counts in columns.items()}
    empty = {name: np.zeros(n) for name in _COUNTS if name not in columns}
    return pd.DataFrame({"actor_id": numbered.actor_id, "group": numbered.group, **whole, **empty})


def _of_actors(counts: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    return actors[["actor_id", "name", "type"]].merge(
        counts[["actor_id", "group", *_COUNTS]], on="actor_id")


def group_articles(articles: pd.DataFrame, by: str) -> pd.Series:
    """What `count_mentions_by` counts each article under: its outlet, or its period's first day.

    Missing where the outlet is unknown, or the interval of publication open or of two periods.

    Raises
    ------
    ValueError
        `by` is none of ``"outlet"``, ``"D"``, ``"W"`` and ``"MS"``.
    """
    if by == _OUTLET:
        return articles["outlet"]
    if by not in _PERIODS:
        raise ValueError(f"by={by!r} is nothing to count by; try 'outlet', 'D', 'W' or 'MS'.")
    first, last = (articles[f"published_{side}"].dt.to_period(_PERIODS[by]).dt.start_time
                   for side in ("earliest", "latest"))
    return first.where(first == last).astype("datetime64[s]")


def is_copied(spans: pd.DataFrame, alignments: pd.DataFrame) -> pd.Series:
    """Which spans stand in copied text: not shown to be this article's own words.

    A span is copied when it lies wholly inside one passage that is aligned with a passage of
    another article (`kind` ``cross_article``), unless every such alignment says that this side
    is the earlier one. Where the dates do not decide, both sides count: neither is shown to have
    had the words first. So the number is an upper bound where dates are missing, and headlines
    repeated and passages repeated within an article are not in it.

    Parameters
    ----------
    spans
        Any table with `file_id`, `start` and `end`: mentions, quotations.
    alignments
        Aligned passages.
    """
    require(alignments, "alignments")
    across = alignments[alignments["kind"] == "cross_article"]
    sides = [across.loc[across["earlier"] != side, [f"{c}_{side}" for c in (
        "file_id", "start", "end")]].set_axis(["file_id", "start", "end"], axis=1)
        for side in "ab"]
    passages = pd.concat(sides).sort_values(["file_id", "start"])
    files = pd.Index(passages["file_id"].unique())
    base, own = (np.asarray(files.get_indexer(frame["file_id"])) * 2**40
                 for frame in (passages, spans))
    reach = np.maximum.accumulate(np.append(-1, base + passages["end"].to_numpy()))
    at = np.searchsorted(base + passages["start"].to_numpy(), own + spans["start"].to_numpy(),
                         side="right")
    inside = (own >= 0) & (reach[at] >= own + spans["end"].to_numpy())
    return pd.Series(inside, index=spans.index, name="copied")


def first_paragraph_ends(articles: pd.DataFrame) -> list[int]:
    """Where the first paragraph of each article ends in its file.

    Whoever counts the same articles often reads them once: `count_mentions` takes the column
    ``first_paragraph_end`` where the articles have it.
    """
    return [start + _lede_end(body) for start, body in zip(
        articles["start"], articles["text"].fillna(""), strict=True)]


def _ends(articles: pd.DataFrame) -> Ints:
    known = articles.get("first_paragraph_end")
    return np.array(first_paragraph_ends(articles) if known is None else known, dtype=np.int64)


def _lede_end(body: str) -> int:
    """Where the first paragraph ends; on a page that lost its paragraphs, the second sentence."""
    first, end = next(iter(text.paragraphs(body)), (0, 0))
    if end - first > _LONGEST_LEDE:
        opening = text.sentences(body[first:first + _LONGEST_LEDE])
        end = first + [last for _, last in opening][:2][-1]
    return end
