"""One corpus and every table that follows from it, each computed when it is first asked for."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from rapidfuzz import process

from workbench import actors, corpus, dating, events, quotes, reuse, timelines, topics
from workbench.registries import (
    NAME_ACTIONS,
    REGISTRIES,
    find_registry,
    read_registry,
    shipped,
)
from workbench.registries import corrections_file as corrections_file_of
from workbench.tables import CONTRACT, InputError, conform, require

EXPORTED_FREQUENCIES = ("MS", "W")

Inputs = tuple[tuple[str, str], ...]
"""What a corpus was loaded from: the arguments of `load` that were given, by name."""

_SHARED: dict[Inputs, "Analysis"] = {}


class Analysis:
    """The tables of one corpus, as attributes named as in ``workbench.tables.COLUMNS``.

    A table is computed once, with whatever it needs, when it is first read; so asking for one
    table costs no more than that table. Built by `load`.
    """

    def __init__(self, corpus: corpus.Corpus, registries: dict[str, pd.DataFrame],
                 corrections_file: Path | None = None, *, spacy_model: str = "") -> None:
        self.corpus = corpus
        self.corrections_file = corrections_file or corrections_file_of(shipped("sample"))
        self.inputs: Inputs = ()
        self.spacy_model = spacy_model
        self.files, self.spans, self.articles = corpus.files, corpus.spans, corpus.articles
        self.segments, self.texts = corpus.segments, corpus.texts
        self.registry = registries["actors"]
        self.outlets = registries["outlets"]
        self.topics = registries["topics"]
        self.known_events = registries["events"]
        self.corrections = registries["corrections"]

    @property
    def folder(self) -> Path:
        """Where what the analyst writes is kept: corrections, marks, networks."""
        return self.corrections_file.parent

    @property
    def checked_file(self) -> Path:
        """Where the marks of the checking sheet are kept: beside the corpus, there yet or not."""
        return self.folder / "checked.csv"

    def table(self, name: str) -> pd.DataFrame:
        """The table `name` of the contract.

        Raises
        ------
        ValueError
            There is no such table.
        """
        if name not in CONTRACT:
            raise InputError(f"no table {name!r}; the tables are: {', '.join(CONTRACT)}.")
        frame: pd.DataFrame = getattr(self, name)
        return frame

    def sizes(self, names: Sequence[str]) -> pd.DataFrame:
        """Rows of these tables: ``table, n_rows``."""
        return pd.DataFrame([(name, len(self.table(name))) for name in names],
                            columns=["table", "n_rows"])

    def in_context(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows of any table with offsets, with the words before, in and after them."""
        return actors.in_context(self.segments, rows)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """What was read and what was not, in files, characters and articles."""
        return corpus.load_ledger(self.corpus)

    @cached_property
    def name_ledger(self) -> pd.DataFrame:
        """Mentions found = linked to an actor + unresolved, as further rows of the ledger."""
        linked = int(self.mentions["actor_id"].notna().sum())
        rows = [("names", "found", len(self.mentions)), ("names", "linked", linked),
                ("names", "unresolved", len(self.mentions) - linked)]
        return pd.DataFrame(rows, columns=["section", "item", "n"])

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hex digits that change when a file, its name or its order in the folder does."""
        lines = self.files["file_id"] + " " + self.files["sha256"].fillna("")
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

    @cached_property
    def actors(self) -> pd.DataFrame:
        """The registry's actors, then those discovered in the corpus."""
        found = actors.discover_actors(self.segments, self.registry,
                                       spacy_model=self.spacy_model or None)
        return conform(pd.concat([self.registry, found]), "actors")

    @cached_property
    def mentions(self) -> pd.DataFrame:
        """Named mentions, linked to actors, with the analyst's corrections applied."""
        return actors.find_mentions(self.segments, self.actors, corrections=self._of_names,
                                     articles=self.articles)

    @cached_property
    def correction_effects(self) -> pd.DataFrame:
        """The analyst's corrections, each with what it changed; 0 matches nothing."""
        plain = actors.find_mentions(self.segments, self.actors, articles=self.articles)
        named = actors.correction_effects(self._of_names, plain, self.mentions)
        return pd.concat([named, self.corpus.corrections], ignore_index=True)

    @property
    def _of_names(self) -> pd.DataFrame:
        return self.corrections[self.corrections["action"].isin(NAME_ACTIONS)]

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Direct quotations with their speakers."""
        return quotes.find_quotes(self.segments, self.mentions, self.actors)

    @cached_property
    def citations(self) -> pd.DataFrame:
        """Credits to newsrooms, agencies and documents."""
        return quotes.find_citations(self.segments, self.outlets, self.articles)

    @cached_property
    def dates(self) -> pd.DataFrame:
        """Temporal expressions, resolved against the publication of their article."""
        return dating.find_dates(self.segments, self.articles)

    @cached_property
    def stories(self) -> pd.Series:
        """Story of each article, near-duplicates as one, for counts on unique stories."""
        return reuse.unique_stories(self.articles, self.duplicates)

    @cached_property
    def alignments(self) -> pd.DataFrame:
        """Aligned pairs of passages: reuse between and inside articles, repeated headlines."""
        return self._aligned[0]

    @cached_property
    def templates(self) -> pd.DataFrame:
        """Passages that pages or forms repeat, left out of the alignments."""
        return self._aligned[1]

    @cached_property
    def _aligned(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return reuse.align_apart(self.segments, self.articles)

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """Witnesses of each reused passage."""
        return reuse.cluster_passages(self.alignments)

    @cached_property
    def duplicates(self) -> pd.DataFrame:
        """Near-duplicate articles in groups."""
        return reuse.find_duplicates(self.alignments, self.articles)

    @cached_property
    def topic_hits(self) -> pd.DataFrame:
        """Lexicon hits in headlines and bodies."""
        return topics.find_topic_hits(self.segments, self.topics)

    @cached_property
    def article_topics(self) -> pd.DataFrame:
        """Topics of each article, primary or secondary."""
        return topics.score_topics(self.topic_hits, self.articles)

    @cached_property
    def events(self) -> pd.DataFrame:
        """Dated events, from the text and from the registry, with evidence."""
        return events.find_events(self.dates, self.segments, self.articles, self.known_events)

    @cached_property
    def timeline(self) -> pd.DataFrame:
        """Months and weeks of every topic, actor and outlet, and of all articles."""
        members = {"all": self.articles, "outlet": self.articles, "actor": self.mentions,
                   "topic": self.article_topics}
        parts = [timelines.timeline(frame, self.articles, by=by, freq=freq)
                 for freq in EXPORTED_FREQUENCIES for by, frame in members.items()]
        return conform(pd.concat(parts), "timeline")

    @cached_property
    def bursts(self) -> pd.DataFrame:
        """Weeks in which a series was unusually frequent."""
        weeks = self.timeline[self.timeline["freq"] == "W"]
        return timelines.find_bursts(weeks)


def load(
    path: str | Path = "", *, retrieved: str | Path = "", spacy_model: str = "",
    **registries: str | Path,
) -> Analysis:
    """Read a corpus and its registries.

    Parameters
    ----------
    path
        A folder, or one file; empty for the shipped sample.
    retrieved
        When the pages were scraped, for labels such as "5 days ago": one ISO day, or a CSV with
        the columns ``file_id,retrieved``; empty when unknown.
    spacy_model
        Name of an installed spaCy pipeline that discovers actors in place of the rules here.
    **registries
        ``actors``, ``outlets``, ``topics``, ``events``, ``corrections``: CSV files. Empty or
        left out: the one beside the corpus, else the shipped one.

    Raises
    ------
    InputError
        The corpus or a registry cannot be used; one line says what was expected and found.
    TypeError
        A registry has another name than these.
    """
    inputs = tuple(sorted((name, str(value)) for name, value in {
        "path": path, "retrieved": retrieved, "spacy_model": spacy_model,
        **registries}.items() if str(value)))
    if inputs in _SHARED:
        return _SHARED[inputs]
    pages = path or shipped("sample")  # whose corrections are its own, too
    places = {name: registries.pop(name, "") or find_registry(name, path or None)
              for name in REGISTRIES if name != "corrections"}
    written = registries.pop("corrections", "")
    places["corrections"] = written or find_registry("corrections", pages)
    chosen = {name: read_registry(name, place) for name, place in places.items()}
    if registries:
        raise TypeError(f"unknown registries {sorted(registries)}; expected {sorted(chosen)}.")
    loaded = corpus.load_corpus(path or None, retrieved=retrieved or None,
                                outlets=chosen["outlets"], events=chosen["events"],
                                corrections=chosen["corrections"])
    analysis = Analysis(loaded, chosen, Path(written or corrections_file_of(pages)),
                        spacy_model=spacy_model)
    analysis.inputs = inputs
    return analysis


@contextmanager
def shared(loaded: Analysis) -> Iterator[None]:
    """Let `load` give this analysis when it is asked for the same, inside the block.

    For processes forked there: every notebook of a report then reads the same state of a
    folder, and reads it once.
    """
    _SHARED[loaded.inputs] = loaded
    try:
        yield
    finally:
        _SHARED.pop(loaded.inputs, None)


def select_articles(
    articles: pd.DataFrame, *, outlets: Sequence[str] = (), earliest: str = "", latest: str = ""
) -> pd.DataFrame:
    """Articles of these outlets that may have been published between two days.

    An article counts as inside when its publication interval touches the range, so one whose
    day is uncertain is kept; with a range, articles without any bound are left out. No outlets
    and no days select everything.

    Raises
    ------
    InputError
        An outlet shows no article of the corpus, or a day is not an ISO day.
    """
    require(articles, "articles")
    check_choices(articles["outlet"].dropna(), outlets=outlets)
    kept = articles["outlet"].isin(outlets or articles["outlet"].unique())
    first, last = articles["published_earliest"], articles["published_latest"]
    if earliest:
        kept &= last.fillna(first) >= _day("earliest", earliest)
    if latest:
        kept &= first.fillna(last) <= _day("latest", latest)
    return articles[kept].reset_index(drop=True)


def _day(name: str, text: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(date.fromisoformat(text))
    except ValueError:
        raise InputError(f"{name} must be a day such as 2025-03-31, found {text!r}.") from None


def check_choices(known: Iterable[str], **values: Sequence[str]) -> None:
    """Check that every value is one of `known`.

    Raises
    ------
    InputError
        A value is not; the message names the nearest known one.

    Examples
    --------
    >>> check_choices(["name", "place"], kinds=["place"])
    """
    names = sorted(set(known))
    for parameter, chosen in values.items():
        for value in set(chosen) - set(names):
            near = process.extractOne(value, names)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(f"parameter {parameter}: {value!r} is none of the {len(names)} "
                             f"known{hint}")


def check_parameters(kind: type, **values: Any) -> None:
    """Check the values of a notebook's parameters, which papermill passes on unchecked.

    Raises
    ------
    InputError
        A value is not of `kind`; the message names it.

    Examples
    --------
    >>> check_parameters(int, top=20)
    """
    for name, value in values.items():
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise InputError(f"parameter {name} must be {kind.__name__}, found "
                            f"{type(value).__name__} {value!r}; set it in the parameters cell.")
