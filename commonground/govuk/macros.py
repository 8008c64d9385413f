"""Components as functions: GOV.UK Frontend's and our own, one cached Jinja environment, strict and escaping.

Jinja draws what stands on a page many times several times as fast as Django's templates do. Our own components are in
``jinja2/components``; pages stay Django templates. GOV.UK's macros come from the ``govuk-frontend-jinja`` package.
They trust whatever they are given under a parameter that ends in ``html``, ignore parameters they do not know and
draw an empty component when a value is missing. They also indent what they nest, text areas included. `draw` closes
those four doors.
"""

import functools
import re
from collections.abc import Iterable, Mapping

from django.template.defaultfilters import linebreaksbr
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader, StrictUndefined, nodes

from commonground.govuk.templatetags.reaching import reachable

_PREFIX = "govuk_frontend_jinja"

# Parameters whose text the macros put on the page unescaped although their name does not say "html".
_RAW = frozenset({"start", "end", "navigationStart", "navigationEnd"})

# Parameters whose keys the caller chooses.
_FREE = frozenset({"attributes"})


_TEXTAREA = re.compile(r"(<textarea\b[^>]*>)(.*?)(?=</textarea>)", re.DOTALL)


class UnknownComponentError(LookupError):
    """GOV.UK Frontend has no component of this name."""


class UnknownParameterError(TypeError):
    """The component has no parameter of this name, so it would have been ignored in silence."""


@functools.cache
def environment() -> Environment:
    """Return the one Jinja environment: escaping on, templates compiled once for each process."""
    return Environment(loader=_loader(), autoescape=True, auto_reload=False, cache_size=-1)


@functools.cache
def _own() -> Environment:
    """Return the same for our own components, in which an unknown name is an error."""
    loader = PackageLoader("commonground.govuk", "jinja2")
    own = Environment(loader=loader, autoescape=True, auto_reload=False, cache_size=-1, undefined=StrictUndefined)
    own.filters |= {"linebreaksbr": functools.partial(linebreaksbr, autoescape=True), "reachable": reachable}
    return own


def draw_own(component: str, **given: object) -> SafeString:
    """Draw one of our own components; every text in what is given is escaped unless it is a safe string."""
    drawn = _own().get_template(f"components/{component}.html").render(given)
    return mark_safe(drawn)  # noqa: S308 - autoescaped


@functools.cache
def components() -> frozenset[str]:
    """Return the names of all components that can be drawn, such as ``date-input``."""
    names = environment().list_templates(filter_func=lambda name: name.endswith("/macro.html"))
    return frozenset(name.split("/")[-2] for name in names)


@functools.cache
def parameters(component: str) -> frozenset[str]:
    """Return the names of the parameters that a component reads, from the source of its macro.

    Raises `UnknownComponentError` when there is no such component.
    """
    return frozenset(_names_read(component, of="params"))


@functools.cache
def _nested_parameters() -> frozenset[str]:
    """Return every name that any macro reads from anything: what may stand inside a parameter."""
    return frozenset(name for component in components() for name in _names_read(component, of=None))


def _names_read(component: str, of: str | None) -> Iterable[str]:
    """Yield the attribute and key names that a macro's source reads, from one variable or from all."""
    env = environment()
    if component not in components():
        msg = f"There is no component {component!r}. There are: {', '.join(sorted(components()))}."
        raise UnknownComponentError(msg)
    source, _, _ = _loader().get_source(env, _path(component))
    tree = env.parse(source)
    for attribute in tree.find_all(nodes.Getattr):
        if _is_read_from(attribute.node, of):
            yield attribute.attr
    for item in tree.find_all(nodes.Getitem):
        if _is_read_from(item.node, of) and isinstance(item.arg, nodes.Const):
            yield str(item.arg.value)


def _is_read_from(node: nodes.Expr, of: str | None) -> bool:
    return of is None or (isinstance(node, nodes.Name) and node.name == of)


@functools.cache
def _loader() -> PrefixLoader:
    return PrefixLoader({_PREFIX: PackageLoader(_PREFIX)})


def _path(component: str) -> str:
    return f"{_PREFIX}/components/{component}/macro.html"


@functools.cache
def _macro(component: str) -> object:
    if component not in components():
        parameters(component)  # raises, naming what there is
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    return getattr(environment().get_template(_path(component)).module, name)


def draw(component: str, params: Mapping[str, object]) -> SafeString:
    """Draw a component and return its markup.

    ``params`` are GOV.UK Frontend's own (camelCase, nested). Every text is escaped unless it is a safe
    string; that holds for ``html`` parameters too. Raises `UnknownComponentError` or `UnknownParameterError`.
    """
    known = parameters(component)
    for name in params:
        if name not in known:
            msg = f"{component!r} has no parameter {name!r}. It has: {', '.join(sorted(known))}."
            raise UnknownParameterError(msg)
    cleaned = {name: _clean(name, value) for name, value in params.items() if value is not None}
    macro = _macro(component)
    if not callable(macro):
        msg = f"The macro of {component!r} cannot be called."
        raise TypeError(msg)
    return mark_safe(str(macro(cleaned)).strip())  # noqa: S308 - autoescaped, and `_clean` escaped the rest


def _clean(name: str, value: object) -> object:
    """Return a value that is safe to hand to a macro under this name, or raise `UnknownParameterError`."""
    if isinstance(value, Mapping):
        return _clean_mapping(name, value)
    if isinstance(value, list | tuple):
        return [_clean(name, item) for item in value]
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, str) and (name.lower().endswith("html") or name in _RAW):
        return _TEXTAREA.sub(_keep_lines, conditional_escape(value))
    if name in _FREE and isinstance(value, str) and not isinstance(value, SafeString):
        msg = f"Give {name!r} as a mapping: a plain string would reach the page unescaped."
        raise UnknownParameterError(msg)
    return value


def _keep_lines(found: re.Match[str]) -> str:
    """Write the line breaks of a text area as references: the macros indent markup, and would change words."""
    return found[1] + found[2].replace("\n", "&#10;")


def _clean_mapping(name: str, value: Mapping[object, object]) -> dict[str, object]:
    if name in _FREE or name.endswith("Text"):  # names of HTML attributes, or of plural forms
        return {str(key): _clean("", item) for key, item in value.items()}
    allowed = _nested_parameters()
    cleaned = {}
    for key, item in value.items():
        if key not in allowed:
            msg = f"No component reads {key!r} inside {name!r}."
            raise UnknownParameterError(msg)
        if item is not None:
            cleaned[str(key)] = _clean(str(key), item)
    return cleaned
