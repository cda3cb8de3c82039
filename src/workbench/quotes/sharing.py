"""Whose words stand in several articles: between marks in both, or without marks in one."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import pandas as pd
from ahocorasick_rs import AhoCorasick

from workbench.quotes.quotations import shared_quotes
from workbench.tables import as_segments, require
from workbench.text import count_words, fold

_LEAST = 6  # words that are no chance where no marks claim them
_PLACE = ["article_id", "file_id", "start", "end"]
_EDGES = " \t\n\"'.,;:!?…-–—"


def repeated_quotes(quotes: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Words of one speaker in two articles, whether both mark them as a quotation or only one.

    Parameters
    ----------
    quotes
        As `find_quotes` gives them.
    segments
        Segments, or articles (bodies only): where words may stand without marks.

    Returns
    -------
    pandas.DataFrame
        As `shared_quotes`, with `marked`: True where both sides are quotations. Where it is
        False, side ``a`` is the quotation and side ``b`` the same words without marks, six at
        least, in an article that names the speaker (by the last word of the name). Speakers
        without a name are compared between marks only.

    Notes
    -----
    Every text is read once, for all quotations together, so cost grows with its length.
    """
    require(quotes, "quotes")
    marked = shared_quotes(quotes).assign(marked=True)
    named = quotes[quotes["speaker_type"].eq("named") & quotes["article_id"].notna()]
    said = named.assign(words=[
        " ".join(fold(text).strip(_EDGES).lower().split()) for text in named["text"]])
    said = said[[count_words(words) >= _LEAST for words in said["words"]]].reset_index(drop=True)
    rows = pd.DataFrame(_unmarked(said, as_segments(segments), _marked_spans(quotes)),
                        columns=list(marked.columns))
    both = pd.concat([marked, rows.astype(marked.dtypes)]) if len(rows) else marked
    return both.sort_values(["file_id_a", "start_a", "file_id_b", "start_b"], ignore_index=True)


def _marked_spans(quotes: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    return {str(file_id): sorted(zip(rows["start"], rows["end"], strict=True))
            for file_id, rows in quotes.groupby("file_id")}


def _unmarked(said: pd.DataFrame, segments: pd.DataFrame,
              spans: dict[str, list[tuple[int, int]]]) -> Iterator[dict[str, Any]]:
    """Rows of the words of quotations that stand elsewhere without marks."""
    if said.empty:
        return
    patterns = list(dict.fromkeys(said["words"]))
    holders = said.groupby("words", sort=False).indices
    finder = AhoCorasick(patterns)
    bodies = segments[segments["zone"].eq("body") & segments["article_id"].notna()]
    for segment in bodies.dropna(subset="text").itertuples(index=False):
        text = fold(segment.text).lower()
        if len(text) != len(segment.text):  # a letter that is longer in small: offsets would shift
            continue
        for which, start, end in finder.find_matches_as_indexes(text, overlapping=True):
            place = segment.start + start
            if _whole(text, start, end) and not _inside(spans.get(segment.file_id, []), place):
                for row in holders[patterns[which]]:
                    quote = said.iloc[row]
                    if quote["article_id"] != segment.article_id and _names(
                            text, quote["speaker"]):
                        yield _row(quote, segment, place, segment.start + end)


def _names(text: str, speaker: str) -> bool:
    """Does the last word of a name stand in a text in small letters, as a word?"""
    return bool(re.search(rf"(?<!\w){re.escape(speaker.split()[-1].lower())}(?!\w)", text))


def _whole(text: str, start: int, end: int) -> bool:
    """Do the words begin and end where words do?"""
    return not (text[max(0, start - 1):start].isalnum() or text[end:end + 1].isalnum())


def _inside(spans: list[tuple[int, int]], place: int) -> bool:
    at = bisect_right(spans, (place, place)) - 1
    return at >= 0 and place < spans[at][1]


def _row(quote: pd.Series, segment: Any, start: int, end: int) -> dict[str, Any]:
    return {**{f"{column}_a": quote[column] for column in _PLACE},
            "article_id_b": segment.article_id, "file_id_b": segment.file_id,
            "start_b": start, "end_b": end, "speaker": quote["speaker"],
            "actor_id": quote["actor_id"], "n_words": count_words(quote["words"]),
            "marked": False}
