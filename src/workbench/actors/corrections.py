"""The analyst's corrections of mentions: applied on every run, and what they had for effect.

A correction with neither file nor place decides its surface everywhere, and is looked for like a
name of the registry (`decided_surfaces`); one with a file decides it in that file; one with
`start` and `end` decides that span. The narrower one wins.
"""

from typing import Any

import pandas as pd

from workbench.tables import as_segments, conform, require

_SPAN = ["file_id", "start", "end"]
_SURFACE = ["file_id", "surface"]


def decided_surfaces(corrections: pd.DataFrame, actors: pd.DataFrame) -> dict[str, str | None]:
    """Surfaces decided everywhere: their actor, nobody (None), or ``""`` for no mention at all.

    A correction that names an actor unknown to the registry decides nothing.
    """
    general = _usable(corrections, actors).loc[lambda rows: rows["file_id"].isna()]
    actor = general["actor_id"].astype(object).where(general["action"] != "split", None)
    actor = actor.where(general["action"] != "block", "")
    return dict(zip(general["surface"].dropna(), actor[general["surface"].notna()], strict=True))


def correct_mentions(
    mentions: pd.DataFrame, corrections: pd.DataFrame, segments: pd.DataFrame,
    actors: pd.DataFrame,
) -> pd.DataFrame:
    """Apply the corrections that name a file: first those of its surfaces, then those of spans.

    A span that is assigned becomes a mention if it was none, in place of any it overlaps; where
    `surface` is given too, only if that still stands there.
    """
    require(mentions, "mentions")
    require(corrections, "corrections")
    local = _usable(corrections, actors).loc[lambda rows: rows["file_id"].notna()]
    if local.empty:
        return mentions
    at = local["start"].notna()
    corrected = _decide(mentions, local[~at], _SURFACE)
    added = _assigned(local[at & (local["action"] == "assign")], as_segments(segments))
    for row in added.itertuples():
        overlaps = (corrected["file_id"] == row.file_id) & (corrected["start"] < row.end) & (
            corrected["end"] > row.start)
        same = (corrected["start"] == row.start) & (corrected["end"] == row.end)
        corrected = corrected[~overlaps | same]
    corrected = pd.concat([corrected, added]).drop_duplicates(_SPAN)
    corrected = _decide(corrected, local[at], _SPAN)
    types = actors.set_index("actor_id")["type"]
    return conform(corrected.assign(actor_type=corrected["actor_id"].map(types)), "mentions")


def correction_effects(
    corrections: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame
) -> pd.DataFrame:
    """What each correction did: its row and three counts.

    Parameters
    ----------
    corrections
        The corrections.
    before, after
        `mentions` found without and with them.

    Returns
    -------
    pandas.DataFrame
        The corrections with `n_before` and `n_after`, the mentions each speaks of (those of its
        surface, file and span; in `after` those of its actor, if it names one), and
        `n_changed`, how many of them are in only one of the two. A correction with neither
        matches nothing any more.
    """
    require(corrections, "corrections")
    counts = [_effect(row, before, after) for row in corrections.itertuples()]
    return corrections.assign(**{
        name: pd.array([count[name] for count in counts], dtype="int64")
        for name in ("n_before", "n_after", "n_changed")})


def _effect(row: Any, before: pd.DataFrame, after: pd.DataFrame) -> dict[str, int]:
    meant = {c: getattr(row, c) for c in ("surface", *_SPAN) if pd.notna(getattr(row, c))}
    old, new = (_where(mentions, meant) for mentions in (before, after))
    if row.action in ("merge", "assign"):
        new = new[new["actor_id"].eq(row.actor_id).fillna(False)]
    keys = [frozenset(frame[[*_SPAN, "actor_id"]].fillna("").itertuples(index=False, name=None))
            for frame in (old, new)]
    spans = {key[:3] for key in keys[0] ^ keys[1]}
    return {"n_before": len(old), "n_after": len(new), "n_changed": len(spans)}


def _where(mentions: pd.DataFrame, values: dict[str, object]) -> pd.DataFrame:
    for column, value in values.items():
        mentions = mentions[mentions[column].eq(value).fillna(False).astype(bool)]
    return mentions


def _usable(corrections: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    if corrections.empty:  # a large registry need not be looked at
        return corrections
    names_actor = corrections["action"].isin(["merge", "assign"])
    return corrections[~names_actor | corrections["actor_id"].isin(actors["actor_id"])]


def _decide(mentions: pd.DataFrame, local: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Mentions after the corrections that agree with them in `keys`; the last one counts."""
    decisions = local.dropna(subset=keys).drop_duplicates(keys, keep="last")[
        list(dict.fromkeys([*keys, "action", "actor_id", "surface"]))]
    decisions = decisions.astype({key: mentions[key].dtype for key in keys})
    joined = mentions.merge(decisions, on=keys, how="left", suffixes=("", "_decided"))
    action = joined["action"].fillna("")
    if "surface_decided" in joined:  # by span, and the surface that was there may have moved
        action = action.where(joined["surface_decided"].fillna(joined["surface"])
                              == joined["surface"], "")
    actor = joined["actor_id"].mask(action.isin(["merge", "assign"]), joined["actor_id_decided"])
    return joined.assign(actor_id=actor.mask(action == "split", pd.NA))[action != "block"][
        list(mentions.columns)]


def _assigned(local: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Mentions at the spans that corrections assign, if they lie in one segment."""
    held = local.drop(columns="note").merge(segments, on="file_id", suffixes=("", "_held"))
    held = held[(held["start"] >= held["start_held"]) & (held["end"] <= held["end_held"])]
    found = [source[start - at:end - at] for source, start, end, at in zip(
        held["source"], held["start"], held["end"], held["start_held"], strict=True)]
    rows = held.assign(kind="name", actor_type=pd.NA, found=pd.array(found, dtype="string"))
    same = rows["surface"].isna() | (rows["surface"] == rows["found"])
    return conform(rows[same].assign(surface=rows["found"]), "mentions")
