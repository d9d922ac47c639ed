"""One small zone that a reader can keep in mind: two parks, one enterprise in each, three people at the door."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser

from enterprises.models import Enterprise
from parks.models import Park, Zone
from stats.models import Figure, Release
from tests import factories
from tests.snapshot import replayed
from zoneportal.accounts.models import User


@dataclass
class World:
    zone: Zone
    park: Park  # “this park”, public
    other_park: Park  # public too
    enterprise: Enterprise  # confirmed, in this park
    other_enterprise: Enterprise  # confirmed, in the other park
    secret_enterprise: Enterprise  # in this park, not confirmed
    release: Release  # public
    figure: Figure  # released, 358.26 亿元 in 2017, of the zone
    secret_figure: Figure  # unreleased, 417.77 亿元 in 2018, of the zone
    clerk: User  # park clerk of this park
    other_clerk: User  # park clerk of the other park
    anonymous: AnonymousUser
    administrator: User
    statistician: User
    publisher: User
    auditor: User


def build() -> World:
    """The same rows and records every time, as new objects."""
    return replayed(_made)


def _made() -> World:
    park, other_park = factories.ParkFactory.create_batch(2, published=True)
    release = factories.ReleaseFactory(released=True)
    definition = factories.DefinitionFactory(indicator__code="revenue", indicator__name_zh="营业收入")
    return World(
        zone=factories.ZoneFactory(published=True),
        park=park,
        other_park=other_park,
        enterprise=factories.EnterpriseFactory(name_zh="样例本园电子有限公司", confirmed=True, park=park),
        other_enterprise=factories.EnterpriseFactory(name_zh="样例邻园食品有限公司", confirmed=True, park=other_park),
        secret_enterprise=factories.EnterpriseFactory(name_zh="样例未确认有限公司", park=park),
        release=release,
        figure=factories.FigureFactory(definition=definition, release=release),
        secret_figure=factories.FigureFactory(definition=definition, year=2018, value=Decimal("417.77")),
        clerk=factories.UserFactory(roles=["Park clerk"], parks=[park]),
        other_clerk=factories.UserFactory(roles=["Park clerk"], parks=[other_park]),
        anonymous=AnonymousUser(),
        administrator=factories.UserFactory(roles=["Zone administrator"]),
        statistician=factories.UserFactory(roles=["Statistician"]),
        publisher=factories.UserFactory(roles=["Publisher"]),
        auditor=factories.UserFactory(roles=["Auditor"]),
    )
