"""Addresses of a child's day, below those of its difference."""

from django.urls import path

from commonground.differences.child_day import views

ONE = "childs-day/<int:child>/<slug:day_type>/"
urlpatterns = [
    path("childs-day/", views.days, name="childs_days"),
    path(ONE, views.day, name="childs_day"),
    path(f"{ONE}part/<int:number>/", views.part, name="childs_day_part"),
    path(f"{ONE}part/<int:number>/keep/", views.keep, name="keep_childs_day"),
    path(f"{ONE}share/", views.share, name="share_childs_day"),
    path(f"{ONE}throw-away/", views.throw_away, name="throw_childs_day_away"),
    path(f"{ONE}quote/", views.quote, name="quote_childs_day"),
]
