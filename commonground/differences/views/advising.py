"""Asking a colleague for advice about a draft, and reading one about which one was asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonground.differences import actions, beginning
from commonground.differences.answers import DANGER, Answers
from commonground.differences.forms.advising import AdviceForm
from commonground.differences.models import Draft
from commonground.differences.views.finding import actor_of
from commonground.directory.models import Agency
from commonground.directory.queries import Actor
from commonground.editions.queries import live_edition, procedure_of
from commonground.govuk.dates import in_words
from commonground.now import london_date, now
from commonground.permissions import Permission, allow
from commonground.procedures.naming import capital
from commonground.procedures.rules import Refused
from commonground.procedures.subjects import needs, reads
from commonground.procedures.terms import Covers, Kind
from commonground.record.submissions import once

TEMPLATES = "differences/raising"
NOT_UNDERSTOOD = 422


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.RAISE)
@once
def advice(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Ask one colleague for advice about one's own draft; show who was asked, and the address to tell them."""
    actor, at = actor_of(request), now()
    row = Draft.objects.visible_to(actor).select_related("advice_from").filter(pk=draft).first()
    if row is None:
        raise Http404
    people = [person for person, _ in actions.advisers(actor, at).values()]
    form = AdviceForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_advice(by=actor, at=at, draft=row.pk, person=form.cleaned_data["person"])
        except Refused as refusal:
            form.add_error("person", refusal.sentence)
        else:
            messages.success(request, f"{asked.advice_from} can read this draft now, and nobody else.")
            return redirect("differences:advice", draft)
    link = request.build_absolute_uri(reverse("differences:asked_for_advice", args=[draft]))
    context = {"draft": row, "form": form, "link": link}
    return render(request, f"{TEMPLATES}/advice.html", context, status=NOT_UNDERSTOOD if form.errors else 200)


@require_POST
@allow(Permission.RAISE)
@once
def take_back(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Let nobody but oneself read one's draft again."""
    try:
        actions.take_back(by=actor_of(request), draft=draft)
    except Draft.DoesNotExist:
        raise Http404 from None
    messages.success(request, "Only you can read this draft now.")
    return redirect("differences:advice", draft)


@require_safe
@allow(Permission.RAISE)
def asked_for_advice(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show a draft to whoever was asked for advice about it: never which child it is, and nothing to change."""
    row = Draft.objects.shown_to(actor_of(request)).select_related("author").filter(pk=draft).first()
    if row is None:
        raise Http404
    answers = Answers.read(actions.read_draft(row))
    return render(request, f"{TEMPLATES}/asked.html", {"draft": row, "rows": rows(answers)})


def asked_about(actor: Actor) -> list[Draft]:
    """Return the drafts about which somebody was asked for advice, the newest first, in one query."""
    return list(Draft.objects.shown_to(actor).select_related("author").order_by("-advice_at"))


def rows(answers: Answers) -> list[tuple[str, str]]:
    """Return what is written so far, question by question; of the children only how many they are."""
    agency = Agency.objects.filter(pk=answers.responding_agency).first() if answers.responding_agency else None
    said = (
        ("A child in danger now, or an injury", DANGER.get(answers.danger, "")),
        ("Whose decision", answers.group.name if answers.group else str(agency or "")),
        ("What it is about", Kind(answers.kind).label if answers.kind else ""),
        ("About a conference", answers.of_conference.label if answers.of_conference else ""),
        *(answers.dissent.words("").items() if answers.dissent else ()),
        *beginning.began(answers.began).items(),
        ("Who it is about", answers.subject.label if answers.subject_given else ""),
        ("What it is called", answers.theme),
        ("How many children", str(len(answers.children) or "")),
        ("The worry", answers.worry),
        (reads(answers.subject, beginning.HOW_SOON), _soon(answers)),
        ("What is asked", answers.ask),
        (f"{capital(needs(answers.subject))} by", in_words(day) if (day := answers.needed_day) else ""),
        ("What was tried already", answers.tried.words() if answers.tried else ""),
        (reads(answers.subject, "What keeps the child safe until then"), answers.safe_meanwhile),
    )
    return [(name, text) for name, text in said if text]


def _soon(answers: Answers) -> str:
    """Return how soon the child needs it, if that is answered, in the words of the procedure."""
    if not (answers.priority and answers.partnership):
        return "As usual" if answers.soon else ""
    covers = Covers.CONFERENCES if answers.of_conference else Covers.DIFFERENCES
    procedure = procedure_of(live_edition(UUID(answers.partnership), london_date(now()), covers))
    priority = procedure.priority(answers.priority)
    return priority.label if priority else ""
