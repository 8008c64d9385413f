"""The library in use. An editor corrects level 4 of the chart, another approves, and the badge goes.

The editors use a browser without scripts; a practitioner presses keys alone, and axe looks at each of her pages.
"""

import re

from playwright.sync_api import Browser, expect

from commonground.now import london_date
from tests.journeys.hands import Clicks, Hands, Keys
from tests.journeys.product import Product, monday_morning

IRIS, ELIN, OFFICE = "Iris Calder", "Elin Hughes", "Fairhaven Safeguarding Children Partnership office"
CHART = "/library/fairhaven/chart/"
WRONG, RIGHT = "Nowhere safe to sleep", "Nowhere safe to sleep tonight"
HOME = "Home and family"


def test_an_editor_corrects_level_4_another_approves_and_the_badge_goes(product: Product, chromium: Browser) -> None:
    product.set_clock(monday_morning(after=product.set_to))
    reader = Keys(chromium)
    when_somebody_looks_for_a_word_as_she_types(product, reader)
    then_it_says_that_it_is_not_confirmed(reader)

    iris, elin = (at_the_desk(product, chromium, name) for name in (IRIS, ELIN))
    when_iris_corrects_level_4(product, iris)
    then_nobody_reads_it_yet(product, reader)
    when_elin_finds_it_waiting_and_approves_it(product, elin)
    then_the_badge_is_gone_and_yesterday_still_has_it(product, reader)
    for hands in (reader, iris, elin):
        hands.close()


def at_the_desk(product: Product, chromium: Browser, name: str) -> Hands:
    """Return an editor's browser, signed in, at the desk of the library."""
    hands = Clicks(chromium)
    hands.open(f"{product.address}/keep-library/")
    hands.jump(OFFICE)
    hands.press(name)
    return hands


def when_somebody_looks_for_a_word_as_she_types(product: Product, reader: Keys) -> None:
    reader.open(product.address + CHART)
    reader.write("Search the chart", "sleep")
    expect(reader.page.get_by_role("status")).to_have_text("2 phrases have “sleep” in them.")
    expect(reader.page).to_have_url(f"{product.address}{CHART}?words=sleep")
    typed = reader.page.locator("#found").inner_html()
    reader.press("Show")
    assert reader.page.locator("#found").inner_html() == typed, "the same with scripts and without"


def then_it_says_that_it_is_not_confirmed(reader: Keys) -> None:
    expect(reader.page.get_by_role("listitem").filter(has_text=WRONG)).to_have_text(f"{WRONG} Not confirmed")


def when_iris_corrects_level_4(product: Product, iris: Hands) -> None:
    iris.open(product.address + CHART)
    iris.press("This is our chart as published")
    iris.tick("Level 4: Social care")
    iris.page.locator("#id_box_4_home").fill(f"Violence at home\n{RIGHT}")
    iris.write("Where does the published chart stand?", "Fairhaven threshold chart, page 2")
    iris.write_day("Of which day is it?", london_date(product.set_to))
    iris.press("Propose it")
    iris.sees("Proposed. Another editor approves it or sends it back.", f"{WRONG} (not confirmed)", "Take it back")


def then_nobody_reads_it_yet(product: Product, reader: Keys) -> None:
    reader.open(product.address + CHART)
    expect(reader.page.get_by_role("listitem").filter(has_text=WRONG)).to_have_text(f"{WRONG} Not confirmed")


def when_elin_finds_it_waiting_and_approves_it(product: Product, elin: Hands) -> None:
    elin.open(f"{product.address}/keep-library/")
    elin.press("The threshold chart of Fairhaven")
    elin.sees("Iris Calder proposed it", f"Level 4, {HOME}", RIGHT)
    elin.press("Approve it")
    elin.sees("Approved. People read this chart from now on.")


def then_the_badge_is_gone_and_yesterday_still_has_it(product: Product, reader: Keys) -> None:
    reader.open(product.address + CHART)
    expect(reader.page.get_by_role("listitem").filter(has_text=WRONG)).to_have_text(RIGHT)
    expect(reader.page.locator("#level-4")).not_to_contain_text("Not confirmed")
    expect(reader.page.locator("#level-3")).to_contain_text("Not confirmed")
    reader.press(reader.page.get_by_role("link", name=re.compile("^Edition 1, from ")).inner_text())
    expect(reader.page.locator("#level-4")).to_contain_text(f"{WRONG} Not confirmed")
