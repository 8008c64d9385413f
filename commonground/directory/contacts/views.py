"""The pages on which officers keep the numbers that people ring in their area."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.actions import RefusedError
from commonground.directory.contacts.actions import check_contact, end_contact, keep_contact
from commonground.directory.contacts.forms import ContactForm
from commonground.directory.contacts.queries import alarms, contacts_of, hours_words, stale
from commonground.directory.models import Contact, Partnership
from commonground.directory.queries import Actor
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

NOT_UNDERSTOOD = 422


@require_safe
@allow(Permission.KEEP_CONTACTS)
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the numbers of one's areas, what is wrong with them first."""
    areas, on = _areas(_actor(request)), london_date(now())
    found = contacts_of([one.pk for one in areas])
    shown = [
        {
            "area": area,
            "alarms": alarms(area, found, on),
            "contacts": [
                {"row": one, "hours": hours_words(one), "stale": stale(one, on)}
                for one in found
                if one.partnership_id == area.pk
            ],
        }
        for area in areas
    ]
    return render(request, "directory/contacts.html", {"areas": shown})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_CONTACTS)
@once
def number(request: HttpRequest, contact: UUID | None = None) -> HttpResponseBase:
    """Add a number, or change one."""
    actor, at = _actor(request), now()
    row = _found(actor, contact) if contact else None
    areas = [row.partnership] if row else _areas(actor)
    names = [name for name in ContactForm.base_fields if name != "area"]
    written: dict[str, Any] = {name: getattr(row, name) for name in names} if row else {}
    form = ContactForm(request.POST if request.method == "POST" else None, areas=areas, initial=written)
    if request.method == "POST" and form.is_valid():
        try:
            row = keep_contact(by=actor, at=at, partnership=form.area_key, words=form.words(), contact=contact)
        except RefusedError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{row.name} is on the page of {row.partnership}, as checked today.")
            return redirect("directory:contacts")
    context = {"form": form, "row": row}
    return render(request, "directory/contact.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.KEEP_CONTACTS)
@once
def still_right(request: HttpRequest, contact: UUID) -> HttpResponseBase:
    """Note that a number was rung today and is right."""
    row = _found(_actor(request), contact)
    check_contact(by=_actor(request), at=now(), contact=row.pk)
    messages.success(request, f"{row.name} is checked today.")
    return redirect("directory:contacts")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_CONTACTS)
@once
def take_off(request: HttpRequest, contact: UUID) -> HttpResponseBase:
    """Ask once more (GET), then take a number off the page: somebody with a child in danger may look for it."""
    row = _found(_actor(request), contact)
    if request.method != "POST":
        return render(request, "directory/contact_off.html", {"contact": row})
    end_contact(by=_actor(request), at=now(), contact=row.pk)
    messages.success(request, f"{row.name} is no longer on the page.")
    return redirect("directory:contacts")


def _actor(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def _areas(actor: Actor) -> list[Partnership]:
    return list(Partnership.objects.filter(pk__in=actor.offices).order_by("name"))


def _found(actor: Actor, contact: UUID) -> Contact:
    """Return a number of one's own areas; raises Http404 for all others."""
    row = next((one for one in contacts_of(actor.offices) if one.pk == contact), None)
    if row is None:
        raise Http404
    return row
