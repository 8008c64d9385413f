"""Two who disagree take every step of resolving well, at two browsers at once; beside it, one that passes them all by.

Both are raised, answered and escalated on the same morning. At each stage the clocks of both say the same: no step
moved one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from icalendar import Calendar
from playwright.sync_api import Browser, Locator, expect

from commonground.now import LONDON
from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, monday_morning
from tests.journeys.raising import Raising, answer, send
from tests.journeys.test_main_job import (
    AMY,
    BOB,
    BOB_THERE,
    CATH,
    COUNCIL,
    SARAH,
    SCHOOL,
    TEAM,
    TO_MANAGERS,
    Story,
    Words,
    at_the_difference,
    pick_oneself,
    said,
    then_the_one_she_asked_is_told,
    when_somebody_takes_it_further,
)

RESPONDING = f"{TEAM}, {COUNCIL}"
KIND = "A referral not accepted, or not made"
ESCALATE = "Escalate to line managers or safeguarding leads"
WORRY = "She walks home with her brother past the closed mill, and the two are alone until nine."
ASK = "Please see both of them at home in the evening."
SAFE = "The caretaker walks behind them as far as the bridge."
BECAUSE = "Their aunt lives in the same house and has looked in on each evening that we asked about."
UNDERSTOOD = "You see two children who are alone until nine, and nobody has been there to look."
MISSING = "That it is already dark when they come to the mill."
AMYS_VIEW = "“We sing so that the mill does not hear us.”"
BOBS_VIEW = "The aunt keeps every promise that she makes us."
AMYS_SEEN, BOBS_SEEN = "On four evenings no window had a light.", "She told me how each evening goes."
CHANGES_AMY = "If somebody had met the aunt there at eight."
CHANGES_BOB = "If she had not been there when we came."
LINE, OTHER_LINE = "The two are alone on some evenings.", "Their aunt wants to help."
WHY_NOT = "We have not been there in the evening yet."
AGREEMENT = "Bob Ferris goes there on Thursday evening and tells the school what he found."
VISIT, RING = "Goes there on Thursday at eight", "Rings Bob on Friday morning"
BETTER = "She walks home in the light, and somebody is there."
STILL = "We still think that somebody should have gone there when we first wrote."
FOUND = "The aunt was there. She had not known that the light in the hall is broken."
WHAT_CHANGED = "She told me that her aunt makes soup on Thursdays now."
THANKS = "You went there in the evening, though nobody made you."
PASSED_BY = "The same worry, which is told in the plainest way that there is."
PLACE = "The small room behind the school hall"
DECIDED = "Somebody goes there on Thursday evening."
WHY_DECIDED = "Both sides want to know what an evening is like there."
CHILDREN = {"with": ("FH-70412", "OAK-311", "LM"), "without": ("FH-70413", "OAK-312", "NP")}


@dataclass
class Both:
    """The difference in which every step is taken, and the one that passes them by."""

    well: Story
    plain: Story

    def on_each(self) -> tuple[Story, Story]:
        """Return both."""
        return self.well, self.plain


def test_two_take_every_step_and_no_clock_moves(product: Product, chromium: Browser) -> None:
    both = Both(Story(product, lambda: Keys(chromium)), Story(product, lambda: Clicks(chromium)))
    given_a_monday_morning(product)
    when_amy_raises_both(both)
    when_each_side_shares_what_it_sees(both.well)
    when_bob_answers_and_says_back_how_he_understands_her(both.well)
    when_he_only_answers(both.plain)
    then_she_reads_how_she_is_understood_before_the_reply(both.well)
    when_amy_places_on_the_chart(both.well)
    then_bob_reads_nothing_of_it(both.well)
    when_bob_places_too(both.well)
    then_both_read_both(both.well)
    then_the_clocks_of_both_say_the_same(both, AMY)

    for story in both.on_each():
        when_somebody_takes_it_further(story, AMY, ESCALATE, TO_MANAGERS if story is both.well else PLAINLY)
    when_both_sides_work_on_the_lists(both.well)
    when_they_find_a_time_to_meet(both.well)
    then_the_invitation_is_one_that_calendars_take(both.well)
    when_they_have_met(both.well)
    then_the_clocks_of_both_say_the_same(both, SARAH)

    when_both_sign(both.well)
    then_their_actions_wait_for_them(both.well)
    when_they_say_how_it_went(both.well)
    when_six_weeks_go_by(both.well)
    then_both_sides_say_what_has_changed(both.well)
    product.says_its_record_is_whole()
    for story in both.on_each():
        for hands in story.people.values():
            hands.close()


PLAINLY: Words = ("We do not agree.", "We talked.", "Please decide.")


def given_a_monday_morning(product: Product) -> None:
    product.set_clock(monday_morning(after=product.set_to))


def when_amy_raises_both(both: Both) -> None:
    for story, which, worry in ((both.well, "with", WORRY), (both.plain, "without", PASSED_BY)):
        amy = story.person(AMY)
        amy.open(f"{story.product.address}/differences/raise/?danger=no")
        pick_oneself(amy, AMY)
        amy.press("Save and go on")
        theirs, ours, initials = CHILDREN[which]
        child: Mapping[str, str] = {
            f"{COUNCIL}’s reference for the child": theirs, "Your own reference": ours, "Initials": initials,
        }  # fmt: skip
        told = Raising(
            agency=COUNCIL, team=TEAM, person=BOB_THERE, kind=KIND, child=child, born="2017", worry=worry, ask=ASK,
            safe=SAFE,
        )  # fmt: skip
        answer(amy, told, story.product.set_to)
        story.address = send(amy)


def when_each_side_shares_what_it_sees(story: Story) -> None:
    """Have each write an answer and a fact; Amy keeps hers first, and Bob meanwhile reads nothing of it."""
    amy, bob = at_the_difference(story, AMY), at_the_difference(story, BOB)
    amy.press("Write what our side sees")
    amy.write("What does the child say or show?", AMYS_VIEW)
    amy.press("Save it for myself")
    bob.press("Write what our side sees")
    bob.sees("What does the child say or show?")
    expect(bob.page.get_by_text(AMYS_VIEW)).to_have_count(0)
    bob.write("What works well?", BOBS_VIEW)
    bob.press("Share it with both sides")
    bob.sees("Both sides can read what your side sees now.", BOBS_VIEW)
    expect(bob.page.get_by_text(AMYS_VIEW)).to_have_count(0)
    amy.press("Share it with both sides")
    amy.sees(AMYS_VIEW, BOBS_VIEW)
    at_the_difference(story, BOB).sees(AMYS_VIEW)


def when_he_only_answers(story: Story) -> None:
    bob = at_the_difference(story, BOB)
    bob.press("Answer")
    bob.choose("I know which child this is about")
    bob.choose("No, because")
    bob.write("Say more", BECAUSE)
    bob.press("Send this answer")
    bob.sees("Your answer is sent.")


def when_bob_answers_and_says_back_how_he_understands_her(story: Story) -> None:
    bob = at_the_difference(story, BOB)
    bob.press("Answer")
    bob.choose("I know which child this is about")
    bob.write("What is their worry, as you understand it? (optional)", UNDERSTOOD)
    bob.choose("No, because")
    bob.write("Say more", BECAUSE)
    bob.press("Send this answer")
    bob.sees("Your answer is sent.")


def then_she_reads_how_she_is_understood_before_the_reply(story: Story) -> None:
    amy = at_the_difference(story, AMY)
    amy.sees("How they understand you", UNDERSTOOD)
    expect(amy.page.locator("#sides ~ *").get_by_text(BECAUSE)).to_have_count(0)
    amy.press("Nearly, something is missing")
    amy.write("What is missing?", MISSING)
    amy.press("Tell them")
    amy.sees(BECAUSE)
    at_the_difference(story, BOB).sees(MISSING)


def when_amy_places_on_the_chart(story: Story) -> None:
    places(at_the_difference(story, AMY), "Level 4: Social care, The child", PHRASE, AMYS_SEEN, CHANGES_AMY)


def then_bob_reads_nothing_of_it(story: Story) -> None:
    """Look wherever he can look: the page, the chart, one page, the record, and what waits for him."""
    bob = at_the_difference(story, BOB)
    pages = ("", "thresholds/", "on-one-page/", "record/", "views/", "for-our-file/")
    for address in (*(f"{story.address}{page}" for page in pages), f"{story.product.address}/"):
        bob.open(address)
        for secret in (AMYS_SEEN, CHANGES_AMY, PHRASE):
            expect(bob.page.locator("main").get_by_text(secret)).to_have_count(0)
    mails = " ".join(said(message) for _, message in story.mails)
    assert [secret for secret in (AMYS_SEEN, CHANGES_AMY, PHRASE) if secret in mails] == []


def when_bob_places_too(story: Story) -> None:
    places(at_the_difference(story, BOB), "Level 2: Some extra help, Parents and carers", OTHER, BOBS_SEEN, CHANGES_BOB)


PHRASE, OTHER = "Left alone for long, too young for it", "Takes up help when somebody offers it"


def places(somebody: Hands, box: str, phrase: str, seen: str, changes: str) -> None:
    """Choose one phrase of the chart, with what was seen, and place it."""
    somebody.press("Thresholds side by side")
    somebody.press("Begin")
    somebody.press(f"Choose in {box}")
    somebody.tick(phrase)
    somebody.write(f"What was seen, and when? ({phrase})", seen)
    somebody.write(f"Who saw it, or told you? ({phrase})", "I did")
    somebody.press("Keep it")
    somebody.press("Go on and place it")
    somebody.write("What would change your mind?", changes)
    somebody.press("Place it")


def then_both_read_both(story: Story) -> None:
    for name in (AMY, BOB):
        somebody = at_the_difference(story, name)
        somebody.press("Thresholds side by side")
        somebody.sees(PHRASE, AMYS_SEEN, CHANGES_AMY, OTHER, BOBS_SEEN, CHANGES_BOB, "not a test")


def then_the_clocks_of_both_say_the_same(both: Both, name: str) -> None:
    """Compare every clock on the two pages: its name and its time, to the working day that it counts to."""
    well, plain = (clocks(at_the_difference(story, name)) for story in both.on_each())
    assert well == plain != []


def clocks(somebody: Hands) -> list[str]:
    """Return the clocks on a page: what is due, by when."""
    return [text(one) for one in somebody.page.locator(".cg-clock__due").all()]


def text(found: Locator) -> str:
    """Return what somebody reads there, in one line."""
    return " ".join(found.inner_text().split())


def when_both_sides_work_on_the_lists(story: Story) -> None:
    sarah = at_the_difference(story, SARAH)
    sarah.press("List what you agree on, and what not")
    for line in (LINE, OTHER_LINE):
        sarah.press("Write a line of your own")
        sarah.write("What does the line say?", line)
        sarah.press("Put it on the lists")
    cath = at_the_difference(story, CATH)
    cath.press("Say where your side stands, or add a line")
    cath.press("We see it differently : line 1")
    cath.write("Say more (optional)", WHY_NOT)
    cath.press("Say so")
    cath.press("We agree with line 2")
    for somebody in (at_the_difference(story, SARAH), at_the_difference(story, CATH)):
        somebody.sees("What is not agreed: 1 line", LINE, WHY_NOT, OTHER_LINE)
    sarah.press("Read it on one page")
    sarah.sees("What is not agreed", LINE, WHY_NOT)


def when_they_find_a_time_to_meet(story: Story) -> None:
    """Have Sarah propose two times of today, and Cath choose the first."""
    sarah = at_the_difference(story, SARAH)
    sarah.press("Meetings: find a time, and write down what you decide")
    sarah.press("Propose a meeting")
    day = story.product.set_to.date()
    sarah.page.get_by_text("Add another time").click()
    for name, begins, ends in (("Time 1", "14:00", "14:30"), ("Time 2", "16:00", "16:30")):
        sarah.write_day(f"{name}: which day?", day)
        sarah.write(f"{name}: begins at", begins)
        sarah.write(f"{name}: ends at", ends)
    sarah.write("Where is it, or how do people join?", PLACE)
    for name in (SARAH, CATH):
        (label,) = (one for one in sarah.page.locator(".govuk-checkboxes label").all_inner_texts() if name in one)
        sarah.tick(label.strip())
    sarah.press("Propose these times")
    cath = at_the_difference(story, CATH)
    cath.press("Meeting 1")
    cath.page.get_by_role("button", name="Choose this time").first.click()
    cath.sees("14:00")


def then_the_invitation_is_one_that_calendars_take(story: Story) -> None:
    """Read what the mail server took for each: to come at the time that was chosen, and nothing of whom or where."""

    def invitations() -> list[tuple[str, str]]:
        parts = ((to, part) for to, message in story.mails for part in message.walk())
        return [(to, part.get_content()) for to, part in parts if part.get_content_type() == "text/calendar"]

    story.product.wait(lambda: len(invitations()) == 2, "an invitation for each of the two")
    starts = story.product.set_to.replace(hour=14, minute=0, second=0, microsecond=0)
    for _, written in invitations():
        calendar = Calendar.from_ical(written)
        (event,) = calendar.walk("VEVENT")
        assert (calendar["method"], event["sequence"]) == ("REQUEST", 0)
        assert event.decoded("dtstart") == starts.replace(tzinfo=LONDON)
        assert [secret for secret in (PLACE, SARAH, CATH, LINE, SCHOOL, COUNCIL) if secret in written] == []
    assert len({to for to, _ in invitations()}) == 2


def when_they_have_met(story: Story) -> None:
    """Let half past two come; Cath writes down what was decided, and Sarah agrees that it was so."""
    story.product.set_clock(story.product.set_to.replace(hour=15, minute=0))
    cath = at_the_difference(story, CATH)
    cath.press("Meeting 1")
    cath.press("Note that it was held")
    for name in (SARAH, CATH):
        (label,) = (one for one in cath.page.locator(".govuk-checkboxes label").all_inner_texts() if name in one)
        cath.tick(label.strip())
    cath.choose("Yes", within="Was the worry read out at the start?")
    cath.press("Put it in the record")
    cath.press("Write down what was decided")
    cath.write("Who decided?", "Both of us.")
    cath.write("What was decided?", DECIDED)
    cath.write("Why?", WHY_DECIDED)
    cath.press("Send it to both sides")
    cath.press("Agree that it was so")
    sarah = at_the_difference(story, SARAH)
    sarah.press("Meeting 1")
    sarah.sees(DECIDED, WHY_DECIDED)
    sarah.press("Agree that it was so")


def when_both_sign(story: Story) -> None:
    cath = at_the_difference(story, CATH)
    cath.press("Propose an agreement")
    day = (story.product.set_to + timedelta(days=3)).date()
    cath.write("What do you propose that both sides agree?", AGREEMENT)
    for line, what, side in (("Line 1", VISIT, RESPONDING), ("Line 2", RING, SCHOOL)):
        cath.write("What will be done?", what, within=line)
        cath.pick("By which side?", side, within=line)
        group = cath.page.get_by_role("group", name=line, exact=True).get_by_role("group")
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(part).fill(str(number))
    cath.write("What will a better day be like for the child? (optional)", BETTER)
    cath.press("Sign and send it")
    then_the_one_she_asked_is_told(story, SARAH, "an agreement has been proposed")
    sarah = at_the_difference(story, SARAH)
    sarah.press("Sign the agreement")
    sarah.sees(AGREEMENT, VISIT, RING, BETTER)
    sarah.tick("I have read this, and I sign it for my side")
    sarah.write("What do you still see differently? (optional)", STILL)
    sarah.press("Sign the agreement")
    for name in (AMY, BOB):
        at_the_difference(story, name).sees("This has ended. Both sides signed an agreement", AGREEMENT, BETTER, STILL)


def then_their_actions_wait_for_them(story: Story) -> None:
    cath = at_the_difference(story, CATH)
    cath.press("See the actions")
    cath.sees(VISIT, RING)
    cath.press(f"Say what came of it : {VISIT}")
    cath.choose("It is done")
    cath.write("How do you know that it is done?", FOUND)
    cath.press("Put it in the record")
    sarah = at_the_difference(story, SARAH)
    sarah.press("See the actions")
    sarah.sees(FOUND)


def when_they_say_how_it_went(story: Story) -> None:
    sarah = at_the_difference(story, SARAH)
    sarah.press("Say how it went, or thank somebody")
    sarah.choose("Yes", within="Were you heard?")
    sarah.choose("Yes", within="Was the child at the centre?")
    box = sarah.page.get_by_label("Is there somebody whom you want to thank?")
    (named,) = (one for one in box.locator("option").all_inner_texts() if one.startswith(CATH))
    sarah.pick("Is there somebody whom you want to thank?", named)
    sarah.write("What for?", THANKS)
    sarah.press("Send it")
    at_the_difference(story, CATH).sees(f"{SARAH} thanks you: {THANKS}")
    expect(at_the_difference(story, BOB).page.get_by_text(THANKS)).to_have_count(0)


def when_six_weeks_go_by(story: Story) -> None:
    story.product.set_clock(monday_morning(after=story.product.set_to + timedelta(weeks=6)))


def then_both_sides_say_what_has_changed(story: Story) -> None:
    def asked() -> bool:
        return any("what has changed" in str(message["Subject"]) for _, message in story.mails)

    story.product.wait(asked, "the question after some weeks")
    for name, words in ((AMY, WHAT_CHANGED), (CATH, FOUND)):
        somebody = at_the_difference(story, name)
        somebody.press("say what has changed for the child")
        somebody.choose("Yes, it has helped")
        somebody.write("What has changed for the child?", words)
        somebody.press("Put it in the record")
    for name in (AMY, CATH):
        somebody = at_the_difference(story, name)
        somebody.press("The whole record")
        somebody.sees(WHAT_CHANGED, FOUND, "Yes, it has helped")
