"""What of all this stands on the page of a difference that has ended."""

from dataclasses import dataclass

from commonground.differences.after import queries
from commonground.differences.after.models import Thanks
from commonground.differences.reading import Standpoint
from commonground.directory.queries import Actor
from commonground.procedures import after
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Subject


@dataclass(frozen=True, slots=True)
class OnPage:
    """Whether somebody can say how it went, what their side is asked to say if it is, and thanks for them."""

    how_it_went: bool
    what_changed: str
    thanks: list[Thanks]


def on_page(here: Standpoint, actor: Actor) -> OnPage | None:
    """Return what of it stands on the page of a difference for this actor: one query, and none while it is open."""
    if here.situation.open:
        return None
    asks = after.feedback_refusal(here.standings, ended=True) is None
    row = here.difference
    asked = after.asks_side(row.now_asked, here.standings) is not None
    says = reads(Subject(row.subject), "say what has changed for the child") if asked else ""
    return OnPage(asks, says, queries.thanks_for(row, actor))
