"""The grammar of temporal expressions: words, rules, and what makes a rule worth trying.

A rule reads the core of an expression; prepositions and words such as "early" are taken in by
`temporal`, once a core is found. So every rule begins with something definite, which is what
makes the search fast.
"""

import re

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90}

_NUMBER_WORD = (  # by first letter, which is what the search tries first
    "[Oo]ne|[Tt](?:wo|hree|en|welve|hirteen|wenty|hirty)|[Ff](?:our(?:teen)?|ive|ifteen|orty|ifty)"
    "|[Ss](?:ix(?:teen|ty)?|even(?:teen|ty)?)|[Ee](?:ight(?:een|y)?|leven)|[Nn]ine(?:teen|ty)?")
_N = (rf"(?P<n>\d{{1,3}}(?:,\d{{3}}|\.\d)?"
      rf"|(?:{_NUMBER_WORD})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\b)?)")
_A_OR_N = _N.replace("(?P<n>", "(?P<n>[Aa]n?|")
_SOME = "(?P<some>[Ss]everal|[Ss]ome|[Mm]any|(?:[Aa] )?(?:[Ff]ew|[Cc]ouple(?: of)?))"
_HALF = r"(?P<half>(?: and |-and-)a(?: |-)half)?"
_UNIT = ("(?P<unit>minute|second(?=s)|hour|day|night|week|weekend|month|quarter(?!s? of )|year"
         "|decade|century|centurie(?=s))")
_UNITS_OF = "(?P<unit>minute|second|hour|day|night|week|weekend|month|year|decade|centurie)s"
_TAIL = r"(?: (?P<tail>[Aa]go|from now|hence|earlier|later|before|after)\b)?"
_KIND_OF = ("(?:(?:consecutive|straight|successive|full|more|additional|business|working"
            "|trading|calendar|solid|whole|long) )?")
_WEEKDAY = "(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY_NAME = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?[.,]{0,2} )?"
_MONTH = (r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
          r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)")
_DAY = (r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
        r"(?:(?:[-–]| [-–] | to )(?P<until>\d{1,2})(?:st|nd|rd|th)?)?")
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d%]|[.,]\d)"
_PART = "(?: (?P<part>morning|afternoon|evening|night))?"
_WHICH = "(?P<which>[Ll]ast|[Tt]his|[Nn]ext)"
_SEASON = "(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_CLOCK = (r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[AaPp][Mm]\b)|\d{1,2}:\d\d(?!\d)|noon|midnight"
          r"|(?:\d{1,2}|[a-z]{3,6}) o'clock|\d{4}(?= (?:GMT|EST|EDT|UTC)\b))"
          r"(?: (?:[A-Z]{2,4}\b(?! [a-z]+ed)|local time|[A-Z][a-z]+(?: [A-Z][a-z]+)? Time))?")
_PAPERS = "Times|Post|Mail|Mirror|Express|Telegraph|Herald|Tribune|World|People|Star|Sun|Magazine"
_TITLE = (rf"(?: [A-Z][\w']+)*? (?:{_PAPERS}|Independent|Review|Journal|News|Night|Agreement)\b"
          r"| (?:[\w-]+ )?(?:weekly|newspaper|magazine|paper|edition|tabloid)\b")
_HOLIDAYS = (r"Christmas(?: Eve| Day)?|New Year's(?: Eve| Day)?|Valentine's Day|Halloween"
             r"|Thanksgiving(?: Day)?|Labor Day|Memorial Day|Independence Day|May Day|Good Friday"
             r"|Easter(?: Sunday| Monday)?")

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_WORDS_OF_TIME = "minute seconds hour day night week month quarter year decade centur"
_UNITS = " ".join(f"_{unit} -{unit}" for unit in _WORDS_OF_TIME.split())
_LONG_UNITS = "_week _month _quarter _year _decade _century"
_SEASONS = "spring Spring summer Summer autumn Autumn _fall Fall winter Winter"
_PARTS = "_morning _afternoon _evening _night"

_SPACE = re.compile(r"\(\?<[=!][^)]*\)| (?!\?)")  # but not in a look-behind, whose width is fixed


def _compiled(pattern: str) -> re.Pattern[str]:
    """A rule in which each space may be several, as masking and wrapping leave them."""
    return re.compile(_SPACE.sub(lambda m: " +" if m[0] == " " else m[0], pattern))


