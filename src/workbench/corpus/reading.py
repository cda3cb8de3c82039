"""A folder → rows of `files`, and the documents of those that could be read."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tqdm import tqdm

from workbench.formats import (
    DAMAGED,
    READERS,
    ROLES,
    Document,
    Member,
    Reader,
    UnreadableError,
    bounded,
    members,
    record_readers,
    suffix_of,
)
from workbench.registries import REGISTRIES, CorpusError, csv_rows

Row = dict[str, Any]

_NOT_PAGES = {f"{name}.csv" for name in (*REGISTRIES, "retrieved", "columns", "checked")}
_COMPRESSED = (".zip", ".gz")


def choose_readers(columns: Mapping[str, str] | None, root: Path) -> dict[str, Reader]:
    """Readers by suffix, with the columns given or those of ``columns.csv``."""
    beside = (root if root.is_dir() else root.parent) / "columns.csv"
    if columns is None and beside.is_file():
        columns = {row["role"]: row["column"] for _, row in csv_rows(beside, ["role", "column"])}
    if unknown := sorted(set(columns or {}) - set(ROLES)):
        raise CorpusError(f"columns for {', '.join(unknown)} are not known; choose roles among "
                          f"{', '.join(ROLES)}")
    return READERS | record_readers(columns) if columns else READERS


def read_files(root: Path, readers: Mapping[str, Reader]) -> tuple[list[Row], dict[str, Document]]:
    """Rows of `files`, and the documents of those that could be read."""
    rows: list[Row] = []
    texts: dict[str, Document] = {}
    for member in _members(root, readers):
        for row, document in _read_member(member, readers):
            if row["file_id"] in texts:
                row |= {"file_id": f"{row['file_id']} ({len(rows)})", "problem":
                        "a file of this name is in the archive already; unpack and rename it"}
            elif document and not document.problem:
                texts[row["file_id"]] = document
            rows.append(row)
    if not texts:
        first = f"; the first: {rows[0]['file_id']}: {rows[0]['problem']}" if rows else ""
        raise CorpusError(f"corpus {root} has no readable page among its {len(rows)} files{first}. "
                          f"Readable are {', '.join([*readers, *_COMPRESSED])}")
    return rows, texts


def _members(root: Path, readers: Mapping[str, Reader]) -> Iterator[Member]:
    """Every file found, and in place of each archive the files in it."""
    for file_id, path in tqdm(_found(root), desc="Reading files", disable=None, delay=2,
                              leave=False):
        try:
            data = _bytes(file_id, path, readers)
        except UnreadableError as error:
            yield Member(file_id, suffix_of(file_id), b"", str(error))
            continue
        inside = members(file_id, data)
        yield from (m for m in inside if m.file_id == file_id or _is_page(m.file_id))


def _read_member(member: Member, readers: Mapping[str, Reader],
                 ) -> Iterator[tuple[Row, Document | None]]:
    """Rows of `files` with their documents: one, or one a record."""
    row: Row = {"file_id": member.file_id, "format": member.suffix.lstrip("."), "n_chars": 0}
    if member.problem:
        row["problem"] = member.problem
    else:
        row["sha256"] = hashlib.sha256(member.data).hexdigest()
    try:
        documents = [] if member.problem else list(_reader(member.suffix, readers)(member.data))
    except UnreadableError as error:
        documents, row["problem"] = [], str(error)
    except DAMAGED as error:  # one file that its parser stumbles over must not end the load
        documents = []
        row["problem"] = (f"damaged, or no {member.suffix} file ({type(error).__name__}: {error}); "
                          "copy it again or save it as .txt")
    if not documents:
        yield {"problem": "no pages in it; remove it or fetch the pages again"} | row, None
    for document in map(bounded, documents):
        yield row | _record_row(member.file_id, document), document


def _record_row(file_id: str, document: Document) -> Row:
    """What a document adds to the row of its file; the sum of a record is that of its values."""
    row: Row = {"file_id": file_id + document.record, "encoding": document.encoding,
                "n_chars": len(document.text), "problem": document.problem or None}
    if document.record:
        values = "\n".join(map(str, [document.text, *(document.metadata or ())]))
        digest = hashlib.sha256(values.encode("utf-8", "surrogatepass")).hexdigest()
        row["sha256"] = None if document.problem else digest
    return row


def _found(root: Path) -> list[tuple[str, Path]]:
    """File ids and paths, in order: no hidden files, no registries.

    Folders that are closed, or links, are found by name: opening them gives the problem.
    """
    if not root.is_dir():
        return [(root.name, root)]
    closed: list[OSError] = []
    found = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = [f for f in folders if not f.startswith(".")]
        found += [Path(folder, name) for name in names]
        found += [path for name in folders if (path := Path(folder, name)).is_symlink()]
    found += [Path(error.filename) for error in closed]
    if root in found:
        raise CorpusError(f"corpus {root} may not be opened; change its permissions")
    return sorted((file_id, path) for path in found
                  if _is_page(file_id := _file_id(path.relative_to(root))))


def _file_id(path: Path) -> str:
    """The path as text that can be written: bytes that are no UTF-8 are spelled out."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _is_page(file_id: str) -> bool:
    """Is it neither hidden nor a registry?"""
    *folders, name = file_id.split("/")
    return name not in _NOT_PAGES and not any(
        part.startswith(".") or part == "__MACOSX" for part in [*folders, name])


def _reader(suffix: str, readers: Mapping[str, Reader]) -> Reader:
    if suffix not in readers:
        raise UnreadableError(f"format {suffix or 'without suffix'} is not read; save it as one "
                              f"of {', '.join([*readers, *_COMPRESSED])}")
    return readers[suffix]


def _bytes(file_id: str, path: Path, readers: Mapping[str, Reader]) -> bytes:
    """The bytes of a file, read only if its format is."""
    if path.is_dir():
        raise UnreadableError(
            "link to a folder, which is not followed: it may lead back here; put the folder itself "
            "in its place, or load it as a corpus" if path.is_symlink() else
            "folder that may not be opened; change its permissions")
    if suffix_of(file_id) != ".zip":
        _reader(suffix_of(file_id), readers)
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError("not a regular file; replace it by a copy of its content")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror}); check the file and its "
                              "permissions") from error


