"""One run of the matrix: everybody goes round every state, opens each page and sends each form."""

from datetime import time, timedelta
from typing import Self
from zlib import crc32

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
    AGREED_IN,
    AGREES_MINUTES,
    ALL_ACTS,
    ASKED_WHAT_CHANGED,
    ASKS_ADVICE,
    CALLS_MEETINGS,
    DEALS_WITH_ACTIONS,
    DOES_IT,
    ENDED,
    ENDS_ADVICE,
    FILERS,
    GIVES_A_REFERENCE,
    GUESTS,
    HAS_LINES,
    HAS_SHARED,
    LETS_IN,
    LINKED,
    LISTS_LATER,
    MASKS,
    MEETS,
    MOVES,
    NEITHER_SIDE,
    ON_CHART,
    OPENS_THE_NAME,
    OWN_SIDE,
    READS_THE_NOTE,
    SAYS,
    SAYS_HOW_IT_WENT,
    TAKES_BACK,
    UNDERTAKEN,
    WITH_NUMBERS,
    WRITES,
)
from tests.access.meeting import (
    CONFLICT,
    FOUND,
    NOT_FOUND,
    NOT_UNDERSTOOD,
    REDIRECT,
    TABLES_OF_READING,
    Meeting,
    Visitor,
    browser,
)

LISTS = (
    "/",
    "/differences/",
    "/differences/?state=ended",
    "/differences/?state=all",
    "/notices/",
    "/notices/how-i-am-told/",
    "/differences/raise/",
    "/differences/raise/paste/",
)
PARTS = ("", "record/", "who-has-looked/", "for-our-file/", "for-our-file.pdf", "on-one-page/", "statement.pdf")
WHOSE = ("mine", "agency", "partnership")
ASKED = "asked-for-advice"

PLACED = "placed on the chart"
"""The state in which one side has placed on the chart what the other may not read yet."""

TRIED_UNSEEN, STEP, UNSEEN = 4, 7, 20
"""Of how many acts, how far apart, each tries one of a difference that they do not see; and how often each is tried."""

NAMED = {1: ("bob",), 2: ("cath", "sarah"), 3: ("dev", "judith"), 4: ("margaret", "judith")}
"""Who can act for the sides at each stage, besides whoever raised it."""
MEETING_OF = dict.fromkeys(MEETS, ("amy", "bob"))
"""Who is asked to come to a meeting, in the states in which one is tried."""
NAMED_OTHERWISE = {
    "passed on": ("imran",),
    "linked, of another team": ("imran",),
    "her manager shares it, at stage 2": ("cath", "judith"),
    "the one who answers has an interest": ("leah",),
}
"""The states in which it is somebody else."""


def acts_tried(visitor: Visitor, state: str) -> tuple[str, ...]:
    """Return which acts somebody tries: all, or of a difference that they do not see a few, other ones for each.

    Whoever does not see it meets one door before any act, so it is tried by every act, but not by each with all.
    """
    if visitor.sees(state):
        return ALL_ACTS
    first = crc32(f"{visitor.name} {state}".encode())
    return tuple(ALL_ACTS[(first + step * STEP) % len(ALL_ACTS)] for step in range(TRIED_UNSEEN))


