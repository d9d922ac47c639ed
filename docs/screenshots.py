"""Takes pictures of a fresh portal. Needs Chromium.

`make screenshots` writes those of the README. `make screenshots ALL=folder` writes every page type into the folder, in
both languages on a desktop, on a phone and as printed on A4, with sample data: for who looks at the pages.
"""

import argparse
import re
import secrets
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from bench.serving import environment, fill, manage, served  # noqa: E402
from tests.browser import ARGUMENTS, chromium  # noqa: E402
from tests.pages import in_both_languages  # noqa: E402

FOLDER = Path(__file__).with_name("screenshots")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
A4 = {"width": 794, "height": 1123}  # at 96 pixels an inch
PUBLIC = {
    "home-zh": ("/", DESKTOP),
    "home-en": ("/en/", DESKTOP),
    "home-phone": ("/", PHONE),
    "statistics": ("/statistics/", DESKTOP),
    "parks": ("/parks/", DESKTOP),
    "goals": ("/goals/", DESKTOP),
}
FIRST_OF_LIST = "#result_list tbody th a"
OFFICE = {
    "admin": ("/admin/", DESKTOP),
    "admin-phone": ("/admin/", PHONE),
    "release-sheet": ("/admin/stats/release/", DESKTOP, FIRST_OF_LIST, "a[href$='/sheet/']"),
}
# The zone's own content has no survey, so this one is of the sample data.
SURVEY = {"survey-year": ("/admin/stats/surveyyear/", DESKTOP, FIRST_OF_LIST)}
MEDIA = {"desktop": (DESKTOP, "screen"), "phone": (PHONE, "screen"), "print": (A4, "print")}
SAMPLE = 300  # enterprises
USER = "admin"


@contextmanager
def portal(sample: int) -> Iterator[tuple[str, str]]:
    """A portal with the zone's content, and sample data where it is wanted: its address, its one user's password."""
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory() as data_dir:
        env = environment(data_dir, settings="zoneportal.settings") | {"DJANGO_SUPERUSER_PASSWORD": password}
        fill(env, sample)
        manage(env, "createsuperuser", "--no-input", "--username", USER, "--email", f"{USER}@example.cn")
        with served(env, first="/health/") as (port, _server):
            yield f"http://127.0.0.1:{port}", password


def take(browser: Browser, address: str, pictures: dict, password: str = "") -> None:
    """Of each: the page to open, the window, and what is clicked from there."""
    for name, (path, viewport, *clicks) in pictures.items():
        page = browser.new_page(base_url=address, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai")
        if password:
            page.goto("/accounts/login/")
            page.fill("input[name=login]", USER)
            page.fill("input[name=password]", password)
            page.press("input[name=password]", "Enter")
            page.wait_for_url("**/admin/**")
        page.goto(path, wait_until="networkidle")
        for place in clicks:
            page.click(place)
            page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"{name}.png")
        page.close()
        print(f"docs/screenshots/{name}.png")


def take_all(browser: Browser, address: str, folder: Path) -> None:
    """Whole pages: desktop/en-statistics.png."""
    for kind, (viewport, media) in MEDIA.items():
        (folder / kind).mkdir(parents=True, exist_ok=True)
        page = browser.new_page(base_url=address, viewport=viewport, locale="zh-CN")
        page.emulate_media(media=media)
        for path in in_both_languages():
            page.goto(path, wait_until="networkidle")
            page.screenshot(path=folder / kind / f"{name_of(path)}.png", full_page=True)
        page.close()
        print(f"{folder / kind}: {len(in_both_languages())} pictures")


def name_of(path: str) -> str:
    """/en/parks/keji/ is en-parks-keji, / is zh-home."""
    english = path.startswith("/en/")
    words = re.sub(r"[/?=&]+", "-", path.removeprefix("/en/").strip("/"))
    return f"{'en' if english else 'zh'}-{words or 'home'}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page type, into this folder")
    folder = parser.parse_args().all
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        with portal(SAMPLE) as (address, password):
            if folder:
                take_all(browser, address, folder)
            else:
                take(browser, address, SURVEY, password)
        if not folder:
            with portal(0) as (address, password):
                take(browser, address, PUBLIC)
                take(browser, address, OFFICE, password)
        browser.close()
