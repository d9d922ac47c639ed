"""The upload of a boundary in the form of a park."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from parks.boundaries import Reading, read_boundary
from parks.geojson import MAX_BYTES, TOO_LARGE
from zoneportal.messages import Refused


class BoundaryInput(forms.ClearableFileInput):
    """A file input that says what is stored; the stored value is a text, so there is no address to link."""

    def __init__(self, attrs=None):
        super().__init__({"accept": ".geojson,.json,application/geo+json", **(attrs or {})})

    def is_initial(self, value) -> bool:
        return bool(value) and isinstance(value, str)

    def render(self, name, value, attrs=None, renderer=None) -> str:
        context = self.get_context(name, value, attrs)
        context["attributes"] = flatatt(context["widget"]["attrs"])
        return render_to_string("admin/parks/boundary_input.html", context)


class BoundaryFormField(forms.FileField):
    """Reads a GeoJSON file into the stored text. Without a new file, or with a bad one, the old value stays."""

    widget = BoundaryInput
    reading: Reading | None = None

    def __init__(self, **kwargs):
        # What a form field of a text would be given besides.
        kwargs.pop("max_length", None)
        super().__init__(allow_empty_file=True, **kwargs)

    def to_python(self, data) -> str | None:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            if file.size > MAX_BYTES:
                raise Refused(TOO_LARGE)
            self.reading = read_boundary(file.read())
        except Refused as refused:
            raise ValidationError(_(refused.message) % refused.params) from refused
        return self.reading.as_text()

    def clean(self, data, initial=None) -> str:
        return super().clean(data, initial) or ""
