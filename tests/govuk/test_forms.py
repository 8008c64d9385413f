"""Fields, their words when something is missing, follow-up questions, and the error summary."""

import datetime as dt
import time
from typing import ClassVar

import pytest
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from commonground.govuk.drawing import draw_errors, draw_field, draw_fields, draw_hidden
from commonground.govuk.forms import Checkboxes, GovukDateField, GovukForm, GovukTimeField, Radios, Textarea
from tests.govuk.gallery import WorryForm
from tests.govuk.reading import find, headings, parsed, words

SCRIPT = "<script>alert(1)</script>"


class Asking(GovukForm):
    """One field of each kind that says something of its own."""

    asks: ClassVar[dict[str, str]] = {"danger": "whether a child is in danger"}

    key = forms.CharField(widget=forms.HiddenInput, initial="k1")
    danger = forms.ChoiceField(label="In danger?", choices=[("no", "No"), ("yes", "Yes")], widget=Radios)
    why = forms.CharField(label="My worry", max_length=20, min_length=3, widget=Textarea)
    who = forms.ChoiceField(
        label="Whose decision?",
        choices=[("person", "A person"), ("desk", "A desk")],
        widget=Radios(reveals={"person": ("name", "since")}, hints={"desk": "They find the person."}),
    )
    name = forms.CharField(label="Name", max_length=40)
    since = GovukDateField(label="Since when?", required=False)


def test_a_line_break_counts_once_as_the_counter_on_the_page_counts_it() -> None:
    lines = Asking(answers(why="four\r\n" * 4))
    assert lines.is_valid()
    assert lines.cleaned_data["why"] == "four\nfour\nfour\nfour"
    assert not Asking(answers(why="fives\r\n" * 4)).is_valid()


def answers(**other: str) -> dict[str, str]:
    return {"key": "k1", "danger": "no", "why": "Weight", "who": "desk", **other}


def errors(form: forms.Form) -> dict[str, list[str]]:
    return {name: [str(one) for one in found] for name, found in form.errors.items()}


# What is drawn


def test_every_input_has_a_label_and_every_id_is_its_own() -> None:
    for form in (WorryForm(), WorryForm({})):
        markup = draw_errors(form) + draw_fields(form)
        ids = [e.get("id") for e in parsed(markup).iter() if e.get("id")]
        assert len(ids) == len(set(ids))
        labelled = {e.get("for") for e in find(markup, "label")}
        for control in find(markup, "input") + find(markup, "textarea") + find(markup, "select"):
            assert control.get("type") == "hidden" or control.get("id") in labelled
        described = [i for e in parsed(markup).iter() for i in (e.get("aria-describedby") or "").split()]
        assert set(described) <= set(ids)


def test_every_field_is_drawn_once_hidden_ones_too() -> None:
    markup = draw_fields(WorryForm())
    names = {e.get("name") for tag in ("input", "textarea", "select") for e in find(markup, tag)}
    dates = {"by_when_day", "by_when_month", "by_when_year"}
    assert names == set(WorryForm.base_fields) - {"by_when"} | dates
    assert markup.count('name="person"') == 1
    assert [e.get("value") for e in find(draw_hidden(WorryForm()), "input")] == ["k3y-0f-th1s-f0rm"]


@pytest.mark.parametrize("place", ["label", "hint", "value", "choice", "choice hint", "error"])
def test_what_people_write_is_escaped(place: str) -> None:
    def say(here: str) -> str:
        return SCRIPT if place == here else "words"

    class Written(GovukForm):
        one = forms.CharField(label=say("label"), help_text=say("hint"), max_length=5)
        many = forms.CharField(label=say("label"), help_text=say("hint"), widget=forms.Textarea)
        chosen = forms.ChoiceField(
            label=say("label"), choices=[("a", say("choice"))], widget=Radios(hints={"a": say("choice hint")})
        )
        listed = forms.ChoiceField(label=say("label"), choices=[("a", say("choice"))])
        agreed = forms.BooleanField(label=say("label"), error_messages={"required": say("error")})

    form = Written({"one": say("value"), "many": say("value"), "chosen": say("value")})
    markup = draw_errors(form) + draw_fields(form)
    assert not find(markup, "script")
    assert "&lt;script&gt;" in markup


@pytest.mark.parametrize("name", ["danger", "why", "since"])
def test_a_question_can_be_the_heading_of_its_page(name: str) -> None:
    markup = draw_field(Asking()[name], heading=True)
    assert headings(markup) == [1]
    assert headings(draw_field(Asking()[name])) == []


