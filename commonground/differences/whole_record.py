"""The whole record of a difference as a paper: every entry that its reader may see, and what each side said of it.

It carries the digest of the record as it stood, which `bin/manage verify_record` confirms.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from textwrap import wrap
from uuid import UUID

from commonground.differences import record_lines
from commonground.differences.for_our_file import (
    OWN_NOTES,
    Paper,
    Part,
    Said,
    line,
    plain,
    taken,
    what_it_is,
)
from commonground.differences.keeping_safe import MEANWHILE
from commonground.differences.reading import Standpoint
from commonground.procedures.subjects import reads
from commonground.procedures.worktime import moment_text
from commonground.record.models import Entry

MOST_ENTRIES = 2000
"""So many of the newest entries are printed; the page of the record has all of them."""
GROUP = 8
"""A digest is read in groups of so many letters."""


def whole_record(
    here: Standpoint,
    entries: Sequence[Entry],
    said: Mapping[UUID, Sequence[Entry]],
    *,
    digest: str,
    taken_by: str,
    at: datetime,
    cut: bool = False,
) -> Paper:
    """Return the record on paper. ``entries`` are those that the reader may see, the newest first.

    ``said`` is what was said of each of them, ``digest`` that of the record as it stood then, ``cut`` whether older
    entries were left out.
    """
    row, subject = here.difference, here.situation.subject
    drawn = record_lines.lines(entries, at, whole=True, subject=subject)
    told = [
        (entry, Said(line(f"{moment_text(entry.at)}: {one.sentence}"), _words(one.parts, said.get(entry.pk, ()), at)))
        for entry, one in zip(reversed(entries), reversed(drawn), strict=True)
    ]
    own = tuple(one for entry, one in told if entry.side_only)
    left_out = (("Left out", "Older entries are on the page of the record only."),) if cut else ()
    parts = (
        what_it_is(row, here.situation),
        Part(reads(subject, MEANWHILE), words=plain(row.meanwhile)),
        Part("How this paper can be checked", _checking(str(row), digest)),
        Part(
            "The record, from its first entry", left_out, said=tuple(one for entry, one in told if not entry.side_only)
        ),
        *((Part(OWN_NOTES, said=own, own_side=True),) if own else ()),
    )
    return Paper(
        f"The record of difference {row}",
        taken(taken_by, at),
        parts,
        keywords=(f"Common Ground {row}", f"digest {grouped(digest)}"),
    )


def _words(
    parts: Sequence[tuple[str, str]], said: Sequence[Entry], at: datetime
) -> tuple[tuple[str, str], ...]:  # fmt: skip
    own = [(line(label), plain(text)) for label, text in parts]
    others = [(line(who), plain(words)) for who, words in record_lines.on_entry(said, at)]
    return (*own, *others)


def _checking(reference: str, digest: str) -> tuple[tuple[str, str], ...]:
    how = (
        "The digest covers every entry up to then, also notes that a side keeps to itself and that are not printed "
        f"here. Whoever runs Common Ground confirms it by: bin/manage verify_record {reference} --digest, and then the "
        "digest."
    )
    return (
        ("Digest of the record", grouped(digest)),
        ("How", how),
        ("What each side said of an entry", "It stands below that entry. Where nobody said so, nobody has agreed."),
    )


def grouped(digest: str) -> str:
    """Return a digest in groups, as it is read out and typed; the command that confirms it takes it so."""
    return " ".join(wrap(digest, GROUP))
