"""A difference for an agency's own file: as text to copy, as a PDF, and the note that it is there. Each is a look."""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences import actions, on_file, reading
from commonground.differences.actions.filing import NEITHER_SIDE, filing_seat
from commonground.differences.for_our_file import MOST_ENTRIES, Paper, as_text, paper
from commonground.differences.forms.filing import OnFileForm
from commonground.differences.models import Clock
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.paper import taken_by
from commonground.differences.views.refusing import refused
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response, printed
from commonground.procedures.rules import Refused
from commonground.record.models import Entry
from commonground.record.submissions import once

TEMPLATE = Path(__file__).parents[1] / "templates" / "differences" / "for_our_file.typ"
NOT_UNDERSTOOD = 422
OUR_FILE = "For our own file"


@dataclass(frozen=True, slots=True)
class Taking:
    """Somebody takes a difference for a file: how they meet it, when, what they may read of it, and whose file."""

    here: reading.Standpoint
    at: datetime
    entries: list[Entry]
    paper: Paper


def taking(request: HttpRequest, reference: str, part: str) -> Taking:
    """Return what somebody takes, and record the look; raises Http404 when it is not there or not theirs."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    actions.looked(by=actor, at=at, difference=row, part=part, seats=list(here.seats))
    entries, cut = reading.record(here, newest=MOST_ENTRIES)
    running = list(Clock.objects.of(row).filter(ended_at=None).order_by("due_at", "key"))
    present = reading.present(here.seats, london_date(at))
    return Taking(
        here,
        at,
        entries,
        paper(here, entries, running, present, taken_by=taken_by(actor, row, here.seats), at=at, cut=cut),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def for_our_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Show it as text to copy and which agencies have it on file (GET), or note that one's own has (POST)."""
    actor, taken = actor_of(request), taking(request, reference, "for our own file")
    here, row = taken.here, taken.here.difference
    own = filing_seat(actor, row, here.seats)
    newest = on_file.newest(taken.entries)
    form = OnFileForm(
        request.POST if request.method == "POST" else None,
        agency=str(own.agency) if own else "",
        initial={"up_to": newest.pk if newest else ""},
    )
    if request.method == "POST" and own is None:
        return refused(request, here, OUR_FILE, NEITHER_SIDE)
    if request.method == "POST" and form.is_valid():
        try:
            with whole():
                new = actions.put_on_file(
                    by=actor, at=taken.at, difference=row.pk, up_to=form.cleaned_data["up_to"]
                )  # fmt: skip
        except Refused as refusal:
            return refused(request, here, OUR_FILE, refusal.sentence)
        messages.success(request, "It is noted that this is on your file." if new else "It was noted already.")
        return redirect("differences:for_our_file", reference)
    agencies = on_file.agencies(here, on_file.filed(row), taken.entries, own.agency_id if own else None, taken.at)
    context = {
        **heading(row, taken.at),
        "text": as_text(taken.paper),
        "own_notes": any(part.own_side for part in taken.paper.parts),
        "agencies": agencies,
        "own": own,
        "to_do": any(one.ours and (one.newer or not one.when) for one in agencies),
        "form": form,
    }
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/for_our_file.html", context, status=status)


@require_safe
@allow(Permission.TAKE_PART)
def for_our_file_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the same as a PDF to keep. It names who took it and when on each page."""
    taken = taking(request, reference, "for our own file, as a PDF")
    return as_pdf(taken.paper, f"for-our-file-{taken.here.difference}", at=taken.at)


def as_pdf(one: Paper, name: str, *, at: datetime) -> HttpResponse:
    """Return a paper as a file of this name, to keep or print."""
    return pdf_response(printed(TEMPLATE, asdict(one), at=at), name)
