"""A folder of pages → files, spans, articles, segments; registries; the load ledger.

The only reader of files. Whatever cannot be read is a row of `files` with a `problem`, and the
rest is loaded; whatever is not an article keeps its characters and a kind.
"""

import codecs
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from charset_normalizer import from_bytes
from tqdm import tqdm

from workbench import text as txt
from workbench.dating import date_articles
from workbench.pages import Page, split_page
from workbench.registries import (
    REGISTRIES,
    CorpusError,
    check_day,
    csv_rows,
    find_registry,
    read_registry,
    shipped,
)
from workbench.tables import DAY, TEXT, conform, require

Row = dict[str, Any]

DOUBTFUL = 0.6
"""Articles whose `start_confidence` is below this are listed in the ledger as doubtful.

None is below `pages.THRESHOLD`, where a start is not taken for one.
"""

_NOT_PAGES = {f"{name}.csv" for name in (*REGISTRIES, "retrieved")}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
         (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
         (codecs.BOM_UTF16_BE, "utf-16-be"))


class UnreadableError(ValueError):
    """Why one file cannot be read: the text of its `problem`."""


class Document(NamedTuple):
    """One text of a file: the whole file, or one record of it named ``#ROW``."""

    record: str
    text: str
    encoding: str


class Corpus(NamedTuple):
    """Everything the analyses read.

    `files`, `spans` and `articles` are the tables of that name; `segments` holds what to search,
    each stretch once; `texts` maps a file_id to its decoded text, to which all offsets refer.
    """

    files: pd.DataFrame
    spans: pd.DataFrame
    articles: pd.DataFrame
    segments: pd.DataFrame
    texts: pd.Series


def read_plain(data: bytes) -> Iterator[Document]:
    """A text file: one document, its characters as they are."""
    yield Document("", *decode(data))


READERS: dict[str, Callable[[bytes], Iterable[Document]]] = {
    ".txt": read_plain, ".text": read_plain, ".md": read_plain,
}
"""Suffix → how a file's bytes become documents. A further format is one more line here."""


def load_corpus(
    path: str | Path | None = None,
    *,
    retrieved: str | date | Path | None = None,
    outlets: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
) -> Corpus:
    """Read a folder of pages, or one page, into tables.

    Parameters
    ----------
    path
        Folder (read with its subfolders, in order of name) or file; the shipped sample if not
        given. Hidden files and the registries beside the pages are left alone.
    retrieved
        When the pages were scraped, for "5 days ago": an ISO day for all, or a CSV with columns
        `file_id`, `retrieved`. If not given, a ``retrieved.csv`` in the folder is used.
    outlets, events
        Registries; if not given, those beside the corpus, else the shipped ones.

    Returns
    -------
    Corpus
        Every file found is one row of `files`: with a `problem`, or read. Every non-space
        character of a read file is in exactly one span. An article's `text` is its body, as
        long as the body in the file, with noise masked by spaces; `n_words` counts that.

    Raises
    ------
    CorpusError
        The corpus does not exist or has no readable file; `retrieved` is neither day nor CSV.

    Notes
    -----
    Time and memory grow linearly with the text; one file at a time is held as bytes.

    Examples
    --------
    >>> corpus = load_corpus()
    >>> len(corpus.files), len(corpus.articles)
    (5, 20)
    """
    root = _existing(shipped("sample") if path is None else Path(path))
    outlets = read_registry("outlets", find_registry("outlets", root)) if (
        outlets is None) else outlets
    events = read_registry("events", find_registry("events", root)) if events is None else events
    names = _outlet_names(outlets)
    files, texts = _read_files(root)
    pages = {file_id: split_page(text, outlets=names) for file_id, text in tqdm(
        texts.items(), desc="Splitting pages", disable=None, delay=2, leave=False)}
    days = _retrieved(retrieved, root, list(texts))
    for row in files:
        row["n_articles"] = len(pages[row["file_id"]].articles) if row["file_id"] in pages else 0
        row["retrieved"] = days.get(row["file_id"]) if days is not None else None
    return _tables(files, texts, pages, days, events)


