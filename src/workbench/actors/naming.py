"""What a name is by its form. Strings in, strings out.

Closed classes of English words and endings; no name of a person, body or place is listed.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from workbench.text import fold
from workbench.words import DAYS, HEADS, IRREGULAR_DEMONYMS, MONTHS, STARTERS, TITLES

_PLAIN_TYPES = (None, "person", "media")
_ADJECTIVE = re.compile(r"(?:an|ish|ese|ic|ern|er|ive|al|ist)s?$")
_ADJECTIVE_IN_I = re.compile(r"(?<=\w{4})is?$")
_ABBREVIATION = re.compile(r"[A-Z][A-Z0-9.&\-]+")
_INITIALS = re.compile(r"[A-Za-z.][A-Z]")
_SEAT = re.compile(r"(?:Hill|Street|House|Palace|Palazzo|Square)\b")
_OFFICE = re.compile(r"\b(?:Ministry|Department|Parliament|Presidency|Government|Police|Agency|"
                     r"Chancellery|Court)\b")
_HEAD = re.compile(rf"(?:{HEADS})s?")
_PEOPLE_ADJECTIVE = re.compile(r"[A-Z][\w-]+(?:ans?|ish|ese|[a-z]is?)")
_COMMON = re.compile(
    r"(?:north|south|east|west|new|united|european|international|national|federal|state|foreign|"
    r"defen[cs]e|security|prime|air|central|royal|world|city|county|house|palace|republic|islands?|"
    r"war|peace|project|plan|summit|talks|tech|union|latest|read|first|second|third|saint|san|los|"
    r"las|santa|gulf|valley|governments?|hospitals?|channels?|affairs|highway|church|counsel|"
    r"energy|click|get|download|related|follow|watch|video|photo|source|image|"
    r"\w+ish|\w+ese)")
BEYOND = "\u2100"
"""From here on no letter is that of a name with a diacritic."""
_LETTERS = dict(zip("øØłŁđĐı‑", "oOlLdDi-", strict=True))


def plain(name: str) -> str:
    """The name without diacritics and curly marks, character for character.

    >>> plain("Orbán’s")
    "Orban's"
    """
    if name.isascii():
        return name.replace("`", "'").replace("\t", " ")
    return "".join(map(_letter, name))


@cache
def _letter(character: str) -> str:
    folded = fold(character)
    if character >= BEYOND:
        return folded
    parts = unicodedata.normalize("NFD", folded)
    marked = len(parts) > 1 and unicodedata.combining(parts[1])
    return parts[0] if marked else _LETTERS.get(folded, folded)


def alias_form(alias: str, actor_type: str | None, names: Sequence[str]) -> str:
    """Is the alias a ``name``, one of a ``polity``, a ``demonym``, or a ``metonym`` (a seat)?

    A polity is a country or a group that has a demonym: its name may also denote a place. A
    name of a country that neither is a demonym nor resembles its other names is a metonym.

    Parameters
    ----------
    alias, actor_type
        The alias, and the type of the actor it belongs to.
    names
        All names of the actor, the canonical one first.

    Examples
    --------
    >>> names = ["Norway", "Norwegian", "Oslo"]
    >>> [alias_form(alias, "country", names) for alias in names]
    ['polity', 'demonym', 'metonym']
    """
    if actor_type in _PLAIN_TYPES:
        return "name"
    canonical = alias == names[0]
    party = actor_type == "organisation" and " Party" in names[0]
    if (party or actor_type in ("country", "group")) and not canonical and (
            _is_demonym(alias, names)):
        return "demonym"
    if actor_type == "country":
        return "polity" if canonical or _is_kin(alias, names) else "metonym"
    if actor_type in ("group", "organisation") and not canonical and (
            is_seat(alias) or _stands_for_office(alias, names)):
        return "metonym"
    land = actor_type == "group" and any(_is_demonym(name, names) for name in names[1:])
    return "polity" if land else "name"


def _stands_for_office(alias: str, names: Sequence[str]) -> bool:
    """Is it a name of an office of state that shares nothing with what it is called otherwise?"""
    lower = alias.lower()
    return bool(_OFFICE.search(names[0])) and alias[:1].isupper() and not (
        _INITIALS.search(alias) or any(part[:5] in lower or part.startswith(lower[:5])
                                      for name in names if name != alias and len(name) > 4
                                      for part in _parts(name) if len(part) > 3))


def _is_demonym(alias: str, names: Sequence[str]) -> bool:
    word = _parts(alias)[-1]
    if word in IRREGULAR_DEMONYMS:
        return True
    if _ADJECTIVE_IN_I.search(word):
        return any(part[:3] == word[:3] for part in _parts(names[0]))
    others = (part for name in names if name != alias for part in _parts(name))
    return bool(_ADJECTIVE.search(word)) and any(
        part[:3] == word[:3] and part != word for part in others)


def _is_kin(alias: str, names: Sequence[str]) -> bool:
    """Does the alias abbreviate a name, share a word with it, or a stem with a demonym?"""
    if is_abbreviation(alias):
        return any(alias.strip(".")[-1] == name.split()[-1][0] for name in names)
    stems = {part[:4] for name in names if name != alias and _is_demonym(name, names)
             for part in _parts(name)}
    words = {part for part in _parts(alias) if len(part) > 3}
    return bool(words & set(_parts(names[0])) or {word[:4] for word in words} & stems)


def _parts(name: str) -> list[str]:
    return plain(name).lower().split()


def is_abbreviation(name: str) -> bool:
    """Is the name written in capitals, digits and points only?"""
    return bool(_ABBREVIATION.fullmatch(name))


def is_seat(name: str) -> bool:
    """Is it by its form a building or street that stands for the institution in it?"""
    return bool(_SEAT.search(name))


def is_head(word: str) -> bool:
    """Does the word head names of institutions, newspapers and places?"""
    return bool(_HEAD.fullmatch(word))


def is_title(word: str) -> bool:
    """Is the word a title or role, also as the last part of a compound, in any case?"""
    return word.rpartition("-")[2].strip(".").lower() in TITLES


def is_common(word: str) -> bool:
    """Is a capitalised word one of dates, places and institutions rather than of persons?"""
    bare = word.lower()
    return is_head(word) or bool(_COMMON.fullmatch(bare)) or bare in (
        MONTHS | DAYS | STARTERS | IRREGULAR_DEMONYMS)


def is_demonym_form(word: str) -> bool:
    """Has a word the ending of an adjective that is made of a country's name?"""
    return word.lower() in IRREGULAR_DEMONYMS or bool(_PEOPLE_ADJECTIVE.fullmatch(word))


def title_length(name: str) -> int:
    """Length of the titles that a person's name begins with, the space after them included.

    >>> title_length("King Harald V"), title_length("Harald V")
    (5, 0)
    """
    if not is_title(name.partition(" ")[0]):
        return 0
    words = name.split()
    count = 0
    while count < len(words) - 1 and is_title(words[count]):
        count += 1
    return len(" ".join(words[:count])) + 1 if count else 0
