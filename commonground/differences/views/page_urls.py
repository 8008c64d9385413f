"""Addresses of one difference: its page, its parts, its acts. Under a name that is not ten letters there is nothing."""

from django.urls import include, path, register_converter

from commonground.differences.numbers import views as numbers
from commonground.differences.views import (
    acts,
    agreement,
    besides,
    chronology,
    filing,
    inviting,
    linking,
    masking,
    moving,
    one_page,
    page,
    passes,
    route,
    taking_record,
    tooling,
    which_child,
)
from commonground.differences.views.finding import ActConverter, ReferenceConverter

register_converter(ReferenceConverter, "reference")
register_converter(ActConverter, "act")

urlpatterns = [
    path("tools/<slug:tool>/", tooling.in_which, name="tool"),
    path("<reference:reference>/", page.page, name="page"),
    path("<reference:reference>/on-one-page/", one_page.on_one_page, name="on_one_page"),
    path("<reference:reference>/statement.pdf", one_page.statement_pdf, name="statement_pdf"),
    path("<reference:reference>/which-child/", which_child.children, name="children"),
    path("<reference:reference>/which-child/references/", which_child.references, name="references"),
    path("<reference:reference>/record/", page.record, name="record"),
    path("<reference:reference>/record/take/", taking_record.take_record, name="take_record"),
    path("<reference:reference>/record/taken/<uuid:key>/", taking_record.taken_record, name="taken_record"),
    path("<reference:reference>/record/taken/<uuid:key>.pdf", taking_record.taken_record_pdf, name="taken_record_pdf"),
    path("<reference:reference>/record/<uuid:entry>/mask/", masking.mask, name="mask"),
    path("<reference:reference>/record/<uuid:entry>/say/", chronology.say_of_entry, name="say_of_entry"),
    path("<reference:reference>/route/", route.route, name="route"),
    path("<reference:reference>/too-close/", besides.too_close, name="too_close"),
    path("<reference:reference>/child-moved/", moving.child_moved, name="child_moved"),
    path("<reference:reference>/linked/", linking.linked, name="linked"),
    path("<reference:reference>/linked/<int:number>/take-back/", linking.unlink, name="unlink"),
    path("<reference:reference>/ring/<int:number>/spoke/", besides.spoke, name="spoke"),
    path("<reference:reference>/who-has-looked/", page.looks, name="looks"),
    path("<reference:reference>/for-our-file/", filing.for_our_file, name="for_our_file"),
    path("<reference:reference>/for-our-file.pdf", filing.for_our_file_pdf, name="for_our_file_pdf"),
    path("<reference:reference>/passes/", passes.passes, name="passes"),
    path("<reference:reference>/passes/<uuid:key>/", passes.pass_given, name="pass_given"),
    path("<reference:reference>/passes/<uuid:key>/take-back/", passes.take_back_pass, name="take_back_pass"),
    path("<reference:reference>/advisers/", inviting.advisers, name="advisers"),
    path("<reference:reference>/advisers/<uuid:seat>/end/", inviting.end_advice, name="end_advice"),
    path("<reference:reference>/meetings/", include("commonground.differences.meetings.urls")),
    path("<reference:reference>/fresh-eyes/", include("commonground.differences.fresh_eyes.urls")),
    path("<reference:reference>/actions/", include("commonground.differences.undertakings.urls")),
    path("<reference:reference>/agreements/<int:number>/still-see/", agreement.still_sees, name="still_sees"),
    path("<reference:reference>/", include("commonground.differences.differing.urls")),
    path("<reference:reference>/", include("commonground.differences.saying_back.urls")),
    path("<reference:reference>/", include("commonground.differences.side_views.urls")),
    path("<reference:reference>/", include("commonground.differences.child_day.urls")),
    path("<reference:reference>/", include("commonground.differences.adults.urls")),
    path("<reference:reference>/", include("commonground.differences.injury.urls")),
    path("<reference:reference>/", include("commonground.differences.timeline.urls")),
    path("", include("commonground.differences.thresholds.urls")),
    path("<reference:reference>/two-numbers/", numbers.two_numbers, name="two_numbers"),
    path("<reference:reference>/<act:act>/", acts.act, name="act"),
]
