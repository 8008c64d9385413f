"""The exhaustive table: edition × stage × act × seat × situation, typed by hand.

Each grid is one stage of one edition: a row for each act, a column for each seat. A cell holds the letters of
the situations in which that seat may take that act, "*" for all of them, "-" for all but those, "." for none:

    N  new here          P  picked up        A  answered
    R  an agreement proposed by the raising side     S  proposed by the responding side
    F  new, and somebody facilitates             T  new, and it was tried outside before
    U  answered, as the other side recorded it and nobody confirmed
    Q  new, and the raising side asks for a pause    W  new, and the responding side asks for a pause
    Z  new, and paused                           D  new, and a child may be in danger

The expectations know nothing of the rules: they are this text.
"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from commonground.procedures.definition import Procedure
from commonground.procedures.rules import Refused, acting, offers, refusal, take
from commonground.procedures.situation import Ask, Happened, Proposal, Situation, Standing
from commonground.procedures.terms import Act, Capacity, End, Event, Role, Side
from tests.procedures.builders import (
    FACILITATOR,
    FOUR,
    HASTY,
    OFFICER,
    RAISER,
    RAISING_LEAD,
    RESPONDING_LEAD,
    london,
    told,
)

START = london("2026-04-30 14:10")
LETTERS = "NPARSFTUQWZD"

FIRST_OF_FOUR = """
              raiser r-now r-other s-now s-other r-lead s-lead r-told s-told facil officer j-both j-side nobody
pick_up       .      .     .       -PAU  .       .      .      .      .      .     .       .      .      .
pass_on       .      .     .       *     .       .      .      .      .      .     .       .      .      .
not_ours      .      .     .       *     .       .      .      .      .      .     .       .      .      .
respond       .      .     .       *     .       .      .      .      .      .     .       .      .      .
note          *      *     *       *     *       *      *      *      *      *     *       *      *      .
question      *      *     *       *     *       *      *      *      *      *     *       *      *      .
propose       *      *     .       *     .       .      .      .      .      .     .       .      .      .
sign          S      S     .       R     .       .      .      .      .      .     .       .      .      .
decline       S      S     .       R     .       .      .      .      .      .     .       .      .      .
escalate      *      *     *       .     .       *      .      .      .      .     .       .      .      .
shorten       *      *     .       *     .       *      *      .      .      .     .       .      .      .
skip          *      *     .       *     .       *      *      .      .      .     .       .      .      .
tried_outside *      *     .       .     .       .      .      .      .      .     .       .      .      .
remember      .      .     .       T     T       .      T      .      .      .     .       .      .      .
record_for    *      *     *       *     *       *      *      .      .      .     *       .      .      .
confirm       .      .     .       U     U       .      U      .      .      .     .       .      .      .
hand_over     *      *     .       .     .       .      .      .      .      .     .       .      .      .
restrict      *      .     .       .     .       *      *      .      .      .     .       .      .      .
join          *      *     *       *     *       *      *      .      .      .     *       .      .      .
own_view      .      .     .       .     .       .      .      .      .      .     .       *      *      .
take_on       .      .     .       .     .       .      .      .      .      .     .       RS     RS     .
step_aside    .      .     .       .     .       .      .      .      .      .     .       *      *      .
lengthen      -D     -D    .       -D    .       .      .      .      .      .     .       .      .      .
pause         -ZD    -ZD   .       -ZD   .       .      .      .      .      .     .       .      .      .
resume        Z      Z     .       Z     .       Z      Z      .      .      .     .       .      .      .
step_down     .      .     .       .     .       .      .      .      .      .     .       .      .      .
agree_to_it   W      W     .       Q     .       .      .      .      .      .     .       .      .      .
withdraw      *      .     .       .     .       .      .      .      .      .     .       .      .      .
redirect      *      .     .       .     .       .      .      .      .      .     *       .      .      .
not_resolved  .      .     .       .     .       .      .      .      .      .     .       .      .      .
reopen        .      .     .       .     .       .      .      .      .      .     .       .      .      .
raise         .      .     .       .     .       .      .      .      .      .     .       .      .      .
"""

SECOND_OF_FOUR = """
              raiser r-now r-other s-now s-other r-lead s-lead r-told s-told facil officer j-both j-side nobody
