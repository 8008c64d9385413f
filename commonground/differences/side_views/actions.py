"""Writing what one's side sees: kept as a private draft as often as one likes, then shared once. Nothing moves."""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.entering import enter
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.models import SideView, SideViewDraft
from commonground.differences.side_views.queries import own_draft, own_latest, shared
from commonground.differences.side_views.words import Seen, words
from commonground.directory.queries import Actor
from commonground.procedures.rules import Refused
from commonground.procedures.side_views import NO_SOURCE, NOTHING_YET, view_refusal
from commonground.procedures.steps import NOT_A_SIDE, Step, of_a_side
from commonground.storing import add, change


class SharedMeanwhile(Meanwhile):
    """Somebody else of the same side shared what it sees since this was begun."""

    sentence = "Somebody of your own side shared what it sees while you were writing. Your words are kept below."


def save_view(
    *, by: Actor, at: datetime, difference: UUID, seen: Seen, version: int, goes_on_from: int | None = None
) -> SideViewDraft:
    """Keep what somebody writes for their side, for their own eyes; ``version`` is that of the draft they began from.

    ``goes_on_from`` is the newest view that their side's agency shared and they were shown; without it, the newest
    there is.

    Raises Difference.DoesNotExist, Refused, or Meanwhile when they saved it in another window since.
    """
    step = _begun(by, at, difference)
    draft = own_draft(by, step.row)
    if (draft.version if draft else 0) != version:
        raise Meanwhile
    if goes_on_from is None:
        last = own_latest(step.row, shared(difference), step.side)
        goes_on_from = last.number if last else 0
    known = min(goes_on_from, step.row.side_views)
    if draft is None:
        draft = SideViewDraft(
            partnership_id=step.row.partnership_id, difference=step.row, author=step.person, side=step.side, version=1,
            goes_on_from=known, saved_at=at, **seen.kept(),
        )  # fmt: skip
        add(draft)
        return draft
    draft.facts, draft.answers = seen.kept().values()
    draft.side, draft.version, draft.goes_on_from, draft.saved_at = step.side.value, version + 1, known, at
    change(draft, ("side", "facts", "answers", "version", "goes_on_from", "saved_at"))
    return draft


def share_view(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    seen: Seen,
    version: int | None = None,
    goes_on_from: int | None = None,
) -> SideView:
    """Share what one's side sees: both sides read it from now on, and an earlier one stays beside it.

    Raises Difference.DoesNotExist, Refused, or Meanwhile: the draft was saved in another window, or somebody of the
    same side shared one since this was begun (SharedMeanwhile).
    """
    step = _begun(by, at, difference)
    row = step.row
    if seen.empty:
        raise Refused(NOTHING_YET)
    if any(one.source is None for one in seen.facts):
        raise Refused(NO_SOURCE)
    draft, last = own_draft(by, row), own_latest(row, shared(difference), step.side)
    if version is not None and (draft.version if draft else 0) != version:
        raise Meanwhile
    if goes_on_from is not None and (last.number if last else 0) != goes_on_from:
        raise SharedMeanwhile
    row.side_views += 1
    view = SideView(
        partnership_id=row.partnership_id, difference=row, side=step.side, number=row.side_views, stage=row.stage,
        by=step.person, at=at, **seen.kept(),
    )  # fmt: skip
    add(view)
    change(row, ["side_views"])
    if draft:
        draft.delete()
    sentence = "shared what their side sees"
    if last:
        sentence = "shared anew what their side sees; what it shared before stays in this record"
    step.finish(
        Step.SIDE_VIEW, sentence=sentence, words=words(view), tells=[step.side.other],
        facts={"side_view": view.number}, kind="side_view",
    )  # fmt: skip
    return view


def throw_away(*, by: Actor, difference: UUID) -> None:
    """Throw away what one wrote and did not share. It is theirs alone, so that they can when it has ended too.

    Raises Difference.DoesNotExist, or Refused for who acts for no side and has no draft.
    """
    entered = enter(by, difference)
    thrown, _ = SideViewDraft.objects.of(entered.row).visible_to(by).delete()
    if not thrown and of_a_side(entered.standings) is None:
        raise Refused(NOT_A_SIDE)


def _begun(by: Actor, at: datetime, difference: UUID) -> Stepping:
    step = begin_step(by=by, at=at, difference=difference)
    if sentence := view_refusal(step.row.stands(), [step.standing]):
        raise Refused(sentence)
    return step
