"""What waits to be read by somebody, what they have read, and how far a briefing has come: reads that span tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Lower
from django.utils.text import slugify

from commonground.briefings.asked import Asked, asked_of, longest
from commonground.briefings.models import Briefing, OwnAnswers, PassedOn, Receipt, Recipient, Tally
from commonground.briefings.terms import Audience
from commonground.directory.models import Person
from commonground.directory.queries import Actor, holdings
from commonground.directory.waits import Waits
from commonground.library.pages.models import PageEdition
from commonground.library.pages.published import reads
from commonground.library.pages.queries import Change, compared, page_on
from commonground.library.questions import ReadingQuestion, questions_of
from commonground.procedures.terms import AgencyKind, Role

MOST = 20
"""So many of what somebody read are listed, the newest first."""

COUNTS = ("reached", "opened", "agreed", "understood", "talked", "gone")


@dataclass(frozen=True, slots=True)
class ToRead:
    """Something that waits to be read: what it is, how long it takes, and by which day, if any."""

    briefing: UUID
    title: str
    minutes: int
    due: date | None
    required: bool
    past: bool
    opened: bool
    again: bool


def waiting_for(actor: Actor, on: date) -> list[ToRead]:
    """Return what waits to be read by somebody, the first day first; no query where nothing can."""
    if Waits.BRIEFINGS not in actor.waits or actor.person is None:
        return []
    rows = Recipient.objects.held_by(actor.person.pk).there().filter(agreed_at=None, briefing__ended_at=None)
    found: dict[UUID, list[Recipient]] = {}
    for row in _with_edition(rows).order_by("due", "briefing__at", "audience"):
        found.setdefault(row.briefing_id, []).append(row)
    return [_to_read(some, on) for some in found.values()]


def _to_read(rows: Sequence[Recipient], on: date) -> ToRead:
    one, briefing = rows[0], rows[0].briefing
    asked = asked_of(reads(briefing.edition).page, _audience(rows))
    return ToRead(
        briefing=briefing.pk, title=briefing.edition.title, minutes=asked.minutes, due=one.due,
        required=briefing.required, past=one.due is not None and one.due < on,
        opened=any(row.opened_at for row in rows), again=briefing.after_id is not None,
    )  # fmt: skip


def _with_edition(rows: "QuerySet[Recipient]") -> "QuerySet[Recipient]":
    rows = rows.select_related("briefing__edition")
    return rows.defer("briefing__edition__text", "briefing__edition__shared")


def _audience(rows: Sequence[Recipient]) -> Audience:
    """Return whose message somebody reads who may stand in several rows: the first by the order of audiences."""
    return next((one for one in Audience if any(row.audience == one for row in rows)), Audience.PRACTITIONERS)


def own_receipts(person: Person) -> list[Receipt]:
    """Return what somebody has read, the newest first."""
    return list(Receipt.objects.filter(person=person).order_by("-at")[:MOST])


def people_who_had_read(partnership: UUID, key: str, number: int, at: datetime) -> "QuerySet[Receipt]":
    """Return the receipts of an edition of a page as they were at a moment."""
    return Receipt.objects.filter(partnership=partnership, key=key, number=number, at__lte=at)


class Reader:
    """Somebody who is asked to read a briefing, or has read it: what of it they read, and how far they are."""

    def __init__(self, person: Person, briefing: Briefing, rows: Sequence[Recipient], receipt: Receipt | None) -> None:
        """Keep what was found; see ``reader_of``."""
        self.person, self.briefing, self.rows, self.receipt = person, briefing, rows, receipt
        self.asks = [row for row in rows if row.left_at is None]

    @cached_property
    def asked(self) -> Asked:
        """What of the page they are asked to read."""
        return asked_of(reads(self.briefing.edition).page, _audience(self.rows))

    @property
    def opened(self) -> bool:
        """Whether they opened it before."""
        return any(row.opened_at for row in self.asks)

    @property
    def due(self) -> date | None:
        """By which day they owe it, if they do."""
        return min((row.due for row in self.asks if row.due), default=None)

    @cached_property
    def passed_on(self) -> list[PassedOn]:
        """What the safeguarding leads of their agencies say of it."""
        rows = PassedOn.objects.filter(briefing=self.briefing, agency__in={row.agency_id for row in self.rows})
        return [one for one in rows.select_related("by", "agency").order_by("at") if one.words]

    @cached_property
    def read_before(self) -> Receipt | None:
        """The newest receipt of an edition before this one, if they agreed to one."""
        edition = self.briefing.edition
        rows = Receipt.objects.filter(
            person=self.person, partnership=edition.partnership_id, key=edition.key, number__lt=edition.number
        )  # fmt: skip
        return rows.order_by("-number").first()

    @cached_property
    def changes(self) -> list[Change]:
        """What has changed since the edition that they read before, part by part; what they are asked to read first."""
        before = self.read_before
        if before is None:
            return []
        edition = self.briefing.edition
        old = PageEdition.objects.of(edition.partnership_id, edition.key).filter(number=before.number).first()
        found = compared(old.text, edition.text) if old else []
        return sorted(found, key=lambda one: one.heading not in self.asked.headings)

    @property
    def questions(self) -> tuple[ReadingQuestion, ...]:
        """The questions about what they read."""
        return questions_of(self.briefing.edition.key)

    @cached_property
    def right(self) -> frozenset[str]:
        """Which of the questions they got right; nobody else reads this."""
        own = OwnAnswers.objects.filter(briefing=self.briefing, person=self.person).first()
        return frozenset(own.got_right) if own else frozenset()

    @property
    def understood(self) -> bool:
        """Whether they got all of them right in the end."""
        return bool(self.questions) and all(one.key in self.right for one in self.questions)


def reader_of(person: Person, briefing: UUID) -> Reader | None:
    """Return somebody as the reader of a briefing; None where it never asked them."""
    rows = Recipient.objects.held_by(person.pk).filter(briefing=briefing)
    found = list(rows.select_related("briefing__edition__partnership", "agency").order_by("agency__name"))
    if not found:
        return None
    receipt = Receipt.objects.filter(briefing=briefing, person=person).first()
    return Reader(person, found[0].briefing, found, receipt)


@dataclass(frozen=True, slots=True)
class Shared:
    """A briefing as whoever keeps it sees it in a list: how many it reached, and how many read it."""

    row: Briefing
    counts: dict[str, int]
    passed_on: bool

    @property
    def area(self) -> str:
        """The area's name as it stands in addresses."""
        return slugify(self.row.partnership.name)


