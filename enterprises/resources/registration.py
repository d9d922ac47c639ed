"""入区登记: the stays of enterprises in parks. A move closes one stay and opens another, in one sheet if wanted."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from enterprises.models import Registration
from enterprises.resources import stays
from enterprises.resources.belonging import OfEnterpriseSheet
from enterprises.resources.identity import stays_of
from enterprises.resources.labels import END_REASONS
from parks.resources import ParkReference
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.widgets import Choice, Day
from zoneportal.spreadsheets.values.rows import Row


@sheet
class RegistrationSheet(OfEnterpriseSheet):
    sheet, title, key = "registrations", _("Registrations"), ("enterprise", "park", "start_on")
    cleans_itself = (Registration,)

    park = Column(
        "park",
        "所属园区",
        "park",
        ParkReference(within_scope=True),
        aliases=("园区", "入驻园区"),
        required=True,
        source="park_id",
    )
    start_on = Column("start_on", "入区日期", "from", Day(), aliases=("登记日期", "起始日期"))
    end_on = Column("end_on", "离区日期", "to", Day(), aliases=("终止日期",))
    end_reason = Column("end_reason", "离区原因", "end reason", Choice(END_REASONS))

    class Meta:
        model = Registration

    def park_of(self, row: Row) -> Any:
        return None  # the enterprise may stand in another park still, and move

    def key_in(self, row: Row) -> tuple | None:
        """The day of entry may be unknown; then the stay without that day is meant."""
        park = row.values.get("park")
        if park is None or row.has_wrong("start_on"):
            return None
        return (park.pk, row.values.get("start_on"))

    def key_of_stored(self, record: Registration) -> tuple:
        return (record.park_id, record.start_on)

    def complete(self, rows: list[Row]) -> None:
        known = stays_of(self.fetch, {row.main.instance.enterprise_id for row in rows})
        stays.judge(rows, {key: each.all for key, each in known.items()}, "start_on")
