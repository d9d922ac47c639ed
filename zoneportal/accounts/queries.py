"""Who may give which rights, and rights in words. Nobody gives, or takes over, more than is theirs to give."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from zoneportal.accounts.models import User
from zoneportal.accounts.roles import ROLES

ROLE_NAMES = [role.name for role in ROLES]
RIGHTS: dict[str, str | Promise] = {
    "view": pgettext_lazy("right", "view"),
    "add": pgettext_lazy("right", "add"),
    "change": pgettext_lazy("right", "change"),
    "delete": pgettext_lazy("right", "delete"),
    "import": pgettext_lazy("right", "import"),
    "export": pgettext_lazy("right", "export"),
    "publish": pgettext_lazy("right", "publish"),
    "confirm": pgettext_lazy("right", "confirm"),
    "release": pgettext_lazy("right", "release"),
    "all": pgettext_lazy("right", "work with the rows of every park"),
}


def grantable_groups(user) -> QuerySet[Group]:
    """The roles of the table, which an office divides among its people, and groups whose every right `user` holds."""
    groups = Group.objects.order_by("pk")
    if user.is_superuser:
        return groups
    held = user.get_all_permissions()
    others = groups.exclude(name__in=ROLE_NAMES).prefetch_related("permissions__content_type")
    covered = [group.pk for group in others if {label_of(right) for right in group.permissions.all()} <= held]
    return groups.filter(Q(name__in=ROLE_NAMES) | Q(pk__in=covered))


def may_manage(user, account: User) -> bool:
    """Whether `user` may change the account: it holds nothing that `user` could not give."""
    if user.is_superuser:
        return True
    if account.is_superuser or account.user_permissions.exists():
        return False
    return not account.groups.exclude(pk__in=grantable_groups(user).values("pk")).exists()


def rights_of_roles() -> QuerySet[Permission]:
    """Every right on the kinds of records that the table of roles names; the program's own tables are left out."""
    named = Q()
    for model in sorted({model for role in ROLES for model in role.rights}):
        app, name = model.split(".")
        named |= Q(content_type__app_label=app, content_type__model=name)
    return Permission.objects.filter(named).select_related("content_type").order_by("content_type", "pk")


def in_words(rights: Iterable[Permission]) -> list[tuple[str, str]]:
    """[("企业", "查看、修改"), …], in the order of the rights."""
    by_model: dict[str, list[str]] = {}
    for right in rights:
        model = right.content_type.model_class()
        name = str(capfirst(model._meta.verbose_name)) if model else right.content_type.model
        action = right.codename.rpartition("_")[0]
        by_model.setdefault(name, []).append(str(RIGHTS.get(action, right.name)))
    return [(name, "、".join(words)) for name, words in by_model.items()]


def label_of(right: Permission) -> str:
    return f"{right.content_type.app_label}.{right.codename}"
