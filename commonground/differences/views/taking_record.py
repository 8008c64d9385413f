"""The whole record as a PDF: asked for, how far it is, and the file. Each is a look."""

from dataclasses import asdict
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commonground.differences import actions, chronology, reading
from commonground.differences.models import TakenRecord
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.paper import taken_by
from commonground.differences.whole_record import MOST_ENTRIES, whole_record
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response
from commonground.record.models import Head
from commonground.record.submissions import once

PART = "the whole record, as a PDF"


@require_POST
@allow(Permission.TAKE_PART)
@once
def take_record(request: HttpRequest, reference: str) -> HttpResponse:
    """Read the whole record as this person may, and have it printed."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    actions.looked(by=actor, at=at, difference=row, part=PART, seats=list(here.seats))
    head = Head.objects.select_for_update().get(pk=row.pk)  # nobody hides words while they are read and kept
    entries, cut = reading.record(here, newest=MOST_ENTRIES)
    who = taken_by(actor, row, here.seats)
    paper = whole_record(
        here, entries, chronology.said_of(entries), digest=head.digest, taken_by=who, at=at, cut=cut
    )  # fmt: skip
    taken = actions.take_record(by=actor, at=at, difference=row, notes=here.notes, content=asdict(paper))
    return redirect("differences:taken_record", reference, taken.pk)


@require_safe
@allow(Permission.TAKE_PART)
def taken_record(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Say whether it is printed yet, and where the file is."""
    here = met(request, reference)
    actions.looked(by=actor_of(request), at=now(), difference=here.difference, part=PART, seats=list(here.seats))
    taken = _taken(request, here, key)
    context = {**heading(here.difference, now()), "taken": taken}
    return render(request, "differences/taken_record.html", context)


@require_safe
@allow(Permission.TAKE_PART)
def taken_record_pdf(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Give the file to whoever asked for it."""
    here = met(request, reference)
    taken = _taken(request, here, key)
    if taken.pdf is None:
        raise Http404
    actions.looked(by=actor_of(request), at=now(), difference=here.difference, part=PART, seats=list(here.seats))
    return pdf_response(bytes(taken.pdf), f"record-{here.difference}")


def _taken(request: HttpRequest, here: reading.Standpoint, key: UUID) -> TakenRecord:
    """Return what this person took; raises Http404 for what another took, and for what is gone."""
    own = TakenRecord.objects.of(here.difference).filter(by=actor_of(request).person)
    taken = own.filter(pk=key).first()
    if taken is None:
        raise Http404
    return taken
