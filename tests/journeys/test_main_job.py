"""The main job, told once and done twice: by keys alone, and in a browser without scripts.

Amy is worried about a decision of the council's. It is raised, answered, taken through all four stages and signed.
Between two pages only the clock moves and the worker runs.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from playwright.sync_api import Browser, expect

from commonground.directory.cast import CAST
from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, monday_morning
from tests.journeys.raising import Raising, answer

AMY, BOB, SARAH, CATH = "Amy Lister", "Bob Ferris", "Sarah Penrose", "Cath Doyle"
JUDITH, DEV, MARGARET = "Judith Clay", "Dev Raman", "Margaret Ainsworth"
SCHOOL, COUNCIL = "Oakfield Primary School", "Fairhaven City Council"
TEAM, BOB_THERE = (
    "Assessment Team East",
    "Bob Ferris (Assessment Team East duty desk; Social worker, Assessment Team East)",
)
EVERYBODY = (AMY, BOB, SARAH, CATH, JUDITH, DEV, MARGARET)

WORRY = "He came to school without breakfast on nine days of this half term, and slept through three lessons."
ASK = "Keep his plan open until somebody has seen him in the flat above the bakery."
SAFE = "Breakfast club takes him in at eight, and his aunt collects him on Thursdays."
BECAUSE = "Both visits found the kitchen stocked, and his mother answered every call we made in October."
CHILD = {"other": "FH-70312", "own": "OAK-118", "initials": "TQ", "born": "2018"}
AGREEMENT = "Bob Ferris and Amy Lister visit together on Wednesday after school, and the plan stays open until then."

Words = tuple[str, str, str]
TO_MANAGERS: Words = (
    "We read the same visits in opposite ways, and he is still hungry each morning.",
    "Two long telephone calls on Monday, and an offer to come along to the next visit.",
    "Look at both sets of notes side by side, and see him this week.",
)
TO_SENIOR_MANAGERS: Words = (
    "The time went by without a visit, and breakfast club ends before Christmas.",
    "The managers met once and found that no worker is free for a visit before the holidays.",
    "Free one worker for a single afternoon, so that he is seen in the flat.",
)
TO_PARTNERS: Words = (
    "Heads of both services agree about the worry, and not about who pays for the afternoon.",
    "A meeting of both heads, and a letter from each of them.",
    "Decide together who makes the visit, and when.",
)


@dataclass
class Story:
    """One telling: the product, whose hands do it, and the people at their browsers."""

    product: Product
    hands: Callable[[], Hands]
    people: dict[str, Hands] = field(default_factory=dict)
    address: str = ""

    def person(self, name: str) -> Hands:
        """Return somebody's browser; the first time it is a new one."""
        if name not in self.people:
            self.people[name] = self.hands()
        return self.people[name]

    @property
    def mails(self) -> list[tuple[str, EmailMessage]]:
        """What the mail server took about this difference: each recipient with the message."""
        reference = self.address.rstrip("/").rsplit("/", 1)[-1]
        taken = [(one.recipients, one.message) for one in list(self.product.sink.taken)]
        return [(to[0], message) for to, message in taken if reference in said(message)]

    def mailed(self, name: str, title: str) -> EmailMessage | None:
        """Return the mail of a title that came to somebody, or None."""
        address = CAST.get(
            name.split(maxsplit=1)[0].lower(), f"{name.lower().replace(' ', '.')}@council.fairhaven.example"
        )
        return next((one for to, one in self.mails if to == address and title in str(one["Subject"])), None)


def said(message: EmailMessage) -> str:
    """Return what somebody reads in a message: its words, without an invitation that stands beside them."""
    words = message.get_body(("plain",))
    return str(words.get_content()) if words else ""


def test_by_keys_alone(product: Product, chromium: Browser) -> None:
    the_main_job(Story(product, lambda: Keys(chromium)))


def test_without_scripts(product: Product, chromium: Browser) -> None:
    the_main_job(Story(product, lambda: Clicks(chromium)))


