import pytest

from stats.code_version import UNKNOWN, code_version, version_in
from stats.models import Compilation

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "2.5.0"\n')
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_version_and_commit_of_the_branch(folder):
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".git/refs/heads").mkdir(parents=True)
    (folder / ".git/refs/heads/main").write_text(f"{COMMIT}\n")
    assert version_in(folder) == f"2.5.0+{COMMIT}"


def test_commit_of_a_packed_branch(folder):
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".git/packed-refs").write_text(
        f"# pack-refs\n{COMMIT[::-1]} refs/heads/other\n{COMMIT} refs/heads/main\n"
    )
    assert version_in(folder) == f"2.5.0+{COMMIT}"


def test_commit_without_a_branch(folder):
    (folder / ".git/HEAD").write_text(f"{COMMIT}\n")
    assert version_in(folder) == f"2.5.0+{COMMIT}"


def test_branch_that_nobody_wrote_has_no_commit(folder):
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    assert version_in(folder) == "2.5.0"


def test_program_without_a_checkout_has_its_version(folder):
    assert version_in(folder) == "2.5.0"


def test_nothing_is_made_up(tmp_path):
    assert version_in(tmp_path) == UNKNOWN


def test_own_version_fits_its_column():
    assert 0 < len(code_version()) <= Compilation._meta.get_field("code_version").max_length
