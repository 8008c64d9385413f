"""What the page of an act says beside its form: what will happen, and who is told at once."""

from commonground.differences.actions.telling import audience
from commonground.differences.forms.acts import Scene
from commonground.procedures import rules
from commonground.procedures.moves import LINES, SEAT_OF, SEATS
from commonground.procedures.terms import Act


def happens(words: str, scene: Scene) -> str:
    """Return what the act will do, in words; ``{next}`` in them is the next stage."""
    situation = scene.standpoint.situation
    coming = "" if situation.last else situation.procedure.stage(situation.stage + 1).name
    return words.format(next=coming[:1].lower() + coming[1:])


def told(act: Act, scene: Scene) -> tuple[str, ...]:
    """Return who is told of the act, by name or post, as the rules say; not the people of a stage still to come."""
    here = scene.standpoint
    standing = rules.acting(here.situation, act, here.standings)
    stage = here.situation.stage
    asked = here.situation.asked
    tells: tuple[str, ...]
    if act is Act.SHORTEN:  # the rules ask for the new date before they say who is told: everybody in both lines
        tells = LINES
    elif act in {Act.LENGTHEN, Act.PAUSE}:  # so also here: the side that is asked
        tells = (SEAT_OF[standing.side.other],) if standing.side else ()
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
