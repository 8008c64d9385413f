"""Linking: two differences that belong together. Nothing here says whether another difference is there."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonground.differences import actions, reading
from commonground.differences.forms.linking import LinkForm
from commonground.differences.models import Link
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.linking import linking_refusal
from commonground.procedures.rules import Refused
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
LABEL = "Link this with another difference"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def linked(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what it is linked with, and ask for another reference (GET), or link the two (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    form = LinkForm(request.POST if request.method == "POST" else None)
    if sentence := linking_refusal(here.standings):
        return refused(request, here, LABEL, sentence, form)
    if request.method == "POST" and form.is_valid():
        try:
            with whole():
                actions.link(by=actor, at=at, difference=row.pk, reference=form.cleaned_data["reference"])
        except Refused as no:
            form.add_error("reference", no.sentence)
        else:
            messages.success(request, "They are linked. Only people who see both can see that.")
            return redirect(row)
    actions.looked(by=actor, at=at, difference=row, part="what it is linked with", seats=list(here.seats))
    context = {**heading(row, at), "form": form, "links": reading.links(actor, row), "label": LABEL}
    return render(request, "differences/linked.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.TAKE_PART)
@once
def unlink(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a link back."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    do = partial(actions.unlink, by=actor, at=at, difference=row.pk, number=number)
    said, gone = "The link is taken back.", (Link.DoesNotExist,)
    return taken(request, here, "Take a link back", do, said=said, to=row.get_absolute_url(), gone=gone)
