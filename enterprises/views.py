from django.http import Http404, HttpRequest, HttpResponse


def industries(request: HttpRequest) -> HttpResponse:
    raise Http404


def enterprises(request: HttpRequest) -> HttpResponse:
    raise Http404


def enterprise(request: HttpRequest, number: str) -> HttpResponse:
    raise Http404