def load_ledger(corpus: Corpus) -> pd.DataFrame:
    """What was loaded and what became of it, in counts that add up.

    One row per `section` and `item`, with its count `n`:

    * ``files``: seen = read + problem (a file of records counts once a record);
    * ``characters`` that are no white space: seen = the sum over the kinds of spans;
    * ``articles``: found = dated (one best day) + bounded (an interval) + undated;
    * ``doubtful start``: each article whose `start_confidence` is below `DOUBTFUL`;
    * ``duplicate file``: each file with the bytes of an earlier one, which it names.

    See Also
    --------
    reconciles : do these sums hold?
    """
    files, articles = corpus.files, corpus.articles
    bad = int(files["problem"].notna().sum())
    dated = articles["published"].notna()
    bounded = articles[["published_earliest", "published_latest"]].notna().any(axis=1) & ~dated
    rows = [("files", "seen", len(files)), ("files", "read", len(corpus.texts)),
            ("files", "problem", bad), *_character_rows(corpus),
            ("articles", "found", len(articles)), ("articles", "dated", int(dated.sum())),
            ("articles", "bounded", int(bounded.sum())),
            ("articles", "undated", int((~dated & ~bounded).sum()))]
    doubtful = articles.loc[articles["start_confidence"] < DOUBTFUL, "article_id"]
    rows += [("doubtful start", article_id, 1) for article_id in doubtful]
    first = files.dropna(subset="sha256").groupby("sha256")["file_id"].transform("first")
    rows += [("duplicate file", f"{files['file_id'][i]} = {original}", 1)
             for i, original in first.items() if original != files["file_id"][i]]
    return pd.DataFrame(rows, columns=["section", "item", "n"]).astype(
        {"section": TEXT, "item": TEXT, "n": "int64"})


def reconciles(ledger: pd.DataFrame) -> bool:
    """Do files, characters and articles each add up to what was seen?"""
    counted = ledger[ledger["section"].isin(["files", "characters", "articles"])]
    whole = counted["item"].isin(["seen", "found"])
    totals = counted[whole].set_index("section")["n"]
    parts = counted[~whole].groupby("section")["n"].sum()
    return bool((totals == parts.reindex(totals.index, fill_value=0)).all())


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding of bytes: by the byte order mark, else UTF-8, else the likeliest one.

    The byte order mark is removed; line ends stay as they are.

    Raises
    ------
    UnreadableError
        Nothing in it, or not text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _text(data[len(mark):].decode(encoding, errors="replace")), encoding
    if b"\0" in data:
        raise UnreadableError(f"not text: NUL byte at offset {data.index(0)}; save it as text")
    try:
        return _text(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        guess = from_bytes(data).best()
    if guess is None:
        raise UnreadableError("not text in any known encoding; save it as UTF-8")
    # Of encodings that read alike, the one that web pages in fact use.
    encoding = "cp1252" if "cp1252" in guess.could_be_from_charset else guess.encoding
    return _text(data.decode(encoding, errors="replace")), encoding


def _text(text: str) -> str:
    if not text.strip():
        raise UnreadableError("empty: no text in it; remove it or fetch the page again")
    return text


def _existing(root: Path) -> Path:
    if not root.exists():
        raise CorpusError(f"corpus {root} does not exist; give a folder of pages or one page")
    return root


def _read_files(root: Path) -> tuple[list[Row], dict[str, str]]:
    """Rows of `files`, and the texts of those that could be read."""
    rows: list[Row] = []
    texts: dict[str, str] = {}
    for file_id, path in _found(root):
        row: Row = {"file_id": file_id, "format": path.suffix.lower().lstrip("."), "n_chars": 0}
        try:
            data = _bytes(path)
            row["sha256"] = hashlib.sha256(data).hexdigest()
            documents = list(READERS[path.suffix.lower()](data))
        except UnreadableError as error:
            rows.append(row | {"problem": str(error)})
            continue
        for record, text, encoding in documents:
            texts[file_id + record] = text
            rows.append(row | {"file_id": file_id + record, "encoding": encoding,
                               "n_chars": len(text)})
    if not texts:
        first = f"; the first: {rows[0]['file_id']}: {rows[0]['problem']}" if rows else ""
        raise CorpusError(f"corpus {root} has no readable page among its {len(rows)} files{first}. "
                          f"Readable are {', '.join(READERS)}")
    return rows, texts


def _found(root: Path) -> list[tuple[str, Path]]:
    """File ids and paths, in order: no hidden files, no registries."""
    if not root.is_dir():
        return [(root.name, root)]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [f for f in folders if not f.startswith(".")]
        found += [Path(folder, name) for name in names
                  if not name.startswith(".") and name not in _NOT_PAGES]
    return sorted((path.relative_to(root).as_posix(), path) for path in found)


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() not in READERS:
        raise UnreadableError(f"format {path.suffix or 'without suffix'} is not read; save it as "
                              f"one of {', '.join(READERS)}")
    try:
        if path.exists() and not path.is_file():
            raise UnreadableError("not a regular file; replace it by a copy of its content")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"cannot be opened ({error.strerror}); check the file and its "
                              "permissions") from error


