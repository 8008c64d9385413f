"""Talking it over: the ready team session and what came of it, the manager's card, a talk between colleagues."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from commonground.briefings.models import Briefing
from commonground.briefings.queries import reader_of
from commonground.briefings.talking import actions
from commonground.briefings.talking.forms import LookAgainForm, SessionForm
from commonground.briefings.talking.models import TeamSession
from commonground.briefings.talking.paper import card_paper, parts_of, session_paper
from commonground.briefings.talking.queries import (
    briefing_to_talk_over,
    rooms_of,
    sessions_of,
    to_look_at_again,
    to_talk_over,
)
from commonground.briefings.talking.words import AT_MEETINGS, HOW_LONG, WORRY_CARD
from commonground.directory.actions import RefusedError
from commonground.directory.asking import Done, Said, asked, sent
from commonground.editions.forms import today
from commonground.library.pages.views import actor_of, drawn
from commonground.library.questions import questions_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.printing import pdf_response
from commonground.record.submissions import once


@require_safe
@allow(Permission.LEAD_TEAM)
def sessions(request: HttpRequest) -> HttpResponse:
    """Show what one can talk over with one's team, and the sessions that were held."""
    actor = actor_of(request)
    context = {"ready": to_talk_over(actor), "due": to_look_at_again(actor, today()), "held": sessions_of(actor)}
    return render(request, "briefings/sessions.html", context)


@require_safe
@allow(Permission.LEAD_TEAM)
def session(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Show a team session that is ready to be held."""
    row = _found(request, briefing)
    area = row.edition.partnership
    headings = [one.heading for one in parts_of(row)]
    page = drawn(row.edition, area)
    shown = {one["heading"]: one for one in page["parts"]}
    context = {
        "briefing": row, "edition": row.edition, "slug": slugify(area.name), "plan": HOW_LONG,
        "whole_time": sum(minutes for _, minutes in HOW_LONG), "parts": [shown[one] for one in headings],
        "statement": AT_MEETINGS, "sources": page["sources"],
        "cards": [(one, one.answers[one.right]) for one in questions_of(row.edition.key)],
    }  # fmt: skip
    return render(request, "briefings/session.html", context)


@require_safe
@allow(Permission.LEAD_TEAM)
def session_pdf(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Give the team session on paper."""
    row = _found(request, briefing)
    return pdf_response(session_paper(row), f"team-session-{row.edition.key}-edition-{row.edition.number}")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.LEAD_TEAM)
@once
def held(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Ask who was there, what was said and what the team will do, and write it down."""
    actor, row = actor_of(request), _found(request, briefing)
    rooms = rooms_of(actor, today())
    room = next((one for one in rooms if str(one.agency.pk) == request.GET.get("agency")), rooms[0])
    form = SessionForm(sent(request), room=room)

    def do(_: Said) -> Done:
        made = actions.hold_session(by=actor, at=now(), briefing=row.pk, session=form.session())
        return Done(
            "It is written down. Thank you for making the time.", reverse("briefings:team_session", args=[made.pk])
        )

    around = {"briefing": row, "edition": row.edition, "room": room, "rooms": rooms}
    return asked(request, form, do, template="briefings/held.html", around=around)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.LEAD_TEAM)
@once
def team_session(request: HttpRequest, session: UUID) -> HttpResponse:
    """Show a session that was held, and ask what came of it."""
    actor = actor_of(request)
    rows: Any = TeamSession.objects.visible_to(actor).select_related("edition", "agency", "team", "held_by")
    row: TeamSession | None = rows.filter(pk=session).first()
    if row is None:
        raise Http404
    form = LookAgainForm(sent(request))

    def do(said: Said) -> Done:
        actions.look_again(by=actor, at=now(), session=row.pk, came_of_it=said["came_of_it"])
        return Done("What came of it is written down.", reverse("briefings:team_session", args=[row.pk]))

    there = [one.person for one in row.attended.select_related("person").order_by("person__name")]
    around = {"session": row, "edition": row.edition, "there": there}
    return asked(request, form, do, template="briefings/team_session.html", around=around)


@require_safe
@allow(Permission.LEAD_TEAM)
def worry_card(request: HttpRequest) -> HttpResponse:
    """Show the card of a manager to whom a colleague comes with a worry."""
    return render(request, "briefings/worry_card.html", {"parts": WORRY_CARD})


@require_safe
@allow(Permission.LEAD_TEAM)
def worry_card_pdf(_request: HttpRequest) -> HttpResponse:
    """Give the card on paper."""
    return pdf_response(card_paper(now()), "a-colleague-comes-with-a-worry")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.OWN_ACCOUNT)
@once
def talked(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Ask with whom it was talked over (GET: one tap leads here), and note it (POST: the second)."""
    person = actor_of(request).person
    reader = reader_of(person, briefing) if person else None
    if reader is None or person is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            with transaction.atomic():
                elsewhere = request.POST.get("with") == "elsewhere"
                actions.note_talk(person=person, at=now(), briefing=briefing, elsewhere=elsewhere)
        except RefusedError as error:
            refusal = str(error)
        else:
            return redirect(reverse("briefings:talked", args=[briefing]) + "?noted=yes")
    context = {
        "briefing": reader.briefing, "edition": reader.briefing.edition, "refusal": refusal,
        "noted": request.GET.get("noted") == "yes" and any(row.talked_at for row in reader.rows),
    }  # fmt: skip
    return render(request, "briefings/talked.html", context, status=409 if refusal else 200)


def _found(request: HttpRequest, briefing: UUID) -> Briefing:
    """Return a briefing that somebody can talk over with their team; raises Http404 for all others."""
    row = briefing_to_talk_over(actor_of(request), briefing)
    if row is None:
        raise Http404
    return row
