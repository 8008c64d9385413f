"""After an end: how it went (read by nobody by person), thanks between two, and what has changed for the child."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection
from django.test import Client

from commonground.differences import actions
from commonground.differences.after import actions as after
from commonground.differences.after.models import Feedback, Thanks, WhatChanged
from commonground.differences.after.queries import totals
from commonground.differences.after.sweeping import ask_one, ask_what_changed
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.differences.models.seat import Todo
from commonground.notices.models import Notice
from commonground.procedures.after import (
    FEWEST,
    NOBODY_ELSE,
    NOT_ASKED,
    ONCE,
    READS_NO_MORE,
    STILL_OPEN,
    Helped,
    Went,
    thanks_refusal,
)
from commonground.procedures.rules import Refused
from commonground.procedures.situation import Standing
from commonground.procedures.steps import NOT_A_SIDE
from commonground.procedures.terms import Capacity, Role, Side, Subject
from commonground.record.models import Entry, EntryText
from commonground.record.submissions import mint
from tests.access.meeting import AsRole
from tests.cast import AGREEMENT, MEANWHILE, Cast
from tests.connected import tell_database
from tests.differences.asking import fresh, told
from tests.editions.fuller import open_fuller
from tests.visiting import browser, visit

WEEKS = timedelta(weeks=1)
NOTE = "I was quicker to ring this time."
WORDS = "He comes with breakfast most days, and sleeps less in lessons."


def felt(cast: Cast, row: Difference, who: str, heard: Went = Went.YES, note: str = "") -> Feedback:
    return after.give_feedback(
        by=cast.actor(who), at=cast.tick(), difference=row.pk, heard=heard, child=Went.PARTLY, note=note
    )


def asked(cast: Cast, weeks: int = 5) -> Difference:
    """Return one that was resolved so long ago that both sides were asked."""
    row = cast.resolved()
    cast.at += weeks * WEEKS
    assert ask_what_changed(cast.tick()) == 1
    return fresh(row)


def tells(cast: Cast, row: Difference, who: str, helped: Helped = Helped.HELPED, *, learn: bool = False) -> Difference:
    return after.tell_what_changed(
        by=cast.actor(who), at=cast.tick(), difference=row.pk, helped=helped, words=WORDS, learn=learn
    )


def rows_seen(table: str, cast: Cast, who: str) -> int:
    """Return how many rows of a table the database lets somebody read, whatever the product asks."""
    tell_database(cast.actor(who))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 a name from this file
        return int(cursor.fetchone()[0])


def test_nobody_says_how_it_went_before_the_end_nor_twice(cast: Cast) -> None:
    with pytest.raises(Refused, match=STILL_OPEN):
        felt(cast, cast.answered(), "amy")
    row = cast.resolved()
    felt(cast, row, "amy")
    with pytest.raises(Refused, match=ONCE):
        felt(cast, row, "amy")
    felt(cast, row, "bob")


def test_after_it_was_reopened_and_ended_again_they_are_asked_again(cast: Cast) -> None:
    row = cast.resolved()
    felt(cast, row, "amy")
    row = cast.do(actions.reopen, row, "amy", reason="It goes on.", meanwhile=MEANWHILE)
    row = cast.do(actions.propose, row, "bob", text=AGREEMENT)
    row = cast.do(actions.sign, row, "amy", proposal=2)
    felt(cast, row, "amy")
    assert Feedback.objects.of(row).count() == 2


def test_how_it_went_is_in_no_record_and_nobody_is_told(cast: Cast) -> None:
    row = cast.resolved()
    entries, notices = Entry.objects.count(), Notice.objects.count()
    felt(cast, row, "bob", Went.NO, NOTE)
    assert (Entry.objects.count(), Notice.objects.count()) == (entries, notices)
    assert NOTE not in str(list(EntryText.objects.values_list("sentence", "words")))


def test_the_database_shows_an_answer_to_whoever_gave_it_and_to_nobody_else(cast: Cast, as_role: AsRole) -> None:
    row = cast.resolved(2)
    felt(cast, row, "bob", Went.NO, NOTE)
    with as_role("app"):
        assert rows_seen("differences_feedback", cast, "bob") == 1
        assert [rows_seen("differences_feedback", cast, who) for who in ("amy", "cath", "sarah", "elin")] == [0] * 4
    with pytest.raises(ProgrammingError, match="permission denied"), as_role("clock"):
        rows_seen("differences_feedback", cast, "bob")


def test_its_office_reads_totals_once_five_have_answered_and_no_other_office_does(
    cast: Cast, as_role: AsRole
) -> None:  # fmt: skip
    row = cast.resolved(2)
    people = ("amy", "bob", "sarah", "cath", "Farah Siddiqui")
    assert len(people) == FEWEST
    for who in people[:-1]:
        felt(cast, row, who, Went.NO if who == "bob" else Went.YES)
    elin, gwen, amy = (cast.actor(who) for who in ("elin", "gwen", "amy"))
    with as_role("app"):
        tell_database(elin)
        assert totals(row.partnership_id).heard is None
    felt(cast, row, people[-1])
    with as_role("app"):
        tell_database(elin)
        found = totals(row.partnership_id)
        assert (found.heard, found.child) == ({}, {"partly": 5})
        for other in (gwen, amy):
            tell_database(other)
            assert totals(row.partnership_id).heard is None


def test_totals_are_full_fives_so_that_one_answer_more_shows_nobody(cast: Cast, as_role: AsRole) -> None:
    row = cast.resolved(2)
    people = ("amy", "bob", "sarah", "cath", "Farah Siddiqui")
    for who in people:
        felt(cast, row, who)
    more = cast.resolved(2)
    for who in people[:-1]:
        felt(cast, more, who)
    with as_role("app"):
        tell_database(cast.actor("elin"))
        assert totals(row.partnership_id).heard == {"yes": 5}
    page = visit("/differences/how-it-went/", "elin").words
    assert "Were you heard? AnswerHow many Yes5PartlyFewer than 5 peopleNoFewer than 5 people" in page


def test_has_it_helped_is_told_of_five_people_or_more(cast: Cast, as_role: AsRole) -> None:
    row = asked(cast)
    tells(cast, row, "amy", Helped.NOT_HELPED)
    tells(cast, fresh(row), "bob")
    said = WhatChanged.objects.get(side="raising")

    def copied(who: str) -> None:
        said.pk, said.by, said._state.adding = uuid4(), cast.person(who), True
        said.save()

    def read() -> object:
        with as_role("app"):
            tell_database(cast.actor("elin"))
            return totals(row.partnership_id).helped

    for who in ("sarah", "cath", "sarah", "amy"):
        copied(who)
    assert read() is None
    page = visit("/differences/how-it-went/", "elin").words
    assert "Has it helped? Too few have answered yet." in page
    for who in ("dev", "judith"):
        copied(who)
    assert read() == {"not_helped": 5}
    assert "No, it has not helped5" in visit("/differences/how-it-went/", "elin").words


def test_what_is_restricted_is_in_no_total(cast: Cast, as_role: AsRole) -> None:
    row = cast.do(actions.restrict, cast.raised(), "amy", reason="An address.", people=[cast.person("bob").pk])
    row = cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    cast.at += 5 * WEEKS
    ask_what_changed(cast.tick())
    tells(cast, fresh(row), "amy", Helped.NOT_HELPED, learn=True)
    with as_role("app"):
        tell_database(cast.actor("elin"))
        assert totals(row.partnership_id) == type(totals(row.partnership_id))()


def test_thanks_are_told_at_once_and_read_by_the_two_only(cast: Cast, as_role: AsRole) -> None:
    row = cast.answered()
    words = "You rang me twice when I had no time."
    after.thank(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, to=cast.person("bob").pk, words=words)
    assert told(row, "thanked") == {cast.person("bob").email}
    text = EntryText.objects.filter(subject=row.pk).latest("entry__number")
    assert "thanked Bob Ferris" in text.sentence
    assert words not in str(text.words) + text.sentence
    with as_role("app"):
        seen = {who: rows_seen("differences_thanks", cast, who) for who in ("amy", "bob", "sarah", "elin")}
    assert seen == {"amy": 1, "bob": 1, "sarah": 0, "elin": 0}
    assert not list(disagreements(fresh(row)))


@pytest.mark.parametrize("whom", ["amy", "zed"])
def test_nobody_thanks_themselves_nor_who_took_no_part(cast: Cast, whom: str) -> None:
    row = cast.answered()
    with pytest.raises(Refused, match=NOBODY_ELSE):
        after.thank(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, to=cast.person(whom).pk, words="Thanks.")


def thanks(cast: Cast, row: Difference, to: str, by: str = "amy") -> Thanks:
    whom = cast.person(to).pk
    return after.thank(by=cast.actor(by), at=cast.tick(), difference=row.pk, to=whom, words="Thanks.")


def test_only_who_reads_it_is_thanked_and_reads_the_thanks(cast: Cast, as_role: AsRole) -> None:
    row = cast.answered()
    thanks(cast, row, "bob")
    hana = cast.actor("hana").posts[0].agency_id
    cast.do(actions.not_ours, row, "bob", agency=hana, team=None, reason="It is theirs.")
    with as_role("app"):
        assert {who: rows_seen("differences_thanks", cast, who) for who in ("amy", "bob")} == {"amy": 1, "bob": 0}
    with pytest.raises(Refused, match=READS_NO_MORE):
        thanks(cast, row, "bob")
    row = cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    url = f"{row.get_absolute_url()}how-it-went/"
    assert "Is there somebody whom you want to thank?" not in visit(url, "amy").words
    page = sends(browser("amy"), url, 409, thank=cast.person("bob").pk, thanks="For all.").content.decode()
    assert "For all." in page


def test_who_acts_for_no_side_thanks_nobody(cast: Cast) -> None:
    row = cast.resolved(2)
    with pytest.raises(Refused, match=NOT_A_SIDE):
        thanks(cast, row, "bob", by="elin")
    assert "Is there somebody whom you want to thank?" in visit(f"{row.get_absolute_url()}how-it-went/", "cath").words


def test_thanks_are_refused_by_one_rule() -> None:
    side = Standing(Side.RAISING, Capacity.RAISER, Role.PRACTITIONER, 1)
    office = Standing(None, Capacity.OFFICER, Role.PARTNERSHIP_OFFICER, 1)
    assert thanks_refusal([side], took_part=True, reads=True) is None
    assert thanks_refusal([office], took_part=True, reads=True) == NOT_A_SIDE
    assert thanks_refusal([side], took_part=False, reads=True) == NOBODY_ELSE
    assert thanks_refusal([side], took_part=True, reads=False) == READS_NO_MORE


@pytest.mark.parametrize(("weeks", "given"), [(5, None), (4, 4), (6, 6)])
def test_both_sides_are_asked_once_after_the_weeks_that_their_area_set(
    cast: Cast, weeks: int, given: int | None
) -> None:  # fmt: skip
    row = cast.resolved()
    if given:
        after.ask_after(by=cast.actor("elin"), at=cast.at, partnership=row.partnership_id, weeks=given)
    ended = fresh(row).ended_at
    assert ended
    assert ask_what_changed(ended + weeks * WEEKS - timedelta(minutes=1)) == 0
    at = ended + weeks * WEEKS
    assert ask_what_changed(at) == 1
    assert ask_what_changed(at) == 0
    assert told(row, "what_changed") == {cast.person("amy").email, "duty.east@council.fairhaven.example"}
    assert Entry.objects.filter(subject=row.pk, kind="clock.what_changed").count() == 1
    assert fresh(row).now_asked == "both"


def test_what_went_elsewhere_or_was_reopened_is_not_asked(cast: Cast) -> None:
    cast.do(actions.redirect, cast.raised(), "amy", to="The courts", reason="It is theirs.", meanwhile="Her aunt.")
    cast.do(actions.reopen, cast.resolved(), "amy", reason="It goes on.", meanwhile=MEANWHILE)
    cast.at += 8 * WEEKS
    assert ask_what_changed(cast.at) == 0


def test_each_side_answers_once_and_the_other_reads_it(cast: Cast) -> None:
    row = asked(cast)
    row = tells(cast, row, "bob")
    assert fresh(row).now_asked == "raising"
    text = EntryText.objects.filter(subject=row.pk).latest("entry__number")
    assert text.words == {"Has it helped?": Helped.HELPED.label, "What has changed for the child": WORDS}
    assert told(row, "changed_told") >= {cast.person("amy").email}
    with pytest.raises(Refused, match=NOT_ASKED):
        tells(cast, row, "bob")
    tells(cast, row, "amy")
    assert fresh(row).now_asked == ""
    assert not list(disagreements(fresh(row)))


def test_once_it_ended_again_what_was_asked_of_the_end_before_counts_no_more(cast: Cast) -> None:
    row = asked(cast)
    Difference.objects.filter(pk=row.pk).update(ended_at=cast.at)
    assert fresh(row).now_asked == ""
    with pytest.raises(Refused, match=NOT_ASKED):
        tells(cast, fresh(row), "amy")


def test_not_helped_is_flagged_for_its_office_where_it_may_be_seen(cast: Cast) -> None:
    seen, unseen = cast.resolved(2), cast.resolved()
    cast.at += 5 * WEEKS
    assert ask_what_changed(cast.tick()) == 2
    for row in (seen, unseen):
        tells(cast, fresh(row), "amy", Helped.NOT_HELPED, learn=True)
    tells(cast, fresh(unseen), "bob", Helped.NOT_HELPED, learn=True)
    tells(cast, fresh(seen), "cath", Helped.HELPED, learn=True)
    assert WhatChanged.objects.filter(learn=True).count() == 3
    page = visit("/differences/how-it-went/", "elin")
    assert "A side said of 2 that it has not helped" in page.words
    assert str(fresh(seen)) in page.words
    assert str(fresh(unseen)) not in page.words


def test_only_an_office_sets_the_weeks_of_its_own_area(cast: Cast) -> None:
    row = cast.raised()
    for who, weeks in (("amy", 5), ("gwen", 5), ("elin", 8)):
        with pytest.raises(Refused):
            after.ask_after(by=cast.actor(who), at=cast.at, partnership=row.partnership_id, weeks=weeks)


def test_it_waits_on_home_for_those_who_are_asked_and_costs_no_query_more(cast: Cast) -> None:
    row = cast.resolved()
    cast.raised()
    before = visit("/", "amy")
    Difference.objects.filter(pk=row.pk).update(ended_at=cast.at - 6 * WEEKS)
    assert ask_what_changed(cast.at) == 1
    page = visit("/", "amy")
    assert "What has changed for the child? 1" in page.words
    assert row.get_absolute_url() in page.markup
    assert page.queries == before.queries
    assert "Waiting for you 1" in visit("/differences/", "amy").words
    assert "What has changed for the child?" not in visit("/", "sarah").words
    tells(cast, fresh(row), "amy")
    assert "What has changed for the child?" not in visit("/", "amy").words
    assert Seat.objects.filter(todo=Todo.CHANGED).exists(), "the other side is still asked"


def sends(client: Client, url: str, status: int = 302, **said: object) -> Any:  # noqa: ANN401 - the client's own
    """Send a form as its page would, with a key of its own."""
    answer = client.post(url, {"submission": str(mint()), **said})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer


def test_one_screen_says_how_it_went_and_thanks_somebody(cast: Cast) -> None:
    row = cast.resolved()
    url = f"{row.get_absolute_url()}how-it-went/"
    amy = browser("amy")
    assert "Say how it went, or thank somebody" in visit(row.get_absolute_url(), amy).words
    assert "Were you heard?" in visit(url, amy).words
    for wrong in ({}, {"heard": "yes"}, {"thanks": "For all."}, {"note": NOTE}):
        sends(amy, url, 422, **wrong)
    bob = str(cast.person("bob").pk)
    sends(amy, url, heard="yes", child="partly", note=NOTE, thank=bob, thanks="For all.")
    assert (Feedback.objects.of(row).count(), Thanks.objects.of(row).count()) == (1, 1)
    again = visit(url, amy)
    assert "You said already how it went" in again.words
    assert NOTE in again.words
    assert "Were you heard?" not in again.words
    assert f"{cast.person('amy').name} thanks you: For all." in visit(row.get_absolute_url(), "bob").words
    assert "thanks you" not in visit(row.get_absolute_url(), "sarah").words
    assert NOTE not in visit(url, "bob").markup


def test_a_second_window_keeps_the_words_and_says_what_happened(cast: Cast) -> None:
    row = cast.resolved()
    url, amy, bob = f"{row.get_absolute_url()}how-it-went/", browser("amy"), str(cast.person("bob").pk)
    sends(amy, url, heard="yes", child="partly", note="Written first.")
    page = sends(amy, url, 409, heard="no", child="no", note=NOTE, thank=bob, thanks="For all.").content.decode()
    for words in (ONCE, NOTE, "For all."):
        assert words in page
    assert Feedback.objects.get().note == "Written first."
    assert not Thanks.objects.exists()
    sends(amy, url, thank=bob, thanks="For all.")


def test_a_second_window_with_nobody_to_thank_is_answered_in_words(cast: Cast) -> None:
    row = cast.do(actions.withdraw, cast.raised(), "amy", why="settled", words="We met.")
    url, amy, bob = f"{row.get_absolute_url()}how-it-went/", browser("amy"), str(cast.person("bob").pk)
    for one in ("For all.", ""):
        page = sends(amy, url, 409 if one else 302, heard="yes", child="yes", thank=bob if one else "", thanks=one)
        assert one in page.content.decode()
    for said in ({}, {"heard": "no", "child": "no", "note": NOTE}):
        page = sends(amy, url, 409, **said).content.decode()
        assert ONCE in page
        assert said.get("note", "") in page


def test_it_has_not_helped_leads_on_to_reopen_it_or_to_learn(cast: Cast) -> None:
    row = cast.resolved()
    Difference.objects.filter(pk=row.pk).update(asked_after_at=cast.at + WEEKS, still_asked="both")
    url = f"{row.get_absolute_url()}what-changed/"
    bob = browser("bob")
    assert "say what has changed for the child" in visit(row.get_absolute_url(), bob).words
    assert "Reopen it" in visit(url, bob).words
    sends(bob, url, 422, helped="not_helped", words=WORDS)
    answer = sends(bob, url, helped="not_helped", words=WORDS, then="reopen")
    assert answer.headers["Location"].endswith("/reopen/")
    assert WhatChanged.objects.get().learn is False
    assert "Your side is not asked now" in visit(url, bob, status=409).words
    again = sends(bob, url, 409, helped="helped", words="Written in the other window.").content.decode()
    assert NOT_ASKED in again
    assert "Written in the other window." in again
    sends(browser("amy"), url, helped="not_helped", words=WORDS, then="learn")
    assert WhatChanged.objects.filter(learn=True, side="raising").count() == 1


def test_of_how_people_work_together_it_is_asked_of_children(cast: Cast) -> None:
    open_fuller()
    theme: dict[str, Any] = {
        "children": (),
        "subject": Subject.THEME,
        "theme": "Handover on Fridays",
        "needed_by": None,
    }
    row = cast.do(actions.withdraw, cast.raised(**theme), "amy", why="settled", words="We met.")
    ask_one(row.pk, at=cast.tick())
    assert "Did children come first?" in visit(f"{row.get_absolute_url()}how-it-went/", "amy").words
    assert "say what has changed for children" in visit(row.get_absolute_url(), "amy").words
    assert "What has changed for children?" in visit(f"{row.get_absolute_url()}what-changed/", "amy").words


def test_nobody_outside_meets_these_pages(cast: Cast) -> None:
    row = cast.resolved()
    for part in ("how-it-went/", "what-changed/"):
        visit(row.get_absolute_url() + part, "zed", status=404)
    visit("/differences/how-it-went/", "amy", status=403)


def test_the_page_of_an_open_difference_asks_nothing_of_it(cast: Cast) -> None:
    row = cast.answered()
    assert "Say how it went" not in visit(row.get_absolute_url(), "amy").words
    visit(f"{row.get_absolute_url()}how-it-went/", "amy", status=409)


def test_the_office_sets_the_weeks_on_its_page(cast: Cast) -> None:
    row, elin = cast.raised(), browser("elin")
    assert "Now they are asked 5 weeks after the end." in visit("/differences/how-it-went/", elin).words
    sends(elin, "/differences/how-it-went/", 422, area=row.partnership_id)
    sends(elin, "/differences/how-it-went/", area=row.partnership_id, weeks="6")
    assert "Now they are asked 6 weeks after the end." in visit("/differences/how-it-went/", elin).words
