"""What a check tells: a finding has a place where it is mended, and is shown to those who may look there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.admin.utils import quote
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from parks.scope import covers_all_parks
from zoneportal.publishing.admin.scope import visible_rows
from zoneportal.publishing.preview import Reader
from zoneportal.rights import has_right


class Severity(models.IntegerChoices):
    SERIOUS = 1, _("serious")
    MINOR = 2, _("should be mended")
    HINT = 3, _("hint")


@dataclass(frozen=True)
class Finding:
    """`record` is the one to mend; without it the finding is about the whole list of `model`."""

    severity: Severity
    what: str
    model: type[models.Model]
    record: models.Model | None = None
    since: date | None = None
    anchor: str = ""  # the field of the form, if one field mends it

    @property
    def where(self) -> str:
        return str(self.record) if self.record is not None else str(capfirst(self.model._meta.verbose_name_plural))

    @property
    def address(self) -> str:
        """The form of the office that mends it."""
        admin = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}"
        if self.record is None:
            return reverse(f"{admin}_changelist")
        return reverse(f"{admin}_change", args=[quote(self.record.pk)]) + (f"#id_{self.anchor}" if self.anchor else "")


@dataclass
class Visit:
    """One run: the moment, what the public sees then, and what the checks have to say besides findings."""

    reader: Reader
    today: date
    seconds: float | None = None  # how long pages may be asked; None: until all are
    external: list[tuple[str, models.Model]] = field(default_factory=list)
    unasked: int = 0
    _read: dict[type[models.Model], list] = field(default_factory=dict)

    def read(self, model) -> list:
        """The public versions of a kind of content, read once for all checks."""
        if model not in self._read:
            self._read[model] = self.reader.read(model)
        return self._read[model]


@dataclass(frozen=True)
class Check:
    """`run(visit)` gives findings; `why` says what an inspection makes of them."""

    key: str
    title: str | Promise
    why: str | Promise
    run: Callable[[Visit], Iterable[Finding]]


@dataclass(frozen=True)
class Group:
    check: Check
    findings: list[Finding]


@dataclass(frozen=True)
class Report:
    groups: list[Group]
    checked_at: datetime
    external: list[tuple[str, models.Model]]
    unasked: int

    @property
    def findings(self) -> list[Finding]:
        return [finding for group in self.groups for finding in group.findings]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def counts(self) -> list[tuple[Severity, int]]:
        return [(severity, self.count(severity)) for severity in Severity]

    def visible_to(self, user) -> "Report":
        """What this user may look at in the office. One query for each kind of record that has findings."""
        rows = _rows_visible_to(
            user, [finding.record for finding in self.findings] + [row for _u, row in self.external]
        )
        groups = [
            Group(group.check, [finding for finding in group.findings if _is_for(user, finding, rows)])
            for group in self.groups
        ]
        external = [(address, row) for address, row in self.external if row.pk in rows.get(type(row), ())]
        return Report(groups, self.checked_at, external, self.unasked)


def _rows_visible_to(user, records: Iterable[models.Model | None]) -> dict[type[models.Model], set]:
    keys: dict[type[models.Model], set] = {}
    for record in records:
        if record is not None:
            keys.setdefault(type(record), set()).add(record.pk)
    return {
        model: set(visible_rows(model._default_manager.filter(pk__in=pks), user).values_list("pk", flat=True))
        for model, pks in keys.items()
        if has_right(user, model, "view")
    }


def _is_for(user, finding: Finding, rows: dict[type[models.Model], set]) -> bool:
    if finding.record is not None:
        return finding.record.pk in rows.get(finding.model, ())
    return covers_all_parks(user) and has_right(user, finding.model, "view")
