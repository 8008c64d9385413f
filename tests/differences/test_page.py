"""The page of a difference and its parts, as each side meets them."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from commonground.differences import actions
from commonground.now import now
from commonground.procedures.terms import Answer
from commonground.record.models import Look
from tests.differences.page_story import (
    AGREED,
    BECAUSE,
    CHILD,
    SAFE,
    WORRY,
    Fairhaven,
    act_url,
    browser,
    built,
    fairhaven,
    markup,
    words,
)

__all__ = ["built", "fairhaven"]


def test_page_says_everything_in_order(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    page = browser("amy").page(row.get_absolute_url())
    parts = [
        "Closing or stepping down: one child",
        f"Reference {row}",
        "Show which child",
        f"Meanwhile: {SAFE}",
        "1 Practitioners",
        "2 Line managers or safeguarding leads",
        "Settled or escalated by",
        "How this date was worked out",
        "What you can do now",
        "What you cannot do now, and who can",
        "The two sides",
        WORRY,
        f"No, because {BECAUSE}",
        "What is asked for",
        "Everything both sides wrote, in order",
        "Who is in it",
        "Amy Lister, Teacher, year 2",
        "Assessment Team East duty desk (Bob Ferris, Leah Goldberg)",
        "ring 01632 960 111",
        "The record",
        "The whole record",
        "Who has looked (1)",
    ]
    place = 0
    for part in parts:
        assert part in page[place:], part
        place = page.index(part, place) + len(part)


def test_next_thing_to_do_is_said_to_whoever_is_to_do_it(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    url = row.get_absolute_url()
    assert "Next for you: Pick this up, by " in browser("bob").page(url)
    assert "It waits for Assessment Team East, Fairhaven City Council." in browser("amy").page(url)
    row = fairhaven.do(actions.respond, row, "bob", answer=Answer.NO_BECAUSE, because=BECAUSE, meanwhile=SAFE)
    assert "Next for you: Escalate to line managers or safeguarding leads" in browser("amy").page(url)
    fairhaven.do(actions.propose, row, "bob", text=AGREED)
    assert "Next for you: Sign the agreement" in browser("amy").page(url)
    assert f"A proposed agreement {AGREED}" in browser("amy").page(url)
    assert "Not signed yet: Oakfield Primary School" in browser("bob").page(url)


def test_past_its_time_offers_the_next_stage(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised(at=now() - timedelta(days=14))
    page = browser("amy").page(row.get_absolute_url())
    assert "This clock passed its time. Nothing has closed. The next stage is open to the side that raised it." in page
    assert "Next for you: Escalate to line managers or safeguarding leads" in page


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("resolved", "Both sides signed an agreement on"),
        ("withdrawn", "The person who raised it withdrew it on"),
        ("redirected", "It ended here on"),
        ("not_resolved", "It was recorded as not resolved on"),
    ],
)
def test_an_ended_difference_says_how_and_what_keeps_the_child_safe(fairhaven: Fairhaven, end: str, said: str) -> None:
    if end == "resolved":
        row = fairhaven.do(actions.sign, fairhaven.proposed(), "amy", proposal=1)
    elif end == "withdrawn":
        row = fairhaven.do(actions.withdraw, fairhaven.raised(), "amy", why="settled", words="They went.")
    elif end == "redirected":
        row = fairhaven.do(actions.redirect, fairhaven.raised(), "amy", to="Court", reason="It sits.", meanwhile=SAFE)
    else:
        row = fairhaven.do(
            actions.record_not_resolved, fairhaven.last(), "owen", statement="Both views stay.", meanwhile=SAFE
        )
    page = browser("amy").page(row.get_absolute_url())
    assert f"This has ended. {said}" in page
    assert f"Meanwhile: {SAFE}" in page
    assert "What you can do now" not in page
    assert ("What both sides agreed" in page) is (end == "resolved")


def test_which_child_is_shown_on_asking_only_and_recorded(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    bob, url = browser("bob"), row.get_absolute_url()
    for address in (url, f"{url}record/", f"{url}who-has-looked/", f"{url}which-child/", act_url(row, "respond")):
        page = bob.get(address).content.decode()
        assert not any(secret in page for secret in (CHILD.other_reference, CHILD.own_reference, f">{CHILD.initials}<"))
    assert not Look.objects.filter(subject=row.pk, part="which child").exists()
    page = words(bob.post(f"{url}which-child/"))
    assert all(known in page for known in (CHILD.other_reference, CHILD.own_reference, CHILD.initials, CHILD.born))
    assert Look.objects.get(subject=row.pk, part="which child").person_name == "Bob Ferris"


def test_every_part_records_the_look_and_participants_see_it(fairhaven: Fairhaven) -> None:
    row = fairhaven.escalated()
    sarah, url = browser("sarah"), row.get_absolute_url()
    for part in ("", "record/", "which-child/", "escalate/", "respond/"):
        sarah.get(url + part)
    seen = browser("bob").page(f"{url}who-has-looked/")
    seen = re.sub(r"\w{3} \d+ \w{3}, \d\d:\d\d", "then", seen)
    sarah_as = "Sarah Penrose, Deputy head teacher and designated safeguarding lead, Oakfield Primary School"
    for part in ("page", "record", "before which child", "the form: Escalate", "the latest entries"):
        assert f"{sarah_as} acts for a side at a stage then {part}" in seen
    assert "Who has looked (2)" in browser("bob").page(url)


def test_what_is_not_there_and_not_theirs_is_the_same_page(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    zed, url = browser("zed"), row.get_absolute_url()
    unknown = url.replace(row.reference, row.reference[::-1] if row.reference[::-1] != row.reference else "2222222222")
    nowhere = markup(zed.get(unknown))
    for part in ("", "record/", "who-has-looked/", "which-child/", "respond/", "escalate/", "raise/", "shout/"):
        answer = zed.get(url + part)
        assert answer.status_code == 404
        assert markup(answer) == nowhere
        answer = zed.send(url + part)
        assert answer.status_code in {404, 405}
        assert answer.status_code == zed.send(unknown + part).status_code
    assert markup(zed.get(url.replace(row.reference, "NOT-ONE-OF"))) == nowhere
    assert not Look.objects.filter(subject=row.pk, person_name="Zed Karim").exists()


@pytest.mark.parametrize("role", ["app", "owner"])  # the owner sees all rows: then the view alone must hide it
def test_a_note_for_ones_own_side_is_read_by_that_side_only(fairhaven: Fairhaven, role: str) -> None:
    row = fairhaven.raised()
    fairhaven.do(actions.note, row, "amy", words="Ask Judith first.", own_side=True)
    url = row.get_absolute_url()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE app" if role == "app" else "RESET ROLE")
    for part in ("", "record/"):
        assert "Ask Judith first." in browser("sarah").page(url + part)
        assert "Ask Judith first." not in browser("bob").page(url + part)


def test_queries_stay_within_twelve_however_long_the_record(fairhaven: Fairhaven) -> None:
    row = fairhaven.proposed()
    amy, url = browser("amy"), row.get_absolute_url()
    few = amy.queries(url)
    for number in range(50):
        fairhaven.do(actions.note, row, "amy", words=f"Note {number}", own_side=False)
    assert amy.queries(url) == few <= 12
    page = amy.page(url)
    assert "These are the latest 10 entries." in page
    assert "Note 49" in page
    assert "Note 39" not in page


def test_the_whole_record_is_paged_by_fifty(fairhaven: Fairhaven) -> None:
    row = fairhaven.raised()
    for number in range(51):
        fairhaven.do(actions.note, row, "amy", words=f"Note {number}!", own_side=False)
    amy, url = browser("amy"), f"{row.get_absolute_url()}record/"
    first, second = amy.page(url), amy.page(f"{url}?page=2")
    assert "Note 50!" in first
    assert "Note 0!" not in first
    assert "Older" in first
    assert "Note 0!" in second
    assert "Newer" in second
    assert "There are no entries on this page." in amy.page(f"{url}?page=9")
    assert amy.page(f"{url}?page=x") == amy.page(f"{url}?page=-1") == amy.page(url)
