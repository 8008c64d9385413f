"""What a story tells of an act, as the action asks it: days so many before or after the one on which it is told."""

from datetime import date, timedelta
from typing import Any

from commonground.differences import actions
from commonground.procedures.agreement import Doing, Outcome, Parts
from commonground.procedures.terms import Answer, How, Side, ToldBy


def outside(told: dict[str, Any], today: date) -> dict[str, Any]:
    """Return what was said outside, so many days ago, as the act asks it: by whom it was tried, or who answered so."""
    on = today - timedelta(days=told["back"])
    if "answer" not in told:
        return {"tried": actions.Tried(How(told["how"]), told["whom"], on, told["said"])}
    kept = {name: told[name] for name in ("words", "meanwhile")}
    said = actions.Told(told["whom"], told["title"], ToldBy(told["how"]), on)
    return {"told": said, "answer": Answer(told["answer"]), **kept}


def parts(told: dict[str, Any], today: date) -> Parts:
    """Return what an agreement says besides its decision; its days are so many days on."""
    doing = [
        Doing(Side(one["side"]), one["what"], one.get("who", ""), today + timedelta(days=one["in"]))
        for one in told.get("doing", ())
    ]
    return Parts(
        outcome=Outcome(told["outcome"]),
        doing=tuple(doing),
        check_on=today + timedelta(days=told["check_in"]),
        **{name: told.get(name, "") for name in ("tells_family", "better_day", "known_by")},
    )
