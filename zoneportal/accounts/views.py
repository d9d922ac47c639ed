from django.http import Http404, HttpRequest


def closed(request: HttpRequest, **kwargs) -> None:
    """A page of allauth that this office does not have."""
    raise Http404
