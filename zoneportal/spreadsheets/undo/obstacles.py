"""Why an undo leaves records as they are: somebody edited them later, others depend on them, a rule forbids it."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from django.db import models

from zoneportal.messages import N_
from zoneportal.rights import has_right
from zoneportal.spreadsheets.checks.rules import checks_of
from zoneportal.spreadsheets.models import ImportJob, JobKind
from zoneportal.spreadsheets.records import steps
from zoneportal.spreadsheets.records.rivals import Rivalry
from zoneportal.spreadsheets.records.steps import CHUNK, REMOVE, RESTORE, RETURN, Model, Step
from zoneportal.spreadsheets.sheets.resources import OUT_OF_SCOPE

EDITED, BLOCKED, GONE = "edited", "blocked", "gone"
LEFT = (EDITED, BLOCKED, GONE)  # why: `force` undoes what is EDITED, never what is BLOCKED; GONE has nothing to undo

EDITED_SINCE = N_("Somebody changed this record since.")
ADDED_SINCE = N_("Somebody added something to this record since: %(what)s.")
DELETED_SINCE = N_("Somebody deleted this record since. It stays deleted.")
THERE_AGAIN = N_("The record stands there again already.")
DEPENDED_ON = N_("Others depend on this record: %(what)s. Delete those first.")
PART_STAYS = N_("A record that belongs to this one stays, so this one stays, too.")
WHOLE_STAYS = N_("The record that this one belongs to stays, so this one stays, too.")
NOTHING_EARLIER = N_("The history does not say what this record was before.")
TAKEN_SINCE = N_("Another record has taken since what may exist once only.")
HOLDER_STAYS = N_("What this record would get back belongs to one that stays as it is.")
MISSING = N_("What the record pointed to (%(what)s) is no longer there.")


class Left(NamedTuple):
    """A record that an undo leaves as it is."""

    kind: str
    message: str
    params: dict[str, Any] | None = None


class Judged:
    """All records of a job: how many go which way, and those that are left, each with its reason."""

    def __init__(self, job: ImportJob, resource: Any, *, force: bool, tell: Callable[[int], None]) -> None:
        self.job, self.resource, self.user = job, resource, resource.user
        self.force, self.tell = force, tell
        self.models = steps.models_of(job)
        self.left: dict[Model, dict[int, Left]] = {model: {} for model in self.models}
        self.waits: dict[Model, dict[int, set[int]]] = {model: {} for model in self.models}
        self.counts: Counter[str] = Counter()
        self._keys: dict[tuple[Model, str], array] = defaultdict(lambda: array("q"))
        self._claims: dict[Model, list[tuple[int, Rivalry, set[int]]]] = {model: [] for model in self.models}
        for model in self.models:
            for keys in steps.keys_of(job, model):
                self._judge(model, steps.steps_of(job, model, keys))
                self.tell(len(keys))
            self._settle(model)
        while self._spread():
            for model in self.models:
                self._settle(model)

    def keys(self, model: Model, *kinds: str) -> Iterator[list[int]]:
        """Primary keys of the records that take one of these steps, in chunks."""
        left = self.left[model]
        for kind in kinds:
            every = self._keys[model, kind]
            for start in range(0, len(every), CHUNK):
                yield [key for key in every[start : start + CHUNK] if key not in left]

    def going(self, model: Model, kind: str) -> Iterator[list[Step]]:
        """The steps of one kind that are taken, in chunks, as the records stand at this moment."""
        return (steps.steps_of(self.job, model, keys) for keys in self.keys(model, kind))

    def number_left(self, kind: str) -> int:
        return sum(left.kind == kind for several in self.left.values() for left in several.values())

    @property
    def number_going(self) -> int:
        return sum(self.counts[kind] for kind in (REMOVE, RESTORE, RETURN))

    def _leave(self, model: Model, step: Step, kind: str, message: str, /, **params: Any) -> None:
        """What is blocked stays blocked, whatever else is said of it."""
        before = self.left[model].get(step.key)
        if before is None:
            self.counts[step.kind] -= 1
        if before is None or (before.kind == EDITED and kind == BLOCKED):
            self.left[model][step.key] = Left(kind, message, params or None)

    def _open(self, model: Model, several: list[Step]) -> list[Step]:
        """Those that may still be taken, also if only by force."""
        left = self.left[model]
        return [step for step in several if step.key not in left or left[step.key].kind == EDITED]

    # Each record by itself

    def _judge(self, model: Model, several: list[Step]) -> None:
        for step in several:
            self.counts[step.kind] += 1
            self._keys[model, step.kind].append(step.key)
        self._judge_scope(model, several)  # first: what is out of it is not named, whatever else is said of it
        for step in several:
            if step.kind != RETURN and step.now is None:
                self._leave(model, step, GONE, DELETED_SINCE)
            elif step.kind == RETURN and step.now is not None:
                self._leave(model, step, GONE, THERE_AGAIN)
            elif step.kind == RESTORE and step.then is None:
                self._leave(model, step, BLOCKED, NOTHING_EARLIER)
        self._judge_later(model, self._open(model, several))
        self._judge_dependents(model, [step for step in self._open(model, several) if step.kind == REMOVE])
        back = [step for step in self._open(model, several) if step.kind != REMOVE]
        self._judge_targets(model, back)
        self._judge_checks(model, back)
        refused = self.resource.refused_undoing(model, self._open(model, several))
        for step in several:
            if step.key in refused:
                self._leave(model, step, BLOCKED, refused[step.key])
        self._collect_claims(model, [step for step in self._open(model, several) if step.kind != REMOVE])

    def _judge_scope(self, model: Model, several: list[Step]) -> None:
        stored = [step for step in several if step.now is not None]
        editable = self.resource.in_scope(model, [step.key for step in stored])
        for step in stored:
            if step.key not in editable:
                self._leave(model, step, BLOCKED, OUT_OF_SCOPE)

    def _judge_later(self, model: Model, several: list[Step]) -> None:
        newer = [step for step in several if step.is_newer]
        if self.force or not newer:
            return
        newest = steps.history_of(model).objects.filter(history_id__in=[step.newest for step in newer])
        undone = set(newest.filter(import_job__kind=JobKind.UNDO).values_list("history_id", flat=True))
        entries = steps.values_of(model, [step.written for step in newer if step.newest in undone])
        names = [field.attname for field in model._meta.concrete_fields]
        for step in newer:
            # An import that came later and was undone left the record as it had found it.
            if entries.get(step.written) != tuple(getattr(step.now, name, None) for name in names):
                self._leave(model, step, EDITED, EDITED_SINCE)

    def _judge_dependents(self, model: Model, several: list[Step]) -> None:
        by_key = {step.key: step for step in several}
        for relation in relations_to(model) if by_key else ():
            holder = relation.related_model
            outside = set(self._outside(relation, list(by_key)).values())
            may = _may_delete(self.user, holder) and relation.on_delete is models.CASCADE
            what = {"what": holder._meta.label}
            for key in outside:
                if not may:
                    self._leave(model, by_key[key], BLOCKED, DEPENDED_ON, **what)
                elif not self.force:
                    self._leave(model, by_key[key], EDITED, ADDED_SINCE, **what)

    def _outside(self, relation: Any, keys: list[int]) -> dict[int, int]:
        """The records that point to these by the relation and that the job has not written: {their key: whom to}."""
        holder = relation.related_model
        rows = holder._base_manager.filter(**{f"{relation.field.name}__in": keys}).order_by("pk")
        found = dict(rows.values_list("pk", relation.field.attname))
        if holder in self.left:
            for key in steps.written_among(self.job, holder, found):
                del found[key]
        return found

    def falling(self, model: Model, keys: list[int]) -> Iterator[tuple[Model, list[int]]]:
        """What was added to these records since and goes with them (by force)."""
        for relation in relations_to(model):
            if relation.on_delete is models.CASCADE:
                found = list(self._outside(relation, keys))
                if found:
                    yield relation.related_model, found

    def _judge_targets(self, model: Model, several: list[Step]) -> None:
        for field in model._meta.concrete_fields:
            if not field.is_relation:
                continue
            wanted = {step.key: getattr(step.then, field.attname) for step in several if field.name in step.fields}
            targets = {target for target in wanted.values() if target is not None}
            related = cast(Model, field.related_model)
            missing = targets - set(related._base_manager.filter(pk__in=targets).values_list("pk", flat=True))
            if related in self.left:
                written = steps.written_among(self.job, related, missing)
                missing -= {key for key, signs in written.items() if "-" in signs} - set(self.left[related])
            for step in several:
                if wanted.get(step.key) in missing:
                    self._leave(model, step, BLOCKED, MISSING, what=related._meta.label)

    def _judge_checks(self, model: Model, several: list[Step]) -> None:
        """What was in the register once kept the rules; together with later edits it may not."""
        checks = checks_of(model)
        for step in several:
            if step.kind == RESTORE and step.is_newer:
                values = {field.attname: getattr(step.then, field.attname) for field in model._meta.concrete_fields}
                for constraint, is_held in checks:
                    if not is_held(values):
                        self._leave(model, step, BLOCKED, str(constraint.get_violation_error_message()))

    # Records beside each other

    def _collect_claims(self, model: Model, several: list[Step]) -> None:
        for rivalry in self.resource.rivalries(model):
            concerned = [step for step in several if rivalry.concerns(step)]
            for key, found in rivalry.rivals(model, concerned).items() if concerned else ():
                self._claims[model].append((key, rivalry, found))

    def _settle(self, model: Model) -> None:
        """Who claims what another record has gets it only where that one gives it up first."""
        claims, self.waits[model] = self._claims[model], {}
        settled = False
        while not settled:
            settled = True
            for start in range(0, len(claims), CHUNK):
                for step, kind, message in self._refused(model, claims[start : start + CHUNK]):
                    before = self.left[model].get(step.key)
                    self._leave(model, step, kind, message)
                    settled = settled and self.left[model][step.key] is before

    def _refused(
        self, model: Model, claims: Sequence[tuple[int, Rivalry, set[int]]]
    ) -> Iterator[tuple[Step, str, str]]:
        left = self.left[model]
        keys = {key for key, _rivalry, found in claims for key in {key, *found}}
        known = {step.key: step for step in steps.steps_of(self.job, model, keys)}
        for key, rivalry, found in claims:
            if key not in known or (key in left and left[key].kind != EDITED):
                continue
            others = [(other, known.get(other)) for other in found]
            if any(
                step is None or (step.then and rivalry.exclude(known[key].then, step.then)) for _other, step in others
            ):
                yield known[key], BLOCKED, rivalry.sentence or TAKEN_SINCE
            elif staying := {left[other].kind for other, _step in others if other in left}:
                yield known[key], EDITED if staying == {EDITED} else BLOCKED, HOLDER_STAYS
            for other, step in others:
                if step is not None and step.kind == RESTORE:
                    self.waits[model].setdefault(key, set()).add(other)

    # Records that belong together

    def _spread(self) -> bool:
        """Leaves what cannot go because of what is left. Returns whether something was added."""
        before = sum(map(len, self.left.values()))
        for model in self.models:
            for start in range(0, len(self.left[model]), CHUNK):
                self._spread_from(model, list(self.left[model])[start : start + CHUNK])
        return sum(map(len, self.left.values())) > before

    def _spread_from(self, model: Model, keys: list[int]) -> None:
        """To the records that the job created and that one of these points to; from the main record to its parts."""
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in self.left:
                rows = model._base_manager.filter(pk__in=keys).exclude(**{field.name: None})
                pairs = dict(rows.values_list(field.attname, "pk"))
                self._leave_created(field.related_model, model, pairs, PART_STAYS)
        if model is not self.resource.model:
            return
        kept = steps.created_among(self.job, model, keys)
        for relation in relations_to(model):
            part = relation.related_model
            if part in self.resource.also_written and part in self.left:
                rows = part._base_manager.filter(**{f"{relation.field.name}__in": kept})
                self._leave_created(part, model, dict(rows.values_list("pk", relation.field.attname)), WHOLE_STAYS)

    def _leave_created(self, model: Model, because: Model, pairs: dict[int, int], message: str) -> None:
        """`pairs`: {key of a record: key of the one of the model `because` that is left}."""
        created = steps.created_among(self.job, model, [key for key in pairs if key not in self.left[model]])
        for key in sorted(created):
            self._leave(model, Step(REMOVE, key), self.left[because][pairs[key]].kind, message)


def relations_to(model: Model) -> list[Any]:
    """The foreign keys that point to the model, without those whose tables the database itself keeps right."""
    return [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and relation.on_delete is not models.DO_NOTHING
    ]


def _may_delete(user: Any, model: Model) -> bool:
    """Ties of many to many have no rights of their own, nor has what only the program writes."""
    has_none = model._meta.auto_created or "delete" not in model._meta.default_permissions
    return bool(has_none) or has_right(user, model, "delete")
