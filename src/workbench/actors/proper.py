"""Names by how they are written: capitals where no sentence begins. Strings in, spans out.

What the capital at the beginning of a sentence means is learned from the corpus itself: a word
that stands in lower case elsewhere is common, one with a capital inside sentences is a name
(Mikheev 2002, "Periods, Capitalized Words, etc."). No model and no list of names.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench.actors import naming
from workbench.text import Interval
from workbench.words import (
    BODY_HEADS,
    COMPASS,
    DAYS,
    FUNCTION,
    HEADS,
    MONTHS,
    NUMERALS,
    PARTICLES,
    TITLES,
    word_set,
)

_POINTED = (r"(?:Adm|Bros|Capt|Co|Col|Corp|Dr|Ft|Gen|Gov|Hon|Inc|Jr|Lt|Ltd|Maj|Messrs|Mr|Mrs|Ms|Mt|"
            r"Prof|Rep|Rev|Sen|Sgt|Sr|St)\.(?=\s)")
_CAPITAL = (rf"(?:{_POINTED}|(?:(?:al|el|an|ad|as|d|l)[-'])?[A-Z]"
            r"(?:\.(?:-?[A-Z]\.)+|\.(?= [A-Z])|(?:[\w'&-]|\.(?=\w))*[\w$])?)")
_LINKS = word_set("of for and the & 's") | PARTICLES
_LINK = rf"(?:{'|'.join(sorted(_LINKS))})"
_RUN = re.compile(rf"(?<![\w@/.:'&-]){_CAPITAL}(?: (?:{_LINK} ){{0,2}}{_CAPITAL})*")
_NEAR = 8  # words on either side of "and" that tell whether a body is named
_SMALL = re.compile(r"(?<![\w'.-])[a-z][a-z]+(?![\w'])")
_LOWER_TAIL = re.compile(r"(?<=\w)-[a-z]{3,}$")
_HEAD = re.compile(rf"(?:{BODY_HEADS}|{HEADS})s?")
_OPENERS = " \"'([*"
_ENDS = ".!?:;…•·|–—-\n"
_INFLECTED = re.compile(r"(?:ies|es|s|ed|ing|ly|er|ers|d)$")
_TABLE = re.compile(r" +\d[\d.:/,-]* +[\dA-Z]")
_ROLE_WORDS = word_set("prime foreign vice deputy interior defence defense finance former acting "
                       "assistant attorney first second lady under")
_NO_NAMES = MONTHS | DAYS | TITLES | (FUNCTION - {"will", "may"}) | word_set("i gmt")
_NO_FIRST = FUNCTION | NUMERALS
_NAMESAKES = word_set("april may june august")
_LEADS = COMPASS | word_set("new northern southern eastern western central san santa saint st")
_OF_HEADS = word_set(
    "battle bay board cape chamber church city coalition confederation congress duchess duke earl "
    "emirates exchange feast fields gulf house isle isles king kingdom knights lake mount order "
    "palace port prince princess province queen republic state states strait straits union")
_DERIVED = re.compile(
    r"\w{3,}(?:[st]ions?|ments?|ness|[ae]nces?|ities|ity|ous|ful|ive|able)|\w{4,}ings?")
_SHOUTED = re.compile(r"[^\w\n.]{1,3}[A-Z]{2,}\b")
_SHOUTED_BEFORE = re.compile(r"\b[A-Z]{2,}[^\w\n.]{1,3}$")
_HEADLINE = 5  # capitalised words in a row, many of them common: a headline in title case


class Word(NamedTuple):
    """A word of a run of capitals."""

    text: str
    start: int
    end: int


class Casing(NamedTuple):
    """How often words stand in lower case, and with a capital that no sentence demands.

    Of the latter `alone` counts those in no longer name, `pairs` two in a row.
    """

    small: Counter[str]
    inner: Counter[str]
    alone: Counter[str]
    pairs: Counter[tuple[str, str]]

    def is_common(self, word: str) -> bool:
        """Is it a common word rather than a name, by the letters it is written with elsewhere?"""
        lower = word.lower()
        return self.small[lower] > 2 * self.inner[word] or (
            not self.inner[word] and not self.small[lower] and self.small[_stem(lower)] > 0)

    def is_initial_name(self, word: str, following: str) -> bool:
        """Is a word that begins a sentence a name, or part of one?"""
        lower = _bare(word)
        if following and (self.pairs[word, following] or lower in _LEADS):
            return not naming.is_title(following)
        if lower in _NO_FIRST or self.is_common(word):
            return False
        seen = self.inner[word] or self.inner[word.capitalize()]
        return bool(seen) or not (_DERIVED.fullmatch(lower) or following == ":")

    def is_people(self, word: str) -> bool:
        """Is it an adjective of a people, by its form and by standing before common words?"""
        return 2 * self.alone[word] > self.inner[word] and naming.is_demonym_form(word)


def is_lead(word: str) -> bool:
    """Does a word begin names of places, and never a person's: "New", "South"?"""
    return word.lower() in _LEADS


