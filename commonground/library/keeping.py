"""The pages on which an area's editors say what its chart is: one proposes, another approves."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.actions import RefusedError
from commonground.directory.asking import CONFLICT, Done, Said, asked, sent
from commonground.directory.models import Partnership
from commonground.govuk.forms import GovukForm
from commonground.library import actions
from commonground.library.chart_files.terms import COLUMNS, KINDS
from commonground.library.chart_files.writing import blank
from commonground.library.forms import ChartFileForm, ElsewhereForm, PublishedForm
from commonground.library.models import ChartEdition
from commonground.library.pages.forms import WhyForm
from commonground.library.pages.views import actor_of, own_area
from commonground.library.queries import chart_of, kept_here, standing_number
from commonground.library.views import as_file, changed, drawn
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

PROPOSED = "Proposed. Another editor approves it or sends it back."


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def as_published(request: HttpRequest, area: str) -> HttpResponseBase:
    """Ask what stands in each box of the published chart, and propose it as published."""
    found = own_area(request, area)
    row = kept_here(found.pk)
    if row is None:
        raise Http404
    known = {"source": row.source, "published": row.published} if row.confirmed_by_id else {}
    form = PublishedForm(sent(request), chart=row.chart, initial={**known, "seen": standing_number(found.pk)})

    def act(said: Said) -> ChartEdition:
        return actions.say_as_published(
            by=actor_of(request), at=now(), partnership=found.pk, seen=said["seen"], boxes=form.boxes(),
            source=said["source"], published=said["published"], compared=said["compared"],
        )  # fmt: skip

    levels = [
        {"level": level, "fields": [form[name] for name, (number, _) in form.places.items() if number == level.number]}
        for level in row.chart.levels
    ]
    template = "library/chart/as_published.html"
    return _form(request, form, act, template=template, area=found, slug=area, levels=levels)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def elsewhere(request: HttpRequest, area: str) -> HttpResponseBase:
    """Ask where the area's own chart stands, so that people find it."""
    found = own_area(request, area)
    newest = chart_of(found.pk)
    known = {"title": newest.title, "address": newest.address, "published": newest.published} if newest else {}
    seen = {"seen": standing_number(found.pk)}
    form = ElsewhereForm(sent(request), initial=seen | (known if newest and not newest.here else {}))

    def act(said: Said) -> ChartEdition:
        return actions.say_elsewhere(by=actor_of(request), at=now(), partnership=found.pk, **said)

    return _form(request, form, act, template="library/chart/stands_elsewhere.html", area=found, slug=area)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def from_file(request: HttpRequest, area: str) -> HttpResponseBase:
    """Ask for the area's chart as a file, and propose what it says."""
    found = own_area(request, area)
    row, stands = kept_here(found.pk), chart_of(found.pk)
    key = row.chart.key if row else slugify(found.name)
    seen = {"seen": stands.number if stands else 0}
    form = ChartFileForm(sent(request), request.FILES or None, key=key, initial=seen)

    def act(said: Said) -> ChartEdition:
        return actions.say_by_file(
            by=actor_of(request), at=now(), area=found, seen=said["seen"], chart=said["file"], source=said["source"],
            published=said["published"],
        )  # fmt: skip

    return _form(
        request, form, act, template="library/chart/from_file.html", area=found, slug=area, kinds=KINDS.items(),
        columns=COLUMNS, kept=bool(stands and stands.here),
    )  # fmt: skip


@require_safe
@allow(Permission.KEEP_LIBRARY)
def to_begin_with(request: HttpRequest, area: str) -> HttpResponse:
    """Hand out a file to begin with, for an area whose chart is not here yet."""
    return as_file(blank(own_area(request, area).name), area)


@require_safe
@allow(Permission.KEEP_LIBRARY)
def proposal(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Show what somebody proposed as the chart, what it changes, and what can be done with it."""
    return render(request, "library/chart/proposal.html", _proposal(request, _found(request, edition)))


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def approve(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Make what another proposed the chart of the area."""
    row = _found(request, edition)

    def act() -> None:
        actions.approve(by=actor_of(request), at=now(), edition=row.pk)

    return _done(request, row, act, "Approved. People read this chart from now on.")


@require_POST
@allow(Permission.KEEP_LIBRARY)
@once
def take_back(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Take back what one proposed oneself."""
    row = _found(request, edition)

    def act() -> None:
        actions.send_back(by=actor_of(request), at=now(), edition=row.pk, why="")

    return _done(request, row, act, "Taken back.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_LIBRARY)
@once
def send_back(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask what should change, and send a proposal back."""
    row = _found(request, edition)

    def act(said: Said) -> ChartEdition:
        return actions.send_back(by=actor_of(request), at=now(), edition=row.pk, why=said["why"])

    template = "library/chart/send_back.html"
    return _form(request, WhyForm(sent(request)), act, template=template, done="Sent back.", row=row)


def _proposal(request: HttpRequest, row: ChartEdition) -> dict[str, Any]:
    person = actor_of(request).person
    return drawn(row) | changed(row) | {
        "row": row,
        "slug": slugify(row.partnership.name),
        "yours": person is not None and row.confirmed_by_id == person.pk,
    }  # fmt: skip


def _form(
    request: HttpRequest,
    form: GovukForm,
    act: Callable[[Said], ChartEdition],
    *,
    template: str,
    done: str = PROPOSED,
    area: Partnership | None = None,
    **more: object,
) -> HttpResponseBase:
    """Do what a form asks, once it is understood; else ask, and keep what was written."""

    def do(said: Said) -> Done:
        return Done(done, reverse("chart_keeping:proposal", args=[act(said).pk]))

    def refused(_refusal: RefusedError) -> None:
        """Have what is sent again say that what stands now was seen; the form says first to look at it."""
        if area:
            again = request.POST.copy()
            again["seen"] = str(standing_number(area.pk))
            form.data = again

    return asked(request, form, do, template=template, refused=refused, around={"area": area, **more})


def _done(request: HttpRequest, row: ChartEdition, act: Callable[[], None], done: str) -> HttpResponseBase:
    """Do what a button says; where it is refused, show what was proposed as it is now and why."""
    try:
        with transaction.atomic():
            act()
    except RefusedError as refusal:
        context = _proposal(request, _found(request, row.pk)) | {"why": str(refusal)}
        return render(request, "library/chart/proposal.html", context, status=CONFLICT)
    messages.success(request, done)
    return redirect("charts:area", slugify(row.partnership.name))


def _found(request: HttpRequest, edition: UUID) -> ChartEdition:
    """Return what somebody said of a chart that one keeps; raises Http404."""
    rows = ChartEdition.objects.kept_by(actor_of(request)).exclude(confirmed_by=None)
    row = rows.select_related("partnership", "confirmed_by", "approved_by", "sent_back_by").filter(pk=edition).first()
    if row is None:
        raise Http404
    return row
