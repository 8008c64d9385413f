"""How the rules name who can act: by role, at the present stage, as a practitioner would say it."""

from collections.abc import Collection

from commonground.procedures.situation import Situation
from commonground.procedures.terms import Role, Side


def seat_of(situation: Situation, side: Side) -> str:
    """Name who answers for a side at the present stage, by role."""
    stage = situation.procedure.stage(situation.stage)
    roles = stage.raising if side is Side.RAISING else stage.responding
    return titled(f"the {side.label}", roles, stage.number)


def titled(whose: str, roles: tuple[Role, ...], stage: int) -> str:
    """Return roles at a stage as they read after whose they are."""
    return f"{whose}’s {' or '.join(role.label for role in roles)} at stage {stage}"


def responding_seat(situation: Situation) -> str:
    """Name who answers for the responding side now."""
    return seat_of(situation, Side.RESPONDING)


def either_seat(situation: Situation) -> str:
    """Name who acts for either side now."""
    stage = situation.procedure.stage(situation.stage)
    if stage.raising == stage.responding:
        return titled("either side", stage.raising, stage.number)
    return f"{seat_of(situation, Side.RAISING)} or {seat_of(situation, Side.RESPONDING)}"


def seat_to_sign(situation: Situation) -> str:
    """Name who has not signed yet; an agreement is always signed by who proposed it."""
    proposal = situation.proposal
    return seat_of(situation, proposal.by.other) if proposal else either_seat(situation)


def who_escalates(situation: Situation) -> str:
    """Name who can take it further."""
    who = "the person who raised this, somebody in their line or their safeguarding lead"
    if situation.procedure.responding_may_escalate:
        return f"{who}, or {responding_seat(situation)},"
    return who


def who_hastens(situation: Situation) -> str:
    """Name who can say that the child needs it sooner."""
    return f"the person who raised this, {either_seat(situation)}, or a safeguarding lead of either side"


def who_closes_unresolved(situation: Situation) -> str:
    """Name who can record it as not resolved."""
    last = situation.procedure.stages[-1]
    if situation.facilitated:
        return f"a person who facilitates at the last stage ({last.name})"
    return f"a person who facilitates at the last stage ({last.name}), or else the partnership officer,"


def for_children(children: Collection[int]) -> str:
    """Return which children, by number: "child 1", "child 1 and child 3"."""
    first, last = [f"child {number}" for number in sorted(children)][:-1], f"child {max(children)}"
    return f"{', '.join(first)} and {last}" if first else last


def capital(words: str) -> str:
    """Return words as they begin a sentence."""
    return words[:1].upper() + words[1:]
