"""An edition is drafted, confirmed, proposed, approved by another, and retired; what was opened stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from commonground.differences.actions import escalate
from commonground.directory.actions import RefusedError
from commonground.editions import actions
from commonground.editions.models import Confirmation, Done, Edition, Milestone
from commonground.editions.queries import lacks, live_edition, with_procedure
from commonground.now import now
from commonground.procedures.loading import shipped
from tests.editions.drafting import SOURCE, Office

LONG = "# " + "x" * 256 * 1024


def refused(why: str) -> "pytest.RaisesExc[RefusedError]":
    """Expect a refusal in these words."""
    return pytest.raises(RefusedError, match=why)


def save(office: Office, row: Edition, text: str, *, by: str = "elin", version: int | None = None) -> Edition:
    """Save a draft's text."""
    return actions.save_draft(
        by=office.officer(by), at=now(), edition=row.pk, text=text, version=version or row.version
    )


def test_from_a_draft_to_being_followed(office: Office) -> None:
    before = office.live
    row = office.changed()
    assert (row.number, row.version, row.based_on) == (before.number + 1, 1, before)
    assert row.draft
    row = office.propose(office.confirm(row), days=3)
    assert office.live == before
    row = office.approve(row)
    assert (row.proposed_by, row.approved_by) == (office.officer("elin").person, office.officer("una").person)
    assert office.live == before
    assert live_edition(office.area.pk, office.today + timedelta(days=3)) == row
    done = [(one.done, one.by) for one in row.milestones.order_by("at")]
    assert done == [
        (Done.STARTED, row.drafted_by), (Done.PROPOSED, row.proposed_by), (Done.APPROVED, row.approved_by)
    ]  # fmt: skip


def test_two_officers_on_one_draft_lose_nothing(office: Office) -> None:
    row = office.draft()
    first = save(office, row, row.text + "# Una’s\n", by="una")
    assert first.version == 2
    with pytest.raises(actions.SavedMeanwhileError, match="Una Second saved this draft at"):
        save(office, row, row.text + "# Elin’s\n", version=1)
    row.refresh_from_db()
    assert row.text.endswith("# Una’s\n")
    assert save(office, row, row.text + "# Elin’s\n").version == 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("key = ", "Line 1: this is not well-formed TOML"),
        ("name = 'x'", "needs a key"),
        ("key = 'Ours?'", "needs a key"),
        ("key = 'other'", "stays “fairhaven”"),
        (LONG, "longer than 256 kB"),
        ("key = 'a\0'", "a character that no text has"),
    ],
)
def test_what_is_no_definition_is_refused_in_words(office: Office, text: str, why: str) -> None:
    row = office.draft()
    with refused(why):
        save(office, row, text)


def test_a_draft_may_have_problems_and_is_not_proposed_with_them(office: Office) -> None:
    row = save(office, office.draft(), 'key = "fairhaven"\nname = "Ours"\n')
    with refused("cannot be proposed yet. A procedure needs at least one stage."):
        office.propose(row)


def test_nothing_provisional_and_nothing_unconfirmed_is_proposed(office: Office) -> None:
    row = office.draft(shipped()["hips"])
    assert row.key == "hips"
    with refused("Stage 1 .Practitioners.: the stage is provisional"):
        office.propose(row)
    row = office.changed()
    with refused("Stage 2, Line managers or safeguarding leads: Settled or escalated by: nobody has confirmed it yet"):
        office.propose(row)


def test_what_was_confirmed_before_and_says_the_same_is_confirmed(office: Office) -> None:
    same = office.draft()
    assert lacks(same) == ()
    changed = office.changed()
    assert len(lacks(changed)) == 1
    carried = Confirmation.objects.get(edition=same, part="stage:1")
    assert (carried.by, carried.source) == (
        office.live.proposed_by, Confirmation.objects.get(edition=office.live, part="stage:1").source
    )  # fmt: skip


