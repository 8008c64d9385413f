"""Search over an area's library: questions as people ask them, each with the right thing among the first three."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from commonground.directory.models import Partnership
from commonground.library.finding.queries import search
from commonground.library.finding.spelling import corrected
from commonground.library.pages import actions
from commonground.library.pages.models import PageEdition, PageWords
from commonground.library.pages.shape import shipped
from commonground.now import london_date, now
from tests.cast import Cast
from tests.pages.shelves import approved, drafted, proposed
from tests.visiting import visit

INFANTS, NEGLECT, ADULTS = "safeguarding-infants", "neglect", "understanding-unidentified-adults"
TEENS, EXPLOITED, VIOLENCE = "safeguarding-adolescents", "child-exploitation", "serious-violence"
PEERS, SEXUAL, FAMILY = "child-on-child-abuse", "child-sexual-abuse", "adopting-a-family-approach"
REVIEWS, VOLUNTARY, PACK = "learning-from-reviews", "community-and-voluntary-organisations", "resolution"
PROCEDURE, CONFERENCE = "resolving-professional-differences", "resolving-conference-differences"
CHART, DAY, PANEL, TOGETHER, READ = "threshold-chart", "day-in-the-life", "the-panel", "working-together", "resources"
HERE = "/library/fairhaven/"
STAGES, RING = "/procedure/fairhaven/", "/start/"

ASKED = {
    # the field's initials: what they mean, or the page about it
    "DSL": {"#dsl"},
    "d.s.l.": {"#dsl"},
    "MASH": {"#mash"},
    "front door": {"#mash", RING},
    "CIN": {"#cin"},
    "LADO": {"#lado"},
    "DSP": {"#dsp"},
    "NFA": {"#nfa"},
    "what does CERAF stand for": {"#ceraf", EXPLOITED},
    "s47": {"#section-47"},
    "WNB": {"#wnb", NEGLECT},
    "CSE": {"#cse", EXPLOITED},
    # other words for the same
    "did not attend": {NEGLECT, "#wnb"},
    "hidden men": {ADULTS},
    "mum's new boyfriend": {ADULTS},
    "peer on peer abuse": {PEERS},
    "sexting": {PEERS},
    "county lines": {EXPLOITED, "#county-lines"},
    "knife": {VIOLENCE},
    "think family": {FAMILY},
    "toxic trio": {FAMILY},
    "scouts and sports clubs": {VOLUNTARY},
    "levels of need": {CHART},
    "typical day": {DAY},
    "serious case review": {REVIEWS, PANEL},
    "quorum": {CONFERENCE, "#quorum"},
    "social services": {"#csc"},
    "HIPS 7.3": {PROCEDURE},
    "newborn": {INFANTS},
    # misspelt
    "neglekt": {NEGLECT},
    "bruse on a baby": {INFANTS},
    "safegaurding adolesents": {TEENS},
    "explotation": {EXPLOITED},
    "escelation policy": {PROCEDURE, PACK},
    "treshold": {CHART},
    "unidentifed adults": {ADULTS},
    "confrence dissent": {CONFERENCE},
    "workng togther": {TOGETHER, PACK},
    "grming": {EXPLOITED},
    # as one asks a colleague
    "who do I ring tonight": {RING},
    "how long do they have to answer at stage 2": {STAGES},
    "baby with a bruise who cannot crawl": {INFANTS},
    "they closed the case too soon": {REVIEWS, NEGLECT},
    "I do not agree with the child protection conference": {CONFERENCE},
    "referral was not accepted": {PROCEDURE, CHART, REVIEWS},
    "my referral got no reply": {VOLUNTARY, PROCEDURE, TOGETHER},
    "a boy was stabbed outside school": {VIOLENCE},
    "16 year old sofa surfing": {TEENS},
    "dirty house and head lice": {NEGLECT},
    "can I share information without consent": {FAMILY, TOGETHER, VIOLENCE, EXPLOITED},
    "what does the law say about challenge": {TOGETHER},
    "who lives in the home": {ADULTS},
    "reading list": {READ},
    "seven minute briefing for a team meeting": {PACK, "#7-minute-briefing"},
    "what did the national panel find": {PANEL},
    # written only after all of the above were found
    "safegarding infants": {INFANTS},
    "how do I escalate": {PROCEDURE, PACK, STAGES},
    "ICPC": {"#icpc", CONFERENCE},
    "IRO": {"#iro"},
    "social worker not answering calls": {VOLUNTARY, PROCEDURE, RING, TOGETHER},
    "case closed too early": {REVIEWS, NEGLECT},
    "unborn baby": {INFANTS},
    "crack cocaine dealing": {EXPLOITED},
    "father nobody has met": {ADULTS},
    "stepdad": {ADULTS},
    "hoarding": {NEGLECT},
    "nits": {NEGLECT},
    "church": {VOLUNTARY},
    "grooming": {EXPLOITED, SEXUAL},
    "exclusion from school knife": {VIOLENCE},
    "cuckooing": {EXPLOITED},
    "sexual abuse": {SEXUAL, "#csa"},
    "medical examination": {SEXUAL},
    "HSB": {"#hsb", PEERS},
    "professional curiosity": {PANEL, "#professional-curiosity", REVIEWS},
    "working together 2026": {TOGETHER},
    "star hobson": {PANEL},
    "strategy meeting": {"#strategy-discussion", CONFERENCE, SEXUAL},
    "out of hours": {RING},
    "alcohol parents mental health": {FAMILY},
    "what time limit has a manager": {STAGES, PROCEDURE},
    "exploytation": {EXPLOITED},
    "neglct": {NEGLECT},
    "sibling abuse": {PEERS},
    "FGM": {"#fgm", EXPLOITED},
    "whistleblowing": {PROCEDURE},
    "complaint from parents": {PROCEDURE, CONFERENCE},
    "child's voice": {DAY, "#voice-of-the-child"},
    "lived experiance": {DAY, "#lived-experience"},
    "yot": {"#yjs", VIOLENCE},
    "missed appointments": {NEGLECT, "#wnb"},
    "police say he is an offender not a victim": {VIOLENCE, EXPLOITED, PEERS},
    "thresholds not met again": {CHART},
    "transition to adult services": {TEENS},
    "convene a conference": {CONFERENCE},
}
"""What is asked, and what is right: the key of a page, the address of a place, or # and a word of the glossary."""


