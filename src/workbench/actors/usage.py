"""What a name stands for where it is used. Strings in, strings out.

English usage in closed classes: prepositions, determiners, verbs of motion. A name is a part of
a longer one, a place, the government that sits there, or simply the actor.
"""

import re
from enum import IntFlag
from functools import lru_cache
from typing import NamedTuple

from workbench.actors.naming import is_abbreviation, is_head, is_seat, is_title
from workbench.words import (
    COMPASS,
    DAYS,
    FUNCTION,
    HEADS,
    MEDIUM,
    MONTHS,
    SAY_AFTER_NAME,
    STARTERS,
    word_set,
)


class Context(NamedTuple):
    """A name's surroundings in its line: cleaned text up to it, and from it on."""

    before: str
    after: str
    running: bool = True  # a capital just before means a name: not so in headlines
    room: int = 99  # characters up to the next known name


_TAIL = re.compile(rf" (?:[A-Z][\w.&-]* (?:of |for |& )?)*(?:{HEADS})\b")
_SENTENCE_END = frozenset(".!?:;-–—•\"'")
_NO_GIVEN_NAME = re.compile(r"(?:ing|ed|ly|ans|ists|ers)$")
_PEOPLE_ADJECTIVE = re.compile(r"(?:ian|ish|ese)$")
_JOINTS = frozenset("@/._:=")
_ADDRESS = re.compile(r"@|://|www\.|\w\.(?:com|org|net|info|gov|edu|co|eu|uk|de|tv|io)\b")
_SAYS = re.compile(rf",? (?:{'|'.join(SAY_AFTER_NAME)})\b")
_DATE_BEFORE = re.compile(
    r"(?:\d|\b(?:in|since|until|till|by|early|late|mid|last|next|this|from|to|of|on|and|through|"
    r"between|before|after|during))[ -]$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b[Tt]he (?:[a-z]+ )?$|\bTHE $")  # "the collective West"
_ANOTHER = re.compile(r" (?:of )?[A-Z]")
_MEDIUM_AFTER = re.compile(rf" (?:\w+ )?{MEDIUM}\b")
_MEDIUM_BEFORE = re.compile(rf"\b{MEDIUM} $")
_DATE_AFTER = re.compile(r",? \d")

_ARTICLES = word_set("a an the")
_PERIODS = word_set("postwar post-war prewar pre-war modern present-day wartime")
_PLACED = COMPASS | word_set(
    "central northern southern eastern western north-eastern north-western south-eastern "
    "south-western northeastern northwestern southeastern southwestern neighboring neighbouring "
    "nearby occupied war-torn mainland rural downtown")
_REGIONS = frozenset(word + "ern" for word in COMPASS)
_LAND_AFTER = re.compile(r" (?:[A-Z]\w+(?:ia|land|stan)|Europe|Africa|America)n?s?\b")
_PARTITIVE = COMPASS | word_set("inside outside all parts most much rest")
_LOCATIVE = word_set("in into inside within across throughout via near outside around through")
_DIRECTED = word_set("to from toward towards on")
_TRUST = word_set("confidence trust faith belief interest believe")
_PEOPLE = word_set("some many few most others those critics voices")
_VISIT = word_set("visit visits visited visiting tour tours touring toured enter entered entering "
                  "re-enter leave leaving")
_BOUND = word_set("left leaves leaving bound headed heading departed departing")
_MOVING = re.compile(
    r"\b(?:deploy|travel|fl(?:y|ew|own|ies|ight)|go(?:es|ing)?\b|went\b|return|move|moving|head|"
    r"trips?\b|visit|journey|com(?:e|es|ing)\b|came\b|arriv|depart|withdr|fle[ed]|escap|evacuat|"
    r"migra|exil|extradit|export|import|goods|shipments?|troops|soldiers|peacekeepers|forces|gas|"
    r"oil|refugees|tourists|pipeline|dispatch|reporting|retreat|descend|converg|march)",
    re.IGNORECASE)
_TOWARDS = re.compile(r"\b(?:to|from) $")  # "in Norwegian" and "into Norwegian" are a language
_BORDER = re.compile(r"\b[Bb]orders? (?:between|with|of)(?: [\w.'-]+ and)?(?: the)? $")
EVENTS = ("summit", "talks", "meeting", "conference", "treaty", "accord", "protocol", "airport",
          "suburb", "police", "mayor", "bombing", r"state\b", r"time\b")
