"""Saying whether one is understood."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonground.differences import actions
from commonground.differences.models import SayBack
from commonground.differences.saying_back import queries
from commonground.differences.saying_back.forms import HeardForm
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.rules import Refused
from commonground.procedures.saying_back import heard_refusal
from commonground.procedures.terms import Side
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
LABEL = "Do they understand you?"
THANKS = "They can read what you said. Their reply is open below."


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def heard(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask whether what was said back is right (GET), or take the answer (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    said = next((one for one in queries.said_back(row.pk) if one.number == number), None) if row.say_backs else None
    if said is None:
        raise Http404
    side = Side(said.side)
    chosen = {"heard": request.GET.get("heard", "")}
    form = HeardForm(request.POST if request.method == "POST" else None, side=side.other, initial=chosen)
    if sentence := heard_refusal(here.situation, here.standings, side, said.heard):
        return refused(request, here, LABEL, sentence, form)
    if request.method == "POST" and form.good(london_date(at)):
        try:
            with whole(SayBack.DoesNotExist):
                actions.say_heard(by=actor, at=at, difference=row.pk, number=number, **form.details())
        except Refused as no:
            return refused(request, here, LABEL, no.sentence, form)
        messages.success(request, THANKS)
        return redirect(f"{row.get_absolute_url()}#answer")
    actions.looked(by=actor, at=at, difference=row, part="the form: Do they understand you?", seats=list(here.seats))
    context = {**heading(row, at), "form": form, "label": LABEL, "said": said, "who": row.name_of(side)}
    return render(request, "differences/saying_back/heard.html", context, status=NOT_UNDERSTOOD if form.errors else 200)
