"""Pages that every portal has, as the search knows them."""

from functools import cache

from django.utils.translation import gettext, override

from zoneportal.messages import N_

# The name of the address, the title, what a reader finds there.
STANDING = (
    ("profile", N_("The zone"), N_("Overview, standing, milestones and planned area of the zone")),
    ("parks", N_("Parks"), N_("Every park of the zone with its focus, area and enterprises")),
    ("industries", N_("Industries"), N_("Leading and strategic emerging industries and who stands for them")),
    ("enterprises", N_("Enterprises"), N_("Directory of the enterprises that the zone has confirmed")),
    ("statistics", N_("Statistics"), N_("Released figures by indicator and year, with charts and downloads")),
    ("releases", N_("Releases"), N_("When which figures were released, and each release as published")),
    ("catalogue", N_("Open data"), N_("All tables as files, with their definitions and licence")),
    ("goals", N_("Goals"), N_("Development goals and the progress toward them")),
    ("announcements", N_("Announcements"), N_("Notices and news of the zone and its parks")),
    ("about", N_("About this site"), N_("Who runs this site, contact, registration numbers")),
    ("sitemap", N_("Site map"), N_("Every page of this site at a glance")),
    ("accessibility", N_("Accessibility"), N_("How this site can be used by everybody, and whom to tell of a barrier")),
)


@cache
def standing_texts() -> dict[str, tuple[str, ...]]:
    """Title and description of each page in both languages, to be searched in."""
    found = {}
    for name, title, description in STANDING:
        with override("zh-hans"):
            chinese = (gettext(title), gettext(description))
        found[name] = (title, description, *chinese)
    return found
