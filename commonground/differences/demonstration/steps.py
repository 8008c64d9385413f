"""What people of a story do to understand each other, and after the end: each by its step, which moves nothing."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from commonground.differences import actions
from commonground.differences.adults.words import Checked, Met, Said, There
from commonground.differences.after.actions import give_feedback, thank
from commonground.differences.child_day import actions as child_day
from commonground.differences.child_day.words import Answer
from commonground.differences.models import Difference, FreshEyes, Meeting, SayBack
from commonground.differences.sheets import actions as sheets
from commonground.differences.thresholds import actions as chart
from commonground.differences.timeline.words import Event
from commonground.differences.undertakings.owners import Owner
from commonground.directory.models import Agency, Person
from commonground.library.day.shape import AnswerSource, DayType, Tells
from commonground.now import london_date
from commonground.procedures.after import Went
from commonground.procedures.differing import Stand
from commonground.procedures.saying_back import Heard
from commonground.procedures.sheets import Tool
from commonground.procedures.side_views import Fact, Source
from commonground.procedures.terms import Side, Term


class Told(Term):
    """A step as a story names it; its label says it in a few words."""

    SHARE_VIEW = "share_view", "They share what their side sees"
    SHARE_DAY = "share_day", "They share what they know of a day of the child"
    SHARE_SHEET = "share_sheet", "They share what they list with a tool of a toolkit"
    SAY_HEARD = "say_heard", "They say whether they are understood"
    PLACE = "place", "They place what they see on the threshold chart"
    PUT_POINT = "put_point", "They put a line on the lists"
    STAND_ON = "stand_on", "They say where they stand on a line"
    PROPOSE_MEETING = "propose_meeting", "They propose times to meet"
    CHOOSE_TIME = "choose_time", "They choose a time to meet"
    HOLD_MEETING = "hold_meeting", "They note who was at a meeting"
    WRITE_MINUTES = "write_minutes", "They write down what a meeting decided"
    AGREE_MINUTES = "agree_minutes", "They agree that it was so"
    NOTE_ACTION = "note_action", "They note who does what by a day"
    ACTION_DONE = "action_done", "They say that an action is done"
    ASK_FRESH_EYES = "ask_fresh_eyes", "They ask somebody of neither side to look"
    TAKE_LOOK = "take_look", "They will look"
    GIVE_WORD = "give_word", "They say what they see with fresh eyes"
    THANK = "thank", "They thank somebody"
    GIVE_FEEDBACK = "give_feedback", "They say how it went"


def take(step: Told, told: dict[str, Any], done: dict[str, Any], people: dict[str, Person]) -> None:
    """Take a step as a story tells it; ``done`` is by whom, when and in which difference."""
    match step:
        case Told.SHARE_VIEW | Told.SHARE_DAY | Told.SHARE_SHEET:
            _share(step, told, done)
        case Told.SAY_HEARD:
            number = SayBack.objects.filter(difference=done["difference"]).latest("number").number
            actions.say_heard(number=number, heard=Heard(told["heard"]), missing=told.get("missing", ""), **done)
        case Told.PLACE:
            _place(told, done)
        case Told.PUT_POINT:
            actions.put_point(text=told["text"], **done)
        case Told.STAND_ON:
            stand = Stand(told["stand"])
            actions.stand_on(number=told["line"], stand=stand, why=told.get("why", ""), **done)
        case Told.PROPOSE_MEETING | Told.CHOOSE_TIME | Told.HOLD_MEETING | Told.WRITE_MINUTES | Told.AGREE_MINUTES:
            _meet(step, told, done, people)
        case Told.NOTE_ACTION:
            row = Difference.objects.get(pk=done["difference"])
            owner = Owner(row.agency_of(Side(told["side"])), people[told["owner"]] if "owner" in told else None)
            due = london_date(done["at"]) + timedelta(days=told["in"])
            new = actions.NewAction(told["what"], told["done_when"], owner.key, due)
            actions.note_action(new=new, **done)
        case Told.ASK_FRESH_EYES | Told.TAKE_LOOK | Told.GIVE_WORD:
            _look(step, told, done, people)
        case Told.ACTION_DONE:
            actions.action_done(number=told["action"], evidence=told["evidence"], **done)
        case _:
            _after(step, told, done, people)


def _after(step: Told, told: dict[str, Any], done: dict[str, Any], people: dict[str, Person]) -> None:
    """Thank somebody, or say how it went, after the end."""
    if step is Told.THANK:
        thank(to=people[told["person"]].pk, words=told["words"], **done)
    else:
        give_feedback(heard=Went(told["heard"]), child=Went(told["child"]), note=told.get("note", ""), **done)


def _meet(step: Told, told: dict[str, Any], done: dict[str, Any], people: dict[str, Person]) -> None:
    """Do what a story tells of the newest meeting. Times are so many hours after they are proposed, for one hour."""
    if step is Told.PROPOSE_MEETING:
        begins = [done["at"] + timedelta(hours=after) for after in told["in_hours"]]
        times = [(one, one + timedelta(hours=1)) for one in begins]
        keys = [str(people[name].pk) for name in told["people"]]
        actions.propose_meeting(new=actions.NewMeeting(times, told["where"], told["about"], keys), **done)
        return
    meeting = Meeting.objects.filter(difference=done["difference"]).latest("number")
    done = done | {"number": meeting.number}
    match step:
        case Told.CHOOSE_TIME:
            actions.choose_time(starts=datetime.fromisoformat(meeting.times[told["which"] - 1][0]), **done)
        case Told.HOLD_MEETING:
            came = [str(people[name].pk) for name in told["came"]]
            there = actions.Attendance(came, told.get("apologies", ""), told.get("others", ""), told["read_out"])
            actions.hold_meeting(there=there, **done)
        case Told.WRITE_MINUTES:
            decided = actions.Decided(told["decided_by"], told["decision"], told["reasons"])
            actions.write_minutes(read=0, decided=decided, **done)
        case Told.AGREE_MINUTES:
            actions.agree_minutes(read=1, **done)


def _look(step: Told, told: dict[str, Any], done: dict[str, Any], people: dict[str, Person]) -> None:
    """Ask somebody of an agency to look within so many days; or have them look, and say what they see."""
    if step is Told.ASK_FRESH_EYES:
        day, agency = london_date(done["at"]) + timedelta(days=told["in"]), Agency.objects.get(name=told["of"]).pk
        asked = actions.LookAsked(told["what"], day, agency, people[told["person"]].pk)
        actions.ask_fresh_eyes(asked=asked, **done)
        return
    one = FreshEyes.objects.of(done["difference"]).get(person=done["by"].person)
    if step is Told.TAKE_LOOK:
        actions.take_look(number=one.number, **done)
    else:
        actions.give_word(number=one.number, word=actions.Word(**told["word"]), **done)


def _share(step: Told, told: dict[str, Any], done: dict[str, Any]) -> None:
    """Share what a side sees or lists; or fill in a day of the first child, part by part, and share that.

    Each part of a day was last known so many days before.
    """
    if step is Told.SHARE_VIEW:
        facts = [Fact(one["what"], Source(one["source"]), one.get("where", "")) for one in told.get("facts", ())]
        actions.share_view(seen=actions.Seen(tuple(facts), told["answers"]), **done)
        return
    if step is Told.SHARE_SHEET:
        _list(Tool(told["tool"]), told["lines"], done)
        return
    known = {"child": 1, "day_type": DayType(told["day_type"]), **done}
    row = child_day.begin_day(age=told["age"], **known)
    for one in told["parts"]:
        last_known = london_date(done["at"]) - timedelta(days=one["days"]) if "days" in one else None
        answer = Answer(
            one["part"], one.get("words", ""), AnswerSource(one["source"]),
            Tells(one["tells"]) if "tells" in one else None, one.get("from", ""), one.get("hour", ""), last_known,
        )  # fmt: skip
        row = child_day.say_of_part(version=row.version, part=one["part"], answer=answer, **known)
    child_day.share_day(version=row.version, **known)


def _list(tool: Tool, lines: Iterable[dict[str, Any]], done: dict[str, Any]) -> None:
    """List what a side knows about the first child with a tool, line by line, and share it."""
    known, version = {"tool": tool, "child": 1, **done}, 0
    for one in lines:
        line = LINES[tool](one, london_date(done["at"]))
        version = sheets.keep_line(version=version, key=line["key"], line=line, **known).version
    sheets.share_sheet(version=version, **known)


def _adult(told: dict[str, Any], today: date) -> dict[str, str]:
    """Return what is said of the adults in one role, as a line of a sheet; they were met so many days before."""
    met_on = today - timedelta(days=told["days"]) if "days" in told else None
    met = Met(told["met"]) if "met" in told else None
    checked = Checked(told["checked"]) if "checked" in told else None
    return Said(
        told["role"], There(told["there"]), told.get("words", ""), told.get("helps", ""), met, met_on, checked,
        told.get("from", ""),
    ).kept()  # fmt: skip


def _event(told: dict[str, Any], today: date) -> dict[str, str]:
    """Return an event of so many days before, as a line of a sheet."""
    on = today - timedelta(days=told["days"])
    source, child = AnswerSource(told["source"]), told.get("child", "")
    return Event(f"days-{told['days']}", on, told["words"], source, child, told.get("from", "")).kept()


LINES: Mapping[Tool, Callable[[dict[str, Any], date], dict[str, str]]] = {Tool.ADULTS: _adult, Tool.TIMELINE: _event}
"""How a line of each tool is told."""


def _place(told: dict[str, Any], done: dict[str, Any]) -> None:
    """Begin on the chart, choose box by box, and place it. Each box is ``level``, ``column`` and what was chosen."""
    row, _ = chart.begin(area=_area(done["difference"]), **done)
    for box in told["boxes"]:
        chosen = [chart.Chosen(one["phrase"], one["seen"], one["by"], one.get("own", False)) for one in box["chosen"]]
        row = chart.choose(version=row.version, box=(box["level"], box["column"]), chosen=chosen, **done)
    chart.place(version=row.version, would_change=told["would_change"], **done)


def _area(difference: UUID) -> UUID:
    return Difference.objects.values_list("partnership", flat=True).get(pk=difference)
