from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zoneportal.spreadsheets.files.limits import MIB, in_force
from zoneportal.spreadsheets.files.reading import TOO_LARGE
from zoneportal.spreadsheets.sheets.resources import Options

REASON_LIMIT = 300


class ChoicesForm(forms.Form):
    """What a clerk chooses about a sheet, before the first check and again on its result."""

    blank_clears = forms.BooleanField(
        label=_("An empty cell clears what is stored"),
        required=False,
        help_text=_("Without it, empty cells leave the stored values alone."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=REASON_LIMIT,
        help_text=_("Kept with the import."),
    )

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"].help_text = _("Kept with the import. A change of released figures needs it.")

    def options(self, *, sheet: str | None = None, ignored: frozenset[str] = frozenset()) -> Options:
        return Options(
            sheet=sheet,
            ignored=ignored,
            blank_clears=self.cleaned_data["blank_clears"],
            reason=self.cleaned_data["reason"].strip(),
        )


class UploadForm(ChoicesForm):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        help_text=_(
            "A workbook (.xlsx, .xls, .ods) or a text table (.csv, .txt). Nothing is written before you confirm."
        ),
    )
    field_order = ("file",)

    def clean_file(self) -> Any:
        file, limit = self.cleaned_data["file"], in_force().file_bytes
        if file.size > limit:
            params = {"size": -(-file.size // MIB), "limit": limit // MIB}
            raise forms.ValidationError(gettext(TOO_LARGE) % params)
        return file


class CheckAgainForm(ChoicesForm):
    """On the result of a check: another sheet of the workbook, unknown columns to be passed over."""

    sheet = forms.ChoiceField(label=_("Sheet of the workbook"), required=False)
    ignored = forms.MultipleChoiceField(
        label=_("Ignore these columns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    mine_wins = forms.BooleanField(
        label=_("My sheet wins over what others changed since my export"),
        required=False,
        help_text=_("Where a row conflicts, the cells that you edited are written over theirs."),
    )
    field_order = ("sheet", "ignored", "mine_wins")

    def __init__(
        self, *args: Any, sheets: list[str], unknown: list[str], has_conflicts: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]
        self.fields["ignored"].choices = [(name, name) for name in unknown]
        if len(sheets) < 2:
            del self.fields["sheet"]
        if not unknown:
            del self.fields["ignored"]
        if not has_conflicts:
            del self.fields["mine_wins"]

    def chosen(self) -> Options:
        chosen = self.options(
            sheet=self.cleaned_data.get("sheet") or None,
            ignored=frozenset(self.cleaned_data.get("ignored", ())),
        )
        return replace(chosen, mine_wins=self.cleaned_data.get("mine_wins", False))


class UndoForm(forms.Form):
    force = forms.BooleanField(
        label=_("Undo the records that somebody edited later, too"),
        required=False,
        help_text=_("Their later edits are lost. Without this they stay as they are now."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=REASON_LIMIT,
        help_text=_("Kept with the undo and in the history of every record."),
    )
