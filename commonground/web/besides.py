"""What waits for somebody besides differences: groups that are not listed, and hidden words to decide on."""

from dataclasses import dataclass

from commonground.differences.models import Vouching
from commonground.differences.models.vouching import on_home_of
from commonground.differences.second_person import ToDecide, to_decide
from commonground.directory.queries import Actor
from commonground.permissions import Permission


@dataclass(frozen=True, slots=True)
class Besides:
    """Groups for which somebody is asked to vouch, what was said of those of their own drafts, and hidden words."""

    groups: tuple[Vouching, ...] = ()
    answered: tuple[Vouching, ...] = ()
    masks: tuple[ToDecide, ...] = ()

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.groups) + len(self.answered) + len(self.masks)


def besides(actor: Actor) -> Besides:
    """Return what waits for an actor. No query where nothing can, as for nearly everybody nearly always; else four."""
    if not actor.besides:
        return Besides()
    rows = on_home_of(actor) if actor.permissions & {Permission.RAISE, Permission.KEEP_PEOPLE} else []
    return Besides(
        tuple(row for row in rows if not row.came), tuple(row for row in rows if row.came), tuple(to_decide(actor))
    )
