"""The public directory as records: register-public facts of confirmed enterprises, as on their pages."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise, IndustryClass, Registration, StatusEvent
from enterprises.models.enterprise import Currency
from enterprises.models.registration import LegalStatus
from enterprises.privacy import address_is_public
from enterprises.querysets import EnterpriseQuerySet
from parks.models import Park
from zoneportal.bilingual import content_language
from zoneportal.data_files.columns import Column, Kind
from zoneportal.messages import N_
from zoneportal.publishing.queries import published

ENTERPRISES: tuple[Column, ...] = (
    Column("number", N_("enterprise number"), Kind.CODE, N_("Issued by the zone, never changed."), 12, is_key=True),
    Column("name", N_("name"), width=36),
    Column("credit_code", N_("credit code"), Kind.CODE, N_("GB 32100, 18 characters; empty where not on record."), 22),
    Column("legal_form", N_("legal form"), width=24),
    Column(
        *("status", N_("status code"), Kind.CODE, N_("Legal status today; empty where not on record."), 14),
        choices=tuple(LegalStatus.values),
    ),
    Column("status_name", N_("legal status"), width=14),
    Column("established_on", N_("established on"), Kind.DAY, width=13),
    Column("capital_wan", N_("registered capital (10,000)"), Kind.NUMBER, N_("In units of 10,000 of its currency.")),
    Column("capital_currency", N_("currency"), Kind.CODE, choices=tuple(Currency.values), width=10),
    Column("park", N_("park code"), Kind.CODE, N_("Where the enterprise is registered today."), 14),
    Column("park_name", N_("park"), width=20),
    Column("industry_class", N_("industry class code"), Kind.CODE, N_("After GB/T 4754."), 12),
    Column("industry_class_name", N_("industry class"), width=28),
    Column(
        *("office_address", N_("registered address"), Kind.TEXT),
        N_("Empty where it may be a person's home."),
        width=36,
    ),
    Column("business_scope", N_("business scope"), width=48),
    Column("sample", N_("sample data"), Kind.YES_NO, N_("Invented for demonstration."), 11),
    Column("page", N_("page"), Kind.ADDRESS, width=40),
)
MODELS = (Enterprise, Park, Registration, StatusEvent, IndustryClass)
READ = (
    *("number", "name_zh", "name_en", "credit_code", "legal_form", "status", "established_on", "capital_wan"),
    *("capital_currency", "park_key", "address", "business_scope", "is_sample"),
    *("industry_class__code", "industry_class__name_zh", "industry_class__name_en"),
)


def enterprise_rows(
    found: EnterpriseQuerySet, at: datetime, absolute: Callable[[str], str], size: int
) -> list[dict[str, Any]]:
    """The first `size` of the confirmed enterprises found, by their number. Two queries, one of them for parks."""
    day = timezone.localdate(at)
    stays = Registration.objects.as_of(day).filter(enterprise=OuterRef("pk"))
    rows = (
        found.with_status(day)
        .annotate(park_key=Subquery(stays.order_by("-start_on", "-pk").values("park")[:1]))
        .order_by("number")
        .values(*READ)[:size]
    )
    parks = {park.pk: park for park in published(Park, at)}
    statuses = {value: str(label) for value, label in LegalStatus.choices}
    return [row_of(row, parks, statuses, absolute) for row in rows]


def row_of(row: dict, parks: dict[int, Park], statuses: dict[str, str], absolute) -> dict[str, Any]:
    park = parks.get(row["park_key"])
    return {
        "number": row["number"],
        "name": in_language(row, "name"),
        "credit_code": row["credit_code"] or "",
        "legal_form": row["legal_form"],
        "status": row["status"] or "",
        "status_name": statuses.get(row["status"], ""),
        "established_on": row["established_on"],
        "capital_wan": row["capital_wan"],
        "capital_currency": row["capital_currency"],
        "park": park.code if park else "",
        "park_name": park.name if park else "",
        "industry_class": row["industry_class__code"] or "",
        "industry_class_name": in_language(row, "industry_class__name"),
        "office_address": row["address"] if address_is_public(row["credit_code"], row["legal_form"]) else "",
        "business_scope": row["business_scope"],
        "sample": row["is_sample"],
        "page": absolute(reverse("enterprise", args=[row["number"]])),
    }


def in_language(row: dict, name: str) -> str:
    return row[f"{name}_{content_language()}"] or row[f"{name}_zh"] or ""
