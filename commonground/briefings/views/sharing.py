"""The pages on which officers and safeguarding leads share what is to be read, pass it on, and see how far it came."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.briefings import actions
from commonground.briefings.actions.linking import may_give
from commonground.briefings.actions.sharing import may_share
from commonground.briefings.asked import MOST_WORDS, longest
from commonground.briefings.forms import LinkForm, PassOnForm, ShareForm, capital
from commonground.briefings.models import Briefing, PassedOn, PersonalLink
from commonground.briefings.queries import counts_of, shared_with, too_long_to_ask_again
from commonground.briefings.terms import To
from commonground.directory.actions import RefusedError
from commonground.directory.asking import Done, Said, asked, sent
from commonground.directory.models import Agency, Partnership, Team
from commonground.directory.queries import Actor
from commonground.editions.forms import today
from commonground.library.pages.models import PageEdition
from commonground.library.pages.published import reads
from commonground.library.pages.shape import PageKind
from commonground.library.pages.views import actor_of
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import AgencyKind, Role
from commonground.record.submissions import once


@require_safe
@allow(Permission.SHARE_BRIEFINGS)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what was shared in one's areas and agencies, and how far each has come."""
    actor = actor_of(request)
    leads = actor.agencies_as(Role.SAFEGUARDING_LEAD)
    context = {"shared": shared_with(actor), "leads": sorted(leads), "today": today()}
    return render(request, "briefings/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SHARE_BRIEFINGS)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Ask what is shared with whom, and share it."""
    actor = actor_of(request)
    own = actor.agencies_as(Role.SAFEGUARDING_LEAD)
    agencies = Agency.objects.filter(partnerships__in=actor.offices).exclude(kind=AgencyKind.PARTNERSHIP)
    form = ShareForm(
        sent(request), pages=_pages(actor), agencies=list(agencies.distinct().order_by("name")),
        teams=list(Team.objects.filter(agency__in=own).select_related("agency").order_by("agency__name", "name")),
    )  # fmt: skip

    def do(_: Said) -> Done:
        row = actions.share(by=actor, at=now(), new=form.new())
        said = (
            "It is shared. You need not wait for it." if row.starts <= today() else "It is shared from its first day."
        )
        return Done(said, reverse("briefings:shared", args=[row.pk]))

    return asked(request, form, do, template="briefings/new.html")


def _pages(actor: Actor) -> list[tuple[str, str]]:
    """Return what somebody may share, packs first: an officer's area, or a lead's agency, and the key of the page."""
    whose = [(area, "") for area in actor.offices]
    for one in Agency.objects.filter(pk__in=actor.agencies_as(Role.SAFEGUARDING_LEAD)).order_by("name"):
        whose += [(area, str(one.pk)) for area in one.partnerships.values_list("pk", flat=True)]
    areas = {one.pk: one.name for one in Partnership.objects.filter(pk__in={area for area, _ in whose})}
    found = []
    for area, agency in whose:
        rows = PageEdition.objects.of(area).stood(today()).defer("text", "shared")
        for row in sorted(rows, key=lambda row: (row.kind != PageKind.PACK, row.title)):
            asks = longest(reads(row).page)
            if not asks.too_long:
                where = f", {areas[area]}" if len(areas) > 1 else ""
                found.append((f"{area}.{agency}.{row.key}", f"{row.title}{where} ({_minutes(asks.minutes)})"))
    return found


def _minutes(many: int) -> str:
    return "1 minute" if many == 1 else f"{many} minutes"


@require_safe
@allow(Permission.SHARE_BRIEFINGS)
def about(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Show one that was shared: with whom, how far it has come, and what can be done with it."""
    actor = actor_of(request)
    row = _kept(actor, briefing)
    own = _agencies(actor, row)
    passed = list(PassedOn.objects.filter(briefing=row).select_related("agency", "by").order_by("agency__name"))
    leads = actor.agencies_as(Role.SAFEGUARDING_LEAD)
    links = PersonalLink.objects.filter(briefing=row, agency__in=[one.pk for one in own])
    context = {
        "briefing": row,
        "edition": row.edition,
        "slug": slugify(row.partnership.name),
        "counts": counts_of(actor, row),
        "few": settings.SMALLEST_TOLD,
        "to": to_whom(row),
        "passed": [one for one in passed if row.partnership_id in actor.offices or one.agency_id in leads],
        "to_pass_on": [
            one for one in own
            if row.agency_id is None and one.pk in leads and one.pk not in {some.agency_id for some in passed}
        ],
        "links": list(links.select_related("person", "agency").order_by("-given_at")[:50]),
        "gives": bool(own),
        "whole": row.partnership_id in actor.offices or row.agency_id in leads,
        "ends": may_share(actor, row.partnership_id, row.agency_id),
        "too_long": too_long_to_ask_again(row, today()),
        "most_words": MOST_WORDS,
        "percent": int(100 * row.done / max(row.total, 1)),
        "today": today(),
    }  # fmt: skip
    return render(request, "briefings/shared.html", context)


def to_whom(row: Briefing) -> list[str]:
    """Return in words to whom a briefing goes."""
    if row.to == To.NAMED:
        many = len(row.people)
        return ["1 person who was named" if many == 1 else f"{many} people who were named"]
    lines = []
    if row.agency_id:
        lines.append(f"{row.agency}")
    elif row.agencies:
        lines += list(Agency.objects.filter(pk__in=row.agencies).order_by("name").values_list("name", flat=True))
    else:
        lines.append(f"Every agency in {row.partnership}")
    lines += [f"Only: {AgencyKind(one).label}" for one in row.kinds]
    lines += [f"Only the team {one}" for one in Team.objects.filter(pk__in=row.teams).order_by("name")]
    lines += [f"Only: {capital(Role(one).label)}" for one in row.roles]
    return lines


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SHARE_BRIEFINGS)
@once
def pass_on(request: HttpRequest, briefing: UUID, agency: UUID) -> HttpResponse:
    """Ask for a lead's own words, and for which more of their teams it is; and pass it on."""
    actor = actor_of(request)
    row = _kept(actor, briefing)
    if agency not in actor.agencies_as(Role.SAFEGUARDING_LEAD) or row.agency_id:
        raise Http404
    found = Agency.objects.get(pk=agency)
    form = PassOnForm(sent(request), teams=list(found.teams.order_by("name")))

    def do(said: Said) -> Done:
        teams = tuple(map(UUID, said.get("teams") or ()))
        actions.pass_on(by=actor, at=now(), briefing=row.pk, agency=agency, words=said["words"], teams=teams)
        return Done("You passed it on. Your words stand above what your people read.", _address(row))

    around = {"briefing": row, "edition": row.edition, "agency": found}
    return asked(request, form, do, template="briefings/pass_on.html", around=around)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SHARE_BRIEFINGS)
@once
def stop(request: HttpRequest, briefing: UUID) -> HttpResponseBase:
    """Ask once more (GET), then end it."""
    row = _kept(actor_of(request), briefing)
    if request.method == "POST":
        try:
            with transaction.atomic():
                actions.stop(by=actor_of(request), at=now(), briefing=row.pk)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "It has ended. Nobody is asked any more, and who read it stays.")
        return redirect(_address(row))
    return render(request, "briefings/stop.html", {"briefing": row, "edition": row.edition})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.SHARE_BRIEFINGS)
