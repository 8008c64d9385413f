"""Which child it is: sealed, revealed on asking, given its references, and its first name wiped when they are in.

None of it moves anything. The record says that a reference was given or a name wiped, and never which.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from commonground import sealing
from commonground.differences import queries
from commonground.differences.actions.entering import enter, signed_in
from commonground.differences.actions.looking import looked
from commonground.differences.entries import REFERENCE
from commonground.differences.models import Child, ChildName, Difference, Seat
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.procedures import rules, which_child
from commonground.procedures.subjects import FAMILY_MEMBER
from commonground.procedures.terms import BESIDE, Side, Subject
from commonground.record.actions import append

NOT_NEEDED = "You gave their reference, so the first name and date of birth are not needed. Take one of the two out."
WIPED = "The first name and date of birth were wiped, because {why}."
BOTH_ARE_IN, ENDED = "both agencies’ references are in", "this has ended"
AGREED = "it is agreed for them"


@dataclass(frozen=True, slots=True)
class ChildIdentity:
    """Which child: the other agency's reference, the own one, initials, and a year of birth or due date.

    The national consistent identifier is asked only where a partnership has a basis in law for it. Where the other
    agency's reference is not known, whoever raises it may say with whom and on which day they agreed by telephone
    which child it is; or give the first name and date of birth, which are kept apart. Days are written 2019-03-12.
    """

    other_reference: str
    own_reference: str
    initials: str
    born: str
    consistent_identifier: str = ""
    matched_with: str = ""
    matched_on: str = ""
    first_name: str = ""
    birth_date: str = ""

    @property
    def matched(self) -> str:
        """With whom and when it was agreed by telephone which child it is, in words; nothing if it was not."""
        return f"{self.matched_with}, on {_day(self.matched_on)}" if self.matched_with else ""

    @property
    def birth(self) -> str:
        """When the child was born, as far as it is known here, or is due."""
        return _day(self.birth_date) if self.birth_date else self.born

    def words(self, other: str, own: str = "Your own") -> str:
        """Return which child it is, a line for each thing known; ``other`` and ``own`` name whose reference it is."""
        parts = [
            f"{other}: {self.other_reference}" if self.other_reference else "",
            f"{own}: {self.own_reference}" if self.own_reference else "",
            f"Consistent identifier: {self.consistent_identifier}" if self.consistent_identifier else "",
            self.initials,
            f"Agreed by telephone with {self.matched}" if self.matched else "",
            f"First name: {self.first_name}" if self.first_name else "",
            f"Born {self.birth}" if self.born.isdecimal() else self.born,
        ]
        return "\n".join(part for part in parts if part)

    def without_name(self) -> "ChildIdentity":
        """Return the child without the first name and date of birth, which only the two who deal with it open."""
        return replace(self, first_name="", birth_date="")

    def reference_of(self, side: Side) -> str:
        """Return the reference of a side's agency; nothing where it is not known."""
        return self.own_reference if side is Side.RAISING else self.other_reference

    def with_reference(self, side: Side, reference: str) -> "ChildIdentity":
        """Return the child with the reference of a side's agency."""
        if side is Side.RAISING:
            return replace(self, own_reference=reference)
        return replace(self, other_reference=reference)


@dataclass(frozen=True, slots=True)
class Given:
    """What came of giving references: for which children, by number, and whose names were wiped."""

    children: tuple[int, ...]
    wiped: tuple[int, ...]


def _day(written: str) -> str:
    return in_words(date.fromisoformat(written))


def keep_children(
    row: Difference, children: Sequence[ChildIdentity], family_member: ChildIdentity | None = None
) -> dict[str, list[int]]:
    """Keep who a new difference is about, names apart; return the fact of the names for the record."""
    known = [*([(FAMILY_MEMBER, family_member)] if family_member else []), *enumerate(children, 1)]
    named = [(number, child) for number, child in known if child.first_name]
    Child.objects.bulk_create(
        Child(
            partnership_id=row.partnership_id, difference=row, number=number, sealed=sealed(child, row.pk),
            named=bool(child.first_name),
        )
        for number, child in known
    )  # fmt: skip
    ChildName.objects.bulk_create(
        ChildName(
            partnership_id=row.partnership_id, difference=row, number=number, sealed=sealed_name(child, row.pk, number)
        )
        for number, child in named
    )
    return {"named": [number for number, _ in named]} if named else {}


def check_children(children: Collection[ChildIdentity]) -> None:
    """Refuse a first name that is not needed; raises Refused."""
    if any(child.first_name and child.other_reference for child in children):
        raise rules.Refused(NOT_NEEDED)


def reveal_children(*, by: Actor, at: datetime, difference: UUID, names: bool = False) -> list[ChildIdentity]:
    """Return which children it is about, and note who asked; with first names and dates of birth only if ``names``.

    Raises Difference.DoesNotExist; or Refused where names are asked by somebody else than the two who deal with it,
    or where none are kept.
    """
    row = Difference.objects.visible_to(by).get(pk=difference)
    children = {child.number: unsealed(child) for child in Child.objects.of(row).order_by("number")}
    if names:
        seats = list(Seat.objects.of(row))
        if not queries.opens_names(by, row, seats):
            raise rules.Refused(which_child.ONLY_THE_TWO)
        found = list(ChildName.objects.of(row))
        if not found:
            raise rules.Refused("No first name is kept here now. The page “Show which child” says what is known.")
        for name in found:
            children[name.number] = named(children[name.number], name)
    looked(by=by, at=at, difference=row, part="which child, by name and birth date" if names else "which child")
    return list(children.values())


