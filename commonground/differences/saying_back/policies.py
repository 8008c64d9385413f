"""The second lock on what was said back, and the totals of it: figures of an area for its office, and nobody's own."""

from commonground.differences.policies import lock, seen, unlock

TOTALS = """
-- How often something was said back in an area, and what came of it: for its officers, and never by person or agency.
CREATE FUNCTION differences_said_back(area uuid)
  RETURNS TABLE (said bigint, yes bigint, nearly bigint, no bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*), count(*) FILTER (WHERE heard = 'yes'), count(*) FILTER (WHERE heard = 'nearly'),
    count(*) FILTER (WHERE heard = 'no')
  FROM differences_sayback WHERE partnership_id = area AND area = ANY(cg_offices())
$$;
"""


def lock_said_back() -> str:
    """Return the SQL of the policies, as those of the difference, and of the totals."""
    one = seen("difference_id")
    return lock("differences_sayback", one, one) + TOTALS


def unlock_said_back() -> str:
    """Return the SQL that takes ``lock_said_back`` back."""
    return unlock("differences_sayback") + "DROP FUNCTION differences_said_back(uuid);\n"
