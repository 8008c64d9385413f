"""`bin/manage verify_record [REFERENCE]`: say whether the record is as it was written."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commonground.record import subjects
from commonground.record.chain import publics_of
from commonground.record.models import Head
from commonground.record.verify import Counts, verify_all, verify_one


class Command(BaseCommand):
    """Verify one subject's record, or all; end with 1 when something is wrong, and say what and where."""

    help = "Name the first entry of each record that was changed, dropped, put elsewhere or added."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a reference, or the key of a subject."""
        parser.add_argument("subject", nargs="?", help="a reference; all records when there is none")

    def handle(self, *_args: Any, subject: str | None = None, **_options: Any) -> None:  # noqa: ANN401 as Django calls it
        """Verify, print what is found, and end with 1 if anything is."""
        if settings.ROLE == "app":
            message = "The web's role sees only what a person sees: run this as owner or clock."
            raise CommandError(message)
        public, counts = publics_of(settings.RECORD_KEYS), Counts()
        if subject is None:
            findings = list(verify_all(public, counts))
        else:
            key = subjects.found(subject)
            if key is None or not Head.objects.filter(pk=key).exists():
                message = f"There is no record of {subject}."
                raise CommandError(message)
            findings = list(filter(None, [verify_one(key, public, counts)]))
        for finding in findings:
            self.stdout.write(f"{subjects.named(finding.subject)}: {finding.sentence}")
        self.stdout.write(
            f"Verified {counts.entries} entries of {counts.subjects} records, {counts.masked} with masked words: "
            + (f"{len(findings)} not as written." if findings else "all as written.")
        )
        if findings:
            sys.exit(1)
