"""The portal's addresses and one empty view, which costs what the middleware costs."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from zoneportal import urls

handler404 = urls.handler404


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), *urls.urlpatterns]
