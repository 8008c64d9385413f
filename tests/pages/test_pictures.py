"""The pictures of docs/pictures, taken of the demonstration: `bin/test --pictures tests/pages/test_pictures.py`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker

from commonground.briefings.models import Briefing
from commonground.differences import actions
from commonground.differences.actions import ChildIdentity
from commonground.differences.answers import Answers
from commonground.differences.models import Difference, Seat
from commonground.directory.guests.models import Pass
from commonground.directory.models import Agency, Holding, Partnership, Post
from commonground.editions import actions as editions
from commonground.editions.queries import live_edition
from commonground.now import london_date, now
from commonground.procedures.terms import Act, Capacity, End, Kind, Side, Subject
from commonground.record.models import Entry, Mask
from tests.cast import NAMED, Cast
from tests.conftest import copied
from tests.connected import connected
from tests.insight.making import figures
from tests.journeys.product import running
from tests.pages.assured import told
from tests.pages.conftest import LookedAt
from tests.pages.days import VERSIONS
from tests.pages.drafted import GROUP
from tests.pages.keeping import IF_RAISED
from tests.pages.kept import procedures
from tests.pages.looking import SEND
from tests.pages.shelves import chart_proposed, panels, proposed, with_images
from tests.pdf import pictures

pytestmark = pytest.mark.pictures

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
UNREAD_BY, LOOKS = "Wendy Park", "Helen Achebe"
WIDTHS = (1280, 375)
HEIGHT = 812  # of one screen
WORRY = """\
On Thursday he fell asleep over his lunch and told the class that he had been up with the baby. This was the third \
time since half term. He comes in the same jumper and goes home alone at four.
When I rang home on Friday, a man answered whom I have not met, and said that his mother was away until Monday."""
ASK = "Please see him and the baby at home, and find out who looks after them when their mother is away."
SAFE = "Breakfast club has him from eight, and his aunt collects him on Thursdays. On other days I know of nobody."


@pytest.fixture(scope="module")
def shown(
    story_template: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[LookedAt]:
    """Give the demonstration, running, with a draft of Amy's that is ready to be sent."""
    with copied(story_template) as database:
        with django_db_blocker.unblock(), connected(database.owner), transaction.atomic():
            cast = Cast(now())
            names = chosen(cast) | with_images(cast)[1] | told()
        with running(database, tmp_path_factory.mktemp("pictures"), django_db_blocker) as product:
            yield LookedAt(product, names)


