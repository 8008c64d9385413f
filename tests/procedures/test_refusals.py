"""Every refusal word for word, as a practitioner reads it."""

from dataclasses import replace

import pytest

from commonground.procedures.definition import Procedure
from commonground.procedures.rules import refusal
from commonground.procedures.situation import Proposal, Situation
from commonground.procedures.terms import Act, Side
from tests.procedures.builders import BESIDE, FACILITATOR, FOUR, HASTY, RAISER, ladder
from tests.procedures.grids import situation

ESCALATORS = "the person who raised this, somebody in their line or their safeguarding lead"
RESPONDER = "Only the responding side’s practitioner at stage 1 can "

NOBODYS = {
    Act.RAISE: "This difference has been raised already; anyone who signs in can raise a new one.",
    Act.PICK_UP: f"{RESPONDER}pick this up.",
    Act.PASS_ON: f"{RESPONDER}pass this on.",
    Act.NOT_OURS: f"{RESPONDER}say that this is not theirs.",
    Act.CHECK: "At this stage nobody is asked to look at it first; anyone who takes part can add a note.",
    Act.RESPOND: f"{RESPONDER}answer this.",
    Act.NOTE: "Only people who take part in this difference can add a note.",
    Act.QUESTION: "Only people who take part in this difference can ask a question.",
    Act.PROPOSE: "Only either side’s practitioner at stage 1 can propose an agreement.",
    Act.SIGN: ("No agreement is waiting for a signature; either side’s practitioner at stage 1 can propose one."),
    Act.DECLINE: ("No agreement is waiting for a signature; either side’s practitioner at stage 1 can propose one."),
    Act.ESCALATE: f"Only {ESCALATORS} can escalate this.",
    Act.SHORTEN: (
        "Only the person who raised this, either side’s practitioner at stage 1, or a safeguarding lead of "
        "either side can make a clock shorter."
    ),
    Act.SKIP: (
        "Only the person who raised this, either side’s practitioner at stage 1, or a safeguarding lead of "
        "either side can skip to a later stage."
    ),
    Act.TRIED_OUTSIDE: "Only the raising side’s practitioner at stage 1 can note what was tried outside.",
    Act.REMEMBER: "Nothing was noted as tried outside; anyone who takes part can add a note.",
    Act.RECORD_FOR: (
        "Only people who act for either side, a safeguarding lead of either side, or the partnership officer, can "
        "record what the other side told them."
    ),
    Act.CONFIRM: "Nothing that was recorded for a side waits for its word; anyone who takes part can add a note.",
    Act.HAND_OVER: (
        "Only the person who raised this, or the raising side’s practitioner at stage 1, can hand this over."
    ),
    Act.RESTRICT: "Only the person who raised this, or a safeguarding lead of either side, can restrict who sees this.",
    Act.LIFT: (
        "This is not restricted, so everybody who takes part sees it. The person who raised this, or a safeguarding "
        "lead of either side, can restrict it."
    ),
    Act.JOIN: (
        "Only people who act for either side, their safeguarding leads, or the partnership officer, can ask another "
        "agency to join."
    ),
    Act.OWN_VIEW: "Only people who belong to an agency that joined this can give its view.",
    Act.TAKE_ON: "No agreement is waiting for a signature; either side’s practitioner at stage 1 can propose one.",
    Act.STEP_ASIDE: ("Only people who belong to an agency that joined this can say that this is not for their agency."),
    Act.SIDE_ROUTE: (
        "Under this procedure nobody is asked to help both sides to talk at this stage; either side’s practitioner at "
        "stage 1 can propose an agreement."
    ),
    Act.FACILITATED: (
        "Nobody is asked to help both sides to talk now; either side’s practitioner at stage 1 can propose an "
        "agreement."
    ),
    Act.LENGTHEN: "Only either side’s practitioner at stage 1 can ask for more time.",
    Act.PAUSE: "Only either side’s practitioner at stage 1 can ask to pause the clock.",
    Act.RESUME: "No clock is paused; either side’s practitioner at stage 1 can ask for that.",
    Act.TAKE_TIME_BACK: (
        "No clock that runs was given more time; either side’s practitioner at stage 1 can propose an agreement."
    ),
    Act.STEP_DOWN: (
        "This is the first stage, so there is none below it; either side’s practitioner at stage 1 can propose an "
        "agreement."
    ),
    Act.AGREE_TO_IT: (
        "Nothing is asked that needs a side to agree; either side’s practitioner at stage 1 can ask for more time or "
        "a pause."
    ),
    Act.WITHDRAW: "Only the person who raised this can withdraw this.",
    Act.REDIRECT: (
        "Only the person who raised this, or the partnership officer, can say that this belongs somewhere else."
    ),
    Act.NOT_RESOLVED: (
        "Only a difference at the last stage can be recorded as not resolved, and this is at stage 1; "
        f"{ESCALATORS} can escalate it."
    ),
    Act.REOPEN: "This has not ended, so there is nothing to reopen; anyone who takes part can add a note.",
}


@pytest.mark.parametrize("act", list(Act))
def test_somebody_without_a_seat_reads_who_can(act: Act) -> None:
    assert refusal(situation(FOUR, 1), act, ()) == NOBODYS[act]


