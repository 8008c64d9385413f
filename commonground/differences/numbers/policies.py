"""The second lock on numbers: until both sides have given theirs, a number is read by its own side alone.

See ``differences.policies``: this too is SQL that a migration runs. Nobody changes a number; the function shows it.
"""

from commonground.differences.policies import lock, seen

SHOWS = """
-- Show the numbers, once the agencies that are the sides now both have given theirs: return how many were shown by it.
CREATE FUNCTION differences_show_numbers(one uuid, moment timestamptz) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH shown AS (
    UPDATE differences_number SET shown_at = moment
    WHERE difference_id = one AND shown_at IS NULL
      AND 2 = (SELECT count(*) FROM differences_number given
        WHERE given.difference_id = one AND differences_is_side(one, given.side, given.agency_id))
    RETURNING id)
  SELECT count(*)::integer FROM shown
$$;
"""


def lock_numbers() -> str:
    """Return the SQL of the policies on numbers."""
    one = seen("difference_id")
    reads, speaks = (f"differences_{asked}(difference_id, side, agency_id)" for asked in ("on_side", "speaks_for"))
    adds = f"{one} AND {speaks} AND shown_at IS NULL"
    return SHOWS + lock("differences_number", f"{one} AND (shown_at IS NOT NULL OR {reads})", adds)
