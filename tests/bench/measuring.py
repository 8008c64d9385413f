"""The measures: pages and posts between two of the floor, what the worker does for many, and a worker’s memory."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import connections

from commonground.differences import actions
from commonground.differences.actions import sweeping
from commonground.differences.models import Clock, Difference
from commonground.directory.guests.actions import Guest, bind
from commonground.directory.models import Agency
from commonground.directory.people.files.taking_in import confirm, keep, take_in
from commonground.directory.queries import actor_for
from commonground.now import london_date, now
from commonground.procedures.terms import Side
from commonground.record.models import Entry
from tests.bench.calendars import dating_anew, trying, validating
from tests.bench.library import asking, own, reading, shelve
from tests.bench.reporting import Report, took
from tests.bench.seeding import Seeded
from tests.bench.serving import Request, Server, Timed, ask, served, signed_in, timed
from tests.bench.stories import ENTRIES, Telling
from tests.bench.using import measures

WARM = 100
REQUESTS = 300
POSTS = 100
NOISE = 1.15
TRIES = 4
DUE = 1_000
PEOPLE = 5_000
BROWSERS = 40
UNDERSTOOD = 8
CLIENTS = (1, 8)
WORDS = "Words of the bench. " * 5

Cookies = dict[str, list[str]]


@dataclass
class Bench:
    """One seeded size being measured: its servers, its browsers, its report."""

    seeded: Seeded
    cookies: Cookies
    bottom: Server
    product: Server
    report: Report

    def floor(self, clients: int, count: int = REQUESTS) -> Timed:
        """Measure the floor, each request with other rows."""
        requests = [Request(f"/floor/{number % 70}/", self.cookies["amy"][0]) for number in range(count)]
        return timed(self.bottom, requests, clients)

    def beside(self, what: str, bound: float, requests: dict[int, list[Request]], *, again: bool = True) -> None:
        """Measure requests between two measures of the floor; once more while those differ by too much."""
        for clients, some in requests.items():
            for _try in range(TRIES):
                before, took, after = self.floor(clients), timed(self.product, some, clients), self.floor(clients)
                quiet = max(before.p50, after.p50) <= NOISE * min(before.p50, after.p50)
                if quiet or not again:
                    break
            base = (before.p50 + after.p50) / 2
            figures = f"p50 {took.p50:.1f} ms, p95 {took.p95:.1f} ms; floor {base:.1f} ms"
            noise = "" if quiet else f" (floors of {before.p50:.1f} and {after.p50:.1f} ms: a noisy machine)"
            print(f"    {what}, {clients} at once: {figures}{noise}")
            self.report.figure(f"{what}, {clients} at once", took.p50 / base, bound)

    def pages(self) -> None:
        """Measure home as three people, and the page of a difference with twenty entries, each request another."""
        first = ask(self.product.port, Request("/", self.cookies["amy"][0]))
        print(f"    the first page after the start: {first:.0f} ms")
        empty = timed(self.bottom, [Request("/empty/", "")] * WARM, 1)
        print(f"    an empty view: p50 {empty.p50:.1f} ms, p95 {empty.p95:.1f} ms")
        for name, title in (("amy", "practitioner"), ("farah", "safeguarding lead"), ("officer", "officer")):
            requests = [Request("/", cookie) for cookie in (self.cookies[name] * REQUESTS)[:REQUESTS]]
            timed(self.product, requests[:WARM], max(CLIENTS))
            self.beside(f"home of a {title}", 3, dict.fromkeys(CLIENTS, requests))
        rows = Difference.objects.filter(pk__in=[key for key, _ in self.seeded.long])
        references = dict(rows.values_list("pk", "reference"))
        connections.close_all()
        browsers = self.cookies["amy"]
        requests = [
            Request(f"/differences/{references[key]}/", browsers[unit])
            for key, unit in self.seeded.long
            if unit < len(browsers)
        ]
        timed(self.product, requests[:WARM], max(CLIENTS))
        self.beside("page of a difference with 20 entries", 6, dict.fromkeys(CLIENTS, requests))
        requests = (self.understood() * REQUESTS)[:REQUESTS]
        timed(self.product, requests[:WARM], max(CLIENTS))
        self.beside("page with 3 stages, 60 entries, 40 statements and 2 meetings", 8, dict.fromkeys(CLIENTS, requests))
        requests = (self.guests() * REQUESTS)[:REQUESTS]
        timed(self.product, requests[:WARM], max(CLIENTS))
        self.beside("page of a difference for a guest", 6, dict.fromkeys(CLIENTS, requests))

    def library(self) -> None:
        """Measure a page of the library, the search over five thousand, and that over one's own differences."""
        keys = shelve(self.seeded)
        connections.close_all()
        measures = {
            "a page of the library": (3, reading(keys, self.cookies["amy"], REQUESTS)),
            "searching 5,000 pages": (4, asking(self.cookies["amy"], REQUESTS)),
            "searching one's own differences": (4, own(self.cookies, "amy", REQUESTS)),
            "searching an agency's differences": (4, own(self.cookies, "farah", REQUESTS)),
            "searching all differences of an office": (4, own(self.cookies, "officer", REQUESTS)),
        }
        for what, (bound, requests) in measures.items():
            first = timed(self.product, requests, max(CLIENTS))  # each once: a process keeps what it drew
            print(f"    {what}, for the first time: p50 {first.p50:.1f} ms, p95 {first.p95:.1f} ms")
            self.beside(what, bound, dict.fromkeys(CLIENTS, requests))

    def used(self) -> None:
        """Measure a briefing to as many people as there are differences, and the figures of them: jobs, then pages."""
        for what, (bound, requests) in measures(self.seeded, self.report, REQUESTS).items():
            timed(self.product, requests[:WARM], max(CLIENTS))
            self.beside(what, bound, dict.fromkeys(CLIENTS, requests))

    def understood(self) -> list[Request]:
        """Tell, in some units, a difference in which both sides took the steps, and return how each page is asked."""
        at, found = now() - timedelta(hours=2), []
        for number, unit in enumerate(self.seeded.units[: min(UNDERSTOOD, len(self.cookies["amy"]))]):
            row = Telling(unit, self.seeded.partnership, at).understood()
            assert Entry.objects.filter(subject=row.pk).count() >= ENTRIES
            found.append(Request(f"/differences/{row.reference}/", self.cookies["amy"][number]))
        connections.close_all()
        return found

    def guests(self) -> list[Request]:
        """Let a guest into some of the differences with twenty entries, and return how each asks for its page."""
        rows = Difference.objects.filter(pk__in=[key for key, _ in self.seeded.long], end="")
        found, at = [], now()
        for number, row in enumerate(rows.select_related("raised_by").order_by("pk")[:BROWSERS]):
            given = actions.give_pass(
                by=actor_for(row.raised_by, london_date(at)), at=at, difference=row.pk, side=Side.RAISING,
                guest=Guest("Ruth Amos", "Trustee", f"guest.{number}@bench.example"),
            )  # fmt: skip
            bind(given.made, "a browser", at=at)
            found.append(Request(f"/differences/{row.reference}/", signed_in(given.made.person)))
        connections.close_all()
        return found

    def posts(self) -> None:
        """Measure answering and escalating, each another difference; the entries are counted after."""
        said: dict[str, object] = {"meanwhile": WORDS}
        self.post("respond", "bob", "responding", said | {"knows_child": "yes", "answer": "yes", "because": WORDS})
        self.post("escalate", "amy", "raising", said | {"reason": WORDS, "tried": WORDS, "ask": WORDS})

    def post(self, act: str, who: str, turn: str, form: dict[str, object]) -> None:
        """Measure one act, by 1 and by 8 clients."""
        written = Entry.objects.filter(kind=f"difference.{act}")
        before = written.count()
        units = self.seeded.units[: len(self.cookies[who])]
        rows = [
            (row.reference, row.version, self.cookies[who][number])
            for number, unit in enumerate(units)
            for row in Difference.objects.filter(raised_by=unit.people["amy"], stage=1, end="", turn=turn)[:POSTS]
        ][: POSTS * 2]
        connections.close_all()
        requests = [
            Request(
                f"/differences/{reference}/{act}/",
                cookie,
                {**form, "version": version, "submission": str(uuid.uuid4())},
                expects=302,
            )
            for reference, version, cookie in rows
        ]
        half = len(requests) // 2
        self.beside(act, 8, {1: requests[:half], 8: requests[half:]}, again=False)
        sent = written.count() - before
        connections.close_all()
        if sent != len(requests):
            message = f"{len(requests)} posts of {act} wrote {sent} entries."
            raise AssertionError(message)


