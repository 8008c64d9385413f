"""The second lock on placements: until it is shown, a side's own rows are read by that side alone.

See ``differences.policies``: this too is SQL that a migration runs.
"""

from commonground.differences.policies import lock, seen, unlock

SIDES = """
-- Does the person sit on this side of a difference for the agency that it is: for it, advising it, or let in by it?
-- An agency that becomes a side later does not read what the one before it has not shown.
CREATE OR REPLACE FUNCTION differences_on_side(one uuid, which text, whose uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM differences_seat seat
    WHERE seat.difference_id = one AND seat.side = which AND seat.ended_at IS NULL
      AND (seat.capacity = 'adviser' OR seat.agency_id = whose
        AND seat.capacity IN ('raiser', 'answering', 'lead', 'checking', 'guest'))
      AND (seat.person_id = cg_person() AND seat.agency_id = ANY(cg_agencies()) OR seat.post_id = ANY(cg_posts())))
$$;

-- Show both sides what each placed, once both have; whoever placed second cannot read the other's row before.
-- Return how many were shown by it.
CREATE OR REPLACE FUNCTION differences_show_placements(one uuid, at timestamptz) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH shown AS (
    UPDATE differences_placement SET shown_at = at
    WHERE difference_id = one AND placed_at IS NOT NULL AND shown_at IS NULL
      AND 2 = (SELECT count(DISTINCT both_sides.side) FROM differences_placement both_sides
        WHERE both_sides.difference_id = one AND both_sides.placed_at IS NOT NULL)
    RETURNING id)
  SELECT count(*)::integer FROM shown
$$;
"""

IN_ONE_THEY_READ = "placement_id IN (SELECT placement.id FROM differences_placement placement)"
"""The mark stands in a placement that the person reads: the policy on placements is asked of each."""

IN_THEIR_OWN = """EXISTS (SELECT FROM differences_placement placement WHERE placement.id = placement_id
  AND differences_on_side(placement.difference_id, placement.side, placement.agency_id))"""


def lock_placements() -> str:
    """Return the SQL of the policies on placements and on the marks in them."""
    one = seen("difference_id")
    own = "differences_on_side(difference_id, side, agency_id)"
    mark = f"{one} AND {IN_ONE_THEY_READ}"
    own_mark = f"{one} AND {IN_THEIR_OWN}"
    return (
        SIDES
        + lock("differences_placement", f"{one} AND (shown_at IS NOT NULL OR {own})", f"{one} AND {own}")
        + lock("differences_mark", mark, own_mark)
        + changed_by_its_side("differences_placement", f"{one} AND {own}")
        + changed_by_its_side("differences_mark", own_mark)
    )


def changed_by_its_side(table: str, own: str) -> str:
    """Return the SQL by which only a row's own side changes it, also once the other reads it."""
    return f"""
DROP POLICY app_changes ON {table};
CREATE POLICY app_changes ON {table} FOR UPDATE TO app USING ({own}) WITH CHECK ({own});
"""


def unlock_placements() -> str:
    """Return the SQL that takes ``lock_placements`` back."""
    functions = "differences_on_side(uuid, text, uuid), differences_show_placements(uuid, timestamptz)"
    return unlock("differences_mark") + unlock("differences_placement") + f"DROP FUNCTION {functions};\n"
