"""An officer in a test who edits a draft by its pages alone: follows links that are there, fills in what is offered.

Whoever writes down a procedure, as a tree, has it typed in here page by page, by the questions of its own fields.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from xml.etree import ElementTree as ET

from django.test import Client
from django.urls import reverse

from commonground.procedures.asking import How, Question, asked_of, asked_on
from commonground.procedures.definition import Procedure
from commonground.procedures.editing import find, path_of
from commonground.procedures.part_pages import PAGES
from commonground.procedures.tables import NOT_KNOWN
from commonground.procedures.wording import answer
from commonground.procedures.writing import Tree, read
from tests.visiting import parsed, words_of

BUTTONS = {"submit", "button"}


@dataclass
class Sent:
    """A form as a browser would send it: what each field holds, and what it could hold."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, set[str]] = field(default_factory=dict)
    """What can be chosen, for each field that takes choices."""

    def put(self, name: str, *values: str) -> None:
        """Fill in a field; what is not offered cannot be chosen."""
        assert name in self.values, (name, sorted(self.values))
        if name in self.choices:
            assert set(values) <= self.choices[name], (name, values, self.choices[name])
        self.values[name] = list(values)

    def offers(self, name: str, *values: str) -> bool:
        """Say whether a field is there, and takes these."""
        return name in self.values and set(values) <= self.choices.get(name, set(values))


@dataclass
class ByForms:
    """An officer at the pages of one draft."""

    client: Client
    edition: UUID
    seen: set[str] = field(default_factory=set)
    """Every address that a page led to."""
    priorities: list[str] = field(default_factory=list)
    """The short names of the priorities that it is to have, in order."""
    fields: set[str] = field(default_factory=set)
    """Every name of a field on a page that was opened."""

    def at(self, path: str) -> str:
        """Return the address of a place in the draft."""
        if not path:
            return reverse("editor:overview", args=[self.edition])
        return reverse("editor:overview", args=[self.edition]) + f"{path}/"

    def open(self, path: str) -> ET.Element:
        """Open a page to which another one led."""
        url = self.at(path)
        assert not path or url in self.seen, (url, sorted(self.seen))
        answer_ = self.client.get(url)
        assert answer_.status_code == 200, (url, answer_.status_code, answer_.headers.get("Location"))
        page = parsed(answer_.content.decode())
        self.seen |= {href for one in page.iter("a") if (href := one.get("href"))}
        self.fields |= {
            name for tag in ("input", "select", "textarea") for one in page.iter(tag) if (name := one.get("name"))
        }
        return page

    def send(self, path: str, fill: Iterable[tuple[str, tuple[str, ...]]], *, strictly: bool = True) -> str:
        """Fill in the form of a page and send it; return where that led. What is not offered yet is left, if asked."""
        form = form_of(self.open(path))
        for name, values in fill:
            if strictly or form.offers(name, *values):
                form.put(name, *values)
        answer_ = self.client.post(self.at(path), form.values)
        assert answer_.status_code == 302, (path, errors(answer_.content.decode()))
        return str(answer_.headers["Location"])

    def write(self, wanted: Tree) -> None:
        """Type in a whole procedure; then put right what pointed at something that was not there yet."""
        self.priorities = [one["key"] for one in wanted.get("priorities", [])]
        self._pages("", Procedure, wanted)
        self._within("", Procedure, wanted, strictly=False)
        self._within("", Procedure, wanted, strictly=True)

    def _pages(self, path: str, part: type, wanted: Tree, *, strictly: bool = True) -> None:
        """Fill in each page of a part; the strict time only those that do not say what they should."""
        leaves_out = find(self.tree(), path).leaves_out
        for page in PAGES.get(part, ("",)):
            asked = asked_on(part, page, leaves_out)
            filled = list(_filled(asked, part, wanted, self.priorities))
            now = list(_filled(asked, part, find(self.tree(), path).table or {}, self.priorities))
            if now != filled:
                self._reach(path)
                self.send(f"{path}/{page}".strip("/"), filled, strictly=strictly)

    def _within(self, path: str, part: type, wanted: Tree, *, strictly: bool) -> None:
        for one in asked_of(part):
            there = f"{path}/{one.field}".strip("/")
            if one.how is How.PART and wanted.get(one.field):
                self._pages(there, one.of, wanted[one.field], strictly=strictly)
            if one.how is How.ROWS:
                for index, row in enumerate(wanted.get(one.field, [])):
                    self._row(there, one.of, index, row, strictly=strictly)

    def _row(self, rows: str, part: type, index: int, row: Tree, *, strictly: bool) -> None:
        if index == len(find(self.tree(), rows).rows):
            asked = asked_on(part, next(iter(PAGES.get(part, ("",)))))
            self._reach(rows)
            self.send(f"{rows}/add", _filled(asked, part, row, self.priorities), strictly=strictly)
        path = path_of(find(self.tree(), rows), index)
        self._pages(path, part, row, strictly=strictly)
        self._within(path, part, row, strictly=strictly)

    def _reach(self, path: str) -> None:
        """Open the pages that lead to a place, from the overview down."""
        self.open("")
        steps = path.split("/") if path else []
        for number in range(1, len(steps) + 1):
            there = "/".join(steps[:number])
            if self.at(there) in self.seen:
                self.open(there)

    def tree(self) -> Tree:
        """Return what the draft says now."""
        from commonground.editions.models import Edition

        return read(Edition.objects.get(pk=self.edition).text)