RULES: list[tuple[str, list[str], re.Pattern[str]]] = [
    (kind, [need.replace("_", " ") for need in needs.split()], _compiled(pattern))
    for kind, needs, pattern in [
        ("iso", "0",
         r"(?<![\d-])(?P<year>[12]\d{3})(?P<sep>[-/.])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?!\d)"
         r"(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"),
        ("numeric", "0",
         r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)"
         r"(?P<year>[12]\d{3}|(?<=/)\d\d)(?![\d/-])"),
        ("calendar", _MONTHS, rf"\b{_DAY_NAME}{_MONTH} {_DAY}(?![\d:%]|[.,]\d)(?:,? {_YEAR})?"),
        ("calendar", _MONTHS,
         rf"(?<![\d.,:])\b{_DAY_NAME}(?:the )?{_DAY} (?:of )?{_MONTH}\b(?:,? {_YEAR})?"),
        ("calendar", _MONTHS, rf"\b{_MONTH}(?:,| of)? {_YEAR}"),
        ("calendar", _MONTHS, rf"\b(?:{_WHICH} )?{_MONTH}(?!\w)"),
        ("year", "0",
         r"(?<![\w.,/#$£€-])(?P<year>(?:1[89]|20)\d\d)[-–/](?P<to>(?:1[89]|20)?\d\d)(?![\w/-])"),
        ("year", "0", rf"(?<![\w.,/#$£€])(?<!(?<!mid)-){_YEAR}(?:(?P<decade>s)\b|(?![\w/]|-\d))"),
        ("year", "0s", r"(?:'|(?<=[Ee]arly )|(?<=[Ll]ate )|(?<=[Mm]id-))(?P<short>[2-9]0)s\b"),
        ("century", "centur",
         r"\b(?P<n>\d{1,2})(?:st|nd|rd|th)(?: |-)[Cc]entur(?:y|ies)\b"),
        ("weekday", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
         rf"\b(?:(?P<which>[Ll]ast|[Tt]his(?: past| coming)?|[Nn]ext) )?{_WEEKDAY}"
         rf"(?!s\b|{_TITLE})"
         rf"{_PART}"),
        ("deictic", "oday terday omorrow onight",
         r"\b(?P<deictic>[Tt]oday|[Tt]omorrow|[Yy]esterday|[Tt]onight"
         rf"|(?:the )?day (?:before yesterday|after tomorrow))\b{_PART}\b"),
        ("deictic", _PARTS,
         r"\b(?P<deictic>[Tt]his|[Ll]ast) (?P<part>morning|afternoon|evening|night)\b"),
        ("period", _LONG_UNITS,
         r"\b(?P<which>[Tt]his past|[Tt]his coming|[Tt]he (?:current|latest|coming)|[Ll]ast|[Tt]his"
         r"|[Nn]ext) (?:(?:fiscal|calendar|full) )?"
         r"(?P<unit>week|weekend|month|quarter|year|decade|century)\b(?!-)"),
        ("period", _LONG_UNITS,
         r"\b(?P<later>[Ee]arlier|[Ll]ater) (?:this|in the) (?P<unit>week|month|quarter|year)\b"),
        ("period", _LONG_UNITS,
         r"\b(?P<end>start|beginning|middle|end) of the "
         r"(?P<unit>week|weekend|month|quarter|year|decade|century)\b(?! of)"),
        ("period", "weekend", r"\bthe (?P<unit>weekend)\b"),
        ("period", "-end s_end", r"\b(?P<unit>month|year)(?:-|'s )(?P<end>end)\b"),
        ("year_ago", "year-",
         r"\byear-(?:ago|earlier)\b(?: (?P<unit>quarter|period|month|week))?"),
        ("quarter", "quarter Quarter",
         rf"\b(?:{_YEAR}(?:'s)? )?(?P<ordinal>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]inal)"
         r"(?: (?:fiscal |full )?|-)(?P<unit>quarter)\b(?!-| century)"
         r"(?! of (?!(?:the |this |last |next )?(?:fiscal )?(?:year|\d)))"
         rf"(?: of (?:the (?:fiscal )?year\b|(?:fiscal )?{_YEAR.replace('year', 'of')}"
         r"|(?P<which>this|last|next) (?:fiscal )?year\b))?"),
        ("quarter", "_half -half",
         rf"\b(?:{_YEAR}(?:'s)? )?(?P<ordinal>[Ff]irst|[Ss]econd)(?: |-)(?P<unit>half)"
         rf"(?: of (?:the (?:fiscal )?year\b|(?:fiscal )?{_YEAR.replace('year', 'of')}"
         r"|(?P<which>this|last|next) (?:fiscal )?year\b)|(?<=-half)(?= [a-z]))"),
        ("quarter", "Q1 Q2 Q3 Q4", rf"\b(?:{_YEAR} )?(?P<unit>Q)(?P<ordinal>[1-4])\b"
         rf"(?: (?:of )?{_YEAR.replace('year', 'of')})?"),
        ("season", _SEASONS, rf"\b{_WHICH} {_SEASON}\b"),
        ("season", _SEASONS, rf"\b{_SEASON} (?:of )?{_YEAR}"),
        ("season", _SEASONS,
         rf"\b{_SEASON}\b(?! of| line| short)"),
        ("rolling", _UNITS, r"\b(?P<side>[Ll]ast|[Pp]ast|[Nn]ext|[Cc]oming|[Pp]revious) "
         rf"(?:{_N}|{_SOME}){_HALF} {_KIND_OF}{_UNIT}s?\b(?: or so)?"),
        ("rolling", _UNITS,
         r"\bthe (?P<side>last|past|coming) (?P<unit>day|week|month|year|decade|century)\b"),
        ("ago", "ago Ago",
         r"(?<![\d.,])(?P<n>\d{1,3}) ?(?P<unit>m|h|d|w|mo|y)(?:ins?|rs?)? ago\b"),
        ("ago", "ago Ago",
         r"(?<=[A-Za-z])(?P<n>\d{1,3}) (?P<unit>minute|hour|day|week|month|year)s? ago\b"),
        ("counted", _UNITS,
         rf"(?<![\w.,$£€-]){_A_OR_N}{_HALF}(?:-| ){_KIND_OF}{_UNIT}s?\b"
         rf"(?!-olds?| (?:olds?|older|younger)\b| of age\b)"
         rf"{_HALF.replace('half', 'and_half', 1)}{_TAIL}"),
        ("some", _UNITS,
         rf"\b(?:(?:{_SOME}|(?P<near>[Rr]ecent|[Cc]oming|[Pp]ast|[Pp]revious|[Ll]ast)) {_KIND_OF})?"
         rf"{_UNITS_OF}\b(?! olds?\b| of age\b){_TAIL}"),
        ("narrative", f"{_UNITS} _morning _afternoon _evening",
         r"\b(?:the (?:next|following|previous|preceding|same)|that very|that) "
         r"(?P<unit>day|night|week|weekend|month|quarter|year|morning|afternoon|evening)\b(?!-)"),
        ("duration", "_half Half", rf"\b(?:[Hh]alf (?:an? )?|[Aa] half ?-?){_UNIT}\b"),
        ("duration", "long", rf"\b{_UNIT}s?-?long\b"),
        ("set", "every Every each Each",
         rf"\b(?:[Ee]very|[Ee]ach) (?:other |{_N} )?(?:{_WEEKDAY}|{_UNIT}s?|morning|evening)\b"),
        ("set", "aily eekly onthly uarterly early nnually ightly ourly",
         r"\b(?<!day )(?:[Nn]ear-)?(?:[Dd]aily|[Ww]eekly|[Mm]onthly|[Qq]uarterly|[Yy]early|annually"
         r"|nightly|hourly)\b"),
        ("set", "once twice times",
         rf"\b(?:once|twice|{_N} times) (?:an?|per|each|every) {_UNIT}\b"),
        ("set", "per_", r"\bper (?P<unit>hour|day|week|month|quarter|year)\b"),
        ("set", "days weekends", rf"\b(?:{_WEEKDAY}s|weekends|weekdays)\b"),
        ("clock", "0 noon midnight clock", rf"(?<![\d.,:$£€-])\b{_CLOCK}"),
        ("day_part", _PARTS,
         r"\b(?:in the |the |that )?(?:early |late |mid-)?(?P<part>morning|afternoon|evening)"
         r"(?: hours)\b|\b(?:in|during|by|until) the (?:early |late )?"
         r"(?P<other>morning|afternoon|evening)\b(?! of)|\bat night\b"),
        ("holiday", "Christmas Year's Day Halloween Thanksgiving Easter Friday",
         rf"\b(?P<holiday>{_HOLIDAYS})\b(?! [A-Z]|-)"),
        ("vague", "_now Now urrently ecently owadays moment these_days present future",
         r"\b(?:[Rr]ight now|[Nn]ow(?! (?:that|[a-z]+-))|[Cc]urrently|[Rr]ecently|[Nn]owadays"
         r"|(?:at|for) (?:the|this) moment|at present|these days"
         r"|the (?:near|foreseeable|immediate|distant) future)\b"),
    ]]
