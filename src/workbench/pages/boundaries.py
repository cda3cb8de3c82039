"""Where the articles of a page begin and end.

Every reason to believe that a paragraph opens an article is a signal with a weight, the
probability that it alone would justify; they combine as independent evidence,
``1 - (1-w1)(1-w2)…``. An article starts where that reaches `THRESHOLD`, and the value is its
`start_confidence`. Signals in the wording (`cues`) err more often than headers: they count only
on pages where no header stands between articles.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from math import prod
from typing import NamedTuple

from workbench.pages import cues
from workbench.pages.blocks import Block
from workbench.pages.datelines import dateline
from workbench.pages.headers import ANCHORS, copies, find_headers, is_headline

THRESHOLD = 0.5
"""An article starts where its signals combine to at least this."""

# Weights were set by hand and checked on joined stories, see `split_page`. A label alone never
# reaches the threshold: dates and outlets also stand as subheads in articles.
_TOP = 0.9  # a page begins with an article, unless it begins in the middle of one
_HEADER = {"date": 0.49, "outlet": 0.49, "byline": 0.49, "source": 0.49, "label": 0.4,
           "repeated": 0.7, "headline": 0.3}
_STRONG = {"tag": 0.95, "gallery": 0.9, "dateline": 0.95, "heading": 0.95}

_CLOSING = frozenset({"prose", "credit", "source", "quote"})
_OVER = frozenset({"closer", "tag", "gallery"})


class Part(NamedTuple):
    """Blocks of one article: ``[header, body)`` its header, ``[body, end)`` its body."""

    header: int
    body: int
    end: int
    confidence: float


class Told(NamedTuple):
    """What an analyst says of starts, as offsets: these are, those are not."""

    starts: Collection[int] = ()
    no_starts: Collection[int] = ()


def find_parts(blocks: Sequence[Block], told: Told) -> list[Part]:
    """The articles of a page as ranges of blocks."""
    headers = find_headers(blocks)
    starts = [*_starts(blocks, headers, told), (len(blocks), 0.0)]
    parts = []
    for (body, confidence), (following, _) in pairwise(starts):
        end = _end(blocks, body, headers.get(following, following))
        parts.append(Part(headers.get(body, body), body, end, confidence))
    return parts


def _starts(blocks: Sequence[Block], headers: Mapping[int, int], told: Told,
            ) -> Iterator[tuple[int, float]]:
    """First blocks of bodies, with the confidence that an article starts there."""
    worded = None if _structured(blocks, headers) else _Worded(blocks)
    between: set[str] = set()  # roles since the last prose
    started = over = False
    last = 0  # the block after the last prose
    for i, block in enumerate(blocks):
        if block.role != "prose" and block.start not in told.starts:
            between.add(block.role)
            continue
        header = blocks[headers.get(i, i):i]
        above = blocks[last:headers.get(i, i)]  # in a header, "4 comments" closes nothing
        over |= started and any(other.role == "closer" for other in above)
        weights = [] if started else [_TOP]
        weights += _strong(block, header, between)
        if started and worded and not over:
            least = 0.0 if weights else THRESHOLD
            weights.append(worded.weight(i, header, between, least))
        confidence = _told(block, weights, told)
        if confidence >= THRESHOLD:
            yield i, round(confidence, 3)
            started, over = True, False
        if worded:
            worded.read(i, anew=confidence >= THRESHOLD)
        between, last = set(), i + 1


class _Worded:
    """What the wording says of starts, read from the top of a page on."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        prose = [i for i, block in enumerate(blocks) if block.role == "prose"]
        self._place = {i: k for k, i in enumerate(prose)}
        self._wording = [cues.wording(blocks[i].line) for i in prose]
        self._story = cues.Story()

    def weight(self, i: int, header: Sequence[Block], between: set[str], least: float) -> float:
        """Probability that block `i` begins an article, by its wording and what stands above.

        One below `least` may be told as 0.
        """
        if i not in self._place:
            return 0.0
        k = self._place[i]
        titled = max((b.line.count(" ") + 1 for b in header if is_headline(b)), default=0)
        return self._story.ends_before(
            self._wording[k:k + cues.AHEAD], title=titled, credit="credit" in between, least=least)

    def read(self, i: int, *, anew: bool) -> None:
        """Take up block `i`, the first of an article or the next."""
        self._story = cues.Story() if anew else self._story
        if i in self._place:
            self._story.add(self._wording[self._place[i]])


def _told(block: Block, weights: Sequence[float], told: Told) -> float:
    """Confidence in a start: the analyst's word, else that of its signals."""
    if block.start in told.starts:
        return 1.0
    if block.start in told.no_starts:
        return 0.0
    return 1 - prod(1 - weight for weight in weights)


def _structured(blocks: Sequence[Block], headers: Mapping[int, int]) -> bool:
    """Does a header with a label, a repeated or a marked title stand between articles?"""
    between = list(headers.items())[1:]
    return any(ANCHORS & {b.role for b in blocks[first:body]} or copies(blocks[first:body])
               or any(b.heading for b in blocks[first:body]) for body, first in between)


def _strong(block: Block, header: Sequence[Block], between: set[str]) -> Iterator[float]:
    """Weights of what the layout and a dateline say."""
    if header:
        roles, copied = {b.role for b in header}, copies(header)
        if copied or roles & ANCHORS:
            roles |= {"repeated"} if copied else set()
            roles |= {"headline"} if "line" in roles else set()
            yield from (weight for role, weight in _HEADER.items() if role in roles)
    if between:
        yield from (weight for role, weight in _STRONG.items() if role in between)
    if any(b.heading for b in header):
        yield _STRONG["heading"]
    if dateline(block.line):
        yield _STRONG["dateline"]


def _end(blocks: Sequence[Block], body: int, stop: int) -> int:
    """Where the article's blocks end: after its last prose, credit or plug of its own."""
    last = body + 1
    for k in range(body, stop):
        if blocks[k].role in _OVER:
            break
        if blocks[k].role in _CLOSING or (blocks[k].role == "promotion" and k == last):
            last = k + 1
    return last
