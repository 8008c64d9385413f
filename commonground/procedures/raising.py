"""Raising a difference: where it may begin, how soon the child needs it, and what happened before."""

from collections.abc import Mapping
from datetime import date, datetime

from commonground.procedures.definition import Priority, Procedure
from commonground.procedures.moves import Move, all_told, check_zone, happen
from commonground.procedures.permitting import Refused
from commonground.procedures.situation import Happened, Situation
from commonground.procedures.subjects import not_about
from commonground.procedures.terms import About, Act, Covers, End, Event, Side, Subject

NOT_COUNTED = (
    "Under this procedure a conversation outside does not count as a stage. It is kept in the record; whoever can "
    "escalate can do that now."
)
PAST: Mapping[Event, str] = {
    Event.CONCERN_AROSE: "the concern arose",
    Event.CONFERENCE_HELD: "the conference ended",
    Event.DECISION_NOTIFIED: "you were told of the decision",
}
"""What happened before a difference is raised, as it reads after "when"."""


def raise_(
    procedure: Procedure,
    *,
    at: datetime,
    priority: str = "",
    stage: int = 1,
    tried: int | None = None,
    danger: bool = False,
    needed_by: date | None = None,
    children: int = 1,
    subject: Subject = Subject.CHILD,
    before: Mapping[Event, datetime] | None = None,
    about: About | None = None,
    on_record: bool = False,
) -> Move:
    """Open a difference; raise Refused where this procedure does not let it begin so.

    ``priority`` is how soon the child needs it, by its key; ``stage`` is where it begins: the first, or where a
    difference of this priority may. ``tried`` is the stage at which it was tried outside before, if it was; ``stage``
    is then the one after it where that counts. ``danger`` and ``needed_by`` are what the child needs: no agreement of
    two sides goes before them. ``subject`` is what it is about, and ``children`` how many. ``before`` says when that
    happened from which clocks of this procedure start. ``about`` is what of a conference it is about; a dissent can be
    kept ``on_record`` only, which ends it at once.
    """
    check_zone(at)
    _check_about(procedure, about, on_record=on_record)
    if sentence := not_about(procedure.subjects, subject, children):
        raise Refused(sentence)
    soon = _how_soon(procedure, priority)
    _check_stage(procedure, soon, stage, tried)
    began = _before(procedure, before or {}, at, about)
    if tried is not None:
        began += happen(at, tried, Side.RAISING, Event.TRIED_OUTSIDE)
    then = Event.KEPT_ON_RECORD if on_record else Event.RECEIVED
    happened = (*began, *happen(at, stage, Side.RAISING, Event.RAISED, then))
    after = Situation(
        procedure, stage, events=happened, priority=priority, danger=danger, needed_by=needed_by, children=children,
        about=about, end=End.KEPT_ON_RECORD if on_record else None,
        subject=subject,
    )  # fmt: skip
    asked = ("conference_chair", "raising_lead") if on_record else ("responding_seat",)
    told = (*asked, *(soon.tells if soon else ()))
    return Move(Act.RAISE, Side.RAISING, None, after, happened, all_told(told, procedure, happened), at)


def not_raised_yet(procedure: Procedure, *, priority: str = "", before: Mapping[Event, datetime]) -> Situation:
    """Return a difference that is being written, as its clocks see it: they may run from what happened before."""
    return Situation(procedure, 1, events=_happened(before), priority=priority)


def _how_soon(procedure: Procedure, priority: str) -> Priority | None:
    """Return the priority with this key; raise Refused for one that the procedure does not know, or where it asks."""
    soon = procedure.priority(priority)
    if soon is None and not procedure.priorities and priority:
        raise Refused("This procedure does not ask how soon the child needs it, so leave that out.")
    if soon is None and (priority or procedure.asks_priority):
        labels = ", ".join(f"“{one.label}”" for one in procedure.priorities)
        raise Refused(f"Choose how soon the child needs it: {labels}.")
    return soon


def _check_stage(procedure: Procedure, soon: Priority | None, stage: int, tried: int | None) -> None:
    if not 1 <= stage <= len(procedure.stages):
        raise Refused(_stages_text(procedure))
    if soon and stage in {1, soon.first_stage}:
        return
    if tried is not None:
        if stage != tried and (stage != tried + 1 or not procedure.tried_outside_counts):
            raise Refused(NOT_COUNTED)
    elif soon and soon.first_stage > 1:
        raise Refused(f"“{soon.label}” begins at stage {soon.first_stage}, or at stage 1. Choose one of the two.")
    elif procedure.priorities and stage > 1:
        raise Refused("This begins at stage 1. Whoever raised it can skip to a later stage, with a reason.")


def _check_about(procedure: Procedure, about: About | None, *, on_record: bool) -> None:
    """Raise Refused for what this procedure does not take of conferences, or cannot only be kept on record."""
    if procedure.covers is Covers.CONFERENCES and about not in procedure.conferences:
        taken = ", ".join(f"“{one.label}”" for one in procedure.conferences)
        raise Refused(f"This procedure for conferences takes these only: {taken}. Use the general procedure.")
    if about and procedure.covers is not Covers.CONFERENCES:
        raise Refused("This procedure is not about conferences, so leave out what of a conference this is about.")
    if on_record and about is not About.DISSENT:
        raise Refused("Only a dissent from what a conference decided can be kept on record only.")


def _before(
    procedure: Procedure, before: Mapping[Event, datetime], at: datetime, about: About | None
) -> tuple[Happened, ...]:  # fmt: skip
    """Return what happened before, in order; raise Refused where it is not said, or has not happened yet."""
    asks = procedure.asks_before(about)
    for event in asks:
        if event not in before:
            raise Refused(f"Say when {PAST[event]}: a time under this procedure counts from then.")
    for event, moment in before.items():
        check_zone(moment)
        if event not in asks:
            raise Refused(f"No time under this procedure counts from when {PAST[event]}, so leave that out.")
        if moment > at:
            raise Refused(f"Check when {PAST[event]}: it cannot be later than now.")
    return _happened(before)


def _happened(before: Mapping[Event, datetime]) -> tuple[Happened, ...]:
    in_order = sorted(before.items(), key=lambda one: one[1])
    return tuple(Happened(event, moment, 1, Side.RAISING) for event, moment in in_order)


def _stages_text(procedure: Procedure) -> str:
    return f"This procedure has {len(procedure.stages)} stages; a difference can be raised at those only."
