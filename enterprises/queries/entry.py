"""The register-public facts of one confirmed enterprise."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from enterprises.models import (
    Enterprise,
    EnterpriseFormerName,
    EnterpriseTag,
    IndustryClass,
    StatusEvent,
)
from enterprises.privacy import address_is_public
from parks.models import Park
from zoneportal.publishing.queries import published


@dataclass(frozen=True)
class Stay:
    """A registration in a public park."""

    park: Park
    start_on: date | None
    end_on: date | None
    is_current: bool
    end_reason: str


@dataclass(frozen=True)
class Held:
    """A qualification, valid today or not."""

    name: str
    certificate_number: str
    valid_from: date
    valid_to: date | None
    is_valid: bool


@dataclass(frozen=True)
class Entry:
    enterprise: Enterprise
    address: str  # empty where it may be a person's home
    former_names: list[EnterpriseFormerName]
    statuses: list[StatusEvent]  # newest first
    stays: list[Stay]  # newest first
    industry_path: list[IndustryClass]  # from the section down
    tags: list[EnterpriseTag]
    qualifications: list[Held]

    @property
    def status(self) -> StatusEvent | None:
        return self.statuses[0] if self.statuses else None

    @property
    def current_stays(self) -> list[Stay]:
        return [stay for stay in self.stays if stay.is_current]

    @property
    def former_stays(self) -> list[Stay]:
        return [stay for stay in self.stays if not stay.is_current]


def entry(number: str, at: datetime) -> Entry | None:
    """None where no confirmed enterprise has the number. Eight queries, two of them for the parks."""
    enterprise = (
        Enterprise.objects.confirmed(at)
        .select_related("industry_class__parent__parent__parent")
        .filter(number=number)
        .first()
    )
    if enterprise is None:
        return None
    day = timezone.localdate(at)
    may_show_address = address_is_public(enterprise.credit_code, enterprise.legal_form)
    return Entry(
        enterprise=enterprise,
        address=enterprise.address if may_show_address else "",
        former_names=list(enterprise.former_names.order_by(F("used_until").desc(nulls_last=True), "pk")),
        statuses=list(enterprise.status_events.filter(effective_on__lte=day).order_by("-effective_on", "-pk")),
        stays=stays_of(enterprise, at, day),
        industry_path=path_of(enterprise.industry_class),
        tags=list(
            enterprise.tags.select_related("industry").order_by(
                "-is_main", "industry__scheme", "industry__position", "pk"
            )
        ),
        qualifications=held_by(enterprise, day),
    )


def merged_into(number: str, at: datetime) -> Enterprise | None:
    """The confirmed enterprise into which the one that once had the number was merged. One query."""
    return Enterprise.objects.confirmed(at).filter(former_numbers__number=number).first()


def stays_of(enterprise: Enterprise, at: datetime, day: date) -> list[Stay]:
    """Stays in public parks, without those entered by mistake and those that are still to begin."""
    parks = {park.pk: park for park in published(Park, at)}
    stays = enterprise.registrations.begun(day).order_by(F("start_on").desc(nulls_last=True), "-pk")
    return [
        Stay(
            park=parks[stay.park_id],
            start_on=stay.start_on,
            end_on=stay.end_on,
            is_current=stay.end_on is None or stay.end_on > day,
            end_reason=stay.get_end_reason_display(),
        )
        for stay in stays
        if stay.park_id in parks
    ]


def path_of(entry: IndustryClass | None) -> list[IndustryClass]:
    path: list[IndustryClass] = []
    while entry is not None:
        path.insert(0, entry)
        entry = entry.parent
    return path


def held_by(enterprise: Enterprise, day: date) -> list[Held]:
    rows = enterprise.qualifications.select_related("kind").filter(valid_from__lte=day)
    return [
        Held(
            name=row.kind.name,
            certificate_number=row.certificate_number,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            is_valid=row.valid_to is None or row.valid_to >= day,
        )
        for row in rows.order_by("-valid_from", "kind__position", "pk")
    ]
