"""Addresses at which staff answer."""

from django.urls import path

from commonground.assurance.survey import views

app_name = "survey"
urlpatterns = [
    path("", views.own, name="own"),
    path("thank-you/", views.thanks, name="thanks"),
    path("by-link/thank-you/", views.thanked, name="thanked"),
    path("by-link/<str:token>/", views.by_link, name="by_link"),
    path("<uuid:round_>/", views.answer_own, name="answer"),
]
