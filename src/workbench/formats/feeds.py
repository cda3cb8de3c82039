"""RSS and Atom files: each entry with a text is an article."""

import io
from collections.abc import Iterator
from typing import Any

from workbench.formats.documents import (
    Document,
    Metadata,
    UnreadableError,
    article,
    problem,
    stated,
)
from workbench.formats.webpages import plain


def read_feed(data: bytes) -> Iterator[Document]:
    """Entries as ``#ROW``, in the order of the feed; the text is the content, else the summary."""
    import feedparser

    # A file object: bytes that look like an address would be fetched
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        found = "a feed without entries" if feed.get("version") else "no RSS or Atom feed"
        raise UnreadableError(f"{found}; export the articles as a feed, CSV or .txt")
    for n, entry in enumerate(feed.entries, start=1):
        yield _entry(f"#{n}", entry, feed)


def _entry(record: str, entry: Any, feed: Any) -> Document:
    contents = [content.value for content in entry.get("content", ())]
    text = plain(max([*contents, entry.get("summary", "")], key=len))
    if not text.strip():
        return problem(record, "an entry without text; fetch the page of its link")
    outlet = entry.get("source", {}).get("title") or feed.feed.get("title")
    section = next((tag.term for tag in entry.get("tags", ()) if tag.get("term")), None)
    authors = "|".join(a.name for a in entry.get("authors", ()) if a.get("name"))
    return article(record, text, feed.encoding, Metadata(
        plain(entry.get("title", "")) or None, outlet, authors or None, section,
        stated(entry.get("published") or entry.get("updated")), entry.get("link")))
