"""Who may know what when sides change hands: own notes, signatures, messages, and sight that ends at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from commonground.differences import actions, reading
from commonground.differences.actions.verbs import VERBS
from commonground.differences.agreeing import disagreements
from commonground.differences.forms.acts import ActForm
from commonground.differences.models import Difference, Seat
from commonground.differences.views import acts
from commonground.directory.actions import end_holding, hold, record_absence
from commonground.directory.models import Holding, Person, Post, Team
from commonground.identifiers import Found
from commonground.notices.models import Notice
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.terms import Act, Capacity, Role, Side
from commonground.record.models import EntryText
from commonground.record.submissions import mint
from tests.cast import AGREEMENT, Cast
from tests.connected import tell_database
from tests.visiting import browser

AsRole = Callable[[str], AbstractContextManager[None]]


def given_away(cast: Cast, row: Difference, by: str = "bob", to: str = "hana") -> Difference:
    """Have the responding side say that it is another agency's."""
    agency = cast.actor(to).posts[0].agency_id
    return cast.do(actions.not_ours, row, by, agency=agency, team=None, reason="It is theirs.")


def given_back(cast: Cast, row: Difference) -> Difference:
    """Have whoever got a side say that it is the council's after all."""
    council = cast.actor("bob").posts[0].agency_id
    return cast.do(actions.not_ours, row, answering(row), agency=council, team=None, reason="It is theirs.")


def reads(cast: Cast, row: Difference, name: str) -> list[str]:
    """Return the words of the notes that somebody's page of the record shows."""
    here = reading.standpoint(cast.actor(name), row, cast.at)
    entries, _ = reading.record(here, newest=50)
    return [one.text.words["Note"] for one in entries if "Note" in one.text.words]


def reads_below(cast: Cast, as_role: AsRole, name: str) -> list[str]:
    """Return the words of the notes that the database alone lets somebody read."""
    with as_role("app"):
        tell_database(cast.actor(name))
        texts = EntryText.objects.order_by("entry__number")
        return [text.words["Note"] for text in texts if "Note" in text.words]


def answering(row: Difference) -> str:
    """Return the e-mail address of somebody who answers for the responding side now."""
    seats = Seat.objects.filter(difference=row, side=Side.RESPONDING, capacity=Capacity.ANSWERING, ended_at=None)
    seat = seats.select_related("post")[0]
    return seat.post.holdings.select_related("person")[0].person.name if seat.post else str(seat.person)


def test_the_other_agencys_lead_who_is_told_of_a_withdrawal_reads_no_notes_of_the_raising_side(
    cast: Cast, as_role: AsRole
) -> None:
    row = cast.raised()
    cast.do(actions.note, row, "amy", words="Ours alone.", own_side=True)
    lead = Post.objects.filter(agency=row.responding_agency, role=Role.SAFEGUARDING_LEAD)[0]
    name = lead.holdings.select_related("person")[0].person.name
    cast.do(actions.withdraw, row, "amy", why="asked_to_stop", words="I was told to.", lead=lead.pk)
    assert reads(cast, row, name) == []
    assert reads_below(cast, as_role, name) == []
    assert not Seat.objects.filter(post=lead, side=Side.RAISING).exists()


def test_a_lead_of_a_third_agency_cannot_be_told_of_a_withdrawal(cast: Cast) -> None:
    row = cast.at_stage(4)
    lead = Post.objects.filter(agency__name__contains="Health", role=Role.SAFEGUARDING_LEAD)[0]
    with pytest.raises(rules.Refused):
        cast.do(actions.withdraw, row, "amy", why="asked_to_stop", words="Why.", lead=lead.pk)


