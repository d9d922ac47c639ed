from django.http import Http404, HttpRequest, HttpResponse


def statistics(request: HttpRequest) -> HttpResponse:
    raise Http404


def releases(request: HttpRequest) -> HttpResponse:
    raise Http404


def release(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404


def indicator(request: HttpRequest, code: str) -> HttpResponse:
    raise Http404


def indicator_data(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    raise Http404


def goals(request: HttpRequest) -> HttpResponse:
    raise Http404
