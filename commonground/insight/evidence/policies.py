"""The second lock on evidence, as SQL: an area's office reads what is of the area, a lead what is of their agency."""

from commonground.differences.policies import OFFICE, lock
from commonground.insight.policies import OWN, refused

STAYS = """
CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON insight_evidence
  FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""
"""That evidence was made, by whom and for what, stays."""


def lock_evidence() -> str:
    """Return the SQL of the policies, and of what stays."""
    either = f"(agency_id IS NULL AND {OFFICE} OR {OWN})"
    return lock("insight_evidence", either, either) + STAYS


def lock_fetched() -> str:
    """Return the SQL of the policy on who fetched a file: whoever reads the evidence reads that. It stays."""
    seen = "EXISTS (SELECT FROM insight_evidence one WHERE one.id = evidence_id)"
    return lock("insight_fetched", seen, f"{seen} AND by_id = cg_person()") + refused("insight_fetched")
