"""How the wording of a paragraph tells that a new article has begun.

A story goes on with the words and names it has used; a new one brings its own, and introduces
by full name and title even whom the page has named before. Weak signals, for pages without
headers. Pure, no pandas.
"""

import re
from collections.abc import Iterator, Sequence
from math import exp
from operator import mul
from typing import NamedTuple

from workbench.text import UPPER

# Titles that stand before a name: a text that uses one introduces the person.
_TITLES = frozenset("""
    president premier minister chancellor secretary secretary-general senator sen rep governor
    gov king queen prince princess pope leader chief chairman chairwoman chair ambassador envoy
    adviser advisor director commissioner mayor general gen lt col colonel capt sgt admiral
    judge justice spokesman spokeswoman spokesperson congressman congresswoman lawmaker analyst
    professor prof dr representative captain coach ceo executive sheriff treasurer attorney lord
    sir dame
""".split())  # noqa: SIM905 - reads better than a list
_AFTER_CAPITAL = rf"(?:\.{UPPER}\.|[\w\-]{{0,3}}\.|[\w\-]{{1,25}})"
_NAME_WORD = rf"{UPPER}{_AFTER_CAPITAL}"
_FULL_NAME = re.compile(
    # the capital before the word boundary: `re` then leaps from one capital to the next
    rf"(?P<words>{UPPER}(?<=\b{UPPER}){_AFTER_CAPITAL}"
    rf"(?: (?:{_NAME_WORD}|al|bin|da|de|del|der|di|la|van|von)){{1,6}})"
    r"(?P<apposition>, (?:an?|the|who|head|director|founder|chief|senior|former)\b)?")
_LOWER_TITLE = re.compile(r"([a-z\-]{3,20}) $")

_GOING_ON = re.compile(
    r"[\"'>•\-–—*(]|(?:And|But|Or|So|He|She|They|It|This|That|These|Those|His|Her|Their|Its|Still"
    r"|However|Meanwhile|Moreover|Also|Instead|Yet|Then|There|Such|Other|Another|Both|Later)\b")
_NAMED = re.compile(rf"{UPPER}(?<=[\w,] {UPPER})\w{{2,30}}")  # not first in its sentence
_SEPARATORS = ',.;:?!"()—–'  # words are told apart by these and by spaces
_STEM = 6  # letters
_FEW = 12  # content words of a paragraph that prove little
_TITLE = 5  # words of a line that is a headline sooner than a subhead
_MANY = 100  # content words of an article with which a new paragraph can well be compared
AHEAD = 3
"""Paragraphs in which the words of an article should come again."""

_FUNCTION = frozenset(word[:_STEM] for word in """
    about above according added after again against also although among another around because
    been before being between both came come could days does doing down during each even ever
    every first friday from going have having here however into issue its itself just know last
    later least less like made make many might monday month months more most much must need
    never next only other over part people place said same saturday says second several should
    since some still such sunday take than that their them then there these they thing think
    this those though three through thursday time today told took tuesday under until upon used
    very want wednesday week weeks well went were what when where which while will with within
    without would year years yesterday your
""".split())  # noqa: SIM905 - reads better than a list


# Log-odds that a paragraph begins an article: a logistic regression on broadcast stories (Lee
# corpus) joined eight a page and on the articles of the sample joined six a page, rounded, and
# lowered so that more than eight of ten cuts are right
_ALWAYS, _SIZE, _AGAIN, _FEW_WORDS, _GOES_ON = -1.6, 3.4, 3.0, -1.4, -2.3
_QUOTATION, _INDEFINITE, _TITLED, _CREDIT = -1.7, 0.5, (1.0, 2.5), 4.0
_SHARES = (-5.0, -5.8, -2.2, -1.4)  # words and names of the article, in this and the next ones


class Wording(NamedTuple):
    """What counts in the wording of a paragraph."""

    words: frozenset[str]  # content words
    names: frozenset[str]  # capitalised words
    people: dict[str, bool]  # full names, and whether a title or an apposition introduces them
    goes_on: bool
    opening: str  # first letters


def wording(line: str) -> Wording:
    """What counts in the wording of a paragraph."""
    return Wording(content(line), frozenset(_NAMED.findall(line)), dict(introductions(line)),
                   goes_on(line), line[:3])


class Story:
    """The words, names and people of the article that is being read."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._names: set[str] = set()
        self._people: set[str] = set()

    def add(self, paragraph: Wording) -> None:
        """Read on."""
        self._words |= paragraph.words
        self._names |= paragraph.names
        self._people |= paragraph.people.keys()

    def ends_before(self, ahead: Sequence[Wording], *, title: int = 0, credit: bool = False,
                    least: float = 0.0) -> float:
        """Probability that the next paragraph, the first of those `ahead`, begins another one.

        Parameters
        ----------
        ahead
            The next paragraphs; three are looked at.
        title, credit
            Words of the longest line that may be a headline before it; is there a closing credit?
        least
            A probability below this may be told as 0, before all is looked at.
        """
        first, near = ahead[0], ahead[:AHEAD]
        again = sum(new and name in self._people for name, new in first.people.items())
        odds = (_ALWAYS + _SIZE * min(len(self._words), _MANY) / _MANY
                + _AGAIN * min(again, 3)
                + _FEW_WORDS * (len(first.words) < _FEW) + _GOES_ON * first.goes_on
                + _QUOTATION * ('"' in first.opening)
                + _INDEFINITE * first.opening.startswith(("A ", "An "))
                + _TITLED[title >= _TITLE] * (title > 0) + _CREDIT * credit)
        known = _share(first.words, self._words, 0.0)
        if _probability(odds + _SHARES[0] * known) < least:  # the rest only makes it less likely
            return 0.0
        shares = (known, _share(frozenset().union(*[p.words for p in near]), self._words, 0.0),
                  _share(first.names, self._names, 0.5),
                  _share(frozenset().union(*[p.names for p in near]), self._names, 0.5))
        return _probability(odds + sum(map(mul, _SHARES, shares)))


def introductions(line: str) -> Iterator[tuple[str, bool]]:
    """Each full name of a paragraph, and whether a title or an apposition introduces the person.

    >>> list(introductions("Kenyan President Ann Lee met Bo Chan."))
    [('Ann Lee', True), ('Bo Chan', False)]
    """
    for match in _FULL_NAME.finditer(line):
        *titles, first, last = match["words"].split()
        titles += _LOWER_TITLE.findall(line[max(0, match.start() - 22):match.start()])
        if not _is_title(first):
            introduced = bool(match["apposition"]) or any(map(_is_title, titles))
            yield f"{first} {last}".rstrip("."), introduced


def goes_on(line: str) -> bool:
    """Does a paragraph begin as only a continuation would: with a quotation, "But", "He"?"""
    return bool(_GOING_ON.match(line))


def content(line: str) -> frozenset[str]:
    """Content words of a paragraph, each cut to the length of a stem."""
    plain = line.casefold().replace("'s ", " ")
    for mark in _SEPARATORS:
        plain = plain.replace(mark, " ")
    return frozenset([word[:_STEM] for word in plain.split() if len(word) > 3]) - _FUNCTION


def _probability(odds: float) -> float:
    return 1 / (1 + exp(-odds))


def _share(part: frozenset[str], whole: set[str], otherwise: float) -> float:
    """Share of the part that the whole has too."""
    return len(part & whole) / len(part) if part else otherwise


def _is_title(word: str) -> bool:
    return word.rstrip(".").casefold() in _TITLES
