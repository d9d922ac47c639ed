from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from js_asset import Media

from zoneportal.constraints import sentence_for
from zoneportal.fields import PlainNumber
from zoneportal.publishing.admin.differences import changed_fields
from zoneportal.publishing.admin.history import HistoryAdmin
from zoneportal.publishing.admin.locking import SEEN_VERSION, RefusesStale
from zoneportal.publishing.admin.scope import BoundedPaginator, Scoped, ScopedPermissions, editable_rows

PLAIN_NUMBERS = {models.DecimalField: {"form_class": PlainNumber}}


class RecordAdmin(ScopedPermissions, HistoryAdmin):
    """The base of every admin of a record with a history.

    `allow_revert = False` where a former state must not come back through the form (figures, releases).
    `is_public(obj)` says whether the link to the record's public page is shown. `fixed_after_adding` names fields
    that are written once, such as codes by which sheets know the record.
    """

    fixed_after_adding = ()
    formfield_overrides = PLAIN_NUMBERS
    show_full_result_count = False
    paginator = BoundedPaginator
    list_per_page = 50
    save_on_top = False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """Of two saves that both passed their form, the database takes one; the other is told the rule."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            rule = sentence_for(error)
            if rule is None:
                raise
            self.message_user(request, _("Nothing was stored: %(rule)s") % {"rule": rule}, messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_changelist_instance(self, request: HttpRequest):
        """A number in the address that no database holds is as wrong as a word."""
        try:
            return super().get_changelist_instance(request)
        except (OverflowError, DataError) as error:
            raise IncorrectLookupParameters from error

    def response_action(self, request: HttpRequest, queryset) -> HttpResponse | None:
        """Of what the browser never offers: keys that no record can have."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.clean(key, None)
        except ValidationError:
            self.message_user(request, _("What was selected is no record of this list. Select again."), messages.ERROR)
            return None
        return super().response_action(request, queryset)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (RefusesStale, form), {}) if change else form

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_after_adding if obj is not None else ()
        return [*super().get_readonly_fields(request, obj), *fixed]

    def is_public(self, obj) -> bool:
        return hasattr(obj, "get_absolute_url")

    def get_view_on_site_url(self, obj=None) -> str | None:
        if obj is None or not hasattr(obj, "get_absolute_url") or not self.is_public(obj):
            return None
        return obj.get_absolute_url()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["conflict"] = getattr(form, "conflict", None)
        context["filled_with_version"] = getattr(request, "filled_with_version", None)
        if change and obj is not None:
            context[SEEN_VERSION] = form.data.get(SEEN_VERSION) if form.is_bound else _latest_version_id(obj)
        # The editor's import map is a script in the page, which the Content-Security-Policy wants by its nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        """A form that was saved without a change leaves no trace in the history."""
        if change:
            stored = self.model._default_manager.filter(pk=obj.pk).first()
            if stored is not None and not changed_fields(stored, obj, self.model):
                return
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """The last door: what was saved must lie within the user's scope, or nothing is stored."""
        super().save_related(request, form, formsets, change)
        rows = editable_rows(self.model._default_manager.all(), request.user)
        if not rows.filter(pk=form.instance.pk).exists():
            raise PermissionDenied(_("This record would lie outside the parks you work for. Nothing was stored."))


class ScopedInline(Scoped):
    """Rows beneath a record: the same scope as everywhere, no link to a page of their own."""

    extra = 0
    formfield_overrides = PLAIN_NUMBERS
    show_change_link = False


class RecordInline(ScopedInline, admin.TabularInline):
    """Rows of a few short columns."""


class StackedRecordInline(ScopedInline, admin.StackedInline):
    """Rows of many or long columns."""


def _latest_version_id(obj) -> int | None:
    return obj.history.order_by("-history_date", "-history_id").values_list("history_id", flat=True).first()
