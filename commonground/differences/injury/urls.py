"""Addresses of an injury, step by step, below those of its difference."""

from django.urls import path

from commonground.differences.injury import views

urlpatterns = [
    path("injury/", views.injury, name="injury"),
    path("injury/<int:number>/", views.injury, name="injury_step"),
    path("injury/referred/", views.referred, name="injury_referred"),
]
