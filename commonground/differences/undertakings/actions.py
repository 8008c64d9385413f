"""Everything that changes what was undertaken: a step each, through the door of steps. It moves nothing else."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from commonground.differences import reading
from commonground.differences.actions.door import routes_for
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.models import AgencyAction, Proposal, Undertaking
from commonground.differences.reminding import prompt
from commonground.differences.undertakings.owners import Owner, agencies, deals_for, others, owners
from commonground.differences.undertakings.telling import tell_both, tell_owner
from commonground.differences.undertakings.words import DONE_WHEN, EVIDENCE, REASON, WHAT
from commonground.differences.when import lasting_day
from commonground.directory.queries import Actor
from commonground.now import london_date
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step, of_a_side_or_let_in
from commonground.procedures.undertakings import (
    GONE_BY,
    HAS_A_DAY,
    NO_LINE,
    NOT_THEIRS,
    NOT_THEM,
    NOT_YOURS,
    NOTHING_NEW,
    OVER,
    WHO_NOTES,
    Now,
    is_past,
    of_an_owner,
)
from commonground.record.chain import actor_token
from commonground.storing import add, change

NEWS = "action_news"
HANDED = ("agency", "owner", "due", "next_at")
ENDED = ("now", "words", "over_by", "over_at", "next_at")


@dataclass(frozen=True, slots=True)
class NewAction:
    """What is to be done, how one sees that it is, whose it is (see ``Owner.key``), by which day, and whence.

    ``line`` is the number of an agreement that both have signed, and that of its line which this follows up.
    """

    what: str
    done_when: str
    owner: str
    due: date
    taken_on: UUID | None = None
    line: tuple[int, int] | None = None


def note_action(*, by: Actor, at: datetime, difference: UUID, new: NewAction) -> Undertaking:
    """Put an action on the list: whoever has it is told, and both sides. Raises Difference.DoesNotExist or Refused."""
    step = begin_step(by=by, at=at, difference=difference, standing=of_an_owner, otherwise=WHO_NOTES)
    owner = _chosen(owners(step.row, step.entered.seats, _present(step)), new.owner)
    _ahead(new.due, at)
    number, signed = 1 + Undertaking.objects.of(step.row).count(), _signed_for(step, new, owner)
    one = Undertaking(number=number, what=new.what, done_when=new.done_when, due=new.due, taken_on=signed)
    if new.line:
        one.agreement, one.line = _agreed_line(step, *new.line), new.line[1]
    return _noted(step, one, owner)


def note_agreed(
    *, by: Actor, at: datetime, difference: UUID, agreement: Proposal, done_when: str
) -> list[Undertaking]:  # fmt: skip
    """Put on the list what each side does by a day, in the moment in which both have signed it; return it.

    It is each side's agency's, and its people are told; of the agreement itself all are told already. A line without a
    day, or whose day has gone by before the second signature, stands in the agreement alone.
    """
    lines = enumerate(agreement.parts.doing, 1)
    ahead = [(line, one, one.by) for line, one in lines if one.by and one.followed(london_date(at))]
    if not ahead:
        return []
    step = begin_step(by=by, at=at, difference=difference, standing=of_a_side_or_let_in)
    noted, first = [], 1 + Undertaking.objects.of(step.row).count()
    for number, (line, doing, due) in enumerate(ahead, first):
        one = Undertaking(
            number=number, what=doing.action, done_when=done_when, due=due, agreement=agreement, line=line
        )  # fmt: skip
        noted.append(_noted(step, one, Owner(step.row.agency_of(doing.side)), signed=True))
    return noted


def _noted(step: Stepping, one: Undertaking, owner: Owner, *, signed: bool = False) -> Undertaking:
    """Put an action on the list for whoever has it; both sides are told, unless it is what they have just signed."""
    one.difference, one.partnership_id, one.by, one.at = step.row, step.row.partnership_id, step.person, step.at
    one.agency, one.owner, one.next_at = owner.agency, owner.person, prompt(step.row, one.due, step.at)
    add(one)
    sentence = f"put an action on the list for {owner.label}{', as both sides have signed it' if signed else ''}"
    words = {WHAT: one.what, DONE_WHEN: one.done_when, **_whose(owner, one.due)}
    _finish(step, one, Step.ACTION_NOTED, sentence, words, given=True, news=not signed)
    return one


def action_done(*, by: Actor, at: datetime, difference: UUID, number: int, evidence: str) -> Undertaking:
    """Say that an action is done and how one knows; only its agency can. Raises also Undertaking.DoesNotExist."""
    step, one = _own(by, at, difference, number)
    _over(step, one, Now.DONE, evidence)
    words = {WHAT: one.what, EVIDENCE: evidence}
    _finish(step, one, Step.ACTION_DONE, "says that an action is done", words)
    return one


def set_action_aside(*, by: Actor, at: datetime, difference: UUID, number: int, reason: str) -> Undertaking:
    """Say that an action is not needed any more, and why; only its agency can. Raises also Undertaking.DoesNotExist."""
    step, one = _own(by, at, difference, number)
    _over(step, one, Now.SET_ASIDE, reason)
    words = {WHAT: one.what, REASON: reason}
    _finish(step, one, Step.ACTION_SET_ASIDE, "says that an action is not needed any more", words)
    return one


def hand_action_over(
    *, by: Actor, at: datetime, difference: UUID, number: int, owner: str, due: date, reason: str
) -> Undertaking:
    """Hand an action to somebody else of its agency or to another that takes part, with a reason and a day.

    Only its agency can; once that takes part no more, whoever deals with actions here. Raises also
    Undertaking.DoesNotExist.
    """
    step, one = _own(by, at, difference, number, also_left=True)
    before = Owner(one.agency, one.owner)
    after = _chosen(others(step.row, step.entered.seats, _present(step), one.agency_id), owner)
    if (after, due) == (before, one.due):
        raise Refused(NOTHING_NEW)
    _ahead(due, at)
    one.agency, one.owner, one.due = after.agency, after.person, due
    one.next_at = prompt(step.row, due, at)
    change(one, HANDED)
    words = {WHAT: one.what, "Before": before.label, **_whose(after, due), "Why": reason}
    _finish(step, one, Step.ACTION_HANDED_OVER, f"handed an action over to {after.label}", words, given=True)
    return one


def _own(
    by: Actor, at: datetime, difference: UUID, number: int, *, also_left: bool = False
) -> tuple[Stepping, Undertaking]:  # fmt: skip
    """Begin a step about an action of an agency that one deals for; raises Refused for others', or what is over."""
    step = begin_step(by=by, at=at, difference=difference, standing=of_an_owner, otherwise=NOT_YOURS)
    one = Undertaking.objects.of(step.row).select_related("agency", "owner").get(number=number)
    entered = step.entered
    if standing := deals_for(entered.seats, by, entered.standings).get(one.agency_id):
        step = replace(step, standing=standing, called=entered.called(standing))
    elif not also_left or one.agency_id in agencies(entered.row, entered.seats):
        raise Refused(NOT_YOURS)
    if one.now != Now.OPEN:
        raise Refused(OVER)
    return step, one


