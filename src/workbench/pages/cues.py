"""How the wording of a paragraph tells that a new article has begun.

Weak signals for pages without headers; `pages` combines them. Pure, no pandas.
"""

import re
from collections.abc import Iterator, Sequence

from workbench.text import UPPER

_CAPITAL_WORD = rf"{UPPER}[{UPPER[1:-1]}.'\-]{{1,20}}"
_CAPITALS = rf"{_CAPITAL_WORD}(?:[ /]{_CAPITAL_WORD}){{0,4}}"
_CITY = rf"{UPPER}[\w.\-]{{2,15}}(?:[ /]{UPPER}[\w.\-]{{1,15}}| (?:de|al|el)(?= )){{0,3}}"
_MONTH = (r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
          r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)")
_AGENCY = rf"\((?P<agency>{UPPER}[\w .]{{1,20}}|dpa|[A-Z]{{2,8}}(?:/[A-Z]{{2,8}})?)\)"
_AFTER_PLACE = (
    rf"(?:, {UPPER}[\w.]{{1,15}}(?: {UPPER}[\w.]{{1,15}})?)?"  # state or country
    rf"(?:, (?P<day>{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?,?)?"
    rf"(?:,? ?{_AGENCY})?"
    rf" ?(?P<mark>[—–:]|--?(?= )) ?(?=[\"'\d]|{UPPER})")
_AGENCY_OR_DAY = re.compile(r"[(\d]")
_MARK = re.compile(r"[—–:]|-(?= |- )")
_DATELINE = re.compile(rf"(?P<place>{_CAPITALS}){_AFTER_PLACE}")
_CITY_LINE = re.compile(rf"(?P<place>{_CITY}){_AFTER_PLACE}")
_AGENCY_LINE = re.compile(r"(?P<place>)\((?P<agency>[A-Z]{2,4}|Reuters|Bloomberg|Xinhua|dpa)\)(?P<day>)"
                          rf" ?(?:(?P<mark>[—–]|--?(?= )) ?)?(?=[\"'\d]|{UPPER})")
_NO_PLACE = frozenset("""
    analysis breaking comment correction date editorial exclusive explainer explained fact factbox
    feature interview latest live note opinion photos podcast profile quiz review source timeline
    title update updated video watch why what how who this that
""".split())  # noqa: SIM905 - reads better than a list

# Cities that stand in a dateline without their country, most of them by the AP Stylebook
_CITIES = frozenset(city.strip() for city in """
    amsterdam, ankara, athens, atlanta, baghdad, bangkok, barcelona, beijing, beirut, belgrade,
    berlin, bogota, boston, brasilia, brussels, bucharest, budapest, buenos aires, cairo, canberra,
    caracas, chicago, copenhagen, dakar, dallas, damascus, delhi, denver, detroit, dhaka, doha,
    dubai, dublin, edinburgh, frankfurt, gaza, geneva, havana, helsinki, hong kong, houston,
    islamabad, istanbul, jakarta, jerusalem, johannesburg, kabul, karachi, khartoum, kiev, kyiv,
    lagos, las vegas, lima, lisbon, london, los angeles, luxembourg, madrid, manila, melbourne,
    mexico city, miami, milan, minsk, montreal, moscow, mumbai, munich, nairobi, new delhi,
    new york, oslo, ottawa, paris, philadelphia, phoenix, prague, pyongyang, rio de janeiro,
    riyadh, rome, san francisco, santiago, sao paulo, sarajevo, seattle, seoul, shanghai,
    singapore, sofia, st. louis, st. petersburg, stockholm, strasbourg, sydney, taipei, tehran,
    tel aviv, the hague, tokyo, toronto, tripoli, tunis, united nations, vancouver, vatican city,
    vienna, vilnius, warsaw, washington, wellington, zurich
""".split(","))

# Titles that stand before a name: a text that uses one introduces the person.
_TITLES = frozenset("""
    president premier minister chancellor secretary secretary-general senator sen rep governor
    gov king queen prince princess pope leader chief chairman chairwoman chair ambassador envoy
    adviser advisor director commissioner mayor general gen lt col colonel capt sgt admiral
    judge justice spokesman spokeswoman spokesperson congressman congresswoman lawmaker analyst
    professor prof dr representative captain coach ceo executive sheriff treasurer attorney lord
    sir dame
""".split())  # noqa: SIM905 - reads better than a list
_AFTER_CAPITAL = rf"(?:\.{UPPER}\.|[\w\-]{{0,3}}\.|[\w\-]{{1,25}})"
_NAME_WORD = rf"{UPPER}{_AFTER_CAPITAL}"
_FULL_NAME = re.compile(
    # the capital before the word boundary: `re` then leaps from one capital to the next
    rf"(?P<words>{UPPER}(?<=\b{UPPER}){_AFTER_CAPITAL}"
    rf"(?: (?:{_NAME_WORD}|al|bin|da|de|del|der|di|la|van|von)){{1,6}})"
    r"(?P<apposition>, (?:an?|the|who|head|director|founder|chief|senior|former)\b)?")
