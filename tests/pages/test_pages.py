"""Every page in Chromium: axe finds nothing at three widths, it fits a small screen, and can be pressed by a finger."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page, Response, expect

from commonground.differences.raising_steps import FORMS
from commonground.differences.writing import MESSAGES
from commonground.procedures.terms import Act
from tests.connected import connected
from tests.pages.assured import ASSURED_NAMES
from tests.pages.briefed import BRIEFING_NAMES
from tests.pages.conftest import LookedAt
from tests.pages.covered import EVIDENCE_NAMES
from tests.pages.drafted import GROUP_NAMES
from tests.pages.figures import FIGURE_NAMES
from tests.pages.keeping import EDITING, EDITIONS, WHAT_IF
from tests.pages.kept import EDITION_NAMES
from tests.pages.looking import Visit
from tests.pages.promoted import PROMOTED_NAMES
from tests.pages.shelves import CHART_NAMES, PAGE_NAMES
from tests.pages.townsfolk import PEOPLE_NAMES, signed_in
from tests.pages.visits import ELSEWHERE, VISITS
from tests.visiting import Visited, problems, visit

WIDTHS = (375, 768, 1280)
NARROW = 320
FIRST_SCREEN = 812  # of a telephone 375 wide

FILLED = """([name, value]) => document.getElementsByName(name).forEach(field => {
  if (['radio', 'checkbox'].includes(field.type)) field.checked = field.value === value;
  else field.value = value;
})"""
AXE = "axe.run({resultTypes: ['violations'], reporter: 'no-passes'})"
OPENED = "document.querySelectorAll('details').forEach(one => { one.open = true })"
# Whatever can be pressed, is smaller than 24 by 24 and does not stand inside a sentence.
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
  .filter(one => one.checkVisibility() && !one.closest('.govuk-skip-link'))
  .filter(one => getComputedStyle(one).display !== 'inline')
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width < 24 || box.height < 24)
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)}: ${box.width} by ${box.height}`)"""
# What reaches past the right edge when the page can be moved sideways.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll('*')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("look", VISITS, ids=str)
def test_nothing_is_in_the_way_of_anybody(look: Visit, looked_at: LookedAt, chromium: Browser) -> None:
    page = looked_at.context(chromium, look.who).new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    response = page.goto(looked_at.address(look.url))
    if look.first:
        with page.expect_navigation():
            page.locator(look.first).first.click()
        page.evaluate(OPENED)
    for name, value in look.fill.items():
        page.evaluate(FILLED, [name, value])
    if look.press:
        with page.expect_navigation() as led:
            page.locator(look.press).first.click()
        response = led.value
    assert response
    sound(look, page, response)
    page.evaluate(OPENED)
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": FIRST_SCREEN})
        found = AxeResults(page.evaluate(AXE))
        assert found.violations_count == 0, f"{page.url} at {width}\n{found.generate_report()}"
    page.set_viewport_size({"width": NARROW, "height": FIRST_SCREEN})
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL) == []
    assert wrong == []
    page.close()


def sound(look: Visit, page: Page, response: Response) -> None:
    """Check what was answered: as expected, well made, and with an error summary after what cannot be taken."""
    markup = Visited(response.text(), response.status, 0)
    assert markup.status == look.status, markup.words[:500]
    assert problems(markup.tree) == []
    if look.kind == "error" and look.status not in {403, 409} and look.fill.keys() != {"words"}:
        expect(page.locator(".govuk-error-summary")).to_have_count(1)
        assert " – there is a problem – " in page.title()
        for link in page.locator(".govuk-error-summary a").all():
            expect(page.locator(str(link.get_attribute("href")))).to_have_count(1)


def test_a_removed_label_is_found(looked_at: LookedAt, chromium: Browser) -> None:
    page = looked_at.context(chromium, "amy").new_page()
    page.goto(looked_at.address("/differences/raise/{draft}/worry/"))
    assert Axe().run(page).violations_count == 0
    page.evaluate("document.querySelector('label').remove()")
    found = Axe().run(page)
    assert "label" in {one["id"] for one in found.response["violations"]}
    assert problems(Visited(page.content(), 200, 0).tree) != []
    page.close()


