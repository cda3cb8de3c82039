"""When: temporal expressions in the text, and the days on which an article can have appeared."""

from workbench.dating.publication import date_articles, find_dates

__all__ = [
    "date_articles",
    "find_dates",
]
