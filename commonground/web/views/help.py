"""How this works: the stages of the reader's own procedure, and the words of the product."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonground.briefings.promoting.queries import own_agencies_say
from commonground.differences.views.finding import actor_of
from commonground.directory.models import Partnership
from commonground.editions.queries import live_editions, procedure_of
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.definition import Clock, Procedure
from commonground.procedures.raising import PAST
from commonground.procedures.terms import Unit

WORDS = {
    "Difference": "Two professionals see a child’s needs differently. Saying so is good work, and nobody has failed.",
    "Two sides": "The side that raised it and the side that answers. Both see the same record.",
    "Answer": "Yes; yes, if something happens first; or no, because of a reason. One may change it while it is open.",
    "Agreement": "Words that both sides sign. With both signatures the difference is resolved.",
    "Escalate": "Take it to the next stage on both sides, at any time. Nobody has to agree to that first.",
    "The child needs this sooner": "One side’s word makes a date earlier or skips a stage, with a reason.",
    "Past its time": "A date has gone by. Nothing closes: people are told, and the next stage is open.",
    "The record": "What was done and said, in order, and who looked. Nothing in it can be changed or taken out.",
    "Who can see it": "Those of both sides who have a part in it, and the partnership’s office once it is told.",
}
"""The words of the product in a sentence each."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One stage in words: its name, who answers, and how long it may take."""

    name: str
    raising: str
    responding: str
    times: tuple[str, ...]
    guidance: str


@dataclass(frozen=True, slots=True)
class Guide:
    """The live procedure of one partnership in words, or nothing when none is open yet."""

    partnership: Partnership
    name: str
    """What the procedure is called, where the area has more than one."""
    rungs: tuple[Rung, ...]


@require_safe
@allow(Permission.OWN_ACCOUNT)
def how(request: HttpRequest) -> HttpResponse:
    """Show how a difference goes, stage by stage, in each of the reader's partnerships."""
    on = london_date(now())
    actor = actor_of(request)
    partnerships = Partnership.objects.filter(pk__in=actor.partnerships).order_by("name")
    guides = [guide for partnership in partnerships for guide in _guides(partnership, on)]
    return render(
        request, "web/how.html", {"guides": guides, "words": WORDS.items(), "says": own_agencies_say(actor, on)}
    )


def _guides(partnership: Partnership, on: date) -> list[Guide]:
    procedures = [procedure_of(edition) for edition in live_editions(partnership.pk, on)]
    several = len(procedures) > 1
    guides = [Guide(partnership, one.name if several else "", rungs(one)) for one in procedures]
    return guides or [Guide(partnership, "", ())]


def rungs(procedure: Procedure) -> tuple[Rung, ...]:
    """Return the stages of a procedure in words."""
    return tuple(
        Rung(
            name=stage.name,
            raising=" or ".join(role.label for role in stage.raising),
            responding=" or ".join(role.label for role in stage.responding),
            times=tuple(clock_words(clock, procedure) for clock in stage.clocks),
            guidance=stage.guidance.strip(),
        )
        for stage in procedure.stages
    )


def clock_words(clock: Clock, procedure: Procedure) -> str:
    """Return how long a clock lasts: "Settled or escalated by: 2 working days, 1 working day (urgent)"."""
    labels = {priority.key: f" ({priority.label})" for priority in procedure.priorities}
    only = "".join(labels[key] for key in clock.only_for)
    if clock.unit in {Unit.SAME_WORKING_DAY, Unit.WITHOUT_DELAY}:
        return f"{clock.label}: {clock.unit.label}{only}"
    amounts = [
        clock.unit.counted(amount) + (labels[priority] if priority else only)
        for priority, amount in clock.amounts.items()
        if amount is not None
    ]
    since = "".join(f", from when {PAST[event]}" for event in clock.starts if event in PAST)
    return f"{clock.label}: {', '.join(amounts) or 'not confirmed yet'}{since}"
