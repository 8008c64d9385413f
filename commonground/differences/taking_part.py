"""What an agency must have before it can take part, and what of that it still lacks."""

from collections.abc import Iterable
from dataclasses import dataclass

from commonground.differences.coverage import Row, State
from commonground.differences.gaps import listed
from commonground.directory.models import Agency, Person, Post
from commonground.directory.people.rules import NEEDS
from commonground.directory.rota import Rota, lasts
from commonground.procedures.terms import Role


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that an agency needs: whether it has it, and what to do where it has not."""

    what: str
    has: bool
    does: str


def needs(agency: Agency, rows: Iterable[Row], rota: Rota) -> tuple[Need, ...]:
    """Return what an agency needs to take part under an edition, with one line for each stage. No query is made."""
    posts = [post for post in rota.posts if post.agency_id == agency.pk and lasts(post, rota.on)]
    leads = [post for post in posts if post.role == Role.SAFEGUARDING_LEAD]
    mute = [post.title for post in posts if post.desk and not post.mailbox]
    own = next((row for row in rows if row.agency == agency and row.team is None), None)
    return (
        Need(NEEDS[0], any(one.joined for one in _people(leads, rota)), _how_to_lead(leads, rota)),
        *_stages(own),
        Need(
            NEEDS[2],
            any([*(post.phone for post in posts), *(one.phone for one in _people(posts, rota))]),
            "Give the number of a post, or of somebody in one.",
        ),
        *(
            [Need(NEEDS[3], not mute, f"Give a mailbox for {listed(mute)}.")]
            if any(post.desk for post in posts)
            else []
        ),
    )


def _people(posts: Iterable[Post], rota: Rota) -> list[Person]:
    """Return who has one of these posts today and has not left."""
    held = [one for post in posts for one in rota.has(post, deputy=False)]
    return [one.person for one in held if one.person.is_active]


def _how_to_lead(leads: list[Post], rota: Rota) -> str:
    if waiting := [person.name for person in _people(leads, rota)]:
        return f"Ask {listed(waiting)} to open the invitation link, or make a new one."
    return "Invite somebody to be the safeguarding lead." if leads else "Add the post of a safeguarding lead first."


def _stages(row: Row | None) -> Iterable[Need]:
    for cell in row.cells if row else ():
        if cell.state is State.UNKNOWN:
            continue
        sides = f", on the {cell.sides[0].label}" if len(cell.sides) == 1 and cell.stage.number > 1 else ""
        what = f"Somebody for stage {cell.stage.number}, {cell.stage.name}{sides}"
        does = " ".join(f"{gap.sentence} {gap.does}." for gap in cell.gaps)
        yield Need(what, cell.state in {State.COVERED, State.WEAK}, does)
