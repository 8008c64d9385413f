"""Raising a difference, one question a page, with a private draft kept at each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse

from commonground.differences import actions, beginning
from commonground.differences.actions import calling, conference
from commonground.differences.answers import DANGER, UNKNOWN, Answers
from commonground.differences.forms.raising import DangerForm
from commonground.differences.models import Clock, Difference, Draft, Seat
from commonground.differences.raising_steps import FORMS, form_of, taken
from commonground.differences.views import advising
from commonground.differences.views.finding import actor_of
from commonground.differences.waiting import Waiting
from commonground.differences.words.people import Hint, hints
from commonground.differences.words.phrases import words_that_help
from commonground.differences.writing import MESSAGES, Writing
from commonground.directory.models import Agency, Person, Team
from commonground.directory.people.promises import promised
from commonground.directory.queries import Actor
from commonground.directory.voices import voice_of
from commonground.govuk.dates import in_words
from commonground.govuk.forms import GovukForm
from commonground.identifiers import Found, found_in
from commonground.now import now
from commonground.permissions import Permission, allow
from commonground.procedures.conferences import Further
from commonground.procedures.naming import capital
from commonground.procedures.rules import Refused
from commonground.procedures.subjects import needs, reads
from commonground.procedures.terms import Act, Capacity, End, Kind, Side, Subject
from commonground.record import submissions

TEMPLATES = "differences/raising"
CONFLICT = 409
NOT_UNDERSTOOD = 422
WAITS = "Nobody has vouched for {group} yet, so it cannot be sent here. Print it, and ring them meanwhile."


@dataclass(frozen=True, slots=True)
class Row:
    """One line of "check your answers": its question’s page (none: not to change), name, answer, warnings, hints."""

    step: str
    name: str
    text: str
    warnings: tuple[Found, ...] = ()
    hints: tuple[Hint, ...] = ()


@allow(Permission.RAISE)
def start(request: HttpRequest) -> HttpResponse:
    """Show one's own drafts, and ask the first question; its answer begins a new draft."""
    writing = Writing(actor_of(request))
    if not writing.places:
        return render(request, f"{TEMPLATES}/not_open.html", {"areas": writing.areas})
    form = DangerForm(request.POST if request.method == "POST" else None, initial=request.GET)
    if request.method == "POST" and form.is_valid():
        return _begun(request, writing, form)
    drafts, asked = _drafts(writing.actor), advising.asked_about(writing.actor)
    context = {"form": form, "drafts": drafts, "asked_about": asked, "areas": writing.areas}
    return render(request, f"{TEMPLATES}/start.html", context, status=_status(form))


def _begun(request: HttpRequest, writing: Writing, form: DangerForm) -> HttpResponse:
    """Begin a draft with the first answer, and with the agency that was talked with first, if one was."""

    def answered(writing: Writing) -> str:
        writing.answers = taken(writing, "danger", form.cleaned_data)
        talked_with = writing.answers.partnership and "responding_agency" in request.GET
        writing.save(taken(writing, "agency", request.GET) if talked_with else writing.answers)
        return writing.after("danger", form.cleaned_data)

    return begin_draft(request, writing, answered)


def begin_draft(request: HttpRequest, writing: Writing, keep: Callable[[Writing], str]) -> HttpResponse:
    """Begin a draft and lead on to where ``keep`` says, which saves what was answered.

    The same form again, perhaps with other answers, goes on with that draft.
    """
    key = submissions.read(request.POST.get(submissions.FIELD))
    first = submissions.claim(key, person=writing.actor.person, at=writing.at)
    if first:
        begun = resolve(first).kwargs["draft"]
        draft = Draft.objects.visible_to(writing.actor).select_for_update().filter(pk=begun).first()
        writing = Writing(writing.actor, draft)
    onward = keep(writing)
    submissions.answered(key, onward)
    return redirect(onward)


