"""How names that nobody has registered are shortened: surnames, acronyms, capitals."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from workbench.actors import naming
from workbench.actors.proper import is_lead
from workbench.actors.signs import spells, surname

_LEAST = 3  # capitals of an acronym that is recognised without brackets
_OFTEN = 0.5  # of the articles with a surname alone, those that give the full name first


class Short(NamedTuple):
    """A short form, whose it is, and what is to be done with it."""

    name: str
    form: str
    doubtful: bool  # linked only after the full name
    spare: bool  # never stands for anything else: no actor of its own


def short_forms(evidence: pd.DataFrame) -> list[Short]:
    """Short forms of the names that `find_evidence` lists, as far as the articles show them."""
    first = evidence.groupby(["name", "article_id"], sort=False, dropna=False)["start"].min()
    places: dict[str, dict[str, int]] = defaultdict(dict)
    for (name, article), start in first.items():
        places[name][article] = start
    typed = evidence.dropna(subset=["type"]).drop_duplicates("name")
    persons = set(typed.loc[typed["type"] == "person", "name"])
    return [*_surnames(places, persons), *_acronyms(evidence, places), *_capitals(places)]


def _surnames(places: dict[str, dict[str, int]], persons: set[str]) -> Iterator[Short]:
    """Last words of persons' names, and of names whose last word goes on alone after them."""
    full: dict[str, list[str]] = defaultdict(list)
    for name in places:
        last = surname(name)
        if last != name and (name in persons or (last in places and _may_be_person(name))):
            full[last].append(name)
    for last, names in full.items():
        alone = places.get(last, {})
        after = {article for article, start in alone.items() if any(
            places[name].get(article, start) < start for name in names)}
        usual = len(after) >= _OFTEN * len(alone)
        for name in names:
            if name in persons or (usual and any(article in places[name] for article in after)):
                yield Short(name, last, doubtful=True, spare=len(after) == len(alone))


def _may_be_person(name: str) -> bool:
    words = name.split()
    return len(words) < 4 and not is_lead(words[0]) and not any(map(naming.is_common, words))


def _acronyms(evidence: pd.DataFrame, places: dict[str, dict[str, int]]) -> Iterator[Short]:
    """Acronyms in brackets, and those that only one name of the same article spells."""
    given = evidence[evidence["acronym"].fillna("") != ""].drop_duplicates(["name", "acronym"])
    bracketed = dict(zip(given["acronym"], given["name"], strict=True))
    yield from (Short(name, form, doubtful=False, spare=True)
                for form, name in bracketed.items())
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in places:
        letters = "".join(word[0] for word in name.split() if word[0].isupper())
        if len(letters) >= _LEAST and not name.isupper():
            spelled[letters].append(name)
    for form, articles in places.items():
        names = [name for name in spelled.get(form.replace(".", ""), ())
                 if spells(form, name) and articles.keys() & places[name].keys()]
        if len(names) == 1 and form not in bracketed:
            yield Short(names[0], form, doubtful=False, spare=True)


def _capitals(places: dict[str, dict[str, int]]) -> Iterator[Short]:
    """Names in capitals that are written as others are, too: "OSLO" in a dateline."""
    usual = {name.upper(): name for name in places if not name.isupper()}
    yield from (Short(usual[name], name, doubtful=False, spare=True) for name in places
                if len(name) > _LEAST and name in usual)
