"""The zone's accent as a style sheet. Its address is the colour, so it may be kept for ever."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zoneportal.pages.colours import NIGHT, PAPER, hexadecimal, readable_on, rgb

SHEET = """:root {{ --accent: {accent}; --accent-text: {on_paper}; }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {on_night}; --accent-text: {on_night}; }} }}
"""


@require_safe
def theme(request: HttpRequest, colour: str) -> HttpResponse:
    accent = rgb(colour)
    sheet = SHEET.format(
        accent=hexadecimal(accent),
        on_paper=hexadecimal(readable_on(PAPER, accent)),
        on_night=hexadecimal(readable_on(NIGHT, accent)),
    )
    return HttpResponse(
        sheet,
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