@allow(Permission.RAISE)
def question(request: HttpRequest, draft: UUID, step: str) -> HttpResponse:
    """Ask one question of a draft, and keep what is good of the answer."""
    writing = the_draft(request, draft)
    if step in MESSAGES:
        asked = MESSAGES[step]
        context: dict[str, object] = {
            "areas": writing.areas,
            "back": writing.address(asked),
            "onward": writing.onward(asked),
        }
        if step == "new":
            context["lines"] = writing.first_to_ring()
        if step == "themes":
            context |= {"scope": writing.for_themes, "office": writing.partnership}
        return render(request, f"{TEMPLATES}/{step}.html", context)
    if step not in FORMS or not writing.asks(step):
        raise Http404
    before = writing.needed_before(step)
    if before:
        return redirect("differences:step", draft, before)
    form = form_of(writing, step, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        valid = form.is_valid()
        writing.save(taken(writing, step, form.cleaned_data))
        if valid:
            return redirect(writing.after(step, form.cleaned_data))
    more = _beside(writing, step)
    page = writing.page(step) | more | {"form": form}
    if writing.answers.partnership:
        page |= {"read_in": writing.partnership, "read_of": writing.answers.kind or Act.RAISE}
    return render(request, f"{TEMPLATES}/{step}.html", page, status=_status(form))


def _status(*forms: GovukForm) -> int:
    return NOT_UNDERSTOOD if any(form.errors for form in forms) else 200


def _beside(writing: Writing, step: str) -> dict[str, object]:
    """Return what a question shows besides its form."""
    if step == "danger":
        return {"areas": writing.areas}
    if step == "agency":
        return {"group": writing.answers.group}
    if step == "team":
        return {"responding": writing.responding}
    if step == "about" and writing.conferences:
        return {"procedure": writing.conferences, "office": writing.partnership.contact}
    if step == "worry":
        return {"phrases": words_that_help(writing.answers.kind, writing.answers.subject)}
    return {"scope": writing.procedure.scope} if step == "kind" else {}


@allow(Permission.RAISE)
@submissions.once
def check(request: HttpRequest, draft: UUID) -> HttpResponseBase:
    """Show all answers, who will see them now and later; then send, once."""
    writing = the_draft(request, draft)
    missing = writing.missing
    if missing:
        return redirect("differences:step", draft, missing[0])
    if writing.answers.group:
        return _not_yet(request, writing)
    new = writing.answers.new_difference()
    refused, foreseen = "", None
    try:
        if request.method == "POST":
            with transaction.atomic():
                sent_one = actions.raise_difference(by=writing.actor, at=writing.at, new=new, draft=draft)
            return redirect("differences:sent", sent_one.reference)
        foreseen = actions.foresee(by=writing.actor, at=writing.at, new=new)
    except Refused as refusal:
        refused = refusal.sentence
    refusals = [{"text": refused, "href": writing.address("agency")}]
    out = frozenset(new.too_close)
    context = {
        "rows": _rows(writing, foreseen),
        "watchers": foreseen.watchers if foreseen else (),
        "refused": refused,
        "refusals": refusals,
        "goes_on": actions.GOES_ON if writing.dissents else "",
        "promise": promised(new.raising_agency, writing.today, out=out),
        "leader": partial(voice_of, new.raising_agency, writing.today),
        "own_agency": next(place.agency.name for place in writing.places if place.key == writing.answers.workplace),
        "office": writing.partnership.contact or "its number stands in “How this works”",
    }
    page = writing.page("check") | context
    return render(request, f"{TEMPLATES}/check.html", page, status=CONFLICT if refused else 200)


def _not_yet(request: HttpRequest, writing: Writing) -> HttpResponse:
    """Show all answers of a draft whose group is not listed, and who can vouch for it; it is not sent yet."""
    refused = WAITS.format(group=writing.other) if request.method == "POST" else ""
    refusals = [{"text": refused, "href": "#vouching"}]
    context = {"rows": _rows(writing), "refused": refused, "refusals": refusals, "waiting": Waiting.of(writing)}
    page = writing.page("check") | context
    return render(request, f"{TEMPLATES}/check.html", page, status=CONFLICT if refused else 200)


def _rows(writing: Writing, foreseen: actions.Foreseen | None = None) -> list[Row]:
    answers, group, about = writing.answers, writing.answers.group, writing.answers.subject
    own = next(place.name for place in writing.places if place.key == answers.workplace)
    rows = [Row("danger", "A child in danger now, or an injury", DANGER[answers.danger])]
    if "place" in writing.questions:
        rows.append(Row("place", "Raised from", own))
    there = beginning.under(
        writing.partnership.name, len(answers.children), subject=answers.subject, about=answers.of_conference
    )
    several = "place" in writing.questions
    elsewhere = (
        "" if several else reads(about, " If not, the procedure of the child’s own area counts: ask its office first.")
    )
    rows += [
        Row("place" if several else "", "Which procedure", there + elsewhere),
        Row("not-listed" if group else "agency", "Whose decision", group.words() if group else writing.other),
        *([Row("team", "Team or person", _insider(answers))] if "team" in writing.questions else []),
        Row("kind", "What it is about", Kind(answers.kind).label),
        *_conference(writing),
        *(Row("began", name, text) for name, text in beginning.began(answers.began).items()),
        *_who(writing),
        _free("worry", "Your worry", answers.worry, writing),
        *_soon(writing, foreseen),
        *(() if answers.on_record else _asked(writing)),
        _free("meanwhile", reads(about, "What keeps the child safe until then"), answers.safe_meanwhile, writing),
    ]
    rows += [
        Row("own-line", "Kept out, on your own side", _kept_out(answers)),
        Row("besides", "A court, or ring me", _besides(answers)),
    ]
    if not group and (calls := actions.calls_to_tell(writing.actor, UUID(answers.responding_agency), writing.at)):
        rows.append(Row("", "Calls that you logged", "\n".join(map(calling.in_words, calls))))
    return rows


def _asked(writing: Writing) -> Iterator[Row]:
    """Yield what is asked, by when, and what was tried already."""
    answers = writing.answers
    yield _free("ask", "What you ask", answers.ask, writing)
    by = in_words(answers.needed_day) if answers.needed_day else "No day is set"
    yield Row("ask", f"{capital(needs(answers.subject))} by", by)
    yield _free("ask", "What you tried already", _tried(answers.tried), writing)


def _conference(writing: Writing) -> Iterator[Row]:
    """Yield what of a conference it is about; of a dissent, the conference itself and what is to come of it."""
    answers = writing.answers
    if answers.of_conference:
        yield Row("about", "About a conference", answers.of_conference.label)
    if answers.dissent is None:
        return
    chair = next((one.name for one in writing.chairs if one.pk == answers.dissent.chaired_by), "")
    for label, text in answers.dissent.words(chair).items():
        step = conference.ASKED_ON[label]
        yield _free(step, label, text, writing)
    yield Row("further", "What is to come of it", Further(answers.further).label)


def _who(writing: Writing) -> Iterator[Row]:
    """Yield who or what it is about."""
    answers = writing.answers
    if writing.asks_subject:
        yield Row("who", "Who it is about", answers.subject.label)
    if answers.subject is Subject.THEME:
        yield Row("theme", "What it is called", answers.theme)
        return
    if answers.family_member:
        yield Row("children", "Which family member", answers.family_member.words(writing.other))
    if answers.children:
        yield Row("children", "Which child", "\n\n".join(child.words(writing.other) for child in answers.children))


def _soon(writing: Writing, foreseen: actions.Foreseen | None) -> Iterator[Row]:
    """Yield how soon the child needs it, where it will begin and which dates come of that, where any of it is asked."""
    answers, procedure = writing.answers, writing.procedure
    if answers.soon:
        soon = beginning.soon_in(procedure, answers.priority)
        yield Row("soon", reads(answers.subject, beginning.HOW_SOON), soon)
    if foreseen and writing.asked_besides and not answers.on_record:
        after = foreseen.situation
        yield Row("soon" if answers.soon else "", beginning.BEGINS, beginning.where(procedure, after.stage))
        for name, text in beginning.dates(after, writing.days):
            yield Row("", name, text)


def _free(step: str, name: str, text: str, writing: Writing) -> Row:
    return Row(step, name, text, found_in(text, writing.today), hints(text, writing.answers.subject))


def _kept_out(answers: Answers) -> str:
    people = Person.objects.filter(pk__in=answers.too_close).order_by("name") if answers.too_close else ()
    return ", ".join(person.name for person in people) or "Nobody"


def _besides(answers: Answers) -> str:
    court = "The matter is before a court." if answers.in_court else ""
    ring = f"Ring me on {answers.ring_phone}. When: {answers.ring_when}" if answers.ring_phone else ""
    return "\n".join(part for part in (court, ring) if part) or "Nothing"


def _tried(tried: actions.Tried | None) -> str:
    if tried is None:
        return "Nothing yet"
    return tried.words() + ("\n\nIt counts as stage 1." if tried.counts else "")


def _insider(answers: Answers) -> str:
    names = []
    if answers.responding_person:
        names.append(str(Person.objects.get(pk=answers.responding_person)))
    if answers.responding_team != UNKNOWN:
        names.append(str(Team.objects.get(pk=answers.responding_team)))
    return ", ".join(names) or "You do not know"


@allow(Permission.RAISE)
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that it was sent, who has it now and what happens next, by when."""
    actor = actor_of(request)
    try:
        difference = (
            Difference.objects.visible_to(actor)
            .select_related("edition", "responding_agency", "responding_team")
            .get(reference=reference, raised_by=actor.person)
        )
    except Difference.DoesNotExist:
        raise Http404 from None
    seats = list(Seat.objects.of(difference).select_related("person", "post"))
    actions.looked(by=actor, at=now(), difference=difference, part="page", seats=seats)
    asked = [
        seat for seat in seats
        if seat.capacity == Capacity.ANSWERING and seat.side == Side.RESPONDING and not seat.ended_at
    ]  # fmt: skip
    people = [seat.person or seat.post for seat in asked]
    clocks = Clock.objects.of(difference).filter(ended_at=None, due_at__isnull=False)
    stages = difference.stands().procedure.stages
    context = {
        "difference": difference,
        "asked": asked,
        "on_record": difference.end == End.KEPT_ON_RECORD,
        "reopens": reopening.period if (reopening := difference.stands().procedure.reopening) else "",
        "names": " and ".join(str(one) for one in people),
        "phones": " or ".join(one.phone for one in people if one and one.phone),
        "clocks": clocks.order_by("due_at"),
        "next_stage": stages[difference.stage] if difference.stage < len(stages) else None,
    }
    return render(request, f"{TEMPLATES}/sent.html", context)


@allow(Permission.RAISE)
def throw_away(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Ask whether a draft is to be thrown away for good, and do it."""
    writing = the_draft(request, draft)
    if request.method == "POST":
        actions.discard_draft(by=writing.actor, at=writing.at, draft=draft)
        return redirect("differences:start")
    return render(
        request,
        f"{TEMPLATES}/throw_away.html",
        {"draft": _named(writing.draft, writing.answers, {}), "start": reverse("differences:start")},
    )


def _drafts(actor: Actor) -> list[dict[str, object]]:
    """Return one's own drafts with what they are about, the newest first."""
    found = [
        (draft, Answers.read(actions.read_draft(draft)))
        for draft in Draft.objects.visible_to(actor).order_by("-saved_at")
    ]
    agencies = Agency.objects.in_bulk({answers.responding_agency for _, answers in found} - {""})
    return [_named(draft, answers, {str(key): one.name for key, one in agencies.items()}) for draft, answers in found]


def _named(draft: Draft | None, answers: Answers, agencies: dict[str, str]) -> dict[str, object]:
    about = Kind(answers.kind).label if answers.kind else "Not said yet what it is about"
    other = answers.group.name if answers.group else agencies.get(answers.responding_agency, "")
    return {"draft": draft, "about": about, "agency": other}


def the_draft(request: HttpRequest, draft: UUID) -> Writing:
    """Return one's own draft, locked when it is about to change; anybody else's is not there."""
    rows = Draft.objects.visible_to(actor_of(request))
    try:
        row = (rows.select_for_update() if request.method == "POST" else rows).get(pk=draft)
    except Draft.DoesNotExist:
        raise Http404 from None
    writing = Writing(actor_of(request), row)
    if not writing.places:
        raise Http404
    return writing
