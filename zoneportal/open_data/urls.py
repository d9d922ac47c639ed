from django.urls import path, register_converter

from stats.urls import DAY
from zoneportal.open_data import downloads, views


class Ending:
    """The kinds of file; any other ending is an address that does not exist."""

    regex = "|".join(ending.replace(".", r"\.") for ending in reversed(downloads.ENDINGS))

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Ending, "ending")

urlpatterns = [
    path("statistics/data/", views.catalogue_page, name="catalogue"),
    path("statistics/data/datapackage.json", views.datapackage, name="datapackage"),
    path("statistics/data/catalog.jsonld", views.linked_data, name="linked_data"),
    path("statistics/releases/<slug:slug>/data.<ending:ending>", downloads.release_data, name="release_data"),
    path("statistics/<slug:code>/data.<ending:ending>", downloads.indicator_data, name="indicator_data"),
    path(
        f"statistics/<slug:code>/published-on/<{DAY}:day>/data.<ending:ending>",
        downloads.data_as_published,
        name="data_as_published",
    ),
    path("goals/data.<ending:ending>", downloads.goals_data, name="goals_data"),
    path("parks/data.<ending:ending>", downloads.parks_data, name="parks_data"),
    path("parks/<slug:slug>/data.<ending:ending>", downloads.park_data, name="park_data"),
    path("statistics/data/enterprises/data.<ending:ending>", downloads.enterprises_data, name="enterprises_data"),
]
