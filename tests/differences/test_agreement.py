"""The fuller agreement: one text from its parts, signed by both as it was read, and what stands beside a signature."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.differences import actions, reading
from commonground.differences.agreeing import disagreements
from commonground.differences.following import not_followed
from commonground.differences.models import Difference, Proposal, Signature, Undertaking
from commonground.govuk.dates import DateParts
from commonground.now import london_date, now
from commonground.procedures.agreement import Doing, Outcome, Parts, codes, holds, text_of
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Answer, Side, Subject
from commonground.record.models import Entry
from tests.cast import AGREEMENT, ASK, BECAUSE, MEANWHILE, Cast
from tests.differences.asking import fresh, told
from tests.differences.page_story import (
    AGREED,
    Browser,
    Fairhaven,
    act_url,
    browser,
    built,
    fairhaven,
    words,
)

__all__ = ["built", "fairhaven"]

CALLED = {Side.RAISING: "Oakfield", Side.RESPONDING: "Team East"}
WHOLE = Parts(
    outcome=Outcome.IN_PART,
    doing=(
        Doing(Side.RESPONDING, "Visits her at home", "Bob Ferris", date(2026, 12, 4)),
        Doing(Side.RAISING, "Rings on Friday."),
    ),
    tells_family="Bob tells her mother tomorrow.",
    better_day="She sleeps in a bed of her own.",
    known_by="Bob sees the bed.",
    check_on=date(2027, 1, 4),
)
TEXT = """We see her together.

Outcome: Part of what was asked will happen.

Who does what, by when:
1. Team East (Bob Ferris): Visits her at home. By Friday 4 December 2026.
2. Oakfield: Rings on Friday.

Nursery: It keeps her place.

Who tells the family: Bob tells her mother tomorrow.

A better day for the child: She sleeps in a bed of her own.

How we shall know: Bob sees the bed.

