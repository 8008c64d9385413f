"""Several children: both sides agree for some of them, and everything goes on as it was for the others."""

from dataclasses import replace

import pytest

from commonground.procedures.naming import for_children
from commonground.procedures.rules import Move, Refused, clocks, dump, facts, raise_, refusal, replay, restore, take
from commonground.procedures.situation import Agreed, Situation, Standing
from commonground.procedures.terms import Act, Capacity, End, Event, Role
from tests.procedures.builders import CALENDAR, FOUR, RAISER, london, responding
from tests.procedures.test_taking import LATER, LINES, START

JOINED = Standing(None, Capacity.JOINED, Role.PRACTITIONER, 1)
THEN = london("2026-04-30 17:00")


def moves(*children: int, then: int = 0) -> list[Move]:
    """Return three children, an answer, and an agreement for some of them; ``then`` takes it on to a stage."""
    made = [raise_(FOUR, at=START, children=3)]
    made.append(take(made[-1].after, Act.RESPOND, responding(1), at=START))
    made.append(take(made[-1].after, Act.PROPOSE, responding(1), at=START, children=children))
    made.append(take(made[-1].after, Act.SIGN, RAISER, at=LATER))
    if then:
        made.append(take(made[-1].after, Act.ESCALATE, RAISER, at=THEN))
    return made


def partly(*children: int) -> Situation:
    return moves(*children)[-1].after


def test_an_agreement_for_some_moves_nothing_for_the_others() -> None:
    raised, answered, proposed, signed = moves(3, 1)
    assert proposed.after.proposal
    assert proposed.after.proposal.children == (1, 3)
    after, before = signed.after, proposed.after
    assert after == replace(before, proposal=None, agreed=(Agreed(1, (1, 3), LATER),))
    assert (after.still_open, after.open, after.turn, after.proposal) == ((2,), True, answered.after.turn, None)
    assert clocks(after, CALENDAR) == clocks(answered.after, CALENDAR) == clocks(before, CALENDAR)
    assert [one.due_at for one in clocks(after, CALENDAR)] == [one.due_at for one in clocks(raised.after, CALENDAR)]
    assert (signed.happened, signed.tells) == ((), LINES)
    assert refusal(after, Act.ESCALATE, [RAISER]) is None
    assert refusal(after, Act.SIGN, [RAISER]) == (
        "No agreement is waiting for a signature; either side’s practitioner at stage 1 can propose one."
    )


def test_the_agreement_for_the_last_of_them_resolves_it() -> None:
    again = take(partly(1, 3), Act.PROPOSE, RAISER, at=THEN, children=(2,)).after
    assert again.proposal
    assert (again.proposal.number, again.proposal.children) == (2, ())
    done = take(again, Act.SIGN, responding(1), at=THEN).after
    assert (done.end, done.agreements, done.still_open) == (End.RESOLVED, (1, 2), (2,))
    assert done.events[-1].event is Event.AGREED


@pytest.mark.parametrize("children", [(), (1, 2, 3), (3, 2, 1, 1)])
def test_for_all_of_them_it_is_resolved_as_ever(children: tuple[int, ...]) -> None:
    signed = moves(*children)[-1].after
    assert (signed.end, signed.agreed) == (End.RESOLVED, ())


@pytest.mark.parametrize("children", [(1,), (2, 3), (4,), (0,), (-1, 2)])
def test_only_a_child_for_whom_it_is_open_can_be_agreed_for(children: tuple[int, ...]) -> None:
    with pytest.raises(Refused, match=r"^Choose among the children for whom this is still open: child 2\.$"):
        take(partly(1, 3), Act.PROPOSE, RAISER, at=THEN, children=children)


def test_it_climbs_and_ends_for_the_rest_and_opens_again_for_the_rest() -> None:
    climbed = take(partly(2), Act.ESCALATE, RAISER, at=THEN).after
    assert (climbed.stage, climbed.still_open, climbed.agreements) == (2, (1, 3), (1,))
    withdrawn = take(climbed, Act.WITHDRAW, RAISER, at=THEN).after
    assert (withdrawn.end, withdrawn.agreements) == (End.WITHDRAWN, (1,))
    reopened = take(withdrawn, Act.REOPEN, RAISER, at=THEN).after
    assert (reopened.open, reopened.still_open) == (True, (1, 3))


def test_what_was_agreed_for_some_can_be_taken_on_after_any_end_and_what_fell_cannot() -> None:
    withdrawn = take(partly(2), Act.WITHDRAW, RAISER, at=THEN).after
    assert refusal(partly(2), Act.TAKE_ON, [JOINED]) is None
    assert refusal(withdrawn, Act.TAKE_ON, [JOINED]) is None
    live = take(partly(2), Act.PROPOSE, RAISER, at=THEN).after
    assert live.agreements == (1, 2)
    assert take(live, Act.WITHDRAW, RAISER, at=THEN).after.agreements == (1,)


def test_it_is_remembered() -> None:
    made = moves(1, 3, then=2)
    assert facts(made[0])["children"] == 3
    assert [facts(move).get("children") for move in made[2:4]] == [[1, 3], [1, 3]]
    after = made[-1].after
    assert replay(FOUR, [facts(move) for move in made]) == after
    assert restore(FOUR, dump(after)) == after
    live = made[2].after
    assert restore(FOUR, dump(live)) == live
    whole = moves()
    assert "children" not in facts(whole[2])
    assert "children" not in facts(whole[3])


def test_where_a_difference_was_kept_before_children_could_end_differently_it_is_for_all() -> None:
    plain = dump(moves()[2].after)
    plain["proposal"].pop("children")
    older = restore(FOUR, {name: said for name, said in plain.items() if name not in {"children", "agreed"}})
    assert (older.children, older.agreed) == (1, ())
    assert take(older, Act.SIGN, RAISER, at=LATER).after.end is End.RESOLVED


def test_children_are_named_by_number() -> None:
    assert for_children((2,)) == "child 2"
    assert for_children((3, 1)) == "child 1 and child 3"
    assert for_children((1, 2, 4)) == "child 1, child 2 and child 4"
