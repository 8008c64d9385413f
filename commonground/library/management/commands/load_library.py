"""``bin/manage load_library``: bring to every area what is new in the pages that come with the product."""

from typing import Any

from django.core.management.base import BaseCommand

from commonground.directory.models import Partnership
from commonground.library.pages.actions import load_pages
from commonground.library.pages.shape import shipped
from commonground.now import now


class Command(BaseCommand):
    """Load the shipped pages; run it after each update. What an area wrote itself stays."""

    help = "Bring what is new in the shipped pages to every area. Run it again as often as you like."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Load them, area by area, and say what came of it."""
        texts = shipped()
        for area in Partnership.objects.order_by("name"):
            came = load_pages(area=area, texts=texts, at=now())
            left = f" Left alone, as somebody writes at them: {', '.join(came.skipped)}." if came.skipped else ""
            self.stdout.write(f"{area}: {came.published} published, {len(came.drafts)} wait for its editors.{left}")
