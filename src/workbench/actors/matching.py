"""Many names, one pass: an Aho-Corasick automaton over texts, with exact offsets.

Names and texts are compared without diacritics, curly marks and square brackets, and with the
spaces of a line break inside a name as one; offsets are those of the texts as given.

The automaton reads one byte a character, so that its offsets need no translation. Characters
beyond ASCII share bytes (after `plain` few are left), so names that have some are compared again.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick, Implementation, MatchKind
from numpy.typing import NDArray

from workbench.actors.naming import BEYOND, plain
from workbench.text import fold

_GAP = 8  # up to so many spaces in a row are one space: a line break, not masked noise
_GLUED = re.compile(r"\d{1,2} (?:second|minute|min|hour|hr|day|week|month|year)s? ago\b")
"""What scraped pages print directly behind an outlet's name."""
_SHOUTED = 4  # letters a name needs to be looked for in capitals too
_SPARSE = 200  # of so many characters at most one is dropped
_FEW = 2_000  # patterns of which the fastest automaton is built in no time
_BREAK, _SPACE, _OPEN, _CLOSE = map(ord, "\n []")
_PLANE = 0x10000
_NO_LETTER = _PLANE - 1  # stands for what lies beyond the basic plane
_ASCII, _MARKS = 128, 224  # bytes from which on letters, and other characters, are shared

Ints = NDArray[np.int64]
Codes = NDArray[np.uint16]
Bytes = NDArray[np.uint8]


class Names(NamedTuple):
    """Names to look for. `code` leads from a pattern of the automaton to the name's number."""

    automaton: BytesAhoCorasick
    patterns: list[str]
    code: Ints
    shouted: NDArray[np.bool_]
    skipped: Ints  # characters at a pattern's start that are matched but not part of the name
    shared: NDArray[np.bool_]  # has characters that share bytes with others


class Matches(NamedTuple):
    """Where names were found, in order and without overlap.

    `first` and `last` are a match's offsets in the searched text `haystack`, whose characters are
    the `codes`; `start` and `end` those in text number `text`.
    """

    haystack: str
    codes: Codes
    first: Ints
    last: Ints
    text: Ints
    start: Ints
    end: Ints
    code: Ints
    shouted: NDArray[np.bool_]


class _Searched(NamedTuple):
    """The text to search, and which characters of the original are not in it."""

    codes: Codes
    dropped: Ints
    brackets: Ints  # places in the original
    depth: Ints  # brackets open before each of them, and after the last


def compile_names(names: Sequence[str], skipped: Sequence[int] = ()) -> Names:
    """Build the automaton; names that differ only in diacritics count as the first of them.

    Names of four letters or more are looked for in capitals as well; such a match is `shouted`.
    `skipped` is the length of a title that a name begins with and a match leaves out.
    """
    plainly = list(map(plain, names))
    codes = dict(zip(reversed(plainly), reversed(range(len(names))), strict=True))
    upper = {name.upper(): number for name, number in codes.items() if len(name) >= _SHOUTED}
    patterns = {**upper, **codes}  # what is a name as it is written is not shouted
    listed = list(patterns)
    code = np.array(list(patterns.values()), dtype=np.int64)
    lengths = np.array(skipped or [0] * len(names), dtype=np.int64)
    return Names(_automaton(listed), listed, code,
                 np.array([name not in codes for name in listed], dtype=bool), lengths[code],
                 np.array([not name.isascii() for name in listed], dtype=bool))


def _automaton(patterns: Sequence[str]) -> BytesAhoCorasick:
    written = [pattern.encode() if pattern.isascii() else _letters(_codes(pattern)).tobytes()
               for pattern in patterns]
    fastest = Implementation.DFA if len(patterns) <= _FEW else Implementation.ContiguousNFA
    return BytesAhoCorasick(written, matchkind=MatchKind.Standard, implementation=fastest)


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
    text = _searched("\n".join(texts))
    letters, haystack = _letters(text.codes), _decode(text.codes)
    matches = _exact(_whole_words(_scan(letters, names.automaton), letters, haystack),
                     haystack, names)
    pattern, first, last = _longest(matches)
    first = first + names.skipped[pattern]
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    start, end = _with_brackets(text, _origin(text, first), _origin(text, last - 1) + 1)
    number = np.searchsorted(begins, start, side="right") - 1
    return Matches(haystack, text.codes, first, last, number, start - begins[number],
                   end - begins[number], names.code[pattern], names.shouted[pattern])


def searchable(text: str) -> str:
    """The text as it is searched, character for character: `plain`, but fast."""
    return _decode(_plain_codes(text))


