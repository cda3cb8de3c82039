"""On whose words: direct quotations with their speakers, and credits to other newsrooms."""

from workbench.quotes.citations import find_citations
from workbench.quotes.quotations import find_quotes, shared_quotes
from workbench.quotes.sharing import repeated_quotes

__all__ = [
    "find_citations",
    "find_quotes",
    "repeated_quotes",
    "shared_quotes",
]
