"""What both sides agree, through the actions: who is asked and told, what the sweep says, who keeps their seat."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from commonground.differences import actions
from commonground.differences.actions import sweeping
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference, Seat, Signature
from commonground.notices.models import Notice
from commonground.procedures.loading import shipped
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Side
from commonground.record.models import Entry
from commonground.web.listing import Todo, mine, waiting_count
from tests.cast import MEANWHILE, Cast
from tests.differences.asking import fresh, told
from tests.differences.page_story import Fairhaven, browser, built, fairhaven
from tests.differences.test_acts import after
from tests.editions.fuller import open_fuller

__all__ = ["built", "fairhaven"]

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)  # two working days: due Thursday 12 November, 17:00
MONDAY = date(2026, 11, 16)
ASKS = {"day": MONDAY, "owner": "Bob rings the clinic", "reason": "The clinic sees him on Friday."}


def london(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


@pytest.fixture
def on_tuesday(cast: Cast) -> Cast:
    cast.at = TUESDAY
    return cast


def entry_words(row: Difference, kind: str) -> dict[str, str]:
    words: dict[str, str] = Entry.objects.get(subject=row.pk, kind=kind).text.words
    return words


def given_more(cast: Cast) -> Difference:
    """Return one to which both sides gave two more working days: Monday 16 November instead of Thursday 12."""
    row = cast.do(actions.lengthen, cast.raised(needed_by=date(2026, 12, 1)), "amy", **ASKS)
    return cast.do(actions.agree_to_it, row, "bob", agrees=True)


def paused(cast: Cast) -> Difference:
    row = cast.do(actions.pause, cast.raised(needed_by=date(2026, 12, 1)), "bob", **ASKS)
    return cast.do(actions.agree_to_it, row, "amy", agrees=True)


def test_asking_waits_for_the_other_side_and_tells_it(on_tuesday: Cast) -> None:
    row = on_tuesday.do(actions.pause, on_tuesday.raised(needed_by=date(2026, 12, 1)), "bob", **ASKS)
    assert (row.asked_of, row.paused_until, row.due_at) == (Side.RAISING, None, london(12, 17))
    assert told(row, "asked") == {"amy.lister@oakfield.example"}
    row = on_tuesday.do(actions.agree_to_it, row, "amy", agrees=False, reason="He cannot wait.")
    assert (fresh(row).asked_of, fresh(row).due_at) == ("", london(12, 17))
    assert told(row, "said_no")
    assert not list(disagreements(fresh(row)))


def test_a_pause_ends_by_itself_on_its_day_and_both_are_told(on_tuesday: Cast) -> None:
    row = paused(on_tuesday)
    assert (row.paused_until, row.due_at) == (london(16, 9), london(17, 17))
    assert sweeping.sweep(london(12, 17)) == 0, "while it is paused nobody is told of the date before"
    assert sweeping.sweep(london(13, 9)) == 1, "one working day before it ends both sides are reminded of that"
    assert sweeping.sweep(london(13, 9, 1)) == 0
    reminder = Notice.objects.filter(subject=row.pk, kind="pause_ends")
    assert {"amy.lister@oakfield.example"} < told(row, "pause_ends")
    assert {notice.due for notice in reminder} == {london(16, 9)}
    assert entry_words(row, "clock.pause_ends") == {"Who sees to it": "Bob rings the clinic"}
    assert sweeping.sweep(london(16, 9, 5)) == 1
    sweeping.sweep(london(16, 9, 5))
    row = fresh(row)
    assert (row.paused_until, row.due_at) == (None, london(17, 17))
    assert {"amy.lister@oakfield.example"} < told(row, "resumed")
    assert not list(disagreements(row))
    sweeping.sweep(london(17, 17))
    kinds = Entry.objects.filter(subject=row.pk, kind__in=("clock.resumed", "clock.ran_out")).order_by("number")
    assert list(kinds.values_list("kind", flat=True)) == ["clock.resumed", "clock.ran_out"]


def test_it_runs_again_sooner_on_one_word(on_tuesday: Cast) -> None:
    row = paused(on_tuesday)
    on_tuesday.at = london(11, 11)
    row = on_tuesday.do(actions.resume, row, "amy", reason="The clinic rang.")
    assert (row.paused_until, row.due_at) == (None, london(13, 17))
    assert not list(disagreements(fresh(row)))
    assert sweeping.sweep(london(12, 9)) == 1, "the reminder follows the date"


def test_more_time_moves_the_date_and_its_reminders(on_tuesday: Cast) -> None:
    row = on_tuesday.raised(needed_by=date(2026, 12, 1))
    row = on_tuesday.do(actions.lengthen, row, "amy", **ASKS)
    row = on_tuesday.do(actions.agree_to_it, row, "bob", agrees=True)
    assert row.due_at == london(16, 17)
    assert told(row, "time_changed")
    assert sweeping.sweep(london(12, 18)) == 0
    assert sweeping.sweep(london(13, 9)) == 1
    assert not list(disagreements(fresh(row)))


def test_no_time_is_given_beyond_what_the_child_needs(on_tuesday: Cast) -> None:
    for verb in (actions.pause, actions.lengthen):
        row = on_tuesday.raised(needed_by=date(2026, 11, 13))
        with pytest.raises(Refused, match="The child needs this by Friday 13 November"):
            on_tuesday.do(verb, row, "bob", **ASKS)
        row = on_tuesday.raised(needed_by=date(2026, 12, 1), danger="told")
        with pytest.raises(Refused, match="A child may be in danger"):
            on_tuesday.do(verb, row, "bob", **ASKS)


def test_going_down_seats_nobody_anew_and_keeps_everybody_informed(on_tuesday: Cast) -> None:
    row = on_tuesday.at_stage(2)
    seats = set(Seat.objects.filter(difference=row, ended_at=None).values_list("pk", flat=True))
    row = on_tuesday.do(actions.step_down, row, "cath", to_stage=1, reason="Both are back.")
    assert row.stage == 2
    row = on_tuesday.do(actions.agree_to_it, row, "sarah", agrees=True)
    assert (row.stage, row.turn, row.asked_of) == (1, Side.RESPONDING, "")
    assert set(Seat.objects.filter(difference=row, ended_at=None).values_list("pk", flat=True)) == seats
    assert {"amy.lister@oakfield.example", "cath.doyle@council.fairhaven.example"} <= told(row, "stepped_down")
    started = list(Clock.objects.filter(difference=row, stage=1).order_by("started_at").values_list("ended_at"))
    assert [ended is None for (ended,) in started] == [False, True]
    on_tuesday.do(actions.respond, row, "bob", answer=Answer.YES, because="We go.", meanwhile=MEANWHILE)
    with pytest.raises(Refused):
        on_tuesday.do(actions.propose, row, "cath", text="I am no longer who acts.")
    again = on_tuesday.do(
        actions.escalate, row, "amy", reason="Not done.", tried="We met.", ask="Go.", meanwhile=MEANWHILE
    )
    assert again.stage == 2
    on_tuesday.do(actions.propose, again, "cath", text="I act again.")
    assert not list(disagreements(fresh(again)))


def test_reopened_where_it_ended_with_what_was_signed_in_the_record(on_tuesday: Cast) -> None:
    row = on_tuesday.resolved(2)
    on_tuesday.at = london(20, 10)
    row = on_tuesday.do(actions.reopen, row, "bob", reason="It came back.", meanwhile=MEANWHILE)
    assert (row.stage, row.end, row.ended_at, row.due_at) == (2, "", None, london(25, 17))
    assert Signature.objects.filter(difference=row).count() == 2
    everybody = {
        "amy.lister@oakfield.example",
        "sarah.penrose@oakfield.example",
        "cath.doyle@council.fairhaven.example",
    }
    assert everybody <= told(row, "reopened")
    assert not list(disagreements(fresh(row)))


def test_late_only_the_office_reopens(on_tuesday: Cast) -> None:
    row = on_tuesday.resolved(2)
    on_tuesday.at = datetime(2026, 12, 9, 10, tzinfo=LONDON)  # the 21st working day
    with pytest.raises(Refused, match="Only the partnership officer"):
        on_tuesday.do(actions.reopen, row, "amy", reason="It came back.", meanwhile=MEANWHILE)
    row = on_tuesday.do(actions.reopen, row, "elin", reason="It came back.", meanwhile=MEANWHILE)
    assert row.end == ""
    assert not list(disagreements(fresh(row)))


def test_extra_time_is_taken_back_on_one_word_and_its_own_date_counts_again(on_tuesday: Cast) -> None:
    row = given_more(on_tuesday)
    on_tuesday.at = london(11, 11)
    row = on_tuesday.do(actions.take_time_back, row, "bob", reason="The clinic rang.")
    assert row.due_at == london(12, 17)
    assert "amy.lister@oakfield.example" in told(row, "time_taken_back")
    sweeping.sweep(london(12, 9))
    assert told(row, "reminder_before"), "the reminder follows the date"
    assert not list(disagreements(fresh(row)))
    with pytest.raises(Refused, match="No clock that runs was given more time"):
        on_tuesday.do(actions.take_time_back, row, "amy", reason="Again.")
    with pytest.raises(Refused, match="A clock can be made longer once"):
        on_tuesday.do(actions.lengthen, row, "amy", **ASKS)


def test_taken_back_after_its_own_date_it_is_due_at_the_end_of_that_working_day_and_not_late_at_once(
    on_tuesday: Cast,
) -> None:
    row = given_more(on_tuesday)
    on_tuesday.at = london(13, 11)
    row = on_tuesday.do(actions.take_time_back, row, "amy", reason="He is worse.")
    assert row.due_at == london(13, 17)
    sweeping.sweep(london(13, 16))
    assert not told(row, "clock_ran_out")
    sweeping.sweep(london(13, 17))
    assert told(row, "clock_ran_out")
    assert not list(disagreements(fresh(row)))


LEADS = 'agree = "leads"\n'


@pytest.mark.parametrize(("verb", "table"), [(actions.pause, "[pausing]\n"), (actions.lengthen, "[lengthening]\n")])
def test_where_the_edition_says_so_the_leads_of_both_sides_agree(cast: Cast, verb: object, table: str) -> None:
    text = shipped()["fairhaven"].replace(table, table + LEADS)
    open_fuller(text)
    cast.at = TUESDAY
    row = cast.raised(needed_by=date(2026, 12, 1))
    assert callable(verb)
    with pytest.raises(Refused, match="Only a safeguarding lead of either side can ask"):
        cast.do(verb, row, "bob", **ASKS)
    row = cast.do(verb, row, "Farah Siddiqui", **ASKS)
    assert {"sarah.penrose@oakfield.example"} <= told(row, "asked")
    sarah = cast.actor("sarah")
    assert [one.reference for one in mine(sarah, cast.at).rows[Todo.DECIDE]] == [row.reference]
    assert waiting_count(sarah, cast.at) == 1
    assert not mine(cast.actor("amy"), cast.at).waiting
    assert not mine(cast.actor("Farah Siddiqui"), cast.at).waiting
    with pytest.raises(Refused, match="Only a safeguarding lead of the raising side can agree"):
        cast.do(actions.agree_to_it, row, "amy", agrees=True)
    with pytest.raises(Refused, match="Only a safeguarding lead of the raising side can agree"):
        cast.do(actions.agree_to_it, row, "Farah Siddiqui", agrees=True)
    due = row.due_at
    row = cast.do(actions.agree_to_it, row, "sarah", agrees=True)
    assert row.due_at != due
    assert not list(disagreements(fresh(row)))
    assert not mine(sarah, cast.at).total
    assert not waiting_count(sarah, cast.at)


def test_the_page_says_who_sees_to_a_pause_and_why(fairhaven: Fairhaven) -> None:
    asks = {"day": after(3), "owner": "Bob, who rings the clinic", "reason": "The clinic sees her."}
    row = fairhaven.do(actions.pause, fairhaven.answered(), "bob", **asks)
    page = browser("amy").page(row.get_absolute_url())
    assert "asks Oakfield Primary School to agree to pause the clock" in page
    assert "Who sees to it: Bob, who rings the clinic" in page
    row = fairhaven.do(actions.agree_to_it, row, "amy", agrees=True)
    page = browser("bob").page(row.get_absolute_url())
    assert "The clock stands still until" in page
    assert "Why: The clinic sees her. Who sees to it: Bob, who rings the clinic" in page
    row = fairhaven.do(actions.resume, row, "amy", reason="They rang.")
    assert "Who sees to it: Bob" not in browser("bob").page(row.get_absolute_url()).partition("The record")[0]


def test_the_page_says_that_time_was_given_and_taken_back(fairhaven: Fairhaven) -> None:
    row = fairhaven.answered()
    row = fairhaven.do(actions.lengthen, row, "amy", day=after(2, +2), owner="Bob", reason="He rings back.")
    row = fairhaven.do(actions.agree_to_it, row, "bob", agrees=True)
    page = browser("bob").page(row.get_absolute_url())
    assert "Both sides agreed to more time: 4 working days instead of 2." in page
    assert "Take the extra time back" in page
    row = fairhaven.do(actions.take_time_back, row, "bob", reason="They rang.")
    page = browser("amy").page(row.get_absolute_url())
    assert "The longer time that both sides had agreed to was taken back." in page
    assert "instead of 2" not in page
