"""What the columns of a csv file hold, said for programs: Frictionless Table Schema and CSV on the Web."""

from typing import Any

from django.utils.translation import gettext as _

from zoneportal.data_files.columns import Column, Kind
from zoneportal.data_files.document import Document, Terms, columns_of_csv

# RFC 4180, with the header that people read.
DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True}
FRICTIONLESS = {Kind.NUMBER: "number", Kind.INTEGER: "integer", Kind.DAY: "date", Kind.YES_NO: "boolean"}
CSVW = {Kind.NUMBER: "decimal", Kind.INTEGER: "integer", Kind.DAY: "date", Kind.ADDRESS: "anyURI"}
LANGUAGE_TAGS = {"zh": "zh-Hans", "en": "en"}


def table_schema(columns: tuple[Column, ...]) -> dict[str, Any]:
    """Frictionless Table Schema of the csv file. The names of fields are the headings that stand in it."""
    return {"fields": [schema_field(column) for column in columns_of_csv(columns)], "missingValues": [""]}


def schema_field(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": _(column.heading),
        "title": column.name,
        "type": FRICTIONLESS.get(column.kind, "string"),
    }
    if column.meaning:
        found["description"] = _(column.meaning)
    if column.kind is Kind.YES_NO:
        found |= {"trueValues": [_("yes")], "falseValues": [_("no")]}
    if column.kind is Kind.ADDRESS:
        found["format"] = "uri"
    limits = ({"required": True} if column.is_key else {}) | ({"enum": list(column.choices)} if column.choices else {})
    return found | ({"constraints": limits} if limits else {})


def csv_on_the_web(document: Document, address: str) -> dict[str, Any]:
    """Metadata of the csv at `address` after W3C's CSV on the Web, with the notes that stand in the workbook."""
    language = LANGUAGE_TAGS[document.language]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": address,
        "dc:title": document.title,
        "dc:source": {"@id": document.address},
        "dc:publisher": document.terms.publisher,
        **licence(document.terms),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {"columns": [csvw_column(column, language) for column in columns_of_csv(document.columns)]},
        "notes": [{"name": name, "text": text} for name, text in document.notes],
    }


def licence(terms: Terms) -> dict[str, Any]:
    if terms.licence_address:
        return {"dc:license": {"@id": terms.licence_address}}
    return {"dc:rights": terms.licence} if terms.licence else {}


def csvw_column(column: Column, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "titles": {language: _(column.heading)}, "required": column.is_key}
    if column.meaning:
        found["dc:description"] = _(column.meaning)
    if column.kind is Kind.YES_NO:
        return found | {"datatype": {"base": "boolean", "format": f"{_('yes')}|{_('no')}"}}
    return found | {"datatype": CSVW.get(column.kind, "string")}
