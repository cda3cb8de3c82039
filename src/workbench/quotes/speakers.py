"""Whom a phrase means: a name, a pronoun, a role, or somebody unnamed. Pure, no pandas."""

import re
from bisect import bisect_left
from collections import deque
from typing import NamedTuple

from workbench.text import UPPER, Interval, words
from workbench.words import (
    HEADS,
    IMPERSONAL,
    LY,
    PEOPLE,
    PREPOSITION,
    SAID,
    SPEAKER_ROLE,
    SPEAKER_TITLE,
)


class Name(NamedTuple):
    """A mention with what the registry knows of its actor."""

    start: int
    end: int
    name: str
    actor_id: str  # empty where the registry has none
    is_person: bool
    speaks: bool  # no mere demonym or place
    country: str
    role: str


class Speaker(NamedTuple):
    """Who speaks; without an id a description, such as "EU diplomat (anonymous)"."""

    name: str
    actor_id: str  # empty where the registry has none
    is_person: bool


class Page(NamedTuple):
    """A text with its quotations blanked, the names outside of them, and who was heard so far.

    `heard` grows as the sentences are read in their order, and forgets the oldest.
    """

    frame: str
    names: list[Name]
    heard: deque[Speaker]
    called: dict[str, str]  # "he" or "she", by surnames behind a title


_NOUN = rf"(?:{IMPERSONAL}|{PEOPLE})\b"
_ANONYMOUS = " (anonymous)"
_REACH = 100  # names back that a pronoun or a role may point to
_ANYBODY = {"person", "people", "source", "sources"}
_FUNCTION_WORDS = {"of", "for", "from", "to", "in", "at", "and", "second", "first", "same"}

_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|should|may|might|must|do|does|did|"
    r"need|needs|shall|cannot)\b|\w'(?:s|re|ll|ve|d|m)\b|n't\b", re.I)
_PHRASE = re.compile(r"[^\s,\"](?:[^,\"]*[^\s,\"])?")
_BLANKED = re.compile(r"x+[.,]?")
_CONJUNCTION = re.compile(r"(?:but|and|so|or|when)\s+", re.I)
_INTRO = re.compile(
    rf"(?:{PREPOSITION}|after|before|during|following|since|still|yet|however|meanwhile|then|"
    rf"earlier|later|instead|first|asked|speaking|despite|last|{LY})\b", re.I)
_OBJECT = re.compile(
    rf"\w\s+{PREPOSITION}\s+(?:(?:the|his|her|its|former)\s+)?"
    rf"(?:(?:[\w.'-]+\s+){{0,3}}{SPEAKER_TITLE}\s+)?$")
_PRONOUN = re.compile(r"(?:^|\s)(he|she|they|it)$", re.I)
_PRONOUN_FIRST = re.compile(r"(he|she|they|it)\b", re.I)
_MEN = ("Mr", "Sir", "King", "Prince")
_TITLED = re.compile(rf"\b({'|'.join(_MEN)}|Mrs|Ms|Miss|Queen|Princess)\.? "
                     rf"(?:{UPPER}[\w.'-]*\s)*({UPPER}[\w'-]*[\w-])(?!'?\s{UPPER})")
_PLURAL = re.compile(r"(?:[^s\W]s|people)$")
_FULL_NAME = re.compile(rf"{UPPER}[\w'.-]+(?: {UPPER}[\w'.-]*)* {UPPER}[\w'-]+")
_DETERMINER = re.compile(
    r"(?:\b(?:the|an?|one|another|this|that|these|those|all|both|his|her|its|their|your|our|my)"
    r"\s+)+", re.I)
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.I)
_OPENING = re.compile(
    rf"(?:(?i:the|an?|some|several|many|two|three)\s+)?(?:(?!{PREPOSITION}\s)[\w'-]+\s+){{0,4}}?"
    rf"{_NOUN}(?:\s{_NOUN})?(?:\s(?:from|of|at)\s{UPPER}\w+)?")
_TITLE_ENDS = re.compile(rf"\b(?i:{SPEAKER_ROLE})s?(?: {PREPOSITION} [^,]*)?$")
_ENDS_IN_ROLE = re.compile(rf"\b{SPEAKER_ROLE}$")
_SURNAME = re.compile(rf"{UPPER}[\w'-]+")
_QUALIFIER = re.compile(rf"\s(?:{PREPOSITION}|familiar|close)\b")
_CLAUSE = re.compile(
    r"\s(?:who|which|that|has|have|had|is|are|was|were|will|would)\b|\s[a-z]{3,}ed\b|,")
_NO_DESCRIPTION = re.compile(  # what begins no noun phrase: "but", "it", "when asked", "said Jo"
    rf"(?:(?:there|this|that|what|which|who|i|we|you|he|she|it|they|nobody|no one|also|so|and|or|"
    rf"but|if|when|while|where|as|not|{PREPOSITION}|{SAID})\b|\W)", re.I)
