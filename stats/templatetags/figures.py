"""Figures in a page: filters, because tables have hundreds and an included template costs ten times as much."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stats.marks import Mark, explained
from stats.tables import Cell, Table, marks_of

register = template.Library()


@register.filter
def figure(cell: Cell) -> SafeString:
    """The value with its qualifier, or the symbol of its mark and for screen readers its meaning; 示例 where it is."""
    sample = f'<span class="tag">{escape(_("Sample"))}</span> ' if cell.origin.is_sample else ""
    meaning = f'<span class="visually-hidden"> ({escape(_(cell.meaning))})</span>' if cell.shown_mark else ""
    return SafeString(f"{sample}{escape(cell.text)}{meaning}")


@register.filter
def explanation(mark: Mark) -> str:
    """What stands under a table beside the symbol of the mark."""
    return explained(mark, _)


@register.filter
def marks_met(items: Iterable) -> list[Mark]:
    """Of cells, or of rows that hold a cell each."""
    return marks_of(getattr(item, "cell", item) for item in items)


@register.filter
def grid_rows(table: Table) -> SafeString:
    """`<tr>` after `<tr>`; a figure says its unit and its vintage where the table has several."""
    return SafeString(
        "\n".join(
            f'<tr><th scope="row">{escape(row.text)}</th>{"".join(grid_cell(cell, table) for cell in cells)}</tr>'
            for row, cells in table.grid()
        )
    )


def grid_cell(cell: Cell | None, table: Table) -> str:
    if cell is None:
        return '<td class="num">—</td>'
    unit = "" if table.unit_name else f" <small>{escape(cell.unit_name)}</small>"
    vintage = "" if table.vintage_name else f" <small>{escape(cell.vintage_label)}</small>"
    return f'<td class="num">{figure(cell)}{unit}{vintage}</td>'
