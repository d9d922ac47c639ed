"""What is looked for: one module a check, listed here in the order in which the page shows them."""

from django.utils.translation import gettext_lazy as _

from zoneportal.inspection.checks import empty, english, freshness, images, links, maps, settings, years
from zoneportal.inspection.findings import Check

CHECKS = (
    Check(
        "settings",
        _("What every page must carry"),
        _("Organizer, contact, identification code and registration numbers stand in the footer and the meta tags."),
        settings.run,
    ),
    Check(
        "freshness",
        _("Columns not updated in time"),
        _("Inspections count columns that stay without news; several of them fail the whole site."),
        freshness.run,
    ),
    Check(
        "years",
        _("Years that have passed"),
        _("What speaks of a year that is over, or of a window that has closed, looks forgotten."),
        years.run,
    ),
    Check(
        "empty",
        _("Empty columns"),
        _("A column of the menu in which nothing stands counts as empty."),
        empty.run,
    ),
    Check(
        "links",
        _("Links that lead nowhere"),
        _("A link to a page that does not answer, or to a part of a page that is not there."),
        links.run,
    ),
    Check(
        "maps",
        _("Maps without an approval number"),
        _("Only standard maps may be shown, with their 审图号."),
        maps.run,
    ),
    Check(
        "images",
        _("Pictures without a text"),
        _("Readers who cannot see the picture are told nothing."),
        images.run,
    ),
    Check(
        "english",
        _("English pages without English"),
        _("Where the English is empty, the English page shows the Chinese."),
        english.run,
    ),
)
