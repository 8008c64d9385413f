"""SMTP through Django, keeping what the server answered to each message."""

import smtplib
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend


class _Answering:
    """What smtplib's two classes gain: the server's last answer to a message."""

    answered: tuple[int, bytes] = (0, b"")

    def data(self, msg: Any) -> tuple[int, bytes]:  # noqa: ANN401 as smtplib declares it
        self.answered = super().data(msg)  # type: ignore[misc]
        return self.answered


class _Plain(_Answering, smtplib.SMTP):
    """SMTP, with STARTTLS where the settings say so."""


class _Wrapped(_Answering, smtplib.SMTP_SSL):
    """SMTP inside TLS from the first byte."""


class AnsweringBackend(EmailBackend):
    """Django's SMTP backend, which says what the server answered."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        """Return the class of the connection, as the settings want it."""
        return _Wrapped if self.use_ssl else _Plain

    def deliver(self, message: EmailMessage) -> str:
        """Hand one message to the server; return its answer ("250 2.0.0 queued"). Raises what smtplib raises."""
        self.open()
        self.send_messages([message])
        code, text = self.connection.answered  # type: ignore[union-attr]
        return f"{code} {text.decode('ascii', 'replace')}"
