"""What moves the version of a page: everything that the public sees, whoever writes it, and nothing else."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from enterprises.models import Enterprise, IndustryClass, IndustryTag, QualificationKind
from parks.models import Announcement, Milestone, Park, ProfileSection, Zone
from stats.models import Figure, Goal
from stats.releasing import cancel_planned_release, release_figures
from tests import factories
from zoneportal.publishing.actions import cancel_planned, publish, withdraw
from zoneportal.publishing.changes import topic_of, topics_of, version_of
from zoneportal.publishing.models import Change
from zoneportal.publishing.triggers import complete_triggers, drop_triggers

pytestmark = pytest.mark.django_db

PUBLIC = (
    *(Announcement, Enterprise, Figure, Goal, IndustryClass, IndustryTag, Milestone, Park, ProfileSection),
    *(QualificationKind, Zone),
)
TOMORROW = timedelta(days=1)


def versions(at=None) -> dict[str, str]:
    at = at or timezone.now()
    return {topic_of(model): version_of(topics_of([model]), at) for model in PUBLIC}


def moved_by(write) -> set[str]:
    """The topics whose version another transaction than those before has moved."""
    Change.objects.update(writer=0)
    before = versions()
    write()
    after = versions()
    return {topic for topic in before if before[topic] != after[topic]}


def by_hand(statement: str, *parameters) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def saved(record, **values) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


REGISTER, FIGURES = {"enterprises.enterprise"}, {"stats.release"}
PUBLIC_WRITES = {
    "a park is published": (lambda w: publish(content=w.park, by=None), {"parks.park"}),
    "a park is withdrawn": (lambda w: withdraw(content=w.park, by=None), {"parks.park"}),
    "the zone is published": (lambda w: publish(content=w.zone, by=None), {"parks.zone"}),
    "an enterprise is edited": (lambda w: saved(w.enterprise, name_zh="新名"), REGISTER),
    "an enterprise is confirmed": (lambda w: saved(w.secret_enterprise, confirmed_at=timezone.now()), REGISTER),
    "an enterprise is taken back": (lambda w: saved(w.enterprise, confirmed_at=None), REGISTER),
    "a set is edited": (lambda w: Enterprise.objects.update(legal_form="有限责任公司"), REGISTER),
    "somebody repairs by hand": (
        lambda w: by_hand("UPDATE enterprises_enterprise SET name_zh = %s WHERE id = %s", "手改", w.enterprise.pk),
        REGISTER,
    ),
    "an enterprise moves": (lambda w: w.enterprise.registrations.update(park=w.other_park), REGISTER),
    "an enterprise leaves": (lambda w: w.enterprise.registrations.all().delete(), REGISTER),
    "its status changes": (lambda w: factories.StatusEventFactory(enterprise=w.enterprise), REGISTER),
    "it had another name": (lambda w: w.enterprise.former_names.create(name_zh="旧名"), REGISTER),
    "a row goes over to a public enterprise": (
        lambda w: w.secret_enterprise.registrations.update(enterprise=w.enterprise, end_on=date(2019, 1, 1),
                                                           start_on=date(2018, 1, 1), end_reason="other"),
        REGISTER,
    ),
    "rows that clash are ignored": (
        lambda w: type(w.enterprise.former_names.create(name_zh="甲")).objects.bulk_create(
            [type(w.enterprise.former_names.first())(enterprise=w.enterprise, name_zh=name) for name in "甲乙"],
            ignore_conflicts=True,
        ),
        REGISTER,
    ),
    "an industry is named": (lambda w: factories.IndustryTagFactory(), {"enterprises.industrytag"}),
    "an industry gets a park": (
        lambda w: IndustryTag.parks.through.objects.create(
            industrytag=IndustryTag.objects.create(code="x", name_zh="x", scheme="leading"), park=w.park
        ),
        {"enterprises.industrytag"},
    ),
    "a release is decided": (
        lambda w: release_figures(release=release_with_figure(w), by=None),
        FIGURES,
    ),
    "a public indicator is renamed": (lambda w: saved(w.figure.indicator, name_zh="营收"), FIGURES),
    "a public definition is mended": (lambda w: saved(w.figure.definition, source_zh="统计局二"), FIGURES),
    "a figure is repaired by hand": (
        lambda w: by_hand("UPDATE stats_figure SET value = 1 WHERE id = %s", w.figure.pk), FIGURES
    ),
    "the history of a public version is rewritten": (
        lambda w: w.park.history.update(name_zh="史"), {"parks.park"}
    ),
}  # fmt: skip
INTERNAL_WRITES = {
    "a draft of a park is edited": lambda w: saved(w.park, name_zh="草稿"),
    "a park is added": lambda w: factories.ParkFactory(),
    "a park that was never public is deleted": lambda w: factories.ParkFactory().delete(),
    "a park will be published": lambda w: publish(content=w.park, by=None, at=timezone.now() + TOMORROW),
    "a park will be withdrawn": lambda w: withdraw(content=w.park, by=None, at=timezone.now() + TOMORROW),
    "a plan is cancelled": lambda w: cancelled_plan(w.park),
    "an enterprise is added": lambda w: factories.EnterpriseFactory(park=w.park),
    "an unconfirmed enterprise is edited": lambda w: saved(w.secret_enterprise, name_zh="改后"),
    "an unconfirmed enterprise moves": lambda w: w.secret_enterprise.registrations.update(park=w.other_park),
    "a figure is corrected before its release": lambda w: saved(w.secret_figure, value=1),
    "a release is prepared": lambda w: release_with_figure(w),
    "a release is embargoed": lambda w: embargoed(w),
    "an embargo is called off": lambda w: cancel_planned_release(release=embargoed(w), by=None),
    "an indicator without releases is renamed": lambda w: saved(factories.FigureFactory().indicator, name_zh="x"),
    "an indicator under embargo is renamed": lambda w: saved(embargoed(w).figures.first().indicator, name_zh="x"),
    "its definition is mended": lambda w: saved(factories.FigureFactory().definition, source_zh="x"),
    "an account changes": lambda w: saved(w.clerk, display_name="改名"),
}  # fmt: skip


def release_with_figure(world):
    release = factories.ReleaseFactory()
    factories.FigureFactory(release=release)
    return release


def embargoed(world):
    return release_figures(release=release_with_figure(world), by=None, at=timezone.now() + TOMORROW)


def cancelled_plan(park) -> None:
    publish(content=park, by=None, at=timezone.now() + TOMORROW)
    cancel_planned(content=park, by=None)


@pytest.mark.parametrize("what", PUBLIC_WRITES)
def test_a_public_change_moves_its_topic_and_no_other(world, what):
    write, topics = PUBLIC_WRITES[what]
    assert moved_by(lambda: write(world)) == topics


@pytest.mark.parametrize("what", INTERNAL_WRITES)
def test_an_internal_change_moves_nothing(world, what):
    assert moved_by(lambda: INTERNAL_WRITES[what](world)) == set()


def test_deleting_what_is_public_moves_its_topic(world):
    announcement = factories.AnnouncementFactory(published=True)
    assert moved_by(announcement.delete) == {"parks.announcement"}


def test_goal_shows_its_indicator_before_any_figure_is_released(db):
    goal = factories.GoalFactory(published=True)
    assert moved_by(lambda: saved(goal.indicator, name_zh="改名")) == FIGURES


@pytest.mark.parametrize(
    ("plan", "topic"),
    [
        (lambda w, at: publish(content=w.park, by=None, at=at), "parks.park"),
        (lambda w, at: withdraw(content=w.park, by=None, at=at), "parks.park"),
        (lambda w, at: release_figures(release=release_with_figure(w), by=None, at=at), "stats.release"),
    ],
)
def test_a_plan_moves_its_topic_at_its_moment(world, plan, topic):
    moment = timezone.now() + timedelta(minutes=5)
    plan(world, moment)
    before, then = versions(moment - timedelta(microseconds=1)), versions(moment)
    assert {name for name in before if before[name] != then[name]} == {topic}


def test_no_version_comes_again(world):
    seen = set()
    for name in ("甲", "乙", "甲", "乙"):
        Change.objects.update(writer=0)
        saved(world.enterprise, name_zh=name)
        seen.add(versions()["enterprises.enterprise"])
    assert len(seen) == 4


def test_the_table_of_changes_does_not_grow(world):
    for number in range(20):
        Change.objects.update(writer=0)
        saved(world.enterprise, name_zh=f"第{number}")
    assert Change.objects.filter(topic="enterprises.enterprise").count() == 1


def test_a_migration_finds_no_triggers_and_afterwards_everything_counts_as_changed(world):
    Change.objects.update(writer=0)
    before = versions()
    drop_triggers(plan=["a migration"])
    saved(world.enterprise, name_zh="迁移中")
    assert versions() == before
    complete_triggers()
    assert all(versions()[topic] != before[topic] for topic in before)
    assert moved_by(lambda: saved(world.enterprise, name_zh="迁移后")) == REGISTER


def test_nothing_is_touched_where_no_trigger_is_missing(world):
    before = versions()
    drop_triggers(plan=[])
    complete_triggers()
    assert versions() == before


@pytest.mark.only_on("postgresql")
@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_each_other_and_each_moves_the_version_when_it_commits():
    first, second = factories.EnterpriseFactory.create_batch(2, confirmed=True)
    seen = [versions()["enterprises.enterprise"]]
    done = threading.Event()

    def other() -> None:
        saved(second, name_zh="乙")
        connection.close()
        done.set()

    with transaction.atomic():
        saved(first, name_zh="甲")
        thread = threading.Thread(target=other)
        thread.start()
        assert done.wait(timeout=20)
    thread.join()
    seen.append(versions()["enterprises.enterprise"])
    assert len(set(seen)) == 2
    assert Change.objects.filter(topic="enterprises.enterprise").count() == 2  # neither could remove the other's
