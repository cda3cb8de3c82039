"""Web pages and fragments of HTML → their text, by trafilatura."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from bs4.dammit import EncodingDetector

from workbench.formats.documents import Document, Metadata, UnreadableError, article, decode
from workbench.formats.listings import listing
from workbench.formats.pagedays import published_day

# Why a page has no text is told by its problem; without a handler it would also be printed
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_MARKUP = re.compile(r"</?(?:p|div|br|span|a|img|ul|em|strong|h\d)\b[^<>]*>", re.IGNORECASE)
_LARGEST = 20_000_000  # characters; trafilatura does not download more either
_HEAD = 4096  # bytes in which a page declares its encoding


def read_html(data: bytes) -> Iterator[Document]:
    """A web page: its text and metadata as trafilatura finds them."""
    yield page("", *decode_page(data))


def page(record: str, markup: str, encoding: str, url: str | None = None) -> Document:
    """The article of a web page, or a page to split where it holds several whole ones.

    Comments are left out; the day is htmldate's where the markup states it.

    Raises
    ------
    UnreadableError
        The page is larger than any page of news, or no text was found.
    """
    if len(markup) > _LARGEST:
        raise UnreadableError(f"a web page of {len(markup):,} characters, and one of news has at "
                              f"most {_LARGEST:,}; save its text as .txt")
    if "<" not in markup:  # a text that was saved under the name of a page
        return Document(record, markup, encoding)
    # takes 0.6 s, and not every corpus has web pages
    from trafilatura import bare_extraction, load_html

    tree: Any = load_html(markup)
    if several := listing(markup, tree):
        return Document(record, several.text, encoding, headings=several.headings)
    found: Any = None if tree is None else bare_extraction(
        tree, url=url, with_metadata=True, include_comments=False)
    if found is None or not (found.text or "").strip():
        raise UnreadableError("no article text in this web page; save it once it has loaded, or "
                              "its text as .txt")
    section = next(iter(found.categories or []), None)
    return article(record, found.text, encoding, Metadata(
        found.title, found.sitename, found.author, section,
        published_day(found.date, markup, url or found.url), url or found.url))


def plain(text: str) -> str:
    r"""A text without markup: as it is, unless it is a fragment of HTML.

    Examples
    --------
    >>> plain("Rain <3 Sun"), plain("<p>It rained.</p><p>It snowed.</p>")
    ('Rain <3 Sun', 'It rained.\nIt snowed.')
    """
    if not _MARKUP.search(text):
        return text
    from trafilatura import bare_extraction, html2txt

    whole = f"<html><body><article>{text}</article></body></html>"
    found: Any = bare_extraction(whole, include_comments=False, favor_recall=True)
    return (found.text if found is not None else None) or html2txt(whole)


def decode_page(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Text and encoding: as declared by the server or the page where that fits, else guessed."""
    encoding = declared or EncodingDetector.find_declared_encoding(data[:_HEAD], is_html=True)
    try:
        if encoding and b"\0" not in data and data.strip():
            return data.decode(encoding), encoding.lower()
    except (LookupError, UnicodeDecodeError):
        pass  # a wrong declaration is common; the bytes decide
    return decode(data)
