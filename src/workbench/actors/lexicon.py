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


def registered(actors: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of the registry, with None for what is missing: what `known_names` reads."""
    columns = ["actor_id", "name", "type", "country", "aliases", "ambiguous", "valid_from",
               "valid_to"]
    cells = [[None] * len(actors) if actors[column].isna().all() else
             actors[column].to_numpy(dtype=object, na_value=None) for column in columns]
    return [dict(zip(columns, row, strict=True)) for row in zip(*cells, strict=True)]


def known_names(
    registry: Sequence[dict[str, Any]], decided: Mapping[str, str | None]
) -> dict[str, Name]:
    """Every name with its form and owners; `decided` surfaces have the last word."""
    owners: dict[str, list[int]] = {}
    forms: dict[str, str] = {}
    ambiguous = {plain(alias) for row in registry for alias in _listed(row["ambiguous"])}
    for at, row in enumerate(registry):
        names = _names(row)
        for alias in names:
            if alias in owners:
                owners[alias].append(at)
            else:
                owners[alias], forms[alias] = [at], alias_form(alias, row["type"], names)
    small = [row["name"].startswith("the ") for row in registry]
    persons = [row["type"] == "person" for row in registry]
    known = {alias: Name(
        tuple(rows), forms[alias], len(rows) == 1 and alias not in ambiguous, persons[rows[0]],
        small[rows[0]] and forms[alias] != "demonym",
        title_length(alias) if persons[rows[0]] and " " in alias else 0, False,
        _called(alias, rows, registry) if len(rows) > 1 else -1, alias in ambiguous)
        for alias, rows in owners.items()}
    place = {row["actor_id"]: (at,) for at, row in enumerate(registry)}
    for surface, actor in decided.items():
        found = known.get(plain(surface), Name(()))
        known[plain(surface)] = found._replace(
            owners=place.get(actor, ()), decided=True, certain=bool(actor), article=False,
            form="" if actor == "" else found.form, flagged=True, own=-1)
    return known


def _called(alias: str, rows: Sequence[int], registry: Sequence[dict[str, Any]]) -> int:
    """The one owner whose canonical name an alias is, if there is one and it is not ambiguous."""
    called = [at for at in rows if plain(registry[at]["name"]) == alias
              and alias not in map(plain, _listed(registry[at]["ambiguous"]))]
    return called[0] if len(called) == 1 else -1


def _names(row: dict[str, Any]) -> list[str]:
    """Names of an actor as they stand in text: no small article, no note in brackets."""
    name = row["name"].removeprefix("the ").split(" (")[0]
    names = [name, *_listed(row["aliases"])]
    if name.startswith("The "):  # a capital article belongs to the name wherever it is written
        names += ["The " + alias for alias in names[1:]]
    return list(dict.fromkeys(map(plain, names)))


def _listed(cell: Any) -> list[str]:
    if cell is None:
        return []
    return [name for part in cell.split("|") if (name := part.strip())]


class Lexicon(NamedTuple):
    """All names as an automaton, and what is known of each: one entry a name in every column."""

    automaton: Names
    names: list[Name]
    form: NDArray[np.str_]
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


def compile_lexicon(known: Mapping[str, Name], registry: Sequence[dict[str, Any]]) -> Lexicon:
    """The names with what has to be known of them, as columns."""
    names, types = list(known.values()), np.array([row["type"] or "" for row in registry] + [""])
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
        compile_names(list(known), title), names, np.array(form, dtype="U8"), np.array(person),
        np.array(certain), decisions, np.array([" " not in alias for alias in bare], dtype=bool),
        np.array(article, dtype=bool) | [alias.lower() in MONTHS for alias in bare],
        np.array([alias[:1].islower() for alias in bare], dtype=bool), owner,
        (types == "country")[owner], body,
        alone & np.array(flagged) & ~decisions & (types[owner] != "media"))
