import pytest
from django.core.management import call_command

from stats.templatetags import charts
from tests.html.validator import complaints

pytestmark = [pytest.mark.html, pytest.mark.django_db]

# A fresh portal holds one year, too little for most charts: these pages are looked at with sample figures.
PAGES = (
    "/",
    "/parks/",
    "/parks/keji/",
    "/statistics/",
    "/statistics/operating_revenue/",
    "/statistics/operating_revenue/embed/",
    "/goals/",
)


def test_every_page_with_charts_is_valid_html(client, tmp_path, monkeypatch):
    monkeypatch.setattr(charts, "is_collected", lambda: True)
    call_command("load_content", verbosity=0)
    call_command("load_sample", enterprises=2, years=4, verbosity=0)
    for address in (*PAGES, *(f"/en{path}" for path in PAGES)):
        response = client.get(address)
        assert response.status_code == 200, address
        (tmp_path / f"{address.strip('/').replace('/', '_') or 'home'}.html").write_bytes(response.content)

    assert complaints(tmp_path) == ""
