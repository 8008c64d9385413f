"""The national consistent identifier of children: off until law and the partnership require it, then sealed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from commonground.differences.models import Child, Difference
from commonground.directory.demonstration import member
from tests.differences.raising import Browser, answers, begun, build_fairhaven, check, kept, step, words

pytestmark = pytest.mark.django_db
IDENTIFIER = "CI-909-77"
BASIS = "Children’s Act 2027, decided on 3 May 2027."


@pytest.fixture
def amy() -> Browser:
    build_fairhaven()
    return Browser(member("amy"))


def decided(partnership: str = "Fairhaven", **basis: object) -> str:
    said = StringIO()
    call_command("consistent_identifier", partnership, stdout=said, **basis)
    return said.getvalue()


def test_it_is_off_at_first_and_what_is_sent_all_the_same_is_not_kept(amy: Browser) -> None:
    draft = begun(amy)
    for name in ("agency", "team", "kind"):
        amy.sends(step(draft, name), answers()[name])
    assert "Consistent identifier" not in amy.page(step(draft, "children"))
    amy.sends(step(draft, "children"), answers()["children"] | {"child-1-consistent_identifier": IDENTIFIER})
    assert kept(draft).children[0].consistent_identifier == ""


def test_where_it_is_decided_it_is_asked_with_its_basis_sealed_and_shown_on_asking_only(amy: Browser) -> None:
    assert decided(basis=BASIS) == "The consistent identifier of a child is asked in Fairhaven.\n"
    draft = begun(amy)
    for name, sent in list(answers().items())[1:]:
        page = amy.page(step(draft, name))
        extra = {"child-1-consistent_identifier": IDENTIFIER} if name == "children" else {}
        assert (BASIS in page) is bool(extra)
        amy.sends(step(draft, name), sent | extra)
    assert f"Consistent identifier: {IDENTIFIER}" in words(amy.page(check(draft)))
    amy.sends(check(draft))
    row = Difference.objects.get()
    assert IDENTIFIER.encode() not in bytes(Child.objects.get().sealed)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{IDENTIFIER}%"])  # noqa: S608 our own tables
            assert cursor.fetchone() == (0,), table
    page = row.get_absolute_url()
    assert IDENTIFIER not in amy.page(page)
    assert IDENTIFIER in amy.post(f"{page}which-child/").content.decode()


def test_it_can_be_switched_off_again_and_needs_a_basis(amy: Browser) -> None:  # noqa: ARG001 the partnership
    decided(basis=BASIS)
    assert "is not asked" in decided(off=True)
    with pytest.raises(CommandError, match="by which law"):
        decided(basis=" ")
    with pytest.raises(CommandError, match="no partnership called Nowhere"):
        decided("Nowhere", basis=BASIS)
