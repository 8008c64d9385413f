"""Every component of the design kit on one page, with lifelike words, to be looked at and tested.

``python tests/govuk/gallery.py FOLDER`` writes ``gallery.html`` with its style sheet into FOLDER and takes
pictures of it with Chromium at 1280, 768, 375 and 320 points. Compile the style sheet first.
"""

import datetime as dt
import shutil
import sys
from pathlib import Path
from typing import ClassVar

import django
from django import forms
from django.conf import settings
from django.template import engines

from commonground.govuk import assets
from commonground.govuk.components import CalendarDay, Cell, ClockFace, Day, Line, Offer, Refused, Row, Stage, SumLine
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, GovukTimeField, Radios
from commonground.govuk.months import months

STATIC = Path(assets.__file__).parent / "static" / "commonground"
WIDTHS = (1280, 768, 375, 320)
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
)  # fmt: skip


class WorryForm(GovukForm):
    """One field of each kind, as the raising pages use them."""

    asks: ClassVar[dict[str, str]] = {
        "danger": "whether a child may be in danger now",
        "worry": "what worries you",
        "with_whom": "whose decision this is about",
    }

    submission = forms.CharField(widget=forms.HiddenInput, initial="k3y-0f-th1s-f0rm")
    danger = forms.ChoiceField(
        label="Is a child in danger now?",
        choices=[("no", "No"), ("yes", "Yes, or I am not sure")],
        widget=Radios,
    )
    worry = forms.CharField(
        label="What worries you?",
        help_text="What you saw or heard, in your own words. Please leave out addresses and birth dates.",
        max_length=2000,
        widget=forms.Textarea,
    )
    with_whom = forms.ChoiceField(
        label="Whose decision is it?",
        choices=[("person", "A person I can name"), ("team", "A team"), ("unknown", "I do not know")],
        widget=Radios(
            hints={"unknown": "We send it to the agency’s desk, and they find the person."},
            reveals={"person": "person", "team": "team"},
            dividers={"unknown": "or"},
        ),
    )
    person = forms.CharField(label="Name", help_text="As you know it", max_length=80)
    team = forms.ChoiceField(label="Team", choices=[("", "---------"), ("east", "Assessment Team East")])
    agencies = forms.MultipleChoiceField(
        label="Who else has seen the family?",
        choices=[("school", "School"), ("gp", "General practice"), ("none", "Nobody that I know of")],
        required=False,
        widget=Checkboxes(hints={"gp": "A doctor, a nurse or a practice manager"}, exclusive="none"),
    )
    by_when = GovukDateField(label="By when does the child need it?", help_text="For example, 27 11 2026")
    at = GovukTimeField(label="At what time?", help_text="Like 14:30 or 2:30pm", required=False)
    email = forms.EmailField(label="Your work e-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    word = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    read = forms.BooleanField(label="I have read who will see this")


STAGES = (
    Stage(1, "Practitioners", "done", "Mon 16 to Wed 18 Nov, not settled"),
    Stage(2, "Managers or safeguarding leads", "now", "since Thu 19 Nov"),
    Stage(3, "Senior managers", "to_come"),
    Stage(4, "Safeguarding partners", "to_come"),
)
SKIPPED = (
    Stage(1, "Practitioners", "done", "Mon 16 Nov"),
    Stage(2, "Managers", "skipped", "the child cannot wait"),
    Stage(3, "Senior managers", "now", "since Mon 16 Nov"),
    Stage(4, "Executive leads", "to_come"),
    Stage(5, "Safeguarding partners", "to_come"),
)
CLOCK = ClockFace(
    name="Settled or escalated by",
    due="Tuesday 24 November, 17:00",
    due_at="2026-11-24T17:00:00+00:00",
    away="tomorrow",
    days=(
        Day("Thu 19", "escalated", "start"),
        Day("Fri 20", "day 1", "counted"),
        Day("Sat 21", "–", "not_counted"),
        Day("Sun 22", "–", "not_counted"),
        Day("Mon 23", "day 2", "counted", today=True),
        Day("Tue 24", "day 3", "due"),
    ),
    sentences=(
        "Escalated on Thursday 19 November at 16:41.",
        "Day 1 is Friday 20 November, the first working day after that.",
        "Saturday and Sunday are not counted.",
        "Three working days end on Tuesday 24 November at 17:00.",
    ),
    table=(
        SumLine("Thursday 19 November", "starts", "escalated at 16:41"),
        SumLine("Friday 20 November", "day 1"),
        SumLine("Saturday 21 November", "not counted", "weekend"),
        SumLine("Sunday 22 November", "not counted", "weekend"),
        SumLine("Monday 23 November", "day 2"),
        SumLine("Tuesday 24 November", "day 3", "due at 17:00"),
    ),
)
LONG_CLOCK = ClockFace(
    name="Settled or recorded by",
    due="Wednesday 30 December, 17:00",
    state="past",
    away="Both leads were told on Thursday 31 December.",
    days=(
        Day("Mon 21", "escalated", "start"),
        Day("Tue 22", "day 1", "counted"),
        Day("Wed 23", "day 2", "counted"),
        Day("Thu 24", "day 3", "counted"),
        Day("Fri 25", "Christmas Day", "not_counted"),
        Day("Sat 26", "–", "not_counted"),
        Day("Sun 27", "–", "not_counted"),
        Day("Mon 28", "Boxing Day (substitute)", "not_counted"),
        Day("Tue 29", "day 4", "counted"),
        Day("Wed 30", "day 5", "due"),
    ),
)
NO_FIGURE = ClockFace(name="Settled or escalated by", due="", state="provisional")
ENDED = ClockFace(
    name="Settled or escalated by",
    due="Wednesday 18 November, 17:00",
    state="ended",
    away="It ended on Wednesday 18 November at 11:20, when both sides signed.",
)
ROWS = (
    Row(
        "The worry",
        Cell(
            "Nobody has seen where she sleeps since the new partner moved in. At three visits she was in the car "
            "seat for over an hour; her weight has crossed two lines.",
            note="Seen by me on 2, 9 and 13 November; red book",
        ),
        Cell(
            "We closed because mother engaged and the home was clean on 4 November. We did not know of the partner "
            "or the weight.",
            note="Home visit on 4 November; mother",
        ),
    ),
    Row(
        "As the other side said it back",
        Cell(
            "“You worry that a man nobody knows is with her at night, and that she is not growing.”",
            mark="yes, that is my worry",
            mark_kind="same",
        ),
        Cell(
            "“You had no reason to stay open on what you were told.”",
            mark="nearly",
            mark_kind="nearly",
            note="we were also told that school had no concerns",
        ),
    ),
    Row(
        "What is asked for",
        Cell("Re-open, see the sleeping place, find out who he is, by Wednesday."),
        Cell("the weight chart and visit notes reach us today.", lead="Yes, if"),
    ),
    Row("What works well", Cell("Grandmother calls every day."), None),
)
OFFERS = (
    Offer("question", "Ask a question", "#ask"),
    Offer("propose", "Propose an agreement", "#propose", main=True),
    Offer("shorten", "The baby needs this sooner", "#shorten"),
    Offer("escalate", "Escalate to senior managers", "#escalate", kind="link"),
)
REFUSALS = (
    Refused("Sign", "nothing is proposed yet. Either manager can propose."),
    Refused("Step down to stage 1", "this needs both sides; the council’s team manager has not agreed."),
)
LINES = (
    Line(
        "Mon 23 Nov, 09:12",
        "The team manager picked this up and knows which child it is.",
        side="responding",
        side_name="Assessment Team East",
        at="2026-11-23T09:12:00+00:00",
    ),
    Line("Mon 23 Nov, 09:00", "The clock reminded both managers: due Tuesday 24 November, 17:00."),
    Line(
        "Thu 19 Nov, 16:41",
        "The health visitor escalated to stage 2.",
        words="We agree on the facts and not on how soon.",
        side="raising",
        side_name="Health visiting",
    ),
)

FALLS = {
    dt.date(2026, 4, 2): CalendarDay(2, "in", ("Raised 16:50", "Stage 1"), 1),
    dt.date(2026, 4, 3): CalendarDay(3, "off", ("Good Friday",), 1),
    dt.date(2026, 4, 6): CalendarDay(6, "off", ("Easter Monday",), 1),
    dt.date(2026, 4, 7): CalendarDay(7, "in", (), 1),
    dt.date(2026, 4, 8): CalendarDay(8, "due", ("Stage 1 due 17:00", "Stage 2"), 1),
    dt.date(2026, 4, 9): CalendarDay(9, "in", (), 2),
    dt.date(2026, 4, 10): CalendarDay(10, "in", (), 2),
    dt.date(2026, 4, 11): CalendarDay(11, "off", (), 2),
    dt.date(2026, 4, 12): CalendarDay(12, "off", (), 2),
    dt.date(2026, 4, 13): CalendarDay(13, "due", ("Stage 2 due 17:00",), 2),
}


SATURDAY = 5


def falls(day: dt.date) -> CalendarDay:
    """Return what falls on a day of the gallery's calendar."""
    return FALLS.get(day) or CalendarDay(day.day, "off" if day.weekday() >= SATURDAY else "plain")


MONTHS = months(dt.date(2026, 4, 2), dt.date(2026, 5, 11), falls)

PAGE = """
{% extends "govuk/layout.html" %}{% load govuk components %}
{% block back %}{% govuk "back-link" text="All differences" href="#back" %}{% endblock %}
{% block content %}
{% govuk_errors wrong %}
<h1 class="govuk-heading-l">Closing or stepping down: one child</h1>
<p class="cg-under-heading">Reference 7K3F-9QXM-2C · raised by Health visiting, Fairhaven Health Trust · with
Assessment Team East, Fairhaven Council · <a class="govuk-link" href="#child">show which child</a></p>
<a class="govuk-link cg-jump" href="#can-do">What you can do now</a>
{% meanwhile meanwhile_text change_href="#meanwhile" %}
{% stage_tracker stages %}
{% clock_panel clock %}
{% can_do offers refusals %}
<h2 class="govuk-heading-m">The two sides</h2>
{% two_sides rows "Health visiting" "Assessment Team East" %}
<h2 class="govuk-heading-m">The record</h2>
{% record_line lines %}
<h2 class="govuk-heading-m">Other states</h2>
{% stage_tracker skipped %}{% clock_panel long_clock %}{% clock_panel no_figure %}{% clock_panel ended %}
{% can_do nothing many_refusals id="can-do-other" %}
{% month_calendar months %}
<h2 class="govuk-heading-m">GOV.UK’s own</h2>
{% govuk "tag" text="Stage 2" %} {% govuk "tag" text="Past its time" classes="govuk-tag--yellow" %}
{% govuk "inset-text" text="Only the two sides and their managers see this." %}
{% govuk "summary-list" rows=summary %}
{% govuk "table" caption="Differences this month" captionClasses="govuk-table__caption--m" head=head rows=counts %}
{% govuk "task-list" idPrefix="tasks" items=tasks %}
{% govukblock "details" summaryText="Why we ask" %}
<p class="govuk-body">So that the right desk reads it first.</p>
{% endgovukblock %}
{% govuk "pagination" previous__href="#1" next__href="#3" %}
{% govuk "panel" titleText="Sent" text="Your reference is 7K3F-9QXM-2C" headingLevel=2 %}
<h2 class="govuk-heading-m">A form</h2>
<form novalidate method="post" action="#">{% govuk_fields empty %}
<div class="govuk-button-group">{% govuk "button" text="Save and go on" %}
<a class="govuk-link" href="#later">Finish later</a></div></form>
<h2 class="govuk-heading-m">The same form, sent too soon</h2>
<form novalidate method="post" action="#">{% govuk_fields wrong %}</form>
{% endblock %}
"""


def context() -> dict[str, object]:
    """Return what the gallery's page shows."""
    wrong = {
        "wrong-danger": "", "wrong-worry": "x" * 2130, "wrong-with_whom": "team", "wrong-team": "",
        "wrong-by_when_day": "31", "wrong-by_when_month": "", "wrong-by_when_year": "2026", "wrong-at": "soon",
        "wrong-email": "amy", "wrong-submission": "k3y-0f-th1s-f0rm",
    }  # fmt: skip
    return {
        "navigation": [
            {"text": "Waiting for you", "href": "#waiting", "count": 3},
            {"text": "Differences", "href": "#differences", "current": True},
            {"text": "Library", "href": "#library"},
            {"text": "Briefings", "href": "#briefings"},
        ],
        "person_name": "Amy Okafor",
        "sign_out_url": "#sign-out",
        "partnership_name": "Fairhaven Safeguarding Children Partnership",
        "demonstration": True,
        "footer_links": [
            {"text": "Help", "href": "#help"},
            {"text": "Accessibility", "href": "#accessibility"},
            {"text": "Privacy", "href": "#privacy"},
        ],
        "meanwhile_text": "grandmother stays with the family until Friday 27 November; the health visitor calls in "
        "on Wednesday and Thursday.",
        "stages": STAGES,
        "skipped": SKIPPED,
        "clock": CLOCK,
        "long_clock": LONG_CLOCK,
        "no_figure": NO_FIGURE,
        "ended": ENDED,
        "offers": OFFERS,
        "refusals": REFUSALS,
        "nothing": (),
        "many_refusals": REFUSALS * 3,
        "months": MONTHS,
        "rows": ROWS,
        "lines": LINES,
        "empty": WorryForm(prefix="empty", initial={"by_when": dt.date(2026, 11, 27)}),
        "wrong": WorryForm(wrong, prefix="wrong"),
        "summary": [
            {
                "key": {"text": "Your worry"},
                "value": {"text": "Nobody has seen where she sleeps."},
                "actions": {"items": [{"href": "#change", "text": "Change", "visuallyHiddenText": "your worry"}]},
            },
            {"key": {"text": "Who sees this now"}, "value": {"text": "You, and Assessment Team East’s desk"}},
        ],
        "head": [{"text": "Stage"}, {"text": "Open", "format": "numeric"}],
        "counts": [
            [{"text": "Practitioners"}, {"text": "12", "format": "numeric"}],
            [{"text": "Managers"}, {"text": "5", "format": "numeric"}],
        ],
        "tasks": [
            {"title": {"text": "Your worry"}, "href": "#worry", "status": {"text": "Done"}},
            {
                "title": {"text": "The children"},
                "href": "#children",
                "status": {"tag": {"text": "To do", "classes": "govuk-tag--blue"}},
            },
        ],
    }


def page() -> str:
    """Return the gallery as one page."""
    return engines["django"].from_string(PAGE.strip()).render(context())


def write(folder: Path) -> Path:
    """Write the gallery and what it loads into a folder, and return the page's path."""
    static = folder / "static" / "commonground"
    static.mkdir(parents=True, exist_ok=True)
    for name in ("app.css", "app.js", "govuk-frontend.js", "mark.svg"):
        shutil.copy(STATIC / name, static / name)
    written = folder / "gallery.html"
    written.write_text(page().replace('"/static/', '"static/'), encoding="utf-8")
    return written


def pictures(written: Path) -> None:
    """Take pictures of the gallery beside it, one for each width."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        for width in WIDTHS:
            tab = browser.new_page(viewport={"width": width, "height": 900})
            tab.goto(written.as_uri())
            tab.screenshot(path=written.with_name(f"gallery-{width}.png"), full_page=True)
        browser.close()


if __name__ == "__main__":
    settings.configure(
        INSTALLED_APPS=["commonground.govuk", "django.contrib.staticfiles"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        STATIC_URL="/static/",
        LANGUAGE_CODE="en-gb",
    )
    django.setup()
    here = Path(sys.argv[1])
    pictures(write(here))
