"""A difference about a family member, or about how people work together: kept, shown, agreed and ended."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from commonground import sealing
from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Child, ChildName, Difference
from commonground.notices.models import Notice
from commonground.procedures.loading import load
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Side, Subject
from commonground.record.chain import publics_of
from commonground.record.models import Entry
from commonground.record.submissions import mint
from commonground.record.verify import verify_one
from tests.cast import AGREEMENT, BECAUSE, CHILD, MEANWHILE, NAMED, Cast
from tests.editions.fuller import fuller, open_fuller
from tests.pdf import said
from tests.visiting import browser, visit

MOTHER = actions.ChildIdentity("", "OAK-F7", "M. E.", "1988", first_name="Marta", birth_date="1988-03-12")
THEME = "Handover on Friday evenings"
OFFICE: dict[str, Any] = {"subject": Subject.THEME, "theme": THEME, "children": (), "needed_by": None}


def about_mother(cast: Cast, *children: actions.ChildIdentity) -> Difference:
    return cast.raised(subject=Subject.FAMILY_MEMBER, family_member=MOTHER, children=children)


def about_a_theme(cast: Cast, **more: Any) -> Difference:  # noqa: ANN401 any answer of the raising
    open_fuller()
    return cast.raised(**(OFFICE | more))


def whole(row: Difference) -> Difference:
    assert list(disagreements(Difference.objects.get(pk=row.pk))) == []
    assert verify_one(row.pk, publics_of(settings.RECORD_KEYS)) is None
    return Difference.objects.get(pk=row.pk)


def of_the_product(page: str) -> str:
    """Return a page without what people wrote, officers in their edition included."""
    of_the_edition = [one for stage in load(fuller()).stages for one in (stage.guidance, *stage.asks)]
    for words in (MEANWHILE, AGREEMENT, *of_the_edition):
        page = page.replace(words, "")
    return page


# A family member


def test_a_family_member_is_sealed_as_a_child_is(cast: Cast) -> None:
    row = whole(about_mother(cast, CHILD))
    mother, child = Child.objects.filter(difference=row).order_by("number")
    assert (mother.number, mother.named, child.number, child.named) == (0, True, 1, False)
    kept = json.loads(sealing.unseal(bytes(mother.sealed), mother.sealed_as))
    assert (kept["initials"], kept["first_name"], kept["birth_date"]) == ("M. E.", "", "")
    assert [name.number for name in ChildName.objects.filter(difference=row)] == [0]
    assert (row.title, row.children_count) == ("Closing or stepping down: a family member and a child", 1)
    assert about_mother(cast).title == "Closing or stepping down: a family member"


def test_only_the_two_open_the_name_and_both_references_wipe_it(cast: Cast) -> None:
    row = about_mother(cast)
    where = f"{row.get_absolute_url()}which-child/"
    assert "Show who it is" in visit(row.get_absolute_url(), "sarah").words
    assert "Marta" in visit(where, "bob", post={"names": "1"}).words
    visit(where, "sarah", post={"names": "1"}, status=409)
    page = visit(where, "bob", post={})
    assert "Our reference for the family member" in page.words
    given = actions.give_references(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, references={(0, Side.RESPONDING): "FH-F9"}
    )
    assert (given.children, given.wiped) == ((0,), (0,))
    assert not ChildName.objects.filter(difference=row).exists()
    assert (
        "gave Fairhaven City Council’s reference for the family member" in Entry.objects.latest("number").text.sentence
    )
    whole(row)


def test_whoever_answers_says_whether_they_know_who_it_is(cast: Cast) -> None:
    row = about_mother(cast)
    page = visit(f"{row.get_absolute_url()}pick-up/", "bob").words
    assert "Do you know who this is about?" in page
    row = cast.do(actions.pick_up, row, "bob", knows_child=False)
    assert Entry.objects.latest("number").text.words["Who"] == "I cannot tell who this is. Please ring me."
    whole(row)


def test_it_is_agreed_for_the_whole_and_the_end_wipes_the_name(cast: Cast) -> None:
    row = about_mother(cast, CHILD)
    assert "Which children is it for?" not in visit(f"{row.get_absolute_url()}propose/", "bob").words
    row = cast.do(actions.propose, row, "bob", text=AGREEMENT)
    row = whole(cast.do(actions.sign, row, "amy", proposal=1))
    assert row.end == "resolved"
    assert not ChildName.objects.filter(difference=row).exists()
    assert Child.objects.get(difference=row, number=0).name_wiped_at


# A theme


def test_a_theme_names_nobody_and_is_asked_of_nobody(cast: Cast) -> None:
    row = whole(about_a_theme(cast))
    assert (row.title, row.children_count, row.children_open) == (f"Closing or stepping down: {THEME}", 0, 0)
    assert not Child.objects.filter(difference=row).exists()
    page = visit(row.get_absolute_url(), "bob").words
    assert THEME in page
    assert "since it was raised there" in page
    assert re.findall(r".{30}(?:[Ww]hich child|who it is|[Tt]he child\b).{30}", of_the_product(page)) == []
    for where in ("which-child/", "which-child/references/"):
        visit(f"{row.get_absolute_url()}{where}", "bob", post={"submission": str(mint())}, status=404)
    visit(f"{row.get_absolute_url()}which-child/", "bob", status=404)
    assert "which child" not in visit(f"{row.get_absolute_url()}pick-up/", "bob").words
    row = cast.do(actions.pick_up, row, "bob")
    entry = Entry.objects.latest("number")
    assert "knows_child" not in entry.facts
    assert entry.text.words.keys() == {"Ring"}
    whole(row)


@pytest.mark.parametrize("act", ["respond", "propose", "shorten", "skip", "lengthen", "pause", "escalate", "redirect"])
def test_no_form_speaks_of_the_child(cast: Cast, act: str) -> None:
    row = about_a_theme(cast)
    for who in ("amy", "bob"):
        client = browser(who)
        answer = client.get(f"{row.get_absolute_url()}{act}/")
        if answer.status_code == 200:
            assert not re.search(r"[Tt]he child\b", of_the_product(answer.content.decode())), (act, who)


def test_by_when_it_matters_can_be_left_open_or_said(cast: Cast) -> None:
    row = about_a_theme(cast)
    assert row.needed_by is None
    assert "needs it by" not in visit(row.get_absolute_url(), "amy").words
    assert "need this by" not in visit(f"{row.get_absolute_url()}lengthen/", "bob").words
    row = whole(cast.raised(**(OFFICE | {"needed_by": cast.needed_by})))
    assert "Children need it by" in visit(row.get_absolute_url(), "amy").words


def test_a_theme_is_settled_or_goes_on_as_a_whole(cast: Cast) -> None:
    row = about_a_theme(cast)
    with pytest.raises(Refused, match="for the whole of it"):
        cast.do(actions.propose, row, "bob", text=AGREEMENT, children=[1])
    row = cast.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=MEANWHILE)
    row = whole(cast.do(actions.skip, row, "amy", need="It goes wrong every week.", to_stage=3))
    assert Entry.objects.filter(subject=row.pk).latest("number").text.sentence.endswith("because children need it.")
    record = visit(f"{row.get_absolute_url()}record/", "amy").words
    assert "Children’s need" in record
    assert "What keeps children safe meanwhile" in record
    assert "keeps the child safe" not in record


def test_lists_mails_and_files_say_the_theme_or_nothing(cast: Cast) -> None:
    row = about_a_theme(cast)
    assert THEME in visit("/", "bob").words
    assert THEME in visit("/differences/", "amy").words
    told = Notice.objects.filter(subject=row.pk)
    assert told
    assert not [one for one in told if THEME in str(vars(one))]
    for_file = visit(f"{row.get_absolute_url()}for-our-file/", "amy").words
    assert THEME in for_file
    assert "Show which child" not in for_file
    client = browser("amy")
    printed = said(client.get(f"{row.get_absolute_url()}for-our-file.pdf").content)
    assert THEME in printed
    assert "Which child" not in printed
    assert "keeps children safe meanwhile" in printed


def test_what_does_not_fit_is_refused_by_the_action_and_by_the_database(cast: Cast) -> None:
    with pytest.raises(Refused, match="Under this procedure"):
        cast.raised(**OFFICE)
    with pytest.raises(Refused, match="Say which family member"):
        cast.raised(subject=Subject.FAMILY_MEMBER)
    with pytest.raises(Refused, match="needs a name"):
        about_a_theme(cast, theme="")
    with pytest.raises(Refused, match="by when the child needs it"):
        cast.raised(needed_by=None)
    with pytest.raises(Refused, match="one child at most"):
        about_mother(cast, CHILD, replace(CHILD, initials="U. E."))
    with pytest.raises(Refused, match="Take one of the two out"):
        cast.raised(subject=Subject.FAMILY_MEMBER, family_member=replace(NAMED, other_reference="X"), children=())
    row = cast.raised()
    for wrong in ({"subject": "theme"}, {"children_count": 0}, {"theme": "Words"}, {"needed_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Difference.objects.filter(pk=row.pk).update(**wrong)


@pytest.mark.parametrize(
    "changed", [{"theme": "Something else"}, {"subject": "family_member", "theme": "", "needed_by": "2027-01-01"}]
)
def test_an_altered_subject_or_theme_is_found(cast: Cast, changed: dict[str, str]) -> None:
    row = about_a_theme(cast)
    Difference.objects.filter(pk=row.pk).update(**changed)
    found = [one.what for one in disagreements(Difference.objects.get(pk=row.pk))]
    assert "who or what it is about" in found
