"""A chart as a file: fetched, changed and sent back; whole or not at all, with what is wrong said by its row."""

import csv
from dataclasses import replace
from io import StringIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commonground.directory.actions import add_person, add_post, hold
from commonground.directory.models import Agency, Partnership, Person
from commonground.editions.actions.hips import start_hips
from commonground.library.chart_files.reading import MOST_BYTES, MOST_ROWS, ChartFileError, read
from commonground.library.chart_files.terms import COLUMNS, COMPARED, KINDS, NOT_CONFIRMED
from commonground.library.chart_files.writing import blank, written
from commonground.library.models import ChartEdition
from commonground.library.presenting import amended
from commonground.library.queries import chart_of, kept_here, to_see_to
from commonground.library.shape import Always, Box, Chart, load, shipped, write
from commonground.now import london_date, now
from commonground.procedures.terms import AgencyKind, Role
from tests.cast import Cast
from tests.visiting import Visited, browser, visit

HERE, FORM = "/library/fairhaven/chart/", "/keep-library/fairhaven/chart/from-a-file/"

SMALL = (
    ("title", "", "", "The chart of Nether Wold", "", ""),
    ("owner", "", "", "Nether Wold", "", ""),
    ("area", "", "", "Nether Wold", "", ""),
    ("published chart", "", "", "", "", "https://wold.example/chart"),
    ("part", "", "child", "The child", "", ""),
    ("part", "", "next_steps", "Next steps", "", ""),
    ("level", "1", "", "All", "Enough for everybody.", ""),
    ("level", "2", "", "More", "A bit more.", ""),
    ("box", "1", "child", "", "compared", ""),
    ("phrase", "1", "child", "Sleeps well", "", ""),
    ("phrase", "1", "child", "Eats well", "Not confirmed", ""),
    ("phrase", "2", "child", "", "", ""),
    ("phrase", "2", "next_steps", "Ask.", "", ""),
)
"""A small chart as rows. The first stands in row 2 of its file. At level 2 the child is missing, at level 1 a step."""


