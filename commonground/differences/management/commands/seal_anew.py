"""``bin/manage seal_anew``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commonground.differences.actions.resealing import seal_all_anew
from commonground.sealing import SealError


class Command(BaseCommand):
    """Seal all that is sealed under the newest field key."""

    help = "Seal children's identity, drafts and second factors under the newest field key."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Seal anew, and say how many."""
        if settings.ROLE != "owner":
            message = "The roles of web and worker may not do this: run it as owner."
            raise CommandError(message)
        try:
            done = seal_all_anew()
        except SealError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{done} rows are sealed under the newest field key.")
