"""The second lock on figures, as SQL that migrations run: the same questions as ``visible_to``, asked by the database.

What was counted is no table of the web's at all: ``grants`` gives it to the worker alone.
"""

from commonground.differences.policies import OFFICE, lock
from commonground.insight.models import ASKED, READERS

_HELD = "SELECT post.agency_id FROM directory_post post WHERE post.id = ANY((SELECT cg_posts())::uuid[]) AND post.role"
READ = f"""partnership_id IN (SELECT area.partnership_id FROM directory_agency_partnerships area
  WHERE area.agency_id IN ({_HELD} IN ({", ".join(f"'{role.value}'" for role in READERS)})))"""  # noqa: S608 constants
OWN = f"agency_id IN ({_HELD} = 'safeguarding_lead')"
RELEASED = "EXISTS (SELECT FROM insight_release one WHERE one.id = release_id AND one.released_at IS NOT NULL)"
SEEN = "EXISTS (SELECT FROM insight_release one WHERE one.id = release_id)"

STAYS = """
-- What was released stays as it is.
CREATE FUNCTION insight_release_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.released_at IS NOT NULL OR (NEW.partnership_id, NEW.starts, NEW.months) IS DISTINCT FROM
      (OLD.partnership_id, OLD.starts, OLD.months) THEN
      RAISE EXCEPTION 'what was released stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END $$;
CREATE TRIGGER stays BEFORE UPDATE ON insight_release FOR EACH ROW EXECUTE FUNCTION insight_release_stays();
"""


def locks() -> str:
    """Return the SQL of every policy, and of what stays."""
    own = f"(agency_id IS NULL OR {OWN} AND {RELEASED})"
    nobody = "false"
    return (
        lock("insight_release", f"({OFFICE} OR released_at IS NOT NULL AND {READ})", OFFICE)
        + lock("insight_told", f"{own} AND {SEEN}", nobody)
        + lock("insight_counted", nobody, nobody)
        + STAYS
        + "".join(refused(table) for table in ("insight_told", "insight_counted"))
    )


def lock_silence() -> str:
    """Return the SQL of the policy on silence: all of an area for its office and scrutineer, else of one's own."""
    roles = ", ".join(f"'{role.value}'" for role in ASKED)
    scrutinised = f"""partnership_id IN (SELECT area.partnership_id FROM directory_agency_partnerships area
      WHERE area.agency_id IN ({_HELD} = 'scrutineer'))"""  # noqa: S608 constants
    seen = f"""EXISTS (SELECT FROM insight_release one WHERE one.id = release_id AND ({OFFICE}
    OR one.released_at IS NOT NULL AND ({scrutinised} OR agency_id IN ({_HELD} IN ({roles})))))"""
    return lock("insight_silence", seen, "false") + refused("insight_silence")


def lock_logs() -> str:
    """Return the SQL of the policies on older logs: their area's office; and of their staying as they are."""
    return "".join(
        lock(table, OFFICE, OFFICE) + refused(table) for table in ("insight_oldlog", "insight_olddifference")
    )


def lock_how_far() -> str:
    """Return the SQL of the policies on what is kept of briefings: their area's office, and each agency's own leads."""
    either, nobody = f"({OFFICE} OR {OWN})", "false"
    own = f"(agency_id IS NULL AND {OFFICE} OR {OWN})"
    return (
        lock("insight_since", either, nobody)
        + lock("insight_readon", either, nobody)
        + lock("insight_nudge", either, own)
    )


def refused(table: str) -> str:
    """Return the SQL by which rows of a table are never changed or deleted."""
    return f"""
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION record_refuse();
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""
