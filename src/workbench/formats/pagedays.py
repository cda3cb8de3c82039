"""The day a web page was published: where its markup does not say, what stands by its headline.

Most pages state their day in their address, in metadata or in a ``<time>``, and htmldate finds it
there. Where it finds a day in plain text only, that may be today's, shown on top of every page, or
one of another story. The reader looks under the headline, and so does this.
"""

import re
from datetime import date
from itertools import islice
from typing import Any

from workbench.dating.resolving import readings, resolve
from workbench.dating.temporal import find_expressions
from workbench.dating.wordings import plain_label, published_part

_ADDRESS = re.compile(  # /2010/POLITICS/08/13/: htmldate knows /2010/08/13/ only
    r"/((?:19|20)\d\d)/(?:[A-Za-z][\w-]*/){1,2}(\d{1,2})/(\d{1,2})(?=/)")
_FAR = 30  # stretches of text after a headline in which its day is looked for
_LABEL = 80  # characters: a longer stretch is a paragraph, which may tell of other days
_OPENING = 16  # characters in which a paragraph that opens with its day has it
_CHANGED = re.compile(r"(?:modif|updat|chang|revis)[^<>{}]*$", re.IGNORECASE)
_BEFORE = 40  # characters before a day in markup that tell what it is the day of
_HIDDEN = frozenset({"script", "style", "noscript", "template"})


def published_day(found: str | None, markup: str, url: str | None) -> str | None:
    """The day of the address, or htmldate's if the markup states it, or that by the headline.

    The New Year's Day that htmldate gives where only a year is known is none.
    """
    if found and found.endswith("-01-01"):
        from htmldate import find_date

        quick = find_date(markup, extensive_search=False, original_date=True)
        found = found if quick == found else None
    if in_address := _of_address(url):
        return in_address
    if not found or _is_marked(found, markup):
        return found
    shown = _by_headline(markup)
    return found if found in shown else next(iter(shown), found)


def _is_marked(day: str, markup: str) -> bool:
    """Whether a day stands in the markup as machines write it, and not as that of a change."""
    year, month, number = day.split("-")
    forms = day, day.replace("-", "/"), f"{year}/{int(month)}/{int(number)}", year + month + number
    return any(not _CHANGED.search(markup, max(0, m.start() - _BEFORE), m.start())
               for m in re.finditer("|".join(dict.fromkeys(forms)), markup))


def _of_address(url: str | None) -> str | None:
    found = _ADDRESS.search(url or "")
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None  # numbers that are no day


def _by_headline(markup: str) -> list[str]:
    """What the first day after the headline may mean, in a label or opening a paragraph."""
    from trafilatura import load_html

    tree: Any = load_html(markup)
    headlines = [] if tree is None else tree.findall(".//h1")
    if len(headlines) != 1:
        return []
    after = headlines[0].xpath("following::text()[normalize-space()]")
    shown = (text.strip() for text in after if text.getparent().tag not in _HIDDEN)
    for text in islice(shown, _FAR):
        if meant := _days_of(text):
            return meant
    return []


def _days_of(text: str) -> list[str]:
    """The days that a label, or the opening of a paragraph, may mean; day before month first."""
    for found in find_expressions(published_part(plain_label(text[:_LABEL]))):
        ends = set(resolve(found, None) or ())
        meant = list(readings(found).values()) or (list(ends) if len(ends) == 1 else [])
        if meant and (len(text) <= _LABEL or found.start < _OPENING):
            return [day.isoformat() for day in meant]
    return []
