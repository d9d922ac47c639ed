"""Links to the files of a table, for the page that shows it. A template library, named in the settings."""

from django import template
from django.urls import reverse

from zoneportal.data_files.files import ENDINGS

register = template.Library()


@register.inclusion_tag("open_data/files.html")
def files_of(address: str, title: str, *args: str) -> dict:
    """`{% files_of "release_data" release.title release.slug %}`: the name of the address, and what it needs."""
    return {"title": title, "files": {ending: reverse(address, args=[*args, ending]) for ending in ENDINGS}}
