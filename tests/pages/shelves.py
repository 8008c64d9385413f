"""The library as pages are looked at: read by anybody, kept by its editors, with a draft in every state."""

from datetime import timedelta
from io import BytesIO

from PIL import Image

from commonground.directory.models import Partnership
from commonground.library import actions as charts
from commonground.library.frames import actions as frames
from commonground.library.images.actions import bring_in, hide, take_out
from commonground.library.images.models import PageImage
from commonground.library.images.reading import drawn_anew
from commonground.library.links.checking import check_some
from commonground.library.links.door import Answer
from commonground.library.models import ChartEdition
from commonground.library.pages import actions
from commonground.library.pages.addresses import WHOLE
from commonground.library.pages.addresses import address as short
from commonground.library.pages.models import PageEdition
from commonground.library.queries import standing_number
from commonground.now import london_date
from tests.cast import Cast
from tests.pages.looking import data, empty, error

TRAPS = "## Traps\n"
ALOUD = f"{TRAPS}\nRead this part aloud in your team.\n"


def picture(ground: str = "#dfeee9") -> bytes:
    """Return an image as an editor sends one: where the hub of Fairhaven is, drawn as blocks."""
    said, drawn = BytesIO(), Image.new("RGB", (640, 360), ground)
    for x, y, colour in ((60, 80, "#0f5c5c"), (260, 160, "#6b4fa0"), (460, 60, "#0f5c5c")):
        drawn.paste(colour, (x, y, x + 120, y + 140))
    drawn.save(said, "PNG")
    return said.getvalue()


def drafted(cast: Cast, key: str, now: str = ALOUD) -> PageEdition:
    """Return a draft of a page of Fairhaven in which Iris has changed where its traps begin."""
    area, iris = Partnership.objects.get(name="Fairhaven").pk, cast.actor("iris")
    row = actions.start_draft(by=iris, at=cast.tick(), partnership=area, key=key)
    text = row.text.replace(TRAPS, now, 1)
    assert text != row.text
    return actions.save_draft(by=iris, at=cast.tick(), edition=row.pk, version=1, text=text, changes="")


def proposed(cast: Cast, key: str, days: int = 0, now: str = ALOUD) -> PageEdition:
    """Return such a draft proposed, to be read in some days; Iris goes on with hers where she has one."""
    area, today = Partnership.objects.get(name="Fairhaven").pk, london_date(cast.at)
    row = PageEdition.objects.of(area, key).filter(opened=None, retired_at=None).first() or drafted(cast, key, now)
    return actions.propose(
        by=cast.actor("iris"), at=cast.tick(), edition=row.pk, version=row.version,
        in_force=today + timedelta(days=days), review_by=today + timedelta(days=400),
        changes="The traps begin with what a team can do.",
    )  # fmt: skip


def approved(cast: Cast, row: PageEdition) -> PageEdition:
    """Return it approved by Elin."""
    return actions.approve(by=cast.actor("elin"), at=cast.tick(), edition=row.pk, version=row.version)


def on_shelves(cast: Cast) -> dict[str, str]:
    """Return editions of pages in every state that looks different, by what addresses call them."""
    elin, today = cast.actor("elin"), london_date(cast.at)
    back = proposed(cast, "child-exploitation")
    actions.send_back(by=elin, at=cast.tick(), edition=back.pk, why="Say it in fewer words.")
    published, images = with_images(cast)
    later = approved(cast, proposed(cast, "child-on-child-abuse", days=9))
    live = PageEdition.objects.filter(partnership__name="Fairhaven").stood(today)
    gone = next(row for row in live if row.key == "serious-violence")
    actions.retire(by=elin, at=cast.tick(), edition=gone.pk, why="We use another page now.")
    came = PageEdition.objects.get(partnership__name="Marlow Vale", key="safeguarding-infants")
    rows = {
        "draft": drafted(cast, "neglect"),
        "lacking": drafted(cast, "safeguarding-adolescents", "## Other things\n"),
        "spoilt": drafted(cast, "adopting-a-family-approach"),
        "proposed": proposed(cast, "understanding-unidentified-adults"),
        "sent_back": back,
        "published": published,
        "later": later,
        "gone": gone,
        "came": came,
    }
    check_some(cast.at, asks=lambda one: Answer(404, one))  # so that some addresses are known not to answer
    pages = {f"{state}_page": str(row.pk) for state, row in rows.items()}
    return pages | images | panels(cast) | chart_proposed(cast)


IMAGES = {
    "our-hub": "Three buildings in a row. The hub of Fairhaven is the one in the middle.",
    "the-way-in": "Three doors. The one in the middle is higher, and has a ramp.",
    "our-team": "Five people at a table.",
    "open-day": "Our open day, with a tent and a table of books.",
}


GROUNDS = ("#dfeee9", "#dfeeea", "#dfeeeb", "#dfeeec")
"""Each image is another one, though people see no difference."""


