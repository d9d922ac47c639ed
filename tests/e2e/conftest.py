import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.browser import ARGUMENTS, chromium

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
# Preloading style sheets, axe adds some of its own to the page, which the policy blocks and the console tells.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False, "rules": {"target-size": {"enabled": True}}}


@dataclass
class Faults:
    """What the browser complained about: console errors, CSP violations, uncaught exceptions, other hosts."""

    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, part: str) -> None:
        """A complaint holding this text is part of the test (the 404 of an error page)."""
        self.expected.append(part)

    def unexpected(self) -> list[str]:
        return [fault for fault in self.found if not any(part in fault for part in self.expected)]


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop makes Django believe that every query comes from asynchronous code; it does not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def faults() -> Iterator[Faults]:
    """Fails the test when its pages complained about anything that it does not expect."""
    faults = Faults()
    yield faults
    assert faults.unexpected() == []


@pytest.fixture
def open_window(browser, live_server, faults) -> Iterator[Callable[..., Page]]:
    """Opens a window on the portal: `open_window(PHONE)`, `open_window(java_script_enabled=False)`."""
    contexts = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.found.append(f"{message.text} [{message.location.get('url', '')}]")

    def see(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:")):
            faults.found.append(f"asked another host: {request.url}")

    def open_(viewport: dict = DESKTOP, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: faults.found.append(f"uncaught: {error}"))
        page.on("request", see)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_window) -> Page:
    return open_window()


@pytest.fixture
def accessibility() -> Callable[[Page], list[str]]:
    """What axe finds on the page, one readable line a fault; empty when it is clean."""

    def line(violation: dict, node: dict) -> str:
        place = " ".join(map(str, node["target"]))
        return f"{violation['id']} ({violation['impact']}): {violation['help']} at {place}"

    def check(page: Page) -> list[str]:
        violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
        return [line(violation, node) for violation in violations for node in violation["nodes"]]

    return check