def as_file(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> bytes:
    said = StringIO(newline="")
    csv.writer(said).writerows([columns, *rows])
    return said.getvalue().encode()


FULL = as_file(
    *SMALL[:8],
    ("applies", "", "", "to all", "", ""),
    ("guide", "", "", "Read all of it.", "", ""),
    ("page for families", "", "", "", "", "https://wold.example/families"),
    ("plain words", "2", "", "A little more help.", "", ""),
    ("source", "1", "child", "", "", "https://wold.example/page-3"),
    *SMALL[9:],
    ("box", "1", "child", "Read on paper.", "compared", ""),
    ("never waits", "", "", "A bruise on a baby", "Tell a doctor.", "https://wold.example/bruises"),
    ("part", "", "home", "The home", "", ""),
    ("level", "3", "", "Most", "A lot more.", ""),
    ("phrase", "2", "child", "Often hungry", "not confirmed", ""),
)
"""A chart as a file with rows of every kind."""


def wrong(*rows: tuple[str, ...]) -> list[str]:
    with pytest.raises(ChartFileError) as refused:
        read(as_file(*rows), key="x")
    return list(refused.value.problems)


def form(sent: bytes, **more: str) -> dict[str, object]:
    today = london_date(now())
    day = {"published_day": str(today.day), "published_month": str(today.month), "published_year": str(today.year)}
    said = {"submission": str(uuid4()), "source": "The chart", "seen": "1", **day, **more}
    return {**said, "file": SimpleUploadedFile("chart.csv", sent, "text/csv")}


def fetched(url: str = f"{HERE}file/", who: str | None = None) -> bytes:
    answer = browser(who).get(url)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="threshold-chart-')
    return answer.content


@pytest.mark.parametrize("name", sorted(shipped()))
def test_what_was_fetched_is_the_same_chart_when_it_is_read(name: str) -> None:
    chart = load(shipped()[name])
    assert read(written(chart).encode(), key=chart.key) == chart


def test_a_phrase_that_looks_like_a_formula_goes_out_harmless_and_comes_back() -> None:
    phrases = tuple(f"{sign}1+1" for sign in ("=", "'=", "-", "@"))
    chart = load(shipped()["fairhaven"]).published({(1, "home"): phrases}, [1])
    assert chart.levels[0].boxes["home"].phrases == phrases
    cells = [cell for row in csv.reader(StringIO(written(chart))) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert read(written(chart).encode(), key=chart.key) == chart


def test_a_missing_cell_comes_in_as_missing_and_what_was_not_compared_is_not_confirmed() -> None:
    chart = read(as_file(*SMALL), key="wold")
    first, second = (level.boxes for level in chart.levels)
    assert first["child"] == Box(("Sleeps well", "Eats well"), frozenset({"Eats well"}), whole=True)
    assert (first["next_steps"], second["child"]) == (Box(), Box())
    assert second["next_steps"] == Box(("Ask.",))
    assert chart.unconfirmed == 4
    assert load(write(chart)) == chart


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("phrase", "1", "child", "sleeps WELL", "", ""), "Row 15: “sleeps WELL” stands twice at level 1, The child"),
        (("titel", "", "", "X", "", ""), "Row 15: “titel” is not known under “What”. It is one of: title, owner,"),
        (("title", "", "", "Another", "", ""), "Row 15: row 2 is a row “title” for the same. Take one of them out."),
        (("level", "2", "", "Again", "So.", ""), "Row 15: row 9 is a row “level” for the same."),
        (("phrase", "3", "child", "X", "", ""), "Row 15: there is no level 3: a row “level” names each."),
        (("phrase", "1", "home", "X", "", ""), "Row 15: there is no part “home”: a row “part” names each."),
        (("phrase", "one", "child", "X", "", ""), "Row 15: “Level” is a number from 1 to 9."),
        (("phrase", "1", "The child", "X", "", ""), "Row 15: “Part” is a short name in small letters"),
        (("phrase", "1", "child", "X", "maybe", ""), "Row 15: “More” is “not confirmed”, or empty."),
        (("phrase", "1", "child", "X", "", "https://a.example"), "Row 15: “phrase” says nothing under “Address”."),
        (("phrase", "1", "child", "x" * 201, "", ""), "Row 15: “Words” is longer than 200 characters."),
        (("phrase", "1", "child", "a\u202eb", "", ""), "Row 15: “Words” has a sign in it that cannot be shown."),
        (("source", "1", "child", "", "", "javascript:alert(1)"), "Row 15: “Address” begins with https://"),
        (("level", "3", "", "", "So.", ""), "Row 15: “Words” is empty."),
        (("level", "4", "", "Four", "So.", ""), "The levels of a chart are numbered 1, 2, 3 and so on"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_its_row(row: tuple[str, ...], said: str) -> None:
    assert any(one.startswith(said) for one in wrong(*SMALL, row))


def test_all_that_is_wrong_is_said_at_once_and_what_is_no_chart_in_a_sentence() -> None:
    kinds = "title, owner, area, applies, guide, published chart, page for families, part, level, plain words"
    assert wrong(("phrase", "1", "child", "X", "", ""), ("nonsense", "", "", "", "", "")) == [
        "Row 2: there is no level 1: a row “level” names each.",
        f"Row 3: “nonsense” is not known under “What”. It is one of: {kinds}, box, source, phrase, never waits.",
        *(f"The file has no row “{what}”." for what in ("title", "owner", "area", "part", "level")),
    ]
    many = [("phrase", "1", "child", f"Phrase {number}", "", "") for number in range(59)]
    assert wrong(*SMALL, *many) == ["Level 1, child has more than 60 phrases."]
    for sent, said in (
        (b"", "The file is empty."),
        (b"\xff\xfe\x00", "The file is not text in UTF-8."),
        (b"PK\x03\x04\x00", "The file is not text in UTF-8."),
        (b"a,b\r\n1,2\r\n", "The first row must name the columns “What”, “Level”, “Part”, “Words”."),
        (b'What,Level,Part,Words\r\ntitle,,,"x', "Row 2 cannot be read: a quotation mark"),
        (b"x" * (MOST_BYTES + 1), "The file is larger than 500 kB."),
        (as_file(*[SMALL[0]] * (MOST_ROWS + 1)), "The file has more than 3,000 rows."),
    ):
        with pytest.raises(ChartFileError) as refused:
            read(sent, key="x")
        assert refused.value.problems[0].startswith(said)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text)))[1:]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_whatever_a_file_changes_is_among_what_the_second_person_reads(kind: str) -> None:
    """Take a row of each kind out; what a chart cannot be without says something else instead."""
    before = read(FULL, key="x")
    rows = rows_of(FULL.decode())
    number = max(number for number, row in enumerate(rows) if row[0] == kind)
    what = rows[number]
    for other in ([], [*what[:3], "Altered", *what[4:]]):
        changed = [*rows[:number], *([tuple(other)] if other else []), *rows[number + 1 :]]
        try:
            after = read(as_file(*map(tuple, changed)), key="x")
        except ChartFileError:
            continue
        break
    gone = " ".join(line for change in amended(before, after) for line in change.gone)
    said = {COMPARED: "Compared with the published chart", NOT_CONFIRMED: "(not confirmed)"}
    for cell in what[3:]:
        assert cell in other or said.get(cell, cell) in gone
    assert amended(before, before) == []


