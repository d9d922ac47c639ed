"""Row scope in lists, forms, choices, autocomplete and filters: all of it asks `visible_to` and `editable_by`."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property

COUNTED_ROWS = 10_000


def visible_rows(queryset: models.QuerySet, user) -> models.QuerySet:
    """The rows `user` may see; all of them where the model has no scope of its own."""
    return queryset.visible_to(user) if hasattr(queryset, "visible_to") else queryset


def editable_rows(queryset: models.QuerySet, user) -> models.QuerySet:
    return queryset.editable_by(user) if hasattr(queryset, "editable_by") else queryset


class Scoped:
    """For model admins and inlines: rows and choices of the user's scope only."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return visible_rows(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_of(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choices_of(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices_of(self, db_field, request) -> models.QuerySet:
        """Rows that may be chosen in a relation. Subclasses narrow it further."""
        rows = self.get_field_queryset(None, db_field, request)
        return visible_rows(db_field.remote_field.model._default_manager.all() if rows is None else rows, request.user)


class ScopedPermissions(Scoped):
    """For model admins: the right on the model, and the record within the user's scope."""

    def has_view_permission(self, request, obj=None) -> bool:
        return super().has_view_permission(request, obj) and self._in_scope(request, obj, visible_rows)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and self._in_scope(request, obj, editable_rows)

    def has_delete_permission(self, request, obj=None) -> bool:
        return super().has_delete_permission(request, obj) and self._in_scope(request, obj, editable_rows)

    def _in_scope(self, request, obj, rows_of) -> bool:
        """One query for each record and question in a request: a form asks the same many times."""
        if obj is None or obj.pk is None:
            return True
        answers = request.__dict__.setdefault("_scope_answers", {})
        question = (obj._meta.label, obj.pk, rows_of.__name__)
        if question not in answers:
            rows = rows_of(self.model._default_manager.all(), request.user)
            answers[question] = rows.filter(pk=obj.pk).exists()
        return answers[question]


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """A filter by a related record that offers the visible ones only."""

    def field_choices(self, field, request, model_admin):
        visible = visible_rows(field.remote_field.model._default_manager.all(), request.user)
        return field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={"pk__in": visible.values("pk")},
        )


class BoundedPaginator(Paginator):
    """Counts no further than `COUNTED_ROWS`: counting 100,000 rows takes longer than showing a page of them."""

    @cached_property
    def found(self) -> int:
        rows = self.object_list
        if isinstance(rows, models.QuerySet) and not rows.query.is_sliced:
            return rows.order_by().values("pk")[: COUNTED_ROWS + 1].count()
        return len(rows)

    @property
    def is_bounded(self) -> bool:
        return self.found > COUNTED_ROWS

    @cached_property
    def count(self) -> int:
        return min(self.found, COUNTED_ROWS)
