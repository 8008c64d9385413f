"""What somebody has answered so far while raising a difference: the contents of a private draft.

Questions come one a page, in the order of ``QUESTIONS``. A draft may hold any of them; what is missing, or
no longer holds, is asked before it can be sent.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from commonground.differences.actions import ChildIdentity, Conference, Group, NewDifference, RingMe, Tried
from commonground.differences.models import NOTHING_KNOWN
from commonground.procedures.conferences import Category, Decided, DecidedBy, Further, Ground, Said, Sort, Whose
from commonground.procedures.terms import About, Event, How, Kind, Subject

QUESTIONS = (
    *("danger", "place", "agency", "team", "kind", "about", "began", "late", "held", "decided", "children", "worry"),
    *("grounds", "soon", "further", "ask", "meanwhile"),
)
"""The pages that ask, in order. ``place`` is asked only of somebody who works in more than one.

``children`` is who or what it is about. It is a child or children unless somebody says otherwise, which has a page of
its own: nobody else is asked.
"""

OF_DISSENT = ("held", "decided", "grounds", "further")
"""Those that are asked of whoever dissents from what a conference decided."""

OF_CONFERENCE = {
    "late": ("late",),
    "held": ("sort", "chaired_by", "quorate"),
    "decided": ("decided", "what", "decided_by", "said"),
    "grounds": ("ground", "grounds", "whose"),
}
"""What is asked about the conference itself, on which page."""

BY_PROCEDURE = frozenset({"began", "soon", "about", "late", *OF_DISSENT})
"""Those that only some procedures ask: when it began, how soon the child needs it, and what of a conference it is."""

NEITHER = "neither"
"""The answer that it is about no conference."""

ELSEWHERE = "elsewhere:"
"""Stands before what of a conference it is about, where the area's procedure for conferences does not take that."""

NOT_KNOWN = "not:known"
"""The answer that one does not know who chaired it."""

ONLY_ON_RECORD = "Nothing more than that this is kept on record."
"""What is asked by whoever keeps a dissent on record only."""

AS_USUAL = "as:usual"
"""The answer that the child needs it no sooner than usual. No priority has a key with a colon."""

UNKNOWN = "unknown"
"""The answer "I don't know" to which team it is."""

