"""Addresses of the actions of a difference."""

from django.urls import path

from commonground.differences.undertakings import views

urlpatterns = [
    path("", views.undertaken, name="undertaken"),
    path("new/", views.undertake, name="undertake"),
    path("<int:number>/done/", views.done, name="undertaken_done"),
    path("<int:number>/hand-over/", views.over, name="undertaken_over"),
]
