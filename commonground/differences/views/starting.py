"""The way in for somebody who is worried, open before any signing in: danger first, then talking, then writing.

No answer stops anybody, and nobody is sent in a circle: every page says whom to ring and lets go on.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions, ringing
from commonground.differences.forms.raising import AgencyForm, DangerForm
from commonground.differences.models import Call
from commonground.differences.views.finding import actor_of
from commonground.directory.middleware import sign_in_first
from commonground.directory.models import Agency, Partnership
from commonground.directory.queries import Actor
from commonground.directory.voices import voice
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.rules import Refused
from commonground.procedures.terms import AgencyKind, CallCame
from commonground.record.submissions import once

TEMPLATES = "differences/starting"
NOT_UNDERSTOOD = 422
LEADS_TO = {"not_told": "in_danger", "told": "refused", "not_sure": "not_sure", "no": "onward"}
"""The page that each answer leads to."""

AGENCY = "responding_agency"
"""How an agency is named on the way, so that a draft begins with it."""

LOGGED = (CallCame.ACTS, CallCame.REFUSES, CallCame.NO_ANSWER, CallCame.RINGS_BACK)
PROMPTS = (
    "Who you are, and which child you both know.",
    "What you saw or heard, and when.",
    "What worries you for the child if nothing changes.",
    "What you ask them to do, and by when the child needs it.",
    "What they see that you do not. Then say back what you agreed.",
)
"""What to say in a first call: in our own words, after the shape of a handover between professionals."""


@require_safe
@allow(Permission.OPEN)
def begin(request: HttpRequest) -> HttpResponse:
    """Ask whether a child is in danger now, and lead to whom to ring."""
    form = DangerForm(request.GET if "danger" in request.GET else None)
    if form.is_valid():
        return redirect(_address(LEADS_TO[form.cleaned_data["danger"]]))
    context = {"form": form, "voice": voice(actor_of(request), london_date(now()))}
    return render(request, f"{TEMPLATES}/begin.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_safe
@allow(Permission.OPEN)
def in_danger(request: HttpRequest) -> HttpResponse:
    """Say whom to ring when a child is in danger and nobody has been told."""
    return _numbers(request, "in_danger", "not_told")


@require_safe
@allow(Permission.OPEN)
def not_sure(request: HttpRequest) -> HttpResponse:
    """Say whom to ask for advice."""
    return _numbers(request, "not_sure", "not_sure")


@require_safe
@allow(Permission.OPEN)
def onward(request: HttpRequest) -> HttpResponse:
    """Offer to talk first, or to write it down now; to a guest, what anybody without an account can do."""
    if _guest(actor_of(request)):
        return redirect(_address("not_listed"))
    area = request.GET.get("area", "")
    context = {"back": _address("begin"), "onward": _raising("no"), "talk": _address("talk", area=area)}
    return render(request, f"{TEMPLATES}/onward.html", context)


@require_safe
@allow(Permission.OPEN)
def refused(request: HttpRequest) -> HttpResponse:
    """Say whom to ring when they will not act: numbers on call for anyone, both lines for those who work there."""
    actor, at = actor_of(request), now()
    if Permission.RAISE not in actor.permissions:
        return _numbers(request, "refused", "told", sign_in=sign_in_first(request).url)
    area = _one_area(request, actor)
    form, agency = _which(request, area, "Who will not act?")
    context: dict[str, Any] = {"form": form, "area": area.pk, "back": _address("begin")}
    if agency:
        theirs, own = ringing.whom_next(actor, area, agency, _logged(actor, agency), at)
        context |= {
            "agency": agency,
            "lists": [
                (f"Those who decide at {agency}", theirs, f"Nobody is on the books of {agency} today. Ring 999."),
                ("Your own line: tell them too", own, "Nobody stands behind you on the books today."),
            ],
            "outcomes": [(one.value, one.label) for one in LOGGED],
            "other_agency": _address("refused", area=area.pk),
        }
    context["onward"] = _raising("told")
    return render(request, f"{TEMPLATES}/refused.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.RAISE)
@once
def called(request: HttpRequest) -> HttpResponseBase:
    """Log one call, in one tap."""
    actor, at = actor_of(request), now()
    area = _one_area(request, actor)
    _, agency = _which(request, area)
    came = request.POST.get("came")
    if agency is None or came not in {one.value for one in LOGGED}:
        raise Http404
    theirs, own = ringing.whom_next(actor, area, agency, (), at)
    line = next((one for one in (*theirs, *own) if str(one.key) == request.POST.get("line")), None)
    if line is None:
        raise Http404
    actions.log_call(
        by=actor, at=at, partnership=area.pk, agency=agency.pk, line=line.key, whom=line.whom, came=CallCame(came)
    )
    messages.success(request, f"Logged: {line.whom}. {CallCame(came).label}.")
    return redirect(_address("refused", area=area.pk, **{AGENCY: agency.pk}))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.RAISE)
@once
def talk(request: HttpRequest) -> HttpResponseBase:
    """Say whom to ring and what to say; keep what came of it, and lead to the short note or to raising."""
    actor, at = actor_of(request), now()
    area = _one_area(request, actor)
    form, agency = _which(request, area)
    context: dict[str, Any] = {"form": form, "area": area.pk, "agency": agency, "back": _address("onward")}
    if agency:
        context |= {"lines": ringing.first_to_ring(agency, _logged(actor, agency), at), "prompts": PROMPTS}
    if request.method == "POST":
        came = request.POST.get("came")
        if agency is None or came not in {"settled", CallCame.TALKED, CallCame.NO_ANSWER}:
            raise Http404
        if came == "settled":
            return redirect(reverse("differences:settled"))
        try:
            actions.log_call(
                by=actor, at=at, partnership=area.pk, agency=agency.pk, line=agency.pk, whom=agency.name,
                came=CallCame(came),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(AGENCY, refusal.sentence)
        else:
            return redirect(_raising("no", agency=agency.pk))
    return render(request, f"{TEMPLATES}/talk.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def _numbers(request: HttpRequest, page: str, danger: str, **more: str) -> HttpResponse:
    """Show the numbers of the area that was named, else of all."""
    actor = actor_of(request)
    areas = _areas(actor)
    named = [one for one in areas if str(one.pk) == request.GET.get("area")]
    context = {
        "areas": ringing.areas(named or areas, now()),
        "several": len(named or areas) > 1,
        "choices": [(one, _address(page, area=one.pk), one in named) for one in areas] if len(areas) > 1 else [],
        "back": _address("begin"),
        "onward": _address("not_listed") if _guest(actor) else _raising(danger),
        "refused_url": _address("refused", area=request.GET.get("area", "")),
    }
    return render(request, f"{TEMPLATES}/{page}.html", context | more)


def _areas(actor: Actor) -> list[Partnership]:
    """Return the areas that a page is about: those that somebody works in, else all."""
    areas = Partnership.objects.order_by("name")
    return list(areas.filter(pk__in=actor.partnerships) if actor.partnerships else areas)


def _one_area(request: HttpRequest, actor: Actor) -> Partnership:
    """Return the area that was named, or the first of somebody's own; raises Http404 for another's."""
    areas = _areas(actor)
    named = request.GET.get("area") or request.POST.get("area")
    found = next((one for one in areas if not named or str(one.pk) == named), None)
    if found is None:
        raise Http404
    return found


def _which(request: HttpRequest, area: Partnership, label: str = "") -> tuple[AgencyForm, Agency | None]:
    """Return the form that asks for an agency of an area, and the one that was named."""
    agencies = list(_agencies(area))
    asked = request.POST if request.method == "POST" else request.GET
    form = AgencyForm(asked if AGENCY in asked else None, agencies=agencies, label=label)
    chosen = form.cleaned_data[AGENCY] if form.is_valid() else ""
    return form, next((one for one in agencies if str(one.pk) == chosen), None)


def _agencies(area: Partnership) -> QuerySet[Agency]:
    return Agency.objects.filter(partnerships=area).exclude(kind=AgencyKind.PARTNERSHIP).order_by("name", "id")


def _logged(actor: Actor, agency: Agency) -> Sequence[Call]:
    """Return what somebody logged of calls about an agency in the last day, in order."""
    own = Call.objects.visible_to(actor).filter(agency=agency, at__gt=now() - ringing.SHOWN_FOR)
    return list(own.order_by("at", "id"))


def _guest(actor: Actor) -> bool:
    """Say whether somebody has or had a pass: they raise nothing here."""
    return actor.person is not None and actor.person.guest


def _address(page: str, **asked: object) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return reverse(f"starting:{page}") + (f"?{query}" if query else "")


def _raising(danger: str, agency: UUID | None = None) -> str:
    """Return where one goes on in writing, with the answers that were given already."""
    query = urlencode({"danger": danger} | ({AGENCY: str(agency)} if agency else {}))
    return f"{reverse('differences:start')}?{query}"
