"""The pack gets used: an officer shares it, a practitioner reads it by keys alone, a manager talks it over in a team.

The manager and the officer use a browser without scripts. The worker does the rest: nothing is called by name.
In a story of its own a leader says by keys alone that challenge is welcome, and thanks somebody.
"""

from playwright.sync_api import Browser, expect

from commonground.briefings.models import Briefing, Recipient
from commonground.directory.cast import CAST
from commonground.library.questions import questions_of
from commonground.now import london_date
from tests.connected import connected
from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, monday_morning

COUNCIL, SCHOOL = "Fairhaven City Council", "Oakfield Primary School"
OFFICE = "Fairhaven Safeguarding Children Partnership office"
ELIN, AMY, CATH = "Elin Hughes", "Amy Lister", "Cath Doyle"
MARGARET = "Margaret Ainsworth"
SAYS = "Tell me on the day on which you see it. I will ask what you saw, and then I will listen."
THANKS = "You rang us a second time, and you were kind about it."
PACK = "Working together to resolve professional differences"
MESSAGE = "I ask each of you for five minutes, and I promise that nobody loses by an honest worry."


def test_an_officer_shares_it_a_practitioner_reads_it_and_a_manager_talks_it_over(
    product: Product, chromium: Browser
) -> None:
    product.set_clock(monday_morning(after=product.set_to))
    elin = somebody(product, Clicks(chromium), OFFICE, ELIN)
    when_elin_shares_the_pack(product, elin)
    then_it_reaches_people_and_their_mail_names_nobody(product)

    amy = somebody(product, Keys(chromium), SCHOOL, AMY)
    when_amy_opens_what_waits_and_agrees(product, amy)
    then_she_has_a_receipt_and_gets_the_questions_right_in_the_end(amy)
    when_amy_notes_in_two_taps_that_she_talked_it_over(amy)

    cath = somebody(product, Clicks(chromium), COUNCIL, CATH)
    when_cath_holds_the_ready_session(product, cath)
    then_it_is_counted_and_elin_sees_how_far_it_came(product, elin)
    for hands in (elin, amy, cath):
        hands.close()


def somebody(product: Product, hands: Hands, agency: str, name: str) -> Hands:
    """Return somebody's browser, signed in at home."""
    hands.open(f"{product.address}/")
    hands.jump(agency)
    hands.press(name)
    return hands


def newest(product: Product) -> Briefing:
    """Return the briefing that was shared last."""
    with product.blocker.unblock(), connected(product.database.owner):
        return Briefing.objects.order_by("-at").first() or Briefing()


def counted(product: Product, row: Briefing, step: str) -> int:
    """Return for how many a step was noted."""
    with product.blocker.unblock(), connected(product.database.owner):
        return Recipient.objects.filter(briefing=row, **{f"{step}_at__isnull": False}).count()


def when_elin_shares_the_pack(product: Product, elin: Hands) -> None:
    elin.press("Briefings")
    elin.press("What you share, and how far it has come")
    elin.press("Share a page")
    pack = elin.page.get_by_role("radio", name=PACK).first
    pack.check()
    elin.choose("Everybody in the area’s agencies")
    elin.choose("People who are there now, and people who join later")
    elin.choose("Yes, by a day")
    elin.write_day("By which day?", london_date(product.set_to).replace(year=london_date(product.set_to).year + 1))
    elin.write("A message from the top (optional)", MESSAGE)
    elin.press("Share it")
    elin.sees("It is shared. You need not wait for it.")


def then_it_reaches_people_and_their_mail_names_nobody(product: Product) -> None:
    with product.blocker.unblock(), connected(product.database.owner):
        product.wait(newest_ready, "the briefing reaches its people")
    product.wait(lambda: any("something short to read" in one for one in subjects(product)), "Amy gets a message")
    assert not any(MESSAGE in str(one.message) for one in product.sink.taken)


def newest_ready() -> bool:
    row = Briefing.objects.order_by("-at").first()
    return bool(row and row.ready_at)


def subjects(product: Product) -> list[str]:
    return [str(one.message["Subject"]) for one in product.sink.taken]


def when_amy_opens_what_waits_and_agrees(product: Product, amy: Hands) -> None:
    row = newest(product)
    amy.open(f"{product.address}/briefings/")
    expect(amy.page.get_by_role("link", name=PACK).first).to_be_visible()
    amy.open(f"{product.address}/briefings/{row.pk}/")
    amy.sees(MESSAGE, "For practitioners", "In seven minutes", "You have come to the end")
    amy.tick(row.statement)
    amy.press("I have read it")


