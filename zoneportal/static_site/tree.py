"""The folder of a published site. A new release is built beside the public one and takes its place in one step.

DIR/current                  a link to the release that the web server shows
DIR/releases/<moment>/site   the files, the web server's root
DIR/releases/<moment>/manifest.json
DIR/.zone-portal-site        says that the folder is ours; holds the lock of a run
"""

import fcntl
import gzip
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zoneportal.messages import N_, Refused
from zoneportal.static_site import manifest as manifests
from zoneportal.static_site.manifest import File, Manifest, digest

MARK, CURRENT, RELEASES, SITE, UNFINISHED = ".zone-portal-site", "current", "releases", "site", ".unfinished"
STAMP = re.compile(r"[0-9]{8}T[0-9]{6}Z(-[0-9]+)?")
SMALL = 1_000  # bytes that fit into one packet are not worth compressing
COMPRESSED = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/xml",
    "application/atom+xml",
    "image/svg",
)


class Folder:
    def __init__(self, top: Path):
        self.top = top.absolute()

    @contextmanager
    def locked(self) -> Iterator[int]:
        """The lock's descriptor; the lock ends with the process, however it ends."""
        self._make_ours()
        descriptor = os.open(self.top / MARK, os.O_RDWR)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(N_("Another run is writing to %(folder)s. Wait for it."), folder=self.top) from None
            yield descriptor
        finally:
            os.close(descriptor)

    def _make_ours(self) -> None:
        if self.top.exists() and not self.top.is_dir():
            raise Refused(N_("%(folder)s is a file. Name a folder."), folder=self.top)
        self.top.mkdir(parents=True, exist_ok=True)
        if not (self.top / MARK).exists():
            if any(self.top.iterdir()):
                raise Refused(
                    N_("%(folder)s holds files of somebody else. Name an empty folder or one that does not exist."),
                    folder=self.top,
                )
            (self.top / MARK).touch()

    def current(self) -> Path | None:
        """The release that the public sees."""
        release = self.top / CURRENT
        return release.resolve() if (release / manifests.NAME).exists() else None

    def releases(self) -> list[Path]:
        """Oldest first."""
        found = (self.top / RELEASES).glob("*")
        return sorted(path for path in found if STAMP.fullmatch(path.name) and path.is_dir())

    def begin(self, stamp: str) -> "Release":
        """Needs the lock. What a run left that was broken off is cleared away."""
        for leftover in [*(self.top / RELEASES).glob("*" + UNFINISHED), self.top / (CURRENT + UNFINISHED)]:
            _remove(leftover)
        taken = {path.name for path in self.releases()}
        name = next(name for name in _names(stamp) if name not in taken)
        release = Release(self.top / RELEASES / (name + UNFINISHED))
        release.site.mkdir(parents=True)
        return release

    def switch(self, release: "Release") -> Path:
        """Puts the release before the public: everything on the disk first, then one rename."""
        os.sync()
        finished = release.top.with_name(release.top.name.removesuffix(UNFINISHED))
        release.top.rename(finished)
        link = self.top / (CURRENT + UNFINISHED)
        link.symlink_to(Path(RELEASES) / finished.name)
        link.replace(self.top / CURRENT)
        _sync_folder(self.top)
        return finished

    def remove_old(self, keep: int) -> None:
        """All but the `keep` newest besides the public one."""
        current = self.current()
        old = [release for release in self.releases() if release != current]
        for release in old[: max(len(old) - keep, 0)]:
            _remove(release)


class Release:
    """A release that is being built."""

    def __init__(self, top: Path):
        self.top, self.site = top, top / SITE
        self._folders: set[Path] = set()

    def write(self, name: str, content: bytes, content_type: str, like: File | None = None, old: Path | None = None):
        """The file, linked to the one of the `old` release where that is the same."""
        sha256 = digest(content)
        if like and old and like.sha256 == sha256 and like.name == name and self.link(like, old):
            return like
        path = self._path(name)
        path.write_bytes(content)
        compressed = 0
        if len(content) > SMALL and content_type.startswith(COMPRESSED):
            packed = gzip.compress(content, 6, mtime=0)
            path.with_name(path.name + ".gz").write_bytes(packed)
            compressed = len(packed)
        return File(name, sha256, len(content), content_type, compressed)

    def link(self, file: File, old: Path) -> bool:
        """Whether the old release still has the file as it was."""
        source, path = old / SITE / file.name, self._path(file.name)
        pairs = [(source, path, file.size)]
        if file.compressed:
            pairs.append((Path(f"{source}.gz"), Path(f"{path}.gz"), file.compressed))
        if not all(there.is_file() and there.stat().st_size == size for there, _here, size in pairs):
            return False
        for there, here, _size in pairs:
            here.hardlink_to(there)
        return True

    def _path(self, name: str) -> Path:
        """Never outside of the release, whatever the name."""
        if name.startswith("/") or {"", ".", ".."} & set(name.split("/")):
            raise Refused(N_("%(name)s is no name for a file of the site."), name=name)
        path = self.site / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        return path

    def finish(self, manifest: Manifest) -> None:
        (self.top / manifests.NAME).write_text(manifest.text(), "utf-8")
        if wrong := differences(self.top, manifest, by_hash=False):
            raise Refused(N_("The new release is not whole: %(name)s."), name=wrong[0])


def differences(release: Path, manifest: Manifest, *, by_hash: bool) -> list[str]:
    """Names of files that are missing, changed or too many."""
    site = release / SITE
    expected = {}
    for file in manifest.files().values():
        expected[file.name] = file.size
        if file.compressed:
            expected[file.name + ".gz"] = file.compressed
    found = {str(path.relative_to(site)): path for path in site.rglob("*") if path.is_file()}
    wrong = sorted(set(expected) ^ set(found))
    wrong += [name for name in sorted(set(expected) & set(found)) if found[name].stat().st_size != expected[name]]
    if by_hash and not wrong:
        wrong = [file.name for file in manifest.files().values() if not _is_whole(site, file)]
    return wrong


def _is_whole(site: Path, file: File) -> bool:
    content = (site / file.name).read_bytes()
    packed = (site / f"{file.name}.gz").read_bytes() if file.compressed else None
    return digest(content) == file.sha256 and (packed is None or gzip.decompress(packed) == content)


def _names(stamp: str) -> Iterator[str]:
    yield stamp
    number = 2
    while True:
        yield f"{stamp}-{number}"
        number += 1


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
