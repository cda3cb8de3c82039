"""Rows of alignments turned and grouped: shared by what is made of them."""

import numpy as np
import pandas as pd

from workbench.reuse.align import components

_SAME_SPAN = 0.5  # overlap of two spans, of the longer one, that makes one passage of them
_NEIGHBOURS = 8  # spans of one article looked at for an overlap


def by_id(articles: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """Columns of the articles, by article_id."""
    return articles[["article_id", *columns]].drop_duplicates("article_id").set_index("article_id")


def between(alignments: pd.DataFrame) -> pd.DataFrame:
    """Alignments between two articles, headlines apart."""
    return alignments[alignments["kind"] == "cross_article"].reset_index(drop=True)


def sides_of(rows: pd.DataFrame, *more: str, labels: pd.Series | None = None) -> pd.DataFrame:
    """Both sides of each row, one under the other, with the cluster they belong to.

    `labels` are the clusters of the rows, where they are known.
    """
    columns = ["article_id", "file_id", "start", "end", *more]
    sides = pd.concat([rows[[f"{c}_{side}" for c in columns]].set_axis(columns, axis=1)
                       for side in "ab"], ignore_index=True)
    labels = cluster_labels(rows) if labels is None else labels
    return sides.assign(cluster=np.tile(labels.to_numpy(), 2))


def cluster_labels(rows: pd.DataFrame) -> pd.Series:
    """Number of the cluster of each row: the same where rows share a passage."""
    starts, ends = (np.concatenate([rows[f"{edge}_{side}"] for side in "ab"])
                    for edge in ("start", "end"))
    owner = pd.factorize(pd.concat([rows["article_id_a"], rows["article_id_b"]]), sort=True)[0]
    order = np.lexsort((ends, starts, owner))
    left = np.concatenate([order[:-lag] for lag in range(1, _NEIGHBOURS)])
    right = np.concatenate([order[lag:] for lag in range(1, _NEIGHBOURS)])
    shared = np.minimum(ends[left], ends[right]) - starts[right]
    longer = np.maximum(ends[left] - starts[left], ends[right] - starts[right])
    same = (owner[left] == owner[right]) & (shared >= _SAME_SPAN * longer)
    both = np.arange(len(rows))
    label = components(2 * len(rows), np.append(left[same], both),
                       np.append(right[same], both + len(rows)))
    return pd.Series(label[:len(rows)], index=rows.index)
