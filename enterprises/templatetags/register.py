"""The rows of the directory: one filter, because fifty rows of an included template take most of the page's time."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from enterprises.queries.directory import Listed
from zoneportal.marking import marked

register = template.Library()
NONE = '<td class="none">—</td>'


@register.filter
def register_rows(lines: Iterable[Listed], words: list[str]) -> SafeString:
    """`<tr>` after `<tr>`: name with what is special of it, credit code, park, industry; found words are marked."""
    sample = format_html(' <span class="tag">{}</span>', _("Sample"))
    return SafeString("\n".join(row(line, words, sample) for line in lines))


def row(line: Listed, words: list[str], sample: str) -> str:
    name, code = (marked(text, words) if words else escape(text) for text in (line["name"], line["credit_code"]))
    status = f' <span class="tag">{escape(line["status"])}</span>' if line["status"] else ""
    park = f'<td><a href="{escape(line["park_address"])}">{escape(line["park"])}</a></td>' if line["park"] else NONE
    industry = f"<td{lang(line['industry_lang'])}>{escape(line['industry'])}</td>" if line["industry"] else NONE
    code_cell = f'<td class="code">{code}</td>' if code else NONE
    return (
        f'<tr><th scope="row"><a href="{escape(line["number"])}/"{lang(line["name_lang"])}>{name}</a>'
        f"{sample if line['is_sample'] else ''}{status}</th>"
        f"{code_cell}{park}{industry}</tr>"
    )


def lang(code: str) -> str:
    return f' lang="{code}"' if code else ""
