"""One run of the matrix: everybody goes round every state, opens each page and sends each form."""

from datetime import time, timedelta
from typing import Self

from django.db import transaction

from commonground.differences.models import spoken
from commonground.directory.models import Partnership
from commonground.editions.queries import calendar_of
from commonground.now import london_date, now
from commonground.procedures.worktime import next_working_day
from commonground.record.submissions import mint
from tests.access.expectations import (
    ABOUT_NO_ONE,
    ADVISES,
    ALL_ACTS,
    ASKS_ADVICE,
    ENDED,
    ENDS_ADVICE,
    FILERS,
    GIVES_A_REFERENCE,
    GUESTS,
    LETS_IN,
    LINKED,
    MASKS,
    MOVES,
    NEITHER_SIDE,
    OPENS_THE_NAME,
    OWN_SIDE,
    READS_THE_NOTE,
    TAKES_BACK,
)
from tests.access.meeting import (
    CONFLICT,
    FOUND,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    REDIRECT,
    TABLES_OF_READING,
    Visitor,
    browser,
)
from tests.access.steps import Steps
from tests.access.world import slug

LISTS = (
    "/",
    "/differences/",
    "/differences/?state=ended",
    "/differences/?state=all",
    "/differences/search/?q=CN",
    "/differences/search/?q=breakfast",
    "/notices/",
    "/notices/how-i-am-told/",
    "/differences/raise/",
    "/differences/raise/paste/",
)
PARTS = ("", "record/", "who-has-looked/", "for-our-file/", "for-our-file.pdf", "on-one-page/", "statement.pdf")
WHOSE = ("mine", "agency", "partnership")
ASKED = "asked-for-advice"

NAMED = {1: ("bob",), 2: ("cath", "sarah"), 3: ("dev", "judith"), 4: ("margaret", "judith")}
"""Who can act for the sides at each stage, besides whoever raised it."""
NAMED_OTHERWISE = {
    "passed on": ("imran",),
    "linked, of another team": ("imran",),
    "her manager shares it, at stage 2": ("cath", "judith"),
    "the one who answers has an interest": ("leah",),
}
"""The states in which it is somebody else."""


