"""The whole record as a PDF: asked for, printed by the worker, its own person's, with a digest that is confirmed."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO
from time import perf_counter
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commonground.differences import actions
from commonground.differences.actions.taking_record import KEPT, forget_taken, print_record, wipe_taken
from commonground.differences.models import Difference, TakenRecord
from commonground.differences.whole_record import grouped
from commonground.procedures.steps import Step
from commonground.record.models import Entry, Head, Look
from tests.cast import BECAUSE, WORRY, Cast
from tests.connected import tell_database
from tests.differences.page_story import Browser
from tests.pdf import read, said

AsRole = Callable[[str], AbstractContextManager[None]]
MOST_SECONDS = 2.0


def take(cast: Cast, row: Difference, who: str) -> tuple[Browser, str]:
    """Have somebody ask for the record as a PDF; return their browser, and the address of the page that waits."""
    browser = Browser(cast.person(who))
    answer = browser.send(f"{row.get_absolute_url()}record/take/")
    assert answer.status_code == 302
    return browser, str(answer.headers["Location"])


def key_of(address: str) -> UUID:
    return UUID(address.rstrip("/").rsplit("/", 1)[-1])


def printed_for(cast: Cast, row: Difference, who: str) -> bytes:
    """Return the PDF of somebody's, printed as the worker prints it."""
    browser, address = take(cast, row, who)
    print_record(key_of(address), cast.at)
    answer = browser.get(f"{address.rstrip('/')}.pdf")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    return bytes(answer.content)


def digest_in(content: bytes) -> list[str]:
    """Return the digest that a paper carries, in its groups as they stand there."""
    found = re.search(r"Digest of the record: ((?:[0-9a-f]{8} ){7}[0-9a-f]{8})", said(content))
    assert found
    return found[1].split()


def test_it_is_asked_for_waited_for_and_taken(cast: Cast) -> None:
    row = cast.answered()
    amy, address = take(cast, row, "amy")
    assert "The PDF is being made" in amy.page(address)
    assert amy.get(f"{address.rstrip('/')}.pdf").status_code == 404
    print_record(key_of(address), cast.at)
    print_record(key_of(address), cast.at)  # perhaps twice
    assert "The record is there as a PDF" in amy.page(address)
    text = said(amy.get(f"{address.rstrip('/')}.pdf").content)
    for part in (f"The record of difference {row}", "raised this difference", WORRY, BECAUSE, "How this paper can be"):
        assert part in text, part
    assert text.index("raised this difference") < text.index("answered.")
    taken = TakenRecord.objects.get()
    assert taken.content is None, "what was to be printed is not kept beside it"
    parts = Look.objects.filter(subject=row.pk, person_name="Amy Lister").values_list("part", flat=True)
    assert set(parts) == {"the whole record, as a PDF"}


def test_it_carries_the_digest_that_the_command_confirms(cast: Cast) -> None:
    row = cast.answered()
    content = printed_for(cast, row, "amy")
    groups = digest_in(content)
    assert "".join(groups) == Head.objects.get(pk=row.pk).digest
    cast.do(actions.note, row, "bob", words="And it went on.", own_side=False)
    out = StringIO()
    call_command("verify_record", row.reference, "--digest", *groups, stdout=out)
    assert "The digest is that of entry 2 of 3: up to there the record is as it was" in out.getvalue()
    call_command("verify_record", row.reference, "--digest", "".join(groups), stdout=out)
    with pytest.raises(SystemExit):
        call_command("verify_record", row.reference, "--digest", "0" * 64, stdout=out)
    assert "No entry of this record has that digest" in out.getvalue()
    with pytest.raises(CommandError, match="Give the reference"):
        call_command("verify_record", "--digest", *groups, stdout=out)


