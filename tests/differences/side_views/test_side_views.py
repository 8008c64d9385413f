"""What each side sees: kept for oneself, shared, next to each other, and beside what it shared before."""

import pytest
from django.db import DatabaseError, connection, transaction

from commonground.differences import actions
from commonground.differences.actions import Seen
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, SideView, SideViewDraft
from commonground.differences.sheets import actions as sheets
from commonground.differences.side_views.queries import latest, own_latest, shared
from commonground.procedures.rules import Refused
from commonground.procedures.side_views import MOST_FACTS, WRITTEN, Fact, Part, Source, asked_of, in_parts
from commonground.procedures.terms import Side, Subject
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import Cast
from tests.connected import tell_database
from tests.differences.asking import fresh, told
from tests.differences.test_review_sides import answering, given_away, given_back

BREAKFAST = Fact("He came without breakfast four times.", Source.SEEN)
AUNT = Fact("His aunt has moved out.", Source.TOLD, "the school’s dinner lady")
COUNT = "(SELECT count(*) FROM differences_sideview"
AMYS = Seen((BREAKFAST, AUNT), {"shows": "He asks to stay.", "want": "A visit this week.", "family": "not_safe"})
BOBS = Seen((Fact("The home was clean on 4 November.", Source.RECORD, "our visit"),), {"want": "A review in May."})


def share(cast: Cast, row: Difference, by: str, seen: Seen, **known: int) -> SideView:
    return actions.share_view(by=cast.actor(by), at=cast.tick(), difference=row.pk, seen=seen, **known)


def save(cast: Cast, row: Difference, by: str, seen: Seen, version: int = 0) -> SideViewDraft:
    return actions.save_view(by=cast.actor(by), at=cast.tick(), difference=row.pk, seen=seen, version=version)


def last_entry(row: Difference) -> Entry:
    return Entry.objects.filter(subject=row.pk).select_related("text").latest("number")


def test_a_draft_is_no_entry_tells_nobody_and_changes_no_difference(cast: Cast) -> None:
    row = cast.raised()
    before = (fresh(row).version, Entry.objects.filter(subject=row.pk).count())
    draft = save(cast, row, "amy", AMYS)
    assert save(cast, row, "amy", BOBS, draft.version).facts == [
        ["The home was clean on 4 November.", "record", "our visit"]
    ]
    assert (fresh(row).version, Entry.objects.filter(subject=row.pk).count()) == before
    assert fresh(row).side_views == 0
    assert not told(row, "side_view")


def test_a_draft_may_lack_anything_and_what_is_shared_may_not(cast: Cast) -> None:
    row, unsourced = cast.raised(), Seen((Fact("He sleeps at school."),))
    save(cast, row, "amy", unsourced)
    with pytest.raises(Refused, match="where it comes from"):
        share(cast, row, "amy", unsourced)
    with pytest.raises(Refused, match="Nothing is written yet"):
        share(cast, row, "amy", Seen((), {"want": ""}))


def test_shared_it_is_in_the_record_with_each_source_and_the_other_side_is_told(cast: Cast) -> None:
    row = cast.raised()
    save(cast, row, "amy", AMYS)
    share(cast, row, "amy", AMYS)
    assert not SideViewDraft.objects.of(row).exists()
    said = last_entry(row).text
    assert said.sentence.endswith("shared what their side sees.")
    assert said.words == {
        "Fact 1": "He came without breakfast four times. (seen or heard by the writer)",
        "Fact 2": "His aunt has moved out. (told by the school’s dinner lady)",
        "What the child says or shows": "He asks to stay.",
        "What they want, and why it helps": "A visit this week.",
        "What the family knows": "The family does not know, and it is not safe to tell them",
    }
    addresses = told(row, "side_view")
    assert addresses
    assert all("council" in address for address in addresses)


def test_a_later_one_stands_beside_the_earlier(cast: Cast) -> None:
    row = cast.raised()
    first = share(cast, row, "amy", AMYS)
    second = share(cast, row, "sarah", BOBS)
    assert (first.number, second.number, fresh(row).side_views) == (1, 2, 2)
    assert SideView.objects.get(pk=first.pk).answers == AMYS.answers
    assert last_entry(row).text.sentence.endswith(
        "shared anew what their side sees; what it shared before stays in this record."
    )


def test_tables_and_record_agree_and_an_altered_word_is_found(cast: Cast) -> None:
    row = cast.raised()
    view = share(cast, row, "amy", AMYS)
    assert not list(disagreements(fresh(row)))
    SideView.objects.filter(pk=view.pk).update(answers={"want": "Nothing."})
    assert [one.what for one in disagreements(fresh(row))] == ["what each side sees"]


def test_whoever_saved_it_in_another_window_is_told_and_loses_nothing(cast: Cast) -> None:
    row = cast.raised()
    draft = save(cast, row, "amy", AMYS)
    for late in (save, share):
        with pytest.raises(actions.Meanwhile):
            late(cast, row, "amy", BOBS, version=0)
    assert SideViewDraft.objects.get(pk=draft.pk).answers == AMYS.answers


