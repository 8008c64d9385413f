"""Raising a difference: which child or children, or which family member it is about."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonground.differences import actions
from commonground.differences.forms.raising import Data
from commonground.differences.forms.which_child import ChildForm, ChildRows, FamilyMemberForm
from commonground.differences.views.raising import NOT_UNDERSTOOD, TEMPLATES, the_draft
from commonground.differences.writing import Writing
from commonground.permissions import Permission, allow
from commonground.procedures.subjects import FAMILY_MEMBER, MOST_CHILDREN
from commonground.procedures.terms import Subject

MOST = MOST_CHILDREN[Subject.CHILD]


@allow(Permission.RAISE)
def children(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Ask which child or children it is, or which family member: one row each; rows left empty do not count."""
    writing = the_draft(request, draft)
    before = writing.needed_before("children")
    if before:
        return redirect("differences:step", draft, before)
    if not writing.asks("children"):
        raise Http404
    family = writing.answers.subject is Subject.FAMILY_MEMBER
    if request.method == "POST":
        rows = _sent_family(request, writing) if family else _sent_rows(request, writing)
        written = [row for row in rows if row.is_bound]
        valid = all(row.is_valid() for row in written)
        known = _told_apart(written)
        _keep(writing, known)
        if valid and len(known) == len(written):
            if "add" in request.POST and not family and len(known) < MOST:
                number = len(known) + 1
                return redirect(f"{request.path}?rows={number}#child-{number}")
            return redirect(writing.onward("children"))
    else:
        rows = _kept_family(writing) if family else _kept_rows(request, writing)
    context = {
        "rows": ChildRows(rows),
        "most": 0 if family else MOST,
        "family": family,
        "who": writing.address("who") if writing.asks_subject else "",
        "dissents": writing.dissents,
    }
    status = NOT_UNDERSTOOD if any(row.errors for row in rows) else 200
    return render(request, f"{TEMPLATES}/children.html", writing.page("children") | context, status=status)


def _keep(writing: Writing, known: list[ChildForm]) -> None:
    """Keep who is known, the family member apart."""
    member = next((row.child() for row in known if row.number == FAMILY_MEMBER), None)
    children = tuple(row.child() for row in known if row.number != FAMILY_MEMBER)
    writing.save(writing.changed(family_member=member, children=children))


def _row(
    writing: Writing, number: int, data: Data = None, initial: Data = None, *, touched: bool = False
) -> ChildForm:  # fmt: skip
    return ChildForm(
        data, number=number, today=writing.today, other_agency=writing.other, touched=touched,
        identifier_basis=writing.partnership.identifier_basis, initial=initial,
    )  # fmt: skip


def _member(writing: Writing, data: Data = None, initial: Data = None) -> ChildForm:
    return FamilyMemberForm(
        data, today=writing.today, other_agency=writing.other,
        identifier_basis=writing.partnership.identifier_basis, initial=initial,
    )  # fmt: skip


def _kept_rows(request: HttpRequest, writing: Writing) -> list[ChildForm]:
    """Return a row for each child that is known, or as many as are asked for."""
    kept = writing.answers.children
    initial = dict(enumerate(map(ChildForm.standing, kept), 1))
    count = max(len(kept), _number(request.GET.get("rows")))
    return [_row(writing, number, initial=initial.get(number)) for number in range(1, count + 1)]


def _kept_family(writing: Writing) -> list[ChildForm]:
    """Return a row for the family member, and one for the child whom it touches."""
    member, child = writing.answers.family_member, next(iter(writing.answers.children), None)
    return [
        _member(writing, initial=ChildForm.standing(member) if member else None),
        _row(writing, 1, initial=ChildForm.standing(child) if child else None, touched=True),
    ]


def _sent_family(request: HttpRequest, writing: Writing) -> list[ChildForm]:
    """Return both rows as they were sent; there need not be a child."""
    child = _row(writing, 1, data=request.POST, touched=True)
    return [_member(writing, data=request.POST), _row(writing, 1, touched=True) if child.blank else child]


def _sent_rows(request: HttpRequest, writing: Writing) -> list[ChildForm]:
    """Return the rows that were sent; those left empty are drawn anew, unless all are: then the first is asked."""
    rows = [_row(writing, n, data=request.POST) for n in range(1, _number(request.POST.get("rows")) + 1)]
    if all(row.blank for row in rows):
        return rows[:1]
    return [_row(writing, n) if row.blank else row for n, row in enumerate(rows, 1)]


def _told_apart(written: list[ChildForm]) -> list[ChildForm]:
    """Return the rows that are good and name another child than those before; say so of the others."""
    seen: dict[actions.ChildIdentity, ChildForm] = {}
    for row in written:
        if not row.is_valid():
            continue
        if row.child() in seen:
            row.add_error("initials", "This is the same child as one above. Change it or leave it empty")
        else:
            seen[row.child()] = row
    return list(seen.values())


def _number(text: str | None) -> int:
    """Return how many rows a page says it has: one to eight, whatever it says."""
    known = text and text.isascii() and text.isdecimal() and len(text) <= 2  # noqa: PLR2004 figures
    return min(max(int(text), 1), MOST) if known and text else 1
