"""Actors that the registry lacks: what the text itself says is a person or a body.

No model: titles and roles, appositions, speakers, bylines, heads of names of institutions, and
acronyms in brackets. A name that the text shows no such sign of is not proposed.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from workbench.actors import naming
from workbench.actors.matching import searchable
from workbench.tables import as_segments, conform, require

_CAPITAL = r"[A-Z](?:[\w'-]*\w|\.(?:[A-Z]\.)*)?"
_PARTICLES = naming.word_set(
    "van von de der den del della di da dos du la le el al bin ibn ter zu")
_PARTICLE = rf"(?:{'|'.join(sorted(_PARTICLES))})"
_LINK = r"(?:of|for|on|and|the|in|&)"
_START = r"(?<![\w@/.:'-])"
_BODY_SEQUENCE = re.compile(rf"{_START}{_CAPITAL}(?: (?:{_LINK} ){{0,2}}{_CAPITAL})*")
_PERSON_SEQUENCE = re.compile(
    rf"{_START}(?:(?:{_CAPITAL} ){{1,4}}of )?{_CAPITAL}(?: (?:{_PARTICLE} ){{0,2}}{_CAPITAL})*")
_LINKS = naming.word_set("of for on and the in &")
_SUFFIX = frozenset(["jr", "sr", "ii", "iii", "iv"])
_PERSON_ROLE = (
    r"(?:president|minister|secretary|chancellor|premier|ambassador|envoy|senator|lawmaker|"
    r"representative|governor|mayor|king|queen|prince|princess|pope|speaker|leader|head|chief|"
    r"chair(?:man|woman)?|director|commissioner|commander|general|admiral|colonel|captain|officer|"
    r"official|judge|justice|lawyer|attorney|advis[eo]r|aide|spokes(?:man|woman|person)|candidate|"
    r"analyst|expert|fellow|professor|researcher|scientist|economist|historian|strategist|"
    r"diplomat|negotiator|politician|activist|campaigner|author|writer|editor|journalist|reporter|"
    r"correspondent|photographer|cartoonist|founder|co-founder|owner|executive|entrepreneur|"
    r"billionaire|manager|member|veteran|deputy|coach|actor|actress|singer|resident)s?")
_APPOSITION = re.compile(rf", (?:who\b|(?:(?!which\b)[\w'.-]+ ){{0,6}}?{_PERSON_ROLE}\b)")
_ROLE_BEFORE = re.compile(rf"\b{_PERSON_ROLE}(?:(?: [a-z]+){{0,5}},)? $")
_SAY = (r"(?:said|says|told|added|wrote|argued|warned|insisted|noted|posted|tweeted|explained|"
        r"acknowledged|recalled|agreed|asked|continued)")
_SAYS = re.compile(rf"(?:,[^,.]{{3,90}},)? (?:also |later |then )?{_SAY}\b")
_SAID = re.compile(rf"\b(?:{_SAY}|according to)(?: the)? $")
_FULL = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)+"
_BYLINE = re.compile(
    r"(?:^|[|•] ?)(?:By|Write to|Photo(?:graph)?(?: by|:)|With assistance from) "
    rf"(?:{_FULL}(?: at \S+)?(?:,? and|,) )*$")
_CONTRIBUTED = re.compile(rf"(?:,? and {_FULL})? contributed(?: reporting)?\b")
_ACRONYM = re.compile(r" [(\[]([A-Z][A-Za-z]{1,7})[)\]]")
_BODY = re.compile(
    r"(?:Institut(?:e|ion)|Cent(?:er|re)|Council|Commission|Committee|Agency|Authority|"
    r"Bank|Fund|Foundation|Association|Federation|Society|Court|Department|Ministry|Bureau|"
    r"Party|University|College|Academy|Airlines|Airways|Corporation|Organi[sz]ation|Parliament|"
    r"Senate|Assembly|Union|Front|Movement|Group|Forum|Alliance|Initiative|Accelerator|Network|"
    r"Times|Post|Herald|Tribune|Journal|Gazette)")
_MEDIA = re.compile(r"(?:Times|Post|Herald|Tribune|Journal|Gazette)$")


class _Sign(NamedTuple):
    """What shows a name to be one: its place in the searched text, and what else is known."""

    start: int
    end: int
    type: str
    role: str = ""
    acronym: str = ""


Model = Callable[[str], Any]
_LABELS = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
_COLUMNS = ["name", "type", "role", "acronym", "article_id", "file_id", "start", "end"]


def discover_actors(
    segments: pd.DataFrame, actors: pd.DataFrame, *, spacy_model: Model | None = None
) -> pd.DataFrame:
    """Propose actors that the text names and the registry lacks.

    Parameters
    ----------
    segments
        What to read: segments, or articles. Only bodies are read.
    actors
        The registry; names and aliases in it are not proposed again.
    spacy_model
        An installed spaCy pipeline, as ``spacy.load("en_core_web_sm")`` gives: its PERSON and
        ORG entities are then proposed in place of what the rules here find.

    Returns
    -------
    pandas.DataFrame
        `actors` with `status` ``discovered``: persons and bodies that the text shows to be such,
        with the role or acronym found. A surname is an alias, listed as `ambiguous`: it is
        linked only after the full name. `find_evidence` says where each was found.
    """
    ranked = find_evidence(segments, actors, spacy_model=spacy_model)
    taken = set(actors["actor_id"])
    certain = _known(actors) - _names_in(actors["ambiguous"])
    rows = []
    for row in ranked.drop_duplicates("name").itertuples():
        actor_id = _free(_kebab(row.name), taken)
        taken.add(actor_id)
        alias = _surname(row.name) if row.type == "person" else row.acronym
        alias = "" if naming.plain(alias).lower() in certain else alias
        rows.append({"actor_id": actor_id, "name": row.name, "type": row.type, "role": row.role,
                     "aliases": alias, "ambiguous": alias if row.type == "person" else None,
                     "status": "discovered"})
    return conform(rows, "actors")


def find_evidence(
    segments: pd.DataFrame, actors: pd.DataFrame, *, spacy_model: Model | None = None
) -> pd.DataFrame:
    """Where the text shows a person or body that the registry lacks, best supported first.

    Returns
    -------
    pandas.DataFrame
        One row a sign: `name`, `type`, `role`, `acronym`, `n_articles` and `n` (signs of this
        name in all), `article_id`, `file_id`, `start`, `end`.
    """
    require(actors, "actors")
    frame = as_segments(segments)
    known = _known(actors)
    bodies = frame[frame["zone"] == "body"].fillna({"text": "", "source": ""})
    found = [{"name": name, **sign._asdict(), "article_id": row.article_id,
              "file_id": row.file_id, "start": row.start + sign.start, "end": row.start + sign.end}
             for row in bodies.itertuples() for sign in (
                 _signs(searchable(row.text)) if spacy_model is None
                 else _entities(row.text, spacy_model))
             if naming.plain(name := " ".join(row.source[sign.start:sign.end].split())
                             ).lower() not in known]
    table = pd.DataFrame(found, columns=_COLUMNS).astype(
        {"name": "string", "start": "int64", "end": "int64"})
    by_name = table.groupby("name")
    table = table.assign(n=by_name["start"].transform("size"),
                         n_articles=by_name["article_id"].transform("nunique"))
    order = ["n_articles", "n", "name", "file_id", "start"]
    return table.sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)


def _entities(text: str, model: Model) -> Iterator[_Sign]:
    """What a spaCy pipeline takes for persons and organisations."""
    for entity in model(text).ents:
        if entity.label_ in _LABELS:
            yield _Sign(entity.start_char, entity.end_char, _LABELS[entity.label_])


def _known(actors: pd.DataFrame) -> set[str]:
    return _names_in(actors["name"]) | _names_in(actors["aliases"])


def _names_in(cells: pd.Series) -> set[str]:
    names = cells.dropna().str.split("|").explode()
    return {naming.plain(name).lower().removeprefix("the ") for name in names}


def _signs(text: str) -> Iterator[_Sign]:
    """Bodies by their head noun; persons by what stands around them."""
    reached: set[int] = set()
    for match in _BODY_SEQUENCE.finditer(text):
        acronym = _ACRONYM.match(text, match.end())
        sign = _body(match, acronym[1] if acronym else "")
        if sign:
            reached.update(range(sign.start, sign.end))
            yield sign
    for match in _PERSON_SEQUENCE.finditer(text):
        sign = None if match.end() - 1 in reached else _person(match)
        if sign:
            yield sign


def _part(match: re.Match[str], first: int, last: int) -> tuple[int, int]:
    """Place of the words from `first` to `last` of a sequence, without a possessive."""
    words = match[0].split(" ")
    start = match.start() + len(" ".join([*words[:first], ""]))
    return start, start + len(" ".join(words[first:last]).removesuffix("'s"))


def _body(match: re.Match[str], acronym: str) -> _Sign | None:
    """The part of a capitalised sequence that is a body's name, if one of its words heads one."""
    words = match[0].split(" ")
    last = max((at for at, word in enumerate(words) if _BODY.fullmatch(word)), default=-1)
    if last < 0:
        return None
    stop = len(words) if words[last + 1:last + 2] in (["of"], ["for"]) else last + 1
    outside = [at + 1 for at, word in enumerate(words[:last])
               if naming.is_title(word) or word.endswith(("'s", "-based"))]
    first = max([0, *outside])
    while words[first].lower() in naming.STARTERS or words[first] in _LINKS:
        first += 1
    name = words[first:stop]
    if len(name) < 2 or ({"and", "in", "on"} & set(name) and not _spells(acronym, name)):
        return None
    kind = "media" if _MEDIA.search(name[-1]) else "organisation"
    return _Sign(*_part(match, first, stop), kind, acronym=acronym)


