"""The questions of the guided raising: what each takes, and what it says to what it does not take."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from commonground.differences.actions import ChildIdentity
from commonground.differences.answers import BY_PROCEDURE, QUESTIONS, UNKNOWN, Answers
from commonground.differences.forms.raising import (
    AgencyForm,
    AskForm,
    DangerForm,
    Insiders,
    KindForm,
    MeanwhileForm,
    PlaceForm,
    TeamForm,
    WorryForm,
    agencies_to_raise_with,
)
from commonground.differences.forms.settling import SettledForm
from commonground.differences.models import NOTHING_KNOWN
from commonground.differences.workplaces import Workplace
from commonground.directory.models import Agency, Partnership, Person, Team
from commonground.procedures.loading import load, shipped
from commonground.procedures.terms import Kind

TODAY = date(2026, 11, 19)
COUNCIL = Agency(name="Fairhaven City Council", kind="council")
SCHOOL = Agency(name="Oakfield Primary School", kind="school")
OFFICE = Agency(name="Partnership office", kind="partnership")
EAST, WEST = Team(agency=COUNCIL, name="Assessment Team East"), Team(agency=COUNCIL, name="Assessment Team West")
BOB, CATH = Person(name="Bob Ferris"), Person(name="Cath Doyle")
INSIDERS = Insiders(
    [EAST, WEST],
    [
        (BOB, "Bob Ferris (Social worker)", frozenset({str(EAST.pk)})),
        (CATH, "Cath Doyle (Team manager)", frozenset({str(EAST.pk), str(WEST.pk)})),
    ],
)
FAIRHAVEN = load(shipped()["fairhaven"])


def test_every_danger_answer_goes_on_and_none_is_asked_for_in_words() -> None:
    for answer in ("told", "not_told", "not_sure", "no"):
        assert DangerForm({"danger": answer}).is_valid()
    assert DangerForm({}).errors["danger"] == ["Tell us whether a child may be in danger now"]


def test_few_agencies_are_radio_buttons_and_many_a_list() -> None:
    def kind_of_widget(count: int) -> str:
        form = AgencyForm(agencies=[Agency(name=f"School {n}", kind="school") for n in range(count)])
        return type(form.fields["responding_agency"].widget).__name__

    assert kind_of_widget(12) == "Radios"
    assert kind_of_widget(13) == "Select"
    assert AgencyForm({"responding_agency": str(COUNCIL.pk)}, agencies=[COUNCIL]).is_valid()
    assert not AgencyForm({"responding_agency": str(SCHOOL.pk)}, agencies=[COUNCIL]).is_valid()


def test_ones_own_agency_is_offered_only_where_the_procedure_allows_it_and_the_office_never() -> None:
    everyone = [COUNCIL, SCHOOL, OFFICE]
    assert agencies_to_raise_with(everyone, own=str(SCHOOL.pk), procedure=FAIRHAVEN) == [COUNCIL]
    inside = load(shipped()["fairhaven"].replace("inside_one_agency = false", "inside_one_agency = true"))
    assert agencies_to_raise_with(everyone, own=str(SCHOOL.pk), procedure=inside) == [COUNCIL, SCHOOL]


def team_form(team: object, person: object = "") -> TeamForm:
    sent = {"responding_team": str(team), "responding_person": str(person)}
    return TeamForm(sent, insiders=INSIDERS)


def test_team_or_person_may_be_unknown() -> None:
    assert team_form(UNKNOWN).is_valid()
    assert team_form(EAST.pk, BOB.pk).is_valid()


def test_a_person_brings_their_one_team_along() -> None:
    form = team_form(UNKNOWN, BOB.pk)
    assert form.is_valid()
    assert form.cleaned_data["responding_team"] == str(EAST.pk)
    form = team_form(UNKNOWN, CATH.pk)
    assert form.is_valid()
    assert form.cleaned_data["responding_team"] == UNKNOWN


def test_a_person_of_another_team_is_refused_in_words() -> None:
    assert team_form(WEST.pk, BOB.pk).errors == {
        "responding_person": ["Bob Ferris is not in that team. Change one of the two"]
    }


def test_an_agency_without_teams_asks_for_the_person_only() -> None:
    people = Insiders([], [(BOB, "Bob Ferris", frozenset())])
    form = TeamForm({"responding_team": UNKNOWN, "responding_person": str(BOB.pk)}, insiders=people)
    assert form["responding_team"].is_hidden
    assert form.is_valid()


def test_all_fourteen_kinds_are_offered() -> None:
    assert len(KindForm().fields["kind"].choices) == 14  # type: ignore[attr-defined]
    assert KindForm({"kind": "threshold"}).is_valid()
    assert not KindForm({"kind": "anything"}).is_valid()


def test_worry_and_ask_are_needed_and_not_endless() -> None:
    assert WorryForm({"worry": " "}).errors["worry"] == ["Tell us what worries you"]
    assert WorryForm({"worry": "x" * 4001}).errors["worry"] == [
        "Keep this to 4000 characters or fewer. It has 4001 now"
    ]


def ask_form(day: str, month: str, year: str) -> AskForm:
    sent = {"ask": "See him.", "needed_by_day": day, "needed_by_month": month, "needed_by_year": year}
    return AskForm(sent, today=TODAY)


def test_the_child_needs_it_today_or_later() -> None:
    assert ask_form("19", "11", "2026").is_valid()
    assert ask_form("19", "nov", "2026").is_valid()
    assert ask_form("18", "11", "2026").errors["needed_by"] == ["The child needs it by today or later. Check the date"]
    assert ask_form("18", "11", "2062").errors["needed_by"] == ["That is more than two years away. Check the year"]
    assert ask_form("", "", "").errors["needed_by"] == ["Tell us by when the child needs it"]


def test_nothing_that_i_know_of_is_an_answer_and_silence_is_not() -> None:
    assert MeanwhileForm({"nothing_known": "on"}).is_valid()
    assert MeanwhileForm({"meanwhile": "Grandmother is there."}).is_valid()
    assert MeanwhileForm({}).errors["meanwhile"] == [
        "Tell us what keeps the child safe, or tick that you know of nothing"
    ]
    both = MeanwhileForm({"meanwhile": "Grandmother is there.", "nothing_known": "on"})
    assert both.errors["meanwhile"] == [
        "You wrote what keeps the child safe and also ticked that you know of nothing. Keep one of them"
    ]


def places(*names: tuple[str, str, str | None]) -> list[Workplace]:
    areas = {area: Partnership(name=area, area=f"around {area}") for area, _, _ in names}
    agencies = {agency: Agency(name=agency, kind="police") for _, agency, _ in names}
    return [
        Workplace(areas[area], agencies[agency], Team(name=team) if team else None, open=True)
        for area, agency, team in names
    ]


@pytest.mark.parametrize(
    ("where", "question", "choices"),
    [
        (
            places(("Fairhaven", "Police", "Unit"), ("Marlow Vale", "Police", "Unit")),
            "Which area is the child in?",
            ["Fairhaven (around Fairhaven)", "Marlow Vale (around Marlow Vale)"],
        ),
        (
            places(("Fairhaven", "Council", "East"), ("Fairhaven", "Council", None)),
            "Which of your teams is this from?",
            ["East, Council", "Council"],
        ),
        (
            places(("Fairhaven", "Police", "Unit"), ("Marlow Vale", "Police", "Other unit")),
            "Which of your teams is this from, and which area is the child in?",
            ["Unit, Police: Fairhaven (around Fairhaven)", "Other unit, Police: Marlow Vale (around Marlow Vale)"],
        ),
    ],
)
def test_somebody_with_several_workplaces_picks_by_what_tells_them_apart(
    where: list[Workplace], question: str, choices: list[str]
) -> None:
    form = PlaceForm({"place": where[0].key}, places=where)
    assert form["place"].label == question
    assert [label for _, label in form.fields["place"].choices] == choices  # type: ignore[attr-defined]
    assert form.is_valid()


def settled_form(where: list[Workplace], sent: dict[str, Any]) -> SettledForm:
    agencies = {place.key: [COUNCIL] if number == 0 else [SCHOOL] for number, place in enumerate(where)}
    return SettledForm(sent, places=where, agencies=agencies, procedures=[FAIRHAVEN])


def test_settled_by_talking_asks_at_most_four_things_and_takes_no_words() -> None:
    one = places(("Fairhaven", "Police", None))
    sent = {"other_agency": str(COUNCIL.pk), "kind": "threshold", "saved_stage": "2"}
    form = settled_form(one, sent)
    assert form.is_valid()
    assert (form.place_key, form.other_agency_key) == (one[0].key, COUNCIL.pk)
    assert form.cleaned_data["saved_stage"] == 2
    assert len(form.fields) == 3
    assert all(hasattr(field, "choices") for field in form.fields.values())
    assert [label for _, label in form.fields["saved_stage"].choices] == [  # type: ignore[attr-defined]
        "Stage 1: Practitioners",
        "Stage 2: Line managers or safeguarding leads",
        "Stage 3: Senior managers",
        "Stage 4: Safeguarding partners",
    ]


def test_settled_in_two_areas_asks_which_and_holds_agencies_to_it() -> None:
    two = places(("Fairhaven", "Police", None), ("Marlow Vale", "Police", None))
    sent = {"other_agency": str(COUNCIL.pk), "kind": "threshold", "saved_stage": "2"}
    assert "place" in settled_form(two, sent).errors
    assert settled_form(two, sent | {"place": two[0].key}).is_valid()
    assert settled_form(two, sent | {"place": two[1].key}).errors == {
        "other_agency": ["That agency does not work in that area. Choose another"]
    }


WHOLE = Answers(
    danger="no",
    partnership=str(uuid4()),
    raising_agency=str(uuid4()),
    responding_agency=str(uuid4()),
    responding_team=UNKNOWN,
    kind="threshold",
    children=(ChildIdentity("LA-4471", "", "JS", "2019"),),
    worry="He is alone at night.",
    ask="See him.",
    needed_by="2026-11-27",
    nothing_known=True,
)


def test_answers_are_kept_and_read_whole() -> None:
    assert Answers.read(dict(WHOLE.written())) == WHOLE
    assert Answers.read({"danger": "no", "of_another_age": 1}) == Answers(danger="no")


def test_nothing_is_unanswered_in_a_whole_draft_and_everything_in_an_empty_one() -> None:
    assert WHOLE.unanswered(TODAY) == ()
    assert Answers().unanswered(TODAY, BY_PROCEDURE) == QUESTIONS


def test_a_date_that_has_passed_is_asked_again() -> None:
    assert WHOLE.unanswered(date(2026, 11, 27)) == ()
    assert WHOLE.unanswered(date(2026, 11, 28)) == ("ask",)


def test_another_agency_or_area_forgets_what_hung_on_it() -> None:
    named = WHOLE.answered_by(WHOLE.responding_agency)
    assert named.responding_team == UNKNOWN
    assert WHOLE.answered_by(str(uuid4())).unanswered(TODAY) == ("team",)
    agency = UUID(WHOLE.raising_agency)
    assert WHOLE.raised_from(UUID(WHOLE.partnership), agency, None) == WHOLE
    assert WHOLE.raised_from(uuid4(), agency, None).unanswered(TODAY) == ("agency", "team")


def test_what_is_sent_says_that_nothing_is_known() -> None:
    new = WHOLE.new_difference()
    assert new.meanwhile == NOTHING_KNOWN
    assert new.responding_team is None
    assert new.needed_by == date(2026, 11, 27)
    assert new.kind is Kind.THRESHOLD


def test_where_an_agency_has_no_teams_nobody_is_asked_for_one() -> None:
    """What stands in the page is what is sent: an answer that is not given yet must not take its place."""
    people = Insiders([], INSIDERS.people)
    form = TeamForm(insiders=people, initial={"responding_team": "", "responding_person": ""})
    assert form["responding_team"].value() == UNKNOWN
