"""Compressed files and archives → the files in them, with a bound on what they expand to."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, NamedTuple, cast

from workbench.formats.documents import DAMAGED, UnreadableError

RATIO = 25
"""A compressed file may expand to this many times its size; text and HTML reach about ten."""
FLOOR = 32_000_000
"""Bytes to which any compressed file may expand, however small it is."""

_BROKEN = (*DAMAGED, zipfile.BadZipFile)


class Member(NamedTuple):
    """A file as it is read: itself, or one file of an archive named ``ARCHIVE/MEMBER``."""

    file_id: str
    suffix: str
    data: bytes
    problem: str = ""


def bound(size: int) -> int:
    """Bytes to which a compressed file of this size may expand."""
    return max(FLOOR, RATIO * size)


def suffix_of(name: str) -> str:
    """The suffix that says how a file is read, without that of its compression.

    >>> suffix_of("2025/a.CSV.gz"), suffix_of("a.zip"), suffix_of("README")
    ('.csv', '.zip', '')
    """
    path = PurePosixPath(name.lower())
    return (path.with_suffix("") if path.suffix == ".gz" else path).suffix


def members(file_id: str, data: bytes) -> Iterator[Member]:
    """A file's contents: of a .gz what it compresses, of a ZIP file each file in it.

    What cannot be opened is a member with a `problem`. ZIP files inside ZIP files are not opened.
    """
    try:
        if file_id.lower().endswith(".gz"):
            data = _gunzipped(data, bound(len(data)))
        if suffix_of(file_id) == ".zip":
            yield from _zip_members(file_id, data)
        else:
            yield Member(file_id, suffix_of(file_id), data)
    except UnreadableError as error:
        yield Member(file_id, suffix_of(file_id), b"", str(error))


def _zip_members(file_id: str, data: bytes) -> Iterator[Member]:
    left = bound(len(data))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise UnreadableError(f"no ZIP file that can be opened ({error}); copy it again") from error
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if not entries:
        raise UnreadableError("a ZIP file without files; remove it")
    for entry in entries:
        member = _zip_member(file_id, archive, entry, left)
        left -= len(member.data)
        yield member


def _zip_member(file_id: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo,
                left: int) -> Member:
    name = f"{file_id}/{entry.filename}"
    try:
        if suffix_of(name) == ".zip":
            raise UnreadableError("a ZIP file in a ZIP file; unpack it")
        try:
            handle = archive.open(entry)
        except _BROKEN as error:
            raise UnreadableError(f"cannot be unpacked ({error}); unpack it yourself") from error
        data = _expanded(handle, left)
        if name.lower().endswith(".gz"):
            data = _gunzipped(data, left)
        return Member(name, suffix_of(name), data)
    except UnreadableError as error:
        return Member(name, suffix_of(name), b"", str(error))


def _gunzipped(data: bytes, limit: int) -> bytes:
    return _expanded(cast(IO[bytes], gzip.GzipFile(fileobj=io.BytesIO(data))), limit)


def _expanded(handle: IO[bytes], limit: int) -> bytes:
    """All of a compressed stream."""
    try:
        with handle:
            data = handle.read(limit + 1)
    except _BROKEN as error:
        raise UnreadableError(f"breaks off or is damaged ({error}); copy it again") from error
    if len(data) > limit:
        raise UnreadableError(f"expands to more than {limit:,} bytes, {RATIO} times the size of "
                              f"the file and more than {FLOOR:,}; unpack it if it is to be read")
    return data
