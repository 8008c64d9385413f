"""How soon the child needs it, and when it began, where an edition asks: raising, the record, the page."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from commonground.differences import actions, standing
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Clock, Difference, Seat
from commonground.differences.when import short_day
from commonground.directory.cast import CAST
from commonground.directory.demonstration import member
from commonground.directory.models import Partnership
from commonground.now import LONDON, london_date, now
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, Event, Side
from commonground.procedures.worktime import moment_text
from commonground.record.models import Entry
from tests import pdf
from tests.cast import Cast, opened
from tests.differences.asking import told
from tests.differences.raising import Browser, answers, begun, check, errors, kept, step, words
from tests.procedures.harbour import fairhaven_with

pytestmark = pytest.mark.django_db
LABEL = "How soon the child needs it"


@pytest.fixture
def soon(cast: Cast) -> Cast:
    """Give the cast, with an edition that has figures by how soon the child needs it."""
    opened(fairhaven_with(priorities=True), cast.at)
    return cast


@pytest.fixture
def since(cast: Cast) -> Cast:
    """Give the cast, with an edition that counts 72 hours from the end of a conference to the raising."""
    opened(fairhaven_with(since="conference_held", unit="clock_hours", amount=72), cast.at)
    return cast


@pytest.fixture
def amy() -> Browser:
    return Browser(member("amy"))


def words_of(row: Difference) -> dict[str, str]:
    found: dict[str, str] = Entry.objects.get(subject=row.pk, number=1).text.words
    return found


def written(browser: Browser, *left_out: str) -> UUID:
    """Begin a draft and answer what every procedure asks, but for these."""
    draft = begun(browser)
    for name, sent in list(answers().items())[1:]:
        if name not in left_out:
            browser.sends(step(draft, name), sent)
    return draft


# what the action does


def test_an_urgent_one_begins_where_the_raiser_says_and_those_named_are_told(soon: Cast) -> None:
    row = soon.raised(priority="urgent", begins=3)
    assert (row.stage, row.situation["priority"]) == (3, "urgent")
    acting = Seat.objects.filter(difference=row, capacity=Capacity.ANSWERING, stage=3)
    assert {seat.side for seat in acting} == set(Side)
    assert CAST["judith"] in told(row, "raised_by_your_side"), "she acts for the school at stage 3"
    assert {CAST["sarah"], CAST["elin"]} <= told(row, "raised_to_you"), "her lead and the office, as the priority says"
    assert row.officer_told
    assert not list(disagreements(row))


def test_the_same_one_may_begin_at_the_first_stage(soon: Cast) -> None:
    row = soon.raised(priority="urgent")
    assert row.stage == 1
    assert not told(row, "raised_by_your_side")
    assert CAST["elin"] in told(row, "raised_to_you"), "whom the priority names is told wherever it begins"
    assert not list(disagreements(row))


def test_figures_follow_and_the_record_says_how_soon_and_where(soon: Cast) -> None:
    usual, sooner = soon.raised(), soon.raised(priority="soon")
    dates = [Clock.objects.get(difference=row).due_at for row in (sooner, usual)]
    assert all(dates)
    assert dates == sorted(set(dates), key=str)
    assert words_of(sooner)[LABEL] == "Within a few days"
    assert words_of(usual)[LABEL] == "As usual"
    assert words_of(usual)["Where it begins"] == "Stage 1: Practitioners"
    sum_of = Clock.objects.get(difference=sooner).sum["sentences"]
    assert sum_of[-1] == "How soon the child needs it: “Within a few days”. So this lasts 1 working day instead of 2."
    higher = soon.do(
        actions.escalate, sooner, "amy", reason="We differ.", tried="We spoke.", ask="See him.", meanwhile="School."
    )  # fmt: skip
    assert (
        "So this lasts 2 working days instead of 3."
        in Clock.objects.get(difference=higher, stage=2).sum["sentences"][-1]
    )
    assert not list(disagreements(higher))


def test_nothing_is_taken_silently(soon: Cast) -> None:
    """No answer moves it to another stage, neither danger nor a priority; a stage that is not its own is refused."""
    assert soon.raised(danger="told", priority="urgent").stage == 1
    for wrong in ({"priority": "urgent", "begins": 2}, {"begins": 3}, {"priority": "amber"}):
        with pytest.raises(Refused):
            soon.raised(**wrong)


def test_without_such_an_edition_nothing_of_it_is_said(cast: Cast, amy: Browser) -> None:
    row = cast.raised()
    assert LABEL not in words_of(row)
    assert LABEL not in amy.page(row.get_absolute_url())
    draft = written(amy)
    assert LABEL not in amy.page(check(draft))
    for name in ("soon", "began"):
        assert amy.get(step(draft, name)).status_code == 404


def test_a_draft_agrees_with_its_record_and_a_forged_beginning_is_found(since: Cast) -> None:
    held = since.at - timedelta(hours=30)
    row = since.raised(before={Event.CONFERENCE_HELD: held})
    assert not list(disagreements(row))
    Clock.objects.filter(difference=row, key="raise").update(due_at=held)
    assert list(disagreements(Difference.objects.select_related("edition").get(pk=row.pk)))


@pytest.mark.parametrize(("hours", "said"), [(71, "That was kept."), (73, "That had passed, which closes nothing.")])
def test_the_record_says_from_when_and_whether_the_time_was_kept(since: Cast, hours: int, said: str) -> None:
    held = since.at - timedelta(hours=hours)
    row = since.raised(before={Event.CONFERENCE_HELD: held})
    assert words_of(row)["When the conference ended"] == moment_text(held)
    assert words_of(row)["Raise by"] == f"{moment_text(held + timedelta(hours=72))}. {said}"
    clock = Clock.objects.get(difference=row, key="raise")
    assert (clock.started_at, clock.ended_at, clock.next_at) == (held, row.raised_at, None)
    assert row.due_at == Clock.objects.get(difference=row, key="settled").due_at
    assert row.stage == 1
    with pytest.raises(Refused, match="Say when the conference ended"):
        since.raised()


# what the pages ask and show


@pytest.mark.usefixtures("soon")
def test_it_is_asked_once_checked_and_sent(amy: Browser) -> None:
    draft = written(amy, "ask", "meanwhile")
    assert amy.led(check(draft)) == step(draft, "soon")
    page = words(amy.page(step(draft, "soon")))
    for said in (
        "How soon does the child need this?",
        "Today or tomorrow",
        "The child cannot wait for the usual time.",
        "Within a few days",
        "As usual",
        "Where do you want to begin?",
        "Straight to stage 3: Senior managers",
        "At stage 1: Practitioners",
        "7 of 10",
    ):
        assert said in page
    assert amy.sends(step(draft, "soon"), {"soon": "urgent", "begins_urgent": "3"}) == step(draft, "ask")
    assert "Count this as stage 1" not in amy.page(step(draft, "ask"))
    amy.sends(step(draft, "ask"), answers()["ask"])
    amy.sends(step(draft, "meanwhile"), answers()["meanwhile"])
    page = words(amy.page(check(draft)))
    assert "How soon the child needs it Today or tomorrow" in page
    assert "Where it begins Stage 3: Senior managers" in page
    assert "Settled or escalated by" in page
    assert "(1 working day)" in page
    assert "Now: Senior managers" in page
    amy.sends(check(draft))
    row = Difference.objects.get()
    assert (row.stage, row.situation["priority"]) == (3, "urgent")
    page = words(amy.page(row.get_absolute_url()))
    assert "How soon the child needs it: Today or tomorrow. So it began at stage 3." in page
    assert "So this lasts 1 working day instead of 5." in page


@pytest.mark.usefixtures("soon")
def test_her_choice_of_the_first_stage_stands(amy: Browser) -> None:
    draft = written(amy)
    amy.sends(step(draft, "soon"), {"soon": "urgent", "begins_urgent": "1"})
    page = words(amy.page(check(draft)))
    assert "Where it begins Stage 1: Practitioners" in page
    amy.sends(check(draft))
    assert Difference.objects.get().stage == 1
    assert "So it began" not in amy.page(Difference.objects.get().get_absolute_url())


@pytest.mark.usefixtures("soon")
def test_as_usual_is_an_answer_and_no_answer_is_asked_for(amy: Browser) -> None:
    draft = written(amy)
    assert errors(amy.fails(step(draft, "soon"), {})) == ["Choose an answer to “How soon does the child need this?”"]
    assert errors(amy.fails(step(draft, "soon"), {"soon": "urgent"})) == ["Choose where you want to begin"]
    assert kept(draft).soon == ""
    assert errors(amy.fails(step(draft, "soon"), {"soon": "amber"})) == ["Choose one of the answers shown"]
    amy.sends(step(draft, "soon"), {"soon": "as:usual", "begins_urgent": "3"})
    assert "Where it begins Stage 1: Practitioners" in words(amy.page(check(draft)))
    amy.sends(check(draft))
    assert Difference.objects.get().situation["priority"] == ""


def test_a_draft_of_another_edition_is_asked_again(soon: Cast, amy: Browser) -> None:
    """A priority that is no longer there, or that begins elsewhere now, is not sent as if it were."""
    draft = written(amy)
    amy.sends(step(draft, "soon"), {"soon": "urgent", "begins_urgent": "3"})
    opened(fairhaven_with(priorities=True).replace("first_stage = 3", "first_stage = 2"), soon.at)
    assert amy.led(check(draft)) == step(draft, "soon")
    opened(fairhaven_with(), soon.at)
    assert "Check your answers" in amy.page(check(draft))


def local(moment: datetime) -> dict[str, str]:
    at = moment.astimezone(LONDON)
    return {
        "conference_held_on_day": str(at.day),
        "conference_held_on_month": str(at.month),
        "conference_held_on_year": str(at.year),
        "conference_held_at": f"{at:%H:%M}",
    }


@pytest.mark.usefixtures("since")
@pytest.mark.parametrize("hours", [24, 100])
def test_when_it_began_is_asked_and_the_time_left_is_shown_while_writing(amy: Browser, hours: int) -> None:
    draft = written(amy)
    assert amy.led(check(draft)) == step(draft, "began")
    page = words(amy.page(step(draft, "began")))
    assert "When did the conference end?" in page
    assert "If that time has passed, you can still raise it." in page
    held = (now() - timedelta(hours=hours)).replace(second=0, microsecond=0)
    amy.sends(step(draft, "began"), local(held))
    due = moment_text(held + timedelta(hours=72))
    shown = f"Raise this by {due}." if hours == 24 else f"This was to be raised by {due}. That has passed"
    for address in (step(draft, "worry"), check(draft)):
        assert shown in words(amy.page(address))
    assert f"When the conference ended {moment_text(held)}" in words(amy.page(check(draft)))
    amy.sends(check(draft))
    row = Difference.objects.get()
    assert Clock.objects.get(difference=row, key="raise").started_at == held
    assert not list(disagreements(row))


@pytest.mark.usefixtures("since")
def test_a_moment_still_to_come_and_half_a_moment_are_refused_and_what_was_typed_stays(amy: Browser) -> None:
    draft = written(amy)
    assert errors(amy.fails(step(draft, "began"), {})) == [
        "Tell us the day on which the conference ended",
        "Tell us at what time the conference ended",
    ]
    tomorrow = local(now() + timedelta(days=1))
    page = amy.fails(step(draft, "began"), tomorrow)
    assert errors(page) == ["That day is still to come. Check the date"]
    assert f'value="{tomorrow["conference_held_at"]}"' in page
    assert kept(draft).before == {}
    later = local(now() + timedelta(minutes=30))
    if later["conference_held_on_day"] == local(now())["conference_held_on_day"]:
        assert errors(amy.fails(step(draft, "began"), later)) == ["That time is still to come. Check the time"]


def test_an_adviser_reads_how_soon_and_when(soon: Cast, amy: Browser) -> None:
    draft = written(amy)
    amy.sends(step(draft, "soon"), {"soon": "soon"})
    actions.ask_advice(by=soon.actor("amy"), at=soon.at, draft=draft, person=soon.person("judith").pk)
    page = words(Browser(member("judith")).page(f"/differences/raise/{draft}/asked-for-advice/"))
    assert "How soon the child needs it Within a few days" in page


# whose procedure it is


@pytest.mark.parametrize("area", ["Fairhaven", "Marlow Vale"])
def test_in_two_areas_the_childs_own_decides_which_procedure_asks_what(cast: Cast, area: str) -> None:
    """Sian's police work in both areas; only Marlow Vale's edition asks how soon."""
    opened(fairhaven_with(priorities=True), cast.at, "Marlow Vale")
    sian = Browser(member("sian"))
    draft = begun(sian)
    place = sian.page(step(draft, "place"))
    key = next(value for value, label in choices(place) if label.startswith(area))
    sian.sends(step(draft, "place"), {"place": key})
    page = words(sian.page(step(draft, "agency")))
    assert ("3 of 10" if area == "Fairhaven" else "3 of 11") in page
    assert (sian.get(step(draft, "soon")).status_code == 200) is (area == "Marlow Vale")


def choices(page: str) -> list[tuple[str, str]]:
    """Return the radio buttons of a page: values and labels."""
    found = re.findall(r'type="radio" value="([^"]+)".*?<label[^>]*>(.*?)</label>', page, re.DOTALL)
    return [(value, words(label)) for value, label in found]


def test_which_procedure_counts_is_said_before_it_is_sent_and_on_its_page(cast: Cast, amy: Browser) -> None:
    draft = written(amy)
    page = words(amy.page(check(draft)))
    assert (
        "Which procedure Under Fairhaven’s procedure, since the child lives in its area. If not, the procedure" in page
    )
    row = cast.raised()
    under = "Under Fairhaven’s procedure (edition 1), since the child lives in its area."
    assert under in words(amy.page(row.get_absolute_url()))
    there = Partnership.objects.get(name="Marlow Vale")
    actions.child_moved(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, children=[1], on=london_date(cast.at), area=there.pk,
        new=None,
    )  # fmt: skip
    page = words(amy.page(row.get_absolute_url()))
    assert "Under Fairhaven’s procedure (edition 1), since that was the child’s area when it was raised." in page


def test_a_running_one_keeps_its_edition_when_another_is_opened(cast: Cast, amy: Browser) -> None:
    row = cast.raised()
    opened(fairhaven_with(priorities=True), cast.at)
    page = words(amy.page(row.get_absolute_url()))
    assert "Under Fairhaven’s procedure (edition 1)" in page
    assert LABEL not in page
    assert "(edition 2)" in words(amy.page(cast.raised().get_absolute_url()))


def test_how_this_works_names_the_figures_and_what_they_count_from(cast: Cast, amy: Browser) -> None:
    opened(fairhaven_with(priorities=True, since="conference_held", unit="clock_hours", amount=72), cast.at)
    page = words(amy.page("/how-this-works/"))
    assert "Raise by: 72 hours by the clock, from when the conference ended" in page
    assert "Settled or escalated by: 2 working days, 1 working day (Within a few days)" in page


def test_the_text_for_our_own_file_says_how_soon(soon: Cast, amy: Browser) -> None:
    row = soon.raised(priority="soon")
    assert "How soon the child needs it: Within a few days" in amy.page(f"{row.get_absolute_url()}for-our-file/")


def test_the_paper_for_a_group_that_is_not_listed_says_how_soon_and_since_when(cast: Cast, amy: Browser) -> None:
    opened(fairhaven_with(priorities=True, since="conference_held"), cast.at)
    held = now().astimezone(LONDON) - timedelta(days=2)
    draft = begun(amy)
    group = {"name": "Harbour Young Carers", "kind": "voluntary", "area": "Eastmere", "phone": "01632 960 555"}
    amy.sends(reverse("differences:not_listed", args=[draft]), group)
    for name, sent in (answers() | {"began": local(held), "soon": {"soon": "soon"}}).items():
        if name not in {"danger", "agency", "team"}:
            amy.sends(step(draft, name), sent)
    paper = " ".join(pdf.said(amy.get(reverse("differences:draft_pdf", args=[draft])).content).split())
    assert f"{LABEL}: Within a few days" in paper
    assert f"When the conference ended: {moment_text(held.replace(second=0, microsecond=0))}" in paper


def test_on_the_ladder_what_was_before_it_was_raised_stands_at_no_stage(cast: Cast) -> None:
    opened(fairhaven_with(priorities=True, since="conference_held"), cast.at)
    held = cast.at - timedelta(days=5)
    straight = cast.raised(priority="urgent", begins=3, before={Event.CONFERENCE_HELD: held})
    assert [stage.state for stage in standing.stages(straight.stands(), now())] == [
        *("skipped", "skipped", "now", "to_come"),
    ]
    first = standing.stages(cast.raised(before={Event.CONFERENCE_HELD: held}).stands(), now())[0]
    assert first.note == f"since {short_day(cast.at)}", "since it was raised, not since the conference"


def test_what_happens_next_names_every_date_by_its_own_clock(cast: Cast, amy: Browser) -> None:
    """A time to ring back is not the time by which it is settled."""
    ring = '[[stages.clocks]]\nkey = "rung"\nlabel = "Rung back by"\nstarts = ["received"]\nends = ["picked_up"]\n'
    ring += 'unit = "clock_hours"\namount = 4\n\n'
    text = fairhaven_with()
    opened(text.replace("[[stages.clocks]]", ring + "[[stages.clocks]]", 1), cast.at)
    row = cast.raised()
    page = words(amy.page(f"/differences/raise/sent/{row.reference}/"))
    for clock in Clock.objects.filter(difference=row):
        assert clock.due_at
        due = clock.due_at.astimezone(LONDON)
        assert f"{clock.label}: {due:%A} {due.day} {due:%B} at {due:%H:%M} ." in page
    assert "If it is not settled, you can take it to stage 2" in page
