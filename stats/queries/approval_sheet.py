"""What is approved, in one value: the page of the reviewer, the printed sheet and the hash are made of nothing else.

A withheld value is not in it: the figure holds its mark, and of a difference no number is under the hash. So the hash
is the same whoever looks; which numbers of a difference they read is said in stats.queries.open_differences.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC
from functools import cached_property
from hashlib import sha256
from typing import Any

from stats.marks import CONFIDENTIAL
from stats.models import Difference, Figure, Protection, Release
from stats.queries.turnout import Turnout, turnout_of
from zoneportal.numbers import plain_number

Facts = dict[str, Any]


@dataclass(frozen=True)
class ApprovalSheet:
    release: Release
    figures: list[Figure]
    differences: list[Difference]
    protection: Protection | None  # the last one

    @cached_property
    def figures_sha256(self) -> str:
        return digest([figure_facts(figure) for figure in self.figures])

    @property
    def needs_protection(self) -> bool:
        """Whether returns tell figures of it, compiled or typed."""
        return any(figure.is_of_returns for figure in self.figures)

    @property
    def is_protected(self) -> bool:
        """Whether the last audit passed, and over exactly these figures."""
        last = self.protection
        return last is not None and last.is_safe and last.figures_sha256 == self.figures_sha256

    @property
    def is_open(self) -> bool:
        """Whether its figures may be read by those who see no returns."""
        return self.is_protected or not self.needs_protection

    @property
    def withheld_count(self) -> int:
        return sum(figure.mark == CONFIDENTIAL for figure in self.figures)

    @property
    def sample_count(self) -> int:
        return len(self.figures) if self.release.is_sample else sum(figure.is_sample for figure in self.figures)

    @cached_property
    def turnout(self) -> list[Turnout]:
        """As disclosure control found it: what is approved does not move with the form. Before it, as it is now."""
        return self._stored_turnout or turnout_of(self.figures)

    @property
    def _stored_turnout(self) -> list[Turnout]:
        return [Turnout(*each) for each in self.protection.result.get("turnout", ())] if self.is_protected else []

    @property
    def is_short(self) -> bool:
        """Whether returns were missing when figures of it were compiled."""
        return not all(each.is_whole for each in self.turnout)

    @property
    def told_before(self) -> list[str]:
        """Unsafe cells that earlier publications tell already, by code: nothing can withhold them any more."""
        return sorted(set(self.protection.result.get("public_before", ()))) if self.protection else []

    @cached_property
    def facts(self) -> Facts:
        """Codes and exact numbers, the same in every language: what the hash covers."""
        release, last = self.release, self.protection
        texts = ("slug", "title_zh", "title_en", "basis_zh", "basis_en", "notes_zh", "notes_en")
        return {
            **{name: getattr(release, name) for name in texts},
            "planned_at": release.planned_at and release.planned_at.astimezone(UTC).isoformat(timespec="seconds"),
            "figures": [figure_facts(figure) for figure in self.figures],
            "definitions": self._definitions(),
            "differences": [difference_facts(each) for each in self.differences],
            "audit": last and {"passed": last.is_safe, "figures_sha256": last.figures_sha256},
            **({"told_before": self.told_before} if self.told_before else {}),
            **({"turnout": [astuple(each) for each in self._stored_turnout]} if self._stored_turnout else {}),
        }

    def _definitions(self) -> list[list[Any]]:
        """The words by which the figures are published."""
        used = {figure.definition_id: figure.definition for figure in self.figures}
        texts = ("definition_zh", "definition_en", "source_zh", "source_en")
        return [[pk, *(getattr(used[pk], name) for name in texts)] for pk in sorted(used)]

    @cached_property
    def sha256(self) -> str:
        return digest(self.facts)

    @property
    def is_intact(self) -> bool:
        """Whether what stands here is what was approved."""
        return self.release.sheet_sha256 == self.sha256


def approval_sheet(release: Release) -> ApprovalSheet:
    """Three queries, whatever the number of figures; `turnout` one more before disclosure control."""
    return ApprovalSheet(
        release=release,
        figures=figures_of(release),
        differences=list(release.differences.select_related("indicator", "signed_by")),
        protection=release.protections.select_related("made_by").first(),
    )


def figures_of(release: Release) -> list[Figure]:
    """In the order of the sheet. One query."""
    related = ("indicator", "definition", "park", "industry", "compiled__compilation")
    order = ("indicator__theme", "indicator__position", "indicator__code", "year", "scope_key", "vintage", "revision")
    return list(release.figures.select_related(*related).with_origin().order_by(*order))


def figures_sha256(release: Release) -> str:
    """The digest of the present figures of a release, which an audit has to match. One query."""
    return digest([figure_facts(figure) for figure in figures_of(release)])


def figure_facts(figure: Figure) -> Facts:
    return {
        "indicator": figure.indicator.code,
        "year": figure.year,
        "scope": figure.scope_key,
        "vintage": figure.vintage,
        "revision": figure.revision,
        "value": None if figure.value is None else plain_number(figure.value),
        "mark": figure.mark,
        "qualifier": figure.qualifier,
        "unit": figure.definition.unit,
        "definition_from": figure.definition.valid_from_year,
        **{name: getattr(figure, name) for name in ("note_zh", "note_en", "reason")},
        **({"sample": True} if figure.is_sample else {}),
    }


def difference_facts(each: Difference) -> Facts:
    """Without its numbers: another number takes the explanation away, and out of a hash hidden ones could be tried."""
    return {
        "kind": each.kind,
        "indicator": each.indicator.code,
        "year": each.year,
        "scope": each.scope_key,
        "against": each.against,
        "unit": each.unit,
        "residual": each.residual,
        "explanation": each.explanation,
    }


def digest(facts: Facts | Iterable[Facts]) -> str:
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
