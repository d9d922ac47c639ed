"""What the interface answers to a right question."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests import factories, oracles
from zoneportal.api.operations import OPERATIONS

LISTS = [operation.path for operation in OPERATIONS if operation.is_list]


def items(client, address: str) -> list[dict]:
    """Of all pages."""
    found = []
    while address:
        answer = client.get(address)
        assert answer.status_code == 200, answer.content
        found += answer.json()["items"]
        address = answer.json()["next"]
    return found


@pytest.mark.parametrize("path", LISTS)
def test_pages_of_a_list_make_the_whole_list_each_item_once(client, small_world, path):
    whole = items(client, f"/api/v1/{path}?page_size=500")
    assert len(whole) > 0
    assert items(client, f"/api/v1/{path}?page_size=1") == whole


def test_page_names_the_next_one_in_body_and_header(client, small_world):
    answer = client.get("/api/v1/figures/?page_size=1&year=2017")
    assert answer["Link"] == f'<{answer.json()["next"]}>; rel="next"'
    assert "year=2017" in answer.json()["next"]
    assert "Link" not in client.get("/api/v1/figures/?page_size=500")


def test_paging_stays_right_when_something_is_added_in_front(client, small_world):
    before = oracles.confirmed_numbers(timezone.now())
    first = client.get("/api/v1/enterprises/?page_size=1").json()
    factories.EnterpriseFactory(number="E000000", confirmed=True)
    assert [item["number"] for item in first["items"] + items(client, first["next"])] == before


def figures(client, query: str) -> list[tuple]:
    return [(item["year"], item["scope"], item["value"]) for item in items(client, f"/api/v1/figures/?{query}")]


def test_figures_are_the_latest_unless_all_are_asked_for(client, small_world):
    assert figures(client, "scope=zone&year=2017") == [(2017, "zone", "358.26")]
    assert figures(client, "scope=zone&year=2017&versions=all") == [(2017, "zone", "350.1"), (2017, "zone", "358.26")]
    assert figures(client, "scope=zone&year=2015") == [(2015, "zone", "-12.25")]


def test_figures_of_a_vintage_and_of_a_release_are_as_published(client, small_world):
    assert figures(client, "vintage=flash") == [(2017, "zone", "350.1")]
    of_release = figures(client, f"release={small_world.release.slug}")
    assert (2015, "zone", "-12.5") in of_release
    assert len(of_release) == 6


def test_figures_can_be_had_for_some_years_and_a_park(client, small_world):
    scope = f"park:{small_world.park.code}"
    assert figures(client, f"scope={scope}") == [(2016, scope, "99999999999.9999"), (2017, scope, "0")]
    assert {year for year, _scope, _value in figures(client, "from_year=2016&to_year=2016")} == {2016}
    assert figures(client, "indicator=revenue&year=1999") == []


def test_indicator_tells_definitions_vintages_and_scopes(client, small_world):
    item = client.get("/en/api/v1/indicators/revenue/").json()["item"]
    assert [each["unit"] for each in item["definitions"]] == ["yi_yuan"]
    assert [each["vintage"] for each in item["vintages"]] == ["annual", "flash"]
    assert [each["scope"] for each in item["scopes"]] == ["zone", f"park:{small_world.park.code}"]
    assert (item["first_year"], item["last_year"]) == (2015, 2017)
    assert client.get("/api/v1/indicators/?theme=land").json()["items"] == []


def test_enterprise_says_what_its_page_says(client, small_world):
    enterprise = small_world.enterprise
    enterprise.address, enterprise.capital_wan, enterprise.capital_currency = "科技路1号", Decimal("1234.5"), "CNY"
    enterprise.save()
    factories.QualificationFactory(enterprise=enterprise, certificate_number="GR2024")
    factories.StatusEventFactory(enterprise=enterprise)
    item = client.get(f"/api/v1/enterprises/{enterprise.number}/").json()["item"]
    page = client.get(enterprise.get_absolute_url()).content.decode()
    for word in (item["name"], item["credit_code"], item["office_address"], item["park_name"], "GR2024"):
        assert word in page
    assert (item["capital_wan"], item["status"]) == ("1234.5", "active")
    assert [stay["park"] for stay in item["registrations"]] == [small_world.park.code]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_number_of_a_merged_enterprise_leads_to_today_s(client, small_world, prefix):
    small_world.enterprise.former_numbers.create(number="E999001")
    answer = client.get(f"{prefix}/api/v1/enterprises/E999001/")
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (301, "*")
    assert answer["Location"] == f"http://testserver{prefix}/api/v1/enterprises/{small_world.enterprise.number}/"


def test_the_number_of_a_merged_enterprise_that_is_not_public_leads_nowhere(client, small_world):
    small_world.secret_enterprise.former_numbers.create(number="E999002")
    assert client.get("/api/v1/enterprises/E999002/").status_code == 404


def test_a_merge_turns_a_kept_answer_into_a_way_on(client, small_world, kept):
    assert client.get("/api/v1/enterprises/E999001/").status_code == 404
    small_world.enterprise.former_numbers.create(number="E999001")
    assert client.get("/api/v1/enterprises/E999001/").status_code == 301


def test_enterprise_without_a_credit_code_keeps_its_address_to_itself(client, small_world):
    enterprise = factories.EnterpriseFactory(confirmed=True, credit_code=None, address="某处1号")
    assert client.get(f"/api/v1/enterprises/{enterprise.number}/").json()["item"]["office_address"] is None
    assert "某处1号" not in client.get("/api/v1/enterprises/").content.decode()


def numbers(client, query: str) -> list[str]:
    return [item["number"] for item in items(client, f"/api/v1/enterprises/?page_size=1&{query}")]


def test_enterprises_can_be_filtered_like_the_directory(client, small_world):
    enterprise = small_world.enterprise
    tag = factories.IndustryTagFactory(code="bio")
    enterprise.tags.create(industry=tag)
    factories.QualificationFactory(enterprise=enterprise, kind__code="hightech")
    factories.StatusEventFactory(enterprise=enterprise)
    enterprise.industry_class = factories.IndustryClassFactory(code="C")
    enterprise.save()
    for query in ("tag=bio", "qualification=hightech", "status=active", "industry=C", "q=本园电子"):
        assert numbers(client, query) == [enterprise.number], query
    assert enterprise.number in numbers(client, f"park={small_world.park.code}")
    assert numbers(client, f"q={small_world.secret_enterprise.credit_code}") == []


def test_answer_names_publisher_and_licence_in_its_language(client, small_world):
    for prefix, language, name in (("", "zh", "开放数据许可"), ("/en", "en", "Open data licence")):
        body = client.get(f"{prefix}/api/v1/parks/").json()
        assert (body["language"], body["licence"]["name"]) == (language, name)
    assert client.get("/api/v1/").json()["lists"].keys() == {path.strip("/") for path in LISTS}


def test_every_site_may_read_and_no_cookie_is_set(client, small_world):
    for path in ("", *LISTS, "openapi.json", "indicators/absent/"):
        answer = client.get(f"/api/v1/{path}", headers={"origin": "https://elsewhere.example"})
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


def test_head_answers_without_a_body(client, small_world):
    answer = client.head("/api/v1/figures/")
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.django_db(transaction=True)  # a change is noted once a transaction
def test_unchanged_list_is_answered_304(client, small_world, kept):
    first = client.get("/api/v1/figures/")
    again = client.get("/api/v1/figures/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.FigureFactory(release=factories.ReleaseFactory(released=True))
    assert client.get("/api/v1/figures/", headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("path", "count"),
    [
        # The zone. Scopes (2), figures, definitions, indicators.
        ("figures/?page_size=500", 6),
        # The zone. Scopes (2), the extent of what is released, definitions, indicators, releases.
        ("indicators/?page_size=500", 7),
        ("releases/?page_size=500", 2),
        # The zone, parks, enterprises and industries by park.
        ("parks/?page_size=500", 4),
        # The zone, keys of the page, enterprises, parks.
        ("enterprises/?page_size=500", 4),
    ],
)
def test_list_needs_few_queries_whatever_it_holds(client, small_world, django_assert_num_queries, path, count):
    client.get(f"/api/v1/{path}")  # fills the cache of content types
    with django_assert_num_queries(count):
        client.get(f"/api/v1/{path}")
    for _each in range(3):
        park = factories.ParkFactory(published=True)
        factories.EnterpriseFactory(confirmed=True, park=park)
        factories.FigureFactory(park=park, release=factories.ReleaseFactory(released=True))
    with django_assert_num_queries(count):
        client.get(f"/api/v1/{path}")
