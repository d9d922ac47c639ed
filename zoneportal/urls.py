from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from zoneportal.pages import (
    design,
    feeds,
    health,
    home,
    media,
    parks,
    robots,
    search,
    security,
    selection,
    site,
    sitemaps,
    theme,
)

handler400 = "zoneportal.pages.errors.bad_request"
handler403 = "zoneportal.pages.errors.not_allowed"
handler404 = "zoneportal.pages.errors.not_found"
handler500 = "zoneportal.pages.errors.server_error"

urlpatterns = [
    path("accounts/", include("zoneportal.accounts.urls")),
    path("admin/", admin.site.urls),
    path("health/", health.health, name="health"),
    path("media/<path:path>", media.media, name="media"),
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", security.security, name="security"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap_index"),
    path("sitemap-pages.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path("sitemap-enterprises-<int:page>.xml", sitemaps.sitemap_enterprises, name="sitemap_enterprises"),
    re_path(r"^theme/(?P<colour>[0-9a-f]{6})\.css$", theme.theme, name="theme"),
    re_path(r"^theme/(?P<colour>[0-9a-f]{6})\.svg$", theme.mark, name="mark"),
    re_path(r"^theme/(?P<colour>[0-9a-f]{6})-(?P<side>[0-9]{3})\.png$", theme.mark_in_pixels, name="mark_in_pixels"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("parks/", parks.parks, name="parks"),
        path("parks/<slug:slug>/", parks.park, name="park"),
        re_path(r"^enterprises/data\.(?P<ending>csv|xlsx)$", selection.selection, name="selection_data"),
        path("search/", search.search, name="search"),
        path("sitemap/", site.site_map, name="sitemap"),
        path("about/", site.about, name="about"),
        path("about/design/", design.design, name="design"),
        path("site.webmanifest", theme.manifest, name="manifest"),
        path("accessibility/", site.accessibility, name="accessibility"),
        path("feeds/releases.atom", feeds.releases_feed, name="releases_feed"),
        path("feeds/announcements.atom", feeds.announcements_feed, name="announcements_feed"),
        path("", include("zoneportal.api.urls")),
        path("", include("zoneportal.open_data.urls")),
        path("", include("parks.urls")),
        path("", include("enterprises.urls")),
        path("", include("stats.urls")),
        prefix_default_language=False,
    ),
]
