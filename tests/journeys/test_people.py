"""A lead hands a post over and a file of people is taken in by the worker: in Chromium, on the running product."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from commonground.directory.models import Person
from commonground.directory.people.models import PeopleFile
from tests.connected import connected
from tests.journeys.product import Product

HEADER = "Name,Work email,Job title,Team,Post,Role\n"


def signed_in(product: Product, chromium: Browser, name: str) -> Page:
    """Return a page of somebody's browser, at the people that they keep."""
    page = chromium.new_context(viewport={"width": 375, "height": 812}, locale="en-GB").new_page()
    page.goto(f"{product.address}/demonstration/?next=/people/")
    page.get_by_role("button", name=name, exact=True).first.click()
    return page


def test_a_post_is_handed_over_and_both_days_are_said(product: Product, chromium: Browser) -> None:
    page = signed_in(product, chromium, "Sarah Penrose")
    expect(page.locator("h1")).to_have_text("The people of Oakfield Primary School")
    page.get_by_label("Find a person, post or team").fill("head teacher")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Head teacher", exact=True).click()
    page.get_by_role("link", name="Hand over from Judith Clay").click()
    page.get_by_label("Who takes it over?").select_option(label="Amy Lister, Teacher, year 2")
    page.get_by_role("button", name="Hand it over").click()
    expect(page.get_by_role("alert")).to_contain_text("Amy Lister has Head teacher from")
    main = page.locator("main")
    expect(main).to_contain_text("Judith Clay until")
    expect(main).to_contain_text("Amy Lister from")
    page.context.close()


def test_a_file_is_looked_at_and_then_taken_in_by_the_worker(
    product: Product, chromium: Browser, tmp_path: Path
) -> None:  # fmt: skip
    rows = [f"New Colleague {number},new.{number}@oakfield.example,Teacher,,Teacher,teacher" for number in range(150)]
    sheet = tmp_path / "people.csv"
    sheet.write_text(HEADER + "\n".join([*rows, "=1+1,x@oakfield.example,,,Teacher,teacher"]), encoding="utf-8")
    page = signed_in(product, chromium, "Elin Hughes")
    page.get_by_role("link", name="Oakfield Primary School").click()
    page.get_by_role("link", name="This list as a file").click()
    page.get_by_label("The file", exact=True).set_input_files(sheet)
    page.get_by_role("button", name="Look at what it would do").click()
    expect(page.locator("main")).to_contain_text("150 rows put somebody in a post")
    expect(page.locator("main")).to_contain_text("Row 152: “Name” begins with a sign that makes it a formula.")
    assert Axe().run(page).violations_count == 0
    page.get_by_label("I have looked at what this file would do").check()
    page.get_by_role("button", name="Do this now").click()

    def finished() -> bool:
        with product.blocker.unblock(), connected(product.database.owner):
            return not PeopleFile.objects.filter(finished_at=None).exists()

    product.wait(finished, "the file is taken in")
    page.reload()
    expect(page.locator("h1")).to_have_text("The file is taken in")
    expect(page.locator("main")).to_contain_text("1 row could not be used.")
    with product.blocker.unblock(), connected(product.database.owner):
        assert Person.objects.filter(email__startswith="new.", email__endswith="@oakfield.example").count() == 150
    page.context.close()
