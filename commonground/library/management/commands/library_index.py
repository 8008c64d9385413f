"""``bin/manage library_index``: every page and chart of every area's library, as its readers find them."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.text import slugify

from commonground.library.models import ChartEdition
from commonground.library.pages.models import PageEdition
from commonground.library.pages.queries import page_url
from commonground.library.pages.shape import CHART
from commonground.library.queries import chart_url
from commonground.now import london_date, now


class Command(BaseCommand):
    """List the library."""

    help = "List every page of the library with its title, kind, address, edition, status and own words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how to write it."""
        parser.add_argument("--json", action="store_true", help="write JSON and nothing else")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Write what can be read today, then what waits for an area's editors."""
        live = PageEdition.objects.stood(london_date(now())).select_related("partnership")
        waiting = PageEdition.objects.filter(opened=None, retired_at=None).select_related("partnership")
        items = [told(row, "live") for row in live]
        items += [
            told(row, "proposed" if row.proposed_at else "draft") for row in waiting.order_by("partnership", "key")
        ]
        later = PageEdition.objects.filter(opened__isnull=False, retired_at=None, in_force__gt=london_date(now()))
        items += [told(row, "scheduled") for row in later.select_related("partnership").order_by("partnership", "key")]
        charts = ChartEdition.objects.stands().select_related("partnership")
        items += [told_of_chart(row) for row in charts]
        if options["json"]:
            self.stdout.write(json.dumps(items, ensure_ascii=False, indent=2))
            return
        for item in items:
            self.stdout.write(
                "{area}: {title} ({kind}), edition {edition}, {status}, {own_words} own words".format(**item)
            )


def told_of_chart(row: ChartEdition) -> dict[str, Any]:
    """Return what the list says of an area's chart. What it means at each level, and to a family, is in our words."""
    levels = row.chart.levels if row.here else ()
    own = [" ".join((level.means, *level.plain)) for level in levels]
    return {
        "area": slugify(row.partnership.name),
        "key": CHART,
        "title": row.title,
        "kind": "chart",
        "address": chart_url(row.partnership),
        "edition": row.number,
        "status": "live" if row.here else "elsewhere",
        "own_words": sum(len(words.split()) for words in own),
    }


def told(row: PageEdition, status: str) -> dict[str, Any]:
    """Return what the list says of a page."""
    return {
        "area": slugify(row.partnership.name),
        "key": row.key,
        "title": row.title,
        "kind": row.kind,
        "address": page_url(row.partnership, row.key),
        "edition": row.number,
        "status": status,
        "own_words": row.page.own_words,
    }
