"""``{% work_account as name %}``: how people know their organisation's sign-in, or nothing where there is none."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def work_account() -> str:
    """Return the name of the organisation's sign-in."""
    return settings.WORK_PROVIDER.name if settings.WORK_PROVIDER else ""
