"""Who is named where: mentions linked to actors, and everything counted from them."""

from workbench.actors.concordance import (
    co_mention_graph,
    co_mentions,
    count_mentions,
    kwic,
    surface_forms,
    unresolved,
)
from workbench.actors.corrections import correction_effects
from workbench.actors.discovery import discover_actors, find_evidence
from workbench.actors.lexicon import check_registry
from workbench.actors.mentions import find_mentions

__all__ = [
    "check_registry",
    "co_mention_graph",
    "co_mentions",
    "correction_effects",
    "count_mentions",
    "discover_actors",
    "find_evidence",
    "find_mentions",
    "kwic",
    "surface_forms",
    "unresolved",
]
