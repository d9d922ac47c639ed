import pytest
from django.core.management import call_command

from tests.e2e.conftest import DESKTOP, PHONE
from tests.pages import in_both_languages


@pytest.mark.parametrize("address", in_both_languages())
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_page_is_accessible_and_fits_the_window(open_window, accessibility, viewport, address):
    call_command("load_content", verbosity=0)
    page = open_window(viewport)

    assert page.goto(address).status == 200

    assert accessibility(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