def _codes(text: str) -> Codes:
    """Code points, those beyond the basic plane as one that is no letter."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(codes) == len(text):
        return codes
    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return np.minimum(wide, _NO_LETTER).astype("<u2")


def _decode(codes: Codes) -> str:
    if len(codes) and codes.max() < _ASCII:
        return codes.astype(np.uint8).tobytes().decode("ascii")
    return codes.astype("<u2").tobytes().decode("utf-16-le")


def _plain_codes(text: str) -> Codes:
    """Code points of the text as it is searched; only those beyond ASCII are looked up."""
    codes = _codes(text.replace("`", "'").replace("\t", " ")).copy()
    rare = np.flatnonzero(codes >= _ASCII)
    codes[rare] = _tables()[0].take(codes[rare])
    return codes


def _letters(codes: Codes) -> Bytes:
    letters = codes.astype(np.uint8)
    rare = np.flatnonzero(codes >= _ASCII)
    letters[rare] = _tables()[1].take(codes[rare])
    return letters


@cache
def _tables() -> tuple[Codes, Bytes, NDArray[np.bool_]]:
    """For each code point: the one it is searched as, its byte; for each byte: is it of words?"""
    characters = "".join(map(chr, range(_PLANE)))
    searched = plain(characters[:ord(BEYOND)]) + fold(characters[ord(BEYOND):])
    code = np.array([*map(ord, searched)], dtype=np.uint16)
    word = np.array([c.isalnum() or c == "_" for c in characters])
    code[0xD800:0xE000] = _NO_LETTER  # lone surrogates would be read as pairs
    every = np.arange(_PLANE)
    shared = np.where(word, _ASCII + every % (_MARKS - _ASCII), _MARKS + every % (256 - _MARKS))
    byte = np.where(every < _ASCII, every, shared).astype(np.uint8)
    of_words = np.append(word[:_ASCII], np.arange(_ASCII, 256) < _MARKS)
    return code, byte, of_words


def _searched(joined: str) -> _Searched:
    codes = _plain_codes(joined)
    space = codes == _SPACE
    brackets = np.flatnonzero((codes == _OPEN) | (codes == _CLOSE))
    depth = np.cumsum(np.append(0, np.where(codes[brackets] == _OPEN, 1, -1)))
    again = np.flatnonzero(space[1:] & space[:-1]) + 1  # a space after a space
    runs = np.flatnonzero(np.diff(again, prepend=-1) > 1)
    long = np.diff(np.append(runs, len(again))) >= _GAP
    codes[again[runs[long]] - 1] = _BREAK
    dropped = np.sort(np.concatenate([again, brackets]))
    return _Searched(_without(codes, dropped), dropped, brackets, depth)


def _without(codes: Codes, dropped: Ints) -> Codes:
    """The characters that are not dropped; of few that are, the stretches between them."""
    if len(dropped) * _SPARSE > len(codes):
        return np.delete(codes, dropped)
    ends = dropped.tolist()
    return np.concatenate([codes[start:end] for start, end in zip(
        [0, *(end + 1 for end in ends)], [*ends, len(codes)], strict=True)])


def _origin(text: _Searched, at: Ints) -> Ints:
    """Where characters of the searched text stand in the original."""
    return at + np.searchsorted(text.dropped - np.arange(len(text.dropped)), at, side="right")


def _scan(letters: Bytes, automaton: BytesAhoCorasick) -> Ints:
    found = automaton.find_matches_as_indexes(letters.tobytes(), overlapping=True)
    return np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3).T


def _whole_words(matches: Ints, letters: Bytes, haystack: str) -> Ints:
    """Matches that neither begin nor end inside a word, an age as in "Post9 hours ago" apart."""
    _, first, last = matches
    of_words = _tables()[2]
    around = np.pad(letters, (2, 1), constant_values=_BREAK)
    before, after = around[first + 1], around[last + 2]
    elided = (before == ord("'")) & of_words[around[first]]  # the "Brien" of "O'Brien"
    ends = ~of_words[after]
    for at in np.flatnonzero((after >= ord("1")) & (after <= ord("9"))).tolist():
        ends[at] = _GLUED.match(haystack, last[at]) and haystack[last[at] - 1].islower()
    return matches[:, ~of_words[before] & ends & ~elided]


def _exact(matches: Ints, haystack: str, names: Names) -> Ints:
    """Without the matches of other characters with the same bytes."""
    doubtful = np.flatnonzero(names.shared[matches[0]])
    wrong = [at for at, (pattern, first, last) in zip(
        doubtful.tolist(), matches[:, doubtful].T.tolist(), strict=True)
        if haystack[first:last] != names.patterns[pattern]]
    return np.delete(matches, wrong, axis=1) if wrong else matches


def _longest(matches: Ints) -> Ints:
    """From left to right the longest, none overlapping another."""
    ordered = matches[:, np.argsort(matches[1] * 2**32 - matches[2], kind="stable")]
    _, first, last = ordered
    clash = first[1:] < np.maximum.accumulate(last)[:-1]
    doubtful = np.flatnonzero(np.append(clash, False) | np.append(False, clash))
    kept, reached = np.ones(len(first), dtype=bool), 0
    for at, begin, end in zip(doubtful.tolist(), first[doubtful].tolist(),
                              last[doubtful].tolist(), strict=True):
        kept[at] = begin >= reached
        reached = end if begin >= reached else reached
    return ordered[:, kept]


def _with_brackets(text: _Searched, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """A bracket opened inside a name is closed with it: "Ann [Berg]"."""
    opened = (text.depth[np.searchsorted(text.brackets, end)]
              - text.depth[np.searchsorted(text.brackets, start)])
    return start - (opened < 0), end + (opened > 0)
