"""What a line of a scraped page is: a date, a label, a byline, a credit, or prose.

Told from the line alone, by what English-language news pages have in common: closed lists of the
words of page furniture, and the shapes of dates, names and credits. Pure, no pandas. Every
expression is bounded and only the head of a line is looked at, so that a long line costs no more
than a short one.
"""

import re
from collections.abc import Set

from workbench.text import UPPER

NAME = (rf"{UPPER}[\w.'\-]{{0,30}}"
        rf"(?: (?:{UPPER}[\w.'\-]{{0,30}}|al|bin|da|de|del|der|di|el|la|van|von)){{1,4}}")
NAMES = rf"{NAME}(?:(?:,? and |, | & ){NAME}){{0,9}}"
_HEAD = 300  # characters of a line that tell what it is
_LONGEST_LABEL = 240  # characters
_LONGEST_DATE = 140
_LONGEST_FURNITURE = 110
_LONG_FURNITURE = ("related", "also", "must", "read", "see also", "watch", "recommended", "more",
                   "don't", "you may", "editor", "photo", "image", "picture", "illustration",
                   "caption", "(", "©", "copyright")  # longer lines of furniture begin so
_LONGEST_PLUG = 500
_SHORT = 60
_LONGEST_LINE = 160  # a line without a full stop is prose beyond this

_MONTH = (r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
          r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)")
_AGE = (r"(?:\d{1,3}|an?|one) ?(?:s|secs?|m|mins?|h|hrs?|d|w|seconds?|minutes?|hours?|days?|weeks?"
        r"|months?|years?) ago|just now|yesterday|today|(?:vor|il y a|hace|há) \d{1,3} \w{2,12}")
# A month in the words of any language is a word between, before or after the numbers.
_DAY = (r"\d{1,4}[./\-]\d{1,2}[./\-]\d{1,4}"
        r"|\d{1,2}(?:st|nd|rd|th)?\.?[ \-](?:de )?[^\W\d_]{3,10}\.?,?[ \-](?:de )?\d{4}"
        r"|[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
        rf"|{_MONTH}\.? \d{{1,2}}|\d{{1,2}} {_MONTH}\.?")
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? )?"
_BEFORE = r"(?:(?:time|date|published|updated|posted|last|on|created|modified)[ :]{0,2}){0,3}"
_CLOCK = r"(?:[ ,T·|\-–—]{1,3}(?:at )?\d{1,2}[:.]\d\d.{0,20})?"
# An outlet run together with the age or date after it; "… Today" is rather a name
_SHOWN = (r"(?!.{0,60}(?:today|yesterday|now)$)(?P<outlet>(?-i:" + UPPER + r")[\w.&']{0,20}"
          r"(?: (?:(?-i:" + UPPER + r")[\w.&']{0,20}|of|the|and|&)){0,4}?)[ |·•,–—\-]{0,3}")

_CLOCK_BEFORE = r"(?:\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [a-z]{2,5})?,? (?:on )?)?"

_BETWEEN = re.compile(r" ?[|•·] ?| [-–—/] ")
_BESIDE = re.compile(rf"(?:By |by )?(?:{UPPER}|\d)[^.!?]{{0,40}}")  # a name, a section, a clock
_MARKED = re.compile(r"#{1,6} +(?P<heading>\S.*?)(?: +#+)?|(?P<mark>\*{1,3}|_{1,3})(?=[^\s*_])"
                     r"(?P<text>.*[^\s*_])(?P=mark)")
DATE = re.compile(rf"(?:{_SHOWN})??{_BEFORE}{_CLOCK_BEFORE}"
                  rf"(?P<date>{_WEEKDAY}(?:{_AGE}|{_DAY})){_CLOCK}", re.I)
_NO_NUMBER = (" ago", "just now", "yesterday", "today")  # an age without a number has one of them
_DIGIT = re.compile(r"\d")
LABEL = re.compile(r"[-•·*–] ?(?P<label>[^\W_].{0,38})")
BYLINE = re.compile(rf"(?:By|BY|by):? (?P<names>{NAMES})(?:[,|·] ?.{{0,60}}|,? for .{{0,40}})?")
SOURCE = re.compile(r"(?:[Ss]ource|SOURCE|[Vv]ia)\s?: ?(?P<outlet>\S.{0,50})")
SUFFIX = re.compile(r"(?P<headline>\S.{14,250}?) +(?P<mark>[-–—|]) +(?P<outlet>[^–—|]{2,40})")
CONTACT = re.compile(rf"(?:(?:Contact|E-?mail|Reach|Write) (?:to )?)?(?P<name>{NAME})"
                     r"(?: can be reached)? at (?P<mail>[\w.+\-]{1,40}@(?P<host>[\w.\-]{3,60}\w))")
