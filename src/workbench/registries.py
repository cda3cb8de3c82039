"""Registries from CSV: actors, outlets, topics, events, corrections.

What an analyst writes by hand is checked cell by cell; errors name file, line and column.
"""

import csv
import io
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd

from workbench.tables import COLUMNS, DAY, OPTIONAL_INT, InputError, conform

REGISTRIES = ("actors", "outlets", "topics", "events", "corrections")
NAME_ACTIONS = ("merge", "split", "block", "assign")
"""Corrections of who is meant by a name."""

PAGE_ACTIONS = ("start", "no_start", "date")
"""Corrections of where an article starts, and of when it was published."""

_TABLE = {"events": "known_events"}
_KEY = {"actors": ["actor_id"], "outlets": ["outlet_id"], "events": ["event_id"],
        "topics": ["topic_id", "phrase"]}
_NEEDED = {"actors": ["actor_id", "name"], "outlets": ["outlet_id", "name"],
           "topics": ["topic_id", "label", "phrase"],
           "events": ["event_id", "label", "earliest", "latest"]}
_ORDERED = {"actors": ("valid_from", "valid_to"), "events": ("earliest", "latest")}
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ALLOWED = {("actors", "type"): ("person", "organisation", "country", "group", "media"),
            ("corrections", "action"): (*NAME_ACTIONS, *PAGE_ACTIONS),
            ("actors", "status"): ("", "registry", "discovered")}
_COUNTRY = re.compile(r"[A-Z]{2}|")  # ISO alpha-2


class CorpusError(InputError):
    """A corpus or registry that cannot be used as asked; one line that says what to do."""


def read_registry(name: str, path: str | Path | None = None) -> pd.DataFrame:
    """Read a registry: ``actors``, ``outlets``, ``topics``, ``events`` or ``corrections``.

    Parameters
    ----------
    name
        Which registry; its columns are those of the table of that name.
    path
        CSV file; the shipped one if not given. No corrections are shipped: an empty table.

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
    if file == shipped("corrections.csv") and not file.exists():
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


def add_correction(file: str | Path, **cells: object) -> pd.DataFrame:
    """Append a row to ``corrections.csv``, which is made where there is none; all corrections.

    The file is replaced as a whole: whoever reads it sees it as it was or as it is to be.

    Parameters
    ----------
    file
        The file, see `corrections_file`; its other rows stay as they are.
    **cells
        Cells by column of the table ``corrections``; those left out are empty.

    Raises
    ------
    CorpusError
        The row, or one that is there already, is not allowed; the file is left as it was.
    TypeError
        A cell has another name.
    """
    file, columns = Path(file), list(COLUMNS["corrections"])
    if unknown := sorted(set(cells) - set(columns)):
        raise TypeError(f"a correction has no {unknown}; its cells are {columns}.")
    row = {column: str(cells.get(column, "")) for column in columns}
    _check_values("corrections", row, "the correction")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(_with_row(file, row), encoding="utf-8", newline="")
        table = read_registry("corrections", draft)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    return table


def _with_row(file: Path, row: dict[str, str]) -> str:
    """The text of a file of corrections with one more row."""
    text, header = "", list(row)
    if file.exists():
        read_registry("corrections", file)  # what is wrong with it is said of this file
        text = file.read_bytes().decode("utf-8-sig")
        header = next(csv.reader(io.StringIO(text, newline="")))
    written = io.StringIO(newline="")
    writer = csv.DictWriter(  # a lone carriage return stands bare otherwise, before Python 3.13
        written, header, lineterminator="\n",
        quoting=csv.QUOTE_ALL if any("\r" in cell for cell in row.values()) else csv.QUOTE_MINIMAL)
    if not text:
        writer.writeheader()
    elif not text.endswith(("\n", "\r")):
        written.write("\n")
    writer.writerow(row)
    return text + written.getvalue()


def corrections_file(corpus_path: str | Path) -> Path:
    """Where the corrections of a corpus are, or are to be written: beside its pages."""
    found = find_registry("corrections", corpus_path)
    root = Path(corpus_path).absolute()
    beside = (root if root.is_dir() else root.parent) / "corrections.csv"
    return found if found.exists() else beside


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


def csv_rows(
    file: Path, columns: list[str], *, every: bool = False
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, checked to have all columns; of these, or of every."""
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
                yield reader.line_num, {c: row[c].strip() for c in (header if every else columns)}
        except (UnicodeDecodeError, csv.Error) as error:
            raise CorpusError(f"{file}, after line {reader.line_num}: {error}; save it as a CSV "
                              "file in UTF-8") from error


