"""The second lock on the lists: they are seen as their difference is."""

from commonground.differences.policies import lock, seen


def lock_lists() -> str:
    """Return the SQL of the policies."""
    one = seen("difference_id")
    return lock("differences_point", one, one)
