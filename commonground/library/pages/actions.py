"""What is done to the pages of an area's library. ``by`` None is what came with the product.

Two people publish: whoever proposes a page does not approve it. What concerns a child's safety is approved by the
area's library editor, also where it came with the product: until then nobody else reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.postgres.aggregates import BoolOr
from django.db import IntegrityError, transaction
from django.db.models import Max

from commonground.directory.actions import RefusedError, refuse
from commonground.directory.models import Partnership, Person
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.library.images.models import PageImage
from commonground.library.images.queries import missing, named
from commonground.library.pages import addresses
from commonground.library.pages.editors import keeper, may_decide
from commonground.library.pages.finding import forget_words, forget_words_before, keep_words
from commonground.library.pages.merging import merged
from commonground.library.pages.models import PageEdition
from commonground.library.pages.shape import CHART, CHILDS_DAY, PageError, PageText, load, read
from commonground.library.telling import APPROVED, SENT_BACK, tell_it_waits, tell_who_proposed
from commonground.now import london_date

MOST_BYTES = 128 * 1024
"""No page is longer; what is longer is something else."""

A_YEAR = timedelta(days=365)
"""After this time somebody looks at a page again, unless its editors say sooner."""

AS_IT_COMES = "As it comes with the product."
"""What a page says of an edition that nobody in the area wrote."""


class SavedMeanwhileError(RefusedError):
    """Somebody saved the draft since it was read. The text is the caller's to keep, and to show."""

    def __init__(self, row: PageEdition) -> None:
        """Say who saved which draft."""
        super().__init__(f"{row.changed_by} saved this draft after you opened it.")
        self.edition = row.pk


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading pages: how many were published, and which drafts wait for an area's editors.

    ``skipped`` are the pages that were left alone because somebody writes at them.
    """

    published: int
    drafts: list[PageEdition]
    skipped: tuple[str, ...] = ()


@transaction.atomic
def load_pages(*, area: Partnership, texts: Mapping[str, str], at: datetime) -> Loaded:
    """Give an area the pages that come with the product, or what is new in them; what it wrote itself stays.

    A page that the area left as it came is published as it comes now. One that it changed becomes a draft in which
    both are joined, part by part. What concerns safety is always a draft, for the area's editor, and so is what would
    come before an edition that is to be read later. A draft that came before and that nobody touched is made anew.
    What somebody writes at is left alone, and the next loading brings what is new; what was retired stays so.
    """
    found: dict[str, list[PageEdition]] = {}
    for row in PageEdition.objects.of(area.pk).order_by("number"):
        found.setdefault(row.key, []).append(row)
    addresses.give(area.pk, addresses.WHOLE)
    published, drafts, skipped = 0, list[PageEdition](), list[str]()
    for key, text in texts.items():
        rows = found.get(key, [])
        open_ = next((row for row in rows if row.opened is None and row.retired_at is None), None)
        last = next((row for row in reversed(rows) if row.opened), None)
        if any(row.shared == text for row in rows) or (last is not None and last.retired_at):
            continue
        if open_ is not None and not _untouched(open_):
            skipped.append(key)
            continue
        if open_ is not None:
            open_.delete()
        row = _as_it_comes(area.pk, key, text, last, at)
        if row.safety or row.text != text or _later(row, london_date(at)):
            drafts.append(row)
        else:
            _publish(row, at=at, on=london_date(at))
            published += 1
    return Loaded(published, drafts, tuple(skipped))


def _untouched(row: PageEdition) -> bool:
    """Say whether a draft came with the product and nobody has written at it."""
    return row.changed_by_id is None and row.version == 1 and row.proposed_at is None


def _as_it_comes(partnership: UUID, key: str, text: str, last: PageEdition | None, at: datetime) -> PageEdition:
    """Make a draft of what comes: as it is where the area left the page alone, else joined with what the area wrote."""
    if last is None or last.as_it_came:
        return _edition(partnership, key, text, shared=text, at=at, based_on=last, changes=AS_IT_COMES)
    joined = merged(last.text, old=last.shared, new=text)
    return _edition(partnership, key, joined.text, shared=text, at=at, based_on=last, changes=joined.said)


@transaction.atomic
def start_draft(*, by: Actor, at: datetime, partnership: UUID, key: str, text: str = "") -> PageEdition:
    """Start a draft of a page from what stands now; or of a new page, from a text.

    Raises RefusedError where one is open already, for a new page whose short address is taken, and for whoever does
    not keep the library of that area.
    """
    person = keeper(by, partnership)
    rows = list(PageEdition.objects.of(partnership, key).order_by("-number"))
    if open_ := next((row for row in rows if row.opened is None and row.retired_at is None), None):
        message = f"{open_.changed_by or 'Somebody'} has a draft of this page already. Go on with that one."
        raise RefusedError(message)
    if text and (rows or key in {CHART, CHILDS_DAY}):
        message = f"There is a page with the short address “{key}” already, or there was one. Choose another."
        raise RefusedError(message)
    stands = PageEdition.objects.of(partnership, key).stood(london_date(at)).first()
    last = stands or next((row for row in rows if row.opened), None) or next(iter(rows), None)
    try:
        with transaction.atomic():
            return _edition(
                partnership, key, text or (last.text if last else ""), at=at, based_on=last, by=person,
                shared=last.shared if last else "",
            )  # fmt: skip
    except IntegrityError as error:
        message = "Somebody has just started a draft of this page. Go on with that one."
        raise RefusedError(message) from error


@transaction.atomic
def save_draft(*, by: Actor, at: datetime, edition: UUID, version: int, text: str, changes: str) -> PageEdition:
    """Save what a draft says, also while something is missing in it; ``version`` is the one that was read.

    Raises SavedMeanwhileError when somebody saved it since; RefusedError for what cannot be read as a page at all.
    """
    row = _draft(by, edition, version)
    page = _read(text)
    row.text, row.changes, row.version = text, changes.strip(), row.version + 1
    row.kind, row.title, row.summary = page.kind, page.title, page.summary
    row.changed_by, row.changed_at = by.person, at
    row.save(update_fields=["text", "changes", "version", "kind", "title", "summary", "changed_by", "changed_at"])
    return row


@transaction.atomic
def propose(
    *, by: Actor, at: datetime, edition: UUID, version: int, in_force: date, review_by: date, changes: str
) -> PageEdition:
    """Propose a draft, to be read from a day and looked at again by another. Nobody changes it until it is answered."""
    row = _draft(by, edition, version)
    if not changes.strip():
        message = "Say in a sentence what changes, for people who knew the page before."
        raise RefusedError(message)
    before = row.based_on
    if before and before.text == row.text and not (before.review_by and review_by > before.review_by):
        message = (
            "This draft says what the page says already. Change something, say a later day by which somebody looks at "
            "it again, or delete the draft."
        )
        raise RefusedError(message)
    refuse(lacks(row))
    refuse(_days(in_force, review_by, at))
    refuse(_later(row, in_force))
    row.proposed_by, row.proposed_at, row.sent_back, row.version = by.person, at, "", row.version + 1
    row.in_force, row.review_by, row.changes = in_force, review_by, changes.strip()
    row.save(update_fields=["proposed_by", "proposed_at", "sent_back", "version", "in_force", "review_by", "changes"])
    person = keeper(by, row.partnership_id)
    tell_it_waits(row.partnership_id, row.pk, by=person, at=at, safety=row.safety, about=_version(row))
    return row


@transaction.atomic
def send_back(*, by: Actor, at: datetime, edition: UUID, why: str) -> PageEdition:
    """Send back what another editor proposed, with what should change; or take back what one proposed oneself."""
    row = _kept(by, edition)
    _proposed(row)
    own = row.proposed_by == by.person
    if not own and not why.strip():
        message = "Say what should change."
        raise RefusedError(message)
    who, row.sent_back = row.proposed_by, "" if own else why.strip()
    row.proposed_by = row.proposed_at = row.in_force = row.review_by = None
    row.save(update_fields=["proposed_by", "proposed_at", "in_force", "review_by", "sent_back"])
    tell_who_proposed(SENT_BACK, row.partnership_id, row.pk, who=who, by=by.person, at=at, about=_version(row))
    return row


@transaction.atomic
def approve(*, by: Actor, at: datetime, edition: UUID, version: int) -> PageEdition:
    """Publish what another proposed, or what came with the product and waited: from its day on people read it.

    ``version`` is the one that was read: what was changed since is not approved unseen.
    """
    row = _kept(by, edition)
    person = keeper(by, row.partnership_id)
    if row.version != version:
        raise SavedMeanwhileError(row)
    came = row.draft and row.changed_by_id is None
    if not came:
        _proposed(row)
    if row.proposed_by == person:
        message = "You proposed this yourself. Another editor of this area must approve it."
        raise RefusedError(message)
    refuse(lacks(row))
    _safely(by, row, "approves")
    in_force = row.in_force or london_date(at)
    refuse(_later(row, in_force))
    if came:
        return _publish(row, at=at, on=in_force, by=person)
    refuse(_days(row.in_force, row.review_by, at))
    tell_who_proposed(APPROVED, row.partnership_id, row.pk, who=row.proposed_by, by=person, at=at)
    return _publish(row, at=at, by=person)


@transaction.atomic
def discard(*, by: Actor, edition: UUID, version: int) -> None:
    """Delete a draft that one's area started, as it was read; one that was sent back, or came, is retired instead."""
    row = _draft(by, edition, version)
    if row.sent_back:
        message = "This draft was sent back with a reason, so it stays in the list. Retire it, and say why."
        raise RefusedError(message)
    if (row.based_on is None and row.shared) or (row.based_on and row.based_on.shared != row.shared):
        message = "This draft brings what came with the product, so it stays until it is published or retired."
        raise RefusedError(message)
    row.delete()


