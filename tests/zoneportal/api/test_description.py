"""The OpenAPI document is valid, and the answers are as it says."""

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from zoneportal.api.operations import OPERATIONS


@pytest.fixture
def document(client, small_world) -> dict:
    return client.get("/en/api/v1/openapi.json").json()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_document_is_valid(client, small_world, prefix):
    body = client.get(f"{prefix}/api/v1/openapi.json").json()
    assert [str(error) for error in OpenAPIV31SpecValidator(body).iter_errors()] == []


def test_document_names_every_operation_server_and_licence(document):
    assert len(document["paths"]) == len(OPERATIONS)
    assert document["servers"] == [{"url": "http://testserver/en/api/v1"}]
    assert document["info"]["license"] == {"name": "Open data licence", "url": "https://licence.example/1"}


def address_of(path: str, small_world) -> str:
    return "/en/api/v1" + path.format(
        code="revenue" if "indicator" in path else small_world.park.code,
        slug=small_world.release.slug,
        number=small_world.enterprise.number,
    )


def test_every_answer_is_as_the_document_says(client, small_world, document):
    for path, methods in document["paths"].items():
        answer = client.get(address_of(path, small_world))
        assert answer.status_code == 200, path
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = schema | {"components": document["components"]}
        errors = jsonschema.Draft202012Validator(schema).iter_errors(answer.json())
        assert [f"{path}: {error.json_path} {error.message}" for error in errors] == []


def test_problem_is_as_the_document_says(client, small_world, document):
    body = client.get("/en/api/v1/parks/?x=1").json()
    jsonschema.Draft202012Validator(document["components"]["schemas"]["Problem"]).validate(body)


def test_words_of_the_document_are_those_of_its_language(client, small_world, document):
    chinese = client.get("/api/v1/openapi.json").json()
    for path, methods in chinese["paths"].items():
        assert methods["get"]["summary"] != document["paths"][path]["get"]["summary"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in methods["get"]["summary"])
