"""One table, one chart: with its denominator, a reading in one sentence, and nothing computed."""

from workbench.charts.comparing import difference_chart, event_chart, heat_map
from workbench.charts.counts import ledger_chart, mention_chart
from workbench.charts.matrices import (
    alignment_chart,
    co_mention_chart,
    overlap_chart,
    pairs_drawn,
)
from workbench.charts.mentions import mention_outlet_chart, mention_period_chart
from workbench.charts.networks import co_mention_network_chart, overlap_network_chart
from workbench.charts.over_time import timeline_chart
from workbench.charts.published import cluster_chart, publication_chart

__all__ = [
    "alignment_chart",
    "cluster_chart",
    "co_mention_chart",
    "co_mention_network_chart",
    "difference_chart",
    "event_chart",
    "heat_map",
    "ledger_chart",
    "mention_chart",
    "mention_outlet_chart",
    "mention_period_chart",
    "overlap_chart",
    "overlap_network_chart",
    "pairs_drawn",
    "publication_chart",
    "timeline_chart",
]
