"""The demonstration's organisations: who is there, what they hold, and that every line is complete."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from commonground.directory.cast import CAST, demonstration_people
from commonground.directory.demonstration import build_organisations, member
from commonground.directory.models import Agency, Partnership, Person, Team
from commonground.directory.queries import (
    actor_for,
    officers,
    people_of,
    posts_now,
    team_choices,
)
from commonground.procedures.terms import AgencyKind, Role

LOADED = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Europe/London"))
DAY = date(2026, 3, 2)
LADDER = (Role.PRACTITIONER, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.SENIOR_MANAGER)


@pytest.fixture
def built(db: None) -> None:  # noqa: ARG001 - the transaction it lives in
    build_organisations(LOADED)


@pytest.mark.usefixtures("built")
def test_fairhaven_has_nine_agencies_about_forty_people_and_a_complete_line_in_each() -> None:
    fairhaven = Partnership.objects.get(name="Fairhaven")
    choices = team_choices(fairhaven.pk)
    assert len(choices) == 9
    assert {team.name for choice in choices for team in choice.teams} >= {
        "Front Door", "Assessment Team East", "Assessment Team West", "Conference Chairs",
    }  # fmt: skip
    people = {person for choice in choices for person in people_of(choice.agency.pk, DAY)}
    assert 38 <= len(people) <= 52
    for choice in choices:
        manned = {Role(post.post.role) for post in posts_now([choice.agency.pk], DAY) if post.manned}
        assert manned.issuperset(LADDER), choice.agency.name
    partners = [
        post.post.agency.kind
        for post in posts_now([choice.agency.pk for choice in choices], DAY)
        if post.post.role == Role.SAFEGUARDING_PARTNER and post.manned
    ]
    assert sorted(partners) == [AgencyKind.COUNCIL, AgencyKind.HEALTH_TRUST, AgencyKind.POLICE]


@pytest.mark.usefixtures("built")
def test_marlow_vale_shares_the_police_and_nothing_else() -> None:
    marlow = Partnership.objects.get(name="Marlow Vale")
    shared = Agency.objects.filter(partnerships=marlow) & Agency.objects.filter(partnerships__name="Fairhaven")
    assert [agency.kind for agency in shared.distinct()] == [AgencyKind.POLICE]
    assert [post.present[0].name for post in officers(marlow.pk, DAY)] == ["Gwen Tasker"]
    assert actor_for(member("sian"), DAY).partnerships == {
        marlow.pk, Partnership.objects.get(name="Fairhaven").pk,
    }  # fmt: skip


@pytest.mark.usefixtures("built")
def test_the_cast_is_there_and_nobody_has_a_password() -> None:
    assert [name.split()[0].lower() for name, _ in demonstration_people()] == list(CAST)
    assert ("Amy Lister", "Teacher, year 2, Oakfield Primary School") in demonstration_people()
    assert not [person for person in Person.objects.all() if person.has_usable_password()]
    assert actor_for(member("elin"), DAY).offices == {Partnership.objects.get(name="Fairhaven").pk}
    assert Team.objects.count() == 8
