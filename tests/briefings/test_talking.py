"""Talking it over: a ready session, what the team will do, what came of it; a talk between colleagues in two taps."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.briefings.models import Briefing, Recipient, Tally
from commonground.briefings.sweeping import see_to_briefings
from commonground.briefings.talking import actions
from commonground.briefings.talking.actions import Session
from commonground.briefings.talking.models import Attended, PeerTalk, TeamSession
from commonground.briefings.talking.words import AT_MEETINGS, HOW_LONG, WORRY_CARD
from commonground.directory.actions import RefusedError
from commonground.directory.models import Holding
from commonground.library.pages.shape import shipped
from commonground.notices import hours
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date
from tests.briefings.briefing import agency, joins, own, pressed, read, shared
from tests.briefings.test_sharing import COUNCIL, counted, recounted
from tests.cast import Cast
from tests.pages.grade import grade
from tests.pdf import said
from tests.visiting import browser, visit

DAY = timedelta(days=1)
LONG = 40  # letters of a sentence that would not stand twice by chance


def held(cast: Cast, row: Briefing, **more: object) -> TeamSession:
    told = {
        "agency": agency(COUNCIL).pk, "team": None, "held_on": london_date(cast.at), "people": (cast.person("bob").pk,),
        "others": 1, "said": "Ringing first is hard when a line is busy.", "will_do": "We ring before we write.",
        "look_again_on": london_date(cast.at) + 42 * DAY,
    }  # fmt: skip
    session = Session(**(told | more))  # type: ignore[arg-type]
    return actions.hold_session(by=cast.actor("cath"), at=cast.tick(), briefing=row.pk, session=session)


def test_a_manager_holds_a_ready_session_and_writes_down_what_the_team_will_do(cast: Cast) -> None:
    row = shared(cast)
    assert "half an hour" in visit("/briefings/sessions/", "cath").words
    page = visit(f"/briefings/{row.pk}/session/", "cath").words
    for words in ("In seven minutes", "Talk about it", "Quiz cards", "To read aloud at meetings", AT_MEETINGS[0]):
        assert words in page
    paper = said(browser("cath").get(f"/briefings/{row.pk}/session.pdf").content)
    assert "Quiz cards" in paper
    assert "What helps most" in paper
    form = visit(f"/briefings/{row.pk}/held/", "cath")
    assert "Bob Ferris" in form.words
    assert not re.findall(r"checkbox[^>]*checked", form.markup), "whom nobody ticked was not there"
    day = london_date(cast.at)
    again = day + 42 * DAY
    sent = pressed(
        held_on_day=day.day, held_on_month=day.month, held_on_year=day.year, team="whole",
        people=[str(cast.person("bob").pk)], others="2", said="Hard when a line is busy.",
        will_do="We ring before we write.", look_again_on_day=again.day, look_again_on_month=again.month,
        look_again_on_year=again.year,
    )  # fmt: skip
    wrong = visit(f"/briefings/{row.pk}/held/", "cath", post=sent | pressed(will_do=""), status=422)
    assert "Hard when a line is busy." in wrong.markup, "what was written stays"
    cath = browser("cath")
    addresses = {cath.post(f"/briefings/{row.pk}/held/", sent)["Location"] for _ in range(2)}
    session = TeamSession.objects.get()
    assert addresses == {f"/briefings/sessions/{session.pk}/"}, "a form sent twice writes it down once"
    assert own(cast, row, "bob").talked_at
    assert own(cast, row, "amy").talked_at is None
    assert counted(row) == recounted(row)
    assert sum(one.talked for one in Tally.objects.filter(briefing=row)) == 2
    assert Attended.objects.count() == 2, "whoever held it was there"


def test_a_session_locks_all_who_came_at_once_before_any_count(cast: Cast) -> None:
    row = shared(cast)
    people = Holding.objects.filter(post__agency=agency(COUNCIL)).exclude(person=cast.person("cath"))
    many = tuple(people.values_list("person", flat=True).distinct())
    assert len(many) > 10
    with CaptureQueriesContext(connection) as asked:
        held(cast, row, people=many)
    said = [one["sql"] for one in asked]
    locks = [at for at, sql in enumerate(said) if "briefings_recipient" in sql and "FOR UPDATE" in sql]
    counts = [at for at, sql in enumerate(said) if sql.startswith('UPDATE "briefings_tally"')]
    assert len(locks) == 1
    assert locks[0] < min(counts)
    talked = Recipient.objects.filter(briefing=row, talked_at__isnull=False)
    assert len(many) + 1 == talked.count()
    assert len(counts) == talked.values("agency", "team", "audience").distinct().count(), "each count once"
    assert counted(row) == recounted(row)


def test_it_is_looked_at_again_on_its_day(cast: Cast) -> None:
    row = shared(cast)
    session = held(cast, row)
    day = cast.at.astimezone(LONDON) + 42 * DAY
    day -= timedelta(days=max(0, day.weekday() - 4))
    TeamSession.objects.filter(pk=session.pk).update(look_again_on=london_date(day))
    see_to_briefings(day.replace(hour=3))
    assert not Notice.objects.filter(kind="briefing_look_again").exists(), "not at night"
    for hour in (9, 10):
        see_to_briefings(day.replace(hour=hour))
    notice = Notice.objects.get(kind="briefing_look_again")
    assert notice.person_id == cast.person("cath").pk
    with pytest.raises(RefusedError, match="Whoever held a session"):
        actions.look_again(by=cast.actor("amy"), at=day, session=session.pk, came_of_it="Nothing.")
    came = pressed(came_of_it="Two of us rang first, and it was quicker.")
    assert browser("cath").post(f"/briefings/sessions/{session.pk}/", came).status_code == 302
    assert "Two of us rang first" in visit(f"/briefings/sessions/{session.pk}/", "cath").words
    with pytest.raises(RefusedError, match="written down already"):
        actions.look_again(by=cast.actor("cath"), at=day, session=session.pk, came_of_it="Again.")


def test_whoever_moved_on_reads_and_is_told_of_their_sessions_no_more(cast: Cast) -> None:
    session = held(cast, shared(cast))
    visit(f"/briefings/sessions/{session.pk}/", "cath")
    Holding.objects.filter(person=cast.person("cath")).update(ends=london_date(cast.at))
    cast.at = hours.next_morning(cast.at + 42 * DAY, hours.calendar())
    joins(cast, "cath", "Oakfield Primary School")
    assert not TeamSession.objects.visible_to(cast.actor("cath")).exists()
    see_to_briefings(cast.at)
    assert not Notice.objects.filter(kind="briefing_look_again").exists()


def test_one_whose_day_has_come_is_listed_however_many_were_held_since(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = shared(cast)
    first = held(cast, row)
    monkeypatch.setattr("commonground.briefings.talking.queries.MOST", 2)
    for _ in range(2):
        held(cast, row, look_again_on=None)
    TeamSession.objects.filter(pk=first.pk).update(
        held_on=london_date(cast.at) - 42 * DAY, look_again_on=london_date(cast.at)
    )
    page = visit("/briefings/sessions/", "cath")
    assert "To look at again 1" in page.words
    assert "The team said: We ring before we write." in page.words
    assert f'href="/briefings/sessions/{first.pk}/"' in page.markup


def test_in_a_large_agency_ones_own_team_is_offered_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = shared(cast)
    assert "Dev Raman" in visit(f"/briefings/{row.pk}/held/", "cath").words
    monkeypatch.setattr("commonground.briefings.talking.queries.MOST_PEOPLE", 3)
    page = visit(f"/briefings/{row.pk}/held/", "cath").words
    assert "Bob Ferris" in page
    assert "Dev Raman" not in page


def test_only_managers_of_the_agency_write_and_read_it(cast: Cast) -> None:
    row = shared(cast)
    session = held(cast, row)
    visit("/briefings/sessions/", "bob", status=403)
    visit(f"/briefings/sessions/{session.pk}/", "sarah", status=404)
    visit(f"/briefings/sessions/{session.pk}/", cast.person("Farah Siddiqui"))
    for wrong, words in (
        ({"agency": agency("Oakfield Primary School").pk}, "in their own agency"),
        ({"people": (cast.person("amy").pk,)}, "does not work in your agency"),
        ({"held_on": london_date(cast.at) + DAY}, "held today or before"),
        ({"look_again_on": london_date(cast.at)}, "still to come"),
    ):
        with pytest.raises(RefusedError, match=words):
            held(cast, row, **wrong)


def test_a_practitioner_notes_a_talk_in_two_taps(cast: Cast) -> None:
    row = shared(cast)
    read(cast, row, "amy")
    receipt = visit(f"/briefings/{row.pk}/receipt/", "amy")
    assert f'href="/briefings/{row.pk}/talked/"' in receipt.markup
    assert "With whom did you talk it over today?" in visit(f"/briefings/{row.pk}/talked/", "amy").words
    for _ in range(2):
        answer = browser("amy").post(f"/briefings/{row.pk}/talked/", pressed(**{"with": "elsewhere"}))
        assert answer.status_code == 302
    talk = PeerTalk.objects.get()
    assert (talk.elsewhere, talk.on) == (True, london_date(cast.at))
    assert own(cast, row, "amy").talked_at
    assert counted(row) == recounted(row)
    visit(f"/briefings/{row.pk}/talked/", "gwen", status=404)


def test_the_managers_card_says_what_to_say_on_one_page(cast: Cast) -> None:  # noqa: ARG001 - the people in it
    page = visit("/briefings/a-colleague-comes-with-a-worry/", "cath").words
    assert "Is a child in danger now?" in page
    visit("/briefings/a-colleague-comes-with-a-worry/", "amy", status=403)
    paper = browser("cath").get("/briefings/a-colleague-comes-with-a-worry.pdf").content
    assert "Afterwards" in said(paper)
    assert sum(minutes for _, minutes in HOW_LONG) == 30
    own_words = [*AT_MEETINGS, *(line for _, lines in WORRY_CARD for line in lines)]
    sentences = [one for words in own_words for one in re.split(r"(?<=[.?!])”? ", words)]
    assert grade(sentences) <= 9
    assert not any(one in text for text in shipped().values() for one in sentences if len(one) > LONG)
