"""How fast are names found and linked? ``python benchmarks/mentions.py [MB]``

On text made of the sample pages, with 500 and with 20,000 aliases and in one run: `find_mentions`
whole; its matching step beside a raw scan with the same automaton; and beside them what else
could find the same names, which only match: a trie-factored `re` pattern, and pyahocorasick,
flashtext and spaCy's PhraseMatcher where they are installed. The pattern has to find exactly
the names that the matching step finds. Seconds are CPU seconds, the best of three runs.

Half of the text is the sample with every name replaced by another one of its kind and a third of
the other words by words of the sample, so that hardly any context comes twice; half of it is
made-up prose with a name in every twenty words.
"""

import importlib.util
import random
import re
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from ahocorasick_rs import AhoCorasick

from workbench.actors import find_mentions
from workbench.actors.lexicon import compile_lexicon, known_names, registered
from workbench.actors.matching import Names, find_names
from workbench.corpus import load_corpus, read_registry
from workbench.tables import conform
from workbench.words import STARTERS

SIZES = (500, 20_000)
PEER_CHARACTERS = 2_000_000  # slower matchers read only the beginning
SYLLABLES = [c + v for c in "bcdfghjklmnprstvwz" for v in "aeiou"]
WORD = re.compile(r"\b[a-z]{4,}\b")


def registry_of(size: int, rng: random.Random) -> pd.DataFrame:
    """Actors with `size` names in all: the shipped ones, then made-up persons and bodies."""
    rows, count = read_registry("actors").to_dict("records"), 0
    taken = []
    for row in rows:
        names = 1 + (0 if pd.isna(row["aliases"]) else row["aliases"].count("|") + 1)
        if count + names <= size:
            taken.append(row)
            count += names
    while count + 1 < size:
        first, last = ("".join(rng.choices(SYLLABLES, k=k)).capitalize() for k in (2, 3))
        body = rng.random() < 0.3
        name = f"{last} {rng.choice(['Institute', 'Council', 'Bank'])}" if body else (
            f"{first} {last}")
        alias = f"{last[:2].upper()}{first[0]}{rng.randrange(99)}" if body else last
        taken.append({"actor_id": f"made-{count}", "name": name, "aliases": alias,
                      "type": "organisation" if body else "person", "ambiguous": alias})
        count += 2
    return conform(taken, "actors")


def write(size: int, actors: pd.DataFrame, rng: random.Random) -> pd.DataFrame:
    """`size` characters of articles, as segments."""
    corpus = load_corpus("data/sample")
    bodies = corpus.segments[corpus.segments["zone"] == "body"].reset_index(drop=True)
    words = WORD.findall(" ".join(bodies["text"]))
    named = find_mentions(bodies, read_registry("actors"))
    names = _names_by_type(actors)
    cut = [_cut(row, named) for row in bodies.itertuples()]
    texts, written = [], 0
    while written < size:
        pieces = rng.choice(cut)
        text = _renamed(pieces, names, words, rng) if len(texts) % 2 else _made(
            sum(len(piece) for piece, _ in pieces), names, words, rng)
        texts.append(text)
        written += len(text)
    return conform(pd.DataFrame({
        "article_id": [f"a{i}" for i in range(len(texts))],
        "file_id": [f"f{i:06}" for i in range(len(texts))], "start": 0,
        "end": [len(text) for text in texts], "zone": "body", "text": texts, "source": texts}),
        "segments")


