"""What people of a story do to understand each other, and after the end: each by its step, which moves nothing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from commonground.differences import actions
from commonground.differences.after.actions import give_feedback, thank
from commonground.differences.models import Difference, SayBack
from commonground.differences.thresholds import actions as chart
from commonground.differences.undertakings.owners import Owner
from commonground.directory.models import Person
from commonground.now import london_date
from commonground.procedures.after import Went
from commonground.procedures.differing import Stand
from commonground.procedures.saying_back import Heard
from commonground.procedures.side_views import Fact, Source
from commonground.procedures.terms import Side, Term


class Told(Term):
    """A step as a story names it; its label says it in a few words."""

    SHARE_VIEW = "share_view", "They share what their side sees"
    SAY_HEARD = "say_heard", "They say whether they are understood"
    PLACE = "place", "They place what they see on the threshold chart"
    PUT_POINT = "put_point", "They put a line on the lists"
    STAND_ON = "stand_on", "They say where they stand on a line"
    NOTE_ACTION = "note_action", "They note who does what by a day"
    ACTION_DONE = "action_done", "They say that an action is done"
    THANK = "thank", "They thank somebody"
    GIVE_FEEDBACK = "give_feedback", "They say how it went"


def take(step: Told, told: dict[str, Any], done: dict[str, Any], people: dict[str, Person]) -> None:
    """Take a step as a story tells it; ``done`` is by whom, when and in which difference."""
    match step:
        case Told.SHARE_VIEW:
            facts = [Fact(one["what"], Source(one["source"]), one.get("where", "")) for one in told.get("facts", ())]
            actions.share_view(seen=actions.Seen(tuple(facts), told["answers"]), **done)
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
        case Told.NOTE_ACTION:
            row = Difference.objects.get(pk=done["difference"])
            owner = Owner(row.agency_of(Side(told["side"])), people[told["owner"]] if "owner" in told else None)
            due = london_date(done["at"]) + timedelta(days=told["in"])
            new = actions.NewAction(told["what"], told["done_when"], owner.key, due)
            actions.note_action(new=new, **done)
        case Told.ACTION_DONE:
            actions.action_done(number=told["action"], evidence=told["evidence"], **done)
        case Told.THANK:
            thank(to=people[told["person"]].pk, words=told["words"], **done)
        case Told.GIVE_FEEDBACK:
            heard, child = Went(told["heard"]), Went(told["child"])
            give_feedback(heard=heard, child=child, note=told.get("note", ""), **done)


def _place(told: dict[str, Any], done: dict[str, Any]) -> None:
    """Begin on the chart, choose box by box, and place it. Each box is ``level``, ``column`` and what was chosen."""
    row = chart.begin(area=_area(done["difference"]), **done)
    for box in told["boxes"]:
        chosen = [chart.Chosen(one["phrase"], one["seen"], one["by"], one.get("own", False)) for one in box["chosen"]]
        row = chart.choose(version=row.version, box=(box["level"], box["column"]), chosen=chosen, **done)
    chart.place(version=row.version, would_change=told["would_change"], **done)


def _area(difference: UUID) -> UUID:
    return Difference.objects.values_list("partnership", flat=True).get(pk=difference)
