"""What a side says of the adults in one role, and how it reads: in the record, and beside the other side's."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from commonground.differences.sheets.models import SideSheet
from commonground.govuk.dates import in_words
from commonground.library.adults import Adult, roles
from commonground.now import london_date
from commonground.procedures.side_views import Fact, Source
from commonground.procedures.terms import Term


class There(Term):
    """Whether there is an adult in that role, as far as a side knows."""

    YES = "yes", "Yes"
    NONE = "none", "No. We asked, and there is nobody"
    NOT_KNOWN = "not_known", "We do not know"


class Met(Term):
    """Whether anybody of a side has met them."""

    MET = "met", "Yes"
    SOME = "some", "Some of them, where there are several"
    NOT_MET = "not_met", "No, nobody of our side has"


class Checked(Term):
    """Whether a side has checked who they are."""

    RECORDS = "records", "Yes, with a record or another agency"
    TOLD = "told", "We only know what we were told"
    NOT_CHECKED = "not_checked", "No"


MET_WORDS = {Met.MET: "Met", Met.SOME: "Some of them met", Met.NOT_MET: "Not met"}
CHECKED_WORDS = {
    Checked.RECORDS: "Who they are is checked",
    Checked.TOLD: "Who they are is only what we were told",
    Checked.NOT_CHECKED: "Who they are is not checked",
}
QUOTED = {**CHECKED_WORDS, Checked.TOLD: "Who they are was told, and not checked"}
"""The same where another side may quote it: “we” would be somebody else there."""
NONE_WORDS = {There.NONE: "Asked, and there is nobody", There.NOT_KNOWN: "Not known if there is anybody"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a side says of the adults in one role: if there are any, the part they play, the good they do, who met them.

    ``told_by`` is who told this side of them, by role; ``by`` the name of whoever wrote it.
    """

    role: str
    there: There
    words: str = ""
    helps: str = ""
    met: Met | None = None
    met_on: date | None = None
    checked: Checked | None = None
    told_by: str = ""
    by: str = ""

    @property
    def known(self) -> bool:
        """Whether that side knows of somebody in that role."""
        return self.there is There.YES

    @property
    def seen(self) -> bool:
        """Whether that side has met somebody in that role."""
        return self.known and self.met in {Met.MET, Met.SOME}

    def kept(self) -> dict[str, str]:
        """Return it as a line of a sheet."""
        told: dict[str, Any] = asdict(self)
        key = told.pop("role")
        told["met_on"] = self.met_on.isoformat() if self.met_on else ""
        return {"key": key, **{name: str(value or "") for name, value in told.items()}}

    @classmethod
    def of(cls, line: Mapping[str, str]) -> "Said":
        """Return what a line of a sheet says."""
        return cls(
            line["key"], There(line["there"]), line["words"], line["helps"], Met(line["met"]) if line["met"] else None,
            date.fromisoformat(line["met_on"]) if line["met_on"] else None,
            Checked(line["checked"]) if line["checked"] else None, line["told_by"], line["by"],
        )  # fmt: skip


def said(sheet: SideSheet | None) -> dict[str, Said]:
    """Return what a sheet says, by role."""
    return {line["key"]: Said.of(line) for line in sheet.lines} if sheet else {}


def roles_of(*sheets: SideSheet | None) -> tuple[Adult, ...]:
    """Return the roles that are asked about, and after them those that a sheet tells of and that are gone since."""
    named = {one.name for one in roles()}
    gone = dict.fromkeys(name for sheet in sheets for name in said(sheet) if name not in named)
    return (*roles(), *(Adult(name) for name in gone))


def whether_met(one: Said) -> str:
    """Return in a few words whether they were met, and when last."""
    if not one.known or one.met is None:
        return NONE_WORDS.get(one.there, "")
    return f"{MET_WORDS[one.met]}, last on {in_words(one.met_on)}" if one.met_on and one.seen else MET_WORDS[one.met]


def how_known(one: Said) -> str:
    """Return whether who they are was checked, and who told of them."""
    parts = [CHECKED_WORDS[one.checked]] if one.checked else []
    if one.told_by:
        parts.append(f"Told by: {one.told_by}")
    return ". ".join(parts)


def what_is_said(one: Said) -> str:
    """Return the part that they play and the good that they do."""
    helps = f"Good that they do: {one.helps}" if one.helps else ""
    return " ".join(part for part in (one.words, helps) if part)


def in_full(one: Said) -> str:
    """Return what is said, whether they were met, and whether who they are was checked."""
    checked = QUOTED[one.checked] if one.checked else ""
    return " ".join(f"{part.rstrip('.')}." for part in (what_is_said(one), whether_met(one), checked) if part)


def as_fact(one: Said, sheet: SideSheet, whose: str) -> Fact:
    """Return what a shared list says of a role as a fact of a view: what, who told of it, and who shared it when.

    Where nobody is said to have told of it, it is whoever shared the list.
    """
    day = f" on {in_words(london_date(sheet.shared_at))}" if sheet.shared_at else ""
    listed = f"{one.told_by}; list of adults shared by {whose}" if one.told_by else f"{whose}; list of adults shared"
    return Fact(f"{one.role}: {in_full(one)}", Source.TOLD, f"{listed}{day}")


def in_record(sheet: SideSheet) -> dict[str, str]:
    """Return what a sheet says as the record has it, role by role."""
    return {
        role: ". ".join(part.rstrip(".") for part in (what_is_said(one), whether_met(one), how_known(one)) if part)
        for role, one in said(sheet).items()
    }
