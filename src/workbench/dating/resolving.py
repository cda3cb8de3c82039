"""Which days a temporal expression means in a text published on a given day."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta as delta
from dateutil.relativedelta import weekday as weekday_of

from workbench.dating.bounds import Days
from workbench.dating.grammar import NUMBERS
from workbench.dating.temporal import Expression

ORDERS = ("day-month-year", "month-day-year")
"""How numeric dates are read."""

UNITS = {"m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year"}
"""Units as page labels abbreviate them."""

_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, **{str(n): n for n in (1, 2, 3, 4)}}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_HALVES = {"hour": ("minute", 30), "day": ("hour", 12), "week": ("day", 4), "month": ("week", 2),
           "year": ("month", 6), "decade": ("year", 5)}
_FIXED = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24),
          "new year's": (1, 1), "new year's day": (1, 1), "new year's eve": (12, 31),
          "valentine's day": (2, 14), "halloween": (10, 31), "independence day": (7, 4),
          "may day": (5, 1)}
_MOVING = {"thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "labor day": (9, 0, 1),
           "memorial day": (5, 0, -1)}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def resolve(expression: Expression, day: date | None) -> Days | None:
    """The days an expression means in a text published on `day`; None where it does not say.

    Weeks run Monday to Sunday, "later this month" from the next day to the month's end, "two
    months ago" is that month, a weekday the last one up to `day` or, where the clause looks
    ahead, the next one from `day`. Without `day` only complete dates and years have a value.

    Examples
    --------
    >>> from workbench.dating.temporal import find_expressions
    >>> [friday] = find_expressions("They met on Friday.")
    >>> [str(d) for d in resolve(friday, date(2025, 4, 12))]
    ['2025-04-11', '2025-04-11']
    """
    return _resolve(expression.kind, expression.parts, expression.cue, day)


@lru_cache(maxsize=100_000)
def _resolve(kind: str, parts: tuple[tuple[str, str], ...], cue: str,
             day: date | None) -> Days | None:
    words = dict(parts)
    resolver = _RESOLVERS.get(kind)
    if not resolver or (day is None and "year" not in words):
        return None
    try:
        return resolver(words, cue, day or date(int(words["year"]), 1, 1))
    except (ValueError, OverflowError):  # 31 June, year 0
        return None


def readings(expression: Expression) -> dict[str, date]:
    """What a numeric date may mean: its day by the name of each order that gives one.

    Examples
    --------
    >>> from workbench.dating.temporal import find_expressions
    >>> [label] = find_expressions("07-05-2025")
    >>> {order: str(day) for order, day in readings(label).items()}
    {'day-month-year': '2025-05-07', 'month-day-year': '2025-07-05'}
    """
    words = dict(expression.parts)
    if expression.kind != "numeric":
        return {}
    first, second, year = (int(words[name]) for name in ("first", "second", "year"))
    year += (2000 if year < 69 else 1900) * (year < 100)  # as POSIX reads them
    orders = dict(zip(ORDERS, [(second, first), (first, second)], strict=True))
    return {name: date(year, month, day) for name, (month, day) in orders.items()
            if 1 <= month <= 12 and 1 <= day <= (date(year, month, 1) + delta(day=31)).day}


def _iso(words: dict[str, str], _cue: str, _day: date) -> Days:
    return _one(date(*(int(words[name]) for name in ("year", "month", "day"))))


def _numeric(words: dict[str, str], _cue: str, _day: date) -> Days | None:
    label = Expression(0, 0, "date", "numeric", tuple(words.items()), "")
    days = set(readings(label).values())
    return _one(days.pop()) if len(days) == 1 else None


def _calendar(words: dict[str, str], cue: str, day: date) -> Days | None:
    """A month, or days of it, in the year given or in the nearest sensible one."""
    month = _MONTHS.index(words["month"][:3]) + 1
    first = date(_year_of(month, words, cue, day), month, 1)
    if "day" not in words:
        return _edge(_whole(first, "month"), words, day)
    begin = first.replace(day=int(words["day"]))
    return begin, max(begin, first.replace(day=int(words.get("until", words["day"]))))


def _year_of(month: int, words: dict[str, str], cue: str, day: date) -> int:
    """From seven months back to four ahead; a clause that looks ahead never looks back."""
    if "year" in words:
        return int(words["year"])
    which = words.get("which")
    back = {"last": 12, "next": -1, "this": day.month - 1}.get(
        which or "", 0 if cue == "future" else 7)
    earliest = day + delta(day=1, months=-back)
    return earliest.year + (month < earliest.month)


def _year(words: dict[str, str], _cue: str, day: date) -> Days | None:
    """A year, a decade, "1989-90" or the month "1989-10"; of the '80s those before the day."""
    year = int(words.get("year", 0)) or _century_before(int(words["short"]), day)
    whole = _whole(date(year, 1, 1), "decade" if {"decade", "short"} & words.keys() else "year")
    if "to" in words:
        until = int(words["to"]) + (year - year % 100) * (len(words["to"]) == 2)
        if until > year:
            return whole[0], date(until, 12, 31)
        return _whole(date(year, int(words["to"]), 1), "month")
    return _edge(whole, words, day)


