"""Which child: a first name where no number is known, for the two who deal with it only, and gone when it is known."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from commonground import sealing
from commonground.differences import actions
from commonground.differences.actions import which_child
from commonground.differences.agreeing import disagreements
from commonground.differences.entries import REFERENCE
from commonground.differences.models import Child, ChildName, Difference
from commonground.directory.guests.actions import Guest, bind
from commonground.directory.models import Agency, Person
from commonground.directory.queries import begin
from commonground.now import london_date
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Side
from commonground.procedures.which_child import ONLY_THE_TWO, RAISERS, THEIRS, WHO_GIVES
from commonground.record.models import Entry, Look
from commonground.record.submissions import mint
from tests.cast import AGREEMENT, BECAUSE, CHILD, MEANWHILE, NAMED, Cast
from tests.visiting import Visited, browser, visit

AsRole = Callable[[str], AbstractContextManager[None]]
OURS = "FH-90210"
WHOLE_DAY = "12 March 2019"


def page(row: Difference) -> str:
    return f"{row.get_absolute_url()}which-child/"


def shown(row: Difference, who: str | Person | Client, status: int = 200, **asked: str) -> Visited:
    return visit(page(row), who, post=asked, status=status)


def gives(row: Difference, who: str | Client, status: int = 302, **fields: str) -> str:
    client = who if isinstance(who, Client) else browser(who)
    sent = {name.replace("_", "-"): text for name, text in fields.items()}
    answer = client.post(f"{page(row)}references/", {"submission": str(mint()), **sent})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def given(cast: Cast, row: Difference, who: str, side: Side, **more: object) -> actions.Given:
    text, child = str(more.get("text", OURS)), int(str(more.get("child", 1)))
    references = {(child, side): text}
    return actions.give_references(by=cast.actor(who), at=cast.tick(), difference=row.pk, references=references)


def let_in(cast: Cast, row: Difference) -> Person:
    guest = Guest("Ruth Amos", "Trustee", "ruth@harbourkids.example")
    pass_given = actions.give_pass(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, side=Side.RESPONDING, guest=guest
    )  # fmt: skip
    bind(pass_given.made, "a browser", at=cast.at)
    return pass_given.made.person


def sealed_rows(who: Person, cast: Cast) -> int:
    """Return how many names the database gives somebody, whatever the product asks."""
    begin(who, london_date(cast.at))
    return ChildName.objects.count()


def nowhere(*texts: str) -> None:
    """Check that no table holds these words in the clear."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            for text in texts:
                cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{text}%"])  # noqa: S608 our own tables
                assert cursor.fetchone() == (0,), (table, text)


@pytest.mark.parametrize("who", ["amy", "bob"])
def test_the_two_who_deal_with_it_open_the_name_and_each_look_is_in_the_list(
    cast: Cast, as_role: AsRole, who: str
) -> None:
    row = cast.raised(children=(NAMED,))
    with as_role("app"):
        first = shown(row, who)
        assert which_child_button in first.words
        assert NAMED.first_name not in first.markup
        assert WHOLE_DAY not in first.markup
        opened = shown(row, who, names="1")
        assert NAMED.first_name in opened.words
        assert WHOLE_DAY in opened.words
        assert sealed_rows(cast.person(who), cast) == 1
    parts = [look.part for look in Look.objects.filter(subject=row.pk).order_by("at", "part")]
    assert parts.count("which child, by name and birth date") == 1


which_child_button = "Show the first name and date of birth"
OTHERS = {
    "a safeguarding lead of the raiser": "sarah",
    "a safeguarding lead of the responder": "Farah Siddiqui",
    "an agency that joined": "zed",
    "the office that was told": "elin",
    "whoever answered at the stage before": "bob",
    "the line manager of the raiser, who acts at this stage": "sarah",
    "the deputy of who answers, who is not away": "Nadia Rahman",
}


@pytest.mark.parametrize("who", OTHERS.values(), ids=OTHERS)
def test_nobody_else_opens_it_neither_by_the_page_nor_from_the_database(cast: Cast, as_role: AsRole, who: str) -> None:
    row = cast.joined(cast.raised(children=(NAMED,)))
    cast.do(actions.escalate, row, "amy", reason="We differ.", tried="We spoke.", ask="See him.", meanwhile=MEANWHILE)
    person = cast.person(who)
    sees = Difference.objects.visible_to(cast.actor(who)).filter(pk=row.pk).exists()
    with as_role("app"):
        if sees:
            first = shown(row, person)
            assert which_child_button not in first.words
            assert "Only the person who raised this and the person who has picked it up can open them." in first.words
            refused = shown(row, person, names="1", status=409)
            assert ONLY_THE_TWO in refused.words
            assert NAMED.first_name not in refused.markup
        assert sealed_rows(person, cast) == 0
        assert sealed_rows(cast.person("cath"), cast) == 1, "whoever answers at this stage"
    assert sees is (who != "Nadia Rahman")
    assert not Look.objects.filter(subject=row.pk, part__contains="name").exists()


