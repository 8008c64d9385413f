"""Three agencies: the school raises it with the council, and the health trust joins, says what it sees, and acts.

By keys alone, with every page looked at by axe. Nothing waits for the third; it signs for its own action only.
"""

from playwright.sync_api import Browser, expect

from tests.journeys.hands import Keys
from tests.journeys.product import Product
from tests.journeys.test_main_job import (
    AMY,
    BOB,
    COUNCIL,
    SCHOOL,
    Story,
    given_a_monday_morning,
    then_the_one_she_asked_is_told,
    when_amy_says_what_worries_her,
    when_bob_answers_no,
)

KWAME, TRUST = "Kwame Boateng", "Fairhaven Community Health Trust"
NURSES = f"School Nursing, {TRUST}"
AT = {AMY: SCHOOL, BOB: COUNCIL, KWAME: TRUST}
WHY = "School nursing has weighed him each term since he was four."
SEES = "He lost two kilogrammes between Easter and the autumn check, and hides food in his sleeves."
WORKS = "He trusts our nurse Lucy, and his aunt always comes to appointments."
WANTS = "That somebody sees the kitchen and his bed while he is at home."
AGREED = "Bob Ferris visits on Wednesday at four, when he is at home, and rings Amy Lister that evening."
ACTION = "Lucy Pritchard weighs him every second Monday until Christmas and tells both of you."


def test_a_third_agency_joins_gives_its_view_and_signs_for_its_action(product: Product, chromium: Browser) -> None:
    story = Story(product, lambda: Keys(chromium))
    given_a_monday_morning(story)
    when_amy_says_what_worries_her(story)
    when_bob_answers_no(story)

    when_amy_asks_the_nurses_to_stand_beside_both(story)
    then_the_nurses_desk_is_told(story)
    when_kwame_says_what_they_see(story)
    then_the_one_she_asked_is_told(story, AMY, "an agency that joined has said what it sees")
    then_both_sides_read_it_and_it_waits_for_nobody_new(story)

    when_bob_proposes_and_amy_signs(story)
    then_it_is_resolved_and_the_action_is_not_yet_taken_on(story)
    when_kwame_takes_it_on(story)
    then_everybody_sees_who_signed_for_what(story)
    for hands in story.people.values():
        hands.close()


def at_it(story: Story, name: str) -> Keys:
    """Return somebody's browser at the difference; they sign in the first time."""
    somebody = story.person(name)
    somebody.open(story.address)
    if somebody.page.title().startswith("Pick a person"):
        somebody.jump(AT[name])
        somebody.press(name)
    assert isinstance(somebody, Keys)
    return somebody


def when_amy_asks_the_nurses_to_stand_beside_both(story: Story) -> None:
    amy = at_it(story, AMY)
    amy.press("Ask another agency to join")
    amy.sees("nothing waits for them", "Not in this list? Ring them now.")
    amy.pick("Which agency should join?", NURSES)
    amy.choose("Beside both sides")
    amy.write("Why is it needed?", WHY)
    amy.press("Ask them to join")
    amy.sees("The agency has been asked to join, and told.", f"{TRUST}, stands beside both sides")


def then_the_nurses_desk_is_told(story: Story) -> None:
    def told() -> bool:
        titles = [str(mail["Subject"]) for to, mail in story.mails if to == "nursing@health.fairhaven.example"]
        return any("another agency is asked to join" in title for title in titles)

    story.product.wait(told, "a mail to the desk of the school nurses")


def when_kwame_says_what_they_see(story: Story) -> None:
    kwame = at_it(story, KWAME)
    kwame.sees(WHY)
    expect(kwame.page.get_by_role("button", name="Propose an agreement")).to_have_count(0)
    kwame.press("Give our view")
    kwame.write("What do you see?", SEES)
    kwame.write("What works? (optional)", WORKS)
    kwame.write("What do you want for the child?", WANTS)
    kwame.press("Send our view")
    kwame.sees("Your agency’s view is there for both sides to read.", SEES)


def then_both_sides_read_it_and_it_waits_for_nobody_new(story: Story) -> None:
    for name in (AMY, BOB):
        somebody = at_it(story, name)
        somebody.sees("What other agencies see", SEES, WORKS, WANTS, "Kwame Boateng, School nurse, " + TRUST)
    story.person(AMY).sees("Next for you: Escalate to line managers")


def when_bob_proposes_and_amy_signs(story: Story) -> None:
    bob = at_it(story, BOB)
    bob.press("Propose an agreement")
    bob.write("What do you propose that both sides agree?", AGREED)
    bob.write(f"What does {TRUST} take on? (optional)", ACTION)
    bob.press("Sign and send it")
    bob.sees(f"Not yet taken on by {TRUST}")
    amy = at_it(story, AMY)
    amy.press("Sign the agreement")
    amy.sees(AGREED, ACTION)
    amy.tick("I have read this, and I sign it for my side")
    amy.press("Sign the agreement")


def then_it_is_resolved_and_the_action_is_not_yet_taken_on(story: Story) -> None:
    for name in (AMY, BOB):
        somebody = at_it(story, name)
        somebody.sees("This has ended. Both sides signed an agreement", f"Not yet taken on by {TRUST}")
        expect(somebody.page.get_by_role("link", name="Take on our action")).to_have_count(0)


def when_kwame_takes_it_on(story: Story) -> None:
    kwame = at_it(story, KWAME)
    kwame.press("Take on our action")
    kwame.sees(ACTION)
    kwame.tick("My agency takes on what stands here for it, and I sign for that")
    kwame.press("Take it on")
    kwame.sees("Your agency has taken on its action.")


def then_everybody_sees_who_signed_for_what(story: Story) -> None:
    for name in (AMY, BOB, KWAME):
        somebody = at_it(story, name)
        somebody.sees(f"Its own action taken on: {KWAME} for {TRUST}", f"Signed: {BOB} for", f"Signed: {AMY} for")
    amy = story.person(AMY)
    amy.press("The whole record")
    amy.sees(
        f"Kwame Boateng, School nurse, {TRUST} gave their agency’s own view.",
        f"asked {TRUST} to stand beside both.",
        f"Kwame Boateng, School nurse, {TRUST} took on their agency’s action in the agreement and signed for it.",
    )
    story.product.says_its_record_is_whole()
