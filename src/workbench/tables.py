"""The tables of the workbench: their columns, types and order.

Every step takes tables and returns tables; this module is the one place that says what a
table looks like. It computes nothing and imports nothing of ours.
"""

import csv
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd


class InputError(ValueError):
    """What was asked for cannot be done; one line says what was expected, found, and what to do."""


class NotebookError(RuntimeError):
    """A cell of a notebook failed; `ename` is the name of its error."""

    def __init__(self, message: str, ename: str) -> None:
        super().__init__(message)
        self.ename = ename


TEXT = "string"  # missing values are <NA>
INT = "int64"
OPTIONAL_INT = "Int64"
NUMBER = "float64"
OPTIONAL_NUMBER = "Float64"
DAY = "datetime64[s]"  # written as ISO days

UNKNOWN = "(unknown)"
"""What an outlet, or an origin, is called that no page names."""

_SPAN = {"article_id": TEXT, "file_id": TEXT, "start": INT, "end": INT}
_SIDES = {f"{column}_{side}": kind for side in "ab" for column, kind in _SPAN.items()}

COLUMNS: dict[str, dict[str, str]] = {
    "files": {
        "file_id": TEXT, "format": TEXT, "encoding": TEXT, "n_chars": INT, "n_articles": INT,
        "retrieved": DAY, "problem": TEXT, "sha256": TEXT,
    },
    "spans": {"file_id": TEXT, "start": INT, "end": INT, "kind": TEXT, "article_id": TEXT},
    "articles": {
        **_SPAN, "headline": TEXT, "outlet": TEXT, "origin": TEXT, "section": TEXT,
        "authors": TEXT, "dateline": TEXT, "date_stated": TEXT, "published_earliest": DAY,
        "published_latest": DAY, "published": DAY, "date_basis": TEXT, "date_evidence": TEXT,
        "start_confidence": NUMBER, "n_words": INT, "text": TEXT,
    },
    "actors": {
        "actor_id": TEXT, "name": TEXT, "type": TEXT, "country": TEXT, "role": TEXT,
        "wikidata": TEXT, "aliases": TEXT, "ambiguous": TEXT, "valid_from": DAY,
        "valid_to": DAY, "status": TEXT,
    },
    "mentions": {
        **_SPAN, "surface": TEXT, "actor_id": TEXT, "actor_type": TEXT, "kind": TEXT, "zone": TEXT,
    },
    "quotes": {
        **_SPAN, "text": TEXT, "kind": TEXT, "speaker": TEXT, "speaker_type": TEXT,
        "actor_id": TEXT, "verb": TEXT, "zone": TEXT,
    },
    "citations": {**_SPAN, "text": TEXT, "outlet": TEXT, "kind": TEXT},
    "alignments": {
        **_SIDES, "n_words": INT, "similarity": NUMBER, "kind": TEXT, "earlier": TEXT,
    },
    "clusters": {"cluster_id": TEXT, **_SPAN},
    "duplicates": {"group_id": TEXT, "article_id": TEXT, "share_copied": NUMBER},
    "topic_hits": {**_SPAN, "topic_id": TEXT, "phrase": TEXT},
    "article_topics": {
        "article_id": TEXT, "topic_id": TEXT, "n_hits": INT, "score": NUMBER, "level": TEXT,
    },
    "dates": {
        **_SPAN, "text": TEXT, "type": TEXT, "earliest": DAY, "latest": DAY, "zone": TEXT,
    },
    "events": {
        "event_id": TEXT, "label": TEXT, "earliest": DAY, "latest": DAY, "status": TEXT,
        "source": TEXT, "n_evidence": INT, "article_id": TEXT, "file_id": TEXT,
        "start": OPTIONAL_INT, "end": OPTIONAL_INT,
    },
    "timeline": {
        "series_kind": TEXT, "freq": TEXT, "period_start": DAY, "period_end": DAY, "series": TEXT,
        "n_expected": NUMBER, "n_low": INT, "n_high": INT, "n_total": NUMBER,
        "share": OPTIONAL_NUMBER, "coverage": TEXT,
    },
    "bursts": {
        "series_kind": TEXT, "series": TEXT, "period_start": DAY, "period_end": DAY, "level": INT,
    },
    # Registries that are not themselves results
    "outlets": {"outlet_id": TEXT, "name": TEXT, "type": TEXT, "aliases": TEXT},
    "topics": {"topic_id": TEXT, "label": TEXT, "phrase": TEXT},
    "known_events": {"event_id": TEXT, "label": TEXT, "earliest": DAY, "latest": DAY},
    "corrections": {
        "action": TEXT, "surface": TEXT, "actor_id": TEXT, "file_id": TEXT,
        "start": OPTIONAL_INT, "end": OPTIONAL_INT, "note": TEXT,
    },
    # What the analyses read: see `workbench.corpus.segments`
    "segments": {**_SPAN, "zone": TEXT, "text": TEXT, "source": TEXT},
}

COUNTED = ("headline", "body")
"""Zones that counts take: a headline once, and the article without its noise."""

CONTRACT = tuple(COLUMNS)[: tuple(COLUMNS).index("outlets")]
"""Names of the tables that ``workbench export`` writes."""