class Run(Meeting):
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

    def difference(self, visitor: Visitor, state: str) -> None:
        """Meet one difference: its pages, finding it, and every act, asked for and sent."""
        row = self.world.rows[state]
        base = f"/differences/{row.reference}/"
        self.found.unseen.update(() if visitor.sees(state) else acts_tried(visitor, state))
        for part in PARTS:
            self.read(visitor, state, base + part)
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
        self.lists(visitor, state, f"{base}lists/")
        self.after(visitor, state, base)
        self.numbers(visitor, state, f"{base}two-numbers/")
        self.meeting(visitor, state, f"{base}meetings/")
        self.meet(visitor, f"/find/?reference={spoken(row.reference)}", finding=state)
        self.changes.since()
        for act in acts_tried(visitor, state):
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

    def side_views(self, visitor: Visitor, state: str, base: str) -> None:
        """Meet what each side sees; keep, share and throw away what one's own sees, which a side can."""
        url, words = f"{base}our-view/", "Words of the matrix."
        shared = HAS_SHARED.get(state)
        saved, last = visitor.name in WRITES.get(state, ()), bool(shared) and visitor.name in OWN_SIDE[str(shared)]
        answers: dict[str, object] = {"version": int(saved), "goes_on_from": int(last), "want": words}
        if visitor.name in GUESTS:
            self.absent(visitor, url, answers)
            self.absent(visitor, f"{base}views/", answers)
            self.absent(visitor, f"{base}said-back/1/", {"heard": "yes"})
            return
        self.read(visitor, state, f"{base}views/")
        side = visitor.name not in NEITHER_SIDE and visitor.sees(state)
        writes = side and state not in ENDED
        self.read(visitor, state, url, FOUND if writes else CONFLICT)
        self.post(visitor, state, url, answers | {"press": "share"}, allowed=writes, answer=REDIRECT)
        self.post(visitor, state, f"{url}keep/", answers, allowed=writes, answer=FOUND)
        self.post(visitor, state, f"{url}throw-away/", {}, allowed=side, answer=REDIRECT)

        if shared:
            hears = side and visitor.name not in OWN_SIDE[shared]
            self.read(visitor, state, f"{base}said-back/1/", FOUND if hears else CONFLICT)
            self.post(visitor, state, f"{base}said-back/1/", {"heard": "yes"}, allowed=hears, answer=REDIRECT)

    def lists(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet what is agreed and not agreed; put a line there and say where one's side stands, which a side can."""
        answers: dict[str, object] = {"text": "Words of the matrix.", "source": ""}
        says: dict[str, object] = {"version": 1, "stand": "agrees", "why": ""}
        if visitor.name in GUESTS:
            self.absent(visitor, url, {})
            self.absent(visitor, f"{url}new/", answers)
            return
        self.read(visitor, state, url)
        works = visitor.name not in NEITHER_SIDE and state not in ENDED | LISTS_LATER and visitor.sees(state)
        self.read(visitor, state, f"{url}new/", FOUND if works else CONFLICT)
        self.post(visitor, state, f"{url}new/", answers, allowed=works, answer=REDIRECT)
        if state in HAS_LINES:
            self.read(visitor, state, f"{url}1/", FOUND if works else CONFLICT)
            self.post(visitor, state, f"{url}1/", says, allowed=works, answer=REDIRECT)
            takes_off = works and visitor.name in OWN_SIDE["raising"]
            self.post(visitor, state, f"{url}1/take-off/", {"version": 1}, allowed=takes_off, answer=REDIRECT)

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

    def undertaking(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet the actions, put one on the list, say that Bob's is done, hand it over. To a guest none of that is."""
        today, row = london_date(now()), self.world.rows[state]
        council = str(row.responding_agency_id)
        new: dict[str, object] = {"what": "Words.", "done_when": "Words.", "owner": council}
        new |= {"due_day": today.day, "due_month": today.month, "due_year": today.year}
        if visitor.name in GUESTS:
            self.absent(visitor, url, {})
            return
        deals = visitor.name in DEALS_WITH_ACTIONS and visitor.sees(state)
        self.read(visitor, state, url)
        self.read(visitor, state, f"{url}new/", FOUND if deals else CONFLICT)
        self.post(visitor, state, f"{url}new/", new, allowed=deals, answer=REDIRECT)
        if state not in UNDERTAKEN:
            return
        may = deals and visitor.name in DOES_IT
        for part in ("done", "hand-over"):
            self.read(visitor, state, f"{url}1/{part}/", FOUND if may else CONFLICT)
            said = new | {"came": "done", "evidence": "Words.", "reason": "Words."}
            self.post(visitor, state, f"{url}1/{part}/", said, allowed=may, answer=REDIRECT)

    def numbers(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet the two numbers and give one, where the edition asks for them; elsewhere, and to a guest, none is."""
        if visitor.name in GUESTS or state not in WITH_NUMBERS:
            self.absent(visitor, url, {})
            return
        self.read(visitor, state, url)
        may = visitor.name in ON_CHART and visitor.sees(state)
        answers: dict[str, object] = {"figure": 4, "why": "Words of the matrix.", "moves": ""}
        self.post(visitor, state, url, answers, allowed=may, answer=REDIRECT)

    def on_chart(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet what is placed on the chart, which is Amy's side's own in one state, and say that one does not use it.

        Of no one in particular, and to a guest, none of that is there.
        """
        if visitor.name in GUESTS or state in ABOUT_NO_ONE:
            self.absent(visitor, url, {})
            return
        self.read(visitor, state, url)
        may = visitor.name in ON_CHART and state not in ENDED and visitor.sees(state)
        may = may and not (state == PLACED and visitor.name in OWN_SIDE["raising"])
        for part in ("place/", "3/child/"):  # nobody has begun, or what was begun is placed
            self.read(visitor, state, url + part, CONFLICT)
        self.read(visitor, state, f"{url}not-used/", FOUND if may else CONFLICT)
        answers: dict[str, object] = {"why": "Words of the matrix."}
        self.post(visitor, state, f"{url}not-used/", answers, allowed=may, answer=REDIRECT)

    def after(self, visitor: Visitor, state: str, base: str) -> None:
        """Say how it went once it has ended, and what has changed where both sides were asked."""
        went: dict[str, object] = {"heard": "no", "child": "partly", "note": "Words of the matrix."}
        changed: dict[str, object] = {"helped": "too_early", "words": "Words of the matrix."}
        for part, answers, who in (
            ("how-it-went/", went, SAYS_HOW_IT_WENT if state in ENDED else set()),
            ("what-changed/", changed, ASKED_WHAT_CHANGED.get(state, set())),
        ):
            if visitor.name in GUESTS:
                self.absent(visitor, base + part, answers)
                continue
            may = visitor.name in who
            self.read(visitor, state, base + part, FOUND if may else CONFLICT)
            self.post(
                visitor, state, base + part, answers, allowed=may and visitor.sees(state), answer=REDIRECT
            )  # fmt: skip

    def meeting(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet the meetings, propose one, and do each thing that can be done about one. To a guest none of that is."""
        day, words = london_date(now()) + timedelta(days=3), "Words of the matrix."
        people = [str(self.world.people[name].pk) for name in MEETING_OF.get(state, ())]
        new: dict[str, object] = {"place": words, "about": words, "people": people, "begins_1": "10:00"}
        new |= {"ends_1": "11:00", "day_1_day": day.day, "day_1_month": day.month, "day_1_year": day.year}
        if visitor.name in GUESTS:
            self.absent(visitor, url, {})
            return
        calls = visitor.name in CALLS_MEETINGS and visitor.sees(state)
        self.read(visitor, state, url)
        self.read(visitor, state, f"{url}new/", FOUND if calls else CONFLICT)
        if state not in MEETS:
            return
        self.post(visitor, state, f"{url}new/", new, allowed=calls, answer=REDIRECT)
        self.read(visitor, state, f"{url}1/")
        starts = {"starts": self.world.times[state]}
        deals = visitor.name in DEALS_WITH_ACTIONS and visitor.sees(state)
        agrees = visitor.name in AGREES_MINUTES and visitor.sees(state)
        minutes = {"decided_by": words, "decision": words, "reasons": words, "read": "1"}
        for part, said, may in (
            ("2/choose", starts, calls),
            ("2/cancel", {"reason": words}, calls),
            ("1/minutes", minutes, calls),
            ("1/minutes/agree", {"read": "1"}, agrees),
            ("1/dissent", {"words": words}, deals),
        ):
            self.post(visitor, state, f"{url}{part}/", dict(said), allowed=may, answer=REDIRECT)

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

    def chronology(self, visitor: Visitor, state: str, base: str) -> None:
        """Say what one thinks of the raising, note what one still sees differently, and take the whole record."""
        says = visitor.sees(state) and visitor.name in SAYS
        words: dict[str, object] = {"says": "entry_agreed", "words": "Words of the matrix."}
        urls = [f"{base}record/{self.raisings[state]}/say/"]
        urls += [f"{base}agreements/{AGREED_IN[state]}/still-see/"] if state in AGREED_IN else []
        for url in urls:
            self.read(visitor, state, url, FOUND if says else CONFLICT)
            self.post(visitor, state, url, dict(words), allowed=says, answer=REDIRECT)
        self.post(visitor, state, f"{base}record/take/", {}, allowed=visitor.sees(state), answer=REDIRECT)

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
