"""Who may take which act, and when: one row for each act, and a sentence for every refusal."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from commonground.procedures import seats
from commonground.procedures.beside_stages import binds
from commonground.procedures.definition import Procedure
from commonground.procedures.going_back import (
    asked_seat,
    lowest,
    no_more_time,
    no_pause,
    not_paused,
    nothing_to_take_back,
    still_open,
    unasked,
    who_asks,
    who_reopens,
)
from commonground.procedures.helping import no_route, none_under_way, who_notes
from commonground.procedures.naming import (
    capital,
    either_seat,
    responding_seat,
    seat_of,
    seat_to_sign,
    who_closes_unresolved,
    who_escalates,
    who_hastens,
)
from commonground.procedures.situation import Situation, Standing
from commonground.procedures.terms import Act, End, Event, Role, Side
from commonground.procedures.timing import running, unchecked
from commonground.procedures.worktime import LONDON, MONTHS

THOSE_WHO_JOINED = "people who belong to an agency that joined this"


class Refused(Exception):  # noqa: N818  (an answer, not an error: it is read to a person)
    """An act that the edition does not allow here; ``sentence`` says who can, or what to do instead."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Permit:
    """The row of one act: who may take it, in what words, and when nobody can.

    ``not_now`` gives a sentence when this situation lets nobody take it, which says who can do what instead.
    """

    verb: str
    may: Callable[[Situation, Standing], bool]
    who: Callable[[Situation], str]
    not_now: Callable[[Situation], str | None] = lambda _: None


def refusal(situation: Situation, act: Act, standings: Collection[Standing]) -> str | None:
    """Return why the holder of these standings cannot take this act now, as a sentence that says who can.

    None means that they can.
    """
    reopens = act is Act.REOPEN
    if situation.end is not None and not reopens and not _waits_after_the_end(situation, act):
        return ended_text(situation, situation.end)
    if act is Act.RAISE:
        return "This difference has been raised already; anyone who signs in can raise a new one."
    permit = PERMITS[act]
    if (sentence := permit.not_now(situation)) is not None:
        return sentence
    if not any(permit.may(situation, standing) for standing in standings):
        return f"Only {permit.who(situation)} can {permit.verb}."
    if act is Act.NOT_RESOLVED and any(seats.takes_part(standing) for standing in standings):
        return (
            "You take part for one of the sides, so you cannot record this as not resolved; "
            f"{permit.who(situation)} can."
        )
    return None


def offers(situation: Situation, standings: Collection[Standing]) -> tuple[tuple[Act, str | None], ...]:
    """Return every act on a difference with its refusal: first those that can be taken, most likely first."""
    answers = [(act, refusal(situation, act, standings)) for act in OFFERED]
    return tuple(sorted(answers, key=lambda answer: answer[1] is not None))


def acting(situation: Situation, act: Act, standings: Collection[Standing]) -> Standing:
    """Return the first standing by which the act may be taken; raise Refused when there is none."""
    sentence = refusal(situation, act, standings)
    if sentence is not None:
        raise Refused(sentence)
    return next(standing for standing in standings if PERMITS[act].may(situation, standing))


def _waits_after_the_end(situation: Situation, act: Act) -> bool:
    """Whether an act is still open after the end: both sides agree without waiting for an agency that joined."""
    return act is Act.TAKE_ON and (situation.end is End.RESOLVED or bool(situation.agreed))


def _who_lifts(situation: Situation) -> str:
    """Name who can take a restriction back: those of a side that restricted it who could restrict it."""
    if situation.restricted_by == {Side.RESPONDING}:
        return "a safeguarding lead of the responding side"
    whose = "either" if len(situation.restricted_by) > 1 else "the raising"
    return f"the person who raised this, or a safeguarding lead of {whose} side,"


def _unrestricted(situation: Situation) -> str | None:
    if situation.restricted_by:
        return None
    return (
        "This is not restricted, so everybody who takes part sees it. The person who raised this, or a safeguarding "
        "lead of either side, can restrict it."
    )


def ended_text(situation: Situation, end: End) -> str:
    """Return that and when it ended, and what anyone can do then, in a sentence."""
    day = situation.events[-1].at.astimezone(LONDON)
    return (
        f"This difference ended: it was {end.label} on {day.day} {MONTHS[day.month - 1]} {day.year}. "
        "Anyone who is still worried can raise a new one."
    )


def _who_checks(situation: Situation) -> str:
    check = situation.procedure.stage(situation.stage).check
    role = check.role.label if check else "manager"
    return f"the raising side’s {role}, who is asked to look at it at stage {situation.stage},"