def _check_values(name: str, row: dict[str, str], where: str) -> None:
    for column, kind in COLUMNS[_TABLE.get(name, name)].items():
        value, place = row[column], f"{where}, column {column}"
        _check_choice(name, column, value, place)
        if column in _NEEDED.get(name, []) and not value:
            raise CorpusError(f"{place}: expected a value; found none")
        if kind == DAY:
            check_day(value, place)
        if kind == OPTIONAL_INT and value and not value.isdecimal():
            raise CorpusError(f"{place}: expected an offset; found {value!r}")
    bounds = [row[column] for column in _ORDERED.get(name, ())]
    if all(bounds) and bounds != sorted(bounds):
        raise CorpusError(f"{where}: expected {' not after '.join(_ORDERED[name])}; found "
                          f"{' and '.join(bounds)}")
    if name == "corrections":
        _check_correction(row, where)


def _check_choice(name: str, column: str, value: str, place: str) -> None:
    allowed = _ALLOWED.get((name, column))
    if allowed and value not in allowed:
        raise CorpusError(f"{place}: expected one of {', '.join(allowed)}; found {value!r}")
    if column == "country" and not _COUNTRY.fullmatch(value):
        raise CorpusError(f"{place}: expected two capital letters such as DE (ISO 3166), or "
                          f"none; found {value!r}")


def _check_correction(row: dict[str, str], where: str) -> None:
    """A correction is about a surface, about one place of one file, or about a start."""
    if row["action"] in PAGE_ACTIONS:
        if not row["file_id"] or not row["start"]:
            raise CorpusError(f"{where}: {row['action']} expects file_id and start; found "
                              f"{[row['file_id'], row['start']]}")
        if row["action"] == "date":
            _check_days(row["note"], f"{where}, column note")
        return
    place = [row["file_id"], row["start"], row["end"]]
    if not row["surface"] and not all(place):
        raise CorpusError(f"{where}: expected a surface, or file_id, start and end; found neither")
    if any(place[1:]) and not all(place):
        raise CorpusError(f"{where}: start and end need each other and a file_id; found {place}")
    if row["action"] in ("merge", "assign") and not row["actor_id"]:
        raise CorpusError(f"{where}: {row['action']} expects an actor_id; found none")


def days_of(note: str) -> tuple[str, str]:
    """First and last day that the note of a ``date`` correction names: one day, or ``A/B``.

    >>> days_of("2025-05-03"), days_of("2025-05-03/2025-05-05")
    (('2025-05-03', '2025-05-03'), ('2025-05-03', '2025-05-05'))
    """
    first, _, last = note.partition("/")
    return first.strip(), (last or first).strip()


def _check_days(note: str, where: str) -> None:
    first, last = days_of(note)
    for day in (first, last):
        check_day(day or "no day", where)
    if first > last:
        raise CorpusError(f"{where}: expected the first day not after the last; found {note!r}")


def check_day(value: str, where: str) -> None:
    """Raise `CorpusError`, naming the place, unless `value` is an ISO day or empty."""
    try:
        if value and not _ISO_DAY.fullmatch(value):
            raise ValueError  # other ISO 8601 forms, such as 2025-W19-5, are no days here
        if value:
            date.fromisoformat(value)
    except ValueError:
        raise CorpusError(f"{where}: expected a day as YYYY-MM-DD; found {value!r}") from None
