"""What is done to the chart of an area: it is loaded once, and its editors say what was published, or where it stands.

Two people publish: what one proposes, another approves.
An area never gets the chart of another: a chart names its areas, and is refused everywhere else.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership, Person
from commonground.directory.queries import Actor
from commonground.library.models import ChartEdition
from commonground.library.pages.editors import libraries
from commonground.library.queries import kept_here, last_number, proposal_of, standing_number
from commonground.library.shape import Chart, ChartError, load, write
from commonground.library.telling import APPROVED, SENT_BACK, tell_it_waits, tell_who_proposed
from commonground.now import london_date


@transaction.atomic
def load_chart(*, area: Partnership, text: str, at: datetime) -> ChartEdition | None:
    """Give an area a chart that names it, as nobody's word yet; None where this one was there before.

    Raises RefusedError for a chart of other areas, and ChartError for what is no chart.
    """
    chart = load(text)
    _for_area(chart, area)
    if ChartEdition.objects.filter(partnership=area, digest=_digest(text)).exists():
        return None
    return _edition(area.pk, title=chart.title, text=text, at=at)


def load_charts(*, texts: Iterable[str], at: datetime) -> list[ChartEdition]:
    """Give every area that one of these charts names its chart, unless it has any already."""
    made = []
    for text in texts:
        areas = Partnership.objects.filter(name__in=load(text).areas, charts=None).order_by("name")
        made += [row for area in areas if (row := load_chart(area=area, text=text, at=at))]
    return made


@transaction.atomic
def say_as_published(
    *,
    by: Actor,
    at: datetime,
    partnership: UUID,
    seen: int,
    boxes: Mapping[tuple[int, str], tuple[str, ...]],
    source: str,
    published: date,
    compared: Collection[int],
) -> ChartEdition:
    """Propose an area's chart as it was published: the phrases of its boxes, where they stand, of which day that is.

    ``seen`` is the number of the chart that stood when the editor read it. Only the levels that were ``compared`` stand
    as published from then on. Raises RefusedError, in words.
    """
    person = _keeper(by, partnership)
    _said(source, "Say where the chart stands: the name of the document, and its page or address.")
    _past(published, at)
    row = kept_here(partnership)
    if row is None:
        message = "No chart is kept here for this area yet. Say where it stands."
        raise RefusedError(message)
    text = _sound(row.chart.published(boxes, compared))
    return _edition(
        partnership, title=row.title, text=text, at=at, source=source.strip(), published=published, by=person, seen=seen
    )  # fmt: skip


@transaction.atomic
def say_by_file(
    *, by: Actor, at: datetime, area: Partnership, seen: int, chart: Chart, source: str, published: date
) -> ChartEdition:
    """Propose what a file says as an area's chart: it names the area. Raises RefusedError, in words."""
    person = _keeper(by, area.pk)
    _said(source, "Say where the chart stands: the name of the document, and its page or address.")
    _past(published, at)
    _for_area(chart, area)
    return _edition(
        area.pk, title=chart.title, text=_sound(chart), at=at, source=source.strip(), published=published, by=person,
        seen=seen,
    )  # fmt: skip


@transaction.atomic
def say_elsewhere(
    *, by: Actor, at: datetime, partnership: UUID, seen: int, title: str, address: str, published: date
) -> ChartEdition:
    """Propose that an area's own chart stands elsewhere: what it is called, at which address, of which day it is."""
    person = _keeper(by, partnership)
    _said(title, "Say what the chart is called.")
    _said(address, "Say at which address it stands.")
    _past(published, at)
    return _edition(
        partnership, title=title.strip(), address=address.strip(), at=at, published=published, by=person, seen=seen
    )  # fmt: skip


@transaction.atomic
def approve(*, by: Actor, at: datetime, edition: UUID) -> ChartEdition:
    """Make what another editor proposed the chart of the area, from now on. Raises RefusedError, in words."""
    row = _proposed(by, edition)
    if row.confirmed_by == by.person:
        message = "You proposed this yourself. Another editor of this area must approve it."
        raise RefusedError(message)
    row.opened, row.approved_by = at, by.person
    row.save(update_fields=["opened", "approved_by"])
    tell_who_proposed(APPROVED, row.partnership_id, row.pk, who=row.confirmed_by, by=by.person, at=at)
    return row


@transaction.atomic
def send_back(*, by: Actor, at: datetime, edition: UUID, why: str) -> ChartEdition:
    """Send back what another editor proposed, with what should change; or take back what one proposed oneself."""
    row = _proposed(by, edition)
    own = row.confirmed_by == by.person
    if not own and not why.strip():
        message = "Say what should change."
        raise RefusedError(message)
    row.sent_back_by, row.sent_back_at, row.sent_back = by.person, at, "" if own else why.strip()
    row.save(update_fields=["sent_back_by", "sent_back_at", "sent_back"])
    tell_who_proposed(SENT_BACK, row.partnership_id, row.pk, who=row.confirmed_by, by=by.person, at=at)
    return row


def _proposed(by: Actor, edition: UUID) -> ChartEdition:
    """Return a proposal that somebody may answer, locked. Raises ChartEdition.DoesNotExist, or RefusedError."""
    rows = ChartEdition.objects.kept_by(by).select_for_update(of=("self",))
    row = rows.select_related("confirmed_by").get(pk=edition)
    if row.opened or row.sent_back_at:
        message = "It is answered already. Look at the chart again."
        raise RefusedError(message)
    return row


def _edition(
    partnership: UUID,
    *,
    title: str,
    at: datetime,
    text: str = "",
    address: str = "",
    source: str = "",
    published: date | None = None,
    by: Person | None = None,
    seen: int = 0,
) -> ChartEdition:
    """Keep the next edition; raises RefusedError where one waits, or what stands is not what its writer has seen."""
    newer = "Somebody else has written a chart for this area since you opened this page. Look at it first."
    if by and (waits := proposal_of(partnership)):
        message = f"{waits.confirmed_by} has proposed a chart for this area. Approve it or send it back first."
        raise RefusedError(message)
    if by and standing_number(partnership) != seen:
        raise RefusedError(newer)
    try:  # the constraints decide between two at the same moment
        with transaction.atomic():
            row = ChartEdition.objects.create(
                partnership_id=partnership, number=last_number(partnership) + 1, title=title, text=text,
                digest=_digest(text or address), address=address,
                source=source, published=published, at=at, confirmed_by=by,
                confirmed_at=at if by else None, opened=None if by else at,
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(newer) from error
    if by:
        tell_it_waits(partnership, row.pk, by=by, at=at)
    return row


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _for_area(chart: Chart, area: Partnership) -> None:
    if area.name not in chart.areas:
        message = f"“{chart.title}” is not the chart of {area}. It is for {' and '.join(chart.areas)}."
        raise RefusedError(message)


def _sound(chart: Chart) -> str:
    """Return the text of a chart; raises RefusedError with what is wrong in it."""
    text = write(chart)
    try:
        load(text)
    except ChartError as error:
        raise RefusedError(str(error)) from error
    return text


def _keeper(by: Actor, partnership: UUID) -> Person:
    if by.person is None or partnership not in libraries(by):
        message = "Only the library editors and officers of an area say what its chart is."
        raise RefusedError(message)
    return by.person


def _said(text: str, message: str) -> None:
    if not text.strip():
        raise RefusedError(message)


def _past(published: date, at: datetime) -> None:
    if published > london_date(at):
        message = "The day of the chart must be today or in the past."
        raise RefusedError(message)