def test_two_of_one_side_at_once_both_have_their_words(cast: Cast) -> None:
    row = cast.raised()
    save(cast, row, "amy", AMYS)
    share(cast, row, "sarah", BOBS, goes_on_from=0)
    with pytest.raises(actions.SharedMeanwhile):
        share(cast, row, "amy", AMYS, version=1, goes_on_from=0)
    share(cast, row, "amy", AMYS, version=1, goes_on_from=1)
    assert [one.number for one in SideView.objects.of(row).order_by("number")] == [1, 2]


@pytest.mark.parametrize("name", ["elin", "zed"])
def test_whoever_is_of_neither_side_shares_nothing(cast: Cast, name: str) -> None:
    row = cast.joined() if name == "zed" else cast.at_stage(2)
    with pytest.raises(Refused, match="one of the two sides"):
        share(cast, row, name, AMYS)


def test_once_it_has_ended_it_stays_as_it_is(cast: Cast) -> None:
    with pytest.raises(Refused, match="This has ended"):
        share(cast, cast.resolved(), "amy", AMYS)


def test_of_many_facts_the_first_are_kept(cast: Cast) -> None:
    row = cast.raised()
    assert len(share(cast, row, "amy", Seen((BREAKFAST,) * 20)).facts) == MOST_FACTS


def test_about_a_theme_questions_about_somebody_fall_away() -> None:
    theme = [one.key for one in asked_of(Subject.THEME)]
    assert theme == ["facts", "works", "judgement", "unchanged", "want", "assumed"]
    assert asked_of(Subject.CHILD) == WRITTEN
    assert not any("the child" in one.asks for one in asked_of(Subject.THEME))
    assert asked_of(Subject.FAMILY_MEMBER)[2].asks == "What is the family’s ordinary day like?"


def test_in_parts_the_same_questions_stand_in_another_order() -> None:
    parts = in_parts(WRITTEN)
    assert [part for part, _ in parts] == list(Part)
    assert sorted(one.key for _, some in parts for one in some) == sorted(one.key for one in WRITTEN)


def test_whoever_gets_a_side_begins_from_its_own_view(cast: Cast) -> None:
    row = cast.raised()
    share(cast, row, "bob", BOBS)
    row = given_away(cast, row)
    health = answering(row)
    draft = sheets.quote_into_view(by=cast.actor(health), at=cast.tick(), difference=row.pk, child=1, fact=AUNT)
    assert draft.facts == [[AUNT.what, "told", AUNT.where]], "the council’s facts are not the trust’s to share"
    assert (draft.answers, draft.goes_on_from) == ({}, 0), "and neither are its answers"
    assert save(cast, row, health, AMYS, draft.version).goes_on_from == 0
    share(cast, row, health, AMYS, version=draft.version + 1, goes_on_from=0)
    assert "anew" not in last_entry(row).text.sentence, "it shares for the first time"
    share(cast, row, health, AMYS, goes_on_from=2)
    assert last_entry(row).text.sentence.endswith("what it shared before stays in this record.")


def test_whoever_gets_a_side_back_goes_on_from_what_it_shared_itself(cast: Cast) -> None:
    row = cast.raised()
    share(cast, row, "bob", BOBS)
    row = given_away(cast, row)
    assert own_latest(row, shared(row.pk), Side.RESPONDING) is None
    before = latest(row, shared(row.pk), Side.RESPONDING)
    assert before
    assert before.agency_name == "Fairhaven City Council", "what the one before shared is still read"
    share(cast, row, answering(row), AMYS)
    row = given_back(cast, row)
    council = answering(row)
    draft = sheets.quote_into_view(by=cast.actor(council), at=cast.tick(), difference=row.pk, child=1, fact=AUNT)
    assert [what for what, _, _ in draft.facts] == [BOBS.facts[0].what, AUNT.what]
    assert draft.goes_on_from == 1
    now = latest(row, shared(row.pk), Side.RESPONDING)
    assert now
    assert now.number == 1, "the trust’s later view does not hide the council’s own"


def test_a_draft_is_nobody_elses_in_the_database_either(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    save(cast, row, "amy", AMYS)
    share(cast, row, "bob", BOBS)
    seen = {}
    with as_role("app"):
        for name in ("amy", "bob", "sarah", "zed"):
            tell_database(cast.actor(name))
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {COUNT}draft), {COUNT})")
                seen[name] = cursor.fetchone()
    assert seen == {"amy": (1, 1), "bob": (0, 1), "sarah": (0, 1), "zed": (0, 0)}


def test_what_was_shared_is_changed_by_nobody(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    share(cast, row, "amy", AMYS)
    with as_role("app"):
        tell_database(cast.actor("amy"))
        for statement in ("UPDATE differences_sideview SET answers = '{}'", "DELETE FROM differences_sideview"):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
