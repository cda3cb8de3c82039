"""What stands beside each name, for many names at once.

Most names stand where none of the rules of `workbench.actors.usage` can apply: no capital, joint
or preposition beside them. Arrays find these in a few passes; only the others are read.
"""

from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from workbench.actors.matching import Ints, Matches
from workbench.actors.usage import EVENTS, Beside, Context, beside
from workbench.words import SAY_AFTER_NAME

Flags = NDArray[np.bool_]

_WINDOW = 72  # characters of context on either side of a name
_BREAK, _SPACE, _A, _Z = map(ord, "\n AZ")
_JOINTS = np.array([*map(ord, "@/._:=")], dtype=np.uint16)
_MINUS, _APOSTROPHE, _COMMA, _AT, _D = map(ord, "-',@D")
_DATELINE = np.array([*map(ord, ",(-–—:")], dtype=np.uint16)
_INITIALS = 3  # letters by which words after a name are sorted out
_WEIGHTS = 2**np.array([0, 16, 32])


class Surroundings:
    """The neighbourhood of every match: its neighbouring characters and the words before it.

    Parameters
    ----------
    matches
        Names found in one text.
    running
        For each match: is it in running text, where a capital means a name?
    """

    def __init__(self, matches: Matches, running: Flags) -> None:
        self.matches, codes = matches, matches.codes
        first, last = matches.first, matches.last
        self._around = around = np.pad(codes, (1, 2 + _INITIALS), constant_values=_BREAK)
        self.before, self.after, self.beyond = around[first], around[last + 1], around[last + 2]
        adjoining = first == np.append(-1, last[:-1] + 1)  # a name stands directly before
        self.running = running & ~matches.shouted & ~adjoining
        room = np.append(first, len(codes))[1:] - last
        self._places = [column.tolist() for column in (first, last, self.running, room)]
        self._gaps = np.concatenate([[-1, -1], np.flatnonzero(
            (codes == _SPACE) | (codes == _BREAK))])
        at = np.searchsorted(self._gaps, first - 1)
        self._at = np.where(self.before == _SPACE, at, 0)
        self.word = self._beside(np.arange(len(first)), 0)

    def _beside(self, which: Ints, back: "int | Ints") -> Ints:
        """Flags of the word before the matches, or of the one `back` words before it."""
        end = self._gaps[np.maximum(self._at[which] - back, 0)]
        start = self._gaps[np.maximum(self._at[which] - back - 1, 0)] + 1
        haystack = self.matches.haystack
        same_line = self._at[which] > 0
        if np.any(back):
            same_line &= end > -1
            same_line[same_line] &= np.array(
                [haystack[at] == " " for at in end[same_line].tolist()], dtype=bool)
        flags = np.full(len(which), Beside.WORDLESS.value)
        words = map(haystack.__getitem__, map(
            slice, start[same_line].tolist(), end[same_line].tolist()))
        flags[same_line] = np.fromiter(map(beside, words), dtype=np.int64)
        return flags

    def has(self, flag: Beside) -> Flags:
        """Has the word before the match this flag?"""
        return (self.word & flag.value).astype(bool)

    def context(self, at: int) -> Context:
        """The text around one match."""
        first, last, running, room = [column[at] for column in self._places]
        haystack = self.matches.haystack
        return Context(haystack[max(0, first - _WINDOW):first].rpartition("\n")[2],
                       haystack[last:last + _WINDOW].partition("\n")[0], running, room)

    def surface(self, at: int) -> str:
        """The match itself, as it is searched."""
        return self.matches.haystack[self._places[0][at]:self._places[1][at]]

    def may_be_part(self, single: Flags, person: Flags) -> Flags:
        """May the match be part of a longer name or of an address?

        `single` and `person` say of each match whether it is one word, and a person's name.
        """
        blank = np.isin(self.before, [_SPACE, _BREAK]) & np.isin(
            self.beyond, [_SPACE, _BREAK]) & (self.after != _AT)  # "Norway. In" is no address
        joined = np.isin(self.before, _JOINTS) | (np.isin(self.after, _JOINTS) & ~blank)
        headed = (self.after == _SPACE) & (self.beyond >= _A) & (self.beyond <= _Z)
        preceded = self.has(Beside.PART) & self.running & single & ~(
            self.has(Beside.TITLED) & person)
        return joined | headed | preceded | self.has(Beside.ODD) | self._behind_head()

    def _behind_head(self) -> Flags:
        """Is it behind "Bank of", or behind "of the"?"""
        doubtful = np.flatnonzero(self.word & (Beside.THE | Beside.OF).value)
        previous = self._beside(doubtful, 1)
        wanted = np.where(self.word[doubtful] & Beside.THE.value, Beside.OF, Beside.HEAD)
        behind = np.zeros(len(self.word), dtype=bool)
        behind[doubtful] = (previous & (wanted | Beside.ODD.value)).astype(bool)
        return behind

    def may_be_place(self) -> Flags:
        """May the match be where something is?"""
        return self._placed & ~self._owns() & (self.after != _MINUS)

    @cached_property
    def _placed(self) -> Flags:
        """May the words before say that something is at the match, goes to or comes from it?

        They are looked at as `usage.is_located` does, behind articles.
        """
        flags = self.word.copy()
        back, which = np.zeros(len(flags), dtype=np.int64), np.flatnonzero(self.has(Beside.SKIPPED))
        flags[which], back[which] = self._beside(which, 1), 1
        placed = flags & (Beside.CUE | Beside.TOWARDS | Beside.SKIPPED | Beside.ODD).value > 0
        for link, distance in ((Beside.LINK, 1), (Beside.AND, 3)):  # "border of", "between X and"
            doubtful = np.flatnonzero(flags & link.value)
            placed[doubtful] = self._beside(doubtful, back[doubtful] + distance) & (
                Beside.GOVERNOR | Beside.ODD).value > 0
        return placed

    def may_be_land(self, lower: Flags) -> Flags:
        """May the adjective of a people, some written small, be a land: "flew to Saudi."?"""
        return np.where(self.after == _SPACE, lower, self.has(Beside.TOWARDS | Beside.SKIPPED | (
            Beside.ODD)) & self.may_be_place())

    def may_be_city(self) -> Flags:
        """May the match be a place, or a city in a dateline or in the name of an event?"""
        coordinated = np.flatnonzero(self.has(Beside.AND))
        placed = self._placed.copy()
        placed[coordinated] |= self._beside(coordinated, 1) & (
            Beside.CAPITAL | Beside.ODD).value > 0
        sign = np.where(self.after == _SPACE, self.beyond, self.after)
        dateline = self.has(Beside.WORDLESS) & np.isin(sign, _DATELINE)
        event = (self.after == _SPACE) & (self._starts(EVENTS, 1) | (self.beyond == _D))
        return (placed & ~self._owns()) | dateline | event | (self.after == _MINUS)

    def may_be_person(self) -> Flags:
        """May the match be behind a title, or before a verb of saying?"""
        says = np.where(self.after == _COMMA, self._starts(SAY_AFTER_NAME, 2),
                        (self.after == _SPACE) & self._starts(SAY_AFTER_NAME, 1))
        return self.has(Beside.TITLED | Beside.ODD) | says

    def _starts(self, words: Iterable[str], offset: int) -> Flags:
        """Does one of the words begin so many characters behind the match, by its first letters?"""
        at = self.matches.last + 1 + offset
        letters = np.stack([self._around[at + number] for number in range(_INITIALS)])
        initials = np.array([[*map(ord, word[:_INITIALS])] for word in words])
        return np.isin(_WEIGHTS @ letters, initials @ _WEIGHTS)

    def _owns(self) -> Flags:
        return (self.after == _APOSTROPHE) & (self.beyond == ord("s"))
