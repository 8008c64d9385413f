"""One page that asks for something and does it: finding what is one's own, drawing, sending, refusing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from commonground.directory import asking as asking_of
from commonground.directory.models import Agency, Post
from commonground.directory.people.rules import shaped_agencies
from commonground.directory.queries import Actor, fillable, kept_agencies
from commonground.govuk.forms import GovukForm

NOT_UNDERSTOOD, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Asking:
    """What a page that asks is made of: its heading, what it says, its button, and where one goes after or back."""

    heading: str
    send: str
    back: str
    back_text: str
    says: tuple[str, ...] = ()
    will: tuple[str, ...] = ()
    """What happens when it is sent, as a list under ``will_heading``."""
    will_heading: str = "What happens"
    warns: bool = False
    """Whether the button is one that cannot be taken back."""


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks."""
    return cast("Actor", request.actor)  # type: ignore[attr-defined]


def kept(request: HttpRequest, agency: UUID) -> Agency:
    """Return an agency whose people whoever asks keeps; raises Http404 for all others."""
    return get_object_or_404(kept_agencies(actor_of(request)), pk=agency)


def shaped(request: HttpRequest, agency: UUID) -> Agency:
    """Return an agency to which whoever asks may add teams and posts; raises Http404 for all others."""
    return get_object_or_404(shaped_agencies(actor_of(request)), pk=agency)


def posts_of(agency: Agency) -> QuerySet[Post]:
    """Return an agency's posts with what their names need."""
    return Post.objects.filter(agency=agency).select_related("agency", "team")


def filled(request: HttpRequest, agency: Agency, post: UUID) -> Post:
    """Return a post of an agency that whoever asks may fill; raises Http404 for all others."""
    mine = Post.objects.filter(fillable(actor_of(request)), pk=OuterRef("pk"))
    return get_object_or_404(posts_of(agency).filter(Exists(mine)), pk=post)


def asked(
    request: HttpRequest,
    asking: Asking,
    form: GovukForm,
    do: Callable[[dict[str, Any]], str],
    then: Callable[[], str] | None = None,
) -> HttpResponse:
    """Draw a page that asks, or do what was sent and go on; ``do`` takes the answers and returns what to say after.

    One goes on to where one goes back, or to where ``then`` says once it is done.
    """

    def done(said: dict[str, Any]) -> asking_of.Done:
        words = do(said)
        return asking_of.Done(words, then() if then else asking.back)

    return asking_of.asked(request, form, done, template="directory/people/ask.html", around={"asking": asking})
