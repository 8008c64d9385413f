"""Who advises a side of a difference: asking somebody, in two steps, and ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonground.differences import actions, reading
from commonground.differences.actions.inviting import NOT_THEM
from commonground.differences.forms.inviting import AdviserForm, WhereForm
from commonground.differences.models import Seat
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.directory.models import Agency, Person
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures import advice, rules
from commonground.procedures.terms import Capacity, Side
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
ASK = "Ask somebody for advice"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def advisers(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who advises, and ask in which agency to look, then for whom (GET); or ask them (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row, sending = here.difference, request.method == "POST"
    actions.looked(by=actor, at=at, difference=row, part="who advises", seats=list(here.seats))
    sentence = advice.asking_refusal(here.standings, None, ended=bool(row.end))
    sides = advice.sides_asking(here.standings)
    looking = sending or "agency" in request.GET
    where = WhereForm(request.GET if looking else None, row=row, sides=sides) if not sentence else None
    found = where.cleaned_data if where and where.is_valid() else None
    people, form = [], None
    if found:
        keys = actions.may_advise(row, list(here.seats), found["side"], found["agency"], at)
        people = list(Person.objects.filter(pk__in=keys).order_by("name", "id"))
    if found or sending:
        form = AdviserForm(request.POST if sending else None, people=people)
    if sending and (sentence or (found and not people)):
        return refused(request, here, ASK, sentence or NOT_THEM, form)
    if sending and found and form and form.is_valid():
        try:
            with whole():
                asked = actions.ask_adviser(
                    by=actor, at=at, difference=row.pk, asks=form.asked(found["side"], found["agency"])
                )  # fmt: skip
        except rules.Refused as refusal:
            form.add_error("person", refusal.sentence)
        else:
            messages.success(request, f"{asked.person} has been asked, and sees this from now on.")
            return redirect("differences:advisers", reference)
    wrong = bool((form and form.errors) or (where and where.errors))
    context = {
        **heading(row, at),
        "advisers": listed(actor, here),
        "where": where,
        "agency": Agency.objects.get(pk=found["agency"]) if found else None,
        "side": row.name_of(found["side"]) if found else "",
        "people": people,
        "form": form if found else None,
        "sentence": sentence,
    }
    return render(request, "differences/advisers.html", context, status=NOT_UNDERSTOOD if wrong else 200)


def listed(actor: Actor, here: reading.Standpoint) -> list[dict[str, object]]:
    """Return who advises now, for which side and since when, and whether this actor may end it."""
    row, me = here.difference, actor.person
    return [
        {
            "key": seat.pk,
            "who": f"{seat.person.titled}, {seat.agency}",
            "mine": seat.person == me,
            "what": f"Advises {row.name_of(side)} since {in_words(london_date(seat.since))}",
            "may_end": advice.may_end(here.standings, side, mine=seat.person == me),
        }
        for seat in here.seats
        if seat.capacity == Capacity.ADVISER and not seat.ended_at and seat.person
        for side in [Side(seat.side)]
    ]


@require_POST
@allow(Permission.TAKE_PART)
@once
def end_advice(request: HttpRequest, reference: str, seat: UUID) -> HttpResponse:
    """End somebody's advice at once, perhaps one's own."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    try:
        with whole(Seat.DoesNotExist):
            ended = actions.end_advice(by=actor, at=at, difference=here.difference.pk, seat=seat)
    except rules.Refused as refusal:
        return refused(request, here, "End the advice", refusal.sentence)
    if ended.person == actor.person:
        messages.success(request, "You advise on it no longer. Thank you for your help.")
        return redirect("web:home")
    messages.success(request, f"{ended.person} sees this no longer as an adviser.")
    return redirect("differences:advisers", reference)
