"""Formatting for templates: numbers, days, and the language of content that is not translated yet."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zoneportal.bilingual import CHINESE, ENGLISH, content_language
from zoneportal.numbers import display
from zoneportal.renditions import WIDTHS, measures
from zoneportal.renditions import rendition as rendition_name

register = template.Library()

MONTH_FORMAT = {CHINESE: "Y年n月", ENGLISH: "F Y"}
DAY_FORMAT = {CHINESE: "Y年n月j日", ENGLISH: "j F Y"}


@register.filter
def number(value: Decimal | None, decimals: int = 0) -> str:
    """`1234.5|number:2` is 1,234.50; nothing stays nothing."""
    return "" if value is None else display(Decimal(value), decimals)


@register.filter
def signed(value: Decimal) -> str:
    """A change says its direction: +3.2, -0.4."""
    return f"{'+' if value > 0 else ''}{exact(value)}"


@register.filter
def exact(value: Decimal | None) -> str:
    """All digits that say something: 104.31 and 12, not 12.00."""
    if value is None:
        return ""
    written = Decimal(value).normalize()
    return display(written, max(0, -int(written.as_tuple().exponent)))


@register.filter
def day(value: date | None) -> str:
    """A moment falls on the day that the zone's clock shows."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return date_format(value, DAY_FORMAT[content_language()]) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """2026-11-22 09:30 in the zone's time, as the meta tags of government sites ask for."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def year(value: int) -> str:
    """`2017年`, `2017`: the year as it stands in a sentence or beside a figure, not in a table."""
    return f"{value}年" if content_language() == CHINESE else str(value)


@register.filter
def known_date(event) -> str:
    """`1992年`, `2015年2月`, `3 February 2015`: as precise as `year`, `month` and `day` of the event."""
    if not event.month:
        return year(event.year)
    formats = DAY_FORMAT if event.day else MONTH_FORMAT
    return date_format(date(event.year, event.month, event.day or 1), formats[content_language()])


@register.simple_tag
def lang(content, field: str) -> SafeString:
    """` lang="zh-Hans"` where an English page must show the Chinese text, for screen readers and translators."""
    if content_language() == CHINESE or not content:
        return SafeString("")
    in_chinese = getattr(content, f"{field}_{CHINESE}", "") and not getattr(content, f"{field}_{ENGLISH}", "")
    return format_html(' lang="{}"', "zh-Hans") if in_chinese else SafeString("")


@register.filter
def rendition(picture: FieldFile, width: int) -> str:
    """The address of a picture at one width, in the format that every browser of today shows."""
    return picture.storage.url(rendition_name(str(picture), width, "webp"))


@register.filter
def srcset(picture: FieldFile, kind: str) -> str:
    """The addresses of a picture in one format, each with its width."""
    return ", ".join(f"{picture.storage.url(rendition_name(str(picture), width, kind))} {width}w" for width in WIDTHS)


@register.filter
def sides(picture: FieldFile) -> SafeString:
    """` width="2400" height="1600"`, so that the page does not jump when the picture arrives."""
    known = measures(str(picture))
    return format_html(' width="{}" height="{}"', *known) if known else SafeString("")
