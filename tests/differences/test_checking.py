"""A side's own look, through the actions and on the page: who is asked, who reads it, and that nothing waits."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from commonground.differences import actions
from commonground.differences.actions import sweeping
from commonground.differences.agreeing import disagreements
from commonground.differences.entries import CHECK_LATE
from commonground.differences.models import Clock, Difference, Seat
from commonground.directory.actions import record_absence
from commonground.directory.models import Post
from commonground.procedures.beside_stages import CHECK
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Capacity
from commonground.record.models import Entry, EntryText
from tests.cast import ASK, BECAUSE, MEANWHILE, Cast
from tests.differences.asking import fresh, told
from tests.differences.page_story import Fairhaven, act_url, browser, built, fairhaven
from tests.editions.fuller import CHECK as LOOK
from tests.editions.fuller import fuller, open_fuller

__all__ = ["built", "fairhaven"]

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)
LABEL = "Your line manager looks at it first"
CLIMB = {"reason": "No reply.", "tried": "We rang.", "ask": ASK, "meanwhile": MEANWHILE}


@pytest.fixture
def with_look(cast: Cast) -> Cast:
    open_fuller()
    cast.at = TUESDAY
    return cast


def asked(row: Difference) -> set[str]:
    seats = Seat.objects.filter(difference=row, capacity=Capacity.CHECKING, ended_at=None).select_related("post")
    return {seat.post.title for seat in seats if seat.post}


def stepped_over(row: Difference) -> str:
    words: dict[str, str] = EntryText.objects.filter(subject=row.pk).order_by("-entry__number")[0].words
    return words.get("Stepped over", "")


def test_its_own_side_is_asked_by_routing_and_told_so(with_look: Cast) -> None:
    row = with_look.raised()
    assert asked(row) == {"Deputy head teacher"}
    assert told(row, "check_asked") == {"sarah.penrose@oakfield.example"}
    assert "sarah.penrose@oakfield.example" not in told(row, "raised_to_you")
    clock = Clock.objects.get(difference=row, key=CHECK)
    assert clock.due_at == datetime(2026, 11, 11, 17, 0, tzinfo=LONDON)
    assert row.due_at == datetime(2026, 11, 12, 17, 0, tzinfo=LONDON), "the earlier date of the look binds nobody"
    assert not list(disagreements(row))


def test_what_came_of_it_is_read_by_its_own_side_only(with_look: Cast) -> None:
    row = with_look.raised()
    with_look.do(actions.check, row, "sarah", supports=False, advice="Say when he last ate.")
    entry = Entry.objects.get(subject=row.pk, kind="difference.check")
    assert (entry.text.side_only, entry.text.words["What they think"]) == ("raising", actions.checking.OTHERWISE)
    assert told(row, "checked") == {"amy.lister@oakfield.example"}
    mine = Seat.objects.get(difference=row, capacity=Capacity.TOLD, ended_at=None, stage=1)
    assert (mine.side, mine.post.title if mine.post else "") == ("raising", "Deputy head teacher"), "she still sees it"
    assert fresh(row).version == row.version, "nobody's open form goes stale by it"
    assert not list(disagreements(fresh(row)))


def test_nothing_waits_for_it_and_its_seat_gives_nothing_else(with_look: Cast) -> None:
    row = with_look.raised()
    with_look.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=MEANWHILE)
    row = with_look.do(actions.escalate, row, "amy", **CLIMB)
    assert row.stage == 2
    with pytest.raises(Refused):
        with_look.do(actions.check, row, "sarah", supports=True)
    assert not list(disagreements(fresh(row)))


def test_time_that_passes_is_told_to_whom_the_edition_names_and_moves_nothing(with_look: Cast) -> None:
    row = with_look.raised()
    before = fresh(row).situation
    assert sweeping.sweep(datetime(2026, 11, 11, 17, 0, tzinfo=LONDON)) >= 1
    sweeping.sweep(datetime(2026, 11, 11, 17, 1, tzinfo=LONDON))
    entry = Entry.objects.get(subject=row.pk, kind=CHECK_LATE)
    assert entry.text.side_only == "raising"
    assert told(row, "check_late") == {
        "amy.lister@oakfield.example", "elin.hughes@partnership.fairhaven.example",
        "rosa.martins@partnership.fairhaven.example",
    }  # fmt: skip
    assert fresh(row).situation == before
    assert not told(row, "clock_ran_out")
    assert not list(disagreements(fresh(row)))
    with_look.at = datetime(2026, 11, 11, 18, 0, tzinfo=LONDON)
    with_look.do(actions.check, row, "sarah", supports=True)
    assert not list(disagreements(fresh(row)))


def test_where_nobody_is_there_the_record_says_so_and_it_goes_on(with_look: Cast) -> None:
    day = TUESDAY.date()
    record_absence(person=with_look.person("sarah"), starts=day, ends=day, by=None, at=TUESDAY)
    assert asked(with_look.raised()) == {"Designated safeguarding lead"}, "whose deputy is there, and stands in"
    record_absence(person=with_look.person("judith"), starts=day, ends=day, by=None, at=TUESDAY)
    row = with_look.raised()
    assert not asked(row)
    assert (
        stepped_over(row)
        == f"“{LABEL}”: nobody of Oakfield Primary School could be asked today, so it went on without."
    )
    assert with_look.do(actions.escalate, row, "amy", **CLIMB).stage == 2


def test_whoever_raised_it_does_not_look_at_it_themselves(with_look: Cast) -> None:
    row = with_look.raised(by="sarah")
    assert not asked(row)


def test_nobody_who_answers_for_the_other_side_looks_at_it(cast: Cast) -> None:
    """Invariant 8: whoever manages the disputed decision, at whichever stage they would answer for it."""
    open_fuller(fuller(check=LOOK.replace("line_manager", "senior_manager")))
    head = Post.objects.get(title="Head teacher", agency__name="Oakfield Primary School")
    cast.at = TUESDAY
    row = cast.raised()
    assert asked(row) == {head.title}
    dev = cast.person("dev")
    head.holdings.filter(deputy=False).update(person=dev)
    assert asked(cast.raised()) == {"Designated safeguarding lead"}, "who stands in"


def test_it_comes_with_a_later_stage_too_and_not_to_whoever_acts_there(cast: Cast) -> None:
    open_fuller(fuller(check=LOOK.replace("line_manager", "senior_manager"), stage=2))
    cast.at = TUESDAY
    row = cast.raised()
    assert not asked(row)
    row = cast.do(actions.escalate, row, "amy", **CLIMB)
    assert asked(row) == {"Head teacher"}
    assert told(row, "check_asked") == {"judith.clay@oakfield.example"}
    open_fuller(fuller(check=LOOK.replace("line_manager", "safeguarding_lead"), stage=2))
    row = cast.do(actions.escalate, cast.raised(), "amy", **CLIMB)
    assert not asked(row), "Sarah acts there for the school, so she does not look at it as well"


def test_it_comes_back_with_a_restriction_that_is_taken_back(with_look: Cast) -> None:
    row = with_look.raised()
    bob = with_look.person("bob").pk
    row = with_look.do(actions.restrict, row, "amy", people=[bob], reason="Her aunt works there.")
    assert not asked(row)
    row = with_look.do(actions.lift, row, "amy", reason="She has moved.")
    assert asked(row) == {"Deputy head teacher"}


def test_its_own_side_sees_on_the_page_where_it_stands(fairhaven: Fairhaven) -> None:
    row = fairhaven.fuller().raised()
    page = row.get_absolute_url()
    amy, sarah, bob = (browser(name).page(page) for name in ("amy", "sarah", "bob"))
    for mine in (amy, sarah):
        assert LABEL in mine
        assert "Asked: Deputy head teacher (Sarah Penrose), due" in mine
    assert "Next for you: Say what you think of it, by" in sarah
    assert row.reference[:4] in browser("sarah").page("/"), "it waits for her"
    assert LABEL not in bob
    fairhaven.do(actions.check, row, "sarah", supports=False, advice="Say when he last ate.")
    amy, bob = (browser(name).page(page) for name in ("amy", "bob"))
    assert "I would put it otherwise. Sarah Penrose" in amy
    assert "Say when he last ate." in amy
    assert "Nothing waits for you" in browser("sarah").page("/")
    assert "Say when he last ate." not in bob
    assert "Sarah Penrose said to their own side" not in browser("bob").page(f"{page}record/")


def test_otherwise_needs_words(fairhaven: Fairhaven) -> None:
    row = fairhaven.fuller().raised()
    sent = browser("sarah").send(act_url(row, "check"), version=row.version, supports="no", advice="")
    assert sent.status_code == 422
    assert "Say how you would put it" in sent.content.decode()


def test_the_page_asks_no_more_than_one_question_for_it(fairhaven: Fairhaven) -> None:
    plain = browser("amy").queries(fairhaven.raised().get_absolute_url())
    row = fairhaven.fuller().raised()
    assert browser("amy").queries(row.get_absolute_url()) == plain
    fairhaven.do(actions.check, row, "sarah", supports=True)
    assert browser("amy").queries(row.get_absolute_url()) == plain + 1