pick_up       .      .     .       -PAU  .       .      .      .      .      .     .       .      .      .
pass_on       .      .     .       *     .       .      .      .      .      .     .       .      .      .
not_ours      .      .     .       *     .       .      .      .      .      .     .       .      .      .
respond       .      .     .       *     .       .      .      .      .      .     .       .      .      .
note          *      *     *       *     *       *      *      *      *      *     *       *      *      .
question      *      *     *       *     *       *      *      *      *      *     *       *      *      .
propose       .      *     .       *     .       .      .      .      .      .     .       .      .      .
sign          .      S     .       R     .       .      .      .      .      .     .       .      .      .
decline       .      S     .       R     .       .      .      .      .      .     .       .      .      .
escalate      *      *     *       .     .       *      .      .      .      .     .       .      .      .
shorten       *      *     .       *     .       *      *      .      .      .     .       .      .      .
skip          *      *     .       *     .       *      *      .      .      .     .       .      .      .
tried_outside .      *     .       .     .       .      .      .      .      .     .       .      .      .
remember      .      .     .       T     T       .      T      .      .      .     .       .      .      .
record_for    *      *     *       *     *       *      *      .      .      .     *       .      .      .
confirm       .      .     .       U     U       .      U      .      .      .     .       .      .      .
hand_over     *      *     .       .     .       .      .      .      .      .     .       .      .      .
restrict      *      .     .       .     .       *      *      .      .      .     .       .      .      .
join          *      *     *       *     *       *      *      .      .      .     *       .      .      .
own_view      .      .     .       .     .       .      .      .      .      .     .       *      *      .
take_on       .      .     .       .     .       .      .      .      .      .     .       RS     RS     .
step_aside    .      .     .       .     .       .      .      .      .      .     .       *      *      .
lengthen      .      -D    .       -D    .       .      .      .      .      .     .       .      .      .
pause         .      -ZD   .       -ZD   .       .      .      .      .      .     .       .      .      .
resume        Z      Z     .       Z     .       Z      Z      .      .      .     .       .      .      .
step_down     .      *     .       *     .       .      .      .      .      .     .       .      .      .
agree_to_it   .      W     .       Q     .       .      .      .      .      .     .       .      .      .
withdraw      *      .     .       .     .       .      .      .      .      .     .       .      .      .
redirect      *      .     .       .     .       .      .      .      .      .     *       .      .      .
not_resolved  .      .     .       .     .       .      .      .      .      .     .       .      .      .
reopen        .      .     .       .     .       .      .      .      .      .     .       .      .      .
raise         .      .     .       .     .       .      .      .      .      .     .       .      .      .
"""

THIRD_OF_FOUR = """
              raiser r-now r-other s-now s-other r-lead s-lead r-told s-told facil officer j-both j-side nobody
pick_up       .      .     .       -PAU  .       .      .      .      .      .     .       .      .      .
pass_on       .      .     .       *     .       .      .      .      .      .     .       .      .      .
not_ours      .      .     .       *     .       .      .      .      .      .     .       .      .      .
respond       .      .     .       *     .       .      .      .      .      .     .       .      .      .
note          *      *     *       *     *       *      *      *      *      *     *       *      *      .
question      *      *     *       *     *       *      *      *      *      *     *       *      *      .
propose       .      *     .       *     .       .      .      .      .      .     .       .      .      .
sign          .      S     .       R     .       .      .      .      .      .     .       .      .      .
decline       .      S     .       R     .       .      .      .      .      .     .       .      .      .
escalate      *      *     *       .     .       *      .      .      .      .     .       .      .      .
shorten       *      *     .       *     .       *      *      .      .      .     .       .      .      .
skip          .      .     .       .     .       .      .      .      .      .     .       .      .      .
tried_outside .      *     .       .     .       .      .      .      .      .     .       .      .      .
remember      .      .     .       T     T       .      T      .      .      .     .       .      .      .
record_for    *      *     *       *     *       *      *      .      .      .     *       .      .      .
confirm       .      .     .       U     U       .      U      .      .      .     .       .      .      .
hand_over     *      *     .       .     .       .      .      .      .      .     .       .      .      .
restrict      *      .     .       .     .       *      *      .      .      .     .       .      .      .
join          *      *     *       *     *       *      *      .      .      .     *       .      .      .
own_view      .      .     .       .     .       .      .      .      .      .     .       *      *      .
take_on       .      .     .       .     .       .      .      .      .      .     .       RS     RS     .
step_aside    .      .     .       .     .       .      .      .      .      .     .       *      *      .
lengthen      .      -D    .       -D    .       .      .      .      .      .     .       .      .      .
pause         .      -ZD   .       -ZD   .       .      .      .      .      .     .       .      .      .
resume        Z      Z     .       Z     .       Z      Z      .      .      .     .       .      .      .
step_down     .      *     .       *     .       .      .      .      .      .     .       .      .      .
agree_to_it   .      W     .       Q     .       .      .      .      .      .     .       .      .      .
withdraw      *      .     .       .     .       .      .      .      .      .     .       .      .      .
redirect      *      .     .       .     .       .      .      .      .      .     *       .      .      .
not_resolved  .      .     .       .     .       .      .      .      .      .     .       .      .      .
reopen        .      .     .       .     .       .      .      .      .      .     .       .      .      .
raise         .      .     .       .     .       .      .      .      .      .     .       .      .      .
"""

LAST_OF_FOUR = """
              raiser r-now r-other s-now s-other r-lead s-lead r-told s-told facil officer j-both j-side nobody