_ORDER: dict[str, list[str]] = {
    "alignments": ["file_id_a", "start_a", "file_id_b", "start_b", "end_a", "end_b"],
    "clusters": ["cluster_id", "file_id", "start", "end"],
    "timeline": ["series_kind", "freq", "period_start", "series"],
    "bursts": ["series_kind", "series", "period_start", "period_end"],
    "duplicates": ["group_id", "article_id"],
    "article_topics": ["article_id", "topic_id"],
    "topics": ["topic_id", "phrase"],
    "corrections": [],  # as written: of two that contradict each other the later one counts
}

_MADE_BY = {
    "files": "load_corpus(path)", "spans": "load_corpus(path)", "articles": "load_corpus(path)",
    "segments": "load_corpus(path)",
    "actors": "read_registry('actors', path)", "outlets": "read_registry('outlets', path)",
    "topics": "read_registry('topics', path)", "known_events": "read_registry('events', path)",
    "corrections": "read_registry('corrections', path)",
    "mentions": "find_mentions(segments, actors)",
    "quotes": "find_quotes(segments, mentions, actors)",
    "citations": "find_citations(segments, outlets)", "dates": "find_dates(segments, articles)",
    "alignments": "align_passages(segments, articles)", "clusters": "cluster_passages(alignments)",
    "duplicates": "find_duplicates(alignments, articles)",
    "topic_hits": "find_topic_hits(segments, topics)",
    "article_topics": "score_topics(topic_hits, articles)",
    "events": "find_events(dates, segments, articles, known_events)",
    "timeline": "timeline(members, articles, by='topic')", "bursts": "find_bursts(timeline)",
}


def order(name: str) -> list[str]:
    """Columns by which a table is sorted: its own order, else file and place, else its key."""
    columns = list(COLUMNS[name])
    by_place: list[str] = [c for c in ("file_id", "start", "end") if c in columns]
    if name in _ORDER:
        return _ORDER[name]
    return by_place if columns[0] == "article_id" else columns[:3]


def conform(rows: Iterable[Mapping[str, Any]] | pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows as the table `name`: its columns, types and sort order; columns beyond it are dropped.

    Empty text becomes ``<NA>``; days may be ISO strings, dates or timestamps. No rows give an
    empty table with all columns.

    Examples
    --------
    >>> conform([{"group_id": "g1", "article_id": "a", "share_copied": 0.5}], "duplicates")
      group_id article_id  share_copied
    0       g1          a           0.5
    """
    columns = COLUMNS[name]
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    typed = {c: _typed(frame.get(c), kind, frame.index)
             for c, kind in columns.items()}
    table, keys = pd.DataFrame(typed), order(name)
    return table.sort_values(keys, kind="stable", ignore_index=True) if keys else (
        table.reset_index(drop=True))


def as_csv(frame: pd.DataFrame) -> str:
    """A table as CSV text, every row of it one record for any reader.

    Texts are quoted where one has a lone carriage return: Python's csv module leaves such a field
    bare before 3.13, and a reader then takes it for two rows.
    """
    texts = (column for _, column in frame.items() if not pd.api.types.is_numeric_dtype(column))
    bare = any(column.astype(TEXT).str.contains("\r", regex=False).any() for column in texts)
    quoting = csv.QUOTE_NONNUMERIC if bare else csv.QUOTE_MINIMAL
    return str(frame.to_csv(index=False, lineterminator="\n", quoting=quoting))


def empty(name: str) -> pd.DataFrame:
    """The table `name` without rows."""
    return conform([], name)


def require(frame: pd.DataFrame, name: str) -> None:
    """Check that `frame` has every column of the table `name`; further columns are allowed.

    Raises
    ------
    TypeError
        `frame` is no DataFrame.
    ValueError
        Columns are missing; the message names them, what was found and how to build the table.
    """
    if not isinstance(frame, pd.DataFrame):
        raise TypeError(f'table "{name}" must be a pandas DataFrame, not {type(frame).__name__}. '
                        f"Build it with {_MADE_BY[name]}.")
    missing = [c for c in COLUMNS[name] if c not in frame.columns]
    if missing:
        raise ValueError(f'table "{name}" lacks columns {missing}; found {list(frame.columns)}. '
                         f"Build it with {_MADE_BY[name]}.")


def as_text(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The table as it is exported: exactly its columns, days as ISO text."""
    days = [c for c, kind in COLUMNS[name].items() if kind == DAY]
    return frame[list(COLUMNS[name])].assign(
        **{c: frame[c].dt.strftime("%Y-%m-%d").astype(TEXT) for c in days})


def _typed(values: pd.Series | None, kind: str, index: pd.Index) -> pd.Series:
    if values is None:
        if kind in (INT, NUMBER) and len(index):
            raise ValueError(f"a column of type {kind} is missing; found {len(index)} rows without")
        return pd.Series(pd.NA if kind != DAY else pd.NaT, index=index, dtype=kind)
    if kind == DAY:
        return pd.to_datetime(values.replace("", pd.NaT), format="ISO8601").astype(DAY)
    typed = values.astype(kind)
    return typed.replace("", pd.NA) if kind == TEXT else typed


def as_segments(frame: pd.DataFrame) -> pd.DataFrame:
    """Segments as they are; articles as their body segments.

    Analyses match on `text` (cleaned, noise masked) and cut evidence from `source` (the file as
    it is); both start at `start`. Articles know only their `text`, so it serves as both.
    """
    if "zone" in frame.columns:
        require(frame, "segments")
        return frame
    if not {"article_id", "file_id", "start", "text"} <= set(frame.columns):
        require(frame, "articles")
    bodies = frame.assign(zone="body", source=frame["text"])
    return bodies[list(COLUMNS["segments"])]
