"""The base of what can be done with an import: who sees it, who may act on it, and the addresses of its doors."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext

from zoneportal.messages import N_
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.sheets import registry

RIGHT_GONE = N_(
    "Importing this sheet is no longer among your rights, so nothing was done. Ask an administrator of the zone."
)


class JobDoors(admin.ModelAdmin):
    """Imports are made by uploading, never by a form; whoever may not see one finds nothing at its address."""

    def doors(self) -> dict[str, Callable]:
        """{word of the address: view of (request, key)}."""
        return {}

    def get_urls(self) -> list:
        return [
            path(f"<int:key>/{word}/", self.admin_site.admin_view(view), name=f"spreadsheets_importjob_{word}")
            for word, view in self.doors().items()
        ] + super().get_urls()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user).select_related("user", "undoes")

    def seen(self, request: HttpRequest, key: Any) -> ImportJob:
        """The import, for everybody who may see it. Errors: PermissionDenied, Http404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        job = self.get_object(request, str(key))
        if job is None:
            raise Http404
        return job

    def own(self, request: HttpRequest, key: Any) -> ImportJob:
        """The import in order to act on it: only the one who sent the file may, and only with the right of today."""
        job = self.seen(request, key)
        if job.user_id != request.user.pk:
            raise PermissionDenied(gettext("Only the one who sent this file can decide about it."))
        if not may_import(request.user, job):
            raise PermissionDenied(gettext(RIGHT_GONE))
        return job

    def back(self, job: ImportJob) -> HttpResponse:
        return HttpResponseRedirect(address_of(job))


def address_of(job: ImportJob) -> str:
    return reverse("admin:spreadsheets_importjob_change", args=[job.pk])


def resource_of(job: ImportJob) -> Any:
    """The sheet of the import; None for one of an earlier version of the portal."""
    try:
        return registry.of_name(job.sheet)
    except KeyError:
        return None


def may_import(user: Any, job: ImportJob) -> bool:
    resource = resource_of(job)
    return resource is not None and resource.may(user, "import")


def sheet_title(job: ImportJob) -> str:
    resource = resource_of(job)
    return str(resource.title) if resource else job.sheet
