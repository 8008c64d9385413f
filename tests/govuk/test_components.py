"""Our own components: what they say, in which order, and never by colour alone."""

import itertools
import re
from datetime import date

import pytest
from django.template import Context, Template

from commonground.govuk.components import CalendarDay, Cell, ClockFace, Day, Line, Offer, Refused, Row, Stage, SumLine
from commonground.govuk.months import months
from tests.govuk import gallery
from tests.govuk.reading import find, headings, parsed, words

SCRIPT = "<script>alert(1)</script>"


def drawn(source: str, **context: object) -> str:
    return Template("{% load components %}" + source).render(Context(context))


def test_the_ladder_says_where_it_stands_in_words() -> None:
    markup = drawn("{% stage_tracker stages %}", stages=gallery.SKIPPED)
    assert [words(e) for e in find(markup, "li")] == [
        "Stage 1 Practitioners : passed Mon 16 Nov",
        "Stage 2 Managers skipped: the child cannot wait",
        "Stage 3 Senior managers : this is where it stands now since Mon 16 Nov",
        "Stage 4 Executive leads : not reached",
        "Stage 5 Safeguarding partners : not reached",
    ]
    assert [e.get("aria-current") for e in find(markup, "li")] == [None, None, "step", None, None]


def test_the_clock_shows_its_date_its_days_and_its_sum() -> None:
    markup = drawn("{% clock_panel clock %}", clock=gallery.CLOCK)
    assert words(find(markup, "p")[0]) == "Settled or escalated by Tuesday 24 November, 17:00 tomorrow"
    assert find(markup, "time", datetime="2026-11-24T17:00:00+00:00")
    days = find(markup, "ol", class_="cg-days")[0]
    assert [words(e) for e in days] == [
        "Thu 19 escalated", "Fri 20 day 1", "Sat 21 –", "Sun 22 –", "Mon 23 day 2 today", "Tue 24 day 3 due",
    ]  # fmt: skip
    assert words(find(markup, "summary")[0]) == "How this date was worked out"
    assert len(find(markup, "tr")) == len(gallery.CLOCK.table) + 1
    assert [words(e) for e in find(markup, "li")][-1] == gallery.CLOCK.sentences[-1]


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (gallery.LONG_CLOCK, "This clock passed its time. Nothing has closed. Both leads were told"),
        (gallery.NO_FIGURE, "No date yet The partnership has not confirmed how long this may take."),
        (gallery.ENDED, "Wednesday 18 November, 17:00 It ended on Wednesday 18 November at 11:20"),
        (ClockFace("By", "Friday", "running", days=(Day("Fri", "day 1", "today"),)), "Fri day 1 today"),
    ],
)
def test_the_clock_in_its_other_states(clock: ClockFace, said: str) -> None:
    markup = drawn("{% clock_panel clock %}", clock=clock)
    assert said in words(parsed(markup))
    assert not find(markup, "details")


def on_the_wall(day: date) -> CalendarDay:
    notes = ("raised 16:50", SCRIPT) if day == date(2026, 4, 2) else ()
    return CalendarDay(day.day, "off" if day.weekday() > 4 else "plain", notes)


def test_months_hang_on_the_wall_week_by_week() -> None:
    april, may = months(date(2026, 4, 2), date(2026, 5, 11), on_the_wall)
    markup = drawn("{% month_calendar months %}", months=(april, may))
    assert [words(e) for e in find(markup, "caption")] == ["April 2026", "May 2026"]
    first = find(markup, "table")[0]
    assert [words(e) for e in first.iter("th")] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert [words(e) for e in first.iter("td")][:5] == ["", "", "1", f"2 raised 16:50 {SCRIPT}", "3"]
    assert len(list(first.iter("td"))) == 35
    assert "<script>" not in markup
    assert len(months(date(2026, 1, 1), date(2040, 1, 1), on_the_wall)) == 12
    assert [month.name for month in months(date(2026, 12, 31), date(2027, 1, 1), on_the_wall)][1] == "January 2027"


def test_a_fact_is_a_line_of_a_list_and_without_words_there_is_none() -> None:
    source = "{% fact label %}{{ said }}{% if more %}<br>{{ more }}{% endif %}{% endfact %}"
    markup = drawn(f"<dl>{source}</dl>", label=SCRIPT, said=SCRIPT, more="two")
    assert (words(find(markup, "dt")[0]), words(find(markup, "dd")[0])) == (SCRIPT, f"{SCRIPT}two")
    assert "<script>" not in markup
    assert not find(drawn(f"<dl>{source}</dl>", label="Telephone", said="", more=""), "div")


