"""What is read, kept and said: who looked and as what, odd input, and questions that agree with their forms."""

from dataclasses import replace
from typing import Any

import pytest

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.differences.views.acts import PAGES
from commonground.directory.models import Agency, Partnership, Person
from commonground.procedures.acts import ACTS, MEANWHILE
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Act
from commonground.record.models import EntryText, Look
from commonground.record.submissions import mint
from tests.cast import ASK, Cast
from tests.cast import MEANWHILE as SAFE
from tests.visiting import browser, visit

ODD = {
    "nothing": "",
    "a NUL": "a\x00b",
    "half a character": "\ud800".encode("utf-8", "replace").decode(),
    "very long": "x" * 200_000,
    "right to left": "\u202e\u200b\U0001f600",
    "a number beyond all": "9" * 5000,
    "no key": "00000000-0000-0000-0000-00000000000g",
    "another key": "00000000-0000-4000-8000-000000000000",
    "other figures": "٣",
}


def test_a_look_says_who_as_what_from_where_and_by_which_relation(cast: Cast) -> None:
    row = cast.at_stage(2)
    browser("cath").get(row.get_absolute_url())
    look = Look.objects.get(person_name="Cath Doyle")
    assert (look.title, look.agency) == ("Team manager", "Fairhaven City Council")
    page = visit(f"{row.get_absolute_url()}who-has-looked/", "amy")
    assert "Cath Doyle, Team manager, Fairhaven City Council" in page.words


def test_an_officer_looks_from_the_office(cast: Cast) -> None:
    row = cast.at_stage(4)
    browser("elin").get(row.get_absolute_url())
    look = Look.objects.get(person_name="Elin Hughes")
    assert (look.relation, look.agency) == (
        "partnership officer",
        "Fairhaven Safeguarding Children Partnership office",
    )


def test_somebody_without_a_title_looks_by_the_name_of_their_post(cast: Cast) -> None:
    row = cast.raised()
    Person.objects.filter(pk=cast.person("bob").pk).update(title="")
    browser("bob").get(row.get_absolute_url())
    assert Look.objects.get(person_name="Bob Ferris").title in {post.title for post in cast.actor("bob").posts}


def test_the_longest_name_title_and_agency_can_act(cast: Cast) -> None:
    amy = cast.person("amy")
    Agency.objects.filter(pk=cast.actor("amy").posts[0].agency_id).update(name="O" * 120)
    Person.objects.filter(pk=amy.pk).update(name="A" * 120, title="T" * 120)
    row = cast.raised()
    text = EntryText.objects.get(subject=row.pk)
    assert text.actor_name == ", ".join(("A" * 120, "T" * 120, "O" * 120))
    visit(row.get_absolute_url(), "amy")


def test_raising_says_who_raised_it_and_not_where(cast: Cast) -> None:
    row = cast.raised()
    assert EntryText.objects.get(subject=row.pk).sentence.endswith("Oakfield Primary School raised this difference.")


@pytest.mark.parametrize("act", PAGES)
def test_what_keeps_the_child_safe_is_asked_where_its_form_asks_it(act: Act) -> None:
    assert (MEANWHILE in ACTS[act].asks) == ("meanwhile" in PAGES[act].form.base_fields)


def test_where_it_belongs_is_kept_and_looked_at_like_every_free_text(cast: Cast) -> None:
    row = cast.raised()
    words = {"reason": "It is theirs.", "meanwhile": SAFE, "version": row.version}
    sent: dict[str, Any] = words | {"to": "The nursery in SO14 7AB", "submission": str(mint())}
    page = visit(f"{row.get_absolute_url()}redirect/", "amy", post=sent)
    assert not Difference.objects.get(pk=row.pk).end
    assert "SO14 7AB" in page.words
    cast.do(actions.withdraw, row, "amy", why="settled", words="Settled.")
    page = visit(f"{row.get_absolute_url()}redirect/", "amy", post=sent, status=409)
    assert "The nursery in SO14 7AB" in page.words


def test_an_agency_of_another_partnership_cannot_raise_here(cast: Cast) -> None:
    oakfield = Agency.objects.get(name="Oakfield Primary School")
    oakfield.partnerships.set([Partnership.objects.get(name="Marlow Vale")])
    council = cast.actor("bob").posts[0].agency_id
    here = Partnership.objects.get(name="Fairhaven").pk
    actor = replace(cast.actor("amy"), partnerships=frozenset({here}))
    with pytest.raises(Refused, match="not in this partnership"):
        actions.raise_difference(by=actor, at=cast.tick(), new=cast.new(partnership=here, responding_agency=council))


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_answers_are_answered_in_words(cast: Cast, odd: str) -> None:
    row = cast.at_stage(4)
    cast.do(actions.propose, row, "Margaret Ainsworth", text=ASK)
    for act, page in PAGES.items():
        fields = [*page.form.base_fields, "due_0", "due_1", "due_2", "due-day", "due-month", "due-year"]
        for who in ("judith", "Margaret Ainsworth"):
            client = browser(cast.person(who))
            url = f"{row.get_absolute_url()}{act.value.replace('_', '-')}/"
            answer = client.post(url, dict.fromkeys(fields, odd) | {"submission": str(mint())})
            assert answer.status_code in {302, 400, 409, 422}, (act, who)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_questions_to_lists_are_answered_in_words(cast: Cast, odd: str) -> None:
    cast.raised()
    client = browser("elin")
    for url, names in {
        "/differences/": ("whose", "state", "kind", "stage", "page"),
        "/find/": ("reference",),
        "/notices/": ("page",),
    }.items():
        assert client.get(url, dict.fromkeys(names, odd[:3000])).status_code in {200, 302, 404}, url
