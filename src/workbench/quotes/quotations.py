"""Who is quoted saying what: quotations between marks, each with its speaker.

Pair the marks; blank what is inside; find the verbs of speech in the sentences that remain, each
with who speaks (`speech`); give each quotation its verb. What stands between marks without a verb
and a speaker (terms, titles, scare quotes) is no quotation.
"""

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
from tqdm import tqdm

from workbench.quotes import speech
from workbench.quotes.marks import quotation_marks
from workbench.quotes.speakers import Name, Page, Speaker, has_verb, pronouns_of, revealed
from workbench.quotes.speech import Cue
from workbench.tables import as_segments, conform, require
from workbench.text import Interval, fold, words

_RUN = 4  # words that a quotation must share with one that holds it
_MEMORY = 50  # speakers that a pronoun or a description may point back to
_TERM = 4  # words: nobody coins a longer one
_CARRIES_ON = 6  # words of a quotation that needs no verb right after a speaker's sentence


def find_quotes(
    segments: pd.DataFrame, mentions: pd.DataFrame, actors: pd.DataFrame
) -> pd.DataFrame:
    """Direct quotations with their speakers.

    One row per pair of marks, nested pairs left out; a quotation split by "he said" gives two
    rows, one that runs over paragraphs with re-opened marks gives one. Marks may be of any style
    and even unequal ("…').

    - `kind` is ``full`` where a clause with a verb begins inside the marks, else ``partial``.
    - `verb` is as written; it is missing where a quotation carries on the one before.
    - `speaker` is the canonical name, `speaker_type` ``named`` and `actor_id` filled where the
      speaker is in `actors`. Everybody else is described ("EU diplomat (anonymous)", "legal
      analysis"), with `speaker_type` ``anonymous`` and no `actor_id`.

    "He", "the diplomat" and "the French minister" mean who was heard last and fits: a person, a
    speaker so described, a person of that role and country by the registry or the text. Left out:
    what stands between marks with neither verb nor speaker, and short terms whose only verb
    belongs to the sentence around them.

    Cost: linear in the text of segments with quotation marks, about 0.6 MB/s.

    Parameters
    ----------
    segments
        Segments, or articles (bodies only).
    mentions
        Where names stand, as `find_mentions` gives them; a speaker without one is described.
    actors
        Canonical names, roles and countries.

    Returns
    -------
    quotes

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "file_id": ["f"], "start": [0], "end": [68],
    ...     "text": ["'We are late,' a guard said. 'Very late.' The 'big' plan is not theirs."]})
    >>> from workbench.tables import empty
    >>> find_quotes(articles, empty("mentions"), empty("actors"))[["text", "speaker", "verb"]]
                 text            speaker  verb
    0  'We are late,'  guard (anonymous)  said
    1    'Very late.'  guard (anonymous)  <NA>
    """
    require(mentions, "mentions")
    require(actors, "actors")
    segments = as_segments(segments)
    quoting = segments[segments["text"].str.contains(r"[\"']", na=False)]
    names = _names(mentions[mentions["file_id"].isin(quoting["file_id"])], actors)
    rows: list[dict[str, Any]] = []
    for segment in tqdm(quoting.itertuples(index=False), "quotes", len(quoting), leave=False,
                        disable=None, delay=2):
        rows += _quotes(segment, names[segment.file_id])
    return conform(rows, "quotes")


def shared_quotes(quotes: pd.DataFrame) -> pd.DataFrame:
    """Words of one speaker that are quoted in two articles.

    One row per pair of quotations of the same speaker in different articles whose words are the
    same, case and punctuation aside, or of which one holds the other, then of four words at
    least. Side *a* is the earlier in the order of `quotes`. `n_words` counts the shared words.

    Cost: linear in the number of words, as candidates share a run of four words; a
    quotation in *k* articles gives *k* (*k* - 1) / 2 rows.

    Returns
    -------
    Table with `article_id`, `file_id`, `start`, `end` of side ``a`` and ``b``, `speaker`,
    `actor_id`, `n_words`.
    """
    require(quotes, "quotes")
    said = [_words(text) if known else () for text, known in zip(
        quotes["text"], quotes["article_id"].notna(), strict=True)]
    keys = quotes["actor_id"].fillna(quotes["speaker"])
    holders: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for row, (key, inside) in enumerate(zip(keys, said, strict=True)):
        runs = range(max(1, len(inside) - _RUN + 1)) if inside else ()
        for run in {inside[i:i + _RUN] for i in runs}:
            holders[key, run].append(row)
    return _side_by_side(quotes, [
        (row, other, len(inside)) for row, (key, inside) in enumerate(zip(keys, said, strict=True))
        for other in holders.get((key, inside[:_RUN]), ())
        if (len(inside), row) < (len(said[other]), other) and _holds(said[other], inside)])


def _words(text: str) -> tuple[str, ...]:
    folded = fold(text).casefold()
    return tuple(folded[start:end] for start, end in words(folded))


