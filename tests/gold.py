"""The hand-annotated sample pages (`tests/gold/`) as tables, and a score against them."""

import csv
import json
from functools import cache
from pathlib import Path

import pandas as pd

from workbench import text
from workbench.tables import conform

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
GOLD = Path(__file__).parent / "gold"
FILES = ("000_ff8fc0b427d3e583.txt", "004_4ef23ee7f03eaff6.txt")


@cache
def page(file_id: str) -> str:
    return (SAMPLE / file_id).read_bytes().decode("utf-8-sig")


@cache
def load(name: str, key: str = ""):
    """One annotation file (or one list in it) as parsed JSON."""
    if name == "mentions":
        return [json.loads(line) for line in (GOLD / "mentions.jsonl").open(encoding="utf-8")]
    data = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return data[key] if key else data


def gold_actors() -> list[dict]:
    with (GOLD / "actors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def gold_articles() -> pd.DataFrame:
    """The annotated articles as an `articles` table."""
    rows = []
    for a in load("articles"):
        noise = [(start, end) for start, end, _ in a["in_body_noise"]]
        rows.append({
            "article_id": a["id"], "file_id": a["file"], "start": a["start"], "end": a["end"],
            "headline": a["headline"], "outlet": a["outlet"], "origin": a["origin"],
            "section": a["section"], "authors": "|".join(a["authors"]),
            "dateline": a["dateline_place"], "date_stated": a["stated_date"],
            "published_earliest": a["published"]["earliest"],
            "published_latest": a["published"]["latest"], "published": a["published"]["best"],
            "date_basis": "stated", "start_confidence": 1.0, "n_words": 0,
            "text": text.mask(text.clean(page(a["file"])), noise)[a["start"]:a["end"]],
        })
    return conform(rows, "articles")


def gold_segments() -> pd.DataFrame:
    """What the analyses read, cut by hand: bodies, first headlines, and the rest."""
    rows = []
    for a in load("articles"):
        noise = [(start, end) for start, end, _ in a["in_body_noise"]]
        rows.append(_segment(a["file"], a["start"], a["end"], a["id"], "body", noise))
        rows += [_segment(a["file"], s, e, a["id"], "other") for s, e in noise]
    headed = set()
    for b in load("boilerplate"):
        below = [a["id"] for a in load("articles")
                 if a["file"] == b["file"] and a["start"] >= b["end"]]
        owner = below[0] if below and b["kind"] in ("headline", "header-metadata") else None
        zone = "headline" if b["kind"] == "headline" and owner not in headed else "other"
        headed |= {owner} if zone == "headline" else set()
        rows.append(_segment(b["file"], b["start"], b["end"], owner, zone))
    return conform(rows, "segments")


def _segment(file_id, start, end, article_id, zone, noise=()):
    source = text.mask(page(file_id), noise)[start:end]
    cleaned = text.mask(text.clean(page(file_id)), noise)[start:end]
    return {"article_id": article_id, "file_id": file_id, "start": start, "end": end,
            "zone": zone, "text": cleaned, "source": source}


def f1(found: set, wanted: set) -> float:
    """Harmonic mean of precision and recall of two sets."""
    return 2 * len(found & wanted) / (len(found) + len(wanted)) if found or wanted else 1.0
