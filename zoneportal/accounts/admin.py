"""Accounts and roles. An administrator of the zone runs them without being able to raise anybody's rights by them."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zoneportal.accounts.forms import AccountForm, NewAccountForm, RightsField
from zoneportal.accounts.models import User
from zoneportal.accounts.queries import ROLE_NAMES, grantable_groups, in_words, may_manage, rights_of_roles

admin.site.unregister(Group)


class RoleFilter(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("role")


@admin.register(User)
class AccountAdmin(auth_admin.UserAdmin):
    # What belongs to an account in the apps above (the parks it works for); they add it, this floor cannot know them.
    inlines: list = []
    remarks: list[Callable[[User], str]] = []  # what they say of an account that was saved; "" where nothing is amiss

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = None
    list_display = ["username", "display_name", "roles_column", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", ("groups", RoleFilter)]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["username", "display_name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    add_fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "password"]}),
        (_("Rights"), {"fields": ["groups"]}),
    ]
    fieldsets = [
        (None, {"fields": ["username", "display_name", "email"]}),
        (_("Rights"), {"fields": ["is_active", "groups"]}),
        (_("Sign-in"), {"fields": [("last_login", "date_joined")]}),
    ]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        return [*fieldsets, (_("Superuser"), {"fields": ["is_superuser"]})]

    def get_readonly_fields(self, request, obj=None):
        """Nobody changes the own rights, nor shuts themselves out."""
        own = ["groups", "is_active", "is_superuser"] if obj == request.user else []
        return [*super().get_readonly_fields(request, obj), *own]

    def get_inlines(self, request, obj):
        return [] if obj == request.user else self.inlines

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs |= {"queryset": grantable_groups(request.user), "widget": CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None) -> bool:
        return False  # the history and the log name people; an account is switched off instead

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def save_related(self, request: HttpRequest, form, formsets, change: bool) -> None:
        """The log says which roles an account had before and has now."""
        before = self._roles_of(form.instance)
        super().save_related(request, form, formsets, change)
        after = self._roles_of(form.instance)
        if before != after:
            sentence = gettext("Roles: %(before)s → %(after)s")
            self.log_change(request, form.instance, sentence % {"before": before or "—", "after": after or "—"})
        for remark in self.remarks:
            if sentence := remark(form.instance):
                self.message_user(request, sentence, messages.WARNING)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue=None) -> HttpResponse:
        if password := getattr(obj, "password_to_show", ""):
            return self._show_once(request, obj, password)
        return super().response_add(request, obj, post_url_continue)

    def save_form(self, request, form, change: bool):
        account = super().save_form(request, form, change)
        if not change:
            account.password_to_show = form.random_password
        return account

    def _show_once(self, request: HttpRequest, account: User, password: str) -> HttpResponse:
        """A page of its own: a message would travel through a cookie."""
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("The account %s is there") % account.username,
            "opts": self.opts,
            "account": account,
            "password": password,
        }
        response = TemplateResponse(request, "admin/accounts/user/password_once.html", context)
        response.headers["Cache-Control"] = "no-store"
        return response

    @staticmethod
    def _roles_of(account: User) -> str:
        return "、".join(sorted(str(group) for group in account.groups.all()))

    @admin.display(description=_("roles"))
    def roles_column(self, account: User) -> str:
        return "、".join(str(group) for group in account.groups.all())


@admin.register(Group)
class RoleAdmin(auth_admin.GroupAdmin):
    """The roles of the table are completed by every update; rights that the superuser adds to them stay."""

    list_display = ["name_column"]
    filter_horizontal = ["permissions"]

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["name", "permissions"]})]
        chosen = ["permissions"] if self.has_change_permission(request, obj) else []
        name = "name_column" if obj.name in ROLE_NAMES else "name"
        return [(None, {"fields": [name, "rights_column", *chosen]})]

    def get_readonly_fields(self, request, obj=None):
        return ["name_column", "rights_column"]

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        kwargs |= {"queryset": rights_of_roles(), "form_class": RightsField}
        return admin.ModelAdmin.formfield_for_manytomany(self, db_field, request, **kwargs)

    def has_add_permission(self, request) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser and (obj is None or obj.name not in ROLE_NAMES)

    @admin.display(description=_("role"), ordering="name")
    def name_column(self, group: Group) -> str:
        return str(group)

    @admin.display(description=_("rights"))
    def rights_column(self, group: Group) -> str:
        rights = group.permissions.select_related("content_type").order_by("content_type", "pk")
        return format_html_join("", "<div>{}：{}</div>", in_words(rights)) or "—"
