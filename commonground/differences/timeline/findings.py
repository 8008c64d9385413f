"""What two sides' events show on one line: times that both noted, times that none did, and whose account is missing.

Nothing is added up. Each side writes down a few days only, so a time of which nothing stands here may have gone well,
nobody may have looked, or it is only not written down here: the line cannot say which.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

from commonground.differences.child_day.findings import Finding
from commonground.differences.sheets.models import SideSheet
from commonground.differences.timeline.words import Event, events
from commonground.govuk.dates import in_words
from commonground.library.day.shape import AnswerSource
from commonground.library.safety import SAFETY
from commonground.procedures.terms import Side

NEAR, QUIET = timedelta(days=7), timedelta(days=28)
"""By so much two events are about the same time; for so long nothing stands here before that is a finding."""
BOTH, SILENCE, UNHEARD = (
    "Both sides noted something about the same time",
    "Times of which nothing stands here",
    "Whose own account is not here",
)
WHICH = "Was there nothing, did nobody look, or is it only not written down here?"
Told = list[tuple[Side, Event]]


def on_one_line(newest: Mapping[Side, SideSheet]) -> Told:
    """Return the events of both sides, the earliest first."""
    told = [(side, one) for side, sheet in newest.items() for one in events(sheet)]
    return sorted(told, key=lambda one: (one[1].on, list(Side).index(one[0]), one[1].key))


def findings(present: Mapping[Side, SideSheet], names: Mapping[Side, str]) -> tuple[Finding, ...]:
    """Return what shows once the agencies have shared that are the sides now; before that nothing is a gap yet."""
    if len(present) < len(Side):
        return ()
    told = on_one_line(present)
    found = (
        Finding(BOTH, tuple(_both(told, names))),
        Finding(SILENCE, tuple(_silence(told))),
        Finding(UNHEARD, tuple(_unheard(told))),
    )
    return tuple(one for one in found if one.lines)


def _both(told: Told, names: Mapping[Side, str]) -> Iterator[str]:
    for (side, one), (other, two) in pairwise(told):
        if side is not other and two.on - one.on <= NEAR:
            yield f"{names[side]} on {in_words(one.on)}, {names[other]} on {in_words(two.on)}"


def _silence(told: Told) -> Iterator[str]:
    for (_, one), (_, two) in pairwise(told):
        if two.on - one.on > QUIET:
            yield f"From {in_words(one.on)} to {in_words(two.on)}. {WHICH}"


def _unheard(told: Told) -> Iterator[str]:
    sources = {one.source for _, one in told}
    if AnswerSource.CHILD not in sources:
        listen = "Nothing here was told by the child. Who could listen, with open questions only?"
        yield f"{listen} {SAFETY['ask_first']}"
    if not any(one.child for _, one in told):
        yield "Nothing here says what it was like for the child."
