"""The second lock on fresh eyes: whoever sees the difference sees who looks, and nobody of a side's agency does.

See ``differences.policies``: this too is SQL that a migration runs.
"""

from commonground.differences.policies import lock, seen

TABLE = "differences_fresheyes"

OUTSIDE = """
-- Nobody begins or goes on to look with fresh eyes for an agency that is a side at that moment (invariant 8). Whoever
-- comes to sit with a side later, by a post of it, is for the code to refuse.
CREATE FUNCTION differences_looks_from_outside() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NEW.capacity = 'fresh_eyes' AND NEW.ended_at IS NULL AND EXISTS (
      SELECT FROM differences_difference d
      WHERE d.id = NEW.difference_id AND NEW.agency_id IN (d.raising_agency_id, d.responding_agency_id))
    THEN RAISE EXCEPTION 'a side may not look at its own difference with fresh eyes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER looks_from_outside BEFORE INSERT OR UPDATE ON differences_seat
  FOR EACH ROW EXECUTE FUNCTION differences_looks_from_outside();
"""


def lock_fresh_eyes() -> str:
    """Return the SQL of the policies on who looks, and of the trigger on their seats."""
    one = seen("difference_id")
    return lock(TABLE, one, one) + OUTSIDE
