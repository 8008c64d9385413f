"""How a persona meets a page: each request, every byte of its answer, and every row that it touched."""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode
from zlib import crc32

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from commonground.differences.models import spoken
from commonground.directory.models import Person
from commonground.now import london_date
from commonground.record.models import Entry
from commonground.record.submissions import mint
from tests.access.expectations import (
    ACTS,
    ADVISES,
    LOOKED_AT,
    OPENS_THE_NAME,
    OWN_SIDE,
    PERSONAS,
    SEES,
    WAS_TOLD,
)
from tests.access.world import BORN, BORN_IN_WORDS, MORE, World, slug
from tests.cast import Cast
from tests.pdf import said
from tests.visiting import sign_in

CANARY = re.compile(rb"(?<![A-Z0-9])CN-[A-Za-z0-9]+-[A-Za-z-]+")  # no part of a reference as it is spoken
FORM = "application/x-www-form-urlencoded"  # as browsers send one without a file
TABLES_OF_READING = {"record_look", "django_session", "usersessions_usersession"}
FOUND, NOT_FOUND, CONFLICT, NOT_UNDERSTOOD, REDIRECT = 200, 404, 409, 422, 302

A_KEY = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}/|/[0-9A-Z]{10}/|\?.*")
"""What differs between two addresses that lead to the same door."""
OF_UNSEEN, OF_REFUSED, OF_PRINTED = 16, 8, 3
"""One of how many doors of a difference is tried by each who does not see it, of those that refuse who sees it, and of
its files.

Whoever does not see it meets one lock before any door, and what is refused to whoever sees it is a rule, which
tests/procedures asks of every seat at every stage. So each door is tried by many, but not each by all in every state;
`bin/test --long` tries all. A file says what pages say, and takes as long as many of them: of each state one is always
read whole. The turns go on from day to day, so that each is tried in the end.
"""
WHOLLY = {"restricted", LOOKED_AT}
"""In these states each door is tried by each: who sees them hangs on one person, or on one seat that ends."""
UNSEEN = 10
"""How often each door is tried at the least by people who do not see what is behind it: by the first who come to it."""

AsRole = Callable[[str], AbstractContextManager[None]]


def browser_of(told: Cast, name: str) -> Client:
    """Return a browser of a persona; of nobody for an empty name."""
    client = Client(raise_request_exception=False)
    if name:
        sign_in(client, Person.objects.get(name=MORE[name]) if name in MORE else told.person(name))
    return client


@dataclass
class Found:
    """What a run met: how many cells, what leaked, what was refused wrongly, and what was seen by those who may."""

    cells: int = 0
    leaks: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)


@dataclass
class Visitor:
    """One persona with a browser, and the rows that a request of theirs changes."""

    name: str
    client: Client

    def sees(self, state: str) -> bool:
        """Say whether this persona sees the difference in a state."""
        return self.name in SEES[state]

    def may(self, state: str, act: str) -> bool:
        """Say whether this persona may take an act in a state."""
        return act in ACTS[state].get(self.name, set())


