"""Addresses of what each side sees, below those of its difference."""

from django.urls import path

from commonground.differences.side_views import views

urlpatterns = [
    path("our-view/", views.our_view, name="our_view"),
    path("our-view/keep/", views.keep, name="keep_our_view"),
    path("our-view/throw-away/", views.throw_away, name="throw_our_view_away"),
    path("views/", views.both, name="both_views"),
]
