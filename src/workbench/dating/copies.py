"""Articles that share most of their text: how near in time one stands to the other.

A syndicated story appears within days wherever it is printed, so a copy that tells its date
bounds one that does not. Texts are compared by fingerprints: hashes of windows of words, every
fourth kept (Schleimer, Wilkerson and Aiken 2003), which takes time linear in the text.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from workbench.dating.bounds import Bound, span
from workbench.dating.ragged import Places

WINDOW = timedelta(days=7)
"""Copies are taken to appear at most this far apart."""

_WINDOW_OF_MOST = timedelta(days=3)  # the same where most of the shorter text is shared
_MOST = 0.6

Hashes = npt.NDArray[np.uint64]

_Copy = tuple[date | None, date | None, int, float]
"""Bounds from a copy, which text it is, and the share of the shorter text."""

_WORDS = 6  # in a window
_KEPT = 4  # one window in so many
_SHARE = 0.4  # of the windows of the shorter text that the longer must have
_FEWEST = 6  # windows in common, some thirty words
_COMMON = 20  # texts with the same window: a plug or a phrase, not a copy
_BATCH = 32_000  # characters that are hashed together, so that no word runs over `_PLANE`
_PLANE = 0x10000
VALUES = np.array([ord(char.lower()[:1]) if char.isalnum() else 0
                   for char in map(chr, range(_PLANE))], dtype=np.uint64)
"""What each character of the first plane counts as in a word; 0 where it is part of none."""
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that it has an inverse in 64 bits
_POWERS = np.uint64(_FACTOR) ** np.arange(_PLANE, dtype=np.uint64)
_INVERSES = np.uint64(pow(_FACTOR, -1, 2**64)) ** np.arange(_PLANE, dtype=np.uint64)


def copied_bounds(texts: Sequence[str], names: Sequence[str],
                  days: Sequence[tuple[date | None, date | None]]) -> list[list[Bound]]:
    """Bounds for each text from its copies among the others.

    Parameters
    ----------
    texts, names
        Cleaned texts, and what to call each in evidence.
    days
        First and last day of each; None is an open side, which bounds no copy.

    Returns
    -------
    bounds
        As many lists as texts. Of two texts that share at least two fifths of the shorter one's
        word sequences, each gets the days of the other, widened by `WINDOW` on both sides; by
        three days where they share three fifths. A story that is printed again later than that
        is dated wrongly by this.
    """
    if not any(low is None or high is None or high - low > _WINDOW_OF_MOST for low, high in days):
        return [[] for _ in texts]
    found: list[list[_Copy]] = [[] for _ in texts]
    for a, b, share in _copies(texts):
        for one, other in ((a, b), (b, a)):
            low, high = days[other]
            if (low or high) and names[one] != names[other]:
                window = _WINDOW_OF_MOST if share >= _MOST else WINDOW
                found[one].append((low and low - window, high and high + window, other, share))
    return [[_bound(copy, names, days) for copy in _tightest(own)] for own in found]


def _tightest(copies: list[_Copy]) -> list[_Copy]:
    """The first of those that reach farthest in from each side: of many copies two tell all."""
    lower = max((c for c in copies if c[0]), key=lambda c: c[0] or date.min, default=None)
    upper = min((c for c in copies if c[1]), key=lambda c: c[1] or date.max, default=None)
    return list(dict.fromkeys(c for c in (lower, upper) if c))


def _bound(copy: _Copy, names: Sequence[str],
           days: Sequence[tuple[date | None, date | None]]) -> Bound:
    low, high, other, share = copy
    window = _WINDOW_OF_MOST if share >= _MOST else WINDOW
    return Bound(low, high, f"shares {share:.0%} of the shorter text with {names[other]} "
                            f"({span(*days[other])}); copies appear within {window.days} days")


def _copies(texts: Sequence[str]) -> list[tuple[int, int, float]]:
    """Pairs of texts that share enough, with the share of the shorter one's windows."""
    hashes, owners = fingerprints(texts)
    sizes = np.bincount(owners, minlength=len(texts))
    if not len(owners):
        return []
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    keys: list[npt.NDArray[np.int64]] = []
    for gap in range(1, _COMMON):  # neighbours in order of hash are owners of the same window
        same = hashes[gap:] == hashes[:-gap]
        keys.append(owners[:-gap][same] * len(texts) + owners[gap:][same])
    pairs, n_shared = np.unique(np.concatenate(keys), return_counts=True)
    a, b = np.divmod(pairs, len(texts))
    shares = n_shared / np.minimum(sizes[a], sizes[b])
    enough = (n_shared >= _FEWEST) & (shares >= _SHARE)
    return list(zip(a[enough].tolist(), b[enough].tolist(), shares[enough].tolist(), strict=True))


def fingerprints(texts: Sequence[str]) -> tuple[Hashes, Places]:
    """Hashes of a quarter of the windows of words, the same quarter in every text, and of which.

    Each hash stands once for a text, those of a text together.
    """
    found = [_fingerprints(words, owners) for words, owners in word_hashes(texts)]
    return (np.concatenate([np.empty(0, np.uint64), *(hashes for hashes, _ in found)]),
            np.concatenate([np.empty(0, np.int64), *(owners for _, owners in found)]))


def _fingerprints(words: Hashes, owners: Places) -> tuple[Hashes, Places]:
    last = max(0, len(words) - _WORDS + 1)
    windows = np.zeros(last, dtype=np.uint64)
    for i in range(_WORDS):
        windows = windows * np.uint64(_FACTOR) + words[i:last + i]
    windows = mixed(windows)
    kept = (windows % np.uint64(_KEPT) == 0) & (owners[:last] == owners[_WORDS - 1:][:last])
    windows, owners = windows[kept], owners[:last][kept]
    order = np.lexsort((windows, owners))
    windows, owners = windows[order], owners[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (windows[1:] != windows[:-1]) | (owners[1:] != owners[:-1])
    return windows[new], owners[new]


def word_hashes(texts: Sequence[str]) -> Iterator[tuple[Hashes, Places]]:
    """Hashes of the words of texts in order, each with the number of its text; a batch at a time.

    Upper and lower case are the same.
    """
    ends = np.cumsum([len(text) for text in texts])
    cuts = np.flatnonzero(np.diff(ends // _BATCH, prepend=-1, append=-1))
    for first, last in pairwise(cuts.tolist()):
        units = [f"{text} ".encode("utf-16-le", "surrogatepass") for text in texts[first:last]]
        starts, hashes = _word_hashes(b"".join(units))
        begins = np.cumsum([len(text) // 2 for text in units])
        yield hashes, np.searchsorted(begins, starts, side="right") + first


def _word_hashes(units: bytes) -> tuple[Places, Hashes]:
    """Where words begin, in two-byte units, and their hashes."""
    values = VALUES[np.frombuffer(b" \0" + units, dtype="<u2")]
    inside = values > 0
    starts = np.flatnonzero(inside[1:] > inside[:-1]) + 1
    if not len(starts):
        return starts, np.empty(0, dtype=np.uint64)
    values *= np.resize(_POWERS, len(values)) if len(values) > _PLANE else _POWERS[:len(values)]
    return starts - 1, mixed(np.add.reduceat(values, starts) * _INVERSES[starts % _PLANE])


def mixed(values: Hashes) -> Hashes:
    """Hashes whose low bits depend on all bits."""
    values = (values ^ (values >> np.uint64(31))) * np.uint64(_FACTOR)
    return values ^ (values >> np.uint64(29))