def with_images(cast: Cast) -> tuple[PageEdition, dict[str, str]]:
    """Have Iris bring in an image in every state: one is shown, one is hidden, and one was taken out by Elin.

    Return the page that shows these, and what addresses call the hidden one and one that no page shows yet.
    """
    area, iris = Partnership.objects.get(name="Fairhaven").pk, cast.actor("iris")
    rows = {
        key: bring_in(
            by=iris, at=cast.tick(), partnership=area, key=key, alt=alt, picture=drawn_anew(picture(ground))
        ).pk
        for (key, alt), ground in zip(IMAGES.items(), GROUNDS, strict=True)
    }
    lines = "\n\n".join(f"![{alt}](image:{key})" for key, alt in IMAGES.items() if key != "our-hub")
    page = approved(cast, proposed(cast, "learning-from-reviews", now=f"{ALOUD}\n{lines}\n"))
    for key, why in (("our-team", "A parent asked us to"), ("open-day", "A child could be known by it")):
        hide(by=iris, at=cast.tick(), partnership=area, image=rows[key], why=why)
    one = PageImage.objects.get(pk=rows["open-day"])
    elin = cast.actor("elin")
    take_out(
        by=elin, at=cast.tick(), partnership=area, image=one.pk, hiding=one.hiding, why="A child could be known by it"
    )
    return page, {"image": str(rows["our-hub"]), "hidden_image": str(rows["our-team"])}


def panels(cast: Cast) -> dict[str, str]:
    """List a site that may show panels, and one that was taken off; return what addresses call some panels."""
    elin, fairhaven = cast.actor("elin"), Partnership.objects.get(name="Fairhaven")
    for address, name in (
        ("https://staff.hospital.example", "The hospital’s staff pages"),
        ("https://old.school.example", "Oakfield School"),
    ):
        listed = frames.list_site(by=elin, at=cast.tick(), partnership=fairhaven.pk, address=address, name=name)
    frames.take_site_off(by=elin, at=cast.tick(), site=listed.pk)
    return {
        f"{name}_panel": short(fairhaven, key).rpartition("/")[2]
        for name, key in (("start", WHOLE), ("pack", "resolution"), ("gone", "serious-violence"))
    }


def chart_proposed(cast: Cast) -> dict[str, str]:
    """Return what was proposed as Fairhaven's chart: once sent back, and now with another phrase at level 4."""
    back = _proposed(cast, "Nowhere to sleep")
    charts.send_back(by=cast.actor("elin"), at=cast.tick(), edition=back.pk, why="It says: nowhere safe.")
    return {"chart_back": str(back.pk), "chart_proposed": str(_proposed(cast, "Nowhere safe to sleep").pk)}


def _proposed(cast: Cast, words: str) -> ChartEdition:
    area = Partnership.objects.get(name="Fairhaven").pk
    return charts.say_as_published(
        by=cast.actor("iris"), at=cast.tick(), partnership=area, seen=standing_number(area), compared=(4,),
        boxes={(4, "home"): ("Violence at home", words, "Moves again and again")}, source="The chart, page 2",
        published=london_date(cast.at),
    )  # fmt: skip


CHART_NAMES = ("chart_back", "chart_proposed")
"""What addresses call what was proposed as a chart."""

STATES = ("draft", "lacking", "spoilt", "proposed", "sent_back", "published", "later", "gone", "came")
PAGE_NAMES = (
    *(f"{state}_page" for state in STATES),
    "start_panel",
    "pack_panel",
    "gone_panel",
    "image",
    "hidden_image",
)
"""What addresses call an edition of a page in each state, the panels, and two images."""

HERE, DESK = "/library/fairhaven/", "/keep-library/"
ONE = f"{DESK}draft/"
CHART, ONE_CHART = f"{HERE}chart/", f"{DESK}chart/"
SHOW_DAY = "main section form .govuk-button[type=submit]"
CHARTS = (
    data(CHART),
    data(CHART, "iris"),
    data(f"{CHART}?words=help&level=3&level=4"),
    data(f"{CHART}?level=2&level=3&part=child"),
    empty(f"{CHART}?words=aeroplane"),
    empty(f"{CHART}?level=9", status=422),
    error(CHART, words="x" * 81),
    error(CHART, press=SHOW_DAY, day_day="31", day_month="2", day_year="2026"),
    data("/library/marlow-vale/chart/"),
    data("/library/marlow-vale/chart/", "gwen"),
    error("/library/marlow-vale/chart/", day_day="31", day_month="2", day_year="2026"),
    empty("/library/marlow-vale/chart/in-plain-words/", status=404),
    data(f"{CHART}in-plain-words/"),
    data(f"{CHART}edition/1/"),
    empty(f"{CHART}edition/9/", status=404),
    data(f"{CHART}on/2036-11-03/"),
    empty(f"{CHART}on/2010-03-03/"),
    data(f"{DESK}fairhaven/chart/as-published/", "iris"),
    error(f"{DESK}fairhaven/chart/as-published/", "iris"),
    data(f"{DESK}fairhaven/chart/elsewhere/", "elin"),
    error(f"{DESK}fairhaven/chart/elsewhere/", "elin"),
    data(f"{DESK}fairhaven/chart/from-a-file/", "iris"),
    error(f"{DESK}fairhaven/chart/from-a-file/", "iris"),
    data(f"{DESK}marlow-vale/chart/from-a-file/", "gwen"),
    data(f"{ONE_CHART}{{chart_back}}/", "iris"),
    data(f"{ONE_CHART}{{chart_proposed}}/", "iris"),
    data(f"{ONE_CHART}{{chart_proposed}}/", "elin"),
    data(f"{ONE_CHART}{{chart_proposed}}/send-back/", "elin"),
    error(f"{ONE_CHART}{{chart_proposed}}/send-back/", "elin"),
)
LIST = "main form[novalidate] .govuk-button"
"""The button that lists a site, below those that take one off."""

