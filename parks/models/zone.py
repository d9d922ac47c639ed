from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parks.querysets import OfficeQuerySet
from zoneportal.bilingual import Translated
from zoneportal.constraints import Check
from zoneportal.images import CheckedImageField
from zoneportal.publishing.models import Publishable
from zoneportal.rights import CONTENT_RIGHTS
from zoneportal.spreadsheets.models import OfImport

COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six hexadecimal digits, such as #0f5c7a."))
# One line of printable characters: what stands in security.txt is read by machines.
SECURITY_CONTACT = r"^([!-?A-~]+@[!-?A-~]+\.[!-?A-~]+|https://[!-~]+)\Z"
BAD_SECURITY_CONTACT = _("Write an e-mail address, or an address that begins with https://.")


class Zone(Publishable):
    """The zone itself: who it is, how to reach it, and what a government site must carry in its footer. One row."""

    ONLY = 1

    name_zh = models.CharField(_("name (Chinese)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    short_name_zh = models.CharField(_("short name (Chinese)"), max_length=30)
    short_name_en = models.CharField(_("short name (English)"), max_length=60, blank=True)
    slogan_zh = models.CharField(_("slogan (Chinese)"), max_length=120, blank=True)
    slogan_en = models.CharField(_("slogan (English)"), max_length=240, blank=True)
    standing_zh = models.CharField(
        _("standing (Chinese)"),
        max_length=200,
        blank=True,
        help_text=_("Level and honours, in one sentence."),
    )
    standing_en = models.CharField(_("standing (English)"), max_length=300, blank=True)
    positioning_zh = models.TextField(
        _("positioning (Chinese)"),
        max_length=1000,
        blank=True,
        help_text=_("What the zone is for and where it goes."),
    )
    positioning_en = models.TextField(_("positioning (English)"), max_length=2000, blank=True)

    address_zh = models.CharField(_("address (Chinese)"), max_length=200, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=300, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    phone = models.CharField(
        _("office telephone"), max_length=40, blank=True, help_text=_("An office's, never a person's.")
    )
    email = models.EmailField(_("office e-mail"), blank=True)

    organizer_zh = models.CharField(
        _("organizer (Chinese)"),
        max_length=120,
        blank=True,
        help_text=_("The authority that runs the site."),
    )
    organizer_en = models.CharField(_("organizer (English)"), max_length=240, blank=True)
    site_code = models.CharField(
        _("site identification code"),
        max_length=20,
        blank=True,
        help_text=_("Issued when a government site is registered."),
    )
    icp_number = models.CharField(
        _("ICP number"),
        max_length=40,
        blank=True,
        help_text=_("Of the registration with the communications administration."),
    )
    police_number = models.CharField(
        _("public security number"),
        max_length=60,
        blank=True,
        help_text=_("Of the registration with the public security office."),
    )
    party_mark_url = models.URLField(_("address behind the party and government mark"), blank=True)
    error_report_url = models.URLField(
        _("address for reporting errors"),
        blank=True,
        help_text=_("Behind the link by which readers report errors of government sites."),
    )

    licence_zh = models.CharField(
        _("licence of the data (Chinese)"),
        max_length=120,
        blank=True,
        help_text=_("The terms on which anybody may use the open data, by name. Empty: the terms are not stated."),
    )
    licence_en = models.CharField(_("licence of the data (English)"), max_length=240, blank=True)
    licence_url_zh = models.URLField(_("address of the licence (Chinese)"), blank=True)
    licence_url_en = models.URLField(_("address of the licence (English)"), blank=True)

    security_contact = models.CharField(
        _("contact for security reports"),
        max_length=200,
        blank=True,
        validators=[RegexValidator(SECURITY_CONTACT, BAD_SECURITY_CONTACT)],
        help_text=_("An office e-mail or an https address; stands in /.well-known/security.txt for who finds a fault."),
    )
    accessibility_checked_on = models.DateField(
        _("accessibility last checked on"),
        null=True,
        blank=True,
        help_text=_("The day on which your office last tried the site; stands in the accessibility statement."),
    )

    accent_colour = models.CharField(
        _("accent colour"),
        max_length=7,
        default="#0f5c7a",
        validators=[COLOUR],
        help_text=_("Used for links and charts."),
    )
    logo = CheckedImageField(_("logo"), upload_to="zone/", blank=True)

    name = Translated("name")
    short_name = Translated("short_name")
    slogan = Translated("slogan")
    standing = Translated("standing")
    positioning = Translated("positioning")
    address = Translated("address")
    organizer = Translated("organizer")
    licence = Translated("licence")
    licence_url = Translated("licence_url")

    objects = OfficeQuerySet.as_manager()
    history = HistoricalRecords(bases=[OfImport])

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zone")
        ordering = ["pk"]
        default_permissions = CONTENT_RIGHTS
        constraints = [
            Check(
                condition=Q(pk=1),
                name="zone_is_one_row",
                violation_error_message=_("There is one zone. Change it instead of adding a second."),
            ),
            Check(
                condition=Q(accent_colour__regex=r"^#[0-9a-fA-F]{6}$"),
                name="zone_accent_colour_is_hexadecimal",
                field="accent_colour",
                violation_error_message=COLOUR.message,
            ),
            Check(
                condition=Q(security_contact="") | Q(security_contact__regex=SECURITY_CONTACT),
                name="zone_security_contact_is_an_address",
                field="security_contact",
                violation_error_message=BAD_SECURITY_CONTACT,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.accessibility_checked_on and self.accessibility_checked_on > timezone.localdate():
            raise ValidationError({"accessibility_checked_on": _("This day has not come yet.")})

    def save(self, *args, **kwargs):
        self.pk = self.ONLY
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("home")
