"""`bin/manage work`: the worker."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commonground.manage import check
from commonground.notices.working import work


class Command(BaseCommand):
    """Do the jobs: clocks, notices and the housekeeping, until told to stop."""

    help = "Do the jobs: clocks, notices and the housekeeping, until told to stop. Runs as the role clock."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 as Django calls it
        """Refuse any role but `clock`, then work."""
        if settings.ROLE != "clock":
            message = f"The worker runs as the role clock, not {settings.ROLE}: set COMMONGROUND_ROLE=clock."
            raise CommandError(message)
        check("clock")
        work()
