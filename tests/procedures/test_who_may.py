"""The exhaustive table of ``who_may.txt``: every act by every seat in every situation, at every stage.

The expectations know nothing of the rules: they are that text.
"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from commonground.procedures.definition import Procedure
from commonground.procedures.rules import Refused, acting, offers, refusal, take
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Act, Capacity, Side
from tests.procedures.builders import FACILITATOR, FOUR, OFFICER, RAISER, RAISING_LEAD, told
from tests.procedures.grids import GRIDS, LETTERS, STAGES, START, Table, allows, seats, situation, tables


def reads_well(sentence: str) -> bool:
    """Whether a refusal is made of sentences and names somebody who can act."""
    whole = re.fullmatch(r"[A-Z][^<>{}\[\]]+[a-z0-9)]\.", sentence) is not None
    clean = "  " not in sentence and ",," not in sentence and "None" not in sentence
    names = re.search(
        r"the person who raised|(raising|responding|either) side|person who facilitates|[Aa]nyone|people who",
        sentence,
    )
    return whole and clean and names is not None


@pytest.mark.parametrize(("procedure", "stage", "table"), GRIDS, ids=STAGES)
def test_who_may_do_what(procedure: Procedure, stage: int, table: Table) -> None:
    holders = seats(stage)
    assert {act for act, _ in table} == {act.value for act in Act}
    assert {seat for _, seat in table} == set(holders)
    wrong = []
    for (act, seat), cell in table.items():
        for letter in LETTERS:
            answer = refusal(situation(procedure, stage, letter), Act(act), holders[seat])
            if (answer is None) != allows(cell, letter):
                wrong.append(f"{act} by {seat} when {letter}: {answer or 'allowed'}")
            if answer is not None and not reads_well(answer):
                wrong.append(f"{act} by {seat} when {letter} reads badly: {answer}")
    assert wrong == []


@pytest.mark.parametrize(("procedure", "stage", "table"), GRIDS, ids=STAGES)
def test_every_answer_is_given_alike(procedure: Procedure, stage: int, table: Table) -> None:
    """`offers`, `acting` and `take` give the answer that `refusal` gives."""
    for seat, standings in seats(stage).items():
        for letter in LETTERS:
            where = situation(procedure, stage, letter)
            offered = dict(offers(where, standings))
            for act in Act:
                sentence = refusal(where, act, standings)
                allowed = allows(table[act.value, seat], letter)
                assert (sentence is None) == allowed
                if act is not Act.RAISE:
                    assert offered[act] == sentence
                if allowed:
                    assert acting(where, act, standings) == standings[0]
                    continue
                with pytest.raises(Refused) as refused:
                    acting(where, act, standings)
                assert refused.value.sentence == sentence == str(refused.value)
                for standing in standings:
                    with pytest.raises(Refused) as refused:
                        take(where, act, standing, at=START + timedelta(hours=1))
                    assert refused.value.sentence == sentence


ROW = "\nact where {}\nnote {} {}\n"


@pytest.mark.parametrize(
    "text",
    [
        ROW.format("raiser", "four-1", "*"),
        ROW.format("raiser", "everywhere", "* *"),
        ROW.format("raiser", "everywhere", "*") + "note everywhere *",
        ROW.format("raiser", "everywhere", "*") + "note four-1 *",
        ROW.format("raiser", "everywhere", "*") + "note elsewhere *",
        ROW.format("raiser", "five-1", "*") + "note elsewhere *",
    ],
    ids=["stages left out", "a cell too many", "twice everywhere", "a stage twice", "nowhere else", "no stage"],
)
def test_a_table_that_says_a_cell_twice_or_not_at_all_is_refused(text: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        tables(text)


def test_offers_put_what_can_be_done_first() -> None:
    at_stage_one = offers(situation(FOUR, 1), seats(1)["s-now"])
    assert [act.value for act, sentence in at_stage_one if sentence is None] == [
        *("pick_up", "respond", "propose", "question", "note", "record_for", "shorten", "skip", "pass_on"),
        *("not_ours", "join", "lengthen", "pause"),
    ]
    assert [act.value for act, sentence in at_stage_one if sentence is not None] == [
        *(
            "agree_to_it",
            "check",
            "sign",
            "decline",
            "escalate",
            "not_resolved",
            "confirm",
            "tried_outside",
            "remember",
        ),
        *(
            "own_view",
            "take_on",
            "step_aside",
            "facilitated",
            "side_route",
            "resume",
            "take_time_back",
            "step_down",
            "hand_over",
            "restrict",
            "lift",
            "redirect",
        ),
        *("withdraw", "reopen"),
    ]
    assert [sentence is None for _, sentence in at_stage_one] == [True] * 13 + [False] * 23


def test_a_raiser_acts_for_the_side_only_at_the_stage_of_entry() -> None:
    entered_at_two = replace(RAISER, stage=2)
    assert refusal(situation(FOUR, 2), Act.PROPOSE, [entered_at_two]) is None
    assert refusal(situation(FOUR, 1), Act.PROPOSE, [entered_at_two]) is not None


def test_seats_that_do_not_exist_give_nothing() -> None:
    """A raiser across the table, or somebody of neither side who says that they answer."""
    crossed = replace(RAISER, side=Side.RESPONDING)
    sideless = replace(RAISER, side=None, capacity=Capacity.ANSWERING)
    for act in (Act.PICK_UP, Act.RESPOND, Act.PROPOSE):
        assert refusal(situation(FOUR, 1), act, [crossed]) is not None
        assert refusal(situation(FOUR, 1), act, [sideless]) is not None
    for act in (Act.ESCALATE, Act.SHORTEN, Act.SKIP):
        assert refusal(situation(FOUR, 1), act, [replace(RAISING_LEAD, side=None)]) is not None
    for capacity in (Capacity.FACILITATING, Capacity.OFFICER):
        assert refusal(situation(FOUR, 1), Act.ESCALATE, [replace(RAISER, capacity=capacity)]) is not None


def test_several_seats_give_what_any_of_them_gives() -> None:
    both = (told(Side.RESPONDING), *seats(1)["s-now"])
    assert refusal(situation(FOUR, 1), Act.RESPOND, both) is None
    assert acting(situation(FOUR, 1), Act.RESPOND, both) == both[1]
    assert acting(situation(FOUR, 1), Act.NOTE, both) == both[0]


@pytest.mark.parametrize("seat", ["raiser", "r-now", "r-other", "s-now", "s-other", "r-lead", "s-lead"])
@pytest.mark.parametrize("neutral", [FACILITATOR, OFFICER])
def test_nobody_of_a_side_records_it_as_not_resolved(seat: str, neutral: Standing) -> None:
    """Invariant 8: not even somebody who also facilitates, or is also the officer."""
    sentence = refusal(situation(FOUR, 4), Act.NOT_RESOLVED, (neutral, *seats(4)[seat]))
    assert sentence == (
        "You take part for one of the sides, so you cannot record this as not resolved; a person who facilitates "
        "at the last stage (Safeguarding partners), or else the partnership officer, can."
    )


@pytest.mark.parametrize("seat", ["r-told", "s-told"])
def test_somebody_only_told_may_facilitate(seat: str) -> None:
    assert refusal(situation(FOUR, 4), Act.NOT_RESOLVED, (FACILITATOR, *seats(4)[seat])) is None
    assert acting(situation(FOUR, 4), Act.NOT_RESOLVED, (*seats(4)[seat], FACILITATOR)) == FACILITATOR
