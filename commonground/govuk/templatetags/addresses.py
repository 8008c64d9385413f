"""Django's ``{% url %}``, built in: each address is worked out once in a process, and no page waits for the router."""

from functools import lru_cache
from typing import Any

from django import template
from django.template import defaulttags
from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.html import conditional_escape

register = template.Library()

KEPT = 4096
"""So many addresses are kept in a process: all of one's own pages, and those of the differences read last."""


@register.tag
def url(parser: Parser, token: Token) -> Node:
    """``{% url name argument … [as name] %}``, as Django has it."""
    return UrlNode(defaulttags.url(parser, token))


class UrlNode(Node):
    """An address on a page; what it is made of is read as Django reads it."""

    def __init__(self, django: Any) -> None:  # noqa: ANN401 not in the stubs
        """Keep Django's own."""
        self.django = django

    def render(self, context: Context) -> str:
        """Return the address, or keep it under the name that was given. Raises NoReverseMatch where there is none."""
        name = self.django.view_name.resolve(context)
        args = tuple(one.resolve(context) for one in self.django.args)
        named = tuple((key, one.resolve(context)) for key, one in self.django.kwargs.items())
        try:
            found = _address(name, args, named, get_urlconf())
        except NoReverseMatch:
            if self.django.asvar is None:
                raise
            found = ""
        if self.django.asvar is None:
            return conditional_escape(found) if context.autoescape else found
        context[self.django.asvar] = found
        return ""


@lru_cache(maxsize=KEPT)
def _address(name: str, args: tuple[object, ...], named: tuple[tuple[str, object], ...], _of: object) -> str:
    """Return an address, worked out once; ``_of`` are the routes that a request is served by, where it has its own."""
    return reverse(name, args=args, kwargs=dict(named))
