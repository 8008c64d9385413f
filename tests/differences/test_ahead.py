"""Nobody at the post, told in time: before a difference gets there, and to each lead on Monday at nine."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.differences import actions
from commonground.differences.actions import sweeping, weekly
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.directory import actions as directory
from commonground.directory.models import Absence, Holding, Post
from commonground.editions.actions import proclaim_holiday
from commonground.notices.messages import email, summary_body
from commonground.notices.models import Heartbeat, Notice
from commonground.now import london_date
from commonground.procedures.terms import Role
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.asking import fresh
from tests.differences.test_empty_chairs import TUESDAY
from tests.differences.test_sweep import london, mails, said
from tests.visiting import visit

HALF = london(11, 13, 30)  # of two working days from Tuesday 10:00
SARAH, ELIN = "sarah.penrose@oakfield.example", "elin.hughes@partnership.fairhaven.example"
FARAH, ROSA = "farah.siddiqui@council.fairhaven.example", "rosa.martins@partnership.fairhaven.example"
MONDAY = london(9, 9)


@pytest.fixture
def raised(cast: Cast) -> Difference:
    cast.at = TUESDAY
    row = cast.raised()
    cast.do(actions.pick_up, row, "bob", words="", knows_child=True)  # so that it is opened by half of its time
    return row


def empty(cast: Cast, *roles: Role, agency: str = "Fairhaven City Council") -> None:
    """Have nobody in an agency's posts of these roles from now on."""
    ends = london_date(cast.at) - timedelta(days=1)
    Holding.objects.filter(post__agency__name=agency, post__role__in=roles).update(ends=ends)


def entries(row: Difference) -> list[Entry]:
    return list(Entry.objects.filter(subject=row.pk, kind="clock.nobody_ahead").select_related("text"))


def test_where_another_role_of_the_next_stage_is_there_it_is_no_alarm(cast: Cast, raised: Difference) -> None:
    empty(cast, Role.LINE_MANAGER)
    sweeping.sweep(HALF)
    assert entries(raised) == [], "the safeguarding lead is asked at that stage too"
    assert mails(raised, "nobody_ahead") == set()


def test_it_is_told_once_with_the_stage_and_nothing_about_anybody(cast: Cast, raised: Difference) -> None:
    empty(cast, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, agency="Oakfield Primary School")
    sweeping.sweep(HALF - timedelta(seconds=1))
    assert entries(raised) == []
    sweeping.sweep(HALF)
    (entry,) = entries(raised)
    assert entry.facts == {"stage": 2, "sides": ["raising"]}
    assert entry.text.sentence == (
        "Nobody is there yet for stage 2 for Oakfield Primary School. Those who can put that right were told."
    )
    assert mails(raised, "nobody_ahead") == {ELIN, ROSA}, "nobody holds the post of the lead either"
    told = Notice.objects.filter(subject=raised.pk, kind="nobody_ahead").first()
    assert told
    assert (told.reference, told.stage) == ("", "Line managers or safeguarding leads"), "the office was not told yet"
    assert told.due == fresh(raised).due_at
    Clock.objects.filter(difference=raised).update(told_half=False, next_at=HALF)  # as if there were a second clock
    sweeping.sweep(HALF + timedelta(hours=1))
    assert len(entries(raised)) == 1
    assert not list(disagreements(fresh(raised)))


