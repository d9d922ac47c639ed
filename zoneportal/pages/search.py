"""Search over the whole site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zoneportal.page_cache.pages import public_page


@public_page(shows=(), parameters=())
def search(request: HttpRequest) -> HttpResponse:
    return render(request, "search/search.html")