We look on Monday 4 January 2027 whether it has helped."""


def test_one_text_is_made_from_the_parts() -> None:
    joined = [("Nursery", "It keeps her place.")]
    assert text_of("We see her together.", WHOLE, called=CALLED, joined=joined) == TEXT
    assert text_of("We meet.", Parts(), called=CALLED) == "We meet."
    assert "A better day for children: " in text_of("We meet.", WHOLE, called=CALLED, subject=Subject.THEME)
    assert holds(TEXT, "We see her together.", WHOLE)
    assert not holds(TEXT, "We see her together.", Parts(better_day="Another day."))
    assert codes(WHOLE) == {
        "outcome": "in_part", "doing": [["responding", "2026-12-04"], ["raising", ""]], "check_on": "2027-01-04",
    }  # fmt: skip
    assert codes(Parts()) == {}
    assert tuple(Doing.of(one.plain()) for one in WHOLE.doing) == WHOLE.doing


def test_no_outcome_is_one_sides() -> None:
    said = " ".join(one.label for one in Outcome).lower()
    assert not any(word in said for word in ("win", "lost", "lose", "right", "wrong", "fault", "concede", "upheld"))


def boxes(name: str, day: date) -> dict[str, object]:
    return {
        f"{name}_{part}": text for part, text in zip(DateParts._fields, (day.day, day.month, day.year), strict=True)
    }


def asked(day: date) -> dict[str, object]:
    """Return the answers of a whole agreement, as a form sends them."""
    return {
        "text": AGREED,
        "outcome": "as_asked",
        "what_1": "Visits her at home",
        "side_1": "responding",
        "who_1": "Bob Ferris",
        **boxes("by_1", day),
        "what_3": "Rings Bob every Friday",
        "side_3": "raising",
        "tells_family": "Bob tells her mother tomorrow.",
        "better_day": "She sleeps in a bed of her own.",
        "known_by": "Bob sees the bed.",
        **boxes("check_on", day + timedelta(weeks=5)),
        "differs": "We still think that a week is too long.",
    }


def text_signed(row: Difference) -> set[str]:
    """Return the texts of the agreement that tables and record hold."""
    entries = Entry.objects.filter(subject=row.pk).select_related("text")
    kept = {Proposal.objects.get(difference=row).text}
    return kept | {
        one.text.words[label] for one in entries for label in ("Proposed agreement", "Signed agreement")
        if label in one.text.words
    }  # fmt: skip


def test_it_is_asked_part_by_part_and_both_sign_the_same_text(fairhaven: Fairhaven) -> None:
    row, day = fairhaven.answered(), london_date(now()) + timedelta(days=7)
    bob, amy = browser("bob"), browser("amy")
    usual = bob.page(act_url(row, "propose"))
    assert "Four to six weeks from now is usual" in usual
    assert 4 < usual.count("(optional)") < 8, "all but the decision may be left out, and of lines that is said once"
    assert "A line that you leave empty is left out." in usual
    assert usual.count("Add another line") == 4
    assert usual.count("Without a day nobody is reminded of it, or asked what came of it.") == 6
    answer = bob.send(act_url(row, "propose"), version=row.version, **asked(day))
    assert answer.status_code == 302, words(answer, answer.status_code)
    page = amy.page(act_url(row, "sign"))
    for said in (
        AGREED,
        "Outcome: What was asked will happen.",
        "1. Assessment Team East, Fairhaven City Council (Bob Ferris): Visits her at home. By ",
        "2. Oakfield Primary School: Rings Bob every Friday.",
        "A better day for the child: She sleeps in a bed of her own.",
        "We look on ",
    ):
        assert said in page
    assert "a week is too long" not in page, "what one side sees differently is no part of the text"
    assert "Still seen differently by Bob Ferris" in amy.page(row.get_absolute_url())
    new = fresh(row)
    signing = {"version": new.version, "proposal": "1", "confirm": "on", "differs": "He should be seen today."}
    assert amy.send(act_url(row, "sign"), **signing).status_code == 302
    page = bob.page(row.get_absolute_url())
    assert "What both sides agreed" in page
    assert "Still seen differently by Amy Lister" in page
    assert "He should be seen today." in page
    with fairhaven.acting("amy"):
        assert len(text_signed(row)) == 1
        proposal = Proposal.objects.get(difference=row)
        assert Signature.objects.filter(proposal=proposal).count() == 2
        kinds = list(Entry.objects.filter(subject=row.pk).order_by("number").values_list("kind", flat=True))
    assert kinds[-5:] == [
        *("difference.propose", "step.still_sees", "difference.sign", "step.action_noted", "step.still_sees"),
    ]  # fmt: skip
    assert proposal.parts.doing[1] == Doing(Side.RAISING, "Rings Bob every Friday")
    assert proposal.check_on == day + timedelta(weeks=5)
    assert fresh(row).end == "resolved"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"what_1": ""}, "Line 1: say what will be done, or empty this line"),
        ({"side_3": ""}, "Line 3: choose which side does it"),
        ({"by_1_day": "32"}, "Line 1: the day must be a number from 1 to 31"),
        ({"check_on_year": "2001"}, "Choose today or a later day"),
        ({"outcome": "we_won"}, "Choose one of the answers shown"),
        ({"better_day": "x" * 4001}, "Keep this to 4000 characters or fewer"),
    ],
)
def test_what_is_wrong_in_a_part_is_said_and_nothing_is_lost(
    fairhaven: Fairhaven, wrong: dict[str, object], sentence: str
) -> None:
    row, day = fairhaven.answered(), london_date(now()) + timedelta(days=7)
    answer = browser("bob").send(act_url(row, "propose"), version=row.version, **asked(day) | wrong)
    assert sentence in words(answer, 422)
    kept = answer.content.decode()
    for said in ("Rings Bob every Friday", "Bob tells her mother tomorrow.", "We still think that a week is too long."):
        assert said in kept
    with fairhaven.acting("bob"):
        assert not Proposal.objects.filter(difference=row).exists()


def test_only_the_decision_has_to_be_there(fairhaven: Fairhaven) -> None:
    row = fairhaven.answered()
    assert browser("bob").send(act_url(row, "propose"), version=row.version, text=AGREED).status_code == 302
    with fairhaven.acting("bob"):
        assert text_signed(row) == {AGREED}


def test_who_signs_while_the_text_changes_signs_nothing_and_keeps_their_words(fairhaven: Fairhaven) -> None:
    """Two browsers: Amy reads the text, Bob sends another, Amy sends her signature for what she read."""
    row = fairhaven.proposed()
    amy, bob = browser("amy"), browser("bob")
    amy.page(act_url(row, "sign"))
    changed = {"version": row.version, "text": "A colder promise.", "outcome": "look_again"}
    assert bob.send(act_url(row, "propose"), **changed).status_code == 302
    answer = amy.send(
        act_url(row, "sign"), version=row.version, proposal="1", confirm="on", differs="Today, not Wednesday."
    )  # fmt: skip
    page = words(answer, 409)
    assert "Something happened meanwhile" in page
    assert "A colder promise." in page
    assert "Outcome: Both will look again." in page
    kept = answer.content.decode()
    assert "Today, not Wednesday." in kept
    assert "checked" not in kept
    with fairhaven.acting("amy"):
        assert not Signature.objects.filter(side=Side.RAISING).exists()
        assert not Entry.objects.filter(subject=row.pk, kind__in=["difference.sign", "step.still_sees"]).exists()
    assert not fresh(row).end


def test_signing_makes_actions_of_who_does_what_by_when(cast: Cast) -> None:
    today = london_date(cast.at)
    doing = (
        Doing(Side.RESPONDING, "Visits her at home", "Bob Ferris", today + timedelta(days=3)),
        Doing(Side.RAISING, "Rings on Friday", by=today + timedelta(days=5)),
        Doing(Side.RAISING, "Keeps her place at breakfast"),
        Doing(Side.RESPONDING, "Tells her school nurse", by=today - timedelta(days=1)),
    )
    row = cast.do(actions.propose, cast.answered(), "bob", text="We meet.", parts=Parts(doing=doing, known_by="Seen."))
    assert not Undertaking.objects.exists(), "nothing is to be done before both have signed"
    row = cast.do(actions.sign, row, "amy", proposal=1)
    found = [(str(one.agency), one.what, one.done_when, one.due) for one in Undertaking.objects.order_by("number")]
    assert found == [
        ("Fairhaven City Council", "Visits her at home (Bob Ferris)", "Seen.", today + timedelta(days=3)),
        ("Oakfield Primary School", "Rings on Friday", "Seen.", today + timedelta(days=5)),
    ], "a line without a day, or whose day has gone by, stands in the agreement alone"
    assert told(row, "action_given")
    assert not told(row, "action_news"), "all are told of the agreement itself"
    assert not list(disagreements(fresh(row)))
    page = Browser(cast.person("bob")).page(f"{row.get_absolute_url()}actions/")
    assert "Visits her at home (Bob Ferris)" in page


def test_of_which_lines_nobody_is_reminded_is_said_until_they_have_a_day(cast: Cast) -> None:
    today = london_date(cast.at)
    doing = (
        Doing(Side.RESPONDING, "Visits her at home", "Bob Ferris", today + timedelta(days=3)),
        Doing(Side.RAISING, "Keeps her place at breakfast"),
        Doing(Side.RESPONDING, "Tells her school nurse", by=today - timedelta(days=1)),
    )
    row = cast.do(actions.propose, cast.answered(), "bob", text="We meet.", parts=Parts(doing=doing))
    amy, url = Browser(cast.person("amy")), row.get_absolute_url()
    for page in (amy.page(act_url(row, "sign")), amy.page(url), amy.page(f"{url}on-one-page/")):
        assert "Nobody will be reminded of this, or asked what came of it:" in page
        assert "Line 2, Oakfield Primary School: Keeps her place at breakfast. It has no day." in page
        assert "Line 1, " not in page
    row = cast.do(actions.sign, row, "amy", proposal=1)
    page = amy.page(url)
    assert "Nobody is reminded of this: Line 2, Oakfield Primary School: Keeps her place at breakfast." in page
    assert "Tells her school nurse. Its day had gone by when it was signed." in page
    new = amy.get(f"{url}actions/new/?line=1.2").content.decode()
    assert "Keeps her place at breakfast" in new
    for nobodys in ("1.9", "2.1", "1.x", ""):
        assert "Keeps her place" not in amy.get(f"{url}actions/new/?line={nobodys}").content.decode()
    owner = str(cast.actor("amy").posts[0].agency_id)
    sent = {"what": "Keeps her place at breakfast", "done_when": "She eats.", "owner": owner}
    due = boxes("due", today + timedelta(days=9))
    assert amy.send(f"{url}actions/new/", **sent, **due).status_code == 302
    assert "Line 2, " in amy.page(url), "another action of the same words is not that line"
    sent["what"] = "Keeps a place for her at breakfast"
    assert amy.send(f"{url}actions/new/?line=1.2", **sent, **due).status_code == 302
    page = amy.page(url)
    assert "Line 2, " not in page, "it is followed up now, in other words"
    assert "Line 3, " in page
    again = amy.send(f"{url}actions/new/?line=1.2", **sent, **due)
    assert (again.status_code, "has a day already" in again.content.decode()) == (409, True)
    assert "Keeps a place for her at breakfast" in again.content.decode(), "what was typed is kept"
    assert [one.line for one in Undertaking.objects.order_by("number")] == [1, None, 2]
    assert not list(disagreements(fresh(row)))


def test_the_same_line_of_both_sides_and_of_two_agreements_is_followed_apart_and_asked_for_once(cast: Cast) -> None:
    doing = (Doing(Side.RESPONDING, "Rings each day"), Doing(Side.RAISING, "Rings each day"))
    row = cast.raised(children=(cast.new().children[0],) * 3)
    today, at = london_date(cast.at), cast.actor("amy")

    def asked() -> tuple[dict[int, list[int]], int]:
        """Return which lines nobody is reminded of, and in how many queries that was read."""
        here = reading.standpoint(cast.actor("amy"), fresh(row), cast.at)
        written, _ = reading.written(here), [here.difference.name_of(side) for side in Side]
        with CaptureQueriesContext(connection) as queries:
            found = not_followed(here, written.proposals, written.signatures)
        return {number: [one.number for one in lines] for number, lines in found.items() if lines}, len(queries)

    for number in (1, 2):
        row = cast.do(actions.propose, row, "bob", text="We ring.", parts=Parts(doing=doing), children=[number])
        row = cast.do(actions.sign, row, "amy", proposal=number)
    assert asked() == ({1: [1, 2], 2: [1, 2]}, 1)
    new = actions.NewAction(
        "Rings each day", "She answers.", str(at.posts[0].agency_id), today + timedelta(days=9), line=(1, 2)
    )  # fmt: skip
    actions.note_action(by=at, at=cast.tick(), difference=row.pk, new=new)
    assert asked() == ({1: [1], 2: [1, 2]}, 1)
    for nowhere in ((1, 9), (9, 1)):
        with pytest.raises(Refused, match="That line stands in no agreement"):
            actions.note_action(by=at, at=cast.tick(), difference=row.pk, new=replace(new, line=nowhere))


def test_where_a_yes_if_has_come_true_who_asked_says_so_in_one_press_and_the_other_side_signs(cast: Cast) -> None:
    row = cast.answered(Answer.YES_IF)
    amy, url = Browser(cast.person("amy")), row.get_absolute_url()
    assert "Their answer is yes, if something happens first. It has happened: propose to agree" in amy.page(url)
    assert "It has happened" not in Browser(cast.person("bob")).page(url)
    page = amy.get(f"{act_url(row, 'propose')}?condition=met").content.decode()
    text = f"What had to happen first has happened: {BECAUSE}\n\nSo what was asked will happen: {ASK}"
    assert text in page
    assert "What had to happen first" not in amy.get(act_url(row, "propose")).content.decode()
    assert amy.send(act_url(row, "propose"), version=row.version, text=text, outcome="as_asked").status_code == 302
    assert "It has happened" not in amy.page(url), "it waits for the other side now"
    assert cast.do(actions.sign, fresh(row), "bob", proposal=1).end == "resolved"
    answers = {"reason": "We differ.", "tried": "We spoke.", "ask": "See him today.", "meanwhile": MEANWHILE}
    further = cast.do(actions.escalate, cast.answered(Answer.YES_IF), "amy", **answers)
    form = Browser(cast.person("sarah")).get(f"{act_url(further, 'propose')}?condition=met")
    assert form.status_code == 200
    assert "What had to happen" not in form.content.decode(), "nobody has answered what is asked now"
    no = cast.answered()
    assert "It has happened" not in amy.page(no.get_absolute_url())
    assert "What had to happen" not in amy.get(f"{act_url(no, 'propose')}?condition=met").content.decode()


def sees(who: Browser, row: Difference, number: int = 1, **answers: object) -> int:
    answer = who.send(f"{row.get_absolute_url()}agreements/{number}/still-see/", **answers)
    return int(answer.status_code)


def test_who_raised_it_and_does_not_sign_notes_what_she_still_sees_differently(cast: Cast) -> None:
    row = cast.resolved(2)
    amy, bob = (Browser(cast.person(name)) for name in ("amy", "bob"))
    page = amy.page(row.get_absolute_url())
    assert "Note what you still see differently" in page
    url = f"{row.get_absolute_url()}agreements/1/still-see/"
    assert AGREEMENT in amy.page(url)
    assert sees(amy, row) == 422
    before = fresh(row)
    assert sees(amy, row, words="He still has no breakfast.") == 302
    after = fresh(row)
    assert (after.version, after.situation, after.end) == (before.version, before.situation, before.end)
    assert "He still has no breakfast." in bob.page(row.get_absolute_url())
    assert told(row, "still_sees")
    assert not list(disagreements(after))
    assert sees(amy, row, number=2, words="There is no such agreement.") == 404
    assert amy.get(f"{row.get_absolute_url()}agreements/2/still-see/").status_code == 404
    assert Browser(cast.person("zed")).get(url).status_code == 404


def test_only_the_two_sides_note_what_they_still_see(cast: Cast) -> None:
    row = cast.resolved(4)
    owen = Browser(cast.person("owen"))
    assert "Note what you still see differently" not in owen.page(row.get_absolute_url())
    assert sees(owen, row, words="I helped.") == 409
    with pytest.raises(Refused, match="act for one of the two sides"):
        actions.still_sees(by=cast.actor("owen"), at=cast.tick(), difference=row.pk, proposal=1, words="I helped.")


def test_beside_a_text_that_stands_no_longer_nothing_is_noted(cast: Cast) -> None:
    row = cast.proposed()
    row = cast.do(actions.decline, row, "amy", proposal=1, reason="Too late.")
    with pytest.raises(Refused, match="stands no longer"):
        actions.still_sees(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, proposal=1, words="Hm.")


def alter(column: str, value: str) -> Callable[[Difference], None]:
    def altered(row: Difference) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE differences_proposal SET {column} = %s WHERE difference_id = %s", [value, row.pk])  # noqa: S608 no input

    return altered


@pytest.mark.parametrize(
    "altered",
    [
        alter("outcome", "each_goes_on"),
        alter("outcome", ""),
        alter("check_on", "2031-01-01"),
        alter("doing", "[]"),
        alter("decision", "Something else."),
        alter("better_day", "Another day."),
        alter("tells_family", "Nobody."),
        alter("known_by", "By chance."),
    ],
)
def test_whoever_alters_a_part_behind_the_record_is_found(cast: Cast, altered: Callable[[Difference], None]) -> None:
    row = cast.do(actions.propose, cast.answered(), "bob", text="We see her together.", parts=WHOLE)
    assert not list(disagreements(fresh(row)))
    altered(row)
    assert [one.what for one in disagreements(fresh(row))] == ["parts of an agreement"]
