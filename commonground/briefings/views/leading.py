"""What leaders say in their own name, whom they thank, and what those people answer; and what others read of it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.briefings.promoting import actions
from commonground.briefings.promoting.forms import FORMS, ThankForm
from commonground.briefings.promoting.models import LeaderThanks, LeaderWords, planned_for
from commonground.briefings.promoting.queries import own_planned, own_words, thanks_given, what_leaders_say
from commonground.briefings.promoting.terms import MONTH_BEFORE, Saying
from commonground.directory.actions import RefusedError
from commonground.directory.asking import Done, asked, sent
from commonground.directory.models import Agency, Team
from commonground.editions.forms import today
from commonground.govuk.warned import WarnedForm
from commonground.library.pages.views import actor_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

CONFLICT = 409


@require_safe
@allow(Permission.OWN_ACCOUNT)
def heard(request: HttpRequest) -> HttpResponse:
    """Show what the leaders of one's areas say, agency by agency by name; an officer can end any of it."""
    actor = actor_of(request)
    kept = Agency.objects.filter(partnerships__in=actor.offices).values_list("pk", flat=True) if actor.offices else ()
    context = {"heard": what_leaders_say(actor, now(), today()), "kept": set(kept), "offices": actor.offices}
    return render(request, "briefings/promoting/heard.html", context)


@require_safe
@allow(Permission.PROMOTE)
def desk(request: HttpRequest) -> HttpResponse:
    """Show a leader what they say and whom they thanked, and what is planned next."""
    actor = actor_of(request)
    own = {(one.agency_id, one.kind): one for one in own_words(actor)}
    agencies = Agency.objects.filter(pk__in=actions.leads(actor)).order_by("name", "id")
    context = {
        "says": [
            (agency, [(kind, own.get((agency.pk, kind.value))) for kind in Saying]) for agency in agencies
        ],
        "several": len(agencies) > 1,
        "given": thanks_given(actor),
        "planned": own_planned(actor, today()),
        "plans": bool(planned_for(actor)),
        "today": today(),
        "ask_until": today() + MONTH_BEFORE,
    }  # fmt: skip
    return render(request, "briefings/promoting/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROMOTE)
@once
def say(request: HttpRequest, agency: UUID, kind: str) -> HttpResponseBase:
    """Ask what a leader says in their own name, and have it stand for a year."""
    actor, led = actor_of(request), _led(request, agency)
    if kind not in {one.value for one in Saying}:
        raise Http404
    which = Saying(kind)
    before = LeaderWords.objects.said_by(actor).filter(agency=led.pk, kind=which).first()
    initial = {"words": before.words, "promise": before.promise} if before else {}
    form = FORMS[which](sent(request), initial={name: value for name, value in initial.items() if value})

    def do(said: dict[str, Any]) -> Done:
        actions.say(by=actor, at=now(), agency=led.pk, kind=which, **said)
        return Done("People in your area can read it now. Thank you for saying it.", reverse("briefings:promoting"))

    around = {"agency": led, "kind": which, "before": before}
    return warned_once(request, form, do, template="briefings/promoting/say.html", around=around)


@require_POST
@allow(Permission.PROMOTE)
@once
def renew(request: HttpRequest, words: UUID) -> HttpResponseBase:
    """Keep one's own words for another year."""
    return _done(
        request, lambda: actions.renew(by=actor_of(request), at=now(), words=words), "It stands for another year."
    )


@require_POST
@allow(Permission.PROMOTE)
@once
def end_words(request: HttpRequest, words: UUID) -> HttpResponseBase:
    """End one's own words, or as an officer those of a leader of the area."""
    return _ended(request, lambda: actions.end_words(by=actor_of(request), at=now(), words=words))


@require_POST
@allow(Permission.PROMOTE)
@once
def end_thanks(request: HttpRequest, thanks: UUID) -> HttpResponseBase:
    """End thanks that one gave, or as an officer any of the area."""
    return _ended(request, lambda: actions.end_thanks(by=actor_of(request), at=now(), thanks=thanks))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.PROMOTE)
@once
def thank(request: HttpRequest, agency: UUID) -> HttpResponseBase:
    """Ask whom a leader thanks and for what, and tell them."""
    led = _led(request, agency)
    actor, teams = actor_of(request), list(Team.objects.filter(agency=led).order_by("name", "id"))
    form = ThankForm(sent(request), teams=teams, areas=actor.partnerships)

    def do(said: dict[str, Any]) -> Done:
        actions.thank(by=actor, at=now(), agency=led.pk, words=said["words"], whom=form.thanked())
        return Done("They are told, and can read it with your name.", reverse("briefings:promoting"))

    return warned_once(request, form, do, template="briefings/promoting/thank.html", around={"agency": led})


@require_POST
@allow(Permission.OWN_ACCOUNT)
@once
def answer_thanks(request: HttpRequest, thanks: UUID) -> HttpResponseBase:
    """Say if others may read thanks to oneself, or to a team that one leads."""
    if not LeaderThanks.objects.to(actor_of(request)).filter(pk=thanks).exists():
        raise Http404
    may_show = request.POST.get("may_show") == "yes"
    said = (
        "Others in your area can read it now." if may_show else "Only you, your team and whoever thanked you read it."
    )
    return _done(
        request,
        lambda: actions.answer_thanks(by=actor_of(request), at=now(), thanks=thanks, may_show=may_show),
        said,
        to="briefings:mine",
    )


def warned_once(
    request: HttpRequest,
    form: WarnedForm,
    do: Callable[[dict[str, Any]], Done],
    *,
    template: str,
    around: dict[str, object],
) -> HttpResponseBase:
    """Ask as every form does; what in the words may point to a family is said once before it is done."""
    if request.method == "POST" and form.is_valid() and not form.good(today()):
        return render(request, template, {"form": form, **around})
    return asked(request, form, lambda _: do(form.said()), template=template, around=around)


def _led(request: HttpRequest, agency: UUID) -> Agency:
    """Return an agency for which whoever asks speaks in their own name; raises Http404 for all others."""
    row = Agency.objects.filter(pk__in=actions.leads(actor_of(request))).filter(pk=agency).first()
    if row is None:
        raise Http404
    return row


def _ended(request: HttpRequest, do: Callable[[], LeaderWords | LeaderThanks]) -> HttpResponseBase:
    """End something, and go back to where it stood; an officer is asked to say why to whoever said it."""
    try:
        row = do()
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect("briefings:promoting")
    own = row.by == actor_of(request).person
    why = "" if own else f" Please tell {row.by} why."
    messages.success(request, f"It is ended. Nobody reads it here now.{why}")
    return redirect("briefings:promoting" if own else "briefings:heard")


def _done(
    request: HttpRequest, do: Callable[[], object], said: str, *, to: str = "briefings:promoting"
) -> HttpResponseBase:
    """Do what a button asks and go on, or say why not."""
    try:
        do()
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect(to)
