"""What if: the ladder on a calendar, and a draft tried on what has happened."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
import time_machine

from commonground.differences.actions import what_if
from commonground.differences.actions.holidays import proclaim
from commonground.differences.actions.sweeping import sweep
from commonground.differences.models import Clock, Trial, spoken
from commonground.editions.models import Edition
from commonground.now import now
from commonground.procedures.definition import DefinitionError
from tests.cast import Cast
from tests.connected import tell_database
from tests.editions.drafting import Office
from tests.visiting import browser, visit

AsRole = Callable[[str], AbstractContextManager[None]]

EASTER = "day_day=2&day_month=4&day_year=2026&hour=16%3A50"
SINCE = timedelta(days=365)


def page(edition: Edition, query: str = "") -> str:
    return f"/procedures/{edition.pk}/what-if/?{query}"


def test_the_whole_ladder_hangs_on_the_wall(office: Office, as_role: AsRole) -> None:
    with as_role("app"):
        seen = visit(page(office.live, EASTER), "elin")
    assert "Raised on Thursday 2 April 2026 at 16:50" in seen.words
    for said in ("2 Raised 16:50 Stage 1", "3 Good Friday", "6 Easter Monday", "8 Stage 1 due 17:00 Stage 2"):
        assert said in seen.words
    assert "1. Practitioners Thu 2 April, 16:50 Wed 8 April, 17:00" in seen.words
    assert "How the date of stage 4 was worked out" in seen.words
    assert "Due Monday 11 May 2026 at 17:00." in seen.words
    assert "Due as it is now" not in seen.words


def test_a_draft_stands_beside_what_is_followed_now(office: Office) -> None:
    seen = visit(page(office.changed("amount = 2", "amount = 4"), EASTER), "elin")
    assert "Fri 10 April, 17:00 Wed 8 April, 17:00" in seen.words
    assert "(a draft)" in seen.words


def test_a_day_that_is_none_keeps_what_was_typed(office: Office) -> None:
    seen = visit(page(office.live, "day_day=31&day_month=2&day_year=2026&hour=soon"), "elin", status=422)
    assert 'value="31"' in seen.markup
    assert 'value="soon"' in seen.markup


def test_a_draft_that_cannot_be_followed_says_why(office: Office) -> None:
    draft = office.draft(office.live.text.replace("amount = 2", "amount = 0", 1))
    assert "a figure is from 1 to 1000, not 0." in visit(page(draft), "elin").words
    with pytest.raises(DefinitionError):
        what_if.try_out(by=office.officer("elin"), at=now(), edition=draft, partnership=office.area, since=office.today)


def test_it_is_for_officers_and_what_happened_in_an_area_for_that_areas(office: Office, as_role: AsRole) -> None:
    """Gwen's area shares the procedure: she sees what it comes to, and nothing of what was tried on Fairhaven's."""
    trial = tried(office, office.live)
    of_trial = f"/procedures/{office.live.pk}/what-if/{trial.pk}/"
    draft = office.changed()
    with as_role("app"):
        for url in (page(office.live), of_trial):
            assert browser("amy").get(url).status_code == 403
        gwen = browser("gwen")
        assert [gwen.get(url).status_code for url in (page(office.live), of_trial, page(draft))] == [200, 404, 404]
        there = f"/procedures/{office.live.pk}/what-if/in/{office.area.pk}/"
        assert gwen.post(there, {"submission": str(UUID(int=3))}).status_code == 404


def test_each_lock_alone_keeps_a_trial_from_the_area_next_door(office: Office, as_role: AsRole) -> None:
    made = tried(office, office.live)
    gwen = office.officer("gwen")
    assert not Trial.objects.visible_to(gwen).exists()
    with as_role("app"):
        tell_database(gwen)
        assert not Trial.objects.filter(pk=made.pk).exists()
        tell_database(office.officer("elin"))
        assert Trial.objects.filter(pk=made.pk).exists()


# Tried on what has happened


def tried(office: Office, edition: Edition) -> Trial:
    made = what_if.try_out(
        by=office.officer("elin"), at=now(), edition=edition, partnership=office.area, since=office.today - SINCE
    )
    what_if.run(made.pk, now())
    made.refresh_from_db()
    return made


def test_under_the_edition_that_it_kept_all_is_as_it_was(cast: Cast, office: Office) -> None:
    told = [cast.at_stage(2), cast.at_stage(3), cast.resolved(2)]
    trial = tried(office, office.live)
    assert (trial.total, trial.done, trial.found["differences"]) == (len(told), len(told), 0)
    assert (trial.found["altered"], trial.found["moved"]) == ([], {})


def test_one_altered_date_is_named(cast: Cast, office: Office) -> None:
    row = cast.at_stage(2)
    cast.at_stage(3)
    clock = Clock.objects.get(difference=row, stage=2)
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(hours=1) if clock.due_at else None)
    trial = tried(office, office.live)
    assert [(reference, stage) for reference, stage, *_ in trial.found["altered"]] == [(row.reference, 2)]
    seen = visit(f"/procedures/{office.live.pk}/what-if/{trial.pk}/", "elin")
    assert spoken(row.reference) in seen.words
    assert "Somebody may have altered them" in seen.words


def test_a_draft_says_which_dates_would_have_been_others(cast: Cast, office: Office) -> None:
    cast.raised()  # its officer is not told before stage 2: it is not counted
    for stage in (2, 2, 3):
        cast.at_stage(stage)
    draft = office.changed("amount = 3", "amount = 5")
    trial = tried(office, draft)
    assert (trial.done, trial.found["differences"]) == (3, 3)
    assert trial.found["moved"] == {"2 settled later": 3}
    assert {stage for _, stage, *_ in trial.found["shown"]} == {2}
    seen = visit(f"/procedures/{draft.pk}/what-if/{trial.pk}/", "elin")
    assert "3 of 3 would have had other dates." in seen.words
    assert "2 Settled or escalated by 3 would have been due later" in seen.words
    assert "nobody has altered one" in seen.words


def test_it_says_who_would_have_been_asked_and_what_is_not_there(cast: Cast, office: Office) -> None:
    cast.at_stage(2)
    cast.at_stage(4)
    others = 'raising = ["safeguarding_lead"]\nresponding = ["senior_manager"]'
    whole = office.live.text.replace(
        'raising = ["line_manager", "safeguarding_lead"]\nresponding = ["line_manager", "safeguarding_lead"]', others
    )
    draft = office.draft(without_the_last_stage(whole))
    seen = visit(f"/procedures/{draft.pk}/what-if/{tried(office, draft).pk}/", "elin").words
    assert "Stage 2, responding side: in 2 of them it would have been asked of: senior manager." in seen
    assert "1 reached a stage that this edition does not have." in seen


def without_the_last_stage(text: str) -> str:
    stages, rest = text.split("\n# The partnership office is told", 1)
    *kept, last = stages.split("[[stages]]")
    assert "facilitated = true" in last
    return "[[stages]]".join(kept).rstrip() + "\n\n# The partnership office is told" + rest


def test_a_bank_holiday_that_came_later_moved_what_ran_then_only(cast: Cast, office: Office) -> None:
    ended = cast.at_stage(2)
    before = Clock.objects.get(difference=ended, stage=1)
    running = Clock.objects.get(difference=ended, stage=2)
    assert before.due_at
    assert running.due_at
    proclaim(day=running.due_at.date(), name="A day of thanks", at=cast.tick())
    trial = tried(office, office.live)
    assert [(line[0], line[1]) for line in trial.found["altered"]] == [(ended.reference, 2)]  # not swept yet
    with time_machine.travel(cast.tick(), tick=False):
        sweep(cast.at)
    assert tried(office, office.live).found["altered"] == []


def test_asked_twice_it_is_tried_once_and_a_run_that_was_cut_off_goes_on(
    cast: Cast, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(what_if, "AT_ONCE", 1)
    for _ in range(3):
        cast.at_stage(2)
    elin = browser("elin")
    url = f"/procedures/{office.live.pk}/what-if/in/{office.area.pk}/"
    first, second = (elin.post(url, {"submission": str(UUID(int=n))}).headers["Location"] for n in (1, 2))
    assert first == second
    made = Trial.objects.get()
    real = what_if.Found.adding

    def cut_off(found: what_if.Found, *given: object) -> what_if.Found:
        if Trial.objects.get().done == 2:
            raise ConnectionError
        return real(found, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(what_if.Found, "adding", cut_off)
    with pytest.raises(ConnectionError):
        what_if.run(made.pk, now())
    assert "2 of 3 done" in visit(first, elin).words
    monkeypatch.setattr(what_if.Found, "adding", real)
    what_if.run(made.pk, now())
    what_if.run(made.pk, datetime(2040, 1, 1, tzinfo=UTC))
    made.refresh_from_db()
    assert (made.done, made.finished_at and made.finished_at.date() < date(2039, 1, 1)) == (3, True)


def test_its_page_asks_the_database_no_more_for_more(cast: Cast, office: Office) -> None:
    trial = tried(office, office.live)
    url = f"/procedures/{office.live.pk}/what-if/{trial.pk}/"
    few = visit(url, "elin").queries
    for _ in range(5):
        cast.at_stage(2)
    later = tried(office, office.changed())
    assert visit(f"/procedures/{later.edition_id}/what-if/{later.pk}/", "elin").queries == few
