"""One figure in a page: a filter, because tables have hundreds and an included template costs ten times as much."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stats.tables import Cell

register = template.Library()


@register.filter
def figure(cell: Cell) -> SafeString:
    """The value with its qualifier, or the symbol of its mark and for screen readers its meaning; 示例 where it is."""
    text = cell.text
    if cell.shown_mark:
        text = format_html('{}<span class="visually-hidden"> ({})</span>', text, _(cell.meaning))
    if cell.origin.is_sample:
        return format_html('<span class="tag">{}</span> {}', _("Sample"), text)
    return format_html("{}", text)