@transaction.atomic
def retire(*, by: Actor, at: datetime, edition: UUID, why: str) -> PageEdition:
    """Take a page out of the library, or give up a draft of it. What it said stays readable by its date."""
    row = _kept(by, edition)
    if row.retired_at:
        message = "It is retired already."
        raise RefusedError(message)
    if row.proposed_at and row.opened is None:
        message = "It is proposed: take it back or send it back first."
        raise RefusedError(message)
    if not why.strip():
        message = "Say why it is retired."
        raise RefusedError(message)
    if row.opened:
        _safely(by, row, "retires")
    said = {"retired_by": by.person, "retired_at": at, "retired_why": why.strip()}
    rows = PageEdition.objects.of(row.partnership_id, row.key).filter(retired_at=None)
    before = row.opened and row.in_force and row.in_force <= london_date(at)  # those before it too: none comes back
    rows = rows.filter(opened__isnull=False) if before else rows.filter(pk=row.pk)
    forget_words(rows)
    rows.update(**said)
    row.refresh_from_db()
    return row


def _edition(
    partnership: UUID, key: str, text: str, *, at: datetime, shared: str, based_on: PageEdition | None,
    by: Person | None = None, changes: str = "",
) -> PageEdition:  # fmt: skip
    page = _read(text)
    rows = PageEdition.objects.of(partnership, key)
    said = rows.aggregate(last=Max("number"), safety=BoolOr("safety"))
    addresses.give(partnership, key)
    safety = page.safety or bool(shared and _read(shared).safety) or bool(said["safety"])
    row = PageEdition.objects.create(
        partnership_id=partnership, key=key, number=(said["last"] or 0) + 1, kind=page.kind, title=page.title,
        summary=page.summary, text=text, shared=shared, safety=safety, based_on=based_on, changed_by=by, changed_at=at,
        changes=changes,
    )  # fmt: skip
    if by is None:
        keep_words(row)
    return row


