"""Her manager shares the decision: she says so, sees who backs her, and sends; her manager sees nothing of it.

By keys alone, with axe looking at every page. Between two pages only the clock moves and the worker runs.
"""

from playwright.sync_api import Browser

from tests.journeys.hands import Hands, Keys
from tests.journeys.product import Product
from tests.journeys.raising import Raising, answer, send
from tests.journeys.test_main_job import (
    AMY,
    ASK,
    BOB,
    BOB_THERE,
    CHILD,
    COUNCIL,
    JUDITH,
    SARAH,
    TEAM,
    Story,
    at_the_difference,
    given_a_monday_morning,
    pick_oneself,
)
from tests.journeys.test_main_job import then_the_one_she_asked_is_told as then_is_told

WORRY = "She was told in front of her mother that she makes things up. I was told to leave it there."
SAFE = "She stays with me at lunch, and her grandmother collects her."
REASON = "Two of us agreed it between them, and nobody has asked her."
TITLE = "Deputy head teacher and designated safeguarding lead"


def test_her_manager_shares_the_decision(product: Product, chromium: Browser) -> None:
    story = Story(product, lambda: Keys(chromium))
    given_a_monday_morning(story)
    amy = story.person(AMY)
    she_writes_what_worries_her(story, amy)
    she_says_who_shares_the_decision(amy)
    she_sees_who_backs_her_and_sends(story, amy)
    then_is_told(story, BOB, "a worry has been raised with you")
    then_her_manager_sees_nothing(story)
    then_her_line_starts_above(story, amy)
    for hands in story.people.values():
        hands.close()


def she_writes_what_worries_her(story: Story, amy: Hands) -> None:
    amy.open(f"{story.product.address}/start/")
    amy.choose("No")
    amy.press("Go on")
    amy.press("Raise it in writing now")
    pick_oneself(amy, AMY)
    amy.press("Save and go on")
    told = Raising(
        agency=COUNCIL, team=TEAM, person=BOB_THERE, kind="Closing or stepping down",
        child={"Your own reference": CHILD["own"]}, born=CHILD["born"], worry=WORRY, ask=ASK, safe=SAFE,
    )  # fmt: skip
    answer(amy, told, story.product.set_to)


def she_says_who_shares_the_decision(amy: Hands) -> None:
    amy.sees("Who will see this", SARAH)
    amy.press("Say so, and they will not see it")
    amy.sees("They see nothing of it, and nobody tells them.")
    amy.tick(f"{SARAH}, {TITLE}")
    amy.press("Save and go on")


def she_sees_who_backs_her_and_sends(story: Story, amy: Hands) -> None:
    amy.sees("Who backs you", "worse off for it", "Judith Clay, head teacher", "01632 960 424")
    story.address = send(amy)


def then_her_manager_sees_nothing(story: Story) -> None:
    sarah = story.person(SARAH)
    sarah.open(f"{story.product.address}/demonstration/")
    pick_oneself(sarah, SARAH)
    reference = story.address.rstrip("/").rsplit("/", 1)[-1]
    for page in ("/", "/differences/", "/differences/?whose=agency", "/notices/"):
        sarah.page.goto(f"{story.product.address}{page}")
        assert reference not in sarah.page.content().replace("-", "")
    answer = sarah.page.request.get(story.address)
    assert answer.status == 404
    assert not [to for to, _ in story.mails if to.startswith("sarah.")]


def then_her_line_starts_above(story: Story, amy: Hands) -> None:
    amy.open(story.address)
    amy.press("Escalate to line managers or safeguarding leads")
    amy.write("Why does this need the next stage?", REASON)
    amy.write("What was tried?", "I spoke to Bob.")
    amy.write("What do you ask now?", ASK)
    amy.press("Escalate to line managers or safeguarding leads")
    then_is_told(story, JUDITH, "it has moved to the next stage")
    judith = at_the_difference(story, JUDITH)
    judith.sees(WORRY, REASON, "Who backs you")
