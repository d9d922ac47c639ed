"""The base of sheets whose rows belong to an enterprise: three columns that say which one."""

from typing import Any

from django.db.models import QuerySet

from enterprises.models import Enterprise
from enterprises.resources.identity import Asked, Finder, parks_of
from enterprises.resources.park_groups import in_park_of, park_groups
from enterprises.resources.undoing import RegisterSheet
from enterprises.resources.widgets import CreditCode
from zoneportal.messages import N_, Refused
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.resources import OUT_OF_SCOPE
from zoneportal.spreadsheets.sheets.widgets import Code, Text
from zoneportal.spreadsheets.values.rows import Draft, Row

NO_ENTERPRISE = N_("No such enterprise is in the register. Enter it there first (sheet 企业).")
WHICH_ENTERPRISE = N_("Say which enterprise this row is about: by credit code, zone number or name.")
OTHER_NAME = N_("The enterprise of this row is called “%(stored)s”. Names are changed in the sheet of enterprises.")


class OfEnterpriseSheet(RegisterSheet):
    """Subclasses say what makes a row's key within its enterprise (`key_in`, `key_of_stored`)."""

    number = Column(
        None,
        "企业编号",
        "zone number",
        Code(),
        aliases=("园区编号", "编号"),
        source="enterprise__number",
        example="E000001",
    )
    credit_code = Column(
        None,
        "统一社会信用代码",
        "credit code",
        CreditCode(),
        aliases=("信用代码", "社会信用代码"),
        source="enterprise__credit_code",
        width=22,
    )
    enterprise = Column(
        None, "企业名称", "enterprise", Text(), aliases=("名称", "单位名称"), source="enterprise__name_zh", width=36
    )

    grouped_by = ("number", "credit_code", "enterprise")

    def groups_of(self, rows: list[Row]) -> list[Any]:
        """The stays of an enterprise are judged together, wherever in the sheet they stand."""
        found = Finder(self.fetch, parks_of(self.user)).find([self._asked(row) for row in rows])
        return [each.pk if isinstance(each, Enterprise) else None for each in found]

    def park_of(self, row: Row) -> Any:
        """The park within which the enterprise is looked for by name."""
        return row.values.get("park")

    def key_in(self, row: Row) -> tuple | None:
        raise NotImplementedError

    def key_of_stored(self, record: Any) -> tuple:
        raise NotImplementedError

    def place_of_key(self, row: Row) -> str:
        names = ("credit_code", "number", "enterprise")
        return next((name for name in names if row.values.get(name)), "enterprise")

    def find(self, rows: list[Row]) -> None:
        self._holders: dict[Row, Enterprise] = {}
        asked = [self._asked(row) for row in rows]
        finder = Finder(self.fetch, parks_of(self.user))
        for row, question, found in zip(rows, asked, finder.find(asked), strict=True):
            self._take(row, question, found)
        self._check_scope()
        stored = {
            (record.enterprise_id, *self.key_of_stored(record)): record
            for record in self.fetch("enterprise", {holder.pk for holder in self._holders.values()})
        }
        for row, holder in self._holders.items():
            key = self.key_in(row)
            if key is not None:
                record = stored.get((holder.pk, *key))
                row.main = Draft.of_stored(record) if record else Draft(self.model(enterprise=holder))
                if record:
                    row.main.instance.enterprise = holder

    def _asked(self, row: Row) -> Asked:
        code = row.values.get("credit_code")
        return Asked(
            number=row.values.get("number") or "",
            code=code.code if code else "",
            name=row.values.get("enterprise") or "",
            park=self.park_of(row),
        )

    def _take(self, row: Row, asked: Asked, found: Enterprise | Refused | None) -> None:
        if isinstance(found, Refused):
            row.refuse_for(self.place_of_key(row), found)
        elif found:
            self._holders[row] = found
            if asked.name and asked.name != found.name_zh and (asked.number or asked.code):
                row.refuse("enterprise", OTHER_NAME, stored=found.name_zh)
        elif asked.number or asked.code or asked.name:
            row.refuse(self.place_of_key(row), NO_ENTERPRISE)
        elif not row.errors:
            row.refuse("enterprise", WHICH_ENTERPRISE)

    def _check_scope(self) -> None:
        """Enterprises of others are refused before anything of them (such as their name) is told."""
        keys = {holder.pk for holder in self._holders.values()}
        editable = self.in_scope(Enterprise, keys)
        for row, holder in list(self._holders.items()):
            if holder.pk not in editable:
                del self._holders[row]
                row.errors = [finding for finding in row.errors if finding.message != OTHER_NAME]
                row.refuse(self.place_of_key(row), OUT_OF_SCOPE)

    def groups(self) -> list[tuple[str, str]]:
        return park_groups(self.user)

    def of_group(self, word: str) -> QuerySet:
        """The records of enterprises that are in the park now."""
        return self.model._default_manager.filter(enterprise__in=in_park_of(word).values("pk"))

    def identity(self, row: Row) -> Any:
        if row.main is None:
            return None
        return (row.main.instance.enterprise_id, *self.key_in(row)) if row.main.is_new else row.main.instance.pk

    def named(self, row: Row) -> str:
        return row.main.instance.enterprise.name_zh if row.main else ""
