"""Hits of the analyst's lexicon: which topic is named where."""

import numpy as np
import pandas as pd

from workbench.tables import COUNTED, InputError, as_segments, conform, require
from workbench.topics.phrases import Phrase, PhraseSearch, normalise, read_phrase

_OWNER = ["article_id", "file_id"]


def find_topic_hits(segments: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Occurrences of topic phrases in headlines and bodies.

    One row per hit. Matching ignores case, the kind of quotation mark and how lines wrap; a
    phrase is matched on whole words, and its last word may carry a plural *s* (which the span
    then includes). `sanction*` stands for every word that begins so, a star alone for any one
    word; ``troops NEAR/5 Ukraine`` finds both in either order in one paragraph with at most five
    words between them, and spans both. ``-trade war`` or ``NOT trade war`` excludes: hits of the
    topic that share a character with it are dropped, everywhere else they stand.

    A hit inside a longer one of the same topic is dropped, unless the longer one is a proximity,
    whose sides may well be phrases themselves; hits of different topics may share characters.
    Labels, captions and other noise (zone ``other``) are not searched.

    Cost: one pass over the text whatever the number of phrases (Aho and Corasick 1975).

    Parameters
    ----------
    segments
        Segments, or articles (bodies only).
    topics
        `topic_id`, `label`, `phrase`; one phrase a row, the same phrase in several topics too.

    Returns
    -------
    topic_hits

    Raises
    ------
    InputError
        A phrase is malformed, or a topic has nothing but exclusions; the message names the row.

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "file_id": ["f"], "start": [10], "end": [40],
    ...                          "text": ["New tariffs, and a trade war."]})
    >>> topics = pd.DataFrame({"topic_id": "trade", "label": "Trade",
    ...                        "phrase": ["tariff", "Trade war"]})
    >>> find_topic_hits(articles, topics)[["start", "end", "phrase"]]
       start  end     phrase
    0     14   21     tariff
    1     29   38  Trade war
    """
    segments = as_segments(segments)
    require(topics, "topics")
    lexicon = _read(topics)
    searched = segments.loc[segments["zone"].isin(COUNTED) & segments["text"].notna()]
    if lexicon.empty or searched.empty:
        return conform([], "topic_hits")
    read = list(dict.fromkeys(lexicon["read"]))
    numbers = {phrase: number for number, phrase in enumerate(read)}
    rows = lexicon.assign(number=lexicon["read"].map(numbers)).drop(columns="read")
    hits = _search(searched, read).merge(rows, on="number")
    return conform(_without_nested(_without_excluded(hits)), "topic_hits")


def _read(topics: pd.DataFrame) -> pd.DataFrame:
    """The lexicon with its phrases taken apart; rows that mean the same once a topic."""
    written = topics.loc[topics["phrase"].fillna("").str.strip() != "", ["topic_id", "phrase"]]
    read = [read_phrase(phrase, f"topic {topic!r}, phrase {phrase!r}")
            for topic, phrase in written.itertuples(index=False)]
    lexicon = written.assign(read=read, near=[len(phrase.sides) > 1 for phrase in read],
                             excludes=[phrase.excludes for phrase in read])
    idle = lexicon.groupby("topic_id")["excludes"].all()
    if idle.any():
        raise InputError(f"topic {idle.idxmax()!r} has only phrases that exclude; add one to find.")
    return lexicon.drop_duplicates(["topic_id", "read"])


def _search(segments: pd.DataFrame, phrases: list[Phrase]) -> pd.DataFrame:
    """Every place of every phrase, one row each."""
    search = PhraseSearch(phrases)
    found = [_places(search, cleaned, offset)
             for offset, cleaned in zip(segments["start"], segments["text"], strict=True)]
    at = np.repeat(np.arange(len(found)), [len(places) for places in found])
    number, start, end = np.concatenate(found).T
    return pd.DataFrame({**{column: segments[column].array[at] for column in _OWNER},
                         "start": start, "end": end, "number": number})


def _places(search: PhraseSearch, cleaned: str, offset: int) -> np.ndarray:
    """Rows of phrase number, start and end in the file."""
    normal, place = normalise(cleaned)
    hits = np.array(search.find(normal), dtype="int64").reshape(-1, 3)
    start, end = place[hits[:, 1]], place[hits[:, 2] - 1] + 1
    return np.column_stack([hits[:, 0], offset + start, offset + end])


def _without_excluded(hits: pd.DataFrame) -> pd.DataFrame:
    """Hits that share no character with an exclusion of their topic."""
    if not hits["excludes"].any():
        return hits
    ordered = hits.sort_values(["topic_id", "file_id", "start"], ignore_index=True)
    groups = [ordered["topic_id"], ordered["file_id"]]
    reach = ordered["end"].where(ordered["excludes"], -1).groupby(groups).cummax()
    begin = ordered["start"].where(ordered["excludes"], float("inf"))
    ahead = begin.iloc[::-1].groupby(groups).cummin().sort_index()
    touched = (reach > ordered["start"]) | (ahead < ordered["end"])
    return ordered.loc[~touched & ~ordered["excludes"]]


def _without_nested(hits: pd.DataFrame) -> pd.DataFrame:
    """Hits that lie in no other of their topic and kind; of two that are equal, the plural."""
    keys = ["topic_id", "file_id", "near"]
    ordered = hits.sort_values([*keys, "start", "end", "phrase"],
                               ascending=[True, True, True, True, False, False])
    place = [ordered[key] for key in keys]
    furthest = ordered.groupby(place)["end"].cummax()
    return ordered.loc[~(ordered["end"] <= furthest.groupby(place).shift(fill_value=-1))]
