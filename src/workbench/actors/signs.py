"""What the text itself says is a person or a body: titles, roles, appositions, heads of names.

No model: a sign is a form of words around a sequence of capitals. Strings in, signs out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from workbench.actors import naming
from workbench.words import (
    BODY_HEADS,
    MEDIA_HEADS,
    PARTICLES,
    PERSON_ROLE,
    STARTERS,
    SUFFIXES,
    word_set,
)

_CAPITAL = r"[A-Z](?:[\w'-]*\w|\.(?:[A-Z]\.)*)?"
_PARTICLE = rf"(?:{'|'.join(sorted(PARTICLES))})"
_LINK = r"(?:of|for|on|and|the|in|&)"
_START = r"(?<![\w@/.:'-])"
_BODY_SEQUENCE = re.compile(rf"{_START}{_CAPITAL}(?: (?:{_LINK} ){{0,2}}{_CAPITAL})*")
_PERSON_SEQUENCE = re.compile(
    rf"{_START}(?:(?:{_CAPITAL} ){{1,4}}of )?{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL})*")
_LINKS = word_set("of for on and the in &")
_SURE_TITLES = word_set(
    "president minister chancellor premier senator sen congressman congresswoman mr mrs ms dr prof "
    "professor sir king queen prince princess pope emperor sheikh ayatollah")
"""Titles after which a single word is a person's name too: "Mr. Dahl", but "General Motors"."""
_APPOSITION = re.compile(rf" ?, (?:who\b|(?:(?!which\b)[\w'.-]+ ){{0,6}}?{PERSON_ROLE}\b)")
_SENT = re.compile(rf"\b{PERSON_ROLE} to $")  # "ambassador to Norway Jo Day"
_ROLE_BEFORE = re.compile(rf"\b{PERSON_ROLE}(?:(?: [a-z]+){{0,5}} ?,)? $")
_APPOSED = re.compile(  # "the Minister for Health, Jo Day, ..."
    rf"\b(?i:{PERSON_ROLE})(?: [\w'()-]+){{0,9}} ?, $")
_SAY = (r"(?:said|says|told|added|wrote|argued|warned|insisted|noted|posted|tweeted|explained|"
        r"acknowledged|recalled|agreed|asked|continued)")
_SAYS = re.compile(rf"(?: ?,[^,.]{{3,90}},)? (?:also |later |then )?{_SAY}\b"
                   r"(?! (?:that )?its?\b)")  # who speaks of "its plan" is no person
_SAID = re.compile(rf"\b(?:{_SAY}|according to)(?: the)? $")
_FULL = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)+"
_BYLINE = re.compile(
    r"(?:^|[|•] ?)(?:By|Write to|Photo(?:graph)?(?: by|:)|With assistance from) "
    rf"(?:{_FULL}(?: at \S+)?(?:,? and|,) )*$")
_CONTRIBUTED = re.compile(rf"(?:,? and {_FULL})? contributed(?: reporting)?\b")
_ACRONYM = re.compile(r" [(\[] ?((?:[A-Z]\.?){2,}|[A-Z][A-Za-z]{1,7}) ?[)\]]")
_BODY = re.compile(rf"(?:{BODY_HEADS})")
_MEDIA = re.compile(rf"(?:{MEDIA_HEADS})$")


class Sign(NamedTuple):
    """What shows a name to be one: its place in the searched text, and what else is known."""

    start: int
    end: int
    type: str
    role: str = ""
    acronym: str = ""


def find_signs(text: str) -> Iterator[Sign]:
    """Bodies by their head noun; persons by what stands around them."""
    reached: set[int] = set()
    for match in _BODY_SEQUENCE.finditer(text):
        sign = _body(match, acronym_after(text, match.end()))
        if sign:
            reached.update(range(sign.start, sign.end))
            yield sign
    for match in _PERSON_SEQUENCE.finditer(text):
        sign = None if match.end() - 1 in reached else _person(match)
        if sign:
            yield sign


def acronym_after(text: str, end: int) -> str:
    """What stands in brackets right behind a name, if it may be its acronym."""
    match = _ACRONYM.match(text, end)
    return match[1] if match else ""


def spells(acronym: str, name: str) -> bool:
    """Is an acronym made of the capitals of a name, a small or last word left out at most?

    >>> spells("EU", "European Union"), spells("NYT", "Oslo Times")
    (True, False)
    """
    letters = acronym.replace(".", "").lower()
    words = name.replace("-", " ").replace("'s", "").split()
    initials = "".join(word[0] for word in words if word[0].isupper()).lower()
    every = "".join(word[0] for word in words).lower()
    return len(letters) > 1 and letters in (initials, every)


