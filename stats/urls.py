from datetime import date

from django.urls import path, register_converter

from stats import views


class Day:
    """`2026-11-22`; anything else, 2026-02-30 included, is an address that does not exist."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


DAY = "day"
register_converter(Day, DAY)

urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/releases/", views.releases, name="releases"),
    path("statistics/releases/<slug:slug>/", views.release, name="release"),
    path("statistics/<slug:code>/", views.indicator, name="indicator"),
    path("statistics/<slug:code>/embed/", views.indicator_embed, name="indicator_embed"),
    path("statistics/<slug:code>/embed/<slug:key>/", views.indicator_embed, name="indicator_embed"),
    path("statistics/<slug:code>/published-on/<day:day>/", views.indicator_as_published, name="indicator_as_published"),
    path("goals/", views.goals, name="goals"),
]
