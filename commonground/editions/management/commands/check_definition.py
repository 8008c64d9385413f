"""``bin/manage check_definition FILE``: what a definition says, in words, or what is wrong with it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from commonground.editions.actions.drafting import MOST_BYTES
from commonground.editions.presenting import rungs, sentences
from commonground.editions.queries import reading
from commonground.procedures.definition import Procedure, provisional_parts


class Command(BaseCommand):
    """Read a definition from a file: its ladder in words, or its problems. Nothing is kept."""

    help = "Print what a procedure's definition says, or what keeps it from being followed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:  # noqa: ANN401 Django's signature
        """Say what it says; end with 1 when it cannot be followed."""
        found = reading(self._text(file))
        if found.procedure is None:
            self._wrong(*found.problems)
        else:
            self.stdout.write("\n".join(_lines(found.procedure)))

    def _text(self, file: Path) -> str:
        try:
            text = file.read_bytes()
        except OSError as error:
            self._wrong(f"{file} cannot be read: {error.strerror}.")
        if len(text) > MOST_BYTES:
            self._wrong(f"{file} is longer than 256 kB. No procedure is that long: check that it is the right file.")
        try:
            return text.decode()
        except UnicodeDecodeError:
            self._wrong(f"{file} is no text in UTF-8: check that it is the right file.")

    def _wrong(self, *problems: str) -> NoReturn:
        for problem in problems:
            self.stderr.write(problem)
        sys.exit(1)


def _lines(procedure: Procedure) -> list[str]:
    lines = [procedure.name, ""]
    for rung in rungs(procedure):
        lines.append(f"{rung.number}. {rung.name}{f' ({rung.note})' if rung.note else ''}")
        lines.append(f"   for the side that raised it: {rung.raising}")
        lines.append(f"   for the side that answers: {rung.responding}")
        lines += [f"   {time}" for time in rung.times]
    lines += ["", *sentences(procedure)]
    if missing := provisional_parts(procedure):
        lines += ["", "It cannot be opened before this is known and confirmed:", *(f"- {one}" for one in missing)]
    return lines
