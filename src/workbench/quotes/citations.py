"""Who credits whom: newsrooms, agencies, documents, statements and posts named as the source.

A credit is a form of words around a name ("told the …", "… has reported", "obtained by …"). The
forms are searched and the name beside them is looked up, so that the cost does not grow with the
number of outlets.
"""

import re
from bisect import bisect
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd
from tqdm import tqdm

from workbench.tables import as_segments, conform, require
from workbench.text import UPPER
from workbench.words import DAY_NAME, MEDIUM


class _Credit(NamedTuple):
    start: int
    end: int
    outlet: str
    kind: str


_MONTH = (r"(?:January|February|March|April|May|June|July|August|September|October|November|"
          r"December)")
_NATION = rf"{UPPER}\w+(?:an|ish|ese|ch|i)"
_SAID = (r"(?:said|says|saying|told|wrote|writes|writing|added|posted|warned|argued|announced)")
_STATES = (
    r"(?:add(?:s|ed)|argu(?:es|ed)|call(?:s|ed)|caution(?:s|ed)|claim(?:s|ed)|conclud(?:es|ed)|"
    r"describ(?:es|ed)|estimat(?:es|ed)|f(?:inds|ound)|highlight(?:s|ed)|indicat(?:es|ed)|"
    r"note[sd]|reads?|reveal(?:s|ed)|sa(?:ys?|id)|show(?:s|ed)?|state[sd]?|suggest(?:s|ed)?|"
    r"warn(?:s|ed))")
_DOCUMENT = (
    r"(?:affidavit|analysis|assessment|audit|communiqu[eé]|data|document|dossier|editorial|essay|"
    r"figures|filing|indictment|letter|memo|op-ed|opinion piece|paper|poll|readout|report|"
    r"resolution|ruling|study|survey|transcript)s?")
_WORDS = r"(?:(?!(?:[Tt]he|an?|to|and|or|but|of|in|by|for|that|with)\s)[\w'-]+(?:\.\w+)* +)"

_NAME_AFTER = re.compile(
    rf"(?<!\w)(?:(?:{_SAID}\s)?[Ii]n\s(?:an?|his|her|their)\s(?:\w+\s)?"
    r"(?:interview|email|comments?|remarks|statement|letter)\s(?:with|to|on|for)|"
    r"t(?:old|ells|elling)|[Aa]ccording\sto|[Cc]iting|[Ss]p(?:oke|eaking)\s(?:to|with)|"
    r"(?:an|the)\sinterview\s(?:with|to)|shared\swith|"
    r"(?:aired|broadcast|carried|cited|commissioned|conducted|obtained|published|quoted|released|"
    r"reported|reviewed|seen|verified|viewed)\s(?:first\s)?by|"
    r"(?:report|investigation|article|story|poll)s?\s(?:by|in|from)|"
    r"(?:wrote|writing|published|appeared|reported)\sin)\s"
    rf"(?P<kind>(?:(?:the|an?|its|state|public|local|news|{_NATION}|{DAY_NAME}|{MEDIUM})\s){{0,5}})")
_NAME_BEFORE = re.compile(
    r"\s(?:(?:has|had|have|also|earlier|exclusively|first|later|previously|separately)\s)*"
    r"(?:broadcast|cited|confirmed|learned|note[sd]|published|quoted|report(?:ed|s)|"
    r"reveal(?:ed|s)|sa(?:id|ys)|understands|wr(?:ote|ites))\b"
    rf"(?:\s(?:in|on)\s(?:{_MONTH}|{DAY_NAME})|\s{DAY_NAME})?")
_CREDIT_LINE = re.compile(
    r"(?:^[ \t]*Source:|\b[Ff]irst (?:published|appeared) (?:in|on|by)|"
    r"\b[Oo]riginally (?:published|appeared) (?:in|on|by))\s(?:the\s)?", re.M)
