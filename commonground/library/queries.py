"""Which chart an area has, and what of it an officer must still see to."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.text import slugify

from commonground.directory.models import Partnership
from commonground.directory.queries import Actor
from commonground.editions.checklist import Item
from commonground.govuk.dates import in_words
from commonground.library.models import ChartEdition, ChartEditions


def charts_of(partnerships: Collection[UUID]) -> dict[UUID, ChartEdition]:
    """Return the chart of each of these areas that has one, in one query."""
    rows = ChartEdition.objects.filter(partnership__in=partnerships).stands()
    return {row.partnership_id: row for row in rows}


def chart_of(partnership: UUID) -> ChartEdition | None:
    """Return the chart of an area as it stands now. None while nobody has said which it is."""
    return _with_names(ChartEdition.objects.filter(partnership=partnership).stands()).first()


def chart_on(partnership: UUID, on: date) -> ChartEdition | None:
    """Return the chart of an area as it stood at the end of a day."""
    return _with_names(ChartEdition.objects.filter(partnership=partnership).stood(on)).first()


def archive_of(partnership: UUID) -> list[ChartEdition]:
    """Return every edition of an area's chart that ever stood, the newest first, without the texts."""
    rows = ChartEdition.objects.filter(partnership=partnership, opened__isnull=False)
    return list(rows.order_by("-opened", "-number").defer("text"))


def edition_before(row: ChartEdition) -> ChartEdition | None:
    """Return what stood in the area when an edition was answered, or stands while it is proposed."""
    rows, answered = ChartEdition.objects.filter(partnership=row.partnership_id), row.opened or row.sent_back_at
    if answered:
        rows = rows.filter(opened__lte=answered)
    return rows.exclude(pk=row.pk).stands().first()


def kept_here(partnership: UUID) -> ChartEdition | None:
    """Return the newest edition of an area's chart that is kept here, also where it stands elsewhere now."""
    return ChartEdition.objects.filter(partnership=partnership).exclude(text="").stands().first()


def proposal_of(partnership: UUID) -> ChartEdition | None:
    """Return what somebody proposed as an area's chart, while nobody has answered."""
    return _with_names(ChartEdition.objects.filter(partnership=partnership).proposed()).first()


def proposals_of(actor: Actor) -> list[ChartEdition]:
    """Return the charts that wait for an answer in the areas whose library somebody keeps."""
    rows = ChartEdition.objects.kept_by(actor).proposed().select_related("partnership", "confirmed_by")
    return list(rows.defer("text").order_by("at"))


def sent_back_to(actor: Actor) -> list[ChartEdition]:
    """Return the charts that were sent back with a reason in the areas whose library somebody keeps.

    Of each area it is the newest edition: what was proposed or published since takes its place, unless whoever
    proposed that took it back.
    """
    rows = ChartEdition.objects.kept_by(actor).exclude(sent_back_at__isnull=False, sent_back="")
    rows = rows.select_related("partnership", "confirmed_by", "sent_back_by")
    newest = rows.defer("text").order_by("partnership", "-number").distinct("partnership")
    return [row for row in newest if row.sent_back]


def standing_number(partnership: UUID) -> int:
    """Return the number of the chart of an area that stands now, 0 where none does."""
    row = chart_of(partnership)
    return row.number if row else 0


def last_number(partnership: UUID) -> int:
    """Return the number of the last edition that anybody wrote for an area, 0 where nobody did."""
    return ChartEdition.objects.filter(partnership=partnership).aggregate(last=Max("number"))["last"] or 0


def _with_names(rows: ChartEditions) -> ChartEditions:
    return rows.select_related("confirmed_by", "approved_by")


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
        boxes = "1 of its boxes is" if left == 1 else f"{left} of its boxes are"
        words = f"{boxes} not yet compared with the published chart"
    else:
        words = f"as published on {in_words(row.published)}" if row.published else "as published"
    if waits := proposal_of(area.pk):
        words += f"; {waits.confirmed_by} proposed one, and another approves it"
    done = row is not None and row.confirmed_by_id is not None and not (row.here and row.chart.unconfirmed)
    return Item("Threshold chart", words, chart_url(area), done=done)
