"""What leaders say in their own name, whom they thank, and their calendar: who may, how long, and who reads it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection

from commonground.briefings.promoting import actions
from commonground.briefings.promoting.models import LeaderThanks, LeaderWords, Promotion
from commonground.briefings.promoting.queries import to_see_to, voice_of_today
from commonground.briefings.promoting.sweeping import take_back_what_is_over, tell_leaders
from commonground.briefings.promoting.terms import PROMISE, Saying
from commonground.briefings.sweeping import see_to_briefings
from commonground.directory.actions import RefusedError
from commonground.directory.models import Agency, Holding, Team
from commonground.directory.queries import NOBODY
from commonground.notices import hours
from commonground.notices.actions import NOT_NEEDED
from commonground.notices.models import Notice
from commonground.now import LONDON, london_date, now
from commonground.procedures.terms import Role
from tests.briefings.briefing import agency, asks, joins, pressed
from tests.briefings.test_sharing import COUNCIL
from tests.cast import Cast
from tests.library.links.test_checking import AsRole
from tests.visiting import browser, visit

DAY = timedelta(days=1)
TRUST = "Fairhaven Community Health Trust"
MARGARET = "Margaret Ainsworth"
WORDS = "When you see it differently, tell me. I will ask what you saw."
THANKS = "You rang twice when we had closed our ears."
LEADERS, MINE, START = "/briefings/leaders/", "/briefings/", "/start/"


def said(
    cast: Cast, *, by: str = "owen", at: str = TRUST, kind: Saying = Saying.STATEMENT, words: str = WORDS
) -> LeaderWords:
    return actions.say(by=cast.actor(by), at=cast.tick(), agency=agency(at).pk, kind=kind, words=words)


def thanked(cast: Cast, whom: str = "amy") -> LeaderThanks:
    return actions.thank(
        by=cast.actor("owen"), at=cast.tick(), agency=agency(TRUST).pk, words=THANKS, whom=cast.person(whom)
    )


def planned(cast: Cast, *, days: int = 10, by: str = "owen", at: str = TRUST) -> Promotion:
    on = london_date(cast.at) + days * DAY
    return actions.plan(
        by=cast.actor(by), at=cast.tick(), agency=agency(at).pk, what="I open the day", where="Induction", on=on
    )


def weekday(cast: Cast, days: int = 0) -> None:
    """Go on to ten o'clock of a day on which people work."""
    at, working = (cast.at.astimezone(LONDON) + days * DAY).replace(hour=10), hours.calendar()
    cast.at = at if hours.within(at, working) else hours.next_morning(at, working) + timedelta(hours=2)


def test_a_leader_says_it_in_their_own_name_and_it_stands_on_the_start_page(cast: Cast) -> None:
    assert "cg-voice" not in visit(START).markup
    owen = browser("owen")
    form = f"/briefings/promoting/{agency(TRUST).pk}/say/statement/"
    assert PROMISE in visit(form, owen).markup
    wrong = visit(form, owen, post=pressed(words="", promise="I keep it."), status=422)
    assert "I keep it." in wrong.markup, "what was written stays"
    sent = pressed(words=WORDS, promise=PROMISE)
    assert [owen.post(form, sent).status_code for _ in range(2)] == [302, 302]
    row = LeaderWords.objects.get()
    assert (row.by.email, row.right_until) == (cast.person("owen").email, actions.year_on(london_date(row.said_at)))
    for page in (visit(START), visit(START, "hana"), visit("/how-this-works/", "hana"), visit(LEADERS, "amy")):
        assert WORDS in page.words
        assert PROMISE in page.words
        assert "Owen Parry" in page.words
        assert TRUST in page.words
    assert WORDS not in visit(START, "gwen").words, "she works in another area"
    assert WORDS not in visit(LEADERS, "gwen").words


