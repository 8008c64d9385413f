"""``bin/manage rotate_key field``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonground import keys

THEN = {
    "session": "Sessions and links of before stay good until the older key is taken out of the file.",
    "field": "Then run `bin/manage seal_anew`. Keep the older key: backups of before open with nothing else.",
    "record": "Keep the older key: the record of before is verified with nothing else.",
}


class Command(BaseCommand):
    """Put a new key before the old ones, which still open and verify what is theirs."""

    help = "Put a new session, field or record key before the old ones."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the key."""
        parser.add_argument("name", choices=keys.NAMES)

    def handle(self, *_args: Any, name: str, **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Rotate it, and say what is to be done then."""
        try:
            keys.rotate(settings.KEYS_FOLDER, name)
        except (keys.MissingKeyError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{name}.key begins with a new key. Start web and worker anew on every machine. {THEN[name]}")
