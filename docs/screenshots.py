"""Takes the pictures of the README from a fresh portal: `make screenshots`. Needs Chromium."""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.browser import ARGUMENTS, chromium  # noqa: E402

FOLDER = Path(__file__).with_name("screenshots")
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PUBLIC = {
    "home-zh": ("/", DESKTOP),
    "home-en": ("/en/", DESKTOP),
    "home-phone": ("/", PHONE),
    "statistics": ("/statistics/", DESKTOP),
}
OFFICE = {"admin": ("/admin/", DESKTOP), "admin-phone": ("/admin/", PHONE)}
USER = "admin"


@contextmanager
def portal() -> Iterator[tuple[str, str]]:
    """A portal with nothing but the zone's content: its address and the password of its one user."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    password = secrets.token_urlsafe(12)
    with tempfile.TemporaryDirectory() as data_dir:
        environment = os.environ | {
            "DATA_DIR": data_dir,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "off",
            "DATABASE_URL": f"sqlite:///{data_dir}/portal.sqlite3",
            "DJANGO_SUPERUSER_PASSWORD": password,
        }
        for command in ("migrate", "collectstatic --no-input", "load_content"):
            subprocess.run(
                [sys.executable, "manage.py", *command.split()], cwd=ROOT, env=environment, check=True, stdout=-3
            )
        create = f"createsuperuser --no-input --username {USER} --email {USER}@example.cn"
        subprocess.run([sys.executable, "manage.py", *create.split()], cwd=ROOT, env=environment, check=True)
        bind = ("--bind", f"127.0.0.1:{port}", "--no-control-socket", "--log-level", "warning")
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "zoneportal.wsgi:application", *bind], cwd=ROOT, env=environment
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}", password
        finally:
            server.terminate()
            server.wait()


def wait_for(address: str) -> None:
    for _attempt in range(100):
        try:
            urlopen(address).close()
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"{address} does not answer.")


def take(browser: Browser, address: str, pictures: dict, password: str = "") -> None:
    for name, (path, viewport) in pictures.items():
        page = browser.new_page(base_url=address, viewport=viewport, locale="zh-CN")
        if password:
            page.goto("/accounts/login/")
            page.fill("input[name=login]", USER)
            page.fill("input[name=password]", password)
            page.press("input[name=password]", "Enter")
            page.wait_for_url("**/admin/**")
        page.goto(path)
        page.screenshot(path=FOLDER / f"{name}.png")
        page.close()
        print(f"docs/screenshots/{name}.png")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with portal() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        take(browser, address, PUBLIC)
        take(browser, address, OFFICE, password)
        browser.close()
