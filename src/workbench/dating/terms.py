"""Texts as sparse vectors of their rarer words and pairs of words; days and months they name."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

from workbench.dating.copies import Hashes, mixed, word_hashes
from workbench.dating.ragged import Places

_PAIR = np.uint64(0x9E3779B97F4A7C15)
_FEWEST = 2  # texts with a term: else it likens nothing
_SHARE = 0.1  # of all texts: a commoner term tells no time
_MOST = 1_000  # the same in a large corpus, so that likening stays linear in it
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {month: i for i, month in enumerate(_NAMES.split(), 1)}
_MONTH = re.compile("|".join(_MONTHS))
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAME = r"[A-Z][a-z]{2,8}\.?"
_YEAR = r"(?:,? (?P<year>\d{4}))?"
_DAYS = [re.compile(rf"{_NAME} {_DAY}(?![\d:%]){_YEAR}"),
         re.compile(rf"(?<![\d:]){_DAY} (?:of )?{_NAME}(?!\w){_YEAR}")]
_BEFORE = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)? (?:of )?$")
_OPENING = 160  # characters: a day in them is that of a dateline


def term_matrix(texts: Sequence[str]) -> sparse.csr_matrix:
    """One row per text, of unit length: its rarer terms, the rarer the heavier.

    A term is a word or a pair of neighbouring words, in lower case, known by its hash. Left out
    are terms of one text, of more than a tenth of the texts or of more than a thousand.
    """
    found = [_terms(words, owners) for words, owners in word_hashes(texts)]
    terms = np.concatenate([np.empty(0, np.uint64), *(terms for terms, _ in found)])
    rows = np.concatenate([np.empty(0, np.int64), *(rows for _, rows in found)])
    distinct, columns = np.unique(terms, return_inverse=True)
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)),
                               shape=(len(texts), len(distinct)))  # each term of a row once
    counts = np.bincount(matrix.indices, minlength=len(distinct))
    most = min(_MOST, max(_SHARE * len(texts), 2 * _FEWEST))
    kept = (counts >= _FEWEST) & (counts <= most)
    weights = np.where(kept, np.log(len(texts) / np.maximum(counts, 1)), 0)
    matrix.data = weights[matrix.indices]
    matrix = matrix[:, np.flatnonzero(kept)]
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(lengths, 1e-9)) @ matrix


def _terms(words: Hashes, owners: Places) -> tuple[Hashes, Places]:
    """Words and pairs of neighbouring words, each with the text that has it."""
    pairs = mixed(words[:-1] * _PAIR + words[1:])
    inside = owners[:-1] == owners[1:]
    return np.concatenate([words, pairs[inside]]), np.concatenate([owners, owners[:-1][inside]])


def days_named(text: str) -> Iterator[tuple[bool, int, int, int | None]]:
    """Whether it opens the text, month, day and year (or None) of each day a text names.

    Examples
    --------
    >>> list(days_named("RIGA, May 3 - They met on 2 April 2025."))
    [(True, 5, 3, None), (True, 4, 2, 2025)]
    """
    for month in _MONTH.finditer(text):
        left = _BEFORE.search(text, max(0, month.start() - 9), month.start())
        m = _DAYS[1].match(text, left.start()) if left else _DAYS[0].match(text, month.start())
        number = _MONTHS[month[0]]
        if m and 1 <= int(m["day"]) <= monthrange(2024, number)[1]:
            yield m.start() < _OPENING, number, int(m["day"]), int(m["year"]) if m["year"] else None
