from datetime import date, timedelta
from importlib import import_module
from urllib.parse import quote

import pytest
from django.utils import timezone

from enterprises.models import Enterprise
from enterprises.queries import directory
from tests import factories, oracles
from tests.directory_page import listed, numbers_on, page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_list_holds_the_confirmed_enterprises_and_no_other(client, world):
    factories.EnterpriseFactory(confirmed_at=timezone.now() + timedelta(hours=1))
    assert listed(client) == oracles.confirmed_numbers(timezone.now())
    assert world.secret_enterprise.name_zh not in page(client)


@pytest.mark.parametrize("text", ["本园", "邻园", "样例", "有限公司", "没有的名字"])
def test_search_finds_the_fragment_of_a_name(client, world, text):
    expected = oracles.confirmed_numbers(timezone.now(), lambda each: text in each.name_zh)
    assert listed(client, f"?q={quote(text)}") == expected


def test_search_finds_a_former_name(client, world):
    world.enterprise.former_names.create(name_zh="长治老名字厂", used_until=date(2019, 1, 1))
    world.secret_enterprise.former_names.create(name_zh="长治老名字分厂")
    assert listed(client, "?q=老名字") == [world.enterprise.number]


def test_search_finds_code_and_number_however_they_are_typed(client, world):
    enterprise = world.enterprise
    assert listed(client, f"?q={enterprise.credit_code}") == [enterprise.number]
    assert listed(client, f"?q=+{enterprise.credit_code.lower()}") == [enterprise.number]
    assert listed(client, f"?q={enterprise.number.lower()}") == [enterprise.number]


def test_search_never_finds_an_unconfirmed_enterprise(client, world):
    secret = world.secret_enterprise
    for text in (secret.name_zh, secret.credit_code, secret.number):
        assert listed(client, f"?q={quote(text)}") == []


def test_filter_by_park_follows_the_registration_of_today(client, world):
    moved = factories.EnterpriseFactory(confirmed=True)
    factories.RegistrationFactory(
        enterprise=moved,
        park=world.park,
        start_on=date(2019, 1, 1),
        end_on=date(2020, 1, 1),
        end_reason="moved_park",
    )
    factories.RegistrationFactory(enterprise=moved, park=world.other_park, start_on=date(2020, 1, 1))
    for park in (world.park, world.other_park):
        expected = oracles.confirmed_numbers(
            timezone.now(), lambda each, park=park: oracles.park_on(each, TODAY) == park.pk
        )
        assert listed(client, f"?park={park.code}") == expected


def test_filter_by_industry_takes_a_section_and_the_beginning_of_a_code(client, world):
    section = factories.IndustryClassFactory(code="C")
    division = factories.IndustryClassFactory(code="27", parent=section, section="C")
    leaf = factories.IndustryClassFactory(code="2720", parent=division, section="C")
    found = factories.EnterpriseFactory(confirmed=True, industry_class=leaf)
    for code in ("C", "27", "2720"):
        assert listed(client, f"?industry={code}") == [found.number]


def test_filter_by_industry_of_the_zone(client, world):
    tag = factories.IndustryTagFactory(code="biomedicine")
    world.enterprise.tags.create(industry=tag)
    assert listed(client, "?tag=biomedicine") == [world.enterprise.number]


def test_filter_by_qualification_counts_only_what_is_valid_today(client, world):
    kind = factories.QualificationKindFactory(code="high_tech")
    factories.QualificationFactory(enterprise=world.enterprise, kind=kind, valid_from=TODAY, valid_to=TODAY)
    factories.QualificationFactory(enterprise=world.other_enterprise, kind=kind, valid_to=TODAY - timedelta(days=1))
    assert listed(client, "?qualification=high_tech") == [world.enterprise.number]


