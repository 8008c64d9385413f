"""What two sides' lists of adults show when they lie side by side: gaps, and the good that somebody does, in words.

Nothing is added up, and no side is right. Unknown does not mean dangerous: nobody can say yet. Who says nothing of a
role has not said that they do not know.
"""

from collections.abc import Callable, Iterator, Mapping

from commonground.differences.adults.words import Checked, Said, There, roles_of, said
from commonground.differences.child_day.findings import Finding
from commonground.differences.sheets.models import SideSheet
from commonground.procedures.terms import Side

NOBODY_MET = "Neither side has met"
NOBODY_KNOWS = "Nobody knows if there is"
NOTHING_SAID = "Of whom one side says nothing"
Each = Mapping[Side, Said]
Names = Mapping[Side, str]


def findings(present: Mapping[Side, SideSheet], names: Names) -> tuple[Finding, ...]:
    """Return what shows once the agencies have shared that are the sides now; before that nothing is a gap yet."""
    if len(present) < len(Side):
        return ()
    told = {side: said(sheet) for side, sheet in present.items()}
    each = {
        role.name: {side: some[role.name] for side, some in told.items() if role.name in some}
        for role in roles_of(*present.values())
    }
    found = (
        Finding(title, tuple(line for role, some in each.items() for line in shows(role, some, names)))
        for title, shows in SHOWS.items()
    )
    return tuple(one for one in found if one.lines)


def _unmet(role: str, each: Each, _names: Names) -> Iterator[str]:
    if _both(each) and _known(each) and not any(one.seen for one in each.values()):
        yield role


def _met_by_one(role: str, each: Each, names: Names) -> Iterator[str]:
    seen = [side for side, one in each.items() if one.seen]
    if len(seen) == 1:
        yield f"{role}: only {names[seen[0]]} has"


def _apart(role: str, each: Each, names: Names) -> Iterator[str]:
    yes, none = _sides(each, There.YES), _sides(each, There.NONE)
    if yes and none:
        yield f"{role}: {names[yes[0]]} knows of one, and {names[none[0]]} was told that there is nobody"


def _known_to_one(role: str, each: Each, names: Names) -> Iterator[str]:
    known = _known(each)
    if len(known) == 1 and not _sides(each, There.NONE):
        yield f"{role}: only {names[known[0]]}"


def _unchecked(role: str, each: Each, _names: Names) -> Iterator[str]:
    if _both(each) and _known(each) and not any(_has_checked(one) for one in each.values()):
        yield role


def _unknown(role: str, each: Each, _names: Names) -> Iterator[str]:
    if len(_sides(each, There.NOT_KNOWN)) == len(Side):
        yield role


def _said_by_one(role: str, each: Each, names: Names) -> Iterator[str]:
    if _both(each):
        return
    for side, one in each.items():
        gaps = ["does not know if there is anybody"] if one.there is There.NOT_KNOWN else []
        if one.known and not one.seen:
            gaps.append("has not met them")
        if one.known and not _has_checked(one):
            gaps.append("has not checked who they are")
        if gaps:
            yield f"{role}: {names[side]} {' and '.join(gaps)}, and {names[side.other]} says nothing"


def _good(role: str, each: Each, names: Names) -> Iterator[str]:
    for side, one in each.items():
        if one.known and one.helps:
            yield f"{role}, says {names[side]}: {one.helps}"


def _both(each: Each) -> bool:
    return len(each) == len(Side)


def _has_checked(one: Said) -> bool:
    return one.known and one.checked is Checked.RECORDS


def _known(each: Each) -> list[Side]:
    return _sides(each, There.YES)


def _sides(each: Each, there: There) -> list[Side]:
    return [side for side, one in each.items() if one.there is there]


SHOWS: Mapping[str, Callable[[str, Each, Names], Iterator[str]]] = {
    NOBODY_MET: _unmet,
    "One side knows of somebody, the other was told that there is nobody": _apart,
    "Only one side knows of them": _known_to_one,
    "Only one side has met": _met_by_one,
    "Neither side has checked who they are": _unchecked,
    NOBODY_KNOWS: _unknown,
    NOTHING_SAID: _said_by_one,
    "Good that they do for the child": _good,
}
"""What is looked for in each role, by the title under which it shows."""
