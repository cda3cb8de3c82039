"""Which copy of a story was published first."""

import pandas as pd

from workbench.tables import require

_BOUNDS = ["published_latest", "published_earliest"]


def first_copies(articles: pd.DataFrame, stories: pd.Series) -> pd.Series:
    """The article that stands for the story of each article: the copy published first.

    First is the copy that is certain to be out soonest, the one whose latest possible day is the
    earliest; of several the one whose earliest possible day is; then the first in the order of
    files. A copy without a day comes after all others. An article without a story is one of its
    own.

    Parameters
    ----------
    articles
        The articles, or a part of them: a story's first copy is the first of those given.
    stories
        Story of each article, by `article_id`: ``reuse.unique_stories(articles, duplicates)``.

    Returns
    -------
    pandas.Series
        `article_id` of the first copy, by `article_id`.
    """
    require(articles, "articles")
    own = articles["article_id"]
    told = articles.assign(story=own.map(stories).fillna(own)).drop_duplicates("article_id")
    ordered = told.sort_values([*_BOUNDS, "file_id", "start"], na_position="last", kind="stable")
    first = ordered.drop_duplicates("story").set_index("story")["article_id"]
    return told.set_index("article_id")["story"].map(first).rename("first_copy")
