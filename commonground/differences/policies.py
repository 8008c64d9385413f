"""The second lock: functions and row-level security policies, as SQL that migrations run.

Sight comes from ``differences_seat`` and from offices that were told. ``cg_begin(person, day)`` finds what somebody
holds that day and keeps it for one transaction; the middleware calls it, and without it there is no sight. What reads
other people's rows runs as the owner, so that no policy reads a table that has the policy. The path of such a
function ends with ``pg_temp``, which is otherwise searched first: nobody slips it a temporary table.
"""

from commonground.procedures.after import FEWEST

BEGIN = """
-- Say who asks and which day it is, until the transaction ends. They hold their own posts, and as a deputy those whose
-- holder is away or gone. Return what besides differences may wait for them, so that pages ask no further where nothing
-- does: 1 for a group that is not listed, hidden words on which a second person decides or fresh eyes that their office
-- is to find, 2 for an action of their own or of their agency, 4 for something that they are asked to read, and 8
-- while a survey is open anywhere: who has answered one is not to be read here. See directory/waits.py.
CREATE OR REPLACE FUNCTION cg_begin(asks uuid, today date) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE posts text; agencies text; offices text;
  BEGIN
    SELECT array_agg(post.id), array_agg(post.agency_id),
      array_agg(post.partnership_id) FILTER (WHERE post.role = 'partnership_officer')
    INTO posts, agencies, offices
    FROM directory_holding holding
    JOIN directory_post post ON post.id = holding.post_id
    JOIN directory_person person ON person.id = holding.person_id AND person.is_active
    WHERE holding.person_id = asks
      AND today BETWEEN holding.starts AND COALESCE(holding.ends, 'infinity')
      AND today BETWEEN post.starts AND COALESCE(post.ends, 'infinity')
      AND (NOT holding.deputy OR NOT EXISTS (
        SELECT FROM directory_holding main
        JOIN directory_person holder ON holder.id = main.person_id AND holder.is_active
        WHERE main.post_id = post.id AND NOT main.deputy
          AND today BETWEEN main.starts AND COALESCE(main.ends, 'infinity')
          AND NOT EXISTS (
            SELECT FROM directory_absence away
            WHERE away.person_id = main.person_id AND today BETWEEN away.starts AND away.ends)));
    -- A guest belongs to the agency that their pass is for, while it lets them in; they hold no post.
    IF posts IS NULL THEN
      SELECT ARRAY[pass.agency_id] INTO agencies
      FROM directory_pass pass JOIN directory_person person ON person.id = pass.person_id AND person.is_active
      WHERE pass.person_id = asks AND person.guest AND pass.opened_at IS NOT NULL AND pass.ended_at IS NULL
        AND today <= pass.last_day;
    END IF;
    PERFORM set_config('cg.person', COALESCE(asks::text, ''), true), set_config('cg.posts', COALESCE(posts, ''), true),
      set_config('cg.agencies', COALESCE(agencies, ''), true), set_config('cg.offices', COALESCE(offices, ''), true),
      set_config('cg.opened', '', true);
    RETURN (CASE WHEN EXISTS (SELECT FROM differences_undertaking WHERE now = 'open' AND owner_id = asks)
      OR EXISTS (SELECT FROM differences_undertaking
        WHERE now = 'open' AND owner_id IS NULL AND agency_id = ANY(agencies::uuid[]))
      THEN 2 ELSE 0 END)
      + (CASE WHEN EXISTS (SELECT FROM briefings_recipient asked
          JOIN briefings_briefing briefing ON briefing.id = asked.briefing_id AND briefing.ended_at IS NULL
          WHERE asked.person_id = asks AND asked.agreed_at IS NULL AND asked.left_at IS NULL)
        THEN 4 ELSE 0 END)
      + (CASE WHEN EXISTS (SELECT FROM assurance_round WHERE today BETWEEN opens AND closes) THEN 8 ELSE 0 END)
      + (CASE WHEN EXISTS (SELECT FROM differences_vouching WHERE came = '' AND partnership_id = ANY(offices::uuid[]))
          OR EXISTS (SELECT FROM differences_vouching WHERE came = '' AND own_agency_id = ANY(agencies::uuid[]))
          OR EXISTS (SELECT FROM differences_vouching WHERE asked_by_id = asks AND draft_id IS NOT NULL)
          OR EXISTS (SELECT FROM differences_fresheyes WHERE now = 'sought' AND partnership_id = ANY(offices::uuid[]))
          OR EXISTS (SELECT FROM record_mask WHERE confirmed IS NULL AND by_id <> asks AND side_only = ''
            AND partnership_id = ANY(offices::uuid[]))
          OR EXISTS (SELECT FROM record_mask mask JOIN differences_seat seat
            ON seat.difference_id = mask.subject AND seat.ended_at IS NULL
            AND (seat.person_id = asks OR seat.post_id = ANY(posts::uuid[]))
            AND (seat.capacity = 'lead' OR seat.capacity IN ('raiser', 'answering') AND (mask.side_only <> ''
              OR NOT EXISTS (SELECT FROM differences_seat lead WHERE lead.difference_id = mask.subject
                AND lead.capacity = 'lead' AND lead.ended_at IS NULL)))
            AND mask.side_only IN ('', seat.side)
            WHERE mask.confirmed IS NULL AND mask.by_id <> asks)
      THEN 1 ELSE 0 END);
  END $$;
"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION cg_person() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT NULLIF(current_setting('cg.person', true), '')::uuid $$;

-- The posts that the person holds, their agencies, and the partnerships whose officer they are: see cg_begin.
CREATE OR REPLACE FUNCTION cg_posts() RETURNS uuid[] LANGUAGE sql STABLE
  AS $$ SELECT NULLIF(current_setting('cg.posts', true), '')::uuid[] $$;

CREATE OR REPLACE FUNCTION cg_agencies() RETURNS uuid[] LANGUAGE sql STABLE
  AS $$ SELECT NULLIF(current_setting('cg.agencies', true), '')::uuid[] $$;

CREATE OR REPLACE FUNCTION cg_offices() RETURNS uuid[] LANGUAGE sql STABLE
  AS $$ SELECT NULLIF(current_setting('cg.offices', true), '')::uuid[] $$;

-- The one difference that this transaction has opened. Only a query that found it through both locks names it here.
CREATE OR REPLACE FUNCTION cg_opened() RETURNS uuid LANGUAGE sql STABLE
  AS $$ SELECT NULLIF(current_setting('cg.opened', true), '')::uuid $$;
"""
SEEN = """
-- The differences in which the person has a seat, but for those in which they take no part. In plpgsql, which hands
-- over all rows at once: for each policy that asks it, SQL took twice as long, row by row.
CREATE OR REPLACE FUNCTION differences_seen() RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN RETURN QUERY
    SELECT seat.difference_id FROM differences_seat seat
    WHERE seat.person_id = (SELECT cg_person()) AND seat.ended_at IS NULL
      AND seat.agency_id = ANY((SELECT cg_agencies())::uuid[])
      AND seat.difference_id <> ALL((SELECT differences_barred())::uuid[])
    UNION ALL
    SELECT seat.difference_id FROM differences_seat seat
    WHERE seat.post_id = ANY((SELECT cg_posts())::uuid[]) AND seat.ended_at IS NULL
      AND seat.difference_id <> ALL((SELECT differences_barred())::uuid[]);
  END $$;
"""
SEEING = """
CREATE OR REPLACE FUNCTION differences_told(one uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM differences_difference WHERE id = one AND officer_told)
$$;

CREATE OR REPLACE FUNCTION differences_begun(one uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM differences_difference WHERE id = one)
$$;

-- Nobody whose agency is a side may facilitate (invariant 8), whatever the code says.
CREATE OR REPLACE FUNCTION differences_facilitator_is_outside() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NEW.capacity = 'facilitating' AND EXISTS (
      SELECT FROM differences_difference d
      WHERE d.id = NEW.difference_id AND NEW.agency_id IN (d.raising_agency_id, d.responding_agency_id))
    THEN RAISE EXCEPTION 'a side may not facilitate its own difference' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE OR REPLACE TRIGGER facilitator_is_outside BEFORE INSERT OR UPDATE ON differences_seat
  FOR EACH ROW EXECUTE FUNCTION differences_facilitator_is_outside();
"""

