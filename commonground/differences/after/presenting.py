"""What of all this stands on the page of a difference that has ended."""

from dataclasses import dataclass

from commonground.differences.after import queries
from commonground.differences.after.models import Thanks
from commonground.differences.reading import Standpoint
from commonground.directory.queries import Actor
from commonground.procedures import after


@dataclass(frozen=True, slots=True)
class OnPage:
    """Whether somebody can say how it went, whether their side is asked what has changed, and thanks for them."""

    how_it_went: bool
    asked: bool
    thanks: list[Thanks]


def on_page(here: Standpoint, actor: Actor) -> OnPage | None:
    """Return what of it stands on the page of a difference for this actor: one query, and none while it is open."""
    if here.situation.open:
        return None
    asks = after.feedback_refusal(here.standings, ended=True) is None and not actor.let_in
    asked = after.asks_side(here.difference.now_asked, here.standings) is not None
    return OnPage(asks, asked, queries.thanks_for(here.difference, actor))
