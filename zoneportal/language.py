"""The address decides the language: `/en/...` is English, everything else Chinese."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language_from_path

OFFICE_PREFIXES = ("/admin/", "/accounts/")
OFFICE_LANGUAGE_COOKIE = "office_language"


class AddressLanguageMiddleware:
    """Django's LocaleMiddleware asks the browser's header and adds `Vary: Accept-Language`, which splits caches.

    Public pages follow the address only. The office (admin and login) has one address and follows the
    choice stored in the `office_language` cookie, Chinese by default.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.language_of(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def language_of(self, request: HttpRequest) -> str:
        if request.path_info.startswith(OFFICE_PREFIXES):
            chosen = request.COOKIES.get(OFFICE_LANGUAGE_COOKIE, settings.LANGUAGE_CODE)
            return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        return get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
