"""The pages on which it is kept when an agency is closed, and who answers meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonground.directory.actions import RefusedError
from commonground.directory.people import closures
from commonground.directory.people.forms import ClosureForm
from commonground.directory.people.views.asking import CONFLICT, Asking, actor_of, asked, kept
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def closed(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Ask when an agency is closed and who answers meanwhile."""
    row, at = kept(request, agency), now()
    posts = {str(post.pk): post for post in closures.stand_ins(row, london_date(at))}
    form = ClosureForm(request.POST if request.method == "POST" else None, posts=posts)
    asking = Asking(
        heading=f"When {row} is closed",
        send="Note these days",
        back=reverse("directory:agency", args=[row.pk]),
        back_text=row.name,
        says=(
            "A child’s need does not wait, so time runs on while an agency is closed.",
            "Whoever works here only is away on these days. Then the post that you choose answers for it.",
            "If they act for the other side, the partnership’s office is asked.",
        ),
    )

    def do(said: dict[str, object]) -> str:
        answers = said | {"stand_in": posts[str(said["stand_in"])]}
        made = closures.close(agency=row, by=actor_of(request), at=at, **answers)  # type: ignore[arg-type]  # as the form made them
        return f"It is noted that {row} is closed. {made.stand_in} answers meanwhile."

    return asked(request, asking, form, do)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def open_again(request: HttpRequest, agency: UUID, closure: UUID) -> HttpResponse:
    """Ask once more (GET), then take back that an agency is closed."""
    row, at = kept(request, agency), now()
    found = get_object_or_404(closures.ahead(row.pk, london_date(at)), pk=closure)
    back = reverse("directory:agency", args=[row.pk])
    context = {"agency": row, "closure": found, "back": back}
    if request.method != "POST":
        return render(request, "directory/people/open_again.html", context)
    try:
        with transaction.atomic():
            closures.open_again(closure=found.pk, by=actor_of(request), at=at)
    except RefusedError as refusal:
        return render(request, "directory/people/open_again.html", context | {"why": refusal}, status=CONFLICT)
    messages.success(request, f"{row} is not closed then.")
    return redirect(back)