"""Kind, literals of which every match holds at least one ("0" is a number with something that
makes it a date or a time), and the expression."""

TRIGGERS = sorted({literal for _, needs, _ in RULES for literal in needs} - {"0"})
EDGED = {"calendar", "year", "period", "century", "quarter", "season"}
"""Kinds that a word such as "early" or "the end of" narrows."""

EDGE = re.compile(
    r"(?:\b(?P<edge>[Ee]arly|[Ll]ate|[Mm]id)(?:-| +in +(?:the +)?| +(?:the +)?)"
    r"|\b(?P<end>start|beginning|middle|end) +of +(?:the +)?)(?:fiscal +(?:year +)?)?$"
    r"|\b(?:[Ff]iscal|[Cc]alendar)(?: +year)? +$")

ONE_LEAD = re.compile(  # "for a year"; the other "a year" is a price's or nobody's
    r"\b(?:for|within|than|about|over|nearly|almost|least|lasting|lasted|takes?|took|taking|spent"
    r"|during|in|half|another|under|around|roughly|only|just) +$", re.I)
PER_LEAD = re.compile(r"(?:[\d%]|illion|thousand|percent|dollars?|euros?|pounds?|times?|barrels"
                      r"|hours|tons|cents|much|people|most|many)[\w-]* +$")
SOME_LEAD = re.compile(
    r"\b(?:for|in|within|after|over|takes?|took|taking|spent|lasted|lasting|during) +$", re.I)
SEASON_LEAD = re.compile(
    r"\b(?:(?:in|by|during|since|until|through|throughout|over|of|from|before|after|for) +"
    r"(?:the +)?(?:early +|late +)?|early |late |mid-)$", re.I)
