"""The paragraphs of a page, each with its role."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench import text as txt
from workbench.pages import datelines, lines
from workbench.pages.credits import Names

_MARKS = frozenset("#*_")  # of headings and bold or italic lines in Markdown
_LONGEST_STANDFIRST = 250  # characters
_SENTENCE_LINE = re.compile(r"(?P<sentence>[.!?][\"'”’)]{0,2})[ \t]{0,8}(?:\r\n|\n|\r)")


class Block(NamedTuple):
    """A paragraph of the page and its role."""

    start: int
    end: int
    text: str  # as long as in the file, but without line breaks and curly quotes
    line: str  # with single spaces, without marks of Markdown
    role: str
    heading: bool = False  # known from markup to stand over an article


def read_blocks(text: str, names: Names, cuts: Collection[int] = (),
                headings: Collection[int] = ()) -> list[Block]:
    """Paragraphs with their roles; a line that opens with a dateline begins one, a cut too."""
    plain = txt.fold(text).replace("\r", " ").replace("\n", " ")
    places: Iterable[txt.Interval] = txt.paragraphs(text)
    if cuts or txt.wrap_width(text):
        places = (piece for place in places for piece in (
            _pieces(text, plain, place, cuts) if cuts else _datelined(text, plain, *place)))
    tidy = plain.isprintable()
    found = []
    for start, end in places:
        piece = plain[start:end]
        line = piece if tidy and "  " not in piece else " ".join(piece.split())
        line = lines.unmarked(line) if line[:1] in _MARKS else line
        role = "prose" if start in cuts else lines.role(line, names.lines)
        found.append(Block(start, end, piece, line, role))
    for i in [i for i, block in enumerate(found) if block.role == "byline"]:
        if _has_standfirst(found, i) and found[i - 1].start not in cuts:
            found[i - 1] = found[i - 1]._replace(role="line")
    return [block._replace(role="line", heading=True) if block.start in headings else block
            for block in found] if headings else found


def _has_standfirst(blocks: Sequence[Block], byline: int) -> bool:
    """Does a sentence stand between a headline and the byline below it?"""
    if byline < 2:
        return False
    title, sentence = blocks[byline - 2:byline]
    return title.role == "line" and sentence.role == "prose" and (
        len(sentence.line) <= _LONGEST_STANDFIRST)


def _pieces(text: str, plain: str, paragraph: txt.Interval, cuts: Collection[int],
            ) -> Iterator[txt.Interval]:
    """The paragraph, cut where one begins inside it."""
    for start, end in _datelined(text, plain, *paragraph):
        inside = sorted(cut for cut in cuts if start < cut < end)
        for a, b in pairwise([start, *inside, end]):
            yield a, a + len(text[a:b].rstrip())


def _datelined(text: str, plain: str, start: int, end: int) -> Iterator[txt.Interval]:
    """The paragraph, cut before each of its lines that opens with a dateline."""
    if text.find("\n", start, end) >= 0 or text.find("\r", start, end) >= 0:
        for match in _SENTENCE_LINE.finditer(text, start, end):
            if datelines.dateline(plain[match.end():match.end() + 120]):
                yield start, match.end("sentence")
                start = match.end()
    yield start, end
