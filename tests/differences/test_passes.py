"""Passes: link by mail, code by telephone, one browser, one difference, fourteen days; each refusal in words."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory.guests.actions import link
from commonground.directory.guests.models import Pass
from commonground.directory.middleware import BY_PASS
from commonground.directory.models import Person, Post
from commonground.directory.queries import actor_for
from commonground.notices.messages import email
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.steps import Step
from commonground.procedures.terms import Answer, Capacity, ToldBy, TooClose
from commonground.record.models import Entry, Look
from commonground.record.submissions import mint
from tests.cast import AGREEMENT, MEANWHILE, Cast
from tests.differences.passing import RUTH, AsRole, give, send
from tests.differences.undertakings.undertaking import WHAT, noted_action
from tests.visiting import browser, visit


def test_a_guest_reads_answers_and_signs_with_link_code_and_browser(cast: Cast, as_role: AsRole) -> None:
    let = give(cast)
    with as_role("app"):
        asked = visit(let.url, Client())
        assert "Enter the code that was read out to you by telephone." in asked.words
        assert "Bob Ferris" in asked.words
        assert let.row.reference not in asked.markup
        ruth = let.open()
        page = visit(let.page, ruth)
        assert "You are let in by a pass for Fairhaven City Council" in page.words
        assert "Next for you: Answer" in page.words
        assert "cannot" not in page.words.split("The two sides")[0].split("What you can do")[-1]
        send(
            ruth,
            f"{let.page}respond/",
            version=1,
            knows_child="yes",
            answer="yes",
            because="We will see him.",
            meanwhile=MEANWHILE,
        )
        send(ruth, f"{let.page}note/", version=2, words="Seen today.", own_side="no")
        send(ruth, f"{let.page}question/", version=2, words="Who collects him?")
    row = Difference.objects.get(pk=let.row.pk)
    row = cast.do(actions.propose, row, "amy", text=AGREEMENT)
    with as_role("app"):
        send(ruth, f"{let.page}sign/", version=row.version, proposal="1", confirm="on")
        assert "You can read it until" in visit(let.page, ruth).words
    assert Difference.objects.get(pk=row.pk).end == "resolved"
    assert Entry.objects.filter(subject=row.pk, text__actor_name__endswith="Fairhaven City Council, by a pass").count()
    assert Look.objects.filter(subject=row.pk, relation="let in by a pass", person_name="Ruth Amos").exists()
    assert "let in by a pass" in visit(f"{let.page}who-has-looked/", "amy").words
    assert not list(disagreements(Difference.objects.get(pk=row.pk)))


def test_she_may_take_her_own_acts_and_no_others(cast: Cast) -> None:
    let = give(cast, cast.do(actions.propose, cast.raised(), "amy", text=AGREEMENT))
    page = visit(let.page, let.open()).markup
    acts = {part.split("/")[0] for part in page.split(f'href="{let.page}')[1:]}
    pages = {"record", "for-our-file", "who-has-looked", "on-one-page"}
    assert acts == {"respond", "sign", "note", "question", "agreements"} | pages


def test_no_page_of_hers_leads_to_one_that_is_not_there_for_her(cast: Cast) -> None:
    let = give(cast, cast.raised(ring=actions.RingMe("01632 960 111", "today until five")))
    ruth = let.open()
    send(ruth, f"{let.page}note/", version=1, words="Seen today.", own_side="no")
    for part in ("", "record/", "who-has-looked/", "for-our-file/", "note/", "on-one-page/"):
        markup = visit(f"{let.page}{part}", ruth).markup
        assert part or "01632 960 111" in markup
        for url in re.findall(r'(?:href|action)="(/[^"#?]*)', markup):
            if not url.startswith("/static/"):
                assert resolve(url).view_name in BY_PASS, (part, url)


def test_where_she_signs_she_reads_which_actions_are_open_and_is_led_to_no_page_of_them(cast: Cast) -> None:
    let = give(cast, cast.do(actions.propose, cast.raised(), "amy", text=AGREEMENT))
    noted_action(cast, let.row)
    page = visit(f"{let.page}sign/", let.open())
    assert f"{WHAT} (Bob Ferris, Fairhaven City Council, by" in page.words
    assert f"{let.page}actions/" not in page.markup
    assert f"{let.page}actions/" in visit(f"{let.page}sign/", "bob").markup


@pytest.mark.parametrize("its", ["open", "taken back"])
def test_the_start_page_leads_her_on_like_anybody_without_an_account(cast: Cast, as_role: AsRole, its: str) -> None:
    """Also once her pass has ended: the page that says so names the start page. She writes on paper, or asks."""
    let = give(cast)
    ruth = let.open()
    if its == "taken back":
        actions.take_back_pass(by=cast.actor("bob"), at=cast.tick(), difference=let.row.pk, key=let.made.pk)
        assert "/start/" in visit("/pass/", ruth, status=410).markup
    with as_role("app"):
        for page in ("", "in-danger/", "not-sure/", "they-will-not-act/", "not-listed/", "not-listed/asked/"):
            for url in re.findall(r'(?:href|action)="(/[^"#?]*)', visit(f"/start/{page}", ruth).markup):
                assert url.startswith("/static/") or resolve(url).view_name in BY_PASS, (page, url)
        for page in ("", "go-on/"):
            assert ruth.get(f"/start/{page}?danger=no", follow=True).redirect_chain[-1][0] == "/start/not-listed/"
        send(
            ruth,
            "/start/not-listed/ask/",
            partnership=let.row.partnership_id,
            name="Harbour Kids",
            kind="voluntary",
            person="Ruth Amos",
            does="Trustee",
            email="ruth@harbourkids.example",
            phone="01632 960 555",
            knows_them="Oakfield Primary School",
        )


def test_what_was_recorded_for_her_side_she_confirms(cast: Cast) -> None:
    let = give(cast)
    told = actions.Told("Ruth Amos", "Trustee", ToldBy.TELEPHONE, london_date(cast.at))
    cast.do(actions.record_for, let.row, "amy", told=told, answer=Answer.YES, words="Yes.", meanwhile=MEANWHILE)
    ruth = let.open()
    send(ruth, f"{let.page}confirm/", agrees="yes", version=2)
    assert "Confirmed by them" in visit(let.page, "amy").words


def test_everything_else_is_not_there_for_her(cast: Cast) -> None:
    let, other = give(cast), cast.raised()
    ruth = let.open()
    assert ruth.get("/").headers["Location"] == "/pass/"
    assert ruth.get("/pass/").headers["Location"] == let.page
    for url in (
        "/differences/", "/differences/raise/", "/find/?reference=x", "/notices/", "/your-account/", "/people/",
        "/account/login/", "/account/password/change/", "/account/second-step/", "/account/second-step/authenticate/",
        "/account/sessions/", "/second-step/", "/invite/", "/numbers/", "/how-this-works/", "/demonstration/",
        f"/differences/{other.reference}/", f"/differences/{other.reference}/record/", f"{let.page}passes/",
        f"{let.page}passes/{let.made.pk}/",
    ):  # fmt: skip
        assert ruth.get(url).status_code == 404, url
        assert ruth.post(url, {"submission": str(mint())}).status_code in {404, 405}, url
    assert "differences:passes" not in BY_PASS


def test_the_mail_says_nothing_about_anybody_and_the_code_is_not_in_it(cast: Cast) -> None:
    let = give(cast)
    notice = Notice.objects.get(subject=let.row.pk, kind="pass_given")
    sent = email(notice)
    assert sent.to == [RUTH.address]
    assert link(let.made.person_id) in sent.body
    for word in ("Ruth", "Amy", "Lister", "Council", "T. E.", let.code):
        assert word not in f"{sent.subject} {sent.body}"
    assert let.code not in str(Pass.objects.values().get(pk=let.made.pk))
    told = set(Notice.objects.filter(subject=let.row.pk, kind="let_in").values_list("address", flat=True))
    assert cast.person("Farah Siddiqui").email in told
    assert cast.person("sarah").email in told


def test_at_the_next_stage_she_reads_and_asks_and_answers_no_more(cast: Cast) -> None:
    let = give(cast)
    ruth = let.open()
    cast.do(actions.escalate, let.row, "amy", reason="We differ.", tried="We spoke.", ask="Ask.", meanwhile=MEANWHILE)
    assert visit(let.page, ruth).status == 200
    assert ruth.get(f"{let.page}respond/").status_code == 409
    assert ruth.get(f"{let.page}question/").status_code == 200


def test_a_guest_is_told_of_news_by_her_own_link(cast: Cast) -> None:
    let = give(cast)
    let.open()
    cast.do(actions.question, let.row, "amy", words="Who is he?")
    notice = Notice.objects.get(subject=let.row.pk, kind="guest_told")
    assert (notice.address, notice.person_id) == (RUTH.address, let.made.person_id)
    assert link(let.made.person_id) in email(notice).body


def test_a_guest_is_told_of_steps_as_her_side_is(cast: Cast) -> None:
    let = give(cast)
    let.open()
    first = Entry.objects.get(subject=let.row.pk, number=1).pk
    for by, step, news in (("bob", Step.ENTRY_OTHERWISE, 0), ("amy", Step.CORRECTED, 1)):
        actions.say_of_entry(
            by=cast.actor(by), at=cast.tick(), difference=let.row.pk, entry=first, step=step, words="It was twice."
        )  # fmt: skip
        found = Notice.objects.filter(subject=let.row.pk, kind="guest_told")
        assert [one.address for one in found] == [RUTH.address] * news, f"{by} tells the other side"


def test_a_guest_is_nobody_anywhere_else(cast: Cast) -> None:
    """No password, no post, no list: and the database refuses a password."""
    let = give(cast)
    person = Person.objects.get(pk=let.made.person_id)
    assert not person.has_usable_password()
    assert person.email.endswith("@pass.invalid")
    assert actor_for(person, london_date(now())).let_in is None, "not opened"
    let.open()
    guest = actor_for(person, london_date(now()))
    assert not guest.posts
    assert guest.agencies == {let.row.responding_agency_id}
    assert not guest.offices
    assert Seat.objects.get(person=person).capacity == Capacity.GUEST
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(password="md5$x$y")
    for url in ("/people/", f"/people/{let.row.responding_agency_id}/"):
        assert "Ruth Amos" not in browser("elin").get(url).content.decode()


def test_whoever_takes_no_part_learns_nothing_of_a_pass(cast: Cast) -> None:
    row = cast.raised()
    desk = Post.objects.get(title="Assessment Team East duty desk")  # Leah is there too
    bob = cast.person("bob")
    actions.declare_interest(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, person=bob.pk, why=TooClose.PERSONAL
    )  # fmt: skip
    give(cast, row, by="Farah Siddiqui")
    told = set(Notice.objects.filter(subject=row.pk, kind="let_in").values_list("address", flat=True))
    assert cast.person("Leah Goldberg").email in told
    assert not told & {bob.email, desk.mailbox}
