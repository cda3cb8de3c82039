"""Actors that the registry lacks: persons and bodies that the text shows, and other names.

What shows a person or a body is in `workbench.actors.signs`, what shows a name at all in
`workbench.actors.proper`. A spaCy pipeline can take the place of both.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pandas as pd

from workbench.actors import naming
from workbench.actors.matching import searchable
from workbench.actors.proper import Casing, proper_names, read_casing
from workbench.actors.shortening import short_forms
from workbench.actors.signs import Sign, acronym_after, find_signs, spells
from workbench.tables import InputError, as_segments, conform, require

Model = Callable[[str], Any]
_LABELS = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
_NO_NAMES = frozenset(["CARDINAL", "DATE", "MONEY", "ORDINAL", "PERCENT", "QUANTITY", "TIME"])
_COLUMNS = ["name", "type", "role", "acronym", "article_id", "file_id", "start", "end"]


def discover_actors(
    segments: pd.DataFrame, actors: pd.DataFrame, *, names: bool | None = None,
    spacy_model: str | Model | None = None,
) -> pd.DataFrame:
    """Propose actors that the text names and the registry lacks, best supported first.

    Parameters
    ----------
    segments
        What to read: segments, or articles. Bodies are read, and credits for persons.
    actors
        The registry; names and aliases in it are not proposed again.
    names
        List other names too, which nothing shows to be a person or a body: places, events,
        peoples. They have no type. By default only where the registry is empty, so that
        whatever is named can be counted without one.
    spacy_model
        An installed spaCy pipeline, or its name (``"en_core_web_sm"``): what it takes for
        persons, organisations and other names is proposed in place of what the rules here find.

    Returns
    -------
    pandas.DataFrame
        `actors` with `status` ``discovered``, with the role or acronym found. A surname is an
        alias, listed as `ambiguous`: it is linked only after the full name. A surname that also
        stands without one is a name of its own. `find_evidence` says where each was found.

    Raises
    ------
    InputError
        spaCy or the pipeline of that name is not installed.

    Notes
    -----
    On tokenised newswire with an empty registry, names found here and by `find_mentions` reach an
    exact-span F1 of about 0.9. Time is linear in the text.
    """
    ranked = find_evidence(segments, actors, names=names, spacy_model=spacy_model)
    certain = _known(actors) - _names_in(actors["ambiguous"])
    forms: dict[str, dict[str, bool]] = defaultdict(dict)
    shorts = short_forms(ranked)
    for short in shorts:
        if naming.plain(short.form).lower() not in certain:
            forms[short.name][short.form] = short.doubtful
    spare = {short.form for short in shorts if short.spare}
    taken, rows = set(actors["actor_id"]), []
    for row in ranked[~ranked["name"].isin(spare)].drop_duplicates("name").itertuples():
        actor_id = _free(_kebab(row.name), taken)
        taken.add(actor_id)
        own = forms[row.name]
        rows.append({"actor_id": actor_id, "name": row.name, "type": row.type, "role": row.role,
                     "aliases": "|".join(own), "status": "discovered",
                     "ambiguous": "|".join(form for form, doubt in own.items() if doubt)})
    return conform(rows, "actors")


def find_evidence(
    segments: pd.DataFrame, actors: pd.DataFrame, *, names: bool | None = None,
    spacy_model: str | Model | None = None,
) -> pd.DataFrame:
    """Where the text shows a person, a body or another name that the registry lacks.

    Returns
    -------
    pandas.DataFrame
        One row a sign, and for other names one an article; best supported first: `name`, `type`
        (missing where nothing shows it), `role`, `acronym`, `n_articles` and `n` (signs of this
        name in all), `article_id`, `file_id`, `start`, `end`. See `discover_actors`.
    """
    require(actors, "actors")
    frame = as_segments(segments).fillna({"text": "", "source": ""})
    known, every = _known(actors), actors.empty if names is None else names
    bodies = frame[frame["zone"] == "body"]
    if spacy_model is not None:
        signs = _read_with(_pipeline(spacy_model), bodies, every=every)
    else:
        credits = frame[(frame["zone"] == "other") & frame["article_id"].notna()]
        signs = _read(bodies, credits, every=every)
    peoples = _names_in(actors.loc[actors["type"] == "country", "aliases"])
    named = (_without_people(row, peoples) for row in signs)
    found = [row for row in named if naming.plain(row["name"]).lower() not in known]
    table = pd.DataFrame(found, columns=[*_COLUMNS, "times"]).astype(
        {"name": "string", "type": "string", "start": "int64", "end": "int64"})
    return _ranked(table)


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Signs with what supports their name, the best supported first, those with a type before."""
    by_name = table.groupby("name")
    table = table.assign(n=by_name["times"].transform("sum").astype("int64"),
                         n_articles=by_name["article_id"].transform("nunique"),
                         untyped=table["type"].isna())
    ordered = table.sort_values(
        ["n_articles", "n", "name", "untyped", "file_id", "start"],
        ascending=[False, False, True, True, True, True], ignore_index=True)
    return ordered.drop(columns=["times", "untyped"])


