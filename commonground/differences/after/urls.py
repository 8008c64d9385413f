"""Addresses after an end: of one difference, and of an area's office."""

from django.urls import path

from commonground.differences.after import views

urlpatterns = [
    path("how-it-went/", views.in_numbers, name="in_numbers"),
    path("<reference:reference>/how-it-went/", views.how_it_went, name="how_it_went"),
    path("<reference:reference>/what-changed/", views.what_changed, name="what_changed"),
]
