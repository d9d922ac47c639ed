"""One run: finds every public address, makes what has changed, keeps the rest, and puts the whole before the public."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from zoneportal.static_site import manifest as manifests
from zoneportal.static_site import own_pages, search_index
from zoneportal.static_site.making import Maker, Task
from zoneportal.static_site.manifest import File, Manifest, Page
from zoneportal.static_site.rendering import Visitor, snapshot
from zoneportal.static_site.tree import Folder, Release
from zoneportal.static_site.versions import Versions, code_version
from zoneportal.static_site.workers import Workers

# Everything else is found from here: by the site map and by the links of pages, feeds and catalogues.
BEGINNINGS = ("/", "/en/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", *own_pages.PAGES)
NOT_MISSED = {"/.well-known/security.txt"}  # may be there or not, without a link to it
Progress = Callable[[int, int], None]  # pages done, pages known


@dataclass
class Report:
    release: str
    at: str
    pages: int = 0
    made: int = 0
    kept: int = 0
    files: int = 0
    bytes: int = 0
    seconds: float = 0.0
    left_out: int = 0  # links that no file can answer
    broken: dict[str, list[str]] = field(default_factory=dict)  # address: pages that link to it
    next_change_at: str | None = None

    def as_json(self) -> dict:
        return asdict(self)


def publish(
    folder: Folder, *, root: str, at: datetime, processes: int, keep: int, whole: bool, tell: Progress
) -> Report:
    """`root` is the public address, without a slash at its end; `whole` makes every page again."""
    started = time.monotonic()
    with folder.locked() as lock:
        old = folder.current()
        before = manifests.load(old / manifests.NAME) if old else None
        if whole or before is None or before.root != root:
            old, before = None, Manifest(root, "")
        release = folder.begin(at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ"))
        maker = Maker(Visitor(root, at, own_pages.PAGES), release, old, root)
        workers = Workers(maker, processes, lock)
        try:
            with snapshot():
                run = Run(Versions(at, code_version() + root), before, release, old, tell)
                manifest = run.all_pages(workers, Manifest(root, at.isoformat()))
                run.add_others(manifest, at)
        finally:
            workers.end()
        release.finish(manifest)
        report = run.report(manifest, folder.switch(release))
        folder.remove_old(keep)
    report.seconds = round(time.monotonic() - started, 2)
    return report


class Run:
    def __init__(self, versions: Versions, before: Manifest, release: Release, old: Path | None, tell: Progress):
        self.versions, self.before, self.release, self.old, self.tell = versions, before, release, old, tell
        self.known: set[str] = set()
        self.kept = 0
        self.static = settings.STATIC_URL if settings.STATIC_URL.startswith("/") else f"/{settings.STATIC_URL}"

    def all_pages(self, workers: Workers, manifest: Manifest) -> Manifest:
        self.meet([*BEGINNINGS, *own_pages.former_addresses(self.versions.at)], workers, manifest)
        for page in workers.pages():
            manifest.pages[page.address] = page
            self.meet(page.links, workers, manifest)
            self.tell(len(manifest.pages), len(self.known))
        return manifest

    def meet(self, addresses: Iterable[str], workers: Workers, manifest: Manifest) -> None:
        """Keeps the pages that show what they showed, with all that they lead to, and hands the others to be made."""
        met = [address for address in addresses if address not in self.known]
        tasks = []
        while met:
            address = met.pop()
            if address in self.known or address.startswith(self.static):
                continue
            self.known.add(address)
            before = self.before.pages.get(address)
            version = self.versions.of(address)
            if before and before.version == version and self.keep(before):
                manifest.pages[address] = before
                met += before.links
            else:
                tasks.append(Task(address, version, before.file if before else None))
        workers.add(tasks)

    def keep(self, page: Page) -> bool:
        is_there = page.file is None or bool(self.old and self.release.link(page.file, self.old))
        self.kept += is_there
        return is_there

    def add_others(self, manifest: Manifest, at: datetime) -> None:
        """Static files and the index of the search."""
        for name, content in own_pages.assets():
            self.add(manifest, name, content)
        for name, content in search_index.files(own_pages.entries(manifest.pages.values(), at)):
            self.add(manifest, own_pages.INDEX + name, content)

    def add(self, manifest: Manifest, name: str, content: bytes) -> None:
        like = self.before.others.get(name)
        kind = own_pages.content_type(name)
        manifest.others[name] = self.release.write(name, content, kind, like=like, old=self.old)

    def report(self, manifest: Manifest, release: Path) -> Report:
        files: Iterable[File] = manifest.files().values()
        coming = self.versions.next_change_at
        return Report(
            release=str(release),
            at=manifest.at,
            pages=sum(page.file is not None for page in manifest.pages.values()),
            made=len(manifest.pages) - self.kept,
            kept=self.kept,
            files=len(manifest.files()),
            bytes=sum(file.size for file in files),
            left_out=sum(page.left_out for page in manifest.pages.values()),
            broken=broken(manifest, self.static),
            next_change_at=coming.isoformat() if coming else None,
        )


def broken(manifest: Manifest, static: str) -> dict[str, list[str]]:
    """Links of the site to addresses of the site that have no file, each with the first pages that hold it."""
    found: dict[str, list[str]] = {}
    for page in manifest.pages.values():
        for link in page.links:
            target = manifest.pages.get(link)
            is_there = link[1:] in manifest.others if link.startswith(static) else target and target.file
            if not is_there and link not in NOT_MISSED:
                found.setdefault(link, []).append(page.address)
    return {link: sorted(pages)[:3] for link, pages in sorted(found.items())}