def the_main_job(story: Story) -> None:
    given_a_monday_morning(story)
    when_amy_says_what_worries_her(story)
    then_the_one_she_asked_is_told(story, BOB, "a worry has been raised with you")

    when_bob_answers_no(story)
    then_only_her_side_can_take_it_further(story)
    when_somebody_takes_it_further(story, AMY, "Escalate to line managers or safeguarding leads", TO_MANAGERS)
    then_it_waits_for(story, CATH, stage="2 Line managers or safeguarding leads")

    when_its_time_goes_by(story)
    then_people_are_told_and_nothing_has_closed(story)
    when_somebody_takes_it_further(story, SARAH, "Escalate to senior managers", TO_SENIOR_MANAGERS)
    then_it_waits_for(story, DEV, stage="3 Senior managers")
    when_somebody_takes_it_further(story, JUDITH, "Escalate to safeguarding partners", TO_PARTNERS)
    then_it_waits_for(story, MARGARET, stage="4 Safeguarding partners")

    when_both_sides_sign(story)
    then_it_is_resolved(story)
    then_the_record_has_everything(story)
    then_every_mail_came_once_and_names_nobody(story)
    for hands in story.people.values():
        hands.close()


def given_a_monday_morning(story: Story) -> None:
    story.product.set_clock(monday_morning(after=story.product.set_to))


def when_amy_says_what_worries_her(story: Story) -> None:
    amy = story.person(AMY)
    amy.open(f"{story.product.address}/start/")
    amy.sees("I am worried about a child and another agency’s decision", "Ring 999")
    amy.choose("No")
    amy.press("Go on")
    amy.sees("Have you talked with them?")
    amy.press("Raise it in writing now")
    pick_oneself(amy, AMY)
    amy.press("Save and go on")
    child = {
        f"{COUNCIL}’s reference for the child": CHILD["other"],
        "Your own reference": CHILD["own"],
        "Initials": CHILD["initials"],
    }
    told = Raising(
        agency=COUNCIL, team=TEAM, person=BOB_THERE, kind="Closing or stepping down", child=child, born=CHILD["born"],
        worry=WORRY, ask=ASK, safe=SAFE,
    )  # fmt: skip
    answer(amy, told, story.product.set_to)
    amy.sees(*CHILD.values(), "Who will see this", BOB, CATH, DEV, MARGARET)
    amy.press("Send it")
    amy.sees("Bob Ferris has been told")
    amy.press("See the difference")
    story.address = amy.page.url


def then_the_one_she_asked_is_told(story: Story, name: str, title: str) -> None:
    story.product.wait(lambda: story.mailed(name, title) is not None, f"a mail to {name}: {title}")
    mail = story.mailed(name, title)
    assert mail
    assert story.address in said(mail)


def when_bob_answers_no(story: Story) -> None:
    bob = at_the_difference(story, BOB)
    bob.sees(WORRY, ASK)
    bob.press("Show which child")
    bob.sees(*CHILD.values())
    bob.press("Back to the difference")
    bob.press("Pick this up")
    bob.choose("I know which child this is about")
    bob.press("Pick this up")
    bob.press("Answer")
    bob.choose("No, because")
    bob.write("Say more", BECAUSE)
    bob.press("Send this answer")
    bob.sees("Your answer is sent.", BECAUSE)


def then_only_her_side_can_take_it_further(story: Story) -> None:
    escalate = "Escalate to line managers or safeguarding leads"
    expect(story.person(BOB).page.get_by_role("button", name=escalate)).to_have_count(0)
    amy = at_the_difference(story, AMY)
    amy.sees(f"Next for you: {escalate}", f"No, because {BECAUSE}")


def when_somebody_takes_it_further(story: Story, name: str, button: str, words: Words) -> None:
    somebody = at_the_difference(story, name)
    somebody.press(button)
    reason, tried, ask = words
    somebody.write("Why does this need the next stage?", reason)
    somebody.write("What was tried?", tried)
    somebody.write("What do you ask now?", ask)
    somebody.press(button)
    somebody.sees("You have escalated this.")


def then_it_waits_for(story: Story, name: str, *, stage: str) -> None:
    then_the_one_she_asked_is_told(story, name, "it has moved to the next stage")
    now_at = at_the_difference(story, name).page.locator("[aria-current=step]")
    expect(now_at).to_contain_text(stage)


def when_its_time_goes_by(story: Story) -> None:
    due = at_the_difference(story, CATH).page.locator(".cg-clock__due time").get_attribute("datetime")
    assert due
    story.product.set_clock(datetime.fromisoformat(due) + timedelta(minutes=1))


