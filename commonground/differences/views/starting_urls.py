"""Addresses of the way in, before any signing in."""

from django.urls import path

from commonground.differences.views import outside, starting

app_name = "starting"
urlpatterns = [
    path("", starting.begin, name="begin"),
    path("in-danger/", starting.in_danger, name="in_danger"),
    path("not-sure/", starting.not_sure, name="not_sure"),
    path("they-will-not-act/", starting.refused, name="refused"),
    path("they-will-not-act/called/", starting.called, name="called"),
    path("go-on/", starting.onward, name="onward"),
    path("not-listed/", outside.not_listed, name="not_listed"),
    path("not-listed/prepare/", outside.prepare, name="prepare"),
    path("not-listed/ask/", outside.ask_in, name="ask_in"),
    path("not-listed/asked/", outside.asked_in, name="asked_in"),
    path("talk-first/", starting.talk, name="talk"),
]
