"""Every page type in Chromium: axe, console, width; on a desktop and a phone, by day and by night."""

from itertools import product

from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.windows import DESKTOP, PHONE, accessibility_faults, listen, too_wide

VIEWPORTS = {"desktop": DESKTOP, "phone": PHONE}
SCHEMES = ("light", "dark")


def window_faults(home: str, addresses: list[str]) -> tuple[int, list[str]]:
    """The number of views that were looked at, and what is wrong with them."""
    faults = []
    views = list(product(VIEWPORTS.items(), SCHEMES, addresses))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        for (device, viewport), scheme, address in views:
            found: list[str] = []
            page = browser.new_page(base_url=home, locale="zh-CN", viewport=viewport, color_scheme=scheme)
            listen(page, home, found)
            answer = page.goto(address, wait_until="networkidle")
            if answer is None or answer.status != 200:
                found.append(f"status {answer and answer.status}")
            found += [*accessibility_faults(page), *too_wide(page, viewport)]
            faults += [f"{address} ({device}, {scheme}): {fault}" for fault in found]
            page.close()
        browser.close()
    return len(views), faults
