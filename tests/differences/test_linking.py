"""Linked differences: who links them, who sees it, and that nobody else learns anything but that there is another."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commonground.differences import actions, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Link, spoken
from commonground.now import london_date
from commonground.procedures.linking import ALREADY, ITSELF, RESTRICTED, UNKNOWN, WHO_LINKS
from commonground.procedures.rules import Refused
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.raising import Browser, fresh

AsRole = Callable[[str], AbstractContextManager[None]]
NOBODYS = "222222222J"


def linked(cast: Cast) -> tuple[Difference, Difference]:
    """Return two of Amy's with the council, linked by her; Imran's team has the second, which Bob does not see."""
    one, other = cast.raised(), cast.raised()
    gone_from_bob(cast, other)
    link(cast, one, "amy", other.reference)
    return one, other


def gone_from_bob(cast: Cast, row: Difference) -> None:
    cast.do(actions.pass_on, row, "bob", person=cast.person("Imran Qureshi").pk, team=None, reason="…")


def link(cast: Cast, row: Difference, by: str, reference: str) -> Difference:
    return actions.link(by=cast.actor(by), at=cast.tick(), difference=row.pk, reference=reference)


def sees(cast: Cast, row: Difference, name: str) -> list[str]:
    actor = cast.actor(name)
    return [one.other.reference for one in reading.links(actor, reading.difference(actor, row.reference))]


def said(row: Difference) -> list[str]:
    kinds = ["difference.linked", "difference.unlinked"]
    return list(
        Entry.objects.filter(subject=row.pk, kind__in=kinds).order_by("number").values_list("text__sentence", flat=True)
    )


def test_whoever_sees_both_sees_the_link_on_either_and_nobody_else_does(cast: Cast) -> None:
    one, other = linked(cast)
    assert (sees(cast, one, "amy"), sees(cast, other, "amy")) == ([other.reference], [one.reference])
    assert (sees(cast, one, "sarah"), sees(cast, one, "bob")) == ([other.reference], [])
    assert sees(cast, other, "Imran Qureshi") == []
    for row in (one, other):
        assert len(said(row)) == 1
        assert said(row)[0].endswith(", Oakfield Primary School, linked this with another difference.")
        assert list(disagreements(row)) == []
    words = str(list(Entry.objects.filter(subject=one.pk).values_list("facts", "text__words", "text__sentence")))
    assert not any(what in words for what in (other.reference, spoken(other.reference), str(other.pk)))


def test_the_reference_is_typed_as_people_type_it(cast: Cast) -> None:
    one, other = cast.raised(), cast.raised()
    link(cast, one, "amy", f" {spoken(other.reference).lower()} ")
    assert sees(cast, one, "amy") == [other.reference]


def test_a_reference_of_nobody_and_of_what_one_does_not_see_are_answered_alike(cast: Cast) -> None:
    one, foreign, hidden = cast.raised(), cast.raised(), cast.raised()
    for row in (foreign, hidden):
        gone_from_bob(cast, row)
    cast.do(actions.restrict, hidden, "amy", people=[cast.person("Imran Qureshi").pk], reason="…")
    found = set()
    for reference in (NOBODYS, "", "x" * 20, foreign.reference, hidden.reference):
        with pytest.raises(Refused) as no:
            link(cast, one, "bob", reference)
        found.add(no.value.sentence)
    assert found == {UNKNOWN}
    assert not Link.objects.exists()


@pytest.mark.parametrize(("by", "stage"), [("elin", 2), ("zed", 1)])
def test_only_a_side_in_both_links_them(cast: Cast, by: str, stage: int) -> None:
    one, other = (cast.joined(cast.at_stage(stage)) for _ in range(2))
    with pytest.raises(Refused, match=f"^{WHO_LINKS}$"):
        link(cast, one, by, other.reference)


def test_neither_itself_nor_twice_nor_a_restricted_one(cast: Cast) -> None:
    one, other = linked(cast)
    hidden = cast.do(actions.restrict, cast.raised(), "amy", people=[cast.person("bob").pk], reason="…")
    for reference, sentence in ((one.reference, ITSELF), (other.reference, ALREADY), (hidden.reference, RESTRICTED)):
        with pytest.raises(Refused) as no:
            link(cast, one, "amy", reference)
        assert no.value.sentence == sentence
    with pytest.raises(Refused) as no:
        link(cast, hidden, "bob", one.reference)
    assert no.value.sentence == RESTRICTED


def test_it_is_taken_back_on_both_and_can_be_linked_again(cast: Cast) -> None:
    one, other = linked(cast)
    with pytest.raises(Difference.DoesNotExist):
        actions.unlink(by=cast.actor("bob"), at=cast.tick(), difference=one.pk, number=1)
    actions.unlink(by=cast.actor("sarah"), at=cast.tick(), difference=other.pk, number=1)
    assert (sees(cast, one, "amy"), sees(cast, other, "amy")) == ([], [])
    assert said(one)[1].endswith(", took back a link with another difference.")
    with pytest.raises(Link.DoesNotExist):
        actions.unlink(by=cast.actor("amy"), at=cast.tick(), difference=one.pk, number=1)
    link(cast, other, "amy", one.reference)
    assert sees(cast, one, "amy") == [other.reference]
    for row in (one, other):
        assert list(disagreements(row)) == []
    Link.objects.filter(difference=one).update(ended_at=cast.at)
    assert [apart.what for apart in disagreements(one)] == ["links"]


def test_the_second_lock_alone_keeps_a_link_from_who_sees_one(cast: Cast) -> None:
    one, other = linked(cast)
    for name, count in (("amy", 2), ("bob", 0), ("Imran Qureshi", 0), ("elin", 0)):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE app")
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(name).pk, london_date(cast.at)])
            cursor.execute("SELECT count(*) FROM differences_link")
            assert cursor.fetchone() == (count,), name
            cursor.execute("RESET ROLE")
    assert one != other


def at(row: Difference, name: str = "linked", *more: Any) -> str:  # noqa: ANN401 - parts of an address
    return reverse(f"differences:{name}", args=[row.reference, *more])


def test_on_the_pages(cast: Cast) -> None:
    one, other = cast.raised(), cast.raised()
    amy, bob = Browser(cast.person("amy")), Browser(cast.person("bob"))
    assert f'href="{at(one)}"' in amy.page(one.get_absolute_url())
    assert UNKNOWN in amy.fails(at(one), fresh() | {"reference": NOBODYS})
    assert NOBODYS in amy.fails(at(one), fresh() | {"reference": NOBODYS})
    once = fresh() | {"reference": spoken(other.reference)}
    assert amy.sends(at(one), once) == amy.sends(at(one), once) == one.get_absolute_url()
    for reader, row, there in ((amy, one, other), (amy, other, one), (bob, one, other)):
        page = reader.page(row.get_absolute_url())
        assert f'href="{there.get_absolute_url()}">{spoken(there.reference)}</a>' in page
    gone_from_bob(cast, other)
    cast.do(actions.restrict, other, "amy", people=[cast.person("Imran Qureshi").pk], reason="…")
    page = bob.page(one.get_absolute_url())
    assert spoken(other.reference) not in page
    assert other.reference not in page
    assert "linked this with another difference" in page
    bob.fails(at(one, "unlink", 1), status=404)
    amy.sends(at(one, "unlink", 1))
    assert "Linked with" not in amy.page(one.get_absolute_url())


def test_a_link_to_what_one_does_not_see_adds_no_query(cast: Cast, as_role: AsRole) -> None:
    one, _ = linked(cast)
    alone = cast.raised()
    asked = {}
    for name in ("bob", "amy"):
        reader = Browser(cast.person(name))
        with as_role("app"):
            for row in (alone, one):
                reader.page(row.get_absolute_url())
                with CaptureQueriesContext(connection) as queries:
                    reader.page(row.get_absolute_url())
                asked[name, row.pk] = len(queries)
    assert asked["bob", one.pk] == asked["bob", alone.pk]
    assert asked["amy", one.pk] == asked["amy", alone.pk] + 1


def test_who_acts_for_neither_side_is_told_who_can(cast: Cast) -> None:
    one = cast.joined(cast.raised())
    zed = Browser(cast.person("zed"))
    assert at(one) not in zed.page(one.get_absolute_url())
    assert "Only people who act for a side in both differences" in zed.fails(at(one), fresh(), status=409)
