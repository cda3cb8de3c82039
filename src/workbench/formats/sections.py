"""Stories of a web page that only its headings tell apart, as on a tag page saved as it was shown.

An article has sub-headings too, so the page must look like a list: no prose between its top and
the first story, and each story with a sign of its own (a day, a byline or a dateline below the
heading, or a heading that links to it); without signs, its wording must break with what was told
before. Where in doubt the page stays one article.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from workbench.dating.labels import label_age
from workbench.dating.resolving import readings, resolve
from workbench.dating.temporal import find_expressions
from workbench.dating.wordings import plain_label
from workbench.formats.documents import stated
from workbench.pages import cues, datelines
from workbench.pages.lines import BYLINE

_LEVELS = ("h1", "h2", "h3")
_FEWEST = 2  # stories
_PARAGRAPHS = 2  # of a story, at least
_LETTERS = 400  # characters of its paragraphs, at least
_LEAD = 300  # characters of prose above the first heading: then it is an article with sub-headings
_LABEL = 60  # characters; what is longer is no label
_SHORT = 3  # words of a headline, at least
_HEADLINE = 4  # the same where nothing but the wording tells; sub-headings are mostly shorter
_BREAK = 0.5  # probability that a story begins, by its wording
_TEXT = ("p", "li", "blockquote", "time", "span", "div", "address", "small", "cite")
_SKIPPED = ("nav", "aside", "footer", "script", "style", "form", "noscript", "figure")
_ONE = re.compile(  # what a page says that is one article
    r"""og:type["'][^>]*["']article|["']article["'][^>]*og:type|article:published_time"""
    r"""|"@type"\s*:\s*"(?:\w*Article|LiveBlogPosting|BlogPosting)\"""")
_HEADING = re.compile(r"<h[123][\s>]", re.I)


class _Story(NamedTuple):
    heading: str
    linked: bool
    within: Any  # the <article> that it is part of, if any
    labels: list[str]  # short lines below the heading
    prose: list[str]

    def is_whole(self) -> bool:
        return len(self.prose) >= _PARAGRAPHS and sum(map(len, self.prose)) >= _LETTERS


def has_headings(markup: str) -> bool:
    """May the page hold several stories? A quick look that spares most pages the parsing."""
    return len(_HEADING.findall(markup)) >= _FEWEST and not _ONE.search(markup)


def stories(tree: Any) -> list[list[str]]:
    """The lines of each whole story below a heading, the heading first; none where in doubt."""
    for level in _LEVELS:
        lead, found = _read(tree, level)
        whole = [story for story in found if story.is_whole()]
        left = [story for story in found if story.prose and not story.is_whole()]
        if len(whole) >= _FEWEST and lead <= _LEAD and not left:  # no text may be lost
            apart = _are_headlines(whole) and (
                all(map(_is_signed, whole)) or _break_with_one_another(whole))
            return [[s.heading, *s.labels, *s.prose] for s in whole] if apart else []
    return []


def _read(tree: Any, level: str) -> tuple[int, list[_Story]]:
    """Characters of prose above the first heading of a level, and what stands below each."""
    lead, found = 0, list[_Story]()
    for element, text in _lines(tree):
        if element.tag == level:
            links = [*element.iter("a"), *element.iterancestors("a")]
            linked = any((a.get("href") or "#")[0] != "#" for a in links)
            within = next(element.iterancestors("article"), None)
            found.append(_Story(text, linked, within, [], []))
        elif not found:
            lead += len(text) * (len(text) > _LABEL)
        elif len(text) > _LABEL and element.tag not in _LEVELS:
            found[-1].prose.append(text)
        elif not found[-1].prose and len(text) <= _LABEL:
            label = (stated(element.get("datetime")) or text) if element.tag == "time" else text
            found[-1].labels.append(label)
        elif found[-1].prose and element.tag in ("p", "li", *_LEVELS):
            found[-1].prose.append(text)
    return lead, found


def _lines(tree: Any) -> Iterator[tuple[Any, str]]:
    """Elements that hold a line of their own, in page order, and the line."""
    body = tree.find(".//body")
    for element in () if body is None else body.iter(*_LEVELS, *_TEXT):
        leaf = element.tag in (*_LEVELS, "p") or next(element.iterchildren(*_LEVELS, *_TEXT),
                                                     None) is None
        inside = next(element.iterancestors(*_LEVELS, "p", *_SKIPPED), None)
        text = " ".join(" ".join(element.itertext()).split()) if leaf and inside is None else ""
        if text:
            yield element, text


def _are_headlines(whole: list[_Story]) -> bool:
    """Is each heading long enough for a headline, and no two of the same marked article?"""
    marked = [story.within for story in whole if story.within is not None]
    return len(set(marked)) == len(marked) and all(
        story.heading.count(" ") + 1 >= _SHORT for story in whole)


def _is_signed(story: _Story) -> bool:
    """Does a story say that it is one: by a link, a day, a byline or a dateline?"""
    return story.linked or bool(datelines.dateline(story.prose[0])) or any(
        BYLINE.fullmatch(label) or _is_day(label) for label in story.labels)


def _is_day(label: str) -> bool:
    return bool(label_age(label)) or any(
        readings(e) or resolve(e, None) for e in find_expressions(plain_label(label))
        if e.kind != "year")


def _break_with_one_another(whole: list[_Story]) -> bool:
    """Does each story bring its own words and names, under a heading as long as a headline?"""
    told = cues.Story()
    for i, story in enumerate(whole):
        words = story.heading.count(" ") + 1
        paragraphs = [cues.wording(line) for line in story.prose]
        if words < _HEADLINE or (i and told.ends_before(paragraphs, title=words) < _BREAK):
            return False
        told = cues.Story()
        for paragraph in paragraphs:
            told.add(paragraph)
    return True
