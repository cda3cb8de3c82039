"""Articles and a registry of actors in; who is named where, linked and corrected, out.

`workbench.actors.lexicon` says which names to look for, `workbench.actors.matching` finds them,
`workbench.actors.usage` says what each is used for; this module says whose it is.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from tqdm import tqdm

from workbench.actors import usage
from workbench.actors.corrections import correct_mentions, decided_surfaces
from workbench.actors.lexicon import (
    Flags,
    Lexicon,
    Name,
    Registry,
    compile_lexicon,
    known_names,
    registered,
)
from workbench.actors.matching import Ints, Matches, find_names
from workbench.actors.surroundings import Surroundings
from workbench.actors.usage import Context
from workbench.tables import as_segments, conform, empty, require

_BATCH = 2**22  # characters read at a time: memory stays bounded, articles stay whole
_BRACKET = ord("(")
_FIRST_DAY, _LAST_DAY = pd.Timestamp("1000-01-01"), pd.Timestamp("9999-12-31")  # no bound


class _Reading(NamedTuple):
    """A batch being read. Matches are spoken of by their number `at`."""

    matches: Matches
    near: Surroundings
    lexicon: Lexicon
    registry: Registry
    country: dict[int, int]  # the match that names the country of a body, by the body's
    owners: dict[int, tuple[int, ...]]  # where they are fewer than those of the name
    days: NDArray[Any]  # of each text: the first and the last day it may have been published on

    def surface(self, at: int) -> str:
        return self.near.surface(at)

    def name(self, at: int) -> Name:
        return self.lexicon.names[self.matches.code[at]]

    def owners_of(self, at: int) -> tuple[int, ...]:
        """Owners that the text before the name leaves, and of those the ones of that time."""
        owners = self.owners.get(at, self.name(at).owners)
        return owners if len(owners) < 2 else self._of_the_time(at, owners) or owners

    def _of_the_time(self, at: int, owners: tuple[int, ...]) -> tuple[int, ...]:
        first, last = self.days[:, self.matches.text[at]]
        since, until = self.registry.valid_from, self.registry.valid_to
        return tuple(owner for owner in owners if not (
            (since[owner] is not None and since[owner] > last)
            or (until[owner] is not None and until[owner] < first)))

    def context(self, at: int) -> Context:
        """What surrounds the mention, a country that belongs to it included."""
        context = self.near.context(at)
        return context if at not in self.country else context._replace(
            before=self.near.context(self.country[at]).before)


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
    batch: pd.DataFrame, lexicon: Lexicon, registry: Registry, actors: pd.DataFrame, published: pd.DataFrame,
) -> pd.DataFrame:
    matches = find_names(batch["text"].tolist(), lexicon.automaton)
    body = (batch["zone"] == "body").to_numpy()[matches.text]
    days = published.reindex(batch["article_id"]).fillna(
        {"published_earliest": _FIRST_DAY, "published_latest": _LAST_DAY})
    reading = _Reading(matches, Surroundings(matches, body), lexicon, registry, {}, {},
                       days.to_numpy(dtype=object).T)
    found = _join_bodies(reading, np.flatnonzero(_are_names(reading)))
    kind = _kinds(reading, found)
    found, kind = found[kind != ""], kind[kind != ""]
    article = pd.factorize(batch["article_id"].fillna(batch["file_id"]))[0][matches.text]
    actor, kept = _link(reading, found, article, body)
    found, kind, actor = found[kept], kind[kept], actor[kept]
    linked = {"actor_id": actors["actor_id"].array.take(actor, allow_fill=True),
              "actor_type": actors["type"].array.take(actor, allow_fill=True)}
    return _table(batch, reading, found).assign(kind=kind, **linked)


def _table(batch: pd.DataFrame, reading: _Reading, found: Ints) -> pd.DataFrame:
    """Where the mentions stand in their files."""
    matches = reading.matches
    opens = np.arange(len(matches.first))
    opens[list(reading.country)] = list(reading.country.values())
    row, start, end = matches.text[found], matches.start[opens[found]], matches.end[found]
    rows = batch[["article_id", "file_id", "start", "zone"]].iloc[row].reset_index(drop=True)
    sources = batch["source"].tolist()
    surfaces = [sources[number][begin:stop] for number, begin, stop in zip(
        row.tolist(), start.tolist(), end.tolist(), strict=True)]
    return rows.assign(start=rows["start"] + start, end=rows["start"] + end, surface=surfaces)


def _are_names(reading: _Reading) -> Flags:
    """Which matches are names, and not parts of a longer name, of a date or of an address?"""
    matches, lexicon = reading.matches, reading.lexicon
    code = matches.code
    part = lexicon.peculiar[code] | reading.near.may_be_part(lexicon.single[code],
                                                             lexicon.person[code])
    names = ~lexicon.decided[code] | (lexicon.form[code] != "")
    for at in np.flatnonzero(matches.shouted | (part & ~lexicon.decided[code])).tolist():
        names[at] &= _is_whole(reading.surface(at), reading.name(at), reading.context(at),
                               shouted=bool(matches.shouted[at]))
    return names


def _is_whole(surface: str, name: Name, context: Context, *, shouted: bool) -> bool:
    if shouted and not usage.is_shouted(surface, context):
        return False
    if name.decided:
        return True
    if name.article and usage.lacks_article(context):
        return False
    return not (usage.is_inside_longer_name(surface, context, person=name.person)
                or usage.is_month(surface, context))


def _join_bodies(reading: _Reading, found: Ints) -> Ints:
    """A country named directly before a body of that country is part of the body's name.

    A possessive is not, but it too says whose body is meant: none of the registry's where no
    owner of a doubtful name is of that country.
    """
    matches, lexicon = reading.matches, reading.lexicon
    last, at = found[:-1], found[1:]
    gap = matches.first[at] - matches.last[last]
    pairs = (matches.text[last] == matches.text[at]) & np.isin(gap, [1, 3]) & (
        lexicon.country[matches.code[last]] & lexicon.body[matches.code[at]])
    for country, body in zip(last[pairs].tolist(), at[pairs].tolist(), strict=True):
        between = matches.haystack[matches.last[country]:matches.first[body]]
        if between not in (" ", "'s ") or not _is_country(reading, country):
            continue
        own = _of_country(reading, body, country)
        if own or not reading.name(body).certain:
            reading.owners[body] = own
        if own and between == " ":
            reading.country[body] = country
    return found[~np.isin(found, list(reading.country.values()))]


def _is_country(reading: _Reading, at: int) -> bool:
    owners, registry = reading.owners_of(at), reading.registry
    return bool(owners and registry.type[owners[0]] == "country" and registry.country[owners[0]])


def _of_country(reading: _Reading, body: int, country: int) -> tuple[int, ...]:
    """Owners of a body's name that belong to the country."""
    registry = reading.registry
    code = registry.country[reading.owners_of(country)[0]]
    return tuple(at for at in reading.owners_of(body) if registry.type[at] == "organisation"
                 and registry.country[at] == code)


