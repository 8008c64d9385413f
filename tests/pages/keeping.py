"""The pages of those who keep what others work by: procedures, people and posts, who answers at each stage."""

from tests.pages.looking import data, empty, error

EDITIONS = (
    data("/procedures/", "elin"),
    data("/procedures/", "gwen"),
    data("/procedures/new/", "elin"),
    error("/procedures/new/", "elin"),
    *(
        data(f"/procedures/{{{state}_edition}}/", "elin")
        for state in ("live", "draft", "ready", "proposed", "coming", "retired", "provisional", "broken")
    ),
    data("/procedures/{proposed_edition}/", "gwen"),
    data("/procedures/{draft_edition}/confirm/", "elin"),
    empty("/procedures/{ready_edition}/confirm/", "elin"),
    error("/procedures/{draft_edition}/confirm/", "elin"),
    data("/procedures/{draft_edition}/confirm/stage:2:clock:settled/", "elin"),
    error("/procedures/{draft_edition}/confirm/stage:2:clock:settled/", "elin", source=""),
    data("/procedures/{provisional_edition}/confirm/stage:1:clock:settled/", "elin"),
    data("/procedures/{ready_edition}/propose/", "elin"),
    error("/procedures/{ready_edition}/propose/", "elin"),
    data("/procedures/{draft_edition}/propose/", "elin"),
    data("/procedures/{proposed_edition}/approve/", "gwen"),
    error("/procedures/{proposed_edition}/approve/", "elin", status=409),
    data("/procedures/{proposed_edition}/send-back/", "gwen"),
    error("/procedures/{proposed_edition}/send-back/", "gwen"),
    data("/procedures/{live_edition}/retire/", "elin"),
    error("/procedures/{live_edition}/retire/", "elin"),
    data("/procedures/{draft_edition}/delete/", "elin"),
    data("/procedure/"),
    data("/procedure/fairhaven/"),
    data("/procedure/fairhaven/", "amy"),
    error("/procedure/fairhaven/", day_day="31", day_month="2", day_year="2026"),
    data("/procedure/fairhaven/on/2026-11-03/"),
    empty("/procedure/fairhaven/on/2020-03-03/"),
)

EDIT = "/procedures/{draft_edition}/edit/"
CLOCK = f"{EDIT}stages/2/clocks/settled/"

EDITING = (
    data(EDIT, "elin"),
    data("/procedures/{provisional_edition}/edit/", "elin"),
    data("/procedures/{broken_edition}/edit/", "elin"),
    empty("/procedures/{live_edition}/edit/", "elin", status=409),
    data(f"{EDIT}hours/", "elin"),
    error(f"{EDIT}hours/", "elin", opens="noon or so"),
    data(f"{EDIT}stages/", "elin"),
    empty("/procedures/{broken_edition}/edit/stages/", "elin"),
    data(f"{EDIT}stages/add/", "elin"),
    error(f"{EDIT}stages/add/", "elin"),
    data(f"{EDIT}stages/2/", "elin"),
    data(f"{EDIT}stages/2/people/", "elin"),
    error(f"{EDIT}stages/2/people/", "elin", name=""),
    data(f"{EDIT}stages/2/standing/", "elin"),
    data(f"{EDIT}stages/2/words/", "elin"),
    data(f"{EDIT}stages/2/check/", "elin"),
    error(f"{EDIT}stages/2/check/", "elin"),
    data(CLOCK, "elin"),
    data(f"{CLOCK}time/", "elin"),
    error(f"{CLOCK}time/", "elin", amount="soon"),
    data(f"{CLOCK}starts/", "elin"),
    data(f"{CLOCK}over/", "elin"),
    data(f"{CLOCK}take-out/", "elin"),
    empty(f"{EDIT}limits/", "elin"),
    error(f"{EDIT}limits/add/", "elin"),
    data(f"{EDIT}tells/", "elin"),
    error(f"{EDIT}tells/add/", "elin"),
    data(f"{EDIT}scope/complaints/", "elin"),
    data(f"{EDIT}stand_ins/", "elin"),
    error(f"{EDIT}stand_ins/add/", "elin"),
    error(f"{EDIT}priorities/add/", "elin"),
    error(f"{EDIT}side_routes/add/", "elin"),
    data(f"{EDIT}pausing/", "elin"),
    data(f"{EDIT}text/", "elin"),
    error(f"{EDIT}text/", "elin", text="key ="),
)

