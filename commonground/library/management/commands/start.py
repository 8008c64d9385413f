"""``bin/manage start hips``: the partnerships of Hampshire, the Isle of Wight, Portsmouth and Southampton."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from commonground.directory.actions import RefusedError
from commonground.directory.models import Partnership
from commonground.editions.actions.hips import AREAS, start_hips
from commonground.editions.checklist import checklist
from commonground.library.actions import load_charts
from commonground.library.pages.actions import load_pages
from commonground.library.pages.shape import shipped as pages
from commonground.library.shape import shipped
from commonground.now import london_date, now

CHARTS = {"hampshire-and-isle-of-wight"}
"""The charts of the four that come with the product. The other two say where theirs stand."""


class Command(BaseCommand):
    """Set up what is shipped for real use. It can be run again: what is there stays as it is."""

    help = "Set up the real partnerships of a shipped procedure, as drafts that nobody can raise under yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which, and who the officers are."""
        parser.add_argument("which", choices=["hips"])
        parser.add_argument(
            "--officer", action="append", default=[], nargs=3, metavar=("PARTNERSHIP", "NAME", "ADDRESS"),
            help='a first officer, such as: --officer Portsmouth "Jo Bell" jo.bell@council.example',
        )  # fmt: skip

    def handle(self, *_args: Any, officer: list[list[str]], **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Set them up, and say what an officer of each has to confirm."""
        try:
            started = start_hips(officers={area: (name, email) for area, name, email in officer}, at=now())
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        charts = load_charts(texts=(text for key, text in shipped().items() if key in CHARTS), at=now())
        texts = pages()
        loaded = {
            area: load_pages(area=area, texts=texts, at=now())
            for area in Partnership.objects.filter(name__in=AREAS).order_by("name")
        }
        made = ", ".join(started.made)
        self.stdout.write(f"Made: {made}." if made else "The four partnerships are there already.")
        for name, link in started.links.items():
            self.stdout.write(f"Pass this link on to the officer of {name}; it works for seven days:\n{link}")
        for row in charts:
            self.stdout.write(f"Loaded for {row.partnership}, to be compared with what is published: {row.title}.")
        for area, came in loaded.items():
            if came.published or came.drafts:
                drafts = f", and {len(came.drafts)} wait for its library editor" if came.drafts else ""
                self.stdout.write(f"The library of {area}: {came.published} pages published{drafts}.")
        for partnership in Partnership.objects.filter(name__in=AREAS).order_by("name"):
            self.stdout.write(f"\n{partnership}")
            for item in checklist(partnership, london_date(now())):
                self.stdout.write(f"  [{'x' if item.done else ' '}] {item.title}: {item.words}")
