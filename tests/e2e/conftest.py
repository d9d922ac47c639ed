import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.windows import DESKTOP, accessibility_faults, listen


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

    def open_(viewport: dict = DESKTOP, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        listen(page, live_server.url, faults.found)
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_window) -> Page:
    return open_window()


@pytest.fixture
def accessibility() -> Callable[[Page], list[str]]:
    return accessibility_faults


@pytest.fixture
def look(accessibility) -> Callable[[Page], None]:
    """Looks at the page that is open: accessible, and as wide as its window."""

    def look_at(page: Page) -> None:
        page.wait_for_load_state("load")
        assert accessibility(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url

    return look_at
