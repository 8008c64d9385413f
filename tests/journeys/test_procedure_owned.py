"""A procedure that its officers own: set up from what is written, mended, confirmed, approved by a colleague, followed.

Officers use a browser without scripts; the practitioners press keys alone, and axe looks at each of their pages. Only
the clock moves between two pages, and the worker runs.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Browser, expect

from commonground.now import london_date
from tests.facts import reckoning
from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, monday_morning
from tests.journeys.raising import Raising, answer, send
from tests.journeys.test_main_job import BOB_THERE, COUNCIL, SCHOOL, TEAM

ELIN, ROSA, OFFICE = "Elin Hughes", "Rosa Martins", "Fairhaven Safeguarding Children Partnership office"
AMY, SARAH, BOB, CATH = "Amy Lister", "Sarah Penrose", "Bob Ferris", "Cath Doyle"
AT = {ELIN: OFFICE, ROSA: OFFICE, AMY: SCHOOL, SARAH: SCHOOL, BOB: COUNCIL, CATH: COUNCIL}
SOURCE = "Fairhaven procedures manual, chapter 9, page 4"

NAME = "Three steps to agreement"


@dataclass(frozen=True)
class Rung:
    """A step of the written procedure, as it reads on the paper that Elin has beside her."""

    name: str
    roles: tuple[str, ...]
    clock: str
    days: int
    guidance: str
    by_itself: bool = False


WRITTEN = (
    Rung(
        "Those who know the child", ("Practitioner",), "Talked over by", 1,
        "Speak to each other the same day. Each of you says what you saw, and what you would do next.", by_itself=True,
    ),
    Rung(
        "Team managers", ("Line manager", "Safeguarding lead"), "Managers agree by", 2,
        "Read both accounts before you ring. Bring the child’s chronology.",
    ),
    Rung(
        "Heads of service", ("Senior manager",), "Heads decide by", 4,
        "Meet, and free whatever stands in the way: staff, money or a place.",
    ),
)  # fmt: skip
SCOPE = "Is this about a parking space at a children’s centre?"
ELSEWHERE = "Ask the centre’s caretaker. It does not come here."
LATER_NAME, LATER_DAYS = "Managers of both teams", 9

WORRY = "He sleeps in a car outside the flat on four nights of the week, and his cough is worse each Monday."
ASK = "Find him a warm bed before the frost, and tell us who goes with him."
SAFE = "His grandmother takes him in on Fridays, and the school opens its library at seven."
BECAUSE = "The landlord told us that the car is the uncle’s and that the boy has the back room."
AGREEMENT = "Both teams visit after dark on Tuesday, and a room is found that week if he is in the car."


@dataclass
class Telling:
    """The story so far: the product, everybody's browser, the edition and the difference that it is about."""

    product: Product
    chromium: Browser
    people: dict[str, Hands]
    edition: str = ""
    difference: str = ""
    due: str = ""

    def at(self, name: str, address: str) -> Hands:
        """Return somebody's browser at an address; they sign in the first time."""
        if name not in self.people:
            self.people[name] = Clicks(self.chromium) if name in {ELIN, ROSA} else Keys(self.chromium)
        somebody = self.people[name]
        somebody.open(address if address.startswith("http") else self.product.address + address)
        if somebody.page.title().startswith("Pick a person"):
            somebody.jump(AT[name])
            somebody.press(name)
        return somebody

    @property
    def today(self) -> date:
        """The day on which the product stands."""
        return london_date(self.product.set_to)


def test_an_officer_sets_up_a_procedure_and_a_difference_is_finished_under_it(
    product: Product, chromium: Browser
) -> None:
    told = Telling(product, chromium, {})
    product.set_clock(monday_morning(after=product.set_to))

    elin = when_elin_starts_from_nothing(told)
    when_she_types_the_first_step(elin)
    when_she_adds_the_others_and_mends_what_is_wrong(elin)
    when_she_says_what_it_is_not_for(elin)
    when_she_confirms_each_figure_and_proposes_it(told, elin)
    when_rosa_approves_it(told)
    then_it_is_followed_from_its_day_and_not_before(told)

    when_amy_raises_under_it(told)
    when_bob_says_no(told)
    when_another_edition_is_published_meanwhile(told)
    then_it_climbs_by_its_own_clock(told)
    then_the_page_keeps_the_words_and_the_date_of_its_edition(told)
    when_both_managers_sign(told)
    then_the_next_difference_has_the_new_words(told)
    product.says_its_record_is_whole()
    for hands in told.people.values():
        hands.close()


def when_elin_starts_from_nothing(told: Telling) -> Hands:
    elin = told.at(ELIN, "/procedures/")
    elin.press("Start a draft")
    elin.choose("Nothing: a new procedure")
    elin.write("What is the procedure called?", NAME)
    elin.press("Start it")
    elin.sees("The draft is started.", NAME)
    told.edition = elin.page.url
    return elin


