"""Addresses of the joint chronology, below those of its difference."""

from django.urls import path

from commonground.differences.timeline import views

ONE = "timeline/child/<int:child>/"
urlpatterns = [
    path("timeline/", views.timeline, name="timeline"),
    path(ONE, views.timeline, name="timeline_of"),
    path(f"{ONE}event/<slug:key>/", views.event, name="timeline_event"),
    path(f"{ONE}share/", views.share, name="share_timeline"),
    path(f"{ONE}throw-away/", views.throw_away, name="throw_timeline_away"),
    path(f"{ONE}quote/", views.quote, name="quote_timeline"),
]
