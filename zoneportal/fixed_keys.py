"""Keys that are given once: sheets, figures and addresses know a record by them."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

IS_FIXED = _("This key is fixed: sheets, figures and addresses know the record by it. Add a new record instead.")


class FixedKeys(models.Model):
    """Refuses another value in one of the columns FIXED once the record is stored."""

    FIXED: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self._check_keys(getattr(self, "stored_keys", {}))
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        record = super().from_db(db, field_names, values)
        record.stored_keys = {name: record.__dict__[name] for name in cls.FIXED if name in record.__dict__}
        return record

    def clean(self) -> None:
        super().clean()
        self._check_keys(self._keys_in_database())

    def _keys_in_database(self) -> dict:
        """Read with the record where it was read; a version of the history asks with one query."""
        if hasattr(self, "stored_keys") or not self.pk:
            return getattr(self, "stored_keys", {})
        return type(self).objects.filter(pk=self.pk).values(*self.FIXED).first() or {}

    def _check_keys(self, stored: dict) -> None:
        changed = [name for name, value in stored.items() if getattr(self, name) != value]
        if changed:
            raise ValidationError(dict.fromkeys(changed, IS_FIXED))
