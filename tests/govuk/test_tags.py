"""The template tags: nested parameters, blocks, unknown variables, and the title made from the heading."""

from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import SafeString

from commonground.govuk import macros
from commonground.govuk.macros import UnknownComponentError
from commonground.govuk.templatetags import govuk as tags
from commonground.govuk.templatetags.govuk import MissingHeadingError, UnknownVariableError, sentence_case
from tests.govuk.reading import find, words

SCRIPT = "</title><script>alert(1)</script>"


def drawn(source: str, **context: object) -> str:
    return Template("{% load govuk components %}" + source).render(Context(context))


def test_two_underscores_build_nested_parameters() -> None:
    markup = drawn('{% govuk "input" id="n" name="n" label__text=label hint__text="As you know it" %}', label="Name")
    assert [words(e) for e in find(markup, "label", **{"for": "n"})] == ["Name"]
    assert [words(e) for e in find(markup, "div", id="n-hint")] == ["As you know it"]


def test_a_parameter_is_not_both_a_value_and_a_place() -> None:
    with pytest.raises(TypeError, match="'label' already has a value"):
        drawn('{% govuk "input" name="n" label="Name" label__text="Name" %}')


@pytest.mark.parametrize("place", ["label__text", "hint__text", "value", "hint__html", "classes", "id"])
def test_what_people_write_is_escaped(place: str) -> None:
    markup = drawn(f'{{% govuk "input" id="n" name="n" label__text="N" {place}=words %}}', words=SCRIPT)
    assert not find(markup, "script")
    assert "&lt;script&gt;" in markup


def test_a_block_is_the_component_s_content() -> None:
    markup = drawn(
        '{% govukblock "details" summaryText="Why" %}<p class="govuk-body">{{ because }}</p>{% endgovukblock %}',
        because=SCRIPT,
    )
    assert [words(e) for e in find(markup, "p")] == [SCRIPT]
    assert not find(markup, "script")


def test_keeps_what_it_drew_under_a_name() -> None:
    assert drawn('{% govuk "tag" text="New" as tag %}[{{ tag }}]').startswith("[<strong")


@pytest.mark.parametrize("source", ["{% govuk kind %}", '{% govuk "tag" text=missing %}', '{% govuk "tag" text=a.b %}'])
def test_an_unknown_variable_is_an_error(source: str) -> None:
    with pytest.raises(UnknownVariableError, match="This page has no"):
        drawn(source, a={})


def test_an_unknown_variable_with_a_default_is_none() -> None:
    assert "Nobody" in drawn('{% govuk "tag" text=missing|default:"Nobody" %}')
    with pytest.raises(UnknownVariableError):
        drawn('{% govuk "tag" text=missing|upper %}')


def test_an_unknown_component_is_an_error() -> None:
    with pytest.raises(UnknownComponentError):
        drawn('{% govuk "knob" %}')


def test_a_positional_argument_after_a_named_one_is_an_error() -> None:
    with pytest.raises(TemplateSyntaxError, match="comes after a named argument"):
        drawn('{% govuk text="New" "tag" %}')


def test_only_fields_are_drawn_as_fields() -> None:
    with pytest.raises(TypeError, match="draws a field of a form"):
        drawn("{% govuk_field word %}", word="worry")


PAGE = '{{% titled "Common Ground" %}}<title></title>{{% govuk "skip-link" text="Skip" href="#m" %}}{}{{% endtitled %}}'


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<h1 class='x'>\n  Raise a\n difference </h1>", "Raise a difference – Common Ground"),
        ("<h1><label for='a'>What worries you?</label></h1>", "What worries you? – Common Ground"),
        ("<h1>{{ words }}</h1>", f"{SCRIPT} – Common Ground"),
        ("<div class='x'></div><h1>First</h1><h1>Second</h1>", "First – Common Ground"),
        (
            '{% govuk "error-summary" titleText="There is a problem" %}<h1>Answer</h1>',
            "Answer – there is a problem – Common Ground",
        ),
    ],
)
def test_the_title_begins_with_the_heading(body: str, title: str) -> None:
    markup = drawn(PAGE.format(body), words=SCRIPT)
    assert [words(e) for e in find(markup, "title")] == [title]
    assert not find(markup, "script")


def test_a_page_without_a_heading_is_an_error() -> None:
    with pytest.raises(MissingHeadingError):
        drawn(PAGE.format("<h2>Small</h2>"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Sign In", "Sign in"),
        ("\n Two-Factor Authentication ", "\n Two-factor authentication "),
        ("IP Address", "IP address"),
        ("<b title='Sign In'>Use A Key</b>", "<b title='Sign In'>Use a key</b>"),
        ("Sign Out Of Common Ground", "Sign out of Common Ground"),
        ("&Eacute;tude And I", "&Eacute;tude and I"),
        ("", ""),
    ],
)
def test_headings_of_packages_read_as_sentences(before: str, after: str) -> None:
    assert sentence_case(before) == after


@pytest.mark.parametrize(
    ("tag", "times"),
    [
        ('{% govuk "button" text="Send" preventDoubleClick=True %}', 1),
        ('{% govuk "button" text=words %}', 2),
        ('{% govuk "button" text="send"|upper %}', 2),
        ('{% govukblock "details" summaryText="Why" %}{{ words }}{% endgovukblock %}', 2),
    ],
)
def test_what_is_always_the_same_is_drawn_once(tag: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def draw(component: str, params: Mapping[str, object]) -> SafeString:
        asked.append(component)
        return macros.draw(component, params)

    monkeypatch.setattr(tags, "macros", SimpleNamespace(draw=draw))
    page = Template("{% load govuk %}" + tag)
    first, second = (page.render(Context({"words": words})) for words in ("Go", "Stop"))
    assert len(asked) == times
    assert ("Stop" in second) == ("words" in tag), "and what is not the same is drawn as it is asked"
    assert first.count("</") == second.count("</")
