"""Who is named where: mentions linked to actors, and everything counted from them."""

from workbench.actors.checking import (
    checked_mentions,
    precision,
    read_marks,
    sample_mentions,
    save_marks,
)
from workbench.actors.concordance import (
    co_mention_graph,
    co_mentions,
    in_context,
    kwic,
    surface_forms,
    unresolved,
    write_graph,
)
from workbench.actors.corrections import correction_effects
from workbench.actors.counts import (
    count_mentions,
    count_mentions_by,
    group_articles,
    is_copied,
    most_named,
)
from workbench.actors.discovery import discover_actors, find_evidence
from workbench.actors.mentions import find_mentions
from workbench.actors.registry import (
    check_ids,
    check_registry,
    import_aliases,
    reconcile,
    roles_of,
    roles_on,
)
from workbench.actors.tallying import Tally

__all__ = [
    "Tally",
    "check_ids",
    "check_registry",
    "checked_mentions",
    "co_mention_graph",
    "co_mentions",
    "correction_effects",
    "count_mentions",
    "count_mentions_by",
    "discover_actors",
    "find_evidence",
    "find_mentions",
    "group_articles",
    "import_aliases",
    "in_context",
    "is_copied",
    "kwic",
    "most_named",
    "precision",
    "read_marks",
    "reconcile",
    "roles_of",
    "roles_on",
    "sample_mentions",
    "save_marks",
    "surface_forms",
    "unresolved",
    "write_graph",
]