def _names_by_type(actors: pd.DataFrame) -> dict[str, list[str]]:
    """Names of each type, the first rows of the registry most often."""
    names: dict[str, list[str]] = {}
    for at, row in enumerate(actors.itertuples()):
        own = [row.name, *([] if pd.isna(row.aliases) else row.aliases.split("|"))]
        names.setdefault(row.type, []).extend(own * max(1, 200 // (at + 1)))
    return names


def _cut(row: Any, named: pd.DataFrame) -> list[tuple[str, str]]:
    """A body as pairs of the text before a name and the type of its actor."""
    inside = named[named["article_id"] == row.article_id]
    pieces, last = [], row.start
    for mention in inside.itertuples():
        kind = "person" if pd.isna(mention.actor_type) else mention.actor_type
        pieces.append((row.text[last - row.start:mention.start - row.start], kind))
        last = mention.end
    return [*pieces, (row.text[last - row.start:], "")]


def _renamed(pieces: Iterable[tuple[str, str]], names: dict[str, list[str]], words: list[str],
             rng: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        return rng.choice(words) if rng.random() < 1 / 3 else match[0]
    return "".join(WORD.sub(other, before) + (rng.choice(names[kind]) if kind in names else "")
                   for before, kind in pieces)


def _made(length: int, names: dict[str, list[str]], words: list[str], rng: random.Random) -> str:
    small = list(STARTERS)
    every = [name for own in names.values() for name in own]
    drawn = [word for _ in range(length // 110) for word in (
        *(rng.choice(words if rng.random() < 0.6 else small) for _ in range(19)),
        rng.choice(every) + rng.choice(["", "", "'s", ",", "."]))]
    return " ".join(drawn)


def trie_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """One expression for all names with common beginnings written once, the longest first."""
    root: dict[str, Any] = {}
    for name in names:
        node = root
        for character in name:
            node = node.setdefault(character, {})
        node[""] = {}

    def write_node(node: dict[str, Any]) -> str:
        ways = [re.escape(c) + write_node(node[c]) for c in sorted(node) if c]
        if not ways:
            return ""
        joined = ways[0] if len(ways) == 1 and "" not in node else f"(?:{'|'.join(ways)})"
        return joined + ("?" if "" in node else "")
    return re.compile(rf"(?<!\w)(?<!\w')(?:{write_node(root)})(?!\w)")


def seconds(act: Callable[[], Any], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)


def line(what: str, rate: float, own: float, note: str = "") -> None:
    print(f"  {what:44} {rate:8.2f} MB/s   find_mentions is {own / rate:6.1f} x as fast  {note}")


def peers(patterns: list[str]) -> Iterable[tuple[str, Callable[[str], Any]]]:
    """Matchers that are installed, ready to read a text."""
    if importlib.util.find_spec("ahocorasick"):
        import ahocorasick
        automaton = ahocorasick.Automaton()
        for name in patterns:
            automaton.add_word(name, name)
        automaton.make_automaton()
        yield "pyahocorasick, raw scan", lambda text: list(automaton.iter(text))
    if importlib.util.find_spec("flashtext"):
        from flashtext import KeywordProcessor
        processor = KeywordProcessor(case_sensitive=True)
        processor.add_keywords_from_list(patterns)
        yield "flashtext", lambda text: processor.extract_keywords(text, span_info=True)
    if importlib.util.find_spec("spacy"):
        import spacy
        from spacy.matcher import PhraseMatcher
        nlp = spacy.blank("en")
        nlp.max_length = 2**31
        matcher = PhraseMatcher(nlp.vocab)
        matcher.add("name", list(nlp.pipe(patterns)))
        yield "spaCy PhraseMatcher", lambda text: matcher(nlp.make_doc(text))


def measure(size: int, n_names: int) -> None:
    rng = random.Random(n_names)
    actors = registry_of(n_names, rng)
    segments = write(size, actors, rng)
    texts = segments["text"].tolist()
    megabytes = sum(map(len, texts)) / 1e6
    def build() -> Names:
        registry = registered(actors)
        return compile_lexicon(known_names(registry, {}), registry).automaton
    names, built = build(), seconds(build)
    mentions = find_mentions(segments, actors)
    print(f"{len(set(names.code)):,} names, built in {built:.2f} s; {megabytes:.1f} MB, "
          f"{len(mentions):,} mentions, one in {megabytes * 1e6 / len(mentions):.0f} characters")
    own = megabytes / seconds(lambda: find_mentions(segments, actors))
    step = megabytes / seconds(lambda: find_names(texts, names))
    found = find_names(texts, names)
    patterns = names.patterns
    scan = AhoCorasick(patterns)
    raw = megabytes / seconds(lambda: scan.find_matches_as_indexes(found.haystack))
    every = megabytes / seconds(
        lambda: scan.find_matches_as_indexes(found.haystack, overlapping=True))
    line("find_mentions: matched, linked, given kinds", own, own)
    line("its matching step", step, own, f"{step / raw:.2f} x the raw scan, "
         f"{step / every:.2f} x the one with overlaps")
    line("raw ahocorasick_rs scan", raw, own)
    line("raw ahocorasick_rs scan, overlapping", every, own)
    part = found.haystack[:PEER_CHARACTERS]
    pattern = trie_pattern(patterns)
    line("re, trie-factored", len(part) / 1e6 / seconds(lambda: pattern.findall(part), 1), own,
         agreement(found, pattern, part))
    for what, read in peers(patterns):
        line(what, len(part) / 1e6 / seconds(lambda read=read: read(part), 1), own)


def agreement(found: Any, pattern: re.Pattern[str], part: str) -> str:
    """Does the pattern find the same? A match's title is not part of the name: ends decide."""
    stop = part.rfind("\n")
    theirs = {match.end() for match in pattern.finditer(part) if match.end() < stop}
    ours = set(found.last[found.last < stop].tolist())
    return f"same {len(ours):,} matches: {ours == theirs}"


if __name__ == "__main__":
    for n_names in SIZES:
        measure(int(float(sys.argv[1]) * 1e6) if len(sys.argv) > 1 else 20_000_000, n_names)
