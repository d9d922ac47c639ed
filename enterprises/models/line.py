"""What the register is searched, filtered and sorted by: one narrow row per enterprise."""

from django.db import models

from enterprises.models.enterprise import Enterprise
from enterprises.models.industry import IndustryClass
from enterprises.querysets import RegisterLineQuerySet


class RegisterLine(models.Model):
    """Copies of what stands elsewhere, written by the database itself (migration 0005) and by nothing else.

    On PostgreSQL the table has one column more, `marks`: what the enterprise ever was or will be (parks, legal status,
    industries, qualifications). One inverted index holds them and the characters and pairs of them in all names.
    Nothing here depends on the day: what is true today is asked of the records themselves.
    """

    enterprise = models.OneToOneField(Enterprise, models.DO_NOTHING, primary_key=True, related_name="+")
    number = models.CharField(max_length=12)
    names = models.TextField(default="")  # zoneportal.characters.folded, Chinese and English on a line each
    former_names = models.TextField(default="")
    name_zh = models.CharField(max_length=160)
    credit_code = models.CharField(max_length=18, null=True)  # noqa: DJ001 - as the enterprise has it
    old_registration_number = models.CharField(max_length=15, default="")
    established_on = models.DateField(null=True)
    capital_cny_wan = models.DecimalField(max_digits=15, decimal_places=4, null=True)  # other currencies: no order
    industry_class = models.ForeignKey(IndustryClass, models.DO_NOTHING, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = RegisterLineQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name_zh} ({self.number})"