def give_references(
    *, by: Actor, at: datetime, difference: UUID, references: Mapping[tuple[int, Side], str]
) -> Given:  # fmt: skip
    """Write down agencies' references of children, by number and side; what stands there already changes nothing.

    As soon as both references of a child are in, its first name and date of birth are wiped. The difference is locked
    first: of two who give one at the same moment, the second finds the other's. Raises Difference.DoesNotExist or
    Child.DoesNotExist, or Refused for somebody of neither side and for a reference that is not theirs to give.
    """
    entered = enter(by, difference)
    row, person = entered.row, signed_in(by)
    if sentence := which_child.reference_refusal(entered.standings, Side.RESPONDING, known=False):
        raise rules.Refused(sentence)
    children = {child.number: child for child in Child.objects.of(row)}
    given: dict[Side, list[int]] = {}
    for (number, side), reference in sorted(references.items()):
        if number not in children:
            raise Child.DoesNotExist
        child, known = children[number], unsealed(children[number])
        if reference in {"", known.reference_of(side)}:
            continue
        refusal = which_child.reference_refusal(entered.standings, side, known=bool(known.reference_of(side)))
        if refusal:
            raise rules.Refused(refusal)
        child.sealed = sealed(known.with_reference(side, reference), row.pk)
        child.save(update_fields=["sealed"])
        given.setdefault(side, []).append(number)
    if not given:
        return Given((), ())
    numbers = sorted({number for some in given.values() for number in some})
    whole = [number for number in numbers if children[number].name_kept and all_in(unsealed(children[number]))]
    wiped = wipe_names(row, at=at, children=whole) if whole else []
    standing = next(one for one in entered.standings if one.side and one.capacity not in BESIDE)
    called = entered.called(standing)
    what = " and ".join(
        f"{row.agency_of(side)}’s reference for {numbered(some, row)}" for side, some in given.items()
    )  # fmt: skip
    append(
        subject=row.pk, partnership_id=row.partnership_id, kind=REFERENCE,
        facts={
            "by": {"side": standing.side},
            "references": [[number, side.value] for side, some in given.items() for number in some],
        } | ({"names_wiped": wiped} if wiped else {}),
        sentence=f"{called}, gave {what}. It is not in this record.",
        words={"Wiped": WIPED.format(why=BOTH_ARE_IN)} if wiped else {}, by=person, by_name=called, at=at,
    )  # fmt: skip
    return Given(tuple(numbers), tuple(wiped))


def forget_theirs(row: Difference) -> str:
    """Take the responding agency's references off, since another agency answers now; return the words that say so."""
    theirs = [child for child in Child.objects.of(row) if unsealed(child).other_reference]
    for child in theirs:
        child.sealed = sealed(unsealed(child).with_reference(Side.RESPONDING, ""), row.pk)
        child.save(update_fields=["sealed"])
    return f"{row.responding_agency}’s reference for the child was taken off." if theirs else ""


def wipe_names(row: Difference, *, at: datetime, children: list[int] | None = None) -> list[int]:
    """Remove first names and dates of birth for good, of these children or of all; return of which, by number.

    The database does it, since whoever acts need not be one of the two who may read them. The caller says so in the
    record.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT differences_wipe_names(%s, %s, %s)", [row.pk, children, at])
        return sorted(number for (number,) in cursor.fetchall())


def all_in(child: ChildIdentity) -> bool:
    """Say whether both agencies' references of a child are in."""
    return all(child.reference_of(side) for side in Side)


def numbered(numbers: Collection[int], row: Difference) -> str:
    """Return which of those whom a difference is about these are, in words."""
    return " and ".join(one_of(row, number) for number in numbers)


def one_of(row: Difference, number: int) -> str:
    """Return which of those whom a difference is about this is, in words."""
    if number == FAMILY_MEMBER:
        return "the family member"
    return "the child" if row.children_count == 1 else f"child {number}"


def numbers_of(row: Difference) -> range:
    """Return the numbers of those whom a difference is about: none where it is about no one."""
    return range(FAMILY_MEMBER if row.subject == Subject.FAMILY_MEMBER else 1, row.children_count + 1)


def sealed(child: ChildIdentity, difference: UUID) -> bytes:
    """Return a child's identity, sealed and bound to its difference; the first name and date of birth never in it."""
    kept = asdict(child.without_name())
    return sealing.seal(json.dumps(kept).encode(), Child(difference_id=difference).sealed_as)


def unsealed(row: Child) -> ChildIdentity:
    """Return a child's identity from its row."""
    return ChildIdentity(**json.loads(sealing.unseal(bytes(row.sealed), row.sealed_as)))


def sealed_name(child: ChildIdentity, difference: UUID, number: int) -> bytes:
    """Return a child's first name and date of birth, sealed and bound to this child of its difference."""
    kept = {"first_name": child.first_name, "birth_date": child.birth_date}
    return sealing.seal(json.dumps(kept).encode(), ChildName(difference_id=difference, number=number).sealed_as)


def named(child: ChildIdentity, row: ChildName) -> ChildIdentity:
    """Return a child with the first name and date of birth from their row."""
    return replace(child, **json.loads(sealing.unseal(bytes(row.sealed), row.sealed_as)))
