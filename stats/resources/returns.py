"""企业报表: one row for each enterprise and survey year, one column for each line of the form, in any unit.

Rows change returns that freezing made; none is ever made by a sheet. A value that is written brings the return back
to “received”, whatever was checked or accepted before.
"""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enterprises.models import Enterprise
from enterprises.models.registration import LegalStatus
from enterprises.resources.belonging import OTHER_NAME, OfEnterpriseSheet
from enterprises.resources.identity import Finder, parks_of
from parks.resources import text
from stats.models import EnterpriseReturn, EnterpriseYear, FormLine, ReturnStatus, ReturnValue, SurveyYear
from stats.resources.return_columns import ROUNDED, VALUE, in_unit_of_line, shown
from stats.resources.return_rows import ReturnRows
from zoneportal.messages import N_, Refused
from zoneportal.numbers import UNITS
from zoneportal.spreadsheets.records.steps import Model, Step
from zoneportal.spreadsheets.sheets.columns import Column
from zoneportal.spreadsheets.sheets.registry import sheet
from zoneportal.spreadsheets.sheets.resources import KEY_MISSING, OUT_OF_SCOPE
from zoneportal.spreadsheets.sheets.widgets import Year
from zoneportal.spreadsheets.values.rows import Change, Draft, Row

NO_SURVEY = N_("There is no survey year %(year)s. Correct the year; the statistics office opens new ones.")
NOT_FROZEN = N_("The register of %(year)s is not frozen yet. Returns are taken afterwards; ask the statistics office.")
NOT_IN_YEAR = N_(
    "This enterprise was in no park of the zone on 31 December %(year)s, so nothing is collected from it. "
    "If that is wrong, correct its registration (入区登记) and have the year compared with the register again."
)
DEREGISTERED = N_(
    "This enterprise was deregistered by 31 December %(year)s, so no return is taken from it. "
    "If that is wrong, correct its legal status and have the year compared with the register again."
)
NOT_ASKED = N_("The form of %(year)s asks nothing of this enterprise. Take the row out.")
NOT_IN_FORM = N_("The form of %(year)s does not ask “%(label)s”. Empty the cell.")
NOT_OF_THIS_ONE = N_("The form of %(year)s does not ask “%(label)s” of this enterprise. Empty the cell.")
REOPENED = N_("This return was checked or accepted. The change brings it back to “received”; it is checked anew.")
CHECKED_SINCE = N_("This return was checked after the import. Send its right values in a sheet instead.")
WORKED_ON = (ReturnStatus.CHECKED, ReturnStatus.ACCEPTED)


