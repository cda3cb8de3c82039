"""Verbs of speech and whose they are, in text whose quotations are blanked. Pure, no pandas.

A sentence is read as phrases between commas: the speaker stands before the verb ("the envoy
said", "Jo Day, the envoy, said", "Jo Day, who left, said") or after it ("said Jo Day", "according
to Jo Day").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench.quotes import speakers
from workbench.quotes.speakers import Page, Speaker
from workbench.text import UPPER, Interval, sentences
from workbench.words import DAY_NAME, LY, PREPOSITION, SAID, SAID_IF_NEXT


class Cue(NamedTuple):
    """A verb of speech and whose it is."""

    start: int
    end: int
    verb: str
    speaker: Speaker


_CUE = re.compile(
    rf"(?<![-\w])(?P<said>{SAID})\b|\b(?P<after>[Aa]ccording to)\b|"
    rf"(?<![-\w])(?P<next>{SAID_IF_NEXT})(?= that\b|[.,:]|\s*\")|(?P<mark>:|\bthat)(?=\s*\")")
_NO_SPEECH = re.compile(  # "was called", "the warning", "did not say"
    r"\b(?:is|are|was|were|be|been|being|not|a|an|the|this|its|his|her|their|of|to|no)\s$")
_STOP_BEFORE_MARK = re.compile(rf'(?<=[\w")]\.[ "])(?<!{UPPER}\.[ "])\s*(?="x)')
_STRETCH = re.compile(  # of a sentence, at most 1,000 characters, a quotation taken as one
    r'(?>"x*[x.,]"|.){1,1000}(?!\S)|(?>"x*[x.,]"|.){1,1000}', re.S)
_BREAK = re.compile(
    r"[;:]|\s[—–-]+\s|—|\bbut |, (?:and|as|although|whereas|where|after) |"
    r"\b(?i:while|because|though|whom|what|that|when|if) ")
_SUBORDINATE = re.compile(r"(?:while|although|though|as|after|when|since|if)\b", re.I)
_BEFORE_VERB = re.compile(
    r"(?:,|\s+(?:also|later|then|previously|repeatedly|once|again|afterwards|earlier|has|have|had|"
    rf"himself|herself|itself|themselves|{LY}|(?:on )?{DAY_NAME}|\([^()]*\)))+\s*$")
_AFTER_VERB = re.compile(
    r"\s(.*?)(?=[,;:\"()—–]|\.(?:\s|$)|$|\s(?:who|in|on|at|during|after|before|last|this|earlier|"
    rf"late|ahead|when|while|as|via|through|obtained|seen|published|{DAY_NAME})\b)")
_NAME = 60  # characters: no name is longer
_WHO = re.compile(r",?\s+(?:who|which)$")
_NOT_A_SPEAKER = re.compile(rf",?\s*(?:and|but|which|who|as|while|even|{PREPOSITION})\b")


def blank(text: str, pairs: Sequence[Interval]) -> str:
    """`text` with what is quoted made ``"xxx,"`` before who said it, ``"xxx."`` before a stop.

    >>> blank("He said 'no'. 'Why?' Jo asked.", [(8, 12), (14, 20)])
    'He said "xx". "xxx," Jo asked.'
    """
    frame = list(text)
    for start, end in pairs:
        last, after = text[end - 2], text[end:end + 100]
        point = "x" if last.isalnum() else last if last in ".," else ","
        if last in "?!…" and not _CUE.search(re.split(r'[.?!"]', after)[0]):
            point = "."
        if after[:1] == "," and point == "x":  # the comma outside, as in British print
            point = ","
        frame[start:end] = ['"', *"x" * (end - start - 3), point, '"'][:end - start]
    return "".join(frame)


def split(frame: str) -> list[Interval]:
    """Sentences of a blanked text; one also ends where a quotation follows a stop.

    Longer than 1,000 characters, quotations aside, no sentence is read as one: whatever a page
    holds, the cost stays linear.
    """
    cuts = [m.start() for m in _STOP_BEFORE_MARK.finditer(frame)]
    return [stretch.span() for low, high in sentences(frame) for begin, end in pairwise(
        [low, *cuts[bisect_right(cuts, low):bisect_left(cuts, high)], high])
        for stretch in _STRETCH.finditer(frame, begin, end)]


def find_cues(page: Page, sentence: Interval) -> list[Cue]:
    """Verbs of speech of a sentence, each with its speaker; notes in `page.heard` who spoke."""
    actor = speakers.subject(page, *sentence)
    if actor:
        page.heard.append(actor)
    cues: list[Cue] = []
    for match in _CUE.finditer(page.frame, *sentence):
        if (match["mark"] and cues) or _NO_SPEECH.search(
                page.frame[max(0, match.start() - 8):match.start()]):
            continue
        speaker = _speaker(page, sentence, match, cues)
        if speaker:
            verb = "" if match["mark"] else match[0]
            cues.append(Cue(match.start(), match.end(), verb, speaker))
            if len(cues) == 1 or speaker.actor_id:  # of others the first may only tell
                page.heard.append(speaker)
    return cues


def adjoins(frame: str, end: int, verb: int) -> bool:
    """Is there nothing but the speaker between a quotation's end and the verb?"""
    between = frame[end:verb]
    return (frame[end - 2] == "," and '"' not in between
            and not _NOT_A_SPEAKER.match(between))