def shared_with(actor: Actor) -> list[Shared]:
    """Return the briefings that somebody shared or may pass on, the newest first, counted as far as is theirs."""
    rows = Briefing.objects.visible_to(actor).select_related("edition", "partnership", "agency", "by")
    rows = rows.defer("edition__text", "edition__shared").order_by("-at")[:MOST]
    found = list(rows)
    own = PassedOn.objects.filter(briefing__in=found, agency__in=actor.agencies_as(Role.SAFEGUARDING_LEAD))
    told = set(own.values_list("briefing", flat=True))
    counts = _counts_of_each(actor, found)
    return [Shared(row, counts[row.pk], row.pk in told) for row in found]


def counts_of(actor: Actor, row: Briefing) -> dict[str, int]:
    """Return how far a briefing has come: in all agencies for an officer, in their own for others."""
    return _counts_of_each(actor, [row])[row.pk]


def _counts_of_each(actor: Actor, rows: Sequence[Briefing]) -> dict[UUID, dict[str, int]]:
    theirs = Q(briefing__partnership__in=actor.offices) | Q(agency__in=actor.agencies_as(Role.SAFEGUARDING_LEAD))
    tallies: Any = Tally.objects.filter(theirs, briefing__in=rows).order_by().values("briefing")
    counted = {one["briefing"]: one for one in tallies.annotate(**{name: Sum(name) for name in COUNTS})}
    return {row.pk: {name: counted.get(row.pk, {}).get(name, 0) for name in COUNTS} for row in rows}


def too_long_to_ask_again(row: Briefing, on: date) -> PageEdition | None:
    """Return the newer edition that does not take the place of what was shared, because it is too long to share."""
    if row.ended_at or not row.asks_again:
        return None
    newer = page_on(row.partnership_id, row.edition.key, on)
    return newer if newer and newer.number > row.edition.number and longest(newer.page).too_long else None


def who_can_be_named(area: UUID, agency: UUID | None, addresses: Sequence[str], on: date) -> dict[str, UUID]:
    """Return whom a briefing of an agency, or of an area, can reach of some addresses; by the address in small letters.

    Of all others nothing is said, not even whether they have an account.
    """
    held = holdings(on).filter(post__partnership=None, person__guest=False, post__agency__partnerships=area)
    held = held.filter(post__agency=agency) if agency else held.exclude(post__agency__kind=AgencyKind.PARTNERSHIP)
    rows = held.annotate(address=Lower("person__email")).filter(address__in=[one.lower() for one in addresses])
    return dict(rows.values_list("address", "person"))
