"""The formats an analyst has: bytes of a file become documents; archives become their files.

A format is one more line in `READERS`.
"""

from workbench.formats.archives import Member, members, suffix_of
from workbench.formats.articles import article_page
from workbench.formats.columns import ROLES
from workbench.formats.documents import (
    DAMAGED,
    Document,
    Metadata,
    Reader,
    UnreadableError,
    bounded,
    decode,
)
from workbench.formats.feeds import read_feed
from workbench.formats.mails import read_mail
from workbench.formats.records import record_readers
from workbench.formats.texts import read_markdown, read_text
from workbench.formats.webarchives import read_warc
from workbench.formats.webpages import read_html

READERS: dict[str, Reader] = {
    ".txt": read_text, ".text": read_text, ".md": read_markdown, ".html": read_html,
    ".htm": read_html, ".xhtml": read_html, **record_readers({}), ".rss": read_feed,
    ".atom": read_feed, ".xml": read_feed, ".warc": read_warc, ".eml": read_mail,
}
"""Suffix → how a file's bytes become documents."""

__all__ = [
    "DAMAGED",
    "READERS",
    "ROLES",
    "Document",
    "Member",
    "Metadata",
    "Reader",
    "UnreadableError",
    "article_page",
    "bounded",
    "decode",
    "members",
    "read_feed",
    "read_html",
    "read_mail",
    "read_markdown",
    "read_text",
    "read_warc",
    "record_readers",
    "suffix_of",
]
