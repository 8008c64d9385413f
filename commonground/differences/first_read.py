"""What somebody reads first on the page of a difference, and the ways to it; nothing read and nothing decided here."""

from collections.abc import Sequence

from commonground.differences.agreements import Agreement
from commonground.differences.models import View
from commonground.differences.presenting import act_url, last_answer
from commonground.differences.reading import Standpoint
from commonground.govuk.components import Offer, Row
from commonground.procedures.terms import Act, Answer, Side


def condition_met(here: Standpoint, offers: Sequence[Offer], views: Sequence[View]) -> str:
    """Return where the side that asked says that a "yes, if" has come true; nothing where there is none to say it of.

    It proposes so to the other side, whose signature settles it.
    """
    if not is_yes_if(here, views) or all(one.act != Act.PROPOSE for one in offers):
        return ""
    return f"{act_url(here.difference, Act.PROPOSE)}?condition=met"


def is_yes_if(here: Standpoint, views: Sequence[View]) -> bool:
    """Say whether it stands at a "yes, if", for the side that asked: answered so at this stage, nothing proposed."""
    now = here.situation.answered and not here.situation.proposal
    return now and Side.RAISING in here.sides and last_answer(views) is Answer.YES_IF


def sides_first(here: Standpoint) -> bool:
    """Say whether what both sides wrote stands before the clocks: for the side whose turn it is, to read it."""
    situation = here.situation
    return situation.open and situation.proposal is None and bool(situation.turn) and situation.turn in here.sides


def jumps(here: Standpoint, rows: Sequence[Row], agreed: Sequence[Agreement]) -> tuple[tuple[str, str], ...]:
    """Return what is read most on a page, each with the id where it stands: what was agreed, the worry, the answer."""
    cells = {cell.anchor for row in rows for cell in (row.raising, row.responding) if cell}
    ways = [
        ("The proposed agreement" if one.waits_for else "The agreement", f"agreement-{one.number}")
        for one in agreed[-1:]
    ]
    ways += [(label, anchor) for label, anchor in (("The worry", "worry"), ("The answer", "answer")) if anchor in cells]
    return (*ways, *([("What you can do now", "can-do")] if here.situation.open else []))
