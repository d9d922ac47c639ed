from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parks.models import Park
from parks.scope import covers_all_parks
from stats.models import Figure
from stats.models.release import ReleaseStatus
from stats.scope import ZONE


class YearFilter(admin.SimpleListFilter):
    title = _("year")
    parameter_name = "year"

    def lookups(self, request, model_admin):
        years = Figure.objects.visible_to(request.user).order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request, queryset):
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(year=int(value)) if value in dict(self.lookup_choices) else queryset.none()


class ParkFilter(admin.SimpleListFilter):
    title = _("park")
    parameter_name = "park"

    def lookups(self, request, model_admin):
        parks = [(str(park.pk), park.name) for park in Park.objects.visible_to(request.user)]
        return [(ZONE, _("the whole zone")), *parks] if covers_all_parks(request.user) else parks

    def queryset(self, request, queryset):
        value = self.value()
        if value is None:
            return queryset
        if value == ZONE:
            return queryset.filter(park=None)
        return queryset.filter(park=int(value)) if value in dict(self.lookup_choices) else queryset.none()


class ReleasedFilter(admin.SimpleListFilter):
    """What the public sees of a figure. `no` is all that it does not see, planned and in preparation included."""

    title = _("public")
    parameter_name = "released"

    def lookups(self, request, model_admin):
        return [
            ("yes", _("released, public")),
            ("no", _("internal")),
            ("planned", _("internal, release planned")),
            ("none", _("internal, in no release")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "yes":
                return queryset.released(now)
            case "no":
                return queryset.unreleased(now)
            case "planned":
                return queryset.filter(release__status=ReleaseStatus.RELEASED, release__released_at__gt=now)
            case "none":
                return queryset.filter(release=None)
            case None:
                return queryset
        return queryset.none()