"""What makes the name of a capital before it that of a city. The first three letters are plain."""
_EVENT = re.compile(rf" (?:{'|'.join(EVENTS)}|D\.?C\b)")
_COORDINATED = re.compile(r"[A-Z][\w.]* (?:and|or) $")
_SKIPPED = _PERIODS | _ARTICLES
_CUES = _PLACED | _LOCATIVE | _VISIT | {"at"}
_LINKS = word_set("of for between with")
_GOVERNORS = _PARTITIVE | _BOUND
"""Words before a name, and before a link before it, without which `is_located` says no."""
_READ = 9  # words before a name that say whether it is a place, more than any rule looks at
_LONG = 30  # no English word is longer, and two such words fit into a name's surroundings
_BASED = re.compile(r"-(?:based|born|area)\b")
_DATELINE = re.compile(r"(?:, [A-Z][\w. ]{2,20})? ?(?:\([^)]{2,30}\) ?)?(?:[—–]|-{1,2} |: )")
_LABEL = re.compile(r"[\W_]*")
_LAND = re.compile(r" (?:[A-Z]|(?:regions?|city|cities|borders?|flank|coast|parts?|side|provinces?|"
                   r"towns?|bank|districts?|states?|edge|end|front|half|suburbs?|outskirts)\b)")


class Beside(IntFlag):
    """What the word before a name can make of it."""

    PART = 1  # capitalised: may be the first part of a longer name
    TITLED = 2  # but not of a person's
    THE = 4
    OF = 8  # "of", "for", "on"
    HEAD = 16  # may be the head of a longer name, before "of"
    CUE = 32  # may make it a place
    TOWARDS = 64  # if the words before that speak of a movement
    LINK = 128  # if the word before that is a governor
    GOVERNOR = 256
    AND = 512  # as is the name before it
    SKIPPED = 1024  # as the word before it says
    CAPITAL = 2048
    WORDLESS = 4096
    ODD = 8192  # no word


@lru_cache(maxsize=2**16)
def beside(word: str) -> int:
    """Flags of `Beside` for a word before a name: which of the rules below can apply.

    A rule whose flag is missing says no whatever else stands there; so only names beside a
    flagged word have to be read in their context.
    """
    own = word.rpartition("-")[2]
    lower, bare = word.lower(), own.lower()
    first = (own[:1].isupper() and own[-1:].isalnum() and "'" not in own
             and bare not in STARTERS | MONTHS | DAYS)
    titled = is_title(own) or bool(_PEOPLE_ADJECTIVE.search(bare))
    bounds = lower.endswith(("border", "borders"))
    return sum(flag.value for flag, holds in (
        (Beside.PART, first), (Beside.TITLED, titled), (Beside.THE, word == "the"),
        (Beside.OF, word in ("of", "for", "on")), (Beside.HEAD, is_head(word)),
        (Beside.CUE, lower in _CUES), (Beside.TOWARDS, lower in _DIRECTED),
        (Beside.LINK, lower in _LINKS), (Beside.GOVERNOR, lower in _GOVERNORS or bounds),
        (Beside.AND, word in ("and", "or")), (Beside.SKIPPED, lower in _SKIPPED),
        (Beside.CAPITAL, word != lower), (Beside.WORDLESS, _LABEL.fullmatch(word)),
        (Beside.ODD, len(word) > _LONG or word.split() != [word][:len(word)])) if holds)


def is_inside_longer_name(surface: str, context: Context, *, person: bool) -> bool:
    """Is the name only part of a longer one: of a street, a newspaper, a namesake, an address?"""
    before = context.before
    if _in_compound(before, context.after) or _TAIL.match(context.after, 0, context.room):
        return True
    if context.running and surface.lower() in _REGIONS and _LAND_AFTER.match(context.after):
        return True  # "Western Australian", but not "Western NATO"
    words = before.rsplit(None, 3) if before[-1:] == " " else []
    article = words[-1:] == ["the"]
    if article:
        words.pop()
    if not words:
        return False
    previous = words[-2] if len(words) > 1 else "."
    if words[-1] in ("of", "for", "on"):
        return is_head(previous)
    return context.running and " " not in surface and not article and _is_first_part(
        words[-1], previous, person=person)


def _in_compound(before: str, after: str) -> bool:
    """Is the name joined to other characters of an e-mail or web address, or of "Re:Name"?"""
    last = before[-1:]
    if last not in _JOINTS and after[:1] not in _JOINTS:
        return False
    token = before[before.rfind(" ") + 1:] + "\0" + after.split(" ", 1)[0]
    glued = last in _JOINTS and last != "/" and before[-2:-1].isalnum()
    return glued or bool(_ADDRESS.search(token))


def _is_first_part(word: str, previous: str, *, person: bool) -> bool:
    """Is a capitalised word just before a name the first part of it, in running text?"""
    own = word.rpartition("-")[2]
    bare = own.lower()
    if not own[:1].isupper() or not own[-1].isalnum() or "'" in own or bare in STARTERS:
        return False
    if previous[-1] in _SENTENCE_END and not (person and not _NO_GIVEN_NAME.search(bare)
                                              and bare not in FUNCTION):
        return False
    return bare not in MONTHS and bare not in DAYS and not (
        person and (is_title(own) or _PEOPLE_ADJECTIVE.search(bare)))


