"""``bin/manage agree``: replay every record through the rules and compare with the tables."""

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonground.differences.agreeing import all_disagreements
from commonground.differences.models import Difference

AT_ONCE = 200


class Command(BaseCommand):
    """Compare tables with record; exit 1 and name the first difference in which they are apart."""

    help = "Replay each record through the rules and compare stage, end, clocks, views and signatures."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Go through every difference; raises CommandError when any is apart."""
        count, apart = 0, []
        rows = Difference.objects.select_related("edition").order_by("pk").iterator(chunk_size=AT_ONCE)
        while some := list(islice(rows, AT_ONCE)):
            count += len(some)
            apart += [f"{found.reference}: {found.what}" for found in all_disagreements(some)]
        if apart:
            raise CommandError(f"{len(apart)} found apart in {count} differences: " + "; ".join(apart[:20]))
        self.stdout.write(f"{count} differences agree with their records.")