@once
def give_link(request: HttpRequest, briefing: UUID) -> HttpResponse:
    """Ask whom a link is for, and send it."""
    actor = actor_of(request)
    row = _kept(actor, briefing)
    agencies = _agencies(actor, row)
    if not agencies:
        raise Http404
    form = LinkForm(sent(request), agencies=agencies)

    def do(_: Said) -> Done:
        made = actions.give_link(by=actor, at=now(), briefing=row.pk, to=form.link())
        return Done(f"A link goes to {made.person.name}. It opens on one telephone or computer.", _address(row))

    return asked(
        request, form, do, template="briefings/give_link.html", around={"briefing": row, "edition": row.edition}
    )


@require_POST
@allow(Permission.SHARE_BRIEFINGS)
@once
def take_link_back(request: HttpRequest, link: UUID) -> HttpResponseBase:
    """End a link."""
    try:
        with transaction.atomic():
            row = actions.take_link_back(by=actor_of(request), at=now(), link=link)
    except RefusedError:
        raise Http404 from None
    messages.success(request, f"The link of {row.person.name} opens no more.")
    return redirect(_address(row.briefing))


def _kept(actor: Actor, briefing: UUID) -> Briefing:
    """Return a briefing that somebody shares or passes on; raises Http404 for all others."""
    rows: Any = Briefing.objects.visible_to(actor).select_related("edition", "partnership", "agency", "by")
    row: Briefing | None = rows.filter(pk=briefing).first()
    if row is None:
        raise Http404
    return row


def _agencies(actor: Actor, row: Briefing) -> Sequence[Agency]:
    """Return the agencies in which somebody gives links to a briefing."""
    found = Agency.objects.filter(partnerships=row.partnership_id).exclude(kind=AgencyKind.PARTNERSHIP)
    return [one for one in found.order_by("name") if may_give(actor, row, one.pk)]


def _address(row: Briefing) -> str:
    return reverse("briefings:shared", args=[row.pk])
