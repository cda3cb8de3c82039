"""Articles and a registry of actors in; who is named where, linked and corrected, out.

`workbench.actors.lexicon` says which names to look for, `workbench.actors.matching` finds them,
`workbench.actors.usage` says what each is used for; this module says whose it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from workbench.actors import usage
from workbench.actors.corrections import correct_mentions, decided_surfaces
from workbench.actors.lexicon import Name, known_names
from workbench.actors.matching import Matches, Names, compile_names, find_names
from workbench.actors.usage import Context
from workbench.tables import as_segments, conform, empty, require

_BATCH = 2**22  # characters read at a time: memory stays bounded, articles stay whole
_WINDOW = 72  # characters of context on either side of a name


@dataclass(slots=True)
class _Mention:
    """A mention under way. `first` and `last` are its place in the text that was searched."""

    row: int  # of the batch
    first: int
    last: int
    start: int
    end: int
    surface: str
    name: Name
    context: Context
    owners: tuple[int, ...]
    kind: str = ""
    actor: int | None = None


def find_mentions(
    segments: pd.DataFrame, actors: pd.DataFrame, *, corrections: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find who is named in the text, and link each name to its actor.

    Parameters
    ----------
    segments
        What to read: segments, or articles (their bodies).
    actors
        Whom to look for. An alias that is listed as `ambiguous`, or that two actors share, is
        linked only where the text decides: by a certain name of the same actor earlier in the
        article (in a headline: anywhere in it), or by the country named just before.
    corrections
        The analyst's decisions: ``merge`` (this surface is that actor), ``split`` (this surface
        is nobody's for certain), ``block`` (this surface, or this span, is no mention),
        ``assign`` (this span is that actor).

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
    registry = actors.to_dict("records")
    known = known_names(registry, decided_surfaces(corrections, actors))
    names = compile_names(list(known), [name.title for name in known.values()])
    found = [_mentions(batch, names, list(known.values()), registry)
             for batch in _batches(frame)] if known else []
    mentions = conform(pd.concat([empty("mentions"), *found]), "mentions")
    return correct_mentions(mentions, corrections, frame, actors)


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
    batch: pd.DataFrame, names: Names, known: Sequence[Name], registry: Sequence[dict[str, Any]]
) -> pd.DataFrame:
    found = _in_context(batch, find_names(batch["text"].tolist(), names), known)
    found = _join_bodies(found, registry)
    for mention in found:
        mention.kind = usage.use_of(mention.name.form, mention.surface, mention.context)
    found = _link([mention for mention in found if mention.kind], batch)
    row = [mention.row for mention in found]
    rows = batch[["article_id", "file_id", "start", "zone"]].iloc[row]
    at, sources = rows["start"].to_numpy(), batch["source"].tolist()
    linked = [{} if m.actor is None else registry[m.actor] for m in found]
    return pd.DataFrame({
        "article_id": rows["article_id"].array, "file_id": rows["file_id"].array,
        "start": [m.start for m in found] + at, "end": [m.end for m in found] + at,
        "surface": [sources[m.row][m.start:m.end] for m in found],
        "actor_id": [actor.get("actor_id") for actor in linked],
        "actor_type": [actor.get("type") for actor in linked],
        "kind": [m.kind for m in found], "zone": rows["zone"].array})


def _in_context(
    batch: pd.DataFrame, matches: Matches, known: Sequence[Name]
) -> list[_Mention]:
    """The matches that are names, and not parts of a longer name, of a date or of an address."""
    running = (batch["zone"] == "body").tolist()
    haystack, found = matches.haystack, []
    columns = (matches.text, matches.first, matches.last, matches.start, matches.end,
               matches.code, matches.shouted, np.append(matches.first, len(haystack))[1:])
    reached = -2
    for row, first, last, start, end, code, shouted, following in zip(
            *(column.tolist() for column in columns), strict=True):
        name, surface = known[code], haystack[first:last]
        context = Context(haystack[max(0, first - _WINDOW):first].rpartition("\n")[2],
                          haystack[last:last + _WINDOW].partition("\n")[0],
                          running[row] and not shouted and reached != first - 1,
                          following - last)
        reached = last
        if not (shouted and not usage.is_shouted(surface, context)) and (
                bool(name.form) if name.decided else _is_whole(surface, name, context)):
            found.append(_Mention(row, first, last, start, end, surface, name, context,
                                  name.owners))
    return found


def _is_whole(surface: str, name: Name, context: Context) -> bool:
    if name.article and usage.lacks_article(context):
        return False
    return not (usage.is_inside_longer_name(surface, context, person=name.person)
                or usage.is_month(surface, context))


def _join_bodies(
    found: list[_Mention], registry: Sequence[dict[str, Any]]
) -> list[_Mention]:
    """A country named directly before a body of that country is part of the body's name.

    A possessive is not, but it too says whose body is meant.
    """
    joined: list[_Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        gap = mention.first - last.last if last else 0
        if last and last.row == mention.row and gap in (1, 3) and (
                last.context.after[:gap] in (" ", "'s ")):
            own = _of_country(mention, last, registry)
            mention.owners = own or mention.owners
            if own and gap == 1:
                mention.first, mention.start = last.first, last.start
                mention.context = mention.context._replace(before=last.context.before)
                joined.pop()
        joined.append(mention)
    return joined


def _of_country(
    body: _Mention, country: _Mention, registry: Sequence[dict[str, Any]]
) -> tuple[int, ...]:
    """Owners of a body's name that belong to the country, if that is what it is."""
    if not country.owners or registry[country.owners[0]]["type"] != "country":
        return ()
    code = registry[country.owners[0]]["country"]
    return tuple(at for at in body.owners if pd.notna(code)
                 and registry[at]["type"] == "organisation" and registry[at]["country"] == code)


def _link(found: list[_Mention], batch: pd.DataFrame) -> list[_Mention]:
    """Give each mention its actor; leave out doubtful names that nothing in the article supports.

    A name that two introduced actors share stays, without an actor.
    """
    article = batch["article_id"].fillna(batch["file_id"]).tolist()
    body = (batch["zone"] == "body").tolist()
    anywhere = {(article[m.row], m.owners[0]) for m in found if m.name.certain and m.owners}
    introduced: set[tuple[str, int]] = set()
    kept: list[_Mention] = []
    for mention in found:
        key = article[mention.row]
        known = introduced if body[mention.row] else anywhere
        supported = {at for at in mention.owners if (key, at) in known}
        possible = _possible(mention, supported, kept[-1] if kept else None)
        if len(possible) == 1:
            mention.actor = possible[0]
            if mention.actor not in supported:
                introduced.add((key, mention.actor))
        if possible or mention.name.decided or (
                mention.name.person and usage.is_person_use(mention.context)):
            kept.append(mention)
    return kept


def _possible(
    mention: _Mention, supported: set[int], last: _Mention | None
) -> tuple[int, ...]:
    """Rows of the registry that a mention can be of, as far as the text decides."""
    if mention.name.certain or 0 < len(mention.owners) < len(mention.name.owners):
        return mention.owners  # the latter: a country named before it has decided
    if last and mention.first == last.last + 2 and mention.context.before.endswith("(") and (
            last.actor in mention.owners):
        return (last.actor,)  # the acronym in brackets after a name
    return tuple(at for at in mention.owners if at in supported)
