"""Fairhaven's procedure with all that an edition may have beside its stages: for tests, and never offered."""

from datetime import timedelta

from commonground.editions.models import Edition
from commonground.procedures.loading import shipped
from tests.cast import opened

STAGE = "[[stages]]\n"

CHECK = """
[stages.check]
role = "line_manager"
label = "Your line manager looks at it first"
unit = "working_days"
amount = 1
tells = ["raiser", "officer"]
"""


ROUTE = """
[[side_routes]]
key = "re-think"
name = "Re-think"
guidance = "Between day-to-day practice and the stages."
from_stage = 1
to_stage = 2

[[side_routes.strategies]]
name = "Restorative conversation"
role = "line_manager"
guidance = "Five steps: what happened, what each of you thought and felt, who is affected, what each needs, what next."

[[side_routes.strategies]]
name = "Second strategy"
role = "line_manager"

[[side_routes.strategies]]
name = "Independent facilitator"
role = "facilitator"
guidance = "One to one or as a group, with somebody of neither side."

[scale]
asks = "How well is this child looked after today?"
nought = "not at all"
ten = "as any child should be"
"""


SUBJECTS = ('subjects = ["child", "family_member"]', 'subjects = ["child", "family_member", "theme"]')


def fuller(*, check: str = CHECK, route: str = ROUTE, stage: int = 1) -> str:
    """Return the text: a check at a stage, a side route at the first two, and themes besides children and families."""
    head, *stages = shipped()["fairhaven"].replace(*SUBJECTS).split(STAGE)
    stages[stage - 1] += check
    return STAGE.join([head, *stages]) + route


def open_fuller(text: str = "") -> Edition:
    """Open it, so that whatever is raised there from now on has it: long ago, and after all others."""
    before = Edition.objects.filter(opened__isnull=False).latest("in_force", "number").opened
    assert before
    return opened(text or fuller(), before + timedelta(days=1))
