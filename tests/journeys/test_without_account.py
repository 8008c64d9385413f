"""Without an account: a trustee answers and signs by a pass; a practice's answer is recorded; a group is vouched for.

The trustee gets her link by mail and her code by telephone, and uses her own browser. Between two pages only the clock
moves and the worker runs.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, expect

from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, monday_morning
from tests.journeys.raising import Raising, answer, send, tell
from tests.pdf import said

AMY, EMEKA, MOLLY = "Amy Lister", "Emeka Obi", "Molly Greene"
SCHOOL, PRACTICE, GROUP = "Oakfield Primary School", "The Quay Practice", "Fairhaven Young Carers"
UNLISTED = "Harbour Young Carers"
RUTH, RUTHS_MAIL = "Ruth Amos", "ruth.amos@youngcarers.example"
WORRY = "She looks after two small brothers each evening, and nobody from the group has come since half term."
ASK = "Send somebody to her on two evenings a week until her mother is home."
SAFE = "A neighbour sits with the boys until seven."
AGREEMENT = "Two volunteers come on Mondays and Thursdays from next week, and tell the school each Friday."
TOLD = "Yes, once the school has sent the form: the nurse will see her on Wednesday."


@dataclass
class Story:
    """One telling: the product, and the people at their browsers."""

    product: Product
    browser: Browser
    people: dict[str, Hands] = field(default_factory=dict)
    address: str = ""

    def amy(self) -> Hands:
        """Return Amy's browser, with scripts off."""
        if AMY not in self.people:
            self.people[AMY] = Clicks(self.browser)
        return self.people[AMY]


def test_a_trustee_answers_and_signs_by_a_pass(product: Product, chromium: Browser) -> None:
    story = Story(product, chromium)
    given_amy_has_raised_it_with(story, GROUP)
    then_amy_lets_nobody_in_for_the_other_side(story)
    code = when_molly_lets_ruth_in(story)
    link = then_the_mail_has_a_link_and_nothing_about_anybody(story, code)
    ruth = when_ruth_opens_it_with_her_code(story, link, code)
    when_ruth_answers(ruth)
    when_amy_proposes(story)
    when_ruth_signs(ruth)
    then_it_is_resolved_and_she_sees_nothing_else(story, ruth, link)
    ruth.close()
    story.amy().close()


def test_a_practice_answers_by_telephone_and_confirms_it_later(product: Product, chromium: Browser) -> None:
    story = Story(product, chromium)
    given_amy_has_raised_it_with(story, PRACTICE)
    when_amy_records_what_they_told_her(story)
    then_it_is_marked_and_they_are_told(story)
    when_the_practice_confirms_it(story)
    then_it_is_marked_no_more(story)
    story.amy().close()


def test_a_group_that_is_not_listed_is_vouched_for_and_it_is_sent(product: Product, chromium: Browser) -> None:
    story = Story(product, chromium)
    given_amy_has_written_to_a_group_that_is_not_listed(story)
    when_she_prints_it_and_asks(story)
    when_elin_vouches_and_learns_nothing_else(story)
    then_amy_is_told_without_a_name_and_sends_it(story)
    story.amy().close()


def given_amy_has_raised_it_with(story: Story, agency: str) -> None:
    amy = given_amy_begins(story)
    answer(amy, raising(agency), story.product.set_to)
    story.address = send(amy)


def given_amy_begins(story: Story) -> Hands:
    story.product.set_clock(monday_morning(after=story.product.set_to))
    amy = story.amy()
    amy.open(f"{story.product.address}/demonstration/?next=/differences/raise/")
    amy.jump(SCHOOL)
    amy.press(AMY)
    amy.choose("No")
    amy.press("Save and go on")
    return amy


def raising(agency: str) -> Raising:
    return Raising(
        agency=agency, kind="A service refused, delayed or absent", child={"Initials": "WK"}, born="2015", worry=WORRY,
        ask=ASK, safe=SAFE,
    )  # fmt: skip


