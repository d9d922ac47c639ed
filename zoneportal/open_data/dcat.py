"""The catalogue in W3C's DCAT as JSON-LD, with what its European application profile (DCAT-AP) requires."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from zoneportal.bilingual import content_language
from zoneportal.data_files.document import Terms
from zoneportal.data_files.schemas import LANGUAGE_TAGS
from zoneportal.open_data.datasets import Catalogue, Dataset

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
LANGUAGES = {"zh": f"{AUTHORITY}/language/ZHO", "en": f"{AUTHORITY}/language/ENG"}
FORMATS = {
    "csv": f"{AUTHORITY}/file-type/CSV",
    "xlsx": f"{AUTHORITY}/file-type/XLSX",
    "json": f"{AUTHORITY}/file-type/JSON",
}
MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
MEDIA = "https://www.iana.org/assignments/media-types/"


def dcat(catalogue: Catalogue, service: dict[str, str]) -> dict[str, Any]:
    """`service`: `address` and `description` (absolute) of the interface for programs."""
    address = f"{catalogue.home}#publisher"
    publisher = {
        "@id": address,
        "@type": "foaf:Agent",
        "foaf:name": text(catalogue.terms.publisher),
        "foaf:homepage": node(catalogue.home),
    }
    return {
        "@context": CONTEXT,
        "@id": f"{catalogue.page}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": text(catalogue.title),
        "dct:description": text(catalogue.description),
        "dct:publisher": publisher,
        "dct:language": node(LANGUAGES[content_language()]),
        "foaf:homepage": node(catalogue.page),
        **({"dct:modified": moment(catalogue.modified_at)} if catalogue.modified_at else {}),
        **licence(catalogue.terms),
        "dcat:dataset": [dataset_node(each, catalogue.terms, address) for each in catalogue.datasets],
        "dcat:service": service_node(catalogue, service),
    }


def dataset_node(dataset: Dataset, terms: Terms, publisher: str) -> dict[str, Any]:
    found = {
        "@id": f"{dataset.page}#data",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": text(dataset.title),
        "dct:description": text(dataset.about),
        "dct:publisher": node(publisher),
        "dct:language": node(LANGUAGES[content_language()]),
        "dct:modified": moment(dataset.modified_at),
        "dcat:landingPage": node(dataset.page),
        "dcat:keyword": [text(keyword) for keyword in dataset.keywords],
        "dcat:distribution": [distribution(dataset, ending, terms) for ending in FORMATS],
    }
    if dataset.issued_at:
        found["dct:issued"] = moment(dataset.issued_at)
    if dataset.years:
        first, last = dataset.years
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{first}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{last}-12-31", "@type": "xsd:date"},
        }
    return found


def distribution(dataset: Dataset, ending: str, terms: Terms) -> dict[str, Any]:
    address = dataset.files[ending]
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": text(f"{dataset.title} ({ending.upper()})"),
        "dcat:accessURL": node(address),
        "dcat:downloadURL": node(address),
        "dct:format": node(FORMATS[ending]),
        "dcat:mediaType": node(f"{MEDIA}{MEDIA_TYPES[ending]}"),
        **licence(terms),
    }


def service_node(catalogue: Catalogue, service: dict[str, str]) -> dict[str, Any]:
    return {
        "@id": service["address"],
        "@type": "dcat:DataService",
        "dct:title": text(_("Interface for programs")),
        "dcat:endpointURL": node(service["address"]),
        "dcat:endpointDescription": node(service["description"]),
        "dcat:servesDataset": [node(f"{dataset.page}#data") for dataset in catalogue.datasets],
        **licence(catalogue.terms),
    }


def licence(terms: Terms) -> dict[str, Any]:
    """Left out where the terms are not stated; a licence without an address is a text of rights."""
    if not terms.licence:
        return {}
    if terms.licence_address:
        return {
            "dct:license": {
                "@id": terms.licence_address,
                "@type": "dct:LicenseDocument",
                "dct:title": text(terms.licence),
            }
        }
    return {"dct:rights": {"@type": "dct:RightsStatement", "dct:description": text(terms.licence)}}


def text(words: str) -> dict[str, str]:
    return {"@value": words, "@language": LANGUAGE_TAGS[content_language()]}


def node(address: str) -> dict[str, str]:
    return {"@id": address}


def moment(value) -> dict[str, str]:
    return {"@value": timezone.localtime(value).isoformat(timespec="seconds"), "@type": "xsd:dateTime"}
