"""Which column of a table is the text, the headline, the day: guessed from its name, or said."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
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

Row = Mapping[str, Any] | str
"""Values of a record by column, or why it cannot be read."""

ROLES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "articletext", "articlebody", "article",
             "maintext", "story", "storytext", "bodytext", "plaintext", "rawtext", "contenttext",
             "transcript", "description", "summary", "abstract"),
    "headline": ("headline", "title", "heading", "articletitle", "subject"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "media", "medium",
               "sitename", "site", "sourcename", "domain", "sourcedomain", "hostname", "website"),
    "authors": ("authors", "author", "byline", "creator", "writer", "reporter"),
    "section": ("section", "category", "categories", "desk", "rubric", "topic"),
    "date": ("date", "published", "publishedat", "publicationdate", "publisheddate",
             "datepublished", "pubdate", "publishdate", "publishedon", "publishtime",
             "publicationtime", "publishtimestamp", "time", "timestamp", "datetime", "day",
             "created", "createdat"),
    "url": ("url", "link", "href", "permalink", "webpage", "sourceurl", "articleurl"),
    "id": ("id", "articleid", "docid", "documentid", "recordid", "uuid", "guid"),
}
"""What a column can be → names it commonly has, the likeliest first; case and marks are ignored."""

_MARKS = re.compile(r"[\W_]+")


def documents(rows: Iterable[Row], encoding: str, columns: Mapping[str, str],
              ) -> Iterator[Document]:
    """Records as documents named ``#ROW``, from 1, in order; one that cannot be read keeps its row.

    Parameters
    ----------
    rows
        The records; empty ones are to be left out before.
    encoding
        That of the file.
    columns
        Role → column, where the guess of `ROLES` is not to be followed.

    Raises
    ------
    UnreadableError
        There is no record, or none with a column of text.
    """
    found: list[Document] = []
    first_with: dict[str, int] = {}
    missing: tuple[str, ...] | None = None
    for n, row in enumerate(rows, start=1):
        if isinstance(row, str):
            found.append(problem(f"#{n}", row))
            continue
        roles = roles_of(tuple(row), tuple(columns.items()))
        if "text" not in roles:
            missing = missing or tuple(row)
        found.append(_document(n, row, roles, encoding, first_with))
    if not found:
        raise UnreadableError("no records in it; remove it or export it again")
    if missing is not None and not any(document.text for document in found):
        raise UnreadableError(no_text(missing))
    yield from found


@lru_cache(maxsize=256)
def roles_of(names: tuple[str, ...], columns: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """The column of each role that a table has.

    `columns` (role, column) comes before the guess where the table has that column; an empty
    column means that the table has none of that role.

    Examples
    --------
    >>> roles_of(("Title", "pub_date", "body"))
    {'text': 'body', 'headline': 'Title', 'date': 'pub_date'}
    """
    folded = {_MARKS.sub("", name).casefold(): name for name in reversed(names)}
    guessed = {role: folded[known[0]] for role, common in ROLES.items()
               if (known := [name for name in common if name in folded])}
    asked = {role: column for role, column in columns if column in names or not column}
    return {role: column for role, column in (guessed | asked).items() if column}


def no_text(names: Iterable[str]) -> str:
    """The problem of a table without a column of text."""
    listed = ", ".join(list(map(str, names))[:20]) or "none"
    return (f"no column of text; found {listed}; name it in columns.csv beside the corpus "
            "(header role,column; a line text,NAME)")


def _document(n: int, row: Mapping[str, Any], roles: Mapping[str, str], encoding: str,
              first_with: dict[str, int]) -> Document:
    if "text" not in roles:
        return problem(f"#{n}", no_text(row))
    values = {role: as_text(row[column]) for role, column in roles.items()}
    key = values.get("id")
    if key and first_with.setdefault(key, n) != n:
        return problem(f"#{n}", f"{roles['id']} {key} is that of record {first_with[key]} already; "
                                "remove one, or say in columns.csv that there are no ids "
                                "(a line id,)")
    metadata = Metadata(values.get("headline"), values.get("outlet"), values.get("authors"),
                        values.get("section"), stated(values.get("date")), values.get("url"))
    return article(f"#{n}", plain(values["text"] or ""), encoding, metadata)


def as_text(value: Any) -> str | None:
    """A value as text: a list joined by ``|``, of an object its name; None where it is missing.

    Examples
    --------
    >>> as_text({"id": None, "name": "Metro"}), as_text(["Ann Lee", "Bo Chan"]), as_text(3)
    ('Metro', 'Ann Lee|Bo Chan', '3')
    """
    if isinstance(value, Mapping):
        return as_text(value.get("name") or value.get("title"))
    if isinstance(value, list | tuple):
        return "|".join(filter(None, map(as_text, value))) or None
    if value is None or value != value:  # NaN, NaT
        return None
    return str(value) if str(value).strip() else None
