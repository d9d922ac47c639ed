"""The doors of a sheet in the admin of its records: import, export, template."""

import tempfile
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from zoneportal.messages import Refused
from zoneportal.spreadsheets.admin import pages
from zoneportal.spreadsheets.admin.doors import address_of
from zoneportal.spreadsheets.admin.filters import OfJobFilter
from zoneportal.spreadsheets.admin.forms import UploadForm
from zoneportal.spreadsheets.files.limits import in_force
from zoneportal.spreadsheets.handing_out import exporting
from zoneportal.spreadsheets.importing import actions
from zoneportal.spreadsheets.jobs import starting
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.sheets import registry


class SheetAdmin:
    """Goes before ModelAdmin. `sheet` names the sheet where it is not the one of the admin's own model."""

    change_list_template = "spreadsheets/change_list.html"
    sheet = ""

    @property
    def resource(self) -> Any:
        return registry.of_name(self.sheet) if self.sheet else registry.of_model(self.model)

    def get_urls(self) -> list:
        base = f"{self.opts.app_label}_{self.opts.model_name}"
        doors = {"import": self.import_view, "export": self.export_view, "template": self.template_view}
        return [
            path(f"{word}/", self.admin_site.admin_view(view), name=f"{base}_{word}") for word, view in doors.items()
        ] + super().get_urls()

    def address(self, word: str) -> str:
        """Of the list or of one of its doors."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{word}")

    def get_list_filter(self, request: HttpRequest) -> list:
        return [*super().get_list_filter(request), OfJobFilter]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        doors = {
            "may_import": self.resource.may(request.user, "import"),
            "may_export": self.resource.may(request.user, "export"),
        }
        return super().changelist_view(request, doors | (extra_context or {}))

    def _require(self, request: HttpRequest, word: str) -> None:
        if not self.resource.may(request.user, word):
            raise PermissionDenied

    def import_view(self, request: HttpRequest) -> HttpResponse:
        self._require(request, "import")
        form = UploadForm(request.POST or None, request.FILES or None, needs_reason=self.resource.needs_reason)
        if request.method == "POST" and form.is_valid():
            try:
                return HttpResponseRedirect(address_of(self._received(request, form)))
            except Refused as refused:  # no room for the file
                form.add_error("file", gettext(refused.message) % refused.params)
        resource = self.resource(user=request.user)
        resource.prepare()
        limits = in_force()
        context = self.admin_site.each_context(request) | {
            "title": gettext("Import: %(records)s") % {"records": capfirst(str(self.resource.title))},
            "opts": self.opts,
            "form": form,
            "steps": pages.steps(0),
            "columns": resource.shown_columns(),
            "groups": exporting.template_groups(sheet=self.resource.sheet, user=request.user),
            "limits": limits,
            "most_rows": f"{limits.rows:,}",
            "may_export": self.resource.may(request.user, "export"),
        }
        return TemplateResponse(request, "spreadsheets/upload.html", context)

    def _received(self, request: HttpRequest, form: UploadForm) -> ImportJob:
        """The job, checked or waiting for its check; its page tells which, and why a file cannot be read."""
        file = form.cleaned_data["file"]
        job = actions.receive(
            sheet=self.resource.sheet, content=file.read(), filename=file.name, by=request.user, options=form.options()
        )
        starting.check(job=job)
        return job

    def export_view(self, request: HttpRequest) -> HttpResponse:
        self._require(request, "export")
        format = request.GET.get("format", "xlsx")
        if format not in exporting.FORMATS:
            format = "xlsx"
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            among = self._selected(request)
            exporting.export(sheet=self.resource.sheet, user=request.user, file=file, format=format, among=among)
        except IncorrectLookupParameters:  # what the list itself answers with its plain address
            file.close()
            return HttpResponseRedirect(self.address("changelist"))
        except Refused as refused:
            file.close()
            messages.error(request, gettext(refused.message) % refused.params)
            return HttpResponseRedirect(self.address("changelist"))
        return self._download(file, f"{self._name()}-{timezone.localtime():%Y%m%d-%H%M}.{format}", format)

    def _selected(self, request: HttpRequest) -> QuerySet | None:
        """The records of the list as this address searches and filters it; None where all are asked for."""
        asked = request.GET.copy()
        asked.pop("format", None)
        if asked.pop("selection", None) is None:
            return None
        request.GET = asked
        return self.get_changelist_instance(request).queryset

    def template_view(self, request: HttpRequest) -> HttpResponse:
        self._require(request, "import")
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        group = request.GET.get("group", "")
        exporting.template(sheet=self.resource.sheet, user=request.user, file=file, group=group)
        titles = dict(exporting.template_groups(sheet=self.resource.sheet, user=request.user)) if group else {}
        word = titles[group].replace(" · ", "-") if group else gettext("template")
        return self._download(file, f"{self._name()}-{word}.xlsx", "xlsx")

    def _name(self) -> str:
        return str(self.resource.title)

    def _download(self, file: Any, name: str, format: str) -> FileResponse:
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, content_type=exporting.FORMATS[format])


def admin_of(site: admin.AdminSite, sheet: str) -> SheetAdmin | None:
    """The list whose records travel by this sheet."""
    lists = (each for each in site._registry.values() if isinstance(each, SheetAdmin))
    return next((each for each in lists if each.resource.sheet == sheet), None)
