"""A mail server of the tests' own, and notices to send through it."""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from commonground.notices.actions import leave
from commonground.notices.models import Notice
from tests.conftest import Clone
from tests.connected import connected

AT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
DUE = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
PARTNERSHIP, SUBJECT, AMY = uuid4(), uuid4(), uuid4()
REFERENCE = "7K3F-9QXM-2C"


@dataclass
class Taken:
    """One message as the mail server took it: sender, recipients and everything that was sent."""

    sender: str
    recipients: list[str]
    raw: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """It, read; once, because the mail server asks its handler for all that it has at each connection."""
        found = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(found, EmailMessage)
        return found


@dataclass
class Sink:
    """A mail server that keeps what it takes, and refuses the addresses in `refused`."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    controller: Controller | None = None

    @property
    def ids(self) -> list[str]:
        """Return the Message-IDs taken, in order."""
        return [str(one.message["Message-ID"]) for one in self.taken]

    async def handle_RCPT(  # noqa: N802 as aiosmtpd calls it
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse it as a server does that does not know it."""
        if address in self.refused:
            return f"550 5.1.1 <{address}>: Recipient address rejected"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message."""
        assert isinstance(envelope.content, bytes)
        self.taken.append(Taken(str(envelope.mail_from), list(envelope.rcpt_tos), envelope.content))
        return f"250 2.0.0 queued as {len(self.taken)}"

    def start(self) -> None:
        """Listen."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        """Be down."""
        if self.controller:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def down(settings: Settings) -> Iterator[Sink]:
    """Give a mail server that is down, to which the settings lead."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        sink = Sink(port=probe.getsockname()[1])
    settings.NOTICES_DELIVER, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", sink.port
    yield sink
    sink.stop()


@pytest.fixture
def sink(down: Sink) -> Sink:
    """Give a mail server that is up."""
    down.start()
    return down


@pytest.fixture
def as_clock(clone: Clone, django_db_blocker: DjangoDbBlocker) -> Iterator[Clone]:
    """Give a database of the test's own, in which the ORM acts as the role `clock` and commits."""
    with django_db_blocker.unblock(), connected(clone.clock):
        yield clone


def left(
    *addresses: str, kind: str = "raised_to_you", about: str = "entry 1", subject: UUID = SUBJECT, at: datetime = AT
) -> list[Notice]:
    """Leave a notice for each address, in a transaction."""
    with transaction.atomic():
        return leave(
            partnership_id=PARTNERSHIP, subject=subject, reference=REFERENCE, kind=kind,
            recipients=[(AMY if address.startswith("amy") else None, address) for address in addresses],
            stage="Practitioners", due=DUE, about=about, at=at,
        )  # fmt: skip
