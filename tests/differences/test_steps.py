"""No step of resolving well moves a clock, changes where a difference stands or keeps an act back: acts x steps."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from commonground.differences import actions
from commonground.differences.after import actions as after
from commonground.differences.after.sweeping import ask_what_changed
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference, Point
from commonground.differences.queries import standings, stands
from commonground.differences.thresholds.actions import Chosen
from commonground.procedures.after import Helped
from commonground.procedures.differing import Stand
from commonground.procedures.rules import refusal
from commonground.procedures.saying_back import Heard
from commonground.procedures.steps import Step
from commonground.procedures.terms import Act, Side
from commonground.record.models import Entry
from tests.cast import ASK, Cast
from tests.differences.adults.telling import both_shared as both_lists
from tests.differences.asking import fresh
from tests.differences.child_day.telling import both_shared
from tests.differences.fresh_eyes import looking as fresh_eyes
from tests.differences.injury.telling import referred
from tests.differences.meetings.meeting import (
    agreed,
    cancelled,
    changed,
    dissented,
    held_meeting,
    proposed_meeting,
    set_meeting,
    written,
)
from tests.differences.numbers.test_two_numbers import asked, both_gave, gave
from tests.differences.thresholds.placing import BOBS, chose, placed
from tests.differences.timeline.telling import both_shared as both_lines
from tests.differences.undertakings.undertaking import done, handed_over, noted_action, set_aside

SEATED = {Side.RAISING: "amy", Side.RESPONDING: "bob"}


@dataclass(frozen=True)
class Tried:
    """How a step is taken in a difference that was raised and answered; it may take other steps that it needs first."""

    take: Callable[[Cast, Difference], object]
    given: Callable[[Cast], Difference] = Cast.answered
    """In which difference, where an answered one will not do."""


def still_sees(cast: Cast, row: Difference) -> object:
    """Have Amy note what she still sees differently, beside what Bob proposed."""
    return actions.still_sees(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, proposal=1, words="We saw him hungry again."
    )  # fmt: skip


def say(step: Step, by: str) -> Callable[[Cast, Difference], object]:
    """Have somebody say this of the entry with which it was raised."""

    def said(cast: Cast, row: Difference) -> object:
        entry = Entry.objects.get(subject=row.pk, number=1).pk
        return actions.say_of_entry(
            by=cast.actor(by), at=cast.tick(), difference=row.pk, entry=entry, step=step, words="It was on Monday."
        )  # fmt: skip

    return said


def line(cast: Cast, row: Difference) -> Point:
    """Have Amy put a line on the lists; there is one already, as lists begin at stage 2."""
    Difference.objects.filter(pk=row.pk, lines=0).update(lines=1)
    return actions.put_point(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, text="He needs breakfast.")


def heard(cast: Cast, row: Difference) -> object:
    """Have Bob say back how he understands the worry, and Amy say whether that is so."""
    said = actions.say_back(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, words="He comes hungry.")
    return actions.say_heard(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=said.number, heard=Heard.NEARLY, missing="More."
    )


def on_both_charts(cast: Cast, row: Difference) -> None:
    for name in SEATED.values():
        placed(cast, row, name)


def added_to_chart(cast: Cast, row: Difference) -> None:
    on_both_charts(cast, row)
    chose(cast, row, "bob", BOBS, Chosen("Stops taking up help", "Two visits cancelled", "Bob"))


def asked_after(cast: Cast) -> Difference:
    """Return one that was resolved so long ago that both sides were asked what has changed."""
    row = cast.resolved()
    cast.at += timedelta(weeks=5)
    ask_what_changed(cast.tick())
    return row


TRIES: dict[Step, Tried] = {
    Step.STILL_SEES: Tried(still_sees, given=Cast.proposed),
    Step.ENTRY_AGREED: Tried(say(Step.ENTRY_AGREED, "bob")),
    Step.ENTRY_OTHERWISE: Tried(say(Step.ENTRY_OTHERWISE, "bob")),
    Step.CORRECTED: Tried(say(Step.CORRECTED, "amy")),
    Step.ACTION_NOTED: Tried(noted_action),
    Step.ACTION_DONE: Tried(lambda cast, row: done(cast, row, noted_action(cast, row))),
    Step.ACTION_SET_ASIDE: Tried(lambda cast, row: set_aside(cast, row, noted_action(cast, row))),
    Step.ACTION_HANDED_OVER: Tried(lambda cast, row: handed_over(cast, row, noted_action(cast, row))),
    Step.POINT: Tried(line),
    Step.STAND: Tried(
        lambda cast, row: actions.stand_on(
            by=cast.actor("bob"), at=cast.tick(), difference=row.pk, number=line(cast, row).number, stand=Stand.AGREES
        )
    ),
    Step.TAKEN_OFF: Tried(
        lambda cast, row: actions.take_point_off(
            by=cast.actor("amy"), at=cast.tick(), difference=row.pk, number=line(cast, row).number
        )
    ),
    Step.SAY_BACK: Tried(heard),
    Step.HEARD: Tried(heard),
    Step.SIDE_VIEW: Tried(
        lambda cast, row: actions.share_view(
            by=cast.actor("amy"), at=cast.tick(), difference=row.pk, seen=actions.Seen(answers={"want": ASK})
        )
    ),
    Step.CHILD_DAY: Tried(both_shared),
    Step.ADULTS: Tried(both_lists),
    Step.TIMELINE: Tried(both_lines),
    Step.REFERRED: Tried(lambda cast, row: referred(cast, row, "amy")),
    Step.PLACE_ON_CHART: Tried(lambda cast, row: placed(cast, row, "amy")),
    Step.SHOW_CHART: Tried(on_both_charts),
    Step.ADD_TO_CHART: Tried(added_to_chart),
    Step.THANKED: Tried(
        lambda cast, row: after.thank(
            by=cast.actor("amy"), at=cast.tick(), difference=row.pk, to=cast.person("bob").pk, words="For ringing."
        )
    ),
    Step.WHAT_CHANGED: Tried(
        lambda cast, row: after.tell_what_changed(
            by=cast.actor("amy"), at=cast.tick(), difference=row.pk, helped=Helped.HELPED, words="He sleeps."
        ),
        given=asked_after,
    ),
    Step.GIVE_NUMBER: Tried(lambda cast, row: gave(cast, row, "amy"), given=asked),
    Step.SHOW_NUMBERS: Tried(both_gave, given=asked),
    Step.MEETING_PROPOSED: Tried(proposed_meeting),
    Step.MEETING_SET: Tried(set_meeting),
    Step.MEETING_CHANGED: Tried(lambda cast, row: changed(cast, row, set_meeting(cast, row))),
    Step.MEETING_CANCELLED: Tried(lambda cast, row: cancelled(cast, row, set_meeting(cast, row))),
    Step.MEETING_HELD: Tried(held_meeting),
    Step.MINUTES_WRITTEN: Tried(lambda cast, row: written(cast, row, held_meeting(cast, row))),
    Step.MINUTES_AGREED: Tried(lambda cast, row: agreed(cast, row, written(cast, row, held_meeting(cast, row)))),
    Step.DISSENTED: Tried(lambda cast, row: dissented(cast, row, held_meeting(cast, row))),
    Step.FRESH_EYES_ASKED: Tried(fresh_eyes.asked),
    Step.FRESH_EYES_FOUND: Tried(fresh_eyes.found),
    Step.FRESH_EYES_TAKEN: Tried(lambda cast, row: fresh_eyes.taken(cast, row, fresh_eyes.asked(cast, row))),
    Step.FRESH_EYES_CANNOT: Tried(lambda cast, row: fresh_eyes.could_not(cast, row, fresh_eyes.asked(cast, row))),
    Step.FRESH_EYES_GIVEN: Tried(lambda cast, row: fresh_eyes.gave(cast, row, fresh_eyes.asked(cast, row))),
    Step.FRESH_EYES_TAKEN_BACK: Tried(lambda cast, row: fresh_eyes.taken_back(cast, row, fresh_eyes.asked(cast, row))),
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
    for step, tried in TRIES.items():
        with transaction.atomic():
            row = tried.given(cast)
            before = stood(row, cast)
            tried.take(cast, row)
            assert Entry.objects.filter(subject=row.pk, kind=f"step.{step}").exists(), step
            assert stood(row, cast) == before, step
            assert not list(disagreements(fresh(row))), step
            transaction.set_rollback(True)
