from django.urls import path

from zoneportal.api import views
from zoneportal.api.manual import manual
from zoneportal.api.operations import OPERATIONS

urlpatterns = [
    path("about/api/", manual, name="api_manual"),
    path("api/v1/", views.start, name="api"),
    path("api/v1/openapi.json", views.description, name="api_description"),
    *(path(f"api/v1/{each.path}", views.view_of(each), name=each.name) for each in OPERATIONS),
    path("api/v1/<path:rest>", views.elsewhere, name="api_elsewhere"),
]