def _person(match: re.Match[str]) -> _Sign | None:
    """The part of a capitalised sequence that is a person's name, if something shows it."""
    words = match[0].split(" ")
    titles = [at + 1 for at, word in enumerate(words) if naming.is_title(word)]
    if "of" in words:  # "Secretary of State" is one title
        at = words.index("of")
        titles = [max(at + 2, *titles)] if naming.is_title(words[at - 1]) else []
    outside = [at + 1 for at, word in enumerate(words[:-1])
               if word.endswith("'s") or word == "of"]
    first = max([0, *titles, *outside])
    while first < len(words) and words[first].lower() in naming.STARTERS | {"by"}:
        first += 1
    if not _is_person_name([word.removesuffix("'s") for word in words[first:]]):
        return None
    start, end = _part(match, first, len(words))
    if titles:
        return _Sign(start, end, "person", _role(words[:first]))
    return _Sign(start, end, "person") if _is_shown(match.string, start, end) else None


def _is_shown(text: str, start: int, end: int) -> bool:
    """Does a role, an apposition, a verb of saying or a credit stand beside a name?"""
    before = text[max(0, start - 120):start].rpartition("\n")[2]
    after = text[end:end + 110].partition("\n")[0]
    return any((_ROLE_BEFORE.search(before), _SAID.search(before), _BYLINE.search(before),
                _APPOSITION.match(after), _SAYS.match(after), _CONTRIBUTED.match(after)))


