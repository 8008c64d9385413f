"""What a side does on the chart: it begins, chooses, places, and adds to what is shown; or it does not use the chart.

Until it is placed it is a draft of that side, and nothing has happened. Each later change is a step with its entry,
which holds no words before they are shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q

from commonground.differences.actions import clockwork
from commonground.differences.actions.entering import locked
from commonground.differences.actions.one_by_one import one_by_one
from commonground.differences.actions.stepping import Stepping, begin_step, by_clock
from commonground.differences.models import Clock, Difference
from commonground.differences.thresholds.in_words import in_words, mark_words
from commonground.differences.thresholds.models import Mark, Placement
from commonground.differences.thresholds.reading import Placed, charts_for, with_marks
from commonground.directory.queries import Actor
from commonground.editions.queries import calendar
from commonground.procedures import thresholds, worktime
from commonground.procedures.beside_stages import CHECK, binds
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Kind, Side, Subject, Unit

PLACED = ("stage", "clock", "version", "unused", "why", "would_change", "placed_by", "placed_at")
"""What a side writes as it places; whether it is shown is not its to say."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A phrase that a side chose, or its own words, with what was seen and by whom."""

    phrase: str
    seen: str
    seen_by: str
    own: bool = False


def begin(*, by: Actor, at: datetime, difference: UUID, area: UUID) -> tuple[Placement, bool]:
    """Begin to place on the chart of an area, for one's own side.

    Return what the side has begun, and whether it was begun by this: not where a colleague was first.
    Raises Difference.DoesNotExist for another area, or Refused in words.
    """
    step = _step(by, at, difference)
    own = _own(step)
    return own or _new(step, area), own is None


def choose(
    *, by: Actor, at: datetime, difference: UUID, version: int, box: tuple[int | None, str], chosen: Sequence[Chosen]
) -> Placement:
    """Choose the phrases of one box, in place of those chosen before; once it is shown, only add to them."""
    step = _step(by, at, difference)
    row = _kept(step, version)
    _unless(thresholds.choosing_refusal(placed=bool(row.placed_at), shown=bool(row.shown_at), unused=row.unused))
    level, column = box
    before = {one.phrase: one for one in Mark.objects.of(step.row).filter(placement=row, out_at=None)}
    before = {phrase: one for phrase, one in before.items() if (one.level, one.column) == box}
    if row.shown_at:
        chosen = [one for one in chosen if one.phrase not in before]
        if not chosen:
            raise Refused(thresholds.NOTHING_NEW)
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
    _unless(thresholds.placing_refusal(placed=bool(row.placed_at), unused=row.unused))
    if not Mark.objects.of(step.row).filter(placement=row, out_at=None).exists():
        raise Refused(thresholds.NOTHING)
    row.would_change = would_change
    return _place(step, row)


def not_used(*, by: Actor, at: datetime, difference: UUID, why: str) -> Placement:
    """Say that the side does not use this chart: as good an answer as any. What it had chosen is left out."""
    step = _step(by, at, difference)
    row = _own(step) or _new(step, charts_for(step.row, step.side)[0].area.pk)
    _unless(thresholds.placing_refusal(placed=bool(row.placed_at), unused=row.unused))
    Mark.objects.of(step.row).filter(placement=row, out_at=None).update(out_at=at)
    row.unused, row.why = True, why
    return _place(step, row)


def show_at_half(at: datetime) -> int:
    """Show what waits to be shown and whose time has come; return of how many differences. Safe to run twice or late.

    That is once half of the clock has run by which its stage ends, and in any case when that stage is over. A clock
    that ended before, as by an answer, shows nothing: see ``_come``, which is asked again under the lock.
    """
    half = Clock.objects.filter(difference=OuterRef("difference"), stage=OuterRef("stage"), told_half=True)
    half = half.exclude(key=CHECK)
    over = ~Q(stage=F("difference__stage")) | ~Q(difference__end="")
    maybe = over | Exists(half) | Q(clock__ended_at__isnull=False)
    waiting = Placement.objects.filter(maybe, placed_at__isnull=False, shown_at=None)
    keys = waiting.order_by("placed_at").values_list("difference", flat=True)
    return one_by_one(dict.fromkeys(keys), lambda key: _show_at_half(key, at=at), failed="chart_shown.failed")


