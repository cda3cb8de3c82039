"""A checking sheet: mentions drawn at random to be marked right or wrong, and what it shows."""

import os
from pathlib import Path

import pandas as pd

from workbench.registries import csv_rows
from workbench.tables import COLUMNS, as_csv, conform, require

_KEY = ["file_id", "start", "end", "actor_id"]
_MARKED = [*_KEY, "article_id", "surface", "actor_type", "kind", "zone", "stratum", "right"]
_MARKS = {"true": True, "1": True, "1.0": True, "yes": True, "y": True, "right": True,
          "false": False, "0": False, "0.0": False, "no": False, "n": False, "wrong": False}


def sample_mentions(
    mentions: pd.DataFrame, n: int, *, seed: int = 0, by: str = "kind"
) -> pd.DataFrame:
    """Draw mentions to be checked by hand, from each stratum in proportion to its size.

    Parameters
    ----------
    mentions
        What to check.
    n
        How many; all of them if there are fewer.
    seed
        The same seed draws the same mentions from the same table.
    by
        The column whose values are the strata: ``kind``, ``zone``, ``actor_type``.

    Returns
    -------
    pandas.DataFrame
        The mentions drawn, in order of their place, with `stratum`, and `right` to be filled in
        (yes or no). `kwic(segments, sheet)` shows them in context; `precision` reads the sheet.
    """
    require(mentions, "mentions")
    if by not in mentions.columns:
        raise ValueError(f"by={by!r} is no column of mentions; try 'kind', 'zone' or "
                         "'actor_type'.")
    if n < 1:
        raise ValueError(f"n={n} mentions cannot be drawn; try 50.")
    shuffled = mentions.assign(
        stratum=mentions[by].astype("string").fillna("none")).sample(frac=1, random_state=seed)
    order = shuffled.groupby("stratum").cumcount()
    size = shuffled.groupby("stratum")["start"].transform("size")
    # The k-th of m in a stratum stands at (k + 1/2) / m: the first n of all strata together
    # are in proportion to their sizes.
    drawn = ((order + 0.5) / size).sort_values(kind="stable").index[:n]
    sheet = mentions.assign(stratum=shuffled["stratum"]).loc[drawn].sort_values(
        ["file_id", "start", "end"], ignore_index=True)
    return sheet.assign(right=pd.array([pd.NA] * len(sheet), dtype="boolean"))


def read_marks(sheet: pd.DataFrame, file: str | Path) -> pd.DataFrame:
    """The sheet with the marks that a file holds of its mentions; a file not there has none.

    A mark is of a mention in its place with its actor; one that is linked otherwise by now has
    to be marked again.
    """
    marks = checked_mentions(sheet, file)
    right = sheet[_KEY].merge(marks[[*_KEY, "right"]], on=_KEY, how="left")["right"]
    return sheet.assign(right=pd.array(right, dtype="boolean"))


def checked_mentions(mentions: pd.DataFrame, file: str | Path) -> pd.DataFrame:
    """The marks in a file that are of these mentions as they are linked now, for `precision`.

    Returns
    -------
    pandas.DataFrame
        The mentions marked, with `stratum` and `right`. ``attrs["n_marks"]`` says how many marks
        the file holds: the others are of mentions that have changed since or are not among these.
    """
    require(mentions, "mentions")
    marks = _marks(Path(file))
    rows = mentions[list(COLUMNS["mentions"])].merge(
        marks[[*_KEY, "stratum", "right"]], on=_KEY).drop_duplicates(_KEY, ignore_index=True)
    rows.attrs["n_marks"] = len(marks)
    return rows


def save_marks(sheet: pd.DataFrame, file: str | Path) -> None:
    """Write the marks of a sheet to a file, which is replaced as a whole; marks of others stay."""
    place = Path(file)
    known = _marks(place)
    others = known.merge(sheet[_KEY], on=_KEY, how="left", indicator=True)
    others = others[others.pop("_merge") == "left_only"]
    marked = sheet[sheet["right"].notna()]
    rows = pd.concat([others, marked])[_MARKED].assign(
        right=lambda table: table["right"].map({True: "yes", False: "no"}))
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        draft.write_text(as_csv(rows.sort_values(_KEY[:3])), encoding="utf-8", newline="")
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)


def _marks(file: Path) -> pd.DataFrame:
    """All marks of a file, with `right` as it was meant."""
    rows = [row for _, row in csv_rows(file, _MARKED)] if file.exists() else []
    table = conform([row | {"start": int(row["start"]), "end": int(row["end"])} for row in rows],
                    "mentions")
    cells = pd.DataFrame(rows, columns=_MARKED).astype({"start": int, "end": int}).sort_values(
        _KEY[:3], kind="stable", ignore_index=True)
    return table.assign(stratum=cells["stratum"].astype("string"), right=_as_marks(cells["right"]))


def _as_marks(cells: pd.Series) -> pd.Series:
    marks = cells.astype("string").str.strip().str.lower().replace("", pd.NA)
    unknown = sorted(set(marks.dropna()) - set(_MARKS))
    if unknown:
        raise ValueError(f"column right holds {unknown}; mark each mention yes or no.")
    return marks.map(_MARKS).astype("boolean")


def precision(sheet: pd.DataFrame) -> pd.DataFrame:
    """What a checking sheet shows: the share of right mentions, with its interval.

    Parameters
    ----------
    sheet
        From `sample_mentions`, with `right` filled in, also as yes/no, 1/0 or right/wrong.

    Returns
    -------
    pandas.DataFrame
        `stratum` (first ``all``), `n_drawn`, `n_marked`, `n_right`, `precision` (0 to 1), and its
        95 % interval `low` to `high` after Wilson (1927). Mentions not marked are left out of
        the share; without any marked, it is missing.

    Raises
    ------
    ValueError
        `right` has a value that is neither yes nor no.

    Examples
    --------
    >>> sheet = pd.DataFrame({"stratum": ["name"] * 10, "right": ["yes"] * 9 + ["no"]})
    >>> precision(sheet)[["stratum", "n_right", "precision", "low", "high"]].round(3)
      stratum  n_right  precision    low   high
    0     all        9        0.9  0.596  0.982
    1    name        9        0.9  0.596  0.982
    """
    missing = {"stratum", "right"} - set(sheet.columns)
    if missing:
        raise ValueError(f"a checking sheet lacks columns {sorted(missing)}; found "
                         f"{list(sheet.columns)}. Build it with sample_mentions(mentions, n).")
    right = _as_marks(sheet["right"])
    strata = [("all", right), *right.groupby(sheet["stratum"])]
    return pd.DataFrame([_interval(str(name), marked) for name, marked in strata])


def _interval(stratum: str, right: pd.Series) -> dict[str, object]:
    n, k = int(right.notna().sum()), int(right.sum())
    row: dict[str, object] = {"stratum": stratum, "n_drawn": len(right), "n_marked": n,
                              "n_right": k}
    if not n:
        return row | {"precision": float("nan"), "low": float("nan"), "high": float("nan")}
    from scipy.stats import binomtest  # takes 0.5 s, and few runs check a sheet

    interval = binomtest(k, n).proportion_ci(method="wilson")
    return row | {"precision": k / n, "low": float(interval.low), "high": float(interval.high)}