SCHOOL = "/people/{school}/"
PERSON = f"{SCHOOL}people/{{person}}/"
POST = f"{SCHOOL}posts/{{post}}/"
PEOPLE = (
    data("/people/", "elin"),
    data(SCHOOL, "sarah"),
    data(SCHOOL, "elin"),
    data("/people/{council}/", "elin"),
    empty(f"{SCHOOL}?find=nobody", "sarah"),
    data(f"{SCHOOL}?role=practitioner", "sarah"),
    empty(f"{SCHOOL}?show=unheld", "sarah"),
    empty("/people/{council}/", "sarah", status=404),
    error(f"{SCHOOL}?find={'x' * 61}", "sarah", press="", status=200),
    data(POST, "sarah"),
    data(POST, "elin"),
    data(f"{POST}fill/", "sarah"),
    error(f"{POST}fill/", "sarah"),
    data(f"{POST}deputy/", "sarah"),
    error(f"{POST}deputy/", "sarah"),
    data(f"{POST}reach/", "elin"),
    error(f"{POST}reach/", "elin", mailbox="nowhere"),
    data(f"{SCHOOL}holdings/{{holding}}/end/", "sarah"),
    error(f"{SCHOOL}holdings/{{holding}}/end/", "sarah", last_day_day="32"),
    data(f"{SCHOOL}holdings/{{holding}}/hand-over/", "sarah"),
    error(f"{SCHOOL}holdings/{{holding}}/hand-over/", "sarah"),
    data(PERSON, "sarah"),
    data(f"{SCHOOL}people/{{invited}}/", "sarah"),
    data(f"{SCHOOL}people/{{invited}}/", "sarah", press="main form[action$='/invite/'] .govuk-button"),
    data(f"{PERSON}away/", "sarah"),
    error(f"{PERSON}away/", "sarah"),
    data(f"{PERSON}leave/", "sarah"),
    data("/your-account/away/", "amy"),
    error("/your-account/away/", "amy"),
    data("/people/add-agency/", "elin"),
    error("/people/add-agency/", "elin"),
    data(f"{SCHOOL}add-team/", "elin"),
    error(f"{SCHOOL}add-team/", "elin"),
    data(f"{SCHOOL}add-post/", "elin"),
    error(f"{SCHOOL}add-post/", "elin"),
    data(f"{SCHOOL}promise/", "sarah"),
    error(f"{SCHOOL}promise/", "sarah", leader=""),
    data("/people/{council}/promise/", "elin"),
    data(f"{SCHOOL}closed/", "sarah"),
    error(f"{SCHOOL}closed/", "sarah", ends_day="32"),
    data(f"{SCHOOL}closed/{{closure}}/open/", "elin"),
    data(f"{SCHOOL}file/", "sarah"),
    error(f"{SCHOOL}file/", "sarah"),
    data(f"{SCHOOL}file/{{file}}/", "sarah"),
    error(f"{SCHOOL}file/{{file}}/", "sarah"),
    data(f"{SCHOOL}file/{{running}}/", "sarah"),
    data(f"{SCHOOL}file/{{finished}}/", "sarah"),
)

IF_RAISED = "day_day=2&day_month=4&day_year=2026&hour=16:50"

WHAT_IF = (
    data("/procedures/{live_edition}/what-if/?" + IF_RAISED, "elin"),
    data("/procedures/{draft_edition}/what-if/?" + IF_RAISED, "elin"),
    data("/procedures/{draft_edition}/what-if/{tried}/", "elin"),
    data("/procedures/{live_edition}/what-if/{trying}/", "elin"),
    empty("/procedures/{broken_edition}/what-if/", "elin"),
    error("/procedures/{live_edition}/what-if/?day_day=31&day_month=2&day_year=2026&hour=soon", "elin", press=""),
)

COVERAGE = (
    data("/coverage/agency/{school}/", "sarah"),
    data("/coverage/agency/{council}/", "elin"),
    data("/coverage/partnership/{area}/", "elin"),
    empty("/coverage/partnership/{area}/?page=9", "elin"),
    empty("/coverage/agency/{council}/", "sarah", status=404),
)

DAYS_OFF = "/bank-holidays/{area}/"
TO_COME = "day_day=8&day_month=5&day_year=2036&name=A+day+of+thanks&source=gov.uk"
HOLIDAYS = (
    data(DAYS_OFF, "elin"),
    data(f"{DAYS_OFF}?from=2035", "elin"),
    empty(DAYS_OFF, "gwen", status=404),
    data(f"{DAYS_OFF}add/", "elin"),
    error(f"{DAYS_OFF}add/", "elin", day_day="31", day_month="2", day_year="2027"),
    data(f"{DAYS_OFF}add/?{TO_COME}", "elin"),
    data(f"{DAYS_OFF}compare/2035/", "elin"),
    error(f"{DAYS_OFF}compare/2035/", "elin", on_day="32"),
    data("/bank-holidays/take-off/{holiday}/", "elin"),
)

KEEPING = (*EDITIONS, *EDITING, *PEOPLE, *WHAT_IF, *COVERAGE, *HOLIDAYS)
