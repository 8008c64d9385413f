"""The pages of the lists: all three, a new line, where one's side stands on one, taking one off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions, reading
from commonground.differences.differing import presenting, queries
from commonground.differences.differing.forms import PointForm, StandForm, TakeOffForm
from commonground.differences.models import Point
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.directory.asking import CONFLICT
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.differing import lists_refusal
from commonground.procedures.rules import Refused
from commonground.procedures.steps import of_a_side
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
LABEL, NEW, STANDS = "Agreed, and not agreed", "Put a line on the lists", "Where does your side stand?"
TAKE_OFF = "Take a line off the lists"
NOT_WHOLE = "What was sent was not whole, so nothing was taken off. Go back to the lists, and take the line off there."
MEANWHILE = "Somebody spoke to this line while you were writing. Your words are kept below, and nothing was sent."


@require_safe
@allow(Permission.TAKE_PART)
def lists(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the three lists, and for whoever acts for a side what a line can be drawn from."""
    at, here = now(), met(request, reference)
    row, own = here.difference, queries.side_of_lists(here)
    points = queries.points(row.pk) if row.lines else ()
    actions.looked(by=actor_of(request), at=at, difference=row, part="agreed and not agreed", seats=list(here.seats))
    context = {
        **heading(row, at),
        "label": LABEL,
        "lists": presenting.lists(row, points, own),
        "own": own,
        "sources": [(one, row.name_of(one.side)) for one in queries.all_sources(row)] if own else (),
        "why_not": "" if own else lists_refusal(here.situation, here.standings, begun=bool(row.lines)),
    }
    return render(request, "differences/differing/lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def put(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what a new line says, filled in from what it is drawn from (GET), or put it on the lists (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    bound = request.method == "POST"
    source = str((request.POST if bound else request.GET).get("source", ""))
    drawn = next((one for one in queries.all_sources(row) if one.key == source), None) if source else None
    filled = {"source": source, "text": " ".join(drawn.words.split()) if drawn else ""}
    form = PointForm(request.POST if bound else None, initial=filled)
    if sentence := lists_refusal(here.situation, here.standings, begun=bool(row.lines)):
        return refused(request, here, NEW, sentence, form)
    found = form.identifiers(london_date(at))
    if bound and form.is_valid() and not found:
        try:
            with whole():
                actions.put_point(by=actor, at=at, difference=row.pk, **form.said())
        except Refused as no:
            return refused(request, here, NEW, no.sentence, form)
        messages.success(request, "It is on the lists. The other side can say where it stands.")
        return redirect(address(reference))
    actions.looked(by=actor, at=at, difference=row, part="the form: A line of the lists", seats=list(here.seats))
    who = row.name_of(drawn.side) if drawn else ""
    context = {**heading(row, at), "label": NEW, "form": form, "found": found, "drawn": drawn, "who": who}
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/differing/put.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def stand(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask where one's side stands on a line (GET), or take the answer (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    point = the_point(here, number)
    own = of_a_side(here.standings)
    mine = point.why_of(own.side) if own and own.side else ""
    filled = {"version": point.version, "stand": request.GET.get("stand", ""), "why": mine}
    form = StandForm(request.POST if request.method == "POST" else None, initial=filled)
    if sentence := lists_refusal(here.situation, here.standings, begun=True):
        return refused(request, here, STANDS, sentence, form)
    overtaken, found = "", form.identifiers(london_date(at))
    if request.method == "POST" and form.is_valid() and not found:
        try:
            with whole(Point.DoesNotExist):
                actions.stand_on(by=actor, at=at, difference=row.pk, number=number, **form.said())
        except Refused as no:
            return refused(request, here, STANDS, no.sentence, form)
        except actions.Meanwhile:
            point, overtaken = the_point(here, number), MEANWHILE
            data = request.POST.copy()
            data["version"] = str(point.version)
            form = StandForm(data)
        else:
            messages.success(request, "Both sides can read where your side stands.")
            return redirect(address(reference))
    actions.looked(by=actor, at=at, difference=row, part="the form: A line of the lists", seats=list(here.seats))
    (line,) = (one for some in presenting.lists(row, [point], None) for one in some.lines)
    context = {**heading(row, at), "label": STANDS, "form": form, "line": line, "overtaken": overtaken, "found": found}
    status = CONFLICT if overtaken else NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/differing/stand.html", context, status=status)


@require_POST
@allow(Permission.TAKE_PART)
@once
def take_off(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a line off the lists."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    the_point(here, number)
    form = TakeOffForm(request.POST)
    if not form.is_valid():
        return refused(request, here, TAKE_OFF, NOT_WHOLE)
    try:
        with whole(Point.DoesNotExist):
            actions.take_point_off(by=actor, at=at, difference=here.difference.pk, number=number, **form.cleaned_data)
    except Refused as no:
        return refused(request, here, TAKE_OFF, no.sentence)
    except actions.Meanwhile:
        return refused(request, here, TAKE_OFF, "Somebody spoke to this line meanwhile. Look again.")
    messages.success(request, "The line is off the lists. The record keeps it.")
    return redirect(address(reference))


def the_point(here: reading.Standpoint, number: int) -> Point:
    """Return a line that stands on the lists; raises Http404."""
    row = here.difference
    found = queries.points(row.pk) if row.lines else ()
    for one in found:
        if one.number == number:
            return one
    raise Http404


def address(reference: str) -> str:
    """Return the address of the lists."""
    return reverse("differences:lists", args=[reference])
