"""The route: who would answer at each stage to come, named for one's own side, and where nobody is there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonground.differences.models import Difference
from commonground.directory import actions as directory
from commonground.directory.models import Holding
from commonground.procedures.terms import Role
from commonground.record.models import Look
from tests.cast import Cast
from tests.visiting import Visited, visit


def route(row: Difference, who: str, status: int = 200) -> Visited:
    return visit(f"/differences/{row.reference}/route/", who, status=status)


def leave(cast: Cast, *names: str) -> None:
    for name in names:
        directory.leave(person=cast.person(name), by=None, at=cast.tick())


def test_ones_own_side_is_named_and_the_other_by_its_roles(cast: Cast) -> None:
    row = cast.raised()
    for who, named, not_named in (("amy", "Sarah Penrose", "Cath Doyle"), ("bob", "Cath Doyle", "Sarah Penrose")):
        words = route(row, who).words.partition("Who answers next")[2]
        assert "It is at stage 1, Practitioners." in words
        assert named in words
        assert not_named not in words
        assert "Line manager, and safeguarding lead told" in words, "the other side, by role"
        assert "Nobody of" not in words


def test_only_stages_to_come_are_shown(cast: Cast) -> None:
    words = route(cast.at_stage(3), "amy").words
    assert "It is at stage 3, Senior managers." in words
    assert "Judith Clay" in words
    assert "Sarah Penrose" not in words.partition("Who answers next")[2]
    assert "the last one. Nobody answers above it." in route(cast.at_stage(4), "amy").words


def test_where_nobody_is_there_it_says_who_stands_in(cast: Cast) -> None:
    row = cast.raised()
    assert "is there for it today" not in route(row, "amy").words
    leave(cast, "sarah", "judith")
    words = route(row, "amy").words
    for stage in (2, 3, 4):
        assert f"Stage {stage}: nobody of Oakfield Primary School is there for it today." in words
    assert "It would go to the partnership’s office: Partnership officer (Elin Hughes)" in words


def test_where_a_line_is_empty_it_goes_to_the_next_and_the_other_side_does_not_read_that(cast: Cast) -> None:
    row = cast.raised()
    roles = (Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD)
    at_work = Holding.objects.filter(post__agency__name="Fairhaven City Council", post__role__in=roles)
    for person in {one.person for one in at_work.select_related("person")}:
        directory.leave(person=person, by=None, at=cast.tick())
    words = route(row, "bob").words
    assert "is there for it today. It would go to the people of stage 3: Head of children’s social care" in words
    assert "is there for it today" not in route(row, "amy").words


def test_a_group_without_a_manager_reads_what_it_can_do(cast: Cast) -> None:
    page = route(cast.raised(), "amy")
    assert "No manager of yours has to say yes first." in page.words
    assert "/library/fairhaven/community-and-voluntary-organisations/" in page.markup
    assert "01632 960 100" in page.words


def test_once_it_has_ended_nobody_is_asked(cast: Cast) -> None:
    assert "This has ended, so nobody is asked any more." in route(cast.resolved(), "amy").words


@pytest.mark.parametrize("who", ["zed", "gwen"])
def test_it_is_not_there_for_others(cast: Cast, who: str) -> None:
    route(cast.raised(), who, status=404)


def test_reading_it_counts_as_a_look_and_takes_no_more_questions_with_more_stages(cast: Cast) -> None:
    first, last = cast.raised(), cast.at_stage(3)
    route(first, "amy")
    counts = []
    for row in (first, last):
        with CaptureQueriesContext(connection) as asked:
            route(row, "amy")
        counts.append(len(asked))
    assert counts[0] - counts[1] <= 1, counts
    assert Look.objects.filter(subject=first.pk, part="who answers next").count() == 2
