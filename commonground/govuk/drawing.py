"""From a Django form to GOV.UK's markup: which component a field is, and with which parameters."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from commonground.govuk import macros
from commonground.govuk.dates import DateBoxes
from commonground.govuk.forms import choice_notes, reveals

Params = dict[str, object]

# Components that are several controls under one legend, rather than one control under one label.
_GROUPS = frozenset({"radios", "checkboxes", "date-input"})

# What a widget's attributes are called as parameters of GOV.UK's inputs.
_OWN = ("autocomplete", "autocapitalize", "inputmode", "pattern", "spellcheck")


def nested(params: Mapping[str, object]) -> Params:
    """Turn ``{"label__text": "Name"}`` into ``{"label": {"text": "Name"}}``."""
    built: Params = {}
    for name, value in params.items():
        *outer, last = name.split("__")
        place = built
        for key in outer:
            inner = place.setdefault(key, {})
            if not isinstance(inner, dict):
                msg = f"{name!r}: {key!r} already has a value of its own."
                raise TypeError(msg)
            place = inner
        place[last] = value
    return built


def draw_field(
    field: BoundField,
    *,
    label: str | None = None,
    hint: str | None = None,
    heading: bool = False,
    size: str = "",
    rows: int | None = None,
    width: str = "",
    inline: bool = False,
    optional: bool = True,
    **more: object,
) -> SafeString:
    """Draw one field with its label, hint and errors.

    ``heading`` makes the label or legend the page's ``h1``; ``size`` is ``s``, ``m``, ``l`` or ``xl``;
    ``rows`` is for text areas; ``width`` is GOV.UK's input width (``2`` to ``30`` characters, or
    ``one-half`` and the like); ``inline`` puts radios next to each other; ``optional=False`` leaves
    out "(optional)", for a page that says so once for many. Anything else goes to the component as `nested` parameters.
    Raises `TypeError` when no component fits the field's widget.
    """
    if field.is_hidden:
        return mark_safe(_hidden(field))  # noqa: S308 - Django's own widget, or escaped
    component, params = _described(field)
    words = str(field.label if label is None else label)
    note = field.help_text if hint is None else hint
    if isinstance(field.field.widget, forms.CheckboxInput):
        params["items"] = [{**_tick(field), "text": words, "hint": _text(note)}]
    else:
        part = "fieldset__legend" if component in _GROUPS else "label"
        title = {
            "text": words + (_optional(field) if optional else ""),
            "classes": f"govuk-{part}--{size or ('l' if heading else 's')}",
            "isPageHeading": heading,
        }
        params.update({"fieldset": {"legend": title}} if component in _GROUPS else {"label": title})
        params["hint"] = _text(note)
    if field.errors:
        params["errorMessage"] = {"html": format_html_join(mark_safe("<br>"), "{}", ((e,) for e in field.errors))}
    if rows is not None:
        params["rows"] = rows
    params["classes"] = _classes(str(params.get("classes", "")), width, inline=inline)
    return macros.draw(component, _merged(params, nested(more)))


def draw_hidden(form: BaseForm) -> SafeString:
    """Draw a form's hidden fields, and nothing else."""
    return mark_safe("".join(map(_hidden, form.hidden_fields())))  # noqa: S308 - Django's own widgets, or escaped


def _hidden(field: BoundField) -> str:
    """Draw a hidden field as Django does, without its three templates: every form has one and more."""
    widget = field.field.widget
    if type(widget) is not forms.HiddenInput:
        return str(field)
    attrs = field.build_widget_attrs({"id": field.auto_id} if field.auto_id else {})
    drawn = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    value = "" if drawn["value"] is None else format_html(' value="{}"', drawn["value"])
    return format_html('<input type="{}" name="{}"{}{}>', drawn["type"], drawn["name"], value, flatatt(drawn["attrs"]))


def draw_fields(form: BaseForm) -> SafeString:
    """Draw a form's fields: hidden ones first, then each visible one once."""
    shown_elsewhere = {inner for _, _, inner in reveals(form)}
    visible = [draw_field(field) for field in form.visible_fields() if field.name not in shown_elsewhere]
    return mark_safe("\n".join([draw_hidden(form), *visible]))  # noqa: S308 - drawn just above


