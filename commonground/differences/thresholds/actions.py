"""What a side does on the chart: it begins, chooses, places, and adds to what is shown; or it does not use the chart.

Until it is placed it is a draft of that side, and nothing has happened. Each later change is a step with its entry,
which holds no words before they are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from commonground.differences.actions import clockwork
from commonground.differences.actions.entering import locked
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.actions.stepping import Stepping, begin_step, by_clock
from commonground.differences.models import Clock, Difference
from commonground.differences.thresholds.in_words import in_words, mark_words
from commonground.differences.thresholds.models import Mark, Placement
from commonground.differences.thresholds.reading import Placed, charts_for, with_marks
from commonground.directory.queries import Actor
from commonground.procedures import thresholds
from commonground.procedures.beside_stages import binds
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Kind, Side, Subject


@dataclass(frozen=True, slots=True)
class Chosen:
    """A phrase that a side chose, or its own words, with what was seen and by whom."""

    phrase: str
    seen: str
    seen_by: str
    own: bool = False


def begin(*, by: Actor, at: datetime, difference: UUID, area: UUID) -> Placement:
    """Begin to place on the chart of an area, for one's own side. Raises Difference.DoesNotExist for another area."""
    step = _step(by, at, difference)
    if _own(step):
        raise Refused(thresholds.BEGUN)
    return _new(step, area)


def choose(
    *, by: Actor, at: datetime, difference: UUID, version: int, box: tuple[int | None, str], chosen: Sequence[Chosen]
) -> Placement:
    """Choose the phrases of one box, in place of those chosen before; once it is shown, only add to them."""
    step = _step(by, at, difference)
    row = _kept(step, version)
    level, column = box
    before = {one.phrase: one for one in Mark.objects.of(step.row).filter(placement=row, out_at=None)}
    before = {phrase: one for phrase, one in before.items() if (one.level, one.column) == box}
    if row.shown_at:
        chosen = [one for one in chosen if one.phrase not in before]
        if not chosen:
            raise Refused(thresholds.NOTHING_NEW)
    elif row.placed_at:
        raise Refused(thresholds.WAITS)
    fresh = [one for one in chosen if not _same(before.get(one.phrase), one)]
    kept = {one.phrase for one in chosen} - {one.phrase for one in fresh}
    gone = [] if row.shown_at else [one for phrase, one in before.items() if phrase not in kept]
    for mark in gone:
        mark.out_at = at
        mark.save(update_fields=["out_at"])
    marks = [
        Mark(
            partnership_id=row.partnership_id, difference=step.row, placement=row, level=level, column=column,
            phrase=one.phrase, own=one.own, seen=one.seen, seen_by=one.seen_by, by=step.person, at=at,
        )
        for one in fresh
    ]  # fmt: skip
    for mark in marks:
        mark.save(force_insert=True)
    row.version += 1
    row.save(update_fields=["version"])
    if row.shown_at:
        added = Placed(row, tuple(marks))
        step.finish(
            Step.ADD_TO_CHART, sentence="added to what their side placed on the threshold chart",
            words={"Added": "\n".join(mark_words(added, mark) for mark in marks)},
            facts={"added": len(marks)}, tells=(step.side.other,), kind="chart_shown",
        )  # fmt: skip
    return row


def place(*, by: Actor, at: datetime, difference: UUID, version: int, would_change: str) -> Placement:
    """Place what the side chose, with what would change its mind. Raises Refused while nothing is chosen."""
    step = _step(by, at, difference)
    row = _kept(step, version)
    if row.placed_at:
        raise Refused(thresholds.PLACED)
    if not Mark.objects.of(step.row).filter(placement=row, out_at=None).exists():
        raise Refused(thresholds.NOTHING)
    row.would_change = would_change
    return _place(step, row)


def not_used(*, by: Actor, at: datetime, difference: UUID, why: str) -> Placement:
    """Say that the side does not use this chart: as good an answer as any. What it had chosen is left out."""
    step = _step(by, at, difference)
    row = _own(step) or _new(step, charts_for(step.row, step.side)[0].area.pk)
    if row.placed_at:
        raise Refused(thresholds.PLACED)
    Mark.objects.of(step.row).filter(placement=row, out_at=None).update(out_at=at)
    row.unused, row.why = True, why
    return _place(step, row)


