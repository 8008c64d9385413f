"""Fairhaven's procedure with all that an edition may have beside its stages: for tests, and never offered."""

from datetime import datetime, timedelta

from commonground.directory.demonstration import member
from commonground.directory.models import Partnership
from commonground.editions.actions import add_edition, open_edition
from commonground.editions.models import Edition
from commonground.procedures.loading import shipped

STAGE = "[[stages]]\n"

CHECK = """
[stages.check]
role = "line_manager"
label = "Your line manager looks at it first"
unit = "working_days"
amount = 1
tells = ["raiser", "officer"]
"""


def fuller(*, check: str = CHECK, more: str = "", stage: int = 1) -> str:
    """Return the text: a check at a stage, and more at its end."""
    head, *stages = shipped()["fairhaven"].split(STAGE)
    stages[stage - 1] += check
    return STAGE.join([head, *stages]) + more


def open_fuller(at: datetime, text: str = "") -> Edition:
    """Open it in Fairhaven, so that whatever is raised there from now on has it."""
    fairhaven = Partnership.objects.filter(name="Fairhaven")
    since = Edition.objects.latest("in_force").in_force + timedelta(days=1)  # long ago, and after all others
    edition = add_edition(text=text or fuller(), partnerships=fairhaven, in_force=since)
    return open_edition(edition=edition, by=member("elin"), source="Typed for a test.", at=at)
