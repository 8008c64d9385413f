"""Passes of a difference: who was let in, letting somebody in, reading out the code, and taking a pass back."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions
from commonground.differences.forms.passes import PassForm
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.directory.guests.actions import link
from commonground.directory.guests.models import Pass, WhyEnded
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures import passes as who
from commonground.procedures import rules
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
LET_IN = "Let somebody in"
CODES = "codes_to_read_out"
"""Where a session keeps a new code until its giver has seen it: once."""


def given_by(request: HttpRequest) -> Actor:
    """Return who asks; a guest lets nobody in, and for them there is no such page."""
    actor = actor_of(request)
    if actor.let_in:
        raise Http404
    return actor


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def passes(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who was let in and ask for somebody else (GET), or let them in (POST)."""
    at, actor, here = now(), given_by(request), met(request, reference)
    row = here.difference
    sentence = who.refusal_to_let_in(here.situation, here.standings)
    sides = who.sides_to_let_in(here.situation, here.standings)
    form = PassForm(request.POST if request.method == "POST" else None, difference=row, sides=sides)
    if request.method == "POST" and sentence is not None:
        return refused(request, here, LET_IN, sentence, form)
    if request.method == "POST" and form.is_valid():
        try:
            with whole():
                given = actions.give_pass(by=actor, at=at, difference=row.pk, side=form.chosen, guest=form.guest())
        except rules.Refused as refusal:
            form.add_error("address", refusal.sentence)
        else:
            request.session[CODES] = {str(given.made.pk): given.code}
            return redirect("differences:pass_given", reference, given.made.pk)
    actions.looked(by=actor, at=at, difference=row, part="who was let in", seats=list(here.seats))
    found = Pass.objects.of(row.pk).select_related("person", "given_by", "agency").order_by("-given_at")
    context = {
        **heading(row, at),
        "passes": [
            {
                "key": one.pk,
                "who": f"{one.person.name}, {one.person.title}, {one.agency}",
                "state": state(one),
                "given": f"Given by {one.given_by.name} on {in_words(london_date(one.given_at))}",
                "take_back": one.ended_at is None and actions.may_take_back(one, actor, here.standings),
            }
            for one in found
        ],
        "form": None if sentence else form,
        "sentence": sentence,
        "own": row.name_of(form.side_alone) if form.side_alone else "",
    }
    status = NOT_UNDERSTOOD if form.errors else 200
    return render(request, "differences/passes/passes.html", context, status=status)


@require_safe
@allow(Permission.TAKE_PART)
def pass_given(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Show the code of a new pass to whoever gave it: once."""
    at, actor, here = now(), given_by(request), met(request, reference)
    found = Pass.objects.of(here.difference.pk).filter(pk=key, given_by=actor.person).select_related("person").first()
    if found is None:
        raise Http404
    code = request.session.pop(CODES, {}).get(str(key), "")
    actions.looked(by=actor, at=at, difference=here.difference, part="a pass given", seats=list(here.seats))
    context = {
        **heading(here.difference, at),
        "who": found.person.name,
        "address": found.address,
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "last_day": in_words(found.last_day),
        "link": link(found.person_id) if settings.DEMONSTRATION else "",
    }
    return render(request, "differences/passes/given.html", context)


@require_POST
@allow(Permission.TAKE_PART)
@once
def take_back_pass(request: HttpRequest, reference: str, key: UUID) -> HttpResponse:
    """Take a pass back at once."""
    at, actor, here = now(), given_by(request), met(request, reference)
    try:
        with whole(Pass.DoesNotExist):
            ended = actions.take_back_pass(by=actor, at=at, difference=here.difference.pk, key=key)
    except rules.Refused as refusal:
        return refused(request, here, LET_IN, refusal.sentence)
    messages.success(request, f"The pass of {ended.person.name} lets nobody in any more.")
    return redirect("differences:passes", reference)


def state(one: Pass) -> str:
    """Return how a pass stands, in words."""
    if one.ended_at:
        return f"Ended: {WhyEnded(one.why_ended).label}"
    if one.last_day < london_date(now()):
        return f"Over since {in_words(one.last_day)}"
    return f"{'Opened' if one.opened_at else 'Not opened yet'}; it lets them in until {in_words(one.last_day)}"
