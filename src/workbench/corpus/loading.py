"""A folder of pages → files, spans, articles, segments."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from tqdm import tqdm

from workbench.corpus import amending, tabling
from workbench.corpus.reading import Row, choose_readers, read_files
from workbench.corpus.retrieval import Retrieval, retrieval
from workbench.dating import date_articles
from workbench.formats import Document, article_page
from workbench.pages import split_page
from workbench.pages.credits import Names
from workbench.registries import CorpusError, find_registry, read_registry, shipped
from workbench.tables import conform, empty, require


class Corpus(NamedTuple):
    """Everything the analyses read.

    `files`, `spans` and `articles` are the tables of that name; `segments` holds what to search,
    each stretch once; `texts` maps a file_id to its decoded text, to which all offsets refer.
    `corrections` are those of pages, with what each changed, see `amending.effects`;
    `strays` the file ids of ``retrieved.csv`` that no file has.
    """

    files: pd.DataFrame
    spans: pd.DataFrame
    articles: pd.DataFrame
    segments: pd.DataFrame
    texts: pd.Series
    corrections: pd.DataFrame = empty("corrections").assign(n_before=0, n_after=0, n_changed=0)
    strays: tuple[str, ...] = ()


def load_corpus(
    path: str | Path | None = None,
    *,
    retrieved: str | date | Path | None = None,
    outlets: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    corrections: pd.DataFrame | None = None,
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
    outlets, events, corrections
        Registries; if not given, those beside the corpus, else the shipped ones. Of the
        corrections those of pages are applied: ``start``, ``no_start`` and ``date``.
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
    given = {"outlets": outlets, "events": events, "corrections": corrections}
    known = {name: read_registry(name, find_registry(name, root)) if table is None else table
             for name, table in given.items()}
    files, documents = read_files(root, choose_readers(columns, root))
    return _corpus(files, documents, retrieval(retrieved, root, list(documents)), known)


def _corpus(files: list[Row], documents: Mapping[str, Document], days: Retrieval,
            known: Mapping[str, pd.DataFrame]) -> Corpus:
    """The tables of documents that were read, under what registries say."""
    # Python strings as they are: a column of Arrow text would copy a page at every look-up
    texts = pd.Series({file_id: document.text for file_id, document in documents.items()},
                      dtype=object, name="text").rename_axis("file_id")
    amended = amending.of_pages(known["corrections"], texts)
    rows = _rows(documents, known["outlets"], amended)
    spans, articles, segments = (conform(rows.frame(name), name)
                                 for name in ("spans", "articles", "segments"))
    articles = _dated(articles, segments, known["events"], days, amended)
    return Corpus(_files(files, articles, days), spans, articles, segments, texts,
                  amending.effects(amended, rows.before, articles), days.strays)


def _rows(documents: Mapping[str, Document], outlets: pd.DataFrame, amended: pd.DataFrame,
          ) -> tabling.Rows:
    """Rows of all pages: of one article where the file describes it, else split."""
    names = Names(_outlet_names(outlets))
    rows = tabling.Rows()
    told = amending.starts_by_file(amended)
    for file_id, document in tqdm(documents.items(), desc="Splitting pages", disable=None,
                                  delay=2, leave=False):
        page = article_page(document, names) if document.metadata else (
            split_page(document.text, outlets=names, headings=document.headings))
        if file_id in told:
            rows.note_before(file_id, page)
            if not document.metadata:
                starts, no_starts = told[file_id]
                page = split_page(document.text, outlets=names, starts=starts,
                                  no_starts=no_starts, headings=document.headings)
        rows.add(file_id, document.text, page)
    return rows


def _dated(articles: pd.DataFrame, segments: pd.DataFrame, events: pd.DataFrame, days: Retrieval,
           amended: pd.DataFrame) -> pd.DataFrame:
    """The articles with their days; a corrected day serves as the label, so neighbours gain."""
    labelled = amending.as_labels(articles, amended)
    dated = date_articles(labelled, segments, known_events=events, retrieved=days.by_file)
    return amending.amend_days(dated.assign(date_stated=articles["date_stated"]), amended)


def _files(files: list[Row], articles: pd.DataFrame, days: Retrieval) -> pd.DataFrame:
    counts = articles["file_id"].value_counts()
    by_file: Mapping[str, Any] = {} if days.by_file is None else days.by_file
    return conform([row | {"n_articles": counts.get(row["file_id"], 0),
                           "retrieved": by_file.get(row["file_id"])} for row in files], "files")


def _existing(root: Path) -> Path:
    if not root.exists():
        raise CorpusError(f"corpus {root} does not exist; give a folder of pages or one page")
    return root


def _outlet_names(outlets: pd.DataFrame) -> dict[str, str]:
    """Every name and alias of an outlet → its name."""
    require(outlets, "outlets")
    aliases = outlets["aliases"].fillna("").str.split("|")
    return {alias: name for name, also in zip(outlets["name"], aliases, strict=True)
            for alias in [name, *also] if alias}
