"""``bin/manage consistent_identifier Fairhaven --basis "…"``: a national number of children, off at first."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from commonground.directory.actions import RefusedError, ask_for_identifier
from commonground.now import now


class Command(BaseCommand):
    """Have a partnership ask for children's national consistent identifier, or no longer."""

    help = "Ask for children's national consistent identifier in a partnership, or stop asking. It is off at first."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the partnership, and either the basis in law or that it is off."""
        parser.add_argument("partnership", help="its name, such as Fairhaven")
        either = parser.add_mutually_exclusive_group(required=True)
        either.add_argument("--basis", default="", help="the law, and the date of the partnership's decision")
        either.add_argument("--off", action="store_true", help="ask for it no longer; what was given stays sealed")

    def handle(self, *_args: object, **options: str) -> None:
        """Do it, and say what is asked from now on."""
        if not options["off"] and not options["basis"].strip():
            message = "Say by which law and which decision of the partnership."
            raise CommandError(message)
        try:
            partnership = ask_for_identifier(partnership=options["partnership"], basis=options["basis"], at=now())
        except RefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        asked = "is asked" if partnership.identifier_basis else "is not asked"
        self.stdout.write(f"The consistent identifier of a child {asked} in {partnership}.")
