"""Every ladder that is shipped or typed as a fact, climbed: each stage has somebody on both sides who can go on.

Those about conferences are climbed in test_conferences.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.differences.queries import standings, stands
from commonground.directory.actions import add_post, hold
from commonground.directory.models import Agency, Person
from commonground.now import london_date
from commonground.procedures.confirming import parts
from commonground.procedures.filling import filled
from commonground.procedures.loading import load, shipped
from commonground.procedures.rules import refusal
from commonground.procedures.terms import Act, Role
from tests.cast import ASK, MEANWHILE, Cast, opened
from tests.editions.fuller import fuller

AREAS = Path(__file__).parents[1] / "procedures" / "areas"
TEXTS = {
    **shipped(),
    "fuller": fuller(),
    **{path.stem: path.read_text(encoding="utf-8") for path in sorted(AREAS.glob("*.toml"))},
}
LADDERS = {name: text for name, text in TEXTS.items() if not load(text).conferences}


def known(text: str) -> str:
    """Return a definition as officers would fill it in: every figure is three, and who is not known is a lead."""
    for side in ("raising", "responding"):
        text = text.replace(f"{side} = []", f'{side} = ["safeguarding_lead"]')
    for part in parts(load(text)):
        if not part.known:
            text = filled(text, part.key, {ask.priority: 3 for ask in part.asks})
    return text


def who(row: Difference, act: Act, cast: Cast) -> list[str]:
    """Return the names of the people who can take an act now."""
    seats = list(row.seats.select_related("post", "agency", "person"))
    here = stands(row, seats, cast.at)
    everybody = Person.objects.filter(is_active=True).order_by("name").values_list("name", flat=True)
    return [name for name in everybody if refusal(here, act, standings(cast.actor(name), row, seats)) is None]


def holding(cast: Cast, role: Role) -> None:
    """Have Amy hold the role in which a difference is raised, where that is another than hers."""
    amy, day = cast.person("amy"), london_date(cast.at)
    if role is not Role.PRACTITIONER:
        school = Agency.objects.get(posts__holdings__person=amy)
        post = add_post(agency=school, role=role, title=role.label, starts=day, by=None, at=cast.at)
        hold(person=amy, post=post, starts=day, by=None, at=cast.at)


@pytest.mark.parametrize("name", LADDERS)
def test_at_each_stage_somebody_can_answer_and_somebody_can_go_up(
    name: str, cast: Cast, figure: Callable[[str], None]
) -> None:
    text = known(LADDERS[name])
    procedure = load(text)
    edition = opened(text, cast.at)
    holding(cast, procedure.stages[0].raising[0])
    row = cast.raised(before=dict.fromkeys(procedure.asks_when, cast.at - timedelta(hours=2)))
    assert row.edition_id == edition.pk
    for stage in procedure.stages:
        assert row.stage == stage.number
        assert who(row, Act.RESPOND, cast), f"nobody can answer at “{stage.name}”"
        up = who(row, Act.ESCALATE, cast)
        if stage.number == len(procedure.stages):
            assert not up
            break
        assert up, f"nobody can go up from “{stage.name}”"
        row = cast.do(
            actions.escalate, row, up[0], reason="We differ.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
        )
    figure(f"{name}: {len(procedure.stages)} stages climbed")
