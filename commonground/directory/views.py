"""Pages of the directory: one's account, invitations, the way to a second step or back to one, picking a person."""

from collections.abc import Callable
from itertools import groupby
from typing import Any, cast
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonground.directory.actions import RefusedError, accept_invitation, invite, open_invitation
from commonground.directory.cast import CAST, STORIES
from commonground.directory.forms import InviteForm, LostForm, PasswordForm
from commonground.directory.middleware import mark_second_factor, most_seconds_left, seconds_left, stay
from commonground.directory.models import Agency, LostFactor, Partnership, Person
from commonground.directory.people.queries import away_from
from commonground.directory.queries import Actor, lost_factors, on_the_books, vacancies
from commonground.directory.removing import ask_removal, confirm_removal, take_back_removal
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
NOT_UNDERSTOOD, CONFLICT = 422, 409
ENDED_SHOWN = 20  # of what was asked and is over, the latest


def _actor(request: HttpRequest) -> Actor:
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


@require_GET
@allow(Permission.OWN_ACCOUNT)
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is here: name, posts, and what one can change."""
    actor = _actor(request)
    agencies = Agency.objects.in_bulk(list(actor.agencies))
    posts = [{"post": post, "agency": agencies[post.agency_id]} for post in actor.posts]
    person = actor.person
    return render(
        request,
        "directory/account.html",
        {
            "person": person,
            "posts": posts,
            "absences": away_from(person, london_date(now())) if person else (),
            "has_password": person is not None and person.has_usable_password(),
            "may_invite": Permission.KEEP_PEOPLE in actor.permissions,
            "may_keep_contacts": Permission.KEEP_CONTACTS in actor.permissions,
            "may_keep_library": Permission.KEEP_LIBRARY in actor.permissions,
        },
    )


@require_http_methods(["GET", "POST"])
@allow(Permission.OPEN)
def staying(request: HttpRequest) -> JsonResponse:
    """Say how many seconds one stays signed in, and at most; a POST begins the idle time anew first (WCAG 2.2.1).

    It names the person and gives the forms of the page a new key, so that a page left open can still be sent by
    whoever wrote it after they signed in again.
    """
    if request.method == "POST":
        stay(request.session)
    person = _actor(request).person
    return JsonResponse(
        {
            "seconds": int(seconds_left(request.session)),
            "most": int(most_seconds_left(request.session)),
            "person": str(person and person.pk),
            "key": get_token(request),
        }
    )


@require_http_methods(["GET", "POST"])
@allow(Permission.OPEN)
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set up an account by an invitation: a password now, a second step next."""
    try:
        person = open_invitation(token=token, at=now()).person
        form = PasswordForm(request.POST if request.method == "POST" else None, person=person)
        if request.method == "GET" or not form.is_valid():
            return render(request, "directory/accept.html", {"person": person, "form": form})
        person = accept_invitation(token=token, password=form.cleaned_data["password"], at=now())
    except RefusedError as refusal:
        return render(request, "directory/refused.html", {"why": str(refusal)}, status=410)
    login(request, person, backend=BACKEND)
    record_authentication(request, person, method="password", email=person.email)
    return redirect("directory:enrol")


@require_GET
@allow(Permission.OPEN)
def enrol(request: HttpRequest) -> HttpResponse:
    """Ask somebody without a second step to set one up; nothing else opens until then."""
    return render(request, "directory/enrol.html")


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
def invite_someone(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a post of one's agency (an officer: of her partnership), and show the link once."""
    actor, at = _actor(request), now()
    posts = vacancies(actor, london_date(at))
    form = InviteForm(request.POST if request.method == "POST" else None, posts=posts)
    if request.method == "POST" and form.is_valid():
        asked: dict[str, Any] = form.cleaned_data
        try:
            link = invite(**asked, by=actor, at=at)
        except RefusedError as refusal:
            form.add_error("email", str(refusal))
        else:
            return render(request, "directory/invited.html", {"link": link, "name": asked["name"]})
    offices = [] if posts else list(Partnership.objects.filter(pk__in=actor.partnerships).exclude(contact=""))
    return render(request, "directory/invite.html", {"form": form, "posts": posts, "offices": offices})


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def lost_step(request: HttpRequest) -> HttpResponse:
    """Show who lost their second step and waits for a second person to confirm it, and ask it for one more."""
    if request.method == "GET":
        return _lost_page(request, LostForm())
    raise_if_reauthentication_required(request, app="")
    form = LostForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                lost = ask_removal(**form.cleaned_data, by=_actor(request), at=now())
        except RefusedError as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, f"You have asked for {lost.person}. Somebody else must confirm within 24 hours.")
            return redirect("directory:lost")
    return _lost_page(request, form, status=NOT_UNDERSTOOD)


@require_POST
@allow(Permission.KEEP_PEOPLE)
@once
def lost_confirm(request: HttpRequest, lost: UUID) -> HttpResponse:
    """Confirm what another asked."""
    done = "The second step of {} is removed. They sign in with their password and set up a new one."
    return _lost_changed(request, lost, confirm_removal, done)


@require_POST
@allow(Permission.KEEP_PEOPLE)
@once
def lost_take_back(request: HttpRequest, lost: UUID) -> HttpResponse:
    """Take back what one asked oneself."""
    return _lost_changed(request, lost, take_back_removal, "You have taken back what you asked for {}.")


def _lost_changed(request: HttpRequest, lost: UUID, change: Callable[..., LostFactor], done: str) -> HttpResponse:
    """Do something to an ask that one may see, after a step-up; raises Http404 for all others."""
    get_object_or_404(lost_factors(_actor(request)), pk=lost)
    raise_if_reauthentication_required(request, app="")
    try:
        with transaction.atomic():
            row = change(lost=lost, by=_actor(request), at=now())
    except RefusedError as refusal:
        return _lost_page(request, LostForm(), refusal=str(refusal), status=CONFLICT)
    messages.success(request, done.format(row.person))
    return redirect("directory:lost")


def _lost_page(request: HttpRequest, form: LostForm, *, refusal: str = "", status: int = 200) -> HttpResponse:
    actor, at = _actor(request), now()
    asks = lost_factors(actor)
    waiting = asks.filter(confirmed_at=None, taken_back_at=None, expires__gt=at)
    context = {
        "form": form,
        "refusals": [{"text": refusal}] if refusal else [],
        "waiting": waiting,
        "ended": asks.exclude(pk__in=waiting.order_by().values("pk"))[:ENDED_SHOWN],
        "person": actor.person,
    }
    return render(request, "directory/lost.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allow(Permission.OPEN)
def pick(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented person by picking one. There is no such page outside the demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    people = on_the_books(london_date(now()))
    onward = request.GET.get("next") or request.POST.get("next") or ""
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    if request.method == "POST":
        person = next((one.person for one in people if str(one.person.pk) == request.POST.get("person")), None)
        if person is None:
            raise Http404
        sign_in_without_asking(request, person)
        return redirect(onward)
    agencies = [(name, list(those)) for name, those in groupby(people, key=lambda one: one.agency)]
    by_address = {one.person.email: one.person for one in people}
    first = [(by_address[CAST[name]], story) for name, story in STORIES.items() if CAST[name] in by_address]
    return render(request, "directory/pick.html", {"first": first, "agencies": agencies, "next": onward})


def sign_in_without_asking(request: HttpRequest, person: Person) -> None:
    """Sign somebody in as if they had shown both factors; for the demonstration's picking only."""
    login(request, person, backend=BACKEND)
    mark_second_factor(request.session, person)
