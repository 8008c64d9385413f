"""Putting what stands elsewhere, with where it comes from, among the facts of one's own draft of a view."""

from datetime import datetime

from commonground.differences.actions.stepping import Stepping
from commonground.differences.side_views.actions import save_view
from commonground.differences.side_views.models import SideViewDraft
from commonground.differences.side_views.queries import own_draft, own_latest, shared
from commonground.differences.side_views.words import Seen
from commonground.directory.queries import Actor
from commonground.procedures.rules import Refused
from commonground.procedures.side_views import MOST_FACTS, NO_MORE_FACTS, Fact


def put_among_facts(step: Stepping, fact: Fact, *, by: Actor, at: datetime) -> SideViewDraft:
    """Put a fact into one's own draft. It goes on from what it holds, or else from what one's agency shared last.

    Raises Refused where the view holds no more facts.
    """
    draft, last = own_draft(by, step.row), own_latest(step.row, shared(step.row.pk), step.side)
    known = draft or last
    facts = known.told() if known else ()
    if len(facts) >= MOST_FACTS:
        raise Refused(NO_MORE_FACTS)
    seen = Seen((*facts, fact), known.answers if known else {})
    return save_view(
        by=by, at=at, difference=step.row.pk, seen=seen, version=draft.version if draft else 0,
        goes_on_from=draft.goes_on_from if draft else last.number if last else 0,
    )  # fmt: skip