def _kinds(reading: _Reading, found: Ints) -> "np.ndarray[tuple[int], Any]":
    """What each name is used for; nothing where it is no mention."""
    near, form = reading.near, reading.lexicon.form[reading.matches.code]
    country = reading.lexicon.country[reading.matches.code]
    doubtful = ((form == "polity") & near.may_be_place()
                | (form == "metonym") & near.may_be_city()
                | (form == "demonym") & near.may_be_land(
                    reading.lexicon.lower[reading.matches.code]))
    doubtful[list(reading.country)] = True
    kinds = np.where(form == "polity", "name", form).astype(object)
    for at in found[doubtful[found]].tolist():
        own = "seat" if form[at] == "metonym" and not country[at] else str(form[at])
        kinds[at] = usage.use_of(own, reading.surface(at), reading.context(at))
    return kinds[found]


def _link(reading: _Reading, found: Ints, article: Ints, body: Flags) -> tuple[Ints, Flags]:
    """The row of each mention's actor, or -1; and which mentions stay.

    Doubtful names that nothing in the article supports are left out. A name that two introduced
    actors share stays, without an actor.
    """
    lexicon, code = reading.lexicon, reading.matches.code[found]
    certain = lexicon.certain[code]
    actor, stays = np.where(certain, lexicon.owner[code], -1), np.ones(len(found), dtype=bool)
    speaks = reading.near.may_be_person()[found]
    support = _Support(article[found], body[found], actor, len(reading.registry.name))
    easy = lexicon.doubted[code] & ~speaks & (reading.near.before[found] != _BRACKET)
    easy &= ~np.isin(found, [*reading.country, *reading.owners])
    for number, owner, simple in zip(*(column[~certain].tolist() for column in (
            np.arange(len(found)), lexicon.owner[code], easy)), strict=True):
        if simple:
            stays[number] = support.has(number, owner)
            actor[number] = owner if stays[number] else -1
            continue
        at, name = int(found[number]), reading.name(int(found[number]))
        last = number - 1
        while last >= 0 and not stays[last]:
            last -= 1
        supported = support.of(number, reading.owners_of(at))
        possible = _narrowed(reading, at, int(found[last]), int(actor[last])) if (
            last >= 0) else _narrowed(reading, at, -1, -1)
        possible = possible or supported
        if len(possible) == 1:
            actor[number] = possible[0]
            support.add(number, possible[0])
        elif not possible:
            actor[number] = _by_itself(reading, at)
        stays[number] = bool(possible) or name.decided or actor[number] >= 0 or (
            name.person and bool(speaks[number] or at in reading.country)
            and usage.is_person_use(reading.context(at)))
    return actor, stays


