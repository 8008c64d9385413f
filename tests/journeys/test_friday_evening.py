"""Refused at 17:40 on a Friday: whom to ring, one up after the other, at once; written on Monday with the calls in it.

By keys alone, with axe looking at every page. Between two pages only the clock moves and the worker runs.
"""

from datetime import datetime, timedelta

from playwright.sync_api import Browser, expect

from commonground.now import LONDON
from tests.journeys.hands import Hands, Keys
from tests.journeys.product import Product, monday_morning
from tests.journeys.raising import Raising, answer, send
from tests.journeys.test_main_job import AMY, ASK, BOB, CHILD, COUNCIL, TEAM, Story, at_the_difference, pick_oneself
from tests.journeys.test_main_job import then_the_one_she_asked_is_told as then_is_told

ON_CALL, MANAGER = "Senior manager on call, Fairhaven children’s social care", "Nadia Rahman, Front Door manager"
WORRY = "He said at four o’clock that he will not go home tonight, and showed why. The duty desk closed the call."
SAFE = "He is with his aunt until Sunday evening."


def test_refused_on_a_friday_evening_and_written_on_monday(product: Product, chromium: Browser) -> None:
    story = Story(product, lambda: Keys(chromium))
    amy = story.person(AMY)
    friday = friday_at(17, 40, after=product.set_to)
    product.set_clock(friday)
    she_sees_whom_to_ring_without_signing_in(story, amy)
    she_rings_one_up_after_the_other(story, amy, friday)
    product.set_clock(monday_morning(after=product.set_to))
    she_writes_it_down(story, amy)
    then_bob_is_told_at_once_and_reads_of_her_calls(story)
    for hands in story.people.values():
        hands.close()


def she_sees_whom_to_ring_without_signing_in(story: Story, amy: Hands) -> None:
    amy.open(f"{story.product.address}/start/")
    amy.choose("Yes. I rang, and they will not act")
    amy.press("Go on")
    amy.sees("I rang and they will not act", "Ring.", "01632 960 118", ON_CALL)
    amy.press("Sign in")
    pick_oneself(amy, AMY)
    amy.sees("Who will not act?")


def she_rings_one_up_after_the_other(story: Story, amy: Hands, friday: datetime) -> None:
    amy.choose(COUNCIL)
    amy.press("Show whom to ring")
    theirs = amy.page.locator("ol.cg-lines").first
    then_is_next(amy, ON_CALL)
    log(amy, ON_CALL, "They will not act")
    amy.sees(f"Logged: {ON_CALL}. They will not act.")
    then_is_next(amy, MANAGER)
    log(amy, MANAGER, "No answer")
    expect(theirs.locator(".cg-lines__line--next")).to_have_count(0)
    later = (friday + timedelta(minutes=30)).astimezone(LONDON)
    amy.sees(f"Ring next if nobody has rung back by {later:%H:%M}")
    story.product.set_clock(friday + timedelta(minutes=31))
    amy.open(amy.page.url)
    expect(theirs.locator(".cg-lines__line--next")).to_have_count(1)


def she_writes_it_down(story: Story, amy: Hands) -> None:
    amy.open(f"{story.product.address}/start/")
    amy.choose("Yes. I rang, and they will not act")
    amy.press("Go on")
    amy.sees("Write it down when you can", "your calls are kept and go with it")
    amy.press("Go on")
    amy.press("Save and go on")
    told = Raising(
        agency=COUNCIL, team=TEAM, kind="A referral not accepted, or not made", born=CHILD["born"],
        child={f"{COUNCIL}’s reference for the child": CHILD["other"]}, worry=WORRY, ask=ASK, days=1, safe=SAFE,
    )  # fmt: skip
    answer(amy, told, story.product.set_to)
    amy.sees(ON_CALL, MANAGER, "No answer")
    story.address = send(amy)


def then_bob_is_told_at_once_and_reads_of_her_calls(story: Story) -> None:
    then_is_told(story, BOB, "urgent: a worry has been raised with you")
    bob = at_the_difference(story, BOB)
    bob.sees(WORRY)
    bob.press("The whole record")
    bob.sees(ON_CALL, MANAGER, "They will not act")


def then_is_next(amy: Hands, whom: str) -> None:
    expect(amy.page.locator(".cg-lines__line--next").first).to_contain_text(whom)


def log(amy: Hands, whom: str, came: str) -> None:
    """Press what came of ringing somebody, in the group that is theirs."""
    group = amy.page.get_by_role("group", name=f"Log a call to {whom}")
    with amy.page.expect_navigation():
        amy._press(group.get_by_role("button", name=came, exact=True))
    amy.arrived()


def friday_at(hour: int, minute: int, *, after: datetime) -> datetime:
    """Return this time in London of the first Friday after a moment."""
    day = after.astimezone(LONDON).date() + timedelta(days=1)
    day += timedelta(days=(4 - day.weekday()) % 7)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
