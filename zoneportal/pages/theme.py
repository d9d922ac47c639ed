"""The zone's colour as a style sheet and as its mark. The addresses hold the colour, so they may be kept for ever."""

import io

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw

from parks.models import Zone
from zoneportal.page_cache.pages import public_page
from zoneportal.pages.colours import NIGHT, PAPER, WHITE, hexadecimal, readable_on, rgb
from zoneportal.pages.frame import Frame

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
SHEET = """:root {{ --accent: {accent}; --accent-text: {on_paper}; }}
@media screen and (prefers-color-scheme: dark) {{ :root {{ --accent: {on_night}; --accent-text: {on_night}; }} }}
"""
# The land in force, whole, within the land that is planned, broken.
MARK = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#fff" d="M2 2h28v28H2z"/>\
<path fill="none" stroke="{colour}" stroke-width="3" stroke-dasharray="5 3" d="M4 4h24v24H4z"/>\
<path fill="{colour}" d="M4 16h12v12H4z"/></svg>
"""
SIDES = (180, 192, 512)  # of the mark on the start screen of a phone


@csrf_exempt
@require_safe
def theme(request: HttpRequest, colour: str) -> HttpResponse:
    accent = rgb(colour)
    sheet = SHEET.format(
        accent=hexadecimal(accent),
        on_paper=hexadecimal(readable_on(PAPER, accent)),
        on_night=hexadecimal(readable_on(NIGHT, accent)),
    )
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers=FOR_EVER)


@csrf_exempt
@require_safe
def mark(request: HttpRequest, colour: str) -> HttpResponse:
    drawing = MARK.format(colour=hexadecimal(readable_on(WHITE, rgb(colour))))
    return HttpResponse(drawing, content_type="image/svg+xml", headers=FOR_EVER)


@csrf_exempt
@require_safe
def mark_in_pixels(request: HttpRequest, colour: str, side: str) -> HttpResponse:
    if int(side) not in SIDES:
        raise Http404
    buffer = io.BytesIO()
    drawn_mark(readable_on(WHITE, rgb(colour)), int(side)).save(buffer, "PNG", optimize=True)
    return HttpResponse(buffer.getvalue(), content_type="image/png", headers=FOR_EVER)


def drawn_mark(colour: tuple[int, int, int], side: int) -> Image.Image:
    """As MARK, with room around it: phones cut the corners off."""
    image = Image.new("RGB", (side, side), WHITE)
    pen = ImageDraw.Draw(image)
    unit = side / 44
    first, last, thick, dash = 10 * unit, 34 * unit, 3 * unit, 4.8 * unit
    pen.rectangle((first, 22 * unit, 22 * unit, last), fill=colour)
    for step in range(0, 5, 2):
        start, end = first + step * dash, first + (step + 1) * dash
        for edge in (first, last - thick):
            pen.rectangle((start, edge, end, edge + thick), fill=colour)
            pen.rectangle((edge, start, edge + thick, end), fill=colour)
    return image


@public_page(shows=(Zone,))
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the site on its start screen."""
    frame = Frame(request)
    icons = [
        {
            "src": reverse("mark_in_pixels", args=[frame.accent, side]),
            "sizes": f"{side}x{side}",
            "type": "image/png",
            "purpose": "any maskable",
        }
        for side in SIDES[1:]
    ]
    words = {
        "name": frame.site_name,
        "short_name": frame.short_name,
        "lang": frame.language,
        "start_url": frame.home,
        "display": "browser",
        "theme_color": f"#{frame.accent}",
        "background_color": hexadecimal(WHITE),
        "icons": icons,
    }
    return JsonResponse(words, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
