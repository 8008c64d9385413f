"""What the tables hold of every difference, read by SQL once: what the checks of the invariants look at."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import namedtuple_row

Row = Any
ENDS = {"sign": "resolved", "withdraw": "withdrawn", "redirect": "redirected", "not_resolved": "not_resolved"} | {
    "raise": "kept_on_record"
}
"""Acts that end a difference, and how: raising it where it is only to be kept on record."""
ASKS = {"lengthen", "pause", "step_down"}
"""Acts by which one side asks the other."""


def ends(entry: Row, act: str) -> bool:
    """Say whether an act ended a difference: a signature for some of the children does not."""
    if act == "raise":
        return bool(entry.facts.get("on_record"))
    return act in ENDS and "children" not in entry.facts


@dataclass
class Told:
    """One difference with everything that the tables hold of it."""

    row: Row
    edition: dict[str, Any]
    entries: list[Row] = field(default_factory=list)
    seats: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    views: list[Row] = field(default_factory=list)
    proposals: list[Row] = field(default_factory=list)
    signatures: list[Row] = field(default_factory=list)
    actions: list[Row] = field(default_factory=list)
    notices: list[Row] = field(default_factory=list)

    @property
    def acts(self) -> list[tuple[Row, str, int]]:
        """Every act in the record, in order, with the stage at which it was taken."""
        found, stage = [], self.began
        for entry in self.entries:
            act = entry.facts.get("act")
            if act:
                found.append((entry, act, stage))
            stage = stage + 1 if act == "escalate" else entry.facts.get("to_stage", stage)
        return found

    @property
    def began(self) -> int:
        """The stage at which the record says that it was raised."""
        return int(self.entries[0].facts["stage"])

    @property
    def stages(self) -> list[tuple[int, datetime, datetime | None]]:
        """The stages that the record leads through: number, when it was reached, and when it was left or ended."""
        reached, left = [(self.began, self.entries[0].at)], list[datetime | None]()
        for entry, act, stage in self.acts:
            if act == "reopen":
                reached.append((stage, entry.at))
            elif ends(entry, act):
                left.append(entry.at)
            elif act == "escalate" or "to_stage" in entry.facts:
                reached.append((entry.facts.get("to_stage", stage + 1), entry.at))
                left.append(entry.at)
        left += [None] * (len(reached) - len(left))
        return [(stage, at, until) for (stage, at), until in zip(reached, left, strict=True)]

    def asked_before(self, entry: Row) -> Row:
        """Return what one side had asked when an entry was written: the newest ask before it."""
        return [one for one, act, _ in self.acts if act in ASKS and one.number < entry.number][-1]

    @property
    def agreed(self) -> list[tuple[Row, Row]]:
        """Every entry in which a side agreed, with what it was that the other had asked."""
        yes = [entry for entry, act, _ in self.acts if act == "agree_to_it" and entry.facts["agrees"]]
        return [(entry, self.asked_before(entry)) for entry in yes]

    @property
    def pauses(self) -> list[tuple[datetime, datetime]]:
        """When its clocks stood still: from an agreement until its day, or until something ended it sooner."""
        found = []
        stops = [at for _, _, at in self.stages if at]
        stops += [entry.at for entry, act, _ in self.acts if act in {"resume", "shorten"}]
        for entry, ask in self.agreed:
            if ask.facts["act"] == "pause":
                until = datetime.fromisoformat(ask.facts["until"])
                found.append((entry.at, min([until, *(at for at in stops if at >= entry.at)])))
        return found

    @property
    def ended(self) -> datetime | None:
        """When the record says that it ended."""
        last = next((one for one in reversed(self.acts) if ends(*one[:2]) or one[1] == "reopen"), None)
        return last[0].at if last and last[1] != "reopen" else None

    def number_of(self, action: Row) -> list[int]:
        """Return the number of the proposal that an agency's action belongs to."""
        return [one.number for one in self.proposals if one.id == action.proposal_id]

    def notices_at(self, at: datetime) -> list[Row]:
        """Return the notices that were left at a moment."""
        return [notice for notice in self.notices if notice.left_at == at]


