"""Which matches are names, and what each is used for.

`workbench.actors.usage` has the rules; here they are asked only of the names that, by what stands
beside them (`workbench.actors.surroundings`), one of them may apply to.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.actors import usage
from workbench.actors.lexicon import FORM, FORMS, Flags, Lexicon, Name, Registry
from workbench.actors.matching import Ints, Matches
from workbench.actors.surroundings import Surroundings
from workbench.actors.usage import Context


class Reading(NamedTuple):
    """A batch being read. Matches are spoken of by their number `at`."""

    matches: Matches
    near: Surroundings
    lexicon: Lexicon
    registry: Registry
    country: dict[int, int]  # the match that names the country of a body, by the body's
    owners: dict[int, tuple[int, ...]]  # where they are fewer than those of the name
    days: NDArray[Any]  # of each text: the first and the last day it may have been published on

    def surface(self, at: int) -> str:
        """The match as it is searched."""
        return self.near.surface(at)

    def name(self, at: int) -> Name:
        """What is known of the name that was matched."""
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


def are_names(reading: Reading) -> Flags:
    """Which matches are names, and not parts of a longer name, of a date or of an address?"""
    matches, lexicon = reading.matches, reading.lexicon
    code = matches.code
    part = lexicon.peculiar[code] | reading.near.may_be_part(lexicon.single[code],
                                                             lexicon.person[code])
    names = ~lexicon.decided[code] | (lexicon.form[code] != FORM[""])
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


def join_bodies(reading: Reading, found: Ints) -> Ints:
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


def _is_country(reading: Reading, at: int) -> bool:
    owners, registry = reading.owners_of(at), reading.registry
    return bool(owners and registry.type[owners[0]] == "country" and registry.country[owners[0]])


def _of_country(reading: Reading, body: int, country: int) -> tuple[int, ...]:
    """Owners of a body's name that belong to the country."""
    registry = reading.registry
    code = registry.country[reading.owners_of(country)[0]]
    return tuple(at for at in reading.owners_of(body) if registry.type[at] == "organisation"
                 and registry.country[at] == code)


def kinds_of(reading: Reading, found: Ints) -> Ints:
    """What each name is used for, as its number among `FORMS`; 0 where it is no mention."""
    near, lexicon, code = reading.near, reading.lexicon, reading.matches.code
    form, country = lexicon.form[code], lexicon.country[code]
    doubtful = ((form == FORM["polity"]) & near.may_be_place()
                | (form == FORM["metonym"]) & near.may_be_city()
                | (form == FORM["demonym"]) & near.may_be_land(lexicon.lower[code]))
    doubtful[list(reading.country)] = True
    kinds = np.where(form == FORM["polity"], FORM["name"], form)
    for at in found[doubtful[found]].tolist():
        own = FORMS[form[at]]
        own = "seat" if own == "metonym" and not country[at] else own
        kinds[at] = FORM[usage.use_of(own, reading.surface(at), reading.context(at))]
    return kinds[found]
