"""What is round every page: where one can go, who is signed in, in which partnership, and what waits for them."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from commonground.briefings.queries import waiting_for
from commonground.directory.middleware import STAYING, seconds_left
from commonground.directory.models import Person
from commonground.directory.queries import NOBODY, Actor
from commonground.now import london_date, now
from commonground.permissions import Permission
from commonground.web import listing
from commonground.web.besides import besides

Item = dict[str, Any]


@cache
def address(name: str) -> str:
    """Return the address of a page that takes nothing; it is the same for as long as the process lives."""
    return reverse(name)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout reads, in one query for nearly everybody; for nobody there is nowhere to go."""
    actor: Actor = getattr(request, "actor", NOBODY)
    around = {
        "home_url": address("web:home"),
        "demonstration": settings.DEMONSTRATION,
        "footer_links": links(actor.person),
    }
    if actor.person is None:
        return around
    if actor.person.guest:
        return around | for_a_guest(request, actor.person)
    waiting = getattr(request, "waiting", None)
    if waiting is None:
        waiting = listing.waiting_count(actor, now()) + besides(actor).count
        waiting += len(waiting_for(actor, london_date(now())))
    return around | {
        "navigation": items(request, actor, waiting),
        "person_name": actor.person.name,
        "account_url": address("directory:account"),
        "sign_out_url": address("account_logout"),
        "staying": staying(request, actor.person),
        "partnership_name": next(iter(actor.areas)) if len(actor.areas) == 1 else "",
    }


def links(person: Person | None) -> list[dict[str, str]]:
    """Return what stands at the foot of a page: for a guest nothing, since it leads to pages that are not theirs."""
    if person and person.guest:
        return []
    words = {"text": "Words and initials", "href": address("library:glossary")}
    if person is None:
        return [words]
    briefings = {"text": "Briefings", "href": address("briefings:mine")}
    return [{"text": "How this works", "href": address("web:how")}, words, briefings]


def for_a_guest(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Return the plain header of a guest: their name, and the way out."""
    return {
        "home_url": address("guests:start"),
        "person_name": person.name,
        "sign_out_url": address("account_logout"),
        "staying": staying(request, person),
    }


def staying(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Return how long one stays signed in, for the warning before it ends."""
    return {
        "url": address(STAYING),
        "seconds": int(seconds_left(request.session)),
        "warning": settings.SESSION_WARNING,
        "person": person.pk,
    }


def say_what_waits(request: HttpRequest, waiting: int) -> None:
    """Note how much waits for whoever asks, for a view that has read it: it is not counted again."""
    request.waiting = waiting  # type: ignore[attr-defined]


def items(request: HttpRequest, actor: Actor, waiting: int) -> list[Item]:
    """Return where somebody can go, with what waits for them; the page they are on is marked."""
    path = request.path_info
    offered = (
        ("Waiting for you", "web:home", Permission.OWN_ACCOUNT, listing.counted(waiting) if waiting else ""),
        ("Differences", "web:differences", Permission.TAKE_PART, ""),
        ("Library", "library:areas", Permission.OWN_ACCOUNT, ""),
        ("Raise a difference", "differences:start", Permission.RAISE, ""),
        ("People", "directory:people", Permission.KEEP_PEOPLE, ""),
        ("Messages", "notices:mine", Permission.OWN_ACCOUNT, ""),
        ("Help", "web:how", Permission.OWN_ACCOUNT, ""),
    )
    allowed = [
        {"text": text, "href": address(name), "count": count}
        for text, name, permission, count in offered
        if permission in actor.permissions
    ]
    fits = [
        item["href"]
        for item in allowed
        if path == item["href"] or (item["href"] != "/" and path.startswith(item["href"]))
    ]
    longest = max(fits, key=len, default=None)
    return [item | {"current": item["href"] == longest} for item in allowed]
