"""The pages on which a difference is written: the form of each, and what is kept of its answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from commonground.differences.answers import ELSEWHERE, ONLY_ON_RECORD, UNKNOWN, Answers
from commonground.differences.forms import conference
from commonground.differences.forms import raising as forms
from commonground.differences.forms.raising import Data
from commonground.differences.forms.subjects import SubjectForm, ThemeForm, read_as
from commonground.differences.writing import Writing, from_place
from commonground.directory.models import Agency
from commonground.govuk.forms import GovukForm
from commonground.procedures.conferences import Further
from commonground.procedures.definition import HOLDS_CONFERENCES
from commonground.procedures.terms import About, Kind, Subject

WHICH_COUNCIL = "Which council held the conference?"

FORMS: Mapping[str, Callable[[Writing, Data], GovukForm]] = {
    "danger": lambda writing, data: forms.DangerForm(data, initial=writing.initial),
    "place": lambda writing, data: forms.PlaceForm(data, places=writing.places, initial=writing.initial),
    "agency": lambda writing, data: forms.AgencyForm(
        data, agencies=writing.agencies, initial=writing.initial, label=WHICH_COUNCIL if writing.dissents else ""
    ),
    "team": lambda writing, data: forms.TeamForm(
        data, insiders=writing.insiders(writing.responding), initial=writing.initial
    ),
    "began": lambda writing, data: forms.BeganForm(
        data,
        asks=writing.procedure.asks_before(writing.answers.of_conference),
        now=writing.at,
        initial=writing.answers.began,
    ),
    "kind": lambda writing, data: forms.KindForm(data, initial=writing.initial),
    "about": lambda writing, data: conference.AboutForm(data, initial=writing.initial),
    "late": lambda writing, data: conference.LateForm(data, initial=writing.answers.conference),
    "held": lambda writing, data: conference.HeldForm(data, chairs=writing.chairs, initial=writing.answers.conference),
    "decided": lambda writing, data: conference.DecidedForm(data, initial=writing.answers.conference),
    "grounds": lambda writing, data: conference.GroundsForm(data, initial=writing.answers.conference),
    "further": lambda writing, data: conference.FurtherForm(data, initial=writing.initial),
    "who": lambda writing, data: SubjectForm(data, procedure=writing.procedure, initial=writing.initial),
    "theme": lambda writing, data: ThemeForm(data, today=writing.today, initial=writing.initial),
    "worry": lambda writing, data: forms.WorryForm(data, about=writing.answers.subject, initial=writing.initial),
    "soon": lambda writing, data: forms.SoonForm(data, procedure=writing.procedure, initial=writing.initial),
    "ask": lambda writing, data: forms.AskForm(
        data,
        today=writing.today,
        counts_as=writing.counts_as,
        theme=writing.answers.subject is Subject.THEME,
        initial=writing.initial,
    ),
    "meanwhile": lambda writing, data: forms.MeanwhileForm(data, initial=writing.initial),
}
"""The questions that are one form each, made with what was sent or what was answered before."""


def form_of(writing: Writing, step: str, data: Data) -> GovukForm:
    """Return the form of a question, as it reads of what the draft is about."""
    form = FORMS[step](writing, data)
    read_as(form, writing.answers.subject)
    return form


def taken(writing: Writing, step: str, good: Mapping[str, Any]) -> Answers:
    """Return the answers with what is good of a form laid over them."""
    answers = writing.answers
    match step:
        case "place":
            key = good.get("place")
            return next((from_place(answers, place) for place in writing.places if place.key == key), answers)
        case "agency":
            key = good.get("responding_agency")
            return next((_asked_of(writing, one) for one in writing.agencies if str(one.pk) == key), answers)
        case "team":
            names = ("responding_team", "responding_person")
            return writing.changed(**{name: good.get(name, "") for name in names})
        case "who":
            chosen = good.get("subject")
            known = next((one for one in writing.procedure.subjects if one == chosen), None)
            return answers.of_subject(known) if known else answers
        case "ask":
            days = {name: day.isoformat() for name in ("needed_by", "tried_on") if (day := good.get(name))}
            said = {name: value if value is not None else "" for name, value in good.items()}
            return writing.changed(**(said | {"tried_counts": bool(good.get("tried_counts"))} | days))
        case _:
            return _of_conference(writing, step, good)


def _of_conference(writing: Writing, step: str, good: Mapping[str, Any]) -> Answers:
    """Return the answers with what is good of a form that asks about a conference, or of one that stands as it is."""
    answers = writing.answers
    match step:
        case "kind" if good.get("kind") != answers.kind:
            return writing.changed(**good, about="")  # of another kind it is asked anew
        case "about" if good:
            return _about(writing, str(good["about"]))
        case "late" | "held" | "decided" | "grounds":
            return writing.changed(
                conference=answers.conference | {name: str(said or "") for name, said in good.items()}
            )
        case "further" if good:
            return _further(writing, str(good["further"]))
        case _:
            return writing.changed(**good)


def _about(writing: Writing, about: str) -> Answers:
    """Return the answers with what of a conference it is about, or that it is about none.

    A dissent is answered by the council that held the conference, whichever of its teams deal with the child.
    """
    answers, procedure = writing.answers, writing.conferences
    if about != About.DISSENT and answers.of_conference is About.DISSENT:
        kind = "" if answers.kind == Kind.CONFERENCE else answers.kind
        answers = replace(answers, conference={}, further="", kind=kind)
    if procedure is None or about not in set(About):
        return replace(answers, about=about)
    if about not in procedure.conferences:
        return replace(answers, about=f"{ELSEWHERE}{about}")
    if about == About.DISSENT:
        councils = [str(one.pk) for one in writing.agencies_under(procedure) if one.kind == HOLDS_CONFERENCES]
        if answers.responding_agency not in councils or answers.group:
            answers = answers.answered_by(councils[0] if len(councils) == 1 else "")
        answers = replace(answers, kind=Kind.CONFERENCE, responding_team=UNKNOWN, responding_person="")
    return replace(answers, about=about)


def _further(writing: Writing, further: str) -> Answers:
    """Return the answers with what is to come of a dissent; where nothing is, nothing more is asked."""
    answers = replace(writing.answers, further=further)
    if further == Further.RECORD:
        return replace(answers, ask=ONLY_ON_RECORD, needed_by=writing.today.isoformat())
    return replace(answers, ask="", needed_by="") if answers.ask == ONLY_ON_RECORD else answers


def _asked_of(writing: Writing, agency: Agency) -> Answers:
    """Return the answers with this agency; where there is no team or person to pick, nobody is asked to."""
    answers = writing.answers.answered_by(str(agency.pk))
    if answers.responding_team or writing.insiders(agency):
        return answers
    return replace(answers, responding_team=UNKNOWN)
