"""A folder of pages → files, spans, articles, segments; the load ledger.

The only reader of files. Whatever cannot be read is a row of `files` with a `problem`, and the
rest is loaded; whatever is not an article keeps its characters and a kind.
"""

from workbench.corpus.ledger import DOUBTFUL, ledger_lines, load_ledger, reconciles
from workbench.corpus.loading import Corpus, load_corpus
from workbench.formats import READERS, Document, decode
from workbench.registries import CorpusError, find_registry, read_registry, shipped

__all__ = [
    "DOUBTFUL",
    "READERS",
    "Corpus",
    "CorpusError",
    "Document",
    "decode",
    "find_registry",
    "ledger_lines",
    "load_corpus",
    "load_ledger",
    "read_registry",
    "reconciles",
    "shipped",
]
