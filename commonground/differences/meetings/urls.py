"""Addresses of the meetings about a difference."""

from django.urls import path

from commonground.differences.meetings import views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("new/", views.propose, name="propose_meeting"),
    path("<int:number>/", views.meeting, name="meeting"),
    path("<int:number>/choose/", views.choose, name="choose_time"),
    path("<int:number>/change/", views.change, name="change_meeting"),
    path("<int:number>/cancel/", views.cancel, name="cancel_meeting"),
    path("<int:number>/held/", views.held, name="hold_meeting"),
    path("<int:number>/minutes/", views.minutes, name="write_minutes"),
    path("<int:number>/minutes/agree/", views.agree, name="agree_minutes"),
    path("<int:number>/dissent/", views.dissent, name="dissent"),
]
