"""The second lock on meetings: whoever sees the difference sees them."""

from commonground.differences.policies import lock, seen

TABLES = (
    "differences_meeting",
    "differences_invited",
    "differences_minutes",
    "differences_minutesagreed",
    "differences_dissent",
)


def lock_meetings() -> str:
    """Return the SQL of the policies on meetings and what belongs to them."""
    one = seen("difference_id")
    return "".join(lock(table, one, one) for table in TABLES)
