"""Many names, one pass: an Aho-Corasick automaton over texts, with exact offsets.

Names and texts are compared without diacritics, curly marks and square brackets, and with the
spaces of a line break inside a name as one; offsets are those of the texts as given.
"""

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from workbench.actors.naming import BEYOND, plain
from workbench.text import fold

_GAP = 8  # up to so many spaces in a row are one space: a line break, not masked noise
_SHOUTED = 4  # letters a name needs to be looked for in capitals too
_BREAK, _SPACE, _OPEN, _CLOSE = map(ord, "\n []")
_PLANE = 0x10000

Ints = NDArray[np.int64]


class Names(NamedTuple):
    """Names to look for. `code` leads from a pattern of the automaton to the name's number."""

    automaton: AhoCorasick
    code: Ints
    shouted: NDArray[np.bool_]
    skipped: Ints  # characters at a pattern's start that are matched but not part of the name


class Matches(NamedTuple):
    """Where names were found, in order and without overlap.

    `first` and `last` are a match's offsets in the searched text `haystack`; `start` and `end`
    those in text number `text`.
    """

    haystack: str
    first: Ints
    last: Ints
    text: Ints
    start: Ints
    end: Ints
    code: Ints
    shouted: NDArray[np.bool_]


def compile_names(names: Sequence[str], skipped: Sequence[int] = ()) -> Names:
    """Build the automaton; names that differ only in diacritics count as the first of them.

    Names of four letters or more are looked for in capitals as well; such a match is `shouted`.
    `skipped` is the length of a title that a name begins with and a match leaves out.
    """
    codes: dict[str, int] = {}
    for number, name in enumerate(names):
        codes.setdefault(plain(name), number)
    shouted = {upper: number for name, number in codes.items()
               if len(name) >= _SHOUTED and (upper := name.upper()) not in codes}
    patterns = codes | shouted
    automaton = AhoCorasick(list(patterns), matchkind=MatchKind.Standard, store_patterns=False,
                            implementation=Implementation.ContiguousNFA)
    code = np.array(list(patterns.values()), dtype=np.int64)
    lengths = np.array(skipped or [0] * len(names), dtype=np.int64)
    return Names(automaton, code, np.array([name in shouted for name in patterns], dtype=bool),
                 lengths[code])


def find_names(texts: Sequence[str], names: Names) -> Matches:
    """Find names in texts: all overlapping matches, then word boundaries, then the longest.

    In that order: a search for the longest alone would take "New York Ti" of "New York Tins"
    and miss "New York".

    Examples
    --------
    >>> found = find_names(["New York, New Yorker", "Yorks; York"], compile_names(["York",
    ...                                                                  "New York"]))
    >>> found.text.tolist(), found.start.tolist(), found.end.tolist()
    ([0, 1], [0, 7], [8, 11])
    """
    joined = np.frombuffer("\n".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    searched, origin = _searched(joined)
    haystack = _decode(searched)
    pattern, first, last = _longest(_whole_words(_scan(haystack, names.automaton), searched))
    first = first + names.skipped[pattern]
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    start, end = _with_brackets(joined, origin[first], origin[last - 1] + 1)
    number = np.searchsorted(begins, start, side="right") - 1
    return Matches(haystack, first, last, number, start - begins[number], end - begins[number],
                   names.code[pattern], names.shouted[pattern])


def searchable(text: str) -> str:
    """The text as it is searched, character for character: `plain`, but fast."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return _decode(_tables()[0].take(codes, mode="clip"))


def _decode(codes: NDArray[np.uint32]) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


@cache
def _tables() -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """For each code point of the basic plane: the one it is searched as; is it part of words?"""
    letters = "".join(map(chr, range(_PLANE)))
    searched = plain(letters[:ord(BEYOND)]) + fold(letters[ord(BEYOND):])
    word = [c.isalnum() or c == "_" for c in letters]
    return np.array([*map(ord, searched)], dtype=np.uint32), np.array(word)


def _searched(joined: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], Ints]:
    """The text to search, and where each of its characters comes from."""
    codes = _tables()[0].take(joined, mode="clip")
    space = np.concatenate([[False], codes == _SPACE, [False]])
    edges = np.flatnonzero(space[1:] != space[:-1])
    begin, length = edges[::2], edges[1::2] - edges[::2]
    codes[begin[length > _GAP]] = _BREAK
    again = space[1:-1] & space[:-2]  # a space after a space
    kept = np.flatnonzero(~(again | (codes == _OPEN) | (codes == _CLOSE)))
    return codes[kept], kept


def _scan(haystack: str, automaton: AhoCorasick) -> Ints:
    found = automaton.find_matches_as_indexes(haystack, overlapping=True)
    return np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3).T


def _whole_words(matches: Ints, searched: NDArray[np.uint32]) -> Ints:
    """Matches that neither begin nor end inside a word."""
    _, first, last = matches
    word = _tables()[1]
    around = np.concatenate([[_BREAK, _BREAK], searched, [_BREAK]])
    before, after = around[first + 1], around[last + 2]
    elided = (before == ord("'")) & word[around[first]]  # the "Brien" of "O'Brien"
    return matches[:, ~(word[before] | word[after] | elided)]


def _longest(matches: Ints) -> Ints:
    """From left to right the longest, none overlapping another."""
    _, first, last = matches
    ordered = matches[:, np.lexsort((-last, first))]
    kept, reached = [], 0
    for at, (begin, end) in enumerate(ordered[1:].T.tolist()):
        if begin >= reached:
            kept.append(at)
            reached = end
    return ordered[:, kept]


def _with_brackets(codes: NDArray[np.uint32], start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """A bracket opened inside a name is closed with it: "Ann [Berg]"."""
    opened = _count(codes == _OPEN, start, end) - _count(codes == _CLOSE, start, end)
    return start - (opened < 0), end + (opened > 0)


def _count(marks: NDArray[np.bool_], start: Ints, end: Ints) -> Ints:
    """How many marks stand in each stretch."""
    places = np.flatnonzero(marks)
    return np.searchsorted(places, end) - np.searchsorted(places, start)
