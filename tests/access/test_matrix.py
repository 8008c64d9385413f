"""Every screen and act, by every persona, in every state: nobody meets what isn't theirs, and two locks hold it.

The expectation is typed in ``expectations.py``. The whole is run with the application's filter off, then with
row-level security off; each alone must give everybody exactly what is theirs, so both together do. With both off it
must fail, or it proves nothing.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Self, cast
from urllib.parse import urlencode
from zlib import crc32

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from commonground.differences import queries
from commonground.differences.models import difference, spoken
from commonground.differences.models.apart import Drafts
from commonground.directory.models import Partnership
from commonground.editions.queries import calendar_of
from commonground.now import london_date, now
from commonground.procedures.worktime import next_working_day
from commonground.questions import KEPT
from commonground.record.models import Entry
from commonground.record.submissions import mint
from tests.access.expectations import (
    ACTS,
    ADVISES,
    ALL_ACTS,
    ASKS_ADVICE,
    ENDED,
    ENDS_ADVICE,
    FILERS,
    GIVES_A_REFERENCE,
    GUESTS,
    LETS_IN,
    LINKED,
    MASKS,
    MOVES,
    NEITHER_SIDE,
    OPENS_THE_NAME,
    OWN_SIDE,
    PERSONAS,
    READS_THE_NOTE,
    SEES,
    TAKES_BACK,
    WAS_TOLD,
)
from tests.access.states import BORN, BORN_IN_WORDS, World, build, slug
from tests.pdf import said
from tests.visiting import sign_in

CANARY = re.compile(rb"(?<![A-Z0-9])CN-[A-Za-z0-9]+-[A-Za-z-]+")  # no part of a reference as it is spoken
LISTS = (
    "/",
    "/differences/",
    "/differences/?state=ended",
    "/differences/?state=all",
    "/notices/",
    "/notices/how-i-am-told/",
    "/differences/raise/",
    "/differences/raise/paste/",
)
FORM = "application/x-www-form-urlencoded"  # as browsers send one without a file
WHOSE = ("mine", "agency", "partnership")
TABLES_OF_READING = {"record_look", "django_session", "usersessions_usersession"}
FOUND, NOT_FOUND, CONFLICT, NOT_UNDERSTOOD, REDIRECT = 200, 404, 409, 422, 302
ASKED = "asked-for-advice"


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


TRIED_UNSEEN, STEP, UNSEEN = 4, 7, 20
"""Of how many acts, how far apart, each tries one of a difference that they do not see; and how often each is tried."""

NAMED = {1: ("bob",), 2: ("cath", "sarah"), 3: ("dev", "judith"), 4: ("margaret", "judith")}
"""Who can act for the sides at each stage, besides whoever raised it."""
NAMED_OTHERWISE = {
    "passed on": ("imran",),
    "linked, of another team": ("imran",),
    "her manager shares it, at stage 2": ("cath", "judith"),
    "the one who answers has an interest": ("leah",),
}
"""The states in which it is somebody else."""


def acts_tried(visitor: Visitor, state: str) -> tuple[str, ...]:
    """Return which acts somebody tries: all, or of a difference that they do not see a few, other ones for each.

    Whoever does not see it meets one door before any act, so it is tried by every act, but not by each with all.
    """
    if visitor.sees(state):
        return ALL_ACTS
    first = crc32(f"{visitor.name} {state}".encode())
    return tuple(ALL_ACTS[(first + step * STEP) % len(ALL_ACTS)] for step in range(TRIED_UNSEEN))


class Run:
    """One run of the matrix over a built world."""

    def __init__(self, world: World, *, filtered: bool = True) -> None:
        self.world = world
        self.filtered = filtered
        self.found = Found()
        self.references = {
            state: (row.reference.encode(), spoken(row.reference).encode()) for state, row in world.rows.items()
        }
        self.entries = {
            state: str(Entry.objects.filter(subject=row.pk, side_only="").latest("number").pk)
            for state, row in world.rows.items()
        }
        self.slugs = {slug(state): state for state in world.rows}
        self.personas = tuple(PERSONAS)
        self.changes = Changes()

    def everything(self) -> Self:
        """Meet every cell."""
        for name in self.personas:
            visitor = Visitor(name, browser(self.world, name))  # only now: a quiet session ends after a while
            self.changes.since()
            for url in LISTS:
                self.meet(visitor, url)
            for whose in WHOSE:
                for state in ("open", "ended", "past"):
                    self.meet(visitor, f"/differences/?whose={whose}&state={state}")
            self.changes.since()
            for state in self.world.rows:
                self.difference(visitor, state)
            self.drafts(visitor)
        return self

    def difference(self, visitor: Visitor, state: str) -> None:
        """Meet one difference: its pages, finding it, and every act, asked for and sent."""
        row = self.world.rows[state]
        base = f"/differences/{row.reference}/"
        self.found.unseen.update(() if visitor.sees(state) else acts_tried(visitor, state))
        for part in ("", "record/", "who-has-looked/", "which-child/", "for-our-file/", "for-our-file.pdf"):
            self.read(visitor, state, base + part)
        self.post(visitor, state, base + "which-child/", {}, allowed=visitor.sees(state), answer=FOUND)
        opens = visitor.sees(state) and visitor.name in OPENS_THE_NAME.get(state, ())
        self.post(visitor, state, base + "which-child/", {"names": "1"}, allowed=opens, answer=FOUND)
        gives: dict[str, object] = {"raising-1": "A reference", "responding-1": "Another"}
        may = visitor.sees(state) and visitor.name in GIVES_A_REFERENCE
        self.post(visitor, state, base + "which-child/references/", gives, allowed=may, answer=REDIRECT)
        filing: dict[str, object] = {"up_to": self.entries[state], "done": "on"}
        files = visitor.sees(state) and visitor.name in FILERS
        self.post(visitor, state, f"{base}for-our-file/", filing, allowed=files, answer=REDIRECT)
        self.passes(visitor, state, f"{base}passes/")
        self.advising(visitor, state, f"{base}advisers/")
        self.masking(visitor, state, base)
        self.linking(visitor, state, base)
        self.moving(visitor, state, f"{base}child-moved/")
        self.meet(visitor, f"/find/?reference={spoken(row.reference)}", finding=state)
        self.changes.since()
        for act in acts_tried(visitor, state):
            url = f"{base}{act.replace('_', '-')}/"
            status = FOUND if visitor.may(state, act) else CONFLICT
            self.read(visitor, state, url, status)
            self.post(
                visitor, state, url, self.form(visitor, state, act), allowed=visitor.may(state, act), answer=REDIRECT
            )

    def passes(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet who was let in, let somebody in, and take a pass back. To a guest none of that is there."""
        answers: dict[str, object] = {"side": "responding", "name": "N", "title": "T", "address": "n@guests.example"}
        lets_in = visitor.name in LETS_IN and state not in ENDED and visitor.sees(state)
        takes_back = lets_in and visitor.name in TAKES_BACK
        if visitor.name in GUESTS:
            self.absent(visitor, url, answers)
            return
        self.read(visitor, state, url)
        self.post(visitor, state, url, answers, allowed=lets_in, answer=REDIRECT)
        if state in self.world.passes:
            back = f"{url}{self.world.passes[state]}/take-back/"
            self.post(visitor, state, back, {}, allowed=takes_back, answer=REDIRECT)

    def linking(self, visitor: Visitor, state: str, base: str) -> None:
        """Link it with another that was raised, which only who sees both can; and take the link of two back."""
        sides, other = visitor.name not in NEITHER_SIDE, "answered no" if state == "raised" else "raised"
        url, answers = f"{base}linked/", {"reference": self.world.rows[other].reference}
        if visitor.name in GUESTS:
            self.absent(visitor, url, dict(answers))
            return
        self.read(visitor, state, url, FOUND if sides else CONFLICT)
        knows, restricted = visitor.sees(other), state.startswith("restricted")
        if visitor.sees(state) and not (sides and knows and not restricted):
            with transaction.atomic():
                response = self.meet(visitor, url, {"submission": str(mint()), **answers}, finding=other)
                changed = {table for table in self.changes.since() if table not in TABLES_OF_READING}
                transaction.set_rollback(True)
            unknown = b"There is no difference with that reference that you can see." in response.content
            expected = (NOT_UNDERSTOOD, not knows) if sides else (CONFLICT, False)
            if (response.status_code, unknown) != expected or changed - {"record_submission"}:
                self.found.wrong.append(f"{visitor.name} POST {url} in {state}: {response.status_code}, {changed}")
        else:
            self.post(visitor, state, url, dict(answers), allowed=visitor.sees(state), answer=REDIRECT)
        if state not in LINKED:
            return
        both = visitor.sees(state) and visitor.sees(LINKED[state])
        if self.references[LINKED[state]][1] in self.meet(visitor, base).content:
            self.found.seen[f"{state} with the other"] += 1
        elif both:
            self.found.wrong.append(f"{visitor.name} GET {base}: not that it is linked")
        self.changes.since()
        if both or not visitor.sees(state):
            self.post(visitor, state, f"{base}linked/1/take-back/", {}, allowed=both, answer=REDIRECT)
        elif self.meet(visitor, f"{base}linked/1/take-back/", {"submission": str(mint())}).status_code != NOT_FOUND:
            self.found.wrong.append(f"{visitor.name} POST {base}linked/1/take-back/: it is there")
        self.changes.since()

    def moving(self, visitor: Visitor, state: str, url: str) -> None:
        """Say that the child has moved to the next area."""
        may = (visitor.name not in NEITHER_SIDE or visitor.name in MOVES) and state not in ENDED and visitor.sees(state)
        if visitor.name in GUESTS:
            self.absent(visitor, url, {})
            return
        self.read(visitor, state, url, FOUND if may else CONFLICT)
        today, row = london_date(now()), self.world.rows[state]
        areas = {str(key) for key in Partnership.objects.values_list("pk", flat=True)} - {str(row.partnership_id)}
        answers: dict[str, object] = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        answers |= {"children": ["1"], "area": areas.pop(), "agency": "", "side": ""}
        self.post(visitor, state, url, answers, allowed=may, answer=REDIRECT)

    def advising(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet who advises, ask somebody, and end it. To a guest none of that is there."""
        side = "raising" if visitor.name in OWN_SIDE["raising"] else "responding"
        asking = f"{url}?agency={self.world.agencies['any']}&side={side}"
        asks: dict[str, object] = {"person": str(self.world.people["joel"].pk), "reason": "Words of the matrix."}
        if visitor.name in GUESTS:
            self.absent(visitor, asking, asks)
            return
        self.read(visitor, state, url)
        allowed = visitor.name in ASKS_ADVICE and state not in ENDED and visitor.sees(state)
        self.post(visitor, state, asking, asks, allowed=allowed, answer=REDIRECT)
        if state in ENDS_ADVICE:
            over = f"{url}{self.world.advice['hana']}/end/"
            self.post(visitor, state, over, {}, allowed=visitor.name in ENDS_ADVICE[state], answer=REDIRECT)

    def masking(self, visitor: Visitor, state: str, base: str) -> None:
        """Meet the page that hides the words of the last note, or decides on it; for others it is not there."""
        if state not in MASKS:
            return
        url, may = f"{base}record/{self.world.notes[state]}/mask/", visitor.name in MASKS[state]
        if visitor.sees(state) and visitor.name not in READS_THE_NOTE[state]:
            if self.meet(visitor, url).status_code != NOT_FOUND:
                self.found.wrong.append(f"{visitor.name} GET {url} in {state}: it is there")
            return
        self.read(visitor, state, url, FOUND if may else CONFLICT)
        words: dict[str, object] = {"reason": "Words of the matrix.", "decision": "masked"}
        self.post(visitor, state, url, words, allowed=may, answer=REDIRECT)

    def read(self, visitor: Visitor, state: str, url: str, status: int = FOUND) -> None:
        """Open a page of a difference: as expected for those who see it, not there for everybody else."""
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

    def drafts(self, visitor: Visitor) -> None:
        """Meet others' drafts. The database alone shows one to its author and her adviser, and knows no pages."""
        for owner, key in self.world.drafts.items():
            adviser = ADVISES.get(owner)
            for step in ("check", "worry", "pasted", "advice", ASKED):
                response = self.meet(visitor, f"/differences/raise/{key}/{step}/")
                readers = {adviser} if step == ASKED else {owner}
                if not self.filtered:
                    readers = {owner, adviser}
                if visitor.name in readers:
                    self.found.seen["advice" if step == ASKED else "draft"] += b"CN-draft" in response.content
                elif response.status_code == FOUND:
                    self.found.leaks.append(f"{visitor.name} opened a draft of {owner}: {step}")

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
        if what == "name":
            self.found.seen[f"{self.slugs[name]} by name"] += 1
            return visitor.name in OPENS_THE_NAME.get(self.slugs[name], ())
        return not what.startswith("own-") or visitor.name in OWN_SIDE[what.removeprefix("own-")]

    def form(self, visitor: Visitor, state: str, act: str) -> dict[str, object]:
        """Return a valid form for an act."""
        row = self.world.rows[state]
        today = london_date(now())
        soon = today + timedelta(days=1)
        due = row.due_at or now()
        later = next_working_day(london_date(due), calendar_of(time(9), time(17)))
        day = later if act == "lengthen" else soon + timedelta(days=7)
        named = NAMED_OTHERWISE.get(state, NAMED.get(row.stage, ()))
        words = "Words of the matrix."
        common: dict[str, object] = {"version": row.version, "meanwhile": words, "reason": words, "words": words}
        return common | {
            "knows_child": "yes",
            "to": "team" if act == "pass_on" else words,
            "team": str(self.world.team_of(row)),
            "agency": str(self.world.agencies["last" if row.stage == 4 else "any"]) if act == "join" else "unknown",
            "beside": "both",
            "sees": words,
            "works": words,
            "wants": words,
            "answer": "yes",
            "because": words,
            "own_side": "no",
            "text": words,
            "proposal": 1,
            "confirm": "on",
            "tried": words,
            "how": "telephone",
            "whom": words,
            "said": words,
            "title": words,
            "agrees": "yes",
            "on_day": soon.day, "on_month": soon.month, "on_year": soon.year - 1,
            "people": [str(self.world.people[one].pk) for one in named if one != visitor.name],
            "person": str(self.world.people["ivy"].pk),
            "ask": words,
            "need": words,
            "due_day": today.day, "due_month": today.month, "due_year": today.year,
            "day_day": day.day, "day_month": day.month, "day_year": day.year,
            "owner": words,
            "to_stage": row.stage - 1 if act == "step_down" else row.stage + 2,
            "why": "settled",
            "statement": words,
        }  # fmt: skip


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


@pytest.fixture
def world(db: None) -> Iterator[World]:  # noqa: ARG001 - the transaction it lives in
    """Build every state as owner."""
    logging.disable()  # ten thousand refusals
    cache.clear()
    Session.objects.all().delete()
    yield build()
    logging.disable(logging.NOTSET)


@contextmanager
def no_filter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the application's lock away: everybody's queries ask for everything."""
    with monkeypatch.context() as patch:
        patch.setattr(queries, "opens_names", lambda *_asked: True)
        for rows in (difference.Differences, Drafts):
            patch.setattr(rows, "visible_to", lambda self, _actor: self.all())
        patch.setattr(Drafts, "shown_to", lambda self, _actor: self.all())
        build_anew()
        yield
    build_anew()


def build_anew() -> None:
    """Forget every question that was built with the filter in it, or without."""
    for question in KEPT:
        question.forget()
    KEPT.clear()


AsRole = Callable[[str], AbstractContextManager[None]]


def test_the_database_alone_gives_everybody_exactly_what_is_theirs(
    world: World, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Run(world, filtered=False)
    with no_filter(monkeypatch), as_role("app"):
        exact(run.everything())


def test_the_application_alone_gives_everybody_exactly_what_is_theirs(world: World) -> None:
    exact(Run(world).everything())  # as owner, whom every policy lets through


def exact(run: Run) -> None:
    """Check a whole run: nothing leaked, nothing wrong, and everything that a table allows was really met."""
    found = run.found
    assert found.leaks == [], "\n".join(found.leaks[:50])
    assert found.wrong == [], "\n".join(found.wrong)
    assert found.cells >= 10_000
    assert min(found.unseen[act] for act in ALL_ACTS) >= UNSEEN, "every act must be tried by people who do not see it"
    assert set(SEES) <= set(found.seen), "each state must be met with its canary by somebody"
    acts = {f"{state} {act}" for state, allowed in ACTS.items() for one in allowed.values() for act in one}
    assert acts <= set(found.seen), "each act that a table allows must have been taken by somebody"
    assert {f"{state} as a file" for state in SEES} <= set(found.seen), "each state must be taken as a file by somebody"
    filed = {f"{state} for_our_file" for state, who in SEES.items() if who & FILERS}
    assert filed <= set(found.seen), "each state must have been put on a file by somebody"
    assert {f"{state} mask" for state in MASKS} <= set(found.seen), "each note must have been masked or decided on"
    assert {f"{state} with the other" for state in LINKED} <= set(found.seen), "each link must have been met"
    met = {f"{state} {what}" for state in LINKED for what in ("linked", "take_back", "child_moved")}
    assert met <= set(found.seen), "they must have been linked, taken back, and moved by somebody"
    assert {f"{state} end" for state in ENDS_ADVICE} <= set(found.seen), "advice must have been ended by somebody"
    named = {f"{state} by name" for state, who in OPENS_THE_NAME.items() if who & SEES[state]}
    assert named <= set(found.seen), "each name must have been opened by somebody"
    assert found.seen["a date of birth"] >= len(named)
    assert {f"{state} references" for state, who in SEES.items() if who & GIVES_A_REFERENCE} <= set(found.seen)
    assert found.seen["draft"] > 0
    assert found.seen["advice"] > 0


def test_with_both_locks_off_it_leaks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(world)
    run.personas = ("zed", "gwen", "cath")
    with no_filter(monkeypatch):
        run.everything()
    assert len(run.found.leaks) > 100
    assert any("CN-" in leak for leak in run.found.leaks)