def test_options_of_a_field_reach_the_component() -> None:
    field = WorryForm()["email"]
    markup = draw_field(field, label="Yours", hint="At work", width="20", size="m", prefix__text="@")
    control = find(markup, "input")[0]
    assert "govuk-input--width-20" in (control.get("class") or "")
    assert (control.get("type"), control.get("autocomplete"), control.get("spellcheck")) == ("email", "email", "false")
    assert words(find(markup, "label", class_="govuk-label--m")[0]) == "Yours"
    assert words(find(markup, "div", class_="govuk-input__prefix")[0]) == "@"
    assert find(draw_field(Asking()["danger"], inline=True), "div", class_="govuk-radios--inline")
    assert find(draw_field(Asking()["why"], rows=3), "textarea", rows="3")


def test_a_limit_is_counted_and_not_cut_off() -> None:
    markup = draw_field(Asking()["why"])
    assert find(markup, "div", data_maxlength="20")
    assert not [e for e in parsed(markup).iter() if e.get("maxlength")]


@pytest.mark.parametrize("text", ["one\ntwo", "\nfirst line empty", "a\r\n\r\nb", "  kept  ", "</textarea>x"])
def test_words_come_back_as_they_were_written(text: str) -> None:
    class Inside(GovukForm):
        which = forms.ChoiceField(label="Which", choices=[("a", "A")], widget=Radios(reveals={"a": "why"}))
        why = forms.CharField(label="Why", widget=forms.Textarea)

    for drawn in (draw_fields(Inside({"which": "a", "why": text})), draw_field(Inside({"why": text})["why"])):
        assert [e.text for e in find(drawn, "textarea")] == [text.replace("\r\n", "\n")]


def test_a_password_is_never_sent_back() -> None:
    assert "s3cret-words" not in draw_field(WorryForm({"word": "s3cret-words"})["word"])
    assert find(draw_field(WorryForm()["word"]), "input", autocomplete="current-password")


def test_browsers_do_not_remember_answers() -> None:
    assert find(draw_field(Asking()["name"]), "input", autocomplete="off")


def test_a_choice_that_was_made_is_still_made() -> None:
    form = WorryForm({"danger": "yes", "team": "east", "agencies": ["school", "none"], "read": "on"})
    markup = draw_fields(form)
    checked = {(e.get("name"), e.get("value")) for e in find(markup, "input") if e.get("checked") is not None}
    assert checked == {("danger", "yes"), ("agencies", "school"), ("agencies", "none"), ("read", "on")}
    assert [e.get("value") for e in find(markup, "option") if e.get("selected") is not None] == ["east"]
    assert find(markup, "input", data_behaviour="exclusive", value="none")


def test_what_needs_no_answer_says_so_unless_the_form_is_a_filter() -> None:
    class Filter(Asking):
        marks_optional = False

    assert "Since when? (optional)" in draw_field(Asking()["since"])
    assert "(optional)" not in draw_field(Filter()["since"]) + draw_field(Asking()["why"])


def test_a_file_is_asked_for_with_its_label_and_what_it_takes() -> None:
    class Sending(GovukForm):
        file = forms.FileField(label="The list", widget=forms.FileInput(attrs={"accept": ".csv"}))

    (asked,) = find(draw_field(Sending()["file"]), "input")
    assert (asked.get("type"), asked.get("name"), asked.get("accept")) == ("file", "file", ".csv")
    assert "The list" in draw_field(Sending()["file"])


def test_a_widget_that_nothing_draws_is_refused() -> None:
    class Odd(forms.Form):
        both = forms.SplitDateTimeField()
        several = forms.MultipleChoiceField(choices=[("a", "A")])
        grouped = forms.ChoiceField(choices=[("Group", [("a", "A")])])

    for name in Odd.base_fields:
        with pytest.raises(TypeError, match=name):
            draw_field(Odd()[name])


# What is said when something is missing


def test_plain_words_for_each_kind_of_field() -> None:
    assert errors(Asking({})) == {
        "key": ["Tell us the key"],
        "danger": ["Tell us whether a child is in danger"],
        "why": ["Tell us your worry"],
        "who": ["Choose an answer to “Whose decision?”"],
    }
    assert errors(Asking(answers(why="x" * 21, danger="maybe", who="person", name=""))) == {
        "danger": ["Choose one of the answers shown"],
        "why": ["Keep this to 20 characters or fewer. It has 21 now"],
        "name": ["Tell us the name"],
    }


def test_a_field_s_own_words_win() -> None:
    class Own(GovukForm):
        asks: ClassVar[dict[str, str]] = {"name": "your name"}
        name = forms.CharField(error_messages={"required": "Write a name we can use"})
        day = GovukDateField(label="Day")
        count = forms.IntegerField(label="How many children?", min_value=1)

    assert errors(Own({"count": "some"})) == {
        "name": ["Write a name we can use"],
        "day": ["Tell us the date"],
        "count": ["Write a whole number, like 3"],
    }
    assert errors(Own({"count": "0", "name": "a"}))["count"] == ["Write a number that is 1 or more"]