@dataclass
class Tables:
    """All tables, read once; ``swept`` is when clocks were last asked what they have to say."""

    owner: Connection[Any]
    swept: datetime

    def rows(self, query: str) -> list[Row]:
        """Return what a query finds."""
        with self.owner.cursor(row_factory=namedtuple_row) as cursor:
            return cursor.execute(query.encode()).fetchall()

    @cached_property
    def differences(self) -> list[Told]:
        """Every difference with what belongs to it."""
        editions = {row.id: tomllib.loads(row.text) for row in self.rows("SELECT id, text FROM editions_edition")}
        rows = self.rows("SELECT * FROM differences_difference ORDER BY raised_at")
        found = {row.id: Told(row, editions[row.edition_id]) for row in rows}
        for entry in self.rows(
            "SELECT e.*, t.words, t.sentence, t.side_only AS text_side FROM record_entry e"
            " LEFT JOIN record_entrytext t ON t.entry_id = e.id ORDER BY e.subject, e.number"
        ):
            found[entry.subject].entries.append(entry)
        for name in ("seats", "clocks", "views", "proposals", "signatures"):
            for row in self.rows(f"SELECT * FROM differences_{name.removesuffix('s')}"):  # noqa: S608 names from here
                getattr(found[row.difference_id], name).append(row)
        for row in self.rows("SELECT * FROM differences_agencyaction"):
            found[row.difference_id].actions.append(row)
        for row in self.rows("SELECT * FROM notices_notice WHERE kind NOT LIKE 'library_%' ORDER BY left_at"):
            found[row.subject].notices.append(row)
        return list(found.values())

    @cached_property
    def people_at(self) -> dict[UUID, list[Row]]:
        """Who holds each post or stands in for it, or did until they left."""
        found: dict[UUID, list[Row]] = defaultdict(list)
        for row in self.rows(
            "SELECT h.post_id, h.deputy, p.id, p.email, p.name, p.is_active FROM directory_holding h"
            " JOIN directory_person p ON p.id = h.person_id"
        ):
            found[row.post_id].append(row)
        return found

    @cached_property
    def posts(self) -> dict[UUID, Row]:
        """Every post."""
        return {row.id: row for row in self.rows("SELECT * FROM directory_post")}

    @cached_property
    def people(self) -> dict[UUID, Row]:
        """Everybody."""
        return {row.id: row for row in self.rows("SELECT id, email, name FROM directory_person")}

    @cached_property
    def away(self) -> set[UUID]:
        """Who is away on the day of the last sweep."""
        rows = self.rows("SELECT * FROM directory_absence")
        return {row.person_id for row in rows if row.starts <= self.swept.date() <= row.ends}

    def works(self, person: UUID, agency: UUID) -> bool:
        """Say whether somebody holds a post in an agency."""
        posts = [post for post, row in self.posts.items() if row.agency_id == agency]
        return any(one.id == person and one.is_active for post in posts for one in self.people_at[post])

    def sees(self, person: UUID, seat: Row) -> bool:
        """Say whether somebody sees by a seat: in person, at its post, or as a deputy while nobody else is there."""
        if seat.person_id:
            return bool(seat.person_id == person) and self.works(person, seat.agency_id)
        return self.holds(person, seat.post_id)

    def attended(self, seat: Row) -> bool:
        """Say whether somebody is there to act by a seat; whoever raised it may be away, but not gone."""
        if seat.capacity == "raiser":
            return self.works(seat.person_id, seat.agency_id)
        if seat.person_id:
            return self.works(seat.person_id, seat.agency_id) and seat.person_id not in self.away
        return any(one.is_active and one.id not in self.away for one in self.people_at[seat.post_id])

    def holds(self, person: UUID, post: UUID) -> bool:
        """Say whether somebody is at a post, or its deputy while nobody else is there."""
        at = [one for one in self.people_at[post] if one.is_active]
        there = any(not one.deputy and one.id not in self.away for one in at)
        return any(one.id == person and not (one.deputy and there) for one in at)

    def behind(self, seat: Row) -> set[UUID]:
        """Return who may act by a seat, or might have: a person, or everybody at a post."""
        return {seat.person_id} if seat.person_id else {one.id for one in self.people_at[seat.post_id]}

    def addresses(self, seat: Row) -> set[str]:
        """Return where whoever has a seat may be told."""
        mailbox = {self.posts[seat.post_id].mailbox} if seat.post_id else set()
        return mailbox | {self.people[one].email for one in self.behind(seat)}
