"""The words of many texts as numbers: equal words are equal, wherever and however they stand."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from workbench import text

_BATCH = 4_000_000  # characters read at a time
_APOSTROPHE = ord("'")
_LETTERS = 64  # that tell a word from others of its length
_FIRST_MARK = 0x300
_PAST_END = np.zeros(4, np.uint16)
_FIRST_LETTERS = np.array([(1 << 16 * n) - 1 for n in range(5)], np.uint64)  # of four
PRIME = np.uint64(0x9E3779B97F4A7C15)


class Words(NamedTuple):
    """The words of all texts, one after the other; those of text *i* are `bounds[i:i + 2]`."""

    ids: np.ndarray  # equal words, equal numbers: case, accents and kinds of quotes folded
    start: np.ndarray  # offsets in the word's own text
    end: np.ndarray
    proper: np.ndarray  # begins with a capital or a digit
    bounds: np.ndarray
    owner: np.ndarray  # text of each word

    def text_of(self, place: np.ndarray) -> np.ndarray:
        """Text in which the words at these places are."""
        return self.owner[place].astype(np.int64)


def read_words(texts: Sequence[str]) -> Words:
    """Words of all texts: runs of letters and digits, with inner apostrophes.

    Accents count for nothing, be they part of a letter or characters of their own after it.
    """
    parts = (_read(batch) for batch in (list(_batches(texts)) or [[""]]))
    columns = list(zip(*parts, strict=True))
    ids, start, end, proper, count = (  # each one's parts are freed before the next is joined
        np.concatenate(columns.pop(0)) for _ in range(len(columns)))
    owner = np.repeat(np.arange(len(count), dtype=np.int32), count)
    return Words(ids, start, end, proper, np.append(0, count.cumsum())[:len(texts) + 1], owner)


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    batch = np.cumsum([len(t) for t in texts], dtype=np.int64) // _BATCH
    cuts = np.flatnonzero(np.diff(batch, prepend=-1, append=-1)) if len(texts) else batch
    return (texts[i:j] for i, j in pairwise(cuts))


def _read(texts: Sequence[str]) -> tuple[np.ndarray, ...]:
    """Columns of `Words` for these texts, and how many words each has."""
    codes = _codes("\n" + "\n".join(texts) + "\n")
    letters = _without_marks(codes)
    codes = codes if letters is None else codes[letters]
    folded, proper = _fold(codes)
    inside = folded > _APOSTROPHE
    marks = np.flatnonzero(folded == _APOSTROPHE)
    inside[marks[inside[marks - 1] & inside[marks + 1]]] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    start, end = edges[::2].copy(), edges[1::2].copy()
    size, opening = end - start, proper[codes[start]]
    hashed = _hash(folded, start, size)
    if letters is not None:
        start, end = letters[start], letters[end]
    first = np.cumsum([1] + [len(t) + 1 for t in texts])
    count = np.diff(np.searchsorted(start, first))
    shift = np.repeat(first[:-1], count)
    return (hashed, (start - shift).astype(np.int32), (end - shift).astype(np.int32), opening,
            count)


def _codes(joined: str) -> np.ndarray:
    """Code points, one byte each where all are plain: a quarter of the memory to walk through."""
    if joined.isascii():
        return np.frombuffer(joined.encode("ascii"), np.uint8)
    return np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)


def _without_marks(codes: np.ndarray) -> np.ndarray | None:
    """Places of all characters but accents that stand by themselves; None if there are none."""
    if codes.dtype == np.uint8:
        return None
    high = np.flatnonzero(codes >= _FIRST_MARK)
    marks = high[text.IS_MARK[np.minimum(codes[high], len(text.IS_MARK) - 1)]]
    return np.delete(np.arange(len(codes)), marks) if len(marks) else None


def _fold(codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each character as its plain small letter, an apostrophe or 0; the codes that open names."""
    size = int(codes.max()) + 1
    table, proper = np.zeros(size, np.uint32), np.zeros(size, bool)
    table[codes] = 1
    for code in np.flatnonzero(table):
        char = chr(code)
        plain = unicodedata.normalize("NFKD", char.casefold())[0] if char.isalnum() else "\0"
        table[code] = _APOSTROPHE if text.fold(char) == "'" else ord(plain)
        proper[code] = char.isupper() or char.isdigit()
    return table.astype(np.uint16)[codes], proper  # beyond the first plane there is no news


def _hash(letters: np.ndarray, start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """A number for each word, four letters at a time; of one that has no end, its first ones."""
    windows = np.ndarray(len(letters), "<u8", np.append(letters, _PAST_END), strides=(2,))
    hashed, live = length.astype(np.uint64), np.arange(len(start))
    for k in range(0, min(int(length.max(initial=0)), _LETTERS), 4):
        live = live[length[live] > k] if k else live
        size = np.minimum(length[live] - k, 4)
        hashed[live] = (hashed[live] ^ (windows[start[live] + k] & _FIRST_LETTERS[size])) * PRIME
    return (mix(hashed) >> np.uint64(32)).astype(np.uint32)


def mix(numbers: np.ndarray) -> np.ndarray:
    """Spread what tells numbers apart over all their bits, in place."""
    numbers ^= numbers >> np.uint64(29)
    numbers *= PRIME
    numbers ^= numbers >> np.uint64(32)
    return numbers


def member(ids: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Which ids are among few chosen ones: a table of their low bits spares most look-ups."""
    chosen = np.unique(chosen)
    table = np.zeros(1 << 16, bool)
    table[chosen & 0xFFFF] = True
    inside = table[ids & 0xFFFF]
    at = np.flatnonzero(inside)
    near = np.searchsorted(chosen, ids[at])
    inside[at] = chosen[np.minimum(near, len(chosen) - 1)] == ids[at]
    return inside
