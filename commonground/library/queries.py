"""Which chart an area has, and what of it an officer must still see to."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.text import slugify

from commonground.directory.models import Partnership
from commonground.editions.checklist import Item
from commonground.govuk.dates import in_words
from commonground.library.models import ChartEdition


def charts_of(partnerships: Collection[UUID]) -> dict[UUID, ChartEdition]:
    """Return the chart of each of these areas that has one, in one query."""
    rows = ChartEdition.objects.filter(partnership__in=partnerships).order_by("partnership", "-number")
    return {row.partnership_id: row for row in rows.distinct("partnership")}


def chart_of(partnership: UUID) -> ChartEdition | None:
    """Return the chart of an area: its newest edition. None while nobody has said which it is."""
    rows = ChartEdition.objects.filter(partnership=partnership).select_related("confirmed_by")
    return rows.order_by("-number").first()


def kept_here(partnership: UUID) -> ChartEdition | None:
    """Return the newest edition of an area's chart that is kept here, also where it stands elsewhere now."""
    rows = ChartEdition.objects.filter(partnership=partnership).exclude(text="")
    return rows.order_by("-number").first()


def chart_url(area: Partnership) -> str:
    """Return the address of the page of an area's chart."""
    return reverse("charts:area", args=[slugify(area.name)])


def to_see_to(area: Partnership) -> Item:
    """Return what an officer must see to about the chart of an area, for their checklist."""
    row = chart_of(area.pk)
    if row is None:
        words = "nobody has said yet which it is, or where it stands"
    elif not row.here:
        words = f"it stands elsewhere: {row.title}"
    elif left := row.chart.unconfirmed:
        words = f"{left} of its boxes are not yet compared with the published chart"
    else:
        words = f"as published on {in_words(row.published)}" if row.published else "as published"
    return Item("Threshold chart", words, chart_url(area), done=row is not None and row.confirmed_by_id is not None)
