"""The second lock on what each side sees: shared, it is seen as the difference is; a draft by its author alone."""

from commonground.differences.policies import lock, seen

OWN = f"author_id = (SELECT cg_person()) AND {seen('difference_id')}"


def lock_views() -> str:
    """Return the SQL of the policies."""
    one = seen("difference_id")
    removes = f"CREATE POLICY app_removes ON differences_sideviewdraft FOR DELETE TO app USING ({OWN});\n"
    return lock("differences_sideview", one, one) + lock("differences_sideviewdraft", OWN, OWN) + removes
