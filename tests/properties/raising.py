"""What a random walk raises: about children, a family member or a theme; or dissent from what a conference decided."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from commonground.differences.actions import ChildIdentity, Conference, NewDifference, conference_chairs
from commonground.directory.models import Agency, Person, Team
from commonground.directory.queries import posts_now
from commonground.editions.queries import live_edition, procedure_of
from commonground.now import london_date
from commonground.procedures.conferences import Category, Decided, DecidedBy, Ground, Said, Sort, Whose
from commonground.procedures.definition import HOLDS_CONFERENCES
from commonground.procedures.terms import About, Event, Kind, Subject
from tests.properties.checks import MARK

if TYPE_CHECKING:
    from tests.properties.walking import Walk

CHILD = ChildIdentity("REF-1", "OWN-1", f"{MARK}I", "2019")
DISSENTS = 0.4  # how often what is raised is dissent from what a conference decided
ON_RECORD = 0.7  # how often that is only to be kept on record
LATEST = 71
"""Hours after the conference: one more and it would be late."""


def new_difference(walk: "Walk", person: Person, agency: Agency, team: UUID | None) -> NewDifference:
    """Return a new difference of somebody with another agency of their partnership."""
    dice = walk.dice
    partnership = next(one for one, agencies in walk.agencies.items() if agency in agencies)
    others = [one for one in walk.agencies[partnership] if one != agency]
    councils = [one for one in others if one.kind == HOLDS_CONFERENCES]
    dissents = bool(councils) and dice.random() < DISSENTS
    other = dice.choice(councils if dissents else others)
    raised: dict[str, Any] = {
        "partnership": partnership,
        "raising_agency": agency.pk,
        "raising_team": team,
        "responding_agency": other.pk,
        "danger": "no",
        **walk.words("worry", "ask", "meanwhile"),
    }
    more = dissent(walk, other) if dissents else usual(walk, partnership, other, person)
    return NewDifference(**raised, **more)


def usual(walk: "Walk", partnership: UUID, other: Agency, person: Person) -> dict[str, Any]:
    """Return the rest of what one says under the procedure of differences: to whom, what about, tried before or not."""
    dice = walk.dice
    teams = [None, *Team.objects.filter(agency=other).order_by("name").values_list("pk", flat=True)]
    known = [one for one, where, _ in walk.practitioners if where == other and one != person]
    allowed = procedure_of(live_edition(partnership, london_date(walk.at))).subjects
    return {
        "responding_team": dice.choice(teams),
        "responding_person": dice.choice(known).pk if known and dice.random() < 0.5 else None,
        "kind": dice.choice(list(Kind)),
        "tried": walk.conversation(counts=dice.random() < 0.3) if dice.random() < 0.1 else None,
        **about(walk, dice.choice([Subject.CHILD] * 4 + list(allowed))),
    }


def about(walk: "Walk", subject: Subject) -> dict[str, Any]:
    """Return whom it is about, or what, and by when that is needed."""
    needed = london_date(walk.at) + timedelta(days=35)
    if subject is Subject.THEME:
        by = walk.dice.choice([needed, None])
        return {"subject": subject, "children": (), "needed_by": by, **walk.words("theme")}
    if subject is Subject.FAMILY_MEMBER:
        touched = (CHILD,) * walk.dice.randint(0, 1)
        return {"subject": subject, "family_member": CHILD, "children": touched, "needed_by": needed}
    return {"children": (CHILD,) * walk.dice.randint(1, 3), "needed_by": needed}


def dissent(walk: "Walk", council: Agency) -> dict[str, Any]:
    """Return the rest of what one says who dissents from what a conference decided; most only to keep it on record."""
    dice, words = walk.dice, walk.words("what", "grounds", "why")
    chairs = [one.pk for one in conference_chairs(posts_now([council.pk], london_date(walk.at)))]
    conference = Conference(
        sort=dice.choice(list(Sort)),
        quorate=dice.random() < 0.8,
        decided=dice.choice(list(Decided)),
        what=words["what"],
        decided_by=dice.choice(list(DecidedBy)),
        said=dice.choice(list(Said)),
        ground=dice.choice(list(Ground)),
        grounds=words["grounds"],
        whose=dice.choice(list(Whose)),
        why_not_quorate=words["why"],
        category=dice.choice([None, *Category]),
        chaired_by=dice.choice([None, *chairs]),
    )
    return {
        "kind": Kind.CONFERENCE,
        "about": About.DISSENT,
        "conference": conference,
        "on_record": dice.random() < ON_RECORD,
        "before": {Event.CONFERENCE_HELD: walk.at - timedelta(hours=dice.randint(1, LATEST))},
        "responding_team": None,
        "responding_person": None,
        **about(walk, Subject.CHILD),
    }