def is_left_behind(frame: str, sentence: Interval, cue: Cue, at: int) -> bool:
    """Has the clause of a verb ended before `at`: "While she said so, others are ..."?"""
    return bool(_SUBORDINATE.match(frame, *sentence)) and "," in frame[cue.end:at]


def _speaker(
    page: Page, sentence: Interval, match: re.Match[str], cues: Sequence[Cue]
) -> Speaker | None:
    """Whose verb it is, by its form and by where it stands."""
    frame, low, (verb, end) = page.frame, sentence[0], match.span()
    last = cues[-1].speaker if cues else None
    if match["after"]:
        return _speaker_after(page, end, sentence[1])
    if match["mark"]:
        return speakers.subject(page, low, verb) or _speaker_before(page, low, verb, cues)
    if match[0].split()[0].endswith("ing"):
        return _escort(page, low, verb) or last or speakers.subject(page, low, verb) or (
            speakers.first_speaker(page, low, verb))
    before = frame[low:verb].rstrip()
    if before.endswith('"') or (before.endswith(",") and _is_inverted(
            page, low + len(before) - 1, end, sentence[1])):
        return _speaker_after(page, end, sentence[1]) or last
    return _speaker_before(page, low, verb, cues) or last or speakers.subject(page, low, verb)


def _escort(page: Page, start: int, verb: int) -> Speaker | None:
    """The X of "with X calling it ..." and "with X, the envoy, calling it ..."."""
    begin = page.frame.rfind("with ", start, verb)
    inner = page.frame[begin:verb]
    is_escort = begin >= 0 and inner.count(",") in (0, 2) and not re.search(r'[";:—–]', inner)
    return speakers.first_speaker(page, begin + 5, verb) if is_escort else None


def _is_inverted(page: Page, before: int, start: int, end: int) -> bool:
    """Is the name after the verb its speaker, that is without a verb of its own?

    Not where a person is named right before: "The minister, Jo Day, says ...".
    """
    phrase = _AFTER_VERB.match(page.frame, start, end)
    named = [n for n in speakers.names_in(page, max(0, before - _NAME), before) if n.end == before]
    return phrase is not None and not any(n.is_person for n in named) and not (
        speakers.has_verb(phrase[1].replace("'s", ""))) and any(
        n.end == phrase.end() and n.speaks for n in speakers.names_in(page, start, end))


def _speaker_after(page: Page, start: int, end: int) -> Speaker | None:
    phrase = _AFTER_VERB.match(page.frame, start, end)
    return speakers.speaker_in(page, *phrase.span(1)) if phrase and phrase[1] else None


def _speaker_before(page: Page, start: int, verb: int, cues: Sequence[Cue]) -> Speaker | None:
    """X said; X, the minister, said; X, who left, said; "...," X of Y said."""
    frame = page.frame
    end = start + len(_BEFORE_VERB.sub("", frame[start:verb].rstrip()))
    who = _WHO.search(frame, start, end)
    low = max([start, *(m.end() for m in _BREAK.finditer(frame, start, end))])
    if who:
        names = [n for n in speakers.names_in(page, low, who.start()) if n.is_person]
        return (speakers.as_speaker(names[-1]) if names
                else speakers.last_speaker(page, low, who.start()))
    quoted = frame.rfind('"', start, end) + 1
    if "," in frame[end:verb]:
        return speakers.first_speaker(page, low, end)
    if quoted > low and frame[quoted - 2] == ",":
        return speakers.first_speaker(page, quoted, end)
    return speakers.last_speaker(page, max([low, quoted, *(c.end for c in cues)]), end)
