"""Two agencies fill in the same day of a child, see the gap, and one quotes the child's seven in the morning.

Then a tablet is handed over to the child: one sheet, and nothing behind it.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, monday_morning
from tests.journeys.raising import Raising, answer, send
from tests.journeys.test_main_job import (
    AMY,
    BOB,
    BOB_THERE,
    COUNCIL,
    SCHOOL,
    TEAM,
    Story,
    at_the_difference,
    pick_oneself,
)

DAY = "The child’s day, side by side"
SEVEN = "“I get my brother up. Then I look for socks.”"
CLUB = "She eats two bowls at the breakfast club."
MOTHER = "Her mother says that she wakes them both."
GAP = "Neither side knows what this part of the day is like"
APART = f"Getting up: {TEAM}, {COUNCIL} says that it goes well, and {SCHOOL} has a worry."
CHILDREN = {"keys": ("FH-70511", "OAK-411", "LO"), "clicks": ("FH-70512", "OAK-412", "NQ")}


@pytest.mark.parametrize("by", ["keys", "clicks"])
def test_two_agencies_fill_in_the_same_day_and_see_the_gap(by: str, product: Product, chromium: Browser) -> None:
    story = Story(product, lambda: (Keys if by == "keys" else Clicks)(chromium))
    product.set_clock(monday_morning(after=product.set_to))
    when_amy_raises_it(story, *CHILDREN[by])
    when_amy_fills_in_a_school_day(story)
    then_bob_reads_nothing_of_it(story)
    when_amy_shares_it(story)
    when_bob_fills_in_the_same_day(story)
    then_both_see_the_gap(story)
    when_bob_quotes_the_childs_seven(story)
    then_it_stands_in_what_his_side_sees_with_source_and_date(story)
    when_amy_hands_over_a_tablet(story)
    product.says_its_record_is_whole()
    for hands in story.people.values():
        hands.close()


def when_amy_raises_it(story: Story, theirs: str, ours: str, initials: str) -> None:
    amy = story.person(AMY)
    amy.open(f"{story.product.address}/differences/raise/?danger=no")
    pick_oneself(amy, AMY)
    amy.press("Save and go on")
    child = {f"{COUNCIL}’s reference for the child": theirs, "Your own reference": ours, "Initials": initials}
    told = Raising(
        agency=COUNCIL, team=TEAM, person=BOB_THERE, kind="A referral not accepted, or not made", child=child,
        born="2017", worry="She looks after her brother each morning before school.",
        ask="Please see what a morning is like there.", safe="Breakfast club takes her from eight.",
    )  # fmt: skip
    answer(amy, told, story.product.set_to)
    story.address = send(amy)


def begins_a_school_day(somebody: Hands) -> None:
    somebody.press(DAY)
    somebody.choose("A school or work day")
    somebody.choose("Primary school child")
    somebody.press("Begin or continue")
    somebody.sees("What our side knows, not shared yet", "Nothing said yet")


def says(somebody: Hands, words: str, source: str, tells: str) -> None:
    somebody.write("What is known?", words)
    somebody.choose(source)
    somebody.choose(tells)


def when_amy_fills_in_a_school_day(story: Story) -> None:
    amy = at_the_difference(story, AMY)
    begins_a_school_day(amy)
    amy.press("Fill in Getting up")
    says(amy, SEVEN, "Told by the child", "A worry")
    amy.write("Who told whom, or which record?", "the girl, to her teacher")
    amy.write("At about what time?", "07:00")
    amy.write_day("When was it last seen or told?", (story.product.set_to - timedelta(days=3)).date())
    amy.press("Save, and go on to the next part")
    amy.sees("2. Breakfast")
    says(amy, CLUB, "Seen by me", "Going well")
    amy.press("Save")
    amy.press("Fill in Bed and night")
    amy.choose("Not known")
    amy.press("Save")
    amy.sees(SEVEN, CLUB, "Only your side reads this.")


def then_bob_reads_nothing_of_it(story: Story) -> None:
    """Look wherever he can look: the page, the days, this day, the record."""
    bob = at_the_difference(story, BOB)
    for end in ("", "childs-day/", "childs-day/1/school_or_work_day/", "record/"):
        bob.open(f"{story.address}{end}")
        for secret in (SEVEN, CLUB):
            expect(bob.page.locator("main").get_by_text(secret)).to_have_count(0)


def when_amy_shares_it(story: Story) -> None:
    amy = story.person(AMY)
    amy.press("Share it with both sides")
    amy.sees("Both sides can read what your side knows of this day.", "has not shared this day")


def when_bob_fills_in_the_same_day(story: Story) -> None:
    bob = at_the_difference(story, BOB)
    begins_a_school_day(bob)
    bob.sees(SEVEN)
    bob.press("Fill in Getting up")
    says(bob, MOTHER, "Told by a parent or carer", "Going well")
    bob.press("Save")
    bob.press("Fill in Bed and night")
    bob.choose("Not known")
    bob.press("Save")
    bob.press("Share it with both sides")


def then_both_see_the_gap(story: Story) -> None:
    bob = story.person(BOB)
    amy = at_the_difference(story, AMY)
    amy.press(DAY)
    amy.press("A school or work day")
    for somebody in (amy, bob):
        somebody.sees("What shows when both lie side by side", GAP, APART, SEVEN, MOTHER, "They are no score")


def when_bob_quotes_the_childs_seven(story: Story) -> None:
    bob = story.person(BOB)
    bob.press("Quote something of it into our view")
    bob.choose(f"{SCHOOL}, Getting up: At 07:00: {SEVEN}")
    bob.press("Quote it")


def then_it_stands_in_what_his_side_sees_with_source_and_date(story: Story) -> None:
    bob = story.person(BOB)
    bob.sees("It stands among the facts of your draft below")
    bob.press("Share it with both sides")
    told = (story.product.set_to - timedelta(days=3)).date()
    said = f"At 07:00, Getting up (a school or work day): {SEVEN}"
    date = f"last known {told.day} {told:%B} {told.year}; written by Amy Lister, shared by {SCHOOL}"
    bob.open(f"{story.address}views/")
    bob.sees(said, date)
    at_the_difference(story, AMY).open(f"{story.address}views/")
    story.person(AMY).sees(said, date)


def when_amy_hands_over_a_tablet(story: Story) -> None:
    """Have her sign out by it: the sheet is there, and behind it nothing of hers, whatever is pressed."""
    amy = at_the_difference(story, AMY)
    amy.open(f"{story.product.address}/library/day-in-the-life/primary/")
    amy.press("Go through it on a tablet with the child")
    amy.press("Sign me out and show the sheet")
    amy.sees("My day", "Getting up")
    expect(amy.page.get_by_role("link")).to_have_count(2)
    amy.open(story.address)
    amy.sees("Sign in")
    expect(amy.page.locator("body")).not_to_contain_text(SEVEN)
