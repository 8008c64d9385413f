"""People of neither side whom an edition has told: they see it from then on, decide nothing, and the page says so."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from commonground.differences import actions
from commonground.differences.actions import sweeping
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.differences.reading import is_seen
from commonground.directory.actions import add_post, hold
from commonground.directory.models import Agency
from commonground.notices.models import Notice
from commonground.procedures import rules
from commonground.procedures.beside_stages import TOLD_AS
from commonground.procedures.loading import shipped
from commonground.procedures.situation import Standing
from commonground.procedures.terms import Act, Capacity, Role
from commonground.record.models import EntryText
from tests.cast import ASK, MEANWHILE, Cast
from tests.differences.asking import fresh, told
from tests.differences.page_story import Fairhaven, browser, built, fairhaven
from tests.editions.fuller import open_fuller
from tests.procedures.grids import GRIDS, LETTERS, STAGES, Table, situation

__all__ = ["built", "fairhaven"]

LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 11, 10, 10, 0, tzinfo=LONDON)
CLIMB = {"reason": "No reply.", "tried": "We rang.", "ask": ASK, "meanwhile": MEANWHILE}
SOL = "sol.abrahams@partnership.fairhaven.example"


def telling(event: str, *who: str, from_stage: int = 1) -> str:
    names = ", ".join(f'"{one}"' for one in who)
    return f'{shipped()["fairhaven"]}\n[[tells]]\nevent = "{event}"\nwho = [{names}]\nfrom_stage = {from_stage}\n'


def seated(row: Difference) -> set[str]:
    seats = Seat.objects.filter(difference=row, capacity=Capacity.TOLD, side="", ended_at=None).select_related("post")
    return {seat.post.title for seat in seats if seat.post}


@pytest.fixture
def on_tuesday(cast: Cast) -> Cast:
    cast.at = TUESDAY
    return cast


def test_the_scrutineer_is_told_from_the_stage_that_the_edition_names(on_tuesday: Cast) -> None:
    open_fuller(telling("escalated", "scrutineer", from_stage=2))
    row = on_tuesday.raised()
    sol = on_tuesday.actor("sol")
    assert not is_seen(sol, row)
    row = on_tuesday.do(actions.escalate, row, "amy", **CLIMB)
    assert seated(row) == {"Independent scrutineer"}
    assert is_seen(sol, row)
    assert SOL in told(row, "escalated")
    row = on_tuesday.do(actions.escalate, row, "sarah", **CLIMB)
    assert Notice.objects.filter(subject=row.pk, kind="escalated", address=SOL).count() == 2, "told again, seated once"
    assert Seat.objects.filter(difference=row, capacity=Capacity.TOLD, side="").count() == 1
    assert not list(disagreements(fresh(row)))


def test_at_raising_too_and_whoever_raises_it_is_shown_who_will_see_it(on_tuesday: Cast) -> None:
    open_fuller(telling("raised", "scrutineer"))
    foreseen = actions.foresee(by=on_tuesday.actor("amy"), at=on_tuesday.at, new=on_tuesday.new())
    entry, *later = foreseen.watchers
    assert "Independent scrutineer (Sol Abrahams)" in entry.people
    assert not any("Independent scrutineer (Sol Abrahams)" in one.people for one in later)
    row = on_tuesday.raised()
    assert seated(row) == {"Independent scrutineer"}
    assert SOL in told(row, "raised_to_you")
    assert not list(disagreements(row))


def test_a_clock_that_runs_out_tells_them(on_tuesday: Cast) -> None:
    text = shipped()["fairhaven"].replace(
        '"raising_lead", "responding_lead"]', '"raising_lead", "conference_chair"]', 1
    )
    open_fuller(text)
    row = on_tuesday.raised()
    sweeping.sweep(datetime(2026, 11, 12, 17, 0, tzinfo=LONDON))
    assert seated(row) == {"Conference chair", "Second conference chair"}
    assert {"ruth.adeyemi@council.fairhaven.example"} <= told(row, "clock_ran_out")
    assert not list(disagreements(fresh(row)))


@pytest.mark.parametrize("who", sorted(TOLD_AS))
def test_each_of_them_can_be_named_and_where_there_is_nobody_the_record_says_so(on_tuesday: Cast, who: str) -> None:
    open_fuller(telling("escalated", who))
    role = TOLD_AS[who]
    row = on_tuesday.do(actions.escalate, on_tuesday.raised(), "amy", **CLIMB)
    if role in {Role.SCRUTINEER, Role.CONFERENCE_CHAIR}:
        assert seated(row)
        return
    said = EntryText.objects.filter(subject=row.pk).order_by("-entry__number")[0].words["Stepped over"]
    assert f"There is no {role.label} in this partnership, so none was told." in said
    began = date(2026, 1, 1)
    post = add_post(
        agency=Agency.objects.get(name="Estuary Police"), role=role, title="Somebody else", starts=began, by=None,
        at=TUESDAY,
    )  # fmt: skip
    hold(person=on_tuesday.person("sian"), post=post, starts=began, by=None, at=TUESDAY)
    assert seated(on_tuesday.do(actions.escalate, on_tuesday.raised(), "amy", **CLIMB)) == {"Somebody else"}


@pytest.mark.parametrize(("procedure", "stage", "table"), GRIDS, ids=STAGES)
def test_whoever_is_told_takes_no_act_but_a_note_or_a_question(procedure: object, stage: int, table: Table) -> None:
    assert table
    for role in TOLD_AS.values():
        seat = Standing(None, Capacity.TOLD, role, stage)
        for letter in LETTERS:
            here = situation(procedure, stage, letter)  # type: ignore[arg-type]
            assert {act for act in Act if rules.refusal(here, act, [seat]) is None} == {Act.NOTE, Act.QUESTION}


def test_nobody_is_merely_told_of_what_is_restricted(on_tuesday: Cast) -> None:
    open_fuller(telling("escalated", "scrutineer"))
    row = on_tuesday.raised()
    bob = on_tuesday.person("bob").pk
    row = on_tuesday.do(actions.restrict, row, "amy", people=[bob], reason="Her aunt works there.")
    row = on_tuesday.do(actions.escalate, row, "amy", **CLIMB)
    assert not seated(row)
    assert SOL not in told(row, "escalated")
    row = on_tuesday.do(actions.lift, row, "amy", reason="She has moved.")
    assert seated(row) == {"Independent scrutineer"}
    assert not list(disagreements(fresh(row)))


def test_the_page_says_that_they_are_told_and_do_not_decide(fairhaven: Fairhaven) -> None:
    row = fairhaven.fuller(telling("escalated", "scrutineer")).raised()
    row = fairhaven.escalated(row=row)
    page = browser("sol").page(row.get_absolute_url())
    assert "You are told of this, and do not decide." in page
    assert "Ask a question" in page
    assert "Escalate to" not in page.partition("What you cannot do now")[0]
    for name in ("amy", "sol"):
        assert "Told at stage 2, does not decide" in browser(name).page(row.get_absolute_url())
    assert "do not decide" not in browser("amy").page(row.get_absolute_url())
    refused = browser("sol").get(f"{row.get_absolute_url()}respond/")
    assert refused.status_code == 409