def test_filter_by_legal_status_takes_the_status_of_today(client, world):
    factories.StatusEventFactory(enterprise=world.enterprise, status="active", effective_on=date(2010, 1, 1))
    factories.StatusEventFactory(enterprise=world.enterprise, status="revoked", effective_on=date(2020, 1, 1))
    factories.StatusEventFactory(enterprise=world.enterprise, status="active", effective_on=TODAY + timedelta(days=1))
    for status in ("active", "revoked"):
        expected = oracles.confirmed_numbers(
            timezone.now(), lambda each, status=status: oracles.status_on(each, TODAY) == status
        )
        assert listed(client, f"?status={status}") == expected


def test_filters_narrow_each_other(client, world):
    assert listed(client, f"?park={world.park.code}&q=邻园") == []


def test_empty_answer_says_what_to_do_next(client, world):
    assert "Try a shorter part of the name" in page(client, "/en/enterprises/?q=nothing")


@pytest.mark.parametrize(
    "query",
    ["park=nothing", "industry=Z", "industry=a%00", "tag=%27", "qualification=x", "status=sleeping", "sort=luck"],
)
def test_unknown_filter_value_is_refused_with_the_form(client, world, query):
    text = page(client, f"/enterprises/?{query}", status=400)
    assert 'class="errors"' in text
    assert numbers_on(text) == []


def test_park_that_is_not_public_is_no_filter(client, world):
    hidden = factories.ParkFactory(name_zh="未公开园区")
    factories.EnterpriseFactory(confirmed=True, park=hidden)
    page(client, f"/enterprises/?park={hidden.code}", status=400)
    assert "未公开园区" not in page(client)


def test_search_text_without_end_is_refused_and_not_repeated(client, world):
    text = page(client, f"/enterprises/?q={'长' * 10_000}", status=400)
    assert "长" * 200 not in text


@pytest.mark.parametrize(
    "text", ["%01%02", "a%00b", "%ED%A0%80", "%0A%0D%09", "%E2%80%8B", "%25", "_", "%5C", "%22%3E%3Cscript%3E"]
)
def test_odd_characters_are_searched_for_as_they_are(client, world, text):
    assert "<script>" not in page(client, f"/enterprises/?q={text}")


@pytest.mark.parametrize("number", ["abc", "0", "-1", "1000000000", "9" * 5000, "1.5", "", "%00"])
def test_page_that_does_not_exist_is_not_found(client, world, number):
    page(client, f"/enterprises/?page={number}", status=404)


def test_pages_hold_every_enterprise_once(client, world, monkeypatch):
    monkeypatch.setattr(directory, "A_PAGE", 2)
    factories.EnterpriseFactory.create_batch(5, confirmed=True)
    found = [number for each in (1, 2, 3, 4) for number in listed(client, f"?page={each}")]
    assert found == oracles.confirmed_numbers(timezone.now())


def test_filters_stay_in_the_addresses_of_the_other_pages(client, world, monkeypatch):
    monkeypatch.setattr(directory, "A_PAGE", 1)
    assert "?q=%E6%A0%B7%E4%BE%8B&amp;page=2" in page(client, "/enterprises/?q=样例")


def test_count_stops_at_its_limit_and_says_so(client, world, monkeypatch):
    monkeypatch.setattr(directory, "COUNTED_AT_MOST", 1)
    assert "More than 1 enterprises" in page(client, "/en/enterprises/")


def test_sample_enterprise_is_marked_in_the_list_and_on_its_page(client, world):
    Enterprise.objects.filter(pk=world.enterprise.pk).update(is_sample=True)
    assert "Sample" in page(client, "/en/enterprises/")
    assert "Sample" in page(client, f"/en/enterprises/{world.enterprise.number}/")


def test_entry_shows_the_facts_of_the_register(client, world):
    enterprise = world.enterprise
    Enterprise.objects.filter(pk=enterprise.pk).update(
        capital_wan=200, capital_currency="USD", business_scope="研发电子产品", address="山西省长治市某路1号"
    )
    enterprise.former_names.create(name_zh="长治老名字厂")
    factories.QualificationFactory(enterprise=enterprise, kind__name_zh="高新技术企业", certificate_number="GR2024")
    factories.StatusEventFactory(enterprise=enterprise)
    text = page(client, f"/enterprises/{enterprise.number}/")
    for fact in (enterprise.credit_code, "长治老名字厂", "研发电子产品", "山西省长治市某路1号", "GR2024", "200"):
        assert fact in text
    assert world.park.name_zh in text


