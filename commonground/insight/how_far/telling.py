"""Which counts of use may be told, so that nobody learns who took part in what.

A count below six is kept back, noughts too: that one becomes a one would say that somebody had a part in something on
that day. All else is told in full fives, so that a number moves only with five people behind it. Where one alone would
be kept back, the next smallest is too. So each of them, whatever else is told, could still be anything from none to
four: what they are a part of is at most four more than it is told as, and at least two share that.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

from django.conf import settings

Key = TypeVar("Key", bound=Hashable)

FEWEST = settings.SMALLEST_TOLD
"""From so many on a number is told: six or more (promises.md R15)."""

STEP = 5


def kept_back(numbers: Mapping[Key, int], *, least: int = 0) -> frozenset[Key]:
    """Return which numbers are kept back: those below six, and the next smallest until they are two.

    ``least`` is to how much they come at least, where the whole is told as it is.
    """
    order = sorted(numbers, key=lambda one: (numbers[one], str(one)))
    back = [one for one in order if numbers[one] < FEWEST]
    for one in order[len(back) :]:
        if not back or (len(back) > 1 and sum(numbers[each] for each in back) >= least):
            break
        back.append(one)
    return frozenset(back)


def told(numbers: Mapping[Key, int]) -> dict[Key, int | None]:
    """Return each number as it is told: in full fives, or None where it is kept back."""
    back = kept_back(numbers)
    return {one: None if one in back else in_fives(number) for one, number in numbers.items()}


def told_whole(numbers: Iterable[int]) -> int | None:
    """Return what numbers come to, as it is told."""
    whole = sum(numbers)
    return in_fives(whole) if whole >= FEWEST else None


def in_fives(number: int) -> int:
    """Return a number rounded down to a full five."""
    return number // STEP * STEP
