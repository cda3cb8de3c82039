"""Files that are whole or not there: folders that appear at once, and tables in three formats."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Any

import pandas as pd
from tqdm import tqdm

from workbench.analysis import Analysis
from workbench.tables import CONTRACT, InputError, as_csv, as_text

STATE = "state.json"
"""What a finished report remembers of its run; the last file to be put in place."""


@contextmanager
def all_or_nothing(out: Path) -> Iterator[Path]:
    """A new folder that becomes `out` when the block ends without error.

    Where `out` is there already, the new files take the place of those of the same name; what
    else lies there stays. A process that is killed leaves whole files only, beside them a
    hidden folder, which the next run removes.
    """
    place = writable(out)
    with tempfile.TemporaryDirectory(dir=place, prefix=f"{_prefix(out)}{os.getpid()}-") as parent:
        folder = Path(parent) / "new"
        folder.mkdir()
        yield folder
        if not out.exists():
            folder.rename(out)
            return
        for path in sorted(folder.iterdir(), key=lambda path: (path.name == STATE, path.name)):
            path.replace(out / path.name)


def writable(out: Path) -> Path:
    """Where to prepare the files of `out`; what a killed run left there is removed.

    Raises
    ------
    InputError
        `out` is a file, or cannot be written to.
    """
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; name a folder to write to.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        # Inside a folder that is there, as it may be the root of a file system of its own
        place = out if out.exists() else out.parent
        tempfile.TemporaryDirectory(dir=place, prefix=f"{_prefix(out)}{os.getpid()}-").cleanup()
    except OSError as error:
        raise InputError(f"cannot write to {out} ({error.strerror}); name a folder you may write "
                         "to.") from None
    for left in place.glob(f"{_prefix(out)}*-*"):
        pid, _, drawn = left.name.removeprefix(_prefix(out)).partition("-")
        if "-" not in drawn and not _runs(pid):  # else it is of a folder with a longer name
            rmtree(left, ignore_errors=True)
    return place


def _prefix(out: Path) -> str:
    return f".{out.resolve().name}-"


def _runs(pid: str) -> bool:
    """Is there a process with this number? One that is not ours counts."""
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except (ValueError, OSError):
        return True
    return True


def choose_tables(names: str) -> list[str]:
    """Names of tables, from text such as ``articles,mentions``.

    Raises
    ------
    InputError
        A name is no table of the contract.
    """
    chosen = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in chosen if name not in CONTRACT]
    if unknown or not chosen:
        raise InputError(f"--tables expects names from {','.join(CONTRACT)}; found "
                         f"{','.join(unknown) or 'none'}.")
    return chosen


def write_tables(analysis: Analysis, names: Sequence[str], out: Path, form: str = "csv") -> None:
    """Write tables of the contract as ``NAME.csv``, ``.parquet`` or ``.jsonl``, all or none.

    The values are exact, as programs read them. A text that begins with ``=``, ``+``, ``-`` or
    ``@`` is such a text in the file too; a spreadsheet that opens the CSV by a double click may
    take it for a formula, so import it as text there, or use the export of an explorer, which
    is made for spreadsheets. JSON lines of an empty table are an empty file, without columns.
    """
    with all_or_nothing(out) as folder:
        for name in tqdm(names, desc="tables", disable=None, delay=2, leave=False):
            WRITERS[form](as_text(analysis.table(name), name), folder / f"{name}.{form}")


WRITERS: dict[str, Callable[[pd.DataFrame, Path], Any]] = {
    "csv": lambda frame, path: path.write_text(as_csv(frame), encoding="utf-8", newline=""),
    "parquet": lambda frame, path: frame.to_parquet(path, index=False),
    "jsonl": lambda frame, path: path.write_text(_json_lines(frame), encoding="utf-8"),
}


def _json_lines(frame: pd.DataFrame) -> str:
    """One object a row, numbers with all their digits, missing values as null."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
