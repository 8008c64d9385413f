"""Addresses of the directory."""

from django.urls import path

from commonground.directory import views

app_name = "directory"
urlpatterns = [
    path("your-account/", views.account, name="account"),
    path("your-account/staying-signed-in/", views.staying, name="staying"),
    path("second-step/", views.enrol, name="enrol"),
    path("second-step/lost/", views.lost_step, name="lost"),
    path("second-step/lost/<uuid:lost>/confirm/", views.lost_confirm, name="lost_confirm"),
    path("second-step/lost/<uuid:lost>/take-back/", views.lost_take_back, name="lost_take_back"),
    path("invite/", views.invite_someone, name="invite"),
    path("invitation/<str:token>/", views.accept, name="accept"),
    path("demonstration/", views.pick, name="pick"),
]
