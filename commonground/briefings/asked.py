"""What of a page somebody is asked to read: short enough for five minutes on a telephone."""

from dataclasses import dataclass, replace
from math import ceil

from commonground.briefings.terms import HEADING, Audience
from commonground.library.pages.shape import PageKind, PageText

MOST_WORDS = 1100
"""How many words somebody is asked to read at most (the seventh issue of the plan sets it)."""

WORDS_A_MINUTE = 220
"""How fast people read on a telephone: so 1,100 words take five minutes."""

BRIEFING = "In seven minutes"
"""The heading in a pack under which its briefing stands."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The headings of the parts that are asked to be read, how many words they hold, and how many minutes they take."""

    headings: tuple[str, ...]
    words: int

    @property
    def minutes(self) -> int:
        """How long it takes, in whole minutes and at least one."""
        return max(1, ceil(self.words / WORDS_A_MINUTE))

    @property
    def too_long(self) -> bool:
        """Whether it is more than people are asked to read."""
        return self.words > MOST_WORDS


def asked_of(page: PageText, audience: Audience) -> Asked:
    """Return what of a page an audience is asked to read.

    Of a pack that is the message for them and the briefing, or the message alone where both are too long. Of any other
    page it is all.
    """
    if page.kind is not PageKind.PACK:
        return _parts(page, tuple(one.heading for one in page.sections))
    both = _parts(page, (HEADING[audience], BRIEFING))
    return _parts(page, both.headings[:1]) if both.too_long else both


def longest(page: PageText) -> Asked:
    """Return the longest that any audience is asked to read of a page."""
    return max((asked_of(page, one) for one in Audience), key=lambda one: one.words)


def _parts(page: PageText, headings: tuple[str, ...]) -> Asked:
    kept = tuple(one for one in page.sections if one.heading in headings)
    return Asked(tuple(one.heading for one in kept), replace(page, sections=kept).own_words)