def test_once_somebody_has_picked_it_up_the_others_at_the_desk_open_it_no_more(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised(children=(NAMED,))
    leah = cast.person("Leah Goldberg")
    with as_role("app"):
        assert sealed_rows(leah, cast) == 1
    cast.do(actions.pick_up, row, "bob", knows_child=False)
    with as_role("app"):
        assert ONLY_THE_TWO in shown(row, leah, names="1", status=409).words
        assert sealed_rows(leah, cast) == 0
        assert NAMED.first_name in shown(row, "bob", names="1").words


def test_a_guest_opens_it_only_once_they_have_answered(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised(children=(NAMED,))
    guest = let_in(cast, row)
    with as_role("app"):
        assert sealed_rows(guest, cast) == 0
    by = begin(guest, london_date(cast.at))
    with pytest.raises(Refused, match="Only the person who raised this"):
        actions.reveal_children(by=by, at=cast.tick(), difference=row.pk, names=True)
    actions.respond(
        by=by, at=cast.tick(), difference=row.pk, version=None, answer=Answer.YES, because=BECAUSE, meanwhile=MEANWHILE
    )
    with as_role("app"):
        assert sealed_rows(guest, cast) == 1
        assert sealed_rows(cast.person("bob"), cast) == 0
    assert actions.reveal_children(by=by, at=cast.tick(), difference=row.pk, names=True) == [NAMED]


def test_a_colleague_to_whom_it_was_handed_over_opens_it_and_one_before_them_does_not(
    cast: Cast, as_role: AsRole
) -> None:
    row = cast.raised(children=(NAMED,))
    cast.do(actions.hand_over, row, "amy", person=cast.person("judith").pk, reason="I am away.")
    with as_role("app"):
        assert NAMED.first_name in shown(row, "judith", names="1").words
    cast.do(actions.hand_over, row, "judith", person=cast.person("sarah").pk, reason="She knows him.")
    with as_role("app"):
        assert sealed_rows(cast.person("sarah"), cast) == 1
        assert sealed_rows(cast.person("judith"), cast) == 0
        assert sealed_rows(cast.person("amy"), cast) == 1, "she wrote it, and sees it to the end"


def test_a_name_is_sealed_apart_and_opens_as_that_child_s_only(cast: Cast) -> None:
    row = cast.raised(children=(CHILD, NAMED, replace(NAMED, initials="U. R.", first_name="Ursula")))
    nowhere(NAMED.first_name, "Ursula", NAMED.birth_date)
    names = {name.number: name for name in ChildName.objects.filter(difference=row)}
    assert sorted(names) == [2, 3]
    sealed = bytes(names[2].sealed)
    assert json.loads(sealing.unseal(sealed, names[2].sealed_as)) == {
        "first_name": NAMED.first_name,
        "birth_date": NAMED.birth_date,
    }
    child = Child.objects.get(difference=row, number=2)
    for other in (names[3].sealed_as, child.sealed_as, f"name of child 2 of {mint()}"):
        with pytest.raises(sealing.SealError):
            sealing.unseal(sealed, other)
    assert which_child.unsealed(child).first_name == "", "never where everybody opens it"


def test_it_is_gone_from_the_row_as_soon_as_both_references_are_in(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised(children=(NAMED, replace(NAMED, own_reference="", initials="U. R.")))
    with as_role("app"):
        gives(row, "bob", responding_1=OURS, responding_2="")
        assert sealed_rows(cast.person("amy"), cast) == 1
        after = shown(row, "bob")
        assert OURS in after.words
        assert "The first name and date of birth were wiped on" in after.words
        assert which_child_button in after.words, "of the second child they are still kept"
        gives(row, "bob", responding_2="FH-90211")
        assert sealed_rows(cast.person("amy"), cast) == 1, "the school has not given its own"
        gives(row, "amy", raising_2="OAK-003")
        assert sealed_rows(cast.person("amy"), cast) == 0
        assert "No first name is kept here now" in shown(row, "amy", names="1", status=409).words
    assert not ChildName.objects.exists()
    entries = list(Entry.objects.filter(subject=row.pk, kind=REFERENCE).order_by("number"))
    assert [entry.facts.get("names_wiped") for entry in entries] == [[1], None, [2]]
    assert [entry.facts["references"] for entry in entries] == [
        [[1, "responding"]], [[2, "responding"]], [[2, "raising"]],
    ]  # fmt: skip
    assert entries[0].text.sentence == (
        "Bob Ferris, Social worker, Fairhaven City Council, gave Fairhaven City Council’s reference for child 1. "
        "It is not in this record."
    )
    assert entries[0].text.words == {
        "Wiped": "The first name and date of birth were wiped, because both agencies’ references are in."
    }
    nowhere(OURS, "FH-90211", "OAK-003", NAMED.first_name)
    assert not list(disagreements(Difference.objects.get(pk=row.pk)))
    call_command("verify_record", stdout=StringIO())


def ended(cast: Cast, how: str) -> Difference:
    """Return one whose child was named, and which ended so."""
    row = cast.raised(children=(NAMED,))
    if how == "resolved":
        cast.do(actions.propose, row, "bob", text=AGREEMENT)
        return cast.do(actions.sign, row, "amy", proposal=1)
    if how == "withdrawn":
        return cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    for by in ("amy", "sarah", "judith") if how == "not resolved" else ("amy",):
        cast.do(actions.escalate, row, by, reason="We differ.", tried="We spoke.", ask="See him.", meanwhile=MEANWHILE)
    if how == "redirected by the office":
        return cast.do(actions.redirect, row, "elin", to="The court.", reason="It is there.", meanwhile=MEANWHILE)
    return cast.do(actions.record_not_resolved, row, "owen", statement="Both stand.", meanwhile=MEANWHILE)


@pytest.mark.parametrize("how", ["resolved", "withdrawn", "redirected by the office", "not resolved"])
def test_whatever_way_it_ends_the_name_is_gone_and_the_record_says_so(cast: Cast, how: str) -> None:
    row = ended(cast, how)
    assert row.end
    assert not ChildName.objects.exists()
    assert Child.objects.get(difference=row).name_wiped_at == row.ended_at
    last = Entry.objects.filter(subject=row.pk).latest("number")
    assert last.facts["names_wiped"] == [1]
    assert last.text.words["Wiped"] == "The first name and date of birth were wiped, because this has ended."
    assert not list(disagreements(row))


def test_where_it_is_agreed_for_one_of_two_the_name_of_that_one_is_gone(cast: Cast) -> None:
    row = cast.raised(children=(NAMED, replace(NAMED, first_name="Ursula")))
    cast.do(actions.propose, row, "bob", text=AGREEMENT, children=[2])
    row = cast.do(actions.sign, row, "amy", proposal=1)
    assert not row.end
    assert [name.number for name in ChildName.objects.filter(difference=row)] == [1]
    last = Entry.objects.filter(subject=row.pk).latest("number")
    assert last.facts["names_wiped"] == [2]
    assert "because it is agreed for them" in last.text.words["Wiped"]
    assert not list(disagreements(row))


def test_the_record_says_nothing_of_wiping_where_there_was_no_name(cast: Cast) -> None:
    row = cast.resolved()
    last = Entry.objects.filter(subject=row.pk).latest("number")
    assert "names_wiped" not in last.facts
    assert "Wiped" not in last.text.words


def test_tables_that_keep_a_name_which_the_record_says_is_gone_are_found(cast: Cast) -> None:
    row = cast.raised(children=(NAMED,))
    kept = ChildName.objects.get(difference=row)
    given(cast, row, "bob", Side.RESPONDING)
    assert not list(disagreements(row))
    kept.save(force_insert=True)
    assert [one.what for one in disagreements(row)] == ["first names kept"]
    ChildName.objects.all().delete()
    Child.objects.filter(difference=row).update(name_wiped_at=None)
    assert [one.what for one in disagreements(row)] == ["first names kept"]


def test_the_raising_side_may_write_down_the_others_reference_while_there_is_none(cast: Cast) -> None:
    row = cast.raised(children=(NAMED,))
    lines = shown(row, "amy")
    assert "Fairhaven City Council’s reference for the child" in lines.words
    assert given(cast, row, "amy", Side.RESPONDING).wiped == (1,)
    with pytest.raises(Refused, match=THEIRS):
        given(cast, row, "amy", Side.RESPONDING, text="FH-1")
    assert "Fairhaven City Council’s reference for the child" not in shown(row, "amy").words
    assert given(cast, row, "bob", Side.RESPONDING, text="FH-2").children == (1,), "their own people put it right"
    assert which_child.unsealed(Child.objects.get(difference=row)).other_reference == "FH-2"
    assert given(cast, row, "bob", Side.RESPONDING, text="FH-2") == actions.Given((), ()), "it stands there already"
    with pytest.raises(Refused, match=RAISERS):
        given(cast, row, "bob", Side.RAISING, text="OAK-9")
    with pytest.raises(Child.DoesNotExist):
        given(cast, row, "bob", Side.RESPONDING, child=2)


def test_of_two_references_of_which_one_is_refused_neither_is_kept(cast: Cast) -> None:
    """The other side gave its own while this form was open: the page says so, and keeps what was typed."""
    row = cast.raised(children=(NAMED,))
    given(cast, row, "bob", Side.RESPONDING)
    said = gives(row, "amy", 409, raising_1="OAK-77", responding_1="FH-11111")
    for words in (THEIRS, "OAK-77", "FH-11111"):
        assert words in said
    (child,) = actions.reveal_children(by=cast.actor("bob"), at=cast.tick(), difference=row.pk)
    assert (child.own_reference, child.other_reference) == (NAMED.own_reference, OURS)
    assert Entry.objects.filter(subject=row.pk, kind=REFERENCE).count() == 1


def test_whoever_sits_on_neither_side_gives_no_reference(cast: Cast) -> None:
    row = cast.joined(cast.raised(children=(NAMED,)))
    assert WHO_GIVES in gives(row, "zed", 409, responding_1=OURS)
    assert "Our reference" not in shown(row, "zed").words
    assert ChildName.objects.count() == 1
    gives(row, "hana", 404, responding_1=OURS)


def test_sent_twice_it_is_written_once(cast: Cast) -> None:
    row, bob, key = cast.raised(children=(NAMED,)), browser("bob"), str(mint())
    for text in (OURS, "FH-another"):
        sent = {"submission": key, "responding-1": text}
        assert bob.post(f"{page(row)}references/", sent).headers["Location"] == page(row)
    assert Entry.objects.filter(subject=row.pk, kind=REFERENCE).count() == 1
    assert which_child.unsealed(Child.objects.get(difference=row)).other_reference == OURS
    said = visit(page(row), bob).words
    assert "Both agencies’ references are in, so the first name and date of birth are wiped." in said


def test_what_cannot_be_taken_is_said_in_words_and_stays_on_the_page(cast: Cast) -> None:
    row = cast.raised(children=(NAMED,))
    assert "Write your agency’s reference for the child" in gives(row, "bob", 422, responding_1=" ")
    long = gives(row, "bob", 422, responding_1="9" * 41)
    assert "Keep the reference to 40 characters or fewer" in long
    assert "9" * 41 in long
    assert "Write your agency’s reference for the child" in gives(row, "amy", 422, raising_1="")


def test_another_agency_that_answers_from_now_on_has_no_reference_yet(cast: Cast) -> None:
    row = cast.raised(children=(CHILD,))
    police = Agency.objects.get(name="Estuary Police")
    cast.do(actions.not_ours, row, "bob", agency=police.pk, team=None, reason="They hold it.")
    assert which_child.unsealed(Child.objects.get(difference=row)) == replace(CHILD, other_reference="")
    last = Entry.objects.filter(subject=row.pk).latest("number")
    assert last.text.words["Reference"] == "Fairhaven City Council’s reference for the child was taken off."


def test_that_it_was_agreed_by_telephone_is_shown_with_the_rest(cast: Cast) -> None:
    agreed = replace(CHILD, other_reference="", matched_with="Bob Ferris, social worker", matched_on="2026-11-18")
    row = cast.raised(children=(agreed,))
    assert "with Bob Ferris, social worker, on 18 November 2026" in shown(row, "sarah").words
    nowhere("Bob Ferris, social worker, on")


def test_a_name_beside_their_reference_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="not needed"):
        cast.raised(children=(replace(NAMED, other_reference="FH-1"),))


def test_it_can_be_told_to_nobody_from_a_draft_but_its_author(cast: Cast) -> None:
    answers: dict[str, object] = {"children": [{"first_name": NAMED.first_name}], "worry": "x"}
    actions.save_draft(by=cast.actor("amy"), at=cast.at, draft=None, answers=answers)
    nowhere(NAMED.first_name)