def then_she_has_a_receipt_and_gets_the_questions_right_in_the_end(amy: Hands) -> None:
    amy.sees("Thank you: you have read it", "edition 1", AMY)
    amy.press("Try the questions")
    asked = questions_of("resolution")
    for one in asked:
        amy.choose(one.answers[one.right].words if one is asked[0] else one.answers[one.right - 1].words, one.asks)
    amy.press("See what is said to my answers")
    amy.sees("1 of 5 so far")
    for one in asked[1:]:
        amy.choose(one.answers[one.right].words, one.asks)
    amy.press("See what is said to my answers")
    amy.sees("All 5 are right.")


def when_amy_notes_in_two_taps_that_she_talked_it_over(amy: Hands) -> None:
    amy.press("Back to your receipt")
    amy.press("I talked it over")
    amy.press("A colleague here")
    amy.sees("Noted. It is good that you talk")


def when_cath_holds_the_ready_session(product: Product, cath: Hands) -> None:
    row = newest(product)
    cath.open(f"{product.address}/briefings/sessions/")
    cath.press("A colleague comes with a worry: your card")
    cath.sees("Is a child in danger now?")
    cath.open(f"{product.address}/briefings/{row.pk}/session/")
    cath.sees("Talk about it", "Quiz cards", "To read aloud at meetings")
    cath.press("We have held it")
    cath.tick("Bob Ferris, Social worker")
    cath.write("What was said?", "Ringing first is hard while the line is busy.")
    cath.write("What will the team do?", "We ring before we write.")
    cath.press("Write it down")
    cath.sees("It is written down.", "We ring before we write.", "Bob Ferris")


def then_it_is_counted_and_elin_sees_how_far_it_came(product: Product, elin: Hands) -> None:
    row = newest(product)
    assert counted(product, row, "agreed") == 1
    assert counted(product, row, "understood") == 1
    assert counted(product, row, "talked") >= 3
    elin.open(f"{product.address}/briefings/{row.pk}/shared/")
    elin.sees("How far it has come", "1 of ")


def test_a_leader_says_that_it_is_welcome_thanks_somebody_and_plans_by_keys_alone(
    product: Product, chromium: Browser
) -> None:
    product.set_clock(monday_morning(after=product.set_to))
    margaret = somebody(product, Keys(chromium), COUNCIL, MARGARET)
    margaret.press("Briefings")
    margaret.press("Make challenge welcome: what leaders say and plan")
    margaret.press("Say it in your own words")
    margaret.write("What do you say to people who are worried?", SAYS)
    margaret.press("Say it in my name")
    margaret.sees("People in your area can read it now.", SAYS)
    margaret.press("Thank a person or a team")
    margaret.choose("One person")
    margaret.write("Their work e-mail address", CAST["amy"])
    margaret.write("What do you thank them for?", THANKS)
    margaret.press("Thank them")
    margaret.sees("They are told, and can read it with your name.", THANKS)

    then_anybody_reads_it_on_the_start_page_without_signing_in(product, chromium)

    amy = somebody(product, Clicks(chromium), SCHOOL, AMY)
    amy.press("Briefings")
    amy.sees(THANKS, MARGARET)
    amy.page.get_by_role("button", name="Others may read it").first.click()
    amy.sees("Others in your area can read it now.")
    amy.press("What leaders say")
    amy.sees(SAYS, THANKS)

    when_margaret_plans_something(product, margaret)
    for hands in (margaret, amy):
        hands.close()


def then_anybody_reads_it_on_the_start_page_without_signing_in(product: Product, chromium: Browser) -> None:
    nobody = Clicks(chromium)
    nobody.open(f"{product.address}/start/")
    nobody.sees(SAYS, MARGARET, "Nobody here will lose anything by raising an honest worry")
    nobody.close()


def when_margaret_plans_something(product: Product, margaret: Hands) -> None:
    margaret.open(f"{product.address}/briefings/calendar/")
    margaret.press("Plan something")
    margaret.write("What will you do?", "I sit in a team meeting and listen")
    margaret.write("Where?", "Assessment Team East")
    margaret.write_day("On which day?", london_date(product.set_to))
    margaret.press("Put it into the calendar")
    margaret.sees("It stands in your calendar.")
    margaret.write("By what can one see that it was done? (optional)", "Nine people told me what holds them back.")
    margaret.press("Note it")
    margaret.sees("It is noted. Thank you.", "Nine people told me what holds them back.")
    margaret.press("The leaders’ calendar")
    margaret.sees("I sit in a team meeting and listen", "Done: Nine people")
