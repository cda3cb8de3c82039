"""When each topic, actor or outlet rose: counts by period that know how uncertain the dates are."""

from workbench.timelines.bursts import burst_articles, burst_phrases, find_bursts
from workbench.timelines.comparing import compare_groups, compare_series, share_intervals
from workbench.timelines.counting import one_per_story, series_members, timeline, undated

__all__ = [
    "burst_articles",
    "burst_phrases",
    "compare_groups",
    "compare_series",
    "find_bursts",
    "one_per_story",
    "series_members",
    "share_intervals",
    "timeline",
    "undated",
]
