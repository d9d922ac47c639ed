"""What a page needs to draw its charts: the library's address where there is one, and each chart as data."""

from django import template
from django.contrib.staticfiles.finders import find
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context
from django.urls import reverse
from django.utils.html import escape, json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from stats.charts import COLUMNS, Chart

register = template.Library()

LIBRARY = "echarts/dist/echarts.common.min.js"


@register.simple_tag
def chart_library() -> str:
    """The address of ECharts, or nothing where npm could not bring it: then the tables stand alone."""
    try:
        return staticfiles_storage.url(LIBRARY) if is_collected() else ""
    except ValueError:  # not among the hashed files
        return ""


def is_collected() -> bool:
    """Storages without a manifest give an address to anything."""
    return hasattr(staticfiles_storage, "hashed_files") or bool(find(LIBRARY))


@register.simple_tag(takes_context=True)
def chart_data(context: Context, chart: Chart) -> SafeString:
    """The chart as a block of data, with the words that the script says."""
    origin = [(_("Source"), chart.source), (_("Vintage"), chart.vintage)]
    data = chart.specification | {
        "caption": " · ".join(part for part in (chart.subject, unit_of(chart)) if part),
        "origin": " · ".join(_("%(name)s: %(text)s") % {"name": name, "text": text} for name, text in origin if text),
        "address": context.get("address") or context["frame"].canonical,
        "words": {
            "gap": _("cannot be computed") if chart.form == COLUMNS else _("no figure released"),
            "break": _("new definition"),
            "pair": _("%(name)s: %(text)s") % {"name": "{name}", "text": "{text}"},
            "said": _("%(text)s (%(said)s)") % {"text": "{text}", "said": "{said}"},
            "between": _("; "),
        },
    }
    return json_script(data, f"chart-{chart.key}-data")


@register.filter
def unit_of(chart: Chart) -> str:
    return _("Unit: %(unit)s") % {"unit": chart.unit} if chart.unit else ""


@register.simple_tag(takes_context=True)
def embed_code(context: Context, chart: Chart) -> str:
    """HTML for another site, as text: the page that shows it escapes it."""
    path = reverse("indicator_embed", args=[chart.code, chart.key])
    address = context["request"].build_absolute_uri(path)
    return f'<iframe src="{address}" title="{escape(chart.finding)}" width="100%" height="640" loading="lazy"></iframe>'
