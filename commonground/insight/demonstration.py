"""What the demonstration has of figures: one quarter that is released, from invented counts. The latest is left to try.

The demonstration's own differences are too new to be counted, so the counts of a year before them are made by chance:
the same for the same area.
"""

from datetime import datetime
from random import Random

from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Partnership
from commonground.directory.queries import actor_for
from commonground.insight import actions
from commonground.insight.models import Counted
from commonground.insight.periods import QUARTER, YEAR
from commonground.insight.rules import latest
from commonground.insight.tables import BEHAVED, SUBJECTS, Subject
from commonground.insight.working_out import run
from commonground.now import london_date

Counts = dict[str, dict[str, dict[str, dict[str, int]]]]

THINGS = {
    "raised": 31, "raised_log": 15, "informal": 63, "ended": 25, "ended_log": 13, "said": 51, "asked": 42,
    "changed": 44, "questions": 58, "said_back": 47,
}  # fmt: skip
LIKELY = {
    "by": ("schools", "health", "public", "voluntary"),
    "with": ("council", "health_trust", "school", "police"),
    "kind": ("referral_outcome", "threshold", "step_down_close", "plan_drift", "no_reply", "information"),
    "stage": ("1", "2", "3"),
    "end": ("resolved", "withdrawn", "not_resolved"),
    "time": ("kept", "past"),
    "days": ("week", "fortnight", "month", "two"),
    "answered": ("yes", "no"),
    "heard": ("yes", "partly", "no"),
    "child": ("yes", "partly", "no"),
    "helped": ("helped", "too_early", "none", "not_helped"),
    "changed": ("no", "yes"),
    "questions": ("first", "later"),
    "said_back": ("yes", "nearly", "unsaid", "no"),
}
"""The rows that something falls into: of each, half as much as of the one before."""
AGREED = ("in_part", "as_asked", "look_again")
"""The same of what was agreed, where it was."""

REMARK = """\
Schools raised more than before. Two held a team session in June, and said that people there feel freer to ask.
We do not know yet why fewer ended. We ask about it in November."""


def tell(at: datetime) -> None:
    """Tell it, as on the moment of loading: Elin has the quarter before the latest worked out, and releases it."""
    today, area = london_date(at), Partnership.objects.get(name="Fairhaven")
    period = latest(today).before
    quarter, elin = period, actor_for(member("elin"), today)
    for _ in range(YEAR // QUARTER):
        Counted.objects.create(partnership=area, starts=quarter.starts, numbers=counts(area), at=at)
        quarter = quarter.before
    row = actions.work_out(by=elin, at=at, partnership=area.pk, period=period)
    run(row.pk, at)
    actions.release(by=elin, at=at, release=row.pk, remark=REMARK)


def counts(area: Partnership, *, times: int = 1) -> Counts:
    """Return counts of a quarter as they might be: the same for the same area."""
    random = Random(area.name)  # noqa: S311 no secret
    agencies = [
        str(one) for one in Agency.objects.filter(partnerships=area).order_by("name").values_list("pk", flat=True)
    ]
    found: Counts = {"silence": {"asked_of": {"asked_of": {}}, "early": {"early": {}, "otherwise": {}}}}
    for subject in (*SUBJECTS, *BEHAVED):
        of = [random.choice(agencies[:6]) for _ in range(THINGS[subject.key] * times)]
        found[subject.key] = tables_of(random, subject, of)
    for agency in agencies[:5]:
        found["silence"]["asked_of"]["asked_of"][agency] = 3
        found["silence"]["early"]["otherwise"][agency] = 4
    return found


def tables_of(random: Random, subject: Subject, of: list[str]) -> dict[str, dict[str, dict[str, int]]]:
    """Return a subject's tables of things of which each is an agency's, as they might fall."""
    found: dict[str, dict[str, dict[str, int]]] = {
        table.key: {row: {} for row, _ in table.rows} for table in subject.tables
    }
    for table in subject.tables:
        for agency in of:
            rows = [_fallen(random, LIKELY[table.key])]
            if rows[0] in table.part_of.values():
                rows.append(_fallen(random, AGREED))
            for row in rows:
                found[table.key][row][agency] = found[table.key][row].get(agency, 0) + 1
    return found


def _fallen(random: Random, rows: tuple[str, ...]) -> str:
    return random.choices(rows, [2.0**-place for place in range(len(rows))])[0]
