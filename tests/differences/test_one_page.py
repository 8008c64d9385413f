"""A difference on one page: all that the next stage or a meeting reads first, and from where it can answer."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.differences.one_page import LONGEST_ON_PAPER, short
from commonground.differences.side_views.actions import share_view
from commonground.differences.side_views.words import Seen
from commonground.notices.messages import link
from commonground.now import london_date, now
from commonground.procedures.differing import MOST, Stand
from commonground.procedures.saying_back import Heard
from commonground.procedures.side_views import WANT
from commonground.procedures.subjects import MOST_CHILDREN
from commonground.procedures.terms import Answer, Side, Subject
from commonground.record.models import Look
from tests.cast import Cast
from tests.differences.meetings.meeting import DECISION, agreed, held_meeting, written
from tests.differences.page_story import (
    AGREED,
    BECAUSE,
    CHILD,
    SAFE,
    WORRY,
    Browser,
    Fairhaven,
    act_url,
    browser,
    built,
    fairhaven,
)
from tests.differences.test_review_sides import given_away
from tests.differences.thresholds.placing import ALONE, HARD, HUNGRY, SEEN_BY_BOB, placed
from tests.differences.undertakings.undertaking import EVIDENCE, WHAT, done, noted_action
from tests.pdf import read, said, smallest
from tests.visiting import parsed

__all__ = ["built", "fairhaven"]

MOST_PAGES, SMALLEST = 3, 7
"""Pages of paper, and points of its smallest type: less cannot be read out at a meeting."""
MOST_QUERIES = 20
"""Queries beyond the floor that the page may take."""


def address(row: Difference) -> str:
    return f"{row.get_absolute_url()}on-one-page/"


def paper(who: Browser, row: Difference) -> bytes:
    answer = who.get(f"{row.get_absolute_url()}statement.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f'filename="statement-of-difference-{row}.pdf"' in answer.headers["Content-Disposition"]
    return bytes(answer.content)


def links(who: Browser, url: str) -> set[str | None]:
    """Return where a page leads."""
    return {one.get("href") for one in parsed(who.get(url).content.decode()).iter("a")}


def test_the_next_stage_reads_all_of_it_and_answers_from_there(fairhaven: Fairhaven) -> None:
    row = fairhaven.proposed()
    row = fairhaven.do(actions.decline, row, "amy", proposal=1, reason="Wednesday is too late.")
    row = fairhaven.escalated(row=row)
    cath = browser("cath")
    page = cath.page(address(row))
    for part in (
        "Closing or stepping down: one child",
        str(row),
        SAFE,
        "stage 2 of 4: Line managers or safeguarding leads",
        "It waits for",
        "Settled or escalated by",
        "The child needs it by",
        WORRY,
        BECAUSE,
        "See her by Wednesday.",
        "Bob Ferris, for Assessment Team East, Fairhaven City Council, answered: No, because",
        "Amy Lister, for Oakfield Primary School, noted what was tried",
        "We spoke on Monday.",
        "proposed an agreement",
        "It was not signed: Wednesday is too late.",
    ):
        assert part in page, part
    assert not any(secret in page for secret in (CHILD.other_reference, CHILD.own_reference, CHILD.initials))
    assert {act_url(row, "respond"), act_url(row, "propose")} <= links(cath, address(row))
    assert address(row) in links(cath, row.get_absolute_url())


def test_the_mail_of_an_escalation_leads_there_and_others_to_the_page() -> None:
    assert link("7K3F-9QXM-2C", "escalated").endswith("/differences/7K3F9QXM2C/on-one-page/")
    assert link("7K3F-9QXM-2C", "skipped").endswith("/on-one-page/")
    assert link("7K3F-9QXM-2C", "answered").endswith("/differences/7K3F9QXM2C/")


def test_what_has_ended_is_read_and_not_answered(fairhaven: Fairhaven) -> None:
    row = fairhaven.do(actions.sign, fairhaven.proposed(), "amy", proposal=1)
    page = browser("bob").page(address(row))
    assert "This has ended." in page
    assert "What you can do now" not in page
    assert f"What both sides agreed {AGREED}" in page
    assert "proposed an agreement" not in page, "what both signed was not only tried"
    assert f"What both sides agreed. {AGREED}" in said(paper(browser("bob"), row))


def test_whoever_does_not_see_it_finds_nothing(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    for url in (address(row), f"{row.get_absolute_url()}statement.pdf"):
        assert browser("zed").get(url).status_code == 404
    assert not Look.objects.filter(subject=row.pk, person_name="Zed Karim").exists()


@pytest.mark.parametrize("role", ["app", "owner"])
def test_no_sides_own_notes_are_on_it_and_each_is_a_look(fairhaven: Fairhaven, role: str) -> None:
    row = fairhaven.raised()
    for who in ("amy", "bob"):
        fairhaven.do(actions.note, row, who, words=f"CANARY of {who}", own_side=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app" if role == "app" else "RESET ROLE")
    for who in ("amy", "bob"):
        assert "CANARY" not in browser(who).page(address(row))
        assert "CANARY" not in said(paper(browser(who), row))
    parts = set(Look.objects.filter(subject=row.pk, person_name="Bob Ferris").values_list("part", flat=True))
    assert parts == {"on one page", "on one page, as a PDF"}


def test_it_takes_as_many_queries_however_much_was_tried(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    cath = browser("cath")
    few = cath.queries(address(row))
    for number in range(4):
        fairhaven.do(actions.propose, row, "cath", text=f"Proposal {number}.")
        fairhaven.do(
            actions.respond, row, "cath", answer=Answer.NO_BECAUSE, because=f"Because {number}.", meanwhile=SAFE
        )
    fairhaven.do(actions.decline, row, "sarah", proposal=4, reason="No.")
    assert cath.queries(address(row)) <= few + 1, "what was proposed is one more"
    assert few <= MOST_QUERIES


def test_on_paper_it_can_be_read_out_and_is_three_pages_at_most_whatever_was_written(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised(children=MOST_CHILDREN[Subject.CHILD])
    hostile = ("W" * 3990, "word " * 790, "\n" * 3990 + "end", "\U0001f9f8" * 3900, '#panic("x") $ ] ' * 240)
    for words in hostile:
        fairhaven.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=words, meanwhile=words)
        fairhaven.do(actions.propose, row, "bob", text=words)
    fairhaven.do(actions.propose, row, "bob", text=hostile[0], children=[1])
    fairhaven.do(actions.sign, row, "amy", proposal=len(hostile) + 1)
    row = fairhaven.do(
        actions.escalate, row, "amy", reason=hostile[0], tried=hostile[1], ask=hostile[0], meanwhile=hostile[0]
    )
    for number in range(1, MOST + 1):
        with fairhaven.acting("sarah") as sarah:
            actions.put_point(by=sarah, at=now(), difference=row.pk, text="W" * 300)
        with fairhaven.acting("cath") as cath:
            why = hostile[number % len(hostile)]
            actions.stand_on(by=cath, at=now(), difference=row.pk, number=number, stand=Stand.DIFFERS, why=why)
    for words in (*hostile, *hostile):
        with fairhaven.acting("amy") as amy:
            new = actions.NewAction(words, words, str(row.raising_agency_id), london_date(now()) + timedelta(days=7))
            actions.note_action(by=amy, at=now(), difference=row.pk, new=new)
    document = read(paper(browser("cath"), row))
    assert len(document.pages) <= MOST_PAGES
    assert smallest(paper(browser("cath"), row)) >= SMALLEST
    assert "The other actions stand in the record." in said(paper(browser("cath"), row))
    assert "What came before stands in the record." in said(paper(browser("cath"), row))


def test_what_is_not_agreed_and_how_each_child_stands_are_on_screen_and_on_paper(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised(children=3)
    row = fairhaven.do(actions.propose, row, "bob", text=AGREED, children=[1])
    row = fairhaven.escalated(row=fairhaven.do(actions.sign, row, "amy", proposal=1))
    text, why, likes = "He is hungry on most days.", "We saw a full fridge.", "He likes his school."
    with fairhaven.acting("sarah") as sarah:
        for line in (text, likes):
            actions.put_point(by=sarah, at=now(), difference=row.pk, text=line)
    with fairhaven.acting("cath") as cath:
        actions.stand_on(by=cath, at=now(), difference=row.pk, number=1, stand=Stand.DIFFERS, why=why)
        actions.stand_on(by=cath, at=now(), difference=row.pk, number=2, stand=Stand.AGREES)
    for words in (browser("cath").page(address(row)), said(paper(browser("cath"), row))):
        for part in ("What is not agreed", text, "We say this", why, "How it stands for each child", "Still open"):
            assert part in words, part
        assert re.search(r"Child 1 *Agreed", words)
        assert words.index(likes) > words.index("What is agreed, line by line")


def test_it_says_of_itself_what_screen_readers_and_archives_need(fairhaven: Fairhaven) -> None:
    document = read(paper(browser("cath"), fairhaven.escalated()))
    root: Any = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    metadata = root["/Metadata"].get_data()
    assert b"pdfuaid:part" in metadata
    assert b"pdfaid:part" in metadata
    text = said(paper(browser("cath"), fairhaven.escalated()))
    for part in (
        "Statement of difference",
        "It is good practice to say",
        SAFE,
        WORRY,
        "See her by",
        BECAUSE,
        "Taken from",
    ):
        assert part in text


def test_long_words_are_cut_between_two_of_them() -> None:
    assert short("Short.") == "Short."
    cut = short("word " * 300)
    assert len(cut) <= LONGEST_ON_PAPER
    assert cut.endswith("word … (the rest is in the record)")
    assert len(short("W" * 4000)) <= LONGEST_ON_PAPER + 1


def test_worries_as_they_were_confirmed_and_what_each_side_sees_stand_on_it(fairhaven: Fairhaven) -> None:
    """Whoever reads first how they are understood finds no way round that here, on screen or on paper."""
    said_back, sees = "You worry about where she sleeps at night.", "She has a bed of her own by Friday."
    answer = {"answer": Answer.NO_BECAUSE, "because": BECAUSE, "meanwhile": SAFE, "said_back": said_back}
    row = fairhaven.do(actions.respond, fairhaven.raised(), "bob", **answer)
    amy, bob = browser("amy"), browser("bob")
    for text in (amy.page(address(row)), said(paper(amy, row))):
        assert said_back in text
        assert BECAUSE not in text
    assert BECAUSE in bob.page(address(row))
    with fairhaven.acting("amy") as actor:
        actions.say_heard(by=actor, at=now(), difference=row.pk, number=1, heard=Heard.YES)
        share_view(by=actor, at=now(), difference=row.pk, seen=Seen(answers={WANT.key: sees}))
    for text in (amy.page(address(row)), said(paper(bob, row))):
        for part in (said_back, "Yes, that is my worry", BECAUSE, sees):
            assert part.casefold() in text.casefold(), part


def test_the_chart_what_a_meeting_decided_and_what_came_of_actions_stand_on_it(cast: Cast) -> None:
    row = cast.raised()
    amy, bob = (Browser(cast.person(name)) for name in ("amy", "bob"))
    placed(cast, row, "amy")
    for text in (bob.page(address(row)), said(paper(bob, row))):
        assert HUNGRY not in text, "what one side placed is its own until it is shown"
        assert "threshold chart" not in text
    placed(cast, row, "bob")
    minutes = written(cast, row, held_meeting(cast, row))
    open_one = noted_action(cast, row, what="Ring the health visitor.")
    done(cast, row, noted_action(cast, row))
    for text in (amy.page(address(row)), said(paper(amy, row))):
        for part in (
            "What each side placed on the threshold chart", HUNGRY, ALONE, HARD, SEEN_BY_BOB,
            "What was decided at a meeting", DECISION, "Not agreed yet: ",
            "Actions, and what came of them", WHAT, EVIDENCE, open_one.what,
        ):  # fmt: skip
            assert part in text, part
        assert text.index(open_one.what) < text.index(EVIDENCE), "what is open stands first"
    agreed(cast, row, minutes, by="amy")
    agreed(cast, row, minutes, by="bob")
    assert "Both sides agree that it was so." in amy.page(address(row))
    assert EVIDENCE in amy.page(row.get_absolute_url()), "what is done is read in the record with how one knows"
    assert len(read(paper(amy, row)).pages) == 1


def test_what_an_agency_agreed_of_a_meeting_is_not_agreed_by_the_one_that_its_side_became(cast: Cast) -> None:
    row, both = cast.raised(), "Both sides agree that it was so."
    minutes = written(cast, row, held_meeting(cast, row))
    agreed(cast, row, minutes, by="amy")
    agreed(cast, row, minutes, by="bob")
    amy = Browser(cast.person("amy"))
    for text in (amy.page(address(row)), said(paper(amy, row))):
        assert both in text
    row = given_away(cast, row)
    for text in (amy.page(address(row)), said(paper(amy, row))):
        assert both not in text
        assert f"Not agreed yet: {row.name_of(Side.RESPONDING)}." in text