def test_every_page_is_looked_at() -> None:
    looked = {what(look.url) for look in VISITS if look.kind == "data" and not look.press}
    assert looked.isdisjoint(ELSEWHERE)
    assert looked | ELSEWHERE.keys() == set(routes(get_resolver()))


def test_every_form_is_also_sent_with_something_wrong(looked_at: LookedAt, chromium: Browser) -> None:
    wronged = {what(look.url) for look in VISITS if look.kind == "error"}
    unproved = []
    for who in sorted({look.who for look in VISITS}):
        context = looked_at.context(chromium, who)
        for look in VISITS:
            if look.who == who and look.kind == "data" and what(look.url) not in wronged:
                markup = Visited(context.request.get(looked_at.address(look.url)).text(), 200, 0)
                main = markup.tree.find(".//main")
                assert main is not None
                fields = [one for tag in ("input", "select", "textarea") for one in main.iter(tag)]
                unproved += [what(look.url) for one in fields if one.get("type") not in {"hidden", "submit"}]
    # The first two are choices that nobody has to make, sent with a false one in tests/briefings/test_reading.py and
    # tests/differences/test_interests.py; the last is sent by a script: tests/directory/test_passkeys.py.
    assert sorted(set(unproved)) == ["briefings:questions", "differences:own_line", "mfa_add_webauthn"]


def test_no_page_asks_the_database_too_often(looked_at: LookedAt) -> None:
    database = looked_at.product.database
    with looked_at.product.blocker.unblock(), connected(database.app):
        for who in sorted({look.who for look in VISITS}):
            client = signed_in(who)
            for one in VISITS:
                if one.who == who and one.kind != "error" and not one.press and one.url not in NOT_BY_CLIENT:
                    visit(one.url.format(**looked_at.names), client, status=one.status)


NOT_BY_CLIENT = {
    "/demonstration/": "is there in a demonstration only, which this process is not",
    "/account/password/reset/key/{reset}/": "leads to another address first",
    "/briefings/link/{personal_link}/receipt/": "leads back to the page until that is read",
    "/briefings/link/{personal_link}/questions/": "leads back to the page until that is read",
}

NEXT = {
    "/differences/{raised}/": ("bob", ".cg-next a"),
    "/differences/{answered}/": ("amy", ".cg-next a"),
    "/differences/{stage4}/": ("judith", ".cg-next a"),
    "/differences/{proposed}/": ("amy", ".cg-next a"),
    "/differences/{past}/": ("amy", ".cg-next a"),
    "/start/": ("", "main form .govuk-button"),
    "/start/in-danger/": ("", "main a[href='tel:999']"),
    "/": ("sarah", "main .cg-list__title"),
} | {
    f"/differences/raise/{{draft}}/{step}/": ("amy", "main form :is(input:not([type=hidden]), textarea, select)")
    for step in ("danger", "agency", "team", "kind", "children", "worry", "ask", "meanwhile")
}
"""The next thing to do on a page, by whom."""


@pytest.mark.parametrize("url", NEXT, ids=str)
def test_the_next_thing_to_do_stands_on_the_first_screen(url: str, looked_at: LookedAt, chromium: Browser) -> None:
    who, thing = NEXT[url]
    page = looked_at.context(chromium, who).new_page()
    page.set_viewport_size({"width": WIDTHS[0], "height": FIRST_SCREEN})
    page.goto(looked_at.address(url))
    box = page.locator(thing).first.bounding_box()
    assert box
    assert box["y"] + min(box["height"], 60) <= FIRST_SCREEN, box
    page.close()