@pytest.mark.parametrize(
    ("code", "form"), [(None, ""), ("92140400MA0GTJ0T3X", ""), ("", "个体工商户"), ("", "个人独资企业")]
)
def test_address_that_may_be_a_home_stands_on_no_page(client, world, code, form):
    enterprise = world.enterprise
    changes = {"address": "山西省长治市张三家", "legal_form": form} | ({} if code == "" else {"credit_code": code})
    Enterprise.objects.filter(pk=enterprise.pk).update(**changes)
    for path in (f"/enterprises/{enterprise.number}/", "/enterprises/", f"/enterprises/?q={quote('张三家')}"):
        assert "山西省长治市张三家" not in page(client, path)


def test_park_that_is_not_public_is_not_named_on_the_page_of_an_enterprise(client, world):
    hidden = factories.ParkFactory(name_zh="未公开园区")
    enterprise = factories.EnterpriseFactory(confirmed=True, park=hidden)
    assert "未公开园区" not in page(client, f"/enterprises/{enterprise.number}/")


@pytest.mark.parametrize("actor", ["anonymous", "clerk", "administrator"])
def test_unconfirmed_enterprise_is_not_found_by_anybody(client, world, actor):
    if actor != "anonymous":
        client.force_login(getattr(world, actor))
    for prefix in ("", "/en"):
        page(client, f"{prefix}/enterprises/{world.secret_enterprise.number}/", status=404)


def test_stay_without_a_day_of_entry_is_the_oldest(client, world):
    enterprise = factories.EnterpriseFactory(confirmed=True)
    days = [None, date(2010, 1, 1), date(2015, 1, 1), date(2016, 1, 1)]
    parks = factories.ParkFactory.create_batch(3, published=True)
    for park, start, end in zip(parks, days, days[1:], strict=False):
        stay = {"start_on": start, "end_on": end, "end_reason": "moved_park"}
        factories.RegistrationFactory(enterprise=enterprise, park=park, **stay)
    text = page(client, f"/enterprises/{enterprise.number}/")
    places = [text.index(park.name_zh) for park in parks]
    assert places == sorted(places, reverse=True)


def test_industries_show_counts_parks_and_representatives(client, world):
    tag = factories.IndustryTagFactory(code="biomedicine", name_zh="生物医药", description_zh="药品与生物制品")
    tag.parks.set([world.park, factories.ParkFactory(name_zh="未公开园区")])
    for enterprise in (world.enterprise, world.secret_enterprise):
        enterprise.tags.create(industry=tag)
    Enterprise.objects.update(is_representative=True, is_headquarters_economy=True)
    text = page(client, "/en/industries/")
    assert 'id="biomedicine"' in text
    assert "1 enterprise in the public directory" in text
    for shown in (world.park.name_en, world.enterprise.name_zh, world.other_enterprise.name_zh):
        assert shown in text
    assert "Headquarters economy" in text
    for hidden in ("未公开园区", world.secret_enterprise.name_zh):
        assert hidden not in text


def test_industries_count_up_to_a_limit_and_say_so(client, world, monkeypatch):
    tag = factories.IndustryTagFactory()
    for enterprise in (world.enterprise, world.other_enterprise):
        enterprise.tags.create(industry=tag)
    # The package has a function of the same name.
    monkeypatch.setattr(import_module("enterprises.queries.industries"), "COUNTED_AT_MOST", 1)
    assert "More than 1 enterprises in the public directory" in page(client, "/en/industries/")


@pytest.mark.parametrize("path", ["/enterprises/", "/industries/"])
def test_pages_only_answer_to_reading(client, path):
    assert client.post(path).status_code == 405
