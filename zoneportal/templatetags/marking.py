"""Found words in lists that were searched."""

from django import template

from zoneportal.marking import marked

register = template.Library()
register.filter("marked", marked)
