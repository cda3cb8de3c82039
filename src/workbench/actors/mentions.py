"""Articles and a registry of actors in; who is named where, linked and corrected, out.

`workbench.actors.lexicon` says which names to look for, `workbench.actors.matching` finds them,
`workbench.actors.reading` says which are used as names and for what, `workbench.actors.linking`
whose they are; this module goes through the text batch by batch.
"""

from collections.abc import Iterator
from operator import getitem

import numpy as np
import pandas as pd
from tqdm import tqdm

from workbench.actors.corrections import correct_mentions, decided_surfaces
from workbench.actors.lexicon import (
    FORMS,
    Lexicon,
    Registry,
    compile_lexicon,
    known_names,
    registered,
)
from workbench.actors.linking import link
from workbench.actors.matching import Ints, find_names
from workbench.actors.reading import Reading, are_names, join_bodies, kinds_of
from workbench.actors.surroundings import Surroundings
from workbench.tables import TEXT, as_segments, conform, empty, require

_BATCH = 2**22  # characters read at a time: memory stays bounded, articles stay whole
_FIRST_DAY, _LAST_DAY = pd.Timestamp("1000-01-01"), pd.Timestamp("9999-12-31")  # no bound


def find_mentions(
    segments: pd.DataFrame, actors: pd.DataFrame, *, corrections: pd.DataFrame | None = None,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find who is named in the text, and link each name to its actor.

    Parameters
    ----------
    segments
        What to read: segments, or articles (their bodies).
    actors
        Whom to look for. An alias that is listed as `ambiguous`, or that two actors share, is
        linked only where the text decides: by a certain name of the same actor earlier in the
        article (in a headline: anywhere in it), or by the country named just before. One that
        is also the canonical name of one of them is that one's where the text decides nothing,
        and a newspaper's or broadcaster's name is linked beside a word such as "magazine".
    corrections
        The analyst's decisions: ``merge`` (this surface is that actor), ``split`` (this surface
        is nobody's for certain), ``block`` (this surface, or this span, is no mention),
        ``assign`` (this span is that actor).
    articles
        When the articles were published. Of several owners of an alias those drop out whose
        `valid_from` to `valid_to` does not meet the interval of publication, as long as one is
        left. An alias with one owner is that one's at all times.

    Returns
    -------
    pandas.DataFrame
        `mentions`: one row a named mention, none overlapping. `surface` is cut from the file.
        `actor_id` is missing where two actors are possible and the text does not decide.
        `kind` is ``name``, ``demonym`` (Norwegian), ``metonym`` (a capital or building that
        stands for its government) or ``place`` (where a country only is where something
        happens). A capital or building that is only a place is no mention.

    Notes
    -----
    Time grows with the length of the text and the number of mentions; the size of the registry
    hardly matters.

    Examples
    --------
    >>> actors = conform([{"actor_id": "no", "name": "Norway", "type": "country",
    ...                    "aliases": "Norwegian|Oslo"}], "actors")
    >>> body = "Oslo agreed. Norwegian troops left for Norway."
    >>> articles = pd.DataFrame([{"article_id": "a", "file_id": "f", "start": 0,
    ...                           "end": len(body), "text": body}])
    >>> find_mentions(articles, actors)[["start", "surface", "actor_id", "kind"]]
       start    surface actor_id     kind
    0      0       Oslo       no  metonym
    1     13  Norwegian       no  demonym
    2     39     Norway       no    place
    """
    require(actors, "actors")
    frame = as_segments(segments)
    corrections = empty("corrections") if corrections is None else corrections
    require(corrections, "corrections")
    registry = registered(actors)
    known = known_names(registry, decided_surfaces(corrections, actors))
    found = []
    if known:
        lexicon = compile_lexicon(known, registry)
        published = _publication(segments if articles is None else articles)
        found = [_mentions(batch, lexicon, registry, actors, published)
                 for batch in _batches(frame)]
    mentions = conform(pd.concat([empty("mentions"), *found]), "mentions")
    return correct_mentions(mentions, corrections, frame, actors)


def _publication(articles: pd.DataFrame) -> pd.DataFrame:
    """First and last possible day of each article; without any, no article has bounds."""
    bounds = ["published_earliest", "published_latest"]
    if not {"article_id", *bounds} <= set(articles.columns):
        return pd.DataFrame(columns=bounds, dtype="datetime64[s]")
    return articles.drop_duplicates("article_id").set_index("article_id")[bounds]


def _batches(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Whole files, in stretches of bounded length."""
    ordered = frame.sort_values(["file_id", "start"], kind="stable", ignore_index=True).fillna(
        {"text": "", "source": ""})
    reached = ordered["text"].str.len().cumsum() // _BATCH
    stretch = reached.groupby(ordered["file_id"]).transform("first")
    for _, batch in tqdm(ordered.groupby(stretch), desc="finding mentions", disable=None, delay=2,
                         leave=False):
        yield batch


def _mentions(
    batch: pd.DataFrame, lexicon: Lexicon, registry: Registry, actors: pd.DataFrame,
    published: pd.DataFrame,
) -> pd.DataFrame:
    matches = find_names(batch["text"].tolist(), lexicon.automaton)
    body = (batch["zone"] == "body").to_numpy()[matches.text]
    days = published.reindex(batch["article_id"]).fillna(
        {"published_earliest": _FIRST_DAY, "published_latest": _LAST_DAY})
    reading = Reading(matches, Surroundings(matches, body), lexicon, registry, {}, {},
                       days.to_numpy(dtype=object).T)
    found = join_bodies(reading, np.flatnonzero(are_names(reading)))
    kind = kinds_of(reading, found)
    found, kind = found[kind > 0], kind[kind > 0]
    article = pd.factorize(batch["article_id"].fillna(batch["file_id"]))[0][matches.text]
    actor, kept = link(reading, found, article, body)
    columns = {"kind": pd.array(FORMS, dtype=TEXT).take(kind[kept]),
               **{column: actors[own].array.take(actor[kept], allow_fill=True)
                  for column, own in (("actor_id", "actor_id"), ("actor_type", "type"))}}
    return _table(batch, reading, found[kept]).assign(**columns)


def _table(batch: pd.DataFrame, reading: Reading, found: Ints) -> pd.DataFrame:
    """Where the mentions stand in their files."""
    matches = reading.matches
    opens = np.arange(len(matches.first))
    opens[list(reading.country)] = list(reading.country.values())
    row, start, end = matches.text[found], matches.start[opens[found]], matches.end[found]
    rows = batch[["article_id", "file_id", "start", "zone"]].iloc[row].reset_index(drop=True)
    sources = batch["source"].tolist()
    surfaces = list(map(getitem, map(sources.__getitem__, row.tolist()),
                        map(slice, start.tolist(), end.tolist())))  # no loop is quicker
    return rows.assign(start=rows["start"] + start, end=rows["start"] + end, surface=surfaces)
