"""What tests of passes share: Ruth, who is let in by one, and how she and others send and are refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.conf import settings
from django.test import Client

from commonground.differences import actions
from commonground.differences.models import Difference
from commonground.directory.guests.actions import Guest, link
from commonground.directory.guests.models import Pass
from commonground.procedures.terms import Side
from commonground.record.submissions import mint
from tests.cast import Cast
from tests.visiting import visit

RUTH = Guest("Ruth Amos", "Trustee", "ruth@harbourkids.example")
AsRole = Callable[[str], AbstractContextManager[None]]


@dataclass
class Let:
    """A pass as it was given, with its code, and the difference that it is for."""

    row: Difference
    made: Pass
    code: str

    @property
    def url(self) -> str:
        """The path of the link in the mail."""
        return link(self.made.person_id).removeprefix(settings.BASE_URL)

    @property
    def page(self) -> str:
        """The page of the difference."""
        return f"/differences/{self.row.reference}/"

    def open(self, client: Client | None = None, code: str = "") -> Client:
        """Open it with the code in a browser, a new one unless given."""
        client = client or Client()
        answer = client.post(self.url, {"code": code or self.code})
        assert answer.status_code == 302, answer.content.decode()
        return client


def give(cast: Cast, row: Difference | None = None, *, by: str = "bob", guest: Guest = RUTH) -> Let:
    row = row or cast.raised()
    given = actions.give_pass(
        by=cast.actor(by), at=cast.tick(), difference=row.pk, side=Side.RESPONDING, guest=guest
    )  # fmt: skip
    return Let(row, given.made, given.code)


def refused(url: str, sentence: str, as_: Client | None = None, status: int = 410) -> None:
    page = visit(url, as_ or Client(), status=status)
    assert sentence in page.words


def send(client: Client, url: str, status: int = 302, **answers: object) -> str:
    answer = client.post(url, {"submission": str(mint()), **answers})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()
