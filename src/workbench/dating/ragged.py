"""Lists of unequal length as arrays: one after the other, so that numpy counts in all of them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


class Lists:
    """Lists of numbers, one after the other in one array.

    Examples
    --------
    >>> lists = Lists([[7, 8], [], [9]])
    >>> owners, items = lists.expand(np.array([2, 0]))
    >>> owners.tolist(), items.tolist()
    ([0, 1, 1], [9, 7, 8])
    """

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self._sizes = np.array([len(own) for own in lists], dtype=np.int64)
        self._starts = np.cumsum(self._sizes) - self._sizes
        self._items = np.array([i for own in lists for i in own], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._sizes)

    def places(self, lists: Places) -> Places:
        """Where in the array the items of some of the lists stand."""
        return ranges(self._starts[lists], self._sizes[lists])

    def expand(self, lists: Places) -> tuple[Places, Places]:
        """The items of some of the lists, each with the place of its list among them."""
        return (np.repeat(np.arange(len(lists)), self._sizes[lists]),
                self._items[self.places(lists)])


def ranges(starts: Places, lengths: Places) -> Places:
    """The numbers of several ranges, one after the other.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