pick_up       .      .     .       -PAU  .       .      .      .      .      .     .       .      .      .
pass_on       .      .     .       *     .       .      .      .      .      .     .       .      .      .
not_ours      .      .     .       *     .       .      .      .      .      .     .       .      .      .
respond       .      .     .       *     .       .      .      .      .      .     .       .      .      .
note          *      *     *       *     *       *      *      *      *      *     *       *      *      .
question      *      *     *       *     *       *      *      *      *      *     *       *      *      .
propose       .      *     .       *     .       .      .      .      .      .     .       .      .      .
sign          .      S     .       R     .       .      .      .      .      .     .       .      .      .
decline       .      S     .       R     .       .      .      .      .      .     .       .      .      .
escalate      .      .     .       .     .       .      .      .      .      .     .       .      .      .
shorten       *      *     .       *     .       *      *      .      .      .     .       .      .      .
skip          .      .     .       .     .       .      .      .      .      .     .       .      .      .
tried_outside .      *     .       .     .       .      .      .      .      .     .       .      .      .
remember      .      .     .       T     T       .      T      .      .      .     .       .      .      .
record_for    *      *     *       *     *       *      *      .      .      .     *       .      .      .
confirm       .      .     .       U     U       .      U      .      .      .     .       .      .      .
hand_over     *      *     .       .     .       .      .      .      .      .     .       .      .      .
restrict      *      .     .       .     .       *      *      .      .      .     .       .      .      .
join          *      *     *       *     *       *      *      .      .      .     *       .      .      .
own_view      .      .     .       .     .       .      .      .      .      .     .       *      *      .
take_on       .      .     .       .     .       .      .      .      .      .     .       RS     RS     .
step_aside    .      .     .       .     .       .      .      .      .      .     .       *      *      .
lengthen      .      -D    .       -D    .       .      .      .      .      .     .       .      .      .
pause         .      -ZD   .       -ZD   .       .      .      .      .      .     .       .      .      .
resume        Z      Z     .       Z     .       Z      Z      .      .      .     .       .      .      .
step_down     .      *     .       *     .       .      .      .      .      .     .       .      .      .
agree_to_it   .      W     .       Q     .       .      .      .      .      .     .       .      .      .
withdraw      *      .     .       .     .       .      .      .      .      .     .       .      .      .
redirect      *      .     .       .     .       .      .      .      .      .     *       .      .      .
not_resolved  .      .     .       .     .       .      .      .      .      *     -F      .      .      .
reopen        .      .     .       .     .       .      .      .      .      .     .       .      .      .
raise         .      .     .       .     .       .      .      .      .      .     .       .      .      .
"""

FIRST_OF_HASTY = """
              raiser r-now r-other s-now s-other r-lead s-lead r-told s-told facil officer j-both j-side nobody
