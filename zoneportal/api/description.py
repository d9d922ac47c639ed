"""The OpenAPI 3.1 document, from the same declaration as the answers."""

from typing import Any

from django.utils.translation import gettext as _

from zoneportal.api.operations import OPERATIONS, Operation
from zoneportal.api.parameters import Parameter
from zoneportal.api.problems import TITLES
from zoneportal.api.records import Shape
from zoneportal.data_files.columns import Column, Kind
from zoneportal.data_files.document import NOT_STATED, Terms

JSON, PROBLEM = "application/json", "application/problem+json"
TYPES: dict[Kind, dict[str, Any]] = {
    Kind.NUMBER: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    Kind.INTEGER: {"type": "integer"},
    Kind.DAY: {"type": "string", "format": "date"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.ADDRESS: {"type": "string", "format": "uri"},
}
TEXT: dict[str, Any] = {"type": "string"}


def describe(title: str, address: str, manual: str, terms: Terms) -> dict[str, Any]:
    licence = {"name": terms.licence or _(NOT_STATED)} | (
        {"url": terms.licence_address} if terms.licence_address else {}
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": "1",
            "description": _("Read-only. Only what is released, published or confirmed is here."),
            "contact": {"name": terms.publisher},
            "license": licence,
        },
        "externalDocs": {"url": manual},
        "servers": [{"url": address}],
        "paths": {f"/{operation.readable_path}": {"get": operation_object(operation)} for operation in OPERATIONS},
        "components": {"schemas": schemas()},
    }


def operation_object(operation: Operation) -> dict[str, Any]:
    answer = list_schema(operation.shape) if operation.is_list else item_schema(operation.shape)
    errors = (400, 404, 406, 429) if operation.key else (400, 406, 429)
    return {
        "operationId": operation.name.removeprefix("api_"),
        "summary": _(operation.summary),
        "parameters": [*keys_of(operation), *(parameter_object(each) for each in operation.parameters)],
        "responses": {
            "200": {"description": _("Found."), "content": {JSON: {"schema": answer}}},
            **(_moved() if operation.moved else {}),
            "304": {"description": _("Unchanged since the ETag or the moment that the request names.")},
            **{str(status): problem_response(status) for status in errors},
        },
    }


def _moved() -> dict[str, Any]:
    location = {"schema": {"type": "string", "format": "uri"}}
    text = _("The record was merged into another one: follow the header Location.")
    return {"301": {"description": text, "headers": {"Location": location}}}


def keys_of(operation: Operation) -> list[dict[str, Any]]:
    if not operation.key:
        return []
    return [
        {
            "name": operation.key,
            "in": "path",
            "required": True,
            "description": _(operation.key_meaning),
            "schema": TEXT,
        }
    ]


def parameter_object(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "description": _(parameter.meaning),
        "schema": parameter.schema,
    }


def problem_response(status: int) -> dict[str, Any]:
    return {"description": _(TITLES[status]), "content": {PROBLEM: {"schema": reference("Problem")}}}


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def list_schema(shape: Shape) -> dict[str, Any]:
    items = {"type": "array", "items": reference(shape.name)}
    following = {"type": ["string", "null"], "format": "uri", "description": _("The next page; null on the last one.")}
    return framed({"items": items, "next": following})


def item_schema(shape: Shape) -> dict[str, Any]:
    return framed({"item": reference(shape.name)})


def framed(properties: dict[str, Any]) -> dict[str, Any]:
    found = properties | {
        "language": {"type": "string", "enum": ["zh", "en"]},
        "publisher": TEXT,
        "licence": {"oneOf": [reference("Licence"), {"type": "null"}]},
    }
    return {"type": "object", "properties": found, "required": list(found)}


def schemas() -> dict[str, Any]:
    shapes = {operation.shape.name: operation.shape for operation in OPERATIONS}
    return {name: shape_schema(shape) for name, shape in shapes.items()} | {
        "Licence": record((("name", TEXT), ("address", {"type": ["string", "null"], "format": "uri"}))),
        "Problem": record(
            (
                *((name, TEXT) for name in ("type", "title", "detail", "instance")),
                ("status", {"type": "integer"}),
            )
        ),
    }


def record(properties) -> dict[str, Any]:
    found = dict(properties)
    return {"type": "object", "properties": found, "required": list(found), "additionalProperties": False}


def shape_schema(shape: Shape) -> dict[str, Any]:
    columns = [(column.name, column_schema(column)) for column in shape.columns]
    lists = [
        (
            each.name,
            {
                "type": "array",
                "description": _(each.meaning),
                "items": record((column.name, column_schema(column)) for column in each.columns),
            },
        )
        for each in shape.lists
    ]
    return record([*columns, *lists])


def column_schema(column: Column) -> dict[str, Any]:
    """Everything but a key may be null: nothing is known, or a mark stands there."""
    found = dict(TYPES.get(column.kind, TEXT))
    if column.choices:
        found["enum"] = list(column.choices)
    if not column.is_key:
        found["type"] = [found["type"], "null"]
        if column.choices:
            found["enum"] = [*column.choices, None]
    heading = _(column.heading)
    return found | {"title": heading} | ({"description": _(column.meaning)} if column.meaning else {})
