"""Web pages that hold several whole articles: their text, each under its headline and day."""

from typing import Any

from workbench.formats.documents import stated

_FEWEST = 2  # articles
_PARAGRAPHS = 2  # an article has so many at least; a teaser has one
_LETTERS = 400  # characters of an article's paragraphs, at least
_WHOLE = 0.8  # share of one article above which the others are taken for teasers


def listing(markup: str) -> str | None:
    """The text of a page of several articles, laid out as a page of scraped text.

    None unless two or more ``<article>`` elements, none inside another, each hold a heading and
    several paragraphs, and none of them nearly all: then the page is one article with teasers.
    Comments are such elements too, but have no heading.
    """
    if markup.count("<article") < _FEWEST:
        return None
    from trafilatura import load_html

    tree: Any = load_html(markup)
    found = [] if tree is None else [
        (element, size) for element in tree.iter("article")
        if element.getparent() is not None
        and next(element.iterancestors("article"), None) is None
        and _heading(element) and (size := _size(element))]
    total = sum(size for _, size in found)
    if len(found) < _FEWEST or max(size for _, size in found) > _WHOLE * total:
        return None
    texts = [text for element, _ in found if (text := _text(element))]
    return "\n\n".join(texts) if len(texts) >= _FEWEST else None


def _heading(element: Any) -> str:
    """The first heading of an article in one line, empty if it has none."""
    headings = (" ".join(" ".join(h.itertext()).split()) for h in element.iter("h1", "h2", "h3"))
    return next(headings, "")


def _size(element: Any) -> int:
    """Characters of an article's paragraphs, 0 where they are too few for an article."""
    sizes = [len(" ".join(p.itertext()).strip()) for p in element.iter("p")]
    filled = [size for size in sizes if size > 1]
    return sum(filled) if len(filled) >= _PARAGRAPHS and sum(filled) >= _LETTERS else 0


def _text(element: Any) -> str:
    """Headline, day and text of an article."""
    from lxml.html import tostring  # type: ignore[import-untyped]
    from trafilatura import bare_extraction

    inside = tostring(element, encoding="unicode", with_tail=False)
    whole: Any = bare_extraction(f"<html><body>{inside}</body></html>", include_comments=False,
                                 favor_recall=True)
    body = (whole.text or "").strip() if whole is not None else ""
    title = _heading(element)
    days = [stated(time.get("datetime") or time.text) for time in element.iter("time")]
    lines = [line for line in body.splitlines() if line.strip() and line.strip() != title]
    return "\n".join(filter(None, [title, next(iter(days), None), *lines])) if lines else ""
