"""Passes: link by mail, code by telephone, one browser, one difference, fourteen days; each refusal in words."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import resolve

from commonground.differences import actions
from commonground.differences.actions import passes
from commonground.differences.actions.passes import tell_closed
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory.guests.actions import MOST_TRIES, Guest, link
from commonground.directory.guests.models import Pass, WhyEnded
from commonground.directory.middleware import BY_PASS
from commonground.directory.models import Person, Post
from commonground.directory.queries import actor_for
from commonground.notices.messages import email
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Answer, Capacity, Side, ToldBy, TooClose
from commonground.record import actions as record
from commonground.record.models import Entry, Look
from commonground.record.submissions import mint
from tests.cast import AGREEMENT, MEANWHILE, Cast
from tests.differences.undertakings.undertaking import WHAT, noted_action
from tests.visiting import browser, visit

RUTH = Guest("Ruth Amos", "Trustee", "ruth@harbourkids.example")
AsRole = Callable[[str], AbstractContextManager[None]]


@dataclass
class Let:
    """A pass as it was given, with its code, and the difference that it is for."""

    row: Difference
    made: Pass
    code: str

    @property
    def url(self) -> str:
        """The path of the link in the mail."""
        return link(self.made.person_id).removeprefix(settings.BASE_URL)

    @property
    def page(self) -> str:
        """The page of the difference."""
        return f"/differences/{self.row.reference}/"

    def open(self, client: Client | None = None, code: str = "") -> Client:
        """Open it with the code in a browser, a new one unless given."""
        client = client or Client()
        answer = client.post(self.url, {"code": code or self.code})
        assert answer.status_code == 302, answer.content.decode()
        return client


def give(cast: Cast, row: Difference | None = None, *, by: str = "bob", guest: Guest = RUTH) -> Let:
    row = row or cast.raised()
    given = actions.give_pass(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, side=Side.RESPONDING, guest=guest
    )  # fmt: skip
    return Let(row, given.made, given.code)


def refused(url: str, sentence: str, as_: Client | None = None, status: int = 410) -> None:
    page = visit(url, as_ or Client(), status=status)
    assert sentence in page.words


def send(client: Client, url: str, status: int = 302, **answers: object) -> str:
    answer = client.post(url, {"submission": str(mint()), **answers})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


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
        send(ruth, f"{let.page}respond/", version=1, answer="yes", because="We will see him.", meanwhile=MEANWHILE)
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


def test_a_pass_that_was_sent_on_asks_for_the_code_and_shows_nothing(cast: Cast) -> None:
    let = give(cast)
    page = visit(let.url, Client())
    assert "If this link was sent on to you by somebody else, it is not for you" in page.words
    assert let.row.title not in page.words
    assert Client().get(let.page).status_code == 302


def test_in_a_second_browser_it_does_not_open_even_with_the_code(cast: Cast) -> None:
    let = give(cast)
    let.open()
    other = Client()
    refused(let.url, "This pass was opened in another browser, and it opens in that one only.", other)
    assert other.post(let.url, {"code": let.code}).status_code == 410
    assert "_auth_user_id" not in other.session


def test_in_the_same_browser_it_opens_again_with_the_code(cast: Cast) -> None:
    let = give(cast)
    ruth = let.open()
    ruth.post("/account/logout/")
    assert ruth.get(let.page).status_code == 302
    assert visit(let.page, let.open(ruth)).status == 200
    assert Entry.objects.filter(subject=let.row.pk, kind="difference.pass_opened").count() == 1


def test_after_five_wrong_codes_it_is_closed_and_the_giver_told(cast: Cast, as_role: AsRole) -> None:
    let = give(cast)
    wrong = f"{(int(let.code) + 1) % 10**8:08d}"
    with as_role("app"):
        client = Client()
        for left in range(MOST_TRIES - 1, 0, -1):
            page = visit(let.url, client, post={"code": wrong}, status=422)
            assert ("once more" if left == 1 else f"{left} more times") in page.words
        assert "This pass is closed" in visit(let.url, client, post={"code": wrong}, status=410).words
        assert "This pass is closed" in visit(let.url, client, post={"code": let.code}, status=410).words
    assert (tell_closed(now()), tell_closed(now())) == (1, 0)
    told = Notice.objects.get(subject=let.row.pk, kind="pass_closed")
    assert told.address == cast.person("bob").email
    assert Entry.objects.filter(subject=let.row.pk).latest("number").kind == "difference.pass_closed"
    assert not Seat.objects.filter(person=let.made.person_id, ended_at=None)


def test_after_its_last_day_it_is_over(cast: Cast) -> None:
    let = give(cast)
    ruth = let.open()
    assert let.made.last_day == london_date(cast.at) + timedelta(days=14)
    Pass.objects.filter(pk=let.made.pk).update(last_day=london_date(now()))
    assert ruth.get(let.page).status_code == 200
    Pass.objects.filter(pk=let.made.pk).update(last_day=london_date(now()) - timedelta(days=1))
    assert ruth.get(let.page).status_code == 404
    refused("/pass/", "This pass was for 14 days and ended on", ruth)
    refused(let.url, "This pass was for 14 days and ended on", ruth)


@pytest.mark.parametrize("by", ["Farah Siddiqui", "bob"])
def test_it_is_taken_back_at_once_by_her_side(cast: Cast, as_role: AsRole, by: str) -> None:
    let = give(cast)
    ruth = let.open()
    with as_role("app"):
        mine = browser(cast.person(by))
        mine.get(let.page)
        send(mine, f"{let.page}passes/{let.made.pk}/take-back/")
        assert ruth.get(let.page).status_code == 404
        refused("/pass/", "This pass was taken back", ruth)
        refused(let.url, "This pass was taken back", ruth)
    assert not Seat.objects.filter(person=let.made.person_id, ended_at=None)


@pytest.mark.parametrize("by", ["amy", "sarah"])
def test_nobody_lets_somebody_in_for_the_other_side_or_takes_their_pass_back(cast: Cast, by: str) -> None:
    let = give(cast)
    with pytest.raises(Refused, match="Only people who act for the responding side, its safeguarding lead, or"):
        give(cast, let.row, by=by, guest=Guest("Nobody", "Trustee", "nobody@harbourkids.example"))
    with pytest.raises(Refused, match="can take it back"):
        actions.take_back_pass(by=cast.actor(by), at=now(), difference=let.row.pk, key=let.made.pk)
    answers: dict[str, Any] = {
        "side": "responding",
        "name": "Nobody",
        "title": "Trustee",
        "address": "nobody@oakfield.example",
    }
    page = browser(cast.person(by))
    send(page, f"{let.page}passes/", **answers)
    assert Seat.objects.get(person=Pass.objects.latest("given_at").person_id).side == Side.RAISING


def test_the_officer_chooses_the_side(cast: Cast) -> None:
    row = cast.at_stage(2)
    answers: dict[str, Any] = {"name": RUTH.name, "title": RUTH.title, "address": RUTH.address}
    send(browser("elin"), f"/differences/{row.reference}/passes/", 422, **answers)
    send(browser("elin"), f"/differences/{row.reference}/passes/", side="raising", **answers)
    assert Pass.objects.get(subject=row.pk).side == Side.RAISING


def test_the_officer_gives_and_takes_back(cast: Cast) -> None:
    let = give(cast, cast.at_stage(2), by="elin")
    actions.take_back_pass(by=cast.actor("elin"), at=now(), difference=let.row.pk, key=let.made.pk)
    assert Pass.objects.get(pk=let.made.pk).why_ended == "taken_back"


def test_a_newer_pass_takes_the_place_of_an_older_one(cast: Cast) -> None:
    first = give(cast)
    second = give(cast, first.row)
    refused(first.url, "A newer pass was given to you.")
    assert visit(second.page, second.open()).status == 200


def test_of_a_difference_that_ended_nothing_opens_for_the_first_time(cast: Cast) -> None:
    let = give(cast)
    cast.do(actions.withdraw, let.row, "amy", why="settled", words="We met.")
    client = Client()
    assert "This difference had ended" in visit(let.url, client, post={"code": let.code}, status=410).words
    assert client.get(let.page).status_code == 302
    with pytest.raises(Refused, match="This difference ended"):
        give(cast, let.row)


@pytest.mark.django_db
def test_a_link_that_is_not_whole_says_so() -> None:
    refused("/pass/nonsense/", "This link is not whole.", status=404)
    refused("/pass/" + "a" * 32 + ".bad/", "This link is not whole.", status=404)


def test_whoever_can_sign_in_gets_no_pass(cast: Cast) -> None:
    bob = cast.person("bob")
    with pytest.raises(Refused, match="signs in with that address already"):
        give(cast, guest=Guest("Bob", "Social worker", bob.email.upper()))


def test_the_code_is_shown_once_to_the_giver_only(cast: Cast) -> None:
    row = cast.raised()
    bob, url = browser("bob"), f"/differences/{row.reference}/passes/"
    answers = {"name": RUTH.name, "title": RUTH.title, "address": RUTH.address}
    key = str(mint())
    first = bob.post(url, {"submission": key, **answers})
    again = bob.post(url, {"submission": key, **answers})
    assert first.headers["Location"] == again.headers["Location"]
    assert Pass.objects.count() == 1
    page = visit(first.headers["Location"], bob)
    assert "Read this code out to Ruth Amos" in page.words
    assert "The code was shown already" in visit(first.headers["Location"], bob).words
    assert browser("cath").get(first.headers["Location"]).status_code == 404
    page = visit(url, bob)
    assert "Ruth Amos, Trustee, Fairhaven City Council Not opened yet; it lets them in until" in page.words
    assert "Tell us their name" in visit(url, bob, post={"submission": str(mint())}, status=422).words


def test_who_may_not_give_one_reads_who_can(cast: Cast) -> None:
    row = cast.at_stage(4)
    page = visit(f"/differences/{row.reference}/passes/", "owen")
    assert "can let somebody in by a pass" in page.words
    send(browser("owen"), f"/differences/{row.reference}/passes/", 409, side="responding")


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


def closed(cast: Cast) -> Let:
    """Return a pass that too many wrong codes have closed, of which nobody was told yet."""
    let = give(cast)
    Pass.objects.filter(pk=let.made.pk).update(ended_at=cast.at, why_ended=WhyEnded.TRIES)
    return let


def test_one_closed_pass_that_cannot_be_told_leaves_the_others_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = closed(cast), closed(cast)
    append = record.append

    def fails_once(*, subject: UUID, **said: Any) -> Entry:  # noqa: ANN401 as append
        if subject == first.row.pk:
            raise ValueError
        return append(subject=subject, **said)

    with monkeypatch.context() as patch:
        patch.setattr(passes, "append", fails_once)
        assert tell_closed(now()) == 1
    kinds = {row: {entry.kind for entry in Entry.objects.filter(subject=row.pk)} for row in (first.row, second.row)}
    assert ["difference.pass_closed" in kinds[row] for row in (first.row, second.row)] == [False, True]
    assert tell_closed(now()) == 1, "it is done the next time"


def test_a_giver_who_takes_no_part_any_more_is_not_told_that_it_closed(cast: Cast) -> None:
    row = cast.at_stage(2)
    let = give(cast, row, by="Farah Siddiqui")
    farah = cast.person("Farah Siddiqui").pk
    actions.declare_interest(
        by=cast.actor("Farah Siddiqui"), at=cast.tick(), difference=row.pk, person=farah, why=TooClose.PERSONAL
    )  # fmt: skip
    Pass.objects.filter(pk=let.made.pk).update(ended_at=cast.at, why_ended=WhyEnded.TRIES)
    assert tell_closed(now()) == 1
    assert not Notice.objects.filter(subject=let.row.pk, kind="pass_closed").exists()
