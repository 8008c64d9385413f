"""Actions across agencies: whose, by when, done with evidence, past their day, handed over; they outlive the end."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from commonground.differences import actions, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat, Undertaking
from commonground.differences.record_lines import lines
from commonground.differences.undertakings import queries
from commonground.differences.undertakings.owners import owners
from commonground.differences.undertakings.queries import own_open
from commonground.differences.undertakings.sweeping import tell_of_actions
from commonground.directory.actions import hold
from commonground.directory.models import Agency, Post
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Side
from commonground.procedures.undertakings import (
    GONE_BY,
    HAS_A_DAY,
    NOT_THEIRS,
    NOT_THEM,
    NOT_YOURS,
    NOTHING_NEW,
    OVER,
    WHO_NOTES,
)
from commonground.record.models import Entry
from tests.cast import AGREEMENT, Cast
from tests.differences.asking import day_before, email, fresh, told
from tests.differences.undertakings.undertaking import (
    EVIDENCE,
    WHAT,
    done,
    handed_over,
    key,
    noted_action,
    owner_of,
    set_aside,
)

AsRole = Callable[[str], AbstractContextManager[None]]


def test_whoever_has_it_is_told_and_so_are_both_sides(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    assert owner_of(one).label == "Bob Ferris, Fairhaven City Council"
    assert told(row, "action_given") == {email(cast, "bob")}
    assert email(cast, "sarah") in told(row, "action_news")
    assert email(cast, "amy") not in told(row, "action_news") | told(row, "action_given")
    said = Entry.objects.filter(subject=row.pk).latest("number").text
    assert said.sentence.endswith("put an action on the list for Bob Ferris, Fairhaven City Council.")
    assert said.words["The action"] == WHAT
    assert not list(disagreements(fresh(row)))


def test_the_notice_holds_a_reference_and_a_day_and_no_words(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    notice = Notice.objects.get(subject=row.pk, kind="action_given")
    assert notice.due == datetime.combine(one.due, time(23, 59), LONDON)
    assert WHAT not in str(notice.__dict__)


def test_done_says_how_one_knows_and_only_its_agency_can(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    with pytest.raises(Refused) as no:
        done(cast, row, one, by="amy")
    assert no.value.sentence == NOT_YOURS
    found = done(cast, row, one, by="Farah Siddiqui")  # the safeguarding lead of the same agency
    assert (found.now, found.words, found.next_at) == ("done", EVIDENCE, None)
    with pytest.raises(Refused, match=OVER):
        done(cast, row, one)
    assert not list(disagreements(fresh(row)))


def test_whoever_raised_it_and_holds_a_post_of_the_other_side_deals_with_none_of_that_sides(cast: Cast) -> None:
    row = cast.raised()
    desk = Post.objects.get(title="Assessment Team East duty desk")
    hold(person=cast.person("amy"), post=desk, starts=london_date(cast.at), by=None, at=cast.at)
    one = noted_action(cast, row)
    here = reading.standpoint(cast.actor("amy"), row, cast.at)
    assert {seat.side for seat in here.own} == set(Side), "she has a seat on both sides"
    for refused in (done, set_aside, handed_over):
        with pytest.raises(Refused, match=NOT_YOURS):
            refused(cast, row, one, by="amy")
    (listed,) = queries.listed(cast.actor("amy"), here, london_date(cast.at))
    assert (listed.done, listed.hand_over) == ("", "")
    there = owners(row, here.seats, reading.present(here.seats, london_date(cast.at)))
    labels = {owner.label for owner in there.values()}
    assert "Amy Lister, Oakfield Primary School" in labels
    assert "Amy Lister, Fairhaven City Council" not in labels


def test_the_record_says_for_which_agency_an_action_was_done(cast: Cast) -> None:
    """Also where whoever did it has a seat by another, of a side: they act here for the agency that has it."""
    row = cast.joined()
    desk = Post.objects.get(title="Assessment Team East duty desk")
    hold(person=cast.person("zed"), post=desk, starts=london_date(cast.at), by=None, at=cast.at)
    one = noted_action(cast, row, whose="Little Acorns Nursery")
    done(cast, row, one, by="zed")
    last = Entry.objects.filter(subject=row.pk).latest("number")
    assert last.facts["agency"] == str(one.agency_id)
    assert "Little Acorns Nursery" in last.text.sentence


def test_the_day_on_which_it_was_done_is_that_of_london(cast: Cast) -> None:
    row = cast.raised()
    one = done(cast, row, noted_action(cast, row))
    Undertaking.objects.filter(pk=one.pk).update(over_at=datetime(2027, 6, 30, 23, 30, tzinfo=UTC))
    here = reading.standpoint(cast.actor("amy"), row, cast.at)
    (listed,) = queries.listed(cast.actor("amy"), here, date(2027, 7, 5))
    assert "1 July" in listed.over


def test_what_the_record_tells_of_an_action_in_short_is_the_action(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    handed_over(cast, row, one)
    done(cast, row, one, by="amy")
    actions.say_of_entry(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, entry=Entry.objects.get(subject=row.pk, number=1).pk,
        step=Step.ENTRY_OTHERWISE, words="It was twice.",
    )  # fmt: skip
    entries = list(Entry.objects.filter(subject=row.pk).select_related("text").order_by("-number")[:4])
    came = f"{WHAT}\n\nHow we know that it is done: {EVIDENCE}"
    assert [line.words for line in lines(entries, cast.at)] == ["It was twice.", came, WHAT, WHAT]
    labels = [[label for label, _ in line.parts] for line in lines(entries[1:], cast.at, whole=True)]
    assert labels == [
        ["The action", "How we know that it is done"],
        ["The action", "Before", "Who", "By when", "Why"],
        ["The action", "Done when", "Who", "By when"],
    ]


def test_it_can_be_set_aside_with_a_reason(cast: Cast) -> None:
    row = cast.raised()
    found = set_aside(cast, row, noted_action(cast, row))
    assert (found.now, found.words) == ("set_aside", "They have moved.")


def test_it_is_handed_to_a_colleague_or_another_agency_with_a_reason(cast: Cast) -> None:
    row = cast.at_stage(2)
    one = noted_action(cast, row)
    handed_over(cast, row, one, to="cath")
    assert owner_of(one).person == cast.person("cath")
    assert email(cast, "cath") in told(row, "action_given")
    handed_over(cast, row, one, by="cath")
    assert owner_of(one).label == "Oakfield Primary School"
    with pytest.raises(Refused, match=NOT_YOURS):
        handed_over(cast, row, one, by="cath", to="bob")
    said = Entry.objects.filter(subject=row.pk).latest("number").text.words
    assert said["Why"] == "He knows them best."
    assert not list(disagreements(fresh(row)))


def test_nobody_of_another_agency_is_handed_it_by_name_and_nothing_is_handed_to_nobody(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row)
    with pytest.raises(Refused, match=NOT_THEM):
        handed_over(cast, row, one, to="amy")
    with pytest.raises(Refused, match=NOTHING_NEW):
        actions.hand_action_over(
            by=cast.actor("bob"), at=cast.at, difference=row.pk, number=one.number, owner=key(cast, "bob"), due=one.due,
            reason="None.",
        )  # fmt: skip


def test_only_somebody_who_sees_it_can_have_one(cast: Cast) -> None:
    row = cast.raised()
    for who in ("zed", "cath", "Little Acorns Nursery"):
        with pytest.raises(Refused, match=NOT_THEM):
            noted_action(cast, row, whose=who)


def test_a_day_that_has_gone_by_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match=GONE_BY):
        noted_action(cast, cast.raised(), due=london_date(cast.at) - timedelta(days=1))


def test_an_agency_that_joined_has_actions_and_deals_with_them(cast: Cast) -> None:
    row = cast.joined()
    one = noted_action(cast, row, whose="Little Acorns Nursery")
    assert told(row, "action_given") == {email(cast, "zed")}
    assert done(cast, row, one, by="zed").now == "done"
    two = noted_action(cast, row, by="zed", whose="Little Acorns Nursery")
    facts = Entry.objects.filter(subject=row.pk).latest("number").facts
    assert facts["agency"] == str(Agency.objects.get(name="Little Acorns Nursery").pk)
    cast.do(actions.step_aside, row, "zed", reason="He left us.")
    assert handed_over(cast, row, two, by="amy").agency.name == "Oakfield Primary School"
    assert not list(disagreements(fresh(row)))


def test_who_is_only_told_or_advises_deals_with_none(cast: Cast) -> None:
    row = cast.raised()
    hana = cast.person("hana")
    health = cast.actor("hana").posts[0].agency_id
    asks = actions.AdviceSought(Side.RAISING, health, hana.pk, "What does it mean?")
    actions.ask_adviser(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, asks=asks)
    with pytest.raises(Refused, match=WHO_NOTES):
        noted_action(cast, row, by="hana")
    with pytest.raises(Difference.DoesNotExist):
        noted_action(cast, row, by="zed")


def test_reminded_one_working_day_before_and_told_once_when_the_day_has_gone_by(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row, due=london_date(cast.at) + timedelta(days=14))
    before = day_before(row, one.due)
    assert tell_of_actions(before - timedelta(minutes=1)) == 0
    assert tell_of_actions(before) == 1
    assert tell_of_actions(before) == 0
    assert told(row, "action_due") == {email(cast, "bob")}
    last = datetime.combine(one.due, time(23, 59), LONDON)
    assert tell_of_actions(last) == 0  # the whole day counts, in London
    assert not told(row, "action_past")
    assert tell_of_actions(last + timedelta(minutes=1)) == 1
    assert tell_of_actions(last + timedelta(days=30)) == 0
    assert {email(cast, "bob"), email(cast, "amy")} <= told(row, "action_past")
    addresses = Notice.objects.filter(subject=row.pk, kind="action_past").values_list("address", flat=True)
    assert len(addresses) == len(set(addresses))
    assert Entry.objects.filter(subject=row.pk, kind="clock.action_past").count() == 1
    assert not list(disagreements(fresh(row)))


def test_what_is_due_tomorrow_has_no_reminder_that_would_come_before_it_was_said(cast: Cast) -> None:
    row = cast.raised()
    one = noted_action(cast, row, due=london_date(cast.at))
    assert one.next_at == datetime.combine(one.due + timedelta(days=1), time(0), LONDON)


def test_once_done_nobody_is_told_that_its_day_has_gone_by(cast: Cast) -> None:
    row = cast.raised()
    one = done(cast, row, noted_action(cast, row))
    assert tell_of_actions(cast.at + timedelta(days=30)) == 0
    assert one.next_at is None


def test_it_outlives_the_end_and_is_still_dealt_with(cast: Cast) -> None:
    row = cast.proposed()
    one = noted_action(cast, row)
    row = cast.do(actions.sign, row, "amy", proposal=1)
    assert row.end == "resolved"
    assert tell_of_actions(cast.at + timedelta(days=30)) == 1
    assert email(cast, "bob") in told(row, "action_past")
    assert done(cast, row, one).now == "done"
    assert not list(disagreements(fresh(row)))


def test_whoever_left_is_not_told_and_their_agency_is(cast: Cast) -> None:
    row = cast.raised()
    noted_action(cast, row)
    Seat.objects.filter(difference=row, person=cast.person("bob")).update(ended_at=cast.at)
    Undertaking.objects.filter(difference=row).update(owner=cast.person("zed"))  # as if Bob had become somebody else
    assert tell_of_actions(cast.at + timedelta(days=30)) == 1
    assert email(cast, "zed") not in told(row, "action_past")
    assert told(row, "action_past")


def test_what_an_agency_took_on_in_an_agreement_is_given_a_day_once(cast: Cast) -> None:
    row = cast.joined()
    nursery = Agency.objects.get(name="Little Acorns Nursery").pk
    row = cast.do(actions.propose, row, "bob", text=AGREEMENT, takes_on={nursery: "It keeps his place."})
    asked = row.agencyactions.get()
    new = actions.NewAction(asked.what, "He goes there.", str(nursery), london_date(cast.at), asked.pk)
    actions.note_action(by=cast.actor("zed"), at=cast.tick(), difference=row.pk, new=new)
    for wrong, sentence in ((new, HAS_A_DAY), (replace(new, owner=key(cast, "bob")), NOT_THEIRS)):
        with pytest.raises(Refused) as no:
            actions.note_action(by=cast.actor("zed"), at=cast.tick(), difference=row.pk, new=wrong)
        assert no.value.sentence == sentence
    assert not list(disagreements(fresh(row)))


@pytest.mark.parametrize(
    "altered", [{"due": date(2030, 1, 1)}, {"what": "Ring."}, {"done_when": "Soon."}, {"words": "They moved."}], ids=str
)
@pytest.mark.parametrize("come", [done, set_aside])
def test_altering_a_row_is_found(
    cast: Cast, altered: dict[str, str], come: Callable[[Cast, Difference, Undertaking], Undertaking]
) -> None:
    row = cast.raised()
    one = come(cast, row, handed_over(cast, row, noted_action(cast, row), to="bob"))
    assert not list(disagreements(fresh(row)))
    Undertaking.objects.filter(pk=one.pk).update(**altered)
    assert [apart.what for apart in disagreements(fresh(row))] == ["what was undertaken"]


def test_home_lists_ones_own_and_nobody_else_s_in_one_query(cast: Cast) -> None:
    row = cast.joined()
    noted_action(cast, row)
    noted_action(cast, row, whose="Oakfield Primary School")
    noted_action(cast, row, whose="Little Acorns Nursery")
    today = london_date(cast.at)
    for who, numbers in (("bob", [1]), ("amy", [2]), ("zed", [3]), ("sarah", []), ("Imran Qureshi", [])):
        assert [int(one.href.rpartition("-")[2]) for one in own_open(cast.actor(who), today)] == numbers, who


def test_the_database_alone_keeps_them_from_others(cast: Cast, as_role: AsRole) -> None:
    noted_action(cast, cast.raised())
    seen = {}
    for who in ("amy", "bob", "zed"):
        with as_role("app"), connection.cursor() as cursor:
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(who).pk, london_date(cast.at)])
            cursor.execute("SELECT count(*) FROM differences_undertaking")
            seen[who] = cursor.fetchone()[0]
    assert seen == {"amy": 1, "bob": 1, "zed": 0}
