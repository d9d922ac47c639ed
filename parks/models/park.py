from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.models.boundary import (
    BAD_APPROVAL,
    MAP_APPROVAL,
    MAP_APPROVAL_LENGTH,
    BoundaryField,
    CoordinateSystem,
    MapApprovalField,
)
from parks.querysets import OfPark, ParkQuerySet
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check, Unique
from zoneportal.fixed_keys import FixedKeys
from zoneportal.images import CheckedImageField
from zoneportal.numbers import AREA_LIMIT_KM2
from zoneportal.publishing.models import Publishable
from zoneportal.richtext import RichTextField
from zoneportal.rights import CONTENT_RIGHTS
from zoneportal.spreadsheets.models import OfImport


class Park(FixedKeys, Publishable):
    """One of the zone's parks. Its code never changes; an address word that was ever public keeps leading here."""

    FIXED = ("code",)

    code = models.SlugField(
        _("code"), max_length=20, unique=True, help_text=_("Fixed; sheets and figures know the park by it.")
    )
    slug = models.SlugField(
        _("address word"), max_length=40, unique=True, help_text=_("The park's page is /parks/<word>/.")
    )
    name_zh = models.CharField(_("name (Chinese)"), max_length=60, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    focus_zh = models.CharField(
        _("focus (Chinese)"), max_length=160, blank=True, help_text=_("One line under the name.")
    )
    focus_en = models.CharField(_("focus (English)"), max_length=240, blank=True)
    description_zh = RichTextField(_("description (Chinese)"), blank=True)
    description_en = RichTextField(_("description (English)"), blank=True)
    area_km2 = models.DecimalField(_("area (km²)"), max_digits=9, decimal_places=2, null=True, blank=True)
    address_zh = models.CharField(_("address (Chinese)"), max_length=200, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=300, blank=True)
    phone = models.CharField(
        _("office telephone"), max_length=40, blank=True, help_text=_("An office's, never a person's.")
    )
    email = models.EmailField(_("office e-mail"), blank=True)
    photo = CheckedImageField(_("photograph"), upload_to="parks/", blank=True)
    photo_alt_zh = models.CharField(_("what the photograph shows (Chinese)"), max_length=160, blank=True)
    photo_alt_en = models.CharField(_("what the photograph shows (English)"), max_length=240, blank=True)
    boundary = BoundaryField(
        _("boundary"), blank=True, help_text=_("A GeoJSON file of the park's outline, up to 8 MB.")
    )
    boundary_system = models.CharField(
        _("coordinate system"),
        max_length=10,
        choices=CoordinateSystem,
        default=CoordinateSystem.CGCS2000,
        help_text=_("Of the file. Coordinates of web maps (GCJ-02, BD-09) are shifted and must not be used."),
    )
    map_approval = MapApprovalField(
        _("map approval number"),
        max_length=MAP_APPROVAL_LENGTH,
        blank=True,
        help_text=_("Stands beneath the map. A public map needs one, such as 晋S(2023)012号."),
    )
    map_source_zh = models.CharField(_("source of the map (Chinese)"), max_length=120, blank=True)
    map_source_en = models.CharField(_("source of the map (English)"), max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=10)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_to = models.DateField(_("exists until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )

    name = Translated("name")
    focus = Translated("focus")
    description = Translated("description")
    address = Translated("address")
    photo_alt = Translated("photo_alt")
    map_source = Translated("map_source")

    objects = ParkQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("park")
        verbose_name_plural = _("parks")
        ordering = ["position", "code"]
        default_permissions = CONTENT_RIGHTS
        permissions = [("all_park", "Can work with the rows of every park")]
        constraints = [
            Check(
                condition=Q(area_km2=None) | Q(area_km2__gt=0, area_km2__lt=AREA_LIMIT_KM2),
                name="park_area_positive",
                field="area_km2",
                violation_error_message=_("The area must be greater than zero and below 10,000 km². Check the unit."),
            ),
            Check(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="park_ends_after_it_begins",
                field="valid_to",
                violation_error_message=_("The park cannot end before it begins."),
            ),
            Check(
                condition=Q(photo="") | ~Q(photo_alt_zh=""),
                name="park_photo_needs_text",
                field="photo_alt_zh",
                violation_error_message=_("Say in words what the photograph shows, for readers who cannot see it."),
            ),
            Check(
                condition=Q(boundary="") | ~Q(map_approval=""),
                name="park_boundary_needs_map_approval",
                field="map_approval",
                violation_error_message=_("A map is only shown with its approval number. Enter the number (审图号)."),
            ),
            Check(
                condition=Q(map_approval="") | Q(map_approval__regex=MAP_APPROVAL),
                name="park_map_approval_is_well_formed",
                field="map_approval",
                violation_error_message=BAD_APPROVAL,
            ),
            Check(
                condition=Q(boundary_system__in=CoordinateSystem.values),
                name="park_boundary_system_has_no_offset",
                field="boundary_system",
                violation_error_message=_(
                    "Only CGCS2000 and WGS 84 are taken: web maps shift their coordinates by hundreds of metres."
                ),
            ),
            Check(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="park_successor_needs_end",
                field="valid_to",
                violation_error_message=_("A park with a successor needs the day on which it ended."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.photo and not self.photo_alt_en:
            raise ValidationError({"photo_alt_en": _("Say in English, too, what the photograph shows.")})
        later, seen = self.successor, set()
        while later and later.pk not in seen:
            if later.pk == self.pk:
                raise ValidationError({"successor": _("A park cannot succeed itself.")})
            seen.add(later.pk)
            later = later.successor

    def get_absolute_url(self) -> str:
        return reverse("park", args=[self.slug])


class ParkFormerName(models.Model):
    """A name the park bore until a day; sheets still find the park by it."""

    park = models.ForeignKey(Park, on_delete=models.CASCADE, related_name="former_names", verbose_name=_("park"))
    name_zh = models.CharField(_("name (Chinese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    used_until = models.DateField(_("used until"))

    name = Translated("name")

    objects = OfPark.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("former name of a park")
        verbose_name_plural = _("former names of parks")
        ordering = ["park", "-used_until", "pk"]
        default_permissions = CONTENT_RIGHTS[:-1]
        constraints = [
            Unique(
                fields=["park", "name_zh"],
                name="park_former_name_once",
                field="name_zh",
                violation_error_message=_("This former name is on record already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ParkAssignment(models.Model):
    """A park clerk works for this park: the row scope of everything."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="park_assignments",
        verbose_name=_("user"),
    )
    park = models.ForeignKey(Park, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("park"))

    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("park assignment")
        verbose_name_plural = _("park assignments")
        ordering = ["user", "park"]
        constraints = [
            Unique(
                fields=["user", "park"],
                name="park_assignment_once",
                field="park",
                violation_error_message=_("This user works for this park already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.park}"
