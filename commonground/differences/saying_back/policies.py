"""The second lock on what was said back, and the totals of it: figures of an area for its office, and nobody's own."""

from commonground.differences.policies import in_fives, lock, seen
from commonground.procedures.after import FEWEST

TOTALS = f"""
-- How often something was said back in an area, by what came of it: for its officers, and never by person or agency.
-- Of fewer than {FEWEST} people nothing is told, and the rest in full fives. A restricted difference is in no count.
CREATE FUNCTION differences_said_back(area uuid) RETURNS TABLE (asked text, answer text, number bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH said AS (
    SELECT COALESCE(NULLIF(one.heard, ''), 'not_yet') AS came, one.by_id AS says,
      COALESCE(one.heard_by_id, one.by_id) AS hears
    FROM differences_sayback one JOIN differences_difference it ON it.id = one.difference_id
    WHERE one.partnership_id = area AND NOT it.restricted AND area = ANY(cg_offices()))
  {in_fives("said_back", "came", "said", "says", "hears")}
$$;
"""  # noqa: S608 constants only


def lock_said_back() -> str:
    """Return the SQL of the policies, as those of the difference, and of the totals."""
    one = seen("difference_id")
    return lock("differences_sayback", one, one) + TOTALS
