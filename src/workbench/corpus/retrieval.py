"""When the pages of a corpus were scraped: what "5 days ago" is counted from."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from workbench.registries import CorpusError, check_day, csv_rows
from workbench.tables import DAY


class Retrieval(NamedTuple):
    """Day by file_id, or None where nothing is known; ids that no file has."""

    by_file: pd.Series | None = None
    strays: tuple[str, ...] = ()


def retrieval(value: str | date | Path | None, root: Path, file_ids: Sequence[str]) -> Retrieval:
    """From one day for all, a CSV ``file_id,retrieved``, or ``retrieved.csv`` beside the pages.

    A record (``PATH#ROW``) has the day of its own row, else that of its file.
    """
    if value is None:
        beside = (root if root.is_dir() else root.parent) / "retrieved.csv"
        return retrieval(beside, root, file_ids) if beside.is_file() else Retrieval()
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return _from_file(Path(str(value)), file_ids)
    return Retrieval(pd.Series(pd.Timestamp(day).normalize(), index=list(file_ids), dtype=DAY))


def _from_file(file: Path, file_ids: Sequence[str]) -> Retrieval:
    if not file.is_file():
        raise CorpusError(f"retrieved={str(file)!r} is neither an ISO day such as 2025-06-05 nor a "
                          "CSV file with columns file_id, retrieved")
    days: dict[str, str | None] = {}
    for line, row in csv_rows(file, ["file_id", "retrieved"]):
        check_day(row["retrieved"], f"{file}, line {line}, column retrieved")
        days[row["file_id"]] = row["retrieved"] or None
    named = {file_id: name for file_id in file_ids
             for name in (file_id.rpartition("#")[0], file_id) if name in days}
    if not named:
        raise CorpusError(f"{file} names none of the corpus' files; expected file ids such as "
                          f"{file_ids[0]}")
    found = pd.Series([days[name] for name in named.values()], index=list(named))
    return Retrieval(pd.to_datetime(found).astype(DAY),
                     tuple(sorted(days.keys() - set(named.values()))))
