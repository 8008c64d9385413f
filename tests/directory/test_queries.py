"""Who somebody is on a day: posts, deputies, desks, absences; and who is at which post."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from commonground.directory.actions import (
    RefusedError,
    add_person,
    add_post,
    end_holding,
    hold,
    leave,
    record_absence,
)
from commonground.directory.models import Absence, Person, Post
from commonground.directory.queries import NOBODY, actor_for, officers, people_of, posts_now, team_choices
from commonground.now import london_date, now
from commonground.permissions import Permission
from commonground.procedures.terms import Role
from tests.directory.conftest import Town

DAY = timedelta(days=1)


def today() -> date:
    return london_date(now())


def held(person: Person, on: date) -> set[str]:
    """Return the titles of the posts that somebody has on a day."""
    return {post.title for post in actor_for(person, on).posts}


def new_person(name: str) -> Person:
    return add_person(name=name, email=f"{name.lower()}@work.example", by=None, at=now())


def test_an_actor_has_posts_agencies_partnerships_and_permissions_in_one_query(town: Town) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sarah = actor_for(town.sarah, today())
    assert len(asked) == 1
    assert sarah.agencies == {town.school.pk}
    assert sarah.partnerships == {town.partnership.pk}
    assert sarah.offices == frozenset()
    assert Permission.KEEP_PEOPLE in sarah.permissions
    assert [(post.role, post.deputy) for post in sarah.posts] == [(Role.SAFEGUARDING_LEAD, False)]
    elin = actor_for(town.elin, today())
    assert elin.offices == {town.partnership.pk}
    assert Permission.RAISE not in elin.permissions
    assert NOBODY.permissions == {Permission.OPEN}


def test_a_person_without_a_post_has_only_their_account(town: Town) -> None:  # noqa: ARG001 - the database
    with CaptureQueriesContext(connection) as asked:
        nobody_yet = actor_for(new_person("Ned"), today())
    assert nobody_yet.permissions == {Permission.OPEN, Permission.OWN_ACCOUNT}
    assert nobody_yet.agencies == frozenset()
    assert len([query for query in asked if "SELECT" in query["sql"] and "holding" in query["sql"]]) == 1


def test_a_deputy_acts_only_while_nobody_who_holds_the_post_is_there(town: Town) -> None:
    cath, dan = new_person("Cath"), new_person("Dan")
    post, start = town.cath_post, today() - 20 * DAY
    hold(person=dan, post=post, deputy=True, starts=start, by=None, at=now())
    assert held(dan, today()) == {"Team manager"}, "nobody holds it yet"
    holding = hold(person=cath, post=post, starts=start, by=None, at=now())
    assert held(dan, today()) == set()
    record_absence(person=cath, starts=today(), ends=today() + DAY, by=None, at=now())
    days = [held(dan, today() + number * DAY) for number in (-1, 0, 1, 2)]
    assert days == [set(), {"Team manager"}, {"Team manager"}, set()], "the first and last day included"
    assert held(cath, today()) == {"Team manager"}, "she who is away keeps her post"
    assert actor_for(dan, today()).posts[0].deputy
    end_holding(holding=holding, last_day=today() - DAY, by=None, at=now())
    assert held(dan, today() + 5 * DAY) == {"Team manager"}
    assert held(cath, today()) == set()


def test_a_holder_who_left_does_not_keep_the_deputy_out(town: Town) -> None:
    cath, dan = new_person("Cath"), new_person("Dan")
    hold(person=cath, post=town.cath_post, by=None, at=now())
    hold(person=dan, post=town.cath_post, deputy=True, by=None, at=now())
    leave(person=cath, by=None, at=now())
    assert held(dan, today()) == {"Team manager"}


def test_a_desk_counts_for_everyone_on_it_and_is_manned_while_one_is_there(town: Town) -> None:
    desk = add_post(agency=town.council, role=Role.PRACTITIONER, title="Duty desk", desk=True, by=None, at=now())
    gail, tom = new_person("Gail"), new_person("Tom")
    for person in (gail, tom):
        hold(person=person, post=desk, by=None, at=now())
    record_absence(person=gail, starts=today(), ends=today(), by=None, at=now())
    assert held(gail, today()) == held(tom, today()) == {"Duty desk"}
    now_at_desk = next(post for post in posts_now([town.council.pk], today()) if post.post == desk)
    assert now_at_desk.holders_present == (tom,)
    assert now_at_desk.holders_away == (gail,)
    assert now_at_desk.manned
    record_absence(person=tom, starts=today(), ends=today(), by=None, at=now())
    alone = next(post for post in posts_now([town.council.pk], today()) if post.post == desk)
    assert not alone.manned


def test_posts_and_holdings_end_with_their_last_day(town: Town) -> None:
    post = add_post(
        agency=town.council,
        role=Role.EXECUTIVE_LEAD,
        title="Director",
        starts=today(),
        ends=today() + 3 * DAY,
        by=None,
        at=now(),
    )
    una = new_person("Una")
    hold(person=una, post=post, starts=today() + DAY, by=None, at=now())
    assert [held(una, today() + number * DAY) for number in range(5)] == [
        set(), {"Director"}, {"Director"}, {"Director"}, set(),
    ]  # fmt: skip
    seen = [
        any(one.post == post for one in posts_now([town.council.pk], today() + number * DAY))
        for number in (-1, 0, 3, 4)
    ]
    assert seen == [False, True, True, False]


def test_who_is_where_takes_as_many_queries_for_many_as_for_few(town: Town) -> None:
    with CaptureQueriesContext(connection) as few:
        posts_now([town.school.pk], today())
    for number in range(5):
        post = add_post(agency=town.council, role=Role.PRACTITIONER, title=f"Worker {number}", by=None, at=now())
        hold(person=new_person(f"W{number}"), post=post, by=None, at=now())
    with CaptureQueriesContext(connection) as many:
        found = posts_now([town.school.pk, town.council.pk], today())
        assert {post.post.agency.name for post in found} == {"Hill School", "Town Council"}
        assert {str(post.post.team) for post in found} == {"None"}
    assert len(few) == len(many) == 2
    assert people_of(town.council.pk, today())[0] == town.bob
    assert [post.present for post in officers(town.partnership.pk, today())] == [(town.elin,)]
    assert [choice.agency.name for choice in team_choices(town.partnership.pk)] == ["Hill School", "Town Council"]


def test_only_a_desk_has_two_holders_at_once(town: Town) -> None:
    cath, dan = new_person("Cath"), new_person("Dan")
    hold(person=cath, post=town.cath_post, ends=today() + 5 * DAY, by=None, at=now())
    with pytest.raises(RefusedError, match="Somebody else holds"):
        hold(person=dan, post=town.cath_post, starts=today() + 5 * DAY, by=None, at=now())
    hold(person=dan, post=town.cath_post, starts=today() + 6 * DAY, by=None, at=now())


def test_the_database_refuses_what_ends_before_it_starts(town: Town) -> None:
    with pytest.raises(IntegrityError, match="absence_ends_after_start"):
        Absence.objects.create(person=town.amy, starts=today(), ends=today() - DAY)


def test_the_database_refuses_an_officer_without_a_partnership(town: Town) -> None:
    with pytest.raises(IntegrityError, match="post_of_officer_has_partnership"):
        Post.objects.create(agency=town.school, role=Role.PARTNERSHIP_OFFICER, title="Officer", starts=today())