def chosen(cast: Cast) -> dict[str, str]:
    """Return which differences and which draft are shown."""
    open_ones = Difference.objects.filter(end="").order_by("-raised_at")
    signed = Difference.objects.filter(end=End.RESOLVED, raised_by=cast.person("amy"), restricted=False).order_by(
        "-ended_at"
    )
    new = cast.new()
    answers = Answers(
        danger="no",
        partnership=str(new.partnership),
        raising_agency=str(new.raising_agency),
        responding_agency=str(new.responding_agency),
        responding_team=str(new.responding_team),
        responding_person=str(cast.person("bob").pk),
        kind=Kind.REFERRAL_OUTCOME,
        children=(ChildIdentity("FH-70312", "OAK-118", "J. M.", str(cast.at.year - 7)),),
        worry=WORRY,
        ask=ASK,
        needed_by=cast.needed_by.isoformat(),
        meanwhile=SAFE,
    )
    drafts = {
        name: actions.save_draft(by=cast.actor("amy"), at=cast.at, draft=None, answers=one.written())
        for name, one in (
            ("check", answers),
            ("nonumber", replace(answers, children=(NAMED,))),
            ("begun", replace(answers, ask="", needed_by="", meanwhile="")),
            ("unlisted", answers.not_listed(GROUP)),
            ("offamily", answers.of_subject(Subject.FAMILY_MEMBER)),
            ("ofconference", replace(answers, kind=Kind.CONFERENCE)),
        )
    }
    asked = actions.ask_to_vouch(
        by=cast.actor("amy"), at=cast.at, draft=drafts["unlisted"].pk, group=GROUP, partnership=new.partnership,
        own_agency=new.raising_agency,
    )  # fmt: skip
    stage1 = open_ones.filter(stage=1, raised_by=cast.person("amy")).exclude(kind=Kind.CONFERENCE)[0]
    partly = open_ones.exclude(situation__agreed=[]).filter(situation__has_key="agreed")[0]
    let_in = Pass.objects.filter(opened_at__isnull=False, ended_at=None)[0]
    asks = actions.AdviceSought(
        Side.RAISING, new.raising_agency, cast.person("judith").pk, "Have you met this family before?"
    )  # fmt: skip
    actions.ask_adviser(by=cast.actor("amy"), at=cast.at, difference=stage1.pk, asks=asks)
    note = actions.note(
        by=cast.actor(partly.raised_by.name), at=cast.at, difference=partly.pk, version=None, own_side=False,
        words="They have moved to number 7 in the street behind the bakery.",
    )  # fmt: skip
    hidden = Mask.objects.filter(confirmed=None)[0]
    leads = Seat.objects.filter(difference=hidden.subject, capacity=Capacity.LEAD, ended_at=None, post__isnull=False)
    second = Holding.objects.filter(post__in=leads.values("post"), deputy=False).exclude(person=hidden.by_id)[0].person
    family = Difference.objects.filter(subject=Subject.FAMILY_MEMBER)[0]
    named = open_ones.filter(childs__named=True, childs__name_wiped_at=None)[0]
    paused = open_ones.filter(clocks__paused_until__isnull=False)[0]
    return (
        {
            "stage1": stage1.reference,
            "vouching": str(asked.pk),
            "partly": partly.reference,
            "partly_by": partly.raised_by.name,
            "let_in": Difference.objects.get(pk=let_in.subject).reference,
            "guest": let_in.person.name,
            "stage2": open_ones.filter(stage=2, raised_by=cast.person("hana"))[0].reference,
            "resolved": signed[0].reference,
            "briefing": str(Briefing.objects.get().pk),
            "edition_shared": str(Briefing.objects.get().edition_id),
            "health": str(next(iter(cast.actor("ros").agencies))),
            "last_week": "day_day={0.day}&day_month={0.month}&day_year={0.year}".format(cast.at - timedelta(days=7)),
            "area": str(new.partnership),
            "council": str(new.responding_agency),
            "school": str(new.raising_agency),
            "surgery": str(Agency.objects.get(name="Harbour Road Surgery").pk),
            "bob": str(cast.person("bob").pk),
            "desk": str(Post.objects.get(title="Assessment Team East duty desk").pk),
            "paused": paused.reference,
            "noted_by": partly.raised_by.name,
            "note": str(Entry.objects.filter(subject=note.pk).latest("number").pk),
            "masked": Difference.objects.get(pk=hidden.subject).reference,
            "mask": str(hidden.pk),
            "second": second.name,
            "dissent": open_ones.filter(kind=Kind.CONFERENCE, raised_by=cast.person("amy"))[0].reference,
            "family": family.reference,
            "family_by": family.raised_by.name,
            "named": named.reference,
            "named_by": named.raised_by.name,
            "paused_by": paused.raised_by.name,
            "understood": Difference.objects.get(lines=2).reference,
            "met_by": entry_to_speak_to(),
            "unopened": open_ones.get(raised_by=cast.person("Wendy Park"), stage=1).reference,
        }
        | {name: str(draft.pk) for name, draft in drafts.items()}
        | procedures(cast)
        | figures(cast)
        | wrong_draft(cast)
        | {"proposed_page": str(proposed(cast, "neglect").pk)}
        | chart_proposed(cast)
        | panels(cast)
    )


def entry_to_speak_to() -> str:
    """Return the newest entry of the other side that both read, of the one in which both took the steps."""
    row = Difference.objects.get(lines=2)
    entry = Entry.objects.filter(subject=row.pk, kind=f"difference.{Act.RESPOND}").latest("number")
    return str(entry.pk)


