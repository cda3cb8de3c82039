"""A folder of pages → files, spans, articles, segments; registries; the load ledger.

The only reader of files. Whatever cannot be read is a row of `files` with a `problem`, and the
rest is loaded; whatever is not an article keeps its characters and a kind.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from tqdm import tqdm

from workbench import text as txt
from workbench.dating import date_articles
from workbench.formats import (
    DAMAGED,
    READERS,
    ROLES,
    Document,
    Member,
    Reader,
    UnreadableError,
    article_page,
    bounded,
    members,
    record_readers,
    suffix_of,
)
from workbench.formats import (
    decode as decode,  # offered here too: to what text a file's offsets refer
)
from workbench.pages import Page, split_page
from workbench.pages.credits import Names
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

_NOT_PAGES = {f"{name}.csv" for name in (*REGISTRIES, "retrieved", "columns")}
_COMPRESSED = (".zip", ".gz")


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


def load_corpus(
    path: str | Path | None = None,
    *,
    retrieved: str | date | Path | None = None,
    outlets: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    columns: Mapping[str, str] | None = None,
) -> Corpus:
    """Read a folder of pages, or one page, into tables.

    Parameters
    ----------
    path
        Folder (read with its subfolders, in order of name) or file; the shipped sample if not
        given. Hidden files and the registries beside the pages are left alone. A record of a
        file is a file of its own named ``PATH#ROW`` (from 1), one in an archive ``PATH/MEMBER``.
    retrieved
        When the pages were scraped, for "5 days ago": an ISO day for all, or a CSV with columns
        `file_id`, `retrieved`. If not given, a ``retrieved.csv`` in the folder is used.
    outlets, events
        Registries; if not given, those beside the corpus, else the shipped ones.
    columns
        For files of records: role (`formats.ROLES`: text, headline, outlet, authors, section,
        date, url, id) → column. If not given, a ``columns.csv`` (``role,column``) in the folder
        is used, and what that does not name is guessed from common names.

    Returns
    -------
    Corpus
        Every file found is one row of `files`: with a `problem`, or read. Every non-space
        character of a read file is in exactly one span. An article's `text` is its body, as
        long as the body in the file, with noise masked by spaces; `n_words` counts that.
        Where a file describes its text (a web page, a record with a title), that is one article
        with the columns the file states; elsewhere `pages.split_page` finds the articles.

    Raises
    ------
    CorpusError
        The corpus does not exist or has no readable file; `retrieved` is neither day nor CSV;
        `columns` names a role that there is not.

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
    files, documents = _read_files(root, _readers(columns, root))
    pages = _pages(documents, _outlet_names(outlets))
    texts = {file_id: document.text for file_id, document in documents.items()}
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
    * ``duplicate file``: each file with the bytes of an earlier one, which it names; a record
      with the values of an earlier one likewise.

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


def _existing(root: Path) -> Path:
    if not root.exists():
        raise CorpusError(f"corpus {root} does not exist; give a folder of pages or one page")
    return root


def _readers(columns: Mapping[str, str] | None, root: Path) -> dict[str, Reader]:
    """Readers by suffix, with the columns given or those of ``columns.csv``."""
    beside = (root if root.is_dir() else root.parent) / "columns.csv"
    if columns is None and beside.is_file():
        columns = {row["role"]: row["column"] for _, row in csv_rows(beside, ["role", "column"])}
    if unknown := sorted(set(columns or {}) - set(ROLES)):
        raise CorpusError(f"columns for {', '.join(unknown)} are not known; choose roles among "
                          f"{', '.join(ROLES)}")
    return READERS | record_readers(columns) if columns else READERS


def _read_files(root: Path, readers: Mapping[str, Reader]) -> tuple[list[Row], dict[str, Document]]:
    """Rows of `files`, and the documents of those that could be read."""
    rows: list[Row] = []
    texts: dict[str, Document] = {}
    for member in _members(root, readers):
        for row, document in _read_member(member, readers):
            if row["file_id"] in texts:
                row |= {"file_id": f"{row['file_id']} ({len(rows)})", "problem":
                        "a file of this name is in the archive already; unpack and rename it"}
            elif document and not document.problem:
                texts[row["file_id"]] = document
            rows.append(row)
    if not texts:
        first = f"; the first: {rows[0]['file_id']}: {rows[0]['problem']}" if rows else ""
        raise CorpusError(f"corpus {root} has no readable page among its {len(rows)} files{first}. "
                          f"Readable are {', '.join([*readers, *_COMPRESSED])}")
    return rows, texts


