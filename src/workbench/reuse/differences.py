"""What changed between two passages, word by word."""

from collections.abc import Iterator

import pandas as pd
from rapidfuzz.distance import LCSseq

from workbench.reuse.words import Words, read_words

CHUNK = 1000  # words of each passage whose common ones are looked for at once
_RUN = 5  # equal words in a row that are no chance


def differences(text_a: str, text_b: str) -> pd.DataFrame:
    """What changed between two passages, by words: one row per equal or changed stretch.

    `tag` is ``equal``, ``insert``, ``delete`` or ``replace``; offsets count from the beginning of
    each text and run from first to last word. Case, accents and kinds of quotes are no change.
    Cost grows with the length of the texts.

    Examples
    --------
    >>> differences("a firm commitment to send", "A “firm” promise to send")
           tag  start_a  end_a  start_b  end_b
    0    equal        0      6        0      7
    1  replace        7     17        9     16
    2    equal       18     25       17     24
    """
    words_a, words_b = (read_words([text]) for text in (text_a, text_b))
    ids_a, ids_b = words_a.ids.tolist(), words_b.ids.tolist()
    rows: list[tuple[str, int, int, int, int]] = []
    i, j = 0, 0
    for a, b, size in [*equal_blocks(ids_a, ids_b), (len(ids_a), len(ids_b), 0)]:
        if a > i or b > j:
            tag = "insert" if a == i else "delete" if b == j else "replace"
            rows.append((tag, *_stretch(words_a, i, a), *_stretch(words_b, j, b)))
        i, j = a + size, b + size
        if size:
            goes_on = rows.pop() if rows and rows[-1][0] == "equal" else None
            (start_a, end_a), (start_b, end_b) = _stretch(words_a, a, i), _stretch(words_b, b, j)
            start_a, start_b = (goes_on[1], goes_on[3]) if goes_on else (start_a, start_b)
            rows.append(("equal", start_a, end_a, start_b, end_b))
    return pd.DataFrame(rows, columns=["tag", "start_a", "end_a", "start_b", "end_b"])


def equal_blocks(a: list[int], b: list[int]) -> Iterator[tuple[int, int, int]]:
    """Where the longest common subsequence runs: place in `a`, place in `b`, length.

    Chunk by chunk, so that cost grows with the length and not with its square: a chunk begins
    behind the last run of equal words of the one before.
    """
    i, j = 0, 0
    while i < len(a) or j < len(b):
        blocks = LCSseq.opcodes(a[i:i + CHUNK], b[j:j + CHUNK]).as_matching_blocks()
        last = len(a) - i <= CHUNK and len(b) - j <= CHUNK
        runs = [n for n, block in enumerate(blocks, 1) if block.size >= _RUN and not last]
        done = blocks[:runs[-1]] if runs else blocks  # it ends with an empty block at both ends
        yield from ((i + block.a, j + block.b, block.size) for block in done if block.size)
        i, j = i + done[-1].a + done[-1].size, j + done[-1].b + done[-1].size


def _stretch(words: Words, first: int, last: int) -> tuple[int, int]:
    if first < last:
        return int(words.start[first]), int(words.end[last - 1])
    place = int(words.end[first - 1]) if first else 0
    return place, place
