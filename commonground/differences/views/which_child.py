"""Which child it is about: revealed on asking, and the references that agencies give later. Each reveal is recorded."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from commonground.differences import actions, queries, reading
from commonground.differences.actions.which_child import numbers_of, one_of
from commonground.differences.forms.which_child import Asked, ReferencesForm
from commonground.differences.models import Child
from commonground.differences.views.changing import whole
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused
from commonground.differences.when import day_words
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.naming import capital
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Side, Subject
from commonground.procedures.which_child import reference_refusal
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
BY_NAME = "Show the first name and date of birth"
GIVE = "Give a reference"
NOT_OURS = "If they have told you since. They can give it themselves."


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
def children(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask first (GET), then show which child it is (POST). The reveal is recorded, and so is the asking page."""
    at, actor, here = now(), actor_of(request), _about_somebody(request, reference)
    if request.method != "POST":
        actions.looked(by=actor, at=at, difference=here.difference, part="before which child", seats=list(here.seats))
        return render(request, "differences/children.html", heading(here.difference, at))
    try:
        return _shown(request, here, names="names" in request.POST)
    except Refused as refusal:
        return refused(request, here, BY_NAME, refusal.sentence)


@require_POST
@allow(Permission.TAKE_PART)
@once
def references(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Write down agencies' references of the children; where one cannot be taken, the page shows all again."""
    actor, here = actor_of(request), _about_somebody(request, reference)
    row = here.difference
    form = ReferencesForm(request.POST, asked=[one for number in numbers_of(row) for one in _asked(here, number)])
    if form.asked and not form.is_valid():
        return _shown(request, here, sent=True)
    try:
        with whole(Child.DoesNotExist):
            given = actions.give_references(
                by=actor, at=now(), difference=row.pk, references=form.references() if form.asked else {}
            )
    except Refused as refusal:
        return refused(request, here, GIVE, refusal.sentence, form)
    messages.success(request, _said(given))
    return redirect("differences:children", reference)


def _about_somebody(request: HttpRequest, reference: str) -> reading.Standpoint:
    """Return how the reader meets a difference; raises Http404 also for one that is about no one in particular."""
    here = met(request, reference)
    if here.situation.subject is Subject.THEME:
        raise Http404
    return here


def _said(given: actions.Given) -> str:
    if not given.children:
        return "That reference stands there already."
    wiped = " Both agencies’ references are in, so the first name and date of birth are wiped." if given.wiped else ""
    return f"The reference is kept.{wiped}"


def _shown(request: HttpRequest, here: reading.Standpoint, *, names: bool = False, sent: bool = False) -> HttpResponse:
    """Show which children it is, with what was given by name if asked, and the lines for references."""
    at, actor, row = now(), actor_of(request), here.difference
    known = actions.reveal_children(by=actor, at=at, difference=row.pk, names=names)
    rows = list(Child.objects.of(row).order_by("number"))
    asked = [one for child, identity in zip(rows, known, strict=True) for one in _asked(here, child.number, identity)]
    data = request.POST if sent else {}
    give = _form([one for one in asked if not one.known], data)
    change = _form([one for one in asked if one.known], data)
    context = {
        **heading(row, at),
        "children": [
            {
                "name": capital(one_of(row, child.number)),
                "known": identity,
                "kept": child.name_kept and not identity.first_name,
                "wiped": day_words(london_date(child.name_wiped_at), london_date(at)) if child.name_wiped_at else "",
            }
            for child, identity in zip(rows, known, strict=True)
        ],
        "give": give,
        "change": change,
        "change_open": bool(change.errors),
        "opens": not names and any(child.name_kept for child in rows) and queries.opens_names(actor, row, here.seats),
        "by_name": BY_NAME,
    }
    status = NOT_UNDERSTOOD if give.errors or change.errors else 200
    return render(request, "differences/children.html", context, status=status)


def _form(asked: Sequence[Asked], sent: Mapping[str, Any]) -> ReferencesForm:
    """Return the lines for these references, as they were sent if these were."""
    return ReferencesForm(sent if any(one.name in sent for one in asked) else None, asked=asked)


def _asked(here: reading.Standpoint, number: int, known: actions.ChildIdentity | None = None) -> list[Asked]:
    """Return whose references of a child this person may give. What is known already only its own people change."""
    row, found = here.difference, []
    which = one_of(row, number)
    for side in Side:
        reference = known.reference_of(side) if known else ""
        if reference_refusal(here.standings, side, known=bool(reference)):
            continue
        own = side.value in here.sides
        label = f"Our reference for {which}" if own else f"{row.agency_of(side)}’s reference for {which}"
        found.append(Asked(number, side, label, "" if own else NOT_OURS, reference))
    return found
