"""Where a difference stands, as pictures: the ladder of its stages, and its clocks with their sums."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from commonground.differences.models import Clock
from commonground.differences.when import day_words, moment_words, near_words, short_day
from commonground.govuk.components import ClockFace, Day, Stage, SumLine
from commonground.now import LONDON
from commonground.procedures.beside_stages import binds
from commonground.procedures.naming import capital
from commonground.procedures.situation import Situation
from commonground.procedures.subjects import needs
from commonground.procedures.terms import BEFORE, Event, Unit
from commonground.procedures.worktime import DAYS, day_text


def stages(situation: Situation, now: datetime) -> tuple[Stage, ...]:
    """Return the ladder: each stage with when it was entered and left."""
    return tuple(_stage(situation, rung.number, rung.name, now) for rung in situation.procedure.stages)


def _stage(situation: Situation, number: int, name: str, now: datetime) -> Stage:
    events = enumerate(situation.events)
    here = [place for place, happened in events if happened.stage == number and happened.event not in BEFORE]
    if number == situation.stage:
        return _present(situation, number, name, now)
    if not here:
        return Stage(number, name, "to_come" if number > situation.stage else "skipped")
    left = situation.events[here[-1] + 1]
    entered = situation.events[_entry(situation, number, here[-1])]
    if left.event is Event.STEPPED_DOWN or number > situation.stage:
        return Stage(number, name, "to_come", f"{_span(entered.at, left.at)}, stepped down")
    return Stage(number, name, "done", f"{_span(entered.at, left.at)}, not settled")


def _present(situation: Situation, number: int, name: str, now: datetime) -> Stage:
    if situation.end:
        return Stage(number, name, "done", f"{situation.end.label} on {short_day(situation.events[-1].at)}")
    if situation.paused and situation.paused > now:
        return Stage(number, name, "now", f"paused until {short_day(situation.paused)}")
    since = situation.events[_entry(situation, number, len(situation.events) - 1)].at
    return Stage(number, name, "now", f"since {short_day(since)}")


def _entry(situation: Situation, number: int, last: int) -> int:
    """Return with which event a stage was entered, the last time, given an event there."""
    while last and _still_there(situation, number, last):
        last -= 1
    return last


def _still_there(situation: Situation, number: int, later: int) -> bool:
    """Say whether the event before this one stands at the same stage; what was before the raising stands nowhere."""
    before = situation.events[later - 1]
    same = before.stage == number and before.event not in BEFORE
    return same and situation.events[later].event is not Event.REOPENED


def _span(entered: datetime, left: datetime) -> str:
    first, last = short_day(entered), short_day(left)
    return first if first == last else f"{first} to {last}"


def clocks(
    rows: Sequence[Clock], situation: Situation, now: datetime, closed: Sequence[str] = ()
) -> tuple[ClockFace | None, tuple[ClockFace, ...]]:
    """Return the clock that binds, and the others that still run. After the end: the last one to end, and no more.

    ``closed`` says which agency is closed meanwhile: it stands in the sum of the one that binds, for it changes none.
    """
    rows = [row for row in rows if binds(row.key)]
    running = sorted((row for row in rows if not row.ended_at), key=lambda row: (row.due_at is None, row.due_at or now))
    if running:
        binding, *others = (clock_face(row, situation, now) for row in running)
        return replace(binding, sentences=(*binding.sentences, *closed)), tuple(others)
    ended = max(rows, key=lambda row: (row.ended_at, row.stage), default=None)
    return (clock_face(ended, situation, now) if ended else None), ()


def clock_face(row: Clock, situation: Situation, now: datetime) -> ClockFace:
    """Return one clock in words, with its days and its sum."""
    unit = Unit(row.sum["unit"])
    days = [(date.fromisoformat(line["day"]), line) for line in row.sum["days"]]
    today = now.astimezone(LONDON).date()
    sentences = (*row.sum["sentences"], *_counted_by(row.sum.get("calendar"), unit))
    if row.due_at is None:
        if unit is Unit.WITHOUT_DELAY:
            return ClockFace(row.label, "Without delay", away="There is no fixed date.", sentences=sentences)
        return ClockFace(row.label, "", state="provisional", sentences=sentences)
    due_day = row.due_at.astimezone(LONDON).date()
    if row.shortened:
        needed = capital(needs(situation.subject))
        sentences += (f"{needed} sooner, so it was made earlier: due {moment_words(row.due_at, now)}.",)
    started = _what_started(row, situation)
    return ClockFace(
        name=row.label,
        due=moment_words(row.due_at, now),
        due_at=row.due_at.isoformat(),
        state="ended" if row.ended_at else "running" if row.due_at > now else "past",
        away=_away(row, situation, unit, days, now),
        days=tuple(_day(day, line, due_day, today, started) for day, line in days if day <= due_day),
        sentences=sentences,
        table=tuple(_sum_line(day, line, today, started) for day, line in days),
    )


def _counted_by(calendar: Mapping[str, str] | None, unit: Unit) -> Iterator[str]:
    """Say by which calendar a date was worked out, where it counts work and that was kept with it."""
    if not calendar or unit not in {Unit.WORKING_DAYS, Unit.WORKING_HOURS, Unit.SAME_WORKING_DAY}:
        return
    as_of = calendar["as_of"]
    day = datetime.fromisoformat(as_of).astimezone(LONDON) if as_of else None
    holidays = f"the bank holidays on record on {day_text(day.date())} {day.year}" if day else "England’s bank holidays"
    yield f"Worked out by {holidays}, and office hours from {calendar['opens']} to {calendar['closes']}."


def _what_started(row: Clock, situation: Situation) -> str:
    """Return what began a clock, in one word: raised, escalated."""
    began = [h.event for h in situation.events if h.at == row.started_at and h.event is not Event.RECEIVED]
    back = {Event.SKIPPED: "skipped here", Event.STEPPED_DOWN: "stepped down"}
    word = next((back[event] for event in began if event in back), "")
    return word or (began[0].label if began else "started")


def _away(row: Clock, situation: Situation, unit: Unit, days: list[tuple[date, dict[str, Any]]], now: datetime) -> str:
    due = row.due_at
    if due is None:
        return ""
    if row.ended_at:
        return f"It ended on {moment_words(row.ended_at, now)}."
    if due <= now:
        return "" if situation.last else "The next stage is open to the side that raised it."
    today, due_day = now.astimezone(LONDON).date(), due.astimezone(LONDON).date()
    if row.paused_until and row.paused_until > now:
        until = day_words(row.paused_until.astimezone(LONDON).date(), today)
        return f"Paused until {until}, agreed by both sides."
    return _distance(row, due_day, unit, days, today)


def _distance(row: Clock, due_day: date, unit: Unit, days: list[tuple[date, dict[str, Any]]], today: date) -> str:
    near = near_words(due_day, today)
    if near:
        return near
    left = sum(today < day <= due_day and line["kind"] in {"counted", "due"} for day, line in days)
    if unit is Unit.WORKING_DAYS and not row.shortened:
        return f"in {left} working day{'' if left == 1 else 's'}"
    return f"in {(due_day - today).days} days"


def _day(day: date, line: Mapping[str, Any], due_day: date, today: date, started: str) -> Day:
    kind, what = line["kind"], line["what"]
    if kind == "start":
        what = started
    elif line["number"]:
        what = f"day {line['number']}"
    elif what == DAYS[day.weekday()]:
        what = "–"
    label = f"{DAYS[day.weekday()][:3]} {day.day}"
    return Day(label, what, "due" if day == due_day else kind, today=day == today)


def _sum_line(day: date, line: Mapping[str, Any], today: date, started: str) -> SumLine:
    number, kind, what = line["number"], line["kind"], line["what"]
    counts = f"day {number}" if number else {"not_counted": "not counted", "start": "starts"}.get(kind, what)
    why = ""
    if kind == "start":
        why = what.replace("started", started, 1)
    elif kind == "due" and number:
        why = what
    elif kind == "not_counted":
        why = "weekend" if what == DAYS[day.weekday()] else what
    return SumLine(day_words(day, today), counts, why)
