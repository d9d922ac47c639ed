import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import factories

# The words of the command; what several processes ask of a database is in static_site/test_workers.
pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]
ADDRESS = "--address=https://www.example.gov.cn"


def run(folder, *words: str) -> str:
    out = StringIO()
    call_command("publish_site", str(folder), *words, stdout=out)
    return out.getvalue()


def test_it_tells_what_it_did(world, tmp_path):
    said = run(tmp_path / "site", ADDRESS, "--processes=1")

    assert f"{tmp_path}/site/current/site" in said
    assert (tmp_path / "site/current/site/en/index.html").exists()


def test_a_report_for_programs_is_one_object(world, tmp_path):
    report = json.loads(run(tmp_path / "site", ADDRESS, "--processes=1", "--json"))

    assert report["made"] >= report["pages"] > 50
    assert report["broken"] == {}


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--address=www.example.gov.cn",),
        ("--address=https://www.example.gov.cn/portal",),
        ("--address=ftp://www.example.gov.cn",),
        (ADDRESS, "--processes=0"),
        (ADDRESS, "--keep=-1"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(tmp_path, words):
    with pytest.raises(CommandError, match="--"):
        run(tmp_path / "site", *words)
    assert not (tmp_path / "site").exists()


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").touch()

    with pytest.raises(CommandError, match=str(tmp_path)):
        run(tmp_path, ADDRESS)


def test_a_full_disk_leaves_the_old_site(world, tmp_path, monkeypatch):
    run(tmp_path / "site", ADDRESS, "--processes=1")
    before = (tmp_path / "site/current").resolve()

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zoneportal.static_site.tree.Path.write_bytes", full)
    with pytest.raises(CommandError, match="No space left on device"):
        run(tmp_path / "site", ADDRESS, "--processes=1", "--whole")
    assert (tmp_path / "site/current").resolve() == before


def test_broken_links_have_an_exit_code_of_their_own(world, tmp_path):
    factories.ProfileSectionFactory(body_zh='<p><a href="/parks/gone/">去</a></p>', published=True)

    with pytest.raises(SystemExit) as ended:
        run(tmp_path / "site", ADDRESS, "--processes=1")
    assert ended.value.code == 3


def test_a_check_compares_the_files_with_their_hashes(world, tmp_path):
    with pytest.raises(CommandError):
        run(tmp_path / "site", "--check")
    run(tmp_path / "site", ADDRESS, "--processes=1")
    run(tmp_path / "site", "--check")

    page = tmp_path / "site/current/site/index.html"
    page.write_bytes(page.read_bytes().replace(b"<p", b"<q", 1))

    with pytest.raises(CommandError, match=r"index\.html"):
        run(tmp_path / "site", "--check")
