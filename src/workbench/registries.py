"""Registries from CSV: actors, outlets, topics, events, corrections.

What an analyst writes by hand is checked cell by cell; errors name file, line and column.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from workbench.tables import COLUMNS, DAY, OPTIONAL_INT, conform

REGISTRIES = ("actors", "outlets", "topics", "events", "corrections")
_TABLE = {"events": "known_events"}
_KEY = {"actors": ["actor_id"], "outlets": ["outlet_id"], "events": ["event_id"],
        "topics": ["topic_id", "phrase"]}
_ALLOWED = {("actors", "type"): ("person", "organisation", "country", "group", "media"),
            ("corrections", "action"): ("merge", "split", "block", "assign")}


class CorpusError(ValueError):
    """A corpus or registry that cannot be used as asked; one line that says what to do."""


def read_registry(name: str, path: str | Path | None = None) -> pd.DataFrame:
    """Read a registry: ``actors``, ``outlets``, ``topics``, ``events`` or ``corrections``.

    Parameters
    ----------
    name
        Which registry; its columns are those of the table of that name.
    path
        CSV file; the shipped one if not given. No file of corrections is an empty table.

    Raises
    ------
    CorpusError
        Unknown name, missing file or column, or a value that is not allowed: with file, line,
        column, what was expected and what was found.

    Examples
    --------
    >>> list(read_registry("outlets").columns)
    ['outlet_id', 'name', 'type', 'aliases']
    """
    if name not in REGISTRIES:
        raise CorpusError(f"registry {name!r} is not known; choose one of {', '.join(REGISTRIES)}")
    table, file = _TABLE.get(name, name), Path(path or shipped(f"{name}.csv"))
    if name == "corrections" and not file.exists():
        return conform([], table)
    rows, seen = [], set()
    for line, row in csv_rows(file, list(COLUMNS[table])):
        _check_values(name, row, f"{file}, line {line}")
        key = tuple(row[c] for c in _KEY.get(name, []))
        if key and key in seen:
            raise CorpusError(f"{file}, line {line}: {' and '.join(_KEY[name])} {', '.join(key)} "
                              "is there already; keep one row of it")
        seen.add(key)
        rows.append({column: value or None for column, value in row.items()})
    return conform(rows, table)


def find_registry(name: str, corpus_path: str | Path | None = None) -> Path:
    """The registry file in or beside the corpus if there is one, else the shipped one."""
    if corpus_path is not None:
        root = Path(corpus_path).absolute()
        for folder in ([root] if root.is_dir() else []) + [root.parent]:
            if (folder / f"{name}.csv").is_file():
                return folder / f"{name}.csv"
    return shipped(f"{name}.csv")


def shipped(name: str) -> Path:
    """Where a file or folder that ships with the workbench lies: in the wheel or source tree."""
    package = Path(__file__).resolve().parent
    installed = package / "data" / name
    return installed if installed.exists() else package.parents[1] / "data" / name


def csv_rows(file: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, checked to have all columns."""
    try:
        handle = file.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CorpusError(f"{file} cannot be opened ({error.strerror}); check the path") from error
    with handle:
        reader = csv.DictReader(handle)
        try:
            header = reader.fieldnames or []
            if missing := [c for c in columns if c not in header]:
                raise CorpusError(f"{file} lacks columns {missing}; found {list(header)}")
            for row in reader:
                if None in row or None in row.values():
                    raise CorpusError(f"{file}, line {reader.line_num}: expected {len(header)} "
                                      "cells; quote cells that hold commas")
                yield reader.line_num, {c: row[c].strip() for c in columns}
        except (UnicodeDecodeError, csv.Error) as error:
            raise CorpusError(f"{file}, after line {reader.line_num}: {error}; save it as a CSV "
                              "file in UTF-8") from error


def _check_values(name: str, row: dict[str, str], where: str) -> None:
    for column, kind in COLUMNS[_TABLE.get(name, name)].items():
        value, place = row[column], f"{where}, column {column}"
        allowed = _ALLOWED.get((name, column))
        if allowed and value not in allowed:
            raise CorpusError(f"{place}: expected one of {', '.join(allowed)}; found {value!r}")
        if column in _KEY.get(name, []) and not value:
            raise CorpusError(f"{place}: expected a value; found none")
        if kind == DAY:
            check_day(value, place)
        if kind == OPTIONAL_INT and value and not value.isdecimal():
            raise CorpusError(f"{place}: expected an offset; found {value!r}")


def check_day(value: str, where: str) -> None:
    """Raise `CorpusError`, naming the place, unless `value` is an ISO day or empty."""
    try:
        if value:
            date.fromisoformat(value)
    except ValueError:
        raise CorpusError(f"{where}: expected a day as YYYY-MM-DD; found {value!r}") from None