def test_the_own_notes_of_an_agency_stay_its_own_when_another_becomes_the_side(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    cast.do(actions.note, row, "bob", words="The council’s alone.", own_side=True)
    assert reads(cast, row, "bob") == reads_below(cast, as_role, "bob") == ["The council’s alone."]
    row = given_away(cast, row)
    health = answering(row)
    assert reads(cast, row, health) == reads_below(cast, as_role, health) == []
    cast.do(actions.note, row, health, words="The trust’s alone.", own_side=True)
    assert reads(cast, row, health) == reads_below(cast, as_role, health) == ["The trust’s alone."]
    assert reads(cast, row, "amy") == reads_below(cast, as_role, "amy") == []
    council = row.agency_of(Side.RAISING)
    back = given_back(cast, row)
    assert council != back.responding_agency
    mine = answering(back)
    assert reads(cast, back, mine) == reads_below(cast, as_role, mine) == ["The council’s alone."]


def test_a_signature_of_the_agency_that_gave_it_away_does_not_bind_the_one_that_got_it(cast: Cast) -> None:
    row = given_away(cast, cast.proposed())
    assert row.stands().proposal is None
    with pytest.raises(rules.Refused, match="No agreement is waiting"):
        cast.do(actions.sign, row, "amy", proposal=1)
    row.refresh_from_db()
    assert list(disagreements(row)) == []


def test_a_proposal_of_the_raising_side_waits_for_whoever_gets_it(cast: Cast) -> None:
    row = given_away(cast, cast.do(actions.propose, cast.raised(), "amy", text=AGREEMENT))
    row = cast.do(actions.sign, row, answering(row), proposal=1)
    assert row.end == "resolved"


def test_whoever_gets_what_was_answered_is_asked_for_their_answer(cast: Cast) -> None:
    row = given_away(cast, cast.answered())
    assert row.turn == Side.RESPONDING
    row = cast.do(actions.pick_up, row, answering(row), knows_child=True)
    assert row.turn == Side.RESPONDING


def test_nothing_is_given_to_an_office_or_to_a_team_of_somebody_else(cast: Cast) -> None:
    row = cast.raised()
    office = cast.actor("elin").posts[0].agency_id
    strange = Team.objects.exclude(agency=row.responding_agency)[0].pk
    with pytest.raises(rules.Refused, match="not in this partnership"):
        cast.do(actions.not_ours, row, "bob", agency=office, team=None, reason="Theirs.")
    with pytest.raises(rules.Refused, match="That team is not in that agency"):
        cast.do(actions.not_ours, row, "bob", agency=None, team=strange, reason="Theirs.")
    with pytest.raises(rules.Refused, match="That team is not in that agency"):
        cast.do(actions.pass_on, row, "bob", person=None, team=strange, reason="Theirs.")


def test_who_left_the_agency_is_sent_nothing_more(cast: Cast) -> None:
    row = cast.raised()
    amy = cast.person("amy")
    for holding in Holding.objects.filter(person=amy):
        end_holding(holding=holding, last_day=london_date(cast.at) - timedelta(days=1), by=None, at=cast.at)
    cast.do(actions.question, row, "bob", words="Who collects him?")
    assert not Notice.objects.filter(person_id=amy.pk).exists()


def made_officer(cast: Cast, row: Difference, name: str) -> None:
    """Give somebody the post of the second officer, of an office that was told of a difference."""
    office = Post.objects.get(title="Second partnership officer")
    for holding in Holding.objects.filter(post=office):
        end_holding(holding=holding, last_day=london_date(cast.at) - timedelta(days=1), by=None, at=cast.tick())
    hold(person=cast.person(name), post=office, starts=london_date(cast.at), by=None, at=cast.tick())
    Difference.objects.filter(pk=row.pk).update(officer_told=True)


def test_a_seat_that_ended_reads_no_notes_of_its_side_by_an_office(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised(responding_person=cast.person("bob").pk)
    cast.do(actions.note, row, "bob", words="The council’s alone.", own_side=True)
    made_officer(cast, row, "bob")
    assert reads(cast, row, "bob") == reads_below(cast, as_role, "bob") == ["The council’s alone."]
    leah = cast.person("Leah Goldberg")
    cast.do(actions.pass_on, row, "bob", person=leah.pk, team=None, reason="She knows him.")
    assert not Seat.objects.filter(difference=row, person=cast.person("bob"), ended_at=None).exists()
    assert reads(cast, row, "bob") == reads_below(cast, as_role, "bob") == []


def test_who_left_the_agency_and_sees_it_from_another_post_acts_for_it_no_more(cast: Cast) -> None:
    row = cast.raised(responding_person=cast.person("bob").pk)
    for holding in Holding.objects.filter(person=cast.person("bob")):
        end_holding(holding=holding, last_day=london_date(cast.at) - timedelta(days=1), by=None, at=cast.tick())
    made_officer(cast, row, "bob")
    here = reading.standpoint(cast.actor("bob"), Difference.objects.visible_to(cast.actor("bob")).get(pk=row.pk))
    assert [one.capacity for one in here.standings] == [Capacity.OFFICER]
    assert here.own == ()


def test_below_not_even_the_seat_is_left_to_whom_it_was_taken_from(cast: Cast, as_role: AsRole) -> None:
    row, bob = cast.raised(responding_person=cast.person("bob").pk), cast.actor("bob")

    def below() -> bool:
        with as_role("app"):
            tell_database(bob)
            return Seat.objects.filter(difference=row.pk).exists()

    assert below()
    cast.do(actions.pass_on, row, "bob", person=cast.person("Imran Qureshi").pk, team=None, reason="He knows him.")
    assert not below()


def test_a_closed_account_sees_nothing_below_though_its_post_was_not_ended(cast: Cast, as_role: AsRole) -> None:
    row, bob = cast.raised(), cast.actor("bob")

    def below() -> bool:
        with as_role("app"):
            tell_database(bob)
            return Difference.objects.filter(pk=row.pk).exists()

    assert below()
    Person.objects.filter(pk=cast.person("bob").pk).update(is_active=False)
    assert not below()


def test_who_is_away_is_told_all_the_same(cast: Cast) -> None:
    row = cast.raised()
    today = london_date(cast.at)
    record_absence(person=cast.person("amy"), starts=today, ends=today, by=None, at=cast.at)
    cast.do(actions.question, row, "bob", words="Who collects him?")
    assert Notice.objects.filter(person_id=cast.person("amy").pk).count() == 1


def test_who_is_asked_to_facilitate_is_told_of_it(cast: Cast) -> None:
    cast.at_stage(4)
    assert Notice.objects.filter(person_id=cast.person("owen").pk, kind="escalated").count() == 1


def test_when_nobody_facilitates_any_more_the_officer_can_close_it(cast: Cast) -> None:
    row = cast.at_stage(4)
    for seat in Seat.objects.filter(difference=row, capacity=Capacity.FACILITATING, ended_at=None):
        seat.ended_at = cast.at
        seat.save()
    here = reading.standpoint(cast.actor("elin"), row, cast.at)
    assert rules.refusal(here.situation, Act.NOT_RESOLVED, here.standings) is None


def test_functions_of_the_owner_never_read_a_temporary_table_first(db: None) -> None:  # noqa: ARG001 - what is read
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, proconfig FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        found = dict(cursor.fetchall())
    assert "differences_seen" in found
    assert {name for name, path in found.items() if path != ["search_path=public, pg_temp"]} == set()


@pytest.mark.parametrize("waited", [False, True], ids=["before the action", "while the action waited for the lock"])
def test_who_loses_their_seat_while_their_form_is_on_its_way_finds_nothing(
    cast: Cast, as_role: AsRole, monkeypatch: pytest.MonkeyPatch, *, waited: bool
) -> None:
    row = cast.raised()

    def unseated(_form: ActForm) -> tuple[Found, ...]:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("UPDATE differences_seat SET ended_at = now() WHERE side = 'responding'")
            cursor.execute("SET LOCAL ROLE app")
        return ()

    def waiting(**_asked: Any) -> Difference:  # noqa: ANN401 - what the action takes
        raise rules.Refused("Only people who take part in this difference can ask a question.")

    monkeypatch.setattr(acts.PAGES[Act.QUESTION].form, "identifiers", unseated)
    if waited:  # then the row was found by what was seen before, and only the seats are not there any more
        monkeypatch.setitem(VERBS, Act.QUESTION, waiting)
    client = browser("bob")
    with as_role("app"):
        asked = {"submission": str(mint()), "words": "Who?", "version": row.version}
        answer = client.post(f"{row.get_absolute_url()}question/", asked)
    assert answer.status_code == 404
    assert "Who?" not in answer.content.decode()