def test_the_lead_of_the_side_is_told_and_not_the_other(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.at_stage(2)
    empty(cast, Role.SENIOR_MANAGER, Role.EXECUTIVE_LEAD)
    sweeping.sweep(london(12, 14))
    assert said(row).count("nobody_ahead") == 1
    assert mails(row, "nobody_ahead") == {FARAH, ELIN, ROSA}
    references = set(Notice.objects.filter(subject=row.pk, kind="nobody_ahead").values_list("reference", flat=True))
    assert references == {str(row)}, "from this stage on the office may read it"


def test_who_is_away_only_until_then_is_no_alarm_and_who_is_away_then_is(cast: Cast, raised: Difference) -> None:
    def away(first: int, last: int) -> None:
        for name in ("cath", "Nadia Rahman", "Farah Siddiqui", "Ruth Adeyemi"):
            today = london_date(TUESDAY)
            directory.record_absence(
                person=cast.person(name), starts=today + timedelta(days=first), ends=today + timedelta(days=last),
                by=None, at=cast.tick(),
            )  # fmt: skip

    away(0, 1)  # Tuesday and Wednesday: stage 2 begins on Thursday at the latest
    sweeping.sweep(HALF)
    assert entries(raised) == []
    other = cast.raised()
    cast.do(actions.pick_up, other, "bob", words="", knows_child=True)
    Absence.objects.filter(starts=london_date(TUESDAY)).delete()  # so that all are there on the day when it is asked
    away(2, 9)
    sweeping.sweep(HALF + timedelta(hours=2))
    assert [entry.facts["sides"] for entry in entries(other)] == [["responding"]]


def test_a_restricted_difference_is_told_to_nobody_who_does_not_see_it(cast: Cast, raised: Difference) -> None:
    cast.do(actions.restrict, raised, "amy", people=[cast.person("bob").pk], reason="One of us is a friend of hers.")
    empty(cast, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD)
    sweeping.sweep(HALF)
    (entry,) = entries(raised)
    assert "were told" not in entry.text.sentence
    assert mails(raised, "nobody_ahead") == set()


def test_at_the_last_stage_there_is_no_next_one(cast: Cast) -> None:
    cast.at = TUESDAY
    row = cast.at_stage(4)
    empty(cast, *Role)
    sweeping.sweep(london(20, 16))
    assert entries(row) == []


# The week's notice


def weeks_mails() -> set[str]:
    return set(Notice.objects.filter(kind="posts_weekly").values_list("address", flat=True))


def gap(cast: Cast, *, at: datetime = MONDAY) -> None:
    """Leave the school without a head teacher on a Monday."""
    cast.at = at
    empty(cast, Role.SENIOR_MANAGER, agency="Oakfield Primary School")


def only_gaps_made_here() -> None:
    """Take every team's own gap out: the teams of conference chairs have no practitioner."""
    Post.objects.filter(role=Role.CONFERENCE_CHAIR).update(team=None)


def test_a_lead_is_told_on_monday_at_nine_once_a_week(cast: Cast) -> None:
    only_gaps_made_here()
    gap(cast)
    assert weekly.tell_weekly(MONDAY - timedelta(minutes=1)) == 0
    assert weeks_mails() == set()
    weekly.tell_weekly(MONDAY)
    assert SARAH in weeks_mails()
    told = list(Notice.objects.filter(kind="posts_weekly"))
    assert len({one.address for one in told}) == len(told)
    for later in (timedelta(), timedelta(hours=1), timedelta(days=4)):
        weekly.tell_weekly(MONDAY + later)
    Heartbeat.objects.filter(name="posts_weekly").delete()  # as if the worker had died before it could mark it
    weekly.tell_weekly(MONDAY + timedelta(hours=2))
    assert Notice.objects.filter(kind="posts_weekly").count() == len(told)
    weekly.tell_weekly(MONDAY + timedelta(days=7))
    assert Notice.objects.filter(kind="posts_weekly", address=SARAH).count() == 2


def test_a_week_without_that_monday_begins_on_the_next_working_day(cast: Cast) -> None:
    gap(cast)
    proclaim_holiday(day=london_date(MONDAY), name="A day of thanks", at=cast.at)
    weekly.tell_weekly(MONDAY + timedelta(hours=8))
    assert weeks_mails() == set()
    weekly.tell_weekly(MONDAY + timedelta(days=1))
    assert SARAH in weeks_mails()


def test_whose_agency_has_no_gap_is_told_nothing(cast: Cast) -> None:
    only_gaps_made_here()
    cast.at = MONDAY
    weekly.tell_weekly(MONDAY)
    assert SARAH not in weeks_mails()
    assert FARAH not in weeks_mails()
    assert Heartbeat.objects.filter(name="posts_weekly").exists()
    with CaptureQueriesContext(connection) as caught:
        weekly.tell_weekly(MONDAY + timedelta(minutes=1))
    assert len(caught.captured_queries) == 1, "every sweep asks; once it is done that costs one query"


def test_where_no_lead_is_there_the_office_is_told(cast: Cast) -> None:
    only_gaps_made_here()
    cast.at = MONDAY
    weekly.tell_weekly(MONDAY - timedelta(days=7))
    before = Notice.objects.filter(kind="posts_weekly", address=ELIN).count()
    empty(cast, Role.SAFEGUARDING_LEAD, agency="Oakfield Primary School")
    weekly.tell_weekly(MONDAY)
    assert Notice.objects.filter(kind="posts_weekly", address=ELIN).count() == before + 1
    assert SARAH not in weeks_mails()


def test_a_lead_of_two_agencies_gets_one_mail(cast: Cast) -> None:
    gap(cast)
    empty(cast, Role.SENIOR_MANAGER, agency="Castle Hill School")
    post = Post.objects.get(agency__name="Castle Hill School", role=Role.SAFEGUARDING_LEAD)
    directory.hold(
        person=cast.person("sarah"), post=post, deputy=True, starts=london_date(MONDAY), by=None, at=MONDAY
    )  # fmt: skip
    Holding.objects.filter(post=post, deputy=False).update(ends=london_date(MONDAY) - timedelta(days=1))
    weekly.tell_weekly(MONDAY)
    assert Notice.objects.filter(kind="posts_weekly", address=SARAH).count() == 1


def test_a_partnership_that_cannot_be_read_holds_nobody_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    gap(cast)
    real, tries = weekly.tell_partnership, []

    def failing(*args: object, **more: object) -> bool:
        tries.append(args)
        message = "a partnership that cannot be read"
        if len(tries) == 1:
            raise ValueError(message)
        return real(*args, **more)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(weekly, "tell_partnership", failing)
    weekly.tell_weekly(MONDAY)
    assert not Heartbeat.objects.filter(name="posts_weekly").exists(), "it is looked at again"
    weekly.tell_weekly(MONDAY + timedelta(minutes=1))
    assert SARAH in weeks_mails()
    assert Heartbeat.objects.filter(name="posts_weekly").exists()


def test_a_partnership_that_has_opened_nothing_tells_nothing(cast: Cast) -> None:
    gap(cast, at=MONDAY)
    assert weekly.tell_weekly(MONDAY - timedelta(days=7 * 200)) == 0, "years before any edition was open"


def test_what_is_sent_names_nobody_and_leads_to_the_page(cast: Cast) -> None:
    gap(cast)
    weekly.tell_weekly(MONDAY)
    mail = email(Notice.objects.get(kind="posts_weekly", address=SARAH))
    assert mail.subject == "Common Ground: there are posts to look at"
    assert "/coverage/" in mail.body
    for word in ("Reference", "Oakfield", "Judith", "Sarah", "Head teacher"):
        assert word not in mail.body
    assert "Open who answers at each stage" in visit("/notices/", "sarah").words


def test_a_summary_lists_it_beside_differences(cast: Cast, raised: Difference) -> None:
    gap(cast, at=TUESDAY)
    weekly.tell_weekly(TUESDAY)
    weeks = Notice.objects.get(kind="posts_weekly", address=SARAH)
    told = Notice.objects.filter(subject=raised.pk, kind="raised_to_you").first()
    assert told
    text = summary_body(london_date(TUESDAY), [weeks, told], "https://here/notices/")
    assert "It lists 1 difference and who answers at each stage with news" in text
    assert "there are posts to look at" in text