def _bare(word: str) -> str:
    """In small letters, without a point, and without what is contracted: "I'm", "Don't"."""
    lower = word.strip(".").lower().removesuffix("n't")
    first = lower.partition("'")[0]
    return first if first in FUNCTION or first == "i" else lower


def _stem(word: str) -> str:
    stem = _INFLECTED.sub("", word)
    return stem if len(stem) > 2 else ""


def read_casing(texts: Iterable[str]) -> Casing:
    """Count how words are written in a corpus: one pass over its searched texts."""
    small: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        small.update(_SMALL.findall(text))
        for run in _RUN.finditer(text):
            words = _words(run)
            first = 1 if _is_initial(text, run.start()) else 0
            if not _is_shouted(text, words):
                inside = [_LOWER_TAIL.sub("", word.text) for word in words[first:]]
                inner.update(word for word in inside if word[0].isupper())
                alone.update(inside if len(words) == 1 else [])
                pairs.update(pairwise(inside))
    return Casing(small, inner, alone, pairs)


def proper_names(text: str, casing: Casing) -> Iterator[Interval]:
    """Where names stand in a searched text, each as long as it is certain to be one."""
    for run in _RUN.finditer(text):
        words = _words(run)
        if _is_shouted(text, words):
            continue
        following = words[1].text if len(words) > 1 else (
            text[run.end():run.end() + 2].lstrip()[:1])
        if _is_initial(text, run.start()) and not _is_row(text, run) and (
                not casing.is_initial_name(words[0].text, following)):
            words = words[1:]
        for piece in _pieces(words, casing):
            for start, end in _names(piece, casing):
                if not _is_headline(piece, casing):
                    yield start, end


def _words(run: re.Match[str]) -> list[Word]:
    words, at = [], run.start()
    for text in run[0].split(" "):
        words.append(Word(text, at, at + len(text)))
        at += len(text) + 1
    last = words[-1]
    cut = last.text.removesuffix("'s").removesuffix("'")
    return [*words[:-1], Word(cut, last.start, last.start + len(cut))]


def _is_initial(text: str, start: int) -> bool:
    """Does a sentence, a quotation or a line begin here, so that the capital says nothing?"""
    at = start - 1
    while at >= 0 and text[at] in _OPENERS:
        if text[at] in "\"'":
            return True
        at -= 1
    return at < 0 or text[at] in _ENDS


def _is_shouted(text: str, words: Sequence[Word]) -> bool:
    """Words of capitals in a row: a line in which capitals say nothing."""
    shouted = [len(word.text) > 1 and word.text.isupper() and "." not in word.text
               for word in words]
    if len(words) > 1 or not shouted[0]:
        return sum(shouted) > 1
    first, last = words[0].start, words[0].end
    before = text[max(0, first - 20):first]
    return bool(_SHOUTED.match(text, last) or _SHOUTED_BEFORE.search(before))


