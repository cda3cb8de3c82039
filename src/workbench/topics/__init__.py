"""Topics: those of the analyst's lexicon, and those the corpus suggests by itself."""

from workbench.topics.discovery import Discovery, discover_topics
from workbench.topics.keyness import keyness
from workbench.topics.lexicon import find_topic_hits
from workbench.topics.scoring import score_topics
from workbench.topics.suggestions import suggest_phrases

__all__ = [
    "Discovery",
    "discover_topics",
    "find_topic_hits",
    "keyness",
    "score_topics",
    "suggest_phrases",
]
