"""The Markdown of a page as blocks that a paper sets: what is drawn as HTML on screen, as data for Typst."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.encoding import iri_to_uri
from markdown_it.tree import SyntaxTreeNode

from commonground.library.pages.drawing import MARKS, PARSER, WITHIN, Leads, image_key, said_of
from commonground.printing import Content

LISTS = {"bullet_list": "bullets", "ordered_list": "numbers"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are set: in bold, slanted, and where they lead."""

    strong: bool = False
    slanted: bool = False
    to: str = ""

    def said(self, words: str, **more: Content) -> Mapping[str, Content]:
        """Return words set so."""
        return {"words": words, "strong": self.strong, "slanted": self.slanted, "to": self.to, "mark": False, **more}


PLAIN = Manner()


Images = Mapping[str, tuple[str, bytes] | str]
"""Images by their key: what kind each is, png or jpeg, and its bytes; or what is said in its place."""

NO_IMAGES: Images = {}
FORMATS = {"png": "png", "jpeg": "jpg"}
"""What Typst calls each kind of image."""


def blocks(words: str, leads: Leads, images: Images = NO_IMAGES) -> tuple[Mapping[str, Content], ...]:
    """Return the blocks of Markdown; ``leads`` gives the whole address of another page of the library.

    An image stands as a block of its own; one that is not among ``images`` as its words.
    """
    return tuple(_blocks(SyntaxTreeNode(PARSER.parse(words)), leads, images))


def _blocks(node: SyntaxTreeNode, leads: Leads, images: Images) -> Iterator[Mapping[str, Content]]:
    for one in node.children:
        if one.type in LISTS:
            yield {"is": LISTS[one.type], "items": tuple(tuple(_blocks(item, leads, images)) for item in one.children)}
        elif one.type == "blockquote":
            yield {"is": "quote", "blocks": tuple(_blocks(one, leads, images))}
        elif one.type in {"heading", "paragraph"}:
            runs = [run for line in one.children for run in _runs(line, leads, PLAIN)]
            yield from _apart(one.type, runs, images)


def _apart(kind: str, runs: Sequence[Mapping[str, Content]], images: Images) -> Iterator[Mapping[str, Content]]:
    """Yield words and images in their order, each image as a block of its own."""
    for shows, some in groupby(runs, key=lambda run: run.get("image") in images):
        together = tuple(some)
        if not shows:
            yield {"is": kind, "runs": together}
            continue
        for run in together:
            shown = images[str(run["image"])]
            if isinstance(shown, str):
                yield {"is": kind, "runs": ({**run, "words": f"{run['words']!s} {shown}".strip()},)}
            else:
                yield {"is": "image", "alt": run["words"], "format": FORMATS[shown[0]], "bytes": shown[1]}


def _runs(node: SyntaxTreeNode, leads: Leads, how: Manner) -> Iterator[Mapping[str, Content]]:
    for one in node.children:
        if one.type == "text":
            yield from _marked(one.content, how)
        elif one.type == "softbreak":
            yield how.said(" ")
        elif one.type == "image":
            shows = image_key(str(one.attrGet("src"))) if one.content.strip() else ""
            yield how.said(said_of(one.content), image=shows)
        elif one.type == "hardbreak":
            yield how.said("\n")
        else:
            yield from _runs(one, leads, _manner(one, leads, how))


def _manner(node: SyntaxTreeNode, leads: Leads, how: Manner) -> Manner:
    if node.type == "strong":
        return replace(how, strong=True)
    if node.type == "em":
        return replace(how, slanted=True)
    if node.type == "link":
        address = str(node.attrGet("href"))
        to = leads(address.removeprefix(WITHIN)) if address.startswith(WITHIN) else iri_to_uri(address)
        return replace(how, to=to or "")
    return how


def _marked(words: str, how: Manner) -> Iterator[Mapping[str, Content]]:
    """Yield a text, with its marks set apart: the number of a source, and what nobody has confirmed."""
    if how.to:
        yield how.said(words)
        return
    at = 0
    for found in MARKS.finditer(words):
        if found.start() > at:
            yield how.said(words[at : found.start()])
        yield PLAIN.said(found.group()) if found.group(1) else PLAIN.said("Not confirmed", mark=True)
        at = found.end()
    if at < len(words):
        yield how.said(words[at:])
