"""Whose a name is: its only owner's, or the one's whom the article introduces or says."""

import numpy as np

from workbench.actors import usage
from workbench.actors.lexicon import Flags
from workbench.actors.matching import Ints
from workbench.actors.reading import Reading

_BRACKET = ord("(")


def link(reading: Reading, found: Ints, article: Ints, body: Flags) -> tuple[Ints, Flags]:
    """The row of each mention's actor, or -1; and which mentions stay.

    Doubtful names that nothing in the article supports are left out. A name that two introduced
    actors share stays, without an actor.
    """
    links = _Links(reading, found, article, body)
    for number in links.doubtful.tolist():
        links.decide(number)
    links.settle(np.flatnonzero(links.simple))
    return links.actor, links.stays


class _Links:
    """The mentions of a batch, numbered in the order of the text, while they are linked.

    `simple` are those linked behind a certain name of their actor and else no mention; all
    others that are not certain are `doubtful`.
    """

    def __init__(self, reading: Reading, found: Ints, article: Ints, body: Flags) -> None:
        lexicon, code = reading.lexicon, reading.matches.code[found]
        certain, self._owner = lexicon.certain[code], lexicon.owner[code]
        self._reading, self._found = reading, found
        self.actor, self.stays = np.where(certain, self._owner, -1), np.full(len(found), True)
        self._speaks = reading.near.may_be_person()[found]
        self._bracketed = reading.near.before[found] == _BRACKET
        self.simple = lexicon.doubted[code] & ~certain & ~self._speaks & ~self._bracketed
        self.simple &= ~np.isin(found, [*reading.country, *reading.owners])
        self.doubtful = np.flatnonzero(~certain & ~self.simple)
        self._support = _Support(article[found], body[found], self.actor,
                                 len(reading.registry.name))

    def settle(self, numbers: Ints) -> None:
        """Link simple mentions whose actor is introduced."""
        owners = self._owner[numbers]
        self.stays[numbers] = supported = self._support.has(numbers, owners)
        self.actor[numbers] = np.where(supported, owners, -1)

    def decide(self, number: int) -> None:
        """Link a doubtful mention by its surroundings, or by who is introduced."""
        reading, at = self._reading, int(self._found[number])
        name, owners = reading.name(at), reading.owners_of(at)
        possible = self._narrowed(number, at, owners) or self._support.of(number, owners)
        if len(possible) == 1:
            self.actor[number] = possible[0]
            self._support.add(number, possible[0])
        elif not possible:
            self.actor[number] = _by_itself(reading, at)
        self.stays[number] = bool(possible) or name.decided or self.actor[number] >= 0 or (
            name.person and bool(self._speaks[number] or at in reading.country)
            and usage.is_person_use(reading.context(at)))

    def _narrowed(self, number: int, at: int, owners: tuple[int, ...]) -> tuple[int, ...]:
        """Owners that the words before a doubtful name decide on.

        A country named before it, or the name before it, if this is its acronym in brackets.
        """
        reading, matches = self._reading, self._reading.matches
        if at in reading.owners and owners and len(owners) < len(reading.name(at).owners):
            return owners
        opens = reading.country.get(at, at)
        if reading.near.before[opens] != _BRACKET:
            return ()
        last = self._before(number)
        follows = last >= 0 and matches.first[opens] == matches.last[self._found[last]] + 2
        actor = int(self.actor[last]) if follows else -1
        return (actor,) if actor in owners else ()

    def _before(self, number: int) -> int:
        """The mention before, or -1: of the matches before it the last that stays."""
        last = number - 1
        while last >= 0:
            if self.simple[last]:
                self.settle(np.array([last]))
            if self.stays[last]:
                return last
            last -= 1
        return last


def _by_itself(reading: Reading, at: int) -> int:
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
        self._key, self._body = article * n_actors, body
        keys = self._key + actor
        self._anywhere = set(keys[actor >= 0].tolist())
        first = np.flatnonzero((actor >= 0) & body)[::-1]
        self._since = dict(zip(keys[first].tolist(), first.tolist(), strict=True))

    def of(self, number: int, owners: tuple[int, ...]) -> tuple[int, ...]:
        """Those of the owners that support a mention."""
        key = int(self._key[number])
        if not self._body[number]:
            return tuple(at for at in owners if key + at in self._anywhere)
        return tuple(at for at in owners if self._since.get(key + at, number) < number)

    def has(self, numbers: Ints, owners: Ints) -> Flags:
        """Does the only owner support each mention?"""
        keys = (self._key[numbers] + owners).tolist()
        since = np.array([self._since.get(key, number) for key, number in zip(
            keys, numbers.tolist(), strict=True)], dtype=np.int64)
        anywhere = np.array([key in self._anywhere for key in keys], dtype=bool)
        return np.where(self._body[numbers], since < numbers, anywhere)

    def add(self, number: int, actor: int) -> None:
        """From here on the actor is introduced."""
        key = int(self._key[number]) + actor
        if self._body[number] or key not in self._anywhere:
            self._since[key] = min(self._since.get(key, number), number)