def show_at_half(at: datetime) -> int:
    """Show what waits to be shown and whose time has come; return of how many differences. Safe to run twice or late.

    That is once half of the clock has run by which its stage ends, and in any case when that stage is over.
    """
    over = Q(clock__told_half=True) | Q(clock__ended_at__isnull=False) | ~Q(stage=F("difference__stage"))
    waiting = Placement.objects.filter(over | ~Q(difference__end=""), placed_at__isnull=False, shown_at=None)
    keys = waiting.order_by("placed_at").values_list("difference", flat=True)
    return one_by_one(dict.fromkeys(keys), lambda key: _show_at_half(key, at=at), failed="chart_shown.failed")


def _show_at_half(difference: UUID, *, at: datetime) -> bool:
    row = locked(difference)
    waiting = list(Placement.objects.of(row).filter(placed_at__isnull=False, shown_at=None).select_related("edition"))
    for one in waiting:
        one.shown_at = at
        one.save(update_fields=["shown_at"])
    if waiting:
        found = with_marks(row, waiting)
        sentence = "Half of the time has passed, or the stage is over: what was placed on the threshold chart is shown."
        by_clock(row, Step.SHOW_CHART, sentence=sentence, words=_words(row, found), facts=_facts(found), at=at)
    return bool(waiting)


def _step(by: Actor, at: datetime, difference: UUID) -> Stepping:
    """Begin a step on the chart; raises Refused where a chart is of no use, or everything is over."""
    step = begin_step(by=by, at=at, difference=difference)
    if not thresholds.by_level(Kind(step.row.kind), Subject(step.row.subject)):
        raise Difference.DoesNotExist
    if step.row.end:
        raise Refused(thresholds.OVER)
    return step


def _own(step: Stepping) -> Placement | None:
    agency = step.row.agency_of(step.side)
    found = Placement.objects.of(step.row).filter(side=step.side, agency=agency).select_related("edition")
    return found.first()


def _kept(step: Stepping, version: int) -> Placement:
    row = _own(step)
    if row is None:
        raise Refused(thresholds.NOT_BEGUN)
    if row.version != version:
        raise Refused(thresholds.MEANWHILE)
    return row


def _new(step: Stepping, area: UUID) -> Placement:
    of = next((one for one in charts_for(step.row, step.side) if one.area.pk == area), None)
    if of is None:
        raise Difference.DoesNotExist
    row = Placement(
        partnership_id=step.row.partnership_id, difference=step.row, side=step.side, stage=step.row.stage,
        agency=step.row.agency_of(step.side), area=of.area, edition=of.edition,
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _place(step: Stepping, row: Placement) -> Placement:
    """Place it, and show both sides' once both have."""
    row.stage, row.clock, row.version = step.row.stage, _stage_clock(step.row), row.version + 1
    row.placed_by, row.placed_at = step.person, step.at
    row.save()
    step.finish(
        Step.PLACE_ON_CHART, tells=(step.side.other,), kind="chart_placed",
        sentence="placed what their side sees on the threshold chart. It is shown once both sides have placed theirs, "
        "or half of the time has passed",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT differences_show_placements(%s, %s)", [step.row.pk, step.at])
        (shown,) = cursor.fetchone()
    if shown:
        found = Placement.objects.of(step.row).filter(shown_at=step.at).select_related("edition").order_by("placed_at")
        both = with_marks(step.row, found)
        step.finish(
            Step.SHOW_CHART, words=_words(step.row, both), facts=_facts(both), tells=Side, kind="chart_shown",
            sentence="placed theirs as the second side, so what both see on the threshold chart is shown",
        )  # fmt: skip
        row.refresh_from_db()
    return row


def _stage_clock(row: Difference) -> Clock | None:
    """Return the clock by which the present stage ends: of those that run, the last to be due."""
    running = [one for one in clockwork.kept(row) if one.stage == row.stage and one.due_at and binds(one.key)]
    dated = [(one.due_at, one) for one in running if one.due_at and not one.ended_at]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


def _same(mark: Mark | None, one: Chosen) -> bool:
    return mark is not None and (mark.seen, mark.seen_by) == (one.seen, one.seen_by)


def _words(row: Difference, shown: Iterable[Placed]) -> dict[str, str]:
    return {row.name_of(one.side): in_words(one) for one in shown}


def _facts(shown: Iterable[Placed]) -> dict[str, object]:
    return {"shown": [[one.side.value, len(one.marks)] for one in shown]}