def test_a_tampered_record_confirms_no_digest(cast: Cast) -> None:
    row = cast.answered()
    groups = digest_in(printed_for(cast, row, "amy"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE record_entrytext DISABLE TRIGGER USER")
        cursor.execute("UPDATE record_entrytext SET sentence = 'Nothing happened.' WHERE subject = %s", [row.pk])
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_record", row.reference, "--digest", *groups, stdout=out)
    assert "The digest is that of" not in out.getvalue()


def test_a_persons_paper_never_holds_the_other_sides_own_notes(cast: Cast, as_role: AsRole) -> None:
    row = cast.answered()
    for who in ("amy", "bob"):
        cast.do(actions.note, row, who, words=f"CANARY of {who}", own_side=True)
    for who, other in (("amy", "bob"), ("bob", "amy")):
        for role in ("app", "owner"):  # the owner sees all rows: then the view alone must keep it out
            with as_role(role):
                browser, address = take(cast, row, who)
            print_record(key_of(address), cast.at)
            text = said(browser.get(f"{address.rstrip('/')}.pdf").content)
            assert f"CANARY of {other}" not in text
            shared, own = text.split("For our own side only: the other side does not see these notes")
            assert "CANARY" not in shared
            assert f"CANARY of {who}" in own


def test_what_each_side_said_of_an_entry_stands_below_it(cast: Cast) -> None:
    row = cast.answered()
    entry = Entry.objects.get(subject=row.pk, number=1).pk
    actions.say_of_entry(
        by=cast.actor("bob"), at=cast.tick(), difference=row.pk, entry=entry, step=Step.ENTRY_OTHERWISE,
        words="Twice, not four times.",
    )  # fmt: skip
    text = said(printed_for(cast, row, "amy"))
    place = text.index(WORRY)
    assert "Seen otherwise by Bob Ferris" in text[place : text.index("answered.")]
    assert "Twice, not four times." in text[place : text.index("answered.")]


def test_each_lock_alone_keeps_it_its_own_persons(cast: Cast, as_role: AsRole) -> None:
    row = cast.answered()
    _, address = take(cast, row, "amy")
    print_record(key_of(address), cast.at)
    for name in ("bob", "sarah", "zed"):  # the other side, her own line, and nobody at all
        browser = Browser(cast.person(name))
        for url in (address, f"{address.rstrip('/')}.pdf"):
            assert browser.get(url).status_code == 404, name  # as owner, whom every policy lets through
            with as_role("app"):
                assert browser.get(url).status_code == 404, name
    with as_role("app"), connection.cursor() as cursor:
        for name, many in (("amy", 1), ("bob", 0), ("sarah", 0)):
            cursor.execute("SELECT cg_begin(%s, %s)", [cast.person(name).pk, cast.at.date()])
            cursor.execute("SELECT count(*) FROM differences_takenrecord")
            assert cursor.fetchone() == (many,), name


def test_words_hidden_since_are_in_no_paper(cast: Cast) -> None:
    row = cast.do(actions.note, cast.answered(), "amy", words="12 Acacia Lane", own_side=False)
    bob, address = take(cast, row, "bob")
    print_record(key_of(address), cast.at)
    assert bob.get(f"{address.rstrip('/')}.pdf").status_code == 200
    note = Entry.objects.filter(subject=row.pk).latest("number").pk
    asked = TakenRecord.objects.get().asked_at
    _, waiting = take(cast, row, "bob")
    actions.mask(by=cast.actor("amy"), at=asked, difference=row.pk, entry=note, reason="An address.")
    print_record(key_of(waiting), cast.at)  # the job comes late
    for url in (address, waiting):
        assert bob.get(f"{url.rstrip('/')}.pdf").status_code == 404
        assert "Make the PDF once more" in bob.page(url)
    assert list(TakenRecord.objects.values_list("content", "pdf")) == [(None, None)] * 2, "nothing of them is kept"
    actions.decide_mask(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, entry=note, confirm=False)
    assert "Make the PDF once more" in bob.page(address)
    assert "12 Acacia Lane" in said(printed_for(cast, row, "bob"))


def test_words_of_an_own_note_that_are_hidden_leave_the_papers_of_that_side_alone(cast: Cast, as_role: AsRole) -> None:
    row = cast.do(actions.note, cast.answered(), "amy", words="12 Acacia Lane", own_side=True)
    papers = {}
    for who in ("amy", "sarah", "bob"):
        papers[who] = take(cast, row, who)
        print_record(key_of(papers[who][1]), cast.at)
    note = Entry.objects.filter(subject=row.pk).latest("number").pk
    with as_role("app"):
        tell_database(cast.actor("amy"))
        actions.mask(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, entry=note, reason="An address.")
    got = {who: browser.get(f"{address.rstrip('/')}.pdf").status_code for who, (browser, address) in papers.items()}
    assert got == {"amy": 404, "sarah": 404, "bob": 200}


def test_the_database_wipes_nothing_for_an_entry_that_is_not_masked(cast: Cast) -> None:
    row = cast.do(actions.note, cast.answered(), "amy", words="12 Acacia Lane", own_side=False)
    take(cast, row, "bob")
    wipe_taken(Entry.objects.filter(subject=row.pk).latest("number").pk)
    assert TakenRecord.objects.get().content is not None


def test_it_is_gone_after_a_day(cast: Cast) -> None:
    row = cast.answered()
    amy, address = take(cast, row, "amy")
    asked = TakenRecord.objects.get().asked_at
    assert forget_taken(asked + KEPT) == 0
    assert forget_taken(asked + KEPT * 2) == 1
    print_record(key_of(address), cast.at)  # the job was late: there is nothing to print any more
    assert amy.get(address).status_code == 404


def test_it_says_of_itself_what_screen_readers_and_archives_need(cast: Cast) -> None:
    """PDF/UA-1 and PDF/A-2a at once: marked, a tree of tags, language, title, and XMP that says so, with the digest."""
    row = cast.answered()
    document = read(printed_for(cast, row, "amy"))
    root: Any = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"<pdfuaid:part>1<", xmp)
    assert re.search(r"<pdfaid:part>2<", xmp)
    assert re.search(r"<pdfaid:conformance>A<", xmp)
    assert f"digest {grouped(Head.objects.get(pk=row.pk).digest)}" in xmp
    assert document.metadata
    assert document.metadata.title == f"The record of difference {row}"
    tags = kinds(root["/StructTreeRoot"])
    assert {"/Document", "/H1", "/H2", "/P", "/Strong"} <= tags
    assert root["/OutputIntents"]
    assert "/Encrypt" not in document.trailer


def kinds(node: Any) -> set[str]:  # noqa: ANN401 - a node of a PDF
    """Return the kinds of tags in a tree of them."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return set().union(*map(kinds, node))
    if not isinstance(node, dict):
        return set()
    own = {str(node["/S"])} if "/S" in node else set()
    return own | (kinds(node["/K"]) if "/K" in node else set())


def test_two_hundred_entries_are_printed_in_two_seconds(cast: Cast, figure: Callable[[str], None]) -> None:
    row = cast.answered()
    for number in range(198):
        words = f"Note {number}. " + "He came late, and he had not eaten. " * 12
        cast.do(actions.note, row, ("amy", "bob")[number % 2], words=words, own_side=False)
    assert Entry.objects.filter(subject=row.pk).count() == 200
    _, address = take(cast, row, "amy")
    began = perf_counter()
    print_record(key_of(address), cast.at)
    took = perf_counter() - began
    pages = len(read(bytes(TakenRecord.objects.get().pdf or b"")).pages)
    figure(f"200 entries on {pages} pages in {took:.2f} s")
    assert took <= MOST_SECONDS