def wrong_draft(cast: Cast) -> dict[str, str]:
    """Return a draft as it stands while an officer still works at it: one side of a stage has nobody yet."""
    area = Partnership.objects.get(name="Fairhaven")
    live = live_edition(area.pk, london_date(now()))
    text = live.text.replace('responding = ["senior_manager"]', "responding = []")
    text = text.replace("amount = 14", 'amount = "not known"')
    row = editions.start_draft(by=cast.actor("elin"), at=now(), partnerships=[area], text=text, based_on=live)
    return {"wrong_edition": str(row.pk)}


SHOWN = {
    "start": ("/start/", ""),
    "ring-now": ("/start/in-danger/?area={area}", ""),
    "they-will-not-act": ("/start/they-will-not-act/?responding_agency={council}", "amy"),
    "talk-first": ("/start/talk-first/?responding_agency={council}", "amy"),
    "numbers-kept": ("/numbers/", "elin"),
    "people": ("/people/", "sarah"),
    "post": ("/people/{council}/posts/{desk}/", "elin"),
    "person": ("/people/{council}/people/{bob}/", "elin"),
    "bank-holidays": ("/bank-holidays/{area}/", "elin"),
    "bank-holiday-to-add": ("/bank-holidays/{area}/add/", "elin"),
    "closed": ("/people/{school}/closed/", "sarah"),
    "coverage": ("/coverage/partnership/{area}/", "elin"),
    "coverage-of-an-agency": ("/coverage/agency/{council}/", "elin"),
    "people-as-a-file": ("/people/{council}/file/", "elin"),
    "how-i-am-told": ("/notices/how-i-am-told/", "bob"),
    "raising-error": ("/differences/raise/{begun}/ask/", "amy"),
    "check": ("/differences/raise/{check}/check/", "amy"),
    "no-number": ("/differences/raise/{nonumber}/children/", "amy"),
    "which-child": ("/differences/{named}/which-child/", "{named_by}"),
    "difference-stage-1": ("/differences/{stage1}/", "amy"),
    "difference-stage-2": ("/differences/{stage2}/", "hana"),
    "difference-resolved": ("/differences/{resolved}/", "amy"),
    "for-our-file": ("/differences/{stage2}/for-our-file/", "hana"),
    "refusal": ("/differences/{stage1}/escalate/", "bob"),
    "not-opened": ("/differences/{unopened}/", UNREAD_BY),
    "tried-outside": ("/differences/{stage1}/tried-outside/", "amy"),
    "hand-over": ("/differences/{stage1}/hand-over/", "amy"),
    "restrict": ("/differences/{stage1}/restrict/", "amy"),
    "ask-advice": ("/differences/raise/{check}/advice/", "amy"),
    "paste": ("/differences/raise/paste/", "amy"),
    "recorded-for-them": ("/differences/{stage1}/record-for/", "amy"),
    "let-in-by-a-pass": ("/differences/{stage1}/passes/", "amy"),
    "join": ("/differences/{stage1}/join/", "amy"),
    "paused": ("/differences/{paused}/", "{paused_by}"),
    "too-close": ("/differences/{stage1}/too-close/", "amy"),
    "own-line": ("/differences/raise/{check}/own-line/", "amy"),
    "agreed-for-some": ("/differences/{partly}/", "{partly_by}"),
    "guest": ("/differences/{let_in}/", "{guest}"),
    "linked": ("/differences/{stage1}/linked/", "amy"),
    "child-moved": ("/differences/{stage1}/child-moved/", "amy"),
    "advisers": ("/differences/{stage1}/advisers/", "amy"),
    "not-listed": ("/start/not-listed/", ""),
    "prepare": ("/start/not-listed/prepare/", ""),
    "check-not-listed": ("/differences/raise/{unlisted}/check/", "amy"),
    "vouch": ("/differences/vouching/{vouching}/", "elin"),
    "hide-words": ("/differences/{partly}/record/{note}/mask/", "{noted_by}"),
    "hidden-words": ("/differences/{masked}/record/{mask}/mask/", "{second}"),
    "waits-for-a-second-person": ("/", "{second}"),
    "ask-to-pause": ("/differences/{stage1}/pause/", "amy"),
    "who-it-is-about": ("/differences/raise/{check}/who/", "amy"),
    "which-family-member": ("/differences/raise/{offamily}/children/", "amy"),
    "a-theme-goes-elsewhere": ("/differences/raise/{check}/themes/", "amy"),
    "about-a-conference": ("/differences/raise/{ofconference}/about/", "amy"),
    "dissent": ("/differences/{dissent}/", "amy"),
    "about-a-family-member": ("/differences/{family}/", "{family_by}"),
    "promise": ("/people/{school}/promise/", "sarah"),
    "both-sides": ("/differences/{understood}/", "sarah"),
    "our-view": ("/differences/{understood}/our-view/", "sarah"),
    "views": ("/differences/{understood}/views/", "sarah"),
    "thresholds": ("/differences/{understood}/thresholds/", "sarah"),
    "childs-days": ("/differences/{understood}/childs-day/", "sarah"),
    "childs-day": ("/differences/{understood}/childs-day/1/school_or_work_day/", "sarah"),
    "childs-day-to-quote": ("/differences/{understood}/childs-day/1/school_or_work_day/quote/", "sarah"),
    "adults": ("/differences/{understood}/adults/", "sarah"),
    "adults-role": ("/differences/{understood}/adults/child/1/role/3/", "sarah"),
    "timeline": ("/differences/{understood}/timeline/", "sarah"),
    "timeline-event": ("/differences/{understood}/timeline/child/1/event/new/", "sarah"),
    "injury": ("/differences/{understood}/injury/", "sarah"),
    "injury-refer": ("/differences/{understood}/injury/2/", "sarah"),
    "injury-examined": ("/differences/{understood}/injury/3/", "sarah"),
    "injury-referred": ("/differences/{understood}/injury/referred/", "sarah"),
    "route": ("/differences/{understood}/route/", "sarah"),
    "tool-in-which": ("/differences/tools/adults/", "sarah"),
    "thresholds-box": ("/differences/{understood}/thresholds/3/home/", "sarah"),
    "lists": ("/differences/{understood}/lists/", "sarah"),
    "line": ("/differences/{understood}/lists/1/", "sarah"),
    "actions": ("/differences/{understood}/actions/", "sarah"),
    "action-to-note": ("/differences/{understood}/actions/new/", "sarah"),
    "action-done": ("/differences/{understood}/actions/2/done/", "sarah"),
    "meetings": ("/differences/{understood}/meetings/", "sarah"),
    "meeting": ("/differences/{understood}/meetings/1/", "sarah"),
    "meeting-to-propose": ("/differences/{understood}/meetings/new/", "sarah"),
    "fresh-eyes": ("/differences/{understood}/fresh-eyes/", "sarah"),
    "fresh-eyes-to-ask": ("/differences/{understood}/fresh-eyes/ask/?where={surgery}", "sarah"),
    "look-with-fresh-eyes": ("/differences/{understood}/", LOOKS),
    "word-with-fresh-eyes": ("/differences/{understood}/fresh-eyes/2/word/", LOOKS),
    "on-one-page": ("/differences/{understood}/on-one-page/", "cath"),
    "say-of-an-entry": ("/differences/{understood}/record/{met_by}/say/", "sarah"),
    "answer-with-said-back": ("/differences/{stage1}/respond/", "bob"),
    "agreement-in-parts": ("/differences/{understood}/propose/", "cath"),
    "how-it-went": ("/differences/{resolved}/how-it-went/", "amy"),
    "how-it-went-in-numbers": ("/differences/how-it-went/", "elin"),
    "figures": ("/figures/", "elin"),
    "how-far-in-an-area": ("/how-far/{briefing}/", "elin"),
    "how-far-in-our-teams": ("/how-far/{briefing}/", "ros"),
    "who-has-not-read-it": ("/how-far/{briefing}/not-yet/{health}/", "ros"),
    "evidence": ("/evidence/", "elin"),
    "who-had-read-it": ("/how-far/had-read/?edition={edition_shared}&{last_week}", "ros"),
    "figures-of-a-quarter": ("/figures/{figures}/", "sol"),
    "figures-beside-our-own": ("/figures/{figures}/", "ros"),
    "figures-to-release": ("/figures/{figures_of_year}/", "elin"),
    "older-log": ("/figures/older-logs/{figures_area}/{figures_log}/", "elin"),
    "silence": ("/figures/{figures}/silence/", "elin"),
    "behaviours": ("/figures/{figures}/behaviours/", "sol"),
    "chart": ("/library/fairhaven/chart/", ""),
    "chart-two-levels": ("/library/fairhaven/chart/?level=3&level=4", ""),
    "chart-search": ("/library/fairhaven/chart/?words=help", ""),
    "chart-in-plain-words": ("/library/fairhaven/chart/in-plain-words/", ""),
    "chart-proposed": ("/keep-library/chart/{chart_proposed}/", "elin"),
    "chart-from-a-file": ("/keep-library/marlow-vale/chart/from-a-file/", "gwen"),
    "briefings": ("/briefings/", "amy"),
    "briefing-to-read": ("/briefings/{briefing}/", "amy"),
    "briefing-receipt": ("/briefings/{briefing}/receipt/", "bob"),
    "briefing-questions": ("/briefings/{briefing}/questions/", "bob"),
    "briefing-to-share": ("/briefings/share/new/", "elin"),
    "briefing-shared": ("/briefings/{briefing}/shared/", "elin"),
    "briefing-passed-on": ("/briefings/{briefing}/shared/", "sarah"),
    "team-session": ("/briefings/{briefing}/session/", "cath"),
    "team-session-held": ("/briefings/{briefing}/held/", "cath"),
    "team-sessions": ("/briefings/sessions/", "cath"),
    "managers-card": ("/briefings/a-colleague-comes-with-a-worry/", "cath"),
    "talked-it-over": ("/briefings/{briefing}/talked/", "bob"),
    "leaders-calendar": ("/briefings/calendar/", "elin"),
    "leaders-calendar-of-one": ("/briefings/calendar/", "Margaret Ainsworth"),
    "leaders-desk": ("/briefings/promoting/", "Margaret Ainsworth"),
    "leaders-say": ("/briefings/leaders/", "amy"),
    "sentences-to-copy": ("/briefings/to-copy/", "owen"),
    "home": ("/", "hana"),
    "clock-opened": ("/differences/{stage2}/", "hana"),
    "procedures": ("/procedures/", "elin"),
    "start-a-draft": ("/procedures/new/", "elin"),
    "edition-to-confirm": ("/procedures/{provisional_edition}/", "elin"),
    "edition-ready": ("/procedures/{ready_edition}/", "elin"),
    "editor": ("/procedures/{draft_edition}/edit/", "elin"),
    "editor-problems": ("/procedures/{wrong_edition}/edit/", "elin"),
    "editor-stage": ("/procedures/{draft_edition}/edit/stages/2/", "elin"),
    "editor-people": ("/procedures/{draft_edition}/edit/stages/2/people/", "elin"),
    "editor-clock": ("/procedures/{draft_edition}/edit/stages/2/clocks/settled/time/", "elin"),
    "editor-text": ("/procedures/{draft_edition}/edit/text/", "elin"),
    "confirm": ("/procedures/{provisional_edition}/confirm/stage:1:clock:settled/", "elin"),
    "confirm-several": ("/procedures/{draft_edition}/confirm/", "elin"),
    "propose": ("/procedures/{ready_edition}/propose/", "elin"),
    "approve": ("/procedures/{proposed_edition}/approve/", "gwen"),
    "what-if": ("/procedures/{draft_edition}/what-if/?" + IF_RAISED, "elin"),
    "what-if-tried": ("/procedures/{draft_edition}/what-if/{tried}/", "elin"),
    **{f"day-{version}": (f"/library/day-in-the-life/{version}/", "") for version in VERSIONS},
    "days": ("/library/day-in-the-life/", ""),
    "day-handed-over": ("/library/day-in-the-life/primary/with/child/", ""),
    "library": ("/library/fairhaven/", ""),
    "library-toolkit": ("/library/fairhaven/safeguarding-infants/", ""),
    "library-pack": ("/library/fairhaven/resolution/", ""),
    "library-not-approved": ("/library/marlow-vale/safeguarding-infants/", ""),
    "library-search": ("/library/search/?area=fairhaven&q=bruse+on+a+baby", ""),
    "library-search-unclear": ("/library/search/?area=fairhaven&q=DSP", ""),
    "library-glossary": ("/library/glossary/", ""),
    "library-desk": ("/keep-library/", "elin"),
    "library-draft": ("/keep-library/draft/{proposed_page}/", "elin"),
    "library-page-with-images": ("/library/fairhaven/learning-from-reviews/", ""),
    "library-images": ("/keep-library/fairhaven/images/", "iris"),
    "library-image-to-take-out": ("/keep-library/fairhaven/images/{hidden_image}/take-out/", "elin"),
    "library-sites": ("/keep-library/fairhaven/sites/", "elin"),
    "library-panel": ("/panel/{pack_panel}", ""),
    "library-panel-to-begin": ("/panel/{start_panel}", ""),
    "survey-on-a-phone": ("/survey/{survey_open}/", "amy"),
    "survey-to-open": ("/assurance/surveys/new/", "elin"),
    "survey-open": ("/assurance/surveys/{survey_open}/", "elin"),
    "what-staff-say": ("/assurance/surveys/{survey_over}/", "elin"),
    "returns": ("/assurance/returns/{return_now}/", "elin"),
    "return-to-fill-in": ("/assurance/returns/{return_now}/{fills}/", "sarah"),
    "return-standard": ("/assurance/returns/{return_now}/{fills}/by/heard/", "sarah"),
    "return-to-moderate": ("/assurance/returns/{return_now}/{waits}/submitted/1/", "elin"),
    "agencies-say-staff-say": ("/assurance/beside/{its_area}/", "elin"),
    "agency-says-its-staff-say": ("/assurance/beside/{its_area}/", "Farah Siddiqui"),
    "assurance": ("/assurance/", "elin"),
    "public-procedure": ("/procedure/fairhaven/", ""),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SHOWN)
