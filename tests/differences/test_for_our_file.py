"""A difference for an agency's own file: the words to copy and the PDF, as each side may take them."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from commonground.differences import actions
from commonground.differences.for_our_file import MOST_ENTRIES, UNTOLD, as_text, plain
from commonground.differences.models import Clock, Difference
from commonground.directory.models import Person, Post
from commonground.now import now
from commonground.procedures.terms import Answer
from commonground.record.entries import KINDS
from commonground.record.models import Look
from tests.differences.page_story import (
    AGREED,
    BECAUSE,
    CHILD,
    SAFE,
    WORRY,
    Browser,
    Fairhaven,
    browser,
    built,
    fairhaven,
)
from tests.pdf import said
from tests.visiting import parsed

__all__ = ["built", "fairhaven"]


def address(row: Difference) -> str:
    return f"{row.get_absolute_url()}for-our-file/"


def block(who: Browser, row: Difference) -> str:
    """Return the words to copy, as they stand in the box."""
    answer = who.get(address(row))
    assert answer.status_code == 200
    (box,) = parsed(answer.content.decode()).iter("textarea")
    assert box.get("readonly") is not None
    return "".join(box.itertext())


def pdf(who: Browser, row: Difference) -> str:
    answer = who.get(f"{row.get_absolute_url()}for-our-file.pdf")
    assert answer.status_code == 200
    return said(answer.content)


def in_order(text: str, *parts: str) -> None:
    place = 0
    for part in parts:
        assert part in text[place:], part
        place = text.index(part, place) + len(part)


def test_the_words_say_what_where_by_when_who_and_each_stage(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    year = now().year
    text = block(browser("amy"), row)
    in_order(
        text,
        f"Professional difference {row}",
        "Taken from Common Ground by Amy Lister, Oakfield Primary School, on ",
        f"Reference: {row}",
        "About: Closing or stepping down: one child",
        "See your own file for the child’s name.",
        "Raised by: Oakfield Primary School (Amy Lister), on ",
        "With: Assessment Team East, Fairhaven City Council",
        "The child needs it by: ",
        "What keeps the child safe meanwhile\n-----------------------------------\n    " + SAFE,
        "What happens next",
        "It waits for: Assessment Team East, Fairhaven City Council, to answer",
        "Settled or escalated by: ",
        "If it is not settled: Oakfield Primary School can take it to stage 3: ",
        "Who can be rung",
        "Oakfield Primary School: Deputy head teacher (Sarah Penrose). Acts for this side now, at stage 2. Ring 0",
        "Assessment Team East, Fairhaven City Council: Assessment Team East duty desk (Bob Ferris, Leah Goldberg). ",
        "Acted at stage 1. Ring 01632 960 111",
        "Stage 1: Practitioners, ",
        f" {year}, not settled",
        "raised this difference.",
        "  The worry:\n    " + WORRY,
        "answered.",
        "  Answer:\n    No, because",
        "  Why:\n    " + BECAUSE,
        "Stage 2: Line managers or safeguarding leads, since ",
        "We do not agree how soon.",
        "We spoke on Monday.",
        "See her by Wednesday.",
    )
    dates = re.findall(r"\w+day \d+ \w+(?: \d{4})?", text)
    assert len(dates) > 8
    assert all(re.search(r"\d{4}$", one) for one in dates), "a file lasts for years: each date says which"


def test_where_no_number_is_known_it_says_so(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        Person.objects.update(phone="")
        Post.objects.update(phone="")
        cursor.execute("SET LOCAL ROLE app")
    text = block(browser("amy"), row)
    assert "Oakfield Primary School: no number is known here" in text
    assert "Assessment Team East, Fairhaven City Council: no number is known here" in text
    assert "Ring " not in text


def test_what_keeps_the_child_safe_is_told_again_only_where_it_changed(fairhaven: Fairhaven) -> None:
    row = fairhaven.answered()
    assert block(browser("amy"), row).count(SAFE) == 2
    other = "An aunt has moved in."
    fairhaven.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=other)
    text = block(browser("amy"), row)
    assert (text.count(SAFE), text.count(other)) == (1, 2)


def test_the_pdf_says_the_same_and_names_who_took_it_on_each_page(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    fairhaven.do(actions.note, row, "amy", words="A long note. " * 300, own_side=False)
    amy = browser("amy")
    answer = amy.get(f"{row.get_absolute_url()}for-our-file.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="for-our-file-{row}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    text = said(answer.content)
    pages = int(re.findall(r"Page \d+ of (\d+)", text)[0])
    assert pages > 1
    assert text.count("Taken from Common Ground by Amy Lister, Oakfield Primary School, on") == pages + 1
    text = re.sub(r" Taken from Common Ground by [^.]*\. Page \d+ of \d+", "", text)  # what each page ends with
    flat = " ".join(block(amy, row).split())
    for line in re.split(r"(?<=[.:]) ", flat):
        if len(line.split()) > 2 and "Taken from" not in line and "---" not in line:
            assert line.removeprefix("- ") in text, line


def ended(fairhaven: Fairhaven, end: str) -> Difference:
    if end == "resolved":
        return fairhaven.do(actions.sign, fairhaven.proposed(), "amy", proposal=1)
    if end == "withdrawn":
        return fairhaven.do(actions.withdraw, fairhaven.raised(), "amy", why="settled", words="They went.")
    if end == "redirected":
        return fairhaven.do(actions.redirect, fairhaven.raised(), "amy", to="Court", reason="It sits.", meanwhile=SAFE)
    statement = "Both views stay."
    return fairhaven.do(actions.record_not_resolved, fairhaven.last(), "owen", statement=statement, meanwhile=SAFE)


@pytest.mark.parametrize(
    ("end", "how", "words"),
    [
        ("resolved", "resolved", AGREED),
        ("withdrawn", "withdrawn", "They went."),
        ("redirected", "redirected", "It sits."),
        ("not_resolved", "recorded as not resolved", "Both views stay."),
    ],
)
def test_every_end_is_told(fairhaven: Fairhaven, end: str, how: str, words: str) -> None:
    row = ended(fairhaven, end)
    for text in (block(browser("amy"), row), pdf(browser("amy"), row)):
        in_order(" ".join(text.split()), "meanwhile", f"It has ended: {how}, on ", "Stage 1: Practitioners, ", words)
        assert "It waits for" not in text
    last = block(browser("amy"), row).split("Stage ")[-1]
    assert f", {how}\n" in last


def test_a_proposal_that_waits_and_one_that_was_declined_are_told(fairhaven: Fairhaven) -> None:
    row = fairhaven.proposed()
    text = block(browser("bob"), row)
    assert "It waits for: Oakfield Primary School, to sign the proposed agreement, or say why not" in text
    assert f"  Proposed agreement:\n    {AGREED}" in text
    fairhaven.do(actions.decline, row, "amy", proposal=1, reason="Wednesday is too late.")
    assert "  Why not:\n    Wednesday is too late." in block(browser("bob"), row)


def test_a_stage_that_was_skipped_is_not_told_as_one(fairhaven: Fairhaven) -> None:
    row = fairhaven.do(actions.skip, fairhaven.raised(), "amy", need="She cannot wait.", to_stage=3)
    assert re.findall(r"^Stage (\d)", block(browser("amy"), row), re.MULTILINE) == ["1", "3"]


def test_past_its_time_is_said_and_at_the_last_stage_there_is_no_next(fairhaven: Fairhaven) -> None:
    late = fairhaven.raised(at=now() - timedelta(days=14))
    assert "(past its time; nothing has closed)" in block(browser("amy"), late)
    assert "If it is not settled: This is the last stage." in block(browser("amy"), fairhaven.last())


@pytest.mark.parametrize("role", ["app", "owner"])  # the owner sees all rows: then the view alone must hide it
def test_own_notes_are_ones_own_sides_only_and_marked(fairhaven: Fairhaven, role: str) -> None:
    row = fairhaven.raised()
    fairhaven.do(actions.note, row, "amy", words="CANARY of the school", own_side=True)
    fairhaven.do(actions.note, row, "bob", words="CANARY of the council", own_side=True)
    fairhaven.do(actions.note, row, "bob", words="A shared note.", own_side=False)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app" if role == "app" else "RESET ROLE")
    for who, own, other in (("sarah", "school", "council"), ("bob", "council", "school")):
        for text in (block(browser(who), row), pdf(browser(who), row)):
            assert f"CANARY of the {other}" not in text
            shared, own_part = text.split("For our own side only: the other side does not see these notes")
            assert "CANARY" not in shared
            assert "A shared note." in shared
            assert f"CANARY of the {own}" in own_part
        assert "Leave that part out of what you pass on." in browser(who).page(address(row))
    assert "own side only" not in block(browser("bob"), fairhaven.raised())


def test_the_child_is_never_in_it_revealed_or_not(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    bob = browser("bob")
    bob.post(f"{row.get_absolute_url()}which-child/")
    secrets = (CHILD.other_reference, CHILD.own_reference, CHILD.initials, CHILD.born)
    for text in (block(bob, row), pdf(bob, row)):
        assert not any(re.search(rf"\b{re.escape(secret)}\b", text) for secret in secrets)


def test_each_is_a_look_by_its_name(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    bob = browser("bob")
    bob.get(address(row))
    bob.get(f"{row.get_absolute_url()}for-our-file.pdf")
    parts = list(Look.objects.filter(subject=row.pk, person_name="Bob Ferris").values_list("part", flat=True))
    assert sorted(parts) == ["for our own file", "for our own file, as a PDF"]


def test_whoever_does_not_see_it_finds_nothing_and_leaves_no_look(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    for part in ("for-our-file/", "for-our-file.pdf"):
        assert browser("zed").get(row.get_absolute_url() + part).status_code == 404
    assert browser("zed").send(address(row), done="on").status_code == 404
    assert not Look.objects.filter(subject=row.pk, person_name="Zed Karim").exists()
    assert browser("bob").post(f"{row.get_absolute_url()}for-our-file.pdf").status_code == 405


def test_what_people_write_cannot_pass_for_a_heading_or_leave_the_box(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    script = "</textarea><script>alert(1)</script>"
    forged = f"Fine.\r\n\r\nWhat keeps the child safe meanwhile\r\n-----\r\n{script}\u202eevil"
    fairhaven.do(actions.question, row, "amy", words=forged)
    answer = browser("bob").get(address(row)).content.decode()
    assert "<script>alert" not in answer
    text = block(browser("bob"), row)
    assert f"\n    What keeps the child safe meanwhile\n    -----\n    {script}evil\n" in text
    assert text.count("\nWhat keeps the child safe meanwhile\n") == 1
    assert "\u202e" not in text
    assert f"{script}evil" in pdf(browser("bob"), row)


def test_hostile_words_of_full_length_come_out_whole(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    hostile = '#panic("x") $ ] } "\\ \U0001f9f8 ' * 110
    fairhaven.do(actions.question, row, "amy", words=hostile)
    fairhaven.do(actions.question, row, "amy", words="W" * 4000)
    fairhaven.do(actions.question, row, "amy", words="مرحبا שלום " * 363)
    assert hostile.strip() in block(browser("bob"), row)
    text = pdf(browser("bob"), row)
    assert text.count('#panic("x")') == text.count("[teddy bear]") == 110


def test_plain_words_keep_their_lines_and_lose_what_nobody_sees() -> None:
    assert plain("a\r\nb\rc\u2028d\te\x00\x08\u202ef") == "a\nb\nc\nd ef"
    assert plain("\n\n  kept  \n\n") == "  kept"


def test_a_record_without_end_is_cut_and_says_so(fairhaven: Fairhaven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commonground.differences.views.filing.MOST_ENTRIES", 5)
    row = fairhaven.raised()
    for number in range(4):
        fairhaven.do(actions.note, row, "amy", words=f"Note {number}!", own_side=False)
    assert "Left out" not in block(browser("amy"), row)
    fairhaven.do(actions.note, row, "amy", words="Note 4!", own_side=False)
    text = block(browser("amy"), row)
    assert "Left out: Older entries are in the whole record only." in text
    assert "Note 0!" in text
    assert "raised this difference" not in text
    assert MOST_ENTRIES >= 100


def test_what_is_left_untold_are_kinds_that_there_are() -> None:
    assert KINDS.keys() >= UNTOLD
    assert as_text.__doc__


def test_queries_stay_the_same_however_much_there_is(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    amy = browser("amy")
    few, few_pdf = amy.queries(address(row)), amy.queries(f"{row.get_absolute_url()}for-our-file.pdf")
    row = fairhaven.escalated()
    for number in range(50):
        fairhaven.do(actions.note, row, "amy", words=f"Note {number}", own_side=number % 2 == 0)
    assert Clock.objects.filter(difference=row).count() > 1
    assert amy.queries(address(row)) == few <= 8
    assert amy.queries(f"{row.get_absolute_url()}for-our-file.pdf") == few_pdf <= 7
