"""The second lock on placements: until it is shown, a side's own rows are read by that side alone.

See ``differences.policies``: this too is SQL that a migration runs.
"""

from commonground.differences.policies import lock, seen

SIDES = """
-- Is this agency the side of a difference now?
-- An agency that becomes a side later does not read what the one before it has not shown.
CREATE FUNCTION differences_is_side(one uuid, which text, whose uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM differences_difference it
    WHERE it.id = one AND whose = CASE which WHEN 'raising' THEN it.raising_agency_id ELSE it.responding_agency_id END)
$$;

-- Does the person sit on this side of a difference for the agency that it is now, or advise it? Then they read it.
CREATE FUNCTION differences_on_side(one uuid, which text, whose uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT differences_is_side(one, which, whose) AND EXISTS (SELECT FROM differences_seat seat
    WHERE seat.difference_id = one AND seat.side = which AND seat.ended_at IS NULL
      AND (seat.capacity = 'adviser' OR seat.agency_id = whose
        AND seat.capacity IN ('raiser', 'answering', 'lead', 'checking', 'told'))
      AND (seat.person_id = cg_person() AND seat.agency_id = ANY(cg_agencies()) OR seat.post_id = ANY(cg_posts())))
$$;

-- Do they speak for it? Then they write it too.
CREATE FUNCTION differences_speaks_for(one uuid, which text, whose uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT differences_is_side(one, which, whose) AND EXISTS (SELECT FROM differences_seat seat
    WHERE seat.difference_id = one AND seat.side = which AND seat.ended_at IS NULL
      AND seat.agency_id = whose AND seat.capacity IN ('raiser', 'answering', 'lead')
      AND (seat.person_id = cg_person() AND seat.agency_id = ANY(cg_agencies()) OR seat.post_id = ANY(cg_posts())))
$$;

-- Show what was placed, once the agencies that are the sides now both have; whoever placed second cannot read the
-- other's row before. Return how many were shown by it.
CREATE FUNCTION differences_show_placements(one uuid, at timestamptz) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH shown AS (
    UPDATE differences_placement SET shown_at = at
    WHERE difference_id = one AND placed_at IS NOT NULL AND shown_at IS NULL
      AND 2 = (SELECT count(*) FROM differences_placement theirs
        WHERE theirs.difference_id = one AND theirs.placed_at IS NOT NULL
          AND differences_is_side(one, theirs.side, theirs.agency_id))
    RETURNING id)
  SELECT count(*)::integer FROM shown
$$;
"""

IN_ONE_THEY_READ = "placement_id IN (SELECT placement.id FROM differences_placement placement)"
"""The mark stands in a placement that the person reads: the policy on placements is asked of each."""

IN_THEIR_OWN = """EXISTS (SELECT FROM differences_placement placement WHERE placement.id = placement_id
  AND {asked}(placement.difference_id, placement.side, placement.agency_id))"""


def lock_placements() -> str:
    """Return the SQL of the policies on placements and on the marks in them.

    A placement begins unshown. A mark that was taken out before its side placed is shown to nobody else.
    """
    one = seen("difference_id")
    reads, speaks = (f"differences_{asked}(difference_id, side, agency_id)" for asked in ("on_side", "speaks_for"))
    own = f"{one} AND {speaks}"
    mark = f"{one} AND {IN_ONE_THEY_READ} AND (out_at IS NULL OR {IN_THEIR_OWN.format(asked='differences_on_side')})"
    own_mark = f"{one} AND {IN_THEIR_OWN.format(asked='differences_speaks_for')}"
    return (
        SIDES
        + lock(
            "differences_placement",
            f"{one} AND (shown_at IS NOT NULL OR {reads})",
            f"{one} AND {speaks} AND shown_at IS NULL",
        )
        + lock("differences_mark", mark, own_mark)
        + changed_by_its_side("differences_placement", own)
        + changed_by_its_side("differences_mark", own_mark)
    )


def changed_by_its_side(table: str, own: str) -> str:
    """Return the SQL by which only a row's own side changes it, also once the other reads it."""
    return f"""
DROP POLICY app_changes ON {table};
CREATE POLICY app_changes ON {table} FOR UPDATE TO app USING ({own}) WITH CHECK ({own});
"""
