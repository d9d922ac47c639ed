"""Who changed what and when; an old version to look at, and to take back into the form."""

from collections.abc import Callable

from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from zoneportal.publishing.admin.differences import differences, shown, stored_fields
from zoneportal.rights import has_right

VERSION = "version"
JOB = "import_job"  # in the histories of records that sheets write


class HistoryAdmin(SimpleHistoryAdmin):
    """The package's views answer from the history table when the row is out of reach; these begin with the scope."""

    allow_revert = True
    history_list_per_page = 50

    def record_pages(self) -> dict[str, Callable[..., HttpResponse]]:
        """The pages of one record beside its form, by the last word of their address.

        `{"send-back": view}` is `…/<key>/send-back/`, found as `self._url("send_back", obj)`.
        """
        return {}

    def get_urls(self) -> list:
        base = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(
                f"<path:object_id>/{word}/",
                self.admin_site.admin_view(view),
                name=f"{base}_{word.replace('-', '_')}",
            )
            for word, view in self.record_pages().items()
        ] + super().get_urls()

    def visible_or_404(self, request: HttpRequest, object_id: str) -> models.Model:
        """The record, when the user may see it. A record that is out of scope does not exist here."""
        if not self.has_view_or_change_permission(request):
            raise Http404
        obj = self.get_object(request, unquote(object_id))
        if obj is None or not self.has_view_or_change_permission(request, obj):
            raise Http404
        return obj

    def history_view(self, request, object_id, extra_context=None) -> HttpResponse:
        obj = self.visible_or_404(request, object_id)
        versions = obj.history.select_related("history_user").order_by("-history_date", "-history_id")
        page = Paginator(versions, self.history_list_per_page).get_page(request.GET.get("p"))
        shown_versions = list(page)
        self._give_jobs(request, shown_versions)
        context = self._history_context(request, obj) | {
            "title": _("History: %s") % obj,
            "page_obj": page,
            "entries": self._entries(shown_versions, versions[page.end_index() : page.end_index() + 1]),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "simple_history/object_history.html", context)

    def _entries(self, versions: list, before_them) -> list[tuple]:
        """Each version with what it changed; the oldest of a page is compared with the one before the page."""
        older = [*versions[1:], *before_them]
        return [
            (version, differences(older[place], version, self.model) if place < len(older) else [])
            for place, version in enumerate(versions)
        ]

    def _give_jobs(self, request: HttpRequest, versions: list) -> None:
        """Gives each version the import that wrote it, where the user may see that. At most one query."""
        if any(getattr(version, f"{JOB}_id", None) for version in versions):
            jobs = versions[0]._meta.get_field(JOB).related_model.objects
            seen = jobs.visible_to(request.user) if has_right(request.user, jobs.model, "view") else jobs.none()
            models.prefetch_related_objects(versions, models.Prefetch(JOB, seen))

    def history_form_view(self, request, object_id, version_id, extra_context=None) -> HttpResponse:
        """An old version, read only. It comes back through the change form, with all of that form's rules."""
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        obj = self.visible_or_404(request, object_id)
        version = self._version_or_404(obj, version_id)
        self._give_jobs(request, [version])
        fields = [(capfirst(field.verbose_name), shown(version, field)) for field in stored_fields(self.model)]
        context = self._history_context(request, obj) | {
            "title": _("Version of %s") % obj,
            "version": version,
            "fields": fields,
            "differences": differences(version, obj, self.model),
            "may_revert": self.allow_revert and self.has_change_permission(request, obj),
            "revert_url": f"{self._url('change', obj)}?{VERSION}={version.history_id}",
        }
        return TemplateResponse(request, "simple_history/object_history_form.html", context)

    def _version_or_404(self, obj: models.Model, version_id: str):
        try:
            return obj.history.select_related("history_user").get(history_id=version_id)
        except (obj.history.model.DoesNotExist, ValueError, ValidationError) as error:
            raise Http404 from error

    def _history_context(self, request, obj) -> dict:
        return {
            **self.admin_site.each_context(request),
            "object": obj,
            "original": obj,
            "opts": self.opts,
            "app_label": self.opts.app_label,
            "change_url": self._url("change", obj),
            "history_url": self._url("history", obj),
            "changelist_url": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }

    def _url(self, name: str, obj: models.Model) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[quote(obj.pk)])

    def get_object(self, request, object_id, from_field=None):
        """With `?version=` the change form opens filled with that version; saving it goes the way of every save."""
        obj = super().get_object(request, object_id, from_field)
        asked = request.GET.get(VERSION)
        if obj is None or not asked or request.method != "GET" or not self._is_change_form(request):
            return obj
        if not self.allow_revert:
            raise Http404
        version = self._version_or_404(obj, asked)
        for field in stored_fields(self.model):
            if field.editable:
                setattr(obj, field.attname, getattr(version, field.attname))
        request.filled_with_version = version
        return obj

    def _is_change_form(self, request) -> bool:
        match = request.resolver_match
        return match is not None and match.url_name == f"{self.opts.app_label}_{self.opts.model_name}_change"
