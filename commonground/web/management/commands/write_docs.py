"""``bin/manage write_docs [--check]``: write the generated documents, or say which are out of date."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonground.web.documents import DOCUMENTS


class Command(BaseCommand):
    """Write ``docs/`` from the code; with ``--check`` change nothing and exit 1 when one is out of date."""

    help = "Write the generated documents, or check them."
    requires_system_checks: list[str] = []  # noqa: RUF012 Django's own way to say it

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--check``."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Write or compare each document; raises CommandError naming the ones out of date."""
        folder = settings.BASE_DIR / "docs"
        stale = []
        for name, write in DOCUMENTS.items():
            path, text = folder / name, write()
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
                if not check:
                    path.write_text(text, encoding="utf-8")
        if check and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run bin/manage write_docs.")
        self.stdout.write(f"{len(DOCUMENTS)} documents are up to date.")
