"""What every admin of the office is built on: row scope, history, the refusal of stale forms, publishing."""

from zoneportal.publishing.admin.content import ContentAdmin
from zoneportal.publishing.admin.records import RecordAdmin, RecordInline, StackedRecordInline
from zoneportal.publishing.admin.scope import ScopedRelatedFilter
from zoneportal.publishing.admin.trail import LogEntryAdmin, PublicationAdmin, ReadOnlyAdmin

__all__ = [
    "ContentAdmin",
    "LogEntryAdmin",
    "PublicationAdmin",
    "ReadOnlyAdmin",
    "RecordAdmin",
    "RecordInline",
    "ScopedRelatedFilter",
    "StackedRecordInline",
]
