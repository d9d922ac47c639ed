"""Records that are valid without arguments. A test names only what it is about."""

import random
from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from enterprises import models as register
from enterprises.credit_code import invent
from parks import models as zone
from stats import models as stats
from stats.models.release import ReleaseStatus
from zoneportal.accounts.models import User
from zoneportal.publishing.actions import publish


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = factory.Sequence(lambda n: f"职员{n}")
    password = factory.django.Password("a-long-password-for-tests")
    is_staff = True

    @factory.post_generation
    def roles(self, create, names, **kwargs):
        """`roles=["Park clerk"]`: names of accounts.roles."""
        if names:
            self.groups.set(self.groups.model.objects.filter(name__in=names))

    @factory.post_generation
    def parks(self, create, parks, **kwargs):
        for park in parks or []:
            zone.ParkAssignment.objects.create(user=self, park=park)


class PublishedMixin(DjangoModelFactory):
    """Content whose working draft becomes public with `published=True`."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def published(self, create, wanted, **kwargs):
        if wanted:
            publish(content=self, by=None)


class ZoneFactory(PublishedMixin):
    class Meta:
        model = zone.Zone

    name_zh, name_en = "示范高新技术产业开发区", "Model High-tech Zone"
    short_name_zh, short_name_en = "示范高新区", "Model Zone"


class ProfileSectionFactory(PublishedMixin):
    class Meta:
        model = zone.ProfileSection

    slug = factory.Sequence(lambda n: f"section-{n}")
    title_zh, title_en = "概况", "Overview"
    body_zh, body_en = "<p>概况正文。</p>", "<p>Overview text.</p>"


class MilestoneFactory(PublishedMixin):
    class Meta:
        model = zone.Milestone

    slug = factory.Sequence(lambda n: f"milestone-{n}")
    year = 2015
    title_zh, title_en = "升级", "Promotion"


class ParkFactory(PublishedMixin):
    class Meta:
        model = zone.Park

    code = factory.Sequence(lambda n: f"park{n}")
    slug = factory.SelfAttribute("code")
    name_zh = factory.Sequence(lambda n: f"示范工业园{n}")
    name_en = factory.Sequence(lambda n: f"Model Park {n}")


class AnnouncementFactory(PublishedMixin):
    class Meta:
        model = zone.Announcement

    title_zh, title_en = "公告", "Notice"
    body_zh, body_en = "<p>公告正文。</p>", "<p>Notice text.</p>"
    issued_on = date(2026, 5, 1)


class IndustryClassFactory(DjangoModelFactory):
    """A section by default; the letter repeats after 20."""

    class Meta:
        model = register.IndustryClass
        django_get_or_create = ("edition", "code")

    edition = "2017"
    code = factory.Sequence(lambda n: "ABCDEFGHIJKLMNOPQRST"[n % 20])
    section = factory.LazyAttribute(lambda entry: entry.code if entry.code.isalpha() else entry.parent.section)
    level = factory.LazyAttribute(lambda entry: 1 if entry.code.isalpha() else len(entry.code))
    name_zh = factory.LazyAttribute(lambda entry: f"行业{entry.code}")


class IndustryTagFactory(DjangoModelFactory):
    class Meta:
        model = register.IndustryTag

    scheme = "leading"
    code = factory.Sequence(lambda n: f"industry-{n}")
    name_zh = factory.Sequence(lambda n: f"产业{n}")
    name_en = factory.Sequence(lambda n: f"Industry {n}")


class EnterpriseFactory(DjangoModelFactory):
    """With a valid invented credit code; `confirmed=True` makes it public, `park=` registers it there since 2020."""

    class Meta:
        model = register.Enterprise
        skip_postgeneration_save = True

    class Params:
        confirmed = factory.Trait(confirmed_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)))

    name_zh = factory.Sequence(lambda n: f"样例科技有限公司{n}")
    credit_code = factory.Sequence(lambda n: invent(random.Random(n)))

    @factory.post_generation
    def park(self, create, park, **kwargs):
        if park:
            RegistrationFactory(enterprise=self, park=park)


class RegistrationFactory(DjangoModelFactory):
    class Meta:
        model = register.Registration

    enterprise = factory.SubFactory(EnterpriseFactory)
    park = factory.SubFactory(ParkFactory)
    start_on = date(2020, 1, 1)


class StatusEventFactory(DjangoModelFactory):
    class Meta:
        model = register.StatusEvent

    enterprise = factory.SubFactory(EnterpriseFactory)
    status = "active"
    effective_on = date(2020, 1, 1)


class QualificationKindFactory(DjangoModelFactory):
    class Meta:
        model = register.QualificationKind

    code = factory.Sequence(lambda n: f"kind-{n}")
    name_zh = factory.Sequence(lambda n: f"资质{n}")
    name_en = factory.Sequence(lambda n: f"Qualification {n}")


class QualificationFactory(DjangoModelFactory):
    class Meta:
        model = register.Qualification

    enterprise = factory.SubFactory(EnterpriseFactory)
    kind = factory.SubFactory(QualificationKindFactory)
    valid_from = date(2024, 1, 1)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = stats.Indicator

    code = factory.Sequence(lambda n: f"indicator-{n}")
    name_zh = factory.Sequence(lambda n: f"指标{n}")
    name_en = factory.Sequence(lambda n: f"Indicator {n}")
    theme = "economy"


class DefinitionFactory(DjangoModelFactory):
    class Meta:
        model = stats.IndicatorDefinition

    indicator = factory.SubFactory(IndicatorFactory)
    valid_from_year = 2000
    unit = "yi_yuan"
    definition_zh, definition_en = "定义。", "A definition."
    source_zh, source_en = "统计局", "Statistics office"


class ReleaseFactory(DjangoModelFactory):
    """A draft; `released=True` makes it public an hour ago."""

    class Meta:
        model = stats.Release

    class Params:
        released = factory.Trait(
            status=ReleaseStatus.RELEASED, released_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1))
        )

    slug = factory.Sequence(lambda n: f"release-{n}")
    title_zh = factory.Sequence(lambda n: f"发布{n}")
    title_en = factory.Sequence(lambda n: f"Release {n}")
    basis_zh, basis_en = "管委会决定", "Decision of the administration"


class FigureFactory(DjangoModelFactory):
    """Unreleased, of the zone, by a definition in 亿元."""

    class Meta:
        model = stats.Figure

    definition = factory.SubFactory(DefinitionFactory)
    indicator = factory.SelfAttribute("definition.indicator")
    year = 2017
    value = Decimal("358.26")


class GoalFactory(PublishedMixin):
    class Meta:
        model = stats.Goal

    slug = factory.Sequence(lambda n: f"goal-{n}")
    title_zh, title_en = "千亿园区", "A park of the 100-billion class"
    wording_zh, wording_en = "建成千亿级园区", "Become a park of the 100-billion class"
    indicator = factory.SubFactory(IndicatorFactory)
    baseline_year, baseline_value = 2017, Decimal("358.26")
    target_value, first_target_year, last_target_year = Decimal(1000), 2020, 2022
    choice_note_zh, choice_note_en = "由管理员选定", "Chosen by the administrator"


class SurveyYearFactory(DjangoModelFactory):
    class Meta:
        model = stats.SurveyYear

    year = factory.Sequence(lambda n: 2000 + n % 100)
    title_zh, title_en = "企业统计年报", "Annual return of enterprises"


class FormLineFactory(DjangoModelFactory):
    """Asks in 千元 for an indicator that is published in 亿元."""

    class Meta:
        model = stats.FormLine

    survey = factory.SubFactory(SurveyYearFactory)
    indicator = factory.LazyFunction(lambda: DefinitionFactory().indicator)
    unit = "thousand_yuan"


class EnterpriseYearFactory(DjangoModelFactory):
    class Meta:
        model = stats.EnterpriseYear

    survey = factory.SubFactory(SurveyYearFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    park = factory.SubFactory(ParkFactory)


class ReturnFactory(DjangoModelFactory):
    """Of an enterprise that has not sent it yet; `ReturnFactory(entry__survey=…, entry__park=…)`."""

    class Meta:
        model = stats.EnterpriseReturn

    entry = factory.SubFactory(EnterpriseYearFactory)


class ReturnValueFactory(DjangoModelFactory):
    class Meta:
        model = stats.ReturnValue

    enterprise_return = factory.SubFactory(ReturnFactory)
    line = factory.LazyAttribute(lambda made: FormLineFactory(survey=made.enterprise_return.entry.survey))
    value = Decimal(12_345)


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = stats.ReturnFinding

    enterprise_return = factory.SubFactory(ReturnFactory)
    code = "not_registered"
    params = {"variant": "never", "year": "2025"}
    found_at = factory.LazyFunction(timezone.now)
