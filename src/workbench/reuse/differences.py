"""What changed between two passages, word by word."""

import pandas as pd
from rapidfuzz.distance import Indel

from workbench.reuse.words import Words, read_words


def differences(text_a: str, text_b: str) -> pd.DataFrame:
    """What changed between two passages, by words: one row per equal or changed stretch.

    `tag` is ``equal``, ``insert``, ``delete`` or ``replace``; offsets count from the beginning of
    each text and run from first to last word. Case, accents and kinds of quotes are no change.

    Examples
    --------
    >>> differences("a firm commitment to send", "A “firm” promise to send")
           tag  start_a  end_a  start_b  end_b
    0    equal        0      6        0      7
    1  replace        7     17        9     16
    2    equal       18     25       17     24
    """
    words_a, words_b = (read_words([text]) for text in (text_a, text_b))
    codes = Indel.opcodes(words_a.ids.tolist(), words_b.ids.tolist())
    rows, i, j = [], 0, 0
    for equal in codes.as_matching_blocks():
        if equal.a > i or equal.b > j:
            tag = "insert" if equal.a == i else "delete" if equal.b == j else "replace"
            rows.append((tag, *_stretch(words_a, i, equal.a), *_stretch(words_b, j, equal.b)))
        i, j = equal.a + equal.size, equal.b + equal.size
        if equal.size:
            rows.append(("equal", *_stretch(words_a, equal.a, i), *_stretch(words_b, equal.b, j)))
    return pd.DataFrame(rows, columns=["tag", "start_a", "end_a", "start_b", "end_b"])


def _stretch(words: Words, first: int, last: int) -> tuple[int, int]:
    if first < last:
        return int(words.start[first]), int(words.end[last - 1])
    place = int(words.end[first - 1]) if first else 0
    return place, place
