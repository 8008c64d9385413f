"""Addresses of the way in, before any signing in."""

from django.urls import path

from commonground.differences.views import starting

app_name = "starting"
urlpatterns = [
    path("", starting.begin, name="begin"),
    path("in-danger/", starting.in_danger, name="in_danger"),
    path("not-sure/", starting.not_sure, name="not_sure"),
    path("they-will-not-act/", starting.refused, name="refused"),
    path("they-will-not-act/called/", starting.called, name="called"),
    path("go-on/", starting.onward, name="onward"),
    path("talk-first/", starting.talk, name="talk"),
]
