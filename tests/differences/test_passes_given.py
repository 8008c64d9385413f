"""Giving a pass, opening it, and closing it: by whom, with which code, in which browser, and until when."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from commonground.differences import actions
from commonground.differences.actions import passes
from commonground.differences.actions.passes import tell_closed
from commonground.differences.models import Seat
from commonground.directory.guests.actions import MOST_TRIES, Guest
from commonground.directory.guests.models import Pass, WhyEnded
from commonground.notices.models import Notice
from commonground.now import london_date, now
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Side, TooClose
from commonground.record import actions as record
from commonground.record.models import Entry
from commonground.record.submissions import mint
from tests.cast import Cast
from tests.differences.passing import RUTH, AsRole, Let, give, refused, send
from tests.visiting import browser, visit


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
