"""Date labels as pages print them, reworded so that one reader of English dates reads them all.

"SÁBADO, 3 DE MAYO DE 2025", "3. Mai 2025", "03-MAY-25" and "03.05.25" all become forms that
`temporal.find_expressions` knows. Strings in, strings out; nothing is decided here.
"""

import re
import unicodedata
from functools import lru_cache

# Month names of the languages that English-language pages mix in, by the letters that tell them
# apart (without accents): Spanish, French, German, Italian, Portuguese, Dutch.
_MONTHS = {
    "Jan": "january januar januari janvier janv enero ene gennaio gen janeiro jan janner",
    "Feb": "february februar februari fevrier fevr febrero febbraio fevereiro feb fev",
    "Mar": "march marz mars marzo marco maart mar mrt mrz",
    "Apr": "april avril avr abril abr aprile apr",
    "May": "may mai mayo maggio mag maio mei",
    "Jun": "june juni juin junio giugno giu junho jun",
    "Jul": "july juli juillet juil julio luglio lug julho jul",
    "Aug": "august aout agosto ago augustus aug",
    "Sep": "september septembre septiembre settembre setembro sept sep set",
    "Oct": "october oktober octobre octubre ottobre ott outubro oct okt out",
    "Nov": "november novembre noviembre novembro nov",
    "Dec": "december dezember decembre diciembre dicembre dezembro dec dez dic",
}
_ENGLISH = {word: month for month, words in _MONTHS.items() for word in words.split()}
_NAME, _CLEAR = ("|".join(sorted(names, key=len, reverse=True)) for names in (
    _ENGLISH, [n for n in _ENGLISH if len(n) > 3 or n.title() in _MONTHS]))
_MONTH = "|".join(_MONTHS)
_AFTER_DAY = re.compile(  # "ago" and "set" are months only beside their day
    rf"(\d(?:\.|º|o|ª|er|st|nd|rd|th)?[ ./-]*(?:d[eio]l? +)?)({_NAME})\b\.?", re.I)
_BEFORE_NUMBER = re.compile(rf"(\b)({_CLEAR})\b\.?(?= +(?:d[eio]l? +)?\d)", re.I)
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


@lru_cache(maxsize=10_000)
def plain_label(label: str) -> str:
    """A date label in English words, with four-digit years; what is no date stays as it is.

    Examples
    --------
    >>> plain_label("SÁBADO, 3 DE MAYO DE 2025"), plain_label("3. März 2025")
    ('SABADO, 3 May 2025', '3 Mar 2025')
    >>> plain_label("03.05.25"), plain_label("2025-5-3"), plain_label("03-MAY-25")
    ('03.05.2025', '2025-05-03', '3 May 2025')
    """
    label = _without_accents(label)
    for named in (_AFTER_DAY, _BEFORE_NUMBER):
        label = named.sub(lambda m: m[1] + _ENGLISH[m[2].lower()], label)
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