def found(text: str) -> list[str]:
    """Return what Fairhaven's library finds, in the order of the page."""
    area = Partnership.objects.get(name="Fairhaven")
    came = search(area, text, london_date(now()))
    first, within = ([f"#{word.anchor}" for word in words] for words in (came.first, came.within))
    return [*first, *(key_of(hit.href) for hit in came.hits), *within]


def key_of(href: str) -> str:
    """Return the key of a page, or the address of a place."""
    return href.removeprefix(HERE).strip("/") if href.startswith(HERE) else href


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("text", ASKED)
def test_the_right_thing_is_among_the_first_three(text: str) -> None:
    assert set(found(text)[:3]) & ASKED[text], found(text)


def test_there_are_forty_questions_and_more() -> None:
    assert len(ASKED) >= 40


SEARCH = "/library/search/?area=fairhaven&q="


def titles(url: str, as_: str | None = None) -> list[str]:
    """Return what a page of results leads to, in its order."""
    markup = visit(url, as_).markup.split('class="cg-hits"')
    return re.findall(r'<h2[^>]*><a class="govuk-link" href="([^"]*)"', markup[1]) if len(markup) > 1 else []


@pytest.mark.usefixtures("cast")
def test_what_is_found_shows_the_line_in_which_it_stands() -> None:
    page = visit(f"{SEARCH}kitchen", None)
    assert "<mark>kitchen</mark>" in page.markup
    assert "You saw the" in page.words or "agree about the" in page.words
    assert "&lt;script&gt;" in visit(f"{SEARCH}<script>alert(1)</script>", None).markup


@pytest.mark.usefixtures("cast")
def test_a_misspelt_word_is_put_right_and_says_so() -> None:
    assert "Nothing here says “neglekt”. This is what there is for neglect." in visit(f"{SEARCH}neglekt", None).words
    assert "Nothing here says" not in visit(f"{SEARCH}neglect", None).words
    assert "Nothing here says" not in visit(f"{SEARCH}CIN", None).words, "other initials may well be meant"


@pytest.mark.usefixtures("cast")
def test_initials_with_two_meanings_say_so_first() -> None:
    page = visit(f"{SEARCH}DSP", None)
    assert "DSP has two meanings: delegated safeguarding partner" in page.words
    assert 'href="/library/glossary/#dsp"' in page.markup


@pytest.mark.usefixtures("cast")
def test_what_is_not_there_says_whom_to_ask() -> None:
    page = visit(f"{SEARCH}zebra", None)
    assert "Nothing in the library of Fairhaven says “zebra”." in page.words
    assert "Ask your safeguarding lead" in page.words
    assert "Fairhaven:" in page.words


@pytest.mark.usefixtures("cast")
def test_whose_library_is_asked_where_nobody_knows_and_known_where_one_works() -> None:
    page = visit("/library/search/?q=neglect", None, status=422)
    assert "whose library to look in" in page.words
    assert 'value="neglect"' in page.markup, "nothing that was written is lost"
    assert "/library/fairhaven/neglect/" in titles("/library/search/?q=neglect", "amy")
    assert "/library/marlow-vale/neglect/" in titles("/library/search/?q=neglect", "gwen")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("query", ["q=", f"q={'x' * 201}", "q=neglect&area=nowhere"])