def _outlet_names(outlets: pd.DataFrame) -> dict[str, str]:
    """Every name and alias of an outlet → its name."""
    require(outlets, "outlets")
    aliases = outlets["aliases"].fillna("").str.split("|")
    return {alias: name for name, also in zip(outlets["name"], aliases, strict=True)
            for alias in [name, *also] if alias}


def _retrieved(value: str | date | Path | None, root: Path, file_ids: list[str],
               ) -> pd.Series | None:
    """Day of retrieval by file_id, or None where nothing is known."""
    if value is None:
        beside = (root if root.is_dir() else root.parent) / "retrieved.csv"
        return _retrieved(beside, root, file_ids) if beside.is_file() else None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return _retrieved_days(Path(str(value)), file_ids)
    return pd.Series(pd.Timestamp(day).normalize(), index=file_ids, dtype=DAY)


def _retrieved_days(file: Path, file_ids: list[str]) -> pd.Series:
    if not file.is_file():
        raise CorpusError(f"retrieved={str(file)!r} is neither an ISO day such as 2025-06-05 nor a "
                          "CSV file with columns file_id, retrieved")
    days = {}
    for line, row in csv_rows(file, ["file_id", "retrieved"]):
        check_day(row["retrieved"], f"{file}, line {line}, column retrieved")
        days[row["file_id"]] = row["retrieved"] or None
    known = [file_id for file_id in file_ids if file_id in days]
    if not known:
        raise CorpusError(f"{file} names none of the corpus' files; expected file ids such as "
                          f"{file_ids[0]}")
    return pd.to_datetime(pd.Series([days[f] for f in known], index=known)).astype(DAY)


def _tables(files: list[Row], texts: dict[str, str], pages: dict[str, Page],
            days: pd.Series | None, events: pd.DataFrame) -> Corpus:
    parts = [_page_rows(file_id, texts[file_id], page) for file_id, page in pages.items()]
    spans, articles, segments = (
        conform([row for part in parts for row in part[i]], name)
        for i, name in enumerate(["spans", "articles", "segments"]))
    articles = date_articles(articles, segments, known_events=events, retrieved=days)
    # Python strings as they are: a column of Arrow text would copy a page at every look-up
    decoded = pd.Series(texts, dtype=object, name="text").rename_axis("file_id")
    return Corpus(conform(files, "files"), spans, articles, segments, decoded)


def _page_rows(file_id: str, text: str, page: Page) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows of `spans`, `articles` and `segments` of one page."""
    cleaned = txt.clean(text)
    headlines = {s.article: s for s in reversed(page.spans) if s.kind == "headline"}
    spans: list[Row] = []
    segments: list[Row] = []
    for span in page.spans:
        owner = None if span.article is None else f"{file_id}:{page.articles[span.article].start}"
        row = {"file_id": file_id, "start": span.start, "end": span.end, "article_id": owner}
        spans.append(row | {"kind": span.kind})
        if span.kind != "body":
            zone = "headline" if span == headlines.get(span.article) else "other"
            segments.append(row | {"zone": zone, "text": cleaned[span.start:span.end],
                                   "source": text[span.start:span.end]})
    articles = list(_article_rows(file_id, text, cleaned, page))
    segments += [{**row, "zone": "body"} for row in articles]
    return spans, articles, segments


def _article_rows(file_id: str, text: str, cleaned: str, page: Page) -> Iterator[Row]:
    """Rows of `articles`, with `source`: their stretch of the file, noise masked as in `text`."""
    noise: dict[int | None, list[txt.Interval]] = {}
    for span in page.spans:
        if span.kind != "body":
            noise.setdefault(span.article, []).append((span.start, span.end))
    for i, found in enumerate(page.articles):
        start, end = found.start, found.end
        inside = [(s - start, e - start) for s, e in noise.get(i, []) if s >= start]
        masked = txt.mask(cleaned[start:end], inside)
        yield found._asdict() | {
            "article_id": f"{file_id}:{start}", "file_id": file_id, "text": masked,
            "authors": "|".join(found.authors), "n_words": len(txt.words(masked)),
            "source": txt.mask(text[start:end], inside)}


def _character_rows(corpus: Corpus) -> list[tuple[str, str, int]]:
    """Characters that are no white space: in all, and by kind of span."""
    seen = sum(map(_solid, corpus.texts))
    spans = corpus.spans
    cuts = [corpus.texts[file_id][start:end] for file_id, start, end in zip(
        spans["file_id"], spans["start"], spans["end"], strict=True)]
    sizes = pd.Series([_solid(cut) for cut in cuts], index=spans.index, dtype="int64")
    by_kind = sizes.groupby(spans["kind"]).sum()
    return [("characters", "seen", seen),
            *(("characters", str(kind), int(n)) for kind, n in by_kind.items())]


def _solid(text: str) -> int:
    return len("".join(text.split()))
