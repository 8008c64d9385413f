"""Addresses of thresholds side by side, within those of a difference."""

from django.urls import path

from commonground.differences.thresholds import views

ROOM = "<reference:reference>/thresholds/"
urlpatterns = [
    path(ROOM, views.chart, name="chart"),
    path(f"{ROOM}place/", views.place, name="chart_place"),
    path(f"{ROOM}not-used/", views.not_used, name="chart_not_used"),
    path(f"{ROOM}own-words/", views.box, name="chart_own_words"),
    path(f"{ROOM}<int:level>/<slug:column>/", views.box, name="chart_box"),
]