def is_person_use(context: Context) -> bool:
    """Is an unintroduced surname used as one: behind a title, or as a speaker?"""
    last = context.before.rsplit(None, 1)[-1:] if context.before.endswith(" ") else []
    return bool(last and is_title(last[0])) or bool(_SAYS.match(context.after))


def is_medium_use(context: Context) -> bool:
    """Is a doubtful name used as a newspaper's or broadcaster's: "the Focus magazine"?"""
    return bool(_MEDIUM_AFTER.match(context.after) or _MEDIUM_BEFORE.search(context.before))


def is_month(surface: str, context: Context) -> bool:
    """Is a word that is also a month's name used as that?"""
    return surface.lower() in MONTHS and bool(
        _DATE_BEFORE.search(context.before) or _DATE_AFTER.match(context.after))


def is_shouted(surface: str, context: Context) -> bool:
    """Does a name in capitals stand in a line of capitals?"""
    window = context.before[-24:] + context.after[:24]
    return surface.isupper() and window.isupper()


def lacks_article(context: Context) -> bool:
    """Is a name that takes a small article used without it, or as part of another name?"""
    another = _ANOTHER.match(context.after)
    return bool(another) or (context.running and not _ARTICLE.search(context.before))


def use_of(form: str, surface: str, context: Context) -> str:
    """The kind of a mention, or nothing where a city or building is only a place.

    `form` is that of `naming.alias_form`, or ``seat`` for a metonym that is no country's: it may
    be a building, but no city.

    ``place`` is where something is, happens, goes to or comes from; a target, topic or
    recipient is a ``name``.

    Examples
    --------
    >>> [use_of("polity", "Norway", Context(before, "."))
    ...  for before in ("the war in ", "flights to ", "a gift to ")]
    ['place', 'place', 'name']
    >>> use_of("metonym", "Oslo", Context("a blow to ", ".")), use_of(
    ...     "metonym", "Oslo", Context("she flew to ", "."))
    ('metonym', '')
    """
    if form == "name":
        return "name"
    if form == "demonym":
        if surface[0].islower() and _LAND.match(context.after):
            return ""
        ends = context.after[:1] != " " and is_located("polity", surface, context)
        return "place" if ends and _TOWARDS.search(context.before) else "demonym"
    is_city, form = form == "metonym", "metonym" if form == "seat" else form
    located = is_located(form, surface, context)
    if form == "polity":
        return "place" if located else "name"
    if not located and (together := _COORDINATED.search(context.before)):
        alone = context._replace(before=context.before[:together.start()])
        located = is_located(form, surface, alone)  # "in Oslo and Rome"
    return "" if located or (is_city and _is_city(surface, context)) else "metonym"


def _is_city(surface: str, context: Context) -> bool:
    """Is a capital used as a city: in a dateline, as the seat of a firm, the name of an event?"""
    if _BASED.match(context.after) or (not is_seat(surface) and _EVENT.match(context.after)):
        return True
    return bool(_LABEL.fullmatch(context.before) and _DATELINE.match(context.after))


def is_located(form: str, surface: str, context: Context) -> bool:
    """Does the text before say that something is at, goes to or comes from the named place?"""
    if context.after.startswith(("'s", "-")) or context.before[-1:] != " ":
        return False
    words = context.before.lower().rsplit(None, _READ)
    article = words[-1] if words else ""
    while words and (words[-1] in _PERIODS or words[-1] in _ARTICLES or words[-1] in _PLACED):
        if words.pop() in _PLACED:
            return True
    if words[-1:] == ["of"] and len(words) > 1 and words[-2] in _PARTITIVE:
        return True
    placed = words and (_is_place_phrase(words, form) or (
        "order" in context.before and _BORDER.search(context.before)))
    return bool(placed) and not _is_attributive(surface, article, context.after)


def _is_attributive(surface: str, article: str, after: str) -> bool:
    """Is it an adjunct of the next noun: "in a Kremlin statement", "in U.S. history"?"""
    if not (after[:1] == " " and after[1:2].isalnum()):
        return False
    if article in ("a", "an"):
        return True
    follows = after.split(None, 1)[0].strip(",.;:").lower()
    return follows not in FUNCTION and (article == "the" or is_abbreviation(surface))


def _is_place_phrase(words: list[str], form: str) -> bool:
    last, governor = words[-1], words[-2] if len(words) > 1 else ""
    if last in _LOCATIVE or (last == "at" and form == "metonym"):
        return governor not in _TRUST and not (form == "metonym" and governor in _PEOPLE)
    if last in _VISIT or (last == "for" and governor in _BOUND):
        return True
    moved = [governor] if last == "on" else words[-7:-1]
    return last in _DIRECTED and bool(_MOVING.search(" ".join(moved)))
