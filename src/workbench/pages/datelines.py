"""Datelines: the place, and perhaps day and agency, that the first paragraph of a story opens with.

Pure, no pandas.
"""

import re

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
_AGENCY_LINE = re.compile(r"(?P<place>)\((?P<agency>[A-Z]{2,4}|Reuters|Bloomberg|Xinhua|dpa)\)"
                          rf"(?P<day>) ?(?:(?P<mark>[—–]|--?(?= )) ?)?(?=[\"'\d]|{UPPER})")
_NO_PLACE = frozenset("""
    analysis breaking comment correction date editorial exclusive explainer explained fact factbox
    feature interview latest live note opinion photos podcast profile quiz review source timeline
    title update updated video watch why what how who this that
""".split())  # noqa: SIM905 - reads better than a list

# Cities that stand in a dateline without their country, most of them by the AP Stylebook
_CITIES = frozenset(city.strip() for city in """
    amsterdam, ankara, athens, atlanta, baghdad, bangkok, barcelona, beijing, beirut,
    belgrade, berlin, bogota, boston, brasilia, brussels, bucharest, budapest, buenos aires,
    cairo, canberra, caracas, chicago, copenhagen, dakar, dallas, damascus, delhi, denver,
    detroit, dhaka, doha, dubai, dublin, edinburgh, frankfurt, gaza, geneva, havana, helsinki,
    hong kong, houston, islamabad, istanbul, jakarta, jerusalem, johannesburg, kabul, karachi,
    khartoum, kiev, kyiv, lagos, las vegas, lima, lisbon, london, los angeles, luxembourg,
    madrid, manila, melbourne, mexico city, miami, milan, minsk, montreal, moscow, mumbai,
    munich, nairobi, new delhi, new york, oslo, ottawa, paris, philadelphia, phoenix, prague,
    pyongyang, rio de janeiro, riyadh, rome, san francisco, santiago, sao paulo, sarajevo,
    seattle, seoul, shanghai, singapore, sofia, st. louis, st. petersburg, stockholm,
    strasbourg, sydney, taipei, tehran, tel aviv, the hague, tokyo, toronto, tripoli, tunis,
    united nations, vancouver, vatican city, vienna, vilnius, warsaw, washington, wellington,
    zurich
""".split(","))  # noqa: SIM905 - reads better than a list


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
