"""资质: what enterprises are recognised as, from a day to a day."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.models import Qualification, QualificationKind
from enterprises.resources.belonging import OfEnterpriseSheet
from zoneportal.spreadsheets.files.wire import Cell
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.references import Reference
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import KEY_MISSING
from zoneportal.spreadsheets.sheets.widgets import Code, Day
from zoneportal.spreadsheets.values.rows import Row


class CertificateNumber(Code):
    """As printed; a number cell has lost digits, like every long code."""

    example = "GR202414000123"

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> str:
        super().clean(value)
        return str(value).strip()


class FirstDay(Day):
    """A day, or a year for kinds that hold by calendar year: 2017 is 2017-01-01."""

    def clean(self, value: Cell, row: Any = None, **kwargs: Any) -> date | None:
        year = str(value).strip().removesuffix("年")
        if year.isdigit() and len(year) == 4:
            return date(int(year), 1, 1)
        return super().clean(value, row, **kwargs)


@sheet
class QualificationSheet(OfEnterpriseSheet):
    sheet, title, key = "qualifications", _("Qualifications"), ("enterprise", "kind", "valid_from")

    kind = Column(
        "kind",
        "资质",
        "kind",
        Reference(QualificationKind, ("name_zh", "code", "name_en")),
        aliases=("资质类别", "资质名称"),
        required=True,
        source="kind_id",
    )
    certificate_number = Column(
        "certificate_number", "证书编号", "certificate number", CertificateNumber(), aliases=("证书号",)
    )
    valid_from = Column(
        "valid_from", "有效期起", "valid from", FirstDay(), aliases=("认定日期", "发证日期"), required=True
    )
    valid_to = Column("valid_to", "有效期止", "valid to", Day(), aliases=("有效期至",))

    class Meta:
        model = Qualification

    def tidy(self, row: Row) -> None:
        kind, first = row.values.get("kind"), row.values.get("valid_from")
        if kind and kind.is_yearly and first and row.values.get("valid_to") is None and not row.has_wrong("valid_to"):
            row.values["valid_to"] = date(first.year, 12, 31)

    def key_in(self, row: Row) -> tuple | None:
        kind, first = row.values.get("kind"), row.values.get("valid_from")
        for name, value in (("kind", kind), ("valid_from", first)):
            if value is None and not row.has_wrong(name):
                row.refuse(name, KEY_MISSING, column=self.columns[name].label)
        return (kind.pk, first) if kind and first else None

    def key_of_stored(self, record: Qualification) -> tuple:
        return (record.kind_id, record.valid_from)
