"""The catalogue as a Frictionless Data Package: every csv file with the schema of its columns."""

from typing import Any

from zoneportal.data_files.document import Terms
from zoneportal.data_files.schemas import DIALECT, table_schema
from zoneportal.open_data.datasets import Catalogue, Dataset


def data_package(catalogue: Catalogue, name: str) -> dict[str, Any]:
    package = {
        "profile": "tabular-data-package",
        "name": name,
        "title": catalogue.title,
        "description": catalogue.description,
        "homepage": catalogue.page,
        **licences(catalogue.terms),
        "contributors": [{"title": catalogue.terms.publisher, "path": catalogue.home, "role": "publisher"}],
        "resources": [resource(dataset) for dataset in catalogue.datasets],
    }
    if catalogue.modified_at:
        package["created"] = catalogue.modified_at.isoformat()
    return package


def licences(terms: Terms) -> dict[str, Any]:
    """Left out where the terms are not stated."""
    if not terms.licence:
        return {}
    licence = {"title": terms.licence} | ({"path": terms.licence_address} if terms.licence_address else {})
    return {"licenses": [licence | {"name": "terms-of-the-publisher"}]}


def resource(dataset: Dataset) -> dict[str, Any]:
    found = {
        "profile": "tabular-data-resource",
        "name": dataset.name,
        "title": dataset.title,
        "description": dataset.about,
        "homepage": dataset.page,
        "path": dataset.files["csv"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": table_schema(dataset.columns),
    }
    return found | ({"sources": [{"title": dataset.source}]} if dataset.source else {})