def _filled(
    questions: Iterable[Question], part: type, wanted: Tree, priorities: list[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:  # fmt: skip
    """Yield what is typed or chosen for each field, as a person would read it off the written procedure."""
    for one in questions:
        value = answer(one, part, wanted)
        match one.how:
            case How.YES_NO:
                yield one.field, ("yes" if value else "no",)
            case How.TIME:
                yield one.field, (f"{value:%H:%M}",)
            case How.SEVERAL | How.CLOCKS | How.PRIORITIES:
                yield one.field, tuple(value)
            case How.IN_ORDER:
                yield from ((f"{one.field}-{number}", (role,)) for number, role in enumerate(value, start=1))
            case How.LINES:
                yield one.field, ("\n".join(value),)
            case How.FIGURES:
                yield "amount", (_figure(wanted.get("amount")),)
                own = wanted.get("by_priority") or {}
                yield from ((f"amount-{at}", (_figure(own.get(key)),)) for at, key in enumerate(priorities, start=1))
            case How.FIGURE:
                yield one.field, (_figure(value),)
            case _:
                yield one.field, (str(value or "").strip(),)


def _figure(value: Any) -> str:  # noqa: ANN401 - a figure of TOML
    return "" if value is None else NOT_KNOWN if value == NOT_KNOWN else str(value)


def form_of(page: ET.Element) -> Sent:
    """Return the form of a page that sends to the page itself, filled in as it was drawn."""
    main = next(one for one in page.iter("main"))
    form = next(one for one in main.iter("form") if one.get("method") == "post" and not one.get("action"))
    sent = Sent(form.get("action", ""))
    for one in form.iter():
        name = one.get("name")
        if name is None or one.get("type") in BUTTONS:
            continue
        if one.tag == "textarea":
            sent.values[name] = [(one.text or "").removeprefix("\n")]
        elif one.tag == "select":
            options = list(one.iter("option"))
            sent.choices[name] = {option.get("value", "") for option in options}
            sent.values[name] = [option.get("value", "") for option in options if option.get("selected") is not None]
        elif one.get("type") in {"radio", "checkbox"}:
            sent.choices.setdefault(name, set()).add(one.get("value", ""))
            sent.values.setdefault(name, [])
            if one.get("checked") is not None:
                sent.values[name].append(one.get("value", ""))
        elif one.tag == "input":
            sent.values[name] = [one.get("value", "")]
    return sent


def errors(markup: str) -> str:
    """Return what a page says is wrong."""
    page = parsed(markup)
    return " ".join(words_of(one) for one in page.iter() if "govuk-error-summary" in (one.get("class") or ""))[:500]
