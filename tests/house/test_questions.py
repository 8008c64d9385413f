"""What is asked and stored by prepared statements is as Django itself would ask and store it."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from commonground.directory.models import Agency, Partnership, Team
from commonground.procedures.terms import AgencyKind
from commonground.questions import Blank, Question, given, one_of
from commonground.record.models import Entry
from commonground.storing import add, change

pytestmark = pytest.mark.django_db


@pytest.fixture
def teams() -> list[Team]:
    """Two agencies with a team each."""
    agencies = [Agency(name=name, kind=AgencyKind.SCHOOL) for name in ("Hill", "Oak")]
    rows = [Team(agency=agency, name=f"{agency} team") for agency in agencies]
    add(*agencies, *rows)
    return rows


def test_a_question_gives_what_its_query_gives_for_the_values_of_each_asking(teams: list[Team]) -> None:
    def named(name: Any) -> "QuerySet[Team]":  # noqa: ANN401 a value or a blank
        return Team.objects.filter(agency__name=name).select_related("agency").order_by("name")

    asked = Question(named)
    for _again in range(3):
        for name in ("Hill", "Oak", "nowhere", "%s"):
            found = asked(name=name)
            assert found == list(named(name))
            with CaptureQueriesContext(connection) as read:
                assert [one.agency.name for one in found] == [name] * len(found)
            assert not read.captured_queries
    assert asked(name="Hill") == teams[:1]


def test_a_question_takes_lists_and_gives_columns(teams: list[Team]) -> None:
    def names(agencies: Blank) -> "QuerySet[Team, str]":
        return Team.objects.filter(one_of("agency", agencies)).order_by("name").values_list("name", flat=True)

    asked = Question(names)
    keys = [team.agency_id for team in teams]
    assert [asked(agencies=some) for some in (keys, keys[1:], [], keys[:1])] == [
        ["Hill team", "Oak team"], ["Oak team"], [], ["Hill team"],
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["O’Hara's", "100 %", "%s", "%%", "a\\b", "'; DROP TABLE x; --", "", "{}", "$1"])
def test_what_never_changes_is_written_into_a_question_as_it_is(teams: list[Team], words: str) -> None:
    Team.objects.filter(pk=teams[0].pk).update(name=words)

    def asked(agency: Any) -> "QuerySet[Team]":  # noqa: ANN401 a value or a blank
        return Team.objects.filter(name=words, agency__kind__in=AgencyKind, agency=agency).exclude(name="%")

    question = Question(lambda agency: asked(given(agency)))
    assert question(agency=teams[0].agency_id) == [teams[0]]
    assert question(agency=teams[1].agency_id) == []


def test_a_question_converts_what_its_fields_convert() -> None:
    one = Entry(
        subject=uuid4(), partnership_id=uuid4(), number=1, at="2026-11-24T09:00:00Z", kind="a.b", facts={"a": [1]},
        actor="", commitment="", previous="", digest="", signature="",
    )  # fmt: skip
    add(one)

    def facts(key: Blank) -> "QuerySet[Entry, Any]":
        return Entry.objects.filter(pk=key).values_list("facts", "at")

    assert Question(facts)(key=one.pk) == list(Entry.objects.filter(pk=one.pk).values_list("facts", "at"))


def test_a_blank_that_is_left_open_is_an_error() -> None:
    asked = Question(lambda name: Team.objects.filter(name=name))
    with pytest.raises(KeyError):
        asked(other="Hill")


def test_a_question_and_a_change_are_counted_like_any_other_query(teams: list[Team]) -> None:
    asked = Question(lambda name: Team.objects.filter(name=name))
    for _again in range(4):
        with CaptureQueriesContext(connection) as caught:
            asked(name="Hill team")
            change(teams[0], ("name",))
        assert [str(one["sql"]).split()[0] for one in caught.captured_queries] == ["SELECT", "UPDATE"]


def test_a_change_writes_the_fields_that_are_named_and_no_others(teams: list[Team]) -> None:
    team = teams[0]
    team.name, team.agency_id = "Other team", teams[1].agency_id
    change(team, ("name",))
    team.refresh_from_db()
    assert (team.name, team.agency.name) == ("Other team", "Hill")


def test_a_change_of_a_row_that_is_not_there_is_an_error() -> None:
    with pytest.raises(DatabaseError, match="reached 0 rows"):
        change(Partnership(name="Nowhere"), ("name",))
