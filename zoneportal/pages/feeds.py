"""Atom feeds (RFC 4287) of releases and announcements: what is public, the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from enterprises.models import IndustryTag
from parks.models import Announcement, Park
from parks.queries import announcement_keys, announcements_with_keys
from stats.models import Figure, Release
from stats.queries import releases_until
from stats.queries.corrections import corrections
from zoneportal.characters import CONTROL
from zoneportal.marking import plain
from zoneportal.open_data.terms import terms_of, zone_of
from zoneportal.page_cache.pages import public_page
from zoneportal.templatetags.portal import day

ENTRIES = 50
LONGEST_SUMMARY = 300
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Entry:
    title: str
    address: str  # below the site
    published_at: datetime
    updated_at: datetime
    summary: str


class Feed(Atom1Feed):
    """Says when it last changed, by its newest entry or, without one, by the day on which it could first be read."""

    mime_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=self.feed["empty_since"])


@public_page(shows=(Release, Figure, Park, IndustryTag))
def releases_feed(request: HttpRequest) -> HttpResponse:
    releases = releases_until(request.reader.at)[:ENTRIES]
    corrected = corrections(releases, request.reader.at)
    entries = (release_entry(release, corrected.get(release.pk)) for release in releases)
    return answer(request, _("Releases of figures"), reverse("releases"), entries)


def release_entry(release: Release, corrected_at: datetime | None) -> Entry:
    parts = [_("Basis: %(basis)s") % {"basis": release.basis}]
    if release.holds_sample:
        parts.append(_("Sample figures are invented for demonstration."))
    if corrected_at:
        parts.append(
            _("Figures of this release were corrected on %(day)s.") % {"day": day(timezone.localdate(corrected_at))}
        )
    return Entry(
        title=release.title,
        address=reverse("release", args=[release.slug]),
        published_at=release.released_at,
        updated_at=corrected_at or release.released_at,
        summary=" ".join(parts),
    )


@public_page(shows=(Announcement,))
def announcements_feed(request: HttpRequest) -> HttpResponse:
    keys = announcement_keys(request.reader)[:ENTRIES]
    entries = (announcement_entry(each) for each in announcements_with_keys(request.reader, keys))
    return answer(request, _("Announcements"), reverse("announcements"), entries)


def announcement_entry(announcement: Announcement) -> Entry:
    """Updated when the version that is public now came into force."""
    issued_at = timezone.make_aware(datetime.combine(announcement.issued_on, time()))
    return Entry(
        title=announcement.title,
        address=announcement.get_absolute_url(),
        published_at=issued_at,
        updated_at=max(announcement.published_at, issued_at),
        summary=announcement.summary or shortened(plain(announcement.body)),
    )


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SUMMARY else f"{text[:LONGEST_SUMMARY]}…"


def answer(request: HttpRequest, title: str, page: str, entries: Iterable[Entry]) -> HttpResponse:
    """One query, for the zone."""
    zone = zone_of(request.reader)
    terms = terms_of(zone)
    feed = Feed(
        title=fit(f"{title} – {zone.name if zone else _('Zone Portal')}"),
        link=request.build_absolute_uri(page),
        description="",
        language=LANGUAGES[get_language()],
        author_name=fit(terms.publisher),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=tag_of(request, request.path, None),
        feed_copyright=fit(" ".join(part for part in (terms.licence, terms.licence_address) if part)) or None,
        empty_since=zone.published_at
        if zone
        else timezone.localtime(request.reader.at).replace(hour=0, minute=0, second=0, microsecond=0),
    )
    for entry in entries:
        feed.add_item(
            title=fit(entry.title),
            link=request.build_absolute_uri(entry.address),
            description=escape(fit(entry.summary)),
            unique_id=tag_of(request, entry.address, entry.published_at),
            pubdate=timezone.localtime(entry.published_at),
            updateddate=timezone.localtime(entry.updated_at),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.mime_type)


FIRST_DAY = "2026-01-01"  # from which on the authority of a tag names its host, for what has no day of its own


def tag_of(request: HttpRequest, address: str, since: datetime | None) -> str:
    """An identifier that lasts (RFC 4151): it names host, day and address, and depends on nothing else."""
    host = urlsplit(f"//{request.get_host()}").hostname
    named = f"{timezone.localdate(since):%Y-%m-%d}" if since else FIRST_DAY
    return f"tag:{host},{named}:{address}"


def fit(text: str) -> str:
    """Without characters that XML cannot hold."""
    return CONTROL.sub(" ", text)
