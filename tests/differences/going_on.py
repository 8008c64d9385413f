"""From which version of its sheet a side goes on, as the page that somebody opens has it."""

from commonground.differences.models import Difference
from commonground.differences.reading import difference, standpoint
from commonground.differences.sheets.queries import readable
from commonground.procedures.sheets import Tool
from tests.cast import Cast


def goes_on_from(cast: Cast, row: Difference, by: str, tool: Tool, child: int = 1) -> int:
    """Return the version of what somebody's side has begun, or else shared last; 0 where that is nothing."""
    here = standpoint(cast.actor(by), difference(cast.actor(by), row.reference), cast.at)
    ours = readable(here, tool)[child].ours
    return ours.version if ours else 0
