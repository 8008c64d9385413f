"""Asking somebody to advise a side: what they see and may do, who is offered, and that ending it ends their sight."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from commonground.differences import actions, on_file, reading
from commonground.differences.actions import AdviceSought
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory.actions import end_holding
from commonground.directory.models import Agency, Holding, Team
from commonground.notices.messages import email
from commonground.notices.models import Notice
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Act, Answer, Capacity, Side, TooClose
from commonground.record.models import Entry, EntryText, Look
from commonground.record.submissions import mint
from tests.cast import ASK, BECAUSE, MEANWHILE, Cast
from tests.connected import tell_database
from tests.visiting import browser, visit

AsRole = Callable[[str], AbstractContextManager[None]]
WHY = "What does it mean that he sleeps so much?"
TRUST = "Fairhaven Community Health Trust"
HANA = "Hana Yusuf"


def ask(
    cast: Cast, row: Difference, who: str = "hana", *, by: str = "amy", side: Side = Side.RAISING, agency: str = TRUST
) -> Seat:
    asks = AdviceSought(side, Agency.objects.get(name=agency).pk, cast.person(who).pk, WHY)
    return actions.ask_adviser(by=cast.actor(by), at=cast.tick(), difference=row.pk, asks=asks)


def end(cast: Cast, row: Difference, seat: Seat, by: str) -> None:
    actions.end_advice(by=cast.actor(by), at=cast.tick(), difference=row.pk, seat=seat.pk)


def sees(cast: Cast, row: Difference, who: str = "hana") -> bool:
    return Difference.objects.visible_to(cast.actor(who)).filter(pk=row.pk).exists()


def offered(cast: Cast, row: Difference, agency: str, side: Side = Side.RAISING) -> set[str]:
    seats = list(Seat.objects.filter(difference=row))
    keys = actions.may_advise(row, seats, side, Agency.objects.get(name=agency).pk, cast.at)
    names = {person.person.name for person in Holding.objects.filter(person__in=keys).select_related("person")}
    assert len(names) == len(keys)
    return names


def noted(cast: Cast, row: Difference) -> Difference:
    """Have each side note something for itself."""
    cast.do(actions.note, row, "amy", words="Raising alone.", own_side=True)
    return cast.do(actions.note, row, "bob", words="Responding alone.", own_side=True)


def test_somebody_of_any_agency_advises_until_it_is_ended(cast: Cast) -> None:
    row = cast.raised()
    visit(row.get_absolute_url(), "hana", status=404)
    seat = ask(cast, row)
    entry = Entry.objects.get(subject=row.pk, kind="difference.adviser_asked")
    assert entry.text.sentence == (
        "Amy Lister, Teacher, year 2, Oakfield Primary School, asked Hana Yusuf, Health visitor, "
        "Fairhaven Community Health Trust, to advise Oakfield Primary School."
    )
    assert entry.text.words == {"Why": WHY}
    page = visit(row.get_absolute_url(), "hana")
    assert "You are asked to advise Oakfield Primary School." in page.words
    assert "Next for you" not in page.words
    assert row.reference in visit("/", "hana").markup.replace("-", "")
    for who in ("amy", "bob"):
        assert f"{HANA}, Health visitor, {TRUST}" in visit(row.get_absolute_url(), who).words
    assert Look.objects.filter(subject=row.pk, person_name=HANA, relation="asked for advice").exists()
    end(cast, row, seat, "amy")
    visit(row.get_absolute_url(), "hana", status=404)
    assert row.reference not in visit("/", "hana").markup.replace("-", "")
    assert Entry.objects.filter(subject=row.pk, kind="difference.advice_ended").count() == 1
    assert not list(disagreements(Difference.objects.get(pk=row.pk)))


def test_what_each_lock_alone_gives_an_adviser(cast: Cast, as_role: AsRole) -> None:
    """The database alone and the application alone: the difference and the side's own notes, not the other side's."""
    row = noted(cast, cast.answered())
    seat = ask(cast, row)

    def of_the_database() -> tuple[bool, set[str]]:
        with as_role("app"):
            tell_database(cast.actor("hana"))
            texts = EntryText.objects.filter(subject=row.pk).exclude(side_only="")
            return Difference.objects.filter(pk=row.pk).exists(), {text.words["Note"] for text in texts}

    def of_the_application() -> set[str]:  # as owner, whom every policy lets through
        here = reading.standpoint(cast.actor("hana"), reading.difference(cast.actor("hana"), row.reference))
        return {one.text.words["Note"] for one in reading.record(here, newest=50)[0] if one.side_only}

    assert of_the_database() == (True, {"Raising alone."})
    assert of_the_application() == {"Raising alone."}
    end(cast, row, seat, "hana")
    assert of_the_database() == (False, set())
    assert not sees(cast, row)


def test_an_adviser_may_note_and_ask_and_nothing_else(cast: Cast) -> None:
    row = cast.answered()
    ask(cast, row, "hana", by="Farah Siddiqui", side=Side.RESPONDING)
    here = reading.standpoint(cast.actor("hana"), reading.difference(cast.actor("hana"), row.reference), cast.at)
    allowed = {act for act, refusal in rules.offers(here.situation, here.standings) if refusal is None}
    assert allowed == {Act.NOTE, Act.QUESTION}
    cast.do(actions.note, row, "hana", words="Ours alone.", own_side=True)
    assert "Ours alone." in visit(f"{row.get_absolute_url()}record/", "bob").words
    assert "Ours alone." not in visit(f"{row.get_absolute_url()}record/", "amy").words
    cast.do(actions.note, row, "hana", words="For all to read.", own_side=False)
    assert "For all to read." in visit(f"{row.get_absolute_url()}record/", "amy").words
    cast.do(actions.question, row, "hana", words="Was he weighed?")
    assert Notice.objects.filter(subject=row.pk, kind="question", address="amy.lister@oakfield.example").exists()
    assert not list(disagreements(Difference.objects.get(pk=row.pk)))


def test_what_moves_nothing_is_not_an_advisers_either(cast: Cast) -> None:
    row = cast.raised(ring=actions.RingMe("01632 960 111", "today"))
    ask(cast, row)
    url, client = row.get_absolute_url(), browser("hana")
    page = visit(url, client).markup
    for link in ("/passes/", "We spoke", "/escalate/", "You cannot"):
        assert link not in page, link
    with pytest.raises(Refused, match="You were asked for advice"):
        actions.spoke(by=cast.actor("hana"), at=cast.tick(), difference=row.pk, number=1)
    newest = Entry.objects.filter(subject=row.pk).latest("number").pk
    with pytest.raises(Refused, match="You act for neither side"):
        actions.put_on_file(by=cast.actor("hana"), at=cast.tick(), difference=row.pk, up_to=newest)
    with pytest.raises(Refused, match="You act for neither side"):
        actions.give_references(
            by=cast.actor("hana"), at=cast.tick(), difference=row.pk, references={(1, Side.RAISING): "HV-1"}
        )
    asks = {"submission": str(mint()), "person": str(cast.person("zed").pk), "reason": WHY}
    agency = Agency.objects.get(name="Little Acorns Nursery").pk
    answer = client.post(f"{url}advisers/?agency={agency}", asks)
    assert answer.status_code == 409
    assert "Only people who act for a side" in answer.content.decode()
    here = reading.standpoint(cast.actor("amy"), reading.difference(cast.actor("amy"), row.reference), cast.at)
    names = {one.name for one in on_file.agencies(here, (), (), None, cast.at)}
    assert names == {"Oakfield Primary School", "Fairhaven City Council"}


def test_only_those_who_may_be_asked_are_offered(cast: Cast) -> None:
    """Nobody who sees it, works for the other side, takes no part, or is there for both; and none of those is taken."""
    row = cast.raised()
    assert offered(cast, row, "Oakfield Primary School") == {"Judith Clay"}
    assert offered(cast, row, "Fairhaven City Council") == set()
    assert offered(cast, row, TRUST) >= {HANA, "Ros Calloway", "Simon Trent"}
    assert "Owen Parry" not in offered(cast, row, TRUST)  # the safeguarding partner for health
    colleagues = offered(cast, row, "Fairhaven City Council", Side.RESPONDING)
    assert {"Imran Qureshi", "Cath Doyle", "Dev Raman"} <= colleagues
    assert not colleagues & {"Bob Ferris", "Leah Goldberg", "Farah Siddiqui", "Margaret Ainsworth"}
    office = Agency.objects.get(kind="partnership", partnerships=row.partnership_id).name
    for who, agency in (
        *(("amy", "Oakfield Primary School"), ("Owen Parry", TRUST), ("dev", "Fairhaven City Council")),
        *(("Rosa Martins", office), ("Ellie Watts", "Marlow Green School"), ("hana", "Estuary Police")),
    ):
        with pytest.raises(Refused, match="cannot advise this side"):
            ask(cast, row, who, agency=agency)
    actions.declare_interest(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, person=cast.person("judith").pk, why=TooClose.DECISION
    )
    with pytest.raises(Refused, match="cannot advise this side"):
        ask(cast, row, "judith", agency="Oakfield Primary School")


def test_nobody_advises_both_sides_or_twice(cast: Cast) -> None:
    row = cast.raised()
    ask(cast, row)
    for side, by in ((Side.RESPONDING, "bob"), (Side.RAISING, "amy")):
        with pytest.raises(Refused, match="cannot advise this side"):
            ask(cast, row, by=by, side=side)


def test_of_two_teams_of_one_agency_the_other_teams_people_advise_nobody_here(cast: Cast) -> None:
    row, west = cast.raised(), Team.objects.get(name="Assessment Team West")
    row.raising_agency, row.raising_team, row.responding_team = row.responding_agency, row.responding_team, west
    people = offered(cast, row, "Fairhaven City Council")
    assert "Grace Mbeki" in people  # of the front door
    assert not people & {"Imran Qureshi", "Beth Allsop", "Kofi Mensah"}


@pytest.mark.parametrize(
    ("by", "side"),
    [("bob", Side.RAISING), ("amy", Side.RESPONDING), ("hana", Side.RAISING)],
)
def test_only_a_side_asks_for_itself(cast: Cast, by: str, side: Side) -> None:
    row = cast.raised()
    ask(cast, row)
    with pytest.raises(Refused, match="Only people who act for a side"):
        ask(cast, row, "Simon Trent", by=by, side=side)


def test_the_officer_asks_for_either_side_once_told(cast: Cast) -> None:
    row = cast.at_stage(2)
    for side, who in ((Side.RAISING, "hana"), (Side.RESPONDING, "Simon Trent")):
        assert ask(cast, row, who, by="elin", side=side).side == side
    url = f"{row.get_absolute_url()}advisers/"
    assert "Which side needs advice?" in visit(url, "elin").words
    assert "Which side needs advice?" not in visit(url, "amy").words


def test_who_may_end_it(cast: Cast) -> None:
    for stage, who in ((1, "amy"), (1, "sarah"), (1, "hana"), (2, "elin")):
        row = cast.at_stage(stage)
        seat = ask(cast, row)
        with pytest.raises(Refused, match="Only whoever gives the advice"):
            end(cast, row, seat, "bob")
        end(cast, row, seat, who)
        assert not sees(cast, row), who
        with pytest.raises(Seat.DoesNotExist):
            end(cast, row, seat, "amy")


def test_after_the_end_nobody_is_asked_and_advice_can_still_be_ended(cast: Cast) -> None:
    row = cast.raised()
    seat = ask(cast, row)
    row = cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    with pytest.raises(Refused, match="This has ended"):
        ask(cast, row, "Simon Trent")
    assert "This has ended, so nobody is asked" in visit(f"{row.get_absolute_url()}advisers/", "amy").words
    end(cast, row, seat, "amy")
    assert not sees(cast, row)


def test_who_left_the_agency_advises_no_more(cast: Cast) -> None:
    row = cast.raised()
    ask(cast, row)
    for held in Holding.objects.filter(person=cast.person("hana")):
        end_holding(holding=held, last_day=london_date(cast.at) - timedelta(days=1), by=None, at=cast.tick())
    assert not sees(cast, row)


def test_who_is_too_close_is_put_out_and_stays_out(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    ask(cast, row)
    actions.declare_interest(
        by=cast.actor("hana"), at=cast.tick(), difference=row.pk, person=cast.person("hana").pk, why=TooClose.PERSONAL
    )
    assert not sees(cast, row)
    with as_role("app"):
        tell_database(cast.actor("hana"))
        assert not Difference.objects.filter(pk=row.pk).exists()
    with pytest.raises(Refused, match="cannot advise this side"):
        ask(cast, row)


def test_a_restricted_difference_is_widened_by_name_and_says_so(cast: Cast) -> None:
    row = cast.raised()
    row = cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="She works there.")
    assert "Whoever you ask sees it from now on" in visit(f"{row.get_absolute_url()}advisers/", "amy").words
    ask(cast, row)
    assert sees(cast, row)
    assert not sees(cast, row, "Simon Trent")
    sentence = Entry.objects.get(subject=row.pk, kind="difference.adviser_asked").text.sentence
    assert sentence.endswith("This is restricted, and they see it from now on.")
    kept = cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="Fewer.")
    assert not sees(cast, kept)


def test_an_agency_of_which_only_the_adviser_is_there_cannot_join(cast: Cast) -> None:
    row, surgery = cast.raised(), "Harbour Road Surgery"
    Holding.objects.filter(post__agency__name=surgery).exclude(person__name="Alan Whitfield").delete()
    ask(cast, row, "Alan Whitfield", agency=surgery)
    with pytest.raises(Refused, match="Nobody in Harbour Road Surgery is there to be asked"):
        cast.joined(row, name=surgery)


def test_who_advises_one_side_does_not_facilitate_and_does_nothing_for_the_other(cast: Cast) -> None:
    row = cast.at_stage(3)
    ask(cast, row)
    Holding.objects.filter(post__title="Safeguarding partner for health").update(person=cast.person("hana"))
    row = cast.do(
        actions.escalate, row, "judith", reason="No.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
    )  # fmt: skip
    facilitating = Seat.objects.filter(difference=row, capacity=Capacity.FACILITATING, ended_at=None)
    assert {seat.agency.name for seat in facilitating} == {"Estuary Police"}
    Holding.objects.filter(post=facilitating.get().post).update(person=cast.person("hana"))
    with pytest.raises(Refused, match=r"Only .* can record this as not resolved"):
        cast.do(actions.record_not_resolved, row, "hana", statement="Both stand.", meanwhile=MEANWHILE)


def test_an_agency_that_becomes_a_side_advises_the_other_no_longer(cast: Cast) -> None:
    row = noted(cast, cast.raised())
    theirs = ask(cast, row)
    ours = ask(cast, row, "sian", by="bob", side=Side.RESPONDING, agency="Estuary Police")
    trust = Agency.objects.get(name=TRUST).pk
    row = cast.do(actions.not_ours, row, "bob", agency=trust, team=None, reason="The clinic decided it.")
    assert not Seat.objects.filter(pk__in=[theirs.pk, ours.pk], ended_at=None).exists()
    words = Entry.objects.get(subject=row.pk, kind="difference.not_ours").text.words
    assert words["No longer asked for advice"] == "Sian Morgan; Hana Yusuf"


def test_the_adviser_of_a_new_side_does_not_read_what_the_one_before_kept_to_itself(
    cast: Cast, as_role: AsRole
) -> None:
    row = noted(cast, cast.raised())
    trust = Agency.objects.get(name=TRUST).pk
    row = cast.do(actions.not_ours, row, "bob", agency=trust, team=None, reason="The clinic decided it.")
    ask(cast, row, "sian", by="Ros Calloway", side=Side.RESPONDING, agency="Estuary Police")
    assert "Responding alone." not in visit(f"{row.get_absolute_url()}record/", "sian").words
    with as_role("app"):
        tell_database(cast.actor("sian"))
        assert not EntryText.objects.filter(subject=row.pk).exclude(side_only="").exists()


def test_messages_tell_nothing_of_anybody_and_reach_who_is_concerned(cast: Cast) -> None:
    row = cast.raised()
    seat = ask(cast, row)

    def told(kind: str) -> set[str]:
        return set(Notice.objects.filter(subject=row.pk, kind=kind).values_list("address", flat=True))

    hana = cast.person("hana").email
    assert told("advice_asked") == {hana}
    assert told("adviser_asked") >= {"duty.east@council.fairhaven.example", "sarah.penrose@oakfield.example"}
    assert not told("adviser_asked") & {hana, "amy.lister@oakfield.example"}
    end(cast, row, seat, "amy")
    assert told("advice_ended") == {hana}
    seat = ask(cast, row)
    end(cast, row, seat, "hana")
    assert told("adviser_left") >= {"amy.lister@oakfield.example"}
    assert "duty.east@council.fairhaven.example" not in told("adviser_left")
    for notice in Notice.objects.filter(subject=row.pk, kind__contains="advi"):
        mail = email(notice)
        for name in ("Hana", "Amy", "Oakfield", WHY, "T. E."):
            assert name not in f"{mail.subject} {mail.body}".replace(notice.address, "")


def test_asking_in_two_steps_by_the_pages(cast: Cast) -> None:
    row = cast.raised()
    url, client = f"{row.get_absolute_url()}advisers/", browser("amy")
    assert "Ask somebody for advice" in visit(row.get_absolute_url(), client).words
    first = visit(url, client)
    assert "In which agency do they work?" in first.words
    assert "Fairhaven City Council" not in first.words.split("In which agency")[1]
    visit(f"{url}?agency=", client, status=422)
    visit(f"{url}?agency={UUID(int=0)}", client, status=422)
    trust = Agency.objects.get(name=TRUST).pk
    assert "Hana Yusuf, Health visitor" in visit(f"{url}?agency={trust}", client).words
    lost = visit(f"{url}?agency={trust}", client, post={"submission": str(mint()), "reason": WHY}, status=422)
    assert WHY in lost.markup
    nobody = Agency.objects.get(name="Oakfield Primary School").pk
    ask(cast, row, "judith", agency="Oakfield Primary School")
    assert "Nobody at Oakfield Primary School can be asked" in visit(f"{url}?agency={nobody}", client).words
    asks = {"submission": str(mint()), "person": str(cast.person("hana").pk), "reason": WHY}
    for _ in range(2):  # sent twice: once
        assert client.post(f"{url}?agency={trust}", asks).status_code == 302
    seats = Seat.objects.filter(difference=row, capacity=Capacity.ADVISER, person=cast.person("hana"))
    assert seats.count() == 1
    assert "Advises Oakfield Primary School since" in visit(url, "bob").words
    hana = browser("hana")
    assert "Only people who act for a side" in visit(url, hana).words
    answer = hana.post(f"{url}{seats.get().pk}/end/", {"submission": str(mint())})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert hana.post(f"{url}{seats.get().pk}/end/", {"submission": str(mint())}).status_code == 404


def test_who_is_asked_by_another_meanwhile_is_said_in_words_and_what_was_typed_is_kept(cast: Cast) -> None:
    row, school = cast.raised(), "Oakfield Primary School"
    ask(cast, row, "judith", agency=school)
    sent = {"submission": str(mint()), "person": str(cast.person("judith").pk), "reason": WHY}
    agency = Agency.objects.get(name=school).pk
    page = visit(f"{row.get_absolute_url()}advisers/?agency={agency}", "amy", post=sent, status=409).words
    for words in ("That person cannot advise this side", "Choose one from the list", WHY):
        assert words in page


def test_an_answer_by_the_adviser_is_refused_by_its_page_and_changes_nothing(cast: Cast) -> None:
    row = cast.raised()
    ask(cast, row, by="bob", side=Side.RESPONDING)
    said = {"answer": Answer.YES, "because": BECAUSE, "meanwhile": MEANWHILE}
    with pytest.raises(Refused, match="can answer this"):
        cast.do(actions.respond, row, "hana", **said)
    with pytest.raises(Refused):
        cast.do(actions.escalate, row, "hana", reason="No.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE)
    assert Difference.objects.get(pk=row.pk).version == row.version
    assert connection.in_atomic_block
