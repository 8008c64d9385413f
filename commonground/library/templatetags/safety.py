"""``{% safety "danger" %}``: what is said first of a child's safety, by the name of the sentence."""

from django import template

from commonground.library.safety import SAFETY

register = template.Library()


@register.simple_tag
def safety(name: str) -> str:
    """Say one of the sentences; raises KeyError for a name that there is not."""
    return SAFETY[name]
