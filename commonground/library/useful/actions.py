"""What is done with an answer to “Was this useful?”: it is kept, once for each form."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commonground.library.pages.models import PageEdition
from commonground.library.useful.models import Useful
from commonground.now import london_date
from commonground.storing import add


@transaction.atomic
def say_useful(*, edition: PageEdition, key: UUID, useful: bool, missing: str, at: datetime) -> None:
    """Keep whether an edition of a page was useful, and what was missing; nothing of who says so."""
    said = Useful(key=key, edition=edition, useful=useful, missing="" if useful else missing, day=london_date(at))
    add(said, unless_there=True)
