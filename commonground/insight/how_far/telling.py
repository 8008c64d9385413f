"""Which lines stand together, and how use is told, so that nobody learns who took part in what.

Of use the whole alone is told, of a briefing that was for everybody, and once: three months after it began. Of a few
who were named, of a team or of an agency, and day by day, a number would tell of one person that they raised
something. It is told in full fives, where six people and more took part and six and more did not.
"""

from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from django.conf import settings

Key = TypeVar("Key", bound=Hashable)

FEWEST = settings.SMALLEST_TOLD
"""From so many on a number is told: six or more (promises.md R15)."""

STEP = 5

COUNTED_AFTER = timedelta(weeks=13)
"""So long after its first day it is counted how a briefing was used."""


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


def told(number: int, of: int) -> int | None:
    """Return a number of people as it is told: in full fives; None where few did, or few did not."""
    return in_fives(number) if number >= FEWEST and of - number >= FEWEST else None


def in_fives(number: int) -> int:
    """Return a number rounded down to a full five."""
    return number // STEP * STEP


def use_is_counted_on(starts: date) -> date:
    """Return the day on which use of a briefing is counted, by its first day."""
    return starts + COUNTED_AFTER