def _by_itself(reading: _Reading, at: int) -> int:
    """Whose a doubtful name is that nothing supports: the row of the registry, or -1."""
    name, owners = reading.name(at), reading.owners_of(at)
    if name.decided or (name.own >= 0 and name.own in owners):
        return name.own
    if len(owners) != 1:
        return -1
    outlet = reading.registry.type[owners[0]] == "media"
    alone = not name.flagged or (outlet and usage.is_medium_use(reading.context(at)))
    return owners[0] if alone else -1


class _Support:
    """Which actors the mentions of an article have introduced so far; for headlines, at all."""

    def __init__(self, article: Ints, body: Flags, actor: Ints, n_actors: int) -> None:
        self._key, self._body = (article * n_actors).tolist(), body.tolist()
        keys = article * n_actors + actor
        self._anywhere = set(keys[actor >= 0].tolist())
        first = np.flatnonzero((actor >= 0) & body)[::-1]
        self._since = dict(zip(keys[first].tolist(), first.tolist(), strict=True))

    def of(self, number: int, owners: tuple[int, ...]) -> tuple[int, ...]:
        """Those of the owners that support a mention."""
        key = self._key[number]
        if not self._body[number]:
            return tuple(at for at in owners if key + at in self._anywhere)
        return tuple(at for at in owners if self._since.get(key + at, number) < number)

    def has(self, number: int, owner: int) -> bool:
        """Does the only owner support a mention?"""
        key = self._key[number] + owner
        if not self._body[number]:
            return key in self._anywhere
        return self._since.get(key, number) < number

    def add(self, number: int, actor: int) -> None:
        """From here on the actor is introduced."""
        key = self._key[number] + actor
        if self._body[number] or key not in self._anywhere:
            self._since[key] = min(self._since.get(key, number), number)


def _narrowed(reading: _Reading, at: int, last: int, actor: int) -> tuple[int, ...]:
    """Owners that the words before a doubtful name decide on, the mention before it being `last`.

    A country named before it, or the name before it, if this is its acronym in brackets.
    """
    owners = reading.owners_of(at)
    if at in reading.owners and owners and len(owners) < len(reading.name(at).owners):
        return owners
    matches, opens = reading.matches, reading.country.get(at, at)
    bracketed = reading.near.before[opens] == _BRACKET and (
        last >= 0 and matches.first[opens] == matches.last[last] + 2)
    return (actor,) if bracketed and actor in owners else ()
