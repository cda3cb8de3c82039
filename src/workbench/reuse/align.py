"""Which passages of many texts have the same words: the core of `workbench.reuse`, in numpy.

Seed, extend and chain, as aligners of sequences do (Altschul et al. 1990): five equal words in
a row are a seed, seeds on one diagonal a run, runs grow while they gain, near runs are one
passage. No two texts are compared unless they share a seed, so cost follows the words read.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from workbench.reuse.words import PRIME, Words, mix

GAP = 10  # words that may differ inside one passage
_CAP = 16  # copies of a seed that are all paired; of more, each meets the first and the previous
_REPEATS = 4  # copies of a seed that count in one text, or refrains would make all the work
_LAGS = 8  # neighbours looked at when runs are chained
_DROP = 3  # words lost before a run stops growing
_SKIPS = sorted(((i, j) for i in range(5) for j in range(5) if i or j), key=sum)  # fewest first
_WHOLE = 0.8  # share of a text that counts as all of it

Sides = tuple[np.ndarray, np.ndarray]


class Passages(NamedTuple):
    """Pairs of passages: words `a0:a1` are those of `b0:b1`, up to small edits."""

    a0: np.ndarray
    a1: np.ndarray
    b0: np.ndarray
    b1: np.ndarray

    def take(self, which: np.ndarray) -> "Passages":
        """The passages chosen by a mask or by their numbers."""
        return Passages(*(side[which] for side in self))


def find_passages(words: Words, *, seed: int = 5, shortest: int = 7) -> Passages:
    """All pairs of passages, `a` before `b` in the order of the texts.

    Two texts are looked at when their seeds hold `shortest` words or nearly all of one of them.
    """
    runs = _runs(*_seeds(words, seed), words, seed)
    runs = runs.take(_enough(runs, words, shortest))
    passages = _chain(_extend(_chain(runs, words), words), words)
    return passages.take(_apart(passages, words))


def components(n: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Label of each of `n` nodes: equal where edges between `left` and `right` connect them."""
    edges = coo_array((np.ones(len(left), bool), (left, right)), shape=(n, n))
    return connected_components(edges, directed=False)[1]