def test_odd_bytes_are_an_error_and_not_a_failure() -> None:
    assert errors(Asking(answers(why="a\x00bc")))["why"] == ["Take out the character that cannot be shown"]


# Follow-up questions, with scripts or without


def test_a_follow_up_question_counts_only_when_its_choice_is_made() -> None:
    ignored = Asking(answers(who="desk", name="x" * 99, since_day="99"))
    assert ignored.is_valid()
    assert (ignored.cleaned_data["name"], ignored.cleaned_data["since"]) == ("", None)
    asked = Asking(answers(who="person", name="", since_day="99"))
    assert set(errors(asked)) == {"name", "since"}
    told = Asking(answers(who="person", name="Bob"))
    assert told.is_valid()
    assert told.cleaned_data["name"] == "Bob"


def test_a_follow_up_of_a_follow_up_and_of_checkboxes() -> None:
    class Deep(GovukForm):
        tick = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=Checkboxes(reveals={"b": "which"}))
        which = forms.ChoiceField(choices=[("x", "X"), ("y", "Y")], widget=Radios(reveals={"y": "name"}))
        name = forms.CharField()

    assert Deep({"tick": ["a"], "which": "y"}).is_valid()
    assert set(errors(Deep({"tick": ["a", "b"], "which": "y"}))) == {"name"}
    assert Deep({"tick": ["b"], "which": "x"}).is_valid()


def test_follow_up_questions_stand_under_their_choice() -> None:
    markup = draw_fields(Asking(answers(who="person", name="Bob")))
    inside = find(markup, "div", class_="govuk-radios__conditional")
    assert [words(e) for e in inside] == ["Name Since when? (optional) Day Month Year"]
    assert not find(markup, "div", class_="govuk-radios__conditional--hidden")
    assert find(draw_fields(Asking()), "div", class_="govuk-radios__conditional--hidden")


# The error summary


def test_every_error_leads_to_its_control() -> None:
    form = WorryForm({"by_when_day": "1", "by_when_year": "2026", "with_whom": "person"}, prefix="p")
    markup = draw_errors(form) + draw_fields(form)
    ids = {e.get("id"): e for e in parsed(markup).iter() if e.get("id")}
    links = find(markup, "a")
    assert len(links) == len(form.errors) - 1  # the hidden key has no place to go to
    for link in links:
        assert ids[(link.get("href") or "").removeprefix("#")].tag in {"input", "textarea", "select"}


def test_a_date_s_error_leads_to_the_box_that_is_wrong() -> None:
    form = Asking(answers(who="person", name="Bob", since_day="1", since_year="2026"))
    markup = draw_errors(form) + draw_fields(form)
    assert [(e.get("href"), words(e)) for e in find(markup, "a")] == [
        ("#id_since_month", "The date also needs a month")
    ]
    assert [e.get("id") for e in find(markup, "input", class_="govuk-input--error")] == ["id_since_month"]


def test_errors_of_the_whole_come_first_and_without_a_link() -> None:
    class Whole(Asking):
        def clean(self) -> None:
            raise forms.ValidationError("Somebody acted first")

    markup = draw_errors(Whole(answers(danger="")))
    assert [words(e) for e in find(markup, "li")] == [
        "Somebody acted first",
        "Tell us whether a child is in danger",
    ]
    assert len(find(markup, "a")) == 1


def test_one_summary_for_several_forms_and_none_when_all_is_well() -> None:
    children = formset_factory(Asking, extra=0, min_num=1, validate_min=True)
    management = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    markup = draw_errors(Asking(answers()), children({**management, "form-0-danger": "no"}))
    assert len(find(markup, "a", href="#id_form-0-why")) == 1
    assert "#id_why" not in markup
    assert draw_errors(Asking(answers()), Asking()) == ""
    assert "submit at least 1" in draw_errors(children({"form-TOTAL_FORMS": "0", "form-INITIAL_FORMS": "0"}))


# Dates and times


@pytest.mark.parametrize(
    ("boxes", "date"),
    [
        (("27", "11", "2026"), dt.date(2026, 11, 27)),
        ((" 7 ", "Nov", "2026"), dt.date(2026, 11, 7)),
        (("29", "february", "2028"), dt.date(2028, 2, 29)),
        (("1", "sept.", "2026"), dt.date(2026, 9, 1)),
        (("", "", ""), None),
    ],
)
def test_a_date_as_people_write_it(boxes: tuple[str, str, str], date: dt.date | None) -> None:
    assert GovukDateField(required=False).clean(list(boxes)) == date


