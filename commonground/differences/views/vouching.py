"""A group that is not listed: saying which, asking that somebody vouch for it, printing meanwhile, and vouching."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions, beginning, ringing
from commonground.differences.actions import ChildIdentity
from commonground.differences.answers import DANGER
from commonground.differences.forms.vouching import GroupForm, VouchForm
from commonground.differences.models import Vouching
from commonground.differences.prepared import Prepared, paper
from commonground.differences.views.changing import whole
from commonground.differences.views.filing import as_pdf
from commonground.differences.views.finding import actor_of
from commonground.differences.views.raising import CONFLICT, NOT_UNDERSTOOD, the_draft
from commonground.differences.when import lasting_day
from commonground.differences.writing import Writing
from commonground.directory.models import Partnership
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.rules import Refused
from commonground.procedures.terms import Kind, Role, Vouched
from commonground.record.submissions import once

TEMPLATES = "differences/vouching"
SAID = {
    Vouched.YES: "You vouched for {group}. It is in the directory now, and whoever asked has been told.",
    Vouched.LISTED: "You said that {group} is listed as {agency}. Whoever asked has been told.",
    Vouched.NO: "You did not vouch for {group}. Whoever asked has been told, with your reason.",
}
LET_IN = {
    Vouched.LISTED: "You said that {group} is listed as {agency}. Invite {person} there, under “People”.",
    Vouched.NO: "You did not vouch for {group}. Nobody is told by this page: ring or write to {person} yourself.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.RAISE)
def not_listed(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Ask which group it is whose decision one sees differently, when it is not in the list."""
    writing = the_draft(request, draft)
    if before := writing.needed_before("agency"):
        return redirect("differences:step", draft, before)
    group = writing.answers.group
    form = GroupForm(request.POST if request.method == "POST" else None, initial=asdict(group) if group else None)
    if request.method == "POST" and form.is_valid():
        writing.save(writing.answers.not_listed(form.group()))
        return redirect(writing.onward("agency"))
    page = writing.page("agency") | {"form": form, "back": writing.address("agency")}
    return render(
        request, "differences/raising/not_listed.html", page, status=NOT_UNDERSTOOD if form.errors else 200
    )  # fmt: skip


@require_POST
@allow(Permission.RAISE)
@once
def ask_to_vouch(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Ask those who can whether they vouch for the group of one's draft."""
    writing = the_draft(request, draft)
    answers = writing.answers
    if answers.group is None:
        return redirect("differences:check", draft)
    try:
        with transaction.atomic():
            actions.ask_to_vouch(
                by=writing.actor, at=writing.at, draft=draft, group=answers.group,
                partnership=writing.partnership.pk, own_agency=UUID(answers.raising_agency),
                too_close=tuple(UUID(person) for person in answers.too_close),
            )  # fmt: skip
    except Refused as refusal:
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, f"You have asked. You are told when somebody has said yes or no to {writing.other}.")
    return redirect("differences:check", draft)


@require_safe
@allow(Permission.RAISE)
def draft_pdf(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Give one's own draft as a PDF to print, once every question is answered."""
    writing = the_draft(request, draft)
    missing = writing.missing
    if missing:
        return redirect("differences:step", draft, missing[0])
    return to_print(prepared(writing), writing.partnership, at=writing.at)


def prepared(writing: Writing) -> Prepared:
    """Return what somebody wrote in a draft, as it is printed."""
    answers, person, group = writing.answers, writing.actor.person, writing.answers.group
    assert person is not None  # noqa: S101 a draft has an author
    own = next(place.name for place in writing.places if place.key == answers.workplace)
    phones = [line.phone for line in writing.first_to_ring() if line.phone]
    return Prepared(
        writer=f"{person.titled}, {own}",
        reach=", ".join(part for part in (person.phone, person.email) if part),
        other=", ".join(part for part in (writing.other, group.person if group else "") if part),
        other_reach=", ".join(part for part in (*phones[:1], group.email if group else "") if part),
        about=Kind(answers.kind).label,
        danger=DANGER[answers.danger],
        children=tuple(_on_paper(child, writing.other, own) for child in answers.who),
        worry=answers.worry,
        ask=answers.ask,
        needed_by=lasting_day(answers.needed_day) if answers.needed_day else "",
        tried=answers.tried.words() if answers.tried else "",
        meanwhile=answers.safe_meanwhile,
        soon=beginning.soon_in(writing.procedure, answers.priority) if answers.soon else "",
        began=beginning.began(answers.began),
        subject=answers.subject,
        theme=answers.theme,
    )


def _on_paper(child: ChildIdentity, other: str, own: str) -> str:
    """Return which child it is without the first name: that is for two people, and anybody may read a paper."""
    said = child.without_name().words(f"Known to {other} as", f"Known to {own} as")
    return f"{said}\nFirst name and date of birth: ring for them" if child.first_name else said


def to_print(one: Prepared, area: Partnership, *, at: datetime) -> HttpResponse:
    """Return what was prepared as a file, with the numbers of the front door of an area."""
    (there,) = ringing.areas([area], at)
    return as_pdf(paper(one, there.front_door.all, at=at), "a-professional-difference", at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def vouching(request: HttpRequest, vouching: UUID) -> HttpResponseBase:
    """Show which group somebody asks about (GET), or say whether one vouches for it (POST)."""
    actor = actor_of(request)
    rows = Vouching.objects.visible_to(actor).select_related(
        "partnership", "asked_by", "own_agency", "agency", "decided_by"
    )
    row = rows.filter(pk=vouching).first()
    if row is None:
        raise Http404
    refused = actions.why_not(row, actor)
    agencies = actions.listed(row.partnership, but=row.own_agency_id)
    sent = request.POST if request.method == "POST" and not refused else None
    form = VouchForm(sent, lets_in=row.lets_in, agencies=agencies)
    if request.method == "POST" and not refused and form.is_valid():
        try:
            with whole(Vouching.DoesNotExist):
                done, link = _said(request, row, form)
        except Refused as refusal:
            refused = refusal.sentence
            row = rows.get(pk=vouching)
        else:
            if link:
                return render(request, "directory/invited.html", {"link": link, "name": done.person})
            said = (LET_IN if row.lets_in else SAID)[Vouched(done.came)]
            messages.success(request, said.format(group=done, agency=done.agency, person=done.person))
            return redirect(reverse("web:home"))
    status = CONFLICT if request.method == "POST" and refused else NOT_UNDERSTOOD if form.errors else 200
    context = {"row": row, "form": form, "refused": refused, "open": not actions.why_not(row, actor)}
    return render(request, f"{TEMPLATES}/vouch.html", context, status=status)


def _said(request: HttpRequest, row: Vouching, form: VouchForm) -> tuple[Vouching, str]:
    """Do what somebody said of a group; return it, with the link of an invitation if that came of it."""
    by, at, said = actor_of(request), now(), form.cleaned_data
    if said["says"] == "yes" and row.lets_in:
        return actions.let_group_in(by=by, at=at, vouching=row.pk, role=Role(said["role"]))
    if said["says"] == "yes":
        return actions.vouch(by=by, at=at, vouching=row.pk, desk=said["desk"]), ""
    if said["says"] == "listed":
        return actions.say_listed(by=by, at=at, vouching=row.pk, agency=UUID(said["agency"])), ""
    return actions.decline_to_vouch(by=by, at=at, vouching=row.pk, reason=said["reason"]), ""
