"""The second lock on what was undertaken: whoever sees the difference sees it."""

from commonground.differences.policies import lock, seen

TABLE = "differences_undertaking"


def lock_undertakings() -> str:
    """Return the SQL of the policies on what was undertaken."""
    one = seen("difference_id")
    return lock(TABLE, one, one)