def draw_errors(*drawn: "BaseForm | BaseFormSet[Any]") -> SafeString:
    """Draw one error summary for all forms and form sets given, each line linked to its field.

    Gives nothing when there are no errors. Lines about a form as a whole, or about a field that is
    hidden, have no link.
    """
    lines = [line for one in drawn for line in _error_lines(one)]
    if not lines:
        return SafeString("")
    return macros.draw("error-summary", {"titleText": "There is a problem", "errorList": lines})


def _error_lines(drawn: "BaseForm | BaseFormSet[Any]") -> Iterator[Params]:
    """Yield text and link for each error, whole-form errors first."""
    if isinstance(drawn, BaseFormSet):
        for words in drawn.non_form_errors() if drawn.is_bound else ():
            yield {"text": str(words)}
        for form in drawn.forms:
            yield from _error_lines(form)
        return
    for words in drawn.non_field_errors():
        yield {"text": str(words)}
    for field in drawn:
        for words in field.errors:
            yield {"text": str(words), "href": None if field.is_hidden else f"#{_target(field)}"}


def _target(field: BoundField) -> str:
    """Return the id of the control that an error is about: for a date, its first wrong box."""
    if isinstance(field.field.widget, DateBoxes):
        return f"{field.auto_id}_{_wrong_boxes(field)[0]}"
    return field.auto_id


def _described(field: BoundField) -> tuple[str, Params]:
    """Return the component that draws a field's widget, and what it needs apart from the words around it."""
    widget = field.field.widget
    for kind, describe in _DESCRIPTIONS:
        if isinstance(widget, kind):
            return describe(field)
    msg = f"No GOV.UK component draws {type(widget).__name__}, the widget of {field.name!r}."
    raise TypeError(msg)


def _input(field: BoundField) -> tuple[str, Params]:
    widget = field.field.widget
    params = _named(field) | {"value": widget.format_value(field.value()), "type": widget.input_type}
    if widget.input_type == "number":
        params |= {"type": "text", "inputmode": "numeric"}
    if widget.input_type in {"email", "url"}:
        params["spellcheck"] = False
    if isinstance(widget, forms.TimeInput):
        params["classes"] = "govuk-input--width-5"
    return "input", params | _own(field)


def _file(field: BoundField) -> tuple[str, Params]:
    return "file-upload", _named(field) | {"attributes": {"accept": field.field.widget.attrs.get("accept", "")}}


def _password(field: BoundField) -> tuple[str, Params]:
    own = {name: value for name, value in _own(field).items() if name in {"autocomplete", "attributes"}}
    return "password-input", _named(field) | own


def _textarea(field: BoundField) -> tuple[str, Params]:
    words = str(field.field.widget.format_value(field.value()) or "").replace("\r\n", "\n").replace("\r", "\n")
    if words.startswith("\n"):  # a parser drops the first line break of a text area
        words = f"\n{words}"
    own = _own(field)
    params = _named(field) | {"value": words, "rows": field.field.widget.attrs.get("rows", 5)}
    limit = getattr(field.field, "max_length", None)
    if limit is None:
        own.pop("inputmode", None)
        return "textarea", params | own
    own = {name: value for name, value in own.items() if name in {"spellcheck", "attributes"}}
    return "character-count", params | own | {"maxlength": limit, "threshold": 75}


def _select(field: BoundField) -> tuple[str, Params]:
    if field.field.widget.allow_multiple_selected:
        msg = f"{field.name!r}: use checkboxes to choose several; a list that does so is hard to work."
        raise TypeError(msg)
    chosen = _chosen(field)
    items = [{"value": v, "text": text, "selected": v in chosen} for v, text in _choices(field)]
    return "select", _named(field) | {"items": items, "attributes": _own(field).get("attributes")}


def _radios(field: BoundField) -> tuple[str, Params]:
    return "radios", {"name": field.html_name, "idPrefix": field.auto_id, "items": _choice_items(field)}


def _checkboxes(field: BoundField) -> tuple[str, Params]:
    return "checkboxes", {"name": field.html_name, "idPrefix": field.auto_id, "items": _choice_items(field)}


def _one_checkbox(field: BoundField) -> tuple[str, Params]:
    return "checkboxes", {"name": field.html_name, "idPrefix": field.auto_id}


def _tick(field: BoundField) -> Params:
    checked = field.field.widget.check_test(field.value())
    return {"value": "on", "checked": checked}


