"""Addresses of differences: raising one, its page, its acts."""

from django.urls import include, path

app_name = "differences"
urlpatterns = [
    path("", include("commonground.differences.views.raising_urls")),
    path("", include("commonground.differences.views.page_urls")),
    path("", include("commonground.differences.after.urls")),
]
