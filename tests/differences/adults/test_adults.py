"""Who is in a child's life: a side's own until it is shared, then side by side; whom nobody has met is a finding."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from commonground.differences.adults import presenting
from commonground.differences.adults.findings import NOBODY_KNOWS, NOBODY_MET, NOTHING_SAID, SHOWS, findings
from commonground.differences.adults.words import (
    Checked,
    Met,
    Said,
    There,
    as_fact,
    in_record,
)
from commonground.differences.agreeing import disagreements
from commonground.differences.models import Difference, SideSheet, SideViewDraft
from commonground.differences.reading import difference, standpoint
from commonground.differences.sheets import actions
from commonground.differences.sheets.queries import Sheets, readable
from commonground.differences.side_views.words import fact_text
from commonground.differences.timeline.findings import BOTH, SILENCE, UNHEARD
from commonground.govuk.dates import in_words
from commonground.library.adults import roles
from commonground.now import london_date
from commonground.procedures.rules import Refused
from commonground.procedures.sheets import LONGEST_WHO, LONGEST_WORDS, MOST_LINES, NOTHING, Tool
from commonground.procedures.side_views import LONGEST_FACT, LONGEST_WHERE
from commonground.procedures.terms import Kind, Side
from commonground.record.models import Entry
from tests.access.meeting import AsRole
from tests.cast import CHILD, Cast
from tests.differences.adults.telling import (
    COUNCILS,
    FATHER,
    GRANDPARENT,
    LODGER,
    NEIGHBOUR,
    PARTNER,
    PICKS_UP,
    SCHOOLS,
    address,
    both_shared,
    partner,
    said,
    shared,
)
from tests.differences.asking import fresh, told
from tests.differences.child_day.telling import begins
from tests.differences.test_review_sides import answering, given_away, given_back
from tests.visiting import browser, visit

SHOWN_ON_LINE = (BOTH, SILENCE, UNHEARD)
NOT_CHECKED = "Neither side has checked who they are"
NAMES = {Side.RAISING: "the school", Side.RESPONDING: "the council"}


def sheets_of(cast: Cast, row: Difference, name: str = "amy", child: int = 1) -> Sheets:
    """Return what somebody may read of the adults in a child's life."""
    here = standpoint(cast.actor(name), difference(cast.actor(name), row.reference), cast.at)
    return readable(here, Tool.ADULTS)[child]


def found_of(cast: Cast, row: Difference) -> dict[str, tuple[str, ...]]:
    return {one.title: one.lines for one in findings(sheets_of(cast, row).present, NAMES)}


def in_sql() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM differences_sidesheet")
        (found,) = cursor.fetchone()
    return int(found)


def known(cast: Cast, row: Difference, by: str = "amy", child: int = 1) -> dict[str, Any]:
    return {"by": cast.actor(by), "at": cast.tick(), "difference": row.pk, "tool": Tool.ADULTS, "child": child}


def test_what_is_begun_is_no_entry_and_tells_nobody(cast: Cast) -> None:
    row = cast.raised()
    before = (fresh(row).version, Entry.objects.filter(subject=row.pk).count())
    sheet = said(cast, row, "amy", *SCHOOLS)
    assert [Said.of(line) for line in sheet.lines] == [replace(one, by="Amy Lister") for one in SCHOOLS]
    assert (fresh(row).version, Entry.objects.filter(subject=row.pk).count()) == before
    assert not told(row, "adults")


def test_until_it_is_shared_the_other_side_meets_it_nowhere(cast: Cast, as_role: AsRole) -> None:
    row = cast.raised(kind=Kind.ADULTS_UNSEEN)
    said(cast, row, "amy", *SCHOOLS)
    with as_role("app"):
        bob = browser("bob")
        base = f"/differences/{row.reference}/"
        for url in (base, address(row), f"{base}adults/", f"{base}record/", f"{base}for-our-file/", "/", "/notices/"):
            answer = bob.get(url, follow=True)
            assert answer.status_code == 200, url
            assert "CN-raising" not in answer.content.decode(), url
        begins(cast, "bob")
        assert in_sql() == 0
        begins(cast, "sarah")
        assert in_sql() == 1, "a colleague of the same side reads it and goes on with it"
    assert sheets_of(cast, row, "bob").begun is None, "as owner, whom every policy lets through"


