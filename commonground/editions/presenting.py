"""Editions turned into what their pages show: where each stands, what it says, what is confirmed, what it changes."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self
from uuid import UUID

from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.editions.models import Confirmation, Edition
from commonground.editions.queries import Reading, confirmed_parts, procedure_of, reading
from commonground.govuk.components import Rung
from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.procedures.amending import amendments
from commonground.procedures.comparable import Comparable, comparable
from commonground.procedures.confirming import Part, parts
from commonground.procedures.definition import Procedure, Stage
from commonground.procedures.describing import audiences, length, scale_text, since, taken_text, who_acts
from commonground.procedures.subjects import about
from commonground.procedures.terms import Covers
from commonground.procedures.writing import UnreadableError, read


class State(StrEnum):
    """Where an edition stands in its life, as its heading in the list."""

    label: str

    def __new__(cls, heading: str, label: str) -> Self:
        """Make the member its heading in the list, with what one edition is called that stands so."""
        state = str.__new__(cls, heading)
        state._value_ = heading
        state.label = label
        return state

    PROPOSED = "Proposed", "Proposed"
    DRAFT = "Drafts", "Draft"
    LIVE = "Followed now", "Followed now"
    COMING = "Opened, and followed later", "Opened"
    PAST = "Followed before", "Followed before"
    RETIRED = "Retired", "Retired"


@dataclass(frozen=True, slots=True)
class Listed:
    """One edition in a list: what it is called, for whom it is, and how it stands, in words."""

    edition: Edition
    name: str
    areas: str
    state: State
    words: str
    yours: bool
    """Whether it waits for whoever reads this."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One part to confirm, and its confirmation as it stands."""

    part: Part
    confirmed: Confirmation | None


def listed(actor: Actor, on: date) -> list[Listed]:
    """Return the editions that somebody keeps, by where they stand: three queries, however many there are."""
    rows = Edition.objects.kept_by(actor).select_related("proposed_by", "changed_by", "retired_by")
    found = list(rows.prefetch_related("partnerships").order_by("-number", "key"))
    followed = followed_among(found, on)
    order = list(State)
    all_ = [_listed(row, actor, followed, on) for row in found]
    return sorted(all_, key=lambda one: (order.index(one.state), one.name))


def followed_among(editions: Iterable[Edition], on: date) -> set[UUID]:
    """Return which of some editions are followed on a day; they must be all that their partnerships have."""
    found: dict[tuple[UUID, str], Edition] = {}
    for row in editions:
        if not row.followed(on):
            continue
        for area in row.partnerships.all():
            best = found.get((area.pk, row.covers))
            if best is None or (row.in_force, row.number) > (best.in_force, best.number):
                found[area.pk, row.covers] = row
    return {row.pk for row in found.values()}


def state_of(row: Edition, followed: Collection[UUID], on: date) -> State:
    """Return where an edition stands on a day."""
    if row.retired_at:
        return State.RETIRED
    if row.opened is None:
        return State.PROPOSED if row.proposed_at else State.DRAFT
    if row.in_force is not None and row.in_force > on:
        return State.COMING
    return State.LIVE if row.pk in followed else State.PAST


def state_words(row: Edition, state: State) -> str:
    """Say how an edition stands, in a sentence."""
    since = in_words(row.in_force) if row.in_force else ""
    match state:
        case State.PROPOSED:
            return f"{row.proposed_by} proposed it, to be followed from {since}."
        case State.DRAFT:
            who = f" by {row.changed_by}" if row.changed_by else ""
            return f"Last changed{who} on {in_words(london_date(row.changed_at))}." if row.changed_at else ""
        case State.LIVE:
            return f"Followed since {since}."
        case State.COMING:
            return f"Followed from {since} on."
        case State.RETIRED:
            return f"{row.retired_by} retired it on {in_words(london_date(row.retired_at))}: {row.retired_why}"  # type: ignore[arg-type]
        case State.PAST:
            return f"Followed from {since}, until another came."


def name_of(row: Edition) -> str:
    """Return what the procedure of an edition is called; a draft of which not even that can be read goes by its key."""
    procedure = procedure_of(row) if row.opened else reading(row.text).procedure
    if procedure:
        return procedure.name
    try:
        name = read(row.text).get("name")
    except UnreadableError:
        return row.key
    return name if isinstance(name, str) and name else row.key


