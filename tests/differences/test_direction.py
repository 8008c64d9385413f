"""Who may raise under an edition: said on the first page after it is known, and before all is written."""

import pytest

from commonground.differences.models import Difference
from commonground.procedures.loading import shipped
from tests.differences.raising import (
    Browser,
    amy,
    answered,
    built,
    check,
    errors,
    fairhaven,
    fresh,
    owning,
    step,
    words,
)
from tests.editions.fuller import open_fuller

__all__ = ["amy", "built", "fairhaven"]

FROM_REVIEWERS = shipped()["fairhaven"].replace('raising = ["practitioner"]', 'raising = ["reviewing_officer"]')
THEY_RAISE = "Under this procedure a reviewing officer raises a difference. Ask one in your agency to raise it."


@pytest.fixture
def reviewers() -> None:
    with owning():
        open_fuller(FROM_REVIEWERS)


@pytest.mark.usefixtures("reviewers")
def test_somebody_of_another_role_is_told_at_once_and_cannot_send(amy: Browser) -> None:
    draft = answered(amy)
    for name in ("agency", "kind", "worry"):
        assert THEY_RAISE in words(amy.page(step(draft, name))), name
    page = amy.get(check(draft)).content.decode()
    assert errors(page) == [THEY_RAISE]
    assert "Send it" not in page
    assert errors(amy.fails(check(draft), fresh(), status=409)) == [THEY_RAISE]
    assert not Difference.objects.exists()


def test_whoever_may_is_told_nothing_of_it_and_which_area_counts_is_said(amy: Browser) -> None:
    draft = answered(amy)
    assert "Under this procedure" not in words(amy.page(step(draft, "worry")))
    page = words(amy.page(check(draft)))
    assert "Which procedure Under Fairhaven’s procedure, since the child lives in its area." in page
    assert "If not, the procedure of the child’s own area counts: ask its office first." in page
