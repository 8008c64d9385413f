"""What is round every page: where one can go, who is signed in, in which partnership. One query."""

from typing import Any

from django.conf import settings
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse

from commonground.directory.middleware import STAYING, seconds_left
from commonground.directory.models import Partnership
from commonground.directory.queries import NOBODY, Actor
from commonground.now import now
from commonground.permissions import Permission
from commonground.web import listing

Item = dict[str, Any]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout reads. For nobody, and before it is known who asks, there is nowhere to go."""
    actor: Actor = getattr(request, "actor", NOBODY)
    around = {
        "home_url": reverse("web:home"),
        "demonstration": settings.DEMONSTRATION,
        "footer_links": [{"text": "How this works", "href": reverse("web:how")}] if actor.person else [],
    }
    if actor.person is None:
        return around
    partnerships, waiting = partnerships_and_waiting(actor)
    return around | {
        "navigation": items(request, actor, waiting),
        "person_name": actor.person.name,
        "account_url": reverse("directory:account"),
        "sign_out_url": reverse("account_logout"),
        "staying": {
            "url": reverse(STAYING),
            "seconds": int(seconds_left(request.session)),
            "warning": settings.SESSION_WARNING,
            "person": actor.person.pk,
        },
        "partnership_name": partnerships[0] if len(partnerships) == 1 else "",
    }


def partnerships_and_waiting(actor: Actor) -> tuple[list[str], int]:
    """Return the names of somebody's partnerships, and how many differences wait for them, in one query."""
    keys = listing.waiting(actor, now()).order_by().values("pk")[: listing.MOST + 1]
    sql, params = keys.query.sql_with_params()  # as it stands: visible_to names its table, so it takes no alias
    count = RawSQL(f"(SELECT COUNT(*) FROM ({sql}) waiting)", params, output_field=IntegerField())  # noqa: S608, S611
    rows = Partnership.objects.filter(pk__in=actor.partnerships).annotate(waiting=count).order_by("name")
    found = list(rows.values_list("name", "waiting"))
    return [name for name, _ in found], found[0][1] if found else 0


def items(request: HttpRequest, actor: Actor, waiting: int) -> list[Item]:
    """Return where somebody can go, with what waits for them; the page they are on is marked."""
    path = request.path_info
    offered = (
        ("Waiting for you", "web:home", Permission.OWN_ACCOUNT, listing.counted(waiting) if waiting else ""),
        ("Differences", "web:differences", Permission.TAKE_PART, ""),
        ("Raise a difference", "differences:start", Permission.RAISE, ""),
        ("Messages", "notices:mine", Permission.OWN_ACCOUNT, ""),
        ("Help", "web:how", Permission.OWN_ACCOUNT, ""),
    )
    allowed = [
        {"text": text, "href": reverse(name), "count": count}
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
