"""What an article itself says about whose it is and who wrote it. Pure, no pandas."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from workbench.pages.lines import BYLINE, CONTACT, NAME, REPORTERS, SOURCE, SUFFIX, persons
from workbench.text import UPPER

_WORD = rf"{UPPER}[\w.&'\-]{{0,25}}"
_OUTLET = rf"(?P<name>(?:[Tt]he )?{_WORD}(?: (?:of |and |& |the )?{_WORD}){{0,4}})"
_BEFORE = re.compile(rf"{_OUTLET} ?$")
_AFTER = re.compile(_OUTLET)
_REACH = 90  # characters: the longest name of an outlet, with room

# Words that only the newsroom itself would put before or after its name
_OWN_THEN_NAME = re.compile(
    r"\b(?:(?:obtained|seen|reviewed|viewed|verified) (?:exclusively )?by"
    r"|sister (?:publication|paper|title|channel|site) of"
    r"|(?:journalists?|reporters?|correspondents?) (?:at|for|of|with)) ")
_NAME_THEN_OWN = re.compile(
    rf" (?:(?:has |had )?(?:previously|earlier) reported|has reported"
    rf"|reported (?:in {UPPER}|earlier)|(?:journalists?|reporters?|correspondents?) {NAME})\b")
_STAFF = re.compile(rf"'s {NAME}(?: in {UPPER}\w+)?(?: and {NAME})? (?:also )?contributed\b")
# Words that others put there too: they count only for the outlet on the label
_SHARED_THEN_NAME = re.compile(
    r"\b(?:interview with|told|tells|statement to|spoke (?:to|with)|speaking to|according to) ")
_NAME_THEN_SHARED = re.compile(r" (?:reported|reports|understands|has learned|contacted)\b")
_PLUG = re.compile(rf"\b(?:[Tt]ry|[Ss]ubscribe to|[Jj]oin) {_OUTLET}"
                   r"(?= (?:free|for|today|now|and|with)\b|[.!])")
_SOURCE_WORDS = ("Source", "source", "SOURCE", "Via", "via")
_BYLINE_WORDS = ("By", "BY", "by")
_FREE_MAIL = frozenset({"gmail", "yahoo", "outlook", "hotmail", "icloud", "proton", "protonmail",
                        "aol", "gmx"})


class Names:
    """Known outlets: every name and alias, folded, to its canonical name."""

    def __init__(self, outlets: Mapping[str, str]) -> None:
        self._canonical = {_fold(alias): name for alias, name in outlets.items()}
        self.lines = frozenset(alias.casefold() for alias in outlets)

    def known(self, name: str) -> str | None:
        """Canonical name of the longest known outlet that `name` begins or ends with."""
        words = name.rstrip(".,").split()
        parts = [words[:len(words) - n] for n in range(len(words))]
        parts += [words[n:] for n in range(1, len(words))]
        found = (self._canonical.get(_fold(" ".join(part).removesuffix("'s"))) for part in parts)
        return next(filter(None, found), None)

    def called(self, name: str) -> str:
        """Canonical name, or the name as written."""
        return self._canonical.get(_fold(name), name.strip())

    def owner(self, host: str) -> str | None:
        """Whose a mail host is: a known outlet's, else the host itself, None for free mail."""
        parts = host.casefold().split(".")
        keys = (key for i in range(len(parts) - 1) for key in (".".join(parts[i:]), parts[i]))
        known = next(filter(None, map(self._canonical.get, keys)), None)
        return known or (None if _FREE_MAIL & set(parts) else host)

    def split_title(self, title: str) -> tuple[str, str | None]:
        """A page title without the outlet at its end, and that outlet.

        What follows a bar, or a dash if it is a known name, is an outlet.
        """
        match = SUFFIX.fullmatch(title)
        if match and (match["mark"] == "|" or _fold(match["outlet"]) in self._canonical):
            return match["headline"], self.called(match["outlet"])
        return title, None


class _Signs:
    """Expressions, each tried only where one of the words stands with which every match begins."""

    def __init__(self, *rows: tuple[Sequence[str], re.Pattern[str]]) -> None:
        self._expressions = [expression for words, expression in rows for _ in words]
        self._search = AhoCorasick([word for words, _ in rows for word in words])

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Their matches; none runs over a line end."""
        for i, first, _ in self._search.find_matches_as_indexes(text, overlapping=True):
            if match := self._expressions[i].match(text, first):
                yield match


_PLUGS = _Signs((("Try ", "try ", "Subscribe to ", "subscribe to ", "Join ", "join "), _PLUG))
_OWN = _Signs(
    (("obtained ", "seen ", "reviewed ", "viewed ", "verified ", "sister ", "journalist",
      "reporter", "correspondent"), _OWN_THEN_NAME),
    ((" has ", " had ", " previously ", " earlier ", " reported ", " journalist", " reporter",
      " correspondent"), _NAME_THEN_OWN),
    (("'s ",), _STAFF))
_SHARED = _Signs(
    (("interview with ", "told ", "tells ", "statement to ", "spoke ", "speaking ",
      "according to "), _SHARED_THEN_NAME),
    ((" reported", " reports", " understands", " has learned", " contacted"), _NAME_THEN_SHARED))


def own_evidence(lines: Sequence[str], names: Names) -> set[str]:
    """Outlets that the text itself shows to have written it, by the strongest evidence only.

    A line "Source: …"; else a contact line's mail host; else a subscription plug; else what a
    newsroom writes of itself alone ("a draft obtained by …", "… previously reported").
    """
    text = "\n".join(lines)
    return ({names.called(m["outlet"]) for line in lines
             if line.startswith(_SOURCE_WORDS) and (m := SOURCE.fullmatch(line))}
            or {o for m in _contacts(text) if (o := names.owner(m["host"]))}
            or {names.called(m["name"]) for m in _PLUGS.matches(text)}
            or _named(text, _OWN, names))


def shared_evidence(lines: Sequence[str], names: Names) -> set[str]:
    """Outlets that the text credits in ways that also fit another newsroom's credit."""
    return _named("\n".join(lines), _SHARED, names)


def authors(lines: Sequence[str]) -> tuple[str, ...]:
    """Persons of bylines, else of contact lines, else of a closing "Reporting by", each once."""
    text = "\n".join(lines)
    found = [p for line in lines if line.startswith(_BYLINE_WORDS) and (
        m := BYLINE.fullmatch(line)) for p in persons(m["names"])]
    found = found or [m["name"] for m in _contacts(text)]
    found = found or ([p for m in REPORTERS.finditer(text) for p in persons(m["names"])]
                      if "eporting by" in text else [])
    return tuple(dict.fromkeys(found))


def _named(text: str, signs: _Signs, names: Names) -> set[str]:
    """Known outlets beside the signs: after those that end with a space, before the others."""
    found = set()
    for sign in signs.matches(text):
        outlet = _AFTER.match(text, sign.end()) if sign[0].endswith(" ") else _BEFORE.search(
            text[max(0, sign.start() - _REACH):sign.start()])
        found.add(names.known(outlet["name"]) if outlet else None)
    return {name for name in found if name}


def _contacts(text: str) -> Iterator[re.Match[str]]:
    """Names with a mail address: looked for around each @, which is rare."""
    last = 0
    while (at := text.find("@", last)) >= 0:
        match = CONTACT.search(text, max(last, at - _REACH), at + _REACH)
        last = max(at, match.end() if match else 0) + 1
        if match:
            yield match


@lru_cache(maxsize=100_000)  # the registry is folded for every page
def _fold(name: str) -> str:
    return "".join(name.casefold().removeprefix("the ").split()).rstrip(".")
