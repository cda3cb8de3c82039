"""Quotation marks in pairs: any style, mixed, nested, re-opened. Pure, no pandas."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from workbench.text import Interval

_ONLY_OPENS, _ONLY_CLOSES = "“‘„‟«‛‚", "”’»"
_LINE = re.compile(r"[^\n]+")
_MARK = re.compile("[\"']")
_ELISION = re.compile(r"'(?:cause|em|til|tis|twas|bout|round|n|\d\ds?)\b", re.I)
_WORD_NEXT = re.compile(r" \w")
_WORD = re.compile(r"\w")
_LONGEST = 3000  # characters: beyond, a closing mark was lost
_MASKED = " " * 8  # no quotation runs over noise that was masked


class _Mark(NamedTuple):
    at: int
    char: str  # folded: one of " and '
    line: int  # its paragraph
    leads: bool  # first of its paragraph: may re-open what the paragraph before left open
    opens: bool
    closes: bool
    sure: bool  # cannot be the apostrophe of a plural: "the Russians' plan"


def quotation_marks(text: str, source: str) -> list[Interval]:
    """Pairs of quotation marks, marks included; the outer ones where they are nested.

    `text` is the cleaned text, with straight marks; `source` is as long and has the marks as they
    are, whose shape decides where spaces do not.

    >>> text = "The Russians' plan: 'we don't wait'."
    >>> [text[start:end] for start, end in quotation_marks(text, text)]
    ["'we don't wait'"]
    """
    marks, pairs, i = list(_marks(text, source)), [], 0
    while i < len(marks):
        closing = _closing(marks, i) if marks[i].opens else None
        pair = (marks[i].at, marks[closing].at + 1) if closing else (0, 0)
        if closing and _is_whole(text, pair):
            pairs.append(pair)
            i = closing
        i += 1
    return pairs


def _is_whole(text: str, pair: Interval) -> bool:
    inside = text[slice(*pair)]
    return len(inside) < _LONGEST and _MASKED not in inside and bool(_WORD.search(inside))


def _marks(text: str, source: str) -> Iterator[_Mark]:
    """Marks that can open or close a quotation; apostrophes are left out."""
    lines = (line for line in _LINE.finditer(text) if not line[0].isspace())
    for number, line in enumerate(lines):
        lead = line.start() + len(line[0]) - len(line[0].lstrip())
        for at in (m.start() for m in _MARK.finditer(text, *line.span())):
            before, after = text[at - 1:at] or " ", text[at + 1:at + 2] or " "
            single = text[at] == "'"
            if single and ((before.isalnum() and after.isalnum()) or _ELISION.match(text, at)):
                continue
            opens = not after.isspace() and not before.isalnum()
            closes = not before.isspace() and (not after.isalnum() or before in ".,?!…")
            if single or (opens and closes):  # the shape of a double mark decides only in doubt
                opens = opens and source[at] not in _ONLY_CLOSES
                closes = closes and source[at] not in _ONLY_OPENS
            plural = single and before in "sS" and _WORD_NEXT.match(text, at + 1)
            yield _Mark(at, text[at], number, at == lead, opens, closes, not plural)


def _closing(marks: Sequence[_Mark], opening: int) -> int | None:
    """Index of the mark that closes: the same, or a single for a double one (sic)."""
    first, line = marks[opening], marks[opening].line
    unsure = other = None
    last = bisect_right(marks, first.at + _LONGEST, key=attrgetter("at"))
    for i in range(opening + 1, last):
        mark = marks[i]
        if mark.line != line:
            if not (mark.leads and mark.opens and mark.char == first.char
                    and mark.line == line + 1):
                break
            line = mark.line
        elif mark.char == first.char and mark.closes:
            if mark.sure:
                return i
            unsure = unsure or i
        elif mark.char == first.char and mark.opens:
            break
        elif first.char == '"' and mark.closes and (other is None or not marks[other].sure):
            other = i
    return unsure or other
