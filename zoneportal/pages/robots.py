from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from zoneportal.page_cache.pages import public_page

TEXT = """User-agent: *
Disallow: /admin/
Disallow: /accounts/
Sitemap: {sitemap}
"""


@public_page(shows=())
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap_index"))
    return HttpResponse(TEXT.format(sitemap=sitemap), content_type="text/plain; charset=utf-8")
