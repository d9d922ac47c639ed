import pytest

from zoneportal.static_site.manifest import File, Manifest, Page, load

FILE = File("parks/index.html", "0" * 64, 12, "text/html; charset=utf-8", 8)
SHEET = File("static/site/site.css", "1" * 64, 5, "text/css")


def manifest() -> Manifest:
    page = Page("/parks/", "v1", FILE, ("/", "/parks/keji/"), 2, "园区")
    return Manifest("https://x.cn", "2026-11-22", {"/parks/": page, "/x/": Page("/x/", "v2")}, {SHEET.name: SHEET})


def test_it_is_read_as_it_was_written(tmp_path):
    (tmp_path / "manifest.json").write_text(manifest().text(), "utf-8")

    assert load(tmp_path / "manifest.json") == manifest()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '{"format": 1}', '{"format": 1, "files": 3}'])
def test_a_broken_manifest_is_none(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)

    assert load(tmp_path / "manifest.json") is None


def test_a_missing_manifest_is_none(tmp_path):
    assert load(tmp_path / "manifest.json") is None


def test_all_files_stand_in_it():
    assert manifest().files() == {FILE.name: FILE, SHEET.name: SHEET}
