"""The parks as records: what their pages say of them."""

from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from enterprises.models import Enterprise, IndustryTag, Registration
from enterprises.models.industry import IndustryScheme
from parks.models import Park
from zoneportal.data_files.columns import Column, Kind
from zoneportal.messages import N_
from zoneportal.publishing.preview import Reader

PARKS: tuple[Column, ...] = (
    Column(
        "park", N_("park code"), Kind.CODE, N_("Fixed code of the park; figures name it in their scope."), is_key=True
    ),
    Column("name", N_("name"), width=24),
    Column("focus", N_("focus"), width=40),
    Column("area_km2", N_("area (km²)"), Kind.NUMBER, N_("In square kilometres; empty where not on record.")),
    Column("leading_industries", N_("leading industries"), meaning=N_("Separated by semicolons."), width=32),
    Column("enterprises", N_("enterprises registered there"), Kind.INTEGER, N_("Of the public directory, today."), 14),
    Column("office_address", N_("address"), width=36),
    Column("phone", N_("office telephone"), width=18),
    Column("email", N_("office e-mail"), width=24),
    Column("valid_from", N_("exists from"), Kind.DAY),
    Column("valid_to", N_("exists until"), Kind.DAY),
    Column("successor", N_("successor"), Kind.CODE, N_("Code of the park that took its place.")),
    Column("page", N_("page"), Kind.ADDRESS, width=40),
)
MODELS = (Park, IndustryTag, Enterprise, Registration)


def park_rows(request: HttpRequest) -> list[dict[str, Any]]:
    """All public parks in their order. Three queries."""
    reader: Reader = request.reader
    parks = reader.read(Park)
    codes = {park.pk: park.code for park in parks}
    counts, industries = counts_by_park(reader), industries_by_park()
    return [
        {
            "park": park.code,
            "name": park.name,
            "focus": park.focus,
            "area_km2": park.area_km2,
            "leading_industries": _("; ").join(industries.get(park.pk, [])),
            "enterprises": counts.get(park.pk, 0),
            "office_address": park.address,
            "phone": park.phone,
            "email": park.email,
            "valid_from": park.valid_from,
            "valid_to": park.valid_to,
            "successor": codes.get(park.successor_id or 0, ""),
            "page": request.build_absolute_uri(park.get_absolute_url()),
        }
        for park in parks
    ]


def counts_by_park(reader: Reader) -> dict[int, int]:
    """Confirmed enterprises by park. One query."""
    public = Enterprise.objects.confirmed(reader.at)
    stays = Registration.objects.as_of(timezone.localdate(reader.at)).filter(enterprise__in=public.values("pk"))
    return dict(stays.order_by().values_list("park").annotate(Count("enterprise", distinct=True)))


def industries_by_park() -> dict[int, list[str]]:
    """Names of the leading industries on which a park has its focus. One query."""
    tags = IndustryTag.objects.filter(scheme=IndustryScheme.LEADING).exclude(parks=None)
    found: dict[int, list[str]] = {}
    for tag in tags.order_by("position", "code").annotate(park=F("parks")):
        found.setdefault(tag.park, []).append(tag.name)
    return found
