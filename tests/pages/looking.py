"""One look at a page: with data, after a form that cannot be taken, or with nothing in it."""

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["data", "error", "empty"]
SEND = "main form .govuk-button[type=submit]"
"""The button that sends a page's form."""
BY_NAME = "main button[name=names]"
GIVE = "main form[action$='/references/'] .govuk-button"


@dataclass(frozen=True)
class Visit:
    """One look at a page: what it is looked at with, its address, and who looks (nobody: not signed in).

    ``fill`` gives fields values before the button ``press`` is pressed; ``status`` is what the last answer must be.
    ``first`` is a button that is pressed before all that, where it leads to what is looked at.
    """

    kind: Kind
    url: str
    who: str = ""
    press: str = ""
    fill: dict[str, str] = field(default_factory=dict)
    status: int = 200
    first: str = ""

    def __str__(self) -> str:
        """Name the visit in a test's report."""
        return f"{self.kind} {self.url} {self.who.split(',', maxsplit=1)[0]}".strip()


def data(url: str, who: str = "", **more: object) -> Visit:
    """Return a look at a page with something in it."""
    return Visit("data", url, who, **more)  # type: ignore[arg-type]


def empty(url: str, who: str = "", **more: object) -> Visit:
    """Return a look at a page with nothing in it."""
    return Visit("empty", url, who, **more)  # type: ignore[arg-type]


def error(url: str, who: str = "", *, press: str = SEND, status: int = 422, **fill: str) -> Visit:
    """Return a look at a page after a form was sent that cannot be taken: as it was, or with other values."""
    return Visit("error", url, who, press, fill, status)
