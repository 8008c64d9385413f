"""Who opens a first name and date of birth, and who gives which agency's reference: every capacity, by hand."""

import pytest

from commonground.procedures.situation import Standing
from commonground.procedures.terms import Capacity, Role, Side
from commonground.procedures.which_child import RAISERS, THEIRS, WHO_GIVES, opens_names, reference_refusal

RAISING, RESPONDING = Side.RAISING, Side.RESPONDING


def seat(capacity: Capacity, side: Side | None, stage: int = 2) -> Standing:
    return Standing(side, capacity, Role.PRACTITIONER, stage)


def opens(standing: Standing, *, handed_to_me: bool = False, picked_up_by_me: bool | None = None) -> bool:
    return opens_names([standing], stage=2, handed_to_me=handed_to_me, picked_up_by_me=picked_up_by_me)


@pytest.mark.parametrize("capacity", list(Capacity))
@pytest.mark.parametrize("side", [RAISING, RESPONDING, None])
@pytest.mark.parametrize("picked_up_by_me", [True, False, None])
def test_names_are_for_the_two_who_deal_with_it(
    *, capacity: Capacity, side: Side | None, picked_up_by_me: bool | None
) -> None:
    wanted = (
        capacity is Capacity.RAISER
        or (capacity is Capacity.ANSWERING and side is RESPONDING and picked_up_by_me is not False)
        or (capacity is Capacity.GUEST and side is RESPONDING and picked_up_by_me is True)
    )
    assert opens(seat(capacity, side), picked_up_by_me=picked_up_by_me) is wanted


def test_whoever_answered_at_an_earlier_stage_opens_none_and_whoever_was_handed_it_does() -> None:
    assert not opens(seat(Capacity.ANSWERING, RESPONDING, stage=1))
    assert not opens(seat(Capacity.ANSWERING, RAISING))
    assert opens(seat(Capacity.ANSWERING, RAISING, stage=1), handed_to_me=True)
    assert not opens(seat(Capacity.LEAD, RAISING), handed_to_me=True), "a colleague who has passed it on again"
    assert not opens_names([], stage=2, handed_to_me=True, picked_up_by_me=True)


@pytest.mark.parametrize("capacity", [Capacity.RAISER, Capacity.ANSWERING, Capacity.LEAD, Capacity.GUEST])
def test_each_side_gives_its_own_and_the_raising_side_the_others_while_there_is_none(capacity: Capacity) -> None:
    raising, responding = [seat(capacity, RAISING)], [seat(capacity, RESPONDING)]
    for known in (True, False):
        assert reference_refusal(raising, RAISING, known=known) is None
        assert reference_refusal(responding, RESPONDING, known=known) is None
        assert reference_refusal(responding, RAISING, known=known) == RAISERS
    assert reference_refusal(raising, RESPONDING, known=False) is None
    assert reference_refusal(raising, RESPONDING, known=True) == THEIRS


@pytest.mark.parametrize(
    "standing",
    [
        seat(Capacity.JOINED, RAISING),
        seat(Capacity.ADVISER, RAISING),
        seat(Capacity.FACILITATING, None),
        seat(Capacity.OFFICER, None),
    ],
    ids=lambda standing: standing.capacity,
)
def test_nobody_else_gives_one(standing: Standing) -> None:
    for side in Side:
        assert reference_refusal([standing], side, known=False) == WHO_GIVES
