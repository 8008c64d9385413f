"""Addresses of the directory."""

from django.urls import path

from commonground.directory import views

app_name = "directory"
urlpatterns = [
    path("your-account/", views.account, name="account"),
    path("your-account/staying-signed-in/", views.staying, name="staying"),
    path("second-step/", views.enrol, name="enrol"),
    path("invite/", views.invite_someone, name="invite"),
    path("invitation/<str:token>/", views.accept, name="accept"),
    path("demonstration/", views.pick, name="pick"),
]
