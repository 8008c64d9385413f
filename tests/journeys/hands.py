"""Hands at a browser: by keys alone, with every page looked at by axe; or by clicks, in a browser without scripts.

Both do what somebody does who reads the page: they find a question by its words, and a button or link by its name.
What is typed is kept, so that a test may look for it where it must not be.
"""

from abc import ABC, abstractmethod
from datetime import date
from typing import ClassVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

FURTHEST = 60  # Tabs to any control


class Hands(ABC):
    """One person's browser."""

    scripts: ClassVar[bool]

    def __init__(self, browser: Browser) -> None:
        """Open a browser that knows nothing yet."""
        self.page: Page = browser.new_context(java_script_enabled=self.scripts, locale="en-GB").new_page()
        self.page.set_default_timeout(30_000)
        self.said: list[str] = []
        self.typed: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, address: str) -> None:
        """Open an address that somebody typed, or followed from a mail."""
        self.page.goto(address)
        self.arrived()

    def press(self, name: str) -> None:
        """Press the button or the link of a name, and be led to another page."""
        control = self._named(name)
        with self.page.expect_navigation():
            self._press(control)
        self.arrived()

    def jump(self, name: str) -> None:
        """Press a link that leads to another place of this page."""
        self._press(self._named(name))

    def choose(self, answer: str, within: str = "") -> None:
        """Choose one of several answers to a question; ``within`` is the question, where a page asks several."""
        radio = self._place(within).get_by_role("radio", name=answer, exact=True)
        expect(radio).to_have_count(1)
        self._choose(radio)
        expect(radio).to_be_checked()

    def pick(self, question: str, answer: str, within: str = "") -> None:
        """Pick an answer from a list that opens; ``within`` names the group that the list is in."""
        box = self._place(within).get_by_label(question)
        self._pick(box, answer)
        expect(box.locator("option:checked")).to_have_text(answer)

    def tick(self, label: str, within: str = "") -> None:
        """Tick a box; ``within`` names the group that it is in."""
        box = self._place(within).get_by_label(label, exact=True)
        self._tick(box)
        expect(box).to_be_checked()

    def write(self, question: str, text: str, within: str = "") -> None:
        """Write an answer, in place of what stands there; ``within`` names the group that the question is in."""
        self.typed.append(text)
        box = self._place(within).get_by_label(question, exact=True)
        self._write(box, text)
        expect(box).to_have_value(text)

    def write_day(self, question: str, day: date) -> None:
        """Write a day in the three boxes of a question."""
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self.write(part, str(number), within=question)

    def sees(self, *texts: str) -> None:
        """Check that the page says all this, in any place."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, ignore_case=False)

    def close(self) -> None:
        """Close the browser; nothing was wrong in it on the way."""
        assert self.said == [], self.said
        self.page.context.close()

    def arrived(self) -> None:
        """Look at a page that was just opened: it has one heading, and its title begins with it."""
        heading = self.page.locator("h1")
        expect(heading).to_have_count(1)
        assert self.page.title().startswith(" ".join(heading.inner_text().split())), self.page.title()

    def _place(self, within: str) -> Page | Locator:
        """Return the page, or the group of questions of a name on it."""
        return self.page.get_by_role("group", name=within, exact=True) if within else self.page

    def _heard(self, message: ConsoleMessage) -> None:
        """Keep what the browser finds wrong; it also gives advice and reports what it was asked to do."""
        if message.type in {"error", "warning"}:
            self.said.append(message.text)

    def _named(self, name: str) -> Locator:
        """Return the controls of a name; the first of several that lead to the same place will do."""
        here = self.page.locator("header, main, footer")
        found = here.get_by_role("button", name=name, exact=True).or_(here.get_by_role("link", name=name, exact=True))
        expect(found.first).to_be_visible()
        return found

    @abstractmethod
    def _press(self, control: Locator) -> None: ...

    @abstractmethod
    def _choose(self, radio: Locator) -> None: ...

    @abstractmethod
    def _pick(self, box: Locator, answer: str) -> None: ...

    @abstractmethod
    def _tick(self, box: Locator) -> None: ...

    @abstractmethod
    def _write(self, box: Locator, text: str) -> None: ...


class Keys(Hands):
    """Key presses only: Tab, Shift+Tab, Enter, Space, arrows and typing. Axe looks at every page, no rule off."""

    scripts = True

    def arrived(self) -> None:
        """Let axe look at the page as it was opened."""
        super().arrived()
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"

    def reach(self, control: Locator) -> None:
        """Press Tab until a control has the focus, from wherever the focus is; it is at most sixty away."""
        expect(control.first).to_be_visible()
        for _ in range(FURTHEST + 1):
            if self._focused(control):
                return
            self.page.keyboard.press("Tab")
        message = f"{FURTHEST} Tabs do not reach {control} on {self.page.url}"
        raise AssertionError(message)

    def _focused(self, control: Locator) -> bool:
        return bool(control.evaluate_all("all => all.includes(document.activeElement)"))

    def _press(self, control: Locator) -> None:
        self.reach(control)
        is_link = self.page.evaluate("document.activeElement.tagName === 'A'")
        self.page.keyboard.press("Enter" if is_link else "Space")

    def _choose(self, radio: Locator) -> None:
        group = self.page.locator(f"input[type=radio][name='{radio.get_attribute('name')}']")
        self.reach(group)
        if not self._focused(radio):
            for _ in range(group.count()):
                self.page.keyboard.press("ArrowDown")
                if self._focused(radio):
                    return
        self.page.keyboard.press("Space")

    def _pick(self, box: Locator, answer: str) -> None:
        self.reach(box)
        for _ in range(box.locator("option").count()):
            if box.locator("option:checked").inner_text() == answer:
                return
            self.page.keyboard.press("ArrowDown")

    def _tick(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")

    def _write(self, box: Locator, text: str) -> None:
        self.reach(box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)


class Clicks(Hands):
    """A browser with scripts off, used with a pointer."""

    scripts = False

    def _press(self, control: Locator) -> None:
        control.first.click()

    def _choose(self, radio: Locator) -> None:
        radio.check()

    def _pick(self, box: Locator, answer: str) -> None:
        box.select_option(label=answer)

    def _tick(self, box: Locator) -> None:
        box.check()

    def _write(self, box: Locator, text: str) -> None:
        box.fill(text)
