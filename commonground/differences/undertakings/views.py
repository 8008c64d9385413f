"""The pages of actions: the list, putting one on it, what came of one, and handing one over."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commonground.differences import actions, reading
from commonground.differences.following import line_to_give
from commonground.differences.models import AgencyAction, Undertaking
from commonground.differences.undertakings import queries
from commonground.differences.undertakings.forms import ActionForm, CameForm, HandOverForm
from commonground.differences.undertakings.owners import Owner, others, owners
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.views.refusing import refused, taken
from commonground.directory.asking import sent
from commonground.govuk.warned import WarnedForm
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.undertakings import NOT_YOURS, WHO_NOTES, Now, of_an_owner
from commonground.procedures.undertakings import OVER as DEALT_WITH
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422
NEW, CAME, OVER = "Put an action on the list", "Say what came of an action", "Hand an action over"
SEND = {NEW: "Put it on the list", CAME: "Put it in the record", OVER: "Hand it over"}


@require_safe
@allow(Permission.TAKE_PART)
def undertaken(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the actions of a difference: what is open, by when it is due, then what is dealt with."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    found = queries.listed(actor, here, london_date(at))
    actions.looked(by=actor, at=at, difference=here.difference, part="the actions", seats=list(here.seats))
    context = {
        **heading(here.difference, at),
        "open": [one for one in found if one.open],
        "over": [one for one in found if not one.open],
        "signed": list(queries.signed_for(here)),
        "may_add": of_an_owner(here.standings) is not None,
        "who_adds": WHO_NOTES,
    }
    return render(request, "differences/undertakings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def undertake(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask what is to be done, by whom and by when (GET), or put it on the list (POST)."""
    at, here = now(), met(request, reference)
    signed, line = _signed(request, here), line_to_give(here, request.GET.get("line", ""))
    begins = line.begins if line else None
    initial = {"what": signed.what, "owner": str(signed.agency_id)} if signed else begins
    there = owners(here.difference, here.seats, reading.present(here.seats, london_date(at)))
    form = ActionForm(sent(request), owners=there, today=london_date(at), initial=initial)

    def do(said: dict[str, Any]) -> None:
        new = actions.NewAction(**said, taken_on=signed.pk if signed else None, line=line.key if line else None)
        actions.note_action(by=actor_of(request), at=at, difference=here.difference.pk, new=new)

    hindered = None if of_an_owner(here.standings) else WHO_NOTES
    return _asked(
        request, here, form, do, label=NEW, hindered=hindered, done="It is on the list. Whoever has it is told."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def done(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask what came of an action (GET), or put that in the record (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one = _found(here, number)
    form = CameForm(sent(request))

    def do(said: dict[str, Any]) -> None:
        key = here.difference.pk
        if said["came"] is Now.DONE:
            actions.action_done(by=actor, at=at, difference=key, number=number, evidence=said["evidence"])
        else:
            actions.set_action_aside(by=actor, at=at, difference=key, number=number, reason=said["reason"])

    return _asked(request, here, form, do, label=CAME, one=one, done="It is in the record, and both sides are told.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def over(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Ask to whom an action goes and why (GET), or hand it over (POST)."""
    at, actor, here = now(), actor_of(request), met(request, reference)
    one, row = _found(here, number), here.difference
    there = others(row, here.seats, reading.present(here.seats, london_date(at)), one.agency_id)
    initial = {"due": one.due, "owner": Owner(one.agency, one.owner).key}
    form = HandOverForm(sent(request), owners=there, today=london_date(at), initial=initial)

    def do(said: dict[str, Any]) -> None:
        actions.hand_action_over(by=actor, at=at, difference=row.pk, number=number, **said)

    return _asked(request, here, form, do, label=OVER, one=one, done="It is handed over, and they are told.")


def _asked(
    request: HttpRequest,
    here: reading.Standpoint,
    form: WarnedForm,
    do: Callable[[dict[str, Any]], None],
    *,
    label: str,
    done: str,
    hindered: str | None = None,
    one: Undertaking | None = None,
) -> HttpResponse:
    """Draw a form about an action, or do what it asks; a refusal keeps what was typed."""
    at, row = now(), here.difference
    hindered = hindered or (_not_theirs(request, here, one, label) if one else None)
    if hindered:
        return refused(request, here, label, hindered, form)
    found = form.identifiers(london_date(at))
    if request.method == "POST" and form.is_valid() and not found:
        to, gone = reverse("differences:undertaken", args=[row.reference]), (Undertaking.DoesNotExist,)
        return taken(request, here, label, partial(do, form.said()), said=done, to=to, form=form, gone=gone)
    actions.looked(by=actor_of(request), at=at, difference=row, part="an action", seats=list(here.seats))
    context = {
        **heading(row, at),
        "label": label,
        "send": SEND[label],
        "form": form,
        "found": found,
        "one": one,
        "whose": Owner(one.agency, one.owner).label if one else "",
    }
    return render(request, "differences/undertakings/ask.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def _not_theirs(request: HttpRequest, here: reading.Standpoint, one: Undertaking, label: str) -> str | None:
    """Return why somebody cannot do this to an action, before they fill in a form; what does it asks again."""
    if one.now != Now.OPEN:
        return DEALT_WITH
    listed = next(found for found in queries.listed(actor_of(request), here, one.due) if found.number == one.number)
    may = listed.hand_over if label == OVER else listed.done
    return None if may else NOT_YOURS


def _found(here: reading.Standpoint, number: int) -> Undertaking:
    one = Undertaking.objects.of(here.difference).select_related("agency", "owner").filter(number=number).first()
    if one is None:
        raise Http404
    return one


def _signed(request: HttpRequest, here: reading.Standpoint) -> AgencyAction | None:
    """Return what an agency took on in an agreement, where the form was asked for to give that a day."""
    try:
        key = UUID(request.GET.get("from", ""))
    except ValueError:
        return None
    return AgencyAction.objects.of(here.difference).filter(pk=key).first()
