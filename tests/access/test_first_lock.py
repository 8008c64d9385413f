"""The first lock asks about the rows that it was put on, wherever they stand in a query."""

from django.db.models import Exists

from commonground.differences.models import Difference
from tests.cast import Cast


def test_the_first_lock_asks_of_its_own_rows_inside_another_query_of_differences(cast: Cast) -> None:
    own = Difference.objects.visible_to(cast.actor("amy"))
    inside = str(Difference.objects.filter(Exists(own)).query)
    assert 'U0."id" = ANY(' in inside
    assert '"differences_difference"."id" = ANY(' not in inside
