"""What a side does about a child's day: it begins, says what it knows of each part, and shares it. Nothing moves.

Until it is shared it is a draft of that side, and nothing has happened. Shared, it is in the record.
"""

from datetime import datetime
from uuid import UUID

from commonground.differences.actions.door import Meanwhile
from commonground.differences.actions.stepping import Stepping, begin_step
from commonground.differences.child_day.models import ChildDay
from commonground.differences.child_day.words import Answer, answers, as_fact, in_record, parts_of
from commonground.differences.models import Difference
from commonground.differences.sheets.writers import with_hands
from commonground.differences.side_views.models import SideViewDraft
from commonground.differences.side_views.quoting import put_among_facts
from commonground.directory.queries import Actor
from commonground.library.day.shape import DayType, shipped
from commonground.procedures.child_day import LACKS, NOT_BEGUN, NOTHING, day_refusal, has_days
from commonground.procedures.rules import Refused
from commonground.procedures.steps import Step
from commonground.procedures.terms import Side, Subject
from commonground.storing import add, change


class SavedMeanwhile(Meanwhile):
    """Somebody of the same side saved this day since the page was opened."""

    sentence = "Somebody of your side saved something of this day since you opened the page. Your words are kept below."


def begin_day(
    *, by: Actor, at: datetime, difference: UUID, child: int, day_type: DayType, age: str
) -> ChildDay:  # fmt: skip
    """Begin a child's day for one's own side, from what it shared before; or go on with what is begun.

    Raises Difference.DoesNotExist for a child or an age that there is not, or Refused in words.
    """
    step = _step(by, at, difference)
    if child not in range(1, step.row.children_count + 1) or age not in shipped():
        raise Difference.DoesNotExist
    if begun := _begun(step, child, day_type):
        return begun
    own = ChildDay.objects.of(step.row).filter(
        side=step.side, agency=step.agency, child=child, day_type=day_type, shared_at__isnull=False
    )
    last = own.order_by("number").last()
    day = ChildDay(
        partnership_id=step.row.partnership_id, difference=step.row, side=step.side.value, agency=step.agency,
        child=child, day_type=day_type.value, age=last.age if last else age, answers=last.answers if last else [],
        version=last.version + 1 if last else 1, saved_by=step.person, saved_at=at,
    )  # fmt: skip
    add(day)
    return day


def say_of_part(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    child: int,
    day_type: DayType,
    version: int,
    part: str,
    answer: Answer | None,
) -> ChildDay:
    """Keep what one's side says of a part of the day, in place of what it said; with None it says nothing of it.

    Raises Difference.DoesNotExist, Refused, or SavedMeanwhile.
    """
    step = _step(by, at, difference)
    day = _kept(step, child, day_type, version)
    names = [one.name for one in parts_of(day)]
    if part not in names:
        raise Difference.DoesNotExist
    said = answers(day)
    before = said.pop(part, None)
    if answer:
        said[part] = Answer.of(with_hands(answer.kept(), before.kept() if before else None, step.person.name))
    day.answers = [said[name].kept() for name in names if name in said]
    day.version, day.saved_by, day.saved_at = version + 1, step.person, at
    change(day, ("answers", "version", "saved_by", "saved_at"))
    return day


def share_day(
    *, by: Actor, at: datetime, difference: UUID, child: int, day_type: DayType, version: int
) -> ChildDay:  # fmt: skip
    """Share what one's side knows of a day: both sides read it from now on, and an earlier one stays beside it.

    Raises Difference.DoesNotExist, Refused, or SavedMeanwhile.
    """
    step = _step(by, at, difference)
    day = _kept(step, child, day_type, version)
    if not day.answers:
        raise Refused(NOTHING)
    if lacks := [one.part for one in answers(day).values() if not one.whole]:
        raise Refused(LACKS.format(part=lacks[0]))
    before = ChildDay.objects.of(step.row).filter(shared_at__isnull=False)
    day.number, day.stage = before.count() + 1, step.row.stage
    day.shared_by, day.shared_at = step.person, at
    change(day, ("number", "stage", "shared_by", "shared_at"))
    own = before.filter(side=step.side, agency=step.agency, child=child, day_type=day_type)
    again = own.exclude(pk=day.pk).exists()
    sentence = "shared what their side knows of a day of the child"
    step.finish(
        Step.CHILD_DAY, sentence=f"{sentence}; what it shared before stays in this record" if again else sentence,
        words=in_record(day), facts={"child_day": day.number, "age": day.age}, tells=[step.side.other],
        kind="child_day",
    )  # fmt: skip
    return day


def throw_day_away(
    *, by: Actor, at: datetime, difference: UUID, child: int, day_type: DayType, version: int
) -> None:  # fmt: skip
    """Throw away what one's side has begun of a day and not shared.

    Raises Difference.DoesNotExist, Refused, also where nothing is begun, or SavedMeanwhile.
    """
    _kept(_step(by, at, difference), child, day_type, version).delete()


def quote_into_view(*, by: Actor, at: datetime, difference: UUID, day: int, part: str) -> SideViewDraft:
    """Put what a shared day says of a part, with where it comes from, among the facts of one's draft of one's view.

    ``day`` is its number. The draft goes on from what it holds, or else from what the side shared last. Raises
    Difference.DoesNotExist, also where that day says nothing known of that part, or Refused where the view holds no
    more facts.
    """
    step = _step(by, at, difference)
    told = ChildDay.objects.of(step.row).filter(number=day).select_related("agency").first()
    said = answers(told).get(part) if told else None
    if told is None or said is None or not said.known:
        raise Difference.DoesNotExist
    fact = as_fact(said, told, step.row.whose(Side(told.side), told.agency))
    return put_among_facts(step, fact, by=by, at=at)


def _step(by: Actor, at: datetime, difference: UUID) -> Stepping:
    """Begin a step about a child's day; raises Refused where it has ended, and DoesNotExist where there is no child."""
    step = begin_step(by=by, at=at, difference=difference)
    if not has_days(Subject(step.row.subject)):
        raise Difference.DoesNotExist
    if sentence := day_refusal(step.row.stands(), [step.standing], stands_in=step.stands_in):
        raise Refused(sentence)
    return step


def _begun(step: Stepping, child: int, day_type: DayType) -> ChildDay | None:
    found = ChildDay.objects.of(step.row).filter(side=step.side, agency=step.agency, shared_at=None)
    return found.filter(child=child, day_type=day_type).first()


def _kept(step: Stepping, child: int, day_type: DayType, version: int) -> ChildDay:
    day = _begun(step, child, day_type)
    if day is None:
        raise Refused(NOT_BEGUN)
    if day.version != version:
        raise SavedMeanwhile
    return day