MARK, SITE = " (not confirmed)", "https://a.example"


def saying(what: Box | Always) -> Chart:
    """Return the chart with this box at level 1, or with this as what never waits for a chart."""
    chart = read(FULL, key="x")
    if isinstance(what, Always):
        return replace(chart, always=(what,))
    first = replace(chart.levels[0], boxes={**chart.levels[0].boxes, "child": what})
    return replace(chart, levels=(first, *chart.levels[1:]))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Box(("Often hungry",), frozenset({"Often hungry"})), Box(("Often hungry (not confirmed)",))),
        (Box((f"Ill{MARK}",), frozenset({f"Ill{MARK}"})), Box((f"Ill{MARK}{MARK}",))),
        (Always("A bruise", "Tell a doctor.", SITE), Always("A bruise", f"Tell a doctor. {SITE}")),
        (Always("A bruise", "Tell a doctor.", SITE), Always("A bruise", f"Tell a doctor. Read at {SITE}")),
        (Always("A bruise: tell", "a doctor."), Always("A bruise", "tell: a doctor.")),
    ],
)
def test_what_would_read_the_same_in_one_line_is_a_change_all_the_same(
    before: Box | Always, after: Box | Always
) -> None:
    for first, second in ((saying(before), saying(after)), (saying(after), saying(before))):
        (change,) = amended(first, second)
        assert (len(change.gone), len(change.new)) == (1, 1)
        assert amended(first, first) == []


@pytest.mark.usefixtures("cast")
def test_what_families_read_and_whose_it_is_stands_on_the_proposal() -> None:
    rows = rows_of(fetched().decode())
    told = [
        ("plain words", "1", "", "Most families are here.", "", ""),
        ("page for families", "", "", "", "", "https://fairhaven.example/families"),
    ]
    kept = (tuple(row) for row in rows if row[0] not in {"plain words", "page for families"})
    row = proposed("iris", as_file(*kept, *told))
    page = visit(f"/keep-library/chart/{row.pk}/", "elin")
    compared, _, read_by = page.words.partition("As people read it")
    for words in ("Most families are here.", "https://fairhaven.example/families"):
        assert words in compared
        assert words in read_by


def proposed(who: str, sent: bytes) -> ChartEdition:
    answer = browser(who).post(FORM, form(sent))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return ChartEdition.objects.get(pk=answer.headers["Location"].split("/")[-2])


@pytest.mark.usefixtures("cast")
def test_what_was_fetched_is_sent_back_unchanged_and_waits_for_a_second_person() -> None:
    sent = fetched()
    row = proposed("iris", sent)
    first = ChartEdition.objects.get(partnership=row.partnership, number=1)
    assert load(row.text) == load(first.text)
    assert (row.opened, str(row.confirmed_by), row.source) == (None, "Iris Calder", "The chart")
    own = visit(f"/keep-library/chart/{row.pk}/", "iris")
    assert "Another editor of Fairhaven approves it" in own.words
    key = {"submission": str(uuid4())}
    assert browser("elin").post(f"/keep-library/chart/{row.pk}/approve/", key).status_code == 302
    assert fetched() == sent