def _members(root: Path, readers: Mapping[str, Reader]) -> Iterator[Member]:
    """Every file found, and in place of each archive the files in it."""
    for file_id, path in _found(root):
        try:
            data = _bytes(file_id, path, readers)
        except UnreadableError as error:
            yield Member(file_id, suffix_of(file_id), b"", str(error))
            continue
        inside = members(file_id, data)
        yield from (m for m in inside if m.file_id == file_id or _is_page(m.file_id))


def _read_member(member: Member, readers: Mapping[str, Reader],
                 ) -> Iterator[tuple[Row, Document | None]]:
    """Rows of `files` with their documents: one, or one a record."""
    row: Row = {"file_id": member.file_id, "format": member.suffix.lstrip("."), "n_chars": 0}
    if member.problem:
        row["problem"] = member.problem
    else:
        row["sha256"] = hashlib.sha256(member.data).hexdigest()
    try:
        documents = [] if member.problem else list(_reader(member.suffix, readers)(member.data))
    except UnreadableError as error:
        documents, row["problem"] = [], str(error)
    except DAMAGED as error:  # one file that its parser stumbles over must not end the load
        documents = []
        row["problem"] = (f"damaged, or no {member.suffix} file ({type(error).__name__}: {error}); "
                          "copy it again or save it as .txt")
    if not documents:
        yield {"problem": "no pages in it; remove it or fetch the pages again"} | row, None
    for document in map(bounded, documents):
        yield row | _record_row(member.file_id, document), document


def _record_row(file_id: str, document: Document) -> Row:
    """What a document adds to the row of its file; the sum of a record is that of its values."""
    row: Row = {"file_id": file_id + document.record, "encoding": document.encoding,
                "n_chars": len(document.text), "problem": document.problem or None}
    if document.record:
        values = "\n".join(map(str, [document.text, *(document.metadata or ())]))
        digest = hashlib.sha256(values.encode("utf-8", "surrogatepass")).hexdigest()
        row["sha256"] = None if document.problem else digest
    return row


def _pages(documents: Mapping[str, Document], outlets: dict[str, str]) -> dict[str, Page]:
    """Every document as a page: of one article if the file describes it, else split."""
    names = Names(outlets)
    return {file_id: article_page(document, names) if document.metadata else
            split_page(document.text, outlets=outlets) for file_id, document in tqdm(
                documents.items(), desc="Splitting pages", disable=None, delay=2, leave=False)}


def _found(root: Path) -> list[tuple[str, Path]]:
    """File ids and paths, in order: no hidden files, no registries; closed folders by name."""
    if not root.is_dir():
        return [(root.name, root)]
    closed: list[OSError] = []
    found = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = [f for f in folders if not f.startswith(".")]
        found += [Path(folder, name) for name in names]
    found += [Path(error.filename) for error in closed]  # opening them gives the problem
    return sorted((file_id, path) for path in found
                  if _is_page(file_id := _file_id(path.relative_to(root))))


def _file_id(path: Path) -> str:
    """The path as text that can be written: bytes that are no UTF-8 are spelled out."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _is_page(file_id: str) -> bool:
    """Is it neither hidden nor a registry?"""
    *folders, name = file_id.split("/")
    return name not in _NOT_PAGES and not any(
        part.startswith(".") or part == "__MACOSX" for part in [*folders, name])


def _reader(suffix: str, readers: Mapping[str, Reader]) -> Reader:
    if suffix not in readers:
        raise UnreadableError(f"format {suffix or 'without suffix'} is not read; save it as one "
                              f"of {', '.join([*readers, *_COMPRESSED])}")
    return readers[suffix]


def _bytes(file_id: str, path: Path, readers: Mapping[str, Reader]) -> bytes:
    """The bytes of a file, read only if its format is."""
    if path.is_dir():
        raise UnreadableError("folder that may not be opened; change its permissions")
    if suffix_of(file_id) != ".zip":
        _reader(suffix_of(file_id), readers)
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
        inside = [(s - start, e - start) for s, e in noise.get(i, [])
                  if start <= s < end]
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