@pytest.mark.usefixtures("cast")
def test_words_that_may_point_to_a_family_are_said_once() -> None:
    owen, form = browser("owen"), f"/briefings/promoting/{agency(TRUST).pk}/say/example/"
    told = visit(form, owen, post=pressed(words="He lives at 14 Harbour Road."))
    assert "looks like an address" in told.words
    assert not LeaderWords.objects.exists()
    assert owen.post(form, pressed(words="We met at 14 Harbour Road.", warned="on")).status_code == 302
    assert "We met at 14 Harbour Road." in visit(LEADERS, "amy").words


def test_nobody_says_it_for_somebody_else(cast: Cast) -> None:
    for name in ("ros", "sarah", "elin", "amy"):
        with pytest.raises(RefusedError, match="in their own name"):
            said(cast, by=name)
    with pytest.raises(RefusedError, match="in their own name"):
        said(cast, at=COUNCIL)
    row = said(cast)
    for do in (actions.renew, actions.end_words):
        with pytest.raises(RefusedError, match="not yours"):
            do(by=cast.actor(MARGARET), at=cast.tick(), words=row.pk)
    assert browser("ros").get(f"/briefings/promoting/{agency(TRUST).pk}/say/statement/").status_code == 404
    assert browser("amy").get("/briefings/promoting/").status_code == 403


def test_it_stands_for_a_year_is_asked_about_before_and_goes_with_whoever_said_it(cast: Cast) -> None:
    row = said(cast)
    weekday(cast, 336)
    for _ in range(2):
        see_to_briefings(cast.tick())
    assert [one.kind for one in Notice.objects.all()] == ["leader_words_ending"], "once"
    standing = LeaderWords.objects.standing
    assert row in standing(row.right_until)
    assert row not in standing(row.right_until + DAY)
    again = actions.renew(by=cast.actor("owen"), at=cast.tick(), words=row.pk)
    assert again.right_until == actions.year_on(row.right_until), "no day of this year is lost"
    with pytest.raises(RefusedError, match="a good while yet"):
        actions.renew(by=cast.actor("owen"), at=cast.tick(), words=row.pk)
    assert row in standing(row.right_until + DAY)
    Holding.objects.filter(person=cast.person("owen")).update(ends=london_date(cast.at) - DAY)
    assert row not in standing(london_date(cast.at)), "who leads no longer speaks no longer"


def test_a_year_ends_on_the_same_day() -> None:
    days = (date(2027, 3, 1), date(2028, 2, 29), date(2028, 12, 31))
    assert [actions.year_on(day) for day in days] == [date(2028, 3, 1), date(2029, 2, 28), date(2029, 12, 31)]


def test_whoever_leads_elsewhere_now_is_neither_told_nor_asked(cast: Cast) -> None:
    said(cast)
    weekday(cast, 336)
    joins(cast, "owen", COUNCIL, Role.EXECUTIVE_LEAD)
    assert to_see_to(cast.actor("owen"), london_date(cast.at)).words
    Holding.objects.filter(person=cast.person("owen"), post__agency=agency(TRUST)).update(
        ends=london_date(cast.at) - DAY
    )  # fmt: skip
    see_to_briefings(cast.tick())
    assert not Notice.objects.exists()
    assert to_see_to(cast.actor("owen"), london_date(cast.at)).nothing


def test_an_officer_of_the_area_ends_what_should_not_stand(cast: Cast) -> None:
    row = said(cast)
    for name in ("gwen", "sarah", "ros"):
        with pytest.raises(RefusedError, match="not yours"):
            actions.end_words(by=cast.actor(name), at=cast.tick(), words=row.pk)
    for name, shown in (("elin", True), ("amy", False), ("owen", False)):
        assert ("End it" in visit(LEADERS, name).words) is shown
    elin = browser("elin")
    assert elin.post(f"/briefings/promoting/words/{row.pk}/end/", pressed())["Location"] == LEADERS
    assert "Please tell Owen Parry why." in visit(LEADERS, elin).words
    assert WORDS not in visit(START).words + visit(LEADERS, "amy").words
    row.refresh_from_db()
    assert (row.ended_by, row.words) == (cast.person("elin"), WORDS), "who ended it is kept"


