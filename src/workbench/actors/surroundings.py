"""What stands beside each name, for many names at once.

Most names stand where none of the rules of `workbench.actors.usage` can apply: no capital, joint
or preposition beside them. Arrays find these in a few passes; only the others are read.
"""

import numpy as np
from numpy.typing import NDArray

from workbench.actors.matching import Ints, Matches
from workbench.actors.usage import SAY_INITIALS, Beside, Context, beside

Flags = NDArray[np.bool_]

_WINDOW = 72  # characters of context on either side of a name
_BREAK, _SPACE, _A, _Z = map(ord, "\n AZ")
_JOINTS = np.array([*map(ord, "@/._:=")], dtype=np.uint16)
_SAY = np.array([*map(ord, sorted(SAY_INITIALS))], dtype=np.uint16)
_MINUS, _APOSTROPHE, _COMMA, _AT = map(ord, "-',@")


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
        self.matches, haystack = matches, matches.haystack
        first, last = matches.first, matches.last
        codes = np.frombuffer(haystack.encode("utf-16-le"), dtype="<u2")
        around = np.pad(codes, (1, 2), constant_values=_BREAK)
        self.before, self.after, self.beyond = around[first], around[last + 1], around[last + 2]
        adjoining = first == np.append(-1, last[:-1] + 1)  # a name stands directly before
        self.running = running & ~matches.shouted & ~adjoining
        room = np.append(first, len(haystack))[1:] - last
        self._places = list(zip(first.tolist(), last.tolist(), self.running.tolist(),
                                room.tolist(), strict=True))  # quicker to read one by one
        self._gaps = np.concatenate([[-1, -1], np.flatnonzero(
            (codes == _SPACE) | (codes == _BREAK))])
        at = np.searchsorted(self._gaps, first - 1)
        self._at = np.where(self.before == _SPACE, at, 0)
        self.word = self._beside(np.arange(len(first)), 0)

    def _beside(self, which: Ints, back: int) -> Ints:
        """Flags of the word before the matches, or of the one `back` words before it."""
        end = self._gaps[np.maximum(self._at[which] - back, 0)]
        start = self._gaps[np.maximum(self._at[which] - back - 1, 0)] + 1
        haystack = self.matches.haystack
        same_line = self._at[which] > 0
        if back:
            same_line &= end > -1
            same_line[same_line] &= np.array(
                [haystack[at] == " " for at in end[same_line].tolist()], dtype=bool)
        flags = np.full(len(which), Beside.WORDLESS.value)
        flags[same_line] = [beside(haystack[begin:stop]) for begin, stop in zip(
            start[same_line].tolist(), end[same_line].tolist(), strict=True)]
        return flags

    def has(self, flag: Beside) -> Flags:
        """Has the word before the match this flag?"""
        return (self.word & flag.value).astype(bool)

    def context(self, at: int) -> Context:
        """The text around one match."""
        first, last, running, room = self._places[at]
        haystack = self.matches.haystack
        return Context(haystack[max(0, first - _WINDOW):first].rpartition("\n")[2],
                       haystack[last:last + _WINDOW].partition("\n")[0], running, room)

    def surface(self, at: int) -> str:
        """The match itself, as it is searched."""
        first, last, *_ = self._places[at]
        return self.matches.haystack[first:last]

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
        """May the match be where something is? Behind "the" the word before that says it."""
        cued = self.has(Beside.CUE | Beside.ODD)
        the = np.flatnonzero(self.has(Beside.THE))
        cued[the] = (self._beside(the, 1) & (Beside.CUE | Beside.ODD).value).astype(bool)
        return cued & ~self._owns() & (self.after != _MINUS)

    def may_be_land(self) -> Flags:
        """May the adjective of a people be the land itself: "flew to Saudi."?"""
        return self.may_be_place() & (self.after != _SPACE)

    def may_be_city(self) -> Flags:
        """May the match be a place, or a city in a dateline or in the name of an event?"""
        plain = (self.before == _SPACE) & (self.after != _SPACE) & (self.after != _MINUS) & ~(
            self.has(Beside.CUE | Beside.ODD | Beside.WORDLESS))
        return ~(plain | self._owns())

    def may_be_person(self) -> Flags:
        """May the match be behind a title, or before a verb of saying?"""
        says = (self.after == _COMMA) | ((self.after == _SPACE) & np.isin(self.beyond, _SAY))
        return self.has(Beside.TITLED | Beside.ODD) | says

    def _owns(self) -> Flags:
        return (self.after == _APOSTROPHE) & (self.beyond == ord("s"))
