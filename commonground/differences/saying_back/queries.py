"""What was said back in a difference, and how often in an area. The caller has found it through ``visible_to``."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from commonground.differences.models import SayBack, View
from commonground.differences.reading import Standpoint
from commonground.differences.totals import counted
from commonground.directory.queries import Actor
from commonground.procedures.saying_back import reads_it_first
from commonground.questions import Blank, Question
from commonground.record.models import Look

WITH_THE_REPLY = "page, with the reply at once"
"""What is written of a look by which somebody had the reply shown before they said whether they are understood."""


@Question
def _said_back(difference: Blank) -> QuerySet[SayBack]:
    return SayBack.objects.of(difference).select_related("by", "heard_by").order_by("number")


def said_back(difference: UUID) -> tuple[SayBack, ...]:
    """Return everything that was said back, in order, in one query."""
    return tuple(_said_back(difference=difference))


def to_read_first(
    here: Standpoint, actor: Actor, said: Sequence[SayBack], views: Sequence[View]
) -> SayBack | None:  # fmt: skip
    """Return what this person reads before the newest answer, which came with it; None where the answer is open.

    It is open once somebody of their side said whether they are understood, or they had it shown at once before.
    """
    answer = next((view for view in reversed(views) if view.answer), None)
    found = next((one for one in said if answer and one.reply == answer.number and not one.heard), None)
    if found is None or not reads_it_first(here.situation, here.standings, reply_at_stage=found.stage):
        return None
    assert actor.person is not None  # noqa: S101 nobody acts for no side
    looks = Look.objects.filter(
        subject=found.difference_id, person_id=actor.person.pk, part=WITH_THE_REPLY, at__gte=found.at
    )
    return None if looks.exists() else found


def totals(area: UUID) -> Mapping[str, int] | None:
    """Return how often each came of what was said back in an area, in full fives; None where too few people did.

    It is for the area's office, and nothing for anybody else: the database says who that is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked, answer, number FROM differences_said_back(%s)", [area])
        return counted(cursor.fetchall()).get("said_back")
