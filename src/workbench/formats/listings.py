"""Web pages that hold several whole articles: their text, each under its headline and day."""

from typing import Any, NamedTuple

from workbench.formats import sections
from workbench.formats.documents import stated

_FEWEST = 2  # articles
_PARAGRAPHS = 2  # an article has so many at least; a teaser has one
_LETTERS = 400  # characters of an article's paragraphs, at least
_WHOLE = 0.8  # share of one article above which the others are taken for teasers


class Listing(NamedTuple):
    """A page of articles laid out as a page of scraped text, and where their headings stand."""

    text: str
    headings: tuple[int, ...]


def listing(markup: str, tree: Any) -> Listing | None:
    """The articles of a page that holds several whole ones; `tree` is its markup, parsed.

    None unless two or more ``<article>`` elements, none inside another, each hold a heading and
    several paragraphs, and none of them nearly all: then the page is one article with teasers.
    Comments are such elements too, but have no heading. Where no article is marked, headings may
    still tell stories apart, see `sections.stories`.
    """
    headed = sections.has_headings(markup)
    if tree is None or (markup.count("<article") < _FEWEST and not headed):
        return None
    found = [
        (element, size) for element in tree.iter("article")
        if element.getparent() is not None
        and next(element.iterancestors("article"), None) is None
        and _heading(element) and (size := _size(element))]
    total = sum(size for _, size in found)
    if len(found) < _FEWEST or max(size for _, size in found) > _WHOLE * total:
        return _joined(sections.stories(tree)) if headed else None
    return _joined([story for element, _ in found if (story := _story(element))])


def _joined(stories: list[list[str]]) -> Listing | None:
    """Stories as lines, the first of each its heading → one text, blank lines between them."""
    if len(stories) < _FEWEST:
        return None
    texts = ["\n".join(story) for story in stories]
    starts = [sum(len(text) + 2 for text in texts[:i]) for i in range(len(texts))]
    return Listing("\n\n".join(texts), tuple(starts))


def _heading(element: Any) -> str:
    """The first heading of an article in one line, empty if it has none."""
    headings = (" ".join(" ".join(h.itertext()).split()) for h in element.iter("h1", "h2", "h3"))
    return next(headings, "")


def _size(element: Any) -> int:
    """Characters of an article's paragraphs, 0 where they are too few for an article."""
    sizes = [len(" ".join(p.itertext()).strip()) for p in element.iter("p")]
    filled = [size for size in sizes if size > 1]
    return sum(filled) if len(filled) >= _PARAGRAPHS and sum(filled) >= _LETTERS else 0


def _story(element: Any) -> list[str]:
    """Headline, day and text of an article, line by line; nothing without a text."""
    from lxml.html import tostring  # type: ignore[import-untyped]
    from trafilatura import bare_extraction

    inside = tostring(element, encoding="unicode", with_tail=False)
    whole: Any = bare_extraction(f"<html><body>{inside}</body></html>", include_comments=False,
                                 favor_recall=True)
    body = (whole.text or "").strip() if whole is not None else ""
    title = _heading(element)
    days = [stated(time.get("datetime") or time.text) for time in element.iter("time")]
    lines = [line for line in body.splitlines() if line.strip() and line.strip() != title]
    return list(filter(None, [title, next(iter(days), None), *lines])) if lines else []
