import gzip

import pytest

from zoneportal.messages import Refused
from zoneportal.static_site.manifest import Manifest, Page
from zoneportal.static_site.tree import Folder, differences

LONG = b"<p>" + b"word " * 400


@pytest.fixture
def folder(tmp_path) -> Folder:
    return Folder(tmp_path / "public")


def released(folder: Folder, content: bytes = LONG, stamp: str = "20260101T000000Z"):
    """A release of one page, put before the public."""
    release = folder.begin(stamp)
    file = release.write("index.html", content, "text/html; charset=utf-8")
    manifest = Manifest("https://x.cn", stamp, {"/": Page("/", "1", file)})
    release.finish(manifest)
    return folder.switch(release), manifest


def test_a_release_becomes_public_in_one_step(folder):
    with folder.locked():
        path, _manifest = released(folder)

    assert str((folder.top / "current").readlink()) == f"releases/{path.name}"
    assert (folder.top / "current/site/index.html").read_bytes() == LONG
    assert gzip.decompress((folder.top / "current/site/index.html.gz").read_bytes()) == LONG


def test_a_second_run_is_refused(folder):
    with folder.locked(), pytest.raises(Refused, match="Another run"), Folder(folder.top).locked():
        pass


def test_a_folder_of_somebody_else_is_refused(folder):
    folder.top.mkdir()
    (folder.top / "letter.txt").touch()

    with pytest.raises(Refused, match="somebody else"), folder.locked():
        pass
    assert [path.name for path in folder.top.iterdir()] == ["letter.txt"]


def test_a_file_is_no_folder(folder):
    folder.top.touch()

    with pytest.raises(Refused, match="is a file"), folder.locked():
        pass


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a//b", "", "a/."])
def test_no_file_leaves_the_release(folder, name):
    with folder.locked(), pytest.raises(Refused, match="no name"):
        folder.begin("20260101T000000Z").write(name, b"", "text/html")


def test_an_unchanged_file_is_the_same_file(folder):
    with folder.locked():
        old, manifest = released(folder)
        release = folder.begin("20260101T000000Z")
        release.write("index.html", LONG, "text/html; charset=utf-8", like=manifest.pages["/"].file, old=old)

    assert release.top.name == "20260101T000000Z-2.unfinished"
    for name in ("index.html", "index.html.gz"):
        assert (release.site / name).samefile(old / "site" / name)


def test_a_changed_file_leaves_the_old_one_alone(folder):
    with folder.locked():
        old, manifest = released(folder)
        release = folder.begin("20260102T000000Z")
        release.write("index.html", b"new", "text/html", like=manifest.pages["/"].file, old=old)

    assert (old / "site/index.html").read_bytes() == LONG


def test_what_the_old_release_lost_is_not_linked(folder):
    with folder.locked():
        old, manifest = released(folder)
        (old / "site/index.html.gz").unlink()

        assert not folder.begin("20260102T000000Z").link(manifest.pages["/"].file, old)


def test_what_was_broken_off_is_cleared_away(folder):
    with folder.locked():
        left = folder.begin("20260101T000000Z")
        folder.begin("20260102T000000Z")

    assert not left.top.exists()


def test_old_releases_go(folder):
    with folder.locked():
        for day in range(1, 6):
            released(folder, stamp=f"2026010{day}T000000Z")
        folder.remove_old(keep=1)

    assert [path.name for path in folder.releases()] == ["20260104T000000Z", "20260105T000000Z"]


def test_a_release_that_is_not_whole_stays_away(folder):
    with folder.locked():
        released(folder)
        release = folder.begin("20260102T000000Z")
        file = release.write("index.html", b"new", "text/html")
        (release.site / "index.html").unlink()

        with pytest.raises(Refused, match="not whole"):
            release.finish(Manifest("https://x.cn", "", {"/": Page("/", "1", file)}))
    assert (folder.top / "current/site/index.html").read_bytes() == LONG


@pytest.mark.parametrize(
    "spoil",
    [
        lambda site: (site / "index.html").write_bytes(LONG.replace(b"word", b"wind", 1)),
        lambda site: (site / "index.html.gz").unlink(),
        lambda site: (site / "more.html").touch(),
    ],
    ids=["changed", "missing", "too many"],
)
def test_a_check_finds_what_is_not_as_it_was_written(folder, spoil):
    with folder.locked():
        path, manifest = released(folder)
    assert differences(path, manifest, by_hash=True) == []

    spoil(path / "site")

    assert len(differences(path, manifest, by_hash=True)) == 1
