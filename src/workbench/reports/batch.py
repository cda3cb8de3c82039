"""Many reports from one file: a row a report, in parallel, taken up again where they stopped.

A report is finished when its folder holds a state with the stamp of what it is made from; so
what is finished is not made again, and whatever kills a run, the next one goes on with the
rest. Each report is a process of its own: one that fails or is killed harms no other.
"""

import csv
import hashlib
import io
import json
import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import yaml
from tqdm import tqdm

from workbench.registries import REGISTRIES, find_registry, shipped
from workbench.reports.changes import read_state
from workbench.reports.files import all_or_nothing
from workbench.reports.pages import index_page, versions
from workbench.tables import InputError

_FOLDER = r"[\w][\w .-]*"


class Row(NamedTuple):
    """One report to make: the folder it goes to and what it is told."""

    name: str
    told: dict[str, str]


class Outcome(NamedTuple):
    """What became of a report: ``made``, ``kept`` (it was finished) or ``failed``, and why."""

    name: str
    status: str
    error: str
    told: dict[str, str]


def read_rows(path: Path) -> list[Row]:
    """The reports that a parameters file asks for.

    Parameters
    ----------
    path
        A CSV with one column a parameter and one row a report, or a YAML list of mappings. Any
        parameter of a notebook may stand there, ``notebook`` (several with ``|``), and ``name``,
        the folder of the report; without, it is ``row-1`` and so on. Empty cells are not given.

    Raises
    ------
    InputError
        The file cannot be read, holds no row, or two rows have one name or one no folder can
        have; the message names the row.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
        found = (yaml.safe_load(content) if path.suffix.lower() in (".yaml", ".yml") else
                 list(csv.DictReader(io.StringIO(content, newline=""), strict=True)))
    except (OSError, UnicodeDecodeError, csv.Error, yaml.YAMLError) as error:
        raise InputError(f"cannot read {path}: {' '.join(str(error).split())}") from None
    if not found or not isinstance(found, list) or not all(isinstance(r, dict) for r in found):
        raise InputError(f"{path} holds no reports; expected a CSV with a row a report, or a YAML "
                         "list of mappings.")
    rows = [_row(path, number, values) for number, values in enumerate(found, start=1)]
    names = pd.Series([row.name for row in rows])
    for name in names[names.duplicated()]:
        raise InputError(f"{path}: two rows are named {name!r}; a name is a folder, give another.")
    return rows


def _row(path: Path, number: int, values: Mapping[Any, Any]) -> Row:
    told = {str(name).strip(): _text(value) for name, value in values.items()
            if name is not None and _text(value)}
    if None in values:
        raise InputError(f"{path}, row {number}: more cells than the header has columns; a value "
                         'with commas stands in quotes: "a,b".')
    name = told.pop("name", f"row-{number}")
    if not re.fullmatch(_FOLDER, name) or name == "index.html":
        raise InputError(f"{path}, row {number}: name {name!r} cannot be a folder; use letters, "
                         "digits, spaces, '.', '_' and '-'.")
    return Row(name, told)


def _text(value: Any) -> str:
    """A value as it is written on the command line; YAML has lists, numbers and truth values."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "" if value is None else str(value).strip()


def stamp_of(values: Mapping[str, str], notebooks: Iterable[Path]) -> str:
    """Hex digits that change with a page, a registry, a parameter, a notebook, a version."""
    corpus = Path(values.get("corpus") or shipped("sample"))
    registries = [values.get(f"{name}_csv") or find_registry(name, values.get("corpus") or None)
                  for name in REGISTRIES if name != "corrections"]
    beside = corpus if corpus.is_dir() else corpus.parent
    sources = [Path(p) for p in (
        corpus, values.get("retrieved", ""), *registries, find_registry("corrections", corpus),
        beside / "retrieved.csv", beside / "columns.csv") if p]
    files = [file for source in [*sources, *notebooks] for file in (
        sorted(source.rglob("*")) if source.is_dir() else [source]) if file.is_file()]
    digest = hashlib.sha256(json.dumps([dict(values), versions()], sort_keys=True).encode())
    for file in files:
        digest.update(f"{file} ".encode("utf-8", "surrogateescape") + _digest(file))
    return digest.hexdigest()[:16]


def _digest(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except OSError as error:  # a page that cannot be read is a row with a problem
        return str(error.errno).encode()


def write_batch(
    rows: Sequence[Row], out: Path, make: Callable[[Row, Path, str], None],
    stamp: Callable[[Row], str], *, workers: int = 0
) -> list[Outcome]:
    """Make each report that is not finished in ``out/NAME``, and ``out/index.html``.

    Parameters
    ----------
    make
        Writes one report, with its stamp in the state, into a folder; runs in a process of its
        own.
    stamp
        What a row is made from, see `stamp_of`.
    workers
        Reports made at the same time; 0: one for each core.
    """
    outcomes = {}
    waiting = []
    for row in rows:
        try:
            wanted = stamp(row)
        except InputError as error:
            outcomes[row.name] = Outcome(row.name, "failed", str(error), row.told)
            continue
        if (read_state(out / row.name) or {}).get("stamp") == wanted:
            outcomes[row.name] = Outcome(row.name, "kept", "", row.told)
        else:
            waiting.append((row, wanted))
    for row, problem in _each_in_a_process(waiting, out, make, workers or _cores()):
        outcomes[row.name] = Outcome(row.name, "failed" if problem else "made", problem, row.told)
    ordered = [outcomes[row.name] for row in rows]
    with all_or_nothing(out) as folder:
        (folder / "index.html").write_text(index_page(
            "News workbench: reports", "batch.html.j2", outcomes=ordered), encoding="utf-8")
    return ordered


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _each_in_a_process(
    waiting: Sequence[tuple[Row, str]], out: Path, make: Callable[[Row, Path, str], None],
    workers: int
) -> Iterable[tuple[Row, str]]:
    """Each row when it is done, with its error or nothing; so many at a time."""
    queue = list(reversed(waiting))
    running: dict[BaseProcess, tuple[Row, Connection]] = {}
    try:
        for _ in tqdm(range(len(waiting)), desc="reports", disable=None, leave=False):
            while queue and len(running) < workers:
                row, wanted = queue.pop()
                process, said = _start(make, row, out / row.name, wanted)
                running[process] = (row, said)
            done = wait([process.sentinel for process in running])
            process = next(p for p in running if p.sentinel in done)
            row, said = running.pop(process)
            process.join()
            yield row, _error(process, said)
    finally:
        for process in running:
            process.kill()


def _start(
    make: Callable[[Row, Path, str], None], row: Row, out: Path, wanted: str
) -> tuple[BaseProcess, Connection]:
    listening, speaking = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_make_one, args=(make, row, out, wanted, speaking))
    process.start()
    speaking.close()
    return process, listening


def _make_one(
    make: Callable[[Row, Path, str], None], row: Row, out: Path, wanted: str, said: Connection
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the parent ends this one
    try:
        make(row, out, wanted)
        said.send("")
    except Exception as error:  # noqa: BLE001  whatever it is, it is this report's and is listed
        said.send(f"{type(error).__name__}: {error}")


def _error(process: BaseProcess, said: Connection) -> str:
    if said.poll():
        try:
            return " ".join(str(said.recv()).split())
        except EOFError:
            pass
    return f"its process ended with status {process.exitcode}"
