"""The pages of one's own notices (in a demonstration: of what would have been sent) and of how one is told."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import success
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonground.notices import messages
from commonground.notices.actions import choose_how
from commonground.notices.forms import AT_ONCE, DAILY, HowToldForm
from commonground.notices.kinds import ABOUT_HOLIDAYS, ABOUT_LIBRARY, ABOUT_POSTS
from commonground.notices.models import HowTold, Notice
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.worktime import moment_text
from commonground.record.submissions import once

A_PAGE = 20
NOT_UNDERSTOOD = 422


@dataclass(frozen=True)
class Shown:
    """A notice as its page shows it: exactly what the e-mail says, when it was left, and what became of it."""

    reference: str
    subject: str
    body: str
    link: str
    opens: str
    left: str
    became: str


@require_safe
@allow(Permission.OWN_ACCOUNT)
def mine(request: HttpRequest) -> HttpResponse:
    """Show the notices for whoever asks, the newest first."""
    rows = Notice.objects.filter(person_id=request.actor.person.pk).order_by("-left_at", "pk")  # type: ignore[attr-defined]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "heading": "Messages to you" if settings.NOTICES_DELIVER else "What would have been sent to you",
        "delivered": settings.NOTICES_DELIVER,
        "notices": [shown(notice) for notice in page.object_list],
        "newer": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "older": f"?page={page.next_page_number()}" if page.has_next() else "",
    }
    return render(request, "notices/mine.html", context)


@require_http_methods(["GET", "POST"])
@allow(Permission.OWN_ACCOUNT)
@once
def how(request: HttpRequest) -> HttpResponse:
    """Show how whoever asks is told, and let them choose."""
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        form = HowToldForm(request.POST)
        if form.is_valid():
            choose_how(daily=form.cleaned_data["how"] == DAILY, by=actor, at=now())
            success(request, "Your choice is kept.")
            return redirect("notices:mine")
    else:
        daily = HowTold.objects.filter(person=actor.person, daily=True).exists()
        form = HowToldForm(initial={"how": DAILY if daily else AT_ONCE})
    context = {"form": form, "email": actor.person.email}
    return render(request, "notices/how.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


def shown(notice: Notice) -> Shown:
    """Return a notice in words."""
    how_sent = "Sent in your summary" if notice.summary_id else "Sent"
    sent = f"{how_sent} {moment_text(notice.sent_at)}" if notice.sent_at else "Not sent yet"
    return Shown(
        reference=notice.reference,
        subject=messages.subject_line(notice.kind, notice.reference, urgent=notice.urgent),
        body=messages.body(notice.kind, reference=notice.reference, stage=notice.stage, due=notice.due),
        link=messages.link(notice.reference, notice.kind),
        opens=opens(notice),
        left=moment_text(notice.left_at),
        became=sent if settings.NOTICES_DELIVER else "",
    )


def opens(notice: Notice) -> str:
    """Return how the link of a notice reads."""
    if notice.kind in ABOUT_POSTS:
        return "Open who answers at each stage"
    if notice.kind in ABOUT_HOLIDAYS:
        return "Open bank holidays"
    if notice.kind in ABOUT_LIBRARY:
        return "Open the desk of the library"
    return f"Open {notice.reference}" if notice.reference else "Open what waits for you"
