"""The analyst's corrections of pages: where articles start, and when they were published.

``start`` says that the body of an article starts at `start` in `file_id`, found or not;
``no_start`` that the one found there does not; ``date`` that the article starting there was
published on the day, or between the days ``A/B``, that its `note` names. They are applied at
every load; of two about one place the later counts.
"""

import re
from collections.abc import Mapping

import pandas as pd

from workbench.registries import PAGE_ACTIONS, days_of
from workbench.tables import require

_PLACE = ["file_id", "start"]
_SOLID = re.compile(r"\S")
Starts = tuple[set[int], set[int]]
"""Offsets where articles start, and where they do not."""


def of_pages(corrections: pd.DataFrame, texts: pd.Series) -> pd.DataFrame:
    """The corrections that are about pages, in their order.

    `start` is moved to the next character that is no white space. `stands` tells whether the
    file has the place and, where `surface` is given, these words there.
    """
    require(corrections, "corrections")
    amended = corrections[corrections["action"].isin(PAGE_ACTIONS)].reset_index(drop=True)
    found = [_found(texts.get(file_id, ""), start, surface) for (file_id, start), surface in zip(
        _places(amended), amended["surface"].fillna(""), strict=True)]
    at = pd.Series(found, index=amended.index, dtype="Int64")
    return amended.assign(start=at.fillna(amended["start"]), stands=at.notna())


def starts_by_file(amended: pd.DataFrame) -> dict[str, Starts]:
    """Where articles start, and where they do not, by file_id."""
    told = amended[amended["stands"] & (amended["action"] != "date")]
    last = told.drop_duplicates(_PLACE, keep="last")
    starts: dict[str, Starts] = {}
    for action, place in zip(last["action"], _places(last), strict=True):
        yes, no = starts.setdefault(place[0], (set(), set()))
        (yes if action == "start" else no).add(place[1])
    return starts


def as_labels(articles: pd.DataFrame, amended: pd.DataFrame) -> pd.DataFrame:
    """The articles with each corrected day as its label."""
    days = {place: first for place, (first, last) in _days(amended).items() if first == last}
    places = pd.Series(zip(articles["file_id"], articles["start"], strict=True),
                       index=articles.index, dtype=object)
    return articles.assign(date_stated=places.map(days).astype("string").fillna(
        articles["date_stated"])) if days else articles


def amend_days(articles: pd.DataFrame, amended: pd.DataFrame) -> pd.DataFrame:
    """The articles with the days that corrections give."""
    amendments = _days(amended)
    frame = articles.copy()
    for row, place in enumerate(zip(articles["file_id"], articles["start"], strict=True)):
        if place in amendments:
            first, last = map(pd.Timestamp, amendments[place])
            frame.loc[row, ["published_earliest", "published_latest"]] = [first, last]
            frame.loc[row, "published"] = first if first == last else pd.NaT
            frame.loc[row, ["date_basis", "date_evidence"]] = [
                "stated", f"correction «{amendments[place][0]}/{amendments[place][1]}»"
                if first != last else f"correction «{amendments[place][0]}»"]
    return frame


def effects(amended: pd.DataFrame, before: Mapping[tuple[str, int], float],
            articles: pd.DataFrame) -> pd.DataFrame:
    """The corrections with what each did.

    Returns
    -------
    pandas.DataFrame
        The corrections with `n_before` and `n_after`, whether (0 or 1) an article starts at the
        place without and with all corrections, and `n_changed`, whether this one has an effect:
        a start added or made certain, a start taken away, a day set. One that a later one
        overrules has none.
    """
    after = dict(zip(zip(articles["file_id"], articles["start"], strict=True),
                     articles["start_confidence"], strict=True))
    about = amended["action"].where(amended["action"] == "date", "start")
    overruled = amended.assign(about=about).duplicated([*_PLACE, "about"], keep="last")
    rows = []
    for action, place, void in zip(amended["action"], _places(amended),
                                   overruled | ~amended["stands"], strict=True):
        old, new = before.get(place), after.get(place)
        changed = new is not None if action == "date" else old != new
        rows.append((int((new if action == "date" else old) is not None), int(new is not None),
                     int(changed and not void)))
    counts = pd.DataFrame(rows, columns=["n_before", "n_after", "n_changed"], dtype="int64")
    return pd.concat([amended.drop(columns="stands"), counts], axis=1)


def _found(text: str, start: int, surface: str) -> int | None:
    """Where the words stand, at the first character from `start` on; None if they do not."""
    solid = _SOLID.search(text, start)
    return solid.start() if solid and text.startswith(surface, solid.start()) else None


def _places(amended: pd.DataFrame) -> list[tuple[str, int]]:
    return list(zip(amended["file_id"], amended["start"].astype("int64"), strict=True))


def _days(amended: pd.DataFrame) -> dict[tuple[str, int], tuple[str, str]]:
    """First and last day by place."""
    dates = amended[amended["stands"] & (amended["action"] == "date")]
    return {place: days_of(note) for place, note in zip(_places(dates), dates["note"],
                                                        strict=True)}
