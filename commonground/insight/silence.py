"""Silence as a question: which agencies raised nothing, were asked nothing, or settled nothing early, in a year.

It is asked from what was counted, in words and without any number: that an agency raised nothing says nothing of it
that a nought would not. It is asked only of a whole year that was counted. Where an older log names a kind of agency
and not which, nothing is asserted of those of the kind. None of the three is good or bad; each may have a plain reason,
and each has something to try.
"""

from dataclasses import dataclass
from uuid import UUID

from commonground.directory.models import Agency
from commonground.insight.counting import ASKED_OF, EARLY, OTHERWISE, SILENCE, Numbers, added
from commonground.insight.models import Counted
from commonground.insight.periods import QUARTER, YEAR, Period
from commonground.procedures.terms import AgencyKind

ENOUGH_TO_ASK = 6
"""Of how many that ended an agency was a side before it is asked about settling early."""


@dataclass(frozen=True, slots=True)
class Question:
    """What silence asks, why it may be so, and what to try next."""

    key: str
    asks: str
    may_be: str
    tries: tuple[str, ...]


QUESTIONS = (
    Question(
        "raised",
        "Nothing was raised by these agencies, and nothing noted as settled by talking. What might be the reason?",
        "They may have met no difference. Or people may not know how to raise one, or may not feel free to.",
        (
            "Ask their safeguarding lead when somebody there last disagreed, and what they did.",
            "Offer to open a team meeting with the seven-minute session.",
            "Tell them of the one-minute note for what was settled by talking.",
        ),
    ),
    Question(
        "asked",
        "Nothing was raised with these agencies. What might be the reason?",
        "Others may agree with what they do. Or they may not know that they can ask, or whom.",
        (
            "Look whether others can find whom to ask there: who answers at each stage.",
            "Ask agencies that work with them whether they ever held a worry back.",
        ),
    ),
    Question(
        "early",
        "None of what these agencies took part in here was agreed at the first stage. What might be the reason?",
        "What they met may have been hard. Or those who meet first may feel that they may not decide.",
        (
            "Ask who may say yes at the first stage, and whether they know that they may.",
            "Offer the questions that each side can ask before it answers.",
        ),
    ),
)


def found(area: UUID, period: Period) -> list[tuple[UUID, str]] | None:
    """Return of which agencies which question is asked, in the year to the end of a period; None if it was not counted.

    Nothing is asked of an area's own office.
    """
    since = Period(Period(period.after, YEAR).before.starts, YEAR)
    quarters = Counted.objects.filter(partnership=area, starts__gte=since.starts, starts__lt=period.after)
    counts = [one.numbers for one in quarters]
    if len(counts) < YEAR // QUARTER:
        return None
    numbers = added(counts)
    agencies = Agency.objects.filter(partnerships=area).exclude(kind=AgencyKind.PARTNERSHIP)
    return [(one.pk, asks) for one in agencies for asks in asked_of(str(one.pk), one.kind, numbers)]


def asked_of(agency: str, kind: str, numbers: Numbers) -> list[str]:
    """Return which questions are asked of an agency of a kind, by key."""
    contributors = (agency, kind)
    raised = sum(
        _of(one, numbers[subject]["kind"]) for one in contributors for subject in ("raised", "raised_log", "informal")
    )
    asked = numbers[SILENCE][ASKED_OF][ASKED_OF].get(agency, 0) + sum(numbers["raised_log"]["with"][kind].values())
    early, otherwise = (numbers[SILENCE][EARLY][one].get(agency, 0) for one in (EARLY, OTHERWISE))
    asks = {
        "raised": not raised,
        "asked": not asked,
        "early": early + otherwise >= ENOUGH_TO_ASK and not early,
    }
    return [key for key, is_asked in asks.items() if is_asked]


def _of(agency: str, rows: dict[str, dict[str, int]]) -> int:
    return sum(of.get(agency, 0) for of in rows.values())
