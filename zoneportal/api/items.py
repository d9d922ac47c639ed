"""Single items of the interface: one row with its lists, or None where the public knows no such item."""

from typing import Any

from enterprises.models import Enterprise
from enterprises.queries import Entry, entry, merged_into
from stats.downloads.figures import definition_rows
from stats.queries import coverage, indicator_figures, releases_until
from zoneportal.api.lists import Call, indicator_row, release_row
from zoneportal.open_data.enterprises import enterprise_rows
from zoneportal.open_data.parks import park_rows

Found = dict[str, Any] | None


def indicator(call: Call, code: str) -> Found:
    figures = indicator_figures(code, call.at)
    covered = next((each for each in coverage(call.at).indicators if each.indicator.code == code), None)
    if figures is None or covered is None:
        return None
    return indicator_row(call, covered) | {
        "definitions": definition_rows(figures.table),
        "vintages": [{"vintage": code, "vintage_name": name} for code, name in covered.vintages],
        "scopes": [{"scope": scope.key, "scope_name": scope.text} for scope in covered.scopes],
    }


def release(call: Call, slug: str) -> Found:
    found = next((each for each in releases_until(call.at) if each.slug == slug), None)
    return release_row(call, found) if found else None


def park(call: Call, code: str) -> Found:
    return next((row for row in park_rows(call.request) if row["park"] == code), None)


def enterprise(call: Call, number: str) -> Found:
    found = entry(number, call.at)
    if found is None:
        return None
    public = Enterprise.objects.confirmed(call.at).filter(number=number)
    (row,) = enterprise_rows(public, call.at, call.absolute, 1)
    return row | {"office_address": found.address} | lists_of(found)


def enterprise_moved(call: Call, number: str) -> str | None:
    """The number of the record into which the one with this number was merged."""
    stays = merged_into(number, call.at)
    return stays.number if stays else None


def lists_of(found: Entry) -> dict[str, Any]:
    return {
        "former_names": [{"name": each.name_zh, "used_until": each.used_until} for each in found.former_names],
        "statuses": [
            {
                "status": event.status,
                "status_name": event.get_status_display(),
                "since": event.effective_on,
                "document_number": event.document_number,
            }
            for event in found.statuses
        ],
        "registrations": [
            {
                "park": stay.park.code,
                "park_name": stay.park.name,
                "from": stay.start_on,
                "to": stay.end_on,
                "end_reason": stay.end_reason,
            }
            for stay in found.stays
        ],
        "industries": [
            {"industry": tag.industry.code, "industry_name": tag.industry.name, "is_main": tag.is_main}
            for tag in found.tags
        ],
        "qualifications": [
            {
                "qualification": held.name,
                "certificate_number": held.certificate_number,
                "from": held.valid_from,
                "to": held.valid_to,
                "is_valid": held.is_valid,
            }
            for held in found.qualifications
        ],
    }