def test_changing_a_figure_undoes_its_confirmation_and_no_other(office: Office) -> None:
    row = office.confirm(office.draft())
    assert lacks(row) == ()
    row = save(office, row, row.text.replace("amount = 5", "amount = 6"))
    assert lacks(row) == ("Stage 3, Senior managers: Settled or escalated by: nobody has confirmed it yet.",)
    row = save(office, row, row.text.replace("amount = 6", "amount = 5"))
    assert lacks(row) == ()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"source": " "}, "Say where this stands"),
        ({"keys": ["stage:9"]}, "not known yet"),
        ({"version": 7}, "saved this draft"),
    ],
)
def test_a_confirmation_names_its_source_and_what_is_there(
    office: Office, changes: dict[str, object], why: str
) -> None:
    row = office.draft()
    sent = {"version": 1, "keys": ["stage:1"], "source": SOURCE, "dated": office.today} | changes
    with refused(why):
        actions.confirm(by=office.officer("elin"), at=now(), edition=row.pk, **sent)  # type: ignore[arg-type]


def test_a_source_is_not_of_tomorrow_and_what_is_not_known_is_not_confirmed(office: Office) -> None:
    row = office.draft(shipped()["hips"])
    for dated, why in ((office.today + timedelta(days=1), "in the past"), (office.today, "not known yet")):
        with refused(why):
            actions.confirm(
                by=office.officer("elin"), at=now(), edition=row.pk, version=1, keys=["stage:1:clock:settled"],
                source=SOURCE, dated=dated,
            )  # fmt: skip


def test_nobody_approves_their_own(office: Office) -> None:
    row = office.propose(office.confirm(office.changed()))
    with refused("Another officer"):
        office.approve(row, by="elin")
    with pytest.raises(DatabaseError, match="edition_approved_by_another"), transaction.atomic():
        Edition.objects.filter(pk=row.pk).update(approved_by=F("proposed_by"), opened=now())


def test_only_officers_of_its_partnerships_touch_it(office: Office) -> None:
    row = office.propose(office.confirm(office.changed()))
    for name in ("gwen", "amy"):
        with pytest.raises(Edition.DoesNotExist):
            office.approve(row, by=name)
        with refused("Only the officers"):
            office.draft(by=name)
        assert not Edition.objects.visible_to(office.officer(name)).filter(pk=row.pk).exists()
    assert Edition.objects.visible_to(office.officer("una")).filter(pk=row.pk).exists()
    office.approve(row)
    assert Edition.objects.visible_to(office.officer("amy")).filter(pk=row.pk).exists()


def test_it_is_frozen_while_proposed(office: Office) -> None:
    row = office.propose(office.confirm(office.changed()))
    with refused("Elin Hughes proposed this draft"):
        save(office, row, row.text + "\n")
    with refused("proposed this draft"):
        office.confirm(row)
    for change in ({"text": "key = 'x'"}, {"in_force": office.today + timedelta(days=9)}):
        with pytest.raises(DatabaseError, match="stays as it is while it is proposed"), transaction.atomic():
            Edition.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays as it is, once it is proposed"), transaction.atomic():
        Edition.partnerships.through.objects.filter(edition=row).delete()


def test_it_is_taken_back_by_whoever_proposed_it_and_sent_back_by_another(office: Office) -> None:
    row = office.propose(office.confirm(office.changed()))
    with refused("Only Elin Hughes can take this back"):
        actions.take_back(by=office.officer("una"), at=now(), edition=row.pk)
    with refused("Take it back instead"):
        actions.send_back(by=office.officer("elin"), at=now(), edition=row.pk, reason="No.")
    with refused("Say what should change"):
        actions.send_back(by=office.officer("una"), at=now(), edition=row.pk, reason=" ")
    row = actions.send_back(by=office.officer("una"), at=now(), edition=row.pk, reason="Stage 2 is too long.")
    assert row.draft
    assert row.milestones.get(done=Done.SENT_BACK).words == "Stage 2 is too long."
    row = actions.take_back(by=office.officer("elin"), at=now(), edition=office.propose(row).pk)
    assert row.draft
    with refused("It is not proposed now"):
        office.approve(row)


