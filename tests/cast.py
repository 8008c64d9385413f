"""The cast in tests: Fairhaven's people with its procedure open, and differences told in one word.

`cast` was built once, and what a test does to it lives in the test's own transaction; `seeded` is a database of the
test's own in which the cast is committed, for what truly commits, races or dies; copies of `story_template` hold the
whole demonstration. Everything is made through the actions.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from commonground.differences import actions
from commonground.differences.actions import ChildIdentity, NewDifference
from commonground.differences.demonstration.telling import open_charts, open_fairhaven, open_library
from commonground.differences.models import Difference
from commonground.directory.actions import add_person, add_post, hold
from commonground.directory.cast import CAST
from commonground.directory.demonstration import BEGAN, build_organisations, member
from commonground.directory.models import Agency, Partnership, Person, Team
from commonground.directory.queries import Actor, actor_for
from commonground.editions.models import Edition
from commonground.editions.publishing import publish
from commonground.now import london_date, now
from commonground.procedures.loading import shipped
from commonground.procedures.terms import AgencyKind, Answer, Kind, Role, Side
from tests import cluster
from tests.conftest import Clone, copied
from tests.connected import connected

UNA = "una.second@partnership.fairhaven.example"
TEMPLATE = "template_cast"
STORIES = "template_stories"
CHILD = ChildIdentity(other_reference="FH-40001", own_reference="OAK-001", initials="T. E.", born="2019")
NAMED = ChildIdentity("", "OAK-002", "T. R.", "2019", first_name="Tomasz", birth_date="2019-03-12")
"""A child of whom the other agency's number is not known."""

WORRY = "He has come without breakfast four times and falls asleep in lessons. His mother has stopped answering."
ASK = "Please see him and his mother at home this week."
MEANWHILE = "He has breakfast at school, and a neighbour collects him."
BECAUSE = "You worry that he is tired and hungry. When we closed, his mother was well and had her sister near."
AGREEMENT = "Bob and Amy visit together tomorrow and speak again the day after."

RAISING = ("amy", "sarah", "judith", "judith")
"""Who acts for the school at each stage."""

RESPONDING = ("bob", "cath", "dev", "Margaret Ainsworth")
"""Who acts for the council at each stage."""


@dataclass
class Cast:
    """The people by first name, and a difference of the school with the council in any state.

    ``at`` is when the next act happens; it moves on by a minute with each.
    """

    at: datetime

    def person(self, name: str) -> Person:
        """Return one of the cast by first name, or anybody by full name."""
        return member(name) if name in CAST else Person.objects.get(name=name)

    def actor(self, name: str) -> Actor:
        """Return who somebody is on the day of ``at``."""
        return actor_for(self.person(name), london_date(self.at))

    @property
    def needed_by(self) -> date:
        """By when what is raised now is needed."""
        return london_date(self.at) + timedelta(days=7)

    def new(self, **changes: Any) -> NewDifference:  # noqa: ANN401 - any answer of the raising
        """Return Amy's answers: about one child, to the council's Assessment Team East."""
        east = Team.objects.select_related("agency").get(name="Assessment Team East")
        answers = NewDifference(
            partnership=east.agency.partnerships.get().pk,
            raising_agency=self.actor("amy").posts[0].agency_id,
            raising_team=None,
            responding_agency=east.agency_id,
            responding_team=east.pk,
            responding_person=None,
            kind=Kind.STEP_DOWN_CLOSE,
            children=(CHILD,),
            worry=WORRY,
            ask=ASK,
            needed_by=self.needed_by,
            meanwhile=MEANWHILE,
            danger="no",
        )
        return replace(answers, **changes)

    def raised(self, *, by: str = "amy", **changes: Any) -> Difference:  # noqa: ANN401 - as above
        """Return a difference that was just raised; ``changes`` are other answers."""
        return actions.raise_difference(by=self.actor(by), at=self.tick(), new=self.new(**changes))

    def do(self, verb: Callable[..., Difference], row: Difference, by: str, **details: Any) -> Difference:  # noqa: ANN401
        """Have somebody take an act on it."""
        return verb(by=self.actor(by), at=self.tick(), difference=row.pk, version=None, **details)

    def answered(self, answer: Answer = Answer.NO_BECAUSE) -> Difference:
        """Return one that Bob answered at stage 1."""
        return self.do(
            actions.respond, self.raised(), "bob", answer=answer, because=BECAUSE, meanwhile=MEANWHILE
        )  # fmt: skip

    def at_stage(self, number: int) -> Difference:
        """Return one that was escalated, stage by stage, to this one."""
        row = self.raised()
        for by in RAISING[: number - 1]:
            row = self.do(
                actions.escalate, row, by, reason="We still differ.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
            )  # fmt: skip
        return row

    def proposed(self, number: int = 1) -> Difference:
        """Return one at a stage at which the council proposed an agreement."""
        return self.do(actions.propose, self.at_stage(number), RESPONDING[number - 1], text=AGREEMENT)

    def resolved(self, number: int = 1) -> Difference:
        """Return one that both sides signed at a stage."""
        return self.do(actions.sign, self.proposed(number), RAISING[number - 1], proposal=1)

    def partly(self) -> Difference:
        """Return one about three children that both sides agreed for the first."""
        row = self.raised(children=(CHILD, replace(CHILD, own_reference="OAK-002"), replace(CHILD, initials="U. E.")))
        row = self.do(actions.propose, row, "bob", text=AGREEMENT, children=[1])
        return self.do(actions.sign, row, "amy", proposal=1)

    def joined(
        self,
        row: Difference | None = None,
        *,
        by: str = "amy",
        name: str = "Little Acorns Nursery",
        side: Side | None = None,
    ) -> Difference:
        """Return one that an agency, or "Agency: Team", was asked to join: Zed's nursery, unless another is named."""
        agency, _, team = name.partition(": ")
        return self.do(
            actions.join,
            row or self.raised(),
            by,
            agency=Agency.objects.get(name=agency).pk,
            team=Team.objects.get(agency__name=agency, name=team).pk if team else None,
            side=side,
            reason="They see him every day.",
        )

    def not_resolved(self) -> Difference:
        """Return one that a facilitating partner recorded as not resolved."""
        row = self.at_stage(4)
        return self.do(
            actions.record_not_resolved, row, "owen", statement="Both views stand.", meanwhile=MEANWHILE
        )  # fmt: skip

    def tick(self) -> datetime:
        """Return when the next act happens, and let a minute pass."""
        at, self.at = self.at, self.at + timedelta(minutes=1)
        return at


