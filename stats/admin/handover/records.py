"""What stands on record: open questions, thresholds, owners and their papers, compilations, releases."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from stats.admin.handover.sheet import LONG, MIDDLE, SHORT, Sheet, day, moment
from stats.finding_words import check_name
from stats.models import (
    AboveScaleThreshold,
    CheckThreshold,
    Difference,
    Holding,
    Indicator,
    Protection,
    Release,
    ReturnFinding,
    SurveyYear,
    Waiver,
)
from stats.plausibility.thresholds import RULES
from zoneportal.numbers import plain_number


def findings(survey: SurveyYear, user: Any) -> Sheet:
    """Counted: which enterprise it is about stands in the portal alone."""
    columns = [
        (_("What was checked"), MIDDLE),
        (_("Indicator"), MIDDLE),
        (_("Park"), MIDDLE),
        (_("Open findings"), SHORT),
    ]
    names = {each.pk: each.name for each in Indicator.objects.all()}
    by = ("code", "line__indicator", "enterprise_return__entry__park__name_zh")
    found = ReturnFinding.objects.visible_to(user).unexplained().filter(enterprise_return__entry__survey=survey)
    counts = found.order_by(*by).values_list(*by).annotate(Count("pk"))
    rows = [(check_name(code), names.get(key, ""), park, str(count)) for code, key, park, count in counts]
    return Sheet(_("Open findings"), columns, rows)


def differences() -> Sheet:
    columns = [
        *((_("Release"), LONG), (_("Year"), SHORT), (_("Indicator"), MIDDLE), (_("What is compared"), MIDDLE)),
        *((_("Other source"), MIDDLE), (_("Explanation"), LONG), (_("Signed by"), MIDDLE), (_("Signed at"), MIDDLE)),
    ]
    rows = [
        (
            each.release.title,
            str(each.year),
            each.indicator.name,
            each.get_kind_display(),
            each.against,
            each.explanation or _("not explained yet"),
            each.signed_by.display_name if each.signed_by else "",
            moment(each.signed_at),
        )
        for each in Difference.objects.select_related("release", "indicator", "signed_by")
    ]
    return Sheet(_("Differences"), columns, rows)


def thresholds() -> Sheet:
    columns = [
        *((_("Threshold"), LONG), (_("Valid from year"), SHORT), (_("Value set"), SHORT), (_("Document number"), LONG)),
    ]
    rows = [
        (
            _(RULES[each.rule]) if each.rule in RULES else each.rule,
            str(each.valid_from_year),
            plain_number(each.number),
            each.document_number,
        )
        for each in CheckThreshold.objects.all()
    ]
    return Sheet(_("Thresholds of checks"), columns, rows)


def above_scale() -> Sheet:
    columns = [
        *((_("Industries"), MIDDLE), (_("Indicator"), MIDDLE), (_("From"), SHORT), (_("Unit"), SHORT)),
        *((_("Valid from year"), SHORT), (_("Valid to year"), SHORT), (_("Document number"), LONG)),
    ]
    rows = [
        (
            each.industries,
            each.indicator.name,
            plain_number(each.minimum),
            each.get_unit_display(),
            str(each.valid_from_year),
            str(each.valid_to_year or ""),
            each.document_number,
        )
        for each in AboveScaleThreshold.objects.select_related("indicator")
    ]
    return Sheet(_("Above designated size"), columns, rows)


def holdings() -> Sheet:
    columns = [(_("Holding"), MIDDLE), (_("Member"), LONG), (_("From"), SHORT), (_("To"), SHORT), (_("Evidence"), LONG)]
    rows = [
        (holding.name_zh, str(member.enterprise), day(member.start_on), day(member.end_on), member.document_number)
        for holding in Holding.objects.prefetch_related("members__enterprise")
        for member in holding.members.all()
    ]
    return Sheet(_("Holdings"), columns, rows)


def waivers() -> Sheet:
    columns = [
        *((_("Enterprise"), LONG), (_("Indicator"), MIDDLE), (_("First year of data"), SHORT)),
        *((_("Last year of data"), SHORT), (_("Signed on"), SHORT), (_("Document number"), LONG)),
    ]
    rows = [
        (
            str(each.enterprise),
            each.indicator.name if each.indicator else _("every indicator"),
            str(each.first_year),
            str(each.last_year or ""),
            day(each.signed_on),
            each.document_number,
        )
        for each in Waiver.objects.select_related("enterprise", "indicator")
    ]
    return Sheet(_("Waivers"), columns, rows)


def compilations(survey: SurveyYear) -> Sheet:
    columns = [
        *((_("Compilation"), SHORT), (_("Vintage"), SHORT), (_("Compiled at"), MIDDLE), (_("Compiled by"), MIDDLE)),
        *((_("Returns"), SHORT), (_("Figures"), SHORT), (_("Version of the program"), MIDDLE)),
        *((_("SHA-256 of the input"), LONG), (_("SHA-256 of the figures"), LONG)),
    ]
    rows = [
        (
            str(each.pk),
            each.get_vintage_display(),
            moment(each.compiled_at),
            each.compiled_by.display_name if each.compiled_by else _("the program"),
            str(each.return_count),
            str(each.figure_count),
            each.code_version,
            each.inputs_sha256,
            each.figures_sha256,
        )
        for each in survey.compilations.select_related("compiled_by")
    ]
    return Sheet(_("Compilations"), columns, rows)


def releases() -> Sheet:
    columns = [
        *((_("Release"), LONG), (_("Status"), SHORT), (_("Public from"), MIDDLE), (_("Basis"), LONG)),
        *((_("SHA-256 of the release sheet"), LONG), (_("Disclosure control"), MIDDLE)),
    ]
    audits: dict[int, Protection] = {}
    for each in Protection.objects.order_by("made_at", "pk"):
        audits[each.release_id] = each
    rows = [
        (
            each.title,
            each.get_status_display(),
            moment(each.released_at),
            each.basis or _("missing"),
            each.sheet_sha256,
            _audit(audits.get(each.pk)),
        )
        for each in Release.objects.order_by("-released_at", "-pk")
    ]
    return Sheet(_("Releases"), columns, rows)


def _audit(protection: Protection | None) -> str:
    if protection is None:
        return _("not run")
    verdict = _("audit passed") if protection.is_safe else _("audit not passed")
    return f"{verdict} · {moment(protection.made_at)}"
