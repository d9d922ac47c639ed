"""The boundary in the form of a park: the upload, what became of it, and what to look at."""

from django.contrib import admin, messages
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from parks.boundaries import area_km2, area_remark, distance_remark, points_before, points_of, stored_shape
from parks.forms import BoundaryFormField, BoundaryInput
from parks.maps import draw
from parks.models import Park
from parks.models.boundary import BoundaryField
from zoneportal.publishing.admin.history import VERSION
from zoneportal.publishing.queries import published

BOUNDARY_LINE = ("boundary", "boundary_system")


class BoundaryAdmin:
    """The part of a park's form that takes a GeoJSON file, and shows what became of it."""

    readonly_fields = ["boundary_drawing"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, BoundaryField):
            return db_field.formfield(form_class=BoundaryFormField, widget=BoundaryInput())
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Who only reads the park sees the drawing, not the coordinates."""
        fieldsets = super().get_fieldsets(request, obj)
        if self.has_change_permission(request, obj) or (obj is None and self.has_add_permission(request)):
            return fieldsets
        without = {BOUNDARY_LINE: ("boundary_system",)}
        return [
            (name, options | {"fields": [without.get(line, line) for line in options["fields"]]})
            for name, options in fieldsets
        ]

    def get_object(self, request, object_id, from_field=None):
        """A form that was filled with an old version sends no file back, so the boundary is that version's here."""
        park = super().get_object(request, object_id, from_field)
        asked = request.GET.get(VERSION)
        if park is not None and asked and request.method == "POST" and self._is_change_form(request):
            park.boundary = self._version_or_404(park, asked).boundary
        return park

    @admin.display(description=_("shape"))
    def boundary_drawing(self, park: Park) -> str:
        if not park.boundary:
            return gettext("No boundary is stored, so no map is shown.")
        shape = stored_shape(park.boundary)
        context = {
            "map": draw([shape]),
            "area_km2": area_km2(shape),
            "points": points_of(shape),
            "points_before": points_before(park.boundary),
            "remarks": boundary_remarks(park, shape),
        }
        return render_to_string("admin/parks/boundary.html", context)

    def save_model(self, request, park: Park, form, change: bool) -> None:
        super().save_model(request, park, form, change)
        reading = getattr(form.fields.get("boundary"), "reading", None)
        if reading is None:
            return
        sentence = gettext("The boundary was read: %(before)s points, %(after)s of them kept; %(area)s km².")
        numbers = {"before": reading.points_before, "after": reading.points, "area": area_km2(reading.shape)}
        self.message_user(request, sentence % numbers)
        for remark in [*map(gettext, reading.remarks), *boundary_remarks(park, reading.shape)]:
            self.message_user(request, remark, messages.WARNING)


def boundary_remarks(park: Park, shape) -> list[str]:
    """What a clerk should look at, in words: another area than stated, a place far from the other public parks."""
    others = published(Park, timezone.now(), where=~Q(id=park.pk) & ~Q(boundary=""))
    found = (
        area_remark(shape, park.area_km2),
        distance_remark(shape, [stored_shape(other.boundary) for other in others]),
    )
    return [gettext(remark.message) % remark.params for remark in found if remark]
