"""Addresses at which an area's editors keep its library."""

from django.urls import path

from commonground.library.frames import views as frames
from commonground.library.images import views as images
from commonground.library.pages import keeping

app_name = "library_keeping"
ONE = "draft/<uuid:edition>/"
urlpatterns = [
    path("", keeping.desk, name="desk"),
    path("<slug:area>/new/", keeping.new, name="new"),
    path("<slug:area>/images/", images.images, name="images"),
    path("<slug:area>/images/<uuid:image>/delete/", images.delete_image, name="image_delete"),
    path("<slug:area>/images/<uuid:image>/hide/", images.hide_image, name="image_hide"),
    path("<slug:area>/images/<uuid:image>/show-again/", images.show_image_again, name="image_show_again"),
    path("<slug:area>/images/<uuid:image>/take-out/", images.take_image_out, name="image_take_out"),
    path("<slug:area>/sites/", frames.sites, name="sites"),
    path("sites/<uuid:site>/off/", frames.take_off, name="site_off"),
    path("<slug:area>/<slug:key>/start/", keeping.start, name="start"),
    path(ONE, keeping.draft, name="draft"),
    path(f"{ONE}edit/", keeping.edit, name="edit"),
    path(f"{ONE}propose/", keeping.propose, name="propose"),
    path(f"{ONE}send-back/", keeping.send_back, name="send_back"),
    path(f"{ONE}take-back/", keeping.take_back, name="take_back"),
    path(f"{ONE}approve/", keeping.approve, name="approve"),
    path(f"{ONE}retire/", keeping.retire, name="retire"),
    path(f"{ONE}discard/", keeping.discard, name="discard"),
]
