"""What went wrong, as RFC 9457 says it (problem+json), in the language of the address."""

from dataclasses import dataclass, field

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zoneportal.messages import N_
from zoneportal.open_data.downloads import ANY_ORIGIN

TITLES: dict[int, str] = {
    400: N_("The request cannot be read"),
    404: N_("There is nothing at this address"),
    405: N_("This interface only answers to reading"),
    406: N_("The answer is JSON"),
    429: N_("Too many requests"),
}


@dataclass
class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """`detail` is translated already."""

    status: int
    detail: str
    headers: dict[str, str] = field(default_factory=dict)


def problem_answer(request: HttpRequest, problem: Problem) -> JsonResponse:
    body = {
        "type": request.build_absolute_uri(reverse("api_manual")) + f"#status-{problem.status}",
        "title": _(TITLES[problem.status]),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
    }
    return JsonResponse(
        body,
        status=problem.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
        headers=ANY_ORIGIN | {"Cache-Control": "no-store"} | problem.headers,
    )