def then_people_are_told_and_nothing_has_closed(story: Story) -> None:
    for name in (AMY, SARAH, CATH):
        then_the_one_she_asked_is_told(story, name, "the time has passed")
    sarah = at_the_difference(story, SARAH)
    sarah.sees("This clock passed its time. Nothing has closed.", "Next for you: Escalate to senior managers")


def when_both_sides_sign(story: Story) -> None:
    margaret = at_the_difference(story, MARGARET)
    margaret.press("Propose an agreement")
    margaret.write("What do you propose that both sides agree?", AGREEMENT)
    margaret.press("Sign and send it")
    margaret.sees("Not signed yet: Oakfield Primary School")
    then_the_one_she_asked_is_told(story, JUDITH, "an agreement has been proposed")
    judith = at_the_difference(story, JUDITH)
    judith.press("Sign the agreement")
    judith.sees(AGREEMENT)
    judith.tick("I have read this, and I sign it for my side")
    judith.press("Sign the agreement")


def then_it_is_resolved(story: Story) -> None:
    for name in (AMY, BOB, JUDITH, MARGARET):
        somebody = at_the_difference(story, name)
        somebody.sees("This has ended. Both sides signed an agreement", "What both sides agreed", AGREEMENT)
        expect(somebody.page.get_by_text("What you can do now")).to_have_count(0)


def then_the_record_has_everything(story: Story) -> None:
    amy = story.person(AMY)
    amy.press("The whole record")
    amy.sees(WORRY, ASK, BECAUSE, *TO_MANAGERS, *TO_SENIOR_MANAGERS, *TO_PARTNERS, AGREEMENT)
    for who, did in (
        ("Amy Lister, Teacher, year 2", "raised this difference"),
        ("Bob Ferris, Social worker", "picked this up"),
        ("Bob Ferris, Social worker", "answered"),
        ("Amy Lister, Teacher, year 2", "escalated this to line managers or safeguarding leads"),
        ("Sarah Penrose, Deputy head teacher and designated safeguarding lead", "escalated this to senior managers"),
        ("Judith Clay, Head teacher", "escalated this to safeguarding partners"),
        ("Margaret Ainsworth, Director of children’s services", "proposed an agreement and signed it"),
        ("Judith Clay, Head teacher", "signed the agreement"),
    ):
        expect(amy.page.get_by_text(re.compile(f"^{who}, .*{did}"))).to_have_count(1)
    amy.sees("The clock “Settled or escalated by” passed its time. Nothing has closed.")
    for secret in (CHILD["other"], CHILD["own"]):
        expect(amy.page.get_by_text(secret)).to_have_count(0)
    amy.press("Back to the difference")
    amy.press(amy.page.get_by_role("link", name="Who has looked").inner_text())
    amy.sees(*EVERYBODY, "which child")
    story.product.says_its_record_is_whole()


def then_every_mail_came_once_and_names_nobody(story: Story) -> None:
    ids = [str(message["Message-ID"]) for _, message in story.mails]
    assert len(ids) == len(set(ids)) >= len(EVERYBODY)
    typed = [text for hands in story.people.values() for text in hands.typed]
    private = {shingle for text in typed for shingle in shingles(text)} | {*EVERYBODY, *CHILD.values()} - {"2018"}
    for _, message in story.mails:
        read = f"{message['Subject']} {said(message)}"
        assert [words for words in private if words in read] == []


def shingles(text: str) -> set[str]:
    """Return every four words that follow each other in a text."""
    words = text.split()
    return {" ".join(words[place : place + 4]) for place in range(len(words) - 3)}


def at_the_difference(story: Story, name: str) -> Hands:
    """Return somebody's browser at the difference: by the link in their mail, and their sign-in if it is the first."""
    somebody = story.person(name)
    somebody.open(story.address)
    if somebody.page.title().startswith("Pick a person"):
        pick_oneself(somebody, name)
    return somebody


def pick_oneself(somebody: Hands, name: str) -> None:
    """Sign in as the demonstration lets one: by going to one's place of work and pressing one's name."""
    somebody.jump(SCHOOL if name in {AMY, SARAH, JUDITH} else COUNCIL)
    somebody.press(name)
