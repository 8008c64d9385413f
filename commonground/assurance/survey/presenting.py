"""What staff said, as pages draw it: of groups of six at least, with whom it is of and who is not in it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from commonground.assurance.bars import NAMES, SHORT, Row, row
from commonground.assurance.models import Group, Round
from commonground.assurance.survey.rules import FEWEST
from commonground.assurance.themes import Theme

TOGETHER = "Small groups together"
HEADS = tuple(SHORT[one] for one in NAMES)


@dataclass(frozen=True, slots=True)
class People:
    """Of whom figures are: how many were asked with an account and without, and how many answered."""

    name: str
    invited: int
    without: str
    answered: int
    shown: int
    agencies: tuple[str, ...] = ()
    """Which agencies, where there are several."""

    @property
    def elsewhere(self) -> int:
        """How many of those who answered are shown with others, or not at all."""
        return self.answered - self.shown


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and what each group that is shown said to it."""

    theme: Theme
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All that is shown of a round that is over."""

    people: tuple[People, ...]
    asked: tuple[Asked, ...]
    remarks: tuple[str, ...]
    heads: tuple[str, ...] = HEADS


def results_of(round_: Round, groups: Sequence[Group], *, everybody: bool) -> Results | None:
    """Return what a round shows to whoever reads these groups; None until it is settled.

    ``everybody``: all agencies are read, and so are the words that staff wrote.
    """
    if round_.settled_at is None:
        return None
    alone = [one for one in groups if one.shown >= FEWEST]
    whole = _added(round_)
    asked = []
    for theme in round_.themes:
        rows = [row(str(round_.partnership), whole.get(theme.key, {}))]
        rows += [row(one.agency.name, one.figures.get(theme.key, {})) for one in alone]
        if everybody:
            rows.append(row(TOGETHER, round_.together.get(theme.key, {})))
        asked.append(Asked(theme, tuple(one for one in rows if one)))
    remarks = round_.remarks.order_by("pk").values_list("words", flat=True) if everybody else ()
    return Results(tuple(_people(round_, groups, alone)), tuple(asked), tuple(remarks))


def _added(round_: Round) -> Mapping[str, Mapping[str, int]]:
    """Return what everybody said whose answers are shown: of all agencies, and of small groups together."""
    found: dict[str, Counter[str]] = {one.key: Counter(round_.together.get(one.key, {})) for one in round_.themes}
    for figures in Group.objects.filter(round=round_).values_list("figures", flat=True):
        for key, counts in figures.items():
            found[key].update(counts)
    return found


def _people(round_: Round, groups: Sequence[Group], alone: Collection[Group]) -> list[People]:
    """Return of whom the figures are: the partnership, each group that is shown, and the others as one."""
    rows = list(Group.objects.filter(round=round_))
    shown = round_.apart + sum(one.shown for one in rows)
    found = [People(str(round_.partnership), round_.invited, _without(rows), round_.answered, shown)]
    found += [People(one.agency.name, one.invited, _without([one]), one.answered, one.shown) for one in alone]
    if others := [one for one in groups if one not in alone]:
        found.append(
            People(
                "Not shown alone", sum(one.invited for one in others), _without(others),
                sum(one.answered for one in others), 0, tuple(one.agency.name for one in others),
            )
        )  # fmt: skip
    return found


def _without(groups: Sequence[Group]) -> str:
    """Return how many people without an account were asked, and that it is not known where nobody said."""
    told = [one.without for one in groups if one.without is not None]
    unknown = len(groups) - len(told)
    if not told:
        return "not known"
    return f"{sum(told)}, and not known of {unknown} agencies" if unknown else str(sum(told))
