"""What readers said of the pages that somebody keeps, counted by edition."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q

from commonground.directory.queries import Actor
from commonground.library.pages.models import PageEdition

WORDS = 5
"""So many of the newest sentences about what was missing are shown of an edition."""

MOST = 50
"""So many editions are shown, those first that most people miss something in."""


@dataclass(frozen=True, slots=True)
class Said:
    """How many found an edition useful and how many did not, and what the newest of those missed."""

    edition: UUID
    title: str
    number: int
    area: str
    yes: int
    no: int
    missing: tuple[str, ...]


def said_of(actor: Actor) -> list[Said]:
    """Return what readers said of the editions that somebody keeps, in one query."""
    rows = PageEdition.objects.kept_by(actor).filter(answers__isnull=False)
    counted = rows.annotate(
        yes=Count("answers", filter=Q(answers__useful=True)),
        no=Count("answers", filter=Q(answers__useful=False)),
        missing=ArrayAgg(
            "answers__missing", filter=~Q(answers__missing=""), order_by=("-answers__day", "answers__key"), default=[]
        ),
    )
    columns = ("pk", "title", "number", "partnership__name", "yes", "no", "missing")
    found = counted.order_by("-no", "-yes", "title", "number").values_list(*columns)[:MOST]
    return [
        Said(edition, title, number, area, yes, no, tuple(missing[:WORDS]))
        for edition, title, number, area, yes, no, missing in found
    ]
