"""Siblings whose difference ends differently: proposed, signed, shown, recorded and compared, from end to end."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from commonground.differences import actions, agreements, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.models import AgencyAction, Clock, Difference
from commonground.notices.models import Notice
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Act, End
from commonground.record.models import Entry
from tests.cast import AGREEMENT, ASK, CHILD, MEANWHILE, Cast
from tests.differences.raising import Browser, fresh
from tests.differences.test_joining import NURSERY, key

LATER = "Bob visits the youngest on Friday, and rings Amy after it."
SIBLINGS = (CHILD, replace(CHILD, own_reference="OAK-002"), replace(CHILD, own_reference="OAK-003"))


def proposed(cast: Cast, *children: int, **said: Any) -> Difference:  # noqa: ANN401 - what else is proposed
    """Return one about three children, with an agreement that the council proposed for some of them."""
    return cast.do(actions.propose, cast.raised(children=SIBLINGS), "bob", text=AGREEMENT, children=children, **said)


def partly(cast: Cast, *children: int) -> Difference:
    """Return one that was agreed for some of three children."""
    return cast.do(actions.sign, proposed(cast, *children), "amy", proposal=1)


def newest(row: Difference) -> Entry:
    return Entry.objects.filter(subject=row.pk).select_related("text").latest("number")


def how(cast: Cast, row: Difference) -> list[tuple[int, str, str]]:
    found = agreements.children(row, row.stands(), cast.at)
    return [(one.number, one.how.split(" ")[0], one.read) for one in found]


def clocks(row: Difference) -> list[tuple[Any, ...]]:
    return list(Clock.objects.filter(difference=row).order_by("key").values_list())


def test_it_is_settled_for_some_and_nothing_moves_for_the_others(cast: Cast) -> None:
    row = proposed(cast, 1, 3)
    before, due, turn = clocks(row), row.due_at, row.turn
    assert newest(row).text.sentence.endswith(" proposed an agreement for child 1 and child 3 and signed it.")
    row = cast.do(actions.sign, row, "amy", proposal=1)
    assert (row.end, row.stage, row.due_at, row.turn, turn) == ("", 1, due, "responding", "raising")
    assert clocks(row) == before
    assert newest(row).text.sentence.endswith(
        " signed the agreement. Both sides have signed, so it is settled for child 1 and child 3. "
        "It goes on for child 2."
    )
    told = set(Notice.objects.filter(subject=row.pk, kind="agreed_for_some").values_list("address", flat=True))
    assert {"duty.east@council.fairhaven.example", cast.person("sarah").email} <= told
    assert how(cast, row) == [(1, "Agreed", "#agreement-1"), (2, "Still", ""), (3, "Agreed", "#agreement-1")]
    assert list(disagreements(row)) == []


def test_a_new_proposal_is_for_the_rest_and_resolves_it(cast: Cast) -> None:
    row = partly(cast, 1, 3)
    with pytest.raises(Refused, match="Choose among the children for whom this is still open: child 2"):
        cast.do(actions.propose, row, "amy", text=LATER, children=[1])
    row = cast.do(actions.propose, row, "amy", text=LATER)
    here = reading.standpoint(cast.actor("amy"), reading.difference(cast.actor("amy"), row.reference))
    found = agreements.agreements(here, reading.written(here), cast.at)
    assert [(one.number, one.children, one.text, bool(one.waits_for)) for one in found] == [
        (1, "child 1 and child 3", AGREEMENT, False),
        (2, "child 2", LATER, True),
    ]
    row = cast.do(actions.sign, row, "bob", proposal=2)
    assert row.end == End.RESOLVED
    assert {read for _, how_, read in how(cast, row) if how_ == "Agreed"} == {"#agreement-1", "#agreement-2"}
    assert list(disagreements(row)) == []


def test_another_end_ends_the_rest_so_and_reopening_opens_the_rest(cast: Cast) -> None:
    row = partly(cast, 2)
    row = cast.do(
        actions.escalate, row, "amy", reason="…", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
    )  # fmt: skip
    row = cast.do(actions.withdraw, row, "amy", why="settled", words="It is.")
    assert [one[1] for one in how(cast, row)] == ["Withdrawn", "Agreed", "Withdrawn"]
    row = cast.do(actions.reopen, row, "amy", reason="It is not.", meanwhile=MEANWHILE)
    assert [one[1] for one in how(cast, row)] == ["Still", "Agreed", "Still"]
    assert list(disagreements(row)) == []


def test_an_agency_that_joined_takes_on_its_action_for_some_of_them_whatever_comes_after(cast: Cast) -> None:
    row = cast.joined(cast.raised(children=SIBLINGS))
    takes_on = {key(NURSERY): "It keeps a place."}
    row = cast.do(actions.propose, row, "bob", text=AGREEMENT, children=[1], takes_on=takes_on)
    row = cast.do(actions.sign, row, "amy", proposal=1)
    row = cast.do(actions.propose, row, "amy", text=LATER, children=[2])
    with pytest.raises(actions.Meanwhile):
        cast.do(actions.take_on, row, "zed", proposal=3)
    row = cast.do(actions.take_on, row, "zed", proposal=1)
    assert AgencyAction.objects.get(difference=row).taken_on_by == cast.person("zed")
    assert list(disagreements(row)) == []


def test_who_joined_is_asked_about_the_agreement_in_which_its_action_waits(cast: Cast) -> None:
    row = cast.joined(cast.raised(children=SIBLINGS))
    row = cast.do(
        actions.propose, row, "bob", text=AGREEMENT, children=[1], takes_on={key(NURSERY): "It keeps a place."}
    )  # fmt: skip
    row = cast.do(actions.sign, row, "amy", proposal=1)
    row = cast.do(actions.propose, row, "amy", text=LATER)
    page = Browser(cast.person("zed")).page(act(row, Act.TAKE_ON))
    assert "The proposed agreement for child 1<" in page
    assert "It keeps a place." in page
    assert LATER not in page


def test_the_record_and_the_tables_disagree_when_either_is_altered(cast: Cast) -> None:
    row = partly(cast, 1)
    row.situation["agreed"][0]["children"] = [2]
    row.save()
    assert [one.what for one in disagreements(row)] == ["where it stands"]


def act(row: Difference, act: Act) -> str:
    return reverse("differences:act", args=[row.reference, act])


def sent(row: Difference, **answers: object) -> dict[str, Any]:
    return fresh() | {"version": row.version} | answers


def test_the_form_asks_which_children_and_all_are_ticked(cast: Cast) -> None:
    row = cast.raised(children=SIBLINGS)
    page = Browser(cast.person("bob")).page(act(row, Act.PROPOSE))
    assert page.count('name="children"') == 3
    assert page.count(" checked") == 3
    assert "OAK-00" not in page
    assert "2019" not in page
    one = cast.raised()
    assert 'name="children"' not in Browser(cast.person("bob")).page(act(one, Act.PROPOSE))


def test_it_is_proposed_and_signed_for_some_on_the_pages(cast: Cast) -> None:
    row = cast.raised(children=SIBLINGS)
    bob, amy = Browser(cast.person("bob")), Browser(cast.person("amy"))
    nobody = bob.fails(act(row, Act.PROPOSE), sent(row, text=AGREEMENT))
    assert "which children it is for" in nobody
    assert AGREEMENT in nobody
    bob.sends(act(row, Act.PROPOSE), sent(row, text=AGREEMENT, children=["1", "3"]))
    row.refresh_from_db()
    page = amy.page(act(row, Act.SIGN))
    assert "this is settled for child 1 and child 3. It goes on for child 2, by the same dates." in page
    amy.sends(act(row, Act.SIGN), sent(row, proposal="1", confirm="on"))
    row.refresh_from_db()
    assert row.end == ""
    page = amy.page(row.get_absolute_url())
    assert "Both sides have agreed, and this is settled for child 1 and child 3." in page
    assert "What both sides agreed for child 1 and child 3" in page
    assert 'href="#agreement-1"' in page
    assert "Still open" in page
    assert "(1 of 3 children still open)" in amy.page(reverse("web:home"))
