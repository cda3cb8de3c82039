"""Passages that were heavily rewritten: too few words in a row are equal to seed an alignment.

Seeds are two content words near each other, in either order (skip-bigrams, as in the PAN
competitions: Potthast et al. 2013), so that shuffled, inserted, dropped and replaced words leave
many of them. Where several lie along one diagonal, the content words of both sides are compared
within a band around it, and the passage is the stretch in which they keep matching.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from workbench.reuse.align import Passages, components, neighbours, united
from workbench.reuse.words import Words, member, mix

_REACH = 3  # content words between which two are a seed
_CAP = 4  # copies of a seed beyond which it says little
_STEP = 60  # words between seeds of one passage
_DRIFT = 30  # words by which its diagonal may move from seed to seed
_BUCKETS = 22  # bits, at most, of a table that counts the seeds of a pair of texts
_FREQUENT = 2000  # one word in so many is too common for a seed
_SOME = 50  # of them in a few texts are not
_LAGS = 8  # neighbours looked at when seeds are linked
_LEAST = 4  # words of a passage at which seeds begin
_OFTEN = 0.08  # seeds a word
_SAMPLE = 2  # of so many seeds one is looked at, to save time; a power of two
_TOUCH = 25  # words between passages that are one
_BAND = 16  # words a match may lie off the diagonal
_MISS = 0.45  # what a content word without a match costs; one with it gains 1
_ROOM = 400  # words looked at on either side of the seeds
_COVERED = 0.7  # share of a run of seeds that a known passage holds
_WHOLLY = 0.9  # share that several hold
_DENSE = 0.35  # share of the content words that match, on either side


class Seeds(NamedTuple):
    """Places of equal seeds, of one pair of texts after the other and along side a."""

    pair: np.ndarray
    a: np.ndarray
    b: np.ndarray

    def take(self, which: np.ndarray) -> "Seeds":
        """The seeds chosen by a mask or an order."""
        return Seeds(*(column[which] for column in self))


def find_rewritten(words: Words, slight: np.ndarray, known: Passages, *,
                   sample: int = _SAMPLE) -> tuple[Passages, np.ndarray]:
    """Pairs of passages between two texts that share most content words, in about their order.

    Passages that cover what is `known` are left out. The second result is the number of content
    words that match. `slight` are the ids of words that are no content.
    """
    is_content = ~member(words.ids, slight)
    seeds = _seeds(words, np.flatnonzero(is_content & ~_common(words.ids)), sample)
    label = _labels(seeds)
    kept = _telling(seeds, label, _covered(seeds, known, words))
    cut = np.flatnonzero(np.diff(label[kept], prepend=-1, append=-1))
    rows = [_stretch(words, is_content, seeds.a[kept[i:j]], seeds.b[kept[i:j]])
            for i, j in pairwise(cut)]
    found = np.array([row for row in rows if row], np.int64).reshape(-1, 5)
    return Passages(*found[:, :4].T), found[:, 4]


def joined(known: Passages, found: Passages, n_matched: np.ndarray,
           words: Words) -> tuple[Passages, np.ndarray]:
    """Both kinds of passages, those that overlap or nearly touch a rewritten one as one.

    With the content words matched in the rewritten ones, 0 for the others.
    """
    both = Passages(*(np.append(one, two) for one, two in zip(known, found, strict=True)))
    matched = np.append(np.zeros(len(known.a0), np.int64), n_matched)
    left, right = neighbours(both, words)
    one, two = both.take(left), both.take(right)
    gaps = [two.a0 - one.a1, np.maximum(one.b0, two.b0) - np.minimum(one.b1, two.b1)]
    near = (np.maximum(*gaps) <= _TOUCH) & (matched[left] + matched[right] > 0)
    near &= (two.b0 >= one.b0 - _BAND)
    label = components(len(matched), left[near], right[near])
    return united(both, label), np.bincount(label, matched, minlength=1)[:label.max(
        initial=-1) + 1].astype(np.int64)


def _common(ids: np.ndarray) -> np.ndarray:
    """Words that are frequent in these texts, whatever they mean elsewhere."""
    low = ids & 0xFFFF
    return np.bincount(low, minlength=1)[low] > max(len(ids) / _FREQUENT, _SOME)


def _seeds(words: Words, content: np.ndarray, sample: int) -> Seeds:
    """Places of equal skip-bigrams in two texts, sorted by pair of texts and place."""
    text = words.owner[content]
    group, at = _repeated(words.ids[content], text, sample)
    pairs = []
    for lag in range(1, _CAP):
        same = (group[lag:] == group[:-lag]) & (text[at[lag:]] != text[at[:-lag]])
        pairs.append((at[:-lag][same], at[lag:][same]))
    a, b = (np.concatenate(side) for side in zip(*pairs, strict=True))
    pair = text[a] * np.int64(len(words.bounds)) + text[b]
    bits = min(len(pair).bit_length() + 2, _BUCKETS)
    bucket = (mix(pair.astype(np.uint64)) >> np.uint64(64 - bits)).astype(np.int64)
    kept = np.flatnonzero((np.bincount(bucket, minlength=1) >= _LEAST)[bucket])
    kept = kept[np.lexsort((a[kept], pair[kept]))]
    return Seeds(pair[kept], content[a[kept]], content[b[kept]])


def _repeated(ids: np.ndarray, text: np.ndarray, sample: int) -> tuple[np.ndarray, np.ndarray]:
    """Skip-bigrams that occur a few times: number of each, and which content word begins it."""
    bits = np.uint64(max(len(ids), 1).bit_length())
    parts = [_keys(ids, text, reach, sample, bits) for reach in range(1, _REACH + 1)]
    packed = np.concatenate(parts)
    del parts  # as large as what they were joined to
    packed.sort()
    same = packed[1:] >> bits == packed[:-1] >> bits
    packed = packed[np.append(same, False) | np.append(False, same)] if len(packed) else packed
    group = np.cumsum(np.diff(packed >> bits, prepend=np.uint64(0)) != 0)
    some = np.bincount(group, minlength=1)[group] <= _CAP
    return group[some], (packed[some] & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)


def _keys(ids: np.ndarray, text: np.ndarray, reach: int, sample: int,
          bits: np.uint64) -> np.ndarray:
    """Hash of each two words `reach` apart, the same in either order, and in its low bits where."""
    one, two = ids[:-reach], ids[reach:]
    kept = np.flatnonzero(((one ^ two) & np.uint32(sample - 1) == 0) & (one != two)
                          & (text[:-reach] == text[reach:]))
    one, two = one[kept].astype(np.uint64), two[kept].astype(np.uint64)
    keys = mix((one * two) ^ (one + two))
    keys >>= bits
    keys <<= bits
    keys |= kept.astype(np.uint64)
    return keys


def _labels(seeds: Seeds) -> np.ndarray:
    """Number of the run of each seed: seeds that follow one another along one diagonal."""
    left = np.concatenate([np.arange(len(seeds.a) - lag) for lag in range(1, _LAGS)])
    right = np.concatenate([np.arange(lag, len(seeds.a)) for lag in range(1, _LAGS)])
    shift = seeds.b - seeds.a
    near = ((seeds.pair[left] == seeds.pair[right]) & (seeds.a[right] - seeds.a[left] <= _STEP)
            & (np.abs(shift[right] - shift[left]) <= _DRIFT))
    return components(len(seeds.a), left[near], right[near])


def _telling(seeds: Seeds, label: np.ndarray, covered: np.ndarray) -> np.ndarray:
    """Seeds of the runs that are dense, of several words and in no known passage; run by run."""
    order = np.argsort(label, kind="stable")
    opens = np.flatnonzero(np.diff(label[order], prepend=-1))
    if not len(opens):
        return order
    size = np.diff(np.append(opens, len(order)))
    a, b = seeds.a[order], seeds.b[order]
    places = np.add.reduceat(np.append(True, (np.diff(a) != 0)), opens)
    span = np.maximum(*(np.maximum.reduceat(side, opens) - np.minimum.reduceat(side, opens)
                        for side in (a, b)))
    inside = np.add.reduceat((covered[order] > 0).astype(np.int64), opens)
    one = np.maximum.reduceat(covered[order], opens) >= _COVERED * span
    old = (inside >= _COVERED * size) & one | (inside >= _WHOLLY * size)
    good = (places >= _LEAST) & (size >= _OFTEN * span) & ~old
    return order[np.repeat(good, size)]


def _covered(seeds: Seeds, known: Passages, words: Words) -> np.ndarray:
    """Length of the known passage in which each seed lies, else 0."""
    size = len(words.bounds)
    pair = words.text_of(known.a0) * size + words.text_of(known.b0)
    order = np.lexsort((known.a0, pair))
    span = np.int64(len(words.ids) + 1)
    keys = (np.unique(pair, return_inverse=True)[1] * span + known.a0)[order]
    unique = np.unique(pair)
    rank = np.searchsorted(unique, seeds.pair)
    at = np.searchsorted(keys, rank * span + seeds.a, side="right") - 1
    if not len(keys):
        return np.zeros(len(seeds.a), np.int64)
    last = order[np.maximum(at, 0)]
    inside = ((at >= 0) & (pair[last] == seeds.pair) & (seeds.a < known.a1[last])
              & (seeds.b >= known.b0[last] - _BAND) & (seeds.b < known.b1[last] + _BAND))
    return np.where(inside, known.a1[last] - known.a0[last], 0)


def _stretch(words: Words, is_content: np.ndarray, a: np.ndarray,
             b: np.ndarray) -> tuple[Any, ...] | None:
    """The passage around these seeds: its places on both sides, and how many words match."""
    shift = _smooth(b - a)
    one = _side(words, is_content, a, shift, None)
    if one is None:
        return None
    two = _side(words, is_content, (a + shift), -shift, one)
    if two is None:
        return None
    dense = min(one[3], two[3]) >= _DENSE
    return (*one[:2], *two[:2], min(one[2], two[2])) if dense else None


def _side(words: Words, is_content: np.ndarray, places: np.ndarray, shift: np.ndarray,
          other: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    """Stretch of one side whose content words match: places, how many, and their share."""
    order = np.argsort(places, kind="stable")
    places, shift = places[order], shift[order]
    text = words.text_of(places[:1])[0]
    low = max(places[0] - _ROOM, words.bounds[text])
    high = min(places[-1] + _ROOM, words.bounds[text + 1])
    inside = np.flatnonzero(is_content[low:high]) + low
    expected = inside + np.rint(np.interp(inside, places, shift)).astype(np.int64)
    across = words.text_of(places[:1] + shift[:1])[0]
    floor, ceiling = other[:2] if other else (words.bounds[across], words.bounds[across + 1])
    matched = np.zeros(len(inside), bool)
    for off in range(-_BAND, _BAND + 1):
        at = expected + off
        room = (at >= floor) & (at < ceiling)
        matched |= room & (words.ids[inside] == words.ids[np.where(room, at, 0)])
    total = np.append(0.0, np.cumsum(np.where(matched, 1.0, -_MISS)))
    gain = total - np.minimum.accumulate(total)
    last = int(gain.argmax())
    first = int(total[:last + 1].argmin())
    if first == last:
        return None
    equal = inside[first:last][matched[first:last]]
    return (int(inside[first]), int(inside[last - 1]) + 1, len(np.unique(words.ids[equal])),
            len(equal) / (last - first))


def _smooth(shift: np.ndarray) -> np.ndarray:
    """Each value as the median of those around it."""
    padded = np.pad(shift, 3, mode="edge")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, 7), axis=1).astype(np.int64)