def _is_row(text: str, run: re.Match[str]) -> bool:
    """Is it the name in a row of a table: at the beginning of a line, before a number?"""
    return text[run.start() - 1:run.start()] in ("", "\n") and bool(_TABLE.match(text, run.end()))


def _is_headline(words: Sequence[Word], casing: Casing) -> bool:
    common = sum(casing.is_common(word.text) for word in words)
    return len(words) >= _HEADLINE and 2 * common > len(words)


def _pieces(words: Sequence[Word], casing: Casing) -> Iterator[list[Word]]:
    """A run cut at the links that do not belong to a name, and after possessives."""
    piece: list[Word] = []
    at = 0
    while at < len(words):
        stop = at
        while stop < len(words) and words[stop].text in _LINKS:
            stop += 1
        if stop > at and piece and stop < len(words) and _joins(
                piece, words[at:stop], words[stop:], casing):
            piece += words[at:stop]
        elif stop > at:
            yield from [piece] if piece else []
            piece = []
        if stop < len(words):
            word = words[stop]
            owner = word.text.endswith("'s")
            piece.append(word._replace(text=word.text[:-2], end=word.end - 2) if owner else word)
            if owner:
                yield piece
                piece = []
        at = stop + 1
    yield from [piece] if piece else []


def _joins(before: Sequence[Word], links: Sequence[Word], after: Sequence[Word],
           casing: Casing) -> bool:
    """Do links join a name: "Bank of England", "van den Berg"; not "Ann Roe of Leeds"?"""
    link, last = links[0].text, before[-1].text
    is_head = bool(_HEAD.fullmatch(last))
    if link in PARTICLES:
        return link not in ("al", "la", "le") or len(links) == 1
    if link == "&":
        return True
    if link in ("of", "for"):
        titled = naming.is_title(last) and last.lower() != "secretary"
        plain = last.lower() in _OF_HEADS
        return plain or ((is_head or (link == "of" and casing.is_common(last))) and not titled)
    if link == "and" and len(links) == 1:
        near = (*before[-_NEAR:], *after[:_NEAR])
        heads = any(_HEAD.fullmatch(word.text) for word in near)
        return heads and not is_head and casing.is_common(last) and casing.is_common(after[0].text)
    return False


def _names(piece: Sequence[Word], casing: Casing) -> Iterator[Interval]:
    """The names in a piece: without titles, with a demonym before a person or title apart."""
    words = list(piece)
    titles = [at for at, word in enumerate(words) if naming.is_title(word.text)
              and not (at and _HEAD.fullmatch(words[-1].text))]
    if titles:
        lead = words[:titles[0]]
        while lead and lead[-1].text.lower() in _ROLE_WORDS:
            lead.pop()
        yield from _whole(lead)
        words = words[titles[-1] + 1:]
    if len(words) > 1 and casing.is_people(words[0].text) and _is_person(words[1:], casing):
        yield from _whole(words[:1])
        words = words[1:]
    compound = words[0].text.split("-") if len(words) == 1 else []
    if not (len(compound) > 1 and all(casing.alone[part] for part in compound)):
        yield from _whole(words)  # "Oslo-Bergen" is two names where both stand alone


def _is_person(words: Sequence[Word], casing: Casing) -> bool:
    """Do the words after a demonym look like a person rather than a body or event?"""
    if any(_HEAD.fullmatch(w.text) or naming.is_common(w.text) or casing.is_common(w.text)
           for w in words):
        return False
    return len(words) > 1 or casing.alone[words[0].text] > 0


def _whole(words: Sequence[Word]) -> Iterator[Interval]:
    """From the first to the last word that is no date, title or function word."""
    kept = [at for at, word in enumerate(words)
            if (lower := _bare(word.text)) not in _NO_NAMES
            or (at == len(words) - 1 > 0 and lower in _NAMESAKES)]
    if kept:
        first, last = words[kept[0]], words[kept[-1]]
        tail = _LOWER_TAIL.search(last.text)
        yield first.start, last.end - (len(tail[0]) if tail else 0)
