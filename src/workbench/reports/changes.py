"""What is new since the last run, and whether new pages or new settings brought it.

A report leaves a small machine-readable state beside its pages; the next report into the same
folder is compared with it. What is compared has an identity that survives a run: articles by
their place, actors by their id, clusters by their witnesses, bursts by series and period.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.analysis import Analysis
from workbench.registries import REGISTRIES
from workbench.render import headings
from workbench.reports.files import STATE
from workbench.reports.pages import versions

COLUMNS = ["what", "change", "name", "before", "after", "because"]
_FORM = 1  # of the state; one of another form is not compared
_PAGES = "new or changed pages"


def state_of(loaded: Analysis, parameters: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The state of a run, as JSON: what it read, what it was told, and what it found.

    Each thing found has a name for readers, a count, and the files that it rests on.
    """
    return {
        "form": _FORM, "versions": versions(), "fingerprint": loaded.fingerprint,
        "parameters": {name: dict(values) for name, values in parameters.items()},
        "files": dict(zip(loaded.files["file_id"], loaded.files["sha256"].fillna(""),
                          strict=True)),
        "registries": {name: _digest(table) for name, table in _registries(loaded).items()},
        "found": {"article": _articles(loaded), "actor": _actors(loaded),
                  "cluster": _clusters(loaded), "burst": _bursts(loaded)}}


def read_state(folder: Path) -> dict[str, Any] | None:
    """The state that the last run left in a folder; None if there was none."""
    try:
        state = json.loads((folder / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) and state.get("form") == _FORM else None


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> pd.DataFrame:
    """What changed between two states.

    One row per file, setting, article, actor, cluster and burst that changed, in this order.

    * ``what``: ``file``, ``setting``, ``article``, ``actor``, ``cluster`` or ``burst``
    * ``change``: ``new``, ``gone`` or ``changed``
    * ``name``: the headline, the actor, how the passage begins, series and period
    * ``before``, ``after``: of an actor the mentions, of a cluster the witnesses
    * ``because``: ``new or changed pages``, or the settings that changed (``corrections``,
      ``actors``, ``top``, ``version of pandas``); both, where what it rests on stands in both
      kinds of pages. New is new even if a page only moved: an article is its place.
    """
    pages = _differing(before["files"], after["files"])
    settings = [*_told(before, after)]
    rows = [("file", change, name, "", "", "") for name, change in pages.items()]
    rows += [("setting", "changed", name, old, new, "") for name, old, new in settings]
    names = ", ".join(name for name, _, _ in settings)
    for what in after["found"]:
        old, new = before["found"].get(what, {}), after["found"][what]
        for key, change in _differing(_counts(old), _counts(new)).items():
            files = {*old.get(key, {}).get("files", ()), *new.get(key, {}).get("files", ())}
            rows.append((what, change, (new.get(key) or old[key])["name"],
                         str(old.get(key, {}).get("n", "")), str(new.get(key, {}).get("n", "")),
                         _because(files, pages, names)))
    return pd.DataFrame(rows, columns=COLUMNS)


def summary(changes: pd.DataFrame) -> str:
    """Changes in one line.

    Examples
    --------
    >>> summary(pd.DataFrame([("file", "new"), ("actor", "gone"), ("actor", "gone")],
    ...                      columns=["what", "change"]))
    'file: 1 new; actor: 2 gone'
    """
    counts = changes.groupby(["what", "change"], sort=False).size()
    lines = [f"{what}: " + ", ".join(f"{n:,} {change}" for (_, change), n in part.items())
             for what, part in counts.groupby(level=0, sort=False)]
    return "; ".join(lines) or "nothing"


def _because(files: set[str], pages: Mapping[str, str], settings: str) -> str:
    """Pages if all that it rests on stands there, settings if nothing does."""
    if not settings or (files and files <= set(pages)):
        return _PAGES
    return f"{_PAGES}; {settings}" if files & set(pages) else settings


def _told(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Parameters, registries and versions that changed, with what they were and are."""
    for name in _differing(before["registries"], after["registries"]):
        yield name, before["registries"].get(name, ""), after["registries"].get(name, "")
    old, new = (_flat(state["parameters"]) for state in (before, after))
    for name in _differing(old, new):
        yield name, old.get(name, "default"), new.get(name, "default")
    for name in _differing(before["versions"], after["versions"]):
        yield (f"version of {name}", before["versions"].get(name, ""),
               after["versions"].get(name, ""))


def _flat(parameters: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {name: json.dumps(value) for values in parameters.values()
            for name, value in values.items()}


def _differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Keys that are not in both or have another value there, and how they changed."""
    changed = {key: "changed" for key in new if key in old and old[key] != new[key]}
    return {**{key: "new" for key in new if key not in old}, **changed,
            **{key: "gone" for key in old if key not in new}}


def _counts(found: Mapping[str, Any]) -> dict[str, int]:
    return {key: entry["n"] for key, entry in found.items()}


def _registries(loaded: Analysis) -> dict[str, pd.DataFrame]:
    tables = {"actors": loaded.registry, "outlets": loaded.outlets, "topics": loaded.topics,
              "events": loaded.known_events, "corrections": loaded.corrections}
    return {name: tables[name] for name in REGISTRIES}


def _digest(table: pd.DataFrame) -> str:
    """Rows and digest of a registry."""
    text = table.to_csv(index=False)
    return f"{len(table)} rows, {hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _articles(loaded: Analysis) -> dict[str, Any]:
    rows = loaded.articles.assign(name=headings(loaded.articles))
    return {row.article_id: {"name": row.name, "n": row.n_words, "files": [row.file_id]}
            for row in rows[["article_id", "name", "n_words", "file_id"]].itertuples()}


def _actors(loaded: Analysis) -> dict[str, Any]:
    names = dict(zip(loaded.actors["actor_id"], loaded.actors["name"], strict=True))
    linked = loaded.mentions.dropna(subset="actor_id")
    return {actor: {"name": str(names.get(actor, actor)), "n": len(files),
                    "files": sorted(set(files))}
            for actor, files in linked.groupby("actor_id")["file_id"]}


def _clusters(loaded: Analysis) -> dict[str, Any]:
    """Clusters by their first witness: a passage goes by the place where it stands first."""
    found = {}
    for _, rows in loaded.clusters.groupby("cluster_id", sort=False):
        first = rows.iloc[0]
        text = loaded.texts[first["file_id"]][first["start"]:first["end"]]
        found[f"{first['file_id']}:{first['start']}"] = {
            "name": " ".join(text.split())[:80], "n": len(rows),
            "files": sorted(set(rows["file_id"]))}
    return found


def _bursts(loaded: Analysis) -> dict[str, Any]:
    """Bursts rest on the files of the articles that may lie in their period."""
    articles = loaded.articles
    return {f"{row.series_kind}:{row.series}:{row.period_start:%Y-%m-%d}": {
        "name": f"{row.series_kind} {row.series}, {row.period_start:%Y-%m-%d} to "
                f"{row.period_end:%Y-%m-%d}", "n": int(row.level),
        "files": sorted(set(articles.loc[
            articles["published_earliest"].le(row.period_end)
            & articles["published_latest"].ge(row.period_start), "file_id"]))}
        for row in loaded.bursts.itertuples()}