BOX = ".cg-search .govuk-button"
LIBRARY = (
    data("/library/"),
    data("/library/glossary/"),
    data("/library/search/"),
    error("/library/search/", press=BOX),
    error("/library/search/?q=neglect", press="", status=422),
    data("/library/search/?q=neglekt&area=fairhaven"),
    data("/library/search/?q=DSP&area=fairhaven", "amy"),
    data("/library/search/?q=baby+with+a+bruise&area=marlow-vale"),
    empty("/library/search/?q=zebra&area=fairhaven"),
    data(HERE),
    data(HERE, "amy"),
    error(HERE, press=BOX),
    data(HERE, "elin"),
    data(f"{HERE}resolution/"),
    data(f"{HERE}neglect/"),
    data(f"{HERE}safeguarding-infants/", "amy"),
    data(f"{HERE}learning-from-reviews/", "iris"),
    data(f"{HERE}resources/"),
    data(f"{HERE}serious-violence/"),
    data(f"{HERE}neglect/useful/"),
    error(f"{HERE}neglect/useful/"),
    error(f"{HERE}neglect/", press="main form[method=get] .govuk-button", day_day="31", day_month="2", day_year="2026"),
    empty("/library/marlow-vale/safeguarding-infants/"),
    empty(f"{HERE}nothing/", status=404),
    data(f"{HERE}learning-from-reviews/on/2026-11-03/"),
    data(f"{HERE}child-on-child-abuse/on/2036-11-03/"),
    empty(f"{HERE}neglect/on/2020-03-03/"),
    data(f"{HERE}learning-from-reviews/edition/2/"),
    *CHARTS,
    data(DESK, "iris"),
    data(DESK, "elin"),
    data(DESK, "gwen"),
    data(f"{DESK}fairhaven/images/", "iris"),
    error(f"{DESK}fairhaven/images/", "iris", press=LIST),
    data(f"{DESK}fairhaven/images/", "elin"),
    empty(f"{DESK}marlow-vale/images/", "gwen"),
    data(f"{DESK}fairhaven/images/{{image}}/hide/", "elin"),
    error(f"{DESK}fairhaven/images/{{image}}/hide/", "elin"),
    empty(f"{DESK}marlow-vale/images/{{image}}/hide/", "gwen", status=404),
    data(f"{DESK}fairhaven/images/{{hidden_image}}/take-out/", "elin"),
    error(f"{DESK}fairhaven/images/{{hidden_image}}/take-out/", "elin", why=""),
    empty(f"{DESK}marlow-vale/images/{{hidden_image}}/take-out/", "gwen", status=404),
    data(f"{DESK}fairhaven/sites/", "elin"),
    error(f"{DESK}fairhaven/sites/", "elin", press=LIST, address="https://*.example", name=""),
    empty(f"{DESK}fairhaven/sites/", "iris", status=404),
    data("/panel/{start_panel}"),
    data("/panel/{pack_panel}"),
    empty("/panel/{gone_panel}", status=404),
    data(f"{DESK}fairhaven/new/", "iris"),
    error(f"{DESK}fairhaven/new/", "iris"),
    *(
        data(f"{ONE}{{{state}_page}}/", "iris")
        for state in ("draft", "lacking", "proposed", "sent_back", "published", "later", "gone")
    ),
    data(f"{ONE}{{proposed_page}}/", "elin"),
    data(f"{ONE}{{came_page}}/", "gwen"),
    data(f"{ONE}{{draft_page}}/edit/", "iris"),
    error(f"{ONE}{{spoilt_page}}/edit/", "iris", title="", sources="| https://example.org/"),
    data(f"{ONE}{{draft_page}}/propose/", "iris"),
    error(f"{ONE}{{draft_page}}/propose/", "iris"),
    data(f"{ONE}{{proposed_page}}/send-back/", "elin"),
    error(f"{ONE}{{proposed_page}}/send-back/", "elin"),
    data(f"{ONE}{{published_page}}/retire/", "elin"),
    error(f"{ONE}{{published_page}}/retire/", "elin"),
)
