"""The conference from whose decision somebody dissents, as they tell it: in the record in words, and as codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from commonground.differences.routing import Place
from commonground.directory.models import Agency, Person
from commonground.directory.queries import PostNow
from commonground.procedures import rules
from commonground.procedures.conferences import Category, Decided, DecidedBy, Ground, Said, Sort, Whose
from commonground.procedures.definition import HOLDS_CONFERENCES
from commonground.procedures.terms import About, Capacity, Role, Side

GOES_ON = "The child’s plan goes on meanwhile. Nothing waits for this."
NOT_KNOWN = "Not known"


@dataclass(frozen=True, slots=True)
class Conference:
    """One conference. The texts are as they were written; ``late`` is why it is raised after its time, if it is."""

    sort: Sort
    quorate: bool
    decided: Decided
    what: str
    decided_by: DecidedBy
    said: Said
    ground: Ground
    grounds: str
    whose: Whose
    why_not_quorate: str = ""
    category: Category | None = None
    chaired_by: UUID | None = None
    late: str = ""

    def facts(self) -> dict[str, str | bool]:
        """Return what of it is codes: for counting, and nobody's words."""
        named = {
            "sort": self.sort, "decided": self.decided, "decided_by": self.decided_by, "said": self.said,
            "ground": self.ground, "whose": self.whose, "category": self.category,
        }  # fmt: skip
        codes = {name: one.value for name, one in named.items() if one}
        return codes | {"quorate": self.quorate} | ({"late": True} if self.late else {})

    def words(self, chair: str) -> dict[str, str]:
        """Return it in words, each with its label; ``chair`` is who chaired it, by name."""
        quorate = "Yes" if self.quorate else f"No. {self.why_not_quorate}"
        said = {
            "Which conference": self.sort.label,
            "Who chaired it": chair or NOT_KNOWN,
            "Were enough agencies there": quorate,
            "What it decided": f"{self.decided.label}. {self.what}",
            "Category": self.category.label if self.category else "",
            "Who decided": self.decided_by.label,
            "Was the dissent said there": self.said.label,
            "On which ground": f"{self.ground.label}. {self.grounds}",
            "Whose view it is": self.whose.label,
            "Why it is raised after its time": self.late,
        }
        return {label: text for label, text in said.items() if text}


ASKED_ON = {
    **dict.fromkeys(("Which conference", "Who chaired it", "Were enough agencies there"), "held"),
    **dict.fromkeys(("What it decided", "Category", "Who decided", "Was the dissent said there"), "decided"),
    **dict.fromkeys(("On which ground", "Whose view it is"), "grounds"),
    "Why it is raised after its time": "late",
}
"""Under which labels the record has it, in order, each with the page that asks it."""


def conference_chairs(posts: Iterable[PostNow]) -> list[Person]:
    """Return who chairs conferences at these posts of an agency, by name, away today or not."""
    found = {
        person
        for post in posts
        if post.post.role == Role.CONFERENCE_CHAIR
        for person in (*post.holders_present, *post.holders_away, *post.deputies_present)
    }
    return sorted(found, key=lambda person: (person.name, str(person.pk)))


def chaired(
    conference: Conference | None, about: About | None, agency: Agency, posts: Iterable[PostNow], *, by: Person
) -> list[Place]:  # fmt: skip
    """Return the place of who chaired it, where that is known: they are told, and decide nothing (invariant 8).

    ``posts`` are those of the agency.

    Raises Refused for a dissent that names no conference, for an agency that holds none, for somebody who chairs none
    there, and for who dissents from what they decided themselves.
    """
    if (about is About.DISSENT) is not (conference is not None):
        raise rules.Refused("Say which conference it was and what it decided, of a dissent from that and no other.")
    if conference is None:
        return []
    if agency.kind != HOLDS_CONFERENCES:
        raise rules.Refused("A council holds child protection conferences. Choose the council that held this one.")
    if conference.chaired_by is None:
        return []
    known = {person.pk: person for person in conference_chairs(posts)}
    person = known.get(conference.chaired_by)
    if person is None:
        raise rules.Refused("That person does not chair conferences for that council now. Choose from the list.")
    if person == by:
        raise rules.Refused("You chaired that conference, so you cannot dissent from what it decided.")
    role = Role.CONFERENCE_CHAIR
    return [Place(Side.RESPONDING, Capacity.CHAIRED, role, 1, agency.pk, person.name, person=person)]