def refused(sent: bytes, status: int = 422, **more: str) -> Visited:
    before = ChartEdition.objects.count()
    page = visit(FORM, "iris", post=form(sent, **({"source": "My own words"} | more)), status=status)
    assert ChartEdition.objects.count() == before, "whole or not at all"
    assert "My own words" in page.markup
    return page


@pytest.mark.usefixtures("cast")
def test_a_file_with_anything_wrong_changes_nothing_and_says_so_by_row() -> None:
    sent = fetched()
    twice = b"phrase,1,child,Has FRIENDS and joins in,,\r\nphrase,1,child,A new one,,\r\n"
    page = refused(sent + twice)
    assert "“Has FRIENDS and joins in” stands twice at level 1, The child" in page.words
    many = refused(sent + b"x,,,,,\r\n" * 25)
    assert "There are 5 more like these." in many.words
    assert "The file is empty" in refused(b"").words
    assert "is not the chart of Fairhaven. It is for Nether Wold." in refused(as_file(*SMALL), 409).words
    assert "Somebody else has written a chart" in refused(sent, 409, seen="0").words
    assert "The date must be" in refused(sent, published_year="2999").words


def test_an_area_without_a_chart_brings_its_own_with_what_is_missing(cast: Cast) -> None:
    start_hips(officers={"Portsmouth": ("Olive Harbour", "olive@portsmouth.example")}, at=cast.at)
    place = Partnership.objects.get(name="Portsmouth")
    office = Agency.objects.get(kind=AgencyKind.PARTNERSHIP, partnerships=place)
    post = add_post(
        agency=office, role=Role.LIBRARY_EDITOR, title="Library editor", partnership=place, by=None, at=cast.at
    )  # fmt: skip
    editor = add_person(name="Ned Quay", email="ned@portsmouth.example", by=None, at=cast.at)
    hold(person=editor, post=post, by=None, at=cast.at)
    mine, other = browser(editor), browser(Person.objects.get(name="Olive Harbour"))
    url, page = "/keep-library/portsmouth/chart/from-a-file/", "/library/portsmouth/chart/"
    assert browser(None).get(f"{page}file/").status_code == 404
    assert "Our chart from a file" in visit(page, mine).words
    assert "Fetch a file to begin with" in visit(url, mine).words
    begin = mine.get("/keep-library/portsmouth/chart/file-to-begin-with/").content.decode()
    assert begin == blank("Portsmouth")
    assert "area,,,Portsmouth,," in begin
    asked = visit(url, mine, post=form(begin.encode(), seen="0"), status=422)
    assert "Row 2: “Words” is empty." in asked.words
    rows = [tuple(cell.replace("Nether Wold", "Portsmouth") for cell in row) for row in SMALL]
    answer = mine.post(url, form(as_file(*rows), seen="0"))
    assert answer.status_code == 302, answer.content.decode()[:2000]
    row = ChartEdition.objects.get(partnership=place)
    assert chart_of(place.pk) is None
    assert other.post(f"/keep-library/chart/{row.pk}/approve/", {"submission": str(uuid4())}).status_code == 302
    stands = visit(page)
    assert "Nothing is known here yet Read the published chart" in stands.words
    assert 'href="https://wold.example/chart"' in stands.markup
    assert "It applies" not in stands.words
    assert "4 of its boxes are not yet compared" in to_see_to(place).words
    kept = kept_here(place.pk)
    assert kept
    assert kept.chart.key == "portsmouth"


@pytest.mark.usefixtures("cast")
def test_only_editors_send_a_file_and_anybody_fetches_it() -> None:
    assert fetched() == fetched(who="amy")
    for who, expected in (("amy", 403), ("gwen", 404)):
        for url in (FORM, "/keep-library/fairhaven/chart/file-to-begin-with/"):
            assert browser(who).get(url).status_code == expected
        assert browser(who).post(FORM, form(b"x")).status_code == expected
    assert browser(None).get("/library/marlow-vale/chart/file/").status_code == 404
