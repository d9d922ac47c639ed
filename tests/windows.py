"""What a window says about its page: its console, the faults that axe finds, whether the page fits."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
# Preloading style sheets, axe adds some of its own to the page, which the policy blocks and the console tells.
OPTIONS = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}


def listen(page: Page, home: str, found: list[str]) -> None:
    """Adds to `found` what goes wrong from now on: console errors, CSP violations, uncaught exceptions, other hosts."""

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(f"{message.text} [{message.location.get('url', '')}]")

    def see(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            found.append(f"asked another host: {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: found.append(f"uncaught: {error}"))
    page.on("request", see)


def accessibility_faults(page: Page) -> list[str]:
    """One readable line a fault; empty when the page is clean."""

    def line(violation: dict, node: dict) -> str:
        place = " ".join(map(str, node["target"]))
        return f"{violation['id']} ({violation['impact']}): {violation['help']} at {place}"

    violations = Axe().run(page, options=OPTIONS).response["violations"]
    return [line(violation, node) for violation in violations for node in violation["nodes"]]


def too_wide(page: Page, viewport: dict) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{width} pixels wide"] if width > viewport["width"] else []
