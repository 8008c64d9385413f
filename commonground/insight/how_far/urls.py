"""Addresses of how far briefings have come."""

from django.urls import path

from commonground.insight.how_far import views

app_name = "how_far"
urlpatterns = [
    path("had-read/", views.who_had_read, name="had_read"),
    path("<uuid:briefing>/", views.how_far, name="briefing"),
    path("<uuid:briefing>/nudge/", views.send_nudge, name="nudge"),
    path("<uuid:briefing>/not-yet/<uuid:agency>/", views.owing, name="owing"),
]
