"""What officers keep and the pages of it are looked at with: editions in every state, and drafts that were tried."""

from datetime import time, timedelta
from typing import Any

from commonground.differences.actions import holidays, redating, what_if
from commonground.differences.models import Trial
from commonground.directory.models import Agency, Partnership
from commonground.directory.people.closures import close, stand_ins
from commonground.editions import actions as editions
from commonground.editions.models import Edition
from commonground.editions.queries import calendar_of, live_edition
from commonground.now import london_date, now
from commonground.procedures.loading import shipped
from commonground.procedures.worktime import next_working_day
from tests.cast import Cast

EDITION_NAMES = (
    "live_edition", "draft_edition", "ready_edition", "proposed_edition", "coming_edition", "retired_edition",
    "provisional_edition", "broken_edition", "tried", "trying", "holiday", "closure",
)  # fmt: skip
"""The same in addresses of editions."""


def procedures(cast: Cast) -> dict[str, str]:
    """Return the key of an edition in every state: of both areas, so that Gwen answers what Elin proposed."""
    today, elin = london_date(now()), cast.actor("elin")
    both = list(Partnership.objects.filter(name__in=("Fairhaven", "Marlow Vale")).order_by("name"))
    live = live_edition(both[0].pk, today)

    def draft(amount: int, **more: Any) -> Edition:  # noqa: ANN401 - of the action
        text = live.text.replace("amount = 3", f"amount = {amount}")
        return editions.start_draft(by=elin, at=now(), partnerships=both, text=text, based_on=live, **more)

    def confirmed(row: Edition) -> Edition:
        return editions.confirm(
            by=elin, at=now(), edition=row.pk, version=1, keys=["stage:2:clock:settled"], source="Section 7",
            dated=today,
        )  # fmt: skip

    def proposed(row: Edition) -> Edition:
        return editions.propose(by=elin, at=now(), edition=row.pk, version=1, in_force=today + timedelta(days=30))

    coming = proposed(confirmed(draft(4)))
    editions.approve(by=cast.actor("gwen"), at=now(), edition=coming.pk, proposed=coming.proposed_at)
    retired = proposed(confirmed(draft(5)))
    editions.take_back(by=elin, at=now(), edition=retired.pk)
    editions.retire(by=elin, at=now(), edition=retired.pk, why="We wait for the new guidance.")
    provisional = editions.start_draft(by=elin, at=now(), partnerships=both[:1], text=shipped()["hips"])
    broken = editions.start_draft(by=elin, at=now(), partnerships=both[:1], text='key = "ours"\nname = "Ours"\n')
    rows = {
        "live_edition": live, "draft_edition": draft(6), "ready_edition": confirmed(draft(7)),
        "proposed_edition": proposed(confirmed(draft(8))), "coming_edition": coming, "retired_edition": retired,
        "provisional_edition": provisional, "broken_edition": broken,
    }  # fmt: skip
    keys = {name: str(row.pk) for name, row in rows.items()} | trials(cast, live, rows["draft_edition"], both[0])
    return keys | {"holiday": extra_holiday(cast, both[0]), "closure": closure(cast)}


def closure(cast: Cast) -> str:
    """Return the key of days on which Amy's school is closed, long after everything that is looked at."""
    school = Agency.objects.filter(posts__holdings__person=cast.person("amy")).distinct().get()
    first = london_date(now()) + timedelta(days=300)
    row = close(
        agency=school, name="Summer holiday", starts=first, ends=first + timedelta(days=40),
        stand_in=stand_ins(school, london_date(now()))[0], by=cast.actor("elin"), at=now(),
    )  # fmt: skip
    return str(row.pk)


def extra_holiday(cast: Cast, area: Partnership) -> str:
    """Return the key of a bank holiday that was added and moved dates."""
    day = next_working_day(london_date(now()) + timedelta(days=5), calendar_of(time(9), time(17)))
    row = holidays.add(
        by=cast.actor("elin"),
        at=now(),
        partnership=area,
        day=day,
        name="A day of thanks",
        source="gov.uk/bank-holidays",
    )
    redating.run(row.pk, now)
    return str(row.pk)


def trials(cast: Cast, live: Edition, draft: Edition, area: Partnership) -> dict[str, str]:
    """Return a draft that was tried on what has happened, and an edition that is being tried."""

    def asked(edition: Edition) -> Trial:
        since = london_date(now()) - timedelta(days=365)
        return what_if.try_out(by=cast.actor("elin"), at=now(), edition=edition, partnership=area, since=since)

    names = {"tried": asked(draft), "trying": asked(live)}
    what_if.run(names["tried"].pk, now())
    return {name: str(row.pk) for name, row in names.items()}
