"""Words put in by mistake are hidden at once, everywhere; the entry stays, the record verifies, a second decides."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference
from commonground.notices.models import Notice
from commonground.procedures.chronology import WORDS as CHRONOLOGY
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.record.chain import publics_of
from commonground.record.models import Entry, EntryText, Mask, Withheld
from commonground.record.verify import Counts, verify_one
from tests.cast import MEANWHILE, Cast
from tests.pdf import said
from tests.visiting import browser, visit

pytestmark = pytest.mark.django_db

WORDS = "They live at 14 Canary Row."
WHY = "It holds an address."
AsRole = Callable[[str], AbstractContextManager[None]]


def noted(cast: Cast, *, own_side: bool = False, by: str = "amy") -> tuple[Difference, Entry]:
    """Return a difference with a note that should not have been written."""
    row = cast.do(actions.note, cast.raised(), by, words=WORDS, own_side=own_side)
    return row, Entry.objects.filter(subject=row.pk).latest("number")


def masked(cast: Cast, *, own_side: bool = False, by: str = "amy") -> tuple[Difference, Entry]:
    """Return the same once its words are hidden."""
    row, entry = noted(cast, own_side=own_side)
    actions.mask(by=cast.actor(by), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    return row, entry


def seen_by(cast: Cast, row: Difference, part: str, who: str, status: int = 200) -> str:
    """Return what a page of a difference says to somebody."""
    return visit(f"{row.get_absolute_url()}{part}", cast.person(who), status=status).words


def whole(row: Difference) -> bool:
    """Say whether the record verifies, and tables agree with it."""
    finding = verify_one(row.pk, publics_of(settings.RECORD_KEYS))
    return finding is None and not list(disagreements(Difference.objects.get(pk=row.pk)))


@pytest.mark.parametrize("who", ["amy", "bob", "sarah", "Farah Siddiqui"])
def test_nobody_meets_the_words_again_on_page_paper_or_file(cast: Cast, as_role: AsRole, who: str) -> None:
    row, _ = masked(cast)
    client = browser(cast.person(who))
    with as_role("app"):
        for part in ("", "record/", "for-our-file/", "for-our-file.pdf"):
            answer = client.get(f"{row.get_absolute_url()}{part}")
            assert answer.status_code == 200
            text = said(answer.content) if part.endswith(".pdf") else answer.content.decode()
            assert "Canary Row" not in text
            if part:
                assert WHY in " ".join(text.split())


def test_the_fact_of_the_entry_stays_and_the_record_verifies(cast: Cast) -> None:
    row, entry = masked(cast)
    page = visit(f"{row.get_absolute_url()}record/", "bob")
    assert "added a note." in page.words
    assert "hid the words of a note by Amy Lister" in page.words
    assert "A second person is still to decide." in page.words
    assert whole(row)
    counts = Counts()
    verify_one(row.pk, publics_of(settings.RECORD_KEYS), counts)
    assert (counts.masked, Entry.objects.filter(pk=entry.pk).exists()) == (1, True)


@pytest.mark.parametrize("who", ["sarah", "Farah Siddiqui"])
def test_a_second_person_confirms_or_has_it_shown_again(cast: Cast, who: str) -> None:
    for confirm in (True, False):
        row, entry = masked(cast)
        actions.decide_mask(
            by=cast.actor(who), at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=confirm
        )  # fmt: skip
        page = visit(f"{row.get_absolute_url()}record/", "bob")
        assert (WORDS in page.words) is not confirm
        assert Mask.objects.filter(pk=entry.pk).exists() is confirm
        assert whole(row)


def test_what_was_shown_again_can_be_masked_again(cast: Cast) -> None:
    row, entry = masked(cast)
    sarah, amy = cast.actor("sarah"), cast.actor("amy")
    actions.decide_mask(by=sarah, at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=False, reason="It is ours")
    actions.mask(by=amy, at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    assert not EntryText.objects.filter(pk=entry.pk).exists()
    assert whole(row)


def test_who_masked_it_is_not_the_second_person(cast: Cast) -> None:
    row, entry = masked(cast, by="sarah")
    with pytest.raises(Refused, match="A second person decides this"):
        actions.decide_mask(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Mask.objects.update(second_id=cast.person("sarah").pk)


@pytest.mark.parametrize(("who", "sentence"), [("bob", "Only whoever wrote it"), ("Farah Siddiqui", "Only whoever")])
def test_others_cannot_mask_it(cast: Cast, who: str, sentence: str) -> None:
    row, entry = noted(cast)
    with pytest.raises(Refused, match=sentence):
        actions.mask(by=cast.actor(who), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    seen_by(cast, row, f"record/{entry.pk}/mask/", who, status=409)


def test_nobody_masks_their_way_out_of_a_promise(cast: Cast) -> None:
    row = cast.resolved(2)
    kinds = set()
    for entry in Entry.objects.filter(subject=row.pk):
        kinds.add(entry.kind)
        for who in ("amy", "sarah", "cath", "elin"):
            with pytest.raises(Refused, match="Others rely on this entry"):
                actions.mask(by=cast.actor(who), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    assert {"difference.raise", "difference.escalate", "difference.propose", "difference.sign"} <= kinds
    # And the database refuses what the code would let through.
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="difference.sign")
    Mask.objects.create(
        entry=entry, subject=row.pk, partnership_id=row.partnership_id, actor_name=entry.text.actor_name,
        sentence=entry.text.sentence, by_id=row.raised_by_id, by_name="Amy", why=WHY, at=cast.at, due_at=cast.at,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match="cannot be masked"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT record_withhold(%s)", [entry.pk])


@pytest.mark.parametrize("step", [Step.STILL_SEES, *CHRONOLOGY])
def test_words_of_a_step_that_stand_in_the_record_alone_are_hidden_and_shown_again(cast: Cast, step: Step) -> None:
    row = cast.proposed()
    amy, at, key = cast.actor("amy"), cast.tick(), row.pk
    if step is Step.STILL_SEES:
        entry = actions.still_sees(by=amy, at=at, difference=key, proposal=1, words=WORDS)
    else:
        number = 1 if step is Step.CORRECTED else 2
        first = Entry.objects.get(subject=row.pk, number=number).pk
        entry = actions.say_of_entry(by=amy, at=at, difference=key, entry=first, step=step, words=WORDS)
    pages = ("", "record/", "on-one-page/")
    assert any(WORDS in seen_by(cast, row, part, "bob") for part in pages)
    actions.mask(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    for part in pages:
        assert WORDS not in seen_by(cast, row, part, "bob"), part
    assert WHY in seen_by(cast, row, "record/", "bob")
    assert whole(row)
    farah = cast.actor("Farah Siddiqui")
    actions.decide_mask(by=farah, at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=False)
    assert WORDS in seen_by(cast, row, "record/", "bob")
    assert whole(row)


def test_the_words_of_a_step_that_tables_hold_too_stay(cast: Cast) -> None:
    row = cast.at_stage(2)
    actions.put_point(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, text=WORDS)
    entry = Entry.objects.filter(subject=row.pk).latest("number")
    with pytest.raises(Refused, match="Others rely on this entry"):
        actions.mask(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)


def test_the_database_gives_nothing_back_unasked(cast: Cast, as_role: AsRole) -> None:
    _, entry = masked(cast)
    with as_role("app"), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        list(Withheld.objects.all())
    with pytest.raises(DatabaseError, match="shown again"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT record_give_back(%s)", [entry.pk])
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_entrytext")


def test_a_note_of_ones_own_side_stays_between_that_side(cast: Cast) -> None:
    row, entry = masked(cast, own_side=True)
    for who in ("bob", "Farah Siddiqui"):
        with pytest.raises(Entry.DoesNotExist):
            actions.decide_mask(by=cast.actor(who), at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=True)
        assert "hid these words" not in seen_by(cast, row, "record/", who)
        assert browser(cast.person(who)).get(f"{row.get_absolute_url()}record/{entry.pk}/mask/").status_code == 404
    assert not Notice.objects.filter(kind="masked", address=cast.person("Farah Siddiqui").email).exists()
    actions.decide_mask(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=True)
    assert whole(row)


def test_leads_are_asked_at_once_and_the_officer_after_two_working_days(cast: Cast) -> None:
    row, entry = masked(cast)
    asked = set(Notice.objects.filter(kind="masked").values_list("address", flat=True))
    assert asked == {cast.person("sarah").email, cast.person("Farah Siddiqui").email}
    due = Mask.objects.get().due_at
    assert actions.alarm_of_masks(due - timedelta(minutes=1)) == 0
    assert (actions.alarm_of_masks(due), actions.alarm_of_masks(due)) == (1, 0)
    told = set(Notice.objects.filter(kind="mask_waits").values_list("address", flat=True))
    assert cast.person("elin").email in told
    page = visit(row.get_absolute_url(), "elin")
    assert "hid words that were put in by mistake" in page.words
    assert WORDS not in page.words
    actions.decide_mask(by=cast.actor("elin"), at=cast.tick(), difference=row.pk, entry=entry.pk, confirm=True)
    assert whole(row)


def test_of_a_restricted_difference_no_office_learns(cast: Cast) -> None:
    row, entry = noted(cast)
    people = [cast.person(who).pk for who in ("bob", "sarah")]
    cast.do(actions.restrict, row, "amy", people=people, reason="He fears her brother.")
    actions.mask(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    assert actions.alarm_of_masks(Mask.objects.get().due_at) == 1
    assert cast.person("elin").email not in Notice.objects.values_list("address", flat=True)
    assert not Difference.objects.get(pk=row.pk).officer_told


def test_it_can_be_done_after_the_end(cast: Cast) -> None:
    row, entry = noted(cast)
    cast.do(actions.withdraw, row, "amy", why="settled", words=MEANWHILE)
    actions.mask(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, entry=entry.pk, reason=WHY)
    assert whole(row)


def test_a_mask_that_the_record_does_not_tell_is_found(cast: Cast) -> None:
    row, _ = masked(cast)
    Mask.objects.update(confirmed=True)
    assert [one.what for one in disagreements(Difference.objects.get(pk=row.pk))] == ["masks"]


def test_by_hand(cast: Cast) -> None:
    row, entry = noted(cast)
    record = visit(f"{row.get_absolute_url()}record/", "amy")
    assert record.words.count("Hide words that were put in by mistake") == 1
    url = f"{row.get_absolute_url()}record/{entry.pk}/mask/"
    visit(url, "amy")
    unsaid = visit(url, "amy", post={"submission": str(uuid4())}, status=422)
    assert "Tell us why these words should be hidden" in unsaid.words
    amy = browser(cast.person("amy"))
    assert amy.post(url, {"submission": str(uuid4()), "reason": WHY}).status_code == 302
    assert WORDS not in visit(url, "sarah").words
    sarah = browser(cast.person("sarah"))
    answer = {"submission": str(uuid4()), "decision": "shown", "reason": "She must answer for it."}
    assert sarah.post(url, answer).status_code == 302
    assert WORDS in visit(f"{row.get_absolute_url()}record/", "bob").words
