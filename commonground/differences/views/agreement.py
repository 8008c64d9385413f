"""What somebody still sees differently, beside an agreement that stands."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonground.differences import actions, agreements, chronology, reading
from commonground.differences.forms.agreeing import StillSeesForm
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.rules import Refused
from commonground.procedures.steps import NOT_A_SIDE, of_a_side_or_let_in
from commonground.procedures.terms import Subject
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
STILL_SEES = "What you still see differently"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def still_sees(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask for it beside the agreement with this number (GET), or put it there (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    found = agreements.agreements(here, reading.written(here), at, chronology.still_seen(row))
    agreement = next((one for one in found if one.number == number), None)
    if agreement is None:
        raise Http404
    actions.looked(by=actor, at=at, difference=row, part="the form: still see", seats=list(here.seats))
    form = StillSeesForm(request.POST if request.method == "POST" else None, subject=Subject(row.subject))
    if of_a_side_or_let_in(here.standings) is None:
        return refused(request, here, STILL_SEES, NOT_A_SIDE, form)
    pointing = form.identifiers(london_date(at))
    if form.is_bound and form.is_valid() and not pointing:
        try:
            with whole():
                actions.still_sees(
                    by=actor, at=at, difference=row.pk, proposal=number, words=form.cleaned_data["words"]
                )  # fmt: skip
        except Refused as no:
            return refused(request, here, STILL_SEES, no.sentence, form)
        messages.success(request, "Your words stand beside the agreement.")
        return redirect(row)
    context = {**heading(row, at), "agreement": agreement, "form": form, "found": pointing}
    return render(
        request, "differences/agreement/still_sees.html", context, status=NOT_UNDERSTOOD if form.errors else 200
    )