def test_each_cell_names_its_side_and_an_empty_one_says_so() -> None:
    markup = drawn('{% two_sides rows "Health" "Council" %}', rows=gallery.ROWS)
    cells = [words(e) for e in find(markup, "div", class_="cg-sides__cell")]
    assert [cell.split(":")[0] for cell in cells] == ["Health", "Council"] * 4
    assert cells[-1] == "Council: Nothing written yet"
    assert cells[5] == "Council: Yes, if the weight chart and visit notes reach us today."
    assert cells[2].endswith("yes, that is my worry")
    assert [words(e) for e in find(markup, "h3")] == [row.label for row in gallery.ROWS]
    assert [words(e) for e in find(markup, "span", class_="cg-mark-raising")] == ["raised it"]
    assert [words(e) for e in find(markup, "span", class_="cg-mark-responding")] == ["answers"]


def test_lines_that_people_write_stay_lines() -> None:
    markup = drawn('{% two_sides rows "A" "B" %}', rows=[Row("R", Cell("one\ntwo"), None)])
    assert len(find(markup, "br")) == 1


def test_meanwhile_can_be_changed() -> None:
    markup = drawn('{% meanwhile "grandmother stays" change_href="/change" %}')
    assert words(parsed(markup)) == "Meanwhile: grandmother stays Change what keeps the child safe meanwhile"
    assert not find(drawn('{% meanwhile "grandmother stays" %}'), "a")


def test_the_main_thing_to_do_comes_first_and_alone_is_green() -> None:
    markup = drawn("{% can_do offers refusals %}", offers=gallery.OFFERS, refusals=gallery.REFUSALS)
    assert [(words(e), e.get("href")) for e in find(markup, "a")] == [
        ("Propose an agreement", "#propose"),
        ("Ask a question", "#ask"),
        ("The baby needs this sooner", "#shorten"),
        ("Escalate to senior managers", "#escalate"),
    ]
    plain = [e for e in find(markup, "a", class_="govuk-button") if "secondary" not in (e.get("class") or "")]
    assert [words(e) for e in plain] == ["Propose an agreement"]
    assert [words(e) for e in find(markup, "li")][-1].startswith("Step down to stage 1: this needs both sides")


def test_many_refusals_are_folded_and_nothing_to_do_is_said() -> None:
    markup = drawn("{% can_do offers refusals %}", offers=[], refusals=gallery.REFUSALS * 3)
    assert words(find(markup, "summary")[0]) == "What you cannot do now, and who can"
    assert len(find(markup, "li")) == 6
    assert "There is nothing for you to do here at the moment." in markup
    assert not find(drawn("{% can_do offers %}", offers=[]), "ul")


def test_the_record_is_a_list_in_the_order_given() -> None:
    markup = drawn("{% record_line lines %}", lines=gallery.LINES)
    assert [words(e) for e in find(markup, "li")] == [
        "Mon 23 Nov, 09:12 · Assessment Team East The team manager picked this up and knows which child it is.",
        "Mon 23 Nov, 09:00 The clock reminded both managers: due Tuesday 24 November, 17:00.",
        f"Thu 19 Nov, 16:41 · Health visiting The health visitor escalated to stage 2. {gallery.LINES[2].words}",
    ]
    assert words(find(markup, "blockquote")[0]) == "We agree on the facts and not on how soon."
    assert find(markup, "time", datetime="2026-11-23T09:12:00+00:00")


def test_what_people_write_is_escaped_everywhere() -> None:
    markup = drawn(
        "{% stage_tracker stages %}{% clock_panel clock %}{% two_sides rows s s %}{% meanwhile s %}"
        "{% can_do offers refusals %}{% record_line lines %}",
        s=SCRIPT,
        stages=[Stage(1, SCRIPT, state, SCRIPT) for state in ("done", "now", "to_come", "skipped")],
        clock=ClockFace(
            SCRIPT, SCRIPT, "past", SCRIPT, (Day(SCRIPT, SCRIPT, "due"),), (SCRIPT,), (SumLine(*[SCRIPT] * 3),), SCRIPT
        ),
        rows=[Row(SCRIPT, Cell(SCRIPT, SCRIPT, SCRIPT, "same", SCRIPT), Cell(SCRIPT, SCRIPT))],
        offers=[Offer("a", SCRIPT, SCRIPT), Offer("b", SCRIPT, SCRIPT, kind="link")],
        refusals=[Refused(SCRIPT, SCRIPT)],
        lines=[
            Line(SCRIPT, SCRIPT, SCRIPT, "raising", SCRIPT, SCRIPT),
            Line(SCRIPT, SCRIPT, parts=((SCRIPT, SCRIPT),)),
        ],
    )
    assert not find(markup, "script")
    assert "<script" not in markup


def test_the_whole_page_is_in_order_and_has_nothing_inline() -> None:
    page = gallery.page()
    levels = headings(page)
    assert levels.count(1) == 1
    after = levels[levels.index(1) :]
    assert all(below <= above + 1 for above, below in itertools.pairwise(after))
    for element in parsed(page).iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")], element.tag
    assert not find(page, "style")
    assert [(e.get("type"), e.text) for e in find(page, "script")] == [("module", None)]
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