def areas_of(areas: Iterable[Partnership]) -> str:
    """Return the names of some areas as words: "Fairhaven and Marlow Vale"."""
    *first, last = sorted(area.name for area in areas)
    return f"{', '.join(first)} and {last}" if first else last


def rungs(procedure: Procedure) -> tuple[Rung, ...]:
    """Return the stages of a procedure as they are drawn."""
    return tuple(
        Rung(
            number=stage.number,
            name=stage.name,
            raising=_capital(who_acts(stage.raising, either=stage.either)),
            responding=_capital(who_acts(stage.responding, either=stage.either)),
            times=tuple(f"{clock.label}: {length(clock)}" for clock in stage.clocks),
            note=", ".join(_notes(stage)),
        )
        for stage in procedure.stages
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _notes(stage: Stage) -> Iterator[str]:
    if not stage.formal:
        yield "not formal"
    if stage.facilitated:
        yield "others facilitate it"
    if stage.provisional:
        yield "provisional"


def sentences(procedure: Procedure) -> tuple[str, ...]:
    """Say what else a procedure allows, in the words of people: for whoever reads it and keeps none."""
    said = [f"{limit.clock.label}: {length(limit.clock)}, over stages {limit.first_stage} to {limit.last_stage}."
            for limit in procedure.limits]  # fmt: skip
    said.append(taken_text(procedure) if procedure.covers is Covers.CONFERENCES else "")
    said.append(f"A difference may be about {about(procedure.subjects)}.")
    said.append(scale_text(procedure.scale) if procedure.scale else "")
    said.append("The responding side can escalate too." if procedure.responding_may_escalate else "")
    said.append("Differences inside one agency can be raised." if procedure.inside_one_agency else "")
    said += _told(procedure)
    for doing, allowance in (("give a clock more time", procedure.lengthening), ("pause a clock", procedure.pausing)):
        if allowance and allowance.times and allowance.most:
            often = "once" if allowance.times == 1 else f"{allowance.times} times"
            said.append(f"Both sides can agree to {doing}: {often}, by at most {allowance.most} days each time.")
    if procedure.reopening and procedure.reopening.within:
        within = f"{procedure.reopening.within} {procedure.reopening.unit.label}"
        said.append(f"Either side can open it again within {within} after its end.")
    return tuple(filter(None, said))


def checked(row: Edition, found: Reading) -> list[Checked]:
    """Return every part of an edition with its confirmation, none where it says something else by now."""
    if found.procedure is None:
        return []
    by_part = confirmed_parts(row)
    return [
        Checked(part, one if part.known and (one := by_part.get(part.key)) and one.says == part.says else None)
        for part in parts(found.procedure)
    ]


def _told(procedure: Procedure) -> Iterator[str]:
    """Say who is told of what, those of the same people in one sentence."""
    together: dict[tuple[str, str], list[str]] = {}
    for tell in procedure.tells:
        together.setdefault((audiences(tell.who), since(tell)), []).append(tell.event.label)
    for (who, from_stage), events in together.items():
        *first, last = events
        when = f"{', '.join(first)} or {last}" if first else last
        yield f"These are told{from_stage}, when it is {when}: {who}."


def others(row: Edition, key: str) -> tuple[Comparable, ...]:
    """Return what other areas say of the stage that a part belongs to: help, never a figure of this procedure."""
    procedure = reading(row.text).procedure
    steps = key.split(":")
    if procedure is None or steps[0] != "stage" or not steps[1:2] or not steps[1].isdigit():
        return ()
    return comparable(procedure.stage(int(steps[1])).raising)


def changes(row: Edition, found: Reading) -> tuple[str, ...]:
    """Return what an edition changes of the one that it is based on; nothing where it is based on none."""
    if row.based_on is None or found.procedure is None:
        return ()
    before = reading(row.based_on.text).procedure
    return amendments(before, found.procedure) if before else ()


def _listed(row: Edition, actor: Actor, followed: Collection[UUID], on: date) -> Listed:
    state = state_of(row, followed, on)
    return Listed(
        edition=row,
        name=name_of(row),
        areas=areas_of(row.partnerships.all()),
        state=state,
        words=state_words(row, state),
        yours=state is State.PROPOSED and row.proposed_by != actor.person,
    )
