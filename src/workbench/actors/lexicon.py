"""Which names to look for: the registry of actors and the analyst's corrections."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workbench.actors.naming import alias_form, plain, title_length
from workbench.tables import require


class Name(NamedTuple):
    """What the registry and the corrections say of one name."""

    owners: tuple[int, ...]  # rows of the registry
    form: str = "name"  # see `naming.alias_form`; empty: blocked
    certain: bool = True  # linked wherever it stands
    person: bool = False
    article: bool = False  # "the West": no mention without its article
    title: int = 0  # length of the title it begins with
    decided: bool = False  # by a correction, whatever the context


def known_names(
    registry: Sequence[dict[str, Any]], decided: Mapping[str, str | None]
) -> dict[str, Name]:
    """Every name with its form and owners; `decided` surfaces have the last word."""
    owners: defaultdict[str, list[int]] = defaultdict(list)
    forms: dict[str, str] = {}
    ambiguous = {plain(alias) for row in registry for alias in _listed(row["ambiguous"])}
    for at, row in enumerate(registry):
        names = _names(row)
        for alias in names:
            owners[alias].append(at)
            forms.setdefault(alias, alias_form(alias, row["type"], names))
    known = {alias: _name(alias, registry, tuple(rows), forms[alias], alias in ambiguous)
             for alias, rows in owners.items()}
    place = {row["actor_id"]: (at,) for at, row in enumerate(registry)}
    for surface, actor in decided.items():
        found = known.get(plain(surface), Name(()))
        known[plain(surface)] = found._replace(
            owners=place.get(actor, ()), decided=True, certain=bool(actor), article=False,
            form="" if actor == "" else found.form)
    return known


def _name(alias: str, registry: Sequence[dict[str, Any]], rows: tuple[int, ...], form: str,
          ambiguous: bool) -> Name:
    first = registry[rows[0]]
    person = first["type"] == "person"
    return Name(rows, form, len(rows) == 1 and not ambiguous, person,
                article=first["name"].startswith("the ") and form != "demonym",
                title=title_length(alias) if person else 0)


def _names(row: dict[str, Any]) -> list[str]:
    """Names of an actor as they stand in text: no small article, no note in brackets."""
    name = row["name"].removeprefix("the ").split(" (")[0]
    names = [name, *_listed(row["aliases"])]
    if name.startswith("The "):  # a capital article belongs to the name wherever it is written
        names += ["The " + alias for alias in names[1:]]
    return list(dict.fromkeys(map(plain, names)))


def _listed(cell: Any) -> list[str]:
    return [] if pd.isna(cell) else [part.strip() for part in cell.split("|") if part.strip()]


def check_registry(actors: pd.DataFrame) -> pd.DataFrame:
    """Aliases that two or more actors share: `alias`, `actor_ids`, `problem`.

    Such an alias is linked only where the text decides. It is no mistake when it is listed as
    `ambiguous` with all of them; `problem` says where it is not.
    """
    require(actors, "actors")
    listed = actors[["actor_id"]].assign(
        alias=(actors["name"] + "|" + actors["aliases"].fillna("")).str.split("|"),
        flags=actors["ambiguous"].fillna("").str.split("|")).explode("alias")
    listed = listed[listed["alias"] != ""].drop_duplicates(["actor_id", "alias"])
    flagged = [alias in flags for alias, flags in zip(listed["alias"], listed["flags"],
                                                      strict=True)]
    groups = listed.assign(flagged=flagged).groupby("alias")
    shared = groups.agg(n=("actor_id", "size"), flagged=("flagged", "all"),
                        actor_ids=("actor_id", lambda ids: "|".join(sorted(ids)))).reset_index()
    shared = shared[shared["n"] > 1]
    problem = np.where(shared["flagged"], "shared, and listed as ambiguous",
                       "shared, but not listed as ambiguous with every actor")
    table = shared.assign(problem=problem)[["alias", "actor_ids", "problem"]]
    return table.astype("string").reset_index(drop=True)
