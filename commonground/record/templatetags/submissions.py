"""``{% submission_key %}``: the hidden input by which a form is acted on once, however often it is sent."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from commonground.record.submissions import FIELD, mint

register = template.Library()


@register.simple_tag
def submission_key() -> SafeString:
    """Draw the hidden input with a new key."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, mint())
