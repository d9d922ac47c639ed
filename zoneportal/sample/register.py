"""Enterprises that do not exist, with their stays, industries, legal status and qualifications."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.utils import bulk_create_with_history

from enterprises.credit_code import INVENTED_DIVISION, invent
from enterprises.models import (
    Enterprise,
    EnterpriseTag,
    IndustryClass,
    IndustryTag,
    Qualification,
    QualificationKind,
    Registration,
    StatusEvent,
)
from enterprises.models.enterprise import Currency, draw_numbers
from enterprises.models.industry import IndustryLevel, IndustryScheme
from enterprises.models.registration import EndReason, LegalStatus
from parks.models import Park
from zoneportal.sample.names import FORMS, TRADES, Trade, invent_name

REASON = _("Sample data")
CHUNK = 5000
FOUNDED = date(1992, 1, 1)
# Kind -> share of the enterprises that hold it, years it is valid.
QUALIFICATIONS = {"high_tech": (0.10, 3), "specialised": (0.04, 3), "little_giant": (0.01, 3), "tech_sme": (0.15, 1)}
ABOVE_SCALE, SHARE_ABOVE_SCALE = "above_scale", 0.04


@dataclass
class Surroundings:
    """What the sample refers to. Read once; whatever the office has deleted is simply not used."""

    parks: Sequence[Park]
    today: date
    now: datetime
    classes: dict[str, list[IndustryClass]] = field(default_factory=dict)  # by division
    leading: dict[str, IndustryTag] = field(default_factory=dict)
    strategic: list[IndustryTag] = field(default_factory=list)
    kinds: dict[str, QualificationKind] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)  # invented codes that are taken

    @classmethod
    def read(cls, now: datetime, today: date) -> "Surroundings":
        here = cls(parks=list(Park.objects.as_of(today)), today=today, now=now)
        for entry in IndustryClass.objects.filter(level=IndustryLevel.CLASS):
            here.classes.setdefault(entry.code[:2], []).append(entry)
        tags = IndustryTag.objects.all()
        here.leading = {tag.code: tag for tag in tags if tag.scheme == IndustryScheme.LEADING}
        here.strategic = [tag for tag in tags if tag.scheme == IndustryScheme.STRATEGIC]
        here.kinds = {kind.code: kind for kind in QualificationKind.objects.all()}
        taken = Enterprise.objects.filter(credit_code__startswith=f"91{INVENTED_DIVISION}")
        here.codes = {code for code in taken.values_list("credit_code", flat=True) if code}
        return here


def load_enterprises(count: int, *, rng: random.Random, here: Surroundings) -> None:
    for first in range(1, count + 1, CHUNK):
        serials = range(first, min(first + CHUNK, count + 1))
        trades = [rng.choice(TRADES) for _ in serials]
        numbers = draw_numbers(len(serials))
        enterprises = [
            invent_enterprise(rng, here, trade, serial, number)
            for serial, trade, number in zip(serials, trades, numbers, strict=True)
        ]
        write(Enterprise, enterprises)
        events = [invent_events(rng, here, enterprise) for enterprise in enterprises]
        write(StatusEvent, [event for few in events for event in few])
        write(Registration, all_of(invent_stays, rng, here, enterprises))
        write(Qualification, all_of(invent_qualifications, rng, here, enterprises))
        pairs = zip(enterprises, trades, strict=True)
        write(EnterpriseTag, [tag for each, trade in pairs for tag in invent_tags(rng, here, each, trade)])


def write(model: type[models.Model], rows: list) -> None:
    bulk_create_with_history(rows, model, batch_size=1000, default_change_reason=REASON)


def all_of(invented, rng: random.Random, here: Surroundings, enterprises: list[Enterprise]) -> list:
    return [row for enterprise in enterprises for row in invented(rng, here, enterprise)]


def invent_code(rng: random.Random, here: Surroundings) -> str:
    while (code := invent(rng)) in here.codes:
        continue
    here.codes.add(code)
    return code


def day_between(rng: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randint(0, max((last - first).days, 0)))


def invent_enterprise(rng: random.Random, here: Surroundings, trade: Trade, serial: int, number: str) -> Enterprise:
    name_zh, name_en = invent_name(rng, trade, serial)
    return Enterprise(
        number=number,
        name_zh=name_zh,
        name_en=name_en,
        credit_code=invent_code(rng, here),
        legal_form=rng.choice(FORMS),
        established_on=day_between(rng, FOUNDED, here.today - timedelta(days=400)),
        capital_wan=Decimal(round(rng.lognormvariate(6, 1.3))),
        capital_currency=Currency.CNY,
        business_scope=f"示例：{trade.name_zh}及相关产品的研发、生产和销售。",
        address=f"示例地址{serial}号",
        industry_class=rng.choice(here.classes[trade.division]) if trade.division in here.classes else None,
        is_headquarters_economy=rng.random() < 0.01,
        is_sample=True,
        confirmed_at=here.now,
    )


def invent_events(rng: random.Random, here: Surroundings, enterprise: Enterprise) -> Iterator[StatusEvent]:
    since = enterprise.established_on or here.today
    yield StatusEvent(enterprise=enterprise, status=LegalStatus.ACTIVE, effective_on=since)
    if rng.random() < 0.06:
        later = day_between(rng, since + timedelta(days=1), here.today)
        status = rng.choice([each for each in LegalStatus if each != LegalStatus.ACTIVE])
        yield StatusEvent(enterprise=enterprise, status=status, effective_on=later)


def invent_stays(rng: random.Random, here: Surroundings, enterprise: Enterprise) -> Iterator[Registration]:
    """Mostly one open stay; some moved to another park on a day, some left the zone."""
    start = day_between(rng, enterprise.established_on or here.today, here.today - timedelta(days=365))
    park = rng.choice(here.parks)
    turn = rng.random()
    if turn >= 0.13:
        yield Registration(enterprise=enterprise, park=park, start_on=start)
        return
    end = day_between(rng, start + timedelta(days=1), here.today)
    moves = turn < 0.08 and len(here.parks) > 1
    reason = EndReason.MOVED_PARK if moves else EndReason.MOVED_OUT
    yield Registration(enterprise=enterprise, park=park, start_on=start, end_on=end, end_reason=reason)
    if moves:
        other = rng.choice([each for each in here.parks if each != park])
        yield Registration(enterprise=enterprise, park=other, start_on=end)


def invent_tags(
    rng: random.Random, here: Surroundings, enterprise: Enterprise, trade: Trade
) -> Iterator[EnterpriseTag]:
    if trade.industry in here.leading:
        yield EnterpriseTag(enterprise=enterprise, industry=here.leading[trade.industry], is_main=True)
    if here.strategic and rng.random() < 0.15:
        yield EnterpriseTag(enterprise=enterprise, industry=rng.choice(here.strategic))


def invent_qualifications(rng: random.Random, here: Surroundings, enterprise: Enterprise) -> Iterator[Qualification]:
    for code, (share, years) in QUALIFICATIONS.items():
        if code in here.kinds and rng.random() < share:
            start = day_between(rng, here.today - timedelta(days=4 * 365), here.today)
            yield Qualification(
                enterprise=enterprise,
                kind=here.kinds[code],
                certificate_number=f"示例{rng.randint(0, 99_999_999):08d}",
                valid_from=start,
                valid_to=start + timedelta(days=365 * years),
            )
    if ABOVE_SCALE in here.kinds and rng.random() < SHARE_ABOVE_SCALE:
        for year in range(here.today.year - rng.randint(1, 5), here.today.year + 1):
            yield Qualification(
                enterprise=enterprise,
                kind=here.kinds[ABOVE_SCALE],
                valid_from=date(year, 1, 1),
                valid_to=date(year, 12, 31),
            )
