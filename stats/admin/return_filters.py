"""Filters of returns and findings. They offer the user's parks and the years that there are."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from parks.models import Park
from stats.models import ReturnFinding, SurveyYear
from stats.plausibility.sentences import CHECKS


class OneOf(admin.SimpleListFilter):
    """`path` leads from the row to what is chosen by its key."""

    path = ""

    def queryset(self, request, queryset):
        value = self.value()
        if value is None:
            return queryset
        known = {str(key) for key, _label in self.lookup_choices}
        return queryset.filter(**{self.path: value}) if value in known else queryset.none()


class SurveyFilter(OneOf):
    title, parameter_name, path = _("survey year"), "year", "entry__survey__year"

    def lookups(self, request, model_admin):
        return [(str(year), str(year)) for year in SurveyYear.objects.order_by("-year").values_list("year", flat=True)]


class ParkOfReturnFilter(OneOf):
    title, parameter_name, path = _("park"), "park", "entry__park"

    def lookups(self, request, model_admin):
        return [(str(park.pk), park.name) for park in Park.objects.visible_to(request.user)]


class SurveyOfFindingFilter(SurveyFilter):
    path = "enterprise_return__entry__survey__year"


class ParkOfFindingFilter(ParkOfReturnFilter):
    path = "enterprise_return__entry__park"


class CheckFilter(OneOf):
    title, parameter_name, path = _("check"), "check", "code"

    def lookups(self, request, model_admin):
        return [(code, _(name)) for code, name in CHECKS.items()]


class OpenFindingFilter(admin.SimpleListFilter):
    """Of returns: whether something on them waits for a correction or an explanation."""

    title, parameter_name = _("findings"), "findings"

    def lookups(self, request, model_admin):
        return [("open", _("with open findings")), ("none", _("without open findings"))]

    def queryset(self, request, queryset):
        waits = Exists(ReturnFinding.objects.unexplained().filter(enterprise_return=OuterRef("pk")))
        match self.value():
            case "open":
                return queryset.filter(waits)
            case "none":
                return queryset.filter(~waits)
        return queryset


class FindingStateFilter(admin.SimpleListFilter):
    """Open ones are what the list is for, so they are shown where nothing is chosen."""

    title, parameter_name = _("state"), "state"

    def lookups(self, request, model_admin):
        return [("explained", _("explained")), ("settled", _("settled")), ("all", _("all"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        return [first | {"display": _("open")}, *others]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset.unexplained()
            case "explained":
                return queryset.standing().exclude(explanation="")
            case "settled":
                return queryset.exclude(closed_at=None)
        return queryset
