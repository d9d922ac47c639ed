"""How long a clerk waits: a workbook through the admin's own views, from the upload to the page that says “written”.

`python -m bench.sheets.clerk FILE`. The worker of the queue runs beside, as `make run` starts it; the pages are asked
for again every tenth of a second while it works, as a browser would do more seldom.
"""

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import django

UPLOAD = "/admin/enterprises/enterprise/import/"
SETTLED = {"checked", "unreadable", "written", "cancelled"}


@contextmanager
def worker():
    command = [sys.executable, "manage.py", "db_worker"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(4)  # it runs long before the clerk comes
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


class Clerk:
    def __init__(self) -> None:
        from django.test import Client

        from zoneportal.accounts.models import User

        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(User.objects.get(username="bench"), backend="django.contrib.auth.backends.ModelBackend")

    def page(self, response) -> str:
        """The address of the page to which the answer leads, once it has been shown."""
        if response.status_code != 302:
            sys.exit(f"answered {response.status_code}: {response.content.decode()[:2000]}")
        shown = self.client.get(response.url)
        if shown.status_code != 200:
            sys.exit(f"{response.url} answered {shown.status_code}")
        return response.url

    def settled(self, address: str):
        from zoneportal.spreadsheets.models import ImportJob

        while (job := ImportJob.objects.latest("pk")).state not in SETTLED:
            time.sleep(0.1)
            self.client.get(address)
        self.client.get(address)
        return job


def main(path: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from bench.sheets.measuring import tell

    clerk, content = Clerk(), Path(path).read_bytes()
    clerk.client.get(UPLOAD)
    with worker():
        start = time.perf_counter()
        address = clerk.page(clerk.client.post(UPLOAD, {"file": SimpleUploadedFile("bench.xlsx", content)}))
        job = clerk.settled(address)
        previewed = time.perf_counter()
        number = str(job.options["check"])
        clerk.page(clerk.client.post(address.replace("change", "confirm"), {"check": number}))
        job = clerk.settled(address)
        end = time.perf_counter()
    if job.state != "written":
        sys.exit(f"not written: {job.state} {job.counts} {job.failure}")
    tell(rows=job.counts["new"], preview=previewed - start, confirm=end - previewed, seconds=end - start)


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
