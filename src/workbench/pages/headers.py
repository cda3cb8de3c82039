"""Short lines right above prose: which of them are a header, and which of these the headline."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from workbench.pages import lines
from workbench.pages.blocks import Block

ANCHORS = frozenset({"date", "outlet", "byline", "source"})
"""Roles that make a header of the lines around them."""

_PASSABLE = ANCHORS | {"line", "label", "furniture", "caption"}
_PASSABLE_AT_TOP = _PASSABLE | {"closer", "credit", "promotion", "teaser"}
_LONG_HEADLINE = 4  # words; a shorter line may be a label or a subhead
_TOP_HEADLINE = 3  # words; at the top of a page
_NEAR = 4  # lines from one sign of a header to the next
_ABOVE = 3  # lines above the first sign that may be a headline or an unknown outlet


def find_headers(blocks: Sequence[Block]) -> dict[int, int]:
    """Block of prose → first block of the header right above it, if there is one."""
    found: dict[int, int] = {}
    for i, block in enumerate(blocks):
        if block.role == "prose" and (not found or blocks[i - 1].role != "prose"):
            first = _header(blocks, i, top=not found)
            found |= {i: first} if first < i or not found else {}
    return found


def copies(blocks: Sequence[Block]) -> set[str]:
    """Keys of headlines that stand there more than once."""
    if len(blocks) < 2:
        return set()
    return {k for k, n in Counter(key(b) for b in blocks if is_headline(b)).items() if n > 1}


def is_headline(block: Block, words: int = _LONG_HEADLINE) -> bool:
    """Is it a line long enough for a headline, or one by its markup?"""
    return block.heading or (block.role == "line" and block.line.count(" ") >= words - 1)


def key(block: Block) -> str:
    """What two copies of a headline have in common: case and an outlet at the end are ignored."""
    return _title_key(block.line)


def title(header: Sequence[Block]) -> int | None:
    """Which block of a header is the headline: the repeated one, a long one above, or below."""
    copied = copies(header)
    titles = [k for k, b in enumerate(header) if b.role == "line"]
    repeated = [k for k in titles if key(header[k]) in copied]
    labels = [k for k, b in enumerate(header) if b.role in ANCHORS | {"label"}]
    above = [k for k in titles if labels and k < labels[0] and is_headline(header[k])]
    below = [k for k in titles if not labels or k > labels[-1]]
    among = [k for k in titles if is_headline(header[k])]
    marked = [k for k in titles if header[k].heading]
    return next(iter([*marked, *repeated, *above, *below, *among]), None)


def _header(blocks: Sequence[Block], body: int, *, top: bool) -> int:
    """Where the header of the prose at `body` begins; `body` itself if there is none."""
    passable = _PASSABLE_AT_TOP if top else _PASSABLE | {"closer"}
    first = body
    while first and blocks[first - 1].role in passable:
        first -= 1
    copied = copies(blocks[first:body])
    marks = [k for k in range(first, body)
             if blocks[k].role in ANCHORS or blocks[k].heading or key(blocks[k]) in copied]
    if not marks:
        long = _TOP_HEADLINE if top else _LONG_HEADLINE
        titles = [k for k in range(first, body) if is_headline(blocks[k], long)]
        teased = first and blocks[first - 1].role == "teaser"
        return titles[-1] if titles and not teased else body
    begin = marks[-1]
    for mark in reversed(marks):
        begin = mark if begin - mark <= _NEAR else begin
    floor = max(first, begin - _ABOVE)
    while begin > floor and blocks[begin - 1].role == "line":
        begin -= 1
    return begin


@lru_cache(maxsize=10_000)  # asked of the same line by every step
def _title_key(line: str) -> str:
    suffixed = lines.SUFFIX.fullmatch(line)
    return (suffixed["headline"] if suffixed else line).casefold()
