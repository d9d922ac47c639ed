"""Rights per kind of record. Django makes one permission of each word, for example `parks.publish_park`."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

RECORD_RIGHTS = ("view", "add", "change", "delete")
SHEET_RIGHTS = (*RECORD_RIGHTS, "import", "export")
CONTENT_RIGHTS = (*SHEET_RIGHTS, "publish")


def has_right(user, model, word: str) -> bool:
    """Whether `user` holds the right `word` on `model`; object scope is `visible_to` / `editable_by`."""
    return user.has_perm(f"{model._meta.app_label}.{word}_{model._meta.model_name}")


def require_right(user, model, word: str) -> None:
    """Errors: PermissionDenied. `user` is None where the program itself acts (the content of a fresh installation)."""
    if user is not None and not has_right(user, model, word):
        raise PermissionDenied(_("Your rights do not cover this. Ask an administrator of the zone."))