class Run(Steps):
    """One run of the matrix over a built world: everybody, every state, every page and form."""

    def everything(self) -> Self:
        """Meet every cell."""
        for name in self.personas:
            visitor = Visitor(name, browser(self.world, name))  # only now: a quiet session ends after a while
            self.changes.since()
            for url in LISTS:
                self.meet(visitor, url)
            for whose in WHOSE:
                for state in ("open", "ended", "past"):
                    self.meet(visitor, f"/differences/?whose={whose}&state={state}")
            self.changes.since()
            for state in self.world.rows:
                self.difference(visitor, state)
            self.drafts(visitor)
        return self

    def searching(self, visitor: Visitor, state: str, reference: str) -> None:
        """Search for what was said in a difference: only who sees it finds it, by its own words."""
        url = f"/differences/search/?q=CN+{slug(state)}"
        if self.tries(visitor, state, url, "GET", allowed=True):
            response = self.meet(visitor, url)
            found = reference.encode() in response.content
            self.changes.since()
            if found != (visitor.sees(state) and visitor.name not in GUESTS):
                self.found.wrong.append(f"{visitor.name} searching in {state}: {found}")
            self.found.seen[f"{state} by search"] += found

    def difference(self, visitor: Visitor, state: str) -> None:
        """Meet one difference: its pages, finding it, and every act, asked for and sent."""
        row = self.world.rows[state]
        base = f"/differences/{row.reference}/"
        for part in PARTS:
            self.read(visitor, state, base + part)
        self.searching(visitor, state, row.reference)
        self.who(visitor, state, f"{base}which-child/")
        filing: dict[str, object] = {"up_to": self.entries[state], "done": "on"}
        files = visitor.sees(state) and visitor.name in FILERS
        self.post(visitor, state, f"{base}for-our-file/", filing, allowed=files, answer=REDIRECT)
        self.passes(visitor, state, f"{base}passes/")
        self.advising(visitor, state, f"{base}advisers/")
        self.masking(visitor, state, base)
        self.chronology(visitor, state, base)
        self.linking(visitor, state, base)
        self.moving(visitor, state, f"{base}child-moved/")
        self.undertaking(visitor, state, f"{base}actions/")
        self.side_views(visitor, state, base)
        self.on_chart(visitor, state, f"{base}thresholds/")
        self.childs_day(visitor, state, f"{base}childs-day/")
        self.adults(visitor, state, f"{base}adults/")
        self.timeline(visitor, state, f"{base}timeline/")
        self.injury(visitor, state, f"{base}injury/")
        self.read(visitor, state, f"{base}route/", NOT_FOUND if visitor.name in GUESTS else FOUND)
        self.lists(visitor, state, f"{base}lists/")
        self.after(visitor, state, base)
        self.numbers(visitor, state, f"{base}two-numbers/")
        self.meeting(visitor, state, f"{base}meetings/")
        self.fresh_eyes(visitor, state, f"{base}fresh-eyes/")
        self.meet(visitor, f"/find/?reference={spoken(row.reference)}", finding=state)
        self.changes.since()
        for act in ALL_ACTS:
            url = f"{base}{act.replace('_', '-')}/"
            status = FOUND if visitor.may(state, act) else CONFLICT
            self.read(visitor, state, url, status)
            self.post(
                visitor, state, url, self.form(visitor, state, act), allowed=visitor.may(state, act), answer=REDIRECT
            )

    def who(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet who it is about, by name too, and give references. Of no one in particular there is no such page."""
        gives: dict[str, object] = {"raising-1": "A reference", "responding-1": "Another"}
        if state in ABOUT_NO_ONE:
            self.absent(visitor, url, {"names": "1"})
            return
        self.read(visitor, state, url)
        self.post(visitor, state, url, {}, allowed=visitor.sees(state), answer=FOUND)
        opens = visitor.sees(state) and visitor.name in OPENS_THE_NAME.get(state, ())
        self.post(visitor, state, url, {"names": "1"}, allowed=opens, answer=FOUND)
        may = visitor.sees(state) and visitor.name in GIVES_A_REFERENCE
        self.post(visitor, state, f"{url}references/", gives, allowed=may, answer=REDIRECT)

    def passes(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet who was let in, let somebody in, and take a pass back. To a guest none of that is there."""
        answers: dict[str, object] = {"side": "responding", "name": "N", "title": "T", "address": "n@guests.example"}
        lets_in = visitor.name in LETS_IN and state not in ENDED and visitor.sees(state)
        takes_back = lets_in and visitor.name in TAKES_BACK
        if visitor.name in GUESTS:
            self.absent(visitor, url, answers)
            return
        self.read(visitor, state, url)
        self.post(visitor, state, url, answers, allowed=lets_in, answer=REDIRECT)
        if state in self.world.passes:
            back = f"{url}{self.world.passes[state]}/take-back/"
            self.post(visitor, state, back, {}, allowed=takes_back, answer=REDIRECT)

    def linking(self, visitor: Visitor, state: str, base: str) -> None:
        """Link it with another that was raised, which only who sees both can; and take the link of two back."""
        sides, other = visitor.name not in NEITHER_SIDE, "answered no" if state == "raised" else "raised"
        url, answers = f"{base}linked/", {"reference": self.world.rows[other].reference}
        if visitor.name in GUESTS:
            self.absent(visitor, url, dict(answers))
            return
        self.read(visitor, state, url, FOUND if sides else CONFLICT)
        knows, restricted = visitor.sees(other), state.startswith("restricted")
        if visitor.sees(state) and not (sides and knows and not restricted):
            with transaction.atomic():
                response = self.meet(visitor, url, {"submission": str(mint()), **answers}, finding=other)
                changed = {table for table in self.changes.since() if table not in TABLES_OF_READING}
                transaction.set_rollback(True)
            unknown = b"There is no difference with that reference that you can see." in response.content
            expected = (NOT_UNDERSTOOD, not knows) if sides else (CONFLICT, False)
            if (response.status_code, unknown) != expected or changed - {"record_submission"}:
                self.found.wrong.append(f"{visitor.name} POST {url} in {state}: {response.status_code}, {changed}")
        else:
            self.post(visitor, state, url, dict(answers), allowed=visitor.sees(state), answer=REDIRECT)
        if state not in LINKED:
            return
        both = visitor.sees(state) and visitor.sees(LINKED[state])
        if self.references[LINKED[state]][1] in self.meet(visitor, base).content:
            self.found.seen[f"{state} with the other"] += 1
        elif both:
            self.found.wrong.append(f"{visitor.name} GET {base}: not that it is linked")
        self.changes.since()
        if both or not visitor.sees(state):
            self.post(visitor, state, f"{base}linked/1/take-back/", {}, allowed=both, answer=REDIRECT)
        elif self.meet(visitor, f"{base}linked/1/take-back/", {"submission": str(mint())}).status_code != NOT_FOUND:
            self.found.wrong.append(f"{visitor.name} POST {base}linked/1/take-back/: it is there")
        self.changes.since()

    def moving(self, visitor: Visitor, state: str, url: str) -> None:
        """Say that the child has moved to the next area."""
        may = (visitor.name not in NEITHER_SIDE or visitor.name in MOVES) and state not in ENDED and visitor.sees(state)
        may = may and state not in ABOUT_NO_ONE
        if visitor.name in GUESTS:
            self.absent(visitor, url, {})
            return
        self.read(visitor, state, url, FOUND if may else CONFLICT)
        today, row = london_date(now()), self.world.rows[state]
        areas = {str(key) for key in Partnership.objects.values_list("pk", flat=True)} - {str(row.partnership_id)}
        answers: dict[str, object] = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        answers |= {"children": ["1"], "area": areas.pop(), "agency": "", "side": ""}
        self.post(visitor, state, url, answers, allowed=may, answer=REDIRECT)

    def advising(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet who advises, ask somebody, and end it. To a guest none of that is there."""
        side = "raising" if visitor.name in OWN_SIDE["raising"] else "responding"
        asking = f"{url}?agency={self.world.agencies['any']}&side={side}"
        asks: dict[str, object] = {"person": str(self.world.people["joel"].pk), "reason": "Words of the matrix."}
        if visitor.name in GUESTS:
            self.absent(visitor, asking, asks)
            return
        self.read(visitor, state, url)
        allowed = visitor.name in ASKS_ADVICE and state not in ENDED and visitor.sees(state)
        self.post(visitor, state, asking, asks, allowed=allowed, answer=REDIRECT)
        if state in ENDS_ADVICE:
            over = f"{url}{self.world.advice['hana']}/end/"
            self.post(visitor, state, over, {}, allowed=visitor.name in ENDS_ADVICE[state], answer=REDIRECT)

    def masking(self, visitor: Visitor, state: str, base: str) -> None:
        """Meet the page that hides the words of the last note, or decides on it; for others it is not there."""
        if state not in MASKS:
            return
        url, may = f"{base}record/{self.world.notes[state]}/mask/", visitor.name in MASKS[state]
        if visitor.sees(state) and visitor.name not in READS_THE_NOTE[state]:
            if self.meet(visitor, url).status_code != NOT_FOUND:
                self.found.wrong.append(f"{visitor.name} GET {url} in {state}: it is there")
            return
        self.read(visitor, state, url, FOUND if may else CONFLICT)
        words: dict[str, object] = {"reason": "Words of the matrix.", "decision": "masked"}
        self.post(visitor, state, url, words, allowed=may, answer=REDIRECT)

    def drafts(self, visitor: Visitor) -> None:
        """Meet others' drafts. The database alone shows one to its author and her adviser, and knows no pages."""
        for owner, key in self.world.drafts.items():
            adviser = ADVISES.get(owner)
            for step in ("check", "worry", "pasted", "advice", ASKED):
                response = self.meet(visitor, f"/differences/raise/{key}/{step}/")
                readers = {adviser} if step == ASKED else {owner}
                if not self.filtered:
                    readers = {owner, adviser}
                if visitor.name in readers:
                    self.found.seen["advice" if step == ASKED else "draft"] += b"CN-draft" in response.content
                elif response.status_code == FOUND:
                    self.found.leaks.append(f"{visitor.name} opened a draft of {owner}: {step}")

    def form(self, visitor: Visitor, state: str, act: str) -> dict[str, object]:
        """Return a valid form for an act."""
        row = self.world.rows[state]
        today = london_date(now())
        soon = today + timedelta(days=1)
        due = row.due_at or now()
        later = next_working_day(london_date(due), calendar_of(time(9), time(17)))
        day = later if act == "lengthen" else soon + timedelta(days=7)
        named = NAMED_OTHERWISE.get(state, NAMED.get(row.stage, ()))
        words = "Words of the matrix."
        common: dict[str, object] = {"version": row.version, "meanwhile": words, "reason": words, "words": words}
        return common | {
            "knows_child": "yes",
            "supports": "yes",
            "advice": words,
            "way": "re-think/3",
            "views": words,
            "strategy": "0",
            "to": "team" if act == "pass_on" else words,
            "team": str(self.world.team_of(row)),
            "agency": str(self.world.agencies["last" if row.stage == 4 else "any"]) if act == "join" else "unknown",
            "beside": "both",
            "sees": words,
            "works": words,
            "wants": words,
            "answer": "yes",
            "because": words,
            "own_side": "no",
            "text": words,
            "proposal": 1,
            "confirm": "on",
            "tried": words,
            "how": "telephone",
            "whom": words,
            "said": words,
            "title": words,
            "agrees": "yes",
            "on_day": soon.day, "on_month": soon.month, "on_year": soon.year - 1,
            "people": [str(self.world.people[one].pk) for one in named if one != visitor.name],
            "person": str(self.world.people["ivy"].pk),
            "ask": words,
            "need": words,
            "due_day": today.day, "due_month": today.month, "due_year": today.year,
            "day_day": day.day, "day_month": day.month, "day_year": day.year,
            "owner": words,
            "to_stage": row.stage - 1 if act == "step_down" else row.stage + 2,
            "why": "settled",
            "statement": words,
        }  # fmt: skip
