"""Addresses of the way in for a guest."""

from django.urls import path

from commonground.differences.views import guests

app_name = "guests"
urlpatterns = [
    path("", guests.start, name="start"),
    path("<str:token>/", guests.open_pass, name="open"),
]