FIELD = "main form :is(input:not([type=hidden]), textarea, select, button)"
NEXT_FOR_OFFICERS = {
    "/procedures/": "main .govuk-button",
    "/procedures/{live_edition}/": "main h2",
    "/procedures/{coming_edition}/": "main h2",
    "/procedures/{retired_edition}/": "main h2",
    "/procedures/{draft_edition}/": "main .govuk-list a",
    "/procedures/{provisional_edition}/": "main .govuk-list a",
    "/procedures/{ready_edition}/": "main .govuk-button:has-text('Propose it')",
    "/procedures/{proposed_edition}/": "main .govuk-button",
    "/procedures/{broken_edition}/": "main .govuk-inset-text li",
    "/procedures/{proposed_edition}/approve/": "main h2 + ul",
    "/procedures/{draft_edition}/edit/": "main ol a, main table a",
    "/procedures/{provisional_edition}/edit/": "main ol a, main table a",
    "/procedures/{broken_edition}/edit/": "main .cg-wrong li",
    "/procedures/{draft_edition}/edit/stages/": "main .cg-rows a",
    "/procedures/{draft_edition}/edit/stages/2/": "main dl a",
    "/procedures/{draft_edition}/edit/stages/2/clocks/settled/": "main dl a",
    "/procedures/{draft_edition}/edit/tells/": "main .cg-rows a",
    "/procedures/{draft_edition}/edit/scope/complaints/": FIELD,
    "/procedures/{draft_edition}/edit/stand_ins/": "main .cg-rows a",
    "/procedures/{draft_edition}/what-if/{tried}/": "main .govuk-body-l",
    "/procedures/{live_edition}/what-if/{trying}/": "main :is(.cg-progress, .govuk-body-l)",
    "/procedures/{draft_edition}/propose/": "main .govuk-inset-text li",
}
"""What an officer does next on a page that is not a form: on a form that is its first field."""
OFFICERS_PAGES = [
    look
    for look in (*EDITIONS, *EDITING, *WHAT_IF)
    if look.kind == "data" and look.url.startswith("/procedures/") and not look.press
]


@pytest.mark.parametrize("look", OFFICERS_PAGES, ids=str)
def test_what_an_officer_does_next_stands_on_the_first_screen(
    look: Visit, looked_at: LookedAt, chromium: Browser
) -> None:
    page = looked_at.context(chromium, look.who).new_page()
    page.set_viewport_size({"width": WIDTHS[0], "height": FIRST_SCREEN})
    page.goto(looked_at.address(look.url))
    box = page.locator(NEXT_FOR_OFFICERS.get(look.url, FIELD)).first.bounding_box()
    assert box
    assert box["y"] + min(box["height"], 60) <= FIRST_SCREEN, box
    page.close()


def what(url: str) -> str:
    """Return which page an address leads to: the name of its view, with the act or question."""
    names = dict.fromkeys(
        (
            *(
                "draft",
                "spoilt",
                "nonumber",
                "begun",
                "asking",
                "misasked",
                "themed",
                "mistheme",
                "offamily",
                "misfamily",
                "dissenting",
                "misdissenting",
                "elsewhere",
                "number",
                "area",
                "pass",
            ),
            *("noted_note", "hidden_note", "waiting_pdf", "printed_pdf"),
            *PEOPLE_NAMES,
            *GROUP_NAMES,
            *EDITION_NAMES,
            *PAGE_NAMES,
            *FIGURE_NAMES,
            *CHART_NAMES,
            *ASSURED_NAMES,
            *BRIEFING_NAMES,
            *PROMOTED_NAMES,
            *EVIDENCE_NAMES,
            "health",
        ),
        "00000000-0000-4000-8000-000000000000",
    )
    names |= dict.fromkeys(("invitation", "reset"), "1-x") | {"passkey": "1"}
    states = {part for part in url.split("/") if part.startswith("{")} - {f"{{{name}}}" for name in names}
    names |= {state.strip("{}"): "2222222222" for state in states}
    found = resolve(url.split("?", maxsplit=1)[0].format(**names))
    more = found.kwargs.get("act") or found.kwargs.get("step")
    return f"{found.view_name} {more}" if more else found.view_name


def routes(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Yield every page that the product's addresses name."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}"
            if name == "differences:act":
                yield from (f"{name} {act}" for act in Act if act is not Act.RAISE)
            elif name == "differences:step":
                yield from (f"{name} {step}" for step in (*FORMS, *MESSAGES))
            else:
                yield name
