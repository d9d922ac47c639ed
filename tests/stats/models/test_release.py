import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from stats.models import Release
from tests.factories import ReleaseFactory
from tests.rules import RECORD, sentences_at, told_by_database

pytestmark = pytest.mark.django_db

MOMENT_AND_BASIS = "A release needs its moment and its basis (document or decision)."


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "released"},
        {"released_at": timezone.now()},
        {"status": "released", "released_at": timezone.now(), "basis_zh": ""},
    ],
)
def test_release_has_its_moment_and_its_basis(changes):
    assert told_by_database(ReleaseFactory(), **changes) == MOMENT_AND_BASIS
    assert sentences_at(ReleaseFactory(), "basis_zh", **changes) == [MOMENT_AND_BASIS]


def test_key_never_changes():
    release = Release.objects.get(pk=ReleaseFactory().pk)
    assert "This key is fixed" in sentences_at(release, "slug", slug="other")[0]


class TestDecided:
    @pytest.fixture
    def release(self):
        return ReleaseFactory(released=True)

    def test_change_is_told(self, release):
        assert "decided and cannot be changed" in sentences_at(release, RECORD, title_zh="新题")[0]

    def test_change_is_not_saved(self, release):
        release.basis_zh = "别的依据"
        with pytest.raises(ValidationError):
            release.save()

    def test_it_does_not_become_a_draft_again_by_saving(self, release):
        release.status, release.released_at = "draft", None
        with pytest.raises(ValidationError):
            release.save()

    def test_it_is_not_deleted(self, release):
        with pytest.raises(ProtectedError):
            release.delete()
        with pytest.raises(ProtectedError):
            Release.objects.all().delete()

    def test_draft_can_be_deleted(self):
        ReleaseFactory().delete()
        assert not Release.objects.exists()
