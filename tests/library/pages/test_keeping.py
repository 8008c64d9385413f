"""An area keeps its library: one editor proposes, another approves, and what was published stays as it is."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership, Person
from commonground.library.pages import actions
from commonground.library.pages.forms import written_in
from commonground.library.pages.models import PageEdition
from commonground.library.pages.queries import page_on
from commonground.library.pages.shape import shipped
from commonground.now import london_date, now
from tests.cast import Cast
from tests.visiting import browser, visit

HERE, THERE = "/library/fairhaven/", "/library/marlow-vale/"
DESK = "/keep-library/"


def area(name: str = "Fairhaven") -> Partnership:
    return Partnership.objects.get(name=name)


def newest(key: str, name: str = "Fairhaven") -> PageEdition:
    return PageEdition.objects.of(area(name).pk, key).order_by("-number")[0]


def drafted(key: str = "neglect", by: str = "iris") -> PageEdition:
    """Start a draft on its screen."""
    assert browser(by).post(f"{DESK}fairhaven/{key}/start/", {"submission": str(uuid4())}).status_code == 302
    return newest(key)


def written(row: PageEdition, **more: object) -> dict[str, object]:
    """Return the form of a draft as it stands, with what is said otherwise."""
    return written_in(row.page) | {"changes": "", "version": row.version, "submission": str(uuid4())} | more


def sent(row: PageEdition, what: str, by: str, **said: object) -> PageEdition:
    """Send a form about a draft that is taken, and return the draft as it is then."""
    form = {"submission": str(uuid4()), "version": row.version} | said
    answer = browser(by).post(f"{DESK}draft/{row.pk}/{what}/", form)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return PageEdition.objects.get(pk=row.pk)


def pressed(row: PageEdition) -> dict[str, object]:
    """Return what a button of a draft sends."""
    return {"submission": str(uuid4()), "version": row.version}


def proposal(row: PageEdition, days: int = 0, **more: object) -> dict[str, object]:
    first, again = london_date(now()) + timedelta(days=days), london_date(now()) + timedelta(days=365)
    return {
        "version": row.version, "changes": "Two questions are new.",
        **{f"in_force_{part}": getattr(first, part) for part in ("day", "month", "year")},
        **{f"review_by_{part}": getattr(again, part) for part in ("day", "month", "year")},
    } | more  # fmt: skip


@pytest.mark.usefixtures("cast")
def test_one_changes_a_page_another_approves_it_and_people_read_it_from_its_day() -> None:
    row = drafted()
    words = "## What it is for\n\nQuite new words here."
    body = str(written(row)["body"]).replace("## What it is for\n", f"{words}\n", 1)
    row = sent(row, "edit", "iris", **written(row, body=body, words="head lice, nits"))
    assert "Quite new words here." not in visit(f"{HERE}neglect/", None).words
    assert "Quite new words here." in visit(f"{DESK}draft/{row.pk}/", "elin").words
    row = sent(row, "propose", "iris", **proposal(row, days=3))
    assert "You proposed" not in visit(DESK, "iris").words
    assert "Waits for you" in visit(DESK, "elin").words
    refused = visit(f"{DESK}draft/{row.pk}/approve/", "iris", post=pressed(row), status=409)
    assert "You proposed this yourself." in refused.words
    row = sent(row, "approve", "elin")
    assert (row.approved_by.name if row.approved_by else "", row.number) == ("Elin Hughes", 2)
    assert "Quite new words here." not in visit(f"{HERE}neglect/", None).words, "its day has not come"
    later = visit(f"{HERE}neglect/on/{row.in_force}/", None)
    assert "Quite new words here." in later.words
    assert "This day is still to come." in later.words
    assert "What it changed" in later.words
    today = visit(f"{HERE}neglect/on/{london_date(now())}/", None)
    assert "Quite new words here." not in today.words
    assert "Two questions are new." in visit(f"{HERE}neglect/", None).words


@pytest.mark.usefixtures("cast")
def test_two_editors_at_once_lose_nothing() -> None:
    row = drafted()
    sent(row, "edit", "iris", **written(row, summary="What Iris says."))
    late = written(row, summary="What Elin says.", body="My own long words.")
    page = visit(f"{DESK}draft/{row.pk}/edit/", "elin", post=late, status=409)
    assert "Iris Calder saved this draft after you opened it. Your words are below; nothing is lost." in page.words
    assert "My own long words." in page.markup
    assert "What Iris says." in page.words
    ticked = re.findall(r"<input[^>]*type=\"checkbox\"[^>]* checked", page.markup)
    assert len(ticked) == len(row.page.differences), "each of several answers is kept"
    again = late | {"version": 2, "submission": str(uuid4())}
    row = sent(row, "edit", "elin", **again)
    assert (row.summary, row.version) == ("What Elin says.", 3)
    assert drafted(by="elin") == row
    assert PageEdition.objects.of(area().pk, "neglect").count() == 2, "there is one draft of a page at a time"


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("more", "said", "status"),
    [
        ({"title": ""}, "Tell us what the page is called", 422),
        ({"body": " "}, "Tell us what the page says", 422),
        ({"summary": "x" * 201}, "200", 422),
        ({"sources": "| https://x.example/"}, "Say what source 1 is called", 422),
        ({"original": "javascript:alert(1)"}, "Enter a valid URL", 422),
        ({"version": "x"}, "number", 422),
    ],
)
def test_what_cannot_be_saved_is_told_and_nothing_is_lost(more: dict[str, object], said: str, status: int) -> None:
    row = drafted()
    page = visit(
        f"{DESK}draft/{row.pk}/edit/", "iris", post=written(row, changes="My own sentence.") | more, status=status
    )
    assert said in page.words
    assert "My own sentence." in page.markup
    assert PageEdition.objects.get(pk=row.pk).version == 1


@pytest.mark.usefixtures("cast")
def test_a_draft_that_lacks_something_is_saved_and_cannot_be_proposed() -> None:
    row = drafted()
    row = sent(row, "edit", "iris", **written(row, body="Only this.", sources=""))
    page = visit(f"{DESK}draft/{row.pk}/", "iris")
    assert "The part “What it is for” is missing." in page.words
    assert "Propose it" not in page.words
    refused = visit(
        f"{DESK}draft/{row.pk}/propose/", "iris", post=proposal(row) | {"submission": str(uuid4())}, status=409
    )
    assert "The part “What it is for” is missing." in refused.words


@pytest.mark.usefixtures("cast")
def test_what_says_the_same_is_not_proposed_and_days_must_make_sense() -> None:
    row = drafted()
    url = f"{DESK}draft/{row.pk}/propose/"
    soon = london_date(now()) + timedelta(days=30)
    no_later = {f"review_by_{part}": getattr(soon, part) for part in ("day", "month", "year")}
    same = visit(url, "iris", post=proposal(row) | no_later | {"submission": str(uuid4())}, status=409)
    assert "This draft says what the page says already." in same.words
    row = sent(row, "edit", "iris", **written(row, summary="Another."))
    for days, status, said in (
        (-1, 422, "The date must be"),
        (400, 409, "must be after the day from which it is read"),
    ):
        page = visit(url, "iris", post=proposal(row, days=days) | {"submission": str(uuid4())}, status=status)
        assert said in page.words
    assert PageEdition.objects.get(pk=row.pk).proposed_at is None


@pytest.mark.usefixtures("cast")
def test_what_is_sent_back_says_why_and_can_be_changed_again() -> None:
    row = drafted()
    row = sent(row, "edit", "iris", **written(row, summary="Another."))
    row = sent(row, "propose", "iris", **proposal(row))
    stays = visit(f"{DESK}draft/{row.pk}/edit/", "elin", post=written(row), status=409)
    assert "Iris Calder proposed this draft, so it stays as it is" in stays.words
    row = sent(row, "send-back", "elin", why="Say it in fewer words.")
    assert "It was sent back: Say it in fewer words." in visit(f"{DESK}draft/{row.pk}/", "iris").words
    row = sent(row, "propose", "iris", **proposal(row))
    assert sent(row, "take-back", "iris").draft


@pytest.mark.usefixtures("cast")
def test_what_concerns_safety_is_shown_only_once_the_areas_editor_has_approved_it() -> None:
    assert "Traps" in visit(f"{HERE}safeguarding-infants/", None).words
    waits = visit(f"{THERE}safeguarding-infants/", None)
    assert "The library editor of Marlow Vale has not approved it yet, so it is not shown." in waits.words
    assert "Ring 999" in waits.words
    assert "Traps" not in waits.words
    row = newest("safeguarding-infants", "Marlow Vale")
    page = visit(f"{DESK}draft/{row.pk}/", "gwen")
    assert "only the library editor of Marlow Vale approves it" in page.words
    refused = visit(f"{DESK}draft/{row.pk}/approve/", "gwen", post=pressed(row), status=409)
    assert "Only the area’s library editor approves it." in refused.words


def test_nobody_else_keeps_a_library_or_reads_its_drafts(cast: Cast) -> None:
    row = drafted()
    for who, status in (("gwen", 404), ("amy", 403), ("sol", 403)):
        visit(f"{DESK}draft/{row.pk}/", who, status=status)
        visit(f"{DESK}draft/{row.pk}/edit/", who, status=status)
        visit(f"{DESK}fairhaven/neglect/start/", who, post={"submission": str(uuid4())}, status=status)
    with pytest.raises(PageEdition.DoesNotExist):
        actions.approve(by=cast.actor("gwen"), at=now(), edition=row.pk, version=1)
    with pytest.raises(RefusedError, match="Only the library editors and officers"):
        actions.start_draft(by=cast.actor("gwen"), at=now(), partnership=area().pk, key="neglect")
    assert "Change this page" not in visit(f"{HERE}neglect/", "amy").words
    assert "Change this page" in visit(f"{HERE}neglect/", "elin").words


@pytest.mark.usefixtures("cast")
def test_a_page_that_is_retired_is_gone_and_what_it_said_stays_readable() -> None:
    row = newest("neglect")
    sent(row, "retire", "elin", why="We use another page now.")
    gone = visit(f"{HERE}neglect/", None)
    assert "has taken this page out of its library. We use another page now." in gone.words
    assert "Neglect" not in [link.strip() for link in visit(HERE, None).words.split("  ")]
    before = london_date(now()) - timedelta(days=1)
    assert "Traps" in visit(f"{HERE}neglect/on/{before}/", None).words
    assert page_on(area().pk, "neglect", london_date(now())) is None


@pytest.mark.usefixtures("cast")
def test_new_shared_words_come_where_the_area_left_them_and_wait_where_it_wrote() -> None:
    row = drafted()
    body = str(written(row)["body"]) + "\n## Here with us\n\nAsk for the neglect lead.\n"
    row = sent(row, "edit", "iris", **written(row, body=body))
    row = sent(row, "propose", "iris", **proposal(row))
    sent(row, "approve", "elin")
    new = shipped()["neglect"].replace("## Traps\n", "## Traps\n\nA new trap is here.\n", 1)
    plain = shipped()["serious-violence"].replace("## Traps\n", "## Traps\n\nAnother new trap.\n", 1)
    came = actions.load_pages(area=area(), texts={"neglect": new, "serious-violence": plain}, at=now())
    assert (came.published, [one.key for one in came.drafts]) == (1, ["neglect"])
    assert "Another new trap." in visit(f"{HERE}serious-violence/", None).words
    here = visit(f"{HERE}neglect/", None).words
    assert "A new trap is here." not in here
    draft = visit(f"{DESK}draft/{came.drafts[0].pk}/", "iris").words
    assert "A new trap is here." in draft
    assert "Ask for the neglect lead." in draft
    again = actions.load_pages(area=area(), texts={"neglect": new, "serious-violence": plain}, at=now())
    assert (again.published, again.drafts, again.skipped) == (0, [], ()), "loading it again changes nothing"
    newer = new.replace("A new trap is here.", "A newer trap is here.")
    anew = actions.load_pages(area=area(), texts={"neglect": newer}, at=now())
    assert [one.number for one in anew.drafts] == [3], "nobody touched the draft, so it is made anew"
    row = anew.drafts[0]
    sent(row, "edit", "iris", **written(row, summary="Iris writes at it."))
    newest_ = newer.replace("A newer trap is here.", "The newest trap is here.")
    left = actions.load_pages(area=area(), texts={"neglect": newest_}, at=now())
    assert (left.drafts, left.skipped) == ([], ("neglect",))


@pytest.mark.usefixtures("cast")
def test_what_was_published_stays_as_it_is_by_any_door() -> None:
    row = newest("neglect")
    for change in ("text = 'x'", "in_force = in_force + 1", "approved_by_id = NULL, opened = NULL"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE library_pageedition SET {change} WHERE id = %s", [row.pk])  # noqa: S608 - ours
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    draft = drafted()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE library_pageedition SET opened = now(), in_force = now(), review_by = now(), proposed_at = now(), "
            "proposed_by_id = changed_by_id, approved_by_id = changed_by_id WHERE id = %s",
            [draft.pk],
        )


@pytest.mark.usefixtures("cast")
def test_an_editor_writes_a_page_of_the_areas_own() -> None:
    form = {"kind": "guidance", "title": "Young carers", "key": "young-carers", "submission": str(uuid4())}
    made = browser("iris").post(f"{DESK}fairhaven/new/", form)
    assert made.status_code == 302
    row = newest("young-carers")
    row = sent(
        row, "edit", "iris", **written(row, summary="Who cares at home.", body="## What it is\n\nA child who cares.")
    )
    row = sent(row, "propose", "iris", **proposal(row))
    sent(row, "approve", "elin")
    assert "Young carers" in visit(HERE, None).words
    assert "A child who cares." in visit(f"{HERE}young-carers/", None).words
    visit(f"{THERE}young-carers/", None, status=404)


@pytest.mark.usefixtures("cast")
def test_a_draft_is_deleted_and_what_came_is_not(cast: Cast) -> None:
    row = drafted()
    assert browser("iris").post(f"{DESK}draft/{row.pk}/discard/", pressed(row)).status_code == 302
    assert not PageEdition.objects.filter(pk=row.pk).exists()
    came = newest("safeguarding-infants", "Marlow Vale")
    with pytest.raises(RefusedError, match="brings what came with the product"):
        actions.discard(by=cast.actor("gwen"), edition=came.pk, version=1)


@pytest.mark.usefixtures("cast")
def test_the_library_takes_as_many_questions_however_much_it_holds() -> None:
    once = visit(HERE, None).queries
    for number in range(20):
        actions.load_pages(area=area(), texts={f"more-{number}": shipped()["serious-violence"]}, at=now())
    assert visit(HERE, None).queries == once
    assert visit(f"{HERE}neglect/", None, most_queries=12).queries <= 12


@pytest.mark.usefixtures("cast")
def test_nobody_approves_or_deletes_what_they_have_not_read() -> None:
    row = drafted()
    row = sent(row, "edit", "iris", **written(row, summary="What Elin read."))
    seen = sent(row, "propose", "iris", **proposal(row))
    row = sent(seen, "take-back", "iris")
    row = sent(row, "edit", "iris", **written(row, summary="What Elin has not read."))
    row = sent(row, "propose", "iris", **proposal(row))
    page = visit(f"{DESK}draft/{row.pk}/approve/", "elin", post=pressed(seen), status=409)
    assert "Iris Calder saved this draft after you opened it." in page.words
    assert "What Elin has not read." in page.words
    row = sent(row, "take-back", "iris")
    for what, form in (("discard", pressed(seen)), ("propose", proposal(seen) | {"submission": str(uuid4())})):
        page = visit(f"{DESK}draft/{row.pk}/{what}/", "elin", post=form, status=409)
        assert "after you opened it" in page.words
    assert PageEdition.objects.get(pk=row.pk).draft


@pytest.mark.usefixtures("cast")
def test_no_way_round_leads_past_the_editor_of_what_concerns_safety() -> None:
    form = {"kind": "guidance", "title": "Infants", "key": "safeguarding-infants", "submission": str(uuid4())}
    page = visit(f"{DESK}fairhaven/new/", "elin", post=form, status=409)
    assert "There is a page with the short address “safeguarding-infants” already" in page.words
    live = newest("safeguarding-infants")
    refused = visit(f"{DESK}draft/{live.pk}/retire/", "elin", post=pressed(live) | {"why": "Not needed."}, status=409)
    assert "Only the area’s library editor retires it." in refused.words
    row = drafted("safeguarding-infants", by="elin")
    row = sent(row, "edit", "elin", **written(row, summary="Said otherwise."))
    row = sent(row, "propose", "elin", **proposal(row))
    rosa = Person.objects.get(name="Rosa Martins")
    assert "Waits for you" not in visit(DESK, rosa).words
    assert "Waits for you" in visit(DESK, "iris").words
    refused = visit(f"{DESK}draft/{row.pk}/approve/", rosa, post=pressed(row), status=409)
    assert "Only the area’s library editor approves it." in refused.words
    assert sent(row, "approve", "iris").opened
    tamed = shipped()["safeguarding-infants"].replace("safety = true", "safety = false")
    came = actions.load_pages(area=area(), texts={"safeguarding-infants": tamed}, at=now())
    assert (came.published, [one.safety for one in came.drafts]) == (0, [True]), "it stays with the page"


@pytest.mark.usefixtures("cast")
def test_a_page_that_waits_says_so_also_while_its_editor_writes_at_it() -> None:
    row = newest("safeguarding-infants", "Marlow Vale")
    sent(row, "edit", "gwen", **written(row, title="Babies here", summary="Ours."))
    page = visit(f"{THERE}safeguarding-infants/", None)
    assert "Ring 999" in page.words
    assert "Babies here" not in page.words
    assert "Not approved yet" in visit(THERE, None).words


@pytest.mark.usefixtures("cast")
def test_nothing_approved_for_later_takes_the_place_of_a_correction() -> None:
    row = drafted()
    row = sent(row, "edit", "iris", **written(row, summary="For later."))
    row = sent(row, "propose", "iris", **proposal(row, days=30))
    later = sent(row, "approve", "elin")
    fix = drafted()
    assert fix.summary != "For later.", "a draft starts from what stands now"
    fix = sent(fix, "edit", "iris", **written(fix, summary="Put right at once."))
    form = proposal(fix) | {"submission": str(uuid4())}
    page = visit(f"{DESK}draft/{fix.pk}/propose/", "iris", post=form, status=409)
    assert "Edition 2 is approved and is read from" in page.words
    sent(later, "retire", "elin", why="A correction comes first.")
    assert "Traps" in visit(f"{HERE}neglect/", None).words, "what stands now stays"
    fix = sent(fix, "propose", "iris", **proposal(fix))
    sent(fix, "approve", "elin")
    assert "Put right at once." in visit(f"{HERE}neglect/", None).words


@pytest.mark.usefixtures("cast")
def test_a_page_that_is_still_right_can_be_said_to_be() -> None:
    row = drafted()
    form = proposal(row) | {"review_by_year": str(london_date(now()).year + 2)}
    row = sent(row, "propose", "iris", **form | {"changes": "Looked at again: it is still right."})
    row = sent(row, "approve", "elin")
    assert row.as_it_came
    assert (row.number, row.review_by.year if row.review_by else 0) == (2, london_date(now()).year + 2)


@pytest.mark.usefixtures("cast")
def test_an_edition_that_was_replaced_the_same_day_is_still_read_by_its_number() -> None:
    for words in ("First of the day.", "Second of the day."):
        row = drafted()
        row = sent(row, "edit", "iris", **written(row, summary=words))
        row = sent(row, "propose", "iris", **proposal(row))
        sent(row, "approve", "elin")
    assert "Second of the day." in visit(f"{HERE}neglect/", None).words
    assert "First of the day." in visit(f"{HERE}neglect/edition/2/", None).words
    visit(f"{HERE}neglect/edition/9/", None, status=404)
    visit(f"{HERE}neglect/on/9999-12-31/", "amy", status=404)


@pytest.mark.usefixtures("cast")
def test_no_name_goes_out_to_who_is_not_signed_in() -> None:
    assert "Approved by Iris Calder" in visit(f"{HERE}safeguarding-infants/", "amy").words
    anybody = visit(f"{HERE}safeguarding-infants/", None).words
    assert "Approved by its editors" in anybody
    assert "Iris" not in anybody


@pytest.mark.usefixtures("cast")
def test_an_areas_own_page_and_a_shared_one_of_the_same_name_become_a_draft() -> None:
    form = {"kind": "guidance", "title": "Young carers", "key": "young-carers", "submission": str(uuid4())}
    browser("iris").post(f"{DESK}fairhaven/new/", form)
    row = newest("young-carers")
    row = sent(row, "edit", "iris", **written(row, summary="Ours.", body="## What it is\n\nOurs."))
    row = sent(row, "propose", "iris", **proposal(row))
    sent(row, "approve", "elin")
    came = actions.load_pages(area=area(), texts={"young-carers": shipped()["neglect"]}, at=now())
    assert (came.published, [one.key for one in came.drafts]) == (0, ["young-carers"])
    assert "Ours." in came.drafts[0].text


@pytest.mark.usefixtures("cast")
def test_the_database_holds_that_two_people_publish() -> None:
    row = drafted()
    row = sent(row, "edit", "iris", **written(row, summary="Mine alone."))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE library_pageedition SET opened = now(), in_force = current_date, review_by = current_date + 1, "
            "approved_by_id = changed_by_id WHERE id = %s",
            [row.pk],
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        PageEdition.objects.create(
            partnership=area(), key="mine", number=1, kind="guidance", title="M", summary="M", text=row.text,
            changed_at=now(), opened=now(), in_force=london_date(now()), review_by=london_date(now()),
        )  # fmt: skip
