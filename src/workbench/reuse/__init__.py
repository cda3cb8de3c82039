"""Who repeats whom: aligned passages, clusters, near-duplicates, overlap of outlets."""

from workbench.reuse.clusters import cluster_passages, find_duplicates, unique_stories
from workbench.reuse.differences import differences
from workbench.reuse.overlap import outlet_overlap
from workbench.reuse.passages import align_apart, align_pair, align_passages

__all__ = [
    "align_apart",
    "align_pair",
    "align_passages",
    "cluster_passages",
    "differences",
    "find_duplicates",
    "outlet_overlap",
    "unique_stories",
]
