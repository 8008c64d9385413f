"""Editors are told that something waits for them, and what came of what they proposed; nobody of their own act."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from commonground.differences.actions import weekly
from commonground.directory.demonstration import member
from commonground.directory.models import Partnership, Post
from commonground.directory.queries import PostNow
from commonground.library import actions as charts
from commonground.library.models import ChartEdition
from commonground.library.pages import actions
from commonground.library.pages.models import PageEdition
from commonground.library.queries import standing_number
from commonground.notices.messages import email, summary_body
from commonground.notices.models import Notice
from commonground.notices.reaching import addresses
from commonground.now import LONDON, london_date, now
from commonground.procedures.terms import Role
from tests.cast import Cast
from tests.pages.shelves import approved, drafted, proposed
from tests.visiting import browser, visit

ORDINARY, SAFETY = "neglect", "safeguarding-infants"
MONDAY = datetime(2026, 3, 16, 9, tzinfo=LONDON)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def mail(name: str) -> str:
    return member(name).email


def keep(role: Role) -> set[str]:
    """Return the addresses of those who hold a role in Fairhaven's office."""
    posts = Post.objects.filter(partnership__name="Fairhaven", role=role)
    return set(posts.values_list("holdings__person__email", flat=True)) - {None}


def chart(cast: Cast, words: str = "Nowhere safe to sleep") -> ChartEdition:
    area = Partnership.objects.get(name="Fairhaven").pk
    return charts.say_as_published(
        by=cast.actor("iris"), at=cast.tick(), partnership=area, seen=standing_number(area), compared=(4,),
        boxes={(4, "home"): (words,)}, source="The chart", published=london_date(cast.at),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def from_nothing(cast: Cast) -> None:  # noqa: ARG001 - what was left while it was built is not looked at
    Notice.objects.all().delete()


def test_a_page_that_is_proposed_waits_for_all_others_who_may_answer(cast: Cast) -> None:
    row = proposed(cast, ORDINARY)
    everybody = keep(Role.LIBRARY_EDITOR) | keep(Role.PARTNERSHIP_OFFICER)
    assert mail("elin") in everybody
    assert told("library_waits") == everybody - {mail("iris")}
    assert Notice.objects.filter(urgent=True).count() == 0
    approved(cast, row)
    assert told("library_approved") == {mail("iris")}
    assert Notice.objects.count() == len(everybody)


def test_what_concerns_safety_waits_for_library_editors_alone_or_the_office_sees_to_one(cast: Cast) -> None:
    area, elin = Partnership.objects.get(name="Fairhaven"), cast.actor("elin")
    row = actions.start_draft(by=elin, at=cast.tick(), partnership=area.pk, key=SAFETY)
    assert row.safety
    row = actions.save_draft(
        by=elin, at=cast.tick(), edition=row.pk, version=1, text=row.text.replace("## Traps", "## Traps\n\nMore."),
        changes="More.",
    )  # fmt: skip
    today = london_date(cast.at)
    actions.propose(
        by=elin, at=cast.tick(), edition=row.pk, version=2, in_force=today, review_by=today + timedelta(days=400),
        changes="More.",
    )  # fmt: skip
    assert told("library_waits") == keep(Role.LIBRARY_EDITOR)
    Notice.objects.all().delete()
    actions.send_back(by=elin, at=cast.tick(), edition=row.pk, why="")
    assert not Notice.objects.exists(), "it was one's own"
    actions.retire(by=elin, at=cast.tick(), edition=drafted(cast, ORDINARY).pk, why="No.")
    assert not Notice.objects.exists()


def test_where_no_other_editor_is_there_the_office_is_told_of_what_concerns_safety(cast: Cast) -> None:
    iris, area = cast.actor("iris"), Partnership.objects.get(name="Fairhaven")
    row = actions.start_draft(by=iris, at=cast.tick(), partnership=area.pk, key=SAFETY)
    row = actions.save_draft(
        by=iris, at=cast.tick(), edition=row.pk, version=1, text=row.text.replace("## Traps", "## Traps\n\nMore."),
        changes="More.",
    )  # fmt: skip
    today = london_date(cast.at)
    actions.propose(
        by=iris, at=cast.tick(), edition=row.pk, version=2, in_force=today, review_by=today + timedelta(days=400),
        changes="More.",
    )  # fmt: skip
    assert told("library_nobody") == keep(Role.PARTNERSHIP_OFFICER)
    assert told("library_waits") == set(), "they may not answer it"


def test_where_all_who_are_there_did_it_themself_those_who_are_away_find_it_later() -> None:
    post = Post.objects.filter(partnership__name="Fairhaven", role=Role.PARTNERSHIP_OFFICER)[0]
    iris, elin, gwen = member("iris"), member("elin"), member("gwen")
    now_there = PostNow(post, holders_present=(iris,), deputies_present=(gwen,), holders_away=(elin,))
    assert addresses(now_there) == {iris.email: iris.pk}
    assert addresses(now_there, out=frozenset({iris.pk})) == {elin.email: elin.pk}
    assert addresses(now_there, out=frozenset({iris.pk, elin.pk})) == {}


def test_what_is_sent_back_is_told_each_time_to_whoever_proposed_it_and_to_nobody_else(cast: Cast) -> None:
    row = proposed(cast, ORDINARY)
    for round_ in (1, 2):
        actions.send_back(by=cast.actor("elin"), at=cast.tick(), edition=row.pk, why="Fewer words.")
        assert told("library_sent_back") == {mail("iris")}
        assert Notice.objects.filter(kind="library_sent_back").count() == round_
        row = proposed(cast, ORDINARY)
        assert Notice.objects.filter(kind="library_waits", address=mail("elin")).count() == round_ + 1


def test_a_chart_is_told_of_as_pages_are(cast: Cast) -> None:
    row = chart(cast)
    assert told("library_waits") == (keep(Role.LIBRARY_EDITOR) | keep(Role.PARTNERSHIP_OFFICER)) - {mail("iris")}
    charts.send_back(by=cast.actor("elin"), at=cast.tick(), edition=row.pk, why="Page 3 is newer.")
    assert told("library_sent_back") == {mail("iris")}
    charts.approve(by=cast.actor("elin"), at=cast.tick(), edition=chart(cast, "Violence at home").pk)
    assert told("library_approved") == {mail("iris")}
    before = Notice.objects.count()
    own = chart(cast, "No bed")
    Notice.objects.filter(subject=own.pk).delete()
    charts.send_back(by=cast.actor("iris"), at=cast.tick(), edition=own.pk, why="")
    assert Notice.objects.count() == before, "nobody is told of what they took back"


def test_the_same_form_sent_twice_tells_once(cast: Cast) -> None:
    row, iris = drafted(cast, ORDINARY), browser("iris")
    today = london_date(now())
    days = {
        f"{name}_{part}": str(getattr(day, part))
        for name, day in (("in_force", today), ("review_by", today + timedelta(days=400)))
        for part in ("day", "month", "year")
    }
    form = {"submission": str(uuid4()), "version": str(row.version), "changes": "Less.", **days}
    for _ in range(2):
        assert iris.post(f"/keep-library/draft/{row.pk}/propose/", form).status_code == 302
    assert Notice.objects.filter(kind="library_waits", address=mail("elin")).count() == 1


def test_a_message_names_no_page_and_nobody_and_leads_to_the_desk(cast: Cast) -> None:
    proposed(cast, ORDINARY)
    notice = Notice.objects.get(kind="library_waits", address=mail("elin"))
    sent = email(notice)
    assert sent.subject == "Common Ground: something in the library waits for you"
    assert "/keep-library/" in sent.body
    for word in ("Reference", "Neglect", "neglect", "Iris", "Elin", "Fairhaven"):
        assert word not in sent.body
    assert "Open the desk of the library" in visit("/notices/", "elin").words
    text = summary_body(london_date(cast.at), [notice], "https://here/notices/")
    assert "It lists the library with news" in text
    assert "something in the library waits for you" in text


def test_each_week_the_editor_is_told_of_pages_to_be_looked_at_again(cast: Cast) -> None:
    cast.at = MONDAY
    weekly.tell_weekly(MONDAY)
    assert told("library_weekly") == set(), "no page is due"
    review = PageEdition.objects.filter(partnership__name="Fairhaven", opened__isnull=False).earliest("review_by")
    assert review.review_by
    due = datetime.combine(review.review_by, MONDAY.timetz()) + timedelta(days=7)
    cast.at = due
    for later in (timedelta(), timedelta(hours=1)):
        weekly.tell_weekly(due + later)
    assert mail("iris") in told("library_weekly")
    assert mail("elin") not in told("library_weekly")
    assert Notice.objects.filter(kind="library_weekly", address=mail("iris")).count() == 1
    weekly.tell_weekly(due + timedelta(days=7))
    assert Notice.objects.filter(kind="library_weekly", address=mail("iris")).count() == 2
