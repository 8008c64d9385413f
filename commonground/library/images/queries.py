"""Which images of an area a text names, and how pages and papers show them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse

from commonground.library.images.models import PageImage
from commonground.library.pages.drawing import Picture
from commonground.library.pages.shape import IMAGE


def named(text: str) -> frozenset[str]:
    """Return the keys of the images that a text names."""
    return frozenset(key for _, key in IMAGE.findall(text))


def pictures(area: UUID, slug: str, keys: Collection[str]) -> Mapping[str, Picture]:
    """Return those of these images that an area has, by key, as pages show them; in one query, or none."""
    rows = PageImage.objects.filter(partnership=area, key__in=keys).defer("content") if keys else ()
    return {row.key: Picture(address_of(row, slug), row.width, row.height) for row in rows}


def contents(area: UUID, keys: Collection[str]) -> Mapping[str, tuple[str, bytes]]:
    """Return the kind and the bytes of those of these images that an area has, by key, as papers show them."""
    rows = PageImage.objects.filter(partnership=area, key__in=keys) if keys else ()
    return {row.key: (row.kind, bytes(row.content)) for row in rows}


def missing(area: UUID, text: str) -> str:
    """Return why a text cannot be published: an image that it names is not there. Empty where all are."""
    keys = named(text)
    rows = PageImage.objects.filter(partnership=area, key__in=keys)
    there = set(rows.values_list("key", flat=True)) if keys else keys
    if lost := sorted(keys - there):
        return f"The page names the image “{lost[0]}”, and the area has none of that name. Bring it in first."
    return ""


def address_of(row: PageImage, slug: str) -> str:
    """Return where an image is seen: another image has another address, so browsers may keep it."""
    return reverse("library:image", args=[slug, row.key, row.digest[:12]])
