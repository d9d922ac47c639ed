from django import forms
from django.contrib.auth.models import Permission
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from zoneportal.accounts.actions import random_password
from zoneportal.accounts.models import User
from zoneportal.accounts.queries import in_words


class RightsField(forms.ModelMultipleChoiceField):
    """“企业：修改” instead of Django's English names of permissions."""

    def label_from_instance(self, right: Permission) -> str:
        return "：".join(*in_words([right]))


class AccountForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "display_name", "email", "groups", "is_active", "is_superuser")
        labels = {"groups": _("roles")}
        help_texts = {
            "username": _("For signing in: letters, digits and @ . + - _"),
            "groups": _("Rights come from roles alone. A park clerk also needs the parks to work for."),
            "is_active": _("Accounts are never deleted, because their acts stay on record. Switch them off here."),
        }


class NewAccountForm(AccountForm):
    password = forms.CharField(
        label=_("password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField"}),
        help_text=_("Leave empty for a random one, which is shown once after saving."),
    )
    random_password = ""

    class Meta(AccountForm.Meta):
        fields = ("username", "display_name", "email", "groups")

    def _post_clean(self) -> None:
        super()._post_clean()
        # Here the instance knows its user name, which a password must not resemble.
        if password := self.cleaned_data.get("password"):
            try:
                validate_password(password, self.instance)
            except forms.ValidationError as error:
                self.add_error("password", error)

    def save(self, commit: bool = True) -> User:
        chosen = self.cleaned_data["password"]
        self.random_password = "" if chosen else random_password()
        self.instance.set_password(chosen or self.random_password)
        self.instance.is_staff = True  # every account is one of the office
        return super().save(commit)
