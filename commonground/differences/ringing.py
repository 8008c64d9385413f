"""Whom to ring in an area at this hour, and next if nobody answers. The product rings nobody; people do.

Numbers of an area are open to anyone. Posts with their people are shown to those who are signed in and work there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from commonground.differences.models import Call
from commonground.differences.when import clock_words
from commonground.directory.contacts.queries import answers, contacts_of, hours_words, stale
from commonground.directory.models import Agency, Contact, ContactKind, Partnership
from commonground.directory.queries import Actor, PostNow, posts_now
from commonground.editions.queries import is_working_day
from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.procedures.terms import CallCame, Role

WAIT = timedelta(minutes=30)
"""How long one waits for somebody to ring back before the next is offered."""

SHOWN_FOR = timedelta(hours=24)
"""How long a page says what came of a call."""

UPWARDS = (
    Role.LINE_MANAGER,
    Role.SAFEGUARDING_LEAD,
    Role.SENIOR_MANAGER,
    Role.EXECUTIVE_LEAD,
    Role.SAFEGUARDING_PARTNER,
)
"""The line to ring when somebody will not act, from the nearest to the most senior."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number as a page shows it: what it is, when it is answered, and what to know of it."""

    key: UUID
    name: str
    phone: str
    form: str
    hours: str
    now: bool
    note: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one area for one purpose, those that are answered at this hour first."""

    all: tuple[Number, ...]

    @property
    def now(self) -> tuple[Number, ...]:
        """Those that are answered at this hour."""
        return tuple(one for one in self.all if one.now)


@dataclass(frozen=True, slots=True)
class Area:
    """The numbers of one area, by what they are rung for."""

    partnership: Partnership
    front_door: Numbers
    on_call: Numbers
    advice: Numbers


def areas(partnerships: Sequence[Partnership], at: datetime) -> list[Area]:
    """Return the numbers of some areas: two queries."""
    found = contacts_of([one.pk for one in partnerships])
    working = is_working_day(london_date(at))

    def numbers(partnership: Partnership, kind: ContactKind) -> Numbers:
        own = [one for one in found if one.partnership_id == partnership.pk and one.kind == kind]
        shown = [_number(one, at, working=working) for one in own]
        return Numbers(tuple(sorted(shown, key=lambda one: not one.now)))

    return [Area(one, *(numbers(one, kind) for kind in ContactKind)) for one in partnerships]


def _number(contact: Contact, at: datetime, *, working: bool) -> Number:
    return Number(
        key=contact.pk,
        name=contact.name,
        phone=contact.phone,
        form=contact.form,
        hours=hours_words(contact),
        now=answers(contact, at, working_day=working),
        note=f"Last checked on {in_words(contact.checked_on)}." if stale(contact, london_date(at)) else "",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody to ring, in order: who they are, their number, what came of ringing them, and whether they are next."""

    key: UUID
    whom: str
    phone: str
    came: str
    next: bool
    later: str


def whom_next(
    actor: Actor, partnership: Partnership, agency: Agency, calls: Iterable[Call], at: datetime
) -> tuple[list[Line], list[Line]]:
    """Return whom to ring when an agency will not act: those on call and its line; and one's own line.

    Of each list the first who was not tried is next, once 30 minutes have passed without an answer from the last, or
    at once when they said no. ``calls`` are in order. Four queries.
    """
    posts = posts_now({agency.pk, *actor.agencies}, london_date(at))
    (area,) = areas([partnership], at)
    theirs = [(one.key, one.name, one.phone) for one in area.on_call.now] + upwards(posts, {agency.pk})
    return in_turn(theirs, calls, at), in_turn(upwards(posts, actor.agencies - {agency.pk}), calls, at)


def first_to_ring(agency: Agency, calls: Iterable[Call], at: datetime) -> list[Line]:
    """Return whom to ring first at an agency: its desks with a number, then its managers. Two queries."""
    posts = [one for one in posts_now([agency.pk], london_date(at)) if one.present and reached(one)]
    desks = [one for one in posts if one.post.role == Role.PRACTITIONER]
    managers = [one for one in posts if one.post.role == Role.LINE_MANAGER]
    return in_turn([(one.post.pk, named(one), reached(one)) for one in (*desks, *managers)], calls, at)


def upwards(posts: Iterable[PostNow], agencies: Iterable[UUID]) -> list[tuple[UUID, str, str]]:
    """Return the line of some agencies from its managers up: each post with who is there today and a number.

    Somebody who is at several posts is named once, at the nearest.
    """
    wanted = set(agencies)
    line = [one for one in posts if one.post.agency_id in wanted and one.post.role in UPWARDS and one.present]
    line.sort(key=lambda one: (UPWARDS.index(Role(one.post.role)), one.post.title))
    nearest = {one.present: one for one in reversed(line)}
    return [(one.post.pk, named(one), reached(one)) for one in line if nearest[one.present] is one]


def named(post: PostNow) -> str:
    """Return who is at a post today: "Cath Doyle, Team manager"."""
    return f"{', '.join(person.name for person in post.present)}, {post.post.title}"


def reached(post: PostNow) -> str:
    """Return the number of a post: its own, else that of somebody who is there."""
    return post.post.phone or next((person.phone for person in post.present if person.phone), "")


def in_turn(line: Iterable[tuple[UUID, str, str]], calls: Iterable[Call], at: datetime) -> list[Line]:
    """Return a line with what came of the latest call to each, and who is next and from when."""
    latest = {call.line: call for call in calls}
    found: list[Line] = []
    waits_until: datetime | None = None
    settled = offered = False
    for key, whom, phone in line:
        call = latest.get(key)
        if call:
            came = f"{CallCame(call.came).label} ({clock_words(call.at)})"
            settled |= call.came == CallCame.ACTS
            waits_until = call.at + WAIT if call.came in {CallCame.NO_ANSWER, CallCame.RINGS_BACK} else None
            found.append(Line(key, whom, phone, came, next=False, later=""))
            continue
        ready = not settled and not offered
        later = clock_words(waits_until) if ready and waits_until and waits_until > at else ""
        found.append(Line(key, whom, phone, "", next=ready and not later, later=later))
        offered |= ready
    return found
