"""Addresses of the adults in a child's life, below those of its difference."""

from django.urls import path

from commonground.differences.adults import views

ONE = "adults/child/<int:child>/"
urlpatterns = [
    path("adults/", views.adults, name="adults"),
    path(ONE, views.adults, name="adults_of"),
    path(f"{ONE}role/<int:number>/", views.role, name="adults_role"),
    path(f"{ONE}share/", views.share, name="share_adults"),
    path(f"{ONE}throw-away/", views.throw_away, name="throw_adults_away"),
    path(f"{ONE}quote/", views.quote, name="quote_adults"),
]
