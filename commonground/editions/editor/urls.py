"""Addresses of the editor, under those of one edition. The last of them is any path within a draft."""

from django.urls import path

from commonground.editions.editor import texts, views

app_name = "editor"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("text/", texts.text, name="text"),
    path("text/download/", texts.download, name="download"),
    path("<path:path>/add/", views.new, name="new"),
    path("<path:path>/take-out/", views.take_out, name="take_out"),
    path("<path:path>/move/", views.shift, name="move"),
    path("<path:path>/", views.one, name="at"),
]
