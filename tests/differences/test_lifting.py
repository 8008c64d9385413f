"""A restriction that is taken back: everybody sees it again as if it had never been restricted, by both locks."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from commonground.differences import actions
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, Seat
from commonground.directory.models import Agency
from commonground.notices.models import Notice
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Capacity, TooClose
from commonground.record.models import Entry
from tests.cast import ASK, MEANWHILE, Cast
from tests.connected import tell_database
from tests.differences.test_restricting import WHY, who_sees
from tests.visiting import visit

AsRole = Callable[[str], AbstractContextManager[None]]
BACK = "Her aunt has moved away."


def restrict(cast: Cast, row: Difference, *names: str, by: str = "amy") -> Difference:
    return cast.do(actions.restrict, row, by, people=[cast.person(name).pk for name in names], reason=WHY)


def lift(cast: Cast, row: Difference, by: str = "amy") -> Difference:
    return cast.do(actions.lift, row, by, reason=BACK)


def escalate(cast: Cast, row: Difference, by: str = "amy") -> Difference:
    return cast.do(
        actions.escalate, row, by, reason="No.", tried="We spoke.", ask=ASK, meanwhile=MEANWHILE
    )  # fmt: skip


def seated(row: Difference) -> set[tuple[object, ...]]:
    """Return who is seated, where and as what: by post, or in person."""
    seats = Seat.objects.filter(difference=row, ended_at=None).exclude(capacity=Capacity.BARRED)
    return set(seats.values_list("side", "capacity", "stage", "post__title", "person__name"))


def pass_on(cast: Cast, row: Difference) -> Difference:
    imran = cast.person("Imran Qureshi").pk
    return cast.do(actions.pass_on, row, "bob", person=imran, team=None, reason="He knows them.")


def not_ours(cast: Cast, row: Difference) -> Difference:
    trust = Agency.objects.get(name="Fairhaven Community Health Trust").pk
    return cast.do(actions.not_ours, row, "bob", agency=trust, team=None, reason="The clinic decided it.")


def hand_over(cast: Cast, row: Difference) -> Difference:
    return cast.do(actions.hand_over, row, "amy", person=cast.person("judith").pk, reason="I am away.")


def to_last(cast: Cast, row: Difference) -> Difference:
    return escalate(cast, escalate(cast, escalate(cast, row), "sarah"), "judith")


def step_aside(cast: Cast, row: Difference) -> Difference:
    return cast.do(actions.step_aside, row, "zed", reason="He left us.")


def nothing(_cast: Cast, row: Difference) -> Difference:
    return row


Told = Callable[[Cast, Difference], Difference]
BOB = ("bob",)


@pytest.mark.parametrize(
    ("before", "named", "since"),
    [
        (nothing, BOB, nothing),
        (nothing, BOB, escalate),
        (nothing, BOB, to_last),
        (nothing, BOB, pass_on),
        (nothing, BOB, not_ours),
        (nothing, BOB, hand_over),
        (escalate, ("cath", "sarah"), nothing),
        (escalate, ("cath", "sarah"), lambda cast, row: escalate(cast, row, "sarah")),
        (Cast.joined, BOB, nothing),
        (Cast.joined, BOB, escalate),
        (Cast.joined, ("bob", "zed"), step_aside),
    ],
    ids=[
        "at once", "climbed", "to the last stage", "passed on", "not theirs", "handed over", "at stage 2",
        "at stage 2, climbed", "joined", "joined, climbed", "left again",
    ],
)  # fmt: skip
def test_it_is_as_if_it_had_never_been_restricted(
    cast: Cast, as_role: AsRole, before: Told, named: tuple[str, ...], since: Told
) -> None:
    plain = since(cast, before(cast, cast.raised()))
    row = restrict(cast, before(cast, cast.raised()), *named)
    row = since(cast, row)
    assert seated(row) != seated(plain)
    row = lift(cast, row)
    assert seated(row) == seated(plain)
    assert (row.restricted, row.officer_told) == (False, plain.officer_told)
    names = ("amy", "bob", "cath", "dev", "sarah", "judith", "Farah Siddiqui", "Leah Goldberg", "elin", "zed", "hana")
    assert who_sees(cast, row) == who_sees(cast, plain)
    with as_role("app"):
        for name in names:
            tell_database(cast.actor(name))
            found = {key for (key,) in Difference.objects.filter(pk__in=[row.pk, plain.pk]).values_list("pk")}
            assert len(found) != 1, name
    assert not list(disagreements(Difference.objects.select_related("edition").get(pk=row.pk)))


def test_before_it_neither_lock_gives_it_to_others_and_after_it_both_do(cast: Cast, as_role: AsRole) -> None:
    def by_the_database() -> set[str]:
        found = set()
        with as_role("app"):
            for name in ("amy", "bob", "sarah", "Farah Siddiqui", "Leah Goldberg", "cath", "elin", "zed"):
                tell_database(cast.actor(name))
                if Difference.objects.filter(pk=row.pk).exists():
                    found.add(name)
        return found

    row = restrict(cast, cast.raised(), "bob")
    assert by_the_database() == who_sees(cast, row) == {"amy", "bob"}
    lift(cast, row)
    first = {"amy", "bob", "sarah", "Farah Siddiqui", "Leah Goldberg"}
    assert by_the_database() == who_sees(cast, row) == first


def test_narrowed_twice_it_opens_whole(cast: Cast) -> None:
    plain = cast.raised()
    row = restrict(cast, restrict(cast, cast.raised(), "bob", "Leah Goldberg", "sarah"), "bob")
    assert who_sees(cast, row) == {"amy", "bob"}
    assert seated(lift(cast, row)) == seated(plain)


def test_restricted_and_opened_twice(cast: Cast) -> None:
    plain = escalate(cast, cast.raised())
    row = lift(cast, restrict(cast, cast.raised(), "bob"))
    row = lift(cast, restrict(cast, escalate(cast, row), "bob", "cath", "sarah"))
    assert seated(row) == seated(plain)
    assert row.officer_told is plain.officer_told is True


def test_who_is_too_close_since_stays_out(cast: Cast) -> None:
    row = restrict(cast, cast.raised(), "bob")
    actions.declare_interest(
        by=cast.actor("amy"), at=cast.tick(), difference=row.pk, person=cast.person("sarah").pk, why=TooClose.DECISION
    )
    row = lift(cast, row)
    assert "sarah" not in who_sees(cast, row)
    assert who_sees(cast, row) >= {"amy", "bob", "Farah Siddiqui", "Leah Goldberg"}


def test_each_side_takes_back_its_own(cast: Cast) -> None:
    row = restrict(cast, cast.raised(), "bob", "Farah Siddiqui")
    row = restrict(cast, row, "bob", by="Farah Siddiqui")
    row = lift(cast, row, "Farah Siddiqui")
    assert row.restricted
    assert who_sees(cast, row) == {"amy", "bob", "Farah Siddiqui"}
    entry = Entry.objects.filter(subject=row.pk, kind="difference.lift").get()
    assert "It stays restricted, because the other side has restricted it too." in entry.text.sentence
    with pytest.raises(Refused, match="Only the person who raised this, or a safeguarding lead of the raising side"):
        lift(cast, row, "Farah Siddiqui")
    assert not lift(cast, row).restricted
    assert not list(disagreements(Difference.objects.select_related("edition").get(pk=row.pk)))


@pytest.mark.parametrize("by", ["bob", "Farah Siddiqui"])
def test_nobody_of_the_other_side_and_nobody_who_could_not_restrict_it_takes_it_back(cast: Cast, by: str) -> None:
    row = restrict(cast, cast.raised(), "bob", "Farah Siddiqui")
    with pytest.raises(Refused, match="a safeguarding lead of the raising side, can take the restriction back"):
        lift(cast, row, by)
    assert who_sees(cast, row) == {"amy", "bob", "Farah Siddiqui"}


def test_what_is_not_restricted_cannot_be_opened_and_offers_no_such_thing(cast: Cast) -> None:
    row = cast.raised()
    with pytest.raises(Refused, match="This is not restricted, so everybody who takes part sees it"):
        lift(cast, row)
    assert "Take the restriction back" not in visit(row.get_absolute_url(), "amy").words


def test_those_who_see_it_again_are_told_and_the_record_names_them(cast: Cast) -> None:
    row = restrict(cast, escalate(cast, cast.raised()), "cath", "sarah", "bob")
    assert "Take the restriction back" in visit(row.get_absolute_url(), "amy").words
    assert "They are told." in visit(f"{row.get_absolute_url()}lift/", "amy").words
    row = lift(cast, row)
    told = set(Notice.objects.filter(subject=row.pk, kind="lifted").values_list("address", flat=True))
    assert told >= {"farah.siddiqui@council.fairhaven.example", "cath.doyle@council.fairhaven.example"}
    assert [one for one in told if "elin" in one or "partnership" in one]
    assert "amy.lister@oakfield.example" not in told
    words = Entry.objects.get(subject=row.pk, kind="difference.lift").text.words
    assert words["Why"] == BACK
    assert "Principal social worker" in words["Who sees it again"]


@pytest.mark.parametrize(
    ("agency", "since"), [("Fairhaven Community Health Trust", not_ours), ("Estuary Police", to_last)]
)
def test_an_agency_that_is_a_side_or_facilitates_since_has_not_joined_again(
    cast: Cast, agency: str, since: Callable[[Cast, Difference], Difference]
) -> None:
    row = restrict(cast, cast.joined(name=agency), "bob")
    since(cast, row)
    lift(cast, row)
    joined = Agency.objects.get(name=agency)
    open_seats = Seat.objects.filter(difference=row, agency=joined, ended_at=None)
    assert open_seats.exclude(capacity=Capacity.JOINED).exists()
    assert not open_seats.filter(capacity=Capacity.JOINED).exists()