OWN_NOTES = """
-- Is this entry a note of the person's own side? Only for those who sit on it for the agency that wrote it: an
-- agency that becomes a side later does not read what the one before it kept to itself. Whoever advises a side reads
-- the notes of the agency that is that side now, whichever they work for.
CREATE OR REPLACE FUNCTION differences_own_note(one uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM record_entry entry
    JOIN differences_seat seat ON seat.difference_id = entry.subject AND seat.side = entry.side_only
      AND (CASE WHEN seat.capacity <> 'adviser' THEN seat.agency_id ELSE (
        SELECT CASE seat.side WHEN 'raising' THEN it.raising_agency_id ELSE it.responding_agency_id END
        FROM differences_difference it WHERE it.id = seat.difference_id) END)::text = entry.facts->>'agency'
      AND seat.ended_at IS NULL
    WHERE entry.id = one
      AND (seat.person_id = cg_person() AND seat.agency_id = ANY(cg_agencies()) OR seat.post_id = ANY(cg_posts())))
$$;
"""
FUNCTIONS += BEGIN + SEEN + SEEING + OWN_NOTES

BOUND_BY_DIFFERENCE = (
    "differences_seat",
    "differences_view",
    "differences_clock",
    "differences_proposal",
    "differences_signature",
    "differences_child",
)
BOUND_BY_SUBJECT = ("record_head", "record_entry", "record_entrytext", "record_look")


