"""Somebody without an account reads by a link of their own: one person, seven days, one browser."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from commonground.briefings import actions
from commonground.briefings.actions import LinkTo
from commonground.briefings.models import Briefing, PersonalLink, Receipt, Recipient
from commonground.briefings.sweeping import see_to_briefings
from commonground.briefings.terms import WhyLeft
from commonground.directory.actions import RefusedError
from commonground.directory.guests.actions import link as link_of
from commonground.directory.guests.actions import read_link
from commonground.directory.models import Agency
from commonground.library.pages.actions import retire
from commonground.library.questions import questions_of
from commonground.notices.messages import email
from commonground.notices.models import Notice
from commonground.now import london_date
from tests.briefings.briefing import PACK, agency, asks, pressed, shared
from tests.briefings.test_sharing import counted, recounted
from tests.cast import Cast
from tests.differences.passing import give
from tests.library.links.test_checking import AsRole
from tests.visiting import browser, visit

MAIL = "wilf.grant@postbox.example"


def given(
    cast: Cast, row: Briefing, by: str = "sarah", address: str = MAIL, where: str = "Oakfield Primary School"
) -> PersonalLink:
    to = LinkTo("Wilf Grant", "Volunteer reader", address, agency(where).pk)
    return actions.give_link(by=cast.actor(by), at=cast.tick(), briefing=row.pk, to=to)


def address(link: PersonalLink, step: str = "") -> str:
    """Return where the link in the message leads, without the host."""
    notice = Notice.objects.get(kind="briefing_link", person_id=link.person_id)
    found = re.search(r"https?://[^/\s]+(/briefings/link/\S+)", str(email(notice).body))
    assert found
    return found.group(1) + step


def test_the_webs_role_sends_a_link(cast: Cast, as_role: AsRole) -> None:
    row = shared(cast)
    with as_role("app"):
        asks(cast, "sarah")
        link = given(cast, row)
    assert Notice.objects.get(kind="briefing_link").person_id == link.person_id


def test_a_volunteer_opens_it_in_one_browser_reads_agrees_and_is_counted(cast: Cast) -> None:
    row = shared(cast)
    form = pressed(name="Wilf Grant", does="Volunteer reader", address=MAIL)
    assert browser("sarah").post(f"/briefings/{row.pk}/give-link/", form).status_code == 302
    link = PersonalLink.objects.get()
    message = email(Notice.objects.get(kind="briefing_link"))
    assert message.to == [MAIL]
    assert "Wilf" not in str(message.body)
    where, wilf = address(link), Client()
    asked = visit(where, wilf)
    assert "Open it here" in asked.words
    assert PersonalLink.objects.get().device == "", "a mail program that looks at links opens none"
    assert wilf.post(where, {"open": "yes"}).status_code == 302
    page = visit(where, wilf)
    assert "In seven minutes" in page.words
    assert wilf.post(where, {"agrees": "on"})["Location"] == f"{where}receipt/"
    assert "Thank you: you have read it" in visit(f"{where}receipt/", wilf).words
    right = {one.key: str(one.right) for one in questions_of(PACK)}
    assert "All 5 are right" in visit(f"{where}questions/", wilf, post=right).words
    assert wilf.get(f"{where}receipt.pdf").content.startswith(b"%PDF")
    receipt = Receipt.objects.get()
    assert (receipt.person_name, receipt.works_at) == ("Wilf Grant", "Oakfield Primary School")
    assert counted(row) == recounted(row)
    assert "Opened on" in visit(f"/briefings/{row.pk}/shared/", "sarah").words


def test_a_link_that_was_passed_on_opens_nowhere_else(cast: Cast) -> None:
    row = shared(cast)
    where, wilf, other = address(given(cast, row)), Client(), Client()
    wilf.post(where, {"open": "yes"})
    for step in ("", "receipt/", "receipt.pdf", "questions/"):
        assert other.get(where + step).status_code == 410
    refused = visit(where, other, status=410)
    assert "opened on another telephone or computer" in refused.words
    assert "Sarah Penrose" in refused.words, "who can send another"
    assert other.post(where, {"agrees": "on"}).status_code == 410
    assert not Receipt.objects.exists()
    assert visit(where, wilf).status == 200, "the one whose it is reads on"
    for page in ("/", "/differences/", "/briefings/", f"/briefings/{row.pk}/"):
        assert wilf.get(page).status_code == 302, "it signs nobody in"


def test_it_works_for_seven_days_and_a_link_that_is_not_whole_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = shared(cast)
    link = given(cast, row)
    where = address(link)
    assert "not whole" in visit(f"{where[:-3]}/", None, status=404).words
    assert read_link(link_of(link.person_id).rsplit("/", 2)[1], of="briefings") is None, "nor does that of a pass"
    last, after = cast.at + timedelta(days=7), cast.at + timedelta(days=8)
    monkeypatch.setattr("commonground.briefings.views.linking.now", lambda: last)
    assert "Open it here" in visit(where, None).words
    monkeypatch.setattr("commonground.briefings.views.linking.now", lambda: after)
    assert "worked for 7 days" in visit(where, None, status=410).words


def test_a_newer_link_ends_the_one_before_and_it_can_be_taken_back(cast: Cast) -> None:
    row = shared(cast)
    first = given(cast, row)
    second = given(cast, row, address=MAIL.upper())
    assert "taken back, or a newer one" in visit(address(first), None, status=410).words
    assert visit(address(second), None).status == 200
    with pytest.raises(RefusedError, match="not yours to take back"):
        actions.take_link_back(by=cast.actor("ros"), at=cast.tick(), link=second.pk)
    (health,) = cast.actor("ros").agencies
    given(cast, row, by="ros", where=Agency.objects.get(pk=health).name)
    assert visit(address(second), None).status == 200, "what another agency sends ends none of this one"
    answer = browser("sarah").post(f"/briefings/links/{second.pk}/take-back/", pressed())
    assert answer.status_code == 302
    visit(address(second), None, status=410)
    assert counted(row) == recounted(row)


def test_a_link_that_ran_out_unread_is_owed_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = shared(cast)
    link = given(cast, row)
    cast.at += timedelta(days=7)
    see_to_briefings(cast.at)
    asked = Recipient.objects.get(briefing=row, person=link.person)
    assert asked.left_at is None, "its last day counts"
    cast.at += timedelta(days=1)
    see_to_briefings(cast.at)
    asked.refresh_from_db()
    assert (asked.left_at is not None, asked.why_left) == (True, WhyLeft.RAN_OUT)
    assert counted(row) == recounted(row)
    monkeypatch.setattr("commonground.briefings.views.sharing.today", lambda: london_date(cast.at))
    assert "The link has run out" in visit(f"/briefings/{row.pk}/shared/", "sarah").words
    given(cast, row)
    assert Recipient.objects.filter(briefing=row, person__guest=True, left_at=None).count() == 1


def test_whoever_read_it_by_a_link_stays_and_gets_no_second_one(cast: Cast) -> None:
    row = shared(cast)
    link = given(cast, row)
    actions.open_it(person=link.person, at=cast.tick(), briefing=row.pk)
    actions.agree(person=link.person, at=cast.tick(), briefing=row.pk)
    with pytest.raises(RefusedError, match="has read it already"):
        given(cast, row, address=MAIL.upper())
    cast.at += timedelta(days=8)
    see_to_briefings(cast.at)
    assert Recipient.objects.get(briefing=row, person=link.person).left_at is None


def test_no_link_is_sent_before_the_first_day(cast: Cast) -> None:
    row = shared(cast, reached=False, starts=london_date(cast.at) + timedelta(days=3))
    with pytest.raises(RefusedError, match="People can read it from"):
        given(cast, row, by="elin")


def test_whoever_is_let_in_to_a_difference_by_a_pass_opens_their_link_too(cast: Cast) -> None:
    where = address(given(cast, shared(cast)))
    ruth = give(cast).open()
    assert "Open it here" in visit(where, ruth).words
    assert ruth.post(where, {"open": "yes"}).status_code == 302
    assert "In seven minutes" in visit(where, ruth).words


def test_only_whose_agency_it_is_gives_links_and_none_to_what_has_ended(cast: Cast) -> None:
    row = shared(cast)
    given(cast, row, by="elin")
    with pytest.raises(RefusedError, match="in the agency of their own"):
        given(cast, row, by="ros")
    where = address(given(cast, row))
    retire(by=cast.actor("iris"), at=cast.tick(), edition=row.edition_id, why="Another comes.")
    with pytest.raises(RefusedError, match="taken out of the library"):
        given(cast, row)
    wilf = Client()
    wilf.post(where, {"open": "yes"})
    assert "taken out of the library" in visit(where, wilf).words
    assert "I have read it" not in visit(where, wilf).words
