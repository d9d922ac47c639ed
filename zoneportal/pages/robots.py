from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

TEXT = """User-agent: *
Disallow: /admin/
Disallow: /accounts/
Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap_index"))
    return HttpResponse(TEXT.format(sitemap=sitemap), content_type="text/plain; charset=utf-8")