_MEMBER = re.compile(rf"({_FULL_NAME.pattern}) (?:from|of the)\b")  # "Jo Day from the union"
_HEAD = re.compile(rf"(?:{HEADS}|{IMPERSONAL})s?")


def has_verb(phrase: str) -> bool:
    """Does a phrase hold a finite verb that can be told by its form?

    >>> has_verb("coalition of the willing"), has_verb("it's over")
    (False, True)
    """
    return bool(_FINITE.search(phrase))


def phrases(frame: str, start: int, end: int) -> list[Interval]:
    """Phrases between commas, outside of quotation marks, conjunctions before them left out."""
    found = []
    for match in _PHRASE.finditer(frame, start, end):
        conjunction = _CONJUNCTION.match(frame, *match.span())
        if not _BLANKED.fullmatch(match[0]):
            found.append((conjunction.end() if conjunction else match.start(), match.end()))
    return found


def subject(page: Page, start: int, end: int) -> Speaker | None:
    """Who acts in a sentence: the name, pronoun or known description it opens with."""
    frame = page.frame
    heads = [p for p in phrases(frame, start, end) if not _INTRO.match(frame, *p)]
    if not heads:
        return None
    low, high = heads[0]
    pronoun = _PRONOUN_FIRST.match(frame, low, high)
    if pronoun:
        return _pronoun(page, low, pronoun[1])
    for name in names_in(page, low, high):
        before = frame[low:name.start]
        if name.is_person and frame[name.end:name.end + 2] != "'s" and not (
                _FINITE.search(before) or _is_object(page, low, name)):
            return as_speaker(name) if len(before.split()) < 8 else None
    apposed = names_in(page, *heads[1])[:1] if len(heads) > 1 else []
    if apposed and apposed[0].is_person and apposed[0].end == heads[1][1] and (
            _TITLE_ENDS.search(frame, low, high)):  # "the minister, Jo Day, denies it"
        return as_speaker(apposed[0])
    opening = _OPENING.match(frame, low, high)
    return _recall(page, *opening.span()) or _described(opening[0]) if opening else None


def first_speaker(page: Page, start: int, end: int) -> Speaker | None:
    """The speaker named before an apposition, or by one: the envoy, Jo Day, said."""
    pieces = phrases(page.frame, start, end)
    heads = ([p for p in pieces if not _INTRO.match(page.frame, *p)] or pieces)[:2]
    named = [s for head in heads if (s := named_in(page, *head)) and s.is_person]
    unknown = [head for head in heads if _FULL_NAME.fullmatch(page.frame, *head)]
    return named[0] if named else next(
        (speaker_in(page, *head) for head in unknown + heads), None)


def last_speaker(page: Page, start: int, end: int) -> Speaker | None:
    """The speaker in the phrase right before a verb."""
    pieces = phrases(page.frame, start, end)
    return speaker_in(page, *pieces[-1]) if pieces else None


def speaker_in(page: Page, start: int, end: int) -> Speaker | None:
    """The speaker a phrase names, means or describes."""
    known = named_in(page, start, end) or _recall(page, start, end)
    is_pronoun = _PRONOUN.search(page.frame[start:end])
    return known or (None if is_pronoun else _described(page.frame[start:end]))


def named_in(page: Page, start: int, end: int) -> Speaker | None:
    """The person in a phrase, the body at its end, or whom its pronoun means."""
    names = [n for n in names_in(page, start, end)
             if page.frame[n.end:n.end + 2] != "'s" and not _is_object(page, start, n)]
    named = [n for n in names if n.is_person] or [n for n in names if n.speaks and n.end == end]
    pronoun = _PRONOUN.search(page.frame[start:end])
    if not named and pronoun:
        return _pronoun(page, start, pronoun[1])
    return as_speaker(named[0]) if named else None


def revealed(page: Page, speaker: Speaker, start: int, end: int) -> Speaker:
    """Whom the sentence after the first names: "..., an envoy said. Jo Day, the envoy to ..."."""
    names = names_in(page, start, end)[:1]
    if speaker.actor_id or not speaker.is_person or not names or not (
            names[0].is_person and names[0].start == start and page.frame[names[0].end] == ","):
        return speaker
    told = _content(speaker.name.removesuffix(_ANONYMOUS))
    what = _content(page.frame[names[0].end + 1:end].split(",")[0] + " " + names[0].role)
    return as_speaker(names[0]) if 2 * len(told & what) >= len(told) else speaker


def names_in(page: Page, start: int, end: int) -> list[Name]:
    """Names that begin in a stretch."""
    first, last = (bisect_left(page.names, at, key=lambda n: n.start) for at in (start, end))
    return page.names[first:last]


def as_speaker(name: Name) -> Speaker:
    """The actor of a name."""
    return Speaker(" ".join(name.name.split()), name.actor_id, name.is_person)


