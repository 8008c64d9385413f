"""`bin/manage verify_record [REFERENCE [--digest DIGEST]]`: say whether the record is as it was written."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from commonground.record import subjects
from commonground.record.chain import publics_of
from commonground.record.models import Head
from commonground.record.verify import Counts, numbered, verify_all, verify_one


class Command(BaseCommand):
    """Verify one subject's record, or all; end with 1 when something is wrong, and say what and where."""

    help = "Name the first entry of each record that was changed, dropped, put elsewhere or added."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a reference, or the key of a subject."""
        parser.add_argument("subject", nargs="?", help="a reference; all records when there is none")
        parser.add_argument(
            "--digest", nargs="+", default=[], help="the digest that a printed record carries, with its reference"
        )

    def handle(
        self, *_args: Any, subject: str | None = None, digest: Sequence[str] = (), **_options: Any  # noqa: ANN401 as Django calls it
    ) -> None:  # fmt: skip
        """Verify, print what is found, and end with 1 if anything is; also where no entry has the digest."""
        if settings.ROLE == "app":
            message = "The web's role sees only what a person sees: run this as owner or clock."
            raise CommandError(message)
        if digest and subject is None:
            message = "Give the reference of the record that the digest is of, too."
            raise CommandError(message)
        public, counts = publics_of(settings.RECORD_KEYS), Counts()
        key: UUID | None = None
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
        if key and digest:
            self._confirm(key, "".join(digest))

    def _confirm(self, subject: UUID, digest: str) -> None:
        """Say of which entry a digest is: the record up to there is as it was then. Ends with 1 if it is of none."""
        found = numbered(subject, digest)
        if found is None:
            self.stdout.write("No entry of this record has that digest: what carries it was not printed from it.")
            sys.exit(1)
        number, size = found
        self.stdout.write(
            f"The digest is that of entry {number} of {size}: up to there the record is as it was when that was "
            "printed. A paper can be altered, so compare what it says with the record."
        )