def test_the_day_from_which_it_is_followed_is_not_in_the_past(office: Office) -> None:
    row = office.confirm(office.changed())
    with refused("has gone by"):
        office.propose(row, days=-1)
    row = office.propose(row)
    with refused("has gone by"):
        tomorrow = now() + timedelta(days=1)
        actions.approve(by=office.officer("una"), at=tomorrow, edition=row.pk, proposed=row.proposed_at)


def test_what_was_proposed_anew_since_it_was_read_is_not_approved_unseen(office: Office) -> None:
    read = office.propose(office.confirm(office.changed()))
    row = actions.take_back(by=office.officer("elin"), at=now(), edition=read.pk)
    row = office.propose(row, days=7)
    with refused("proposed it anew since you read it. Read it again"):
        office.approve(read)
    assert office.approve(row).opened


def test_only_a_draft_never_proposed_is_deleted(office: Office) -> None:
    row = office.confirm(office.changed())
    actions.discard_draft(by=office.officer("una"), edition=row.pk)
    assert not Edition.objects.filter(pk=row.pk).exists()
    row = office.propose(office.confirm(office.changed()))
    actions.take_back(by=office.officer("elin"), at=now(), edition=row.pk)
    with refused("Retire it"):
        actions.discard_draft(by=office.officer("una"), edition=row.pk)
    for rows in (Milestone.objects.filter(edition=row), Confirmation.objects.filter(edition=row)):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            rows.delete()
    with refused("Say why"):
        actions.retire(by=office.officer("una"), at=now(), edition=row.pk, why=" ")
    row = actions.retire(by=office.officer("una"), at=now(), edition=row.pk, why="We wait.")
    assert not row.draft


def test_a_draft_never_proposed_is_not_retired(office: Office) -> None:
    with refused("Delete it instead"):
        actions.retire(by=office.officer("una"), at=now(), edition=office.draft().pk, why="No.")


def test_the_only_one_is_not_retired_unless_said_plainly(office: Office) -> None:
    everywhere, here = office.live, office.opened()
    assert office.live == here
    with refused("nobody could raise a difference in Marlow Vale"):
        actions.retire(by=office.officer("elin"), at=now(), edition=everywhere.pk, why="Ours follows.")
    actions.retire(by=office.officer("elin"), at=now(), edition=here.pk, why="A mistake.")
    assert office.live == everywhere
    actions.retire(by=office.officer("elin"), at=now(), edition=everywhere.pk, why="We stop.", leaves_none=True)
    assert with_procedure([office.area.pk], office.today) == set()
    assert live_edition(office.area.pk, office.today - timedelta(days=1)) == everywhere


def test_one_that_is_running_out_of_use_goes_on(office: Office) -> None:
    row = office.cast.raised()
    office.opened()
    actions.retire(by=office.officer("elin"), at=now(), edition=row.edition_id, why="Ours follows.", leaves_none=True)
    row = office.cast.do(
        escalate, row, "amy", reason="We differ.", tried="We spoke.", ask="See him.", meanwhile="He eats at school."
    )
    assert row.stage == 2
    assert row.due_at


BY_ANY_DOOR = {
    "editions_edition": [
        "UPDATE editions_edition SET text = text || ' ' WHERE id = %s",
        "UPDATE editions_edition SET opened = opened - interval '1 day' WHERE id = %s",
        "UPDATE editions_edition SET opened = NULL, approved_by_id = NULL WHERE id = %s",
        "UPDATE editions_edition SET in_force = in_force - 1 WHERE id = %s",
        "UPDATE editions_edition SET drafted_by_id = approved_by_id WHERE id = %s",
        "DELETE FROM editions_edition WHERE id = %s",
    ],
    "editions_edition_partnerships": [
        "DELETE FROM editions_edition_partnerships WHERE edition_id = %s",
        "UPDATE editions_edition_partnerships SET partnership_id = partnership_id WHERE edition_id = %s",
    ],
    "editions_confirmation": [
        "DELETE FROM editions_confirmation WHERE edition_id = %s",
        "UPDATE editions_confirmation SET says = '' WHERE edition_id = %s",
        (
            "INSERT INTO editions_confirmation (id, edition_id, part, says, source, by_id, at) SELECT "
            "gen_random_uuid(), id, 'stage:1', '', 'x', approved_by_id, now() FROM editions_edition WHERE id = %s"
        ),
    ],
    "editions_milestone": [
        "UPDATE editions_milestone SET words = 'x' WHERE edition_id = %s",
        "DELETE FROM editions_milestone WHERE edition_id = %s",
    ],
}
"""What nobody does to an edition that was opened, by the table whose trigger refuses it."""