def when_she_types_the_first_step(elin: Hands) -> None:
    first = WRITTEN[0]
    elin.press("Edit the draft")
    elin.press("Practitioners")
    elin.press("Change What is this stage called?")
    elin.write("What is this stage called?", first.name)
    elin.press("Keep it")
    words_of(elin, first)
    elin.press("Change Is this stage still to be confirmed?")
    elin.choose("No", within="Is this stage still to be confirmed?")
    elin.press("Keep it")
    elin.press("Change Settled or escalated by")
    elin.press("Change How many?")
    elin.write("What does this clock say?", first.clock)
    elin.press("Keep it")
    elin.sees("how many is not known yet")
    goes_on_by_itself(elin)
    elin.press(f"Stage 1: {first.name}")
    elin.press("The draft")


def words_of(elin: Hands, rung: Rung) -> None:
    elin.press("Change What should people do at this stage?")
    elin.write("What should people do at this stage?", rung.guidance)
    elin.write("What is on the checklist?", "Write down what you agreed")
    elin.press("Keep it")
    elin.sees(rung.guidance)


def goes_on_by_itself(elin: Hands) -> None:
    asks = "Does it go to the next stage by itself when the time is over?"
    elin.press(f"Change {asks}")
    elin.choose("Yes", within=asks)
    elin.tick("The person who raised it", within="Who is told when the time is over?")
    elin.press("Keep it")


def when_she_adds_the_others_and_mends_what_is_wrong(elin: Hands) -> None:
    for number, rung in enumerate(WRITTEN[1:], start=2):
        elin.press("Add a stage")
        elin.write("What is this stage called?", rung.name)
        for place, role in zip(("First", "Second"), rung.roles, strict=False):
            elin.pick(place, role, within="Who acts for the raising side?")
        elin.press("Add it")
        elin.sees(f"Stage {number} ({rung.name}): somebody must act for the responding side.")
        elin.press("Change Who acts for the responding side?")
        for place, role in zip(("First", "Second"), rung.roles, strict=False):
            elin.pick(place, role, within="Who acts for the responding side?")
        elin.press("Keep it")
        expect(elin.page.get_by_text("Put this right")).to_have_count(0)
        words_of(elin, rung)
        add_clock(elin, rung)
        if rung is WRITTEN[-1]:
            mend_a_clock_that_leads_nowhere(elin, rung)
        elin.press(f"Stage {number}: {rung.name}")
        elin.press("The draft")


def add_clock(elin: Hands, rung: Rung) -> None:
    elin.press("Add a clock")
    elin.write("What does this clock say?", rung.clock)
    elin.write("What is its short name?", "settled")
    elin.choose("Working days")
    elin.write("How many?", str(rung.days))
    elin.press("Add it")
    elin.sees(rung.clock, str(rung.days))


def mend_a_clock_that_leads_nowhere(elin: Hands, rung: Rung) -> None:
    goes_on_by_itself(elin)
    elin.sees("Put this right before you propose it", "it cannot move on from the last stage.")
    asks = "Does it go to the next stage by itself when the time is over?"
    elin.press(f"Change {asks}")
    elin.choose("No", within=asks)
    elin.press("Keep it")
    expect(elin.page.get_by_text("Put this right")).to_have_count(0)
    elin.sees(rung.clock)


def when_she_says_what_it_is_not_for(elin: Hands) -> None:
    elin.press("Change What it is not for")
    elin.press("Add a question")
    elin.write("What is asked?", SCOPE)
    elin.write("Where should people go instead?", ELSEWHERE)
    elin.press("Add it")
    elin.sees(ELSEWHERE)
    elin.press("The draft")
    for rung in WRITTEN:
        elin.sees(rung.name)
    elin.press("The edition")


def when_she_confirms_each_figure_and_proposes_it(told: Telling, elin: Hands) -> None:
    first = WRITTEN[0]
    elin.sees("Before it can be proposed", "1 not known yet")
    elin.press(f"Stage 1, {first.name}: {first.clock}")
    elin.write("How many working days?", str(first.days))
    confirm(told, elin)
    for number, rung in enumerate(WRITTEN, start=1):
        elin.press(f"Stage {number}, {rung.name}: who acts")
        confirm(told, elin)
        if number > 1:
            elin.press(f"Stage {number}, {rung.name}: {rung.clock}")
            elin.sees(f"{rung.days} working days")
            confirm(told, elin)
    elin.press("Propose it")
    elin.write_day("From which day is it followed?", told.today + timedelta(days=1))
    elin.press("Propose it")
    elin.sees("Another officer of its areas approves it or sends it back.")
    expect(elin.page.get_by_role("button", name="Approve it")).to_have_count(0)


def confirm(told: Telling, elin: Hands) -> None:
    elin.write("Where does it stand?", SOURCE)
    elin.write_day("Of which day is that document?", told.today - timedelta(days=60))
    elin.press("Confirm it")
    elin.sees("confirmed.")


def when_rosa_approves_it(told: Telling) -> None:
    rosa = told.at(ROSA, "/procedures/")
    rosa.sees("Waits for you")
    rosa.press(f"{NAME}, edition 1")
    rosa.sees(*(rung.name for rung in WRITTEN), SOURCE, SCOPE)
    rosa.press("Approve it")
    rosa.press("Approve it")
    rosa.sees("Approved. It stays as it is from now on.")


