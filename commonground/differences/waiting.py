"""A draft whose group is not listed: who can vouch for it, what came of asking, and whom to ring meanwhile."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from uuid import UUID

from commonground.differences import actions
from commonground.differences.models import Vouching
from commonground.differences.ringing import Number, areas, reached
from commonground.directory.models import Partnership
from commonground.procedures.terms import Vouched

if TYPE_CHECKING:
    from commonground.differences.writing import Writing


@dataclass(frozen=True, slots=True)
class Voucher:
    """Somebody who can vouch: who, what they are, and the number to ring, if one is kept."""

    name: str
    post: str
    phone: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the page of such a draft says."""

    group: actions.Group
    asked: Vouching | None
    """What waits for an answer."""
    declined: Vouching | None
    """The answer no, when it is the last."""
    vouchers: tuple[Voucher, ...]
    office_only: bool
    numbers: tuple[Number, ...]
    """The front door of the area, at this hour and at others."""
    partnership: Partnership

    @classmethod
    def of(cls, writing: "Writing") -> Self:
        """Return it for a draft that names a group."""
        answers, asked = writing.answers, writing.asked
        assert answers.group is not None  # noqa: S101 asked only of such a draft
        who = actions.vouchers(
            by=writing.actor, partnership=writing.partnership.pk, own_agency=UUID(answers.raising_agency),
            too_close=tuple(UUID(person) for person in answers.too_close), at=writing.at,
        )  # fmt: skip
        (area,) = areas([writing.partnership], writing.at)
        return cls(
            group=answers.group,
            asked=asked if asked and not asked.came else None,
            declined=asked if asked and asked.came == Vouched.NO else None,
            vouchers=tuple(
                Voucher(person.name, post.post.title, reached(post))
                for post in (*who.officers, *who.leads)
                for person in post.present
                if person != writing.actor.person
            ),
            office_only=who.office_only,
            numbers=area.front_door.all,
            partnership=writing.partnership,
        )
