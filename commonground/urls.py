"""The addresses of the product: each app keeps its own."""

from django.urls import include, path

from commonground.library.frames.views import panel
from commonground.library.paper.views import short
from commonground.library.views import moved
from commonground.web.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("account/", include("commonground.directory.doors")),
    path("", include("commonground.directory.urls")),
    path("", include("commonground.web.urls")),
    path("start/", include("commonground.differences.views.starting_urls")),
    path("pass/", include("commonground.differences.views.guest_urls")),
    path("differences/", include("commonground.differences.urls")),
    path("procedures/", include("commonground.differences.views.what_if_urls")),
    path("figures/", include("commonground.insight.urls")),
    path("bank-holidays/", include("commonground.differences.views.bank_holidays_urls")),
    path("coverage/", include("commonground.differences.views.coverage_urls")),
    path("procedures/", include("commonground.editions.urls")),
    path("procedure/", include("commonground.editions.public_urls")),
    path("procedures/<uuid:edition>/edit/", include("commonground.editions.editor.urls")),
    path("library/<slug:area>/chart/", include("commonground.library.urls")),
    path("library/", include("commonground.library.pages.urls")),
    path("keep-library/", include("commonground.library.keeping_urls")),
    path("l/<slug:code>", short, name="library_short"),
    path("panel/<slug:code>", panel, name="library_panel"),
    path("keep-library/", include("commonground.library.pages.keeping_urls")),
    path("chart/", moved, name="chart_moved"),
    path("chart/<slug:area>/", moved, name="chart_of_area_moved"),
    path("survey/", include("commonground.assurance.survey.urls")),
    path("assurance/", include("commonground.assurance.urls")),
    path("briefings/", include("commonground.briefings.urls")),
    path("how-far/", include("commonground.insight.how_far.urls")),
    path("evidence/", include("commonground.insight.evidence.urls")),
    path("notices/", include("commonground.notices.urls")),
]

handler400 = "commonground.web.views.errors.bad_request"
handler403 = "commonground.web.views.errors.forbidden"
handler404 = "commonground.web.views.errors.not_found"
handler500 = "commonground.web.views.errors.broken"
