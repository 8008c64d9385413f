"""Raising a difference by hand, told once: from whose decision it is to the page on which one checks the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.journeys.hands import Hands


@dataclass(frozen=True, slots=True, kw_only=True)
class Raising:
    """What somebody answers; ``child`` by the questions about the child that they answer beside the year of birth."""

    agency: str
    team: str = ""
    person: str = ""
    kind: str
    child: Mapping[str, str] = field(default_factory=dict)
    born: str
    worry: str
    ask: str
    days: int = 10
    safe: str


def answer(somebody: Hands, told: Raising, at: datetime) -> None:
    """Answer each question from the agency on; the last page is "Check your answers"."""
    somebody.choose(told.agency)
    somebody.press("Save and go on")
    if told.team:
        somebody.choose(told.team)
    if told.person:
        somebody.pick("Which person, if you know?", told.person)
    somebody.press("Save and go on")
    tell(somebody, told, at)


def tell(somebody: Hands, told: Raising, at: datetime) -> None:
    """Answer each question once it is said whose decision it is."""

    def go_on() -> None:
        somebody.press("Save and go on")

    somebody.choose(told.kind)
    go_on()
    for question, said in told.child.items():
        somebody.write(f"{question} (optional)", said)
    somebody.write("Year of birth, or the date a baby is due", told.born)
    go_on()
    somebody.sees("A court, an inspector or the family may read this.")
    somebody.write("What worries you about the child?", told.worry)
    go_on()
    somebody.write("What do you ask them to do?", told.ask)
    somebody.write_day("By when does the child need it?", at + timedelta(days=told.days))
    go_on()
    somebody.write("What keeps the child safe until then?", told.safe)
    go_on()
    somebody.sees("Check your answers", told.worry, told.ask, told.safe)


def send(somebody: Hands) -> str:
    """Send it, and return the address of the difference, where they are now."""
    somebody.press("Send it")
    somebody.press("See the difference")
    return somebody.page.url
