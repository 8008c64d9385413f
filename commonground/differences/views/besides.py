"""What may be said besides: before sending (own line, court, ring me), and of a difference (too close, we spoke)."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonground.differences import actions
from commonground.differences.forms.besides import BesidesForm, OwnLineForm, TooCloseForm
from commonground.differences.models import Ring
from commonground.differences.too_close import of_its_agencies
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.raising import the_draft
from commonground.differences.views.refusing import refused, taken
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.interests import ENDED
from commonground.procedures.rules import Refused
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
TOO_CLOSE = "Somebody is too close to this"


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.RAISE)
def own_line(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Ask who on one's own side took, made or shares the decision; they will not see it."""
    writing = the_draft(request, draft)
    if not writing.answers.raising_agency:
        return redirect("differences:step", draft, "place")
    people = actions.own_line(writing.actor, UUID(writing.answers.raising_agency), writing.at)
    data = request.POST if request.method == "POST" else None
    form = OwnLineForm(data, people=people, initial={"too_close": list(writing.answers.too_close)})
    if request.method == "POST" and form.is_valid():
        writing.save(writing.changed(too_close=tuple(form.cleaned_data["too_close"])))
        return redirect("differences:check", draft)
    page = writing.page("check") | {"form": form, "back": writing.address("check"), "people": people}
    return render(request, "differences/raising/own_line.html", page, status=NOT_UNDERSTOOD if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.RAISE)
def besides(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Ask whether the matter is before a court, and whether to be rung."""
    writing = the_draft(request, draft)
    said = writing.answers
    me = writing.actor.person
    initial = {
        "in_court": said.in_court,
        "ring": ["ring"] if said.ring_phone else [],
        "ring_phone": said.ring_phone or (me.phone if me else ""),
        "ring_when": said.ring_when,
    }
    form = BesidesForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        good = form.cleaned_data
        ring = bool(good["ring"])
        writing.save(
            writing.changed(
                in_court=good["in_court"],
                ring_phone=good["ring_phone"] if ring else "",
                ring_when=good["ring_when"] if ring else "",
            )
        )
        return redirect("differences:check", draft)
    page = writing.page("check") | {"form": form, "back": writing.address("check")}
    return render(request, "differences/raising/besides.html", page, status=NOT_UNDERSTOOD if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def too_close(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask who is too close to a difference (GET), or keep them out of it from now on (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    actions.looked(by=actor, at=at, difference=row, part="who takes no part", seats=list(here.seats))
    me = actor.person
    assert me is not None  # noqa: S101 whoever met it is somebody
    people = of_its_agencies(here, at)
    form = TooCloseForm(request.POST if request.method == "POST" else None, people=people, me=me)
    if row.end:
        return refused(request, here, TOO_CLOSE, ENDED, form)
    if request.method == "POST" and form.is_valid():
        try:
            with whole():
                actions.declare_interest(by=actor, at=at, difference=row.pk, **form.cleaned_data)
        except Refused as no:
            return refused(request, here, TOO_CLOSE, no.sentence, form)
        messages.success(request, "They take no part in this from now on.")
        return redirect("web:home") if form.cleaned_data["person"] == me.pk else redirect(row)
    context = {**heading(row, at), "form": form}
    return render(request, "differences/too_close.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.TAKE_PART)
@once
def spoke(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Note that the two have spoken."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    row = here.difference
    do = partial(actions.spoke, by=actor, at=at, difference=row.pk, number=number)
    said, gone = "It is noted that you have spoken.", (Ring.DoesNotExist,)
    return taken(request, here, "We spoke", do, said=said, to=row.get_absolute_url(), gone=gone)