_OTHER_FORMS = [(kind, re.compile(form)) for kind, form in (
    ("document", rf"[Aa]ccording\sto\s(?:the|an?|its)\s{_WORDS}{{0,4}}?{_DOCUMENT}\b"
                 rf"(?:\s(?:by|from|of)\s{UPPER}[\w']+(?:\s[a-z]+\b)?)?"),
    ("document", rf"\b(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]his)\s|(?={UPPER})){_WORDS}{{0,4}}?{_DOCUMENT}"
                 r"(?:,[^,.\"]{0,30},)?(?:\s(?:by|of|from|on)\s[^,.;:\"]{1,50}?)?\s(?:also\s)?"
                 rf"{_STATES}\b"),
    ("document", r"\b[Ii]n\s(?:an?|the)\s(?:[\w']+\s){0,3}?"
                 r"(?:communiqu[eé]|essay|filing|letter|memo|op-ed|opinion piece)\b"),
    ("unnamed", r"[Aa]ccording\sto\s(?:\w+\s){0,2}?reports\b|"
                r"\b(?:[Ee]arlier|[Mm]edia|[Nn]ews|[Nn]ewspaper|[Pp]ress)\sreports\b"),
    ("unnamed", rf"\bt(?:old|elling)\s(?:state|local|public|{_NATION})\s(?:media|television|TV)\b|"
                rf"\b(?:[Ss]tate|[Ll]ocal|{_NATION})\s(?:media|television|TV|newspapers)\s"
                r"(?:ha(?:s|ve)\s)?(?:reported|reports?|said|says?)\b"),
    ("statement", rf"(?:\b{_SAID}\s)?\b[Ii]n\s(?:an?|the|their|his|her|its)\s(?:\w+\s)?statement\b|"
                  rf"\b[Tt]he\sstatement\s(?:also\s)?{_STATES}\b"),
    ("social_media", rf"(?:\b{_SAID}\s)?\b[Ii]n\s(?:an?|the|his|her)\s(?:\w+\s){{0,2}}?post\b"
                     r"(?:\s(?:on|to)\s(?:(?:his|her|its|the|social|media)\s)*"
                     rf"(?:Truth\sSocial|{UPPER}\w*|platform)\b)?"),
    ("social_media", r"\b(?:posted|posting|tweeted|wrote|writing)\son\s(?:X|Facebook|Instagram|"
                     r"LinkedIn|Telegram|TikTok|Truth\sSocial|Twitter|Weibo|social\smedia)\b"),
)]
_APPOSITION = re.compile(  # what kind of outlet it is, and whose
    rf", (?:an?|the|its) (?:[\w-]+ ){{0,3}}?(?:publication|title|partner|{MEDIUM}) "
    rf"(?:of|owned by|published by) (?:the )?{UPPER}\w+")
_OFFSHOOT = re.compile(rf"(?:'s)? (?:\w+ ){{0,2}}(?:service|program|programme|show|{MEDIUM})\b")
_TOKEN = re.compile(r"[\w&][\w.&!'-]*")
_CAPITALISED = re.compile(
    rf"{UPPER}[\w.&-]*(?:\s(?:(?:of|the|and|de|du|la)\s)?{UPPER}[\w.&-]*){{0,5}}")
_NEWSROOM = re.compile(  # what newsrooms call themselves, after at least one more word
    r"\w\s(?:Times|Post|News|Journal|Herald|Tribune|Telegraph|Gazette|Chronicle|Guardian|Observer|"
    r"Independent|Magazine|Weekly|Radio|TV|Television|Press|Courier|Inquirer)$")
_FIRST_WORD = (  # of a sentence, before a name
    rf"(?:{DAY_NAME}|{_MONTH}|After|Also|Although|And|As|Before|But|If|In|Last|On|Since|Still|When|While|"
    r"Yet)\s")
_NAME_RUNS_ON = re.compile(rf"(?<!\w)(?!{_FIRST_WORD}|The\s){UPPER}[\w'-]*\s$")
_STARTS_SENTENCE = re.compile(_FIRST_WORD)
_LONGEST_NAME = 6  # words


def find_citations(
    segments: pd.DataFrame, outlets: pd.DataFrame, articles: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Credits to newsrooms, agencies and documents, statements and posts.

    One row per credit; of credits that overlap the one to a named outlet counts.

    - `outlet` is the canonical name from `outlets`, or the name as written where its form is
      clearly a newsroom's ("... Times", "... News"); else missing.
    - `kind`: ``outlet``; ``self``, a newsroom's credit to itself (the article's `outlet` or
      `origin`, so only with `articles`); ``document``; ``credit_line`` ("Source: ...", "First
      published in ..."); ``statement``; ``social_media``; ``unnamed`` (media reports).

    Left out: people as sources ("told reporters", "according to the people"), outlets without a
    form of credit, page labels and photo credits. Labels and masked noise (zone ``other``) are
    searched for credit lines only.

    Cost: linear in the text, about 0.8 MB/s, however many outlets are known.

    Parameters
    ----------
    segments
        Segments, or articles (bodies only).
    outlets
        `name` and `aliases` of outlets.
    articles
        Tells which credits are to the newsroom itself.

    Returns
    -------
    citations

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "file_id": ["f"], "start": [0], "end": [55],
    ...     "text": ["The mayor told the Evening Post so, according to people."]})
    >>> from workbench.tables import empty
    >>> find_citations(articles, empty("outlets"))[["start", "end", "text", "outlet", "kind"]]
       start  end                   text        outlet    kind
    0     10   31  told the Evening Post  Evening Post  outlet
    """
    require(outlets, "outlets")
    segments = as_segments(segments).dropna(subset="text")
    known = _known(outlets)
    own = _own_outlets(articles, known) if articles is not None else {}
    rows: list[dict[str, Any]] = []
    for segment in tqdm(segments.itertuples(index=False), "citations", len(segments), leave=False,
                        disable=None, delay=2):
        for credit in _credits(segment.text, segment.zone, known):
            is_own = credit.outlet in own.get(segment.article_id, ())
            rows.append({
                "article_id": segment.article_id, "file_id": segment.file_id,
                "start": segment.start + credit.start, "end": segment.start + credit.end,
                "text": segment.source[credit.start:credit.end], "outlet": credit.outlet,
                "kind": "self" if is_own and credit.kind == "outlet" else credit.kind})
    return conform(rows, "citations")


def _known(outlets: pd.DataFrame) -> dict[str, str]:
    """Canonical name of each name and alias."""
    rows = outlets[["name", "aliases"]].fillna("").itertuples(index=False)
    return {_key(alias): row.name for row in rows for alias in [*row.aliases.split("|"), row.name]
            if alias}


def _key(name: str) -> str:
    return " ".join(name.casefold().split()).removeprefix("the ").rstrip(".,!")


def _own_outlets(articles: pd.DataFrame, known: Mapping[str, str]) -> dict[str, set[str]]:
    """Names by which an article's own newsroom may be credited."""
    require(articles, "articles")
    rows = articles[["article_id", "outlet", "origin"]].itertuples(index=False, name=None)
    return {article: {known.get(_key(name), name) for name in names if pd.notna(name)}
            for article, *names in rows}


