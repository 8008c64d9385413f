"""The pages of what each side sees: written without scripts and with them, kept, shared, read by the other side."""

import json
from typing import Any

import pytest
from django.test import Client

from commonground.differences import actions
from commonground.differences.actions import Seen
from commonground.differences.models import Difference, SideView, SideViewDraft
from commonground.procedures.side_views import Fact, Source
from commonground.record.submissions import mint
from tests.cast import Cast
from tests.differences.test_review_sides import answering, given_away
from tests.visiting import browser, visit

SEES = {
    "fact-0-what": "He came without breakfast four times.",
    "fact-0-source": "seen",
    "fact-1-what": "His aunt has moved out.",
    "fact-1-source": "told",
    "fact-1-where": "the dinner lady",
    "shows": "He asks to stay.",
    "want": "A visit this week, so that he is fed at home.",
    "family": "not_safe",
    "family_more": "His father reads her messages.",
}
BOB = Seen((Fact("The home was clean.", Source.RECORD, "our visit"),), {"want": "A review in May."})


def ours(row: Difference, more: str = "") -> str:
    return f"{row.get_absolute_url()}our-view/{more}"


NO_SOURCE = SEES | {"fact-0-source": ""}


def send(
    client: Client,
    row: Difference,
    press: str,
    status: int = 302,
    sees: dict[str, str] = SEES,
    **answers: Any,  # noqa: ANN401 - as forms send it
) -> Any:  # noqa: ANN401 - the test client's own
    said = {"submission": str(mint()), "version": 0, "goes_on_from": 0, "press": press} | sees | answers
    response = client.post(ours(row), said)
    assert response.status_code == status, response.content.decode()[:3000]
    return response


