"""A child's day in a difference: a side's own until it is shared, then side by side; nothing is counted."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commonground import govuk
from commonground.differences.agreeing import disagreements
from commonground.differences.child_day import actions, presenting
from commonground.differences.child_day.findings import (
    NOBODY_KNOWS,
    NOTHING_WRITTEN,
    ONE_KNOWS_NOT,
    TWO_VERSIONS,
    Finding,
    findings,
)
from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.queries import readable, sheets
from commonground.differences.child_day.words import Answer, answers, as_fact, how_known
from commonground.differences.models import Difference
from commonground.differences.reading import difference, standpoint
from commonground.differences.side_views.models import SideViewDraft
from commonground.govuk.dates import in_words
from commonground.library.day.shape import AnswerSource, DayType, Tells, shipped
from commonground.now import london_date
from commonground.procedures.child_day import LACKS, NOT_BEGUN, NOTHING
from commonground.procedures.rules import Refused
from commonground.procedures.sheets import LONGEST_WHO, LONGEST_WORDS
from commonground.procedures.side_views import LONGEST_FACT, LONGEST_WHERE, MOST_FACTS, NO_MORE_FACTS
from commonground.procedures.terms import Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import CHILD, Cast
from tests.differences.asking import fresh, told
from tests.differences.child_day.telling import (
    CALM,
    COUNCILS,
    SCHOOL_DAY,
    SCHOOLS,
    SEVEN,
    address,
    at_seven,
    begins,
    begun,
    both_shared,
    said,
    shared,
)
from tests.differences.test_review_sides import answering, given_away, given_back
from tests.visiting import browser, visit

NAMES = {Side.RAISING: "The school", Side.RESPONDING: "The council"}


def in_sql(what: str = "count(*)") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} FROM differences_childday")  # noqa: S608 ours
        (found,) = cursor.fetchone()
    return int(found)


def found_of(cast: Cast, row: Difference, name: str = "amy") -> dict[str, tuple[str, ...]]:
    """Return what shows to somebody of the first sheet, by its title."""
    here = standpoint(cast.actor(name), difference(cast.actor(name), row.reference), cast.at)
    return {one.title: one.lines for one in findings(sheets(here.difference, readable(here))[0].present, NAMES)}


def test_what_is_begun_is_no_entry_and_tells_nobody(cast: Cast) -> None:
    row = cast.raised()
    before = (fresh(row).version, Entry.objects.filter(subject=row.pk).count())
    day = said(cast, row, "amy", *SCHOOLS)
    assert list(answers(day).values()) == [replace(one, by="Amy Lister") for one in SCHOOLS]
    assert (fresh(row).version, Entry.objects.filter(subject=row.pk).count()) == before
    assert not told(row, "child_day")


def test_until_it_is_shared_the_other_side_meets_it_nowhere(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised()
    said(cast, row, "amy", *SCHOOLS)
    with as_role("app"):
        bob = browser("bob")
        base = f"/differences/{row.reference}/"
        for url in (
            base,
            f"{base}childs-day/",
            address(row),
            f"{base}record/",
            f"{base}for-our-file/",
            "/",
            "/notices/",
        ):
            answer = bob.get(url, follow=True)
            assert answer.status_code == 200, url
            assert "CN-raising" not in answer.content.decode(), url
        begins(cast, "bob")
        assert in_sql() == 0
        begins(cast, "sarah")
        assert in_sql() == 1, "a colleague of the same side reads it and goes on with it"
    here = standpoint(cast.actor("bob"), difference(cast.actor("bob"), row.reference), cast.at)
    assert readable(here) == (), "as owner, whom every policy lets through"


def test_the_database_lets_nobody_but_its_side_change_it_and_nobody_once_it_is_shared(
    cast: Cast, as_role: AsRole
) -> None:
    row = cast.raised()
    said(cast, row, "amy", *SCHOOLS)
    shared(cast, row, "bob", *COUNCILS)
    with as_role("app"):
        for name, theirs in (("bob", "raising"), ("bob", "responding"), ("amy", "responding")):
            begins(cast, name)
            with connection.cursor() as cursor:
                for change in ("UPDATE differences_childday SET answers = '[]'", "DELETE FROM differences_childday"):
                    cursor.execute(f"{change} WHERE side = %s", [theirs])
                    assert cursor.rowcount == 0, (name, theirs, change)
        begins(cast, "amy")
        assert in_sql() == 2
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE differences_childday SET side = 'responding' WHERE side = 'raising'")
    with pytest.raises(IntegrityError), transaction.atomic():
        ChildDay.objects.of(row).filter(side="raising").update(number=7)


def test_shared_it_is_in_the_record_with_each_source_and_the_other_side_is_told(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.child_day")
    assert entry.text.sentence.endswith("shared what their side knows of a day of the child.")
    assert entry.text.words == {
        "Which day": "Child 1, a school or work day",
        "Getting up": f"At 07:00: {SEVEN} (Told by the child: the boy, to his teacher. Last known on 3 November 2026. "
        "A worry)",
        "Breakfast": "He has toast at the breakfast club. (Seen by Amy Lister. Going well)",
        "Tea": "Not known",
    }
    assert entry.facts["age"] == "primary"
    assert told(row, "child_day")
    assert all("council" in one for one in told(row, "child_day"))


def test_a_later_day_begins_from_the_earlier_and_stands_beside_it(cast: Cast) -> None:
    row = cast.raised()
    first = shared(cast, row, "amy", *SCHOOLS)
    again = begun(cast, row, "sarah", age="baby")
    assert (again.answers, again.age, again.number) == (first.answers, "primary", None)
    second = shared(cast, row, "sarah", replace(at_seven(), words="He sleeps until he is woken."))
    assert (first.number, second.number) == (1, 2)
    assert answers(ChildDay.objects.get(pk=first.pk))["Getting up"].words == SEVEN
    latest = Entry.objects.select_related("text").filter(subject=row.pk, kind="step.child_day").latest("number")
    assert "what it shared before stays in this record" in latest.text.sentence
    assert not list(disagreements(fresh(row)))


def test_whoever_gets_a_side_begins_its_own_day_and_each_part_says_whose_it_was(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    row = given_away(cast, row)
    health = answering(row)
    page = visit(address(row), "amy").words
    assert f"Fairhaven City Council said: {CALM}" in page
    assert "Oakfield Primary School said:" not in page, "of the side as it stands its heading says whose it is"
    assert begun(cast, row, health).answers == [], "what the council shared is not the trust’s to change"
    shared(cast, row, health, at_seven())
    latest = Entry.objects.select_related("text").filter(subject=row.pk, kind="step.child_day").latest("number")
    assert "what it shared before" not in latest.text.sentence, "it shares for the first time"
    assert "Fairhaven City Council said:" not in visit(address(row), "amy").words


def test_tables_and_record_agree_and_an_altered_word_is_found(cast: Cast) -> None:
    row = cast.raised()
    day = shared(cast, row, "amy", *SCHOOLS)
    assert not list(disagreements(fresh(row)))
    ChildDay.objects.filter(pk=day.pk).update(answers=[at_seven("He is fine.").kept()])
    assert [one.what for one in disagreements(fresh(row))] == ["the child’s day"]
    ChildDay.objects.filter(pk=day.pk).update(answers=day.answers, age="baby")
    assert [one.what for one in disagreements(fresh(row))] == ["the child’s day"]


def test_a_version_that_reads_otherwise_today_changes_nothing_of_what_was_shared(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    monkeypatch.setitem(shipped(), "primary", replace(shipped()["primary"], title="Child of five to eleven"))
    assert not list(disagreements(fresh(row)))


def test_side_by_side_the_gaps_are_findings_in_words(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    assert found_of(cast, row) == {}, "before both have shared nothing is a gap"
    shared(cast, row, "bob", *COUNCILS)
    found = found_of(cast, row)
    assert found["One side says it goes well, the other has a worry"] == (
        "Getting up: The council says that it goes well, and The school has a worry.",
    )
    assert NOBODY_KNOWS not in found, "what a side left empty it did not say that it does not know"
    assert found[ONE_KNOWS_NOT] == ("Tea: The school does not know, and The council wrote nothing",)
    assert "Bed and night" in found[NOTHING_WRITTEN]
    assert "Tea" not in found[NOTHING_WRITTEN]
    assert found["Only one side knows"] == ("Evening: The council",)
    assert found["What goes well"] == ("Breakfast: The school and The council",)
    assert "Whose own account is not here" not in found, "the child, a carer and whoever went there have all been heard"


def test_neither_side_knows_what_both_say_that_they_do_not(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    shared(cast, row, "bob", SCHOOLS[2])
    found = found_of(cast, row)
    assert found[NOBODY_KNOWS] == ("Tea",)
    assert ONE_KNOWS_NOT not in found


def test_of_a_part_that_only_one_version_has_nobody_says_that_neither_side_knows(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    ChildDay.objects.of(row).filter(side="raising").update(age="pre-school")
    found = found_of(cast, row)
    asked = [{part.name for part in shipped()[age].parts} for age in ("pre-school", "primary")]
    assert asked[0] ^ asked[1], "the two versions differ"
    assert NOBODY_KNOWS not in found
    assert not set(found[NOTHING_WRITTEN]) & (asked[0] ^ asked[1])


def test_findings_speak_for_the_agencies_that_are_the_sides_now(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    row = given_away(cast, row)
    assert found_of(cast, row) == {}, "the trust was never asked"
    assert f"{row.name_of(Side.RESPONDING)} has not shared this day." in visit(address(row), "amy").words
    shared(cast, row, answering(row), SCHOOLS[2])
    assert found_of(cast, row)[NOBODY_KNOWS] == ("Tea",)
    row = given_back(cast, row)
    assert NOBODY_KNOWS not in found_of(cast, row)
    page = visit(address(row), "amy").words
    assert CALM in page, "the trust’s later day does not hide the council’s own"
    assert "has not shared" not in page


def test_nobody_has_asked_the_child_is_a_finding_but_not_of_a_baby(cast: Cast) -> None:
    row = cast.raised()
    only = Answer("Tea", "He eats with us.", AnswerSource.RECORD, Tells.WELL)
    for name in ("amy", "bob"):
        shared(cast, row, name, only)
    unasked = found_of(cast, row)["Whose own account is not here"]
    assert unasked[0].startswith("Nothing here was told by the child. Who could listen or watch")
    assert any("was seen by whoever wrote it" in one for one in unasked)
    ChildDay.objects.of(row).update(age="baby")
    assert not any("told by the child" in one for one in found_of(cast, row)["Whose own account is not here"])


def test_versions_for_different_ages_are_a_finding_of_their_own(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    assert TWO_VERSIONS not in found_of(cast, row)
    ChildDay.objects.of(row).filter(side="raising").update(age="pre-school")
    found = found_of(cast, row)
    assert found[TWO_VERSIONS] == ("The school: Pre-school child", "The council: Primary school child")
    assert "Whose own account is not here" not in found


def test_the_raising_sides_day_comes_first_whoever_shared_first(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "bob", *COUNCILS)
    shared(cast, row, "amy", *SCHOOLS)
    here = standpoint(cast.actor("amy"), difference(cast.actor("amy"), row.reference), cast.at)
    assert list(sheets(here.difference, readable(here))[0].newest) == [Side.RAISING, Side.RESPONDING]


def test_each_look_of_the_band_has_its_style_and_its_words() -> None:
    style = (Path(govuk.__file__).parent / "sass" / "_day.scss").read_text(encoding="utf-8")
    assert all(f".cg-band__block--{look} {{" in style for look in presenting.LEGEND)
    assert list(presenting.LEGEND.values()) == ["Going well", "A worry", "Unsure", "Not known", "Not said"]


def test_no_finding_holds_a_figure(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    for lines in found_of(cast, row).values():
        assert not any(character.isdigit() for line in lines for character in line)
    assert Finding.__slots__ == ("title", "lines"), "there is no place for a score"


def test_what_lacks_its_source_is_not_shared_and_nothing_is_nothing(cast: Cast) -> None:
    row = cast.raised()
    with pytest.raises(Refused, match=NOTHING[:30]):
        shared(cast, row, "amy")
    with pytest.raises(Refused, match=LACKS.format(part="Tea")[:20]):
        shared(cast, row, "amy", Answer("Tea", "He eats.", None))
    with pytest.raises(Refused, match=LACKS.format(part="Tea")[:20]):
        shared(cast, row, "amy", Answer("Tea", "", AnswerSource.SEEN, Tells.WELL))
    with pytest.raises(Refused, match="goes well or is a worry"):
        shared(cast, row, "amy", Answer("Tea", "He eats.", AnswerSource.SEEN))


def test_whoever_saved_it_meanwhile_loses_nothing(cast: Cast) -> None:
    row = cast.raised()
    day = said(cast, row, "amy", at_seven())
    known: dict[str, Any] = {"difference": row.pk, "child": 1, "day_type": SCHOOL_DAY, "version": day.version - 1}
    with pytest.raises(actions.SavedMeanwhile):
        actions.say_of_part(by=cast.actor("sarah"), at=cast.tick(), part="Tea", answer=None, **known)
    with pytest.raises(actions.SavedMeanwhile):
        actions.share_day(by=cast.actor("sarah"), at=cast.tick(), **known)
    assert list(answers(ChildDay.objects.get(pk=day.pk)).values()) == [replace(at_seven(), by="Amy Lister")]


def test_a_part_is_said_anew_taken_out_and_a_day_is_thrown_away(cast: Cast) -> None:
    row = cast.raised()
    day = said(cast, row, "amy", at_seven(), replace(at_seven(), words="He is woken."))
    assert [one.words for one in answers(day).values()] == ["He is woken."]
    known: dict[str, Any] = {"difference": row.pk, "child": 1, "day_type": SCHOOL_DAY}
    by: dict[str, Any] = {"by": cast.actor("amy"), "at": cast.tick()}
    day = actions.say_of_part(version=day.version, part="Getting up", answer=None, **known, **by)
    assert day.answers == []
    with pytest.raises(Difference.DoesNotExist):
        actions.say_of_part(version=day.version, part="No such part", answer=None, **known, **by)
    actions.throw_day_away(version=day.version, **known, **by)
    assert not ChildDay.objects.of(row).exists()
    with pytest.raises(Refused, match=NOT_BEGUN[:20]):
        actions.share_day(version=1, **known, **by)
    with pytest.raises(Refused, match=NOT_BEGUN[:20]):
        actions.throw_day_away(version=day.version, **known, **by)


def test_whoever_wrote_what_was_seen_stays_its_writer_until_somebody_says_otherwise(cast: Cast) -> None:
    row = cast.raised()
    day = said(cast, row, "amy", SCHOOLS[1])
    known: dict[str, Any] = {"difference": row.pk, "child": 1, "day_type": SCHOOL_DAY, "part": "Breakfast"}
    sarah = cast.person("sarah")
    for answer, reads in (
        (SCHOOLS[1], "Seen by Amy Lister"),
        (replace(SCHOOLS[1], tells=Tells.WORRY), f"Seen by Amy Lister, changed by {sarah}"),
        (replace(SCHOOLS[1], words="Two."), f"Seen by Amy Lister, changed by {sarah}"),
    ):
        day = actions.say_of_part(by=cast.actor("sarah"), at=cast.tick(), version=day.version, answer=answer, **known)
        assert how_known(answers(day)["Breakfast"]) == reads
        assert f"{reads} ·" in visit(address(row), sarah).words
    where = as_fact(answers(day)["Breakfast"], day, "the school").where
    assert where == f"Amy Lister, who saw it; changed by {sarah}"
    heard = replace(SCHOOLS[1], source=AnswerSource.CHILD)
    day = actions.say_of_part(by=cast.actor("sarah"), at=cast.tick(), version=day.version, answer=heard, **known)
    assert answers(day)["Breakfast"].by == str(sarah)
    assert not answers(day)["Breakfast"].changed_by


def test_each_child_and_each_kind_of_day_has_its_own(cast: Cast) -> None:
    row = cast.raised(children=(CHILD, replace(CHILD, initials="U. E.")))
    shared(cast, row, "amy", at_seven())
    shared(cast, row, "amy", at_seven("She sleeps on."), child=2)
    actions.begin_day(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, child=1, day_type=DayType.WEEKEND, age="primary"
    )
    here = standpoint(cast.actor("amy"), difference(cast.actor("amy"), row.reference), cast.at)
    assert [(one.child, one.day_type.value, bool(one.begun)) for one in sheets(here.difference, readable(here))] == [
        (1, "school_or_work_day", False), (1, "weekend", True), (2, "school_or_work_day", False),
    ]  # fmt: skip
    for child, age in ((3, "primary"), (0, "primary"), (1, "made-up")):
        with pytest.raises(Difference.DoesNotExist):
            begun(cast, row, "amy", child, age)


@pytest.mark.parametrize("name", ["elin", "zed"])
def test_whoever_is_of_neither_side_fills_in_nothing(cast: Cast, name: str) -> None:
    row = cast.joined() if name == "zed" else cast.at_stage(2)
    with pytest.raises(Refused, match="one of the two sides"):
        begun(cast, row, name)


def test_once_it_has_ended_no_day_is_filled_in(cast: Cast) -> None:
    with pytest.raises(Refused, match="This has ended"):
        begun(cast, cast.resolved(), "amy")


def quoted(cast: Cast, row: Difference, day: int, part: str) -> list[str]:
    """Have Bob quote what a day says of a part, and return it as the newest fact of his draft."""
    draft = actions.quote_into_view(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, day=day, part=part)
    newest: list[str] = draft.facts[-1]
    return newest


def test_what_is_quoted_keeps_its_source_its_dates_and_whose_words_it_is(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    moments = ChildDay.objects.of(row).order_by("number").values_list("shared_at", flat=True)
    on, later = (in_words(london_date(at or cast.at)) for at in moments)
    school = f"shared by Oakfield Primary School on {on}"
    council = f"shared by Assessment Team East, Fairhaven City Council on {later}"
    assert quoted(cast, row, 1, "Getting up") == [
        f"At 07:00, Getting up (a school or work day): {SEVEN}", "told",
        f"the child: the boy, to his teacher; last known 3 November 2026; written by Amy Lister, {school}",
    ]  # fmt: skip
    assert quoted(cast, row, 2, "Getting up") == [
        f"Getting up (a school or work day): {CALM}", "told",
        f"Bob Ferris, who saw it; last known 3 November 2026; {council}",
    ]  # fmt: skip
    assert quoted(cast, row, 2, "Evening") == [
        "Evening (a school or work day): Neighbours ring about noise.", "record",
        f"our record; written by Bob Ferris, {council}",
    ]  # fmt: skip
    assert SideViewDraft.objects.get(difference=row, author=cast.person("bob")).version == 3


def test_what_is_not_shared_or_not_known_is_not_quoted(cast: Cast) -> None:
    row = cast.raised()
    said(cast, row, "bob", *COUNCILS)
    shared(cast, row, "amy", *SCHOOLS)
    here = standpoint(cast.actor("bob"), difference(cast.actor("bob"), row.reference), cast.at)
    offered = presenting.quotables(row, sheets(here.difference, readable(here))[0])
    assert [(one.key, one.day, one.part) for one in offered] == [("1.1", 1, "Getting up"), ("1.2", 1, "Breakfast")]
    for day, part in ((1, "Tea"), (1, "Evening"), (2, "Evening")):
        with pytest.raises(Difference.DoesNotExist):
            quoted(cast, row, day, part)
    assert not SideViewDraft.objects.exists()


def test_a_view_that_is_full_takes_no_quote(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    for _ in range(MOST_FACTS):
        quoted(cast, row, 1, "Getting up")
    with pytest.raises(Refused, match=NO_MORE_FACTS[:30]):
        quoted(cast, row, 1, "Getting up")


def test_the_longest_that_is_quoted_stands_whole_in_a_view() -> None:
    longest = "x" * 120  # of a name
    names = {part.name for one in shipped().values() for part in one.parts}
    for name, kind, source in product(names, DayType, AnswerSource):
        day = ChildDay(day_type=kind, shared_at=datetime(2026, 9, 30, 12, tzinfo=UTC))
        told = Answer(
            name, "x" * LONGEST_WORDS, source, Tells.WORRY, "x" * LONGEST_WHO, "07:00", date(2026, 9, 30), longest,
            longest,
        )  # fmt: skip
        fact = as_fact(told, day, f"{longest}, {longest}")
        assert len(fact.what) <= LONGEST_FACT, name
        assert len(fact.where) <= LONGEST_WHERE, name