DANGER = {
    "not_told": "Yes, and nobody has been told",
    "told": "Yes. I rang, and they will not act",
    "not_sure": "I am not sure",
    "no": "No",
}
"""The answers to "is a child in danger now": none of them stops anybody."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers so far, as they are kept: texts, and keys written as text. Empty is "not answered yet".

    ``group`` is whose decision it is when they are not in the directory: there is no agency until somebody vouches.
    """

    danger: str = ""
    partnership: str = ""
    raising_agency: str = ""
    raising_team: str = ""
    responding_agency: str = ""
    responding_team: str = ""
    responding_person: str = ""
    group: Group | None = None
    kind: str = ""
    subject_given: str = ""
    """What it is about, as somebody said; nothing is a child."""
    family_member: ChildIdentity | None = None
    theme: str = ""
    children: tuple[ChildIdentity, ...] = field(default=())
    before: dict[str, str] = field(default_factory=dict)
    """When that happened from which clocks start, by event: moments in ISO form."""
    about: str = ""
    """What of a child protection conference it is about, perhaps after ``ELSEWHERE``; or ``NEITHER``."""
    conference: dict[str, str] = field(default_factory=dict)
    """What is told of the conference from which somebody dissents, by the names of its questions."""
    further: str = ""
    """Whether a dissent is taken further, or kept on record only."""
    soon: str = ""
    """How soon the child needs it: the key of a priority, or ``AS_USUAL``."""
    begins: str = ""
    """The stage at which it begins, where the raiser could choose."""
    worry: str = ""
    ask: str = ""
    needed_by: str = ""
    meanwhile: str = ""
    nothing_known: bool = False
    talked: str = ""
    tried_how: str = ""
    tried_whom: str = ""
    tried_on: str = ""
    tried_said: str = ""
    tried_counts: bool = False
    tried_new: str = ""
    too_close: tuple[str, ...] = ()
    in_court: bool = False
    ring_phone: str = ""
    ring_when: str = ""

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Answers":
        """Return the answers that a draft holds; whatever a newer or older draft says besides is left out."""
        names = {one.name for one in fields(cls)}
        known = {name: value for name, value in kept.items() if name in names}
        children = tuple(ChildIdentity(**child) for child in known.pop("children", ()))
        too_close = tuple(known.pop("too_close", ()))
        named, member = known.pop("group", None), known.pop("family_member", None)
        return cls(
            **known, children=children, too_close=too_close, group=Group(**named) if named else None,
            family_member=ChildIdentity(**member) if member else None,
        )  # fmt: skip

    def written(self) -> dict[str, object]:
        """Return the answers as a draft keeps them."""
        return asdict(self)

    def raised_from(self, partnership: UUID, agency: UUID, team: UUID | None) -> "Answers":
        """Return the answers for somebody who raises from there; who answers is asked again if that moved."""
        moved = replace(self, partnership=str(partnership), raising_agency=str(agency), raising_team=str(team or ""))
        if moved.raising_agency != self.raising_agency:
            moved = replace(moved, too_close=())
        return moved if moved.partnership == self.partnership else moved.answered_by("")

    def answered_by(self, agency: str) -> "Answers":
        """Return the answers with this responding agency; another one's team and person are forgotten."""
        if agency == self.responding_agency and self.group is None:
            return self
        return replace(self, responding_agency=agency, responding_team="", responding_person="", group=None)

    def not_listed(self, group: Group) -> "Answers":
        """Return the answers with a group that is not in the directory: of it nobody knows teams or people here."""
        return replace(self.answered_by(""), responding_team=UNKNOWN, group=group)

    def vouched(self, agency: str) -> "Answers":
        """Return the answers with the agency that their group is, now that somebody vouched for it."""
        return replace(self.answered_by(agency), responding_team=UNKNOWN)

    def of_subject(self, subject: Subject) -> "Answers":
        """Return the answers for this subject; who or what another one was about is forgotten."""
        if subject is self.subject:
            return replace(self, subject_given=subject.value)
        return replace(self, subject_given=subject.value, family_member=None, theme="", children=())

    @property
    def subject(self) -> Subject:
        """What it is about, as far as that is said: a child until it is."""
        return Subject(self.subject_given or Subject.CHILD)

    @property
    def who(self) -> tuple[ChildIdentity, ...]:
        """Everybody whom it is about: the family member, then the children."""
        return (*filter(None, [self.family_member]), *self.children)

    @property
    def workplace(self) -> str:
        """The key of the workplace that it is raised from, as ``Workplace.key`` writes it."""
        return f"{self.partnership}.{self.raising_agency}.{self.raising_team}"

    @property
    def safe_meanwhile(self) -> str:
        """What keeps the child safe meanwhile, as it is sent."""
        return NOTHING_KNOWN if self.nothing_known else self.meanwhile

    @property
    def needed_day(self) -> date | None:
        """By which day the child needs it, if that was said."""
        return date.fromisoformat(self.needed_by) if self.needed_by else None

    @property
    def priority(self) -> str:
        """The key of the priority, if there is one."""
        return "" if self.soon == AS_USUAL else self.soon

    @property
    def first_stage(self) -> int:
        """The stage at which it begins, whatever was tried before."""
        return int(self.begins or 1)

    @property
    def began(self) -> dict[Event, datetime]:
        """When that happened from which clocks start."""
        return {Event(event): datetime.fromisoformat(when) for event, when in self.before.items()}

    @property
    def tried(self) -> Tried | None:
        """The conversation with them that was noted, if there was one and all of it is told."""
        if self.talked != "yes" or not (self.tried_how and self.tried_whom and self.tried_on and self.tried_said):
            return None
        return Tried(
            how=How(self.tried_how),
            whom=self.tried_whom,
            on=date.fromisoformat(self.tried_on),
            said=self.tried_said,
            counts=self.tried_counts and self.first_stage == 1,
        )

    @property
    def of_conference(self) -> About | None:
        """What of a conference it is about, as far as that was said."""
        return next((one for one in About if one == self.about), None)

    @property
    def on_record(self) -> bool:
        """Whether it is a dissent that is only kept on record."""
        return self.of_conference is About.DISSENT and self.further == Further.RECORD

    def told(self, step: str) -> bool:
        """Whether all that a page asks about a conference is told."""
        told = self.conference
        names = [*OF_CONFERENCE[step]]
        names += ["why_not_quorate"] if step == "held" and told.get("quorate") == "no" else []
        names += ["category"] if step == "decided" and told.get("decided") == Decided.PLAN else []
        return all(told.get(name) for name in names)

    @property
    def dissent(self) -> Conference | None:
        """The conference from whose decision somebody dissents. Ask for it only once all of it is told."""
        told = self.conference
        if self.of_conference is not About.DISSENT or not all(map(self.told, ("held", "decided", "grounds"))):
            return None
        chair, category = told["chaired_by"], told.get("category", "")
        return Conference(
            sort=Sort(told["sort"]),
            quorate=told["quorate"] == "yes",
            decided=Decided(told["decided"]),
            what=told["what"],
            decided_by=DecidedBy(told["decided_by"]),
            said=Said(told["said"]),
            ground=Ground(told["ground"]),
            grounds=told["grounds"],
            whose=Whose(told["whose"]),
            why_not_quorate=told.get("why_not_quorate", ""),
            category=Category(category) if category else None,
            chaired_by=None if chair == NOT_KNOWN else UUID(chair),
            late=told.get("late", ""),
        )

    def unanswered(self, today: date, besides: Collection[str] = ()) -> tuple[str, ...]:
        """Return the questions still to be answered, in order; a date that has passed is asked again.

        ``besides`` are those of ``BY_PROCEDURE`` that the procedure asks.
        """
        given = {
            "danger": self.danger in DANGER,
            "place": bool(self.partnership and self.raising_agency),
            "agency": bool(self.responding_agency or self.group),
            "team": bool(self.responding_team),
            "began": bool(self.before) or "began" not in besides,
            "soon": bool(self.soon) or "soon" not in besides,
            "about": bool(self.about) or "about" not in besides,
            **{step: self.told(step) or step not in besides for step in OF_CONFERENCE},
            "further": bool(self.further) or "further" not in besides,
            "kind": bool(self.kind),
            "children": bool(self._who_or_what),
            "worry": bool(self.worry),
            "ask": self.on_record or bool(self.ask and self._day_given(today)),
            "meanwhile": bool(self.safe_meanwhile),
        }
        return tuple(question for question in QUESTIONS if not given[question])

    @property
    def _who_or_what(self) -> object:
        """Who or what it is about, as far as that is told."""
        about: Mapping[Subject, object] = {
            Subject.CHILD: self.children, Subject.FAMILY_MEMBER: self.family_member, Subject.THEME: self.theme
        }  # fmt: skip
        return about[self.subject]

    def _day_given(self, today: date) -> bool:
        """Say whether it is said by when it is needed, or need not be; a date that has passed is asked again."""
        if not self.needed_by:
            return self.subject is Subject.THEME
        return self.needed_by >= today.isoformat()

    def new_difference(self) -> NewDifference:
        """Return what the action asks for. Call it only when nothing is unanswered."""
        team = "" if self.responding_team == UNKNOWN else self.responding_team
        return NewDifference(
            partnership=UUID(self.partnership),
            raising_agency=UUID(self.raising_agency),
            raising_team=_key(self.raising_team),
            responding_agency=UUID(self.responding_agency),
            responding_team=_key(team),
            responding_person=_key(self.responding_person),
            kind=Kind(self.kind),
            children=self.children,
            worry=self.worry,
            ask=self.ask,
            needed_by=self.needed_day,
            meanwhile=self.safe_meanwhile,
            danger=self.danger,
            tried=self.tried,
            too_close=tuple(UUID(person) for person in self.too_close),
            in_court=self.in_court,
            ring=RingMe(self.ring_phone, self.ring_when) if self.ring_phone else None,
            priority=self.priority,
            begins=self.first_stage,
            before=self.began,
            about=self.of_conference,
            conference=self.dissent,
            on_record=self.on_record,
            subject=self.subject,
            family_member=self.family_member,
            theme=self.theme,
        )


def _key(text: str) -> UUID | None:
    return UUID(text) if text else None
