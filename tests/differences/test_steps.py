"""No step of resolving well moves a clock, changes where a difference stands or keeps an act back: acts x steps."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference
from commonground.differences.queries import standings, stands
from commonground.differences.thresholds.actions import Chosen
from commonground.procedures.rules import refusal
from commonground.procedures.steps import Step
from commonground.procedures.terms import Act, Side
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.asking import fresh
from tests.differences.thresholds.test_side_by_side import BOBS, chose, placed
from tests.differences.undertakings.undertaking import done, handed_over, noted_action, set_aside

SEATED = {Side.RAISING: "amy", Side.RESPONDING: "bob"}


@dataclass(frozen=True)
class Tried:
    """How a step is taken in a difference that was raised and answered; it may take other steps that it needs first."""

    take: Callable[[Cast, Difference], object]


def on_both_charts(cast: Cast, row: Difference) -> None:
    for name in SEATED.values():
        placed(cast, row, name)


def added_to_chart(cast: Cast, row: Difference) -> None:
    on_both_charts(cast, row)
    chose(cast, row, "bob", BOBS, Chosen("Stops taking up help", "Two visits cancelled", "Bob"))


TRIES: dict[Step, Tried] = {
    Step.ACTION_NOTED: Tried(noted_action),
    Step.ACTION_DONE: Tried(lambda cast, row: done(cast, row, noted_action(cast, row))),
    Step.ACTION_SET_ASIDE: Tried(lambda cast, row: set_aside(cast, row, noted_action(cast, row))),
    Step.ACTION_HANDED_OVER: Tried(lambda cast, row: handed_over(cast, row, noted_action(cast, row))),
    Step.PLACE_ON_CHART: Tried(lambda cast, row: placed(cast, row, "amy")),
    Step.SHOW_CHART: Tried(on_both_charts),
    Step.ADD_TO_CHART: Tried(added_to_chart),
}
"""For each step, how somebody takes it."""


def stood(row: Difference, cast: Cast) -> dict[str, object]:
    """Return all that a step must leave as it was: where it stands, its clocks, and what each side may do."""
    row = fresh(row)
    seats = list(row.seats.select_related("post", "person", "agency"))
    situation = stands(row, seats, cast.at)
    clocks = Clock.objects.filter(difference=row).order_by("pk").values("pk", "key", "due_at", "ended_at", "sum")
    may = {
        (side, act): refusal(situation, act, standings(cast.actor(name), row, seats))
        for side, name in SEATED.items()
        for act in Act
    }
    return {"situation": row.situation, "version": row.version, "turn": row.turn, "clocks": list(clocks), "may": may}


def test_every_step_is_tried() -> None:
    assert TRIES.keys() == set(Step)


def test_a_step_leaves_everything_as_it_was(cast: Cast) -> None:
    row = cast.answered()
    before = stood(row, cast)
    for step, tried in TRIES.items():
        with transaction.atomic():
            tried.take(cast, row)
            assert Entry.objects.filter(subject=row.pk, kind=f"step.{step}").exists(), step
            assert stood(row, cast) == before, step
            assert not list(disagreements(fresh(row))), step
            transaction.set_rollback(True)
