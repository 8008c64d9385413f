"""The page of one's own notices; in a demonstration without a mail server, of what would have been sent."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonground.notices import messages
from commonground.notices.models import Notice
from commonground.permissions import Permission, allow
from commonground.procedures.worktime import moment_text

A_PAGE = 20


@dataclass(frozen=True)
class Shown:
    """A notice as its page shows it: exactly what the e-mail says, when it was left, and what became of it."""

    reference: str
    subject: str
    body: str
    link: str
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


def shown(notice: Notice) -> Shown:
    """Return a notice in words."""
    sent = f"Sent {moment_text(notice.sent_at)}" if notice.sent_at else "Not sent yet"
    return Shown(
        reference=notice.reference,
        subject=messages.subject_line(notice.kind, notice.reference),
        body=messages.body(notice.kind, reference=notice.reference, stage=notice.stage, due=notice.due),
        link=messages.link(notice.reference),
        left=moment_text(notice.left_at),
        became=sent if settings.NOTICES_DELIVER else "",
    )
