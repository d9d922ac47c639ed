"""Filters: of the imports, and of the records that one import wrote."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zoneportal.rights import has_right
from zoneportal.spreadsheets.models import ImportJob
from zoneportal.spreadsheets.records import queries
from zoneportal.spreadsheets.sheets import registry

OF_JOB = "import_job"


class OfferedFilter(admin.SimpleListFilter):
    """Offers what the user may ask for; a value that it does not offer finds nothing."""

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value is None:
            return queryset
        if value not in {str(lookup) for lookup, _title in self.lookup_choices}:
            return queryset.none()
        return self.rows(queryset, value)

    def rows(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(**{self.parameter_name: value})


class SheetFilter(OfferedFilter):
    title = _("sheet")
    parameter_name = "sheet"

    def lookups(self, request, model_admin):
        return [(name, str(registry.of_name(name).title)) for name in registry.names()]


class SenderFilter(OfferedFilter):
    """For those who see the imports of everybody."""

    title = _("sender")
    parameter_name = "user"

    def lookups(self, request, model_admin):
        if not request.user.has_perm("spreadsheets.all_importjob"):
            return []
        senders = get_user_model().objects.filter(import_jobs__isnull=False).distinct().order_by("username")
        others = [(user.pk, str(user)) for user in senders.exclude(pk=request.user.pk)]
        return [(request.user.pk, gettext("me")), *others]


class OfJobFilter(OfferedFilter):
    """The records that an import wrote. It shows itself only where the address names an import."""

    title = _("written by the import")
    parameter_name = OF_JOB

    def lookups(self, request, model_admin):
        asked = request.GET.get(OF_JOB, "")
        if not asked.isdecimal() or len(asked) > 18 or not has_right(request.user, ImportJob, "view"):
            return []
        return [(job.pk, str(job.pk)) for job in ImportJob.objects.visible_to(request.user).filter(pk=asked)]

    def rows(self, queryset, value):
        history = queryset.model.history.model
        return queryset.filter(pk__in=queries.entries_of(int(value), history).values(queryset.model._meta.pk.attname))

    def has_output(self) -> bool:
        return self.value() is not None
