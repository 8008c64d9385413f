"""What holds assurance in the database: what was submitted, said to it or released stays as it was written."""

from commonground.record.guards import stays

SURVEY = """
CREATE TRIGGER stays BEFORE UPDATE ON assurance_answered FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
CREATE TRIGGER stays BEFORE UPDATE ON assurance_held FOR EACH STATEMENT EXECUTE FUNCTION record_refuse();
"""


def guards() -> str:
    """Return all of it, for a new database."""
    return SURVEY + stays("assurance_remark") + stays("assurance_submitted") + stays("assurance_moderation")
