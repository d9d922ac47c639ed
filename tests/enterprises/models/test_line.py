"""The database keeps the lines of the register in step with what they copy, whoever writes and however."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from enterprises.finding import grams
from enterprises.models import (
    Enterprise,
    EnterpriseFormerName,
    EnterpriseTag,
    IndustryClass,
    RegisterLine,
    Registration,
    StatusEvent,
)
from tests import factories
from zoneportal.characters import FOLDS, folded

pytestmark = pytest.mark.django_db


@pytest.fixture
def enterprise():
    return factories.EnterpriseFactory(name_zh="长治ＡＢＢ（电气）有限公司", name_en="Changzhi ABB Ltd")


def line(enterprise: Enterprise) -> RegisterLine:
    return RegisterLine.objects.get(pk=enterprise.pk)


def test_new_enterprise_has_its_line(enterprise):
    written = line(enterprise)
    assert written.names == "长治abb(电气)有限公司\nchangzhiabbltd"
    assert (written.number, written.credit_code) == (enterprise.number, enterprise.credit_code)


def test_line_follows_every_way_of_writing(enterprise):
    now = timezone.now()
    changes = {"name_zh": "新名", "confirmed_at": now, "established_on": date(2000, 1, 2)}
    Enterprise.objects.filter(pk=enterprise.pk).update(**changes)
    assert {name: getattr(line(enterprise), name) for name in changes} == changes
    enterprise.refresh_from_db()
    enterprise.name_zh = "再改"
    enterprise.save()
    assert line(enterprise).names.startswith("再改\n")
    more = Enterprise.objects.bulk_create([Enterprise(number=f"E9{n}", name_zh=f"批量{n}") for n in range(3)])
    assert [line(each).name_zh for each in more] == ["批量0", "批量1", "批量2"]


def test_capital_of_another_currency_has_no_place_in_the_order(enterprise):
    for currency, expected in (("CNY", Decimal(200)), ("USD", None)):
        Enterprise.objects.filter(pk=enterprise.pk).update(capital_wan=200, capital_currency=currency)
        assert line(enterprise).capital_cny_wan == expected


def test_former_names_come_and_go_with_their_records(enterprise):
    first = EnterpriseFormerName.objects.create(enterprise=enterprise, name_zh="老 名")
    EnterpriseFormerName.objects.create(enterprise=enterprise, name_zh="旧名")
    assert set(line(enterprise).former_names.split("\n")) == {"老名", "旧名"}
    first.name_zh = "古名"
    first.save()
    assert set(line(enterprise).former_names.split("\n")) == {"古名", "旧名"}
    enterprise.former_names.all().delete()
    assert line(enterprise).former_names == ""


def test_line_goes_with_its_enterprise(enterprise):
    key = enterprise.pk
    enterprise.delete()
    assert not RegisterLine.objects.filter(pk=key).exists()


def test_database_folds_every_character_as_the_portal_does(enterprise):
    text = "".join(sign for sign in FOLDS if sign.strip()) + "É②中"
    for part in (text[:70], text[70:]):
        Enterprise.objects.filter(pk=enterprise.pk).update(name_zh=part, name_en="")
        assert line(enterprise).names == f"{folded(part)}\n"


@pytest.mark.only_on("postgresql")
class TestMarks:
    def marks(self, enterprise: Enterprise) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT marks FROM enterprises_registerline WHERE enterprise_id = %s", [enterprise.pk])
            return set(cursor.fetchone()[0])

    def test_marks_hold_all_that_the_enterprise_ever_was(self, enterprise):
        park = factories.ParkFactory()
        tag = factories.IndustryTagFactory()
        stay = factories.RegistrationFactory(enterprise=enterprise, park=park)
        factories.StatusEventFactory(enterprise=enterprise, status="revoked")
        kind = factories.QualificationFactory(enterprise=enterprise).kind
        EnterpriseTag.objects.create(enterprise=enterprise, industry=tag)
        expected = {f"park:{park.pk}", "status:revoked", f"kind:{kind.pk}", f"tag:{tag.pk}"}
        assert self.marks(enterprise) == expected
        stay.delete()
        assert self.marks(enterprise) == expected - {f"park:{park.pk}"}

    def test_row_that_changes_its_enterprise_changes_both_lines(self, enterprise):
        other = factories.EnterpriseFactory()
        event = factories.StatusEventFactory(enterprise=enterprise, status="revoked")
        StatusEvent.objects.filter(pk=event.pk).update(enterprise=other)
        assert (self.marks(enterprise), self.marks(other)) == (set(), {"status:revoked"})

    def test_marks_follow_the_class_and_its_section(self, enterprise):
        section = factories.IndustryClassFactory(code="C")
        leaf = factories.IndustryClassFactory(code="2710", parent=section, section="C")
        Enterprise.objects.filter(pk=enterprise.pk).update(industry_class=leaf)
        assert self.marks(enterprise) == {"class:C", "class:27", "class:271", "class:2710"}
        IndustryClass.objects.filter(pk=leaf.pk).update(section="D")
        assert self.marks(enterprise) == {"class:D", "class:27", "class:271", "class:2710"}

    def test_many_rows_of_one_statement_are_marked(self, enterprise):
        park = factories.ParkFactory()
        few = [enterprise, *factories.EnterpriseFactory.create_batch(3)]
        Registration.objects.bulk_create([Registration(enterprise=each, park=park) for each in few])
        assert all(self.marks(each) == {f"park:{park.pk}"} for each in few)

    @pytest.mark.parametrize("text", ["长", "长治", "治abb", "(电气)", "气)有限公司", "ab"])
    def test_terms_of_a_search_are_among_those_of_the_name(self, enterprise, text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT portal_grams(names || chr(10) || former_names) FROM enterprises_registerline")
            assert set(grams(text)) <= set(cursor.fetchone()[0])
