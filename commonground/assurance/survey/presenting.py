"""What staff said, as pages draw it: of groups of six at least, with whom it is of and who is not in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonground.assurance.bars import NAMES, SHORT, Row, row
from commonground.assurance.models import Group, Round
from commonground.assurance.themes import Theme

TOGETHER = "Small groups together"
HEADS = tuple(SHORT[one] for one in NAMES)


@dataclass(frozen=True, slots=True)
class People:
    """Of whom figures are: how many were asked with an account and without, and how many of each are in them."""

    name: str
    invited: int
    without: str
    shown: int
    by_link: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and what is shown of it: of all, of each agency that is told alone, and of the others together."""

    theme: Theme
    whole: Row | None
    alone: tuple[Row, ...]
    together: Row | None

    @property
    def rows(self) -> tuple[Row, ...]:
        """All of it, in the order in which it is read."""
        return tuple(one for one in (self.whole, *self.alone, self.together) if one)


@dataclass(frozen=True, slots=True)
class Results:
    """All that is shown of a round that is over; ``hidden`` names agencies that are read and not told alone.

    How many answered for those is not told: of a few it would say who.
    """

    people: tuple[People, ...]
    hidden: tuple[str, ...]
    asked: tuple[Asked, ...]
    remarks: tuple[str, ...]
    heads: tuple[str, ...] = HEADS


def results_of(round_: Round, groups: Sequence[Group], *, everybody: bool) -> Results | None:
    """Return what a round shows to whoever reads these groups; None until it is settled.

    ``everybody``: all agencies are read, and so are the words that staff wrote.
    """
    if round_.settled_at is None:
        return None
    alone = [one for one in groups if one.shown]
    every = list(Group.objects.filter(round=round_))
    whole = _added(round_, every)
    asked = []
    for theme in round_.themes:
        rows = [row(one.agency.name, one.figures.get(theme.key, {}), one.agency_id) for one in alone]
        asked.append(
            Asked(
                theme, row(str(round_.partnership), whole.get(theme.key, {})), tuple(one for one in rows if one),
                row(TOGETHER, round_.together.get(theme.key, {})) if everybody else None,
            )
        )  # fmt: skip
    remarks = round_.remarks.order_by("pk").values_list("words", flat=True) if everybody else ()
    people = [People(str(round_.partnership), round_.invited, _without(every), round_.answered, round_.by_link)]
    people += [People(one.agency.name, one.invited, _without([one]), one.shown, one.by_link) for one in alone]
    hidden = tuple(one.agency.name for one in groups if not one.shown)
    return Results(tuple(people), hidden, tuple(asked), tuple(remarks))


def _added(round_: Round, groups: Sequence[Group]) -> Mapping[str, Mapping[str, int]]:
    """Return what everybody said whose answers are shown: of all agencies, and of small groups together."""
    found: dict[str, Counter[str]] = {one.key: Counter(round_.together.get(one.key, {})) for one in round_.themes}
    for group in groups:
        for key, counts in group.figures.items():
            found[key].update(counts)
    return found


def _without(groups: Sequence[Group]) -> str:
    """Return how many people without an account were asked, and that it is not known where nobody said."""
    told = [one.without for one in groups if one.without is not None]
    unknown = len(groups) - len(told)
    if not told:
        return "not known"
    agencies = "1 agency" if unknown == 1 else f"{unknown} agencies"
    return f"{sum(told)}, and not known of {agencies}" if unknown else str(sum(told))