def _seeds(words: Words, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of places at which the same `n` words begin."""
    group, place = _repeated(words, n)
    many = (group[_REPEATS:] == group[:-_REPEATS]) & (
        words.text_of(place[_REPEATS:]) == words.text_of(place[:-_REPEATS]))
    counts = np.append(np.full(_REPEATS, True), ~many)[:len(group)]
    group, place = group[counts], place[counts]
    opens = np.flatnonzero(np.diff(group, prepend=-1))
    size = np.diff(np.append(opens, len(group)))
    many, first = np.repeat(size > _CAP, size), place[np.repeat(opens, size)]
    pairs = [(first[many], place[many])]
    for lag in range(1, _CAP):
        same = (group[lag:] == group[:-lag]) & ~(many[lag:] & (lag > 1))
        pairs.append((place[:-lag][same], place[lag:][same]))
    a, b = (np.concatenate(side) for side in zip(*pairs, strict=True))
    same = (a != b) & ((b - a >= n) | (words.text_of(a) != words.text_of(b)))
    for k in range(n):  # the sort key keeps part of the hash only
        same &= words.ids[a + k] == words.ids[b + k]
    return a[same], b[same]


def _repeated(words: Words, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Runs of `n` words that occur twice: number of the run, place; places ascend in a run.

    Hash and place share one integer, so that one plain sort does it all.
    """
    size = max(len(words.ids) - n + 1, 0)
    keys = np.zeros(size, np.uint64)
    for k in range(n):
        keys *= PRIME
        keys += words.ids[k:size + k]
    bits = np.uint64(max(size, 1).bit_length())
    keys = mix(keys)
    keys >>= bits
    keys <<= bits
    keys |= np.arange(size, dtype=np.uint64)
    across = (words.bounds[1:, None] - np.arange(1, n)).ravel()
    keys = np.delete(keys, across[(across >= 0) & (across < size)])
    keys.sort()
    same = keys[1:] >> bits == keys[:-1] >> bits
    keys = keys[np.append(same, False) | np.append(False, same)] if len(keys) else keys
    runs = np.cumsum(np.diff(keys >> bits, prepend=np.uint64(0)) != 0)
    return runs, (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)


def _runs(a: np.ndarray, b: np.ndarray, words: Words, n: int) -> Passages:
    """Seeds on one diagonal that overlap or nearly touch, merged."""
    keys = np.sort((b - a) << 32 | a)
    diagonal, a = keys >> 32, keys & 0xFFFFFFFF
    jump = (np.diff(diagonal) != 0) | (np.diff(a) > n + GAP)
    for side in (a, a + diagonal):
        jump |= np.diff(words.text_of(side)) != 0
    opens = np.append(True, jump)[:len(a)]
    closes = np.append(jump, True)[:len(a)]
    a0, a1, diagonal = a[opens], a[closes] + n, diagonal[opens]
    return Passages(a0, a1, a0 + diagonal, a1 + diagonal)


def _pair(passages: Passages, words: Words) -> np.ndarray:
    """One number for the two texts of each passage."""
    return words.text_of(passages.a0) * len(words.bounds) + words.text_of(passages.b0)


def _enough(runs: Passages, words: Words, shortest: int) -> np.ndarray:
    """Runs between texts that share enough words to be looked at."""
    _, pair = np.unique(_pair(runs, words), return_inverse=True)
    total = np.bincount(pair, runs.a1 - runs.a0)[pair]
    lengths = np.diff(words.bounds)
    shorter = np.minimum(*(lengths[words.text_of(side)] for side in (runs.a0, runs.b0)))
    return total >= np.minimum(shortest, _WHOLE * shorter)


def _extend(passages: Passages, words: Words) -> Passages:
    """Passages grown at both ends, over words put in, left out or replaced."""
    a0, a1, b0, b1 = passages
    (low_a, high_a), (low_b, high_b) = (
        (words.bounds[t], words.bounds[t + 1]) for t in map(words.text_of, (a0, b0)))
    left_a, left_b = _grow(words.ids, (a0 - 1, b0 - 1), (a0 - low_a, b0 - low_b), -1)
    right_a, right_b = _grow(words.ids, (a1, b1), (high_a - a1, high_b - b1), 1)
    return Passages(a0 - left_a, a1 + right_a, b0 - left_b, b1 + right_b)


def _grow(ids: np.ndarray, places: Sides, rooms: Sides, step: int) -> Sides:
    """Words by which each side grows from its place on, at most by its room."""
    grown = np.zeros((2, len(places[0])), np.int64)
    going = np.arange(len(places[0]))
    while len(going):
        a, b = (place[going] + step * done[going]
                for place, done in zip(places, grown, strict=True))
        room_a, room_b = (room[going] - done[going]
                          for room, done in zip(rooms, grown, strict=True))
        gain = _gain(ids, a, b, np.minimum(room_a, room_b), step)
        skip = _skip(ids, (a + step * gain, b + step * gain), (room_a - gain, room_b - gain), step)
        grown[:, going] += gain + skip
        going = going[skip.any(axis=0)]
    return grown[0], grown[1]


def _skip(ids: np.ndarray, places: Sides, rooms: Sides, step: int) -> np.ndarray:
    """Words to skip on each side to reach equal ones: as many as skipped, and two at least."""
    skip = np.zeros((2, len(places[0])), np.int64)
    for i, j in _SKIPS:
        equal = max(i, j, 2)
        found = np.flatnonzero((rooms[0] >= i + equal) & (rooms[1] >= j + equal)
                               & ~skip.any(axis=0))
        for k in range(equal):
            found = found[ids[places[0][found] + step * (i + k)]
                          == ids[places[1][found] + step * (j + k)]]
        skip[:, found] = [[i], [j]]
    return skip


def _gain(ids: np.ndarray, a: np.ndarray, b: np.ndarray, room: np.ndarray,
          step: int) -> np.ndarray:
    """Words gained from `a` and `b` on: an equal word counts 1, another -1, to the best sum."""
    score, best, gain = np.zeros((3, len(a)), np.int64)
    going, i = np.flatnonzero(room > 0), 0
    while len(going):
        equal = ids[a[going] + step * i] == ids[b[going] + step * i]
        score[going] += np.where(equal, 1, -1)
        i += 1
        better = going[score[going] > best[going]]
        best[better], gain[better] = score[better], i
        going = going[(score[going] > best[going] - _DROP) & (room[going] > i)]
    return gain


def neighbours(passages: Passages, words: Words) -> tuple[np.ndarray, np.ndarray]:
    """Passages of the same two texts that begin near each other, the earlier one first."""
    pair = _pair(passages, words)
    order = np.lexsort((passages.b0, passages.a0, pair))
    left = np.concatenate([order[:-lag] for lag in range(1, _LAGS)])
    right = np.concatenate([order[lag:] for lag in range(1, _LAGS)])
    same = pair[left] == pair[right]
    return left[same], right[same]


def _chain(runs: Passages, words: Words) -> Passages:
    """Runs that follow each other closely in both texts, as one passage."""
    left, right = neighbours(runs, words)
    one, two = runs.take(left), runs.take(right)
    gap = np.maximum(two.a0 - one.a1, two.b0 - one.b1)
    end = one.b1 - one.a1
    shift = np.minimum(np.abs(two.b0 - two.a0 - end), np.abs(two.b1 - two.a1 - end))
    room = np.minimum(GAP, np.minimum(one.a1 - one.a0, two.a1 - two.a0))
    near = (gap <= room) & (shift <= GAP)
    label = components(len(runs.a0), left[near], right[near])
    return united(runs, label)


def united(passages: Passages, label: np.ndarray) -> Passages:
    """One passage a label, from the first word of those that have it to the last."""
    order = np.argsort(label, kind="stable")
    opens = np.flatnonzero(np.diff(label[order], prepend=-1))
    if not len(opens):
        return passages
    low, high = np.minimum.reduceat, np.maximum.reduceat
    return Passages(*(edge(side[order], opens)
                      for edge, side in zip((low, high, low, high), passages, strict=True)))


def _apart(passages: Passages, words: Words) -> np.ndarray:
    """Passages that do not lie, on both sides, within another of the same texts.

    Nor may a passage inside one text overlap itself.
    """
    keep = (passages.a1 <= passages.b0) | (
        words.text_of(passages.a0) != words.text_of(passages.b0))
    left, right = neighbours(passages, words)
    for inner, outer, equal in ((right, left, True), (left, right, False)):
        small, large = passages.take(inner), passages.take(outer)
        within = ((small.a0 >= large.a0) & (small.a1 <= large.a1)
                  & (small.b0 >= large.b0) & (small.b1 <= large.b1))
        shorter = small.a1 - small.a0 + small.b1 - small.b0 < (
            large.a1 - large.a0 + large.b1 - large.b0)
        keep[inner[within & (shorter | equal)]] = False
    return keep