def _role(words: list[str]) -> str:
    """The title before a name, without what leads to it: "While Prime Minister"."""
    kept = [at for at, word in enumerate(words) if word.lower() not in naming.STARTERS]
    owned = [at + 1 for at, word in enumerate(words) if word.endswith("'s")]
    return " ".join(words[max([kept[0] if kept else 0, *owned]):])


def _is_person_name(name: list[str]) -> bool:
    """Two to four words, none of which is common in other names."""
    core = [word for word in name if word.strip(".").lower() not in _SUFFIX]
    return 2 <= len(core) <= 4 and core[0].lower() not in _PARTICLES and not any(
        (word.isupper() and len(word) > 2 and "." not in word) or naming.is_common(word)
        for word in core)


def _spells(acronym: str, name: list[str]) -> bool:
    initials = "".join(word[0] for word in name if word[0].isupper())
    return bool(acronym) and initials.lower() == acronym.lower()


def _surname(name: str) -> str:
    words = name.split()
    while len(words) > 1 and naming.plain(words[-1]).strip(".").lower() in _SUFFIX:
        words.pop()
    at = len(words) - 1
    while at > 1 and words[at - 1].lower() in _PARTICLES:
        at -= 1
    return " ".join(words[at:])


def _kebab(name: str) -> str:
    return re.sub(r"[\W_]+", "-", naming.plain(name).lower().replace("'", "")).strip("-")


def _free(actor_id: str, taken: set[str]) -> str:
    number, free = 2, actor_id
    while free in taken:
        free, number = f"{actor_id}-{number}", number + 1
    return free
