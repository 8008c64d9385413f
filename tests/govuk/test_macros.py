"""GOV.UK's components, drawn by us, are what GOV.UK publishes; and nothing gets past the strict door."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from commonground.govuk import macros
from commonground.govuk.macros import UnknownComponentError, UnknownParameterError, draw
from tests.govuk.reading import find, normal, words

PUBLISHED = Path(__file__).parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"
USED = [
    *("back-link", "breadcrumbs", "button", "character-count", "checkboxes", "date-input", "details"),
    *("error-message", "error-summary", "fieldset", "hint", "input", "inset-text", "label"),
    *("notification-banner", "pagination", "panel", "password-input", "radios", "select", "skip-link"),
    *("summary-list", "table", "tag", "task-list", "textarea"),
]
Options = dict[str, Any]
SCRIPT = "<script>alert(1)</script>"


def published(component: str) -> list[dict[str, Any]]:
    return list(json.loads((PUBLISHED / component / "fixtures.json").read_text(encoding="utf-8"))["fixtures"])


def changed(options: Options, change: Callable[[str, str], str]) -> Options:
    """Return a published example's parameters with every text changed; it is told the parameter's name."""

    def inside(name: str, value: object) -> object:
        if isinstance(value, dict):
            return {key: inside(key, one) for key, one in value.items()}
        if isinstance(value, list):
            return [inside(name, one) for one in value]
        return change(name, value) if value and isinstance(value, str) else value

    return {name: inside(name, value) for name, value in options.items()}


def trusted(name: str, text: str) -> str:
    return mark_safe(text) if "html" in name.lower() else text  # noqa: S308 - GOV.UK's own examples


@pytest.mark.parametrize(
    ("component", "example"),
    [(name, example["name"]) for name in USED for example in published(name)],
)
def test_is_what_is_published(component: str, example: str) -> None:
    one = next(one for one in published(component) if one["name"] == example)
    assert normal(draw(component, changed(one["options"], trusted))) == normal(one["html"])


@pytest.mark.parametrize("component", USED)
@pytest.mark.parametrize("text", [SCRIPT, '" onfocus="alert(1)', "</textarea><script>alert(1)</script>"])
def test_no_text_becomes_markup_wherever_it_stands(component: str, text: str) -> None:
    for example in published(component):
        drawn = draw(component, changed(example["options"], lambda _, __: text))
        assert not find(drawn, "script")
        assert not [e for e in find(drawn, "input") + find(drawn, "a") if e.get("onfocus")]
        assert "<script" not in drawn


def test_safe_strings_stay_markup() -> None:
    drawn = draw("inset-text", {"html": mark_safe("<strong>Ring</strong>")})
    assert [words(e) for e in find(drawn, "strong")] == ["Ring"]
    assert find(draw("button", {"text": mark_safe("<em>Send</em>")}), "em")


def test_translated_words_are_words() -> None:
    assert "Send" in draw("button", {"text": gettext_lazy("Send")})


def test_unknown_component_is_refused_by_name() -> None:
    with pytest.raises(UnknownComponentError, match="no component 'knob'"):
        draw("knob", {})
    with pytest.raises(UnknownComponentError, match="date-input"):
        macros.parameters("knob")


@pytest.mark.parametrize(
    ("component", "params", "named"),
    [
        ("button", {"txt": "Send"}, "'txt'"),
        ("input", {"id": "a", "name": "a", "label": {"txet": "Name"}}, "'txet' inside 'label'"),
        ("radios", {"name": "a", "items": [{"value": "1", "txet": "One"}]}, "'txet' inside 'items'"),
        ("inset-text", {"text": "a", "attributes": ' onclick="x"'}, "'attributes' as a mapping"),
    ],
)
def test_unknown_or_unsafe_parameter_is_refused(component: str, params: dict[str, Any], named: str) -> None:
    with pytest.raises(UnknownParameterError, match=named):
        draw(component, params)


def test_words_in_a_text_area_keep_their_lines_however_deep_it_stands() -> None:
    area = draw("textarea", {"id": "w", "name": "w", "label": {"text": "W"}, "value": "one\n  two\n\nthree"})
    items = [{"value": "y", "text": "Yes", "conditional": {"html": area}}]
    drawn = draw("radios", {"name": "r", "fieldset": {"legend": {"text": "R"}}, "items": items})
    outer = draw("fieldset", {"legend": {"text": "F"}, "html": drawn})
    assert [e.text for e in find(outer, "textarea")] == ["one\n  two\n\nthree"]
