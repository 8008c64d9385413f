"""One post: who has it, and putting somebody in it, naming a deputy, ending that, handing it over."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from commonground.directory.actions import end_holding, hold
from commonground.directory.models import Agency, Holding, Post
from commonground.directory.people import queries
from commonground.directory.people.actions import hand_over, take_back_holding
from commonground.directory.people.forms import EndForm, FillForm, HandOverForm
from commonground.directory.people.rules import held_ahead, shaped_agencies
from commonground.directory.people.views.asking import Asking, actor_of, asked, filled, kept, posts_of
from commonground.govuk.dates import in_words
from commonground.govuk.forms import GovukForm
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import Role
from commonground.record.submissions import once


def _at(post: Post) -> str:
    return reverse("directory:post", args=[post.agency_id, post.pk])


@require_GET
@allow(Permission.KEEP_PEOPLE)
def one_post(request: HttpRequest, agency: UUID, post: UUID) -> HttpResponse:
    """Show a post with who has it now and later, and what one can change."""
    row, actor, today = kept(request, agency), actor_of(request), london_date(now())
    found = queries.kept_posts(posts_of(row).filter(pk=post), actor, today)
    if not found:
        raise Http404
    officer = shaped_agencies(actor).filter(pk=row.pk).exists()
    context = {"agency": row, "one": found[0], "role": Role(found[0].post.role).label, "officer": officer}
    return render(request, "directory/people/post.html", context)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def fill(request: HttpRequest, agency: UUID, post: UUID) -> HttpResponse:
    """Put one of the agency's people in a post."""
    return _placed(request, agency, post, deputy=False)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def name_deputy(request: HttpRequest, agency: UUID, post: UUID) -> HttpResponse:
    """Name one of the agency's people deputy of a post."""
    return _placed(request, agency, post, deputy=True)


def _placed(request: HttpRequest, agency: UUID, post: UUID, *, deputy: bool) -> HttpResponse:
    row = kept(request, agency)
    found = filled(request, row, post)
    people = queries.people_to_choose(row, london_date(now()))
    form = FillForm(
        request.POST if request.method == "POST" else None,
        people=people,
        label="Who stands in for it?" if deputy else "Who takes this post?",
    )
    says = (
        "A deputy acts only while nobody who has the post is there. Nobody stands in for themself."
        if deputy
        else "They must be on this agency’s books. Invite somebody who is new instead."
    )
    asking = Asking(
        heading=f"Name a deputy for {found}" if deputy else f"Put somebody in the post of {found}",
        send="Name the deputy" if deputy else "Put them in this post",
        back=_at(found),
        back_text=found.title,
        says=(says,),
    )

    def do(answers: dict[str, object]) -> str:
        held = hold(**{"deputy": deputy, **answers}, post=found, by=actor_of(request), at=now())  # type: ignore[arg-type]  # as the form made them
        does = "stands in for" if deputy else "has"
        return f"{held.person} {does} {found} from {in_words(held.starts)}."

    return asked(request, asking, form, do)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def end(request: HttpRequest, agency: UUID, holding: UUID) -> HttpResponse:
    """End that somebody has a post, on a day; or take it back, when they were to have it later."""
    row = kept(request, agency)
    found = _holding(request, row, holding)
    if found.starts > london_date(now()):
        return _taken_back(request, found)
    does = "stands in for" if found.deputy else "has"
    asking = Asking(
        heading=f"{found.person}: last day",
        send="End it on this day",
        back=_at(found.post),
        back_text=found.post.title,
        says=(
            f"{found.person} {does} {found.post} to the end of that day.",
            "They keep their account and their other posts.",
            "What they raised themself they can still see.",
        ),
    )

    def do(answers: dict[str, object]) -> str:
        end_holding(holding=found, **answers, by=actor_of(request), at=now())  # type: ignore[arg-type]  # as the form made them
        return f"{found.person} {does} {found.post} until {in_words(found.ends)}." if found.ends else ""

    return asked(request, asking, EndForm(request.POST if request.method == "POST" else None), do)


def _taken_back(request: HttpRequest, holding: Holding) -> HttpResponse:
    begins = in_words(holding.starts)
    asking = Asking(
        heading=f"{holding.person} does not get this post",
        send="Take it back",
        back=_at(holding.post),
        back_text=holding.post.title,
        says=(f"{holding.person} was to have {holding.post} from {begins}. Whoever has it before is not changed.",),
    )

    def do(_answers: dict[str, object]) -> str:
        take_back_holding(holding=holding, by=actor_of(request), at=now())
        return f"{holding.person} does not get {holding.post} on {begins}."

    return asked(request, asking, GovukForm(request.POST if request.method == "POST" else None), do)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def hand_over_post(request: HttpRequest, agency: UUID, holding: UUID) -> HttpResponse:
    """Hand a post over from one person to another, on a day."""
    row = kept(request, agency)
    found = _holding(request, row, holding)
    if found.deputy:
        raise Http404
    people = queries.people_to_choose(row, london_date(now())).exclude(pk=found.person_id)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, people=people, label="Who takes it over?"
    )  # fmt: skip
    asking = Asking(
        heading=f"Hand over the post of {found.post}",
        send="Hand it over",
        back=_at(found.post),
        back_text=found.post.title,
        says=(f"{found.person} has it now. Whoever takes it over sees what this post sees from their first day.",),
    )

    def do(answers: dict[str, object]) -> str:
        new = hand_over(
            holding=found,
            to=answers["person"],  # type: ignore[arg-type]  # as the form made it
            first_day=answers["first_day"],  # type: ignore[arg-type]  # as above
            by=actor_of(request),
            at=now(),
        )
        return f"{new.person} has {found.post} from {in_words(new.starts)}."

    return asked(request, asking, form, do)


def _holding(request: HttpRequest, agency: Agency, holding: UUID) -> Holding:
    """Return who has a post that whoever asks may fill; raises Http404 for all others, and for what is over."""
    ahead = held_ahead(london_date(now())).filter(post__agency=agency)
    found = get_object_or_404(ahead.select_related("person"), pk=holding)
    found.post = filled(request, agency, found.post_id)
    return found
