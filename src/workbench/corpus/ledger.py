"""The load ledger: what was loaded and what became of it, in counts that add up."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench import text as txt
from workbench.corpus.loading import Corpus
from workbench.dating import contradictions
from workbench.tables import TEXT

DOUBTFUL = 0.6
"""Articles whose `start_confidence` is below this are listed in the ledger as doubtful.

None is below `pages.THRESHOLD`, where a start is not taken for one.
"""

_SUMS = ("files", "characters", "articles", "corrections")
_WHOLES = ("seen", "found")
_Row = tuple[str, str, int]


def load_ledger(corpus: Corpus) -> pd.DataFrame:
    """What was loaded and what became of it, in counts that add up.

    One row per `section` and `item`, with its count `n`:

    * ``files``: seen = read + problem (a file of records counts once a record);
    * ``characters`` that are no white space: seen = the sum over the kinds of spans;
    * ``articles``: found = dated (one best day) + bounded (two bounds) + undated;
    * ``corrections`` of pages: seen = applied + without effect;
    * ``doubtful start``: each article whose `start_confidence` is below `DOUBTFUL`;
    * ``contradictory date``: each article with dates that exclude each other, or a label that is
      not believed, and what they are (`dating.contradictions`);
    * ``duplicate file``: each file with the bytes, or the records, of an earlier one, which it
      names, and how many texts that makes twice; a record with the values of an earlier one
      likewise;
    * ``retrieved without file``: each file id of ``retrieved.csv`` that no file has.

    See Also
    --------
    reconciles : do these sums hold?
    ledger_lines : the ledger as lines to read
    """
    rows = [*_file_rows(corpus), *_character_rows(corpus), *_article_rows(corpus.articles),
            *_correction_rows(corpus.corrections), *_duplicate_rows(corpus.files),
            *(("retrieved without file", file_id, 1) for file_id in corpus.strays)]
    return pd.DataFrame(rows, columns=["section", "item", "n"]).astype(
        {"section": TEXT, "item": TEXT, "n": "int64"})


def reconciles(ledger: pd.DataFrame) -> bool:
    """Do files, characters, articles and corrections each add up to what was seen?"""
    counted = ledger[ledger["section"].isin(_SUMS)]
    whole = counted["item"].isin(_WHOLES)
    totals = counted[whole].set_index("section")["n"]
    parts = counted[~whole].groupby("section")["n"].sum()
    return bool((totals == parts.reindex(totals.index, fill_value=0)).all())


def ledger_lines(ledger: pd.DataFrame, *, listed: int = 20) -> list[str]:
    """The ledger as lines: sections under one another, counts in one column, names last.

    Of a section that only lists things, the first `listed` are named and the others counted.

    Examples
    --------
    >>> ledger_lines(pd.DataFrame([("files", "seen", 12)], columns=["section", "item", "n"]))
    ['files                            12  seen']
    """
    place = ledger.groupby("section").cumcount()
    sizes = ledger["section"].map(ledger["section"].value_counts())
    summed = ledger["section"].isin(ledger.loc[ledger["item"].isin(_WHOLES), "section"])
    lines = []
    for row, at, size, all_of_it in zip(ledger.itertuples(), place, sizes, summed, strict=True):
        if all_of_it or at < listed:
            lines.append(f"{row.section:24} {row.n:>10,}  {row.item}")
        elif at == listed:
            lines.append(f"{row.section:24} {size - listed:>10,}  more")
    return lines


def _file_rows(corpus: Corpus) -> list[_Row]:
    bad = int(corpus.files["problem"].notna().sum())
    return [("files", "seen", len(corpus.files)), ("files", "read", len(corpus.texts)),
            ("files", "problem", bad)]


def _character_rows(corpus: Corpus) -> list[_Row]:
    """Characters that are no white space: in all, and by kind of span."""
    spans = corpus.spans
    places = spans.groupby("file_id", sort=False).indices
    starts, ends = (spans[c].to_numpy() for c in ("start", "end"))
    sizes = np.zeros(len(spans), dtype=np.int64)
    seen = 0
    for file_id, text in corpus.texts.items():
        solid = txt.solid_before(text)
        seen += int(solid[-1])
        at = places.get(file_id, [])
        sizes[at] = solid[ends[at]] - solid[starts[at]]
    by_kind = pd.Series(sizes, index=spans.index).groupby(spans["kind"]).sum()
    return [("characters", "seen", seen),
            *(("characters", str(kind), int(n)) for kind, n in by_kind.items())]


def _article_rows(articles: pd.DataFrame) -> list[_Row]:
    dated = articles["published"].notna()
    bounded = articles[["published_earliest", "published_latest"]].notna().all(axis=1) & ~dated
    doubtful = articles["start_confidence"] < DOUBTFUL
    return [("articles", "found", len(articles)), ("articles", "dated", int(dated.sum())),
            ("articles", "bounded", int(bounded.sum())),
            ("articles", "undated", int((~dated & ~bounded).sum())),
            *(("doubtful start", article_id, 1)
              for article_id in articles.loc[doubtful, "article_id"]),
            *(("contradictory date", f"{row.article_id}: {row.evidence}", 1)
              for row in contradictions(articles).itertuples())]


def _correction_rows(corrections: pd.DataFrame) -> list[_Row]:
    applied = int((corrections["n_changed"] > 0).sum())
    counts = [("seen", len(corrections)), ("applied", applied),
              ("without effect", len(corrections) - applied)]
    return [("corrections", item, n) for item, n in counts] if len(corrections) else []


def _duplicate_rows(files: pd.DataFrame) -> Iterator[_Row]:
    """Whole files first, each once; then records of the other files."""
    known = files.dropna(subset="sha256")
    parent = known["file_id"].str.replace(r"#[^#/]*$", "", regex=True)
    whole = known.groupby(parent, sort=False)["sha256"].agg("|".join)
    first = pd.Series(whole.index, index=whole.index).groupby(whole).transform("first")
    copied = first[first.ne(first.index)]
    sizes = parent.value_counts()
    yield from (("duplicate file", f"{copy} = {original}", int(sizes[copy]))
                for copy, original in copied.items())
    rest = known[~parent.isin(copied.index)]
    first = rest.groupby("sha256")["file_id"].transform("first")
    yield from (("duplicate file", f"{copy} = {original}", 1) for copy, original in zip(
        rest["file_id"], first, strict=True) if copy != original)
