"""What one side said without signing in, recorded for it by the other side or the office; and its own word on that."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from commonground.differences.actions.door import begin
from commonground.differences.models import Difference
from commonground.directory.queries import Actor
from commonground.govuk.dates import in_words
from commonground.now import london_date
from commonground.procedures import rules
from commonground.procedures.terms import Act, Answer, Event, Side, ToldBy


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody of the other side said: who they are and what they do, how, and on which London day."""

    whom: str
    title: str
    how: ToldBy
    on: date

    def words(self) -> str:
        """Return who said it, how and when, as the record and the page tell it."""
        how = self.how.label[:1].lower() + self.how.label[1:]
        return f"{self.whom}, {self.title}, {how} on {in_words(self.on)}"


def record_for(
    *,
    by: Actor,
    at: datetime,
    difference: UUID,
    version: int | None,
    told: Told,
    words: str,
    answer: Answer | None = None,
    meanwhile: str | None = None,
) -> Difference:
    """Record what the other side said. For the responding side it is an answer, which they can confirm or correct.

    It signs nothing: a signature is a side's own. Raises Refused for a day that is still to come, and without the
    answer where one is asked.
    """
    if told.on > london_date(at):
        raise rules.Refused("What they said lies in the past. Check the date.")
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.RECORD_FOR)
    side = next(one.side for one in turn.move.happened if one.event is Event.RECORDED_FOR)
    assert side  # noqa: S101 the rules say for which side
    said = {"Who said it": told.words()}
    if side is Side.RESPONDING:
        if answer is None:
            raise rules.Refused("Say what they answered: yes, yes if, or no because.")
        turn.view(side=side, answer=answer.value, worry=words, told=told.words())
        turn.facts["answer"] = answer.value
        said |= {"Answer": answer.label, "Why": words}
    else:
        said |= {"What they said": words}
        meanwhile = None
    sentence = f"{turn.called} recorded what {turn.difference.name_of(side)} told them. It is not confirmed by them."
    return turn.finish(words=said, meanwhile=meanwhile, sentence=sentence)


def confirm(
    *, by: Actor, at: datetime, difference: UUID, version: int | None, agrees: bool, words: str = ""
) -> Difference:
    """Say for one's own side whether what was recorded for it is what it said. Both stand in the record.

    Raises Refused for whoever remembers it otherwise and does not say how.
    """
    if not agrees and not words.strip():
        raise rules.Refused("Say what you remember otherwise, so that both can be read.")
    turn = begin(by=by, at=at, difference=difference, version=version, act=Act.CONFIRM, otherwise=not agrees)
    what = "confirmed that this is what they said" if agrees else "remembers otherwise what was recorded for them"
    return turn.finish(words={"Remembered otherwise": "" if agrees else words}, sentence=f"{turn.called} {what}.")
