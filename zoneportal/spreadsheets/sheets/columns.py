"""A column of a sheet: what stands over it, what its cells mean, which field of the record it is."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext
from import_export.fields import Field

from zoneportal.numbers import Unit
from zoneportal.spreadsheets.layout import headers
from zoneportal.spreadsheets.sheets.widgets import SheetWidget
from zoneportal.spreadsheets.values import cells

BLANK_ONLY = frozenset(("",))
OFFERED = 12
WIDE = 30  # columns of prose and of full names


class Column(Field):
    """An import_export field with what a clerk needs.

    `attribute` is the model's field; None where the resource itself knows what to do with the value.
    """

    name = ""  # given by the resource
    widget: SheetWidget

    def __init__(
        self,
        attribute: str | None,
        label: str,
        english: str,
        widget: SheetWidget,
        *,
        aliases: Collection[str] = (),
        required: bool = False,
        unit: Unit | None = None,
        blank_words: Collection[str] = cells.BLANK_WORDS,
        source: str = "",
        help_text: object = "",
        width: int = 16,
        example: str = "",
        said_in: str = "",
    ) -> None:
        super().__init__(attribute=attribute, column_name=label, widget=widget)
        self.label = label
        self.english = english
        self.aliases = tuple(aliases)
        self.is_required = required
        self.unit = unit
        self.blank_words = frozenset(blank_words) | BLANK_ONLY
        self.source = source or attribute or ""  # the value of an export row that the cell shows
        self.help_text = help_text
        self.width = width
        self.example = example
        self.said_in = said_in or (unit.name_zh if unit else "")  # the word behind a number, where a preview shows it

    @property
    def header(self) -> str:
        return f"{self.label}（{self.unit.name_zh}）" if self.unit else self.label

    def said(self, value: Any) -> str:
        """A stored value as the preview shows it: with its unit, since the header above may have named another one."""
        text = self.widget.shown(value)
        return f"{text} {self.said_in}" if text and self.said_in else text

    @property
    def cell_format(self) -> str:
        """The widget's format; "words" where no program takes what somebody types there for a number or a date."""
        if self.widget.format != "text" or (self.widget.takes_codes and self.width < WIDE):
            return self.widget.format
        return "words"

    def instructions(self) -> str:
        """The comment on its header."""
        needed = gettext("Needed in every sheet.") if self.is_required else ""
        return "\n".join(filter(None, (self.requirement(), needed)))

    def sample(self) -> str:
        """What a template shows as an example."""
        return self.example or self.widget.example or next(iter(self.widget.choices), "")

    def requirement(self) -> str:
        """What belongs into the column."""
        lines = [str(self.help_text)] if self.help_text else []
        if self.unit and self.header != self.label:
            lines.append(gettext("In %(unit)s.") % {"unit": self.unit.name_zh})
        if self.widget.format == "day":
            lines.append(gettext("A date, like 2015-02-04 or 2015年2月4日."))
        if self.widget.choices:
            more = "…" if len(self.widget.choices) > OFFERED else ""
            lines.append(gettext("One of: %(choices)s") % {"choices": "、".join(self.widget.choices[:OFFERED]) + more})
        return "\n".join(lines)

    def known_as(self) -> headers.Column:
        """What the header reader needs to find this column."""
        names = (self.label, self.english, self.english.replace(" ", "_"), self.name, *self.aliases)
        return headers.Column(self.name, tuple(dict.fromkeys(names)), self.is_required, self.unit)
