"""Noting a difference that was settled by talking: one page, no child, no names, nothing to look after."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from commonground.differences import actions
from commonground.differences.forms.raising import agencies_to_raise_with
from commonground.differences.forms.settling import SettledForm
from commonground.differences.ringing import areas as areas_of
from commonground.differences.views.finding import actor_of
from commonground.differences.workplaces import workplaces
from commonground.directory.queries import team_choices
from commonground.editions.queries import live_edition, procedure_of
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import Kind
from commonground.record.submissions import once


@allow(Permission.RAISE)
@once
def settled(request: HttpRequest) -> HttpResponseBase:
    """Ask what was settled by talking, and count it."""
    actor, at = actor_of(request), now()
    today = london_date(at)
    everywhere = workplaces(actor, today)
    places = {place.key: place for place in everywhere if place.open}
    if not places:
        contacts = list(dict.fromkeys(place.partnership for place in everywhere))
        return render(request, "differences/raising/not_open.html", {"areas": areas_of(contacts, at)})
    areas = {place.partnership.pk for place in places.values()}
    agencies = {area: [choice.agency for choice in team_choices(area)] for area in areas}
    procedures = {area: procedure_of(live_edition(area, today)) for area in areas}
    form = SettledForm(
        request.POST if request.method == "POST" else None,
        places=list(places.values()),
        agencies={
            key: agencies_to_raise_with(
                agencies[place.partnership.pk],
                own=str(place.agency.pk),
                procedure=procedures[place.partnership.pk],
            )
            for key, place in places.items()
        },
        procedures=procedures.values(),
    )
    if request.method == "POST" and form.is_valid():
        place = places[form.place_key]
        actions.settle_by_talking(
            by=actor,
            at=at,
            partnership=place.partnership.pk,
            kind=Kind(form.cleaned_data["kind"]),
            own_agency=place.agency.pk,
            other_agency=form.other_agency_key,
            saved_stage=form.cleaned_data["saved_stage"],
        )
        return redirect("differences:settled_thanks")
    return render(request, "differences/raising/settled.html", {"form": form}, status=422 if form.errors else 200)


@allow(Permission.RAISE)
def thanks(request: HttpRequest) -> HttpResponse:
    """Thank whoever talked."""
    return render(request, "differences/raising/thanks.html")
