"""``bin/manage load_demonstration``: invented organisations and stories, into an empty database only."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commonground.assurance import demonstration as assurance
from commonground.briefings import demonstration as briefings
from commonground.briefings.promoting import demonstration as promoting
from commonground.differences.demonstration.telling import load_demonstration
from commonground.directory.models import Partnership, Person
from commonground.insight import demonstration as figures
from commonground.insight.how_far import demonstration as how_far
from commonground.now import now

BESIDES = (briefings, promoting, assurance, how_far, figures)
"""The apps beside differences that tell something of their own, once those are told."""


@transaction.atomic
def load_all(at: datetime) -> int:
    """Load all of it or nothing, as on the moment of loading; return how many differences there are."""
    differences = load_demonstration(at)
    for app in BESIDES:
        app.tell(at)
    return differences


class Command(BaseCommand):
    """Load the demonstration: two invented partnerships, their people, and their differences."""

    help = "Load invented organisations and stories into a database that holds no partnership."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Load it, whole or not at all; raises CommandError when the database is in use."""
        if settings.ROLE != "owner":
            message = f"Only the role owner sees all that this writes; this process is {settings.ROLE}."
            raise CommandError(message)
        if Partnership.objects.exists():
            message = "This database holds a partnership already; the demonstration goes only into an empty one."
            raise CommandError(message)
        differences = load_all(now())
        people = Person.objects.count()
        self.stdout.write(f"The demonstration is loaded: {people} people and {differences} differences, all invented.")
