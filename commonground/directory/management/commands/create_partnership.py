"""``bin/manage create_partnership``: a new partnership, its office and the link for its first officer."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from commonground.directory.actions import RefusedError, create_partnership
from commonground.now import now


class Command(BaseCommand):
    """Make a partnership and print the link by which its first officer sets up their account."""

    help = "Make a partnership with its office, and print the invitation link of its first officer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the partnership's name and area, and who its officer is."""
        parser.add_argument("name", help="such as Fairhaven")
        parser.add_argument("--area", required=True, help="where it works, in words")
        parser.add_argument("--contact", default="", help="how people reach its office")
        parser.add_argument("--officer", required=True, help="name of its first officer")
        parser.add_argument("--email", required=True, help="the officer's work address")

    def handle(self, *_args: object, **options: str) -> None:
        """Make it; the link is shown this once."""
        try:
            partnership, link = create_partnership(
                name=options["name"],
                area=options["area"],
                contact=options["contact"],
                officer=options["officer"],
                email=options["email"],
                by=None,
                at=now(),
            )
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{partnership} is made. Pass this link on to {options['officer']}; it works for seven days:")
        self.stdout.write(link)