def _show_at_half(difference: UUID, *, at: datetime) -> bool:
    row = locked(difference)
    found = (
        Placement.objects.of(row)
        .filter(placed_at__isnull=False, shown_at=None)
        .select_related("edition", "clock", "agency")
    )
    waiting = [one for one in found.order_by("placed_at") if _come(row, one, at=at)]
    for one in waiting:
        one.shown_at = at
        one.save(update_fields=["shown_at"])
    if waiting:
        shown = with_marks(row, waiting)
        sentence = "Half of the time has passed, or the stage is over: what was placed on the threshold chart is shown."
        by_clock(row, Step.SHOW_CHART, sentence=sentence, words=_words(row, shown), facts=_facts(shown), at=at)
    return bool(waiting)


def _come(row: Difference, one: Placement, *, at: datetime) -> bool:
    """Say whether the time has come to show what waits.

    It goes by the clock that it was placed under; where that has ended and the stage goes on, by the one that the stage
    ends by since; and where there is none, by the time that it would have had.
    """
    if row.end or one.stage != row.stage:
        return True
    runs = one.clock if one.clock and not one.clock.ended_at else _stage_clock(row)
    if clock := runs or one.clock:
        return clock.told_half or _would_be_half(row, clock, at=at)
    return False


def _would_be_half(row: Difference, clock: Clock, *, at: datetime) -> bool:
    """Say of a clock that ended early whether it would have run half of its time; one that runs says so itself."""
    if not (clock.ended_at and clock.due_at):
        return False
    days = calendar(row.stands().procedure, row.partnership_id)
    return worktime.halfway(clock.started_at, clock.due_at, Unit(clock.sum["unit"]), days) <= at


def _step(by: Actor, at: datetime, difference: UUID) -> Stepping:
    """Begin a step on the chart; raises Refused where a chart is of no use, or everything is over."""
    step = begin_step(by=by, at=at, difference=difference)
    if not thresholds.by_level(Kind(step.row.kind), Subject(step.row.subject)):
        raise Difference.DoesNotExist
    _unless(thresholds.chart_refusal(step.row.stands(), step.entered.standings, stands_in=step.stands_in))
    return step


def _unless(sentence: str | None) -> None:
    if sentence:
        raise Refused(sentence)


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
    row.save(update_fields=PLACED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT differences_show_placements(%s, %s)", [step.row.pk, step.at])
        (shown,) = cursor.fetchone()
    step.finish(
        Step.PLACE_ON_CHART, tells=() if shown else (step.side.other,), kind="chart_placed",
        sentence="placed what their side sees on the threshold chart. It is shown once both sides have placed theirs, "
        "or half of the time has passed",
    )  # fmt: skip
    if shown:
        found = Placement.objects.of(step.row).filter(shown_at=step.at).select_related("edition", "agency")
        both = with_marks(step.row, found.order_by("placed_at"))
        step.finish(
            Step.SHOW_CHART, words=_words(step.row, both), facts=_facts(both), tells=Side, kind="chart_shown",
            sentence="placed theirs as the second side, so what both see on the threshold chart is shown",
        )  # fmt: skip
        row.refresh_from_db()
    return row


def _stage_clock(row: Difference) -> Clock | None:
    """Return the clock by which the present stage ends: of those that run, the last to be due."""
    running = [one for one in clockwork.kept(row) if one.stage == row.stage and not one.ended_at and binds(one.key)]
    dated = [(one.due_at, one) for one in running if one.due_at]
    return max(dated, key=lambda pair: pair[0])[1] if dated else None


def _same(mark: Mark | None, one: Chosen) -> bool:
    return mark is not None and (mark.seen, mark.seen_by) == (one.seen, one.seen_by)


def _words(row: Difference, shown: Iterable[Placed]) -> dict[str, str]:
    return {one.whose(row): in_words(one) for one in shown}


def _facts(shown: Iterable[Placed]) -> dict[str, object]:
    return {"shown": [[one.side.value, len(one.marks)] for one in shown]}
