"""What an analyst may write as a phrase, and where it stands in a text.

A phrase is matched on whole words, whatever their case and the kind of quotation marks::

    trade war               these words; the last may carry a plural s
    sanction*               words that begin so
    state * visit           any one word in the place of a star that stands alone
    troops NEAR/5 Ukraine   both, in either order, with at most five words between them
    -trade war, NOT war*    hits of it take away the hits that they touch

NEAR and NOT are capitals: in small letters they are words like any other.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick

from workbench import text
from workbench.tables import InputError

Place = tuple[int, int]
"""Half-open offsets."""

_EXCLUDES = re.compile(r"(?:-|NOT(?:\s|$))\s*")
_NEAR = re.compile(r"(?:^|\s+)NEAR(/\S*)?(?=\s|$)\s*")
_WITHIN = re.compile(r"/(\d{1,3})")
_STARTS_A_WORD = re.compile(r"(?<!\w)(?<!\d[.,])")  # "5 percent" is not in "2.5 percent"
_ENDS_A_WORD = r"(?!\w)"
_LONGEST_WORD = 40  # characters; a longer gap holds more words, or none that are words
_PLURAL = re.compile(r"s?(?!\w)")
_ONE_WORD = r"(?:(?:[^\W_]\.){2,}|[^\W_]+(?:['’.\-‑][^\W_]+)*)"
_FORMS = "write words, sanction*, troops NEAR/5 Ukraine or -words"


class Phrase(NamedTuple):
    """A phrase taken apart: one side, or the two of a proximity; all in lower case."""

    sides: tuple[str, ...]
    within: int = 0
    excludes: bool = False


class _Side(NamedTuple):
    """Words to find: the literal they begin with, and the rest where they have a wildcard."""

    literal: str
    rest: re.Pattern[str]


def read_phrase(written: str, where: str) -> Phrase:
    """The phrase that an analyst wrote.

    Parameters
    ----------
    where
        How to name the row in an error.

    Raises
    ------
    InputError
        The phrase is empty, a side of ``NEAR/n`` or its number is missing, or a wildcard has no
        letters before it.

    Examples
    --------
    >>> read_phrase("Troops NEAR/5 Ukrain*", "")
    Phrase(sides=('troops', 'ukrain*'), within=5, excludes=False)
    """
    plain = " ".join(text.fold(written).split())
    sign = _EXCLUDES.match(plain)
    rest = plain[sign.end():] if sign else plain
    near = list(_NEAR.finditer(rest))
    if len(near) > 1:
        raise InputError(f"{where}: expected one NEAR, found {len(near)}; make two phrases of it.")
    number = _WITHIN.fullmatch(near[0][1] or "") if near else None
    if near and not number:
        raise InputError(f"{where}: expected a number of words, as in NEAR/5, found "
                         f"{near[0][0].strip()!r}; write near in small letters for the word.")
    sides = [rest[:near[0].start()], rest[near[0].end():]] if near else [rest]
    for side in sides:
        _check(side, where)
    return Phrase(tuple(normalise(side)[0] for side in sides), int(number[1]) if number else 0,
                  bool(sign))


def normalise(cleaned: str) -> tuple[str, np.ndarray]:
    """In lower case with single spaces, and where each character left stood in `cleaned`."""
    lower = cleaned.replace("İ", "I").lower()  # the one letter whose lower case is longer
    if "  " not in lower:
        return lower, np.arange(len(lower))
    kind, name = ("u1", "ascii") if lower.isascii() else ("<u4", "utf-32-le")
    codes = np.frombuffer(lower.encode(name, "surrogatepass"), dtype=kind)
    spaces = codes == ord(" ")
    spaces[1:] &= spaces[:-1]
    place = np.flatnonzero(~spaces)
    return codes[place].tobytes().decode(name, "surrogatepass"), place


class PhraseSearch:
    """Finds any number of phrases in one pass (Aho and Corasick 1975).

    Parameters
    ----------
    phrases
        What to find; hits name a phrase by its place among them.
    """

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = list(phrases)
        sides = list(dict.fromkeys(side for phrase in self._phrases for side in phrase.sides))
        self._sides = [_side(side) for side in sides]
        number = {side: i for i, side in enumerate(sides)}
        self._alone: list[list[int]] = [[] for _ in sides]
        self._near: list[tuple[int, int, int, int]] = []
        for i, phrase in enumerate(self._phrases):
            if len(phrase.sides) == 1:
                self._alone[number[phrase.sides[0]]].append(i)
            else:
                left, right = (number[side] for side in phrase.sides)
                self._near.append((i, left, right, phrase.within))
        holders: dict[str, list[int]] = {}
        for i, side in enumerate(self._sides):
            holders.setdefault(side.literal, []).append(i)
        self._holders = list(holders.values())
        self._search = AhoCorasick(list(holders))

    def find(self, normal: str) -> list[tuple[int, int, int]]:
        """Place of the phrase among them, start and end of each hit in a normalised text."""
        hits = []
        places: dict[int, list[Place]] = {}
        for literal, start, after in self._search.find_matches_as_indexes(normal, overlapping=True):
            if not _STARTS_A_WORD.match(normal, start):
                continue
            for side in self._holders[literal]:
                if rest := self._sides[side].rest.match(normal, after):
                    end = rest.end()
                    hits += [(phrase, start, end) for phrase in self._alone[side]]
                    if self._near:
                        places.setdefault(side, []).append((start, end))
        for phrase, left, right, within in self._near:
            pairs = _pairs(normal, places.get(left, []), places.get(right, []), within)
            hits += [(phrase, *pair) for pair in pairs]
        return hits


def _check(side: str, where: str) -> None:
    if not side:
        raise InputError(f"{where}: expected words, found none; {_FORMS}.")
    if not side.split("*")[0].strip() or re.search(r"\*\w|\*\*", side):
        raise InputError(f"{where}: expected letters before a wildcard and none after it, found "
                         f"{side!r}; {_FORMS}.")


def _side(words: str) -> _Side:
    literal, star, rest = words.partition("*")
    if not star:
        return _Side(literal, _PLURAL)
    pieces = [literal[-1:], *re.split(r"\*", rest)]
    pattern = "".join((r"\w*" if before[-1:].strip() else _ONE_WORD) + re.escape(after)
                      for before, after in pairwise(pieces))
    return _Side(literal, re.compile(pattern + _ENDS_A_WORD))


def _pairs(normal: str, left: list[Place], right: list[Place], within: int) -> list[Place]:
    """From each place of the left words to the nearest of the right ones, if it is near enough."""
    left, right = sorted(left), sorted(right)
    begins, ends = [start for start, _ in right], [end for _, end in right]
    spans = set()
    for start, end in left:
        before, after = bisect_right(ends, start) - 1, bisect_left(begins, end)
        pairs = [((begins[before], end), (ends[before], start))] if before >= 0 else []
        pairs += [((start, ends[after]), (end, begins[after]))] if after < len(right) else []
        near = [(gap[1] - gap[0], span) for span, gap in pairs
                if gap[1] - gap[0] <= _LONGEST_WORD * (within + 1)
                and "\n" not in (between := normal[slice(*gap)])
                and text.count_words(between) <= within]
        spans |= {span for _, span in sorted(near)[:1]}
    return sorted(spans)
