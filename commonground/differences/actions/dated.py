"""Acts about a clock and a day: the calendar says what the day comes to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from commonground.editions.queries import calendar
from commonground.procedures import rules
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Act
from commonground.procedures.worktime import end_of_day

DATED = frozenset({Act.SHORTEN, Act.LENGTHEN, Act.PAUSE, Act.AGREE_TO_IT, Act.TAKE_TIME_BACK})
"""Acts about a clock and a day: the calendar says what the day comes to."""


def dated(
    situation: Situation, act: Act, details: dict[str, Any], *, partnership: UUID, at: datetime
) -> dict[str, Any]:
    """Return the details of an act about a clock, with that clock as it stands and the moments that a day means."""
    days = calendar(situation.procedure, partnership)
    if act is Act.SHORTEN:
        return {
            "clock": rules.binding(rules.clocks(situation, days)), "due": end_of_day(details["due"], at, days)
        }  # fmt: skip
    if act is Act.TAKE_TIME_BACK:
        return details | {"clock": rules.given_more(situation, days)}
    if act is Act.AGREE_TO_IT:
        return details | {"clock": rules.asked_about(situation, days)}
    found = rules.asking(situation, act, details["day"], at=at, calendar=days)
    return {"clock": found.clock, "days": found.days, "due": found.due, "until": found.until}
