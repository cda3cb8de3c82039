"""Which days a temporal expression means in a text published on a given day."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta as delta
from dateutil.relativedelta import weekday as weekday_of

from workbench.dating.bounds import Days
from workbench.dating.temporal import NUMBERS, Expression

ORDERS = ("day-month-year", "month-day-year")
"""How numeric dates are read."""

UNITS = {"m": "minute", "h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year"}
"""Units as page labels abbreviate them."""

_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
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
    year += 2000 * (year < 100)
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
    whole = _whole(date(int(words["year"]), 1, 1), "decade" if "decade" in words else "year")
    return _edge(whole, words, day)


def _weekday(words: dict[str, str], cue: str, day: date) -> Days:
    number = _WEEKDAYS.index(words["weekday"])
    which = words.get("which")
    if which == "this":
        found = _whole(day, "week")[0] + timedelta(days=number)
    elif which == "next" or (not which and cue == "future"):
        found = day + delta(days=which == "next", weekday=weekday_of(number, 1))
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
    which, unit = words.get("which", "this"), words["unit"]
    if unit == "weekend" and "which" not in words and cue != "future":
        day -= timedelta(days=5)  # "over the weekend" is the last one, until the next has begun
    shift = {"last": -1, "this past": -1, "next": 1, "this coming": 1}.get(which, 0)
    return _edge(_whole(day + _step(unit, shift), unit), words, day)


def _rolling(words: dict[str, str], _cue: str, day: date) -> Days:
    unit, n = words["unit"], number(words.get("n", "one"))
    ahead = words["side"] in ("next", "coming")
    far = day + _step(unit, n if ahead else -n)
    return (day, far) if ahead else (far, day)


def _ago(words: dict[str, str], _cue: str, day: date) -> Days:
    unit, n = UNITS.get(words["unit"], words["unit"]), number(words["n"])
    then = day + _step(unit, -n)
    return (then, day) if unit in ("hour", "minute") else _whole(then, unit)


_RESOLVERS: dict[str, Callable[[dict[str, str], str, date], Days | None]] = {
    "iso": _iso, "numeric": _numeric, "calendar": _calendar, "year": _year, "weekday": _weekday,
    "deictic": _deictic, "period": _period, "rolling": _rolling, "ago": _ago}


def _one(day: date) -> Days:
    return day, day


def number(word: str) -> int:
    """A number in digits or words; "a" is one."""
    return int(word) if word.isdigit() else NUMBERS.get(word, 1)


def _step(unit: str, n: int) -> delta:
    """`n` units as a step between days; hours count as the days they may reach across."""
    if unit in ("minute", "hour"):
        hours = n if unit == "hour" else 0
        return delta(days=-(-abs(hours) // 24) * (1 if n > 0 else -1))
    scale = {"weekend": ("weeks", 1), "night": ("days", 1), "quarter": ("months", 3),
             "decade": ("years", 10)}
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
        case "year" | "decade":
            year = day.year - day.year % 10 * (unit == "decade")
            return date(year, 1, 1), date(year + 9 * (unit == "decade"), 12, 31)
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
    return (first + third, last - third) if word == "mid" else whole
