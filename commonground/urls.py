"""The addresses of the product: each app keeps its own."""

from django.urls import path

from commonground.web.health import health

urlpatterns = [
    path("health/", health, name="health"),
]