OFFICE = "partnership_id = ANY((SELECT cg_offices())::uuid[])"
"""The person is the officer of this row's partnership. In brackets, a setting is read once for all rows."""

OWN = """ended_at IS NULL AND (person_id = (SELECT cg_person()) AND agency_id = ANY((SELECT cg_agencies())::uuid[])
  OR post_id = ANY((SELECT cg_posts())::uuid[]))"""
"""A seat that is the person's own: in person while they work for that agency, or by a post held today."""


def seen(column: str) -> str:
    """Return the condition that the person may see the difference whose id is in ``column``.

    Of the one that is open it is asked first, as that costs next to nothing; the rest is then never asked.
    """
    return (
        f"({column} = (SELECT cg_opened()) OR {column} IN (SELECT differences_seen())"
        f" OR {OFFICE} AND differences_told({column}))"
    )


def lock(table: str, using: str, check: str) -> str:
    """Return the SQL that forces row-level security on a table: ``app`` by condition, the others wholly."""
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {table} TO owner USING (true) WITH CHECK (true);
CREATE POLICY clock_all ON {table} TO clock USING (true) WITH CHECK (true);
CREATE POLICY app_reads ON {table} FOR SELECT TO app USING ({using});
CREATE POLICY app_adds ON {table} FOR INSERT TO app WITH CHECK ({check});
CREATE POLICY app_changes ON {table} FOR UPDATE TO app USING ({using}) WITH CHECK ({using});
"""


def in_fives(asked: str, answer: str, rows: str, *people: str) -> str:
    """Return the SQL of totals by answer so that nobody can be singled out: full fives, each of five people or more.

    A row without an answer says that five people or more answered at all. ``people`` are columns: five of each.
    """
    enough = "HAVING " + " AND ".join(f"COUNT(DISTINCT {one}) >= {FEWEST}" for one in people)
    return (
        f"SELECT '{asked}', '', 0::bigint FROM {rows} {enough}\n"  # noqa: S608 constants only
        f"  UNION ALL SELECT '{asked}', {answer}::text, COUNT(*) / {FEWEST} * {FEWEST} FROM {rows} "
        f"GROUP BY {answer} {enough}"
    )


def locks() -> str:
    """Return the SQL of every policy."""
    difference = f"(id = (SELECT cg_opened()) OR id IN (SELECT differences_seen()) OR officer_told AND {OFFICE})"
    one = seen("difference_id")
    subject = seen("subject")
    own = f"{subject} AND (side_only = '' OR differences_own_note(entry_id))"
    return "".join(
        (
            lock("differences_difference", difference, difference),
            # Seats come before their difference: a new one may be seated, another's only if it is seen.
            lock("differences_seat", f"({OWN} OR {one})", f"(NOT differences_begun(difference_id) OR {one})"),
            *(lock(table, one, one) for table in BOUND_BY_DIFFERENCE[1:]),
            lock("record_head", subject, subject),
            lock("record_entry", subject, subject),
            lock("record_entrytext", own, own),
            lock("record_look", subject, subject),
            lock("notices_notice", "person_id = cg_person()", subject),
            lock("differences_draft", "author_id = cg_person()", "author_id = cg_person()"),
            # A draft is its author's to throw away; it is gone once it is sent.
            "CREATE POLICY app_removes ON differences_draft FOR DELETE TO app USING (author_id = cg_person());\n",
            lock("differences_settled", OFFICE, "true"),
        )
    )


def lock_calls() -> str:
    """Return the SQL of the policy on calls, a table that came later: theirs who rang."""
    return lock("differences_call", "by_id = cg_person()", "by_id = cg_person()")


def lock_actions() -> str:
    """Return the SQL of the policy on actions of agencies that joined, a table that came later: as the difference."""
    return lock("differences_agencyaction", seen("difference_id"), seen("difference_id"))


def lock_rings() -> str:
    """Return the SQL of the policies on who asks to be rung: whoever sees the difference sees it."""
    one = seen("difference_id")
    return lock("differences_ring", one, one)


def lock_links() -> str:
    """Return the SQL of the policies on links: only who sees both of the two sees that they are linked.

    The policy on differences itself is asked of each, so that an officer of one area sees nothing by the other's.
    """
    both = " AND ".join(
        f"EXISTS (SELECT FROM differences_difference one WHERE one.id = differences_link.{column})"
        for column in ("difference_id", "other_id")
    )
    return lock("differences_link", both, both)


KEEP_OUT = """
-- The differences in which the person takes no part, whatever posts they hold.
CREATE OR REPLACE FUNCTION differences_barred() RETURNS uuid[]
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT ARRAY(SELECT seat.difference_id FROM differences_seat seat
    WHERE seat.person_id = (SELECT cg_person()) AND seat.capacity = 'barred' AND seat.ended_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION differences_told(one uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM differences_difference WHERE id = one AND officer_told
    AND id <> ALL((SELECT differences_barred())::uuid[]))
$$;

-- Whoever takes no part is given no seat (invariant 8), whatever the code says.
CREATE OR REPLACE FUNCTION differences_barred_stays_out() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NEW.capacity <> 'barred' AND NEW.ended_at IS NULL AND EXISTS (
      SELECT FROM differences_seat seat
      WHERE seat.difference_id = NEW.difference_id AND seat.person_id = NEW.person_id
        AND seat.capacity = 'barred' AND seat.ended_at IS NULL)
    THEN RAISE EXCEPTION 'whoever takes no part has no seat' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE OR REPLACE TRIGGER barred_stays_out BEFORE INSERT OR UPDATE ON differences_seat
  FOR EACH ROW EXECUTE FUNCTION differences_barred_stays_out();
"""


def keep_out() -> str:
    """Return the SQL by which whoever takes no part in a difference sees nothing of it, by whatever post."""
    out = "<> ALL((SELECT differences_barred())::uuid[])"
    told = f"officer_told AND {OFFICE} AND id {out}"
    difference = f"(id = (SELECT cg_opened()) OR id IN (SELECT differences_seen()) OR {told})"
    seat = f"({OWN} AND difference_id {out} OR {seen('difference_id')})"
    return KEEP_OUT + _policies("differences_difference", difference) + _policies("differences_seat", seat)


def _policies(table: str, using: str) -> str:
    return f"""
DROP POLICY app_reads ON {table};
DROP POLICY app_changes ON {table};
CREATE POLICY app_reads ON {table} FOR SELECT TO app USING ({using});
CREATE POLICY app_changes ON {table} FOR UPDATE TO app USING ({using}) WITH CHECK ({using});
"""


def lock_masks() -> str:
    """Return the SQL of the policies on masks: whoever may read the entry may read that it is masked."""
    own = f"{seen('subject')} AND (side_only = '' OR differences_own_note(entry_id))"
    nobody = "false"
    return lock("record_mask", own, own) + lock("record_withheld", nobody, nobody)