REPORTERS = re.compile(rf"(?<!ional )\b[Rr]eporting by (?P<names>{NAMES})")

_WHOLE = re.compile("|".join((
    r"(?P<tag>(?:tag|topic|category|section|archive|label|keyword)s? ?[-–—:|#] ?.{1,60}"
    r"|(?:latest|more|all|top)(?: \w{2,12})? (?:news|stories|articles|posts|headlines)"
    r" (?:with|on|about|from|tagged|in|by) .{1,60}|(?:posts|stories) tagged .{1,60})",
    r"(?P<closer>(?:(?:article|reader|user|your|view|all|\d+) )?comments?(?: \(?\d+\)?| policy)?:?"
    r"|(?:leave|post|add|write) (?:a|your) (?:comment|reply).{0,40}|no comments.{0,20}"
    r"|join the (?:conversation|discussion).{0,40}|.{0,20}download (?:the|our) app.{0,30}"
    r"|get the app.{0,20}|(?:copyright|©|\(c\)) ?(?:©|\(c\))? ?\d{4}.{0,100}"
    r"|.{0,60}all rights reserved.{0,40}|most (?:read|popular|viewed).{0,30})",
    r"(?P<teaser>(?:related(?: (?:\w|-){3,12})?|(?:also |must )?read(?: also| more| next)?|see also"
    r"|watch|recommended(?: for you| reading)?|more (?:on this|stories|from .{2,40})"
    r"|don't miss|you may also like|editors?'? picks?)(?::(?: .{2,150})?)?)",
    r"(?P<furniture>[\W_]{1,80}|.{0,20}\blogo|advertise?ments?|ads?|sponsored(?: content)?"
    r"|(?:share|save|print|copy link|email|facebook|twitter|whatsapp|linkedin|listen|tweet)"
    r"(?: (?:this|on|to|by|via|the|with)\b.{0,30})?|(?:skip|back|jump) to .{2,30}"
    r"|menu|search|home|subscribe(?: now)?|sign (?:in|up)|log ?in"
    r"|(?:story|article) continues below.{0,30}|\d+ min(?:ute)?s? read|click here.{0,40}"
    r"|continue reading.{0,40}|loading.{0,10}|follow us.{0,40})",
    r"(?P<caption>\(?(?:(?:photo(?:graph)?|image|picture|illustration|caption)s?(?: credit)?"
    r"(?: by|:)|©) ?.{2,200})",
)), re.I)
_OPENING = re.compile("|".join((
    r"(?P<gallery>(?i:(?:first|originally) (?:published|appeared) (?:in|on|by)"
    r"|(?:cartoons?|drawings?|illustrations?) by) [^|]{1,150}\| ?[Bb]y )",
    r"(?P<credit>[•\-–—*(\[ ]{0,4}(?:(?i:with (?:assistance|reporting|contributions|files|help)"
    r" (?:from|by) |(?:additional |further )?(?:reporting|writing|editing) by )"
    rf"|(?:The )?(?:{NAMES}|Associated Press)(?: in {UPPER}\w+)?"
    r" (?:also )?contributed (?:reporting|to this|to the report))"
    rf"|(?i:write|e-?mail|contact|reach)(?: to)? (?:the (?:author|reporter)|{UPPER}).{{0,80}}@"
    r"|(?i:this (?:article|story|report|post) (?:has been|was|is) (?:\w+ )?(?:updated|corrected"
    r"|published|produced|adapted)|correction:|clarification:|editor's note))",
)))
_PLUGGED = ("subscri", "newsletter", "inbox", "journalism", "free trial", "free for", "free access",
            "our app", "the app", "unlimited", "app store", "google play", "donat", "membership",
            "alerts", "podcast", " channel")
_CALLS = (  # how a call to the reader begins
    r"(?i:try|subscribe|sign up|get|download|join|follow|click|tap|register|support|start|enjoy"
    r"|unlock|discover|become|stay|explore|receive|upgrade|listen|read|want|ready|for more|if you"
    r"|to (?:read|get|receive|continue|support)|(?:never|don't) miss|(?:do|are|have|thank|can) you"
    r"|you (?:can|are reading)|[a-z]+ (?:your|our|us))\b")
