"""What the database grants is what the manifest says: no more and no less."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from commonground.differences.models.bound import BoundModel
from commonground.grants import FUNCTIONS, TABLES, held, tables
from tests import cluster

pytestmark = pytest.mark.django_db


def told() -> dict[tuple[str, str], set[str]]:
    """Return the manifest in the shape of the catalogue."""
    return {
        (table, role): {privilege.strip() for privilege in privileges.split(", ")}
        for table, grant in TABLES.items()
        for role, privileges in grant._asdict().items()
        if privileges
    }


def test_manifest_names_every_table_and_no_other() -> None:
    with connection.cursor() as cursor:
        there = tables(cursor)
    assert TABLES.keys() - there == set(), "named but not there"
    assert there - TABLES.keys() == set(), "there but not named: say what each role may do, if only nothing"


def test_grants_equal_the_manifest() -> None:
    with connection.cursor() as cursor:
        assert held(cursor) == told()


def test_one_grant_more_is_noticed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT TRUNCATE ON django_session TO app")
        cursor.execute("GRANT UPDATE (name) ON django_migrations TO PUBLIC")
        found = held(cursor)
    more = {key: found[key] - told().get(key, set()) for key in found if found[key] != told().get(key)}
    assert more == {
        ("django_session", "app"): {"TRUNCATE"},
        ("django_migrations", "PUBLIC"): {"UPDATE (name)"},
    }


def test_functions_run_as_their_owner_are_all_named_and_granted_as_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT proname, prosecdef, array(
                SELECT coalesce(r.rolname, 'PUBLIC') FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) x
                LEFT JOIN pg_roles r ON r.oid = x.grantee WHERE x.grantee <> proowner
            )
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            """
        )
        found = cursor.fetchall()
    assert {name for name, as_owner, _ in found if as_owner} <= FUNCTIONS.keys() <= {name for name, *_ in found}
    for name, _, roles in found:
        assert set(roles) == set(FUNCTIONS.get(name, ("app", "clock"))), name


@pytest.mark.parametrize("role", ["app", "clock"])
@pytest.mark.parametrize(
    "forbidden",
    [
        "CREATE TABLE mine ()",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine ()",
        "ALTER TABLE django_session DISABLE TRIGGER ALL",
        "TRUNCATE django_session",
        "DROP TABLE django_session",
        "SET ROLE owner",
    ],
)
def test_roles_cannot_change_the_house(role: str, forbidden: str) -> None:
    with (
        psycopg.connect(cluster.EMBEDDED.url(role)) as session,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        session.execute(forbidden.encode())


BOUND = sorted(one._meta.db_table for one in apps.get_models() if issubclass(one, BoundModel))


@pytest.mark.parametrize("table", BOUND)
def test_every_table_bound_to_a_difference_has_its_second_lock(table: str) -> None:
    """Forced, so that it holds for the owner too; and the web's role is let in by a policy, or may do nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT COUNT(*) FROM pg_policies WHERE tablename = %s AND 'app' = ANY(roles)", [table])
        policies = cursor.fetchone()
    assert policies
    assert policies[0] or not TABLES[table].app
