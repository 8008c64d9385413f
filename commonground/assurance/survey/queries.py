"""What is read of a survey: whom a round invites, which rounds somebody answers or keeps, and what was said."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from commonground.assurance.models import Answered, Group, Round
from commonground.assurance.survey.blinding import marks
from commonground.directory.models import Agency, Holding, Partnership
from commonground.directory.queries import Actor, current
from commonground.directory.waits import Waits
from commonground.procedures.terms import AgencyKind, Role
from commonground.questions import Blank, Question, one_of


def agencies_asked(partnership: UUID) -> list[UUID]:
    """Return the agencies whose staff are asked: all of a partnership but its own office, by name."""
    rows = Agency.objects.filter(partnerships=partnership).exclude(kind=AgencyKind.PARTNERSHIP)
    return list(rows.order_by("name", "id").values_list("pk", flat=True))


def people_invited(partnership: UUID, on: date) -> tuple[dict[UUID, int], int]:
    """Return how many people with an account work for each agency on a day, and how many in all: two queries.

    Somebody of two agencies is counted in both, and once in all.
    """
    there = Holding.objects.filter(
        current(on), current(on, "post__"), person__is_active=True, person__guest=False,
        post__agency__in=agencies_asked(partnership),
    )  # fmt: skip
    rows = there.values("post__agency").annotate(people=Count("person", distinct=True)).order_by()
    whole = there.aggregate(people=Count("person", distinct=True))
    return {one["post__agency"]: one["people"] for one in rows}, whole["people"]


def has_answered(round_: UUID, whose: str) -> bool:
    """Say whether somebody has answered a round, by whichever key was in use then."""
    return Answered.objects.filter(mark__in=marks(round_, whose)).exists()


@Question
def _open(agencies: Blank, on: Blank) -> QuerySet[Group]:
    rows = Group.objects.filter(one_of("agency", agencies), round__opens__lte=on, round__closes__gte=on)
    return rows.select_related("round__partnership", "agency").order_by("round__closes", "agency__name", "pk")


def open_groups(actor: Actor, on: date) -> list[Group]:
    """Return the groups in which somebody can answer on a day, by round and agency: one query."""
    return _open(agencies=list(actor.agencies), on=on) if actor.agencies else []


def waiting(actor: Actor, on: date) -> list[Round]:
    """Return the rounds that somebody is asked to answer on a day and has not: two queries, one where none is open."""
    if actor.person is None or Waits.SURVEYS not in actor.waits:
        return []
    rounds = list({one.round_id: one.round for one in open_groups(actor, on)}.values())
    found = {one.pk: marks(one.pk, str(actor.person.pk)) for one in rounds}
    if not found:
        return []
    wanted = [mark for some in found.values() for mark in some]
    there = set(Answered.objects.filter(mark__in=wanted).values_list("mark", flat=True))
    return [one for one in rounds if not there.intersection(found[one.pk])]


def watched(actor: Actor) -> frozenset[UUID]:
    """Return the partnerships whose agencies somebody reads all of: its officers and its scrutineers."""
    seen = (Role.PARTNERSHIP_OFFICER, Role.SCRUTINEER)
    return frozenset(post.partnership_id for post in actor.posts if post.role in seen and post.partnership_id)


def led(actor: Actor) -> frozenset[UUID]:
    """Return the agencies for which somebody fills in returns and reads what staff say."""
    return actor.agencies_as(Role.SAFEGUARDING_LEAD)


def areas_read(actor: Actor) -> QuerySet[Partnership]:
    """Return the partnerships of which somebody reads what agencies and staff say beside each other, by name."""
    own = Agency.objects.filter(pk__in=led(actor)).exclude(kind=AgencyKind.PARTNERSHIP)
    rows = Partnership.objects.filter(Q(pk__in=watched(actor)) | Q(pk__in=own.values("partnerships")))
    return rows.order_by("name", "pk")


def rounds_for(actor: Actor) -> QuerySet[Round]:
    """Return the rounds that somebody may read, the newest first."""
    own = Group.objects.filter(agency__in=led(actor))
    rows = Round.objects.filter(Q(partnership__in=watched(actor)) | Q(pk__in=own.values("round")))
    return rows.select_related("partnership", "opened_by").order_by("-opens", "pk")


def groups_for(actor: Actor, row: Round) -> list[Group]:
    """Return the groups of a round whose figures somebody may read, by agency: all, or those they lead."""
    rows = Group.objects.filter(round=row).select_related("agency").order_by("agency__name", "pk")
    return list(rows if row.partnership_id in watched(actor) else rows.filter(agency__in=led(actor)))


def last_settled(partnerships: Collection[UUID]) -> QuerySet[Round]:
    """Return the rounds of some partnerships that are over and counted, the newest first."""
    return Round.objects.filter(partnership__in=partnerships, settled_at__isnull=False).order_by("-closes", "pk")
