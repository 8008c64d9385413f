"""The editor's pages: an overview, a list of rows, what one of them says, and one page for each thing to ask."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.directory.actions import RefusedError
from commonground.editions.actions import SavedMeanwhileError
from commonground.editions.editor.drafts import CONFLICT, NOT_UNDERSTOOD, Draft, edits, refused, save
from commonground.editions.editor.forms import AnswersForm
from commonground.editions.editor.presenting import around, home_of, ladder, listed, overview_of, says_of
from commonground.editions.presenting import name_of
from commonground.permissions import Permission, allow
from commonground.procedures.asking import How, Question, asked_on
from commonground.procedures.editing import NotThereError, Place, add, find, move, path_of, put, remove
from commonground.procedures.loading import problems
from commonground.procedures.part_pages import CALLED, NEW, PAGES
from commonground.procedures.wording import row_name, said
from commonground.record.submissions import once

PAGE_OF_NEW = {part: next(iter(pages)) for part, pages in PAGES.items()}
"""On which page a new one is begun."""


@require_safe
@allow(Permission.KEEP_PROCEDURES)
@edits
def overview(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show what a draft says, what is wrong with it, and where each thing is changed."""
    seen = overview_of(draft)
    things = "1 thing is" if len(seen.unknown) == 1 else f"{len(seen.unknown)} things are"
    name = name_of(draft.row)
    context = {
        "row": draft.row,
        "name": name,
        "rungs": ladder(draft),
        "seen": seen,
        "unknown": f"{things} not known yet",
    }
    return render(request, "editions/editor/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
@edits
def one(request: HttpRequest, draft: Draft, path: str) -> HttpResponseBase:
    """Show a list, what something says, or the page that asks for it; keep what was sent."""
    place, page = _found(draft, path)
    if page is None and request.method == "POST":
        raise Http404
    if page is not None:
        return _asked(request, draft, place, page)
    context = {"row": draft.row, "around": around(draft, place.path), "problems": problems(draft.row.text)}
    if place.index is None and place.question and place.question.how is How.ROWS:
        return render(request, "editions/editor/rows.html", {**context, "listed": listed(draft, place)})
    return render(request, "editions/editor/one.html", {**context, "seen": says_of(draft, place)})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
@edits
def new(request: HttpRequest, draft: Draft, path: str) -> HttpResponseBase:
    """Ask for a new row, and add it."""
    rows = find(draft.tree, path)
    if not rows.question or rows.question.how is not How.ROWS or rows.index is not None:
        raise Http404
    begun: dict[str, Any] = {name: list(events) for name, events in NEW.get(rows.part, {}).items()}
    place = Place(path, rows.question, rows.part, begun, rows.rows, len(rows.rows))
    return _asked(request, draft, place, PAGE_OF_NEW.get(rows.part, ""), new_in=path)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PROCEDURES)
@once
@edits
def take_out(request: HttpRequest, draft: Draft, path: str) -> HttpResponseBase:
    """Ask once more (GET), then take a row or a part out."""
    place = find(draft.tree, path)
    if place.table is None or place.question is None:
        raise Http404
    name = _name(draft, place)
    if request.method != "POST":
        context = {
            "row": draft.row,
            "name": name,
            "seen": says_of(draft, place, to_change=False),
            "around": around(draft, path),
        }
        return render(request, "editions/editor/take_out.html", context)
    remove(draft.tree, path)
    return _changed(request, draft, f"{name} is taken out.", home_of(draft.row, place.above))


@require_POST
@allow(Permission.KEEP_PROCEDURES)
@once
@edits
def shift(request: HttpRequest, draft: Draft, path: str) -> HttpResponseBase:
    """Let a row change places with the one above or below."""
    place = find(draft.tree, path)
    if place.index is None:
        raise Http404
    name, up = _name(draft, place), request.POST.get("way") == "up"
    move(draft.tree, path, up=up)
    return _changed(request, draft, f"{name} is moved {'up' if up else 'down'}.", home_of(draft.row, place.above))


def _found(draft: Draft, path: str) -> tuple[Place, str | None]:
    """Return what a path leads to and the page that asks for it; no page where it is shown first."""
    above, _, last = path.rpartition("/")
    try:
        place = find(draft.tree, path)
    except NotThereError:
        place = find(draft.tree, above)
        if place.table is None or last not in PAGES.get(place.part, {}):
            raise
        return place, last
    rows = place.question is not None and place.question.how is How.ROWS and place.index is None
    return place, None if rows or place.part in PAGES else ""


