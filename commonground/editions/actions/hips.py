"""Setting up the four partnerships that share the HIPS procedures, with the shared drafts and nobody's figures."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from commonground.directory.actions import RefusedError, found_partnership, invite
from commonground.directory.models import Partnership, Post
from commonground.directory.queries import current
from commonground.editions.actions.drafting import start_draft
from commonground.editions.models import Edition
from commonground.now import london_date
from commonground.procedures.loading import shipped
from commonground.procedures.terms import Role

HIPS = ("hips", "hips-conference")
"""The procedures that they share: the general one, and the one about conferences."""
AREAS = {
    "Hampshire": "Hampshire",
    "Isle of Wight": "the Isle of Wight",
    "Portsmouth": "Portsmouth",
    "Southampton": "Southampton",
}
"""The partnerships by name, each with where it works, in words."""


@dataclass(slots=True)
class Started:
    """What was made this time, and how each invited officer gets in."""

    made: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    editions: list[Edition] = field(default_factory=list)


@transaction.atomic
def start_hips(*, officers: Mapping[str, tuple[str, str]], at: datetime) -> Started:
    """Make those of the four partnerships that are not there, invite officers, and start each shared draft once.

    ``officers`` is the name and work address of a first officer, by partnership; one whose post is held is not
    invited again. Raises RefusedError for a partnership that is none of the four.
    """
    for name in officers:
        if name not in AREAS:
            message = f"{name} is none of the four: {', '.join(AREAS)}."
            raise RefusedError(message)
    started = Started()
    for name, area in AREAS.items():
        if not Partnership.objects.filter(name__iexact=name).exists():
            found_partnership(name=name, area=area, by=None, at=at)
            started.made.append(name)
    for name, (officer, email) in officers.items():
        post = _post(name)
        if not post.holdings.filter(current(london_date(at)), deputy=False).exists():
            started.links[name] = invite(
                name=officer, email=email, title="Partnership officer", post=post, by=None, at=at
            )  # fmt: skip
    partnerships = list(Partnership.objects.filter(name__in=AREAS).order_by("name"))
    for key in HIPS:
        if not Edition.objects.of(*(one.pk for one in partnerships)).filter(key=key).exists():
            draft = start_draft(by=None, at=at, partnerships=partnerships, text=shipped()[key])
            started.editions.append(draft)
    return started


def _post(name: str) -> Post:
    return Post.objects.filter(partnership__name=name, role=Role.PARTNERSHIP_OFFICER).order_by("starts", "pk")[:1].get()
