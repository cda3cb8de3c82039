"""Tables with handles: controls that filter, a view that follows, and the same without a kernel.

An explorer computes and draws nothing itself: it filters tables by its controls and hands
them to the functions and charts of this package. Each has its controls as attributes (set
``.value`` from Python), `frame` (exactly the rows shown), `chart`, `widget`, and `static()`, the
view as HTML for a report, since a widget must never be the only carrier of a result.
"""

from workbench.explorers.checking import CheckingSheet
from workbench.explorers.comparing import ComparisonExplorer
from workbench.explorers.controls import Explorer
from workbench.explorers.correcting import CorrectionForm, PageCorrections
from workbench.explorers.mentions import MentionExplorer
from workbench.explorers.outlets import OutletExplorer
from workbench.explorers.readers import CorpusExplorer, OverlapExplorer
from workbench.explorers.series import TimelineExplorer

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
