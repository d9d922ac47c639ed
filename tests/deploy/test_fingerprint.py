import os

from deploy.fingerprint import fingerprint


def test_same_files_have_the_same_fingerprint_whatever_their_times(tmp_path):
    file = tmp_path / "site.css"
    file.write_text("a {}", "utf-8")
    before = fingerprint([tmp_path])

    os.utime(file, (0, 0))

    assert fingerprint([tmp_path]) == before


def test_changed_renamed_and_removed_files_change_it(tmp_path):
    file = tmp_path / "site.css"
    file.write_text("a {}", "utf-8")
    seen = {fingerprint([tmp_path])}

    file.write_text("b {}", "utf-8")
    seen.add(fingerprint([tmp_path]))
    file = file.rename(tmp_path / "page.css")
    seen.add(fingerprint([tmp_path]))
    file.unlink()
    seen.add(fingerprint([tmp_path]))

    assert len(seen) == 4
