"""By which seats an act may be taken: of a side at the present stage, of a side at any, or of those beside."""

from collections.abc import Callable

from commonground.procedures.going_back import by_leads
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, Capacity, End, Side

SPEAKING = frozenset({Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD})
HELPING = frozenset({Capacity.HELPING, Capacity.FACILITATING})
"""By these seats people help both sides."""


def answers(situation: Situation, standing: Standing, side: Side | None = None) -> bool:
    """Whether this seat answers for its side (or for this one) at the present stage."""
    raised = standing.capacity is Capacity.RAISER and standing.side is Side.RAISING
    return (
        (raised or standing.capacity is Capacity.ANSWERING)
        and standing.side is not None
        and (side is None or standing.side is side)
        and standing.stage == situation.stage
    )


def takes_part(standing: Standing) -> bool:
    """Whether this seat belongs to a side and speaks for it (procedure.md section 3, invariant 8)."""
    return standing.side is not None and standing.capacity in SPEAKING


def tells_what_happened(standing: Standing) -> bool:
    """Whether this seat may note what happened outside, for clocks to count by: of a side, or helping both."""
    return takes_part(standing) or standing.capacity in HELPING


def responding(situation: Situation, standing: Standing) -> bool:
    """Whether this seat answers for the responding side at the present stage."""
    return answers(situation, standing, Side.RESPONDING)


def let_in(situation: Situation, standing: Standing, side: Side) -> bool:
    """Whether a pass lets this guest act for a side at the present stage."""
    return standing.capacity is Capacity.GUEST and standing.side is side and standing.stage == situation.stage


def can_respond(situation: Situation, standing: Standing) -> bool:
    """Whether this seat, or the guest of the responding side, may answer."""
    return responding(situation, standing) or let_in(situation, standing, Side.RESPONDING)


def can_sign(situation: Situation, standing: Standing) -> bool:
    """Whether this seat, or a guest of its side, may sign what waits for that side."""
    proposal = situation.proposal
    return can_decline(situation, standing) or (proposal is not None and let_in(situation, standing, proposal.by.other))


def can_decline(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may decline what waits for its side."""
    proposal = situation.proposal
    return proposal is not None and answers(situation, standing, proposal.by.other)


def can_escalate(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may take it further: the raising side's, and the other's where the edition lets it."""
    if standing.side is Side.RAISING:
        return standing.capacity in SPEAKING
    return situation.procedure.responding_may_escalate and responding(situation, standing)


def can_hasten(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may say that the child needs it sooner."""
    in_line = standing.capacity in {Capacity.RAISER, Capacity.LEAD} and standing.side is not None
    return in_line or answers(situation, standing)


def raising_now(situation: Situation, standing: Standing) -> bool:
    """Whether this seat acts for the raising side at the present stage."""
    return answers(situation, standing, Side.RAISING)


def can_remember(_: Situation, standing: Standing) -> bool:
    """Whether this seat may say that the responding side remembers otherwise."""
    return standing.side is Side.RESPONDING and standing.capacity in SPEAKING


def can_record_for(_: Situation, standing: Standing) -> bool:
    """Whether this seat may record what the other side said."""
    return takes_part(standing) or standing.capacity is Capacity.OFFICER


def can_confirm(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may give its side's own word on what was recorded for it."""
    speaks = takes_part(standing) or standing.capacity is Capacity.GUEST
    return speaks and standing.side in situation.unconfirmed


def can_hand_over(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may hand it over within the raising side."""
    return standing.capacity is Capacity.RAISER or answers(situation, standing, Side.RAISING)


def can_restrict(_: Situation, standing: Standing) -> bool:
    """Whether this seat may restrict who sees it."""
    return standing.capacity in {Capacity.RAISER, Capacity.LEAD} and standing.side is not None


def can_lift(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may take its own side's restriction back."""
    return can_restrict(situation, standing) and standing.side in situation.restricted_by


def can_ask_to_join(_: Situation, standing: Standing) -> bool:
    """Whether this seat may ask a further agency to join."""
    return takes_part(standing) or standing.capacity is Capacity.OFFICER


def has_joined(_: Situation, standing: Standing) -> bool:
    """Whether this seat is that of an agency that joined."""
    return standing.capacity is Capacity.JOINED


def raised_it(_: Situation, standing: Standing) -> bool:
    """Whether this is the seat of whoever raised it."""
    return standing.capacity is Capacity.RAISER


def can_redirect(_: Situation, standing: Standing) -> bool:
    """Whether this seat may say that it belongs somewhere else."""
    return standing.capacity in {Capacity.RAISER, Capacity.OFFICER}


def can_close_unresolved(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may record it as not resolved: who helps both sides there, or else the officer."""
    if standing.capacity is Capacity.OFFICER:
        return not situation.facilitated
    return standing.capacity is Capacity.FACILITATING


def about_time(act: Act) -> Callable[[Situation, Standing], bool]:
    """Return the condition that a seat may ask for more time or a pause: as the edition says, of seats or of leads."""
    return lambda situation, standing: _about_time(situation, standing, act, None)


def can_agree(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may answer what the other side asks."""
    asked = situation.asked
    return asked is not None and _about_time(situation, standing, asked.act, asked.by.other)


def _about_time(situation: Situation, standing: Standing, act: Act, side: Side | None) -> bool:
    if not by_leads(situation, act):
        return answers(situation, standing, side)
    return standing.capacity is Capacity.LEAD and standing.side is not None and side in {None, standing.side}


def can_check(situation: Situation, standing: Standing) -> bool:
    """Whether this seat is asked for its side's own look at it, at the present stage."""
    return standing.capacity is Capacity.CHECKING and standing.stage == situation.stage


def can_note_help(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may note what came of help to talk: who helped, or who acts for a side now."""
    return standing.capacity is Capacity.HELPING or answers(situation, standing)


def can_reopen(situation: Situation, standing: Standing) -> bool:
    """Whether this seat may reopen what has ended; what was kept on record only is its own side's to take further."""
    if situation.end is End.KEPT_ON_RECORD and standing.side is Side.RESPONDING:
        return False
    return standing.capacity is Capacity.OFFICER or (not situation.late and takes_part(standing))


def any_seat(_situation: Situation, _standing: Standing) -> bool:
    """Whether this is a seat at all: it is."""
    return True
