"""Search over one's own differences: only what one sees, nothing hidden, and every hit is a look."""

import re

import pytest

from commonground.differences import actions
from commonground.differences.searching import PART
from commonground.record.models import Entry, Look
from tests.cast import Cast
from tests.visiting import Visited, visit

SEARCH = "/differences/search/?q="


def hits(page: Visited) -> list[str]:
    """Return the references of what was found, in its order."""
    return re.findall(r'<h2[^>]*><a class="govuk-link" href="/differences/([0-9A-Z]{10})/"', page.markup)


def test_what_was_said_is_found_by_those_who_see_it_and_no_others(cast: Cast) -> None:
    row = cast.do(actions.question, cast.raised(), "amy", words="Has anybody met the quagga keeper?")
    for who in ("amy", "bob", "sarah"):
        page = visit(f"{SEARCH}quagga", who)
        assert hits(page) == [row.reference], who
        assert "<mark>quagga</mark>" in page.markup
    for who in ("zed", "gwen", "elin", "cath"):
        page = visit(f"{SEARCH}quagga", who)
        assert hits(page) == [], who
        assert page.words == visit(f"{SEARCH}quaggb", who).words.replace("quaggb", "quagga"), "it gives no hint"


def test_an_officer_finds_it_once_the_office_was_told(cast: Cast) -> None:
    row = cast.at_stage(2)
    assert row.reference in hits(visit(f"{SEARCH}breakfast", "elin"))
    assert hits(visit(f"{SEARCH}breakfast", "gwen")) == []


@pytest.mark.parametrize(
    ("who", "relation"),
    [("elin", "partnership officer"), ("sarah", "acts for a side"), ("amy", "raised it"), ("cath", "acts for a side")],
)
def test_a_look_of_a_search_says_by_which_relation_as_its_page_does(cast: Cast, who: str, relation: str) -> None:
    row = cast.at_stage(2)
    visit(f"{SEARCH}breakfast", who)
    searched = Look.objects.get(subject=row.pk, part=PART)
    visit(f"/differences/{row.reference}/", who)
    opened = Look.objects.filter(subject=row.pk, person_id=cast.person(who).pk).exclude(part=PART).latest("at")
    assert relation in searched.relation
    for name in ("relation", "title", "agency"):
        assert getattr(searched, name) == getattr(opened, name), name


def test_each_hit_counts_as_a_look_and_nothing_else_does(cast: Cast) -> None:
    row = cast.do(actions.question, cast.raised(), "amy", words="Has anybody met the quagga keeper?")
    other = cast.raised()
    before = Look.objects.count()
    visit(f"{SEARCH}quagga", "bob")
    look = Look.objects.get(subject=row.pk, part=PART)
    assert (look.person_name, look.relation) == (cast.person("bob").name, "acts for a side at a stage")
    assert Look.objects.count() == before + 1
    assert not Look.objects.filter(subject=other.pk).exists()
    visit(f"{SEARCH}nothinglikeit", "bob")
    visit("/differences/search/", "bob")
    assert Look.objects.count() == before + 1
    assert PART in visit(f"/differences/{row.reference}/who-has-looked/", "amy").words


def test_what_is_hidden_kept_to_a_side_or_sealed_is_not_found(cast: Cast) -> None:
    row = cast.raised()
    row = cast.do(actions.note, row, "amy", words="The quagga note of our side.", own_side=True)
    row = cast.do(actions.note, row, "amy", words="The okapi was put in by mistake.", own_side=False)
    assert hits(visit(f"{SEARCH}okapi", "bob")) == [row.reference]
    entry = Entry.objects.filter(subject=row.pk).latest("number")
    actions.mask(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, entry=entry.pk, reason="It names somebody.")
    for who in ("amy", "bob"):
        assert hits(visit(f"{SEARCH}okapi", who)) == [], "hidden words"
        assert hits(visit(f"{SEARCH}quagga", who)) == [], "a note of one side"
        assert hits(visit(f"{SEARCH}FH-40001", who)) == [], "the child’s number"


def test_a_restricted_one_is_found_by_those_who_are_named_alone(cast: Cast) -> None:
    row = cast.do(actions.question, cast.raised(), "amy", words="Has anybody met the quagga keeper?")
    assert hits(visit(f"{SEARCH}quagga", "sarah")) == [row.reference]
    cast.do(actions.restrict, row, "amy", people=[cast.person("bob").pk], reason="Her aunt works there.")
    assert hits(visit(f"{SEARCH}quagga", "sarah")) == []
    assert hits(visit(f"{SEARCH}quagga", "bob")) == [row.reference]


def test_other_words_and_misspellings_are_helped(cast: Cast) -> None:
    row = cast.do(actions.question, cast.raised(), "amy", words="Was there a strategy discussion on Tuesday?")
    assert hits(visit(f"{SEARCH}strat+meeting", "bob")) == [row.reference]
    page = visit(f"{SEARCH}stratgy+discusion", "bob")
    assert hits(page) == [row.reference]
    assert "Nobody wrote “stratgy”. This is what there is for strategy." in page.words


def test_all_that_is_asked_must_be_said(cast: Cast) -> None:
    row = cast.do(actions.question, cast.raised(), "amy", words="Has anybody met the quagga keeper?")
    assert hits(visit(f"{SEARCH}quagga+keeper", "amy")) == [row.reference]
    assert hits(visit(f"{SEARCH}quagga+lighthouse", "amy")) == []


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("text", ["", "x" * 201])
def test_what_cannot_be_looked_for_says_why(text: str) -> None:
    assert "There is a problem" in visit(f"{SEARCH}{text}", "amy", status=422).words


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("text", ["the", "%26%21%7C%3A%2A", "%27+OR+1%3D1", "%25s", "a+b+c"])
def test_whatever_is_asked_is_answered(text: str) -> None:
    visit(f"{SEARCH}{text}", "amy")