def seed(at: datetime) -> None:
    """Build the organisations and open their procedure, as owner: the demonstration without its stories."""
    build_organisations(at)
    open_fairhaven(at)
    open_charts(at)
    open_library(at)


def seed_only(at: datetime, area: str) -> None:
    """Do the same, but open the procedure in one partnership alone; who approved it has left its office since."""
    build_organisations(at)
    partnership, began = Partnership.objects.get(name=area), at - BEGAN
    left = another_officer(partnership, began, ends=london_date(began))
    text = shipped()["fairhaven"]
    publish(
        text=text, partnerships=[partnership], by=member("elin"), approved_by=left, source="Fictional.", at=began
    )  # fmt: skip


def another_officer(partnership: Partnership, at: datetime, ends: date | None = None) -> Person:
    """Return Una, a second officer of a partnership; the same when she is there already."""
    if there := Person.objects.filter(email=UNA).first():
        return there
    office = partnership.agencies.get(kind=AgencyKind.PARTNERSHIP)
    una = add_person(name="Una Second", email=UNA, by=None, at=at)
    post = add_post(
        agency=office, role=Role.PARTNERSHIP_OFFICER, title="Second officer", partnership=partnership, ends=ends,
        starts=london_date(at), by=None, at=at,
    )  # fmt: skip
    hold(person=una, post=post, starts=london_date(at), by=None, at=at)
    return una


def retired() -> None:
    """Retire every edition, as any door of the database allows: nothing is open after."""
    by = member("elin")
    Edition.objects.update(retired_by=by, retired_at=now(), retired_why="Nothing follows it.")


def opened(text: str, at: datetime, area: str = "") -> Edition:
    """Open a definition in one area, or in all of them, from a day on: it goes before what was open there."""
    areas = list(Partnership.objects.filter(name=area) if area else Partnership.objects.all())
    own = member("elin" if area == "Fairhaven" else "gwen")
    by, approver = (own, another_officer(areas[0], at)) if area else (member("elin"), member("gwen"))
    return publish(text=text, partnerships=areas, by=by, approved_by=approver, source="Typed for a test.", at=at)


@pytest.fixture
def cast(cast_database: None, db: None) -> Cast:  # noqa: ARG001 - where it was built, and the test's transaction
    """Give the cast; what they do in a test began an hour ago, and is taken back at its end."""
    cache.clear()
    return Cast(now() - timedelta(hours=1))


@pytest.fixture(scope="session")
def cast_database(cast_template: str) -> None:
    """Make the database in which tests meet the cast (tests/conftest.py leads them there), once a session."""
    cluster.EMBEDDED.make_database(cluster.CAST, cast_template)


@pytest.fixture(scope="session")
def cast_template(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:  # noqa: ARG001 - what it copies
    """Make the database from which `seeded` makes others, once a session."""
    cluster.EMBEDDED.make_database(TEMPLATE, cluster.TEMPLATE)
    with django_db_blocker.unblock(), connected(cluster.EMBEDDED.url("owner", TEMPLATE)):
        seed(now() - timedelta(hours=1, seconds=1))  # before anything that a test does
    return TEMPLATE


@pytest.fixture(scope="session")
def story_template(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:  # noqa: ARG001 - what it copies
    """Make a database that holds the whole demonstration, once a session; it is loaded by its command."""
    cluster.EMBEDDED.make_database(STORIES, cluster.TEMPLATE)
    with django_db_blocker.unblock(), connected(cluster.EMBEDDED.url("owner", STORIES)):
        call_command("load_demonstration", stdout=StringIO())
    return STORIES


@pytest.fixture
def seeded(cast_template: str) -> Iterator[Clone]:
    """Give a database of the test's own in which the cast is committed."""
    with copied(cast_template) as copy:
        yield copy
