"""A small zone with every kind of open data, and its secrets beside it: for the tests of files, catalogue and API."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from stats.models import Vintage
from tests import factories, world
from tests.snapshot import replayed
from tests.world import World
from zoneportal.publishing.actions import publish

SECRETS = (
    "417.77",  # a figure without a release
    "523.45",  # of a scheduled release
    "635.21",  # of a park that is not public
    "秘密园区",  # a draft park
    "秘密发布",  # a scheduled release
    "秘密指标",  # an indicator without a released figure
    "秘密公告",  # a draft announcement
    "秘密目标",  # a draft goal
    "样例未确认有限公司",
    "个体户住宅路9号",  # where a natural person lives
)


def build() -> World:
    return replayed(_made)


def _made() -> World:
    made = world.build()
    zone = made.zone
    zone.licence_zh, zone.licence_en = "开放数据许可", "Open data licence"
    zone.licence_url_zh = zone.licence_url_en = "https://licence.example/1"
    zone.save()
    publish(content=zone, by=None)
    add_figures(made)
    add_secrets(made)
    factories.GoalFactory(slug="goal-open", indicator=made.figure.indicator, published=True)
    factories.AnnouncementFactory(title_zh="开放公告", title_en="Open notice", published=True)
    return made


def add_figures(made: World) -> None:
    definition, release = made.figure.definition, made.release
    corrected = factories.ReleaseFactory(
        released=True, slug="corrected", released_at=timezone.now() - timedelta(minutes=30)
    )
    for year, value, mark, vintage, park in (
        (2015, "-12.5", "", Vintage.ANNUAL, None),
        (2016, None, "confidential", Vintage.ANNUAL, None),
        (2017, "350.1", "", Vintage.FLASH, None),
        (2017, "0", "", Vintage.ANNUAL, made.park),
        (2016, "99999999999.9999", "", Vintage.ANNUAL, made.park),
    ):
        factories.FigureFactory(
            definition=definition, year=year, value=value and Decimal(value), mark=mark, vintage=vintage, park=park,
            release=release, note_zh="=1+1",
        )  # fmt: skip
    factories.FigureFactory(
        definition=definition, year=2015, value=Decimal("-12.25"), revision=1, reason="更正", release=corrected
    )


def add_secrets(made: World) -> None:
    definition = made.figure.definition
    scheduled = factories.ReleaseFactory(
        released=True, released_at=timezone.now() + timedelta(hours=1), title_zh="秘密发布", slug="secret-release"
    )
    hidden = factories.ParkFactory(name_zh="秘密园区", code="hidden", slug="hidden")
    factories.FigureFactory(definition=definition, year=2019, value=Decimal("523.45"), release=scheduled)
    factories.FigureFactory(definition=definition, value=Decimal("635.21"), park=hidden, release=made.release)
    factories.FigureFactory(definition__indicator__code="secret", definition__indicator__name_zh="秘密指标")
    factories.AnnouncementFactory(title_zh="秘密公告", title_en="秘密公告")
    factories.GoalFactory(title_zh="秘密目标", title_en="秘密目标")
    person = factories.EnterpriseFactory(
        name_zh="样例个体工商户", confirmed=True, park=made.park, legal_form="个体工商户", address="个体户住宅路9号"
    )
    factories.RegistrationFactory(
        enterprise=person, park=hidden, start_on="2019-01-01", end_on="2020-01-01", end_reason="moved_park"
    )
