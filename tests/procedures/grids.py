"""Who may do what, as ``who_may.txt`` says it; and the seats and situations that its columns and letters mean."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from commonground.procedures.definition import Procedure
from commonground.procedures.situation import Ask, Happened, Longer, Proposal, Situation, Standing, UnderWay
from commonground.procedures.terms import Act, Capacity, Event, Role, Side
from tests.procedures.builders import (
    BESIDE,
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
LETTERS = "NPARSFTUQWZDKYCHL"
STAGES = {
    "four-1": (FOUR, 1),
    "four-2": (FOUR, 2),
    "four-3": (FOUR, 3),
    "four-4": (FOUR, 4),
    "beside-1": (BESIDE, 1),
    "hasty-1": (HASTY, 1),
    "hasty-2": (HASTY, 2),
}

Table = dict[tuple[str, str], str]
"""The letters of each act and seat at one stage."""


def tables(text: str) -> dict[str, Table]:
    """Return the table of each stage; every act must have one row for each of them, and each row every seat."""
    head, *rows = text[text.index("\nact ") :].strip().splitlines()
    columns = head.split()[2:]
    read: dict[str, Table] = {name: {} for name in STAGES}
    left: dict[str, list[str]] = {}
    for row in rows:
        act, where, *cells = row.split()
        assert len(cells) == len(columns), row
        assert where != "everywhere" or act not in left, row
        waiting = left.setdefault(act, list(STAGES))
        names = waiting[:] if where in {"everywhere", "elsewhere"} else where.split(",")
        assert names, row
        for name in names:
            waiting.remove(name)  # and so once only
            read[name] |= {(act, column): cell for column, cell in zip(columns, cells, strict=True)}
    assert not any(left.values()), left
    return read


def allows(cell: str, letter: str) -> bool:
    """Whether a cell lets a seat act in the situation of a letter."""
    if cell.startswith("-"):
        return letter not in cell
    return cell == "*" or letter in cell


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
        **{f"{letter}-guest": (Standing(side[letter], Capacity.GUEST, Role.PRACTITIONER, stage),) for letter in "rs"},
        "r-chk": (Standing(Side.RAISING, Capacity.CHECKING, Role.LINE_MANAGER, stage),),
        "n-told": (Standing(None, Capacity.TOLD, Role.SCRUTINEER, stage),),
        "helper": (Standing(None, Capacity.HELPING, Role.FACILITATOR, stage),),
        "n-eyes": (Standing(None, Capacity.FRESH_EYES, Role.SAFEGUARDING_LEAD, stage),),
        **{f"{letter}-advi": (Standing(side[letter], Capacity.ADVISER, Role.PRACTITIONER, stage),) for letter in "rs"},
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
        "K": replace(new, restricted_by=frozenset({Side.RAISING})),
        "Y": replace(new, restricted_by=frozenset({Side.RESPONDING})),
        "H": replace(new, under_way=UnderWay(procedure.side_routes[0].key, 1, START)) if procedure.side_routes else new,
        "L": replace(new, longer=(Longer(stage, "settled", START, 2),)),
        "C": replace(new, events=(*new.events, Happened(Event.CHECKED, START, stage, Side.RAISING))),
        "T": replace(new, events=(Happened(Event.TRIED_OUTSIDE, START, stage, Side.RAISING), *new.events)),
    }[letter]


TABLES = tables((Path(__file__).parent / "who_may.txt").read_text())
GRIDS = [(*STAGES[name], table) for name, table in TABLES.items()]
