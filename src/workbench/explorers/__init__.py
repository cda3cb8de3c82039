"""Tables with handles: widgets that call the functions and charts and show what they give."""

from workbench.explorers.controls import Explorer
from workbench.explorers.readers import CorpusExplorer, OverlapExplorer
from workbench.explorers.series import MentionExplorer, TimelineExplorer

__all__ = [
    "CorpusExplorer",
    "Explorer",
    "MentionExplorer",
    "OverlapExplorer",
    "TimelineExplorer",
]
