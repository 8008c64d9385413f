"""What the page of an act is drawn from beside its form, and what it says: what will happen, who is told at once."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from commonground.differences import actions, agreements, presenting, reading
from commonground.differences.actions.telling import KINDS, audience
from commonground.differences.forms import acts as forms
from commonground.differences.models import Proposal
from commonground.differences.views.finding import actor_of, met
from commonground.differences.views.page import heading
from commonground.differences.when import moment_words
from commonground.notices import hours
from commonground.notices.kinds import TEMPLATES
from commonground.now import now
from commonground.procedures import rules
from commonground.procedures.going_back import by_leads
from commonground.procedures.moves import LINES, SEAT_OF, SEATS
from commonground.procedures.subjects import reads
from commonground.procedures.terms import Act, Capacity

UNCOUNTED = "No clock changes, and nobody is sent a message."
COUNTED = (
    "If it says that something happened by which a clock counts, that clock changes and both sides are told. "
    "If not, no clock changes, and nobody is sent a message."
)
"""What comes of a note: where no clock counts by it, and where one may."""


def happens(words: str, scene: forms.Scene) -> str:
    """Return what the act will do, in words.

    ``{next}`` in them is the next stage, ``{signed}`` what signing does, ``{noted}`` what comes of a note.
    """
    situation = scene.standpoint.situation
    coming = "" if situation.last else situation.procedure.stage(situation.stage + 1).name
    return reads(situation.subject, words).format(
        next=coming[:1].lower() + coming[1:],
        signed=agreements.signing_means(situation),
        noted=COUNTED if scene.standpoint.may_note else UNCOUNTED,
    )


def told(act: Act, scene: forms.Scene) -> tuple[str, ...]:
    """Return who is told of the act, by name or post, as the rules say; not the people of a stage still to come."""
    here = scene.standpoint
    standing = rules.acting(here.situation, act, here.standings)
    stage = here.situation.stage
    asked = here.situation.asked
    tells: tuple[str, ...]
    if act is Act.SHORTEN:  # the rules ask for the new date before they say who is told: everybody in both lines
        tells = LINES
    elif act is Act.SIDE_ROUTE:  # which way is not chosen yet
        tells = SEATS
    elif act in {Act.LENGTHEN, Act.PAUSE}:  # so also here: the side that is asked
        other = standing.side.other if standing.side else None
        leads = (f"{other.value}_lead",) if other and by_leads(here.situation, act) else ()
        tells = (SEAT_OF[other], *leads) if other else ()
    elif act is Act.TAKE_TIME_BACK:
        tells = SEATS
    elif act is Act.AGREE_TO_IT:
        tells = LINES if asked and asked.to_stage else SEATS
    else:
        to_stage = {Act.SKIP: stage + 2, Act.STEP_DOWN: stage - 1}.get(act)
        tells = rules.take(here.situation, act, standing, at=scene.at, to_stage=to_stage).tells
    seats = [seat for who in tells for seat in audience(here.seats, who, stage)]
    me = scene.actor.person
    names = [
        seat.post.title if seat.post else str(seat.person)
        for seat in seats
        if seat.person != me and seat.post_id not in scene.actor.post_ids
    ]
    office = ["the partnership’s office"] if "officer" in tells else []
    return tuple(dict.fromkeys(names + office))


def goes_to(act: Act, scene: forms.Scene) -> tuple[str, ...]:
    """Return to whom escalating brings it, by name."""
    here = scene.standpoint
    if act is not Act.ESCALATE:
        return ()
    return actions.next_in_line(here.difference, here.seats, here.situation, at=scene.at)


def told_when(act: Act, scene: forms.Scene) -> str:
    """Return when they are told of the act: at once, or when offices open again if it can wait and they are shut."""
    days = hours.calendar()
    if TEMPLATES[KINDS[act]].urgent or hours.within(scene.at, days):
        return "Told at once"
    return f"Told when offices open, {moment_words(hours.next_morning(scene.at, days), scene.at)}"


def the_scene(request: HttpRequest, reference: str, act: Act) -> forms.Scene:
    """Return what the form of an act is drawn from; raises Http404."""
    actor, here = actor_of(request), met(request, reference)
    proposal = None
    if act is Act.TAKE_ON:
        proposal = to_take_on(here)
    elif act in {Act.SIGN, Act.DECLINE} and here.situation.proposal:
        proposal = standing(here).get(number=here.situation.proposal.number)
    asked = reading.asked(here) if act is Act.AGREE_TO_IT and here.situation.asked else None
    met_it = request.GET.get("condition") == "met"
    return forms.Scene(
        actor=actor, standpoint=here, at=now(), proposal=proposal, asked=asked, condition_met=met_it
    )  # fmt: skip


def standing(here: reading.Standpoint) -> QuerySet[Proposal]:
    """Return the proposals that stand, the newest first."""
    found = Proposal.objects.of(here.difference).filter(number__in=here.situation.agreements)
    return found.select_related("by").order_by("-number")


def to_take_on(here: reading.Standpoint) -> Proposal | None:
    """Return the first proposal in which something waits for an agency of this actor; else the newest that stands."""
    own = [seat.agency_id for seat in here.own if seat.capacity == Capacity.JOINED]
    waiting = standing(here).filter(actions__agency__in=own, actions__taken_on_at=None)
    return waiting.order_by("number").first() or standing(here).first()


def the_heading(scene: forms.Scene) -> dict[str, Any]:
    """Return what the pages of an act say of the difference."""
    return heading(scene.standpoint.difference, scene.at)


def both_sides(scene: forms.Scene) -> tuple[object, ...]:
    """Return both sides' latest words next to each other."""
    row = scene.standpoint.difference
    return presenting.two_sides(row, reading.views(row), scene.at)


def looked(scene: forms.Scene, part: str) -> None:
    """Record that somebody saw this much of the difference."""
    here = scene.standpoint
    actions.looked(by=scene.actor, at=scene.at, difference=here.difference, part=part, seats=list(here.seats))