def _holds(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    return f" {' '.join(shorter)} " in f" {' '.join(longer)} "


def _side_by_side(quotes: pd.DataFrame, pairs: list[tuple[int, int, int]]) -> pd.DataFrame:
    """Places of the pairs of rows that stand in two articles."""
    place, who = quotes[["article_id", "file_id", "start", "end"]], ["speaker", "actor_id"]
    a, b = ([pick(pair[:2]) for pair in pairs] for pick in (min, max))
    shared = pd.concat([
        place.iloc[a].add_suffix("_a").reset_index(drop=True),
        place.iloc[b].add_suffix("_b").reset_index(drop=True),
        quotes[who].iloc[a].reset_index(drop=True),
        pd.Series([n for *_, n in pairs], name="n_words", dtype="int64")], axis=1)
    shared = shared[shared["article_id_a"] != shared["article_id_b"]]
    return shared.sort_values(["file_id_a", "start_a", "file_id_b", "start_b"], ignore_index=True)


def _names(mentions: pd.DataFrame, actors: pd.DataFrame) -> dict[str, list[Name]]:
    """Mentions of each file in their order."""
    known = actors[["actor_id", "name", "country", "role"]].drop_duplicates("actor_id")
    rows = mentions.sort_values(["file_id", "start"]).merge(
        known, "left", on="actor_id", indicator="in_registry")
    rows = rows.assign(
        name=rows["name"].fillna(rows["surface"]), country=rows["country"].fillna(""),
        role=rows["role"].fillna(""), speaks=rows["kind"].isin(["name", "metonym"]),
        is_person=rows["actor_type"].eq("person").fillna(False),
        actor_id=rows["actor_id"].where(rows["in_registry"].eq("both"), "").fillna(""))
    names: dict[str, list[Name]] = defaultdict(list)
    for file_id, *fields in rows[["file_id", *Name._fields]].itertuples(index=False, name=None):
        names[file_id].append(Name(*fields))
    return names


def _quotes(segment: Any, names: list[Name]) -> Iterator[dict[str, Any]]:
    """Rows of the table, of one segment."""
    pairs = quotation_marks(segment.text, segment.source)
    page = _page(segment, pairs, names)
    spoken: Speaker | None = None  # by whom the sentence before was spoken
    sentences = speech.split(page.frame) if pairs else []
    for number, sentence in enumerate(sentences):
        inside = pairs[slice(*(bisect_left(pairs, (at,)) for at in sentence))]
        cues, before, spoken = speech.find_cues(page, sentence), spoken, None
        if number == 0 and len(sentences) > 1:
            cues = [cue._replace(speaker=revealed(page, cue.speaker, *sentences[1]))
                    for cue in cues]
        goes_on = any(_carries_on(segment.text, sentence, pair, cues) for pair in inside)
        for pair in inside:
            cue = _cue_of(segment.text, page.frame, sentence, pair, cues)
            spoken = cue.speaker if cue else before if goes_on else None
            if spoken:
                yield _row(segment, pair, spoken, cue.verb if cue else "")
        spoken = spoken or (cues[-1].speaker if cues else None)


def _page(segment: Any, pairs: Sequence[Interval], names: list[Name]) -> Page:
    text, begin = segment.text, segment.start
    frame = speech.blank(text, pairs)
    low, high = (bisect_left(names, at, key=lambda n: n.start) for at in (begin, begin + len(text)))
    placed = [n._replace(start=n.start - begin, end=n.end - begin) for n in names[low:high]]
    unquoted = [n for n in placed if frame[n.start] == text[n.start] != " "]  # nor masked
    return Page(frame, unquoted, deque(maxlen=_MEMORY), pronouns_of(frame))


def _cue_of(
    text: str, frame: str, sentence: Interval, pair: Interval, cues: Sequence[Cue]
) -> Cue | None:
    """The verb a quotation hangs on: right behind it, else the last before, else a later one."""
    start, end = pair
    later = [c for c in cues if c.start >= end]
    before = [c for c in cues if c.end <= start
              and not speech.is_left_behind(frame, sentence, c, start)]
    is_term = len(text[start:end].split()) <= _TERM and not has_verb(text[start:end])
    if later and speech.adjoins(frame, end, later[0].start) and not (
            is_term and later[0].verb.lower() == "according to"):
        return later[0]
    return before[-1] if before else later[0] if later and not is_term else None


def _carries_on(text: str, sentence: Interval, pair: Interval, cues: Sequence[Cue]) -> bool:
    """Is a quotation without a verb the next sentence of who spoke before, or part of it?"""
    inside = text[pair[0] + 1:pair[1] - 1]
    whole = pair[0] == sentence[0] and inside[-1:] in ".?!…" and not inside.isupper()
    return whole or (not cues and len(inside.split()) >= _CARRIES_ON)


def _row(segment: Any, pair: Interval, speaker: Speaker, verb: str) -> dict[str, Any]:
    start, end = pair
    return {
        "article_id": segment.article_id, "file_id": segment.file_id,
        "start": segment.start + start, "end": segment.start + end,
        "text": segment.source[start:end], "kind": _kind(segment.text, pair),
        "speaker": speaker.name, "actor_id": speaker.actor_id, "verb": verb,
        "speaker_type": "named" if speaker.actor_id else "anonymous", "zone": segment.zone}


def _kind(text: str, pair: Interval) -> str:
    """`full` where a clause with a verb, or a sentence of some words, begins with the mark."""
    inside = text[pair[0] + 1:pair[1] - 1]
    is_clause = has_verb(inside) or (inside[:1].isupper() and inside.count(" ") > 1)
    before = text[max(0, pair[0] - 6):pair[0]]
    begins = inside[:1].isupper() or re.search(r"(?:\bthat|[:,])\s*$", before)
    bare = re.match(r"(?:is|are|was|were|has|have|had|will|would|can|could|should)\b", inside)
    return "full" if is_clause and begins and not bare else "partial"
