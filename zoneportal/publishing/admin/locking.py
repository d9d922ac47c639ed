"""A form that was opened before somebody else saved is refused, with mine and theirs side by side.

Fields that I had left alone take their value; where both of us wrote, mine stays in the form and theirs stands beside.
"""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zoneportal.publishing.admin.differences import changed_fields, raw_value, shortened, shown

SEEN_VERSION = "seen_version"
STALE: str | Promise = gettext_lazy(
    "Somebody saved this record while you were writing. Nothing of yours is stored yet: compare below, then save again."
)


@dataclass(frozen=True)
class Clash:
    """A field on which the stored record and the form disagree, or which was taken over from the stored record."""

    label: str
    mine: str
    theirs: str
    is_mine_kept: bool


@dataclass(frozen=True)
class Conflict:
    by: str
    at: datetime
    clashes: list[Clash]


class RefusesStale:
    """For model forms of the admin. The page carries the version that it was opened with (`SEEN_VERSION`)."""

    conflict: Conflict | None = None

    def _post_clean(self):
        # The instance takes the form's values in here, so what is stored is read again, under a lock, before.
        stored, latest = self._newer_version()
        super()._post_clean()
        if latest is not None:
            self.conflict = self._compare(stored, latest)
            self.add_error(None, ValidationError(STALE, code="stale"))

    def _newer_version(self):
        """The stored record and its latest version, when that is not the one which the form was opened with."""
        seen = self.data.get(SEEN_VERSION, "")
        if not self.instance.pk or not seen.isascii() or not seen.isdigit():
            return None, None
        stored = type(self.instance)._default_manager.select_for_update().filter(pk=self.instance.pk).first()
        latest = latest_version(self.instance)
        if stored is None or latest is None or latest.history_id == int(seen):
            return None, None
        self._opened = self.instance.history.filter(history_id=int(seen)).first()
        return stored, latest

    def _compare(self, stored: models.Model, latest) -> Conflict:
        clashes = []
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN_VERSION)] = str(latest.history_id)
        for field in changed_fields(stored, self.instance, type(self.instance)):
            if field.name not in self.fields:
                continue
            mine, theirs = shortened(shown(self.instance, field), shown(stored, field))
            kept = self._is_written_by_me(field)
            if not kept:
                self._take(field, stored)
            clashes.append(Clash(capfirst(field.verbose_name), mine, theirs, kept))
        by = str(latest.history_user) if latest.history_user else _("the program")
        return Conflict(by, latest.history_date, clashes)

    def _is_written_by_me(self, field: models.Field) -> bool:
        widget = self.fields[field.name].widget
        if isinstance(widget, forms.MultiWidget | forms.FileInput) or self._opened is None:
            return True
        return raw_value(self.instance, field) != raw_value(self._opened, field)

    def _take(self, field: models.Field, stored: models.Model) -> None:
        value = self.fields[field.name].prepare_value(field.value_from_object(stored))
        self.data[self.add_prefix(field.name)] = "" if value is None else value


def latest_version(record: models.Model):
    """The newest entry of the record's history, with its author. One query."""
    return record.history.select_related("history_user").order_by("-history_date", "-history_id").first()
