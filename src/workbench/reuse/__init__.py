"""Who repeats whom: aligned passages, clusters, near-duplicates, overlap of outlets."""

from workbench.reuse.passages import (
    align_passages,
    cluster_passages,
    differences,
    find_duplicates,
    outlet_overlap,
    unique_stories,
)

__all__ = [
    "align_passages",
    "cluster_passages",
    "differences",
    "find_duplicates",
    "outlet_overlap",
    "unique_stories",
]
