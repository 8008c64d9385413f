"""GOV.UK's components and fields in Django templates.

``{% govuk "button" text="Send" %}``, ``{% govukblock "details" summaryText="Why we ask" %}…{% endgovukblock %}``,
``{% govuk_field form.worry heading=True %}``, ``{% govuk_fields form %}``, ``{% govuk_hidden form %}``,
``{% govuk_errors form %}`` and ``{% titled %}…{% endtitled %}``. Two underscores build nested parameters:
``label__text="Your worry"``. Any of the single tags takes ``as name``. An unknown variable is an error.
"""

import html
import re
from collections.abc import Callable
from typing import Any, cast

from django import template
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template.base import FilterExpression, NodeList, Parser, TextNode, Token, VariableDoesNotExist
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from commonground.govuk import drawing, macros

register = template.Library()


class UnknownVariableError(template.TemplateSyntaxError):
    """A tag was given a variable that the page does not have."""


def _resolve(expression: FilterExpression, context: Context) -> object:
    """Return the value of an expression; a variable that is not there is an error, not an empty text."""
    try:
        if expression.is_var:
            value = expression.var.resolve(context)
            if not expression.filters:
                return value
    except VariableDoesNotExist as error:
        if not any(function.__name__ == "default" for function, _ in expression.filters):
            msg = f"This page has no {expression.token!r}."
            raise UnknownVariableError(msg) from error
    return expression.resolve(context)


def _is_constant(expression: FilterExpression) -> bool:
    """Say whether an expression is the same on every page: a text, a number, ``True`` or ``False``."""
    constant = not expression.is_var or expression.var.literal is not None or expression.token in {"True", "False"}
    return constant and not expression.filters


class _Drawing(template.Node):
    """A tag that calls a drawing function with its resolved arguments, and perhaps a block as ``html``."""

    child_nodelists = ("nodelist",)

    def __init__(
        self,
        drawer: Callable[..., SafeString],
        args: list[FilterExpression],
        kwargs: dict[str, FilterExpression],
        target: str | None,
        nodelist: NodeList | None,
    ) -> None:
        self.drawer, self.args, self.kwargs, self.target = drawer, args, kwargs, target
        self.nodelist = nodelist or NodeList()
        self.is_block = nodelist is not None

        self.is_constant = not self.is_block and all(map(_is_constant, (*args, *kwargs.values())))
        self.drawn: SafeString | None = None

    def render(self, context: Context) -> SafeString:
        """Draw, or keep what was drawn under the name that the tag gives. What is always the same is drawn once."""
        drawn = self.drawn if self.drawn is not None else self._draw(context)
        if self.is_constant:
            self.drawn = drawn
        if self.target is None:
            return drawn
        context[self.target] = drawn
        return SafeString("")

    def _draw(self, context: Context) -> SafeString:
        args = [_resolve(expression, context) for expression in self.args]
        kwargs = {name: _resolve(expression, context) for name, expression in self.kwargs.items()}
        if self.is_block:
            kwargs["html"] = self.nodelist.render(context)
        return self.drawer(*args, **kwargs)


def _read(parser: Parser, token: Token) -> tuple[list[FilterExpression], dict[str, FilterExpression], str | None]:
    """Split a tag into positional arguments, named arguments and the name after ``as``."""
    bits = token.split_contents()[1:]
    target = None
    if len(bits) > 1 and bits[-2] == "as":
        target, bits = bits[-1], bits[:-2]
    args: list[FilterExpression] = []
    kwargs: dict[str, FilterExpression] = {}
    for bit in bits:
        named = re.match(r"([A-Za-z_]\w*)=(.+)\Z", bit, re.DOTALL)
        if named:
            kwargs[named[1]] = parser.compile_filter(named[2])
        elif kwargs:
            msg = f"{token.contents.split()[0]}: {bit} comes after a named argument."
            raise template.TemplateSyntaxError(msg)
        else:
            args.append(parser.compile_filter(bit))
    return args, kwargs, target


def _tag(name: str, *, block: bool = False) -> Callable[[Callable[..., SafeString]], Callable[..., SafeString]]:
    """Register a drawing function as a template tag of this name."""

    def compile_with(drawer: Callable[..., SafeString]) -> Callable[..., SafeString]:
        def compiled(parser: Parser, token: Token) -> _Drawing:
            args, kwargs, target = _read(parser, token)
            nodelist = None
            if block:
                nodelist = parser.parse((f"end{name}",))
                parser.delete_first_token()
            return _Drawing(drawer, args, kwargs, target, nodelist)

        register.tag(name, compiled)
        return drawer

    return compile_with


