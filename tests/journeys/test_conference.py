"""A dissent from what a child protection conference decided: reviewed by another chair, or kept on record only.

Amy was at a conference that ended on a Friday at 15:00. She has 72 hours by the clock: until Monday at 15:00.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, expect

from commonground.differences.demonstration.telling import open_fairhaven
from tests.connected import connected
from tests.facts.bank_holidays import BANK_HOLIDAYS
from tests.journeys.hands import Clicks, Keys
from tests.journeys.product import Product
from tests.journeys.test_main_job import AMY, COUNCIL, SARAH, Story, at_the_difference, pick_oneself

LONDON = ZoneInfo("Europe/London")
RUTH, PETER = "Ruth Adeyemi", "Peter Lindqvist"
WORRY = "He hides under the coats when his uncle comes, and asked twice this week to sleep at school."
WHAT = "No plan was made, and he is called a child in need."
GROUNDS = "He is afraid of one person, and is alone with that person on three days of each week."
ASK = "Hear what his class teacher wrote down, and decide again."
SAFE = "His mother collects him herself until the next meeting."
BECAUSE = "Nobody had asked his teacher, so what she saw was not in the papers of that afternoon."
AGREEMENT = "The conference meets again on Thursday, and his class teacher comes to it."
REFERENCE = "FH-70990"


def test_a_dissent_is_endorsed_reviewed_by_another_chair_and_agreed(product: Product, chromium: Browser) -> None:
    story = Story(product, lambda: Clicks(chromium))
    friday = given_a_conference_that_ended_on_friday(story)
    when_amy_dissents(story, friday, further="Take it further: somebody who did not chair the conference reviews it")
    then_the_limit_is_monday_at_three_with_its_sum(story, friday)
    then_who_chaired_it_reads_and_cannot_answer(story)
    when_her_lead_endorses_it(story)
    when_the_other_chair_reviews_it(story)
    when_both_sign(story)
    story.product.says_its_record_is_whole()
    for hands in story.people.values():
        hands.close()


def test_a_dissent_is_kept_on_record_only_and_can_still_be_taken_further(product: Product, chromium: Browser) -> None:
    story = Story(product, lambda: Keys(chromium))
    friday = given_a_conference_that_ended_on_friday(story)
    when_amy_dissents(story, friday, further="Keep it on record only")
    then_it_has_ended_and_the_chairs_can_read_it(story)
    when_she_takes_it_further_after_all(story)
    story.product.says_its_record_is_whole()
    for hands in story.people.values():
        hands.close()


def given_a_conference_that_ended_on_friday(story: Story) -> datetime:
    """Open the procedure for conferences; it is Friday at four, and the conference ended an hour ago."""
    product = story.product
    day = product.set_to.astimezone(LONDON).date() + timedelta(days=1)
    while day.isoweekday() != 5 or {day, day + timedelta(days=3)} & set(BANK_HOLIDAYS):
        day += timedelta(days=1)
    ended = datetime(day.year, day.month, day.day, 15, tzinfo=LONDON)
    with product.blocker.unblock(), connected(product.database.owner):
        open_fairhaven(product.set_to, "fairhaven-conference")
    product.set_clock(ended.astimezone(UTC) + timedelta(hours=1))
    return ended


def when_amy_dissents(story: Story, ended: datetime, *, further: str) -> None:
    amy = story.person(AMY)

    def go_on(*, choosing: tuple[str, ...] = ()) -> None:
        for answer in choosing:
            amy.choose(answer)
        amy.press("Save and go on")

    amy.open(f"{story.product.address}/differences/raise/?danger=no")
    pick_oneself(amy, AMY)
    go_on()
    go_on(choosing=(COUNCIL,))
    go_on(choosing=("I don’t know",))
    go_on(choosing=("A child protection conference decision",))
    amy.sees("Is this about a child protection conference?")
    go_on(choosing=("I do not agree with what a conference decided",))
    amy.write_day("When did the conference end?", ended.date())
    amy.write("At what time?", "15:00")
    go_on()
    due = f"{monday(ended)} at 15:00."
    amy.sees(f"Raise this by {due}", f"Due {due}", "The child’s plan goes on meanwhile")
    go_on(choosing=("An initial conference", RUTH, "Yes"))
    amy.choose("No plan, or that a plan ends")
    amy.write("In a few words", WHAT)
    go_on(choosing=("The chair decided, because those there did not agree", "Yes, and it was noted"))
    amy.sees("Name only the children for whom you do not agree.")
    amy.write(f"{COUNCIL}’s reference for the child (optional)", REFERENCE)
    amy.write("Initials (optional)", "VR")
    amy.write("Year of birth, or the date a baby is due", "2017")
    go_on()
    amy.write("What worries you about the child?", WORRY)
    go_on()
    amy.choose("The criteria for a plan are met, and there is none")
    amy.write("Why, by the criteria for a plan?", GROUNDS)
    go_on(choosing=("My agency’s",))
    go_on(choosing=(further,))
    if "record" not in further:
        amy.write("What do you ask them to do?", ASK)
        amy.write_day("By when does the child need it?", ended.date() + timedelta(days=6))
        go_on()
    amy.write("What keeps the child safe until then?", SAFE)
    go_on()
    amy.sees("Check your answers", WHAT, GROUNDS, RUTH, further, "Nothing waits for this.")
    amy.press("Send it")
    amy.press("See the difference")
    story.address = amy.page.url


def monday(ended: datetime) -> str:
    """Return the Monday after, as the pages write it."""
    day = ended + timedelta(days=3)
    return f"Monday {day.day} {day:%B %Y}"


def then_the_limit_is_monday_at_three_with_its_sum(story: Story, ended: datetime) -> None:
    amy = story.person(AMY)
    amy.sees("The conference", WHAT, GROUNDS, "Nothing waits for this.")
    amy.press("The whole record")
    amy.sees(f"{monday(ended)} at 15:00. That was kept.")
    amy.press("Back to the difference")


def then_who_chaired_it_reads_and_cannot_answer(story: Story) -> None:
    ruth = at_the_difference(story, RUTH)
    ruth.sees("You are told of this, and do not decide.", WORRY)
    expect(ruth.page.get_by_role("button", name="Answer")).to_have_count(0)


def when_her_lead_endorses_it(story: Story) -> None:
    sarah = at_the_difference(story, SARAH)
    sarah.sees("Your safeguarding lead endorses it")
    sarah.press("Say what you think of it")
    sarah.choose("I support this")
    sarah.press("Send it to my own side")
    amy = at_the_difference(story, AMY)
    amy.sees("I support this")


def when_the_other_chair_reviews_it(story: Story) -> None:
    peter = at_the_difference(story, PETER)
    peter.sees(WORRY, GROUNDS)
    peter.press("Answer")
    peter.choose("I know which child this is about")
    peter.choose("Yes, if")
    peter.write("Say more", BECAUSE)
    peter.choose("The conference meets again")
    peter.press("Send this answer")
    at_the_difference(story, AMY).sees(BECAUSE, "What comes of it: The conference meets again")


def when_both_sign(story: Story) -> None:
    peter = story.person(PETER)
    peter.press("Propose an agreement")
    peter.write("What do you propose that both sides agree?", AGREEMENT)
    peter.press("Sign and send it")
    amy = at_the_difference(story, AMY)
    amy.press("Sign the agreement")
    amy.tick("I have read this, and I sign it for my side")
    amy.press("Sign the agreement")
    amy.sees("This has ended. Both sides signed an agreement", AGREEMENT)


def then_it_has_ended_and_the_chairs_can_read_it(story: Story) -> None:
    amy = story.person(AMY)
    amy.sees("This has ended. It was kept on record only", "Nobody is asked to answer it.", GROUNDS)
    wait_for_mail(story, "peter.lindqvist@council.fairhaven.example", "kept on record")
    for name in (PETER, RUTH):
        at_the_difference(story, name).sees("This has ended. It was kept on record only", WORRY)


def when_she_takes_it_further_after_all(story: Story) -> None:
    amy = at_the_difference(story, AMY)
    amy.press("Take it further")
    amy.write("Why should it be open again?", "My lead endorses it now, and asks me to.")
    amy.press("Take it further")
    wait_for_mail(story, "peter.lindqvist@council.fairhaven.example", "it is open again")
    peter = at_the_difference(story, PETER)
    peter.sees("Next for you")
    expect(story.person(RUTH).page.get_by_role("button", name="Answer")).to_have_count(0)


def wait_for_mail(story: Story, address: str, title: str) -> None:
    """Wait until somebody was told, by a mail of this title about this difference."""

    def came() -> bool:
        return any(to == address and title in str(one["Subject"]) for to, one in story.mails)

    story.product.wait(came, f"a mail to {address}: {title}")