def test_what_cannot_be_looked_for_says_why(query: str) -> None:
    assert "There is a problem" in visit(f"/library/search/?{query}", "amy", status=422).words


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("text", ["the", "?!", "a b c", "' OR 1=1 --", "%25s %28x%29s", "&!|:*", "é" * 90, "x " * 99])
def test_whatever_is_asked_is_answered(text: str) -> None:
    visit(f"{SEARCH}{quote(text)}", None)


@pytest.mark.usefixtures("cast")
def test_only_what_can_be_read_today_is_found(cast: Cast) -> None:
    words = "## Traps\n\nThe quagga at the window.\n"
    assert titles(f"{SEARCH}quagga") == []
    drafted(cast, "neglect", words)
    assert titles(f"{SEARCH}quagga") == [], "a draft is nobody else's"
    row = proposed(cast, "neglect", now=words)
    assert titles(f"{SEARCH}quagga") == [], "nor is what is proposed"
    approved(cast, row)
    assert titles(f"{SEARCH}quagga") == ["/library/fairhaven/neglect/"]
    assert titles("/library/search/?area=marlow-vale&q=quagga") == [], "each area keeps its own"
    actions.retire(by=cast.actor("elin"), at=cast.tick(), edition=row.pk, why="No quaggas.")
    assert titles(f"{SEARCH}quagga") == []
    assert "/library/fairhaven/neglect/" not in titles(f"{SEARCH}neglect")


@pytest.mark.usefixtures("cast")
def test_what_was_read_before_does_not_stand_in_the_way(cast: Cast) -> None:
    """Many editions of one page count as one: the search looks through those that are read, and keeps no others."""
    for number in range(4):
        approved(cast, proposed(cast, "neglect", now=f"## Traps\n\nThe quagga at window {number}.\n"))
    assert PageWords.objects.filter(edition__key="neglect", edition__partnership__name="Fairhaven").count() == 1
    assert titles(f"{SEARCH}quagga") == ["/library/fairhaven/neglect/"]


def test_words_are_put_right_whole() -> None:
    assert corrected("A famil, a familly. famil", [("famil", "family")]) == "A family, a familly. family"


@pytest.mark.usefixtures("cast")
def test_a_word_is_put_right_and_no_part_of_another() -> None:
    words = visit(f"{SEARCH}famil+familly").words
    assert "Nothing here says “familly”. This is what there is for family." in words
    assert "familyly" not in words


@pytest.mark.usefixtures("cast")
def test_what_an_editor_makes_of_a_name_is_read_by_nobody_before_it_is_approved(cast: Cast) -> None:
    row = PageEdition.objects.get(partnership__name="Marlow Vale", key="safeguarding-infants", opened=None)
    text = row.text.replace('title = "', 'title = "Quaggas: ', 1)
    actions.save_draft(
        by=cast.actor("gwen"), at=cast.tick(), edition=row.pk, version=row.version, text=text, changes=""
    )
    page = visit("/library/search/?area=marlow-vale&q=baby+with+a+bruise", None)
    assert "Quaggas" not in page.words
    assert "Safeguarding Infants" in page.words


@pytest.mark.usefixtures("cast")
def test_what_comes_later_is_found_from_its_day(cast: Cast) -> None:
    approved(cast, proposed(cast, "neglect", days=9, now="## Traps\n\nThe quagga at the window.\n"))
    area, today = Partnership.objects.get(name="Fairhaven"), london_date(cast.at)
    assert search(area, "quagga", today).hits == ()
    later = search(area, "quagga", today + timedelta(days=9))
    assert [hit.href for hit in later.hits] == ["/library/fairhaven/neglect/"]


@pytest.mark.usefixtures("cast")
def test_what_waits_for_an_editor_is_found_by_its_name_alone_and_leads_to_what_to_do() -> None:
    vale = "/library/search/?area=marlow-vale&q="
    page = visit(f"{vale}baby+with+a+bruise", None)
    assert "/library/marlow-vale/safeguarding-infants/" in titles(f"{vale}baby+with+a+bruise")[:3]
    assert "has not approved it yet" in page.words
    secret = "floppy"
    assert secret in shipped()["safeguarding-infants"]
    assert "/library/marlow-vale/safeguarding-infants/" not in titles(f"{vale}{secret}")
    assert "/library/fairhaven/safeguarding-infants/" in titles(f"{SEARCH}{secret}")


@pytest.mark.usefixtures("cast")
def test_what_stands_beside_the_pages_is_found_with_them() -> None:
    assert "/library/fairhaven/chart/" in titles(f"{SEARCH}threshold+chart")
    assert "/library/day-in-the-life/" in titles(f"{SEARCH}child's+day")
