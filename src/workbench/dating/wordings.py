"""Date labels as pages print them, reworded so that one reader of English dates reads them all.

"SÁBADO, 3 DE MAYO DE 2025", "3. Mai 2025", "03-MAY-25" and "03.05.25" all become forms that
`temporal.find_expressions` knows. Strings in, strings out; nothing is decided here.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

# Not those of `calendar`, which are in the language of the machine
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = tuple(month[:3] for month in _MONTHS)
_ENGLISH = {**dict(zip(_MONTHS, _SHORT, strict=True)), "Sept": "Sep", **dict(zip(
    _SHORT, _SHORT, strict=True))}
_MONTH_FIRST = ("en", "es", "fr", "de", "de_AT", "it", "pt", "nl")
_DAY_FIRST = ("da", "nb", "pl", "ro", "sv")
"""Languages that English-language pages mix in; words of the latter are months after a day only."""
_NOT_IN_CLDR = {"mrz": "Mar"}  # as Java and Windows shorten a German month
_MONTH = "|".join(_SHORT)
_IS_ENGLISH = re.compile(rf"\b(?:{'|'.join(_ENGLISH)})\b|\bago\b(?! +\d)|^[^a-z]*$", re.I)
_ORDINAL = re.compile(r"\b(\d{1,2})(?:\.|º|o|ª|er) *(?=[A-Z])")
_OF = re.compile(rf"\b(\d{{1,2}}) +d[eio]l? +(?=(?:{_MONTH})\b)", re.I)
_OF_YEAR = re.compile(rf"\b({_MONTH}) +d[eio]l? +(?=\d{{4}}\b)", re.I)
_DASHED = re.compile(rf"\b(\d{{1,2}})[-/. ]({_MONTH})[-/. ]'?((?:\d\d)?\d\d)\b(?![:.]\d)")
_SHORT_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2'?(\d\d)(?![\d:/-]|\.\d)")
_UNPADDED = re.compile(r"(?<![\d.-])((?:1[89]|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_BARE_AGE = re.compile(r"^\W*(\d{1,2} ?(?:m|h|d|w)(?:ins?|rs?)?)\W*$")
_NOW = re.compile(r"\b(?:just|right) now\b|\ba (?:few )?(?:moments?|seconds?) ago\b", re.I)
_FIRST_SHOWN = re.compile(r"\b(?:first )?(?:published|posted|created)\b", re.I)
_OLDEST_SHORT = 70  # of a year in two digits: 70 is 1970, 69 is 2069


class _Names(NamedTuple):
    """Names of months and weekdays by what they are in English, and where they count as such."""

    english: dict[str, str]
    after_day: re.Pattern[str]
    before_number: re.Pattern[str]
    weekday: re.Pattern[str]


@lru_cache
def _names(*, english: bool) -> _Names:
    """English names, or those of all languages: reading these takes 0.1 s, once."""
    first = {word.lower(): month for word, month in _ENGLISH.items()}
    months, weekdays = dict(first), dict[str, str]()
    if not english:
        first |= _months(_MONTH_FIRST)
        months = _NOT_IN_CLDR | _months(_DAY_FIRST) | first
        weekdays = _weekdays((*_MONTH_FIRST, *_DAY_FIRST))
    clear = [name for name in first if len(name) > 3 or name.title() in _SHORT]
    return _Names(
        months | weekdays,
        re.compile(  # "ago" and "set" are months only beside their day
            rf"(\d(?:\.|º|o|ª|er|st|nd|rd|th)?[ ./-]*(?:d[eio]l? +)?)({_any(months)})\b\.?", re.I),
        re.compile(rf"(\b)({_any(clear)})\b\.?(?= +(?:d[eio]l? +)?\d)", re.I),
        re.compile(rf"\b(?:{_any(weekdays) or '(?!)'})\b(?=,? +\d)", re.I))


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _months(languages: Iterable[str]) -> dict[str, str]:
    """Names of months, in lower case and without accents and dots, and their English ones."""
    from babel.dates import get_month_names  # takes 0.05 s, and most labels are in English

    return {_bare(name): _SHORT[number - 1] for language in languages
            for width in ("wide", "abbreviated") for form in ("format", "stand-alone")
            for number, name in get_month_names(width, form, language).items()}


def _weekdays(languages: Iterable[str]) -> dict[str, str]:
    """The same for days of the week, but whole names only: "mar" is a Tuesday, and March."""
    from babel.dates import get_day_names

    return {_bare(name): _WEEKDAYS[number] for language in languages
            for number, name in get_day_names("wide", "format", language).items()}


def _bare(name: str) -> str:
    return _without_accents(name).lower().rstrip(".")


@lru_cache(maxsize=10_000)
def plain_label(label: str) -> str:
    """A date label in English words, with four-digit years; what is no date stays as it is.

    Examples
    --------
    >>> plain_label("SÁBADO, 3 DE MAYO DE 2025"), plain_label("3. März 2025")
    ('Saturday, 3 May 2025', '3 Mar 2025')
    >>> plain_label("03.05.25"), plain_label("2025-5-3"), plain_label("03-MAY-25")
    ('03.05.2025', '2025-05-03', '3 May 2025')
    """
    label = _without_accents(label)
    names = _names(english=bool(_IS_ENGLISH.search(label)))
    label = names.weekday.sub(lambda m: names.english[m[0].lower()], label)
    for named in (names.after_day, names.before_number):
        label = named.sub(lambda m: m[1] + names.english[m[2].lower()], label)
    for joined in (_ORDINAL, _OF, _OF_YEAR):
        label = joined.sub(r"\1 ", label)
    label = _DASHED.sub(lambda m: f"{int(m[1])} {m[2]} {_long_year(m[3])}", label)
    label = _SHORT_YEAR.sub(lambda m: f"{m[1]}{m[2]}{m[3]}{m[2]}{_long_year(m[4])}", label)
    label = _UNPADDED.sub(lambda m: f"{m[1]}-{int(m[3]):02}-{int(m[4]):02}", label)
    label = _COMPACT.sub(r"\1-\2-\3", label)
    return _NOW.sub("1 minute ago", _BARE_AGE.sub(r"\1 ago", label))


def published_part(label: str) -> str:
    """Of "Updated … Published …" what stands after the latter; else the label as it is.

    Examples
    --------
    >>> published_part("Updated May 5, 2025; Published May 3, 2025")
    ' May 3, 2025'
    """
    found = _FIRST_SHOWN.search(label)
    after = label[found.end():] if found else label
    return after if any(char.isdigit() for char in after) else label


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text)
                   if not unicodedata.combining(char))


def _long_year(year: str) -> str:
    return year if len(year) == 4 else str(int(year) + (1900 if int(year) >= _OLDEST_SHORT
                                                        else 2000))