def test_take(name: str, width: int, shown: LookedAt, chromium: Browser) -> None:
    url, who = SHOWN[name]
    page = shown.context(chromium, who.format(**shown.names)).new_page()
    page.set_viewport_size({"width": width, "height": HEIGHT})
    answer = page.goto(shown.address(url))
    assert answer
    assert answer.status == (409 if name == "refusal" else 200)
    whole = prepared(name, page)
    FOLDER.mkdir(exist_ok=True)
    page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=whole)
    page.close()


PAPERS = {
    "poster": "/library/fairhaven/poster.pdf",
    "library-on-one-page": "/library/fairhaven/all.pdf",
    "toolkit-on-one-page": "/library/fairhaven/neglect/one-page.pdf",
    "pack-on-one-page": "/library/fairhaven/resolution/one-page.pdf",
    "toolkit-on-paper": "/library/fairhaven/neglect/page.pdf",
}


@pytest.mark.parametrize("name", PAPERS)
def test_take_of_a_paper(name: str, shown: LookedAt, chromium: Browser) -> None:
    answer = shown.context(chromium, "").request.get(shown.address(PAPERS[name]))
    assert answer.ok
    pictures(answer.body(), scale=1.5)[0].convert("P").save(FOLDER / f"paper-{name}.png", optimize=True)


def prepared(name: str, page: Page) -> bool:
    """Bring a page to what its picture shows; return whether the whole of it is shown, or one screen."""
    if name == "raising-error":
        page.get_by_label("What do you ask them to do?").fill(ASK)
        needed = page.get_by_role("group", name="By when does the child need it?", exact=True)
        needed.get_by_label("Day").fill("31")
        needed.get_by_label("Month").fill("11")
        with page.expect_navigation():
            page.locator(SEND).click()
    if name == "which-child":
        with page.expect_navigation():
            page.locator(SEND).click()
    if name == "clock-opened":
        clock = page.locator(".cg-clock").first
        clock.locator("summary").click()
        clock.evaluate("one => scrollTo(0, one.getBoundingClientRect().top + scrollY - 24)")
    return name != "clock-opened"
