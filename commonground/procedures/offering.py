"""What an officer can choose among, where a question about a definition is answered from a closed list."""

from collections.abc import Iterable, Mapping

from commonground.procedures.describing import AUDIENCE_WORDS
from commonground.procedures.naming import capital
from commonground.procedures.terms import About, AgencyKind, AgreedBy, Event, Role, Subject, Term, Unit

Choices = tuple[tuple[str, str], ...]


def _choices(terms: Iterable[Term]) -> Choices:
    return tuple((one.value, capital(one.label)) for one in terms)


def _capital(words: Mapping[str, str]) -> Choices:
    return tuple((value, capital(said)) for value, said in words.items())


ROLES = _choices(Role)
EVENTS = _choices(Event)
UNITS = _choices(Unit)
DAYS = _choices((Unit.WORKING_DAYS, Unit.CALENDAR_DAYS))
KINDS = _choices(AgencyKind)
ABOUT = _choices(About)
AGREED_BY = _choices(AgreedBy)
SUBJECTS = _choices(Subject)
TOLD = _capital(AUDIENCE_WORDS)
