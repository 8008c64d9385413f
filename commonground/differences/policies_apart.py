"""The second lock on what is kept apart: first names, drafts shown for advice, passes, groups that are not listed.

See ``policies``: these too are SQL that migrations run.
"""

from commonground.differences.policies import OFFICE, lock, seen

OPENS_NAMES = """
-- Does the person deal with this difference? Whoever raised it or was handed it, and whoever picked it up; until
-- somebody has, whoever answers at the present stage. Nobody else opens a child's first name and date of birth.
CREATE FUNCTION differences_opens_names(one uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT one <> ALL(differences_barred()) AND EXISTS (
    SELECT FROM differences_seat seat JOIN differences_difference d ON d.id = seat.difference_id
    WHERE d.id = one AND seat.ended_at IS NULL
      AND (seat.person_id = cg_person() AND seat.agency_id = ANY(cg_agencies()) OR seat.post_id = ANY(cg_posts()))
      AND (seat.capacity = 'raiser'
        OR seat.side = 'raising' AND seat.capacity = 'answering' AND d.handed_to_id = cg_person()
        OR seat.side = 'responding' AND seat.capacity = 'answering' AND seat.stage = d.stage
          AND d.picked_up_by_id IS NULL
        OR seat.side = 'responding' AND seat.capacity IN ('answering', 'guest') AND d.picked_up_by_id = cg_person()))
$$;

-- Remove first names and dates of birth for good: of these children, or of all. Whoever gives the second reference or
-- ends the difference need not be one of the two who may read them. Returns the numbers of those removed.
CREATE FUNCTION differences_wipe_names(one uuid, children integer[], at timestamptz) RETURNS SETOF integer
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM differences_childname
    WHERE difference_id = one AND (children IS NULL OR number = ANY(children)) RETURNING number)
  UPDATE differences_child child SET name_wiped_at = at FROM gone
  WHERE child.difference_id = one AND child.number = gone.number RETURNING child.number::integer
$$;
"""


def lock_names() -> str:
    """Return the SQL of the policy on first names and dates of birth: the two who deal with it, and nobody else."""
    two = "differences_opens_names(difference_id)"
    return OPENS_NAMES + lock("differences_childname", two, two)


ASKED_FOR_ADVICE = "advice_from_id = cg_person() AND advice_agency_id = ANY(cg_agencies())"
"""The person was asked for advice about this draft, and works in that agency."""


def let_advisers_read() -> str:
    """Return the SQL by which a draft is read by its author and by whom she asked for advice; only she changes it."""
    return f"""
DROP POLICY app_reads ON differences_draft;
CREATE POLICY app_reads ON differences_draft FOR SELECT TO app USING (author_id = cg_person() OR {ASKED_FOR_ADVICE});
"""


def lock_passes() -> str:
    """Return the SQL of the policy on passes: their guest's, whoever shows the link, and who sees the difference."""
    shown = "person_id = NULLIF(current_setting('cg.pass', true), '')::uuid"
    return lock("directory_pass", f"(person_id = cg_person() OR {shown} OR {seen('subject')})", seen("subject"))


LEADS = """own_agency_id IN (SELECT post.agency_id FROM directory_post post
  WHERE post.id = ANY((SELECT cg_posts())::uuid[]) AND post.role = 'safeguarding_lead')"""
"""The person is a safeguarding lead of the agency of whoever asked."""

TELLS_OF_GROUPS = """
-- May the person leave notices of this ask to vouch? Whoever asked, signed in or not, and whoever said what came of it.
CREATE OR REPLACE FUNCTION differences_tells_of_group(one uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM differences_vouching
    WHERE id = one AND (asked_by_id IS NOT DISTINCT FROM cg_person() OR decided_by_id = cg_person()))
$$;
"""


def lock_vouching() -> str:
    """Return the SQL of the policies on asks to vouch, theirs who asked and theirs who can, and on their notices."""
    own = "asked_by_id = (SELECT cg_person())"
    seen_by = f"({own} OR {OFFICE} OR NOT office_only AND {LEADS})"
    notices = f"{seen('subject')} OR differences_tells_of_group(subject)"
    asks = "asked_by_id IS NOT DISTINCT FROM (SELECT cg_person()) AND came = ''"
    return lock("differences_vouching", seen_by, asks) + TELLS_OF_GROUPS + _adds_notices(notices)


def _adds_notices(check: str) -> str:
    return f"""
DROP POLICY app_adds ON notices_notice;
CREATE POLICY app_adds ON notices_notice FOR INSERT TO app WITH CHECK ({check});
"""


TELL_OF_LIBRARIES = """
-- Whoever keeps an area's library leaves notices of what waits there. Of a difference they say nothing.
CREATE POLICY app_tells_of_library ON notices_notice FOR INSERT TO app
  WITH CHECK (left(kind, 8) = 'library_' AND reference = '' AND partnership_id IN (
    SELECT post.partnership_id FROM directory_post post WHERE post.id = ANY((SELECT cg_posts())::uuid[])
      AND post.role IN ('library_editor', 'partnership_officer')));
"""


TELL_OF_BRIEFINGS = """
-- Whoever thanks somebody, or gives a link to a briefing, leaves the notices of just that. Of a difference they say
-- nothing.
CREATE POLICY app_tells_of_briefings ON notices_notice FOR INSERT TO app
  WITH CHECK (reference = '' AND (
    kind IN ('leader_thanks', 'leader_thanks_team') AND EXISTS (
      SELECT FROM briefings_leaderthanks thanks
        WHERE thanks.id = notices_notice.subject AND thanks.by_id = (SELECT cg_person()))
    OR kind = 'briefing_link' AND EXISTS (
      SELECT FROM briefings_personallink link
        WHERE link.briefing_id = notices_notice.subject AND link.person_id = notices_notice.person_id
          AND link.given_by_id = (SELECT cg_person()))));
"""


def lock_trials() -> str:
    """Return the SQL of the policy on drafts that were tried on what has happened: their area's officers'."""
    return lock("differences_trial", OFFICE, OFFICE)


def lock_taken_records() -> str:
    """Return the SQL of the policy on records taken as a PDF: theirs who asked, while they see the difference."""
    own = f"by_id = (SELECT cg_person()) AND {seen('difference_id')}"
    return lock("differences_takenrecord", own, own)


WIPE_TAKEN = """
-- Wipe what was taken of a record and may hold the words of an entry that was masked and not decided yet. Of a side's
-- own note that is what somebody took who reads it, so that nobody else learns of it.
CREATE FUNCTION differences_wipe_taken(one uuid) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE differences_takenrecord taken SET content = NULL, pdf = NULL
    FROM record_mask mask JOIN record_entry entry ON entry.id = mask.entry_id
    WHERE mask.entry_id = one AND mask.confirmed IS NULL AND taken.difference_id = mask.subject
      AND (mask.side_only = '' OR taken.notes @> to_jsonb(mask.side_only || ' ' || (entry.facts ->> 'agency')))
$$;
"""
