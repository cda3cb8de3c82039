"""What an article itself says about whose it is and who wrote it. Pure, no pandas."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

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
# Each expression above needs one of these words; most lines have none and are not searched
_OWN_WORDS = ("ed by ", "sister ", "ournalist", "eporter", "orrespondent", "reported",
              "contributed")
_SHARED_WORDS = ("interview with ", "told ", "tells ", "statement to ", "spoke ", "speaking to ",
                 "according to ", " report", " understands", " has learned", " contacted")
_PLUG_WORDS = ("Try ", "try ", "ubscribe to ", "Join ", "join ")
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


def own_evidence(lines: Sequence[str], names: Names) -> set[str]:
    """Outlets that the text itself shows to have written it, by the strongest evidence only.

    A line "Source: …"; else a contact line's mail host; else a subscription plug; else what a
    newsroom writes of itself alone ("a draft obtained by …", "… previously reported").
    """
    return ({names.called(m["outlet"]) for line in lines
             if line.startswith(_SOURCE_WORDS) and (m := SOURCE.fullmatch(line))}
            or {o for m in _contacts(lines) if (o := names.owner(m["host"]))}
            or {names.called(m["name"]) for line in _holding(lines, _PLUG_WORDS)
                for m in _PLUG.finditer(line)}
            or {name for line in _holding(lines, _OWN_WORDS) for name in (
                *_named_after(line, _OWN_THEN_NAME, names),
                *_named_before(line, _NAME_THEN_OWN, names), *_named_before(line, _STAFF, names))})


def shared_evidence(lines: Sequence[str], names: Names) -> set[str]:
    """Outlets that the text credits in ways that also fit another newsroom's credit."""
    return {name for line in _holding(lines, _SHARED_WORDS) for name in (
        *_named_after(line, _SHARED_THEN_NAME, names),
        *_named_before(line, _NAME_THEN_SHARED, names))}


def authors(lines: Sequence[str]) -> tuple[str, ...]:
    """Persons of bylines, else of contact lines, else of a closing "Reporting by", each once."""
    found = [p for line in lines if line.startswith(_BYLINE_WORDS) and (
        m := BYLINE.fullmatch(line)) for p in persons(m["names"])]
    found = found or [m["name"] for m in _contacts(lines)]
    found = found or [p for line in _holding(lines, ["eporting by"])
                      for m in REPORTERS.finditer(line) for p in persons(m["names"])]
    return tuple(dict.fromkeys(found))


def _holding(lines: Sequence[str], words: Sequence[str]) -> list[str]:
    """Lines with one of the words; each word is first looked for in all of them at once."""
    text = "\n".join(lines)
    words = [word for word in words if word in text]
    if not words:
        return []
    ends = list(accumulate(len(line) + 1 for line in lines))
    held: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            line = bisect_right(ends, at)
            held.add(line)
            at = text.find(word, ends[line])
    return [lines[i] for i in sorted(held)]


def _contacts(lines: Sequence[str]) -> Iterator[re.Match[str]]:
    """Names with a mail address: looked for around each @, which is rare."""
    for line in _holding(lines, ["@"]):
        last = 0
        while (at := line.find("@", last)) >= 0:
            match = CONTACT.search(line, max(last, at - _REACH), at + _REACH)
            last = max(at, match.end() if match else 0) + 1
            if match:
                yield match


def _named_after(line: str, words: re.Pattern[str], names: Names) -> Iterator[str]:
    for match in words.finditer(line):
        outlet = _AFTER.match(line, match.end())
        if outlet and (name := names.known(outlet["name"])):
            yield name


def _named_before(line: str, words: re.Pattern[str], names: Names) -> Iterator[str]:
    for match in words.finditer(line):
        outlet = _BEFORE.search(line[max(0, match.start() - _REACH):match.start()])
        if outlet and (name := names.known(outlet["name"])):
            yield name


@lru_cache(maxsize=100_000)  # the registry is folded for every page
def _fold(name: str) -> str:
    return "".join(name.casefold().removeprefix("the ").split()).rstrip(".")
