"""Every ladder that is shipped or typed as a fact, climbed: each stage has somebody on both sides who can go on."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.differences.queries import standings, stands
from commonground.directory.models import Person
from commonground.procedures.confirming import parts
from commonground.procedures.filling import filled
from commonground.procedures.loading import load, shipped
from commonground.procedures.rules import refusal
from commonground.procedures.terms import Act
from tests.cast import ASK, MEANWHILE, Cast, opened
from tests.editions.fuller import fuller

AREAS = Path(__file__).parents[1] / "procedures" / "areas"
TYPED = ("london", "pan-sussex", "sefton-2017", "west-yorkshire", "wirral-2015")
LADDERS = {
    **{name: shipped()[name] for name in ("fairhaven", "hips", "portsmouth-rethink")},
    "fuller": fuller(),
    **{name: (AREAS / f"{name}.toml").read_text(encoding="utf-8") for name in TYPED},
}


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


@pytest.mark.parametrize("name", LADDERS)
def test_at_each_stage_somebody_can_answer_and_somebody_can_go_up(
    name: str, cast: Cast, figure: Callable[[str], None]
) -> None:
    text = known(LADDERS[name])
    procedure = load(text)
    edition = opened(text, cast.at)
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
