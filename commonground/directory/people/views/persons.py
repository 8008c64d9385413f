"""One person: their posts, their days away, inviting them again, and what happens when they leave; and one's own."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from commonground.directory.actions import RefusedError, invite, leave, record_absence
from commonground.directory.changes import on_days
from commonground.directory.models import Agency, Person, Post
from commonground.directory.people import queries, rules
from commonground.directory.people.actions import take_back_absence
from commonground.directory.people.forms import AwayForm
from commonground.directory.people.views.asking import CONFLICT, Asking, actor_of, asked, kept
from commonground.directory.queries import current, fillable
from commonground.govuk.forms import GovukForm
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.record.submissions import once


def _person(agency: Agency, person: UUID) -> Person:
    """Return somebody on an agency's books; raises Http404 for all others."""
    return get_object_or_404(queries.people_to_choose(agency, london_date(now())), pk=person)


def _at(agency: Agency, person: Person) -> str:
    return reverse("directory:person", args=[agency.pk, person.pk])


@require_GET
@allow(Permission.KEEP_PEOPLE)
def one_person(request: HttpRequest, agency: UUID, person: UUID) -> HttpResponse:
    """Show somebody's posts in an agency and their days away, and what one can change."""
    row = kept(request, agency)
    return _person_page(request, row, _person(row, person))


def _person_page(
    request: HttpRequest, agency: Agency, person: Person, *, refusal: str = "", link: str = "", status: int = 200
) -> HttpResponse:
    today = london_date(now())
    holdings = rules.held_ahead(today).filter(person=person, post__agency=agency)
    context = {
        "agency": agency,
        "person": person,
        "holdings": holdings.select_related("post__team").order_by("deputy", "starts", "post__title", "pk"),
        "absences": queries.away_from(person, today),
        "today": today,
        "joined": person.joined,
        "refusals": [{"text": refusal}] if refusal else [],
        "link": link,
    }
    return render(request, "directory/people/person.html", context, status=status)


@require_POST
@allow(Permission.KEEP_PEOPLE)
def invite_again(request: HttpRequest, agency: UUID, person: UUID) -> HttpResponse:
    """Make a new invitation link for somebody who has not set up their account, and show it once."""
    row = kept(request, agency)
    found, actor, at = _person(row, person), actor_of(request), now()
    today = london_date(at)
    if found.joined:
        return _person_page(request, row, found, refusal=f"{found} has set up the account already.", status=CONFLICT)
    held = rules.held_ahead(today).filter(current(today), person=found, post__agency=row)
    posts = [one.post for one in held.select_related("post") if _may(request, one.post_id)]
    if not posts:
        said = f"{found} has no post today that you may fill, so there is nothing to invite them to."
        return _person_page(request, row, found, refusal=said, status=CONFLICT)
    try:
        with transaction.atomic():
            link = invite(name=found.name, email=found.email, post=posts[0], by=actor, at=at)
    except RefusedError as refusal:
        return _person_page(request, row, found, refusal=str(refusal), status=CONFLICT)
    return _person_page(request, row, found, link=link)


def _may(request: HttpRequest, post: UUID) -> bool:
    return Post.objects.filter(fillable(actor_of(request)), pk=post).exists()


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def away(request: HttpRequest, agency: UUID, person: UUID) -> HttpResponse:
    """Note that somebody is away."""
    row = kept(request, agency)
    found = _person(row, person)
    asking = Asking(
        heading=f"{found.name}: days away",
        send="Note these days",
        back=_at(row, found),
        back_text=found.name,
        says=("Their deputies act on these days. No reason is asked for or kept.",),
    )
    return _away(request, asking, found)


def _away(request: HttpRequest, asking: Asking, person: Person) -> HttpResponse:
    def do(answers: dict[str, object]) -> str:
        row = record_absence(person=person, **answers, by=actor_of(request), at=now())  # type: ignore[arg-type]  # as the form made them
        alone = queries.alone_while(row)
        who = "You are" if actor_of(request).person == person else f"{person} is"
        said = f"{who} away {on_days(row.starts, row.ends)}."
        return f"{said} Nobody stands in then for: {'; '.join(map(str, alone))}." if alone else said

    return asked(request, asking, AwayForm(request.POST if request.method == "POST" else None), do)


@require_POST
@allow(Permission.KEEP_PEOPLE)
@once
def take_back(request: HttpRequest, agency: UUID, person: UUID, absence: UUID) -> HttpResponse:
    """Take back days that somebody would be away."""
    row = kept(request, agency)
    found = _person(row, person)
    days = get_object_or_404(queries.away_from(found, london_date(now())), pk=absence)
    try:
        with transaction.atomic():
            take_back_absence(absence=days, by=actor_of(request), at=now())
    except RefusedError as refusal:
        return _person_page(request, row, found, refusal=str(refusal), status=CONFLICT)
    messages.success(request, f"The days away of {found} are taken back.")
    return redirect(_at(row, found))


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def leaves(request: HttpRequest, agency: UUID, person: UUID) -> HttpResponse:
    """Close the account of somebody who leaves, after saying what happens."""
    row = kept(request, agency)
    found = _person(row, person)
    today = london_date(now())
    posts = rules.held_ahead(today).filter(person=found).select_related("post").order_by("deputy", "post__title")
    ending = "; ".join(f"{one.post}{' (as a deputy)' if one.deputy else ''}" for one in posts)
    empty = "; ".join(str(one.post) for one in posts if not one.deputy and not one.post.desk)
    will = (
        "They are signed out everywhere at once, and cannot sign in again.",
        f"These posts end today: {ending}." if posts else "They hold no post.",
        *((f"Nobody holds these posts until you put somebody in them: {empty}.",) if empty else ()),
        "What they wrote stays in the record. What they were to answer goes to their deputy, or the next in the line.",
        "What they raised stays open. Their safeguarding lead sees it.",
    )
    asking = Asking(
        heading=f"{found.name} leaves",
        send="Close the account",
        back=reverse("directory:agency", args=[row.pk]),
        back_text="All people",
        says=("Do this when somebody no longer works here. You cannot take it back.",),
        will=will,
        warns=True,
    )

    def do(_answers: dict[str, object]) -> str:
        leave(person=found, by=actor_of(request), at=now())
        return f"The account of {found} is closed."

    return asked(request, asking, GovukForm(request.POST if request.method == "POST" else None), do)


@require_http_methods(["GET", "POST"])
@allow(Permission.OWN_ACCOUNT)
@once
def own_away(request: HttpRequest) -> HttpResponse:
    """Note that one is away oneself."""
    asking = Asking(
        heading="Days that you are away",
        send="Note these days",
        back=reverse("directory:account"),
        back_text="Your account",
        says=("Your deputies act for you on these days. No reason is asked for or kept.",),
    )
    return _away(request, asking, _self(request))


@require_POST
@allow(Permission.OWN_ACCOUNT)
@once
def own_take_back(request: HttpRequest, absence: UUID) -> HttpResponse:
    """Take back days that one would be away oneself."""
    days = get_object_or_404(queries.away_from(_self(request), london_date(now())), pk=absence)
    with transaction.atomic():
        take_back_absence(absence=days, by=actor_of(request), at=now())
    messages.success(request, "Your days away are taken back.")
    return redirect("directory:account")


def _self(request: HttpRequest) -> Person:
    person = actor_of(request).person
    assert person is not None, "the guard lets in nobody who is not signed in"  # noqa: S101 for the type
    return person
