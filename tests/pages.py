"""The public pages, one address of each type: what the browser and html tests walk through."""

# Addresses of the Chinese pages; the English ones stand under /en/.
PUBLIC_PAGES = (
    "/",
    "/profile/",
    "/parks/",
    "/parks/keji/",
    "/industries/",
    "/enterprises/",
    "/enterprises/?q=nothing-of-this-name",
    "/enterprises/?industry=C&sort=name",
    "/enterprises/E000001/",
    "/statistics/",
    "/statistics/operating_revenue/",
    "/statistics/registered_enterprises/",
    "/statistics/releases/",
    "/statistics/releases/2017/",
    "/goals/",
    "/statistics/data/",
    "/about/api/",
    "/announcements/",
    "/search/",
    "/search/?q=长治",
    "/search/?q=nothing-of-this-name",
    "/sitemap/",
    "/about/",
    "/about/design/",
    "/accessibility/",
)


def in_both_languages() -> list[str]:
    return [*PUBLIC_PAGES, *(f"/en{path}" for path in PUBLIC_PAGES)]
