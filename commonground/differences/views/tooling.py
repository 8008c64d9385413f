"""From a toolkit to its tool: in which of one's own open differences it is opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commonground.differences.models import Difference, Seat
from commonground.differences.views.finding import actor_of
from commonground.differences.when import day_words
from commonground.library.at_hand import tools
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import Subject

MOST = 50
"""So many are listed, the newest first; any other is opened from its own page."""


@require_safe
@allow(Permission.TAKE_PART)
def in_which(request: HttpRequest, tool: str) -> HttpResponse:
    """List the open differences in which somebody takes part and there is this tool, each with the way to it."""
    if tool not in tools():
        raise Http404
    found = tools()[tool]
    actor, today = actor_of(request), london_date(now())
    own = Seat.objects.held_by(actor).taking_part().values("difference")
    about = {"subject": Subject.CHILD} if found.about_child else {}
    rows = Difference.objects.visible_to(actor).filter(pk__in=own, ended_at=None, **about)
    listed = [
        (row, reverse(f"differences:{tool}", args=[row.reference]), day_words(london_date(row.raised_at), today))
        for row in rows.order_by("-raised_at", "id")[:MOST]
    ]
    return render(request, "differences/sheets/in_which.html", {"tool": found, "rows": listed})