@_tag("govukblock", block=True)
@_tag("govuk")
def govuk(component: object, **params: object) -> SafeString:
    """Draw one of GOV.UK's components; ``a__b=`` sets ``b`` inside ``a``."""
    return macros.draw(str(component), drawing.nested(params))


@_tag("govuk_field")
def govuk_field(field: object, **options: Any) -> SafeString:  # noqa: ANN401 - checked there
    """Draw one field of a form with its label, hint and errors. Options: see `drawing.draw_field`."""
    if not isinstance(field, BoundField):
        msg = f"govuk_field draws a field of a form, not {field!r}."
        raise TypeError(msg)
    return drawing.draw_field(field, **options)


@_tag("govuk_fields")
def govuk_fields(form: object) -> SafeString:
    """Draw all fields of a form, hidden ones first, each once."""
    return drawing.draw_fields(cast("BaseForm", form))


@_tag("govuk_hidden")
def govuk_hidden(form: object) -> SafeString:
    """Draw the hidden fields of a form: the submission key, and whatever else it carries."""
    return drawing.draw_hidden(cast("BaseForm", form))


@_tag("govuk_errors")
def govuk_errors(*forms: object) -> SafeString:
    """Draw one error summary for all forms and form sets given, or nothing when all is well."""
    return drawing.draw_errors(*cast("tuple[BaseForm | BaseFormSet[Any], ...]", forms))


@register.tag
def asset(parser: Parser, token: Token) -> TextNode:
    """``{% asset "commonground/app.css" %}``: the address of a style sheet or script, found once in each process."""
    (path,), _, _ = _read(parser, token)
    return TextNode(escape(static(path.resolve(Context()))))


# Names, which keep their capitals in a heading, and the pieces of markup that are no words.
_NAMES = frozenset({"Common", "Ground", "I", "England"})
_NO_WORDS = re.compile(r"(<[^>]*>|&[#\w]+;)")


@register.filter(is_safe=True)
def sentence_case(text: str) -> str:
    """Return a heading that was written With Capitals as a sentence: "Sign In" becomes "Sign in".

    Words all in capitals stay. Markup inside is left alone. For pages of packages, whose words are not ours.
    """
    first = True
    pieces = []
    for piece in _NO_WORDS.split(str(text)):
        if _NO_WORDS.fullmatch(piece):
            first = first and piece.startswith("<")
            pieces.append(piece)
            continue
        words = re.sub(r"\b[A-Z][a-z]*\b", _lowered, piece)
        bare = words.lstrip()
        pieces.append(words[: len(words) - len(bare)] + bare[:1].upper() + bare[1:] if first else words)
        first = first and not bare
    return "".join(pieces)


def _lowered(word: re.Match[str]) -> str:
    return word[0] if word[0] in _NAMES else word[0].lower()


_HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_ERRORS = 'class="govuk-error-summary'


class MissingHeadingError(template.TemplateSyntaxError):
    """The page has no ``h1``, so it cannot be named."""


class _Titled(template.Node):
    """Draws the page inside, then names it after its ``h1``."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, product: FilterExpression) -> None:
        self.nodelist, self.product = nodelist, product

    def render(self, context: Context) -> SafeString:
        """Fill the empty ``title`` with the heading, a note of errors and the product's name."""
        page = self.nodelist.render(context)
        found = _HEADING.search(page)
        if not found:
            msg = "This page has no h1."
            raise MissingHeadingError(msg)
        heading = " ".join(html.unescape(_MARKUP.sub(" ", found[1])).split())
        parts = [heading, "there is a problem"] if _ERRORS in page else [heading]
        title = escape(" – ".join([*parts, str(_resolve(self.product, context))]))
        return mark_safe(page.replace("<title></title>", f"<title>{title}</title>", 1))  # noqa: S308 - escaped above


@register.tag
def titled(parser: Parser, token: Token) -> _Titled:
    """``{% titled "Common Ground" %}…{% endtitled %}``: the page's title begins with its own heading."""
    args, _, _ = _read(parser, token)
    nodelist = parser.parse(("endtitled",))
    parser.delete_first_token()
    return _Titled(nodelist, args[0])
