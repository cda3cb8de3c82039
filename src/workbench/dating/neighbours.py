"""Undated articles dated by the dated ones of their corpus: worded alike, filed side by side.

Reports of one event share names and phrases that are rare elsewhere, so the days of the articles
worded most alike are likely days (document dating by temporal language models: de Jong, Rode and
Hiemstra 2005; Kanhabua and Nørvåg 2008). So may be the days of the articles filed before and
after, and days fit better or worse with the weekdays and days that the text names. How much each
of these is worth is not assumed but learned from the corpus: every dated article is dated by the
others as if it had no date. The same trial sets the width of the intervals (split conformal
prediction: Vovk, Gammerman and Shafer 2005): they hold the true day of `HELD` of the dated
articles, and of the undated ones as far as these resemble them.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.ndimage import convolve1d

from workbench.dating.bounds import Bound, span
from workbench.dating.reasons import Dating, deciding_sources, fitting_words
from workbench.dating.terms import days_named, term_matrix
from workbench.dating.weekdays import Reading

HELD = 0.97
"""Share of the dated articles whose day lies in the interval made for them on trial."""

FEWEST = 40
"""Dated articles; with fewer nothing is learned, and nothing dated."""

_CLOSE = 14  # days: an interval no wider is left alone
_TRIAL = 400  # dated articles that are dated on trial
_REFERENCE = 100_000  # dated articles that others are likened to
_CELLS = 4_000_000  # articles by days that are held at once
_POWERS = (2, 4, 8)  # a neighbour half as like counts a quarter, a 16th, next to nothing
_REACHES = (1, 7, 30)  # days: how far from a neighbour's day the article may be
_NEAR = 182  # days between a day that a text names and its own
_COPY = 0.7  # so alike are copies
_BUCKETS = 4  # of articles by how alike their nearest neighbour is
_A_BUCKET = 50  # articles on trial: with fewer, their tails are learned together
_ROUNDS = 30  # of expectation and maximisation; more change no digit shown
_SURE = 3  # times the likelihood of any fortnight has that of the best day, for it to be named
_TRUST = (0.0, 0.5, 1.0)  # powers of what weekdays and named days say, tried on the dated
_LEAP = 2024  # a year that has every day of the calendar
_FLOOR = 1e-9
_KINDS = {"worded": slice(0, -3), "filed": slice(-3, -1), "all": slice(-1, None)}  # of sources

_Days = npt.NDArray[np.int64]
_Shares = npt.NDArray[np.float64]


class _Sources(NamedTuple):
    """What the dated articles say of some articles: a distribution over days for each source."""

    shares: _Shares  # article × source × day, each adding up to one
    alike: _Shares  # of the nearest neighbour, 0–1
    like: sparse.csr_matrix  # article × dated article; the nearest has 1
    beside: _Days  # article × side: the dated one filed before and after, -1 for none


def neighbour_bounds(readings: Sequence[Reading], names: Sequence[str],
                     days: Sequence[tuple[date | None, date | None]],
                     wanted: Sequence[bool] | None = None) -> list[list[Bound]]:
    """Bounds for the articles that nothing else dates to a fortnight.

    Parameters
    ----------
    readings, names
        Cleaned texts in the order in which they are filed, and what to call each in evidence.
    days
        First and last day of each; None is an open side. Articles of a single day date the
        others.
    wanted
        Which articles to bound if their days are open; all if not given.

    Returns
    -------
    bounds
        As many lists as texts; empty ones with fewer than `FEWEST` dated articles. A bound's
        `best` is its likeliest day, where the two weeks around it stand out among all.

    Notes
    -----
    Time and memory grow linearly: a term is likened in a thousand texts at most, a hundred
    thousand dated articles are a sample of more. On made-up news of 200 days with 30 % of the
    dates hidden (``benchmarks/dating.py``) the median error is 1–4 days, 96–98 % of the
    intervals hold the true day, and half of them are wider than four months: where a story
    comes back, its words do not tell when. If the undated articles differ in kind from the
    dated ones (an archive beside a live feed), the share that holds is not known.
    """
    bounds: list[list[Bound]] = [[] for _ in readings]
    dated = np.array([i for i, (low, high) in enumerate(days) if low and low == high], dtype=int)
    undated = np.array([i for i, (low, high) in enumerate(days)
                        if (not low or not high or (high - low).days > _CLOSE)
                        and (wanted is None or wanted[i])], dtype=int)
    dated = dated[_usual(np.array([_number(days[i][0]) for i in dated]))]
    if len(dated) < FEWEST or not len(undated):
        return bounds
    some = dated[_spread(len(dated), _REFERENCE)]
    read = np.union1d(some, undated)
    model = _Model([readings[i] for i in read], np.searchsorted(read, some),
                   np.array([_number(days[i][0]) for i in some]))
    for part in np.array_split(undated, -(-len(undated) // model.at_once)):
        rows = np.searchsorted(read, part)
        for i, dating in zip(part, model.over_days(rows), strict=True):
            if found := model.interval(dating.shares, *days[i]):
                sources = model.reasons(dating, found, days[i], readings[i], lambda j: (
                    f"{names[some[j]]} ({days[some[j]][0]})"))
                bounds[i] = [found._replace(within=days[i], why=(
                    f"{'; '.join(sources)} among {len(some)} dated articles ({model.all_days}); "
                    f"of {model.n_tried} of these dated on trial {HELD:.0%} lie in such "
                    "intervals"))]
    return bounds


def _usual(numbers: _Days) -> npt.NDArray[np.bool_]:
    """Days not far off all others: a wrong label must not stretch the calendar over centuries."""
    first, middle, last = np.quantile(numbers, [0.1, 0.5, 0.9]) if len(numbers) else (0, 0, 0)
    return np.abs(numbers - middle) <= max(400, 5 * (last - first))


def _number(day: date | None) -> int:
    return day.toordinal() if day else 0


class _Model:
    """What is learned from the dated articles, and the days it gives to others."""

    def __init__(self, readings: Sequence[Reading], dated: _Days, days: _Days) -> None:
        self._readings, self._dated, self._days = readings, dated, days
        self._first = int(days.min()) - _CLOSE
        self._n_days = int(days.max()) + _CLOSE + 1 - self._first
        self._matrix = term_matrix([reading.text for reading in readings])
        self._on_day = sparse.csr_matrix(
            (np.ones(len(dated)), (np.arange(len(dated)), days - self._first)),
            shape=(len(dated), self._n_days))
        on_days = np.asarray(self._on_day.sum(axis=0))
        self._prior = _normed(_spread_over(on_days, _REACHES[-1]) + _FLOOR)[0]
        self.at_once = min(_TRIAL, max(1, _CELLS // (self._n_days * 2 * (len(_POWERS) + 2))))
        self._learn(_spread(len(dated), max(FEWEST, min(_TRIAL, self.at_once))))

    @property
    def all_days(self) -> str:
        """First and last day of the dated articles."""
        return span(*(date.fromordinal(int(end)) for end in (self._days.min(), self._days.max())))

    def over_days(self, rows: _Days) -> list[Dating]:
        """The distribution over days of each article, with what it is made of."""
        sources, fits = self._sources(rows), self._fits(rows)
        fits = fits[0] ** self._trust[0], fits[1] ** self._trust[1]
        shares = _normed(self._mixed(sources) * fits[0] * fits[1])
        worth = self._worth[np.searchsorted(self._edges, sources.alike)]
        return [Dating(shares[i], {kind: worth[i, own] @ sources.shares[i, own]
                                   for kind, own in _KINDS.items()},
                       {"weekdays": fits[0][i], "days": fits[1][i]},
                       sources.like[[i]], sources.beside[i])
                for i in range(len(rows))]

    def reasons(self, dating: Dating, found: Bound, days: tuple[date | None, date | None],
                reading: Reading, name: Callable[[int], str]) -> list[str]:
        """What made the first, the best and the last day of an interval likely."""
        named = {"first": found.low, "likeliest": found.best, "last": found.high}
        ends = {which: day.toordinal() - self._first for which, day in named.items() if day}
        fits = [fit for fit in dating.fits if self.interval(dating.without(fit), *days) != found]
        return [*(fitting_words(reading, fit) for fit in fits),
                *deciding_sources(dating, ends, self._days - self._first, name)]

    def interval(self, shares: _Shares, low: date | None, high: date | None) -> Bound | None:
        """The days, without the tails that the trial found too long, that the page allows."""
        first = max(0, low.toordinal() - self._first) if low else 0
        last = min(self._n_days, high.toordinal() + 1 - self._first) if high else self._n_days
        inside = shares[first:last]
        if first >= last or inside.sum() < _FLOOR:
            return None
        upto = np.cumsum(inside) / inside.sum()
        tail = self._tails[int(np.searchsorted(self._steps, _sureness(shares)))]
        start = int(np.searchsorted(upto, tail, side="right"))
        end = min(int(np.searchsorted(upto, 1 - tail)), len(inside) - 1)
        best = start + int(np.argmax(inside[start:end + 1]))
        sure = _sureness(inside) >= inside.sum() * min(0.5, _SURE * _CLOSE / self._n_days)
        start_day, end_day, best_day = (date.fromordinal(self._first + first + i)
                                        for i in (start, end, best))
        return Bound(start_day, end_day, "", best=best_day if sure else None)

    def _learn(self, trial: _Days) -> None:
        """Date some dated articles by the others: the worth of each source, and of the tails."""
        sources = self._sources(self._dated[trial])
        single = np.flatnonzero(sources.alike < _COPY)  # undated copies are dated by `copies`
        if len(single) >= FEWEST:
            trial = trial[single]
            sources = _Sources(sources.shares[single], sources.alike[single],
                               sources.like[single], sources.beside[single])
        rows, at = self._dated[trial], self._days[trial] - self._first
        self.n_tried = len(trial)
        self._edges = np.quantile(sources.alike, np.arange(1, _BUCKETS) / _BUCKETS)
        right = sources.shares[np.arange(len(rows)), :, at]
        bucket = np.searchsorted(self._edges, sources.alike)
        whole = _weights(right, np.ones(right.shape[1]))
        self._worth = np.array([_weights(right[bucket == b], whole * 10) for b in range(_BUCKETS)])
        self._offsets = [self._learned_offsets(rows, at, opening) for opening in (False, True)]
        mixed, fits = self._mixed(sources), self._fits(rows)

        def over_days(trust: tuple[float, float]) -> _Shares:
            return _normed(mixed * fits[0] ** trust[0] * fits[1] ** trust[1])

        self._trust = max(product(_TRUST, _TRUST), key=lambda trust: np.log(
            over_days(trust)[np.arange(len(rows)), at] + _FLOOR).sum())
        shares = over_days(self._trust)
        upto = np.cumsum(shares, axis=1)
        below = np.concatenate([np.zeros((len(rows), 1)), upto], axis=1)
        tails = np.minimum(upto[np.arange(len(rows)), at], 1 - below[np.arange(len(rows)), at])
        sure = np.array([_sureness(own) for own in shares])
        n = max(1, min(_BUCKETS, len(rows) // _A_BUCKET))
        self._steps = np.quantile(sure, np.arange(1, n) / n)
        bucket = np.searchsorted(self._steps, sure)
        self._tails = [_tail(tails[bucket == b]) for b in range(n)]

    def _sources(self, rows: _Days) -> _Sources:
        """Never from the article itself, so that dated ones can be tried."""
        like = (self._matrix[rows] @ self._matrix[self._dated].T).tocoo()
        other = self._dated[like.col] != rows[like.row]
        like = sparse.csr_matrix((like.data[other], (like.row[other], like.col[other])), like.shape)
        alike = like.max(axis=1).toarray().ravel()
        like = sparse.diags(1 / np.maximum(alike, _FLOOR)) @ like
        worded = [(like.power(power) @ self._on_day).toarray() for power in _POWERS]
        filed, both = np.zeros_like(worded[0]), []
        for side in (-1, 1):
            beside = np.searchsorted(self._dated, rows, side="left" if side < 0 else "right") + (
                -1 if side < 0 else 0)
            inside = (beside >= 0) & (beside < len(self._dated))
            filed[np.flatnonzero(inside), self._days[beside[inside]] - self._first] += 1
            both.append(np.where(inside, beside, -1))
        shares = [*(_spread_over(own, reach) for own in worded for reach in _REACHES[:2]),
                  *(_spread_over(filed, reach) for reach in _REACHES[:2]),
                  np.broadcast_to(self._prior, filed.shape)]
        sums = [share.sum(axis=1, keepdims=True) for share in shares]
        return _Sources(np.stack([np.where(n < _FLOOR, self._prior, share / np.maximum(n, _FLOOR))
                                  for share, n in zip(shares, sums, strict=True)], axis=1),
                        alike, like, np.stack(both, axis=1))

    def _mixed(self, sources: _Sources) -> _Shares:
        worth = self._worth[np.searchsorted(self._edges, sources.alike)]
        return np.einsum("ik,ikt->it", worth, sources.shares)

    def _fits(self, rows: _Days) -> tuple[_Shares, _Shares]:
        """How well each day agrees with the weekdays, and with the days, that the texts name."""
        week = (np.arange(self._n_days) + self._first - 1) % 7  # day 1 of the calendar is a Monday
        by_weekday = np.array([self._readings[row].weekdays.likelihood() for row in rows])[:, week]
        by_name = np.ones_like(by_weekday)
        for fit, row in zip(by_name, rows, strict=True):
            named = self._named(row)
            for opening, after in named:
                fit *= self._offsets[opening][after] ** (1 / np.sqrt(len(named)))
        return by_weekday, by_name

    def _named(self, row: int) -> list[tuple[bool, _Days]]:
        """For each day a text names, how many days each day of the corpus is after it."""
        days = np.arange(self._n_days) + self._first
        found = []
        for opening, month, day, year in dict.fromkeys(days_named(self._readings[row].text)):
            after = (days - _ordinal(year or _LEAP, month, day)).astype(float)
            if not year:  # in the nearest year
                after = (after + _NEAR) % 365.25 - _NEAR
            if (np.abs(after) <= _NEAR).any():
                inside = np.clip(after, -_NEAR - 1, _NEAR + 1)
                found.append((opening, inside.astype(np.int64)))
        return found

    def _learned_offsets(self, rows: _Days, at: _Days, opening: bool) -> _Shares:
        """How often an article appears so many days after a day it names; even where unknown."""
        seen = [offsets[day] for row, day in zip(rows, at, strict=True)
                for first, offsets in self._named(row) if first == opening]
        counts = np.bincount(np.array(seen, dtype=int) + _NEAR + 1, minlength=2 * _NEAR + 3)
        # indexed by offset: negative ones from the end, as numpy counts
        smooth = np.roll(_spread_over(counts[None].astype(float), 1)[0], -_NEAR - 1)
        known = 0.9 * len(seen) / (len(seen) + 20)
        return known * smooth / max(smooth.sum(), _FLOOR) + (1 - known) / len(counts)


def _sureness(shares: _Shares) -> float:
    """Likelihood within a week of the likeliest day."""
    best = int(np.argmax(shares))
    return float(shares[max(0, best - 7):best + 8].sum())


def _tail(tails: _Shares) -> float:
    """The likelihood to leave out on each side so that `HELD` of the days on trial lie within."""
    worst = np.sort(tails)[max(0, int((1 - HELD) * (len(tails) + 1)) - 1)]
    return min(float(worst) - _FLOOR, 0.49)  # a day that is nearly certain leaves no tails


def _ordinal(year: int, month: int, day: int) -> int:
    return date(year, month, 1).toordinal() + day - 1


def _spread(n: int, most: int) -> _Days:
    """Up to so many of the numbers below `n`, evenly apart."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(int))


def _spread_over(counts: _Shares, reach: int) -> _Shares:
    """Counts by day, each spread over the days around it, falling off exponentially."""
    apart = np.abs(np.arange(-5 * reach, 5 * reach + 1))
    return convolve1d(counts, np.exp(-apart / reach), axis=1, mode="constant")


def _normed(shares: _Shares) -> _Shares:
    return shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)


def _weights(right: _Shares, before: _Shares) -> _Shares:
    """The mixture of sources under which the true days are likeliest, by EM.

    `right` is the likelihood of the true day by article and source, `before` what is taken to
    have been counted for each source already.
    """
    weights = before / before.sum()
    for _ in range(_ROUNDS):
        held = _normed(right * weights + _FLOOR).sum(axis=0) + before
        weights = held / held.sum()
    return weights
