"""The pages on which an area's officers keep its procedure: its editions, what is confirmed, and who approves."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.actions import RefusedError
from commonground.directory.asking import CONFLICT, Done, Said, asked, sent
from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.editions import actions, presenting
from commonground.editions.checklist import checklist
from commonground.editions.forms import (
    EDITION,
    NOTHING,
    SHIPPED,
    ConfirmForm,
    FigureForm,
    ProposeForm,
    ReasonForm,
    RetireForm,
    StartForm,
    WhatWasReadForm,
    today,
)
from commonground.editions.models import Edition
from commonground.editions.presenting import Checked
from commonground.editions.queries import lacks, left_without, reading, with_procedure
from commonground.editions.starting import blank, offered
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once


@require_safe
@allow(Permission.KEEP_PROCEDURES)
def procedures(request: HttpRequest) -> HttpResponse:
    """Show the editions of one's areas, what waits for somebody first."""
    found = presenting.listed(_actor(request), today())
    groups = [(state, [one for one in found if one.state is state]) for state in presenting.State]
    areas = Partnership.objects.filter(pk__in=_actor(request).offices).order_by("name")
    open_ = with_procedure([area.pk for area in areas], today())
    lists = [(area, checklist(area, today())) for area in areas if area.pk not in open_]
    context = {"groups": [(state, rows) for state, rows in groups if rows], "areas": areas, "lists": lists}
    return render(request, "editions/procedures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask from what a draft starts, and start it."""
    actor, shipped = _actor(request), offered()
    areas = list(Partnership.objects.filter(pk__in=actor.offices).order_by("name"))
    editions = {f"{EDITION}{one.edition.pk}": one.edition for one in presenting.listed(actor, today())}
    names = [(f"{SHIPPED}{key}", name) for key, (name, _) in shipped.items()]
    names += [(key, f"Edition {row.number} of “{presenting.name_of(row)}”") for key, row in editions.items()]
    form = StartForm(
        sent(request), sources=names, at=areas,
        initial={"source": request.GET.get("from", ""), "areas": [str(one.pk) for one in areas]},
    )  # fmt: skip

    def act(said: Said) -> Edition:
        based_on = editions.get(said["source"])
        if based_on:
            text = based_on.text
        elif said["source"] == NOTHING:
            text = blank(said["name"])
        else:
            text = shipped[said["source"].removeprefix(SHIPPED)][1]
        keys = form.area_keys()
        shared = list(based_on.partnerships.all()) if based_on else areas
        chosen = [one for one in {one.pk: one for one in (*areas, *shared)}.values() if one.pk in keys]
        return actions.start_draft(by=actor, at=now(), partnerships=chosen, text=text, based_on=based_on)

    done = "The draft is started. Nobody but the officers of its areas sees it."
    return _form(request, None, form, act, template="editions/start.html", done=done)


@require_safe
@allow(Permission.KEEP_PROCEDURES)
def one(request: HttpRequest, edition: UUID) -> HttpResponse:
    """Show one edition: what to do next, what it changes, its stages, what is confirmed, and its history."""
    return render(request, "editions/edition.html", _page(request, _found(request, edition)))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def confirm_several(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Confirm what is known and not confirmed yet, as much of it as one document says."""
    row = _found(request, edition)
    open_ = [one.part for one in presenting.checked(row, reading(row.text)) if one.part.known and not one.confirmed]
    form = ConfirmForm(sent(request), parts=open_, initial={"version": row.version})

    def act(said: Said) -> Edition:
        return actions.confirm(
            by=_actor(request), at=now(), edition=row.pk, version=said["version"], keys=said["parts"],
            source=said["source"], dated=said["dated"],
        )  # fmt: skip

    return _form(request, row, form, act, template="editions/confirm_several.html", done="Confirmed.")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def confirm_one(request: HttpRequest, edition: UUID, part: str) -> HttpResponseBase:
    """Confirm one part: its figures if it has any, where they stand, and of which day that is."""
    row = _found(request, edition)
    found = _part(row, part)
    form = FigureForm(sent(request), part=found.part, initial={"version": row.version})

    def act(said: Said) -> Edition:
        return actions.fill_in(
            by=_actor(request), at=now(), edition=row.pk, version=said["version"], key=part,
            figures=form.figures(), source=said["source"], dated=said["dated"],
        )  # fmt: skip

    more = {"one": found, "others": presenting.others(row, part)}
    return _form(
        request, row, form, act, template="editions/confirm.html", done=f"{found.part.label}: confirmed.", **more
    )


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def propose(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask from which day it is followed, and propose it to the other officers."""
    row = _found(request, edition)
    form = ProposeForm(sent(request), initial={"version": row.version})

    def act(said: Said) -> Edition:
        return actions.propose(
            by=_actor(request), at=now(), edition=row.pk, version=said["version"], in_force=said["in_force"]
        )

    done = "Proposed. Another officer reads it now, and approves it or sends it back."
    return _form(
        request, row, form, act, template="editions/propose.html", done=done, lacks=lacks(row) if row.draft else ()
    )


@require_POST
@allow(Permission.KEEP_PROCEDURES)
@once
def take_back(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Take back what one proposed."""
    row = _found(request, edition)
    return _acted(
        request, row, lambda: actions.take_back(by=_actor(request), at=now(), edition=row.pk),
        "Taken back. You can change it again.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def approve(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Show once more what is approved (GET), then approve it."""
    row = _found(request, edition)
    form = WhatWasReadForm(sent(request), initial={"proposed": row.proposed_at and row.proposed_at.isoformat()})
    if request.method != "POST":
        return render(request, "editions/approve.html", _page(request, row) | {"form": form})
    read = form.cleaned_data["proposed"] if form.is_valid() else None
    return _acted(
        request, row, lambda: actions.approve(by=_actor(request), at=now(), edition=row.pk, proposed=read),
        "Approved. It stays as it is from now on.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def send_back(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask what should change, and send it back."""
    row = _found(request, edition)

    def act(said: Said) -> Edition:
        return actions.send_back(by=_actor(request), at=now(), edition=row.pk, reason=said["reason"])

    done = "Sent back, with what should change."
    return _form(request, row, ReasonForm(sent(request)), act, template="editions/send_back.html", done=done)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def retire(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask why it is retired, and plainly whether nothing is to follow it."""
    row = _found(request, edition)
    bare = left_without(row, today())
    form = RetireForm(sent(request), bare=bare)

    def act(said: Said) -> Edition:
        leaves_none = said.get("leaves_none", False)
        return actions.retire(by=_actor(request), at=now(), edition=row.pk, why=said["why"], leaves_none=leaves_none)

    done = "Retired. What was raised under it goes on under it, and it stays readable."
    return _form(request, row, form, act, template="editions/retire.html", done=done, bare=bare)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
def delete(request: HttpRequest, edition: UUID) -> HttpResponseBase:
    """Ask once more (GET), then delete a draft that was never proposed."""
    row = _found(request, edition)
    if request.method != "POST":
        return render(request, "editions/delete.html", {"edition": row, "name": presenting.name_of(row)})
    try:
        with transaction.atomic():
            actions.discard_draft(by=_actor(request), edition=row.pk)
    except RefusedError as refusal:
        return _refused(request, row, refusal)
    messages.success(request, "The draft is deleted.")
    return redirect("editions:procedures")


def _page(request: HttpRequest, row: Edition) -> dict[str, Any]:
    """Return what the page of an edition shows."""
    actor, on = _actor(request), today()
    found = reading(row.text)
    checks = presenting.checked(row, found)
    others = Edition.objects.of(*(area.pk for area in row.partnerships.all())).prefetch_related("partnerships")
    state = presenting.state_of(row, presenting.followed_among(others.defer("text"), on), on)
    return {
        "edition": row,
        "name": found.procedure.name if found.procedure else row.key,
        "areas": presenting.areas_of(row.partnerships.all()),
        "state": state,
        "words": presenting.state_words(row, state),
        "problems": found.problems,
        "lacks": lacks(row) if row.draft else (),
        "checks": checks,
        "unknown": [one for one in checks if not one.part.known],
        "to_confirm": [one for one in checks if one.part.known and not one.confirmed],
        "rungs": presenting.rungs(found.procedure) if found.procedure else (),
        "procedure": found.procedure,
        "changes": presenting.changes(row, found),
        "own_proposal": row.proposed_by == actor.person,
        "history": row.milestones.select_related("by").order_by("at"),
        "was_proposed": row.milestones.exclude(done="started").exists(),
    }


def _acted(request: HttpRequest, row: Edition, act: Callable[[], object], said: str) -> HttpResponseBase:
    """Do what needs no form, or show why not."""
    try:
        with transaction.atomic():
            act()
    except RefusedError as refusal:
        return _refused(request, row, refusal)
    messages.success(request, said)
    return redirect("editions:edition", row.pk)


def _form(
    request: HttpRequest,
    row: Edition | None,
    form: Form,
    act: Callable[[Said], Edition],
    *,
    template: str,
    done: str,
    **more: object,
) -> HttpResponseBase:
    """Do what a form asks, once it is sent and understood, and go to the edition; else ask, and keep what was written.

    ``row`` is the edition that it is about, if there is one already. Where it is refused, the form says why.
    """

    def do(said: Said) -> Done:
        return Done(done, reverse("editions:edition", args=[act(said).pk]))

    of = {"edition": row, "name": presenting.name_of(row)} if row else {}
    return asked(request, form, do, template=template, around={**of, **more})


def _refused(request: HttpRequest, row: Edition, refusal: RefusedError) -> HttpResponse:
    context = {"edition": row, "name": presenting.name_of(row), "why": str(refusal)}
    return render(request, "editions/refused.html", context, status=CONFLICT)


def _actor(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def _found(request: HttpRequest, edition: UUID) -> Edition:
    """Return an edition of one's own areas; raises Http404 for all others."""
    rows = Edition.objects.kept_by(_actor(request)).prefetch_related("partnerships")
    people = ("based_on", "drafted_by", "changed_by", "proposed_by", "approved_by", "retired_by")
    row = rows.select_related(*people).filter(pk=edition).first()
    if row is None:
        raise Http404
    return row


def _part(row: Edition, key: str) -> Checked:
    found = next((one for one in presenting.checked(row, reading(row.text)) if one.part.key == key), None)
    if found is None:
        raise Http404
    return found