def test_saved_it_is_there_again_for_its_writer_and_for_nobody_else(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    assert send(amy, row, "save").url == ours(row)
    page = visit(ours(row), amy)
    for words in ("He came without breakfast four times.", "the dinner lady", "His father reads her messages."):
        assert words in page.markup
    assert "Your draft, saved" in page.words
    for who in ("sarah", "bob"):
        assert "His father reads her messages." not in visit(ours(row), who).markup
        assert "A visit this week" not in visit(row.get_absolute_url(), who).markup


def test_shared_it_stands_next_to_the_other_sides(cast: Cast) -> None:
    row = cast.raised()
    actions.share_view(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, seen=BOB)
    assert send(browser("amy"), row, "share").url == f"{row.get_absolute_url()}#sides"
    page = visit(row.get_absolute_url(), "bob").words
    parts = (
        "The two sides",
        "What the child says or shows",
        "He asks to stay.",
        "What they want, and why it helps",
        "A visit this week, so that he is fed at home.",
        "A review in May.",
        "More of what each side sees",
        "The facts, and where they come from",
        "His aunt has moved out. Told by the dinner lady",
        "The home was clean. From a record: our visit",
        "not safe to tell them. His father reads her messages.",
        "Oakfield Primary School: shared by Amy Lister",
        "Who is in it",
    )
    place = 0
    for part in parts:
        assert part in page[place:], part
        place = page.index(part, place) + len(part)
    assert "Seen or heard by Amy Lister" in page


def test_what_was_shared_last_is_filled_in_and_stays_beside_the_new(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    send(amy, row, "share")
    page = visit(ours(row), amy)
    assert "What your side shared last is filled in" in page.words
    assert "A visit this week" in page.markup
    send(amy, row, "share", goes_on_from=1, want="A visit tomorrow.")
    both = visit(f"{row.get_absolute_url()}views/", "bob").words
    assert both.index("A visit tomorrow.") < both.index("What was shared before") < both.index("A visit this week")
    assert "the second time" in both
    sides = visit(row.get_absolute_url(), "bob").words.split("The record")[0]
    assert "A visit tomorrow." in sides
    assert "A visit this week" not in sides


def test_of_a_side_that_became_anothers_each_view_says_which_agency_said_it(cast: Cast) -> None:
    row, said = cast.raised(), "Fairhaven City Council said:"
    actions.share_view(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, seen=BOB)
    assert said not in visit(f"{row.get_absolute_url()}views/", "amy").words
    row = given_away(cast, row)
    health = cast.person(answering(row))
    own = visit(ours(row), health)
    assert "What your side shared last is filled in" not in own.words
    assert "A review in May." not in own.markup, "what the council shared is not the trust’s to share"
    for end in ("views/", "views/?order=by-part", "on-one-page/", ""):
        assert f"{said} A review in May." in visit(f"{row.get_absolute_url()}{end}", "amy").words, end
    both = visit(f"{row.get_absolute_url()}views/", "amy").words
    assert f"{said} The home was clean." in both
    assert "Fairhaven City Council: shared by Bob Ferris" in both
    seen = Seen((), {"want": "A nurse in May."})
    actions.share_view(by=cast.actor(health.name), at=cast.tick(), difference=row.pk, seen=seen)
    now, before = visit(f"{row.get_absolute_url()}views/", "amy").words.split("What was shared before")
    assert "A nurse in May." in now
    assert "A review in May." not in now
    assert "the second time" not in now
    assert "Fairhaven City Council: Bob Ferris" in before


def test_in_the_order_of_parts_the_same_answers_are_asked_and_read(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    assert send(amy, row, "by-part").url == f"{ours(row)}?order=by-part"
    page = visit(f"{ours(row)}?order=by-part", amy)
    places = [page.words.index(one) for one in ("Situation:", "Background:", "Assessment:", "Recommendation:")]
    assert places == sorted(places)
    assert "He asks to stay." in page.markup
    send(amy, row, "share", version=1)
    both = visit(f"{row.get_absolute_url()}views/?order=by-part", "bob").words
    assert both.index("Situation:") < both.index("He asks to stay.") < both.index("Recommendation:")
    assert both.index("Recommendation:") < both.index("A visit this week")


def test_without_a_source_it_is_kept_but_not_shared(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    page = send(amy, row, "share", 422, NO_SOURCE).content.decode()
    assert "Say of each fact where it comes from" in page
    assert "He came without breakfast four times." in page
    send(amy, row, "save", sees=NO_SOURCE)
    assert SideViewDraft.objects.of(row).get().facts[0] == ["He came without breakfast four times.", "", ""]


def test_an_empty_one_is_not_shared(cast: Cast) -> None:
    row = cast.raised()
    nothing = dict.fromkeys(SEES, "")
    assert "Nothing is written yet" in send(browser("amy"), row, "share", 422, nothing).content.decode()
    assert not SideView.objects.of(row).exists()


def test_words_that_may_point_to_a_family_are_read_once_more(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    page = send(amy, row, "share", 200, shows="His NHS number is 943 476 5919.").content.decode()
    assert "Read your words once more" in page
    assert not SideView.objects.of(row).exists()
    send(amy, row, "share", shows="His NHS number is 943 476 5919.", warned="on")
    assert SideView.objects.of(row).exists()


def test_two_windows_lose_nothing(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    send(amy, row, "save", want="Written first.")
    page = send(amy, row, "save", 409, want="Written in the other window.").content.decode()
    assert "You saved this in another window" in page
    assert "Written first." in page
    assert "Written in the other window." in page
    assert 'name="version" value="1"' in page
    send(amy, row, "save", version=1, want="Written in the other window.")
    assert SideViewDraft.objects.of(row).get().answers["want"] == "Written in the other window."


def test_a_colleague_who_shared_first_is_shown_and_nothing_is_lost(cast: Cast) -> None:
    row = cast.raised()
    actions.share_view(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, seen=BOB)
    page = send(browser("amy"), row, "share", 409).content.decode()
    assert "Somebody of your own side shared" in page
    assert "A review in May." in page
    assert "A visit this week" in page


def shared_by_sarah(cast: Cast, row: Difference) -> None:
    actions.share_view(by=cast.actor("sarah"), at=cast.tick(), difference=row.pk, seen=BOB)


MEANWHILE = "Somebody of your own side shared what it sees while you were writing"


def test_a_draft_saved_after_a_colleague_shared_says_so_and_keeps_both(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    shared_by_sarah(cast, row)
    send(amy, row, "save")
    assert SideViewDraft.objects.of(row).get().goes_on_from == 0
    page = visit(ours(row), amy)
    assert MEANWHILE in page.words
    assert "A review in May." in page.words
    assert "A visit this week" in page.markup
    send(amy, row, "save", version=1, goes_on_from=1)
    assert MEANWHILE not in visit(ours(row), amy).words


def test_a_draft_that_a_colleague_overtook_says_so_when_it_is_opened_and_then_is_shared(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    send(amy, row, "save")
    assert MEANWHILE not in visit(ours(row), amy).words
    shared_by_sarah(cast, row)
    page = visit(ours(row), amy)
    assert MEANWHILE in page.words
    assert "A visit this week" in page.markup
    assert 'name="goes_on_from" value="1"' in page.markup
    send(amy, row, "share", version=1, goes_on_from=1)
    assert SideView.objects.of(row).count() == 2


def test_kept_by_the_script_it_is_said_too_and_not_shared_unread(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    shared_by_sarah(cast, row)
    kept = amy.post(ours(row, "keep/"), {"version": 0, "goes_on_from": 0} | SEES)
    assert "Somebody of your own side shared what it sees meanwhile" in json.loads(kept.content)["said"]
    assert MEANWHILE in send(amy, row, "share", 409, version=1).content.decode()


def test_two_windows_and_a_colleague_are_both_told(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    send(amy, row, "save", want="Written first.")
    shared_by_sarah(cast, row)
    page = send(amy, row, "share", 409).content.decode()
    assert "You saved this in another window" in page
    assert 'name="goes_on_from" value="0"' in page
    assert MEANWHILE in send(amy, row, "share", 409, version=1).content.decode()


def test_a_number_beyond_all_that_was_shared_is_no_more_than_the_last(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    shared_by_sarah(cast, row)
    send(amy, row, "save", goes_on_from=10**9)
    assert SideViewDraft.objects.of(row).get().goes_on_from == 1


def test_the_script_of_the_page_keeps_it_and_learns_the_version(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    kept = amy.post(ours(row, "keep/"), {"version": 0, "goes_on_from": 0} | SEES)
    assert json.loads(kept.content) | {"said": ""} == {"said": "", "version": 1}
    again = amy.post(ours(row, "keep/"), {"version": 0, "goes_on_from": 0} | SEES)
    assert (again.status_code, "another window" in again.content.decode()) == (409, True)
    long = amy.post(ours(row, "keep/"), {"version": 1, "goes_on_from": 0, "want": "é" * 50_000})
    assert long.status_code == 422
    assert SideViewDraft.objects.of(row).get().version == 1


def test_fifty_thousand_characters_come_back_whole(cast: Cast) -> None:
    long = "ش😀" * 25_000
    page = send(browser("amy"), cast.raised(), "save", 422, want=long).content.decode()
    assert long in page
    assert "characters or fewer" in page


def test_a_draft_can_be_thrown_away(cast: Cast) -> None:
    row, amy = cast.raised(), browser("amy")
    send(amy, row, "save")
    amy.post(ours(row, "throw-away/"), {"submission": str(mint())})
    assert not SideViewDraft.objects.of(row).exists()


LEFT = "Read what you wrote of what our side sees, and did not share"


def test_after_the_end_its_writer_still_reads_a_draft_and_throws_it_away(cast: Cast) -> None:
    row, amy, sarah = cast.raised(), browser("amy"), browser("sarah")
    send(amy, row, "save")
    row = cast.do(actions.withdraw, row, "amy", why="settled", words="We met.")
    assert LEFT in visit(row.get_absolute_url(), amy).words
    page = visit(ours(row), amy).words
    for words in ("This has ended", "He came without breakfast four times.", "Told by the dinner lady", "to stay."):
        assert words in page
    assert LEFT not in visit(row.get_absolute_url(), sarah).words
    assert "He asks to stay." not in visit(ours(row), sarah, status=409).markup
    late = send(amy, row, "share", 409, version=1, want="Written as it ended.").content.decode()
    assert "Written as it ended." in late
    amy.post(ours(row, "throw-away/"), {"submission": str(mint())})
    assert not SideViewDraft.objects.exists()
    assert LEFT not in visit(row.get_absolute_url(), amy).words
    visit(ours(row), amy, status=409)


def test_who_wrote_nothing_and_is_of_no_side_throws_nothing_away(cast: Cast) -> None:
    row = cast.at_stage(2)
    send(browser("amy"), row, "save")
    page = visit(ours(row, "throw-away/"), "elin", post={"submission": str(mint())}, status=409)
    assert "Only people who act for one of the two sides" in page.words
    assert SideViewDraft.objects.of(row).count() == 1


@pytest.mark.parametrize(("who", "status"), [("elin", 409), ("imran", 404)])
def test_whoever_is_of_neither_side_is_told_so_or_finds_nothing(cast: Cast, who: str, status: int) -> None:
    row = cast.at_stage(2)
    person = cast.person("Imran Qureshi" if who == "imran" else who)
    page = visit(ours(row), person, status=status)
    assert ("Only people who act for one of the two sides" in page.words) is (status == 409)


def test_before_anybody_shared_any_the_page_asks_the_database_no_more(cast: Cast) -> None:
    row = cast.answered()
    amy = browser("amy")
    visit(row.get_absolute_url(), amy)
    plain = visit(row.get_absolute_url(), amy).queries
    actions.share_view(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, seen=BOB)
    for _again in range(3):
        actions.share_view(by=cast.actor("amy"), at=cast.tick(), difference=row.pk, seen=BOB)
    assert visit(row.get_absolute_url(), amy).queries == plain + 1
