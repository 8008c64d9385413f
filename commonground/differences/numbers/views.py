"""The page of the two numbers: giving one's own, and both next to each other."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonground.differences import actions as acts
from commonground.differences.hidden import HIDDEN
from commonground.differences.numbers import actions
from commonground.differences.numbers.forms import NumberForm
from commonground.differences.numbers.reading import given
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.numbers import number_refusal
from commonground.procedures.terms import Side
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
LABEL = "Two numbers"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def two_numbers(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for the number of one's side, or show what may be read (GET); give it (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row, scale = here.difference, here.situation.procedure.scale
    if scale is None:
        raise Http404
    acts.looked(by=actor, at=at, difference=row, part="two numbers", seats=list(here.seats))
    numbers, side = given(here), here.own_side
    own = next((one for one in numbers if one.side == side and row.is_side(side, one.agency_id)), None)
    sentence = number_refusal(here.situation, here.standings, given=own is not None, stands_in=here.stands_in)
    form = NumberForm(request.POST if request.method == "POST" else None, scale=scale)
    if request.method == "POST":
        if sentence:
            return refused(request, here, LABEL, sentence, form)
        if form.good(london_date(at)):
            do = partial(actions.give, by=actor, at=at, difference=row.pk, **form.said())
            to = reverse("differences:two_numbers", args=[reference])
            return taken(request, here, LABEL, do, said="Your side’s number is given.", to=to, form=form)
    shown = (one for one in numbers if one.shown_at)
    # of a side that is another agency now, that one's number stands, and until it is shown that of the one before
    of = {Side(one.side): one for one in sorted(shown, key=lambda one: row.is_side(Side(one.side), one.agency_id))}
    context = {
        **heading(row, at),
        "label": LABEL,
        "form": form,
        "scale": scale,
        "own": own,
        "asks": sentence is None,
        "hidden": HIDDEN,
        "shown": [
            {"number": of[side], "name": row.whose(side, of[side].agency), "responding": side is Side.RESPONDING}
            for side in Side
            if side in of
        ],
    }
    return render(
        request, "differences/two_numbers.html", context, status=NOT_UNDERSTOOD if form.errors else 200
    )  # fmt: skip
