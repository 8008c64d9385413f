"""The survey of staff: who is asked, what is taken, and that nothing is shown of fewer than six."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from commonground.assurance.models import Answered, Group, Held, Remark, Round
from commonground.assurance.survey.actions import answer, end_round, open_round, say_without
from commonground.assurance.survey.blinding import LENGTH, closed
from commonground.assurance.survey.blinding import opened as unsealed
from commonground.assurance.survey.releasing import release
from commonground.directory.actions import RefusedError, add_post, hold
from commonground.directory.demonstration import member
from commonground.directory.models import Agency, Partnership
from commonground.grants import TABLES
from commonground.now import london_date
from commonground.procedures.terms import Role
from commonground.record.models import Submission
from commonground.record.submissions import mint
from commonground.sealing import SealError
from tests.access.meeting import AsRole
from tests.assurance.surveying import (
    ALL_YES,
    COUNCIL,
    DAY,
    HEALTH,
    POLICE,
    SCHOOL,
    SURGERY,
    answered,
    group,
    opened,
    settled,
    staff,
)
from tests.cast import Cast
from tests.visiting import browser, visit


@pytest.fixture
def round_(cast: Cast) -> Round:
    """Give a round of Fairhaven that is open."""
    return opened(cast)


def test_everybody_with_an_account_is_asked_and_nobody_of_the_office(cast: Cast, round_: Round) -> None:
    groups = {one.agency.name: one.invited for one in Group.objects.filter(round=round_).select_related("agency")}
    assert groups[SCHOOL] == len(staff(SCHOOL, cast)) == 3
    assert groups[COUNCIL] == len(staff(COUNCIL, cast))
    assert not any("office" in name for name in groups)
    assert f"/survey/{round_.pk}/" in browser("amy").get("/survey/").headers["Location"]
    for outside in ("elin", "gwen"):
        visit(f"/survey/{round_.pk}/", outside, status=404)
        assert "No survey waits for you" in visit("/survey/", outside).words


def test_an_answer_is_taken_once_and_no_form_of_it_is_kept(round_: Round) -> None:
    amy, url = browser("amy"), f"/survey/{round_.pk}/"
    assert "Nobody can see what you answer" in visit(url, amy).words
    for _ in range(2):
        assert amy.post(url, {**ALL_YES, "words": "More time."}).headers["Location"] == "/survey/thank-you/"
    assert Answered.objects.count() == 1
    assert Held.objects.count() == 1
    assert Submission.objects.count() == 0
    assert "Thank you" in visit("/survey/thank-you/", amy).words
    assert amy.get(url).headers["Location"] == "/survey/thank-you/"


def test_bad_input_says_why_and_loses_nothing(round_: Round) -> None:
    url = f"/survey/{round_.pk}/"
    page = visit(url, "amy", post={"words": "Help us on Fridays."}, status=422)
    assert "Answer at least one question" in page.words
    assert "Help us on Fridays.</textarea>" in page.markup
    for wrong in ({"heard": "maybe"}, {"heard": "yes", "words": "x" * 501}):
        visit(url, "amy", post=wrong, status=422)
    assert Held.objects.count() == 0
    amy = browser("amy")
    assert amy.post(url, {"heard": "no"}).status_code == 302, "others can be left out"


def test_somebody_of_two_agencies_answers_once_for_one(cast: Cast, round_: Round) -> None:
    agency = Agency.objects.get(name=SURGERY)
    post = add_post(agency=agency, role=Role.PRACTITIONER, title="Counsellor", by=None, at=cast.at)
    hold(person=cast.person("amy"), post=post, starts=london_date(cast.at), by=None, at=cast.at)
    amy, url = browser("amy"), f"/survey/{round_.pk}/"
    assert "For which of your agencies do you answer?" in visit(url, amy).words
    visit(url, amy, post=ALL_YES, status=422)
    assert amy.post(url, {**ALL_YES, "agency": str(post.agency_id)}).status_code == 302
    assert Answered.objects.get().agency_id == post.agency_id
    assert amy.post(url, {**ALL_YES, "agency": str(group(round_, SCHOOL).agency_id)}).status_code == 302
    assert Answered.objects.count() == 1


def test_a_link_is_for_as_many_as_the_officer_says_and_counts_each_form_once(cast: Cast, round_: Round) -> None:
    one = group(round_, SURGERY)
    say_without(by=cast.actor("elin"), round_=round_.pk, group=one.pk, people=2)
    url, nobody = f"/survey/by-link/{one.token}/", Client()
    assert "at Harbour Road Surgery" in visit(url, nobody).words
    key = str(uuid4())
    for sent in (key, key, str(uuid4())):
        assert nobody.post(url, {**ALL_YES, "submission": sent}).headers["Location"] == "/survey/by-link/thank-you/"
    assert Answered.objects.filter(by_link=True).count() == 2
    page = visit(url, nobody, post={**ALL_YES, "submission": str(uuid4()), "words": "One more."}, status=409)
    assert "as often as there are people" in page.words
    assert "One more.</textarea>" in page.markup
    assert nobody.post(url, ALL_YES).status_code == 400, "no key"
    visit("/survey/by-link/nothing/", nobody, status=404)
    assert "Only if you have no account." in visit(f"{url}?said=yes", nobody).words, (
        "it thanks nobody who was not asked"
    )
    assert "Thank you" in visit("/survey/by-link/thank-you/", nobody).words
    assert "session" not in nobody.cookies


def test_a_request_leaves_nothing_else_and_logs_no_address(round_: Round, capsys: pytest.CaptureFixture[str]) -> None:
    def rows() -> dict[str, int]:
        with connection.cursor() as cursor:
            found = {}
            for table in sorted(TABLES):
                whole = "count(*), md5(string_agg(one::text, '' ORDER BY one::text))"
                cursor.execute(f'SELECT {whole} FROM "{table}" one')  # noqa: S608 - our own names
                found[table] = cursor.fetchone()
        return found

    one, key, amy = group(round_, SURGERY), str(uuid4()), browser("amy")
    before = rows()
    amy.post(f"/survey/{round_.pk}/", ALL_YES, REMOTE_ADDR="10.9.8.7")
    Client().post(f"/survey/by-link/{one.token}/", {**ALL_YES, "submission": key}, REMOTE_ADDR="10.9.8.7")
    after = rows()
    assert {table for table, found in after.items() if found != before[table]} == {
        "assurance_answered",
        "assurance_held",
    }
    logged = capsys.readouterr().err
    assert "survey/by-link/<str:token>/" in logged
    for told in (one.token, key, "10.9.8.7", str(round_.pk), str(member("amy").pk)):
        assert told not in logged


def test_a_round_that_is_not_open_takes_nothing(cast: Cast, round_: Round) -> None:
    Round.objects.filter(pk=round_.pk).update(
        opens=london_date(cast.at) + DAY, closes=london_date(cast.at) + 9 * DAY
    )  # fmt: skip
    one = group(round_, SURGERY)
    assert "not open today" in visit(f"/survey/by-link/{one.token}/", None, status=410).words
    with pytest.raises(RefusedError, match="not open today"):
        answer(at=cast.at, group=one, whose="link x", by_link=True, said=ALL_YES)


@pytest.mark.parametrize(("first", "last", "says"), [(-1, 9, "gone by"), (0, 3, "a week"), (0, 200, "Three months")])
def test_days_of_a_round_are_refused_in_words(cast: Cast, first: int, last: int, says: str) -> None:
    today = london_date(cast.at)
    with pytest.raises(RefusedError, match=says):
        open_round(
            by=cast.actor("elin"), at=cast.at, partnership=min(cast.actor("elin").offices),
            opens=today + timedelta(days=first), closes=today + timedelta(days=last), keys=["heard"],
        )  # fmt: skip


def test_one_round_at_a_time_and_only_by_an_officer_of_the_area(cast: Cast, round_: Round) -> None:
    with pytest.raises(RefusedError, match="Leave 90 days"):
        opened(cast)
    elin, gwen = cast.actor("elin"), cast.actor("gwen")
    with pytest.raises(RefusedError, match="Only the officers"):
        open_round(
            by=gwen, at=cast.at, partnership=min(elin.offices), opens=round_.closes + DAY,
            closes=round_.closes + 9 * DAY, keys=["heard"],
        )  # fmt: skip


def test_a_round_that_has_not_begun_is_withdrawn_and_one_that_is_open_ends_after_a_week(
    cast: Cast, round_: Round, as_role: AsRole
) -> None:
    with pytest.raises(Round.DoesNotExist):
        end_round(by=cast.actor("zed"), at=cast.at, round_=round_.pk)
    answered(cast, round_, COUNCIL, 1)
    end = f"/assurance/surveys/{round_.pk}/end/"
    assert browser("sarah").get(end).status_code in {403, 404}
    assert "It would end on" in visit(end, "elin").words
    assert browser("elin").post(end, {"submission": str(mint())}).status_code == 302
    round_.refresh_from_db()
    assert round_.closes == round_.opens + timedelta(days=6)
    assert "for a week at least" in visit(end, "elin", post={"submission": str(mint())}, status=409).words
    opens = round_.closes + timedelta(days=90)
    keys = [one.key for one in round_.themes]
    later = open_round(
        by=cast.actor("elin"), at=cast.at, partnership=round_.partnership_id, opens=opens,
        closes=opens + timedelta(days=14), keys=keys,
    )  # fmt: skip
    end = f"/assurance/surveys/{later.pk}/end/"
    assert "Withdraw it?" in visit(end, "elin").words
    with as_role("app"):
        assert browser("elin").post(end, {"submission": str(mint())}).status_code == 302
    assert list(Round.objects.all()) == [round_]


def test_nothing_is_opened_before_the_round_is_over(cast: Cast, round_: Round) -> None:
    answered(cast, round_, POLICE, 7, words="Before the end")
    assert release(cast.at + DAY) == 0
    assert Held.objects.count() == Answered.objects.count() == 7
    assert Remark.objects.count() == 0
    assert {str(one.figures) for one in Group.objects.all()} == {"{}"}
    page = visit(f"/assurance/surveys/{round_.pk}/", "elin")
    assert "Up to last night 6 or more had answered" in page.words, "seven is not told"
    assert "Before the end" not in page.words
    assert "cg-bar" not in page.markup
    for who in ("amy", "gwen", "iris"):
        visit(f"/assurance/surveys/{round_.pk}/", who, status=404 if who == "gwen" else 403)
    over = cast.at + 15 * DAY
    assert release(over) == 7
    assert release(over) == 0, "twice is once"
    assert Remark.objects.count() == 7
    assert Held.objects.count() == Answered.objects.count() == 0, "neither marks nor sealed answers stay"


def test_a_group_of_two_is_never_shown_alone_and_nobody_is_told_how_many_it_was(cast: Cast, round_: Round) -> None:
    answered(cast, round_, COUNCIL, 7)
    answered(cast, round_, SURGERY, 2, said="no", words="Ring back")
    answered(cast, round_, SCHOOL, 3, said="partly")
    answered(cast, round_, HEALTH, 1, said="no")
    row = settled(cast, round_)
    assert row.answered == 13
    assert row.together["heard"] == {"no": 3, "partly": 3}
    for who, others in (("elin", True), ("sol", True), ("Alan Whitfield", False)):
        page = visit(f"/assurance/surveys/{row.pk}/", who if who in ("elin", "sol") else cast.person(who))
        assert ("Small groups together" in page.words) is others
        assert (COUNCIL in page.words) is others, "a lead reads of no other agency"
        assert ("Ring back" in page.words) is others
        assert "13 shown here" in page.words
        assert "How many answered there is not told." in page.words
        told = {"13 shown here", *({"7 shown here"} if others else ())}
        assert set(re.findall(r"\d+ shown here", page.words)) == told | {"0 shown here"}, "of accounts, and by a link"


def test_the_smallest_that_could_stand_alone_goes_with_the_others_where_that_hides_them(
    cast: Cast, round_: Round
) -> None:
    answered(cast, round_, COUNCIL, 8)
    answered(cast, round_, POLICE, 6)
    answered(cast, round_, HEALTH, 5, said="no")
    answered(cast, round_, SURGERY, 1, said="partly")
    row = settled(cast, round_)
    assert group(row, POLICE).shown == 0
    assert group(row, COUNCIL).shown == 8
    assert row.together["heard"] == {"yes": 6, "no": 5, "partly": 1}


def test_what_cannot_be_hidden_is_deleted_with_its_words_and_read_by_nobody(cast: Cast, round_: Round) -> None:
    answered(cast, round_, COUNCIL, 6, words="Kept")
    answered(cast, round_, SURGERY, 2, said="no", words="The two of us")
    row = settled(cast, round_)
    assert (row.answered, row.together) == (6, {})
    assert {one.words.split()[0] for one in Remark.objects.all()} == {"Kept"}
    assert Held.objects.count() == 0
    page = visit(f"/assurance/surveys/{row.pk}/", "elin")
    assert "The two of us" not in page.words
    assert "were deleted, and nobody has read them" in page.words


def test_a_round_that_cannot_be_opened_stops_no_other(
    cast: Cast, round_: Round, caplog: pytest.LogCaptureFixture
) -> None:
    answered(cast, round_, COUNCIL, 6)
    today = london_date(cast.at)
    broken = Round.objects.create(
        partnership=Partnership.objects.get(name="Marlow Vale"), opens=today - DAY, closes=today, asked=round_.asked,
        opened_by=cast.person("gwen"), opened_at=cast.at,
    )  # fmt: skip
    Held.objects.create(round=broken, sealed=closed(round_.pk, {"words": "sealed for another"}))
    with pytest.raises(SealError):
        settled(cast, round_)
    round_.refresh_from_db()
    assert round_.settled_at
    assert group(round_, COUNCIL).shown == 6
    assert Held.objects.filter(round=broken).exists(), "what cannot be opened stays"
    assert str(broken.pk) in caplog.text


def test_whoever_uses_a_link_waits_for_whoever_uses_it_too(cast: Cast, round_: Round) -> None:
    one = group(round_, SURGERY)
    for by_link in (True, False):
        with CaptureQueriesContext(connection) as asked:
            answer(at=cast.at, group=one, whose=f"{by_link}", by_link=by_link, said=ALL_YES)
        statements = [query["sql"] for query in asked]
        locked = [number for number, sql in enumerate(statements) if "pg_advisory_xact_lock" in sql]
        counted = [number for number, sql in enumerate(statements) if "COUNT(" in sql]
        assert bool(locked) is by_link
        assert not by_link or locked[0] < counted[0]


def test_the_desk_leads_nobody_to_a_page_that_is_not_there(cast: Cast) -> None:
    """A lead of the police, who holds a post in another partnership, finds a link to the one that is theirs to read."""
    office = Agency.objects.get(name="Marlow Vale Safeguarding Children Partnership office")
    post = add_post(agency=office, role=Role.PRACTITIONER, title="Adviser", by=None, at=cast.at)
    lead = cast.person("Alan Whitfield")
    hold(person=lead, post=post, starts=london_date(cast.at), by=None, at=cast.at)
    links = re.findall(r'href="(/assurance/beside/[^"]+)"', visit("/assurance/", lead).markup)
    assert len(links) == 1
    visit(links[0], lead)


def test_whatever_is_said_is_sealed_to_one_length(round_: Round) -> None:
    sealed = [closed(round_.pk, {"words": one}) for one in ("", "No.", "é" * 500, "\U0001f9d2" * 500)]
    assert len({len(one) for one in sealed}) == 1
    assert len(sealed[0]) > LENGTH
    assert unsealed(round_.pk, sealed[2]) == {"words": "é" * 500}
