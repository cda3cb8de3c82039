"""Tools for the registry of actors: what it holds on a day, what is doubtful, what to add."""

from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from workbench.registries import csv_rows
from workbench.tables import InputError, conform, require

Given: TypeAlias = "pd.DataFrame | str | Path"
"""A table, or a CSV file that holds it."""


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


def import_aliases(actors: pd.DataFrame, aliases: Given) -> pd.DataFrame:
    """The registry with further aliases: rows ``actor_id, alias``, a table or a CSV file.

    Optional column `ambiguous` (yes or true): the alias is never linked on its own. Aliases the
    actor has already are not added twice; `check_registry` shows those that two actors share.

    Raises
    ------
    ValueError
        A column is missing, or an actor is not in the registry.

    Examples
    --------
    >>> actors = conform([{"actor_id": "no", "name": "Norway", "aliases": "Oslo"}], "actors")
    >>> more = pd.DataFrame({"actor_id": ["no", "no"], "alias": ["Norge", "Oslo"]})
    >>> import_aliases(actors, more)["aliases"].tolist()
    ['Oslo|Norge']
    """
    require(actors, "actors")
    aliases = _rows(aliases, ["actor_id", "alias"])
    unknown = sorted(set(aliases["actor_id"].dropna()) - set(actors["actor_id"]))
    if unknown:
        raise ValueError(f"aliases of actors that the registry lacks: {unknown[:5]}; add the "
                         "actors first, or correct the ids.")
    given = aliases.dropna(subset=["actor_id", "alias"])
    flags = given.get("ambiguous", pd.Series("", index=given.index)).astype("string")
    doubtful = given[flags.str.lower().isin(["yes", "true", "1"])]
    return conform(actors.assign(aliases=_added(actors, "aliases", given),
                                 ambiguous=_added(actors, "ambiguous", doubtful)), "actors")


def _added(actors: pd.DataFrame, column: str, given: pd.DataFrame) -> list[str]:
    """The cells of a column of names, with the aliases given."""
    more = given.groupby("actor_id")["alias"].agg(list).to_dict()
    cells = zip(actors["actor_id"], actors[column].fillna(""), actors["name"], strict=True)
    return ["|".join(dict.fromkeys(part for part in [*cell.split("|"), *more.get(actor_id, [])]
                                   if part and (column == "ambiguous" or part != name)))
            for actor_id, cell, name in cells]


def reconcile(actors: pd.DataFrame, ids: Given) -> pd.DataFrame:
    """The registry with Wikidata ids: rows ``wikidata`` and ``actor_id`` or ``name``.

    `ids` is a table or a CSV file.

    Rows that `check_ids` finds fault with change nothing.
    """
    checked = check_ids(actors, ids)
    sound = checked[checked["problem"].isna()].drop_duplicates("actor_id")
    given = actors["actor_id"].map(sound.set_index("actor_id")["wikidata"]).astype("string")
    return conform(actors.assign(wikidata=actors["wikidata"].fillna(given)), "actors")


def check_ids(actors: pd.DataFrame, ids: Given) -> pd.DataFrame:
    """Which actor each row of a table of Wikidata ids is of, and what speaks against it.

    Returns
    -------
    pandas.DataFrame
        `actor_id`, `name`, `wikidata` as given, and `problem`: no such actor, a name of several
        actors, no Wikidata id (Q and digits), other than in the registry, or used twice.
    """
    require(actors, "actors")
    ids = _rows(ids, ["wikidata"])
    key = "actor_id" if "actor_id" in ids.columns else "name"
    ids = _rows(ids, [key, "wikidata"])
    rows = ids[[key, "wikidata"]].astype("string").merge(
        actors[["actor_id", "name", "wikidata"]], on=key, how="left", suffixes=("", "_known"))
    several = rows.duplicated([key, "wikidata"], keep=False) & (key == "name")
    taken = rows.groupby("wikidata")["actor_id"].transform("nunique") > 1
    twice = rows.groupby("actor_id")["wikidata"].transform("nunique") > 1
    other = rows["wikidata_known"].notna() & (rows["wikidata_known"] != rows["wikidata"])
    problems = [(rows["actor_id" if key == "name" else "name"].isna(), "no such actor"),
                (several, "a name of several actors"),
                (~rows["wikidata"].fillna("").str.fullmatch(r"Q[1-9]\d*"), "no Wikidata id"),
                (other, "other than in the registry"),
                (taken | twice, "one of several")]
    problem = np.select([held.fillna(False).to_numpy(dtype=bool) for held, _ in problems],
                        [name for _, name in problems], default="")
    table = rows[["actor_id", "name", "wikidata"]].assign(problem=problem)
    return table.astype("string").replace({"problem": {"": pd.NA}})


def roles_on(actors: pd.DataFrame, day: str | pd.Timestamp) -> pd.DataFrame:
    """Who held which role on a day: ``actor_id, name, role``.

    `valid_from` and `valid_to` are the first and the last day of a role; one that is missing is
    open. Actors without a role are left out.
    """
    require(actors, "actors")
    when = pd.Timestamp(day)
    outside = (actors["valid_from"] > when) | (actors["valid_to"] < when)
    held = actors[~outside & actors["role"].notna()]
    return held[["actor_id", "name", "role"]].reset_index(drop=True)


def roles_of(spans: pd.DataFrame, actors: pd.DataFrame) -> pd.Series:
    """The role each span's actor held on the day its article was published.

    `spans` have `actor_id`, `published_earliest` and `published_latest`. Missing where the day is
    not certain, nobody is linked, or no role is known for that day.
    """
    day = spans["published_earliest"].where(
        spans["published_earliest"] == spans["published_latest"])
    known = actors.loc[actors["role"].notna(), ["actor_id", "role", "valid_from", "valid_to"]]
    asked = pd.DataFrame({"actor_id": spans["actor_id"], "day": day}).reset_index(drop=True)
    held = asked.dropna().reset_index(names="at").merge(known, on="actor_id")
    outside = (held["valid_from"] > held["day"]) | (held["valid_to"] < held["day"])
    roles = held[~outside].drop_duplicates("at").set_index("at")["role"]
    return roles.reindex(asked.index).set_axis(spans.index).astype("string")


def _rows(given: Given, columns: list[str]) -> pd.DataFrame:
    """The rows given, or those of the CSV file given, with at least these columns."""
    if isinstance(given, pd.DataFrame):
        missing = [column for column in columns if column not in given.columns]
        if missing:
            raise InputError(f"the table lacks columns {missing}; found {list(given.columns)}.")
        return given
    rows = pd.DataFrame([row for _, row in csv_rows(Path(given), columns, every=True)])
    return rows.astype("string").replace("", pd.NA) if len(rows) else pd.DataFrame(
        columns=columns, dtype="string")
