import re

import pytest

from zoneportal.api.operations import OPERATIONS


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_example_of_the_manual_works(client, small_world, prefix):
    content = client.get(f"{prefix}/about/api/").content.decode()
    addresses = re.findall(r'class="code" href="([^"]+)"', content)
    assert len(addresses) >= 7
    for address in addresses:
        assert address.startswith(f"{prefix}/api/v1/")
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer.json().get("items") != []


def test_manual_explains_every_operation_and_parameter(client, small_world):
    content = client.get("/about/api/").content.decode()
    for operation in OPERATIONS:
        assert f'id="{operation.name}"' in content
        for parameter in operation.parameters:
            assert f">{parameter.name}<" in content


def test_manual_of_an_empty_portal_is_a_page(client, db):
    assert client.get("/about/api/").status_code == 200
