"""From the stored file to the records: once, all or nothing, by the one who sent it, with evidence."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enterprises.models import Enterprise, EnterpriseTag
from parks.models import Park
from tests import factories, sheets
from zoneportal.spreadsheets.checks import reports, since_preview
from zoneportal.spreadsheets.importing import actions, confirming, stored
from zoneportal.spreadsheets.models import ImportJob, JobState
from zoneportal.spreadsheets.records import queries

HEADER = ["园区编码", "网址词", "园区名称", "办公电话"]
KJ, ZZ = ["kj", "kj", "科技工业园", "1"], ["zz", "zz", "漳泽工业园", "2"]
WRONG = ["ld", "坏 词", "老顶山物流园", "3"]


@pytest.fixture
def boss(db):
    return factories.UserFactory(is_superuser=True)


def findings(outcome: actions.Outcome) -> list[str]:
    whole = [outcome.finding] if outcome.finding else []
    return [finding.message for finding in [*whole, *(sheets.errors_in(outcome.checked) if outcome.checked else ())]]


def test_a_check_writes_nothing(boss):
    job = sheets.received("parks", [HEADER, KJ], user=boss)
    assert (job.state, job.counts["new"]) == (JobState.CHECKED, 1)
    assert not Park.objects.exists()
    assert not Park.history.exists()


def test_a_confirmation_writes_records_history_and_state(boss):
    job = sheets.written("parks", [HEADER, KJ, ZZ], user=boss, reason="年度核对")
    assert set(Park.objects.values_list("code", flat=True)) == {"kj", "zz"}
    history = Park.history.order_by("history_id").first()
    assert (history.history_type, history.history_user) == ("+", boss)
    assert f"{job.pk}" in history.history_change_reason
    assert "年度核对" in history.history_change_reason
    assert (job.state, job.written_at is not None) == (JobState.WRITTEN, True)


def test_a_change_keeps_what_was_before_in_the_history(boss):
    park = factories.ParkFactory(phone="0355-1")
    sheets.written("parks", [["园区编码", "园区名称", "办公电话"], [park.code, park.name_zh, "0355-2"]], user=boss)
    newest, before = park.history.order_by("-history_id")
    assert (newest.history_type, newest.phone, before.phone) == ("~", "0355-2", "0355-1")


def test_a_published_park_stays_public_as_it_was(boss):
    park = factories.ParkFactory(published=True, phone="0355-1")
    sheets.written("parks", [["园区编码", "园区名称", "办公电话"], [park.code, park.name_zh, "0355-2"]], user=boss)
    from zoneportal.publishing.queries import published

    assert published(Park, park.history.first().history_date)[0].phone == "0355-1"


def test_one_wrong_row_and_nothing_is_written(boss):
    job = sheets.received("parks", [HEADER, KJ, WRONG], user=boss)
    outcome = actions.confirm(job=job, by=boss)
    job.refresh_from_db()
    assert (outcome.result, job.state, Park.objects.count()) == (actions.BLOCKED, JobState.CHECKED, 0)


def test_only_the_good_rows_go_in_by_explicit_choice(boss):
    job = sheets.received("parks", [HEADER, KJ, WRONG], user=boss)
    outcome = actions.confirm(job=job, by=boss, good_rows_only=True)
    assert (outcome.result, Park.objects.get().code) == (actions.WRITTEN, "kj")


def test_a_second_confirmation_does_nothing_and_says_so(boss):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    outcome = actions.confirm(job=job, by=boss)
    assert (outcome.result, findings(outcome)[0]) == (actions.REPEATED, confirming.ALREADY)
    assert Park.history.count() == 1


def test_a_cancelled_import_is_not_written(boss):
    job = sheets.received("parks", [HEADER, KJ], user=boss)
    assert actions.cancel(job=job)
    assert actions.confirm(job=job, by=boss).result == actions.REPEATED
    assert not Park.objects.exists()


def test_only_the_sender_confirms(boss):
    job = sheets.received("parks", [HEADER, KJ], user=boss)
    with pytest.raises(PermissionDenied):
        actions.confirm(job=job, by=factories.UserFactory(is_superuser=True))


def test_a_right_taken_away_in_between_counts(world):
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.received("enterprises", table, user=world.clerk)
    world.clerk.groups.clear()
    outcome = actions.confirm(job=job, by=world.clerk)
    assert outcome.result == actions.BLOCKED
    assert not Enterprise.objects.filter(name_zh="样例新企业").exists()


def test_a_park_taken_away_in_between_counts(world):
    table = [["企业名称", "所属园区"], ["样例新企业", world.park.name_zh]]
    job = sheets.received("enterprises", table, user=world.clerk)
    world.clerk.park_assignments.all().delete()
    assert actions.confirm(job=job, by=world.clerk).result == actions.BLOCKED
    assert not Enterprise.objects.filter(name_zh="样例新企业").exists()


def test_a_file_changed_in_the_store_is_refused(boss):
    job = sheets.received("parks", [HEADER, KJ], user=boss)
    job.file.storage.delete(job.file.name)
    job.file.storage.save(job.file.name, ContentFile(sheets.as_csv([HEADER, ZZ])))
    outcome = actions.confirm(job=job, by=boss)
    assert (outcome.result, findings(outcome)[0]) == (actions.BLOCKED, stored.FILE_CHANGED)


def test_a_record_somebody_changed_since_is_a_conflict_with_both_sides(boss):
    park = factories.ParkFactory(phone="0355-1")
    table = [["园区编码", "园区名称", "办公电话"], [park.code, park.name_zh, "0355-2"]]
    job = sheets.received("parks", table, user=boss)
    park.phone = "0355-9"
    park.save()
    outcome = actions.confirm(job=job, by=boss)
    park.refresh_from_db()
    assert (outcome.result, park.phone) == (actions.BLOCKED, "0355-9")
    assert outcome.checked.counts()["conflict"] == 1
    found = sheets.errors_in(outcome.checked)
    sides = [finding.params for finding in found if finding.message == since_preview.CHANGED_SINCE]
    assert sides == [{"theirs": "0355-9", "mine": "0355-2"}]


def test_what_a_row_leaves_alone_and_somebody_removed_since_does_not_come_back(world, boss):
    kept, added = factories.IndustryTagFactory.create_batch(2)
    EnterpriseTag.objects.create(enterprise=world.enterprise, industry=kept)
    both = f"{kept.name_zh}、{added.name_zh}"
    table = [["企业编号", "企业名称", "主导产业"], [world.enterprise.number, world.enterprise.name_zh, both]]
    job = sheets.received("enterprises", table, user=boss)
    EnterpriseTag.objects.filter(enterprise=world.enterprise).delete()
    outcome = actions.confirm(job=job, by=boss)
    assert (outcome.result, outcome.checked.counts()["conflict"]) == (actions.BLOCKED, 1)
    assert not EnterpriseTag.objects.filter(enterprise=world.enterprise).exists()


def test_a_record_that_was_as_in_the_sheet_and_changed_since_is_a_conflict(boss):
    park = factories.ParkFactory(phone="0355-1")
    table = [HEADER, [park.code, park.slug, park.name_zh, "0355-1"], KJ]
    job = sheets.received("parks", table, user=boss)
    park.phone = "0355-9"
    park.save()
    outcome = actions.confirm(job=job, by=boss, good_rows_only=True)
    assert outcome.finding.message == confirming.MORE_LEFT_OUT  # nobody agreed to leave out this row
    park.refresh_from_db()
    assert (outcome.result, park.phone, Park.objects.count()) == (actions.BLOCKED, "0355-9", 1)
    actions.check(job=job)
    assert actions.confirm(job=job, by=boss).result == actions.WRITTEN


def test_the_page_of_a_blocked_sheet_tells_what_was_found_at_last(boss):
    park = factories.ParkFactory(phone="0355-1")
    table = [HEADER, [park.code, park.slug, park.name_zh, "0355-2"], KJ]
    job = sheets.received("parks", table, user=boss)
    park.phone = "0355-9"
    park.save()
    assert actions.confirm(job=job, by=boss, check_number=1).result == actions.BLOCKED
    job.refresh_from_db()
    told = [finding.message for finding in stored.report_of(job).findings("errors")]
    assert told == [since_preview.TOUCHED_SINCE, since_preview.CHANGED_SINCE]
    assert (job.state, job.counts["new"], job.counts["changed"], job.counts["conflict"]) == ("checked", 1, 0, 1)
    # who still looks at the page of before is told so, who looks at the new one may leave the row out
    assert findings(actions.confirm(job=job, by=boss, good_rows_only=True, check_number=1)) == [
        confirming.ANOTHER_CHECK
    ]
    assert actions.confirm(job=job, by=boss, good_rows_only=True, check_number=2).result == actions.WRITTEN
    park.refresh_from_db()
    assert (park.phone, Park.objects.count()) == ("0355-9", 2)


def test_a_record_somebody_entered_since_is_a_conflict(boss):
    job = sheets.received("parks", [HEADER, KJ], user=boss)
    factories.ParkFactory(code="kj", slug="kj", name_zh="科技工业园")
    outcome = actions.confirm(job=job, by=boss)
    assert findings(outcome) == [since_preview.CREATED_SINCE]


def test_a_new_check_takes_the_state_of_the_day_and_its_number_binds_the_confirmation(boss):
    park = factories.ParkFactory(phone="0355-1")
    table = [["园区编码", "园区名称", "办公电话"], [park.code, park.name_zh, "0355-2"]]
    job = sheets.received("parks", table, user=boss)
    park.phone = "0355-9"
    park.save()
    actions.check(job=job)
    assert findings(actions.confirm(job=job, by=boss, check_number=1)) == [confirming.ANOTHER_CHECK]
    assert actions.confirm(job=job, by=boss, check_number=2).result == actions.WRITTEN


def test_what_the_database_refuses_becomes_a_sentence_and_nothing_is_written(boss, monkeypatch):
    factories.ParkFactory(name_zh="漳泽工业园")
    monkeypatch.setattr("zoneportal.spreadsheets.checks.uniqueness.Uniqueness.judge", lambda *args: None)
    job = sheets.received("parks", [HEADER, KJ, ZZ], user=boss)
    outcome = actions.confirm(job=job, by=boss)
    job.refresh_from_db()
    assert (outcome.result, job.state, Park.objects.count()) == (actions.BLOCKED, JobState.CHECKED, 1)
    assert "constraint" not in outcome.finding.sentence().lower()


def test_a_written_import_is_named_by_the_history_of_its_records(boss):
    job = sheets.written("parks", [HEADER, KJ], user=boss)
    (written,) = queries.written_by(job)
    assert (written.model, written.created, written.changed, written.removed) == (Park, 1, 0, 0)


def test_a_page_of_a_long_report_is_read_alone(boss):
    table = [HEADER, *([f"p{n}", f"p{n}", f"园{n}", ""] for n in range(30))]
    job = sheets.received("parks", table, user=boss)
    page = actions.report_of(job).page("new", 10, 12)
    assert [line[0] for line in page] == [12, 13]
    assert isinstance(actions.report_of(job), reports.Report)


def test_writing_takes_a_fixed_number_of_queries(boss):
    _queries(1, boss)  # Django looks up a kind of content once a process
    assert _queries(30, boss) == _queries(4, boss)  # SQLite takes 999 values a statement


def _queries(number: int, boss) -> int:
    park = factories.ParkFactory()
    stored = factories.EnterpriseFactory.create_batch(number, park=park)
    new = [[f"样例{park.code}{n}有限公司", "", park.name_zh, ""] for n in range(number)]
    old = [[each.name_zh, each.credit_code, park.name_zh, "样例路2号"] for each in stored]
    job = sheets.received("enterprises", [["企业名称", "信用代码", "所属园区", "地址"], *new, *old], user=boss)
    with CaptureQueriesContext(connection) as queries:
        assert actions.confirm(job=job, by=boss).result == actions.WRITTEN
    return len(queries)


def test_every_job_keeps_file_and_hash(boss):
    job = sheets.received("parks", [HEADER, KJ], user=boss)
    assert len(ImportJob.objects.get(pk=job.pk).sha256) == 64
    with job.file.open() as file:
        assert file.read() == sheets.as_csv([HEADER, KJ])