def then_it_is_followed_from_its_day_and_not_before(told: Telling) -> None:
    rosa = told.at(ROSA, "/procedure/fairhaven/")
    expect(rosa.page.get_by_text(WRITTEN[1].guidance)).to_have_count(0)
    told.product.set_clock(told.product.set_to + timedelta(days=1))
    rosa.open(f"{told.product.address}/procedure/fairhaven/")
    rosa.sees(NAME, WRITTEN[1].guidance, SCOPE, "4 working days")


def when_amy_raises_under_it(told: Telling) -> None:
    amy = told.at(AMY, "/start/")
    amy.choose("No")
    amy.press("Go on")
    amy.press("Raise it in writing now")
    if amy.page.title().startswith("Pick a person"):
        amy.jump(SCHOOL)
        amy.press(AMY)
    amy.press("Save and go on")
    said = Raising(
        agency=COUNCIL, team=TEAM, person=BOB_THERE, kind="A plan that drifts",
        child={"Your own reference": "OAK-9", "Initials": "R. S."}, born="2017", worry=WORRY, ask=ASK, safe=SAFE,
    )  # fmt: skip
    answer(amy, said, told.product.set_to)
    told.difference = send(amy)
    amy.sees(WRITTEN[0].name, WRITTEN[0].guidance, WRITTEN[0].clock)


def when_bob_says_no(told: Telling) -> None:
    bob = told.at(BOB, told.difference)
    bob.sees(WORRY, WRITTEN[0].guidance)
    bob.press("Answer")
    bob.choose("I know which child this is about")
    bob.choose("No, because")
    bob.write("Say more", BECAUSE)
    bob.press("Send this answer")
    bob.sees("Your answer is sent.", BECAUSE)


def when_another_edition_is_published_meanwhile(told: Telling) -> None:
    """Publish one that is followed from tomorrow; what was raised today keeps its own."""
    elin = told.at(ELIN, told.edition)
    elin.press("Start a draft from this edition")
    elin.press("Start it")
    later = elin.page.url
    elin.press("Edit the draft")
    elin.press(WRITTEN[1].name)
    elin.press("Change What is this stage called?")
    elin.write("What is this stage called?", LATER_NAME)
    elin.press("Keep it")
    elin.press(f"Change {WRITTEN[1].clock}")
    elin.press("Change How many?")
    elin.write("How many?", str(LATER_DAYS))
    elin.press("Keep it")
    elin.open(later)
    for part in ("who acts", WRITTEN[1].clock):
        elin.press(f"Stage 2, {LATER_NAME}: {part}")
        confirm(told, elin)
    elin.press("Propose it")
    elin.write_day("From which day is it followed?", told.today + timedelta(days=1))
    elin.press("Propose it")
    rosa = told.at(ROSA, later)
    rosa.sees(LATER_NAME, f"{LATER_DAYS} working days")
    rosa.press("Approve it")
    rosa.press("Approve it")
    rosa.sees("Approved.")


def then_it_climbs_by_its_own_clock(told: Telling) -> None:
    due = reckoning.due(told.product.set_to, WRITTEN[0].days, "working_days")
    told.product.set_clock(due + timedelta(minutes=1))

    amy = told.at(AMY, told.difference)
    here = amy.page.locator("[aria-current=step]")

    def at_stage_two() -> bool:
        amy.page.reload()
        return f"2 {WRITTEN[1].name}" in " ".join(here.inner_text().split())

    told.product.wait(at_stage_two, "the clock of the first stage moves it on")
    amy.arrived()


def then_the_page_keeps_the_words_and_the_date_of_its_edition(told: Telling) -> None:
    cath = told.at(CATH, told.difference)
    expect(cath.page.locator("[aria-current=step]")).to_contain_text(f"2 {WRITTEN[1].name}")
    cath.sees(WRITTEN[1].guidance, WRITTEN[1].clock)
    expect(cath.page.get_by_text(LATER_NAME)).to_have_count(0)
    due = cath.page.locator(".cg-clock__due time").get_attribute("datetime")
    climbed = reckoning.due(told.product.set_to, WRITTEN[1].days, "working_days")
    assert due
    assert due.startswith(climbed.date().isoformat()), (due, climbed)


def when_both_managers_sign(told: Telling) -> None:
    cath = told.at(CATH, told.difference)
    cath.press("Propose an agreement")
    cath.write("What do you propose that both sides agree?", AGREEMENT)
    cath.press("Sign and send it")
    sarah = told.at(SARAH, told.difference)
    sarah.press("Sign the agreement")
    sarah.sees(AGREEMENT)
    sarah.tick("I have read this, and I sign it for my side")
    sarah.press("Sign the agreement")
    amy = told.at(AMY, told.difference)
    amy.sees("This has ended. Both sides signed an agreement", AGREEMENT, WRITTEN[1].name)


def then_the_next_difference_has_the_new_words(told: Telling) -> None:
    amy = told.at(AMY, "/procedure/fairhaven/")
    amy.sees(LATER_NAME, f"{LATER_DAYS} working days")
    expect(amy.page.get_by_role("main").get_by_text(WRITTEN[1].name, exact=True)).to_have_count(0)
