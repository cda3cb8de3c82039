"""What is run into the prose of an article without being of it. Pure, no pandas."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from workbench.pages.lines import NAME, calls_after_stop, is_promotion
from workbench.text import UPPER

_CAPTION_REACH = 300  # characters a run-in caption may have before its credit
_PLUG_REACH = 800  # characters at the end of a paragraph where a plug is looked for
_STOP = re.compile(r"[.!?…]\)? +")
_EDGES = " .,;:!?…-–—()[]"
_SENTENCE_BREAK = re.compile(r"[.!?…][\"')]{0,2} +(?=\S)")
_PHOTO_CREDIT = re.compile(
    rf" [-–—|] (?:{NAME}|{UPPER}[\w\-]{{1,20}})/(?:(?:AFP|AP|EPA) ?(?:via |/))?"
    rf"(?:Getty Images|(?:The )?Associated Press|{UPPER}[\w\-]{{1,20}}"
    rf"(?: (?:Images?|Photos?|Pictures|Agency|News|Press))?)"
    rf"| ?\((?:AP Photo/|(?:[Pp]hoto|[Ii]mage)s? ?(?:by |: )|[Ff]ile photo)[^()]{{2,80}}\)"
    rf"| ?\[{UPPER}[^\[\]/]{{2,60}}/{UPPER}[^\[\]]{{2,40}}\]")
_CREDIT_MARKS = ("/", "hoto", "mage")  # every photo credit has one of them


def repeats(prose: Mapping[int, str]) -> set[int]:
    """Paragraphs whose every sentence stands in a longer or an earlier one: pull quotes.

    `prose` maps any number to a paragraph; the numbers of the repeating ones are returned.
    """
    plain = "\n".join(prose.values()).casefold().replace('"', "").replace("'", "")
    sentences = {i: [sentence.strip(_EDGES) for sentence in _STOP.split(line)]
                 for i, line in zip(prose, plain.split("\n"), strict=False)}
    counts = Counter(chain.from_iterable(sentences.values()))
    if len(counts) == counts.total():
        return set()
    owner: dict[str, int] = {}
    for i in sorted(prose, key=lambda i: -len(prose[i])):
        for sentence in sentences[i]:
            owner.setdefault(sentence, i)
    return {i for i, found in sentences.items() if all(owner[s] != i for s in found)}


def may_stand_in(text: str) -> bool:
    """May a text have run-in captions or plugs at all?"""
    return _may_have_captions(text) or calls_after_stop(text, 0)


def pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """A paragraph as body, run-in captions and a closing plug, without the spaces between.

    Yields offsets and kind: ``body``, ``caption`` or ``promotion``.

    >>> text = "It sank. A tug at work - Bo Chan/Reuters All were saved."
    >>> [(text[start:end], kind) for start, end, kind in pieces(text)][1]
    ('A tug at work - Bo Chan/Reuters', 'caption')
    """
    tail = _plug(text)
    if tail == len(text) and not _may_have_captions(text):
        yield 0, len(text), "body"
        return
    noise = [*_captions(text[:tail]), (tail, len(text), "promotion")]
    done = 0
    for start, end, kind in noise:
        for s, e, k in ((done, start, "body"), (start, end, kind)):
            piece = text[s:e]
            if piece.strip():
                yield s + len(piece) - len(piece.lstrip()), s + len(piece.rstrip()), k
        done = end


def _may_have_captions(text: str) -> bool:
    return any(mark in text for mark in _CREDIT_MARKS)


def _captions(text: str) -> Iterator[tuple[int, int, str]]:
    """Sentences that end on a photo credit, run into the text."""
    done = 0
    for credit in _PHOTO_CREDIT.finditer(text):
        floor = max(done, credit.start() - _CAPTION_REACH)
        breaks = [m.end() for m in _SENTENCE_BREAK.finditer(text, floor, credit.start())]
        start = breaks[-1] if breaks else floor if floor == done else credit.start()
        yield start, credit.end(), "caption"
        done = credit.end()


def _plug(text: str) -> int:
    """Where the closing sentences that promote a newsroom begin; the end if there are none."""
    floor = max(0, len(text) - _PLUG_REACH)
    begin = len(text)
    if not calls_after_stop(text, floor):
        return begin
    for match in reversed(list(_SENTENCE_BREAK.finditer(text, floor))):
        if not is_promotion(text[match.end():begin]):
            break
        begin = match.end()
    return begin
