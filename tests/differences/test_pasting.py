"""Raising from what was already sent: it begins a private draft, and its words are kept nowhere else."""

from urllib.parse import urlsplit
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import resolve, reverse

from commonground.differences.models import Draft
from commonground.directory.demonstration import member
from tests.cast import retired
from tests.differences.raising import (
    START,
    Browser,
    amy,
    built,
    check,
    errors,
    fairhaven,
    fresh,
    kept,
    step,
    words,
)

__all__ = ["amy", "built", "fairhaven"]

PASTE = reverse("differences:paste")
SENT = "Dear all,\r\n\r\nHe came without breakfast again, and nobody answered the telephone.\r\n\r\nRegards, Amy"
LINES = SENT.replace("\r\n", "\n")
FOUND = "Please see him at 12 Acacia Avenue, SO14 7DU. NHS number 943 476 5919, born 3 March 2019."


def draft_of(where: str) -> UUID:
    return UUID(str(resolve(urlsplit(where).path).kwargs["draft"]))


def pasted(draft: UUID) -> str:
    return reverse("differences:pasted", args=[draft])


def test_the_start_page_leads_to_it(amy: Browser) -> None:
    assert f'href="{PASTE}"' in amy.page(START)
    assert "Nothing is sent, and the words are kept nowhere else." in amy.page(PASTE)


def test_it_begins_a_draft_and_asks_the_first_question(amy: Browser) -> None:
    where = amy.sends(PASTE, {"worry": SENT} | fresh())
    draft = draft_of(where)
    assert where == step(draft, "danger"), "danger before all others"
    assert kept(draft).worry == LINES
    assert Draft.objects.get(pk=draft).author == member("amy")
    where = amy.sends(where, {"danger": "no"})
    assert where == step(draft, "agency")
    assert LINES in amy.page(step(draft, "worry"))
    missing = kept(draft).unanswered(Draft.objects.get(pk=draft).saved_at.date())
    assert "worry" not in missing
    assert amy.led(check(draft)).endswith("/agency/")


def test_what_may_point_to_a_family_is_listed_and_can_be_taken_out(amy: Browser) -> None:
    where = amy.sends(PASTE, {"worry": FOUND} | fresh())
    draft = draft_of(where)
    assert where == pasted(draft)
    page = amy.page(where)
    for one in ("12 Acacia Avenue", "SO14 7DU", "943 476 5919", "3 March 2019"):
        assert f"“{one}” looks like" in words(page)
    assert amy.sends(where, {"worry": "Please see him at home."}) == step(draft, "danger")
    assert kept(draft).worry == "Please see him at home."
    assert "looks like" not in amy.page(where)


def test_it_warns_and_stops_nobody(amy: Browser) -> None:
    where = amy.sends(PASTE, {"worry": FOUND} | fresh())
    assert amy.sends(where, {"worry": FOUND}) == step(draft_of(where), "danger")


def test_words_that_are_too_long_are_refused_and_all_kept_on_the_page(amy: Browser) -> None:
    for count in (4001, 100_000):
        text = ("a" * 98 + "\r\n") * (count // 100 + 1)
        page = amy.fails(PASTE, {"worry": text} | fresh())
        assert errors(page)[0].startswith("Keep this to 4000 characters or fewer. It has ")
        assert text.strip().replace("\r\n", "\n") in page
    assert not Draft.objects.exists()
    where = amy.sends(PASTE, {"worry": FOUND} | fresh())
    page = amy.fails(where, {"worry": "b" * 4001})
    assert "b" * 4001 in page
    assert kept(draft_of(where)).worry == FOUND


def test_a_line_break_counts_once_as_on_the_page(amy: Browser) -> None:
    text = "a\r\n" * 1999 + "aa"
    assert len(text) > 4000
    assert kept(draft_of(amy.sends(PASTE, {"worry": text} | fresh()))).worry == text.replace("\r\n", "\n")


@pytest.mark.parametrize("nothing", ["", "   \r\n ", "\x00"])
def test_nothing_begins_nothing(amy: Browser, nothing: str) -> None:
    amy.fails(PASTE, {"worry": nothing} | fresh())
    assert not Draft.objects.exists()


def test_the_same_form_again_goes_on_with_its_draft(amy: Browser) -> None:
    key = fresh()
    first = amy.sends(PASTE, {"worry": SENT} | key)
    assert amy.sends(PASTE, {"worry": SENT} | key) == first
    assert amy.sends(PASTE, {"worry": FOUND} | key) == pasted(draft_of(first))
    assert Draft.objects.count() == 1
    assert kept(draft_of(first)).worry == FOUND
    amy.sends(reverse("differences:throw_away", args=[draft_of(first)]))
    assert draft_of(amy.sends(PASTE, {"worry": SENT} | key)) != draft_of(first)


@pytest.mark.parametrize("role", ["app", "owner"])  # the owner sees all rows: then the view alone must hide it
def test_it_is_its_authors_only(amy: Browser, role: str) -> None:
    where = amy.sends(PASTE, {"worry": FOUND} | fresh())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app" if role == "app" else "RESET ROLE")
    bob = Browser(member("bob"))
    assert "Acacia" not in bob.page(where, 404)
    assert bob.post(where, {"worry": "Mine now."}).status_code == 404
    assert bob.get(pasted(uuid4())).status_code == 404
    assert kept(draft_of(where)).worry == FOUND


def test_its_words_are_in_the_sealed_draft_and_nowhere_else(amy: Browser, caplog: pytest.LogCaptureFixture) -> None:
    canary = "CANARYoftheletter"
    where = amy.sends(PASTE, {"worry": f"{FOUND} {canary}"} | fresh())
    amy.page(where)
    amy.fails(PASTE, {"worry": canary * 1000} | fresh())
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        tables = [name for (name,) in cursor.fetchall()]
        assert len(tables) > 30
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" one WHERE one::text LIKE %s', [f"%{canary}%"])  # noqa: S608
            assert cursor.fetchone() == (0,), table
            hexed = f"%{canary.encode().hex()}%"
            cursor.execute(f'SELECT count(*) FROM "{table}" one WHERE one::text LIKE %s', [hexed])  # noqa: S608
            assert cursor.fetchone() == (0,), table
    assert canary in kept(draft_of(where)).worry
    assert canary not in caplog.text
    assert canary not in where
    assert canary not in str(amy.cookies)


def test_where_nothing_is_open_it_says_whom_to_ring(amy: Browser) -> None:
    retired()
    assert "has not opened its procedure" in amy.page(PASTE)
    assert Browser(member("elin")).get(PASTE).status_code == 403
