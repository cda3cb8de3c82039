"""Which names to look for: the registry of actors and the analyst's corrections."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.actors.matching import Ints, Names, compile_names
from workbench.actors.naming import alias_form, plain, title_length
from workbench.words import MONTHS

Flags = NDArray[np.bool_]

FORMS = ("", "name", "demonym", "metonym", "place", "polity")
"""Forms and kinds of names (`naming.alias_form`, `usage.use_of`); arrays hold their numbers."""
FORM = {form: number for number, form in enumerate(FORMS)}


class Name(NamedTuple):
    """What the registry and the corrections say of one name."""

    owners: tuple[int, ...]  # rows of the registry
    form: str = "name"  # see `naming.alias_form`; empty: blocked
    certain: bool = True  # linked wherever it stands
    person: bool = False
    article: bool = False  # "the West": no mention without its article
    title: int = 0  # length of the title it begins with
    decided: bool = False  # by a correction, whatever the context
    own: int = -1  # the only owner who is called just that: whose it is unless the text says else
    flagged: bool = False  # listed as ambiguous


class Registry(NamedTuple):
    """The actors as columns, with None for what is missing: quicker to read than rows."""

    actor_id: list[str]
    name: list[str]
    type: list[str | None]
    country: list[str | None]
    aliases: list[str | None]
    ambiguous: list[str | None]
    valid_from: list[Any]
    valid_to: list[Any]


def registered(actors: pd.DataFrame) -> Registry:
    """The registry as `known_names` reads it, its names without diacritics and curly marks."""
    cells: dict[str, list[Any]] = {
        column: [None] * len(actors) if actors[column].isna().all() else
        actors[column].to_numpy(dtype=object, na_value=None).tolist()
        for column in Registry._fields}
    for column in ("name", "aliases", "ambiguous"):
        cells[column] = [cell and plain(cell) for cell in cells[column]]
    return Registry(**cells)


def known_names(registry: Registry, decided: Mapping[str, str | None]) -> dict[str, Name]:
    """Every name with its form and owners; `decided` surfaces have the last word."""
    owners: dict[str, tuple[int, ...]] = {}
    forms: dict[str, str] = {}
    for at, (name, aliases, kind) in enumerate(zip(registry.name, registry.aliases, registry.type,
                                                   strict=True)):
        names = _names(name, aliases)
        for alias in names:
            if alias in owners:
                owners[alias] += (at,)
            else:
                owners[alias] = (at,)
                forms[alias] = "name" if kind == "person" else alias_form(alias, kind, names)
    ambiguous = {alias for cell in registry.ambiguous for alias in _listed(cell)}
    known = {alias: _known(alias, rows, forms[alias], alias in ambiguous, registry)
             for alias, rows in owners.items()}
    place = {actor: (at,) for at, actor in enumerate(registry.actor_id)} if decided else {}
    for surface, actor in decided.items():
        found = known.get(plain(surface), Name(()))
        known[plain(surface)] = found._replace(
            owners=place.get(actor or "", ()), decided=True, certain=bool(actor), article=False,
            form="" if actor == "" else found.form, flagged=True, own=-1)
    return known


def _known(alias: str, rows: tuple[int, ...], form: str, flagged: bool,
           registry: Registry) -> Name:
    """What the registry says of a name; its form is that of the first owner's."""
    first, alone = rows[0], len(rows) == 1
    person = registry.type[first] == "person"
    return Name(rows, form, alone and not flagged, person,
                form != "demonym" and registry.name[first].startswith("the "),
                title_length(alias) if person and " " in alias else 0, False,
                -1 if alone else _called(alias, rows, registry), flagged)


def _called(alias: str, rows: Sequence[int], registry: Registry) -> int:
    """The one owner whose canonical name an alias is, if there is one and it is not ambiguous."""
    called = [at for at in rows if registry.name[at] == alias
              and alias not in _listed(registry.ambiguous[at])]
    return called[0] if len(called) == 1 else -1


def _names(name: str, aliases: str | None) -> list[str]:
    """Names of an actor as they stand in text: no small article, no note in brackets."""
    names = [name.removeprefix("the ").partition(" (")[0], *_listed(aliases)]
    if name.startswith("The "):  # a capital article belongs to the name wherever it is written
        names += ["The " + alias for alias in names[1:]]
    return list(dict.fromkeys(names))


def _listed(cell: str | None) -> list[str]:
    return [name for part in cell.split("|") if (name := part.strip())] if cell else []


class Lexicon(NamedTuple):
    """All names as an automaton, and what is known of each: one entry a name in every column."""

    automaton: Names
    names: list[Name]
    form: Ints  # its number among `FORMS`
    person: Flags
    certain: Flags
    decided: Flags
    single: Flags  # one word, titles left out
    peculiar: Flags  # with a rule of its own: takes an article, or is also a month's name
    lower: Flags  # written small, as "western"
    owner: Ints  # the first one, or -1
    country: Flags  # that one is a country
    body: Flags  # an owner is an organisation
    doubted: Flags  # of one owner who is no outlet: linked behind a certain name, or not at all


def compile_lexicon(known: Mapping[str, Name], registry: Registry) -> Lexicon:
    """The names with what has to be known of them, as columns."""
    names, types = list(known.values()), np.array([kind or "" for kind in registry.type] + [""])
    owners, form, certain, person, article, title, decided, _, flagged = zip(*names, strict=True)
    bare = [alias[length:] if length else alias for alias, length in zip(
        known, title, strict=True)]
    owner = np.array([rows[0] if rows else -1 for rows in owners], dtype=np.int64)
    alone = np.array([len(rows) == 1 for rows in owners], dtype=bool)
    decisions = np.array(decided)
    organisation = types == "organisation"
    body = organisation[owner]
    body[~alone] = [any(organisation[at] for at in owners[name])
                    for name in np.flatnonzero(~alone).tolist()]
    return Lexicon(
        compile_names(list(known), title), names, np.array([*map(FORM.__getitem__, form)]),
        np.array(person), np.array(certain), decisions,
        np.array([" " not in alias for alias in bare], dtype=bool),
        np.array(article, dtype=bool) | [alias.lower() in MONTHS for alias in bare],
        np.array([alias[:1].islower() for alias in bare], dtype=bool), owner,
        (types == "country")[owner], body,
        alone & np.array(flagged) & ~decisions & (types[owner] != "media"))
