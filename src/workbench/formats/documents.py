"""What every reader yields: documents; and how bytes become text."""

import codecs
import re
import struct
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from charset_normalizer import from_bytes

Interval = tuple[int, int]

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
         (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE = re.compile(r"[^\r\n]*")
_GUESSED_FROM = 1 << 16  # bytes around the first that is not UTF-8; the guess costs much a byte
_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")  # seconds or milliseconds


DAMAGED = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RuntimeError,
           OSError, EOFError, zlib.error, struct.error)
"""What parsers of others raise, besides errors of their own, on files that are damaged."""


class UnreadableError(ValueError):
    """Why a file or record cannot be read: the text of its `problem`."""


class Metadata(NamedTuple):
    """What a file states about an article, apart from its text."""

    headline: str | None = None
    outlet: str | None = None
    authors: str | None = None
    section: str | None = None
    date_stated: str | None = None
    url: str | None = None


class Document(NamedTuple):
    """One text of a file: the whole file, or one record of it named ``#ROW``.

    With `metadata` it is one article, `body` and `headline` say where in `text`, and the rest of
    `text` is labels; without, it is a page that may hold several; `headings` are the offsets of
    lines that its markup sets over articles. With a `problem` it is a record that cannot be read,
    and the rest is empty.
    """

    record: str
    text: str
    encoding: str
    metadata: Metadata | None = None
    body: Interval = (0, 0)
    headline: Interval | None = None
    problem: str = ""
    headings: tuple[int, ...] = ()


LONGEST_LINE = 2_000_000
"""Characters of a line beyond which a text is no news: two long novels without a line break."""

Reader = Callable[[bytes], Iterable[Document]]


def article(record: str, body: str, encoding: str, metadata: Metadata) -> Document:
    r"""A body and what is known of it: an article, or a page where nothing is known of it.

    The headline is the body's first line if it says the same; else it follows the body in the
    text, so that offsets into the body are those into the body as the file has it.

    Examples
    --------
    >>> article("#1", "It rained.", "utf-8", Metadata("Rain")).text
    'It rained.\n\nRain'
    """
    if not body or body.isspace():
        return problem(record, "empty: no text in it; remove it or fetch it again")
    if not any(metadata):
        return Document(record, body, encoding)
    title = (metadata.headline or "").strip()
    first, rest = first_line(body), len(body.rstrip())
    if title and _same(body[slice(*first)], title) and first[1] < rest:
        return Document(record, body, encoding, metadata, (first[1], rest), first)
    if not title:
        return Document(record, body, encoding, metadata, (0, rest))
    text = f"{body}\n\n{title}"
    return Document(record, text, encoding, metadata, (0, rest), (len(body) + 2, len(text)))


def problem(record: str, why: str) -> Document:
    """A record that cannot be read."""
    return Document(record, "", "", problem=why)


def bounded(document: Document) -> Document:
    """The document, or its problem if a line is longer than any text of news."""
    if len(document.text) <= LONGEST_LINE:
        return document
    longest = max(line.end() - line.start() for line in _LINE.finditer(document.text))
    if longest <= LONGEST_LINE:
        return document
    return problem(document.record, f"a line of {longest:,} characters, and a text of news has "
                   f"none above {LONGEST_LINE:,}; if it holds several articles, save them as "
                   "records (CSV, JSON lines) or in files of their own")


def first_line(text: str) -> Interval:
    """Where the first line that is not blank stands."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return start, start + len(text[start:end if end >= 0 else None].rstrip())


def stated(value: str | None) -> str | None:
    """The day that a date in a file states, as an ISO day; other wordings as they are.

    The day is that of the place: a time zone is not converted, except for Unix time, which has
    none. Numeric days such as 3/5/2025 are left for `dating`, which knows their order.

    Examples
    --------
    >>> stated("Sat, 3 May 2025 23:30:00 -0500"), stated("20250503T102200Z"), stated("3/5/2025")
    ('2025-05-03', '2025-05-03', '3/5/2025')
    """
    value = (value or "").strip()
    try:
        if found := _ISO.match(value):
            return date(*map(int, found.groups())).isoformat()
        if found := _EPOCH.fullmatch(value):
            return datetime.fromtimestamp(int(found[1]), UTC).date().isoformat()
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError):
        return value or None


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding of bytes: by the byte order mark, else UTF-8, else the likeliest one.

    The byte order mark is removed; line ends stay as they are.

    Raises
    ------
    UnreadableError
        Nothing in it, or not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _text(data[len(mark):].decode(encoding, errors="replace")), encoding
    if b"\0" in data:
        raise UnreadableError(f"not text: NUL byte at offset {data.index(0)}; save it as text")
    try:
        return _text(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError as error:
        guess = from_bytes(data[max(0, error.start - _GUESSED_FROM):error.end + _GUESSED_FROM])
    best = guess.best()
    if best is None:
        raise UnreadableError("not text in any known encoding; save it as UTF-8")
    # Of encodings that read alike, the one that web pages in fact use.
    encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    return _text(data.decode(encoding, errors="replace")), encoding


def _text(text: str) -> str:
    if not text or text.isspace():
        raise UnreadableError("empty: no text in it; remove it or fetch the page again")
    return text


def _same(line: str, title: str) -> bool:
    near = len(line) < 2 * len(title) + 9  # so that a text of one line is not cut into words
    return near and line.casefold().split() == title.casefold().split()
