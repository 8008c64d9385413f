"""Trying a draft of the procedure on what has happened: asked by an officer, done by the worker, two hundred at a time.

Nothing of a difference changes. A run that was cut off goes on where the last two hundred were kept.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

from commonground.differences.actions.entering import signed_in
from commonground.differences.models import Clock, Difference
from commonground.differences.models.trial import Trial
from commonground.directory.models import Partnership
from commonground.directory.queries import Actor, actor_for
from commonground.editions.models import Edition
from commonground.editions.queries import calendars
from commonground.now import LONDON, london_date
from commonground.procedures.definition import Procedure
from commonground.procedures.loading import load
from commonground.procedures.situation import Situation
from commonground.procedures.terms import Covers, Side
from commonground.procedures.timing import ClockState
from commonground.procedures.what_if import Apart, CalendarAt, Which, apart, beyond, dates

TRY_OUT, QUEUE = "try_out", "people"
AT_ONCE = 200
SHOWN = 100
"""So many are named one by one; all of them are counted."""


def raised_since(
    actor: Actor, partnership: UUID, since: date, covers: Covers
) -> "QuerySet[Difference]":  # fmt: skip
    """Return the differences of an area that an officer may see and that were raised on a London day or later.

    They are those that a procedure for the same was followed for: one about conferences is tried on those about them.
    """
    begins = datetime.combine(since, time(), LONDON)
    rows = Difference.objects.visible_to(actor).filter(partnership=partnership, raised_at__gte=begins)
    return rows.filter(edition__covers=covers)


@transaction.atomic
def try_out(*, by: Actor, at: datetime, edition: Edition, partnership: Partnership, since: date) -> Trial:
    """Have a text tried on what was raised since a day; or return the trial that is under way, if there is one.

    Raises DefinitionError, in words, for a draft that cannot be followed.
    """
    load(edition.text)
    running = Trial.objects.filter(edition=edition, partnership=partnership, finished_at=None)
    if found := running.first():
        return found
    row = Trial(
        partnership=partnership, edition=edition, text=edition.text, since=since, by=signed_in(by), asked_at=at,
        total=raised_since(by, partnership.pk, since, Covers(edition.covers)).count(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # somebody asked for it at the same moment
        return running.get()
    job = Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=TRY_OUT, task_kwargs={"trial": str(row.pk)})
    JobManager(DjangoConnector()).defer_job(job)
    return row


def run(trial: UUID, at: datetime) -> None:
    """Go through everything that a trial is about; the worker calls it, perhaps twice."""
    while go_on(trial, at):
        pass


@transaction.atomic
def go_on(trial: UUID, at: datetime) -> bool:
    """Go through the next two hundred of what a trial is about; say if there were any."""
    row = Trial.objects.select_for_update(of=("self",)).select_related("by", "edition").get(pk=trial)
    if row.finished_at:
        return False
    some = _next(row, at)
    if some:
        row.last, row.done = some[-1].pk, row.done + len(some)
        row.found = Found.of(row.found).adding(some, load(row.text), row.partnership_id, at).plain()
    else:
        row.finished_at = at
    row.save(update_fields=["last", "done", "found", "finished_at"])
    return bool(some)


def _next(trial: Trial, at: datetime) -> list[Difference]:
    covers = Covers(trial.edition.covers)
    rows = raised_since(actor_for(trial.by, london_date(at)), trial.partnership_id, trial.since, covers)
    if trial.last:
        rows = rows.filter(pk__gt=trial.last)
    return list(rows.select_related("edition").order_by("pk")[:AT_ONCE])


@dataclass
class Found:
    """What a trial has found so far.

    ``moved`` counts by stage, clock and how: "earlier", "later", "new" or "gone". ``asked`` counts by stage and side
    the differences in which others would have been asked. ``beyond`` are those that reached a stage which is not
    there. ``shown`` are the first that moved, and ``altered`` the stored dates that are not what their own edition
    makes of the record.
    """

    differences: int = 0
    moved: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    labels: dict[str, str] = field(default_factory=dict)
    beyond: int = 0
    shown: list[list[Any]] = field(default_factory=list)
    altered: list[list[Any]] = field(default_factory=list)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Found":
        """Return what was kept as plain data."""
        counts = {name: Counter(plain.get(name, {})) for name in ("moved", "asked")}
        return cls(**{**plain, **counts})

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in vars(self).items()}

    def adding(self, rows: list[Difference], draft: Procedure, partnership: UUID, at: datetime) -> "Found":
        """Add what a draft would have meant for some differences of an area."""
        kept: dict[UUID, list[Clock]] = {row.pk: [] for row in rows}
        for clock in Clock.objects.filter(difference__in=rows):
            kept[clock.difference_id].append(clock)
        by_hours: dict[tuple[time, time], CalendarAt] = {}
        for row in rows:
            situation = row.stands()
            own = situation.procedure
            for one in (draft, own):
                if (one.opens, one.closes) not in by_hours:
                    by_hours[one.opens, one.closes] = calendars(one, partnership)
            would = dates(situation, draft, by_hours[draft.opens, draft.closes], at=at)
            should = dates(situation, own, by_hours[own.opens, own.closes], at=at)
            self._add(row, kept[row.pk], would, should)
            self._ask(situation, draft)
        return self

    def _add(
        self, row: Difference, clocks: list[Clock], would: dict[Which, ClockState], should: dict[Which, ClockState]
    ) -> None:
        had: dict[Which, datetime | None] = {(one.stage, one.key, one.started_at): one.due_at for one in clocks}
        labels = {(one.stage, one.key, one.started_at): one.label for one in clocks}
        others = apart(had, would, labels)
        self.differences += bool(others)
        for one in others:
            self._count(one)
            if len(self.shown) < SHOWN:
                self.shown.append(_line(row, one))
        for one in apart(had, should, labels)[: SHOWN - len(self.altered)]:
            self.altered.append(_line(row, one))

    def _ask(self, situation: Situation, draft: Procedure) -> None:
        """Count where others would have been asked, and whether it reached a stage that is not there."""
        self.beyond += beyond(situation, draft) is not None
        for stage in sorted({happened.stage for happened in situation.events}):
            if stage <= len(draft.stages):
                was, then = situation.procedure.stage(stage), draft.stage(stage)
                self.asked[f"{stage} {Side.RAISING}"] += was.raising != then.raising
                self.asked[f"{stage} {Side.RESPONDING}"] += was.responding != then.responding

    def _count(self, one: Apart) -> None:
        how = (
            "new" if one.was is None else "gone" if one.would is None else "later" if one.would > one.was else "earlier"
        )
        self.moved[f"{one.stage} {one.key} {how}"] += 1
        self.labels[f"{one.stage} {one.key}"] = one.label


def _line(row: Difference, one: Apart) -> list[Any]:
    return [row.reference, one.stage, one.label, *(moment and moment.isoformat() for moment in (one.was, one.would))]
