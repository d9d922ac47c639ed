"""Filters of the register. Each offers what the user may see, and a value it does not offer finds nothing."""

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import IndustryClass, Qualification, QualificationKind, StatusEvent
from enterprises.models.industry import IndustryLevel
from enterprises.models.registration import LegalStatus
from parks.models import Park

NONE = "none"


class OfferedFilter(admin.SimpleListFilter):
    """Subclasses say `lookups` and `rows(queryset, value)`."""

    def queryset(self, request, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value is None:
            return queryset
        return self.rows(queryset, value) if value in dict(self.lookup_choices) else queryset.none()

    def rows(self, queryset: QuerySet, value: str) -> QuerySet:
        raise NotImplementedError


class ParkFilter(OfferedFilter):
    title = _("park")
    parameter_name = "park"

    def lookups(self, request, model_admin):
        return [(str(park.pk), park.name) for park in Park.objects.visible_to(request.user)]

    def rows(self, queryset, value):
        return queryset.in_park(int(value), timezone.localdate())


class StatusFilter(OfferedFilter):
    title = _("legal status")
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [*LegalStatus.choices, (NONE, _("unknown"))]

    def rows(self, queryset, value):
        events = StatusEvent.objects.filter(effective_on__lte=timezone.localdate())
        if value == NONE:
            return queryset.exclude(Exists(events.filter(enterprise=OuterRef("pk"))))
        later = events.filter(enterprise=OuterRef("enterprise"), effective_on__gt=OuterRef("effective_on"))
        current = events.filter(~Exists(later), status=value)
        if value == LegalStatus.ACTIVE:  # nearly all of them: asked row by row, a page is full after a few
            return queryset.filter(Exists(current.filter(enterprise=OuterRef("pk"))))
        return queryset.filter(pk__in=current.values("enterprise"))


class SectionFilter(OfferedFilter):
    title = _("industry section")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        sections = IndustryClass.objects.filter(level=IndustryLevel.SECTION).order_by("code", "edition")
        return [*{entry.code: (entry.code, str(entry)) for entry in sections}.values(), (NONE, _("not classified"))]

    def rows(self, queryset, value):
        if value == NONE:
            return queryset.filter(industry_class=None)
        return queryset.filter(industry_class__in=IndustryClass.objects.filter(section=value).values("pk"))


class QualificationFilter(OfferedFilter):
    title = _("qualification held today")
    parameter_name = "qualification"

    def lookups(self, request, model_admin):
        return [(str(kind.pk), kind.name) for kind in QualificationKind.objects.all()]

    def rows(self, queryset, value):
        held = Qualification.objects.as_of(timezone.localdate()).filter(kind=int(value))
        return queryset.filter(pk__in=held.values("enterprise"))


class PublicFilter(OfferedFilter):
    title = _("public")
    parameter_name = "public"

    def lookups(self, request, model_admin):
        return [("yes", _("confirmed, public")), ("no", _("not confirmed, internal"))]

    def rows(self, queryset, value):
        if value == "yes":
            return queryset.confirmed(timezone.now())
        return queryset.filter(confirmed_at=None)


class CodeFilter(OfferedFilter):
    title = _("credit code")
    parameter_name = "code"

    def lookups(self, request, model_admin):
        return [(NONE, _("missing")), ("known", _("on record"))]

    def rows(self, queryset, value):
        return queryset.without_code() if value == NONE else queryset.exclude(credit_code=None)


class OpenFilter(OfferedFilter):
    """Stays in a park: those that go on, and those that ended."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("in the park")), ("ended", _("ended"))]

    def rows(self, queryset, value):
        return queryset.open() if value == "open" else queryset.exclude(end_on=None)


class ValidityFilter(OfferedFilter):
    title = _("validity")
    parameter_name = "valid"

    def lookups(self, request, model_admin):
        return [("now", _("valid today")), ("expired", _("expired"))]

    def rows(self, queryset, value):
        today = timezone.localdate()
        return queryset.as_of(today) if value == "now" else queryset.filter(valid_to__lt=today)
