"""What can still be done to a difference that has ended, by whom, and in which words it is refused."""

from dataclasses import replace

import pytest

from commonground.procedures.rules import refusal
from commonground.procedures.situation import Happened
from commonground.procedures.terms import Act, End, Event
from tests.procedures.builders import FOUR, RAISER, london
from tests.procedures.grids import GRIDS, LETTERS, seats, situation

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