@dataclass(frozen=True, slots=True)
class Asking:
    """A page that asks: what about, its form, and what stands there now where somebody else changed it."""

    heading: str
    caption: str
    form: AnswersForm
    send: str
    now: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def alone(self) -> bool:
        """Whether it asks one thing in one field: the question is its heading then."""
        groups = list(self.form.groups())
        return len(groups) == 1 and not groups[0].several


def _asked(
    request: HttpRequest, draft: Draft, place: Place, page: str, *, new_in: str | None = None
) -> HttpResponse:  # fmt: skip
    """Draw a page that asks, or keep what was sent."""
    questions = asked_on(place.part, page, place.leaves_out)
    form, status = _form(draft, place, questions, request.POST if request.method == "POST" else None), 200
    now: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if request.method == "POST":
        status = NOT_UNDERSTOOD
        if form.is_valid():
            try:
                return _kept(request, draft, place, form, new_in)
            except SavedMeanwhileError as refusal:
                sent = request.POST.copy()
                sent["version"] = str(draft.row.version)
                form, status = _form(draft, place, questions, sent), CONFLICT
                form.add_error(None, str(refusal))
                if new_in is None and place.table:
                    now = tuple((one.asks, said(one, place.part, place.table, draft.tree)) for one in questions)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
                status = CONFLICT
    heading, caption = _headings(draft, place, page, new=new_in is not None)
    asking = Asking(heading, caption, form, "Add it" if new_in is not None else "Keep it", now)
    there = place.question is not None and place.question.how is How.PART and place.table is not None
    context = {
        "row": draft.row,
        "asking": asking,
        "around": around(draft, place.path, page if new_in is None else "add"),
        "out": reverse("editor:take_out", args=[draft.row.pk, place.path]) if there else "",
    }
    return render(request, "editions/editor/ask.html", context, status=status)


def _form(draft: Draft, place: Place, questions: tuple[Question, ...], sent: QueryDict | None) -> AnswersForm:
    others = [row for index, row in enumerate(place.rows) if index != place.index]
    return AnswersForm(
        sent, questions=questions, part=place.part, table=place.table or {}, tree=draft.tree,
        version=draft.row.version, others=others,
    )  # fmt: skip


def _kept(
    request: HttpRequest, draft: Draft, place: Place, form: AnswersForm, new_in: str | None
) -> HttpResponseRedirect:  # fmt: skip
    """Keep what was sent in the draft, and go where one came from."""
    version = form.cleaned_data["version"]
    if version != draft.row.version:
        save(request, draft, version)  # refused, before anything is laid over what somebody else saved
    if new_in is not None:
        path = add(draft.tree, new_in, {**(place.table or {}), **form.answers()})
    else:
        path = place.path
        put(draft.tree, path, form.answers())
        if place.index is not None:  # its short name may be another now
            path = path_of(find(draft.tree, place.above), place.index)
    save(request, draft, version)
    messages.success(request, "It is added." if new_in is not None else "It is kept.")
    return redirect(home_of(draft.row, path if place.part in PAGES else path.rpartition("/")[0]))


def _changed(request: HttpRequest, draft: Draft, words: str, to: str) -> HttpResponse:
    """Save what a button did; say what it was, or why not."""
    version = request.POST.get("version", "")
    try:
        save(request, draft, int(version) if version.isdecimal() and len(version) < 10 else 0)  # noqa: PLR2004 figures of a number
    except RefusedError as refusal:
        return refused(request, draft.row, str(refusal))
    messages.success(request, words)
    return redirect(to)


def _name(draft: Draft, place: Place) -> str:
    """Return what a row or a part is called."""
    if place.index is None or place.table is None:
        return place.question.asks if place.question else ""
    return row_name(place.part, place.table, draft.tree, place.index)


def _headings(draft: Draft, place: Place, page: str, *, new: bool) -> tuple[str, str]:
    """Return the heading of a page that asks, and what stands small above it."""
    if new:
        called = CALLED[place.part]
        return f"Add {'an' if called[0] in 'aeiou' else 'a'} {called}", around(draft, place.path).caption
    if place.question is None:
        return PAGES[place.part][page], ""
    if page:
        return PAGES[place.part][page], _name(draft, place)
    return _name(draft, place), ""