def test_the_start_page_asks_no_more_where_many_leaders_speak(cast: Cast) -> None:
    said(cast)
    visit(START)  # what is made once in a process is made
    few = visit(START).queries
    said(cast, by=MARGARET, at=COUNCIL)
    said(cast, by="Angela Brooks", at="Estuary Police")
    assert visit(START).queries == few


def test_new_words_take_the_place_of_old_ones_and_ended_ones_are_gone(cast: Cast) -> None:
    first, second = said(cast), said(cast, words="Ask me anything.")
    first.refresh_from_db()
    assert first.ended_at
    page = visit(START).words
    assert "Ask me anything." in page
    assert WORDS not in page
    owen = browser("owen")
    assert "Ask me anything." in visit("/briefings/promoting/", owen).words
    owen.post(f"/briefings/promoting/words/{second.pk}/end/", pressed())
    assert "Ask me anything." not in visit(START).words


def test_one_agency_speaks_on_the_start_page_each_day_and_ones_own_comes_first(cast: Cast) -> None:
    said(cast)
    said(cast, by=MARGARET, at=COUNCIL, words="My door is open.")
    today = london_date(cast.at)
    days = [voice_of_today(NOBODY, today + number * DAY) for number in range(40)]
    heard = {one.agency for one in days if one}
    assert heard == {TRUST, COUNCIL}, "each has its turn"
    for name, own in (("hana", TRUST), ("bob", COUNCIL)):
        assert {
            one.agency for number in range(40) if (one := voice_of_today(cast.actor(name), today + number * DAY))
        } == {own}


def test_thanks_are_read_by_who_is_thanked_and_by_others_only_if_they_agree(cast: Cast) -> None:
    owen, form = browser("owen"), f"/briefings/promoting/{agency(TRUST).pk}/thank/"
    wrong = visit(form, owen, post=pressed(whom="person", address="nobody@nowhere.example", words=THANKS), status=422)
    assert "Nobody in the agencies of your area has this address" in wrong.words
    assert THANKS in wrong.markup
    sent = pressed(whom="person", address=cast.person("amy").email.upper(), words=THANKS)
    assert [owen.post(form, sent).status_code for _ in range(2)] == [302, 302]
    row = LeaderThanks.objects.get()
    assert [(one.kind, one.person_id) for one in Notice.objects.all()] == [("leader_thanks", cast.person("amy").pk)]
    assert THANKS in visit(MINE, "amy").words
    for name in ("sarah", "bob", "hana"):
        assert THANKS not in visit(MINE, name).words + visit(LEADERS, name).words
    assert browser("bob").post(f"/briefings/thanks/{row.pk}/", pressed(may_show="yes")).status_code == 404
    amy = browser("amy")
    amy.post(f"/briefings/thanks/{row.pk}/", pressed(may_show="yes"))
    assert THANKS in visit(LEADERS, "hana").words
    assert THANKS not in visit(LEADERS, "gwen").words
    assert THANKS not in visit(START).words, "never without signing in"
    amy.post(f"/briefings/thanks/{row.pk}/", pressed(may_show="no"))
    assert THANKS not in visit(LEADERS, "hana").words, "one may change one's mind"


def test_a_team_reads_its_thanks_and_its_manager_says_if_others_do(cast: Cast) -> None:
    team = Team.objects.get(name="Assessment Team East")
    row = actions.thank(by=cast.actor(MARGARET), at=cast.tick(), agency=agency(COUNCIL).pk, words=THANKS, whom=team)
    assert {one.person_id for one in Notice.objects.all()} >= {cast.person("bob").pk, cast.person("cath").pk}
    assert THANKS in visit(MINE, "bob").words
    for name in ("bob", "dev", MARGARET):
        with pytest.raises(RefusedError, match="manager of a team"):
            actions.answer_thanks(by=cast.actor(name), at=cast.tick(), thanks=row.pk, may_show=True)
    actions.answer_thanks(by=cast.actor("cath"), at=cast.tick(), thanks=row.pk, may_show=True)
    assert THANKS in visit(LEADERS, "amy").words