def _century_before(short: int, day: date) -> int:
    """The year that ends with two digits and is not after the day."""
    year = day.year - day.year % 100 + short
    return year - 100 * (year > day.year)


def _century(words: dict[str, str], _cue: str, day: date) -> Days | None:
    """The 20th century, as it is counted in the news: from 1900 to 1999."""
    last = 100 * int(words["n"]) - 1
    return _edge((date(last - 99, 1, 1), date(last, 12, 31)), words, day)


def _quarter(words: dict[str, str], cue: str, day: date) -> Days | None:
    """A quarter or a half of a calendar year: the last that has begun, or the next one."""
    months = 6 if words["unit"] == "half" else 3
    ordinal = _ORDINALS.get(words["ordinal"], 12 // months)
    year = words.get("year") or words.get("of")
    shift = {"last": -1, "next": 1}.get(words.get("which", ""), 0)
    first = date(int(year) if year else day.year + shift, months * (ordinal - 1) + 1, 1)
    if not year and "which" not in words:
        if cue == "future" and first + delta(months=months) <= day:
            first += delta(years=1)
        elif cue != "future" and first > day:
            first -= delta(years=1)
    return _edge((first, first + delta(months=months - 1, day=31)), words, day)


def _year_ago(words: dict[str, str], _cue: str, day: date) -> Days:
    """The year-ago quarter is compared with the one that is over: that one, a year before."""
    unit = words.get("unit", "year")
    unit = "year" if unit == "period" else unit
    back = _step(unit, -1) if unit != "year" else delta()
    return _whole(day + back + delta(years=-1), unit)


def _season(words: dict[str, str], cue: str, day: date) -> Days | None:
    """Three whole months, as meteorologists count them north of the equator; winter of its start.

    Without a year the season that is running, else the last one or, ahead, the next one.
    """
    month = _SEASONS[words["season"]]
    year = int(words.get("year", day.year))
    which = words.get("which", "")
    seasons = [(first, first + delta(months=2, day=31))
               for first in (date(year + shift, month, 1) for shift in (-1, 0, 1))]
    if "year" in words:
        return _edge(seasons[1], words, day)
    if which == "next" or (not which and cue == "future"):
        return _edge(next(s for s in seasons if s[0] > day or (not which and s[1] >= day)),
                     words, day)
    if which == "this":
        return _edge(next(s for s in seasons if s[1] >= day), words, day)
    return _edge(next(s for s in seasons[::-1] if s[1] < day or (not which and s[0] <= day)),
                 words, day)


def _holiday(words: dict[str, str], cue: str, day: date) -> Days | None:
    """The nearest one in the direction of the clause; Easter is that of the Western churches."""
    name = words["holiday"]
    days = [_holiday_of(name, day.year + shift) for shift in (-1, 0, 1)]
    told = [d for d in days if d and (d >= day if cue == "future" else d <= day)]
    return _one(told[0] if cue == "future" else told[-1]) if told else None


def _holiday_of(name: str, year: int) -> date | None:
    if name in _MOVING:
        month, weekday, nth = _MOVING[name]
        return date(year, month, 31 if nth < 0 and month == 5 else 1) + delta(
            weekday=weekday_of(weekday, nth))
    if name.startswith("easter") or name == "good friday":
        return easter(year) + timedelta(days={"good friday": -2, "easter monday": 1}.get(name, 0))
    fixed = _FIXED.get(name)
    return date(year, *fixed) if fixed else None


def _weekday(words: dict[str, str], cue: str, day: date) -> Days:
    number = _WEEKDAYS.index(words["weekday"])
    which = words.get("which")
    if which == "this":
        found = _whole(day, "week")[0] + timedelta(days=number)
    elif which in ("next", "this coming") or (not which and cue == "future"):
        found = day + delta(days=bool(which), weekday=weekday_of(number, 1))
    else:
        found = day - delta(days=which == "last") + delta(weekday=weekday_of(number, -1))
    return _one(found)


def _deictic(words: dict[str, str], _cue: str, day: date) -> Days:
    word = words["deictic"]
    shift = {"yesterday": -1, "last": -1, "tomorrow": 1}.get(word, 0)
    if word.endswith("before yesterday") or word.endswith("after tomorrow"):
        shift = 2 if word.endswith("tomorrow") else -2
    return _one(day + timedelta(days=shift))


def _period(words: dict[str, str], cue: str, day: date) -> Days | None:
    which, unit = words.get("which", "this").removeprefix("the "), words["unit"]
    if unit == "weekend" and "which" not in words and cue != "future":
        day -= timedelta(days=5)  # "over the weekend" is the last one, until the next has begun
    shift = {"last": -1, "this past": -1, "latest": -1, "next": 1, "this coming": 1,
             "coming": 1}.get(which, 0)
    return _edge(_whole(day + _step(unit, shift), unit), words, day)


def _rolling(words: dict[str, str], _cue: str, day: date) -> Days | None:
    if "some" in words or "half" in words or words["side"] == "previous":
        return None
    unit, n = words["unit"], number(words.get("n", "one"))
    ahead = words["side"] in ("next", "coming")
    far = day + _step(unit, n if ahead else -n)
    return (day, far) if ahead else (far, day)


def _ago(words: dict[str, str], _cue: str, day: date) -> Days:
    """That unit as a whole: "two months ago" is a month; half a unit makes it the smaller one."""
    unit, n = UNITS.get(words["unit"], words["unit"]), number(words["n"])
    if {"half", "and_half"} & words.keys() and unit in _HALVES:
        unit, n = _HALVES[unit][0], n * 2 * _HALVES[unit][1] + _HALVES[unit][1]
    ahead = words.get("tail", "ago") != "ago"
    then = day + _step(unit, n if ahead else -n)
    if unit in ("hour", "minute", "second"):
        return min(then, day), max(then, day)
    return _whole(then, unit)


_RESOLVERS: dict[str, Callable[[dict[str, str], str, date], Days | None]] = {
    "iso": _iso, "numeric": _numeric, "calendar": _calendar, "year": _year, "weekday": _weekday,
    "deictic": _deictic, "period": _period, "rolling": _rolling, "ago": _ago,
    "century": _century, "quarter": _quarter, "year_ago": _year_ago, "season": _season,
    "holiday": _holiday}


def _one(day: date) -> Days:
    return day, day


def number(word: str) -> int:
    """A number in digits or words; "a" is one."""
    if word[0].isdigit():
        return int(float(word.replace(",", "")))
    return sum(NUMBERS.get(part, 0) for part in word.replace("-", " ").split()) or 1


def _step(unit: str, n: int) -> delta:
    """`n` units as a step between days; hours count as the days they may reach across."""
    if unit in ("second", "minute", "hour"):
        hours = n if unit == "hour" else 0
        return delta(days=-(-abs(hours) // 24) * (1 if n > 0 else -1))
    scale = {"weekend": ("weeks", 1), "night": ("days", 1), "quarter": ("months", 3),
             "decade": ("years", 10), "century": ("years", 100), "centurie": ("years", 100)}
    name, factor = scale.get(unit, (f"{unit}s", 1))
    return delta(**{name: n * factor})


def _whole(day: date, unit: str) -> Days:
    """The calendar unit that holds `day`."""
    monday = day - timedelta(days=day.weekday())
    match unit:
        case "week":
            return monday, monday + timedelta(days=6)
        case "weekend":
            return monday + timedelta(days=5), monday + timedelta(days=6)
        case "month" | "quarter":
            first = day.month if unit == "month" else 3 * ((day.month - 1) // 3) + 1
            return day + delta(month=first, day=1), day + delta(
                month=first + 2 * (unit == "quarter"), day=31)
        case "year" | "decade" | "century" | "centurie":
            length = {"year": 1, "decade": 10}.get(unit, 100)
            year = day.year - day.year % length
            return date(year, 1, 1), date(year + length - 1, 12, 31)
    return _one(day)


def _edge(whole: Days, words: dict[str, str], day: date) -> Days | None:
    """The part meant by "early", "the end of" or "later": thirds, edges, or up to `day`.

    The end of a week may be its Friday or its Sunday; of anything longer it is the last day.
    """
    first, last = whole
    days = (last - first).days + 1
    third, word = timedelta(days=-(-days // 3) - 1), words.get("edge") or words.get("end")
    tip = third if days <= 7 or "edge" in words else timedelta(0)
    if "later" in words:
        one = timedelta(days=1)
        part = (day + one, last) if words["later"] == "later" else (first, day - one)
        return part if part[0] <= part[1] else None
    if word in ("early", "start", "beginning"):
        return first, first + tip
    if word in ("late", "end"):
        return last - tip, last
    return (first + third, last - third) if word in ("mid", "middle") else whole