CHANGES = [(table, change) for table, changes in BY_ANY_DOOR.items() for change in changes]


@pytest.mark.parametrize(("table", "change"), CHANGES)
def test_what_was_opened_stays_as_it_is_by_any_door(office: Office, table: str, change: str) -> None:
    """Not even the owner changes it; and it is that trigger which refuses: without it the same is done."""
    row = office.opened()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        with pytest.raises(DatabaseError, match=r"stays as it is|only a draft"), transaction.atomic():
            cursor.execute(change, [row.pk])
        cursor.execute(f"DROP TRIGGER stays ON {table}")
        with undone():
            cursor.execute(change, [row.pk])
            assert cursor.rowcount > 0


@pytest.mark.parametrize("table", BY_ANY_DOOR)
def test_no_table_of_editions_is_emptied(office: Office, table: str) -> None:
    office.opened()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER stays_whole")
        if table == "editions_confirmation":  # nothing refers to it, so that no other table's trigger refuses
            with undone():
                cursor.execute(f"TRUNCATE {table}")


@contextmanager
def undone() -> Iterator[None]:
    """Undo whatever is done within."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


ALMOST = {
    "UPDATE editions_edition SET text = text || ' ' WHERE id = %s": "stays as it is while it is proposed",
    "UPDATE editions_edition SET in_force = in_force + 9 WHERE id = %s": "stays as it is while it is proposed",
    "DELETE FROM editions_edition WHERE id = %s": "only a draft that was never proposed is deleted",
}


@pytest.mark.parametrize("change", ALMOST)
def test_what_is_proposed_stays_as_it_is_while_it_is(office: Office, change: str) -> None:
    row = office.propose(office.confirm(office.changed()))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        with pytest.raises(DatabaseError, match=ALMOST[change]), transaction.atomic():
            cursor.execute(change, [row.pk])
        cursor.execute("DROP TRIGGER stays ON editions_edition")
        with undone():
            cursor.execute(change, [row.pk])
            assert cursor.rowcount == 1


def test_who_proposed_an_edition_never_approved_it_even_without_triggers(office: Office) -> None:
    """A constraint of its own says so, apart from the trigger."""
    row = office.opened()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE owner")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("DROP TRIGGER stays ON editions_edition")
        with pytest.raises(DatabaseError, match="edition_approved_by_another"), transaction.atomic():
            cursor.execute("UPDATE editions_edition SET proposed_by_id = approved_by_id WHERE id = %s", [row.pk])


def test_nothing_is_opened_that_was_not_proposed(office: Office) -> None:
    row = office.confirm(office.changed())
    elin, una = office.officer("elin").person, office.officer("una").person
    with pytest.raises(DatabaseError, match="proposed before it is opened"), transaction.atomic():
        Edition.objects.filter(pk=row.pk).update(
            proposed_by=elin, proposed_at=now(), in_force=office.today, approved_by=una, opened=now()
        )
    with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
        Edition.objects.create(
            key="x", number=1, text="", digest="", proposed_by=elin, proposed_at=now(), in_force=office.today,
            approved_by=una, opened=now(),
        )  # fmt: skip


def test_a_retired_one_stays_retired(office: Office) -> None:
    row = office.opened()
    actions.retire(by=office.officer("elin"), at=now(), edition=row.pk, why="A mistake.")
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Edition.objects.filter(pk=row.pk).update(retired_at=None, retired_by=None, retired_why="")
    with refused("retired already"):
        actions.retire(by=office.officer("una"), at=now(), edition=row.pk, why="Again.")