def _read(bodies: pd.DataFrame, credits: pd.DataFrame, *, every: bool) -> Iterator[dict[str, Any]]:
    """Signs in bodies, persons in the credits around them, and every other name if wanted."""
    texts = [searchable(text) for text in bodies["text"]]
    casing = read_casing(texts) if every else None
    for row, text in zip(bodies.itertuples(), texts, strict=True):
        yield from (_row(row, sign) for sign in find_signs(text))
        yield from _others(row, text, casing) if casing else ()
    for row in credits.itertuples():
        yield from (_row(row, sign) for sign in find_signs(searchable(row.text))
                    if sign.type == "person")


def _others(row: Any, text: str, casing: Casing) -> Iterator[dict[str, Any]]:
    """Names in a body, each where it stands first, and how often it does."""
    first: dict[str, Sign] = {}
    times: Counter[str] = Counter()
    for start, end in proper_names(text, casing):
        name = text[start:end]
        times[name] += 1
        if name not in first:
            acronym = acronym_after(text, end)
            first[name] = Sign(start, end, "", "", acronym if spells(acronym, name) else "")
    yield from (_row(row, sign, times[name]) for name, sign in first.items())


def _row(row: Any, sign: Sign, times: int = 1) -> dict[str, Any]:
    name = " ".join(row.source[sign.start:sign.end].split())
    return {"name": name, "type": sign.type or None, "role": sign.role, "acronym": sign.acronym,
            "article_id": row.article_id, "file_id": row.file_id, "start": row.start + sign.start,
            "end": row.start + sign.end, "times": times}


def _without_people(row: dict[str, Any], peoples: set[str]) -> dict[str, Any]:
    """A person's sign without the people before the full name: "Norwegian Jo Day"."""
    people, _, name = row["name"].partition(" ")
    if row["type"] != "person" or " " not in name or people.lower() not in peoples:
        return row
    return {**row, "name": name, "start": row["start"] + len(people) + 1}


def _pipeline(model: str | Model) -> Model:
    """The pipeline itself, loaded if only its name is given."""
    if not isinstance(model, str):
        return model
    try:
        pipeline: Model = import_module("spacy").load(model)
    except ModuleNotFoundError as error:
        raise InputError(f"spacy_model={model!r} needs spaCy, which is not installed; install it "
                         f"with `pip install spacy`, or leave spacy_model out.") from error
    except OSError as error:
        raise InputError(f"spacy_model={model!r} is no installed spaCy pipeline; install it with "
                         f"`python -m spacy download {model}`, or leave spacy_model out."
                         ) from error
    return pipeline


def _read_with(model: Model, bodies: pd.DataFrame, *, every: bool) -> Iterator[dict[str, Any]]:
    """What a spaCy pipeline takes for names."""
    for row in bodies.itertuples():
        for entity in model(row.text).ents:
            kind = _LABELS.get(entity.label_, "")
            if kind or (every and entity.label_ not in _NO_NAMES):
                yield _row(row, Sign(entity.start_char, entity.end_char, kind))


def _known(actors: pd.DataFrame) -> set[str]:
    return _names_in(actors["name"]) | _names_in(actors["aliases"])


def _names_in(cells: pd.Series) -> set[str]:
    names = cells.dropna().str.split("|").explode()
    return {naming.plain(name).lower().removeprefix("the ") for name in names}


def _kebab(name: str) -> str:
    return re.sub(r"[\W_]+", "-", naming.plain(name).lower().replace("'", "")).strip("-")


def _free(actor_id: str, taken: set[str]) -> str:
    number, free = 2, actor_id
    while free in taken:
        free, number = f"{actor_id}-{number}", number + 1
    return free