def test_the_database_lets_nobody_but_its_side_change_it_and_nobody_once_it_is_shared(
    cast: Cast, as_role: AsRole
) -> None:
    row = cast.raised()
    said(cast, row, "amy", *SCHOOLS)
    shared(cast, row, "bob", *COUNCILS)
    with as_role("app"):
        for name, theirs in (("bob", "raising"), ("bob", "responding"), ("amy", "responding")):
            begins(cast, name)
            with connection.cursor() as cursor:
                for change in ("UPDATE differences_sidesheet SET lines = '[]'", "DELETE FROM differences_sidesheet"):
                    cursor.execute(f"{change} WHERE side = %s", [theirs])
                    assert cursor.rowcount == 0, (name, theirs, change)
        begins(cast, "amy")
        assert in_sql() == 2
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE differences_sidesheet SET side = 'responding' WHERE side = 'raising'")
    with pytest.raises(IntegrityError), transaction.atomic():
        SideSheet.objects.of(row).filter(side="raising").update(number=7)


def test_shared_it_is_in_the_record_and_the_other_side_is_told(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    entry = Entry.objects.select_related("text").get(subject=row.pk, kind="step.adults")
    assert entry.text.sentence.endswith("shared which adults in the child’s life their side knows of.")
    assert entry.text.words == {
        "Which child": "Child 1",
        PARTNER: f"{PICKS_UP[:-1]}. Not met. Who they are is only what we were told. "
        "Told by: his mother, to his teacher",
        GRANDPARENT: "She fetches him on Thursdays. Good that they do: He eats with her. "
        "Met, last on 3 November 2026. Who they are is checked",
        FATHER: "Not known if there is anybody",
        LODGER: "The boy talks of a man on the sofa. Not met. Who they are is not checked. Told by: the boy",
    }
    assert told(row, "adults")
    assert all("council" in one for one in told(row, "adults"))


def test_a_later_list_begins_from_the_earlier_and_stands_beside_it(cast: Cast) -> None:
    row = cast.raised()
    first = shared(cast, row, "amy", *SCHOOLS)
    again = said(cast, row, "sarah", partner("He has moved in."))
    assert [line["key"] for line in again.lines] == [one.role for one in SCHOOLS]
    assert again.lines[1:] == first.lines[1:], "who wrote a line stays its writer"
    assert (again.lines[0]["by"], again.lines[0]["changed_by"]) == ("Amy Lister", str(cast.person("sarah")))
    second = actions.share_sheet(version=again.version, **known(cast, row, "sarah"))
    assert (first.number, second.number) == (1, 2)
    assert SideSheet.objects.get(pk=first.pk).lines[0]["words"] == PICKS_UP
    latest = Entry.objects.select_related("text").filter(subject=row.pk, kind="step.adults").latest("number")
    assert "what it shared before stays in this record" in latest.text.sentence
    assert not list(disagreements(fresh(row)))
    assert sheets_of(cast, row).before


def test_tables_and_record_agree_and_an_altered_word_is_found(cast: Cast) -> None:
    row = cast.raised()
    sheet = shared(cast, row, "amy", *SCHOOLS)
    assert not list(disagreements(fresh(row)))
    SideSheet.objects.filter(pk=sheet.pk).update(lines=[partner("He is fine.").kept()])
    assert [one.what for one in disagreements(fresh(row))] == ["the sheets"]


def test_side_by_side_the_gaps_are_findings_in_words(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    assert found_of(cast, row) == {}, "before both have shared nothing is a gap"
    shared(cast, row, "bob", *COUNCILS)
    found = found_of(cast, row)
    assert found[NOBODY_MET] == (PARTNER, LODGER)
    assert found["One side knows of somebody, the other was told that there is nobody"] == (
        f"{LODGER}: the school knows of one, and the council was told that there is nobody",
    )
    assert found["Only one side knows of them"] == (f"{GRANDPARENT}: only the school", f"{NEIGHBOUR}: only the council")
    assert found["Only one side has met"] == (
        f"{GRANDPARENT}: only the school has",
        f"{NEIGHBOUR}: only the council has",
    )
    assert found[NOT_CHECKED] == (PARTNER, LODGER)
    assert NOBODY_KNOWS not in found, "of whom one side said nothing, nobody said that nobody knows"
    assert found[NOTHING_SAID] == (
        f"{FATHER}: the school does not know if there is anybody, and the council says nothing",
        f"{NEIGHBOUR}: the council has not checked who they are, and the school says nothing",
    ), "of whom neither side said anything, nothing is found"
    assert f"{GRANDPARENT}, says the school: He eats with her." in found["Good that they do for the child"]


def test_once_one_side_has_met_them_nobody_says_that_nobody_has(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    met = replace(COUNCILS[0], met=SCHOOLS[1].met, met_on=SCHOOLS[1].met_on)
    shared(cast, row, "bob", met)
    assert PARTNER not in found_of(cast, row)[NOBODY_MET]
    assert f"{PARTNER}: only the council has" in found_of(cast, row)["Only one side has met"]


def test_that_neither_side_knows_met_or_checked_needs_the_answers_of_both(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", partner(), Said(FATHER, There.NOT_KNOWN))
    shared(cast, row, "bob", Said(LODGER, There.NONE))
    assert found_of(cast, row) == {
        "Only one side knows of them": (f"{PARTNER}: only the school",),
        NOTHING_SAID: (
            f"{FATHER}: the school does not know if there is anybody, and the council says nothing",
            f"{PARTNER}: the school has not met them and has not checked who they are, and the council says nothing",
        ),
    }
    shared(cast, row, "bob", Said(PARTNER, There.NOT_KNOWN), Said(FATHER, There.NOT_KNOWN))
    found = found_of(cast, row)
    assert (found[NOBODY_MET], found[NOT_CHECKED], found[NOBODY_KNOWS]) == ((PARTNER,), (PARTNER,), (FATHER,))
    assert NOTHING_SAID not in found


def test_no_title_holds_a_figure_and_every_role_says_what_to_ask() -> None:
    titles = [*SHOWS, *SHOWN_ON_LINE]
    assert len(titles) > 8
    assert not [title for title in titles if any(one.isdigit() for one in title)]
    assert len({one.name for one in roles()}) == len(roles()) >= 10
    assert all(one.asks for one in roles())


def test_nothing_is_nothing_and_a_sheet_holds_no_more_than_it_can(cast: Cast) -> None:
    row = cast.raised()
    with pytest.raises(Refused, match=NOTHING[:30]):
        actions.share_sheet(version=0, **known(cast, row))
    sheet = said(cast, row, "amy", partner())
    sheet.lines = [{**sheet.lines[0], "key": f"Role {number}"} for number in range(MOST_LINES)]
    sheet.save(update_fields=["lines"])
    with pytest.raises(Refused, match="as many lines as it can"):
        actions.keep_line(version=1, key=PARTNER, line=partner().kept(), **known(cast, row))


def test_whoever_saved_it_meanwhile_loses_nothing(cast: Cast) -> None:
    row = cast.raised()
    said(cast, row, "amy", partner())
    for version in (0, 2):
        with pytest.raises(actions.SavedMeanwhile):
            actions.keep_line(version=version, key=LODGER, line=None, **known(cast, row, "sarah"))
        with pytest.raises(actions.SavedMeanwhile):
            actions.share_sheet(version=version, **known(cast, row, "sarah"))
    assert [Said.of(line) for line in SideSheet.objects.get().lines] == [replace(partner(), by="Amy Lister")]


def test_a_line_is_said_anew_taken_out_and_a_list_is_thrown_away(cast: Cast) -> None:
    row = cast.raised()
    sheet = said(cast, row, "amy", partner(), partner("He has moved in."))
    assert [line["words"] for line in sheet.lines] == ["He has moved in."]
    assert actions.keep_line(version=2, key=PARTNER, line=None, **known(cast, row)).lines == []
    actions.throw_sheet_away(version=3, **known(cast, row))
    assert not SideSheet.objects.of(row).exists()
    with pytest.raises(Refused, match="nothing to throw away"):
        actions.throw_sheet_away(version=3, **known(cast, row))


def test_what_is_shared_is_not_thrown_away(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "amy", *SCHOOLS)
    with pytest.raises(Refused, match="nothing to throw away"):
        actions.throw_sheet_away(version=4, **known(cast, row))
    assert SideSheet.objects.of(row).count() == 1


def test_each_child_has_its_own(cast: Cast) -> None:
    row = cast.raised(children=(CHILD, replace(CHILD, initials="U. E.")))
    shared(cast, row, "amy", partner())
    shared(cast, row, "amy", Said(FATHER, There.NONE), child=2)
    newest = [sheets_of(cast, row, child=child).newest[Side.RAISING] for child in (1, 2)]
    assert [one.lines[0]["key"] for one in newest] == [PARTNER, FATHER]
    assert in_record(newest[1]) == {FATHER: "Asked, and there is nobody"}
    for child in (0, 3):
        with pytest.raises(Difference.DoesNotExist):
            actions.keep_line(version=0, key=PARTNER, line=partner().kept(), **known(cast, row, child=child))


def test_whoever_gets_a_side_begins_from_its_own_and_each_line_says_whose_it_is(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    row = given_away(cast, row)
    health = answering(row)
    assert sheets_of(cast, row, health).ours is None, "what the council shared is not the trust’s to change"
    assert PICKS_UP in visit(address(row), cast.person(health)).words
    page = visit(address(row), "amy").words
    assert "Fairhaven City Council said: She has a key." in page
    assert "Oakfield Primary School said:" not in page, "of the side as it stands its heading says whose it is"
    shared(cast, row, health, Said(FATHER, There.NONE))
    sentence = Entry.objects.select_related("text").filter(subject=row.pk, kind="step.adults").latest("number").text
    assert "what it shared before" not in sentence.sentence, "it shares for the first time"
    assert in_record(sheets_of(cast, row).newest[Side.RESPONDING]) == {FATHER: "Asked, and there is nobody"}
    assert sheets_of(cast, row).before
    assert "said: She has a key." not in visit(address(row), "amy").words


def test_findings_speak_for_the_agencies_that_are_the_sides_now(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    row = given_away(cast, row)
    lacks = f"{row.name_of(Side.RESPONDING)} has not shared its list."
    assert found_of(cast, row) == {}, "the trust was never asked"
    page = visit(address(row), "amy").words
    assert lacks in page
    assert NOBODY_MET not in page
    assert "Fairhaven City Council said: She has a key." in page, "what was said before it is still read"
    shared(cast, row, answering(row), Said(PARTNER, There.NONE))
    assert found_of(cast, row)[NOBODY_MET] == (PARTNER,)
    assert lacks not in visit(address(row), "amy").words
    row = given_back(cast, row)
    assert sheets_of(cast, row).newest[Side.RESPONDING].number == 2, (
        "the trust’s later list does not hide the council’s"
    )
    assert found_of(cast, row)[NOBODY_MET] == (PARTNER, LODGER)
    page = visit(address(row), "amy").words
    assert "She has a key." in page
    assert "said: " not in page
    assert "has not shared" not in page


def test_of_a_side_alone_that_became_anothers_nothing_is_found(cast: Cast) -> None:
    row = cast.raised()
    shared(cast, row, "bob", *COUNCILS)
    row = given_away(cast, row)
    page = visit(address(row), "amy").words
    for side in Side:
        assert f"{row.name_of(side)} has not shared its list." in page


@pytest.mark.parametrize("name", ["elin", "zed"])
def test_whoever_is_of_neither_side_fills_in_nothing(cast: Cast, name: str) -> None:
    row = cast.joined() if name == "zed" else cast.at_stage(2)
    with pytest.raises(Refused, match="one of the two sides"):
        said(cast, row, name, partner())


def test_once_it_has_ended_nothing_is_filled_in(cast: Cast) -> None:
    with pytest.raises(Refused, match="This has ended"):
        said(cast, cast.resolved(), "amy", partner())


def test_the_longest_that_is_quoted_stands_whole_in_a_view() -> None:
    longest = "x" * 120  # of a name
    sheet = SideSheet(shared_at=datetime(2026, 9, 30, 12, tzinfo=UTC))
    for role, checked in product(roles(), Checked):
        told = Said(
            role.name, There.YES, "x" * LONGEST_WORDS, "x" * LONGEST_WORDS, Met.SOME, date(2026, 9, 30), checked,
            "x" * LONGEST_WHO, longest,
        )  # fmt: skip
        fact = as_fact(told, sheet, f"{longest}, {longest}")
        assert fact.what.count("x") >= 2 * LONGEST_WORDS
        assert fact.where.endswith(f"{longest} on 30 September 2026")
        assert len(fact.what) <= LONGEST_FACT, role.name
        assert len(fact.where) <= LONGEST_WHERE, role.name


def test_what_is_known_of_an_adult_is_quoted_into_a_view_with_its_source(cast: Cast) -> None:
    row = cast.raised()
    both_shared(cast, row)
    sheets = sheets_of(cast, row, "bob")
    quotables = presenting.quotables(row, sheets)
    assert len(quotables) == 5, "who is not known, or not there, cannot be quoted"
    fact, untold = (quotables[number].fact for number in (0, 1))
    on = in_words(london_date(sheets.newest[Side.RAISING].shared_at or cast.at))
    assert fact_text(fact) == (
        f"{PARTNER}: {PICKS_UP} Not met. Who they are was told, and not checked. (told by his mother, to his teacher; "
        f"list of adults shared by Oakfield Primary School on {on})"
    )
    assert fact_text(untold) == (
        f"{GRANDPARENT}: She fetches him on Thursdays. Good that they do: He eats with her. Met, last on 3 November "
        f"2026. Who they are is checked. (told by Oakfield Primary School; list of adults shared on {on})"
    ), "where nobody is said to have told of them"
    actions.quote_into_view(by=cast.actor("bob"), at=cast.tick(), difference=row.pk, child=1, fact=fact)
    draft = SideViewDraft.objects.get(difference=row, author=cast.person("bob"))
    assert draft.facts == [[fact.what, "told", fact.where]]