LAST = (
    "This is the last stage, so there is none to go to. Either side’s safeguarding partner at stage 4 can propose "
    "an agreement, and a person who facilitates at the last stage (Safeguarding partners), or else the partnership "
    "officer, can record that it was not resolved."
)
PICKED_UP = "This has been picked up already; the responding side’s practitioner at stage 1 can answer it."
SIGN_AT_TWO = "Only the {} side’s line manager or safeguarding lead at stage 2 can sign the agreement."
DECLINE = "Only the raising side’s senior manager at stage 3 can decline to sign the agreement."
NEXT_IS_LAST = "The next stage is the last, so escalate instead: {} can do that."
HASTY_ESCALATORS = f"{ESCALATORS}, or the responding side’s practitioner at stage 1,"
REMEMBERS = (
    "Only people who act for the responding side, or its safeguarding lead, can say that they remember it otherwise."
)
CONFIRMS = (
    "Only people who act for the responding side, or its safeguarding lead, can say whether that is what they said."
)
NO_DATE = "No clock with a date is running; anyone who takes part can ask or note what is needed."
FACILITATES = (
    "Only a person who facilitates at the last stage (Safeguarding partners){} can record this as not resolved."
)
HASTENERS = "the person who raised this, either side’s practitioner at stage 1, or a safeguarding lead of either side"
IN_DANGER = f"A child may be in danger, so no clock can be {{}}; {HASTENERS} can say that the child needs it sooner."
NO_TIME = "Under this procedure no clock can be {}; either side’s practitioner at stage 1 can propose an agreement."
UNDER_WAY = (
    "Re-think is under way; whoever helps both sides to talk, or either side’s practitioner at stage 1, can note "
    "what came of it."
)
OTHERS = [
    (FOUR, 1, "D", Act.LENGTHEN, IN_DANGER.format("made longer")),
    (FOUR, 1, "D", Act.PAUSE, IN_DANGER.format("paused")),
    (FOUR, 1, "Z", Act.PAUSE, f"The clock is paused already; {HASTENERS} can let it run again."),
    (FOUR, 1, "Z", Act.RESUME, f"Only {HASTENERS} can let the clock run again."),
    (FOUR, 1, "L", Act.TAKE_TIME_BACK, f"Only {HASTENERS} can take the extra time back."),
    (FOUR, 1, "Q", Act.AGREE_TO_IT, f"{RESPONDER}agree to what is asked, or say no."),
    (
        FOUR,
        2,
        "N",
        Act.STEP_DOWN,
        "Only either side’s line manager or safeguarding lead at stage 2 can ask to step down.",
    ),
    (HASTY, 1, "N", Act.LENGTHEN, NO_TIME.format("made longer")),
    (HASTY, 1, "N", Act.PAUSE, NO_TIME.format("paused")),
    (FOUR, 1, "P", Act.PICK_UP, PICKED_UP),
    (FOUR, 2, "R", Act.SIGN, SIGN_AT_TWO.format("responding")),
    (FOUR, 2, "S", Act.SIGN, SIGN_AT_TWO.format("raising")),
    (FOUR, 3, "S", Act.DECLINE, DECLINE),
    (FOUR, 4, "N", Act.ESCALATE, LAST),
    (FOUR, 4, "N", Act.SKIP, LAST),
    (FOUR, 3, "N", Act.SKIP, NEXT_IS_LAST.format(ESCALATORS)),
    (HASTY, 1, "N", Act.SKIP, NEXT_IS_LAST.format(HASTY_ESCALATORS)),
    (HASTY, 1, "N", Act.SHORTEN, NO_DATE),
    (FOUR, 2, "T", Act.REMEMBER, REMEMBERS),
    (FOUR, 2, "U", Act.CONFIRM, CONFIRMS),
    (FOUR, 4, "N", Act.NOT_RESOLVED, FACILITATES.format(", or else the partnership officer,")),
    (FOUR, 4, "F", Act.NOT_RESOLVED, FACILITATES.format("")),
    (
        *(BESIDE, 1, "N", Act.CHECK),
        "Only the raising side’s line manager, who is asked to look at it at stage 1, can say what they think of it.",
    ),
    (BESIDE, 1, "N", Act.SIDE_ROUTE, "Only either side’s practitioner at stage 1 can ask for help to talk."),
    (BESIDE, 1, "H", Act.SIDE_ROUTE, UNDER_WAY),
    (
        *(BESIDE, 1, "H", Act.FACILITATED),
        "Only whoever helps both sides to talk, or either side’s practitioner at stage 1, can note what came of it.",
    ),
    (BESIDE, 1, "C", Act.CHECK, "This was looked at already; anyone who takes part can add a note."),
]


@pytest.mark.parametrize(("procedure", "stage", "letter", "act", "sentence"), OTHERS)
def test_the_sentence_fits_the_situation(
    procedure: Procedure, stage: int, letter: str, act: Act, sentence: str
) -> None:
    assert refusal(situation(procedure, stage, letter), act, ()) == sentence


def test_sides_with_different_roles_are_both_named() -> None:
    stage = FOUR.stages[0]
    uneven = replace(FOUR, stages=(replace(stage, responding=FOUR.stages[1].responding), *FOUR.stages[1:]))
    assert refusal(situation(uneven, 1), Act.PROPOSE, ()) == (
        "Only the raising side’s practitioner at stage 1 or the responding side’s line manager or safeguarding "
        "lead at stage 1 can propose an agreement."
    )


def test_a_difference_of_one_stage_is_at_its_last() -> None:
    one = ladder(FOUR.stages[0].clocks)
    assert refusal(Situation(one, 1), Act.NOT_RESOLVED, [FACILITATOR]) is None
    assert refusal(Situation(one, 1), Act.ESCALATE, [RAISER]) is not None


def test_who_proposed_does_not_sign_again() -> None:
    proposed = replace(situation(FOUR, 1), proposal=Proposal(3, Side.RAISING, frozenset({Side.RAISING})))
    assert refusal(proposed, Act.SIGN, [RAISER]) == f"{RESPONDER}sign the agreement."