class Changes:
    """How many rows of each table this transaction has touched, asked of the server's own counts.

    What was taken back counts too, so that a change cannot hide behind a savepoint.
    """

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
            self.tables = [oid for (oid,) in cursor.fetchall()]
        self.before = self.count()

    def count(self) -> Counter[str]:
        """Return how many rows of each table were touched so far."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
                " + pg_stat_get_xact_tuples_deleted(oid) FROM pg_class WHERE oid = ANY(%s)",
                [self.tables],
            )
            return Counter(dict(cursor.fetchall()))

    def since(self) -> Counter[str]:
        """Return what was touched since this was last asked."""
        now_touched = self.count()
        touched, self.before = now_touched - self.before, now_touched
        return touched


class Meeting:
    """Requests over a built world, and what was met: what leaked, what was wrong, what was seen by those who may."""

    def __init__(self, world: World, *, filtered: bool = True, every: bool = False) -> None:
        self.world = world
        self.filtered = filtered
        self.every = every
        self.day = london_date(world.at).toordinal()
        self.found = Found()
        self.references = {
            state: (row.reference.encode(), spoken(row.reference).encode()) for state, row in world.rows.items()
        }
        self.entries = {
            state: str(Entry.objects.filter(subject=row.pk, side_only="").latest("number").pk)
            for state, row in world.rows.items()
        }
        self.raisings = {
            state: str(Entry.objects.get(subject=row.pk, number=1).pk) for state, row in world.rows.items()
        }
        self.slugs = {slug(state): state for state in world.rows}
        self.personas = tuple(PERSONAS)
        self.changes = Changes()

    def read(self, visitor: Visitor, state: str, url: str, status: int = FOUND) -> None:
        """Open a page of a difference: as expected for those who see it, not there for everybody else."""
        if not self.tries(visitor, state, url, "GET", allowed=status == FOUND):
            return
        response = self.meet(visitor, url)
        touched = self.changes.since()
        if visitor.sees(state):
            if response.status_code != status:
                self.found.wrong.append(f"{visitor.name} GET {url} in {state}: {response.status_code}, not {status}")
            if f"CN-{slug(state)}".encode() in shown(response):
                self.found.seen[state] += 1
                if url.endswith(".pdf"):
                    self.found.seen[f"{state} as a file"] += 1
        else:
            self.refused(visitor, "GET", url, response, touched)

    def post(
        self, visitor: Visitor, state: str, url: str, data: dict[str, object], *, allowed: bool, answer: int
    ) -> None:
        """Send a form; what it changes is taken back. Only those who may change anything, and others change nothing."""
        if not self.tries(visitor, state, url, "POST", allowed=allowed):
            return
        with transaction.atomic():
            response = self.meet(visitor, url, {"submission": str(mint()), **data})
            changed = self.changes.since()
            transaction.set_rollback(True)
        if allowed:
            if response.status_code != answer or not changed:
                self.found.wrong.append(f"{visitor.name} POST {url} in {state}: {response.status_code}, not {answer}")
            self.found.seen[f"{state} {url.split('/')[-2].replace('-', '_')}"] += 1
        elif visitor.sees(state):
            kept = {table for table in changed if table not in TABLES_OF_READING | {"record_submission"}}
            if response.status_code != CONFLICT or kept:
                self.found.wrong.append(f"{visitor.name} POST {url} in {state}: {response.status_code}, changed {kept}")
        else:
            self.refused(visitor, "POST", url, response, changed)

    def absent(self, visitor: Visitor, url: str, answers: dict[str, object]) -> None:
        """Meet a page that is not there for this persona, also where they see the difference."""
        for sent in (None, {"submission": str(mint()), **answers}):
            response = self.meet(visitor, url, sent)
            self.refused(visitor, "GET" if sent is None else "POST", url, response, self.changes.since())

    def tries(self, visitor: Visitor, state: str, url: str, method: str, *, allowed: bool) -> bool:
        """Say whether a persona tries a door of a difference: all that open, and of the others some, by turns."""
        sees, door = visitor.sees(state), f"{method} {A_KEY.sub('/', url)}"
        turn = self.day + crc32(f"{visitor.name} {state} {door}".encode())
        if self.every or state in WHOLLY:
            tried = True
        elif sees and allowed:
            file = url.endswith(".pdf") and self.found.seen[f"{state} as a file"]
            tried = not file or turn % OF_PRINTED == self.filtered
        elif sees:
            tried = turn % OF_REFUSED == self.filtered  # other ones under the other lock
        else:
            tried = turn % OF_UNSEEN == self.filtered or self.found.unseen[door] < UNSEEN
        if not sees:
            self.found.unseen[door] += tried
        return tried

    def refused(self, visitor: Visitor, method: str, url: str, response: HttpResponse, changed: Counter[str]) -> None:
        """Check a refusal to somebody who does not see it: not there, or sent to sign in; and nothing changed."""
        expected = REDIRECT if visitor.name in {"anonymous", "halfway", "leaver"} else NOT_FOUND
        if visitor.name == "leaver" and response.status_code == 403:
            expected = 403
        if response.status_code != expected:
            self.found.leaks.append(f"{visitor.name} {method} {url}: {response.status_code}, not {expected}")
        touched = {table for table in changed if table not in {"django_session", "usersessions_usersession"}}
        touched -= {"record_submission"} if method == "POST" else set()
        if touched:
            self.found.leaks.append(f"{visitor.name} {method} {url}: changed {touched}")

    def meet(
        self, visitor: Visitor, url: str, data: dict[str, object] | None = None, finding: str = ""
    ) -> HttpResponse:
        """Make one request and look at every byte of the answer for what this persona may not see."""
        self.found.cells += 1
        if data is None:
            answer = visitor.client.get(url)
        else:
            answer = visitor.client.post(url, urlencode(data, doseq=True), content_type=FORM)
        response = cast("HttpResponse", answer)
        body = shown(response) + b"".join(f"{k}: {v}\n".encode() for k, v in response.headers.items())
        if response.status_code >= 500:
            self.found.wrong.append(f"{visitor.name} {url}: {response.status_code}")
        day = any(words.encode() in body for words in (BORN, BORN_IN_WORDS))
        if day and not any(visitor.name in OPENS_THE_NAME.get(state, ()) for state in self.at(url)):
            self.found.leaks.append(f"{visitor.name} {url}: a date of birth")
        self.found.seen["a date of birth"] += day
        for canary in set(CANARY.findall(body)):
            if not self.is_for(visitor, canary.decode()):
                self.found.leaks.append(f"{visitor.name} {url}: {canary.decode()}")
        for state, forms in self.references.items():
            typed = state == finding or f"/{self.world.rows[state].reference}/" in url
            sent = url == "/notices/" and visitor.name in WAS_TOLD.get(state, ())
            if not visitor.sees(state) and not typed and not sent and any(form in body for form in forms):
                self.found.leaks.append(f"{visitor.name} {url}: the reference of {state}")
        return response

    def at(self, url: str) -> list[str]:
        """Return the state of the difference that an address is about; none for a list."""
        return [state for state, row in self.world.rows.items() if f"/{row.reference}/" in url]

    def is_for(self, visitor: Visitor, canary: str) -> bool:
        """Say whether a persona may meet a canary."""
        _, name, what = canary.split("-", 2)
        if name.startswith("draft"):
            owner = name.removeprefix("draft")
            return visitor.name in {owner, ADVISES.get(owner)}
        if not visitor.sees(self.slugs[name]):
            return False
        if what.startswith("hidden"):
            return False
        if what.startswith("amys"):
            return visitor.name == "amy"
        if what == "name":
            self.found.seen[f"{self.slugs[name]} by name"] += 1
            return visitor.name in OPENS_THE_NAME.get(self.slugs[name], ())
        return not what.startswith("own-") or visitor.name in OWN_SIDE[what.removeprefix("own-")]


def shown(response: HttpResponse) -> bytes:
    """Return what an answer says: the page, or the words of a PDF."""
    is_file = response.headers.get("Content-Type") == "application/pdf"
    return said(response.content).encode() if is_file else response.content


def browser(world: World, name: str) -> Client:
    """Return a browser for a persona."""
    client = Client(raise_request_exception=False)
    if name == "anonymous":
        return client
    sign_in(client, world.people["amy" if name == "halfway" else name], second_factor=name != "halfway")
    return client