def _is_object(page: Page, start: int, name: Name) -> bool:
    """Is it the Roe of "an aide to President Roe"? (In "envoy to Iran Jo Day", Iran is.)"""
    return bool(_OBJECT.search(page.frame[start:name.start]))


def _pronoun(page: Page, at: int, word: str) -> Speaker | None:
    """He and she are the person heard last, unless a title says the other; it is a body.

    They are rather people without a name.
    """
    word = word.lower()
    fits = {"it": lambda s: not s.is_person, "they": lambda s: not (s.is_person and s.actor_id)}
    fit = fits.get(word, _is_individual)
    able = [s for s in page.heard if not _is_other(page, s.name, word)]
    heard = [s for s in able if fit(s)]
    persons = [n for n in names_in(page, 0, at)[-_REACH:]
               if n.is_person and not _is_other(page, n.name, word)]
    if heard or (able and not persons):
        return (heard or able)[-1]
    return as_speaker(persons[-1]) if persons else None


def _is_other(page: Page, name: str, pronoun: str) -> bool:
    """Do titles on the page make the bearer of a name a woman where it says he, or a man?"""
    called = page.called.get(name.rsplit(None, 1)[-1], pronoun)
    return pronoun in ("he", "she") and called != pronoun


def pronouns_of(frame: str) -> dict[str, str]:
    """Surnames behind titles of men and women on a page, with the pronoun of their bearers.

    >>> pronouns_of("Mr Lee met Ms Day.")
    {'Day': 'she', 'Lee': 'he'}
    """
    called = {(surname, "he" if title in _MEN else "she")
              for title, surname in _TITLED.findall(frame)}
    both = {surname for surname, _ in called if {(surname, "he"), (surname, "she")} <= called}
    return {surname: word for surname, word in sorted(called) if surname not in both}


def _is_individual(speaker: Speaker) -> bool:
    if not speaker.actor_id and _SURNAME.fullmatch(speaker.name):
        return not (_PLURAL.search(speaker.name) or _HEAD.fullmatch(speaker.name))
    head = _QUALIFIER.split(speaker.name.removesuffix(_ANONYMOUS))[0]
    return speaker.is_person and bool(speaker.actor_id or not _PLURAL.search(head))


def _recall(page: Page, start: int, end: int) -> Speaker | None:
    """Whom "the diplomat", "the French minister" or a surname means, of those heard or named."""
    if _SURNAME.fullmatch(page.frame, start, end):
        surname = " " + page.frame[start:end]
        return next((s for s in reversed(page.heard) if s.name.endswith(surname)), None)
    if not _DEFINITE.match(page.frame, start, end):
        return None
    nations = [n for n in names_in(page, start, end) if n.country and not n.is_person]
    wanted = _content(page.frame[start:end])
    told = wanted - _content(" ".join(page.frame[n.start:n.end] for n in nations))
    for speaker in reversed(page.heard):
        known = _content(speaker.name) | _ANYBODY
        if not speaker.actor_id and wanted and wanted <= known:
            return speaker
    has_role = _ENDS_IN_ROLE.search(_QUALIFIER.split(page.frame[start:end])[0])
    for name in reversed(names_in(page, 0, start)[-_REACH:] if has_role else []):
        if name.is_person and told <= _roles(page, name) and (
                not nations or nations[0].country == name.country):
            return as_speaker(name)
    return None


def _roles(page: Page, name: Name) -> frozenset[str]:
    """Words of what a person is, by the registry and right before the name."""
    return _content(f"{name.role} {page.frame[max(0, name.start - 50):name.start]}")


def _content(phrase: str) -> frozenset[str]:
    """Telling words of a phrase, in one spelling."""
    plain = _DETERMINER.sub("", phrase.lower()).replace("defence", "defense").replace("'s", "")
    return frozenset(plain[s:e] for s, e in words(plain)) - _FUNCTION_WORDS


def _described(phrase: str) -> Speaker | None:
    """A speaker without a name: "an EU diplomat" is "EU diplomat (anonymous)"."""
    phrase = " ".join(phrase.split())
    determiner = _DETERMINER.match(phrase)
    plain = _CLAUSE.split(phrase[determiner.end() if determiner else 0:])[0]
    plain = " ".join(plain.split()[:8])
    if len(plain) < 2 or _NO_DESCRIPTION.match(plain) or has_verb(plain.replace("'s", "")):
        return None
    member = _MEMBER.match(plain)
    if member and not _HEAD.fullmatch(member[1].split()[-1]):
        return Speaker(member[1], "", is_person=True)
    head = _QUALIFIER.split(plain)[0].split()[-1]
    is_person = head.islower() and not re.fullmatch(IMPERSONAL, head)
    is_named = bool(_FULL_NAME.fullmatch(plain)) and not _HEAD.fullmatch(head)
    return Speaker(plain + _ANONYMOUS if is_person else plain, "", is_person or is_named)
