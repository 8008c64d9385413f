"""A draft turned into what the editor's pages show: its ladder, what is wrong with it, lists, what each thing says."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html

from commonground.editions.editor.drafts import Draft
from commonground.editions.models import Edition
from commonground.govuk.components import Rung
from commonground.procedures.asking import NESTED, QUESTIONS, How, Question, StandIn, asked_of, asked_on
from commonground.procedures.definition import DefinitionError, Procedure, Stage, provisional_parts
from commonground.procedures.editing import Place, find, path_of
from commonground.procedures.gaps import gaps
from commonground.procedures.loading import load, problems
from commonground.procedures.part_pages import CALLED, PAGES
from commonground.procedures.wording import NOTHING, hours, part_says, row_name, row_says, said, times
from commonground.procedures.writing import Tree

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Where a page stands: what one goes back to, and what is small above its heading."""

    back: str
    back_text: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what a draft says, and where it is changed."""

    asks: str
    lines: Lines
    change: str = ""
    does: str = "Change"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    name: str
    lines: Lines
    at: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of rows, each of which can be changed, moved and taken out."""

    heading: str
    hint: str
    called: str
    add: str
    rows: tuple[Row, ...]
    moves: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A row or a part as it is shown before it is changed."""

    heading: str
    called: str
    at: str
    facts: tuple[Fact, ...]
    lists: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A draft as a whole: what must be put right, what is not known, what is worth a look, and all that it says."""

    problems: Lines
    unknown: Lines
    gaps: Lines
    facts: tuple[Fact, ...]


def home_of(row: Edition, path: str) -> str:
    """Return the address of the page on which something is shown: rows within a row are on the row's own page."""
    steps = path.split("/") if path else []
    if len(steps) % 2 == 1 and len(steps) > 1:
        steps.pop()
    if not steps:
        return reverse("editor:overview", args=[row.pk])
    return reverse("editor:at", args=[row.pk, "/".join(steps)])


def around(draft: Draft, path: str, page: str = "") -> Around:
    """Return what is around a page: ``page`` is what is asked about what stands at the path."""
    above = path if page else path.rpartition("/")[0]
    above = "" if above == "stages" else above  # the ladder is on the overview
    steps = above.split("/") if above else []
    if len(steps) % 2 == 1 and len(steps) > 1:
        steps.pop()
    href = home_of(draft.row, above)
    if not steps:
        return Around(href, "The draft")
    place = find(draft.tree, "/".join(steps))
    if place.index is None or place.table is None:
        return Around(href, place.question.asks if place.question else "")
    name = row_name(place.part, place.table, draft.tree, place.index)
    return Around(href, name, name)


def ladder(draft: Draft) -> list[Rung]:
    """Return the stages as a picture that is a table; each name leads to where the stage is changed."""
    return list(_rungs(draft))


def _rungs(draft: Draft) -> Iterator[Rung]:
    by_field = {one.field: one for one in asked_of(Stage)}
    for number, stage in enumerate(draft.tree.get("stages", []), start=1):
        at = home_of(draft.row, f"stages/{number}")
        notes = ["not formal"] if stage.get("formal") is False else []
        notes += ["facilitated"] if stage.get("facilitated") else []
        notes += ["still to be confirmed"] if stage.get("provisional") else []
        raising, responding = (said(by_field[side], Stage, stage, draft.tree)[0] for side in ("raising", "responding"))
        yield Rung(
            number=number,
            name=format_html('<a class="govuk-link" href="{}">{}</a>', at, stage.get("name") or "No name yet"),
            raising=raising,
            responding=responding,
            times=tuple(times(stage)),
            note=", ".join(notes),
        )


def overview_of(draft: Draft) -> Overview:
    """Return a draft as a whole."""
    unknown: Lines = ()
    found: Lines = ()
    try:
        procedure = load(draft.row.text)
    except DefinitionError:
        pass
    else:
        unknown, found = provisional_parts(procedure), gaps(procedure)
    return Overview(problems(draft.row.text), unknown, found, tuple(_facts(draft)))


def _facts(draft: Draft) -> Iterator[Fact]:
    """Yield what a draft says besides its stages."""
    for page, heading in PAGES[Procedure].items():
        asked = asked_on(Procedure, page)
        lines = (hours(draft.tree),) if page == "hours" else tuple(_short(one, draft) for one in asked)
        lines = tuple(line for line in lines if line != NOTHING) or (NOTHING,)
        yield Fact(heading, lines, reverse("editor:at", args=[draft.row.pk, page]))
    for one in QUESTIONS[Procedure]:
        at = reverse("editor:at", args=[draft.row.pk, one.field]) if one.how in NESTED else ""
        if one.how is How.ROWS and one.of is not Stage:
            rows = draft.tree.get(one.field, [])
            names = tuple(row_name(one.of, row, draft.tree, index) for index, row in enumerate(rows))
            few = 3
            more = (f"and {len(names) - few} more",) if len(names) > few + 1 else names[few:]
            yield Fact(one.asks, (*names[:few], *more) or ("None",), at)
        elif one.how is How.PART:
            yield _part(draft, "", draft.tree, one)


def _part(draft: Draft, path: str, holder: Tree, one: Question) -> Fact:
    at = reverse("editor:at", args=[draft.row.pk, f"{path}/{one.field}".strip("/")])
    return Fact(one.asks, (part_says(one, holder, draft.tree),), at, "Change" if holder.get(one.field) else "Add")


def _short(question: Question, draft: Draft) -> str:
    lines = " ".join(said(question, Procedure, draft.tree, draft.tree))
    return f"{question.asks} {lines}" if question.how is How.YES_NO else lines


def listed(draft: Draft, place: Place) -> Listed:
    """Return a list of rows."""
    last = len(place.rows) - 1
    return Listed(
        heading=place.question.asks if place.question else "",
        hint=place.question.hint if place.question else "",
        called=CALLED[place.part],
        add=reverse("editor:new", args=[draft.row.pk, place.path]),
        rows=tuple(
            Row(
                name=row_name(place.part, row, draft.tree, index),
                lines=row_says(place.part, row, draft.tree),
                at=path_of(place, index),
                first=index == 0,
                last=index == last,
            )
            for index, row in enumerate(place.rows)
        ),
        moves=place.part is not StandIn,
    )


def says_of(draft: Draft, place: Place, *, to_change: bool = True) -> Seen:
    """Return what a row or a part says, each answer with the page on which it is changed."""
    table = place.table or {}
    facts = [
        Fact(
            one.asks,
            said(one, place.part, table, draft.tree),
            reverse("editor:at", args=[draft.row.pk, f"{place.path}/{page}"]) if to_change else "",
        )
        for page in PAGES.get(place.part, ("",))
        for one in asked_on(place.part, page, place.leaves_out)
    ]
    facts += [_part(draft, place.path, table, one) for one in asked_of(place.part) if one.how is How.PART and to_change]
    lists = tuple(
        listed(draft, find(draft.tree, f"{place.path}/{one.field}"))
        for one in asked_of(place.part)
        if one.how is How.ROWS
    )
    name = row_name(place.part, table, draft.tree, place.index or 0) if place.index is not None else ""
    heading = name or (place.question.asks if place.question else "")
    return Seen(heading, CALLED[place.part], place.path, tuple(facts), lists)