def given_amy_has_written_to_a_group_that_is_not_listed(story: Story) -> None:
    amy = given_amy_begins(story)
    amy.press("They are not in this list")
    amy.write("What is the group called?", UNLISTED)
    amy.choose("Voluntary group")
    amy.write("Their telephone number", "01632 960 555")
    amy.press("Save and go on")
    tell(amy, raising(UNLISTED), story.product.set_to)
    amy.sees("Sending waits until somebody vouches for this group", "Elin Hughes", "Sarah Penrose", "01632 960 555")
    expect(amy.page.get_by_role("button", name="Send it")).to_have_count(0)


def when_she_prints_it_and_asks(story: Story) -> None:
    amy = story.amy()
    with amy.page.expect_download() as download:
        amy.page.get_by_role("button", name="Prepare and print").click()
    words = " ".join(said(download.value.path().read_bytes()).split())
    for shown in (UNLISTED, WORRY, ASK, "WK", "It was not sent by Common Ground"):
        assert shown in words
    amy.press("Ask to vouch")
    amy.sees("You asked on")


def when_elin_vouches_and_learns_nothing_else(story: Story) -> None:
    elin = Keys(story.browser)
    elin.open(f"{story.product.address}/demonstration/?next=/")
    elin.press("Elin Hughes")
    elin.sees("Groups that are not listed")
    elin.press(UNLISTED)
    for hidden in (WORRY, ASK, "WK", "refused"):
        expect(elin.page.locator("main")).not_to_contain_text(hidden)
    elin.choose("Yes: they are real, and this is how they are reached")
    elin.press("Say so")
    elin.sees(f"You vouched for {UNLISTED}.")
    expect(elin.page.get_by_role("heading", name="Groups that are not listed")).to_have_count(0)
    elin.close()


def then_amy_is_told_without_a_name_and_sends_it(story: Story) -> None:
    def mail() -> str:
        told = [str(one.message) for one in list(story.product.sink.taken) if "about a group" in str(one.message)]
        return told[0] if told else ""

    story.product.wait(lambda: bool(mail()), "a mail to Amy")
    for word in (UNLISTED, "Elin", "WK", "brothers"):
        assert word not in mail()
    amy = story.amy()
    amy.open(story.product.address)
    amy.sees(f"Somebody vouched for {UNLISTED}. You can send it now")
    amy.press(f"open your draft about {UNLISTED}")
    amy.sees("Who will see this", "Partnership officer")
    story.address = send(amy)
    amy.sees(UNLISTED)


def then_amy_lets_nobody_in_for_the_other_side(story: Story) -> None:
    amy = story.amy()
    amy.press("Let in somebody who has no account")
    amy.sees(f"For somebody of your own side, {SCHOOL}.")
    expect(amy.page.get_by_role("radio")).to_have_count(0)
    amy.open(story.address)


def when_molly_lets_ruth_in(story: Story) -> str:
    molly = Clicks(story.browser)
    molly.open(f"{story.product.address}/demonstration/?next={story.address.removeprefix(story.product.address)}")
    molly.jump(GROUP)
    molly.press(MOLLY)
    molly.press("Let in somebody who has no account")
    molly.write("What is their name?", RUTH)
    molly.write("What do they do there?", "Trustee")
    molly.write("What is their work e-mail address?", RUTHS_MAIL)
    molly.press("Let them in")
    molly.sees(f"Read this code out to {RUTH}", RUTHS_MAIL)
    code = re.search(r"\d{4} \d{4}", molly.page.locator("main").inner_text())
    assert code
    molly.page.reload()
    molly.sees("The code was shown already")
    molly.close()
    return code.group()


def then_the_mail_has_a_link_and_nothing_about_anybody(story: Story, code: str) -> str:
    def mail() -> str:
        sent = [
            str(one.message.get_content()) for one in list(story.product.sink.taken) if RUTHS_MAIL in one.recipients
        ]
        return sent[0] if sent else ""

    story.product.wait(lambda: bool(mail()), "a mail to the trustee")
    for word in (RUTH, AMY, MOLLY, GROUP, "WK", code, code.replace(" ", ""), "brothers"):
        assert word not in mail()
    link = re.search(rf"{story.product.address}/pass/\S+", mail())
    assert link
    return link.group()


