"""Five counts an actor: named, quoted, in headlines, in first paragraphs, only in copied text."""

import numpy as np
import pandas as pd

from workbench.actors.tallying import COUNTS, Tally
from workbench.dating import first_copies
from workbench.tables import require

_OUTLET = "outlet"
_PERIODS = {"D": "D", "W": "W-SUN", "MS": "M"}


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
    return most_named(_counted(mentions, quotes, chosen.assign(group=""), alignments), actors)


def most_named(counts: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """The counts of a `Tally` of one group as `count_mentions` gives them, most named first."""
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
    copied = None if alignments is None else is_copied(mentions, alignments)
    return Tally(mentions, quotes, chosen, copied).table()


def _of_actors(counts: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    return actors[["actor_id", "name", "type"]].merge(
        counts[["actor_id", "group", *COUNTS]], on="actor_id")


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
