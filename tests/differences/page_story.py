"""Fairhaven with its procedure open, and a browser for each of its people: what tests of pages stand on.

Everything below runs as the role `app`, and each test takes back what it did.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import html5lib
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from commonground.differences import actions
from commonground.differences.actions import ChildIdentity, NewDifference
from commonground.differences.models import Difference
from commonground.directory.demonstration import member
from commonground.directory.models import Partnership, Person, Team
from commonground.directory.queries import Actor, actor_for
from commonground.now import london_date, now
from commonground.procedures.terms import Answer, Kind
from commonground.record.submissions import mint
from tests.cast import seed_only
from tests.connected import tell_database
from tests.editions.fuller import open_fuller
from tests.visiting import sign_in

WORRY = "Nobody has seen where she sleeps since the new partner moved in."
ASK = "Re-open the referral and see the sleeping place."
SAFE = "Grandmother stays with the family until Friday."
BECAUSE = "Mother engaged and the home was clean on 4 November."
AGREED = "The social worker sees her at home on Wednesday."
CHILD = ChildIdentity(other_reference="EAST-4471", own_reference="OAK-12", initials="QZ", born="2019")
FLOOR = 4
"""Queries that every signed-in page takes: session, account, posts, and who asks for the database."""


@dataclass(frozen=True)
class Fairhaven:
    """The demonstration's organisations; differences are raised and moved by first name."""

    partnership: Partnership

    def who(self, name: str) -> Actor:
        """Return one of the cast as they are today."""
        return actor_for(member(name), london_date(now()))

    def raised(
        self, *, by: str = "amy", kind: Kind = Kind.STEP_DOWN_CLOSE, at: datetime | None = None, children: int = 1
    ) -> Difference:  # fmt: skip
        """Raise a difference with the council's Assessment Team East."""
        east = Team.objects.get(name="Assessment Team East")
        moment = at or now()
        with self.acting(by) as actor:
            return actions.raise_difference(
                by=actor,
                at=moment,
                new=NewDifference(
                    partnership=self.partnership.pk,
                    raising_agency=actor.posts[0].agency_id,
                    raising_team=None,
                    responding_agency=east.agency_id,
                    responding_team=east.pk,
                    responding_person=None,
                    kind=kind,
                    children=(CHILD,) * children,
                    worry=WORRY,
                    ask=ASK,
                    needed_by=london_date(moment) + timedelta(days=30),
                    meanwhile=SAFE,
                    danger="no",
                ),
            )

    def do(self, verb: Callable[..., Difference], row: Difference, by: str, **details: object) -> Difference:
        """Have one of the cast take an act now."""
        with self.acting(by) as actor:
            return verb(by=actor, at=now(), difference=row.pk, version=None, **details)

    def answered(self, answer: Answer = Answer.NO_BECAUSE, *, at: datetime | None = None) -> Difference:
        """Return a difference of Amy's that Bob has answered."""
        return self.do(actions.respond, self.raised(at=at), "bob", answer=answer, because=BECAUSE, meanwhile=SAFE)

    def escalated(self, by: str = "amy", row: Difference | None = None) -> Difference:
        """Return a difference that somebody has escalated, after a no unless it was given."""
        words = {"reason": "We do not agree how soon.", "tried": "We spoke on Monday.", "ask": "See her by Wednesday."}
        return self.do(actions.escalate, row or self.answered(), by, meanwhile=SAFE, **words)

    def fuller(self, text: str = "") -> "Fairhaven":
        """Open the edition with all that may stand beside its stages: what is raised from now on has it."""
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            open_fuller(text)
            cursor.execute("SET LOCAL ROLE app")
        return self

    def last(self) -> Difference:
        """Return a difference at the last stage, with the police's safeguarding partner to help."""
        row = self.do(actions.skip, self.raised(), "amy", need="She cannot wait.", to_stage=3)
        return self.escalated(row=row)

    def proposed(self) -> Difference:
        """Return a difference of Amy's for which Bob has proposed an agreement."""
        return self.do(actions.propose, self.answered(), "bob", text=AGREED)

    @contextmanager
    def acting(self, name: str) -> Iterator[Actor]:
        """Name somebody to the database, as the middleware does."""
        actor = self.who(name)
        tell_database(actor)
        yield actor


class Browser(Client):
    """A browser of somebody who is signed in with both factors."""

    def __init__(self, person: Person) -> None:
        """Sign them in."""
        super().__init__()
        sign_in(self, person)

    def page(self, url: str, status: int = 200) -> str:
        """Open a page and return its words."""
        return words(self.get(url), status)

    def send(self, url: str, **answers: object) -> Any:  # noqa: ANN401 - the test client's own
        """Send a form as its page would: with a key of its own."""
        return self.post(url, {"submission": str(mint()), **answers})

    def queries(self, url: str) -> int:
        """Return how many queries a page takes beyond the floor's, once the process is warm."""
        self.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert self.get(url).status_code == 200
        own = [one["sql"] for one in caught.captured_queries]
        return sum(not sql.startswith(("SAVEPOINT", "RELEASE")) for sql in own) - FLOOR


def browser(name: str) -> Browser:
    """Return the browser of one of the cast."""
    return Browser(member(name))


def words(response: Any, status: int = 200) -> str:  # noqa: ANN401 - the test client's own
    """Return a page's words; it parses, has one h1 that its title begins with, unique ids and no inline script."""
    page = response.content.decode()
    assert response.status_code == status, (response.status_code, page)
    tree = html5lib.parse(page, namespaceHTMLElements=False)  # type: ignore[no-untyped-call]
    (heading,) = ["".join(one.itertext()).split() for one in tree.iter("h1")]
    assert "".join(tree.find(".//title").itertext()).split()[: len(heading)] == heading
    ids = [one.get("id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids)), sorted(ids)
    named = {one.get("for") for one in tree.iter("label")}
    for control in (*tree.iter("input"), *tree.iter("textarea"), *tree.iter("select")):
        assert control.get("type") in {"hidden", "submit"} or control.get("id") in named, control.attrib
    assert not any(script.get("src") is None for script in tree.iter("script"))
    assert not any(one.get("style") or one.get("onclick") for one in tree.iter())
    return " ".join("".join(tree.find("body").itertext()).split())


def markup(response: Any) -> str:  # noqa: ANN401 - the test client's own
    """Return a page's markup without what differs each time it is drawn."""
    page = response.content.decode()
    page = re.sub(r'data-seconds="\d+"', "", page)  # how long the session lasts, by the second
    return unescape(re.sub(r'name="(csrfmiddlewaretoken|submission)" value="[^"]*"', "", page))


def act_url(row: Difference, act: str) -> str:
    """Return the address of an act's form."""
    return f"{row.get_absolute_url()}{act}/"


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Partnership]:  # noqa: ARG001 - migrates
    """Build Fairhaven once for a module of tests, and take it back after."""
    with django_db_blocker.unblock(), transaction.atomic():
        seed_only(now(), "Fairhaven")  # next door nothing is open yet
        partnership = Partnership.objects.get(name="Fairhaven")
        yield partnership
        transaction.set_rollback(True)


@pytest.fixture
def fairhaven(built: Partnership) -> Iterator[Fairhaven]:
    """Give Fairhaven to one test, as the role `app`."""
    cache.clear()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app")
        yield Fairhaven(built)
        transaction.set_rollback(True)
    cache.clear()
