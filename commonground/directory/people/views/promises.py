"""The page on which an agency's no-detriment promise is kept."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonground.directory.people import promises
from commonground.directory.people.forms import PromiseForm
from commonground.directory.people.models import Promise
from commonground.directory.people.views.asking import Asking, actor_of, asked, kept
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def promise(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Write down the promise that an agency's senior leader has given, and who backs whoever raises."""
    row, at = kept(request, agency), now()
    given = Promise.objects.filter(agency=row).first()
    initial = {"words": promises.USUAL}
    if given:
        initial = {"words": given.words, "leader": given.leader, "backer": str(given.backer_id)}
    posts = {str(post.pk): post for post in promises.backers(row, london_date(at))}
    form = PromiseForm(request.POST if request.method == "POST" else None, posts=posts, initial=initial)
    asking = Asking(
        heading="The promise to whoever raises a difference",
        send="Keep this promise",
        back=reverse("directory:agency", args=[row.pk]),
        back_text=row.name,
        says=(
            "Some people fear what happens to them when they disagree.",
            f"So a senior leader of {row} puts their name to a promise, and somebody backs whoever raises one.",
            "They read it before they send what they raise, with whom to ring.",
        ),
    )

    def do(answers: dict[str, object]) -> str:
        promises.promise(
            agency=row, words=str(answers["words"]), leader=str(answers["leader"]),
            backer=posts[str(answers["backer"])], by=actor_of(request), at=at,
        )  # fmt: skip
        return "The promise is kept. Whoever raises a difference reads it."

    return asked(request, asking, form, do)