def _publish(row: PageEdition, *, at: datetime, on: date | None = None, by: Person | None = None) -> PageEdition:
    row.opened, row.approved_by = at, by
    row.in_force = on or row.in_force
    row.review_by = row.review_by or london_date(at) + A_YEAR
    row.save(update_fields=["opened", "approved_by", "in_force", "review_by"])
    images = PageImage.objects.filter(partnership=row.partnership_id, key__in=named(row.text), opened=None)
    images.update(opened=at)
    keep_words(row)
    if row.in_force and row.in_force <= london_date(at):
        forget_words_before(row)
    return row


def _safely(by: Actor, row: PageEdition, does: str) -> None:
    """Refuse what only the area's library editor does to a page that concerns the safety of children."""
    if not may_decide(by, row.partnership_id, safety=row.safety):
        message = f"This page concerns the safety of children. Only the area’s library editor {does} it."
        raise RefusedError(message)


def _later(row: PageEdition, in_force: date) -> str:
    """Return why an edition cannot be read from a day: one that is already approved would take its place later."""
    rows = PageEdition.objects.of(row.partnership_id, row.key).filter(opened__isnull=False, retired_at=None)
    if later := rows.filter(in_force__gt=in_force).order_by("in_force").first():
        day = in_words(later.in_force or in_force)
        return (
            f"Edition {later.number} is approved and is read from {day}. It would take this one’s place. Retire it "
            "first, or choose its day or a later one."
        )
    return ""


def _read(text: str) -> PageText:
    if len(text.encode()) > MOST_BYTES:
        message = "This is longer than any page of the library. Shorten it, or make two pages of it."
        raise RefusedError(message)
    try:
        return read(text)
    except PageError as error:
        raise RefusedError(str(error)) from error


def lacks(row: PageEdition) -> str:
    """Return why what a draft says cannot be published: what it lacks, or an image that is not there."""
    try:
        load(row.text)
    except PageError as error:
        return str(error)
    return missing(row.partnership_id, row.text)


def _kept(by: Actor, edition: UUID) -> PageEdition:
    """Return an edition that somebody keeps, locked. Raises PageEdition.DoesNotExist."""
    return PageEdition.objects.kept_by(by).select_for_update(of=("self",)).get(pk=edition)


def _draft(by: Actor, edition: UUID, version: int | None = None) -> PageEdition:
    row = _kept(by, edition)
    if row.opened or row.retired_at:
        message = "This edition stays as it is. Start a draft from it."
        raise RefusedError(message)
    if row.proposed_at:
        message = f"{row.proposed_by} proposed this draft, so it stays as it is until it is approved or sent back."
        raise RefusedError(message)
    if version is not None and version != row.version:
        raise SavedMeanwhileError(row)
    return row


def _proposed(row: PageEdition) -> None:
    """Refuse what is answered to a proposal where there is none."""
    if not row.proposed_at or row.opened:
        message = "It is not proposed now. Look at it again: somebody may have answered meanwhile."
        raise RefusedError(message)


def _version(row: PageEdition) -> str:
    """Return what of a draft a notice is about: it may be proposed and sent back again and again."""
    return f"version {row.version}"


def _days(in_force: date | None, review_by: date | None, at: datetime) -> str:
    today = london_date(at)
    if in_force is None or in_force < today:
        return "The day from which it is read has gone by. Choose today or a later day."
    if review_by is None or review_by <= in_force:
        return "The day by which somebody looks at it again must be after the day from which it is read."
    return ""
