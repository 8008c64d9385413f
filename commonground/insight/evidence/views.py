"""Having evidence made, how far it is, and its files."""

from uuid import UUID

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from commonground.directory.asking import Done, Said, asked, sent
from commonground.directory.models import Agency, Partnership
from commonground.directory.queries import Actor
from commonground.insight.evidence.actions import KEPT, ask, note_fetched
from commonground.insight.evidence.forms import EvidenceForm
from commonground.insight.evidence.making import FILES
from commonground.insight.evidence.models import Evidence, Purpose
from commonground.insight.evidence.parts import NAMES, NO_NAMES
from commonground.library.pages.views import actor_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import Role
from commonground.record.submissions import once

FORMATS = (
    ("ods", "Spreadsheet (OpenDocument)"),
    ("xlsx", "Spreadsheet (Excel)"),
    ("csv", "Text with commas (CSV), one for each sheet, in a ZIP file"),
    ("pdf", "Paper (PDF)"),
)
HOLDS = tuple(column for column, _ in FORMATS)
LISTED = 50


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SHARE_BRIEFINGS)
@once
def begin(request: HttpRequest) -> HttpResponse:
    """List the evidence that was made, by whom and for what; ask for more."""
    actor, at = actor_of(request), now()
    form = EvidenceForm(sent(request), whose=_offered(actor))

    def do(said: Said) -> Done:
        area, _, agency = said["whose"].partition(".")
        if agency:  # it will hold names
            raise_if_reauthentication_required(request, app="")
        row = ask(
            by=actor, at=at, partnership=UUID(area), agency=UUID(agency) if agency else None,
            purpose=Purpose(said["purpose"]), since=said["since"], until=said["until"],
        )  # fmt: skip
        return Done("It is being made. You need not wait for it.", row.get_absolute_url())

    rows = Evidence.objects.visible_to(actor).select_related("partnership", "agency", "asked_by")
    listed = rows.defer("content", *HOLDS).order_by("-asked_at")[:LISTED]
    around = {"rows": list(listed), "days": KEPT.days}
    return asked(request, form, do, template="insight/evidence/begin.html", around=around)


@require_safe
@allow(Permission.SHARE_BRIEFINGS)
def one(request: HttpRequest, evidence: UUID) -> HttpResponse:
    """Say how far it is, where its files are, and who fetched which."""
    row, names_of = _found(request, evidence), dict(FORMATS)
    fetched = row.fetched.select_related("by").order_by("-at")[:LISTED]
    around = {
        "evidence": row, "formats": FORMATS, "gone_on": row.asked_at + KEPT,
        "names": NAMES if row.agency else NO_NAMES, "fetched": [(one, names_of[one.kind]) for one in fetched],
    }  # fmt: skip
    return render(request, "insight/evidence/one.html", around)


@require_safe
@allow(Permission.SHARE_BRIEFINGS)
def file(request: HttpRequest, evidence: UUID, kind: str) -> HttpResponse:
    """Hand one of its files out, and note who fetched it; one with names only to whoever has just signed in."""
    row = _found(request, evidence)
    type_ = next((type_ for column, type_, _ in FILES if column == kind), None)
    content = getattr(row, kind) if type_ and row.finished_at else None
    if content is None:
        raise Http404
    if row.agency:
        raise_if_reauthentication_required(request, app="")
    person = actor_of(request).person
    assert person  # noqa: S101 the permission says so
    note_fetched(by=person, at=now(), evidence=row, kind=kind)
    whose = row.agency or row.partnership
    name = f"{slugify(f'evidence {whose} {row.since} {row.until}')}.{'zip' if kind == 'csv' else kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(content), content_type=type_, headers=headers)


def _found(request: HttpRequest, evidence: UUID) -> Evidence:
    rows = Evidence.objects.visible_to(actor_of(request)).select_related("partnership", "agency", "asked_by")
    return get_object_or_404(rows.defer("content", *HOLDS), pk=evidence)


def _offered(actor: Actor) -> list[tuple[str, str]]:
    """Return of whom somebody may have evidence made: areas of their office, and agencies that they lead."""
    areas = Partnership.objects.filter(pk__in=actor.offices).order_by("name")
    found = [(f"{one.pk}.", f"All agencies of {one}. Nobody is named") for one in areas]
    for agency in Agency.objects.filter(pk__in=actor.agencies_as(Role.SAFEGUARDING_LEAD)).order_by("name"):
        there = list(agency.partnerships.order_by("name"))
        found += [
            (f"{one.pk}.{agency.pk}", f"{agency}{f', in {one}' if len(there) > 1 else ''}, with names") for one in there
        ]
    return found