@pytest.mark.parametrize(
    ("boxes", "said", "wrong"),
    [
        (("", "", ""), "Tell us the date", None),
        (("27", "", ""), "The date also needs a month and a year", ("month", "year")),
        (("31", "2", "2026"), "That date does not exist. Check the day, month and year", ("day", "month", "year")),
        (("x", "2", "2026"), "The day must be a number from 1 to 31", ("day",)),
        (("٣", "2", "2026"), "The day must be a number from 1 to 31", ("day",)),
        (("-1", "2", "2026"), "The day must be a number from 1 to 31", ("day",)),
        (("1", "13", "2026"), "The month must be a number from 1 to 12, or its name", ("month",)),
        (("1", "ju", "2026"), "The month must be a number from 1 to 12, or its name", ("month",)),
        (("1", "2", "26"), "The year must have four figures, like 2026", ("year",)),
        (("1", "2", "0026"), "The year must have four figures, like 2026", ("year",)),
        (("1", "1", "2026"), "The date must be 2 January 2026 or later", ("day", "month", "year")),
        (("1", "1", "2027"), "The date must be 31 December 2026 or earlier", ("day", "month", "year")),
    ],
)
def test_a_date_that_is_none(boxes: tuple[str, str, str], said: str, wrong: tuple[str, ...] | None) -> None:
    field = GovukDateField(earliest=dt.date(2026, 1, 2), latest=lambda: dt.date(2026, 12, 31))
    with pytest.raises(forms.ValidationError) as caught:
        field.clean(list(boxes))
    assert caught.value.messages == [said]
    assert (caught.value.params or {}).get("boxes") == wrong


def test_a_date_keeps_what_was_typed_and_shows_what_was_known() -> None:
    typed = draw_field(Asking(answers(since_day="31", since_month="Feb", since_year="2026"))["since"])
    assert [e.get("value") for e in find(typed, "input")] == ["31", "Feb", "2026"]
    known = draw_field(Asking(initial={"since": dt.date(2026, 11, 7)})["since"])
    assert [e.get("value") for e in find(known, "input")] == ["7", "11", "2026"]
    assert not GovukDateField().has_changed(dt.date(2026, 11, 7), ["7", "11", "2026"])
    assert GovukDateField().has_changed(dt.date(2026, 11, 7), ["8", "11", "2026"])


@pytest.mark.parametrize("text", ["14:30", "14.30", "1430", "2:30pm", "2.30 p.m.", " 2:30 PM "])
def test_a_time_as_people_write_it(text: str) -> None:
    assert GovukTimeField().clean(text) == dt.time(14, 30)


@pytest.mark.parametrize(("text", "hour"), [("2pm", dt.time(14)), ("noon", dt.time(12)), ("9am", dt.time(9))])
def test_a_whole_hour(text: str, hour: dt.time) -> None:
    assert GovukTimeField().clean(text) == hour


@pytest.mark.parametrize("text", ["25:00", "soon", "12:60", "-1"])
def test_a_time_that_is_none(text: str) -> None:
    with pytest.raises(forms.ValidationError, match="Write the time like 14:30 or 2:30pm"):
        GovukTimeField().clean(text)


def test_a_page_with_one_question_is_drawn_in_five_milliseconds() -> None:
    page = Template(
        '{% extends "govuk/layout.html" %}{% load govuk %}{% block content %}{% govuk_errors form %}'
        '<form method="post">{% govuk_hidden form %}{% govuk_field form.why heading=True %}'
        '{% govuk "button" text="Go on" %}</form>{% endblock %}'
    )

    def once() -> float:
        begun = time.perf_counter()
        page.render(Context({"form": Asking({})}))
        return time.perf_counter() - begun

    once()
    assert min(once() for _ in range(30)) < 0.005


class Carried(forms.Form):
    """Hidden fields of every sort."""

    text = forms.CharField(widget=forms.HiddenInput, initial="<&'\"")
    number = forms.IntegerField(widget=forms.HiddenInput, initial=12_000)
    nothing = forms.CharField(widget=forms.HiddenInput, required=False)
    still = forms.CharField(widget=forms.HiddenInput, initial="it stays", disabled=True)
    at = forms.DateTimeField(widget=forms.HiddenInput, initial=dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC))
    several = forms.MultipleChoiceField(
        widget=forms.MultipleHiddenInput, choices=[("a", "A"), ("b", "B")], initial=["a", "b"]
    )


@pytest.mark.parametrize("form", [Carried(), Carried(prefix="one"), Carried(auto_id=False), Carried({"text": SCRIPT})])
def test_a_hidden_field_is_drawn_as_django_draws_it(form: forms.Form) -> None:
    for field in form.hidden_fields():
        ours, django = (sorted(drawn.strip("\n<>").split()) for drawn in (draw_field(field), str(field)))
        assert ours == django
    assert draw_hidden(form) == "".join(map(str, map(draw_field, form.hidden_fields())))