pick_up       .      .     .       -PAU  .       .      .      .      .      .     .       .      .      .
pass_on       .      .     .       *     .       .      .      .      .      .     .       .      .      .
not_ours      .      .     .       *     .       .      .      .      .      .     .       .      .      .
respond       .      .     .       *     .       .      .      .      .      .     .       .      .      .
note          *      *     *       *     *       *      *      *      *      *     *       *      *      .
question      *      *     *       *     *       *      *      *      *      *     *       *      *      .
propose       *      *     .       *     .       .      .      .      .      .     .       .      .      .
sign          S      S     .       R     .       .      .      .      .      .     .       .      .      .
decline       S      S     .       R     .       .      .      .      .      .     .       .      .      .
escalate      *      *     *       *     .       *      .      .      .      .     .       .      .      .
shorten       .      .     .       .     .       .      .      .      .      .     .       .      .      .
skip          .      .     .       .     .       .      .      .      .      .     .       .      .      .
tried_outside *      *     .       .     .       .      .      .      .      .     .       .      .      .
remember      .      .     .       T     T       .      T      .      .      .     .       .      .      .
record_for    *      *     *       *     *       *      *      .      .      .     *       .      .      .
confirm       .      .     .       U     U       .      U      .      .      .     .       .      .      .
hand_over     *      *     .       .     .       .      .      .      .      .     .       .      .      .
restrict      *      .     .       .     .       *      *      .      .      .     .       .      .      .
join          *      *     *       *     *       *      *      .      .      .     *       .      .      .
own_view      .      .     .       .     .       .      .      .      .      .     .       *      *      .
take_on       .      .     .       .     .       .      .      .      .      .     .       RS     RS     .
step_aside    .      .     .       .     .       .      .      .      .      .     .       *      *      .
lengthen      .      .     .       .     .       .      .      .      .      .     .       .      .      .
pause         .      .     .       .     .       .      .      .      .      .     .       .      .      .
resume        Z      Z     .       Z     .       Z      Z      .      .      .     .       .      .      .
step_down     .      .     .       .     .       .      .      .      .      .     .       .      .      .
agree_to_it   W      W     .       Q     .       .      .      .      .      .     .       .      .      .
withdraw      *      .     .       .     .       .      .      .      .      .     .       .      .      .
redirect      *      .     .       .     .       .      .      .      .      .     *       .      .      .
not_resolved  .      .     .       .     .       .      .      .      .      .     .       .      .      .
reopen        .      .     .       .     .       .      .      .      .      .     .       .      .      .
raise         .      .     .       .     .       .      .      .      .      .     .       .      .      .
"""

LAST_OF_HASTY = """
              raiser r-now r-other s-now s-other r-lead s-lead r-told s-told facil officer j-both j-side nobody
