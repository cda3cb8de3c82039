"""Files of records: CSV, TSV, JSON, JSON lines, Parquet. Each record is a text of its own."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from workbench.formats.columns import Row, documents, no_text, roles_of
from workbench.formats.documents import Document, Reader, UnreadableError, decode

_LONGEST_CELL = 8_000_000  # characters; the default, 128 KiB, is less than long articles have
_DELIMITERS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


def record_readers(columns: Mapping[str, str]) -> dict[str, Reader]:
    """Suffix → reader, with these columns (role → column) in place of guessed ones."""
    readers = {
        ".csv": _read_csv, ".tsv": _read_csv, ".tab": _read_csv, ".json": _read_json,
        ".jsonl": _read_lines, ".ndjson": _read_lines, ".parquet": _read_parquet,
    }
    return {suffix: partial(reader, columns=dict(columns)) for suffix, reader in readers.items()}


def _read_csv(data: bytes, columns: Mapping[str, str]) -> Iterator[Document]:
    text, encoding = decode(data)
    return documents(_csv_rows(text), encoding, columns)


def _csv_rows(text: str) -> Iterator[Row]:
    """Rows under the first as the header; the delimiter is the one most often in the header."""
    line = text.lstrip().partition("\n")[0]
    csv.field_size_limit(_LONGEST_CELL)
    lines = (found[0] for found in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=line.count))
    filled = _filled(reader)
    header = next(filled, [])
    if isinstance(header, str):
        yield header
        return
    for cells in filled:
        if isinstance(cells, str):
            yield cells
        elif len(cells) == len(header):
            yield dict(zip(header, cells, strict=True))
        else:
            yield (f"line {reader.line_num}: {len(cells)} cells, and the header has "
                   f"{len(header)}; quote cells that hold the delimiter")


def _filled(reader: Any) -> Iterator[list[str] | str]:
    """Rows that are not empty, and why others cannot be read; reading goes on after them."""
    while True:
        try:
            if any(cells := next(reader)):
                yield cells
        except StopIteration:
            return
        except csv.Error as error:
            yield (f"line {reader.line_num}: {error}; no article is as long as "
                   f"{_LONGEST_CELL:,} characters: save the articles as rows of their own")


def _read_json(data: bytes, columns: Mapping[str, str]) -> Iterator[Document]:
    text, encoding = decode(data)
    try:
        rows = _json_rows(json.loads(text))
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise UnreadableError(f"not JSON: {error}; export it again") from error
        rows = _line_rows(text)  # JSON lines by the name of JSON
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"not JSON that can be read: {error}; export it again") from error
    return documents(rows, encoding, columns)


def _json_rows(content: Any) -> Iterable[Row]:
    """A list of objects, an object that holds one such list, or an object that is a record."""
    if isinstance(content, dict):
        lists = [v for v in content.values() if isinstance(v, list) and v and _objects(v)]
        content = lists[0] if len(lists) == 1 and "text" not in roles_of(tuple(content)) else (
            [content])
    if not isinstance(content, list) or (content and not _objects(content)):
        raise UnreadableError(f"JSON, but no list of objects: found {_kind(content)}; expected "
                              'records such as [{"title": "…", "text": "…", "date": "…"}]')
    return map(_object, content)


def _objects(values: list[Any]) -> bool:
    return any(isinstance(value, dict) for value in values)


def _object(value: Any) -> Row:
    return value if isinstance(value, dict) else f"no object but {_kind(value)}; remove it"


def _kind(value: Any) -> str:
    names: dict[type, str] = {list: "a list of values", str: "a string", dict: "an object"}
    return names.get(type(value), f"the value {value}")


def _read_lines(data: bytes, columns: Mapping[str, str]) -> Iterator[Document]:
    text, encoding = decode(data)
    return documents(_line_rows(text), encoding, columns)


def _line_rows(text: str) -> Iterator[Row]:
    for n, line in enumerate((found[0] for found in _LINE.finditer(text)), start=1):
        if len(line) > _LONGEST_CELL:
            yield f"line {n}: {len(line):,} characters; save the articles as lines of their own"
        elif not line.isspace():
            try:
                yield _object(json.loads(line))
            except (ValueError, RecursionError) as error:
                yield f"line {n} is not JSON: {error}; export it again"


def _read_parquet(data: bytes, columns: Mapping[str, str]) -> Iterator[Document]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(pa.BufferReader(data))
        names = tuple(table.schema_arrow.names)
        roles = roles_of(names, tuple(columns.items()))
        if "text" not in roles:
            raise UnreadableError(no_text(names))
        batches = table.iter_batches(columns=sorted(set(roles.values())))
        rows: Iterable[Row] = (row for batch in batches for row in batch.to_pylist())
        yield from documents(rows, "utf-8", columns)
    except (pa.ArrowException, OSError) as error:
        first = str(error).partition("\n")[0]
        raise UnreadableError(f"not Parquet that can be read: {first}; write it again") from error