def _over(step: Stepping, one: Undertaking, now: Now, said: str) -> None:
    one.now, one.words, one.over_by, one.over_at, one.next_at = now, said, step.person, step.at, None
    change(one, ENDED)


def _finish(
    step: Stepping, one: Undertaking, kind: Step, sentence: str, words: dict[str, str], *, given: bool = False,
    news: bool = True,
) -> None:  # fmt: skip
    row, seats = step.row, step.entered.seats
    entry = step.finish(kind, sentence=sentence, words=words, facts={"undertaking": facts(one)})
    about, routes = f"entry {entry.number}", routes_for(row, seats, row.stands(), at=step.at)
    if given:
        tell_owner(row, one, seats, routes, kind="action_given", about=about, at=step.at, actor=step.person)
    if news:
        tell_both(row, seats, routes, kind=NEWS, about=about, at=step.at, actor=step.person)


def facts(one: Undertaking) -> dict[str, Any]:
    """Return how an action stands, as the record keeps it: codes and a date, and of a person what nobody can read."""
    return {
        "number": one.number,
        "due": one.due.isoformat(),
        "agency": str(one.agency_id),
        "owner": actor_token(one.difference_id, one.owner_id) if one.owner_id else "",
        "now": str(one.now),
    }


def _chosen(those: dict[str, Owner], key: str) -> Owner:
    if key not in those:
        raise Refused(NOT_THEM)
    return those[key]


def _present(step: Stepping) -> dict[UUID, Any]:
    return dict(reading.present(step.entered.seats, london_date(step.at)))


def _ahead(due: date, at: datetime) -> None:
    if is_past(due, london_date(at)):
        raise Refused(GONE_BY)


def _whose(owner: Owner, due: date) -> dict[str, str]:
    return {"Who": owner.label, "By when": lasting_day(due)}


def _agreed_line(step: Stepping, number: int, line: int) -> Proposal:
    """Return the agreement whose line an action follows up; raises Refused where it is not there, or has a day."""
    stands = number in step.row.stands().agreements
    found = Proposal.objects.of(step.row).filter(number=number).first() if stands else None
    if found is None or not 1 <= line <= len(found.parts.doing):
        raise Refused(NO_LINE)
    if Undertaking.objects.of(step.row).filter(agreement=found, line=line).exists():
        raise Refused(HAS_A_DAY)
    return found


def _signed_for(step: Stepping, new: NewAction, owner: Owner) -> AgencyAction | None:
    """Return what an agency took on in an agreement, if this gives a day to it; raises Refused for another's."""
    if new.taken_on is None:
        return None
    found = AgencyAction.objects.of(step.row).filter(pk=new.taken_on, agency=owner.agency).first()
    if found is None:
        raise Refused(NOT_THEIRS)
    if Undertaking.objects.of(step.row).filter(taken_on=found).exists():
        raise Refused(HAS_A_DAY)
    return found
