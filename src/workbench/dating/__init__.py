"""When: temporal expressions in the text, and the days on which an article can have appeared."""

from workbench.dating.publication import contradictions, date_articles
from workbench.dating.stories import first_copies
from workbench.dating.values import find_dates

__all__ = [
    "contradictions",
    "date_articles",
    "find_dates",
    "first_copies",
]
