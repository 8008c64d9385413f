"""What the worker does each night: release what was answered in shuffled batches, and settle rounds that are over.

A batch is all that is held of one agency, of six people or more. When a round is over, what is left of all agencies is
released together, of no agency. Should even that be of fewer than six, the smallest batch of that night goes with it;
should there be none, it is not released but forgotten. Then every answer of the round is written anew, in a new order
and with one day, so that batches cannot be told apart any more.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from commonground.assurance.models import Answer, Answered, Group, Held, Remark, Round
from commonground.assurance.survey.blinding import opened
from commonground.assurance.survey.queries import people_invited
from commonground.assurance.survey.rules import FEWEST
from commonground.now import london_date

Answers = Mapping[str, str]
Batches = dict[str, list[tuple[UUID, Answers]]]

PORTION = 5000  # rows that are written at a time

chance = random.SystemRandom()


def release(at: datetime) -> int:
    """Do for every round that is not settled what its day asks for; return how many answers were released."""
    today = london_date(at)
    rounds = Round.objects.filter(settled_at=None, opens__lt=today).order_by("opens", "pk")
    return sum(release_round(row.pk, at) for row in rounds)


@transaction.atomic
def release_round(key: UUID, at: datetime) -> int:
    """Release the batches of one round, and settle it once its last day is over. Twice is the same as once."""
    row = Round.objects.select_for_update().get(pk=key)
    if row.settled_at:
        return 0
    over = row.closes < london_date(at)
    held = _held(row)
    whole = {agency: some for agency, some in held.items() if len(some) >= FEWEST}
    rest = [one for agency, some in held.items() if agency not in whole for one in some] if over else []
    if rest and len(rest) < FEWEST and whole:
        rest += whole.pop(min(whole, key=lambda agency: (len(whole[agency]), agency)))
    together = rest if len(rest) >= FEWEST else []
    released = [(UUID(agency), said) for agency, some in whole.items() for _, said in some]
    released += [(None, said) for _, said in together]  # type: ignore[misc]
    _write(row, released, at)
    gone = [pk for some in whole.values() for pk, _ in some] + [pk for pk, _ in rest]
    Held.objects.filter(pk__in=gone).delete()
    _count_people(row, at)
    if over:
        row.apart, row.unread = len(together), len(rest) - len(together)
        _settle(row, at)
    return len(released)


def _held(row: Round) -> Batches:
    """Return what is held of each agency: the key of what is held, and the answers."""
    found: Batches = defaultdict(list)
    for one in Held.objects.filter(round=row, words=False):
        told = opened(row.pk, bytes(one.sealed))
        found[told["agency"]].append((one.pk, told["said"]))
    return found


def _write(row: Round, released: Iterable[tuple[UUID | None, Answers]], at: datetime) -> None:
    """Write each answer to each question as a row of its own, all of them in an order of chance."""
    day = london_date(at)
    rows = [
        Answer(round=row, agency_id=agency, theme=theme, said=said, day=day)
        for agency, answers in released
        for theme, said in answers.items()
    ]
    chance.shuffle(rows)
    Answer.objects.bulk_create(rows, batch_size=PORTION)


def _count_people(row: Round, at: datetime) -> None:
    """Count whom the round invites and who has answered, for its pages."""
    invited, row.invited = people_invited(row.partnership_id, london_date(at))
    rows = Answered.objects.filter(round=row).values("agency").annotate(people=Count("mark"))
    answered = {one["agency"]: one["people"] for one in rows}
    row.answered = sum(answered.values())
    groups = list(Group.objects.filter(round=row))
    for group in groups:
        group.invited, group.answered = invited.get(group.agency_id, 0), answered.get(group.agency_id, 0)
    Group.objects.bulk_update(groups, ["invited", "answered"])
    row.save(update_fields=["invited", "answered"])


def _settle(row: Round, at: datetime) -> None:
    """End a round: release the words beside it, write all its answers anew, and count them for its pages."""
    words = [opened(row.pk, bytes(one.sealed))["words"] for one in Held.objects.filter(round=row, words=True)]
    told = [one for one in words if one] if row.answered >= FEWEST else []
    chance.shuffle(told)
    Remark.objects.bulk_create((Remark(round=row, words=one) for one in told), batch_size=PORTION)
    Held.objects.filter(round=row).delete()
    _write_anew(row, at)
    figures = _figures(row)
    row.together, row.settled_at = figures.get(None, {}), at
    row.save(update_fields=["together", "settled_at", "apart", "unread"])
    groups = list(Group.objects.filter(round=row))
    for group in groups:
        group.figures = figures.get(group.agency_id, {})
        group.shown = max((sum(some.values()) for some in group.figures.values()), default=0)
    Group.objects.bulk_update(groups, ["figures", "shown"])


def _write_anew(row: Round, at: datetime) -> None:
    """Write every answer of a round anew in an order of chance: with new keys, one day and one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM assurance_answer WHERE round_id = %s RETURNING round_id, agency_id, theme, said)"
            " INSERT INTO assurance_answer (id, round_id, agency_id, theme, said, day)"
            " SELECT gen_random_uuid(), round_id, agency_id, theme, said, %s FROM gone ORDER BY gen_random_uuid()",
            [row.pk, london_date(at)],
        )


def _figures(row: Round) -> dict[UUID | None, dict[str, dict[str, int]]]:
    """Return how many of each group said what to each question."""
    found: dict[UUID | None, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(Counter))
    rows = Answer.objects.filter(round=row).values_list("agency", "theme", "said").annotate(people=Count("pk"))
    for agency, theme, said, people in rows:
        found[agency][theme][said] = people
    return found