def _credits(text: str, zone: str, known: Mapping[str, str]) -> list[_Credit]:
    """Credits of a text, the most telling where two overlap."""
    found = list(_credit_lines(text, known))
    if zone != "other":
        found += [*_after(text, known), *_before(text, known), *_others(text)]
    kept: list[_Credit] = []  # in order of place, and apart from each other
    for credit in found:
        at = bisect(kept, credit)
        if all(k.end <= credit.start or credit.end <= k.start for k in kept[max(at - 1, 0):at + 1]):
            kept.insert(at, credit)
    return kept


def _credit_lines(text: str, known: Mapping[str, str]) -> Iterator[_Credit]:
    for match in _CREDIT_LINE.finditer(text):
        written = _CAPITALISED.match(text, match.end())
        end, outlet = _outlet_from(text, match.end(), known) or (
            (written.end(), written[0]) if written else (0, ""))
        if outlet:
            yield _Credit(match.start() + len(match[0]) - len(match[0].lstrip()), end, outlet,
                          "credit_line")


def _after(text: str, known: Mapping[str, str]) -> Iterator[_Credit]:
    """According to X, told X, obtained by X."""
    for match in _NAME_AFTER.finditer(text):
        found = (_outlet_from(text, match.start("kind"), known)
                 or _outlet_from(text, match.end(), known))
        if found:
            end, outlet = found
            more = _OFFSHOOT.match(text, end) or _APPOSITION.match(text, end)
            yield _Credit(match.start(), more.end() if more else end, outlet, "outlet")


def _before(text: str, known: Mapping[str, str]) -> Iterator[_Credit]:
    """X reported, X has said."""
    for match in _NAME_BEFORE.finditer(text):
        low = max(0, match.start() - 60)
        starts = [m.start() for m in _TOKEN.finditer(text, low, match.start())
                  if not _STARTS_SENTENCE.match(text, m.start())]
        for start in starts[-_LONGEST_NAME:]:
            outlet = _outlet(text[start:match.start()], known)
            if outlet and not _NAME_RUNS_ON.search(text[max(0, start - 30):start]):
                yield _Credit(start, match.end(), outlet, "outlet")
                break


def _others(text: str) -> Iterator[_Credit]:
    for kind, form in _OTHER_FORMS:
        for match in form.finditer(text):
            yield _Credit(*match.span(), "", kind)


def _outlet_from(text: str, start: int, known: Mapping[str, str]) -> tuple[int, str] | None:
    """End and name of the longest outlet that begins at `start`."""
    tokens = list(_TOKEN.finditer(text, start, start + 80))[:_LONGEST_NAME]
    for token in reversed(tokens):
        surface = text[start:token.end()].rstrip(".,")
        surface = surface.removesuffix("'s")
        outlet = _outlet(surface, known)
        if outlet:
            return start + len(surface), outlet
    return None


def _outlet(surface: str, known: Mapping[str, str]) -> str | None:
    """Canonical name, or the name as written where it is clearly a newsroom's."""
    name = known.get(_key(surface))
    if name and (surface != surface.lower() or surface == name):
        return name
    plain = " ".join(surface.split()).removeprefix("The ")
    return plain if _CAPITALISED.fullmatch(plain) and _NEWSROOM.search(plain) else None
