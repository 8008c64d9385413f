"""How everybody meets the steps of resolving well: every page and form of them, in every state."""

from datetime import timedelta

from commonground.now import london_date, now
from tests.access.expectations import (
    ABOUT_NO_CHILD,
    ABOUT_NO_ONE,
    AGREED_IN,
    AGREES_MINUTES,
    ASKED_WHAT_CHANGED,
    ASKS_FRESH_EYES,
    CALLS_MEETINGS,
    DEALS_WITH_ACTIONS,
    DOES_IT,
    ENDED,
    FINDS,
    GUESTS,
    HAS_LINES,
    HAS_SHARED,
    LISTS_LATER,
    LOOKED_AT,
    LOOKS,
    MEETS,
    NEITHER_SIDE,
    ON_CHART,
    OWN_SIDE,
    SAYS,
    SAYS_HOW_IT_WENT,
    SOUGHT_IN,
    UNDERTAKEN,
    WITH_NUMBERS,
    WRITES,
)
from tests.access.meeting import (
    CONFLICT,
    FOUND,
    NOT_FOUND,
    REDIRECT,
    Meeting,
    Visitor,
)

PLACED = "placed on the chart"
"""The state in which one side has placed on the chart what the other may not read yet."""
MEETING_OF = dict.fromkeys(MEETS, ("amy", "bob"))
"""Who is asked to come to a meeting, in the states in which one is tried."""


