"""The second lock on what is said after an end: one's own answers, thanks between two, and totals for the office.

See ``differences.policies``: these too are SQL that the room's own migration runs.
"""

from commonground.differences.policies import OFFICE, in_fives, lock, seen
from commonground.procedures.after import FEWEST

MINE = "by_id = (SELECT cg_person())"
TOTALS = f"""
-- What people of one area answered after an end, as numbers only, and only for its office: nobody reads who said what.
-- Of fewer than {FEWEST} people nothing is told, and the rest in full fives. A restricted difference is in no count.
-- To learn from are differences, not people: however many of its sides asked for that, each is counted once.
CREATE FUNCTION differences_after_totals(area uuid) RETURNS TABLE (asked text, answer text, number bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH open_to_it AS (
    SELECT it.id FROM differences_difference it
    WHERE it.partnership_id = area AND NOT it.restricted AND area = ANY(cg_offices())),
  fed AS (
    SELECT one.heard, one.child, one.by_id FROM differences_feedback one
    WHERE one.partnership_id = area AND one.difference_id IN (SELECT id FROM open_to_it)),
  told AS (
    SELECT one.helped, one.learn, one.by_id, one.difference_id FROM differences_whatchanged one
    WHERE one.partnership_id = area AND one.difference_id IN (SELECT id FROM open_to_it))
  {in_fives("heard", "heard", "fed", "by_id")}
  UNION ALL {in_fives("child", "child", "fed", "by_id")}
  UNION ALL {in_fives("helped", "helped", "told", "by_id")}
  UNION ALL SELECT 'learn', 'yes', COUNT(DISTINCT difference_id) FROM told WHERE learn HAVING COUNT(*) > 0
$$;
"""  # noqa: S608 constants only


def locks() -> str:
    """Return the SQL of the policies of the room, and of the office's totals."""
    bound = seen("difference_id")
    return (
        lock("differences_feedback", MINE, f"{MINE} AND {bound}")
        + lock("differences_thanks", f"({MINE} OR to_id = (SELECT cg_person())) AND {bound}", f"{MINE} AND {bound}")
        + lock("differences_whatchanged", bound, f"{MINE} AND {bound}")
        + lock("differences_weeksafter", OFFICE, f"{MINE} AND {OFFICE}")
        + TOTALS
    )