pick_up       .      .     .       -PAU  .       .      .      .      .      .     .       .      .      .
pass_on       .      .     .       *     .       .      .      .      .      .     .       .      .      .
not_ours      .      .     .       *     .       .      .      .      .      .     .       .      .      .
respond       .      .     .       *     .       .      .      .      .      .     .       .      .      .
note          *      *     *       *     *       *      *      *      *      *     *       *      *      .
question      *      *     *       *     *       *      *      *      *      *     *       *      *      .
propose       .      *     .       *     .       .      .      .      .      .     .       .      .      .
sign          .      S     .       R     .       .      .      .      .      .     .       .      .      .
decline       .      S     .       R     .       .      .      .      .      .     .       .      .      .
escalate      .      .     .       .     .       .      .      .      .      .     .       .      .      .
shorten       .      .     .       .     .       .      .      .      .      .     .       .      .      .
skip          .      .     .       .     .       .      .      .      .      .     .       .      .      .
tried_outside .      *     .       .     .       .      .      .      .      .     .       .      .      .
remember      .      .     .       T     T       .      T      .      .      .     .       .      .      .
record_for    *      *     *       *     *       *      *      .      .      .     *       .      .      .
confirm       .      .     .       U     U       .      U      .      .      .     .       .      .      .
hand_over     *      *     .       .     .       .      .      .      .      .     .       .      .      .
restrict      *      .     .       .     .       *      *      .      .      .     .       .      .      .
join          *      *     *       *     *       *      *      .      .      .     *       .      .      .
own_view      .      .     .       .     .       .      .      .      .      .     .       *      *      .
take_on       .      .     .       .     .       .      .      .      .      .     .       RS     RS     .
step_aside    .      .     .       .     .       .      .      .      .      .     .       *      *      .
lengthen      .      .     .       .     .       .      .      .      .      .     .       .      .      .
pause         .      .     .       .     .       .      .      .      .      .     .       .      .      .
resume        Z      Z     .       Z     .       Z      Z      .      .      .     .       .      .      .
step_down     .      *     .       *     .       .      .      .      .      .     .       .      .      .
agree_to_it   .      W     .       Q     .       .      .      .      .      .     .       .      .      .
withdraw      *      .     .       .     .       .      .      .      .      .     .       .      .      .
redirect      *      .     .       .     .       .      .      .      .      .     *       .      .      .
not_resolved  .      .     .       .     .       .      .      .      .      *     -F      .      .      .
reopen        .      .     .       .     .       .      .      .      .      .     .       .      .      .
raise         .      .     .       .     .       .      .      .      .      .     .       .      .      .
"""

GRIDS = [
    (FOUR, 1, FIRST_OF_FOUR),
    (FOUR, 2, SECOND_OF_FOUR),
    (FOUR, 3, THIRD_OF_FOUR),
    (FOUR, 4, LAST_OF_FOUR),
    (HASTY, 1, FIRST_OF_HASTY),
    (HASTY, 2, LAST_OF_HASTY),
]
IDS = ["four-1", "four-2", "four-3", "four-4", "hasty-1", "hasty-2"]


def seats(stage: int) -> dict[str, tuple[Standing, ...]]:
    other = stage - 1 or 2
    side = {"r": Side.RAISING, "s": Side.RESPONDING}
    now = {f"{letter}-now": (Standing(side[letter], Capacity.ANSWERING, Role.LINE_MANAGER, stage),) for letter in "rs"}
    elsewhere = {
        f"{letter}-other": (Standing(side[letter], Capacity.ANSWERING, Role.LINE_MANAGER, other),) for letter in "rs"
    }
    return {
        "raiser": (RAISER,),
        **now,
        **elsewhere,
        "r-lead": (RAISING_LEAD,),
        "s-lead": (RESPONDING_LEAD,),
        "r-told": (told(Side.RAISING, stage),),
        "s-told": (told(Side.RESPONDING, stage),),
        "facil": (FACILITATOR,),
        "officer": (OFFICER,),
        "j-both": (Standing(None, Capacity.JOINED, Role.PRACTITIONER, stage),),
        "j-side": (Standing(Side.RAISING, Capacity.JOINED, Role.LINE_MANAGER, stage),),
        "nobody": (),
    }


def situation(procedure: Procedure, stage: int, letter: str = "N") -> Situation:
    event = Event.RAISED if stage == 1 else Event.ESCALATED
    new = Situation(procedure, stage, events=(Happened(event, START, stage, Side.RAISING),))
    by_raising = Proposal(1, Side.RAISING, frozenset({Side.RAISING}))
    by_responding = Proposal(1, Side.RESPONDING, frozenset({Side.RESPONDING}))
    answered = (*new.events, Happened(Event.RESPONDED, START, stage, Side.RESPONDING))
    recorded = (*answered, Happened(Event.RECORDED_FOR, START, stage, Side.RESPONDING))
    return {
        "N": new,
        "P": replace(new, picked_up=True),
        "A": replace(new, picked_up=True, events=answered),
        "R": replace(new, proposal=by_raising, proposals=1),
        "S": replace(new, proposal=by_responding, proposals=1),
        "F": replace(new, facilitated=True),
        "U": replace(new, picked_up=True, events=recorded),
        "Q": replace(new, asked=Ask(Act.PAUSE, Side.RAISING)),
        "W": replace(new, asked=Ask(Act.PAUSE, Side.RESPONDING)),
        "Z": replace(new, paused=START + timedelta(days=3)),
        "D": replace(new, danger=True),
        "T": replace(new, events=(Happened(Event.TRIED_OUTSIDE, START, stage, Side.RAISING), *new.events)),
    }[letter]


def cells(grid: str) -> dict[tuple[str, str], str]:
    """Return the letters of each act and seat of a grid."""
    head, *rows = grid.strip().splitlines()
    columns = head.split()
    read: dict[tuple[str, str], str] = {}
    for row in rows:
        act, *letters = row.split()
        assert len(letters) == len(columns), row
        read |= {(act, column): cell for column, cell in zip(columns, letters, strict=True)}
    return read


def allows(cell: str, letter: str) -> bool:
    """Whether a cell lets a seat act in the situation of a letter."""
    if cell.startswith("-"):
        return letter not in cell
    return cell == "*" or letter in cell


def reads_well(sentence: str) -> bool:
    """Whether a refusal is made of sentences and names somebody who can act."""
    whole = re.fullmatch(r"[A-Z][^<>{}\[\]]+[a-z0-9)]\.", sentence) is not None
    clean = "  " not in sentence and ",," not in sentence and "None" not in sentence
    names = re.search(
        r"the person who raised|(raising|responding|either) side|person who facilitates|[Aa]nyone|people who",
        sentence,
    )
    return whole and clean and names is not None


@pytest.mark.parametrize(("procedure", "stage", "grid"), GRIDS, ids=IDS)
def test_who_may_do_what(procedure: Procedure, stage: int, grid: str) -> None:
    table = cells(grid)
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


@pytest.mark.parametrize(("procedure", "stage", "grid"), GRIDS, ids=IDS)
def test_every_answer_is_given_alike(procedure: Procedure, stage: int, grid: str) -> None:
    """`offers`, `acting` and `take` give the answer that `refusal` gives."""
    table = cells(grid)
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


def test_offers_put_what_can_be_done_first() -> None:
    at_stage_one = offers(situation(FOUR, 1), seats(1)["s-now"])
    assert [act.value for act, sentence in at_stage_one if sentence is None] == [
        *("pick_up", "respond", "propose", "question", "note", "record_for", "shorten", "skip", "pass_on"),
        *("not_ours", "join", "lengthen", "pause"),
    ]
    assert [act.value for act, sentence in at_stage_one if sentence is not None] == [
        *("agree_to_it", "sign", "decline", "escalate", "not_resolved", "confirm", "tried_outside", "remember"),
        *("own_view", "take_on", "step_aside", "resume", "step_down", "hand_over", "restrict", "redirect"),
        *("withdraw", "reopen"),
    ]
    assert [sentence is None for _, sentence in at_stage_one] == [True] * 13 + [False] * 18


ENDS = [
    (End.RESOLVED, "resolved"),
    (End.WITHDRAWN, "withdrawn"),
    (End.REDIRECTED, "redirected"),
    (End.NOT_RESOLVED, "recorded as not resolved"),
]


@pytest.mark.parametrize(("end", "words"), ENDS)
def test_nothing_can_be_done_to_what_ended(end: End, words: str) -> None:
    """The date is London's: this one ended at half past midnight on 2 May there, still 1 May in UTC."""
    last = Happened(Event.AGREED, london("2026-05-02 00:30"), 1)
    for procedure, stage, _ in GRIDS:
        for letter in LETTERS:
            open_ = situation(procedure, stage, letter)
            ended = replace(open_, end=end, events=(*open_.events, last))
            for standings in seats(stage).values():
                for act in Act:
                    if act is Act.REOPEN or (act is Act.TAKE_ON and end is End.RESOLVED):
                        continue
                    assert refusal(ended, act, standings) == (
                        f"This difference ended: it was {words} on 2 May 2026. "
                        "Anyone who is still worried can raise a new one."
                    )


