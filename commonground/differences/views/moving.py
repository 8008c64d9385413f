"""A child has moved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonground.differences import actions
from commonground.differences.forms.moving import ChildMovedForm
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.moving import moving_refusal
from commonground.procedures.rules import Refused
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
LABEL = "The child has moved"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def child_moved(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask which child has moved and where to (GET), or note it, have the new agency join and switch numbers (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    form = ChildMovedForm(request.POST if request.method == "POST" else None, here=here)
    if sentence := moving_refusal(here.situation, here.standings):
        return refused(request, here, LABEL, sentence, form)
    if request.method == "POST" and form.is_valid():
        try:
            with whole():
                actions.child_moved(by=actor, at=at, difference=row.pk, **form.details())
        except Refused as no:
            form.add_error("agency", no.sentence)
        else:
            messages.success(request, "It is in the record, and both sides are told.")
            return redirect(row)
    actions.looked(by=actor, at=at, difference=row, part="the form: The child has moved", seats=list(here.seats))
    context = {**heading(row, at), "form": form, "label": LABEL}
    return render(request, "differences/child_moved.html", context, status=NOT_UNDERSTOOD if form.errors else 200)
