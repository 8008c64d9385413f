"""The page round every page, and allauth's pages made ours."""

from pathlib import Path
from typing import Any

import pytest
from allauth.templatetags import allauth as allauth_tags
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Origin, Template
from django.template.loader import render_to_string

from commonground.govuk import assets
from tests.govuk import gallery
from tests.govuk.reading import find, headings, parsed, words

HEADED = '{% extends "govuk/layout.html" %}{% block content %}<h1>Help</h1>{% endblock %}'


def page(source: str = HEADED, **context: object) -> str:
    origin = Origin(name="page", template_name="page.html")  # allauth asks each page for its name
    return Template(source, origin=origin).render(Context(context))


def test_is_in_british_english_and_fits_a_phone() -> None:
    markup = page()
    assert markup.startswith('<!DOCTYPE html>\n<html lang="en-GB"')
    assert [words(e) for e in find(markup, "title")] == ["Help – Common Ground"]
    assert find(markup, "meta", name="viewport")


def test_says_on_every_page_what_to_do_about_danger() -> None:
    assert "Is a child in danger now? Ring 999." in words(parsed(page()))


def test_begins_with_a_way_past_the_navigation() -> None:
    markup = page()
    assert find(markup, "a")[0].get("href") == "#main"
    assert find(markup, "main", id="main")


def test_where_one_is_and_what_waits() -> None:
    markup = page(HEADED, **gallery.context())
    links = find(markup, "a", class_="cg-navigation__link")
    assert [words(e) for e in links] == ["Waiting for you 3", "Differences", "Library", "Briefings"]
    assert [e.get("aria-current") for e in links] == [None, "page", None, None]
    assert "Fairhaven Safeguarding Children Partnership" in markup


def test_who_is_signed_in_and_the_way_out_is_a_form() -> None:
    form = find(page(person_name="Amy Okafor", sign_out_url="/out/"), "form")[0]
    assert (form.get("method"), form.get("action")) == ("post", "/out/")
    assert words(form) == "Amy Okafor Sign out"
    assert not find(page(), "form")


def test_a_demonstration_says_so_and_the_real_thing_does_not() -> None:
    said = "A demonstration: everyone in it is invented."
    assert said in page(demonstration=True)
    assert said not in page()


def test_news_is_told_in_a_banner_and_escaped() -> None:
    news = [Message(constants.SUCCESS, "Sent to <East>"), Message(constants.INFO, "Somebody acted first")]
    markup = page(messages=news)
    banners = find(markup, "div", class_="govuk-notification-banner")
    assert [words(e) for e in banners] == ["Done Sent to <East>", "Please note Somebody acted first"]
    ids = [e.get("aria-labelledby") for e in banners]
    assert len(set(ids)) == 2
    assert all(find(markup, "h2", id=one or "") for one in ids)


def test_has_no_crown_and_names_no_font_of_gov_uk() -> None:
    assert "crown" not in page().lower()


class SignIn(forms.Form):
    """A form as allauth makes them: with placeholders, and Capitals."""

    login = forms.EmailField(label="Email", widget=forms.EmailInput(attrs={"placeholder": "Email"}))
    remember = forms.BooleanField(label="Remember Me", required=False)


ALLAUTH = """{% extends "allauth/layouts/entrance.html" %}{% load allauth %}
{% block head_title %}Sign In{% endblock %}
{% block content %}{% element h1 %}Two-Factor Authentication{% endelement %}
{% element p %}Please <b>Do</b>.{% endelement %}
{% element form form=form method="post" action="/in/" %}{% slot body %}{% element fields form=form unlabeled=True %}
{% endelement %}{% endslot %}{% slot actions %}{% element button type="submit" tags="prominent,login" %}Sign In
{% endelement %}{% element button href="/other/" tags="outline" %}Use A Key{% endelement %}{% endslot %}{% endelement %}
{% element panel %}{% slot title %}Security Keys{% endslot %}{% slot body %}None{% endslot %}
{% slot actions %}{% element button href="/add/" %}Add{% endelement %}{% endslot %}{% endelement %}
{% element table %}{% element tr %}{% element th %}Started At{% endelement %}{% element td %}Now{% endelement %}
{% endelement %}{% endelement %}{% endblock %}"""


def test_allauth_s_pages_are_ours_and_read_as_sentences() -> None:
    markup = page(ALLAUTH, form=SignIn({}))
    assert [words(e) for e in find(markup, "title")] == [
        "Two-factor authentication – there is a problem – Common Ground"
    ]
    assert [words(e) for e in find(markup, "h1")] == ["Two-factor authentication"]
    assert [words(e) for e in find(markup, "button", class_="govuk-button")] == ["Sign in"]
    assert [words(e) for e in find(markup, "a", class_="govuk-button")] == ["Use a key", "Add"]
    assert [words(e) for e in find(markup, "th")] == ["Started at"]
    assert find(markup, "a", href="#id_login")
    assert {e.get("for") for e in find(markup, "label")} == {"id_login", "id_remember"}
    assert not [e for e in find(markup, "input") if e.get("placeholder")]
    assert headings(markup)[0] == 1


@pytest.mark.parametrize(
    ("kind", "attrs"),
    [
        ("text", {"value": "ABC", "disabled": True}),
        ("textarea", {"rows": 3, "readonly": True}),
        ("checkbox", {}),
        ("radio", {"name": "email", "value": "a@b.example", "checked": True}),
    ],
)
def test_allauth_s_single_fields_have_a_label(kind: str, attrs: dict[str, Any]) -> None:
    markup = render_to_string(
        "allauth/elements/field.html",
        {"attrs": {"type": kind, "id": "one", **attrs}, "slots": {"label": ["Your Codes"], "value": ["a\nb"]}},
    )
    control = find(markup, "textarea" if kind == "textarea" else "input", id="one")[0]
    assert [words(e) for e in find(markup, "label", **{"for": "one"})] == ["Your codes"]
    assert control.text == ("a\nb" if kind == "textarea" else None)
    assert (control.get("checked") is not None) == bool(attrs.get("checked"))
    assert (control.get("readonly") is not None) == (kind in {"text", "textarea"})


def test_every_element_of_allauth_has_its_own_template_here() -> None:
    theirs = Path(str(allauth_tags.__file__)).parents[1] / "templates" / "allauth" / "elements"
    ours = Path(assets.__file__).parent / "templates" / "allauth" / "elements"
    assert {one.name for one in theirs.iterdir()} == {one.name for one in ours.iterdir()}
