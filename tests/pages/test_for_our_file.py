"""The words for an agency's own file in Chromium: copied by one press, or by hand without scripts; and the PDF."""

from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, expect

from tests.pages.conftest import LookedAt
from tests.pdf import said

PAGE = "/differences/{raised}/for-our-file/"


def test_one_press_copies_the_words(looked_at: LookedAt, chromium: Browser) -> None:
    context = looked_at.context(chromium, "amy")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=looked_at.product.address)
    page = context.new_page()
    page.goto(looked_at.address(PAGE))
    box = page.get_by_label("The words to copy")
    page.get_by_role("button", name="Copy the words").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#copied")).to_have_text("Copied. Now paste it into your own system.")
    assert page.evaluate("navigator.clipboard.readText()") == box.input_value()
    page.close()


def test_a_browser_that_does_not_let_us_copy_says_so_and_marks_the_words(
    looked_at: LookedAt, chromium: Browser
) -> None:
    page = looked_at.context(chromium, "amy").new_page()
    page.goto(looked_at.address(PAGE))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copy the words").click()
    expect(page.locator("#copied")).to_contain_text("copy them with your keyboard")
    marked = "(() => { const box = document.getElementById('words'); return box.selectionEnd - box.selectionStart; })()"
    assert page.evaluate(marked) == page.evaluate("document.getElementById('words').value.length")
    page.close()


def test_without_scripts_the_words_are_there_and_the_pdf_is_taken(
    looked_at: LookedAt, chromium: Browser, tmp_path: Path
) -> None:
    known = looked_at.context(chromium, "amy").cookies()
    context = chromium.new_context(java_script_enabled=False, locale="en-GB", accept_downloads=True)
    cookie = next(one for one in known if one["name"] == settings.SESSION_COOKIE_NAME)
    context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": looked_at.product.address}])
    page = context.new_page()
    page.goto(looked_at.address(PAGE))
    expect(page.get_by_role("button", name="Copy the words")).to_be_hidden()
    assert "What keeps the child safe meanwhile" in page.get_by_label("The words to copy").input_value()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take it as a PDF").click()
    taken.value.save_as(tmp_path / "taken.pdf")
    assert taken.value.suggested_filename.startswith("for-our-file-")
    assert "Taken from Common Ground by Amy Lister" in said((tmp_path / "taken.pdf").read_bytes())
    context.close()
