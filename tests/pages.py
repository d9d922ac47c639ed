"""The public pages, one address of each type: what the browser and html tests walk through."""

# Addresses of the Chinese pages; the English ones stand under /en/.
PUBLIC_PAGES = (
    "/",
    "/profile/",
    "/parks/",
    "/parks/keji/",
    "/announcements/",
    "/sitemap/",
    "/about/",
    "/accessibility/",
)


def in_both_languages() -> list[str]:
    return [*PUBLIC_PAGES, *(f"/en{path}" for path in PUBLIC_PAGES)]
