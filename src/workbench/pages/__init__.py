"""How scraped pages are laid out: one file's text becomes spans and articles."""

from workbench.pages.boundaries import THRESHOLD
from workbench.pages.labels import PageArticle
from workbench.pages.splitting import Page, Span, split_page

__all__ = [
    "THRESHOLD",
    "Page",
    "PageArticle",
    "Span",
    "split_page",
]
