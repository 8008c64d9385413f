"""What a page says is next, who hears of it and when, and what stands first once it has ended."""

from datetime import datetime

import pytest

from commonground.differences import actions
from commonground.differences.models import NOTHING_KNOWN, Difference
from commonground.directory.models import Person, Post
from commonground.notices import hours
from commonground.now import LONDON
from commonground.record.models import EntryText
from tests.cast import AGREEMENT, MEANWHILE, Cast
from tests.visiting import visit

OTHER_ASK = "Then please hold a meeting with the health visitor this week."


def url(row: Difference, part: str = "") -> str:
    return f"/differences/{row.reference}/{part}"


def test_what_waits_for_a_signature_is_signed_next_also_past_the_time(cast: Cast) -> None:
    row = cast.proposed()
    for due in (row.due_at, cast.at):
        Difference.objects.filter(pk=row.pk).update(due_at=due)
        assert "Next for you: Sign the agreement" in visit(url(row), "amy").words


def test_an_answer_does_not_stand_beside_what_was_asked_after_it(cast: Cast) -> None:
    row = cast.answered()
    assert "No. The reason stands in the answer above." in visit(url(row), "amy").words
    row = cast.do(
        actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask=OTHER_ASK, meanwhile=MEANWHILE
    )  # fmt: skip
    page = visit(url(row), "amy").words
    assert OTHER_ASK in page
    assert "No. The reason stands in the answer above." not in page


def test_escalating_says_to_whom_it_goes(cast: Cast) -> None:
    row = cast.raised()
    page = visit(url(row, "escalate/"), "amy").words
    seats = cast.do(
        actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask=OTHER_ASK, meanwhile=MEANWHILE
    ).seats.filter(stage=2, capacity="answering")  # fmt: skip
    said = page.split("It goes to: ")[1].split(" Told ")[0]
    assert seats.count() == 2
    for seat in seats:
        assert str(seat.post or seat.person) in said
    assert "It goes to" not in visit(url(cast.at_stage(4), "note/"), "judith").words


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 6, 1, 12, 0, tzinfo=LONDON), "Told at once: "),
        (datetime(2026, 6, 1, 21, 0, tzinfo=LONDON), "Told when offices open, Tuesday 2 June, 08:00: "),
        (datetime(2026, 5, 30, 12, 0, tzinfo=LONDON), "Told when offices open, Monday 1 June, 08:00: "),
    ],
)
def test_who_is_told_at_night_is_told_in_the_morning(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, at: datetime, said: str
) -> None:
    row = cast.raised()
    within, morning = hours.within, hours.next_morning
    monkeypatch.setattr(hours, "within", lambda _, days: within(at, days))
    monkeypatch.setattr(hours, "next_morning", lambda _, days: morning(at, days))
    assert said.removesuffix(": ") in visit(url(row, "question/"), "amy").words
    assert "Told at once: " in visit(url(row, "shorten/"), "amy").words, "what a child needs waits for no morning"


def test_who_picks_up_without_a_number_of_their_own_gives_their_desks(cast: Cast) -> None:
    row = cast.raised()
    Person.objects.filter(pk=cast.person("bob").pk).update(phone="")
    cast.do(actions.pick_up, row, "bob", knows_child=True)
    desk = Post.objects.get(title="Assessment Team East duty desk")
    words = EntryText.objects.filter(entry__subject=row.pk, entry__kind="difference.pick_up").get().words
    assert words["Ring"] == desk.phone != ""


def test_once_agreed_the_agreement_stands_before_the_clocks(cast: Cast) -> None:
    page = visit(url(cast.resolved()), "amy").words
    assert page.index(AGREEMENT) < page.index("Meanwhile:") < page.index("How long it took: the clocks")


def test_nothing_that_keeps_the_child_safe_is_a_warning(cast: Cast) -> None:
    assert "cg-meanwhile--nothing" in visit(url(cast.raised(meanwhile=NOTHING_KNOWN)), "amy").markup
    assert "cg-meanwhile--nothing" not in visit(url(cast.raised()), "amy").markup