_LOWER_TITLE = re.compile(r"([a-z\-]{3,20}) $")

_LEDE = re.compile(r"\b(?:said|says|reported|reports|announced|according to|told|confirmed)\b"
                   r"[^.!?]{0,100}[.!?][\"']?$")
_GOING_ON = re.compile(
    r"[\"'>•\-–—*(]|(?:And|But|Or|So|He|She|They|It|This|That|These|Those|His|Her|Their|Its|Still"
    r"|However|Meanwhile|Moreover|Also|Instead|Yet|Then|There|Such|Other|Another|Both|Later)\b")
_SEPARATORS = ',.;:?!"()—–'  # words are told apart by these and by spaces
_STEM = 6  # letters
_ENOUGH = 35  # content words a side must have before its difference counts
_FUNCTION = frozenset(word[:_STEM] for word in """
    about above according added after again against also although among another around because
    been before being between both came come could days does doing down during each even ever
    every first friday from going have having here however into issue its itself just know last
    later least less like made make many might monday month months more most much must need
    never next only other over part people place said same saturday says second several should
    since some still such sunday take than that their them then there these they thing think
    this those though three through thursday time today told took tuesday under until upon used
    very want wednesday week weeks well went were what when where which while will with within
    without would year years yesterday your
""".split())  # noqa: SIM905 - reads better than a list


def dateline(line: str, *, opening: bool = False) -> re.Match[str] | None:
    """The dateline that a paragraph opens with: ``PARIS — ``, ``LAGOS, May 3 (Reuters) - ``.

    Groups `place` and `agency`. Where an article is known to be `opening`, a place in small
    letters or a colon will do; else that must be a well-known city, or an agency or a day be named.

    >>> dateline("Sao Paulo: The mayor resigned.", opening=True)["place"]
    'Sao Paulo'
    """
    if line[:1] == "(":
        return _AGENCY_LINE.match(line, 0, 60)
    if not line[:1].isupper() or not _MARK.search(line, 2, 120):
        return None
    if not (opening or not line[1:2].islower() or _AGENCY_OR_DAY.search(line, 3, 100)
            or _of_city(line)):
        return None
    match = _DATELINE.match(line, 0, 120) or _CITY_LINE.match(line, 0, 120)
    if not match or match["place"].split()[0].casefold() in _NO_PLACE:
        return None
    certain = match["agency"] or match["day"] or match["place"].casefold() in _CITIES or (
        match["place"].isupper() and match["mark"] in "—–--")
    return match if opening or certain else None


def _of_city(line: str) -> bool:
    """Is the line's first word, or two, or three, a city that needs no country?"""
    words = line[:30].casefold().split(" ")
    return any(" ".join(words[:n]).rstrip(",:–—-") in _CITIES for n in (1, 2, 3))


def introductions(line: str) -> Iterator[tuple[str, bool]]:
    """Each full name of a paragraph, and whether a title or an apposition introduces the person.

    >>> list(introductions("Kenyan President Ann Lee met Bo Chan."))
    [('Ann Lee', True), ('Bo Chan', False)]
    """
    for match in _FULL_NAME.finditer(line):
        *titles, first, last = match["words"].split()
        titles += _LOWER_TITLE.findall(line[max(0, match.start() - 22):match.start()])
        if not _is_title(first):
            introduced = bool(match["apposition"]) or any(map(_is_title, titles))
            yield f"{first} {last}".rstrip("."), introduced


def is_lede(line: str) -> bool:
    """Does a short paragraph end on who said so?"""
    return len(line) < 400 and not goes_on(line) and bool(
        _LEDE.search(line, max(0, len(line) - 160)))


def goes_on(line: str) -> bool:
    """Does a paragraph begin as only a continuation would: with a quotation, "But", "He"?"""
    return bool(_GOING_ON.match(line))


def content(line: str) -> frozenset[str]:
    """Content words of a paragraph, each cut to the length of a stem."""
    plain = line.casefold().replace("'s ", " ")
    for mark in _SEPARATORS:
        plain = plain.replace(mark, " ")
    return frozenset([word[:_STEM] for word in plain.split() if len(word) > 3]) - _FUNCTION


def cohesion(before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]) -> float:
    """Share of content words, 0 to 1, that the smaller side has in common with the other.

    The gap score of Hearst's (1997) TextTiling, on sets. A side of few words coheres: its
    difference proves nothing.
    """
    left, right = frozenset().union(*before), frozenset().union(*after)
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller >= _ENOUGH else 1.0


def _is_title(word: str) -> bool:
    return word.rstrip(".").casefold() in _TITLES
