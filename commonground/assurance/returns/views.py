"""Where an officer asks for returns and answers them, and where a lead fills one in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.assurance.models import Assessment
from commonground.assurance.returns import actions
from commonground.assurance.returns.forms import AskForm, ModerateForm, StandardForm, SubmitForm, as_initial
from commonground.assurance.returns.presenting import lines_of, tag_of
from commonground.assurance.returns.queries import (
    Stands,
    agencies_read,
    all_stand,
    assessments_for,
    before,
    moderated,
    stands,
)
from commonground.assurance.returns.rules import OPEN, Now, lacking, version_of
from commonground.assurance.survey.queries import led, watched
from commonground.assurance.survey.views import actor_of
from commonground.directory.actions import RefusedError
from commonground.directory.asking import CONFLICT, Done, Said, asked, sent
from commonground.directory.models import Partnership
from commonground.editions.forms import today
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_ASSURANCE)
@once
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask every agency of an area for a return."""
    actor = actor_of(request)
    areas = list(Partnership.objects.filter(pk__in=actor.offices).order_by("name", "pk"))
    form = AskForm(sent(request), areas=areas)

    def do(said: Said) -> Done:
        row = actions.ask(
            by=actor, at=now(), partnership=form.partnership().pk, title=said["title"], deadline=said["deadline"],
            keys=said["keys"], words=said["words"],
        )  # fmt: skip
        return Done("The agencies are asked.", reverse("assurance:assessment", args=[row.pk]))

    return asked(request, form, do, template="assurance/returns/ask.html")


@require_safe
@allow(Permission.SEE_ASSURANCE)
def one(request: HttpRequest, assessment: UUID) -> HttpResponseBase:
    """Show the returns of all agencies to whoever watches the area; a lead goes on to their own."""
    row, actor = _assessment(request, assessment), actor_of(request)
    agencies = agencies_read(actor, row.partnership_id)
    if row.partnership_id not in watched(actor) and (only := list(agencies)[:2]) and len(only) == 1:
        return redirect("assurance:return", row.pk, only[0].pk)
    rows = [(one, tag_of(one.now)) for one in all_stand(row, agencies)]
    late = row.deadline < today()
    return render(request, "assurance/returns/all.html", {"assessment": row, "rows": rows, "late": late})


