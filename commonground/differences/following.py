"""Which lines of an agreement nobody is reminded of, for want of a day that was still to come; and giving one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from commonground.differences.models import Proposal, Signature, Undertaking
from commonground.differences.reading import Standpoint
from commonground.now import london_date
from commonground.procedures.agreement import Doing
from commonground.procedures.terms import Side
from commonground.procedures.undertakings import of_an_owner
from commonground.questions import Blank, Question

NO_DAY, GONE_BY = "It has no day.", "Its day had gone by when it was signed."


@dataclass(frozen=True, slots=True)
class NotFollowed:
    """A line of an agreement by its number: what is to be done and by which side, why nobody is reminded of it.

    ``give`` is where it is put on the list of actions with a day, where the reader can do that now.
    """

    number: int
    what: str
    side: str
    why: str
    give: str


@dataclass(frozen=True, slots=True)
class LineToGive:
    """A line of an agreement that is to be given a day: by both their numbers, and what its form begins with."""

    key: tuple[int, int]
    begins: dict[str, str]


@Question
def _noted(difference: Blank) -> QuerySet[Undertaking, tuple[UUID | None, int | None]]:
    return Undertaking.objects.of(difference).values_list("agreement", "line")


def not_followed(
    here: Standpoint, proposals: Iterable[Proposal], signatures: Sequence[Signature] = ()
) -> Mapping[int, tuple[NotFollowed, ...]]:
    """Return, by the number of each proposal, its lines of which nobody is reminded, or will be once both have signed.

    One query where such a line was signed by both, for it may have become an action since; else none.
    """
    found = []
    for one in proposals:
        signed = [each.at for each in signatures if each.proposal_id == one.pk]
        signed_on = london_date(max(signed)) if len(signed) == len(Side) else None
        if lines := _lines(one, signed_on):
            found.append((one, signed_on, lines))
    since = set(_noted(difference=here.difference.pk)) if any(signed_on for _, signed_on, _ in found) else set()
    return {
        one.number: tuple(
            _said(here, one, number, line, signed_on) for number, line in lines.items() if (one.pk, number) not in since
        )
        for one, signed_on, lines in found
    }


def _lines(proposal: Proposal, signed_on: date | None) -> dict[int, Doing]:
    lines = enumerate(proposal.parts.doing, 1)
    return {number: line for number, line in lines if not line.followed(signed_on)}


def _said(here: Standpoint, proposal: Proposal, number: int, line: Doing, signed_on: date | None) -> NotFollowed:
    row, gives = here.difference, signed_on is not None and of_an_owner(here.standings) is not None
    where = f"{reverse('differences:undertake', args=[row.reference])}?line={proposal.number}.{number}"
    why = GONE_BY if line.by else NO_DAY
    what = f"{line.action.removesuffix('.')}."
    return NotFollowed(number, what, row.name_of(line.side), why, where if gives else "")


def line_to_give(here: Standpoint, asked: str) -> LineToGive | None:
    """Return the line of an agreement that is to be given a day, and what a form of an action begins with for it.

    ``asked`` is the number of the agreement and that of the line: "1.2". None for a line that is not there.
    """
    number, _, line = asked.partition(".")
    if not (number.isdecimal() and line.isdecimal() and int(number) in here.situation.agreements):
        return None
    found = Proposal.objects.of(here.difference).filter(number=int(number)).first()
    lines = found.parts.doing if found else ()
    if not 1 <= int(line) <= len(lines):
        return None
    one = lines[int(line) - 1]
    begins = {"what": one.action, "owner": str(here.difference.agency_of(one.side).pk)}
    return LineToGive((int(number), int(line)), begins)