def test_an_agency_that_joined_takes_on_its_action_also_after_both_sides_agreed() -> None:
    holders = seats(2)
    agreed = replace(situation(FOUR, 2, "R"), end=End.RESOLVED)
    for seat, standings in holders.items():
        assert (refusal(agreed, Act.TAKE_ON, standings) is None) == seat.startswith("j-")
    assert refusal(replace(agreed, end=End.WITHDRAWN), Act.TAKE_ON, holders["j-both"]) is not None


@pytest.mark.parametrize(("end", "words"), ENDS)
def test_what_ended_is_reopened_by_either_side_and_later_by_the_officer(end: End, words: str) -> None:
    ended = replace(situation(FOUR, 2), end=end)
    sides = {"raiser", "r-now", "r-other", "s-now", "s-other", "r-lead", "s-lead"}
    for late, may in ((False, sides | {"officer"}), (True, {"officer"})):
        where = replace(ended, late=late)
        assert {name for name, own in seats(2).items() if refusal(where, Act.REOPEN, own) is None} == may, words
    assert refusal(ended, Act.REOPEN, ()) == (
        "Only people who act for either side, its safeguarding lead, or the partnership officer, can reopen this."
    )
    assert refusal(replace(ended, late=True), Act.REOPEN, [RAISER]) == (
        "Only the partnership officer, now that the time for either side has passed, can reopen this."
    )


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
