"""Releases in the office: submitted by one person, looked at and approved by another, and nothing changed after."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from stats.models import Difference, Figure, Protection, Release, WithheldValue
from stats.models.release import ReleaseStatus
from stats.queries.approval_sheet import approval_sheet, figures_sha256
from stats.releasing import release_figures, submit_release
from tests.factories import FigureFactory, ReleaseFactory, UserFactory
from tests.stats.reviews import draft_of, edited, in_review

LIST = reverse("admin:stats_release_changelist")


def page_of(release: Release, door: str = "change") -> str:
    return reverse(f"admin:stats_release_{door}", args=[release.pk])


def text_of(client, release: Release, door: str = "change") -> str:
    return client.get(page_of(release, door)).content.decode()


def status_of(release: Release) -> str:
    return Release.objects.get(pk=release.pk).status


@pytest.fixture
def draft(world):
    return draft_of(world.secret_figure, basis_zh="管委会〔2019〕3号")


@pytest.fixture
def reviewed(world, draft):
    return submit_release(release=draft, by=world.statistician)


@pytest.fixture
def statistician(client, world):
    client.force_login(world.statistician)
    return world.statistician


@pytest.fixture
def publisher(client, world):
    client.force_login(world.publisher)
    return world.publisher


def decision(client, release: Release) -> dict:
    return {"seen": client.get(page_of(release, "release")).context["form"]["seen"].value()}


class TestSubmit:
    def test_statistician_submits(self, client, statistician, draft):
        client.post(page_of(draft, "submit"))
        assert status_of(draft) == ReleaseStatus.IN_REVIEW

    def test_everything_that_stands_in_the_way_is_told_at_once_with_links(self, client, statistician):
        empty = ReleaseFactory(basis_zh="", planned_at=timezone.now() - timedelta(days=1))
        found = client.get(page_of(empty, "submit")).context["obstacles"]
        assert [each.url for each in found] == [
            page_of(empty),
            page_of(empty),
            reverse("admin:stats_figure_changelist"),
        ]
        client.post(page_of(empty, "submit"))
        assert status_of(empty) == ReleaseStatus.DRAFT

    @pytest.mark.parametrize("role", ["administrator", "publisher", "auditor"])
    def test_nobody_else_submits(self, client, world, draft, role):
        client.force_login(getattr(world, role))
        assert client.post(page_of(draft, "submit")).status_code == 403
        assert status_of(draft) == ReleaseStatus.DRAFT


class TestReview:
    def test_the_page_lists_the_exact_figures_beside_the_last_released(self, client, publisher, draft, world):
        Figure.objects.filter(pk=world.secret_figure.pk).update(value=Decimal("417.7734"), qualifier="about")
        text = text_of(client, draft)
        for part in ("营业收入", "2018", "约417.7734 亿元", "358.26 亿元", "+16.6", "管委会〔2019〕3号"):
            assert part in text

    def test_nothing_is_written_in_review(self, client, statistician, reviewed, world):
        assert client.get(page_of(reviewed)).context["has_change_permission"] is False
        assert client.post(page_of(reviewed), {"title_zh": "x"}).status_code == 403
        figure = reverse("admin:stats_figure_change", args=[world.secret_figure.pk])
        assert client.post(figure, {"value": "1"}).status_code == 403
        assert client.post(page_of(reviewed, "delete"), {"post": "yes"}).status_code == 403

    @pytest.mark.parametrize("role", ["statistician", "publisher"])
    def test_it_is_sent_back_with_a_reason_that_the_page_tells(self, client, world, reviewed, role):
        client.force_login(getattr(world, role))
        client.post(page_of(reviewed, "send_back"), {"reason": ""})
        assert status_of(reviewed) == ReleaseStatus.IN_REVIEW
        client.post(page_of(reviewed, "send_back"), {"reason": "2018年单位有误"})
        assert status_of(reviewed) == ReleaseStatus.DRAFT
        assert "2018年单位有误" in text_of(client, reviewed)

    @pytest.mark.parametrize("role", ["administrator", "auditor"])
    def test_nobody_else_sends_back(self, client, world, reviewed, role):
        client.force_login(getattr(world, role))
        assert client.post(page_of(reviewed, "send_back"), {"reason": "x"}).status_code == 403

    @pytest.mark.parametrize(
        ("role", "status", "doors"),
        [
            ("statistician", "draft", {"submit", "give_reason", "sheet"}),
            ("statistician", "in_review", {"send_back", "sheet"}),
            ("publisher", "draft", {"sheet"}),
            ("publisher", "in_review", {"release", "send_back", "sheet"}),
            ("auditor", "in_review", {"sheet"}),
            ("administrator", "in_review", set()),
        ],
    )
    def test_buttons_by_right_and_state(self, client, world, draft, role, status, doors):
        Release.objects.filter(pk=draft.pk).update(status=status)
        client.force_login(getattr(world, role))
        context = client.get(page_of(draft)).context
        every = {"submit", "give_reason", "release", "send_back", "call_off", "sheet"}
        assert {door for door in every if context.get(f"{door}_url")} == doors

    def test_one_reason_for_all_that_supersedes(self, client, statistician, world):
        release = ReleaseFactory()
        later = FigureFactory(definition=world.figure.definition, vintage=4, value=Decimal(360), release=release)
        client.post(page_of(release, "give_reason"), {"reason": "核实"})
        later.refresh_from_db()
        assert later.reason == "核实"


class TestApproval:
    def test_publisher_approves(self, client, publisher, reviewed, world):
        client.post(page_of(reviewed, "release"), decision(client, reviewed))
        released = Release.objects.get(pk=reviewed.pk)
        assert (released.status, released.released_by) == (ReleaseStatus.RELEASED, publisher)
        assert world.secret_figure in Figure.objects.released(timezone.now())

    def test_an_embargo_is_taken_over_and_called_off(self, client, publisher, world):
        moment = timezone.now() + timedelta(days=3)
        release = in_review(world.secret_figure, world.statistician, planned_at=moment)
        client.post(page_of(release, "release"), decision(client, release))
        assert Release.objects.get(pk=release.pk).released_at == moment
        assert world.secret_figure not in Figure.objects.released(timezone.now())
        client.post(page_of(release, "call_off"))
        assert status_of(release) == ReleaseStatus.DRAFT

    def test_who_wrote_last_is_told_and_refused(self, client, draft, world):
        boss = UserFactory(is_superuser=True)
        edited(draft, boss, notes_zh="说明")
        submit_release(release=draft, by=world.statistician)
        client.force_login(boss)
        assert boss.display_name in text_of(client, draft, "release")
        client.post(page_of(draft, "release"), decision(client, draft))
        assert status_of(draft) == ReleaseStatus.IN_REVIEW

    def test_figures_that_changed_since_the_page_was_opened_are_looked_at_again(
        self, client, publisher, reviewed, world
    ):
        opened = decision(client, reviewed)
        Figure.objects.filter(pk=world.secret_figure.pk).update(value=Decimal("4177.7"))
        page = client.post(page_of(reviewed, "release"), opened)
        assert "4,177.7" in page.content.decode()
        assert status_of(reviewed) == ReleaseStatus.IN_REVIEW

    def test_a_draft_is_not_approved(self, client, publisher, draft):
        client.post(page_of(draft, "release"), decision(client, draft))
        assert status_of(draft) == ReleaseStatus.DRAFT

    @pytest.mark.parametrize("role", ["administrator", "statistician", "auditor"])
    def test_nobody_else_approves(self, client, world, reviewed, role):
        client.force_login(getattr(world, role))
        assert client.get(page_of(reviewed, "release")).status_code == 403
        assert client.post(page_of(reviewed, "release"), {"seen": "x"}).status_code == 403
        assert client.post(page_of(reviewed, "call_off")).status_code == 403
        assert status_of(reviewed) == ReleaseStatus.IN_REVIEW

    @pytest.mark.parametrize("door", ["change", "submit", "release", "send_back", "call_off", "give_reason", "sheet"])
    def test_a_park_clerk_finds_no_release(self, client, world, reviewed, door):
        client.force_login(world.clerk)
        assert client.get(page_of(reviewed, door)).status_code in (403, 404)


def difference(release: Release, figure: Figure, **fields) -> Difference:
    numbers = {"ours": Decimal("417.77"), "theirs": Decimal("417.61"), "tolerance": Decimal("0.01")}
    return Difference.objects.create(
        **{"release": release, "kind": "source", "indicator": figure.indicator, "year": figure.year}
        | {"scope_key": "zone", "against": "统计局", "unit": "yi_yuan"}
        | numbers
        | fields
    )


class TestSheet:
    def test_paper_and_screen_say_what_the_hash_covers(self, client, publisher, draft, world):
        difference(draft, world.secret_figure, explanation="口径不同", signed_at=timezone.now())
        sheet = approval_sheet(draft)
        for door in ("sheet", "change"):
            text = text_of(client, draft, door)
            for part in ("营业收入", "2018", "417.77", "亿元", "管委会〔2019〕3号", "417.61", "口径不同"):
                assert part in text
        assert sheet.sha256 in text_of(client, draft, "sheet")

    def test_the_hash_moves_with_everything_that_is_approved(self, world, draft):
        before = approval_sheet(draft).sha256
        assert approval_sheet(Release.objects.get(pk=draft.pk)).sha256 == before
        explained = difference(draft, world.secret_figure)
        seen = {before, approval_sheet(draft).sha256}
        Difference.objects.filter(pk=explained.pk).update(explanation="口径不同", signed_at=timezone.now())
        seen.add(approval_sheet(draft).sha256)
        draft.basis_zh = "另一依据"
        seen.add(approval_sheet(draft).sha256)
        Figure.objects.filter(pk=world.secret_figure.pk).update(qualifier="about")
        seen.add(approval_sheet(draft).sha256)
        assert len(seen) == 5

    def test_it_tells_whether_it_is_what_was_approved(self, client, publisher, reviewed, world):
        release = release_figures(release=reviewed, by=publisher)
        assert client.get(page_of(release, "sheet")).context["sheet"].is_intact
        Figure.objects.filter(pk=world.secret_figure.pk).update(value=Decimal(1))
        page = client.get(page_of(release, "sheet"))
        assert not page.context["sheet"].is_intact
        assert release.sheet_sha256 in page.content.decode()

    @pytest.mark.parametrize(("door", "role"), [("sheet", "statistician"), ("change", "publisher")])
    def test_a_withheld_value_is_on_no_page(self, client, draft, world, door, role):
        """Not on paper, whoever prints it."""
        client.force_login(getattr(world, role))
        Figure.objects.filter(pk=world.secret_figure.pk).update(value=None, mark="confidential")
        WithheldValue.objects.create(figure=world.secret_figure, value=Decimal("417.77"), kind="primary")
        difference(draft, world.secret_figure)
        text = text_of(client, draft, door)
        assert "※" in text
        assert "417.77" not in text
        assert "417.61" not in text

    def test_the_result_of_the_audit_is_on_it(self, client, publisher, draft):
        digest = figures_sha256(draft)
        Protection.objects.create(release=draft, made_at=timezone.now(), figures_sha256=digest, is_safe=True)
        assert "保密核查通过" in text_of(client, draft, "sheet")

    @pytest.mark.parametrize("role", ["administrator"])
    def test_who_may_not_see_all_of_it_gets_none(self, client, world, draft, role):
        client.force_login(getattr(world, role))
        assert client.get(page_of(draft, "sheet")).status_code == 403


def test_a_decided_release_is_read_only(client, world):
    client.force_login(world.statistician)
    assert client.get(page_of(world.release)).context["has_change_permission"] is False
    assert client.post(page_of(world.release), {"title_zh": "x"}).status_code == 403
    assert client.post(page_of(world.release, "delete"), {"post": "yes"}).status_code == 403


def test_no_history_brings_a_release_back(client, world):
    client.force_login(world.statistician)
    draft = ReleaseFactory()
    version = draft.history.get().history_id
    assert client.get(f"{page_of(draft)}?version={version}").status_code == 404


@pytest.mark.parametrize("field", ["basis_zh", "notes_zh"])
def test_what_is_published_of_a_release_names_no_enterprise(client, world, draft, field):
    client.force_login(world.statistician)
    fields = {"title_zh": "改名", "basis_zh": "依据", field: f"按{world.enterprise.name_zh}的更正"}
    page = client.post(page_of(draft), fields)
    assert world.enterprise.name_zh in page.context["adminform"].form.errors[field][0]
    draft.refresh_from_db()
    assert draft.title_zh != "改名"


def test_a_status_that_is_posted_is_ignored(client, world, draft):
    client.force_login(world.statistician)
    soon = (timezone.now() - timedelta(days=1)).isoformat()
    fields = {"title_zh": "改名", "basis_zh": "依据", "status": "released", "released_at": soon}
    client.post(page_of(draft), fields)
    draft.refresh_from_db()
    assert (draft.title_zh, draft.status, draft.released_at) == ("改名", ReleaseStatus.DRAFT, None)


def test_queries_of_the_form_do_not_grow_with_figures(client, world, draft, django_assert_num_queries):
    client.force_login(world.publisher)
    client.get(page_of(draft))  # the session notes the visit
    # Session, user, the release, rights (2), whether it is in scope, figures, differences, audit, what is released,
    # what is superseded, what is withheld, what does not agree (5), the history, its version.
    with django_assert_num_queries(19):
        client.get(page_of(draft))
    for year in range(2000, 2012):
        FigureFactory(definition=world.figure.definition, year=year, release=draft)
    with django_assert_num_queries(19):
        client.get(page_of(draft))
