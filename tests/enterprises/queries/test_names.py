"""Names kept in mind find what the database finds."""

import pytest
from django.utils import timezone

from enterprises.models import Enterprise, RegisterLine
from enterprises.queries import names
from enterprises.queries.names import keys_named
from tests.factories import EnterpriseFactory
from zoneportal.publishing.changes import topics_of, versions_of
from zoneportal.publishing.preview import Reader
from zoneportal.wording import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]


@pytest.fixture
def enterprise():
    found = EnterpriseFactory(name_zh="长治太行电子有限公司", name_en="Taihang Electronics", confirmed=True)
    found.former_names.create(name_zh="长治无线电厂")
    EnterpriseFactory(name_zh="长治太行食品有限公司", confirmed=True)
    EnterpriseFactory(name_zh="长治太行机密有限公司")
    return found


def reader() -> Reader:
    at = timezone.now()
    return Reader(at, versions=versions_of(topics_of([Enterprise]), at))


def named(text: str) -> list[int] | None:
    return keys_named(words_of(text), reader())


@pytest.mark.parametrize(
    "text", ["太行", "太行 食品", "无线电", "TAIHANG", "Ｔai hang", "司t", "司 长", "厂", "%", "'", "囍"]
)
def test_names_in_mind_hold_what_the_database_finds(enterprise, text):
    lines = RegisterLine.objects.confirmed(timezone.now()).about(words_of(text)).order_by("number")
    assert named(text) in (list(lines.values_list("pk", flat=True)), None)


def test_names_in_mind_tell_words_and_leave_codes_to_the_database(enterprise):
    assert named("电子") == [enterprise.pk]
    assert named(f"太行 {enterprise.credit_code}") is None
    assert named("3") is None


def test_change_of_a_name_is_found_at_once(enterprise):
    assert named("新名") == []
    Enterprise.objects.filter(pk=enterprise.pk).update(name_zh="长治新名有限公司")
    assert named("新名") == [enterprise.pk]
    enterprise.former_names.create(name_zh="长治旧名厂")
    assert named("旧名") == [enterprise.pk]
    Enterprise.objects.filter(pk=enterprise.pk).update(confirmed_at=None)
    assert named("新名") == []


def test_names_are_read_once_while_nothing_changes(enterprise, django_assert_num_queries):
    known = reader()
    keys_named(["太行"], known)
    with django_assert_num_queries(0):
        keys_named(["电子"], known)


def test_names_of_a_large_register_are_left_to_the_database(enterprise, monkeypatch):
    monkeypatch.setattr(names, "KEPT_AT_MOST", 1)
    assert named("太行") is None


def test_page_that_knows_no_version_asks_the_database(enterprise):
    assert keys_named(["太行"], Reader(timezone.now())) is None
