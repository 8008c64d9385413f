"""What comes of fresh eyes: the word, what the office finds, taking back, reminders, and words that are hidden."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from commonground.differences import actions, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.fresh_eyes.queries import listed
from commonground.differences.fresh_eyes.sweeping import tell_of_fresh_eyes
from commonground.differences.models import Difference, FreshEyes, Seat
from commonground.differences.second_person import to_decide
from commonground.directory.actions import add_agency, leave
from commonground.directory.queries import begin
from commonground.editions.queries import calendar
from commonground.notices import messages
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date
from commonground.procedures.fresh_eyes import (
    NOT_THEM,
    OVER,
    TAKEN_ALREADY,
    USUAL,
    WHO_FINDS,
    WHO_LOOKS,
    WHO_TAKES_BACK,
)
from commonground.procedures.masking import OF_NEITHER, WHO_DECIDES
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import AgencyKind, Capacity
from commonground.procedures.worktime import add_working_days
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.asking import day_before, email, fresh, told
from tests.differences.fresh_eyes.looking import (
    ASKS_SCHOOL,
    MISSED,
    ROS,
    SEES,
    TRIES,
    WHAT,
    agency_of,
    asked,
    could_not,
    found,
    gave,
    last,
    named,
    now_of,
    sees,
    sought,
    taken,
    taken_back,
)
from tests.visiting import visit

AsRole = Callable[[str], AbstractContextManager[None]]


def test_the_word_is_read_by_both_sides_and_said_in_the_record(cast: Cast) -> None:
    row = cast.answered()
    one = gave(cast, row, taken(cast, row, asked(cast, row)))
    assert now_of(one) == "given"
    assert {email(cast, "amy"), email(cast, "Farah Siddiqui")} <= told(row, "fresh_eyes_given")
    entry = last(row)
    assert entry.kind == "step.fresh_eyes_given"
    assert entry.text.sentence == (
        "Ros Calloway, Named nurse for safeguarding children, Fairhaven Community Health Trust, said what they see "
        "with fresh eyes."
    )
    for name in ("amy", "bob"):
        here = reading.standpoint(cast.actor(name), row, cast.at)
        (shown,) = listed(cast.actor(name), here, cast.at)
        assert list(shown.said) == [
            ("What I see", SEES),
            ("What neither side seems to have looked at", MISSED),
            ("What I would ask Oakfield Primary School", ASKS_SCHOOL),
            ("What I would try next", TRIES),
        ]
    assert not list(disagreements(fresh(row)))


def test_a_word_can_be_given_without_saying_first_that_one_will_look(cast: Cast) -> None:
    row = cast.raised()
    assert now_of(gave(cast, row, asked(cast, row))) == "given"


def test_only_whoever_was_asked_looks(cast: Cast) -> None:
    row = cast.raised()
    one, two = asked(cast, row), asked(cast, row, by="bob", whom="Helen Achebe")
    for does in (taken, could_not, gave):
        for who in ("amy", "bob", "Helen Achebe"):
            with pytest.raises(Refused, match=WHO_LOOKS):
                does(cast, row, one, who)
    taken(cast, row, one)
    with pytest.raises(Refused, match=TAKEN_ALREADY):
        taken(cast, row, one)
    gave(cast, row, two, by="Helen Achebe")
    with pytest.raises(FreshEyes.DoesNotExist):
        actions.take_look(by=cast.actor(ROS), at=cast.at, difference=row.pk, number=9)


def test_only_the_side_that_asked_and_the_office_take_it_back(cast: Cast) -> None:
    row = cast.at_stage(2)
    one = asked(cast, row)
    for who in ("cath", ROS):
        with pytest.raises(Refused, match=WHO_TAKES_BACK):
            taken_back(cast, row, one, by=who)
    taken_back(cast, row, one, by="sarah")
    assert now_of(one) == "taken_back"
    assert told(row, "fresh_eyes_over") == {email(cast, ROS)}
    notice = Notice.objects.get(subject=row.pk, kind="fresh_eyes_over")
    assert notice.due is None
    assert "The clock runs" not in str(messages.email(notice).body)
    with pytest.raises(Refused, match=OVER):
        taken_back(cast, row, one)
    taken_back(cast, row, asked(cast, row, whom="Helen Achebe"), by="elin")


def test_the_office_is_told_finds_somebody_and_sees_it_from_then_on(cast: Cast) -> None:
    row = cast.raised()
    assert not sees(cast, row, "elin")
    one = sought(cast, row)
    assert (one.now, one.person) == ("sought", None)
    assert sees(cast, row, "elin")
    assert told(row, "fresh_eyes_to_find") == {email(cast, "elin"), email(cast, "Rosa Martins")}
    with pytest.raises(Refused, match=WHO_FINDS):
        named(cast, row, one, by="amy")
    with pytest.raises(Refused, match=NOT_THEM):
        named(cast, row, one, whom="Imran Qureshi")
    named(cast, row, one)
    assert sees(cast, row, ROS)
    assert told(row, "fresh_eyes_asked") == {email(cast, ROS)}
    entry = last(row)
    assert entry.kind == "step.fresh_eyes_found"
    assert entry.facts["agency"] == str(cast.actor("elin").posts[0].agency_id)
    with pytest.raises(Refused, match=OVER):
        named(cast, row, one, by="Rosa Martins", whom="Helen Achebe")
    gave(cast, row, one)
    assert not list(disagreements(fresh(row)))


def test_where_an_area_has_two_offices_it_is_told_by_the_one_whose_officer_found_somebody(cast: Cast) -> None:
    row = cast.raised()
    other = add_agency(
        name="Fairhaven second office", kind=AgencyKind.PARTNERSHIP, partnerships=[row.partnership], by=None, at=cast.at
    )  # fmt: skip
    found(cast, row)
    assert last(row).facts["agency"] == str(agency_of(cast, "elin").pk) != str(other.pk)


def test_the_office_says_that_nobody_can_be_found_but_not_for_whoever_looks(cast: Cast) -> None:
    row = cast.raised()
    one = could_not(cast, row, sought(cast, row), by="elin")
    assert now_of(one) == "cannot"
    assert last(row).text.sentence.endswith("found nobody who can look at this with fresh eyes.")
    two = found(cast, row)
    with pytest.raises(Refused, match=WHO_LOOKS):
        could_not(cast, row, two, by="elin")
    assert not list(disagreements(fresh(row)))


def test_found_after_its_day_they_have_as_many_working_days_as_is_usual(cast: Cast) -> None:
    row = cast.raised()
    one = sought(cast, row)
    cast.at += timedelta(days=14)
    tell_of_fresh_eyes(cast.tick())
    named(cast, row, one)
    one = FreshEyes.objects.get(pk=one.pk)
    days = calendar(fresh(row).stands().procedure, row.partnership_id)
    assert one.by_when == add_working_days(london_date(cast.at), USUAL, days)
    assert not list(disagreements(fresh(row)))


def test_reminded_one_working_day_before_and_told_once_when_the_day_has_gone_by(cast: Cast) -> None:
    row = cast.raised()
    one = asked(cast, row, by_when=london_date(cast.at) + timedelta(days=14))
    before = day_before(row, one.by_when)
    assert tell_of_fresh_eyes(before - timedelta(minutes=1)) == 0
    assert tell_of_fresh_eyes(before) == 1
    assert tell_of_fresh_eyes(before) == 0
    assert told(row, "fresh_eyes_due") == {email(cast, ROS)}
    end = datetime.combine(one.by_when, time(23, 59), LONDON)
    assert tell_of_fresh_eyes(end) == 0  # the whole day counts, in London
    assert not told(row, "fresh_eyes_late")
    assert tell_of_fresh_eyes(end + timedelta(minutes=1)) == 1
    assert tell_of_fresh_eyes(end + timedelta(days=30)) == 0
    assert {email(cast, ROS), email(cast, "amy"), email(cast, "Farah Siddiqui")} <= told(row, "fresh_eyes_late")
    assert Entry.objects.filter(subject=row.pk, kind="clock.fresh_eyes_late").count() == 1
    assert gave(cast, row, one).now == "given", "they still can"
    assert not list(disagreements(fresh(row)))


def test_while_nobody_is_found_the_office_is_reminded(cast: Cast) -> None:
    row = cast.raised()
    one = sought(cast, row)
    assert tell_of_fresh_eyes(day_before(row, one.by_when)) == 1
    assert told(row, "fresh_eyes_due") == {email(cast, "elin"), email(cast, "Rosa Martins")}
    tell_of_fresh_eyes(cast.at + timedelta(days=30))
    assert email(cast, "elin") in told(row, "fresh_eyes_late")
    assert last(row).text.sentence.startswith("Nobody has been found yet")


def test_whoever_has_left_their_agency_looks_no_longer_and_both_sides_are_told(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    one = asked(cast, row)
    leave(person=cast.person(ROS), by=None, at=cast.at)
    later = cast.at + timedelta(days=30)
    with as_role("clock"):
        assert tell_of_fresh_eyes(later) == 1
    assert now_of(one) == "over"
    assert not told(row, "fresh_eyes_due") | told(row, "fresh_eyes_late")
    assert {email(cast, "amy"), email(cast, "Farah Siddiqui")} <= told(row, "fresh_eyes_news")
    assert last(row).text.sentence == (
        "Ros Calloway no longer works for Fairhaven Community Health Trust, so they no longer look at this with "
        "fresh eyes."
    )
    assert Seat.objects.get(difference=row, capacity=Capacity.FRESH_EYES).ended_at == later
    assert tell_of_fresh_eyes(later) == 0
    assert not list(disagreements(fresh(row)))
    assert asked(cast, row, whom="Helen Achebe").number == one.number + 1, "the side can ask somebody else"


def test_once_a_word_is_given_nobody_is_reminded(cast: Cast) -> None:
    row = cast.raised()
    one = gave(cast, row, asked(cast, row))
    assert FreshEyes.objects.get(pk=one.pk).next_at is None
    assert tell_of_fresh_eyes(cast.at + timedelta(days=30)) == 0


def test_what_was_asked_and_said_can_be_hidden_and_stands_nowhere_then(cast: Cast) -> None:
    row = cast.at_stage(2)
    one = gave(cast, row, asked(cast, row))
    for step, by in ((Step.FRESH_EYES_ASKED, "amy"), (Step.FRESH_EYES_GIVEN, "Farah Siddiqui")):
        entry = Entry.objects.get(subject=row.pk, kind=f"step.{step}")
        actions.mask(by=cast.actor(by), at=cast.tick(), difference=row.pk, entry=entry.pk, reason="It names a child.")
    here = reading.standpoint(cast.actor("bob"), row, cast.at)
    (shown,) = listed(cast.actor("bob"), here, cast.at)
    assert (shown.number, "hidden" in shown.what, [label for label, _ in shown.said]) == (one.number, True, [""])
    assert SEES not in str(shown)
    assert WHAT not in str(shown)
    assert not list(disagreements(fresh(row)))


def gives(cast: Cast, row: Difference) -> None:
    """Have Ros say what she sees."""
    gave(cast, row, FreshEyes.objects.get(difference=row))


def notes(cast: Cast, row: Difference) -> None:
    """Have Ros add a note."""
    cast.do(actions.note, row, ROS, own_side=False, words=SEES)


def asks(cast: Cast, row: Difference) -> None:
    """Have Ros ask a question."""
    cast.do(actions.question, row, ROS, words=SEES)


WRITES = pytest.mark.parametrize("writes", [gives, notes, asks])
Writes = Callable[[Cast, Difference], None]


@WRITES
def test_of_neither_sides_words_a_lead_of_either_hides_them_and_nobody_who_acts(cast: Cast, writes: Writes) -> None:
    row = cast.answered()
    asked(cast, row)
    writes(cast, row)
    told_of: dict[str, Any] = {"difference": row.pk, "entry": last(row).pk}
    for by in ("amy", "bob"):
        with pytest.raises(Refused, match=OF_NEITHER):
            actions.mask(by=cast.actor(by), at=cast.tick(), reason="No.", **told_of)
    actions.mask(by=cast.actor("Farah Siddiqui"), at=cast.tick(), reason="It names a child.", **told_of)
    with pytest.raises(Refused, match=WHO_DECIDES):
        actions.decide_mask(by=cast.actor("amy"), at=cast.tick(), confirm=True, **told_of)
    actions.decide_mask(by=cast.actor("sarah"), at=cast.tick(), confirm=True, **told_of)
    assert not list(disagreements(fresh(row)))


@WRITES
@pytest.mark.parametrize("hides", ["amy", "bob"])
def test_where_it_is_restricted_and_no_lead_is_in_it_whoever_acts_hides_them(
    cast: Cast, writes: Writes, hides: str
) -> None:
    row = cast.answered()
    asked(cast, row)
    stay = [cast.person("bob").pk, cast.person(ROS).pk]
    cast.do(actions.restrict, row, "amy", people=stay, reason="A relative works there.")
    writes(cast, row)
    told_of: dict[str, Any] = {"difference": row.pk, "entry": last(row).pk}
    actions.mask(by=cast.actor(hides), at=cast.tick(), reason="It names a child.", **told_of)
    other = {"amy": "bob", "bob": "amy"}[hides]
    assert told(row, "masked") == {email(cast, other)}, "who may decide is asked"
    assert "hid words that were put in by mistake" in visit(row.get_absolute_url(), other).words
    with transaction.atomic():
        waiting = to_decide(begin(cast.person(other), london_date(cast.at)))
    assert [one.difference.pk for one in waiting] == [row.pk], "home lists it for them"
    with pytest.raises(Refused, match="A second person decides this"):
        actions.decide_mask(by=cast.actor(hides), at=cast.tick(), confirm=True, **told_of)
    actions.decide_mask(by=cast.actor(other), at=cast.tick(), confirm=True, **told_of)
    assert not list(disagreements(fresh(row)))


def test_where_it_is_restricted_and_a_lead_is_in_it_the_lead_hides_them(cast: Cast) -> None:
    row = cast.answered()
    asked(cast, row)
    stay = [cast.person(name).pk for name in ("bob", "sarah", ROS)]
    cast.do(actions.restrict, row, "amy", people=stay, reason="A relative works there.")
    gives(cast, row)
    told_of: dict[str, Any] = {"difference": row.pk, "entry": last(row).pk}
    with pytest.raises(Refused, match=OF_NEITHER):
        actions.mask(by=cast.actor("bob"), at=cast.tick(), reason="No.", **told_of)
    actions.mask(by=cast.actor("sarah"), at=cast.tick(), reason="It names a child.", **told_of)


@pytest.mark.parametrize("altered", [{"by_when": date(2030, 1, 1)}, {"side": "responding"}, {"now": "cannot"}], ids=str)
def test_altering_a_row_is_found(cast: Cast, altered: dict[str, Any]) -> None:
    row = cast.raised()
    one = gave(cast, row, asked(cast, row))
    assert not list(disagreements(fresh(row)))
    FreshEyes.objects.filter(pk=one.pk).update(**altered)
    assert [apart.what for apart in disagreements(fresh(row))] == ["fresh eyes"]