_CALL = re.compile(_CALLS)
_LATER_CALL = re.compile(rf"[.!?…][\"')]{{0,2}} +(?={_CALLS})")
_TO_READER = re.compile(r"\b(?:your?|our|us|free|now|today|here)\b", re.I)
_SENTENCE_END = re.compile(r"[.!…。؟।][\"')\]]{0,3}(?: ?[(\[][^()\[\]]{0,60}[)\]])?$")


def role(line: str, outlets: Set[str] = frozenset()) -> str:
    """The role of a paragraph, given on one line with straight quotes.

    Parameters
    ----------
    line
        The paragraph.
    outlets
        Known names of outlets, case-folded: a line that is one of them is an ``outlet``.

    Returns
    -------
    str
        ``date`` (or age, with or without an outlet before it), ``outlet``, ``byline``,
        ``source``, ``label`` (a short bulleted line), ``tag`` (title of a tag page), ``closer``
        (comments, the app, copyright: the article is over), ``teaser``, ``furniture``,
        ``caption``, ``gallery`` (credits of cartoons), ``credit``, ``promotion``, ``quote`` (a
        marked block), ``prose``, or ``line``: short and no sentence, a headline perhaps.

    Examples
    --------
    >>> [role(line) for line in ("Metro9 hours ago", "- World", "By Ann Lee", "Mayor quits")]
    ['date', 'label', 'byline', 'line']
    """
    if line[:1] == ">":
        return "quote"
    if len(line) <= _LONGEST_LABEL:
        folded = line.casefold()
        if name := "outlet" if folded in outlets else _label(line, folded):
            return name
    if (opening := _OPENING.match(line, 0, _HEAD)) and opening.lastgroup:
        return opening.lastgroup
    if is_promotion(line):
        return "promotion"
    ends = _ends(line)
    if len(line) < _SHORT and not ends and LABEL.fullmatch(line):
        return "label"
    return "prose" if ends or len(line) > _LONGEST_LINE else "line"


def dated(line: str) -> re.Match[str] | None:
    """The date of a label, alone or beside names: groups `date` and `outlet`, if it shows one.

    >>> dated("Ann Lee - Daily Bugle - May 3, 2025")["date"]
    'May 3, 2025'
    """
    if whole := DATE.fullmatch(line):
        return whole
    parts = _BETWEEN.split(line)
    dates = [found for part in parts if (found := DATE.fullmatch(part))]
    named = all(_BESIDE.fullmatch(part) for part in parts if not DATE.fullmatch(part))
    return dates[0] if 1 < len(parts) < 6 and dates and named else None


def unmarked(line: str) -> str:
    """A line without the marks that make it a heading, bold or italic in Markdown.

    >>> unmarked("## Rain"), unmarked("*By Ann Lee*"), unmarked("* Rain")
    ('Rain', 'By Ann Lee', '* Rain')
    """
    match = _MARKED.fullmatch(line) if len(line) <= _HEAD else None
    return match["heading"] or match["text"] if match else line


def is_promotion(line: str) -> bool:
    """Does a short paragraph or a sentence ask the reader to subscribe, sign up or download?

    >>> is_promotion("Sign up for our newsletter.")
    True
    """
    if len(line) > _LONGEST_PLUG or not _CALL.match(line) or '"' in line:
        return False
    folded = line.casefold()
    return any(word in folded for word in _PLUGGED) and bool(_TO_READER.search(line))


def calls_after_stop(text: str, start: int) -> bool:
    """Does a sentence after the first begin, from `start` on, as calls to the reader do?"""
    return bool(_LATER_CALL.search(text, start))


def persons(names: str) -> tuple[str, ...]:
    """The names of a byline or credit, one by one.

    >>> persons("Ann Lee, Bo Chan and Cy Diaz")
    ('Ann Lee', 'Bo Chan', 'Cy Diaz')
    """
    return tuple(re.split(r",? and |, | & ", names))


def _label(line: str, folded: str) -> str | None:
    """Role of a line that is nothing but a label, tried where its first letters allow it."""
    if folded.startswith(("source", "via")) and SOURCE.fullmatch(line):
        return "source"
    if folded.startswith("by") and BYLINE.fullmatch(line):
        return "byline"
    if len(line) <= _LONGEST_DATE and (
            _DIGIT.search(line) or any(word in folded for word in _NO_NUMBER)) and dated(line):
        return "date"
    whole = _WHOLE.fullmatch(line) if len(line) <= _LONGEST_FURNITURE or (
        folded.startswith(_LONG_FURNITURE)) else None
    return whole.lastgroup if whole else None


def _ends(line: str) -> bool:
    """Does the line end as a sentence does?"""
    if line[-1:] == ".":
        return True
    return bool(_SENTENCE_END.search(line, max(0, len(line) - 70)))
