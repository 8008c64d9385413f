"""Addresses of the pages on which an agency's people are kept."""

from django.urls import path

from commonground.directory.people.views import closures, files, page, persons, posts, promises, shaping

AGENCY = "<uuid:agency>/"
POST = "<uuid:agency>/posts/<uuid:post>/"
PERSON = "<uuid:agency>/people/<uuid:person>/"
HOLDING = "<uuid:agency>/holdings/<uuid:holding>/"

urlpatterns = [
    path("", page.agencies, name="people"),
    path("add-agency/", shaping.new_agency, name="new_agency"),
    path(AGENCY, page.agency_people, name="agency"),
    path(f"{AGENCY}still-right/", page.still_right, name="still_right"),
    path(f"{AGENCY}promise/", promises.promise, name="promise"),
    path(f"{AGENCY}closed/", closures.closed, name="closed"),
    path(f"{AGENCY}closed/<uuid:closure>/open/", closures.open_again, name="open_again"),
    path(f"{AGENCY}add-team/", shaping.new_team, name="new_team"),
    path(f"{AGENCY}add-post/", shaping.new_post, name="new_post"),
    path(POST, posts.one_post, name="post"),
    path(f"{POST}reach/", shaping.reach, name="reach"),
    path(f"{POST}fill/", posts.fill, name="fill"),
    path(f"{POST}deputy/", posts.name_deputy, name="name_deputy"),
    path(f"{HOLDING}end/", posts.end, name="end_holding"),
    path(f"{HOLDING}hand-over/", posts.hand_over_post, name="hand_over"),
    path(PERSON, persons.one_person, name="person"),
    path(f"{PERSON}away/", persons.away, name="away"),
    path(f"{PERSON}away/<uuid:absence>/take-back/", persons.take_back, name="away_take_back"),
    path(f"{PERSON}invite/", persons.invite_again, name="invite_again"),
    path(f"{PERSON}leave/", persons.leaves, name="leave"),
    path(f"{AGENCY}file/", files.one_file, name="people_file"),
    path(f"{AGENCY}file/download/", files.download, name="people_download"),
    path(f"{AGENCY}file/<uuid:file>/", files.read_file, name="people_read"),
]
