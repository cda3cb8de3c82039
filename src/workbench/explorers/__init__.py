"""Tables with handles: widgets that call the functions and charts and show what they give."""

from workbench.explorers.checking import CheckingSheet
from workbench.explorers.comparing import ComparisonExplorer
from workbench.explorers.controls import Explorer
from workbench.explorers.correcting import CorrectionForm, PageCorrections
from workbench.explorers.outlets import OutletExplorer
from workbench.explorers.readers import CorpusExplorer, OverlapExplorer
from workbench.explorers.series import MentionExplorer, TimelineExplorer

__all__ = [
    "CheckingSheet",
    "ComparisonExplorer",
    "CorpusExplorer",
    "CorrectionForm",
    "Explorer",
    "MentionExplorer",
    "OutletExplorer",
    "OverlapExplorer",
    "PageCorrections",
    "TimelineExplorer",
]