def _nothing_to_check(situation: Situation) -> str | None:
    if situation.procedure.stage(situation.stage).check is None:
        return "At this stage nobody is asked to look at it first; anyone who takes part can add a note."
    if unchecked(situation):
        return None
    return "This was looked at already; anyone who takes part can add a note."


def _picked_up(situation: Situation) -> str | None:
    if situation.picked_up:
        return f"This has been picked up already; {responding_seat(situation)} can answer it."
    return None


def _unproposed(situation: Situation) -> str | None:
    if situation.proposal is None:
        return f"No agreement is waiting for a signature; {either_seat(situation)} can propose one."
    return None


def _nothing_stands(situation: Situation) -> str | None:
    return None if situation.agreements else _unproposed(situation)


def _at_the_last(situation: Situation) -> str | None:
    if not situation.last:
        return None
    return (
        f"This is the last stage, so there is none to go to. {capital(either_seat(situation))} can propose "
        f"an agreement, and {who_closes_unresolved(situation)} can record that it was not resolved."
    )


def _nowhere_to_skip(situation: Situation) -> str | None:
    last = len(situation.procedure.stages)
    if situation.stage == last - 1:
        return f"The next stage is the last, so escalate instead: {who_escalates(situation)} can do that."
    return _at_the_last(situation)


def _nothing_tried(situation: Situation) -> str | None:
    if any(happened.event is Event.TRIED_OUTSIDE for happened in situation.events):
        return None
    return "Nothing was noted as tried outside; anyone who takes part can add a note."


def _nothing_recorded(situation: Situation) -> str | None:
    if situation.unconfirmed:
        return None
    return "Nothing that was recorded for a side waits for its word; anyone who takes part can add a note."


def _who_confirms(situation: Situation) -> str:
    sides = " or ".join(f"the {side.label}" for side in Side if side in situation.unconfirmed)
    return f"people who act for {sides}, or its safeguarding lead,"


def _raising_seat(situation: Situation) -> str:
    return seat_of(situation, Side.RAISING)


def _no_dated_clock(situation: Situation) -> str | None:
    if any(span.dated and binds(span.key) for span in running(situation)):
        return None
    return "No clock with a date is running; anyone who takes part can ask or note what is needed."


def _not_last(situation: Situation) -> str | None:
    if situation.last:
        return None
    return (
        f"Only a difference at the last stage can be recorded as not resolved, and this is at stage "
        f"{situation.stage}; {who_escalates(situation)} can escalate it."
    )


