import pytest
from django.core.management import call_command

from tests.html.validator import complaints
from tests.pages import in_both_languages

pytestmark = [pytest.mark.html, pytest.mark.django_db]


def test_every_public_page_is_valid_html(client, tmp_path):
    call_command("load_content", verbosity=0)
    for address in in_both_languages():
        response = client.get(address)
        assert response.status_code == 200, address
        name = address.strip("/").replace("/", "_") or "home"
        (tmp_path / f"{name}.html").write_bytes(response.content)

    assert complaints(tmp_path) == ""
