"""The list of agencies, and the page of one agency's people in order of its line."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from commonground.directory.people import queries
from commonground.directory.people.actions import confirm_people
from commonground.directory.people.closures import ahead
from commonground.directory.people.forms import FindForm
from commonground.directory.people.promises import promised
from commonground.directory.people.views.asking import actor_of, kept
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import AgencyKind, Role
from commonground.record.submissions import once

POSTS_A_PAGE = 50


@require_GET
@allow(Permission.KEEP_PEOPLE)
def agencies(request: HttpRequest) -> HttpResponse:
    """List the agencies whose people one keeps; with one alone, go to it."""
    actor, at = actor_of(request), now()
    listed = queries.agencies_listed(actor, london_date(at), at)
    if len(listed) == 1 and not actor.offices:
        return redirect("directory:agency", listed[0].agency.pk)
    shown = [(row, AgencyKind(row.agency.kind).label) for row in listed]
    context = {"stale": [one for one in shown if one[0].stale], "fresh": [one for one in shown if not one[0].stale]}
    return render(request, "directory/people/agencies.html", context | {"officer": bool(actor.offices)})


@require_GET
@allow(Permission.KEEP_PEOPLE)
def agency_people(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Show an agency's posts in order of its line, with who has them, who is away, and what was changed last."""
    actor, at, row = actor_of(request), now(), kept(request, agency)
    today = london_date(at)
    line = queries.line_of(row, today)
    unheld = queries.unheld(line, today)
    form = FindForm(request.GET if "find" in request.GET else None)
    words = form.cleaned_data["find"].strip() if form.is_bound and form.is_valid() else ""
    only_unheld = request.GET.get("show") == "unheld"
    only_role = next((role for role in Role if role == request.GET.get("role")), None)
    posts = unheld if only_unheld else line
    if only_role:
        posts = posts.filter(role=only_role)
    if words:
        posts = queries.found(posts, words, today)
    page = Paginator(posts, POSTS_A_PAGE).get_page(request.GET.get("page"))
    shown = queries.kept_posts(page.object_list, actor, today)  # type: ignore[arg-type]  # a page of a query set
    confirmed = queries.last_confirmed(row)
    context = {
        "agency": row,
        "form": form,
        "words": words,
        "only_unheld": only_unheld,
        "only_role": only_role.label if only_role else "",
        "roles": [(role, role.label, number) for role, number in queries.counted_by_role(line)],
        "page": page,
        "newer": _page(request.GET, page.number - 1) if page.has_previous() else "",
        "older": _page(request.GET, page.number + 1) if page.has_next() else "",
        "line": [(Role(role).label, list(those)) for role, those in groupby(shown, lambda one: one.post.role)],
        "unheld": unheld.count(),
        "unattended": queries.unattended(line, today).count(),
        "confirmed": confirmed,
        "stale": queries.stale(confirmed, at),
        "closures": ahead(row.pk, today),
        "promise": promised(row.pk, today),
        "changes": queries.latest_changes(row),
        "answers": row.kind != AgencyKind.PARTNERSHIP,
        "officer": row.partnerships.filter(pk__in=actor.offices).exists(),
        "several": bool(actor.offices) or len(actor.agencies_as(Role.SAFEGUARDING_LEAD)) > 1,
    }
    return render(request, "directory/people/agency.html", context)


def _page(asked: QueryDict, number: int) -> str:
    other = asked.copy()
    other["page"] = str(number)
    return f"?{other.urlencode()}"


@require_POST
@allow(Permission.KEEP_PEOPLE)
@once
def still_right(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Note that the whole list is still right."""
    row = kept(request, agency)
    with transaction.atomic():
        confirm_people(agency=row, by=actor_of(request), at=now())
    messages.success(request, "You have said that this list is right. You will be asked again in a year.")
    return redirect(reverse("directory:agency", args=[row.pk]))