@sheet
class ReturnSheet(ReturnRows, OfEnterpriseSheet):
    sheet, title, key = "returns", _("Enterprise returns"), ("number", "credit_code", "enterprise", "year")
    also_written = (ReturnValue,)
    grouped_by = ()

    year = Column(None, "年度", "year", Year(), aliases=("年份", "报表年度", "年"), required=True)
    note = text("note", "备注", "note", width=30)

    class Meta:
        model = EnterpriseReturn

    # Rows to records

    def find(self, rows: list[Row]) -> None:
        self._holders: dict[Row, Enterprise] = {}
        asked = [self._asked(row) for row in rows]
        finder = Finder(self.fetch, parks_of(self.user))
        for row, question, found in zip(rows, asked, finder.find(asked), strict=True):
            self._take(row, question, found)
        keys = {holder.pk for holder in self._holders.values()}
        entries = {
            (each.survey_id, each.enterprise_id): each for each in self.fetch("enterprise", keys, EnterpriseYear)
        }
        returns = {each.entry_id: each for each in self.fetch("entry", {each.pk for each in entries.values()})}
        near = self.in_scope(EnterpriseYear, {each.pk for each in entries.values()})
        own = self.in_scope(Enterprise, keys)
        for row, holder in self._holders.items():
            year = row.values.get("year")
            survey = self._surveys.get(year)
            entry = entries.get((survey.pk, holder.pk)) if survey else None
            if entry.pk not in near if entry else holder.pk not in own:
                self._keep_away(row)
            elif self._is_open(row, year, survey):
                self._give_return(row, year, entry, returns)
        self._learn_values({row.main.instance.pk for row in rows if row.main})

    def _keep_away(self, row: Row) -> None:
        """Nothing of enterprises of others is told, not even how they are called."""
        row.errors = [finding for finding in row.errors if finding.message != OTHER_NAME]
        row.refuse(self.place_of_key(row), OUT_OF_SCOPE)

    def _is_open(self, row: Row, year: int | None, survey: SurveyYear | None) -> bool:
        if year is None:
            if not row.has_wrong("year"):
                row.refuse("year", KEY_MISSING, column=self.columns["year"].label)
        elif survey is None:
            row.refuse("year", NO_SURVEY, year=year)
        elif survey.frozen_at is None:
            row.refuse("year", NOT_FROZEN, year=year)
        else:
            return True
        return False

    def _give_return(
        self, row: Row, year: int, entry: EnterpriseYear | None, returns: dict[int, EnterpriseReturn]
    ) -> None:
        place = self.place_of_key(row)
        if entry is None:
            row.refuse(place, NOT_IN_YEAR, year=year)
        elif entry.pk in returns:
            found = returns[entry.pk]
            found.entry = entry
            row.main = Draft.of_stored(found)
        elif entry.legal_status == LegalStatus.DEREGISTERED:
            row.refuse(place, DEREGISTERED, year=year)
        else:
            row.refuse(place, NOT_ASKED, year=year)

    def _learn_values(self, keys: set[int]) -> None:
        self._values = {
            (value.enterprise_return_id, value.line_id): value
            for value in self.fetch("enterprise_return", keys, ReturnValue)
        }

    def identity(self, row: Row) -> Any:
        return row.main and row.main.instance.pk

    def keys_of(self, row: Row) -> tuple[str, ...]:
        return self.key

    def named(self, row: Row) -> str:
        return f"{self._holders[row].name_zh} {row.values['year']}" if row in self._holders else ""

    def column_of(self, draft: Draft, field: str) -> str:
        if isinstance(draft.instance, ReturnValue):
            return VALUE + self._lines[draft.instance.line_id].indicator.code
        return super().column_of(draft, field)

    def fill(self, row: Row) -> None:
        super().fill(row)
        form = self._forms[row.values["year"]]
        written = [
            self._put_answer(row, name, form.get(name), given)
            for name, given in row.values.items()
            if name.startswith(VALUE)
        ]
        if any(written):
            self._receive(row)

    def _put_answer(self, row: Row, name: str, line: FormLine | None, given: Any) -> bool:
        """Whether the stored answer becomes another one."""
        own, label = row.main.instance, self.columns[name].label
        stored = self._values.get((own.pk, line.pk)) if line else None
        value = None
        if given is None and (stored is None or not self.options.blank_clears):
            return False
        if given is not None:
            try:
                value, rounded = in_unit_of_line(given, self._asked_line(row, line, label), label)
            except Refused as refused:
                row.refuse_for(name, refused)
                return False
            if rounded:
                row.notice(name, ROUNDED, value=rounded, unit=UNITS[line.unit].name_zh)
        if stored and stored.value == value:
            return False
        before = shown(stored.value, line) if stored else ""
        row.changes.append(Change(row.headers.sent[name], before, shown(value, line)))
        self._write_answer(row, line, stored, value)
        return True

    def _asked_line(self, row: Row, line: FormLine | None, label: str) -> FormLine:
        year = row.values["year"]
        if line is None:
            raise Refused(NOT_IN_FORM, year=year, label=label)
        if not line.asks(row.main.instance.entry):
            raise Refused(NOT_OF_THIS_ONE, year=year, label=label)
        return line

    def _write_answer(self, row: Row, line: FormLine, stored: ReturnValue | None, value: Decimal | None) -> None:
        if stored is None:
            new = ReturnValue(enterprise_return=row.main.instance, line=line, value=value)
            row.others.append(Draft(new))
            return
        draft = Draft.of_stored(stored)
        draft.is_removed = value is None
        if value is not None:
            draft.set("value", value)
        row.others.append(draft)

    def _receive(self, row: Row) -> None:
        draft = row.main
        if draft.instance.status in WORKED_ON:
            row.notice("", REOPENED)
        draft.set("status", ReturnStatus.RECEIVED)
        draft.set("received_at", timezone.now())
        draft.set("received_by", self.user)
        for name in ("checked_at", "checked_by", "accepted_at", "accepted_by"):
            draft.set(name, None)

    def refused_undoing(self, model: Model, several: list[Step]) -> dict[int, str]:
        """What was judged since stays: its values would go from under the judgement."""
        refused = super().refused_undoing(model, several)
        if model not in (EnterpriseReturn, ReturnValue):
            return refused
        owner = "pk" if model is EnterpriseReturn else "enterprise_return_id"
        owners = {step.key: getattr(step.now or step.then, owner) for step in several if step.now or step.then}
        judged = set(
            EnterpriseReturn.objects.filter(pk__in=set(owners.values()), status__in=WORKED_ON).values_list(
                "pk", flat=True
            )
        )
        return refused | {key: CHECKED_SINCE for key, own in owners.items() if own in judged}