class Steps(Meeting):
    """A run that goes round the steps; where what a visitor may is typed in ``expectations``."""

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

    def childs_day(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet a child's day, Amy's side's own in one state; begin one, go on, share, throw away, quote, as a side can.

        Of no child in particular, and to a guest, none of that is there.
        """
        begins: dict[str, object] = {"child": "1", "day_type": "weekend", "age": "primary"}
        one, says = f"{url}1/school_or_work_day/", {"version": 2, "source": "not_known"}
        if visitor.name in GUESTS or state in ABOUT_NO_CHILD:
            self.absent(visitor, url, dict(begins))
            self.absent(visitor, f"{one}quote/", {"quote": "1.1"})
            return
        self.read(visitor, state, url)
        self.read(visitor, state, one)
        may = visitor.name in ON_CHART and state not in ENDED and visitor.sees(state)
        goes_on = may and state == PLACED and visitor.name in OWN_SIDE["raising"]
        quotes = may and state in HAS_SHARED
        self.post(visitor, state, url, dict(begins), allowed=may, answer=REDIRECT)
        self.read(visitor, state, f"{one}part/1/", FOUND if goes_on else CONFLICT)
        self.post(visitor, state, f"{one}part/1/", dict(says), allowed=goes_on, answer=REDIRECT)
        self.post(visitor, state, f"{one}part/1/keep/", dict(says), allowed=goes_on, answer=FOUND)
        self.post(visitor, state, f"{one}share/", {"version": 2}, allowed=goes_on, answer=REDIRECT)
        self.post(visitor, state, f"{one}throw-away/", {"version": 2}, allowed=goes_on, answer=REDIRECT)
        self.read(visitor, state, f"{one}quote/", FOUND if quotes else CONFLICT)
        self.post(visitor, state, f"{one}quote/", {"quote": "1.1"}, allowed=quotes, answer=REDIRECT)

    def adults(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet who is in a child's life, which Amy's side has begun in one state; say of a role, share and quote.

        Of no child in particular, and to a guest, none of that is there.
        """
        one, begun = f"{url}child/1/", state == PLACED and visitor.name in OWN_SIDE["raising"]
        version = int(begun or self.goes_on_from_own(visitor, state))
        says: dict[str, object] = {"version": version, "there": "not_known"}
        if visitor.name in GUESTS or state in ABOUT_NO_CHILD:
            self.read(visitor, state, url, NOT_FOUND)
            self.absent(visitor, f"{one}role/1/", dict(says))
            self.absent(visitor, f"{one}quote/", {"quote": "1.1"})
            return
        self.read(visitor, state, url)
        self.read(visitor, state, one)
        may = visitor.name in ON_CHART and state not in ENDED and visitor.sees(state)
        goes_on, quotes = may and begun, may and state in HAS_SHARED
        self.read(visitor, state, f"{one}role/1/", FOUND if may else CONFLICT)
        self.post(visitor, state, f"{one}role/1/", dict(says), allowed=may, answer=REDIRECT)
        self.post(visitor, state, f"{one}share/", {"version": 1}, allowed=goes_on, answer=REDIRECT)
        self.post(visitor, state, f"{one}throw-away/", {"version": 1}, allowed=goes_on, answer=REDIRECT)
        self.read(visitor, state, f"{one}quote/", FOUND if quotes else CONFLICT)
        self.post(visitor, state, f"{one}quote/", {"quote": "1.1"}, allowed=quotes, answer=REDIRECT)

    def goes_on_from_own(self, visitor: Visitor, state: str) -> bool:
        """Whether the side of a visitor has shared sheets, from which it goes on."""
        return state in HAS_SHARED and visitor.name in OWN_SIDE[HAS_SHARED[state]]

    def timeline(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet the joint chronology, to which Bob's side has shared in one state; write an event down, and quote.

        Of no child in particular, and to a guest, none of that is there.
        """
        today, one = london_date(now()), f"{url}child/1/"
        says: dict[str, object] = {"words": "Words of the matrix.", "source": "record"}
        says["version"] = int(self.goes_on_from_own(visitor, state))
        says |= {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        if visitor.name in GUESTS or state in ABOUT_NO_CHILD:
            self.read(visitor, state, url, NOT_FOUND)
            self.absent(visitor, f"{one}event/new/", dict(says))
            return
        self.read(visitor, state, url)
        may = visitor.name in ON_CHART and state not in ENDED and visitor.sees(state)
        self.read(visitor, state, f"{one}event/new/", FOUND if may else CONFLICT)
        self.post(visitor, state, f"{one}event/new/", dict(says), allowed=may, answer=REDIRECT)
        quotes = may and state in HAS_SHARED
        self.read(visitor, state, f"{one}quote/", FOUND if quotes else CONFLICT)
        self.post(visitor, state, f"{one}quote/", {"quote": "2.e1"}, allowed=quotes, answer=REDIRECT)

    def injury(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet an injury step by step, and note that it was referred. To a guest, and of no child, none of that is."""
        today = london_date(now())
        notes: dict[str, object] = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
        notes |= {"time": "0:00", "whom": "Words of the matrix."}
        if visitor.name in GUESTS or state in ABOUT_NO_CHILD:
            self.read(visitor, state, url, NOT_FOUND)
            self.absent(visitor, f"{url}referred/", notes)
            return
        for part in ("", "2/"):
            self.read(visitor, state, url + part)
        may = visitor.name in ON_CHART and state not in ENDED and visitor.sees(state)
        self.read(visitor, state, f"{url}referred/", FOUND if may else CONFLICT)
        self.post(visitor, state, f"{url}referred/", notes, allowed=may, answer=REDIRECT)

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
            ("2/cancel", {"reason": words, "was": "proposed", "sequence": "0"}, calls),
            ("1/minutes", minutes, calls),
            ("1/minutes/agree", {"read": "1"}, agrees),
            ("1/dissent", {"words": words, "read": "1"}, deals),
        ):
            self.post(visitor, state, f"{url}{part}/", dict(said), allowed=may, answer=REDIRECT)

    def fresh_eyes(self, visitor: Visitor, state: str, url: str) -> None:
        """Meet who looks with fresh eyes; ask somebody, look, say what one sees, take it back. To a guest none is."""
        words = "Words of the matrix."
        asking = f"{url}ask/?where={self.world.agencies['any']}"
        asks: dict[str, object] = {"person": str(self.world.people["helen"].pk), "what": words, "by_when": "5"}
        if visitor.name in GUESTS:
            self.absent(visitor, url, {})
            self.absent(visitor, asking, asks)
            return
        self.read(visitor, state, url)
        waits = state in {LOOKED_AT, SOUGHT_IN}
        may = visitor.name in ASKS_FRESH_EYES and state not in ENDED and visitor.sees(state)
        may = may and not (waits and visitor.name in OWN_SIDE["raising"])
        self.read(visitor, state, f"{url}ask/", FOUND if may else CONFLICT)
        self.post(visitor, state, asking, asks, allowed=may, answer=REDIRECT)
        if not waits:
            return
        looks = state == LOOKED_AT and visitor.name in LOOKS
        finds = state == SOUGHT_IN and visitor.name in FINDS
        asked = (finds or visitor.name in OWN_SIDE["raising"]) and visitor.sees(state)
        for part, may in (("word", looks), ("cannot", looks or finds), ("find", finds)):
            self.read(visitor, state, f"{url}1/{part}/", FOUND if may else CONFLICT)
        for part, said, allowed in (
            ("take/", {}, looks),
            ("word/", {"sees": words}, looks),
            ("cannot/", {"reason": words}, looks or finds),
            ("take-back/", {}, asked),
            (f"find/?where={self.world.agencies['any']}", {"person": asks["person"]}, finds),
        ):
            self.post(visitor, state, f"{url}1/{part}", dict(said), allowed=allowed, answer=REDIRECT)

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
