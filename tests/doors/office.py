"""Two parks with one row of every kind in each, the people at the doors, and what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from enterprises.models import Enterprise, EnterpriseFormerName, EnterpriseTag, Qualification, Registration, StatusEvent
from parks.models import Announcement, Park, ParkFormerName
from stats.models import EnterpriseReturn, EnterpriseYear, Figure, ReturnFinding
from tests import factories
from tests.world import World
from zoneportal.accounts.models import User

HERE, THERE = "本园密语", "邻园密语"  # stand in every row of this park, and of the other one
PART = "密语"  # what a door is asked for: an answer that echoes it has given nothing away
OUR_APPS = ("inspection", "parks", "enterprises", "stats", "accounts", "auth", "publishing", "spreadsheets")
# Rows of these belong to a park. Every other model with an admin belongs to the zone as a whole.
OF_PARKS = {
    Park,
    Announcement,
    Enterprise,
    EnterpriseFormerName,
    EnterpriseTag,
    StatusEvent,
    Registration,
    Qualification,
    Figure,
    EnterpriseYear,
    EnterpriseReturn,
    ReturnFinding,
}
# What is collected from single enterprises: for those alone who collect or compile it.
OF_RETURNS = {EnterpriseYear, EnterpriseReturn, ReturnFinding}
OF_THE_ZONE = {
    "parks.Zone",
    "parks.ProfileSection",
    "parks.Milestone",
    "parks.ParkAssignment",
    "enterprises.IndustryClass",
    "enterprises.IndustryTag",
    "enterprises.QualificationKind",
    "stats.Indicator",
    "stats.IndicatorDefinition",
    "stats.Release",
    "stats.Goal",
    "stats.SurveyYear",
    "stats.FormLine",
    "stats.Holding",
    "stats.HoldingMember",
    "stats.Waiver",
    "stats.CheckThreshold",
    "stats.AboveScaleThreshold",
    "stats.Compilation",
    "stats.Difference",
    "stats.ReportedTotal",
    "accounts.User",
    "auth.Group",
    "publishing.Publication",
    "inspection.Deadline",
    "admin.LogEntry",
    "spreadsheets.ImportJob",
}


@dataclass
class Office:
    world: World
    here: dict[type[models.Model], models.Model]
    there: dict[type[models.Model], models.Model]
    nobody: User  # may sign in, and has no role
    superuser: User
    clients: dict[int | None, Client] = field(default_factory=dict)

    def actor(self, name: str) -> User | AnonymousUser:
        return getattr(self.world, name, None) or getattr(self, name)

    def client(self, name: str) -> Client:
        user = self.actor(name)
        if user.pk not in self.clients:
            self.clients[user.pk] = Client(raise_request_exception=True)
            if user.pk:
                self.clients[user.pk].force_login(user)
        return self.clients[user.pk]


def furnish(world: World) -> Office:
    kind, tag = factories.QualificationKindFactory(), factories.IndustryTagFactory()
    office = Office(
        world,
        here=rows_of(world.park, world.secret_enterprise, HERE, kind, tag),
        there=rows_of(world.other_park, world.other_enterprise, THERE, kind, tag),
        nobody=factories.UserFactory(),
        superuser=factories.UserFactory(is_superuser=True),
    )
    factories.GoalFactory(indicator=world.figure.indicator)
    factories.ProfileSectionFactory()
    factories.MilestoneFactory()
    return office


def rows_of(park: Park, enterprise: Enterprise, word: str, kind, tag) -> dict[type[models.Model], models.Model]:
    park.name_zh = f"{word}园"
    park.save()
    enterprise.name_zh = f"{word}企业"
    enterprise.save()
    definition = factories.DefinitionFactory()
    report = factories.ReturnFactory(entry__enterprise=enterprise, entry__park=park, status="received", note=word)
    rows = [
        park,
        enterprise,
        factories.AnnouncementFactory(title_zh=f"{word}公告", park=park),
        EnterpriseFormerName.objects.create(enterprise=enterprise, name_zh=f"{word}旧名"),
        EnterpriseTag.objects.create(enterprise=enterprise, industry=tag),
        factories.StatusEventFactory(enterprise=enterprise),
        enterprise.registrations.get(),
        factories.QualificationFactory(enterprise=enterprise, kind=kind),
        factories.FigureFactory(definition=definition, park=park, value=Decimal("41777.77"), note_zh=word),
        report.entry,
        report,
        factories.FindingFactory(enterprise_return=report, explanation=word, explained_at=timezone.now()),
    ]
    ParkFormerName.objects.create(park=park, name_zh=f"{word}旧园", used_until=date(2010, 1, 1))
    return {type(row): row for row in rows}


def address(model: type[models.Model], door: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{door}", args=args)


def doors_of(model: type[models.Model], captures: int) -> Iterator[str]:
    """The names of all addresses of the model's admin that take so many keys, those of its own pages included."""
    for each in admin.site.get_model_admin(model).get_urls():
        if each.name and each.pattern.regex.groups == captures:
            yield f"admin:{each.name}"


def stored() -> dict[str, list[dict]]:
    """Every row of every table of the portal, to compare before and after. The log of the office is left out."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.label != "accounts.User"
    } | {"accounts.User": list(User.objects.order_by("pk").values("username", "password", "is_superuser", "is_active"))}
