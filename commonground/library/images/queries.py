"""Which images of an area a text names, and how pages and papers show them."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Func, IntegerField
from django.urls import reverse

from commonground.directory.queries import Actor
from commonground.library.images.models import PageImage
from commonground.library.pages.drawing import Picture, image_key, images_in
from commonground.library.pages.editors import libraries
from commonground.library.pages.shape import IMAGE, read

MOST_TOGETHER = 4_000_000
"""How many bytes the images of a page hold at most."""


def named(text: str) -> frozenset[str]:
    """Return the keys of the images that a text names."""
    return frozenset(key for _, key in IMAGE.findall(text))


def pictures(area: UUID, slug: str, keys: Collection[str]) -> Mapping[str, Picture]:
    """Return those of these images that an area has, by key, as pages show them; in one query, or none."""
    rows = PageImage.objects.filter(partnership=area, key__in=keys).defer("content") if keys else ()
    return {row.key: Picture(address_of(row, slug), row.width, row.height, row.instead) for row in rows}


def contents(area: UUID, keys: Collection[str]) -> Mapping[str, tuple[str, bytes] | str]:
    """Return those of these images that an area has, by key, as papers show them: the kind and the bytes of each.

    Of one that is not shown it is what is said in its place.
    """
    rows = PageImage.objects.filter(partnership=area, key__in=keys) if keys else ()
    return {row.key: row.instead or (row.kind, bytes(row.content)) for row in rows}


def missing(area: UUID, text: str) -> str:
    """Return why a text that is a page cannot be published for its images. Empty where nothing is wrong with them.

    One may be written where none is drawn, may not be there, or not be shown; or they may be too large together.
    """
    drawn = [image_key(one) for part in read(text).sections for one in images_in(part.words)]
    if sorted(drawn) != sorted(key for _, key in IMAGE.findall(text)):
        return (
            "An image of this page would not be drawn where it is written. Write each within a part of the page, as "
            "![What it shows](image:our-hub), with no other signs about it."
        )
    size = Func("content", function="octet_length", output_field=IntegerField())
    rows = PageImage.objects.filter(partnership=area, key__in=drawn).values_list("key", "hidden_at", size)
    found = list(rows) if drawn else []
    there = {key: since for key, since, _ in found}
    if lost := sorted(set(drawn) - there.keys()):
        return f"The page names the image “{lost[0]}”, and the area has none of that name. Bring it in first."
    if hidden := sorted(key for key, since in there.items() if since):
        return f"The page names the image “{hidden[0]}”, which is hidden or taken out. Take it out of the page too."
    if sum(size for _, _, size in found) > MOST_TOGETHER:
        return (
            f"The images of this page are larger than {MOST_TOGETHER // 1_000_000} megabytes together, which take long "
            "to come on a telephone. Take one out of the page, or bring in smaller ones under other names."
        )
    return ""


def hidden_from(actor: Actor) -> list[PageImage]:
    """Return the images that are hidden in the areas whose library somebody keeps, and wait for a second editor."""
    rows = PageImage.objects.filter(partnership__in=libraries(actor), hidden_at__isnull=False, taken_out_at=None)
    return list(rows.select_related("partnership", "hidden_by").defer("content").order_by("hidden_at"))


def address_of(row: PageImage, slug: str) -> str:
    """Return where an image is seen: another image has another address, so browsers may keep it."""
    return reverse("library:image", args=[slug, row.key, row.digest[:12]])
