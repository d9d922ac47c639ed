"""Columns of a boundary and of what a public map must carry."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parks.boundaries import area_km2, points_of, stored_shape
from zoneportal.messages import N_

# GS(2019)1822号 of the ministry, GS京(2022)0001号 and 晋S(2023)012号 of a province, 长治S(2024)3号 of a city.
MAP_APPROVAL = r"^(GS[^ -~]?|[^ -~]{1,4}S)\([0-9]{4}\)[0-9]{1,6}号\Z"
MAP_APPROVAL_LENGTH = 30
BAD_APPROVAL = gettext_lazy(
    "Write the approval number as it stands on the map, such as GS(2019)1822号 or 晋S(2023)012号."
)
NOT_A_BOUNDARY = N_("This is no boundary. Choose a GeoJSON file instead.")


class CoordinateSystem(models.TextChoices):
    """Only systems without an offset. GCJ-02 and BD-09 of web maps move a park by hundreds of metres."""

    CGCS2000 = "cgcs2000", gettext_lazy("CGCS2000 (national standard)")
    WGS84 = "wgs84", gettext_lazy("WGS 84 (GPS)")


def check_boundary(text: str) -> None:
    try:
        stored_shape(text)
    except ValueError as error:
        raise ValidationError(_(NOT_A_BOUNDARY)) from error


class BoundaryField(models.TextField):
    """The text of `parks.boundaries.Reading.as_text()`; empty where there is none. Only a file changes it."""

    default_validators = [check_boundary]

    def in_words(self, text: str) -> str:
        """For the comparison of versions: nobody reads coordinates."""
        try:
            shape = stored_shape(text)
        except ValueError:
            return text[:80]
        return _("%(area)s km², %(points)s points") % {"area": area_km2(shape), "points": points_of(shape)}


class MapApprovalField(models.CharField):
    """审图号, with the brackets and without the word that stand before it on many maps."""

    default_validators = [RegexValidator(MAP_APPROVAL, BAD_APPROVAL)]

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return text
        text = re.sub(r"\s", "", text).translate({ord("（"): "(", ord("）"): ")", ord("〔"): "(", ord("〕"): ")"})
        return text.removeprefix("审图号").lstrip(":：")
