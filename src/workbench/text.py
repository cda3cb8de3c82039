"""Strings in, strings and spans out: cleaning, paragraphs, sentences, words.

Everything here keeps offsets: a cleaned text is as long as its source, and character *i* of
the one is character *i* of the other. Pure functions, no tables.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import nupunkt

Interval = tuple[int, int]
"""Half-open offsets in Unicode code points."""

UPPER = "[" + "".join(
    char for char in map(chr, [*range(0x250), *range(0x1E00, 0x1F00)]) if char.isupper()) + "]"
"""Capitals of the Latin alphabet, those with marks too: Š, Ł, É. For use in expressions."""

_FOLD = [(char, plain) for chars, plain in (
    ("“”„‟«»″", '"'), ("‘’‚‛`´′", "'"),
    ("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000\t", " ")) for char in chars]
_LINE = re.compile(r"[^\r\n]+")
_FIRST_WORD = re.compile(r"[> ]*\s*(?P<word>\S*)")
_PLANE = [chr(code) for code in range(0x10000)]
_ALNUM = np.array([char.isalnum() for char in _PLANE])
_JOINER = np.isin(np.arange(len(_PLANE)), [ord(char) for char in "'’.-‑"])
_SPACE = np.array([char.isspace() for char in _PLANE])
IS_MARK = np.array([unicodedata.combining(char) > 0 for char in _PLANE])
"""By code point of the first plane: does it only put an accent on the letter before it?"""

_MARKS = "".join(re.escape(char) for char in _PLANE if IS_MARK[ord(char)])
_LETTERS = rf"(?:[^\W_]++[{_MARKS}]*+)++"
_WORD = re.compile(rf"{_LETTERS}(?:['’.\-‑]{_LETTERS})*")
_BULLET = re.compile(r"[-*•·▪–] ")
_WIDEST_WRAP = 132  # columns: nobody wraps prose wider
_FULL_LINE = 25  # a wrapped line falls short of the width by less than one long word
_MOSTLY = 0.4


def fold(text: str) -> str:
    """Straight quotes and plain spaces, character for character.

    >>> fold("“Now”")
    '"Now"'
    """
    for char, plain in _FOLD:  # ten times as fast as str.translate
        text = text.replace(char, plain)
    return text


@lru_cache(maxsize=2)  # asked of a text when it is split and when it is cleaned
def wrap_width(text: str) -> int | None:
    """Width at which a text is hard-wrapped, or None where a line is a paragraph.

    A text is wrapped when most lines nearly fill the width that hardly any exceeds.
    """
    lengths = sorted([end - start for start, end in _lines(text)])
    width = lengths[int(0.98 * len(lengths))] if lengths else 0  # of few lines, the longest
    full = len(lengths) - bisect_right(lengths, width - _FULL_LINE)
    return width if len(lengths) > 3 and 40 < width <= _WIDEST_WRAP and (
        full >= _MOSTLY * len(lengths)) else None


def paragraphs(text: str) -> list[Interval]:
    """Paragraphs, without surrounding white space.

    A blank line ends a paragraph. So does a line end, unless the text is hard-wrapped and the
    next line's first word would not have fitted on the line. A bullet starts a paragraph;
    lines marked ``>`` stand apart from lines that are not.
    """
    return list(_paragraphs(text))


@lru_cache(maxsize=2)
def _paragraphs(text: str) -> tuple[Interval, ...]:
    width, lines = wrap_width(text), _lines(text)
    if not width:
        return lines
    starts = [0] + [i for i, (above, line) in enumerate(pairwise(lines), 1)
                    if not _runs_on(text, above, line, width)]
    return tuple((lines[i][0], lines[j - 1][1]) for i, j in pairwise([*starts, len(lines)]))


@lru_cache(maxsize=2)
def _lines(text: str) -> tuple[Interval, ...]:
    """Lines that are not blank, without surrounding white space."""
    found, begin = [], 0
    for line in text.replace("\r", "\n").split("\n"):
        if bare := line.strip():
            start = begin + line.index(bare)
            found.append((start, start + len(bare)))
        begin += len(line) + 1
    return tuple(found)


def clean(text: str) -> str:
    """`fold`, with each line break inside a paragraph turned into spaces; as long as `text`."""
    folded = fold(text)
    if not wrap_width(text):  # a line is a paragraph
        return folded
    pieces, last = [], 0
    for start, end in _paragraphs(text):
        inside = folded[start:end].replace("\r", " ").replace("\n", " ")
        pieces += [folded[last:start], inside]
        last = end
    return "".join(pieces) + folded[last:]


def mask(text: str, spans: Iterable[Interval]) -> str:
    """`text` with every character of the spans replaced by a space.

    >>> mask("one two three", [(4, 7)])
    'one     three'
    """
    pieces, last = [], 0
    for start, end in sorted(spans):
        pieces += [text[last:start], " " * (end - max(start, last))]
        last = max(last, end)
    return "".join(pieces) + text[last:]


def words(text: str) -> list[Interval]:
    r"""Words: letters and digits, with inner apostrophes, points and hyphens ("U.S", "don't").

    A letter may be composed of several characters.

    >>> words("Caf\u00e9"), words("Cafe\u0301")
    ([(0, 4)], [(0, 5)])
    """
    return [m.span() for m in _WORD.finditer(text)]


def count_words(text: str) -> int:
    """How many `words` a text has.

    >>> count_words("The U.S. don't.")
    3
    """
    codes = np.frombuffer(f"  {text}".encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(codes) > len(text) + 2 or (  # characters beyond the first plane take two codes
            not text.isascii() and IS_MARK[codes].any()):
        return len(_WORD.findall(text))
    inside = _ALNUM[codes]
    begins = inside[2:] & ~inside[1:-1]
    return int((begins & ~(_JOINER[codes[1:-1]] & inside[:-2])).sum())


def solid_before(text: str) -> npt.NDArray[np.int64]:
    r"""How many characters that are no white space stand before each offset, the end included.

    >>> solid_before("a b").tolist()
    [0, 1, 1, 2]
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    inside = ~_SPACE[np.minimum(codes, len(_SPACE) - 1)]
    return np.concatenate([[0], np.cumsum(inside, dtype=np.int64)])


def sentences(text: str) -> list[Interval]:
    """Sentences of a cleaned text, never across a line end: Punkt (Kiss and Strunk 2006).

    >>> text = "Gen. Helou spoke. Nobody listened."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Gen. Helou spoke.', 'Nobody listened.']
    """
    return [_trim(text, line.start() + start, line.start() + end)
            for line in _LINE.finditer(text) if line[0].strip()
            for start, end in nupunkt.sent_spans(line[0])]


def _runs_on(text: str, above: Interval, line: Interval, width: int) -> bool:
    """Is the line the continuation, by wrapping, of the line above it?"""
    if text.count("\n", above[1], line[0]) > 1 or (text[above[0]] == ">") != (text[line[0]] == ">"):
        return False
    first = _FIRST_WORD.match(text, *line)
    size = first.end() - first.start("word") if first else 0
    fills = above[1] - above[0] + 1 + size >= width  # wrappers count the space
    return fills and not _BULLET.match(text, line[0])


def _trim(text: str, start: int, end: int) -> Interval:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