def test_thanks_stay_within_the_leaders_area(cast: Cast) -> None:
    for whom in ("gwen", "owen"):
        with pytest.raises(RefusedError, match=r"agencies of your area|thank yourself"):
            thanked(cast, whom)
    assert not Notice.objects.exists()


def test_what_is_promoted_is_planned_told_of_and_noted_with_its_proof(cast: Cast) -> None:
    weekday(cast, 20)
    ros, trust = browser("ros"), agency(TRUST).pk
    on = london_date(cast.at) + 2 * DAY
    sent = pressed(what="I open the day", where="Induction", on_day=on.day, on_month=on.month, on_year=on.year)
    to = {ros.post(f"/briefings/calendar/{trust}/plan/", sent)["Location"] for _ in range(2)}
    row = Promotion.objects.get()
    page = f"/briefings/calendar/{row.pk}/"
    assert to == {page}
    see_to_briefings(cast.at.replace(hour=3))
    assert not Notice.objects.exists(), "not at night"
    for _ in range(2):
        see_to_briefings(cast.tick())
    assert [(one.kind, one.person_id) for one in Notice.objects.all()] == [("promotion_near", cast.person("ros").pk)]
    assert to_see_to(cast.actor("owen"), london_date(cast.at)).planned == (row,)
    assert "I open the day" in visit("/briefings/promoting/", "owen").words
    day = london_date(now())
    done = {"done_on_day": day.day, "done_on_month": day.month, "done_on_year": day.year}
    assert "Write a few words here" in visit(page, ros, post=pressed(**done, proof="", link=""), status=422).words
    assert ros.post(page, pressed(**done, proof="Twelve people heard it.", link="")).status_code == 302
    year = visit("/briefings/calendar/", "owen")
    assert "Twelve people heard it." in year.words
    assert "1 done" in year.words
    with pytest.raises(RefusedError, match="done already"):
        actions.call_off(by=cast.actor("ros"), at=cast.tick(), promotion=row.pk)
    see_to_briefings(cast.tick())
    assert Notice.objects.get().answer == NOT_NEEDED, "nobody is told of what is done"


def test_a_moved_day_is_told_of_anew_and_what_is_called_off_is_in_no_picture(cast: Cast) -> None:
    weekday(cast)
    row, on = planned(cast, days=1), london_date(cast.at)
    see_to_briefings(cast.tick())
    told = Notice.objects.filter(kind="promotion_near", person_id=cast.person("owen").pk)
    assert not told.exists(), "he has just typed it"
    for days in (2, 3):
        actions.move(by=cast.actor("ros"), at=cast.tick(), promotion=row.pk, on=on + days * DAY)
        see_to_briefings(cast.tick())
    assert sorted(told.values_list("answer", flat=True)) == ["", NOT_NEEDED], "the day that is no more is not told"
    actions.move(by=cast.actor("owen"), at=cast.tick(), promotion=row.pk, on=on + DAY)
    see_to_briefings(cast.tick())
    assert told.count() == 2
    actions.call_off(by=cast.actor("ros"), at=cast.tick(), promotion=row.pk)
    see_to_briefings(cast.tick())
    assert set(told.values_list("answer", flat=True)) == {NOT_NEEDED}
    assert "I open the day" not in visit("/briefings/calendar/", "owen").words
    assert "called off" in visit(f"/briefings/calendar/{row.pk}/", "owen").words


def test_officers_see_all_agencies_by_name_and_leaders_their_own(cast: Cast) -> None:
    row = planned(cast)
    planned(cast, by=MARGARET, at=COUNCIL)
    officer, leader = visit("/briefings/calendar/", "elin"), visit("/briefings/calendar/", "owen")
    names = list(
        Agency.objects.filter(partnerships__name="Fairhaven")
        .exclude(kind="partnership")
        .order_by("name")
        .values_list("name", flat=True)
    )
    shown = [officer.words.index(name) for name in names]
    assert shown == sorted(shown), "by name, and those with nothing too"
    assert COUNCIL not in leader.words
    assert "Plan something" in leader.words
    assert "Plan something" not in officer.words, "an officer looks on"
    assert visit(f"/briefings/calendar/{row.pk}/", "elin").status == 200
    for name, status in (("gwen", 404), ("sarah", 404), ("amy", 403)):
        assert browser(name).get(f"/briefings/calendar/{row.pk}/").status_code == status
    with pytest.raises(RefusedError, match="keeps its calendar"):
        actions.call_off(by=cast.actor("elin"), at=cast.tick(), promotion=row.pk)
    for strange in ("2020-13", "0001-01", "9999-12", "2026-11-28"):
        assert visit(f"/briefings/calendar/?from={strange}", "owen").words.count("I open the day") == 1
    one = visit(f"/briefings/calendar/?agency={agency(TRUST).pk}&from=2020-13", "elin")
    assert COUNCIL not in one.words


