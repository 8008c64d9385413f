"""Every act on a difference: one page that asks, one action, then back to the difference.

``PAGES`` has a row for each act, and an act without one stops the build. A refusal and a form that somebody else
overtook answer 409 and keep what was typed.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from commonground.differences import actions, agreements, reading, record_lines
from commonground.differences.actions.verbs import VERBS
from commonground.differences.following import NotFollowed, not_followed
from commonground.differences.forms import acts as forms
from commonground.differences.keeping_safe import worded
from commonground.differences.undertakings.queries import still_open
from commonground.differences.views.act_pages import PAGES
from commonground.differences.views.act_words import (
    both_sides,
    goes_to,
    happens,
    looked,
    the_heading,
    the_scene,
    told,
    told_when,
)
from commonground.differences.views.changing import whole
from commonground.differences.views.refusing import latest, refused
from commonground.differences.words.people import hints
from commonground.differences.words.phrases import words_that_help
from commonground.directory.asking import CONFLICT
from commonground.govuk.components import Line
from commonground.now import london_date
from commonground.permissions import Permission, allow
from commonground.procedures import rules
from commonground.procedures.acts import ACTS
from commonground.procedures.taking import ENDINGS
from commonground.procedures.terms import Act, Subject
from commonground.record.submissions import once

__all__ = ["PAGES", "act", "missing"]

NOT_UNDERSTOOD = 422
MAY_END = frozenset({Act.SIGN, *ENDINGS})
"""Acts that may end a difference: their pages say which actions are still open, and what becomes of them."""


def missing() -> tuple[str, ...]:
    """Return which acts have no page or no verb, in words; empty when each that can be taken has both."""
    taken = [act for act in Act if act is not Act.RAISE]
    pages = [f"{act.value} has no row in PAGES" for act in taken if act not in PAGES]
    return (*pages, *(f"{act.value} has no verb" for act in taken if act not in VERBS))


if missing():
    raise TypeError("; ".join(missing()))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_PART)
@once
def act(request: HttpRequest, reference: str, act: Act) -> HttpResponse:
    """Ask for one act (GET), or do it (POST) and go back to the difference."""
    scene = the_scene(request, reference, act)
    page, here = PAGES[act], scene.standpoint
    sentence = rules.refusal(here.situation, act, here.standings)
    form = page.form(request.POST if request.method == "POST" else None, scene=scene)
    sentence = sentence or form.hindered()
    if sentence is not None:
        return hindered(request, act, form, sentence)
    if not form.is_bound:
        return asked(request, act, form)
    if not form.is_valid():
        return asked(request, act, form, status=NOT_UNDERSTOOD)
    if form.identifiers():
        return asked(request, act, form)
    return taken(request, reference, act, form)


def taken(request: HttpRequest, reference: str, act: Act, form: forms.ActForm) -> HttpResponse:
    """Do the act that a valid form asks for, and go back to the difference, or home when it is no longer theirs.

    Raises Http404 for whoever lost sight of it while the form was on its way.
    """
    page, scene = PAGES[act], form.scene
    row = scene.standpoint.difference
    version = form.cleaned_data["version"] if page.stale else None
    try:
        with whole():
            VERBS[act](by=scene.actor, at=scene.at, difference=row.pk, version=version, **form.details())
    except rules.Refused as refusal:
        now_there = the_scene(request, reference, act)  # or Http404 for whoever lost their seat meanwhile
        return hindered(request, act, page.form(request.POST, scene=now_there), refusal.sentence)
    except actions.Meanwhile:
        return overtaken(request, reference, act)
    messages.success(request, happens(page.done, scene))
    gone = page.leaves and not reading.is_seen(scene.actor, row)
    return redirect("web:home") if gone else redirect(row)


def asked(
    request: HttpRequest, act: Act, form: forms.ActForm, *, status: int = 200, overtaken: bool = False
) -> HttpResponse:
    """Draw the page of an act with its form. With words that may point to a family, it says so and asks again."""
    scene = form.scene
    here = scene.standpoint
    row, found = here.difference, form.identifiers() if form.is_bound and form.is_valid() else ()
    context = the_heading(scene) | {
        "phrases": words_that_help(row.kind, Subject(row.subject)) if PAGES[act].phrases else (),
        "act": act,
        "label": ACTS[act].labelled(here.situation),
        "send": PAGES[act].send or ACTS[act].labelled(here.situation),
        "rows": both_sides(scene) if PAGES[act].shows else (),
        "form": form,
        "happens": happens(PAGES[act].happens, scene),
        "told": told(act, scene),
        "told_when": told_when(act, scene),
        "goes_to": goes_to(act, scene),
        "found": found,
        "hints": [one for _, text in form.kept() for one in hints(text, Subject(row.subject))] if found else (),
        "kept_safe_by": _kept_safe_by(scene) if act is Act.RESPOND else None,
        "proposal": scene.proposal,
        "not_followed": _not_followed(scene) if act is Act.SIGN else (),
        "whom_for": agreements.whom_for(here.situation, scene.proposal.number) if scene.proposal else "",
        "asked": _asked_by_other_side(scene),
        "still_open": still_open(here.difference, london_date(scene.at)) if act in MAY_END else (),
        "let_in": scene.actor.let_in,
        "leaving": "signing" if act is Act.SIGN else "sending",
        "overtaken": overtaken,
        "as_file": act is Act.RECORD_FOR,
        "lines": latest(scene.standpoint, scene.at) if overtaken else (),
    }
    looked(scene, f"the form: {ACTS[act].act.label}")
    return render(request, "differences/act.html", context, status=status)


def _not_followed(scene: forms.Scene) -> tuple[NotFollowed, ...]:
    """Return the lines of what is to be signed of which nobody will be reminded."""
    read = scene.proposal
    return not_followed(scene.standpoint, [read]).get(read.number, ()) if read else ()


def _kept_safe_by(scene: forms.Scene) -> str:
    """Return who wrote what keeps the child safe meanwhile, and when."""
    found = worded(scene.standpoint.difference)
    return found.words(scene.at) if found else ""


def _asked_by_other_side(scene: forms.Scene) -> Line | None:
    """Return what the other side asked, as a line of the record."""
    if scene.asked is None:
        return None
    subject = scene.standpoint.difference.subject
    return record_lines.lines([scene.asked], scene.at, whole=True, subject=subject)[0]


def hindered(request: HttpRequest, act: Act, form: forms.ActForm, sentence: str) -> HttpResponse:
    """Say why the act cannot be taken and who can, what happened meanwhile, and keep what was typed."""
    here = form.scene.standpoint
    return refused(request, here, ACTS[act].labelled(here.situation), sentence, form)


def overtaken(request: HttpRequest, reference: str, act: Act) -> HttpResponse:
    """Draw the form again after somebody else acted: the words are kept, and it is as new as the difference.

    When the act can no longer be taken, say so instead.
    """
    scene = the_scene(request, reference, act)
    data = request.POST.copy()
    data["version"] = str(scene.standpoint.difference.version)
    if scene.proposal:
        data["proposal"] = str(scene.proposal.number)
        data.pop("confirm", None)  # another text may stand there now: it is to be read before it is signed
    form = PAGES[act].form(data, scene=scene)
    sentence = rules.refusal(scene.standpoint.situation, act, scene.standpoint.standings)
    if sentence is not None:
        return hindered(request, act, form, sentence)
    return asked(request, act, form, status=CONFLICT, overtaken=True)