PERMITS: Mapping[Act, Permit] = {
    Act.RAISE: Permit("raise a difference", lambda _situation, _standing: False, lambda _: "anyone"),
    Act.PICK_UP: Permit("pick this up", seats.responding, responding_seat, _picked_up),
    Act.PASS_ON: Permit("pass this on", seats.responding, responding_seat),
    Act.NOT_OURS: Permit("say that this is not theirs", seats.responding, responding_seat),
    Act.CHECK: Permit("say what they think of it", seats.can_check, _who_checks, _nothing_to_check),
    Act.RESPOND: Permit("answer this", seats.can_respond, responding_seat),
    Act.NOTE: Permit("add a note", seats.any_seat, lambda _: "people who take part in this difference"),
    Act.QUESTION: Permit("ask a question", seats.any_seat, lambda _: "people who take part in this difference"),
    Act.PROPOSE: Permit("propose an agreement", seats.answers, either_seat),
    Act.SIGN: Permit("sign the agreement", seats.can_sign, seat_to_sign, _unproposed),
    Act.DECLINE: Permit("decline to sign the agreement", seats.can_decline, seat_to_sign, _unproposed),
    Act.ESCALATE: Permit("escalate this", seats.can_escalate, who_escalates, _at_the_last),
    Act.SHORTEN: Permit("make a clock shorter", seats.can_hasten, who_hastens, _no_dated_clock),
    Act.SKIP: Permit("skip to a later stage", seats.can_hasten, who_hastens, _nowhere_to_skip),
    Act.TRIED_OUTSIDE: Permit("note what was tried outside", seats.raising_now, _raising_seat),
    Act.REMEMBER: Permit(
        "say that they remember it otherwise",
        seats.can_remember,
        lambda _: "people who act for the responding side, or its safeguarding lead,",
        _nothing_tried,
    ),
    Act.RECORD_FOR: Permit(
        "record what the other side told them",
        seats.can_record_for,
        lambda _: "people who act for either side, a safeguarding lead of either side, or the partnership officer,",
    ),
    Act.CONFIRM: Permit("say whether that is what they said", seats.can_confirm, _who_confirms, _nothing_recorded),
    Act.HAND_OVER: Permit(
        "hand this over",
        seats.can_hand_over,
        lambda situation: f"the person who raised this, or {_raising_seat(situation)},",
    ),
    Act.RESTRICT: Permit(
        "restrict who sees this",
        seats.can_restrict,
        lambda _: "the person who raised this, or a safeguarding lead of either side,",
    ),
    Act.LIFT: Permit("take the restriction back", seats.can_lift, _who_lifts, _unrestricted),
    Act.JOIN: Permit(
        "ask another agency to join",
        seats.can_ask_to_join,
        lambda _: "people who act for either side, their safeguarding leads, or the partnership officer,",
    ),
    Act.OWN_VIEW: Permit("give its view", seats.has_joined, lambda _: THOSE_WHO_JOINED),
    Act.TAKE_ON: Permit("take on its action", seats.has_joined, lambda _: THOSE_WHO_JOINED, _nothing_stands),
    Act.STEP_ASIDE: Permit("say that this is not for their agency", seats.has_joined, lambda _: THOSE_WHO_JOINED),
    Act.SIDE_ROUTE: Permit("ask for help to talk", seats.answers, either_seat, no_route),
    Act.FACILITATED: Permit("note what came of it", seats.can_note_help, who_notes, none_under_way),
    Act.LENGTHEN: Permit("ask for more time", seats.about_time(Act.LENGTHEN), who_asks(Act.LENGTHEN), no_more_time),
    Act.PAUSE: Permit("ask to pause the clock", seats.about_time(Act.PAUSE), who_asks(Act.PAUSE), no_pause),
    Act.RESUME: Permit("let the clock run again", seats.can_hasten, who_hastens, not_paused),
    Act.TAKE_TIME_BACK: Permit("take the extra time back", seats.can_hasten, who_hastens, nothing_to_take_back),
    Act.STEP_DOWN: Permit("ask to step down", seats.answers, either_seat, lowest),
    Act.AGREE_TO_IT: Permit("agree to what is asked, or say no", seats.can_agree, asked_seat, unasked),
    Act.WITHDRAW: Permit("withdraw this", seats.raised_it, lambda _: "the person who raised this"),
    Act.REDIRECT: Permit(
        "say that this belongs somewhere else",
        seats.can_redirect,
        lambda _: "the person who raised this, or the partnership officer,",
    ),
    Act.NOT_RESOLVED: Permit(
        "record this as not resolved", seats.can_close_unresolved, who_closes_unresolved, _not_last
    ),
    Act.REOPEN: Permit("reopen this", seats.can_reopen, who_reopens, still_open),
}

OFFERED = (
    *(
        Act.AGREE_TO_IT,
        Act.CHECK,
        Act.PICK_UP,
        Act.RESPOND,
        Act.SIGN,
        Act.DECLINE,
        Act.PROPOSE,
        Act.ESCALATE,
        Act.NOT_RESOLVED,
    ),
    *(Act.CONFIRM, Act.QUESTION, Act.NOTE, Act.RECORD_FOR, Act.TRIED_OUTSIDE, Act.REMEMBER, Act.SHORTEN, Act.SKIP),
    *(Act.PASS_ON, Act.NOT_OURS, Act.OWN_VIEW, Act.TAKE_ON, Act.JOIN, Act.STEP_ASIDE),
    *(Act.FACILITATED, Act.SIDE_ROUTE, Act.RESUME, Act.TAKE_TIME_BACK, Act.LENGTHEN, Act.PAUSE, Act.STEP_DOWN),
    *(Act.HAND_OVER, Act.RESTRICT, Act.LIFT, Act.REDIRECT, Act.WITHDRAW, Act.REOPEN),
)


AS_PRACTITIONERS = frozenset({Role.CONFERENCE_CHAIR, Role.REVIEWING_OFFICER})
"""Roles outside every line that raise where practitioners do."""


def raising_as(procedure: Procedure, roles: Collection[Role]) -> Role:
    """Return the role by which somebody may raise: one of the entry stage, or of a later one in the ladder.

    Raise Refused, naming who can, when none of their roles is in it.
    """
    entry = procedure.stages[0].raising
    ladder = {role for stage in procedure.stages for role in stage.raising}
    if Role.PRACTITIONER in entry:
        ladder |= AS_PRACTITIONERS
    for role in roles:
        if role in ladder:
            return role
    names = " or ".join(role.label for role in entry)
    raise Refused(f"Under this procedure a {names} raises a difference. Ask one in your agency to raise it.")
