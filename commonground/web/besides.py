"""What waits for somebody besides differences: groups that are not listed, hidden words, fresh eyes to find."""

from dataclasses import dataclass

from commonground.differences.fresh_eyes.queries import ToFind, to_find
from commonground.differences.models import Vouching
from commonground.differences.models.vouching import on_home_of
from commonground.differences.second_person import ToDecide, to_decide
from commonground.directory.queries import Actor
from commonground.directory.waits import Waits
from commonground.now import now
from commonground.permissions import Permission


@dataclass(frozen=True, slots=True)
class Besides:
    """Groups for which somebody is asked to vouch, what was said of those of their own drafts, and hidden words.

    Of an office also the differences for which it is to find somebody who looks with fresh eyes.
    """

    groups: tuple[Vouching, ...] = ()
    answered: tuple[Vouching, ...] = ()
    masks: tuple[ToDecide, ...] = ()
    to_find: tuple[ToFind, ...] = ()

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.groups) + len(self.answered) + len(self.masks) + len(self.to_find)


def besides(actor: Actor) -> Besides:
    """Return what waits for an actor. No query where nothing can, as for nearly everybody nearly always; else five."""
    if Waits.BESIDES not in actor.waits:
        return Besides()
    rows = on_home_of(actor) if actor.permissions & {Permission.RAISE, Permission.KEEP_PEOPLE} else []
    return Besides(
        groups=tuple(row for row in rows if not row.came),
        answered=tuple(row for row in rows if row.came),
        masks=tuple(to_decide(actor)),
        to_find=tuple(to_find(actor, now())) if actor.offices else (),
    )
