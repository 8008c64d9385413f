"""The second lock on sheets: until one is shared, it is read and written by its own side alone.

See ``differences.policies``: this too is SQL that a migration runs. What is shared does not change any more.
"""

from commonground.differences.policies import lock, seen

TABLE = "differences_sidesheet"


def lock_sheets() -> str:
    """Return the SQL of the policies."""
    one = seen("difference_id")
    reads, speaks = (f"differences_{asked}(difference_id, side, agency_id)" for asked in ("on_side", "speaks_for"))
    own = f"{one} AND {speaks}"
    unshared = f"{own} AND shared_at IS NULL"
    return (
        lock(TABLE, f"{one} AND (shared_at IS NOT NULL OR {reads})", unshared)
        + f"""
DROP POLICY app_changes ON {TABLE};
CREATE POLICY app_changes ON {TABLE} FOR UPDATE TO app USING ({unshared}) WITH CHECK ({own});
CREATE POLICY app_removes ON {TABLE} FOR DELETE TO app USING ({unshared});
"""
    )