def when_ruth_opens_it_with_her_code(story: Story, link: str, code: str) -> Hands:
    ruth = Keys(story.browser)
    ruth.open(link)
    ruth.sees("You have been let in to one difference", MOLLY)
    expect(ruth.page.get_by_text(WORRY)).to_have_count(0)
    ruth.write("Your code", code)
    ruth.press("Open it")
    assert ruth.page.url == story.address
    ruth.sees(f"You are let in by a pass for {GROUP}", WORRY, ASK)
    return ruth


def when_ruth_answers(ruth: Hands) -> None:
    ruth.press("Answer")
    ruth.choose("I know which child this is about")
    ruth.choose("Yes, if")
    ruth.write("Say more", "If the school tells us by Friday which evenings are hardest.")
    ruth.press("Send this answer")
    ruth.sees("Your answer is sent.")


def when_amy_proposes(story: Story) -> None:
    amy = story.amy()
    amy.open(story.address)
    amy.sees("Yes, if", "tells us by Friday which evenings are hardest.", "Let in by a pass, at stage 1")
    amy.press("Propose an agreement")
    amy.write("What do you propose that both sides agree?", AGREEMENT)
    amy.press("Sign and send it")


def when_ruth_signs(ruth: Hands) -> None:
    ruth.page.reload()
    ruth.press("Sign the agreement")
    ruth.sees(AGREEMENT)
    ruth.tick("I have read this, and I sign it for my side")
    ruth.press("Sign the agreement")
    ruth.sees("This has ended. Both sides signed an agreement", "You can read it until")


def then_it_is_resolved_and_she_sees_nothing_else(story: Story, ruth: Hands, link: str) -> None:
    amy = story.amy()
    amy.open(story.address)
    amy.sees("This has ended. Both sides signed an agreement", f"{RUTH} for {GROUP}")
    for elsewhere in ("/differences/", "/people/", "/account/login/"):
        answer = ruth.page.request.get(f"{story.product.address}{elsewhere}")
        assert answer.status == 404, elsewhere
    other = Clicks(story.browser)
    other.open(link)
    other.sees("This pass was opened in another browser", MOLLY)
    other.page.context.close()
    story.product.says_its_record_is_whole()


def when_amy_records_what_they_told_her(story: Story) -> None:
    amy = story.amy()
    amy.press("Record what they told you")
    amy.write("Who told you?", "Fiona Marsh")
    amy.write("What do they do?", "Partner of the practice")
    amy.choose("By telephone")
    amy.write_day("When?", story.product.set_to)
    amy.choose("Yes, if")
    amy.write("What did they say?", TOLD)
    amy.press("Record it for them")


def then_it_is_marked_and_they_are_told(story: Story) -> None:
    story.amy().sees("Not confirmed by them", "Fiona Marsh, Partner of the practice, by telephone on", TOLD)
    reference = story.address.rstrip("/").rsplit("/", 1)[-1]

    def told() -> bool:
        taken = [one.message for one in list(story.product.sink.taken)]
        about = [one for one in taken if reference in str(one.get_content())]
        return any("what one side said has been recorded" in str(one["Subject"]) for one in about)

    story.product.wait(told, "a mail to the practice")


def when_the_practice_confirms_it(story: Story) -> None:
    emeka = Keys(story.browser)
    emeka.open(f"{story.product.address}/demonstration/?next={story.address.removeprefix(story.product.address)}")
    emeka.jump(PRACTICE)
    emeka.press(EMEKA)
    emeka.sees("Not confirmed by them")
    emeka.press("Say if that is what you said")
    emeka.choose("That is what we said")
    emeka.press("Put it in the record")
    emeka.sees("Confirmed by them")
    emeka.close()


def then_it_is_marked_no_more(story: Story) -> None:
    amy = story.amy()
    amy.open(story.address)
    amy.sees("Confirmed by them")
    expect(amy.page.locator(".cg-verdict")).to_have_text("Confirmed by them")
    story.product.says_its_record_is_whole()