def measure(seeded: Seeded, environment: dict[str, str]) -> Report:
    """Measure everything on the seeded database that Django is led to."""
    report = Report()
    units = seeded.units[:BROWSERS]
    cookies = {name: [signed_in(unit.people[name]) for unit in units] for name in ("amy", "bob", "farah")}
    cookies["officer"] = [signed_in(seeded.officer)]
    connections.close_all()
    with served(environment, "tests.bench.floor") as bottom, served(environment) as product:
        bench = Bench(seeded, cookies, bottom, product, report)
        bench.pages()
        bench.library()
        bench.posts()
        bench.used()
        report.figure("memory of a web worker after the load", product.workers_mb(), 150, "MB")
    sweep(report)
    taking_in(seeded, report)
    trying(seeded, report)
    validating(report)
    dating_anew(seeded, report)
    connections.close_all()
    return report


def sweep(report: Report) -> None:
    """Measure a sweep that finds a thousand clocks due among all that there are, and does them.

    Those that ended run again for it, until long after, so that as many are open as there are differences and more.
    Half of those that run are left to run, for what is measured after.
    """
    at = now()
    running = Clock.objects.filter(ended_at=None)
    due = list(running.values_list("pk", flat=True)[: min(DUE, running.count() // 2)])
    Clock.objects.exclude(ended_at=None).update(ended_at=None, next_at=at + timedelta(days=30))
    Clock.objects.filter(pk__in=due).update(next_at=at, due_at=at)
    print(f"    the sweep: {len(due)} due among {running.count()} open clocks")
    report.figure("finding what is due", took(lambda: sweeping.due_clocks(at, set())), 0.2, "s")
    done: list[int] = []
    seconds = took(lambda: done.append(sweeping.sweep(at)))
    report.figure("doing all that is due", seconds * DUE / len(due), 10, "s a thousand")
    if done != [len(due)]:
        message = f"The sweep did {done} of {len(due)} clocks."
        raise AssertionError(message)


def taking_in(seeded: Seeded, report: Report) -> None:
    """Measure a file of five thousand people, as the worker takes it in: a hundred in a transaction, each kept."""
    lead = seeded.units[0].people["farah"]
    at = now()
    by = actor_for(lead, london_date(at))
    agency = Agency.objects.get(pk=next(iter(by.agencies)))
    rows = [
        f"Person {number},person.{number}@bench.example,Teacher,,Team {number % 40},Teacher {number},practitioner,yes"
        for number in range(PEOPLE)
    ]
    heading = "Name,Work email,Job title,Telephone,Team,Post,Role,Desk"
    office = actor_for(seeded.officer, london_date(at))
    file = keep(agency=agency, sent="\n".join([heading, *rows]).encode(), by=office, at=at)
    confirm(file=file, leavers=(), by=office, at=at)
    report.figure(f"taking in {PEOPLE:,} people", took(lambda: take_in(file.pk, at)), 30, "s")
    file.refresh_from_db()
    if (file.done, file.errors) != (PEOPLE, []):
        message = f"{file.done} of {PEOPLE} rows were done, {len(file.errors)} could not be."
        raise AssertionError(message)