def _shortens(acronym: str, name: str) -> bool:
    """Do the letters of an acronym stand in a name in this order, the first at its beginning?"""
    letters = iter(name.lower())
    return acronym[0] == name[0] and all(
        letter in letters for letter in acronym.replace(".", "").lower())


def surname(name: str) -> str:
    """The last word of a person's name, with the particles before it, without "Jr."."""
    words = name.split()
    while len(words) > 1 and naming.plain(words[-1]).strip(".").lower() in SUFFIXES:
        words.pop()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in PARTICLES:
        at -= 1
    return " ".join(words[at:])


def _part(match: re.Match[str], first: int, last: int) -> tuple[int, int]:
    """Place of the words from `first` to `last` of a sequence, without a possessive."""
    words = match[0].split(" ")
    start = match.start() + len(" ".join([*words[:first], ""]))
    return start, start + len(" ".join(words[first:last]).removesuffix("'s"))


def _body(match: re.Match[str], acronym: str) -> Sign | None:
    """The part of a capitalised sequence that is a body's name, if one of its words heads one."""
    words = match[0].split(" ")
    last = max((at for at, word in enumerate(words) if _BODY.fullmatch(word)), default=-1)
    if last < 0:
        return None
    owner = next((at for at in range(last, len(words)) if words[at].endswith("'s")), len(words) - 1)
    stop = owner + 1 if words[last + 1:last + 2] in (["of"], ["for"]) else last + 1
    outside = [at + 1 for at, word in enumerate(words[:last])
               if naming.is_title(word) or word.endswith(("'s", "-based"))]
    members = [at + 2 for at in range(1, last - 1) if words[at:at + 2] == ["of", "the"]
               and not naming.is_head(words[at - 1])]  # "Ann Roe of the Workers Union"
    first = max([0, *outside, *members])
    while words[first].lower() in STARTERS or words[first] in _LINKS:
        first += 1
    name = words[first:stop]
    if len(name) < 2 or ({"and", "in", "on"} & set(name)
                         and not spells(acronym, " ".join(name))):
        return None
    kind = "media" if _MEDIA.search(name[-1]) else "organisation"
    acronym = acronym if acronym and _shortens(acronym, " ".join(name)) else ""
    return Sign(*_part(match, first, stop), kind, acronym=acronym)


def _person(match: re.Match[str]) -> Sign | None:
    """The part of a capitalised sequence that is a person's name, if something shows it."""
    words = match[0].split(" ")
    titles = [at + 1 for at, word in enumerate(words) if naming.is_title(word)]
    if "of" in words:  # "Secretary of State" is one title
        at = words.index("of")
        titles = [max(at + 2, *titles)] if naming.is_title(words[at - 1]) else []
    outside = [at + 1 for at, word in enumerate(words[:-1])
               if word.endswith("'s") or word == "of"]
    first = max([0, *titles, *outside])
    while first < len(words) and words[first].lower() in STARTERS | {"by"}:
        first += 1
    sent = first == 0 and len(words) > 2 and bool(_SENT.search(
        match.string, max(0, match.start() - 40), match.start()))
    first += sent
    name = [word.removesuffix("'s") for word in words[first:]]
    sure = bool(titles) and words[first - 1].strip(".").lower() in _SURE_TITLES
    if not _is_person_name(name, least=1 if sure else 2):
        return None
    start, end = _part(match, first, len(words))
    if titles:
        return Sign(start, end, "person", _role(words[:first]))
    return Sign(start, end, "person") if sent or _is_shown(match.string, start, end) else None


def _is_shown(text: str, start: int, end: int) -> bool:
    """Does a role, an apposition, a verb of saying or a credit stand beside a name?"""
    before = text[max(0, start - 120):start].rpartition("\n")[2]
    after = text[end:end + 110].partition("\n")[0]
    apposed = after.startswith(",") and _APPOSED.search(before)
    return any((apposed, _ROLE_BEFORE.search(before), _SAID.search(before), _BYLINE.search(before),
                _APPOSITION.match(after), _SAYS.match(after), _CONTRIBUTED.match(after)))


def _role(words: list[str]) -> str:
    """The title before a name, without what leads to it: "While Prime Minister"."""
    kept = [at for at, word in enumerate(words) if word.lower() not in STARTERS]
    owned = [at + 1 for at, word in enumerate(words) if word.endswith("'s")]
    return " ".join(words[max([kept[0] if kept else 0, *owned]):])


def _is_person_name(name: list[str], *, least: int) -> bool:
    """Two to four words, or one after a title, none of which is common in other names."""
    core = [word for word in name if word.strip(".").lower() not in SUFFIXES]
    return least <= len(core) <= 4 and core[0].lower() not in PARTICLES and not any(
        (word.isupper() and len(word) > 2 and "." not in word) or naming.is_common(word)
        for word in core)
