"""What tests of raising share: a signed-in browser, Fairhaven with its procedure open, and Amy's answers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import DjangoDbBlocker

from commonground.differences import actions
from commonground.differences.answers import Answers
from commonground.differences.models import Draft
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Person, Team
from commonground.directory.queries import Actor, actor_for
from commonground.now import london_date, now
from tests.cast import seed
from tests.visiting import sign_in

START = reverse("differences:start")
SETTLED = reverse("differences:settled")
COUNCIL = "Fairhaven City Council"
WORRY = "He is alone at night, and he has lost weight."


class Browser(Client):
    """A browser of somebody who is signed in with both factors."""

    def __init__(self, person: Person) -> None:
        """Sign them in."""
        super().__init__()
        sign_in(self, person)

    def page(self, address: str, status: int = 200) -> str:
        """Open a page; return its markup."""
        answer = self.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()

    def led(self, address: str) -> str:
        """Open an address that leads on; return where to."""
        answer = self.get(address)
        assert answer.status_code == 302, (address, answer.status_code)
        return answer.headers["Location"]

    def sends(self, address: str, answers: dict[str, str] | None = None) -> str:
        """Send a form that is taken, with a fresh key if nothing else; return where it leads."""
        answer = self.post(address, fresh() if answers is None else answers)
        assert answer.status_code == 302, (address, answer.status_code, errors(answer.content.decode()))
        return answer.headers["Location"]

    def fails(self, address: str, answers: dict[str, str] | None = None, status: int = 422) -> str:
        """Send a form that is not taken; return the page that says why."""
        answer = self.post(address, fresh() if answers is None else answers)
        assert answer.status_code == status, (address, answer.status_code)
        return answer.content.decode()


def build_fairhaven() -> None:
    """Build the demonstration's organisations, and open their procedure."""
    seed(now())


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:  # noqa: ARG001 - migrates
    """Build Fairhaven once for a module of tests, and take it back after."""
    with django_db_blocker.unblock(), transaction.atomic():
        build_fairhaven()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def fairhaven(built: None) -> Iterator[None]:  # noqa: ARG001 - what it stands on
    """Answer every page as the role `app`, and take back what a test did: in each module that imports this."""
    with transaction.atomic(), connection.cursor() as cursor:
        cache.clear()
        cursor.execute("SET LOCAL ROLE app")
        yield
        transaction.set_rollback(True)


@contextmanager
def owning() -> Iterator[None]:
    """Act as the owner for a moment, who sees all: what no page does."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        yield
        cursor.execute("SET LOCAL ROLE app")


@pytest.fixture
def amy() -> Browser:
    """Give a browser in which Amy is signed in."""
    return Browser(member("amy"))


def fresh() -> dict[str, str]:
    """Return the key of a form that was just drawn."""
    return {"submission": str(uuid4())}


def errors(page: str) -> list[str]:
    """Return the lines of a page's error summary."""
    found = re.search(r'class="govuk-error-summary".*?</ul>', page, re.DOTALL)
    lines = re.findall(r"<li>.*?</li>", found[0], re.DOTALL) if found else []
    return [words(line) for line in lines]


def words(markup: str) -> str:
    """Return the words of a piece of markup, runs of spaces as one."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def acting(name: str) -> Actor:
    """Return one of the cast as they are today."""
    return actor_for(member(name), london_date(now()))


def agency(name: str) -> str:
    """Return the key of an agency."""
    return str(Agency.objects.get(name=name).pk)


def step(draft: UUID, name: str) -> str:
    """Return the address of a question of a draft."""
    return reverse("differences:step", args=[draft, name])


def check(draft: UUID) -> str:
    """Return the address of "check your answers"."""
    return reverse("differences:check", args=[draft])


def kept(draft: UUID) -> Answers:
    """Return the answers that a draft holds."""
    return Answers.read(actions.read_draft(Draft.objects.get(pk=draft)))


def answers() -> dict[str, dict[str, str]]:
    """Return what Amy answers, by question, in order."""
    day = london_date(now()) + timedelta(days=7)
    return {
        "danger": {"danger": "no"},
        "agency": {"responding_agency": agency(COUNCIL)},
        "team": {
            "responding_team": str(Team.objects.get(name="Assessment Team East").pk),
            "responding_person": str(member("bob").pk),
        },
        "kind": {"kind": "step_down_close"},
        "children": {
            "rows": "1",
            "child-1-other_reference": "LA-4471",
            "child-1-own_reference": "",
            "child-1-initials": "js",
            "child-1-born": "2019",
        },
        "worry": {"worry": WORRY},
        "ask": {
            "ask": "See him this week.",
            "needed_by_day": str(day.day),
            "needed_by_month": str(day.month),
            "needed_by_year": str(day.year),
        },
        "meanwhile": {"nothing_known": "on"},
    }


def begun(browser: Browser, danger: str = "no", key: UUID | None = None) -> UUID:
    """Answer the first question; return the draft that it began."""
    where = browser.sends(START, {"danger": danger, "submission": str(key or uuid4())})
    return UUID(str(resolve(urlsplit(where).path).kwargs["draft"]))


def answered(browser: Browser, *names: str) -> UUID:
    """Begin a draft and answer these questions, or all; return the draft."""
    draft = begun(browser)
    for name, sent in answers().items():
        if name != "danger" and (not names or name in names):
            browser.sends(step(draft, name), sent)
    return draft