def _date(field: BoundField) -> tuple[str, Params]:
    widget = field.field.widget
    wrong = _wrong_boxes(field) if field.errors else ()
    items = [
        {
            "name": f"{field.html_name}_{part}",
            "id": f"{field.auto_id}_{part}",
            "label": part.capitalize(),
            "value": value,
            "inputmode": "text" if part == "month" else "numeric",
            "autocomplete": widget.attrs.get("autocomplete"),
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
        }
        for part, value in zip(DateBoxes.PARTS, widget.parts(field.value()), strict=True)
    ]
    return "date-input", {"id": field.auto_id, "items": items}


def _wrong_boxes(field: BoundField) -> tuple[str, ...]:
    """Return which of day, month and year the first error of a date is about; all when it does not say."""
    params = field.errors.as_data()[0].params or {}
    return tuple(params.get("boxes", DateBoxes.PARTS))


def _choice_items(field: BoundField) -> list[Params]:
    """Return radios or checkboxes, each with its hint, what it reveals and the word in front of it."""
    notes = choice_notes(field.field.widget)
    chosen = _chosen(field)
    items: list[Params] = []
    for value, text in _choices(field):
        if value in notes.dividers:
            items.append({"divider": notes.dividers[value]})
        items.append(
            {
                "value": value,
                "text": text,
                "checked": value in chosen,
                "hint": _text(notes.hints.get(value, "")),
                "behaviour": "exclusive" if value == notes.exclusive else None,
                "conditional": _conditional(field, value),
            }
        )
    return items


def _conditional(field: BoundField, value: str) -> Params | None:
    form = field.form
    inner = [name for outer, chosen, name in reveals(form) if outer == field.name and chosen == value]
    if not inner:
        return None
    return {"html": mark_safe("\n".join(draw_field(form[name]) for name in inner))}  # noqa: S308 - drawn here


def _choices(field: BoundField) -> Iterator[tuple[str, str]]:
    """Yield value and text of each choice; a choice of nothing reads "Choose one"."""
    for value, text in field.field.widget.choices:
        if isinstance(text, list | tuple):
            msg = f"{field.name!r} has choices in groups, which no GOV.UK component draws."
            raise TypeError(msg)
        plain = "" if value is None else str(value)
        yield plain, "Choose one" if plain == "" and str(text).startswith("---") else str(text)


def _chosen(field: BoundField) -> frozenset[str]:
    value = field.value()
    values = value if isinstance(value, list | tuple | set) else [value]
    return frozenset("" if one is None else str(one) for one in values)


def _named(field: BoundField) -> Params:
    return {"id": field.auto_id, "name": field.html_name}


def _own(field: BoundField) -> Params:
    """Return the widget's attributes as parameters; length is checked in words, not cut in the browser."""
    attrs = dict(field.field.widget.attrs)
    for name in ("maxlength", "minlength", "rows", "cols", "placeholder", "required", "class", "min", "max", "step"):
        attrs.pop(name, None)
    own: Params = {name: attrs.pop(name) for name in _OWN if name in attrs}
    if isinstance(own.get("spellcheck"), str):
        own["spellcheck"] = own["spellcheck"] == "true"
    return own | ({"attributes": attrs} if attrs else {})


def _optional(field: BoundField) -> str:
    marks = getattr(field.form, "marks_optional", False)
    return " (optional)" if marks and not field.field.required else ""


def _text(words: object) -> Params | None:
    """Return words as a parameter of GOV.UK's; safe strings stay as they are."""
    return {"html": words} if words else None


def _classes(classes: str, width: str, *, inline: bool) -> str | None:
    extra = []
    if width:
        extra.append(f"govuk-input--width-{width}" if width.isdigit() else f"govuk-!-width-{width}")
    if inline:
        extra.append("govuk-radios--inline")
    return " ".join(filter(None, [classes, *extra])) or None


def _merged(params: Params, more: Params) -> Params:
    """Return the first with the second laid over it, inside nested parameters too."""
    merged = dict(params)
    for name, value in more.items():
        under = merged.get(name)
        merged[name] = _merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged


_DESCRIPTIONS: tuple[tuple[type[forms.Widget], Callable[[BoundField], tuple[str, Params]]], ...] = (
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _checkboxes),
    (forms.RadioSelect, _radios),
    (forms.CheckboxInput, _one_checkbox),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.PasswordInput, _password),
    (forms.FileInput, _file),
    *((kind, _input) for kind in (forms.TextInput, forms.EmailInput, forms.NumberInput, forms.URLInput)),
)
