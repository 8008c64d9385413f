"""What the partnership's office changes: agencies, teams, posts and desks, and how desks are reached."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commonground.directory.actions import add_agency, add_post, add_team
from commonground.directory.models import Agency, Partnership
from commonground.directory.people.actions import set_reach
from commonground.directory.people.forms import AgencyForm, PostForm, ReachForm, TeamForm
from commonground.directory.people.rules import NEEDS
from commonground.directory.people.views.asking import Asking, actor_of, asked, posts_of, shaped
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.terms import AgencyKind
from commonground.record.submissions import once


def _asking(agency: Agency, heading: str, send: str, *says: str) -> Asking:
    return Asking(heading, send, reverse("directory:agency", args=[agency.pk]), agency.name, says)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def new_agency(request: HttpRequest) -> HttpResponse:
    """Add an agency to a partnership whose officer one is."""
    offices = list(Partnership.objects.filter(pk__in=actor_of(request).offices).order_by("name"))
    if not offices:
        raise Http404
    form = AgencyForm(request.POST if request.method == "POST" else None, partnerships=offices)
    asking = Asking(
        "Add an agency",
        "Add the agency",
        reverse("directory:people"),
        "People",
        says=("Once it is added, you see what it still lacks.",),
        will=NEEDS,
        will_heading="What it needs before it can take part",
    )
    made: list[Agency] = []

    def do(answers: dict[str, object]) -> str:
        agency = add_agency(
            name=str(answers["name"]),
            kind=AgencyKind(str(answers["kind"])),
            partnerships=[form.chosen()],
            by=actor_of(request),
            at=now(),
        )
        made.append(agency)
        return f"{agency} was added. Add its posts next."

    return asked(request, asking, form, do, then=lambda: reverse("coverage:agency", args=[made[0].pk]))


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def new_team(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Add a team to an agency."""
    row = shaped(request, agency)
    asking = _asking(row, f"Add a team to {row}", "Add the team")

    def do(answers: dict[str, object]) -> str:
        made = add_team(agency=row, name=str(answers["name"]), by=actor_of(request), at=now())
        return f"The team {made} was added."

    return asked(request, asking, TeamForm(request.POST if request.method == "POST" else None), do)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def new_post(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Add a post or a desk to an agency's line."""
    row = shaped(request, agency)
    teams = list(row.teams.order_by("name"))
    form = PostForm(request.POST if request.method == "POST" else None, agency=row, teams=teams)
    says = "Call it what people call it there. What it does in the line decides which stages it answers."
    asking = _asking(row, f"Add a post or desk to {row}", "Add it", says)
    office = None
    if row.kind == AgencyKind.PARTNERSHIP:
        office = row.partnerships.filter(pk__in=actor_of(request).offices).first()

    def do(answers: dict[str, object]) -> str:
        made = add_post(agency=row, partnership=office, **answers, by=actor_of(request), at=now())  # type: ignore[arg-type]  # as the form made them
        return f"{made} was added. Nobody holds it yet."

    return asked(request, asking, form, do)


@require_http_methods(["GET", "POST"])
@allow(Permission.KEEP_PEOPLE)
@once
def reach(request: HttpRequest, agency: UUID, post: UUID) -> HttpResponse:
    """Set the mailbox and the number of a post or desk."""
    row = shaped(request, agency)
    found = get_object_or_404(posts_of(row), pk=post)
    now_set = {"mailbox": found.mailbox, "phone": found.phone}
    form = ReachForm(request.POST if request.method == "POST" else None, initial=now_set)
    asking = Asking(
        heading=f"{found}: mailbox and number",
        send="Save",
        back=reverse("directory:post", args=[row.pk, found.pk]),
        back_text=found.title,
        says=("What is sent to a desk goes to its mailbox. People ring the number.",),
    )

    def do(answers: dict[str, object]) -> str:
        set_reach(post=found, **answers, by=actor_of(request), at=now())  # type: ignore[arg-type]  # as the form made them
        return "The mailbox and the number are saved."

    return asked(request, asking, form, do)
