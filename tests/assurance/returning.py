"""Returns that are filled in and submitted, as the demonstration does it."""

from commonground.assurance import demonstration
from commonground.assurance.models import Assessment
from commonground.directory.models import Agency
from tests.cast import Cast


def agency_of(cast: Cast, lead: str) -> Agency:
    """Return the agency that somebody leads for."""
    return demonstration.agency_of(cast.actor(lead))


def filled(cast: Cast, row: Assessment, lead: str, figure: int, keys: list[str]) -> int:
    """Have a lead fill in some standards; return the version that stands then."""
    name = cast.person(lead).name
    return demonstration.fill_in(name, row, cast.tick(), figure=figure, keys=keys)


def submitted(cast: Cast, row: Assessment, lead: str, figure: int, *, agreed: bool | None) -> None:
    """Have a lead submit a whole return; Elin agrees, asks, or has not answered yet (None)."""
    demonstration.submit(cast.person(lead).name, row, cast.tick(), figure=figure, agreed=agreed)
