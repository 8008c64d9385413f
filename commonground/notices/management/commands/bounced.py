"""`bin/manage bounced`: what the mail server sent back."""

import sys
from email import message_from_bytes
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonground.notices.bouncing import bounced, returned
from commonground.now import now


class Command(BaseCommand):
    """Read one message that came back, from the standard input, and note what could not be delivered."""

    help = "Read a message that came back from the standard input, and note what could not be delivered."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 as Django calls it
        """Note it; a message that is no report of a failed delivery changes nothing and is an error."""
        message_id = returned(message_from_bytes(sys.stdin.buffer.read()))
        if message_id is None:
            message = "This message does not say that a delivery failed."
            raise CommandError(message)
        self.stdout.write(f"{bounced(message_id, now())} notices are marked as not delivered.")
