from datetime import date

import pytest

from tests import factories
from zoneportal.publishing.actions import publish, withdraw

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


class TestPark:
    def test_shows_its_focus_in_both_languages(self, client):
        park = factories.ParkFactory(focus_zh="装备制造", focus_en="Equipment", area_km2="12.50", published=True)
        address = park.get_absolute_url()

        assert "装备制造" in page(client, address)
        assert "Equipment" in page(client, f"/en{address}")
        assert "12.5</span>" in page(client, address)

    def test_counts_confirmed_enterprises_only_and_links_to_them(self, client, world):
        html = page(client, world.park.get_absolute_url())

        assert '<span class="numeral">1</span>' in html
        assert f'href="/enterprises/?park={world.park.code}"' in html

    def test_says_in_words_that_no_enterprise_there_is_confirmed(self, client):
        html = page(client, factories.ParkFactory(published=True).get_absolute_url())

        assert "尚无已确认的企业" in html
        assert '<span class="numeral">0</span>' not in html

    def test_shows_its_leading_industries(self, client, world):
        here, elsewhere = factories.IndustryTagFactory.create_batch(2)
        here.parks.add(world.park)

        html = page(client, world.park.get_absolute_url())

        assert here.name_zh in html
        assert elsewhere.name_zh not in html

    def test_shows_figures_released_for_it_and_no_others(self, client, world):
        definition = world.figure.definition
        factories.FigureFactory(definition=definition, park=world.park, value="12.34", release=world.release)
        factories.FigureFactory(definition=definition, park=world.park, value="56.78", year=2018)
        factories.FigureFactory(definition=definition, park=world.other_park, value="90.12", release=world.release)

        html = page(client, world.park.get_absolute_url())

        assert "12.34" in html
        assert not [secret for secret in ("56.78", "90.12", "358.26") if secret in html]

    def test_former_address_leads_to_the_present_one(self, client):
        park = factories.ParkFactory(slug="old", published=True)
        park.slug = "new"
        park.save()
        publish(content=park, by=None)

        response = client.get("/parks/old/")
        assert (response.status_code, response["Location"]) == (301, "/parks/new/")
        response = client.get("/en/parks/old/")
        assert (response.status_code, response["Location"]) == (301, "/en/parks/new/")

    def test_park_that_is_not_public_is_not_found(self, client, world):
        draft = factories.ParkFactory()
        withdraw(content=world.park, by=None)

        for park in (draft, world.park):
            assert client.get(park.get_absolute_url()).status_code == 404
        assert client.get("/parks/no-such-park/").status_code == 404

    def test_park_that_ended_names_its_successor(self, client, world):
        ended = factories.ParkFactory(valid_to=date(2020, 12, 31), successor=world.park, published=True)

        html = page(client, ended.get_absolute_url())

        assert "2020年12月31日" in html
        assert f'href="{world.park.get_absolute_url()}"' in html

    def test_needs_few_queries_whatever_the_number_of_rows(self, client, world, django_assert_num_queries):
        factories.EnterpriseFactory.create_batch(20, park=world.park, confirmed=True)
        factories.FigureFactory(definition=world.figure.definition, park=world.park, release=world.release)
        page(client, world.park.get_absolute_url())

        # Public versions: this park, the zone. Leading industries (1), count of enterprises (1).
        # Its course: whether a headline indicator has figures (1; with some also definitions and indicators).
        # Figures of the park: figures, definitions, indicators (3).
        with django_assert_num_queries(8):
            page(client, world.park.get_absolute_url())


class TestParks:
    def test_lists_public_parks(self, client, world):
        factories.ParkFactory(name_zh="草稿园")

        html = page(client, "/parks/")

        assert world.park.name_zh in html
        assert world.other_park.name_zh in html
        assert "草稿园" not in html

    def test_empty_list_says_so(self, client):
        assert 'class="empty"' in page(client, "/parks/")

    def test_needs_few_queries_whatever_the_number_of_rows(self, client, world, django_assert_num_queries):
        factories.ParkFactory.create_batch(5, published=True)
        page(client, "/parks/")

        # Public versions: parks, the zone. Beside each other: public parks, industries, figures (3).
        with django_assert_num_queries(5):
            page(client, "/parks/")