def test_the_webs_role_is_enough_for_all_of_it_and_undoes_nothing(cast: Cast, as_role: AsRole) -> None:
    owen, ros, amy = (cast.actor(name) for name in ("owen", "ros", "amy"))
    with pytest.raises(ProgrammingError, match="row-level security"), as_role("app"):
        thanked(cast)
    with as_role("app"), connection.cursor() as cursor:
        cursor.execute("SELECT cg_begin(%s, %s)", [cast.person("owen").pk, london_date(cast.at)])
        said(cast, words="First.")
        words = said(cast)
        actions.renew(by=owen, at=cast.tick() + 340 * DAY, words=words.pk)
        actions.end_words(by=owen, at=cast.tick(), words=words.pk)
        asks(cast, "owen")
        thanks = thanked(cast)
        actions.answer_thanks(by=amy, at=cast.tick(), thanks=thanks.pk, may_show=True)
        actions.end_thanks(by=owen, at=cast.tick(), thanks=thanks.pk)
        done, other = planned(cast), planned(cast)
        on = london_date(cast.at)
        actions.move(by=ros, at=cast.tick(), promotion=done.pk, on=on)
        for proof in ("Nine people came.", "Ten people came."):
            actions.note_done(by=ros, at=cast.tick(), promotion=done.pk, on=on, proof=proof, link="")
        actions.call_off(by=ros, at=cast.tick(), promotion=other.pk)
    for change in (
        lambda: LeaderThanks.objects.update(words="Other words."),
        lambda: Promotion.objects.update(what="Something else"),
        lambda: LeaderWords.objects.update(words="Other words."),
        lambda: LeaderWords.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), as_role("app"):
            change()
    for _ in range(12):
        row = planned(cast, days=40)
        actions.move(by=ros, at=cast.tick(), promotion=row.pk, on=on + DAY)
    with as_role("clock"):
        tell_leaders(cast.tick())
        assert take_back_what_is_over(cast.tick()) == 1, "of the thanks that ended"
    assert Notice.objects.filter(kind="promotion_near").count() == 12


def test_only_whoever_thanks_has_them_told(cast: Cast, as_role: AsRole) -> None:
    with as_role("app"):
        asks(cast, "owen")
        row = thanked(cast)
    notice = Notice.objects.get(subject=row.pk)
    for name, kind in (("ros", "leader_thanks"), ("owen", "briefing_link"), ("owen", "raised")):
        notice.pk, notice.kind, notice.once, notice.message_id = (
            uuid4(),
            kind,
            uuid4().hex,
            f"<{uuid4().hex}@x.example>",
        )
        notice._state.adding = True
        asks(cast, name)
        with pytest.raises(ProgrammingError, match="row-level security"), as_role("app"):
            notice.save(force_insert=True)


def test_whoever_raises_reads_what_their_leader_promised_where_nobody_is_named_to_back_them(cast: Cast) -> None:
    row = cast.raised(by="hana", raising_agency=agency(TRUST).pk)
    page = str(row.get_absolute_url())
    assert f"{TRUST} has not promised yet" in visit(page, "hana").words
    said(cast)
    shown = visit(page, "hana").words
    assert f"“{PROMISE}” Owen Parry" in shown
    assert "has not promised yet" not in shown
    assert PROMISE not in visit(page, "bob").words, "the other side reads nothing of it"
