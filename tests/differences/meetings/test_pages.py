"""The pages of meetings, from the first proposal to both sides' agreement; nothing typed is lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from commonground.differences.models import Difference, Dissent, Meeting, Minutes
from commonground.now import LONDON, now
from commonground.procedures.terms import Side
from commonground.record.models import Entry
from tests.cast import Cast
from tests.differences.meetings.meeting import (
    ABOUT,
    DECISION,
    PLACE,
    REASONS,
    TOO_LATE,
    agreed,
    changed,
    held_meeting,
    keys,
    proposed_meeting,
    set_meeting,
    written,
)
from tests.differences.passing import give
from tests.differences.raising import Browser, fresh
from tests.visiting import visit

PASTED = '<p class="MsoNormal"><b>Ring</b>&nbsp;them</p> “quoted” – ελληνικά, العربية, 🙂'


def boxes(at: datetime, number: str = "_1") -> dict[str, str]:
    """Return a day three days on, ten to eleven, as the boxes of a form send it."""
    day = at.astimezone(LONDON).date() + timedelta(days=3)
    said = {"day_day": day.day, "day_month": day.month, "day_year": day.year}
    parts = {f"day{number}_{name.partition('_')[2]}": str(value) for name, value in said.items()}
    return parts | {f"begins{number}": "10:00", f"ends{number}": "11:00"}


def sent(cast: Cast, **more: object) -> Mapping[str, object]:
    return fresh() | boxes(now()) | {"place": PLACE, "about": ABOUT, "people": keys(cast, ("amy", "bob"))} | more


def test_from_proposing_to_both_sides_agreement_by_forms_alone(cast: Cast) -> None:
    row = cast.raised()
    base = f"{row.get_absolute_url()}meetings/"
    amy, bob = Browser(cast.person("amy")), Browser(cast.person("bob"))
    assert f'href="{base}"' in visit(row.get_absolute_url(), amy).markup
    assert amy.post(f"{base}new/", sent(cast)).headers["Location"] == f"{base}1/"
    page = visit(f"{base}1/", bob)
    assert "Which time suits?" in page.words
    starts = Meeting.objects.get(difference=row).times[0][0]
    assert bob.sends(f"{base}1/choose/", fresh() | {"starts": starts}) == f"{base}1/"
    assert PLACE in visit(row.get_absolute_url(), amy).words
    change = visit(f"{base}1/change/", amy)
    assert PLACE in change.words
    moved = fresh() | boxes(now() + timedelta(days=1), "") | {"place": "Room 5", "people": keys(cast, ("amy", "bob"))}
    answer = amy.post(f"{base}1/change/", moved | {"sequence": "0"})
    assert answer.status_code == 302
    assert "Room 5" in visit(f"{base}1/", bob).words
    Meeting.objects.filter(difference=row).update(starts_at=cast.at - timedelta(hours=2), ends_at=cast.at)
    assert "Note that it was held" in visit(f"{base}1/", bob).words
    came = fresh() | {"came": keys(cast, ("amy", "bob")), "others": "", "apologies": "", "read_out": "yes"}
    assert bob.post(f"{base}1/held/", came).status_code == 302
    minutes = {"decided_by": "Both", "decision": DECISION, "reasons": REASONS, "read": "0"}
    bob.sends(f"{base}1/minutes/", fresh() | minutes)
    amy.sends(f"{base}1/dissent/", fresh() | {"words": PASTED, "read": "1"})
    for one in (amy, bob):
        assert "Agree that it was so" in visit(f"{base}1/", one).words
        one.sends(f"{base}1/minutes/agree/", fresh() | {"read": "1"})
    page = visit(f"{base}1/", bob)
    assert "Not agreed yet" not in page.words
    assert PASTED in page.words
    assert Dissent.objects.get(difference=row).words == PASTED


def test_whoever_may_not_see_it_is_refused_in_words_and_each_way_in_is_offered(cast: Cast) -> None:
    row = cast.raised()
    base = row.get_absolute_url()
    page = Browser(cast.person("amy")).post(f"{base}meetings/new/", sent(cast, somebody="Hana, the school nurse"))
    assert page.status_code == 422
    words = page.content.decode()
    assert "Only people who can see this difference can be invited." in words
    for way in (f"{base}passes/", f"{base}advisers/", f"{base}join/"):
        assert f'href="{way}"' in words
    assert ABOUT in words
    assert not Meeting.objects.filter(difference=row).exists()


def test_a_name_that_is_not_on_the_list_is_not_taken_from_a_made_up_form(cast: Cast) -> None:
    row = cast.raised()
    page = Browser(cast.person("amy")).post(
        f"{row.get_absolute_url()}meetings/new/", sent(cast, people=keys(cast, ("amy", "zed")))
    )  # fmt: skip
    assert page.status_code == 422
    assert not Meeting.objects.filter(difference=row).exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"ends_1": "09:00"}, "Time 1: a meeting ends after it begins."),
        ({"begins_1": "soon"}, "Time 1: write the time like 14:30 or 2:30pm"),
        ({"day_2_day": "3"}, "Time 2: the date also needs a month and a year"),
        ({"begins_2": "10:00"}, "Time 2: give the day, when it begins and when it ends, or leave all three empty"),
        ({"ends_1": ""}, "Time 1: tell us the time"),
        ({"day_1_year": "2020"}, "Time 1: that time has gone by."),
        ({"people": []}, "Tell us who is asked to come"),
        ({"about": "x" * 50_000}, "It has 50000 now"),
        (
            {"day_1_day": "28", "day_1_month": "3", "day_1_year": "2027", "begins_1": "01:30", "ends_1": "02:30"},
            "there is no such time",
        ),
    ],
)
def test_what_cannot_be_taken_is_said_and_everything_stays(cast: Cast, wrong: dict[str, object], says: str) -> None:
    row = cast.raised()
    page = Browser(cast.person("amy")).post(f"{row.get_absolute_url()}meetings/new/", sent(cast, **wrong))
    assert page.status_code == 422
    assert says in page.content.decode()
    assert PLACE in page.content.decode()


def test_further_times_stand_apart_until_something_stands_in_them(cast: Cast) -> None:
    row = cast.raised()
    amy, url = Browser(cast.person("amy")), f"{row.get_absolute_url()}meetings/new/"
    page = visit(url, amy).markup
    apart = page.partition("Add another time")[2].partition("</details>")[0]
    assert " open" not in page.partition("Add another time")[0].rpartition("<details")[2]
    for box in ("day_2_day", "begins_2", "ends_2", "day_3_day", "begins_3", "ends_3"):
        assert f'name="{box}"' in apart
    assert 'name="begins_1"' not in apart
    assert "(optional)" not in apart
    page = amy.post(url, sent(cast, begins_3="14:00", place="")).content.decode()
    assert " open" in page.partition("Add another time")[0].rpartition("<details")[2]
    assert 'value="14:00"' in page
    assert "Time 3: give the day" in page


@pytest.mark.parametrize(
    ("part", "answers", "says"),
    [
        ("choose", {"starts": "soon"}, "Choose one of the times that are proposed."),
        ("choose", {"starts": "2027-01-05"}, "Choose one of the times that are proposed."),
        ("choose", {}, "Choose one of the times that are proposed."),
        ("minutes/agree", {"read": "soon"}, "nothing was agreed"),
        ("minutes/agree", {"read": "-1"}, "nothing was agreed"),
        ("minutes/agree", {}, "nothing was agreed"),
    ],
)
def test_what_a_button_did_not_send_whole_is_refused_in_words(
    cast: Cast, part: str, answers: dict[str, str], says: str
) -> None:
    row = cast.raised()
    if part == "choose":
        proposed_meeting(cast, row)
    else:
        written(cast, row, held_meeting(cast, row))
    answer = Browser(cast.person("amy")).post(f"{row.get_absolute_url()}meetings/1/{part}/", fresh() | answers)
    assert answer.status_code == 409
    assert says in answer.content.decode()


def test_when_the_minutes_are_corrected_whoever_does_not_agree_keeps_their_words(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    written(cast, row, meeting)
    url = f"{row.get_absolute_url()}meetings/1/dissent/"
    answer = Browser(cast.person("amy")).post(url, fresh() | {"words": TOO_LATE, "read": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert TOO_LATE in page
    assert DECISION in page
    assert 'name="read" value="1"' in page
    assert not Dissent.objects.exists()


def test_whoever_does_not_agree_reads_the_decision_on_the_form_that_carries_its_number(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    url, amy = f"{row.get_absolute_url()}meetings/1/dissent/", Browser(cast.person("amy"))
    page = visit(url, amy)
    assert "What was decided" not in page.words
    assert 'name="read" value="0"' in page.markup
    written(cast, row, meeting)
    page = visit(url, amy)
    assert DECISION in page.words
    assert 'name="read" value="1"' in page.markup


def test_two_change_it_at_once_and_the_second_keeps_their_words(cast: Cast) -> None:
    row = cast.raised()
    meeting = set_meeting(cast, row)
    amy = Browser(cast.person("amy"))
    url = f"{row.get_absolute_url()}meetings/1/change/"
    amy.page(url)
    changed(cast, row, meeting)
    said = boxes(now(), "") | {"place": "The library", "people": keys(cast, ("amy", "bob")), "sequence": "0"}
    answer = amy.post(url, fresh() | said)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Something happened meanwhile" in page
    assert "The library" in page
    assert 'name="sequence" value="1"' in page
    assert amy.post(url, fresh() | said | {"sequence": "1"}).status_code == 302


def test_two_write_the_minutes_at_once_and_the_second_keeps_their_words(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    amy = Browser(cast.person("amy"))
    url = f"{row.get_absolute_url()}meetings/1/minutes/"
    written(cast, row, meeting)
    said = {"decided_by": "All", "decision": "Something else", "reasons": "None", "read": "0"}
    answer = amy.post(url, fresh() | said)
    assert answer.status_code == 409
    assert "Something else" in answer.content.decode()
    assert DECISION in answer.content.decode()
    assert Minutes.objects.filter(difference=row).count() == 1


def test_to_others_the_pages_are_not_there(cast: Cast) -> None:
    row = cast.raised()
    held_meeting(cast, row)
    zed, base = Browser(cast.person("zed")), f"{row.get_absolute_url()}meetings/"
    for part in ("", "new/", "1/", "1/change/", "1/cancel/", "1/held/", "1/minutes/", "1/dissent/"):
        assert zed.get(base + part).status_code == 404
    for part in ("1/choose/", "1/minutes/agree/"):
        assert zed.post(base + part, fresh()).status_code == 404
    amy = Browser(cast.person("amy"))
    assert amy.get(f"{base}7/").status_code == 404
    assert amy.post(f"{base}7/minutes/agree/", fresh() | {"read": "1"}).status_code == 404


def test_the_pages_take_the_same_queries_for_one_and_for_ten(cast: Cast) -> None:
    row = cast.joined()
    proposed_meeting(cast, row)
    base = row.get_absolute_url()
    urls = (base, f"{base}meetings/", f"{base}meetings/1/", f"{base}meetings/new/")
    few = [visit(url, "bob").queries for url in urls]
    for _ in range(9):
        proposed_meeting(cast, row, people=("amy", "bob", "sarah", "zed"))
    urls = (base, f"{base}meetings/", f"{base}meetings/10/", f"{base}meetings/new/")
    assert [visit(url, "bob").queries for url in urls] == few


def test_the_page_of_a_difference_tells_of_those_to_come_and_of_what_waits(cast: Cast) -> None:
    row = cast.raised()
    base = row.get_absolute_url()
    proposed_meeting(cast, row)
    assert "Nobody has chosen a time yet." in visit(base, "bob").words
    meeting = set_meeting(cast, row)
    Meeting.objects.filter(number=1).update(times=[["2026-01-05T10:00:00+00:00", "2026-01-05T11:00:00+00:00"]])
    page = visit(base, "bob").words
    assert "The times that were proposed have all gone by." in page
    assert PLACE in page
    assert "This time has gone by." in visit(f"{base}meetings/1/", "bob").words
    assert "Choose this time" not in visit(f"{base}meetings/1/", "bob").words
    gone = {"starts_at": cast.at - timedelta(hours=2), "ends_at": cast.at - timedelta(hours=1)}
    Meeting.objects.filter(pk=meeting.pk).update(**gone)
    page = visit(base, "bob").words
    assert "Its time is over. Was it held?" in page
    Meeting.objects.filter(difference=row).update(state="cancelled")
    page = visit(base, "bob").words
    assert "No meeting is to come." in page
    assert "Its time is over" not in page


def test_what_is_written_down_waits_for_each_side_on_the_page_of_a_difference(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    assert "What was decided is not written down yet." in visit(row.get_absolute_url(), "amy").words
    minutes = written(cast, row, meeting)
    agreed(cast, row, minutes)
    page = visit(row.get_absolute_url(), "amy").words
    assert f"Not agreed yet: {Difference.objects.get(pk=row.pk).name_of(Side.RESPONDING)}." in page
    agreed(cast, row, minutes, by="bob")
    page = visit(row.get_absolute_url(), "amy").words
    assert "No meeting is to come." in page
    assert "Not agreed yet" not in page


def test_times_that_do_not_suit_are_declined_with_those_that_would(cast: Cast) -> None:
    row = cast.raised()
    proposed_meeting(cast, row)
    bob, url = Browser(cast.person("bob")), f"{row.get_absolute_url()}meetings/1/cancel/"
    assert "Why, and when would suit you?" in visit(url, bob).words
    bob.sends(url, fresh() | {"reason": "Court all week. Monday suits.", "was": "proposed", "sequence": "0"})
    entry = Entry.objects.filter(subject=row.pk).latest("number")
    assert entry.text.sentence.endswith("said that none of the times suits that were proposed for meeting 1.")
    assert entry.text.words == {"Why": "Court all week. Monday suits."}


def test_whoever_says_that_no_time_suits_does_not_cancel_one_that_was_chosen_meanwhile(cast: Cast) -> None:
    row = cast.raised()
    set_meeting(cast, row)
    url = f"{row.get_absolute_url()}meetings/1/cancel/"
    stale = fresh() | {"reason": "Court all week. Monday suits.", "was": "proposed", "sequence": "0"}
    answer = Browser(cast.person("bob")).post(url, stale)
    assert answer.status_code == 409
    assert "Court all week. Monday suits." in answer.content.decode()
    assert Meeting.objects.get(difference=row).state == "set"


def test_dissent_stands_on_the_page_before_anything_is_written_down(cast: Cast) -> None:
    row = cast.raised()
    meeting = held_meeting(cast, row)
    url = f"{row.get_absolute_url()}meetings/{meeting.number}/"
    Browser(cast.person("amy")).sends(f"{url}dissent/", fresh() | {"words": "Friday is too late for him.", "read": "0"})
    assert "Does not agree: Friday is too late for him." in visit(url, "bob").words


def test_a_guest_reads_where_it_is_on_the_one_page_that_is_theirs(cast: Cast) -> None:
    let = give(cast)
    ruth = let.open()
    meeting = set_meeting(cast, let.row, people=("amy", "Ruth Amos"))
    page = visit(let.page, ruth)
    assert PLACE in page.words
    assert "Its time is over" not in page.words
    assert f"{let.page}meetings/" not in page.markup
    gone = {"starts_at": cast.at - timedelta(hours=2), "ends_at": cast.at - timedelta(hours=1)}
    Meeting.objects.filter(pk=meeting.pk).update(**gone)
    assert "Its time is over" in visit(let.page, ruth).words
