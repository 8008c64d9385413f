"""Addresses of the directory."""

from django.urls import include, path

from commonground.directory import views, work_sign_in
from commonground.directory.people.views import persons

app_name = "directory"
urlpatterns = [
    path("your-account/", views.account, name="account"),
    path("your-account/staying-signed-in/", views.staying, name="staying"),
    path("your-account/away/", persons.own_away, name="own_away"),
    path("your-account/away/<uuid:absence>/take-back/", persons.own_take_back, name="own_take_back"),
    path("people/", include("commonground.directory.people.urls")),
    path("second-step/", views.enrol, name="enrol"),
    path("second-step/lost/", views.lost_step, name="lost"),
    path("second-step/lost/<uuid:lost>/confirm/", views.lost_confirm, name="lost_confirm"),
    path("second-step/lost/<uuid:lost>/take-back/", views.lost_take_back, name="lost_take_back"),
    path("numbers/", include("commonground.directory.contacts.urls")),
    path("invite/", views.invite_someone, name="invite"),
    path("invitation/<str:token>/", views.accept, name="accept"),
    path("demonstration/", views.pick, name="pick"),
    path("work-account/", work_sign_in.there, name="work_there"),
    path("work-account/back/", work_sign_in.back, name="work_back"),
]
