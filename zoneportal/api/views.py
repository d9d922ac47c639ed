"""Answers of the interface. Every door passes `guarded`: reading only, JSON only, so many requests a minute."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from zoneportal import limits
from zoneportal.api import parameters
from zoneportal.api.description import describe
from zoneportal.api.lists import Call
from zoneportal.api.operations import OPERATIONS, Operation
from zoneportal.api.problems import Problem, problem_answer
from zoneportal.bilingual import content_language
from zoneportal.data_files.files import terms_in_json
from zoneportal.open_data.downloads import ANY_ORIGIN
from zoneportal.open_data.terms import terms_of, zone_of
from zoneportal.page_cache.pages import public_page

READING = ("GET", "HEAD")
HEADERS = ANY_ORIGIN | {"Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After"}
View = Callable[..., HttpResponse]


def takes_json(request: HttpRequest) -> bool:
    """Who says nothing, takes everything."""
    return not request.headers.get("Accept", "").strip() or request.accepts("application/json")


def guarded(view: View) -> View:
    """A Problem becomes its answer. Exempt from CSRF, so that a form sent here learns that nothing is taken."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            if request.method not in READING:
                raise Problem(405, _("Use GET or HEAD."), {"Allow": ", ".join(READING)})
            if not takes_json(request):
                raise Problem(406, _("Leave the header Accept out, or let it hold application/json."))
            wait = limits.seconds_to_wait(request, "api", settings.API_REQUESTS_A_MINUTE)
            if wait:
                detail = limits.too_many(settings.API_REQUESTS_A_MINUTE, wait)
                raise Problem(429, detail, {"Retry-After": str(wait)})
            return view(request, *args, **kwargs)
        except Http404:
            return problem_answer(request, Problem(404, _("The public knows nothing of this name.")))
        except Problem as problem:
            return problem_answer(request, problem)

    return answered


def view_of(operation: Operation) -> View:
    names = tuple(parameter.name for parameter in operation.parameters)

    @guarded
    @public_page(shows=operation.shows, parameters=names)
    def view(request: HttpRequest, **key: str) -> HttpResponse:
        asked = parameters.read(request.GET, operation.parameters)
        call = Call(request, asked)
        return list_answer(operation, call) if operation.is_list else item_answer(operation, call, **key)

    return view


def list_answer(operation: Operation, call: Call) -> JsonResponse:
    rows = operation.find(call)
    page, following = rows[: call.size - 1], None
    if len(rows) == call.size:
        query = {name: value for name, value in call.asked.items() if value is not None}
        query["after"] = operation.cursor(page[-1])
        following = call.absolute(f"{call.request.path}?{urlencode(query)}")
    body = {"items": [operation.shape.written(row) for row in page], "next": following}
    headers = {"Link": f'<{following}>; rel="next"'} if following else {}
    return json_answer(call.request, body, headers)


def item_answer(operation: Operation, call: Call, **key: str) -> HttpResponse:
    row = operation.find(call, **key)
    if row is None:
        now = operation.moved(call, **key) if operation.moved else None
        if now is None:
            raise Http404
        address = call.absolute(reverse(operation.name, kwargs={operation.key: now}))
        return HttpResponsePermanentRedirect(address, headers=HEADERS)
    return json_answer(call.request, {"item": operation.shape.written(row)})


def json_answer(request: HttpRequest, body: dict[str, Any], headers: dict[str, str] | None = None) -> JsonResponse:
    """With the language and the terms of use around it. One query, for the zone."""
    frame = {"language": content_language(), **terms_in_json(terms_of(zone_of(request.reader)))}
    return JsonResponse(body | frame, json_dumps_params={"ensure_ascii": False}, headers=HEADERS | (headers or {}))


@guarded
@public_page(shows=())
def start(request: HttpRequest) -> HttpResponse:
    """Where everything is."""
    parameters.read(request.GET, ())
    body = {
        "lists": {
            operation.path.strip("/"): request.build_absolute_uri(reverse(operation.name))
            for operation in OPERATIONS
            if operation.is_list
        },
        "description": request.build_absolute_uri(reverse("api_description")),
        "manual": request.build_absolute_uri(reverse("api_manual")),
    }
    return json_answer(request, body)


@guarded
@public_page(shows=())
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    parameters.read(request.GET, ())
    zone = zone_of(request.reader)
    document = describe(
        title=_("Open data of %(zone)s") % {"zone": zone.name if zone else _("Zone Portal")},
        address=request.build_absolute_uri(reverse("api")).rstrip("/"),
        manual=request.build_absolute_uri(reverse("api_manual")),
        terms=terms_of(zone),
    )
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False}, headers=HEADERS)


@guarded
def elsewhere(request: HttpRequest, rest: str) -> HttpResponse:
    """An address without its last stroke is led on; every other one does not exist."""
    if not request.path.endswith("/"):
        try:
            found = resolve(f"{request.path_info}/")
        except Resolver404:
            raise Http404 from None
        if found.func is not elsewhere:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
    raise Http404
