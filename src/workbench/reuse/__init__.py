"""Who repeats whom: aligned passages, clusters, near-duplicates, overlap of outlets."""

from workbench.reuse.clusters import cluster_passages, find_duplicates, unique_stories
from workbench.reuse.differences import differences
from workbench.reuse.overlap import (
    outlet_overlap,
    overlap_by_evidence,
    overlap_evidence,
    overlap_gexf,
    overlap_network,
)
from workbench.reuse.passages import align_apart, align_pair, align_passages
from workbench.reuse.relations import find_relations

__all__ = [
    "align_apart",
    "align_pair",
    "align_passages",
    "cluster_passages",
    "differences",
    "find_duplicates",
    "find_relations",
    "outlet_overlap",
    "overlap_by_evidence",
    "overlap_evidence",
    "overlap_gexf",
    "overlap_network",
    "unique_stories",
]