@require_safe
@allow(Permission.SEE_ASSURANCE)
def of_agency(request: HttpRequest, assessment: UUID, agency: UUID) -> HttpResponseBase:
    """Show the return of one agency: what is filled in, what is missing, and all that was submitted."""
    row, found = _found(request, assessment, agency)
    fills = found.agency.pk in led(actor_of(request)) and found.now in OPEN
    answers = found.own.answers if found.own else {}
    said = moderated(found.last)
    context = {
        "assessment": row,
        "stands": found,
        "tag": tag_of(found.now),
        "fills": fills,
        "lines": lines_of(row, answers, before(row, found.agency.pk)) if fills or not found.last else (),
        "lacking": lacking(row.themes, answers),
        "said": said if found.now is Now.ASKED else None,
        "form": SubmitForm(initial={"version": found.own.version if found.own else 0}),
        "watches": row.partnership_id in watched(actor_of(request)),
        "late": row.deadline < today(),
    }
    return render(request, "assurance/returns/agency.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.FILL_RETURN)
@once
def standard(request: HttpRequest, assessment: UUID, agency: UUID, key: str) -> HttpResponseBase:
    """Ask a lead what their agency says by one standard, and go on to the next."""
    row, found = _found(request, assessment, agency)
    theme = next((one for one in row.themes if one.key == key), None)
    if theme is None or found.agency.pk not in led(actor_of(request)):
        raise Http404
    if found.now not in OPEN:
        return redirect("assurance:return", row.pk, found.agency.pk)
    kept = found.own.answers.get(key) if found.own else None
    version = version_of(found.own.answers, key) if found.own else 0
    form = StandardForm(sent(request), theme=theme, initial=as_initial(kept, version))

    def do(said: Said) -> Done:
        own = actions.save(
            by=actor_of(request), at=now(), assessment=row, agency=found.agency.pk, key=key, version=said["version"],
            said=form.said(),
        )  # fmt: skip
        rest = lacking(row.themes, own.answers)
        after = [one for one in rest if one.key != key]
        if after and theme not in rest:
            return Done("Saved.", reverse("assurance:standard", args=[row.pk, found.agency.pk, after[0].key]))
        return Done("Saved.", reverse("assurance:return", args=[row.pk, found.agency.pk]))

    number = [one.key for one in row.themes].index(key) + 1
    meanwhile = found.own if form.is_bound and str(version) != request.POST.get("version") else None
    line = next(one for one in lines_of(row, {key: kept or {}}, before(row, found.agency.pk)) if one.theme.key == key)
    around = {
        "assessment": row, "agency": found.agency, "theme": theme, "number": number, "of": len(row.themes),
        "meanwhile": meanwhile, "kept": kept, "version": version, "line": line,
    }  # fmt: skip
    return asked(request, form, do, template="assurance/returns/standard.html", around=around)


@require_POST
@allow(Permission.FILL_RETURN)
@once
def submit(request: HttpRequest, assessment: UUID, agency: UUID) -> HttpResponseBase:
    """Submit the return of one's agency."""
    row, found = _found(request, assessment, agency)
    form = SubmitForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else -1
        actions.submit(by=actor_of(request), at=now(), assessment=row, agency=found.agency.pk, version=version)
    except RefusedError as refusal:
        context = {"assessment": row, "agency": found.agency, "why": str(refusal)}
        return render(request, "assurance/returns/refused.html", context, status=CONFLICT)
    messages.success(request, "It is submitted. An officer reads it, and agrees or asks.")
    return redirect("assurance:return", row.pk, found.agency.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SEE_ASSURANCE)
@once
def submitted(request: HttpRequest, assessment: UUID, agency: UUID, number: int) -> HttpResponseBase:
    """Show a return as it was submitted, with what was said to it; an officer answers it here."""
    row, found = _found(request, assessment, agency)
    this = next((one for one in found.submitted if one.number == number), None)
    if this is None:
        raise Http404
    this.assessment = row
    said = moderated(this)
    answers_it = said is None and row.partnership_id in actor_of(request).offices
    if request.method == "POST" and row.partnership_id not in actor_of(request).offices:
        raise Http404
    form = ModerateForm(sent(request), submitted=this)

    def do(given: Said) -> Done:
        actions.moderate(
            by=actor_of(request), at=now(), submitted=this, agreed=given["says"] == "agrees", figures=form.figures(),
            words=given["words"],
        )  # fmt: skip
        return Done("Your answer is kept.", reverse("assurance:assessment", args=[row.pk]))

    lines = lines_of(row, this.answers, before(row, found.agency.pk), said)
    around = {
        "assessment": row, "agency": found.agency, "this": this, "said": said,
        "answers_it": answers_it or form.is_bound,
        "lines": list(zip(lines, form.own_figures(), strict=True)), "stands": found,
        "late": london_date(this.submitted_at) > row.deadline,
    }  # fmt: skip
    return asked(request, form, do, template="assurance/returns/submitted.html", around=around)


def _assessment(request: HttpRequest, key: UUID) -> Assessment:
    row = assessments_for(actor_of(request)).filter(pk=key).first()
    if row is None:
        raise Http404
    return row


def _found(request: HttpRequest, key: UUID, agency: UUID) -> tuple[Assessment, Stands]:
    """Return a return that somebody may read; raises Http404 for all others."""
    row = _assessment(request, key)
    found = agencies_read(actor_of(request), row.partnership_id).filter(pk=agency).first()
    if found is None:
        raise Http404
    return row, stands(row, found)
