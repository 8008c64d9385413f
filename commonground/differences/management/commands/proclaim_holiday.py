"""``bin/manage proclaim_holiday 2027-05-07 "A new bank holiday"``."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commonground.differences.actions.holidays import proclaim
from commonground.now import now


class Command(BaseCommand):
    """Put a bank holiday on record; the next sweep dates running clocks again and says so in their records."""

    help = "Put a newly proclaimed bank holiday on record."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day (as 2027-05-07) and the name."""
        parser.add_argument("day", type=date.fromisoformat)
        parser.add_argument("name")

    def handle(self, *_args: Any, day: date, name: str, **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Proclaim it and say how many clocks will be looked at."""
        count = proclaim(day=day, name=name, at=now())
        self.stdout.write(f"{name} on {day} is on record; {count} open differences are worked out again.")
