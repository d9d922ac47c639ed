from datetime import timedelta
from functools import wraps

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST

from zoneportal.admin.autocomplete import OfficeAutocomplete
from zoneportal.admin.menu import in_groups
from zoneportal.admin.start import latest_imports, waiting
from zoneportal.admin.words import OfficeWords
from zoneportal.language import OFFICE_LANGUAGE_COOKIE

NUL = "%00"  # PostgreSQL takes none, not even to find nothing
SEEN_AT = "seen_at"
SEEN_EVERY = timedelta(minutes=1)
A_YEAR = 365 * 24 * 60 * 60


class PortalAdminSite(AdminSite):
    """The office: where administrators keep the zone's content and figures."""

    site_title = _("Zone office")
    site_header = _("Zone office")
    index_title = _("What there is to do")

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """allauth would list its own tables, one of which holds the secrets of the second factor; the task queue its
        bookkeeping, which the pages of the imports tell better."""
        if getattr(admin_class, "__module__", "").startswith(("allauth.", "django_tasks")):
            return
        super().register(model_or_iterable, admin_class, **options)

    # allauth keeps the door: lock-out, second factor. It must be set before the site's addresses are read.
    login = method_decorator(secure_admin_login)(AdminSite.login)

    def logout(self, request, extra_context=None) -> HttpResponse:
        return redirect("account_logout")

    def password_change(self, request, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    def has_permission(self, request: HttpRequest) -> bool:
        """Each visit, at most once a minute, puts off the end of the session: who is idle longer is logged out."""
        is_allowed = super().has_permission(request)
        if is_allowed:
            now = timezone.now().timestamp()
            if now - request.session.get(SEEN_AT, 0) > SEEN_EVERY.total_seconds():
                request.session[SEEN_AT] = now
        return is_allowed

    def admin_view(self, view, cacheable=False):
        """What a user may not do is said within the office, with the reason and the way back."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if NUL in request.META.get("QUERY_STRING", ""):
                return HttpResponseRedirect(request.path)
            try:
                return guarded(request, *args, **kwargs)
            except PermissionDenied as refusal:
                context = {**self.each_context(request), "title": _("Not allowed"), "reason": str(refusal)}
                return TemplateResponse(request, "admin/not_allowed.html", context, status=403)

        return answer

    def get_urls(self):
        # Django's `view_on_site` tells whoever may sign in the address of any record; our admins link by themselves.
        django_urls = [each for each in super().get_urls() if getattr(each, "name", None) != "view_on_site"]
        return [
            path("language/", csrf_protect(require_POST(self.choose_language)), name="language"),
            path("still-here/", self.admin_view(self.still_here), name="still_here"),
            *django_urls,
        ]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return OfficeAutocomplete.as_view(admin_site=self)(request)

    def choose_language(self, request: HttpRequest) -> HttpResponse:
        """Remembers the language of the office in a cookie; public pages follow their address alone."""
        chosen, target = request.POST.get("language", ""), request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
        response = HttpResponseRedirect(target if is_ours else reverse("admin:index"))
        if chosen in dict(settings.LANGUAGES):
            response.set_cookie(
                OFFICE_LANGUAGE_COOKIE,
                chosen,
                max_age=A_YEAR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def still_here(self, request: HttpRequest) -> HttpResponse:
        """Somebody is writing in a form: `has_permission` has put off the end of the session already."""
        return HttpResponse(status=204)

    def i18n_javascript(self, request, extra_context=None) -> HttpResponse:
        return OfficeWords.as_view(packages=["django.contrib.admin"])(request)

    def get_app_list(self, request, app_label=None) -> list[dict]:
        apps = super().get_app_list(request, app_label)
        return apps if app_label else in_groups(apps, reverse("admin:index"))

    def index(self, request, extra_context=None) -> HttpResponse:
        moment = timezone.now()
        return super().index(
            request,
            {"tasks": waiting(request.user, moment), "imports": latest_imports(request.user), **(extra_context or {})},
        )
