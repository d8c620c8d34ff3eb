"""What there is to say about a field or an annotation: for schemas and for editors.

Words, defaults and pages are `lint.manifest.field_words`'; types and marks are the schema's; ranges,
values, levels and launch stages are those of the built-in rules.
"""

from __future__ import annotations

from lint.manifest.field_words import field_words
from lint.model.record import record
from lint.ruleset.field_facts import Facts, annotation_facts, field_facts, key_facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.manifest.field_words import Words

LEVEL_NAMES = {
    "Service": "the metadata of a Service",
    "Revision": "spec.template.metadata of a Service or WorkerPool",
    "Job": "the metadata of a Job",
    "Execution": "spec.template.metadata of a Job",
    "WorkerPool": "the metadata of a WorkerPool",
    "Instance": "the metadata of an Instance",
}


@record
class FieldText:
    """A field, a key of a map or an annotation in words; what is "" or empty is not said."""

    says: str
    limits: str
    values: tuple[str, ...]
    """The allowed values, or the ones worth offering."""
    default: str
    stage: str
    """BETA or ALPHA: what `run.googleapis.com/launch-stage` has to be at least."""
    levels: tuple[str, ...]
    """Of an annotation, the levels that accept it."""
    page: str
    """The address of the documentation."""
    offered: bool
    """Whether people write it: editors do not offer what only programs write."""

    def facts(self) -> dict[str, str]:
        """What is known of it by name: Allowed, Default, Belongs to, Launch stage."""
        allowed = [self.limits] if self.limits else []
        if self.values and not self.limits:
            allowed.append(", ".join(self.values))
        found = {
            "Allowed": "; ".join(allowed),
            "Default": self.default,
            "Belongs to": "; ".join(LEVEL_NAMES[level] for level in self.levels),
            "Launch stage": self.stage,
        }
        return {name: text for name, text in found.items() if text}

    def description(self) -> str:
        """All of it in one paragraph, for a JSON Schema, which has levels by its structure."""
        parts = [self.says]
        parts += [f"{name}: {text}." for name, text in self.facts().items() if name != "Belongs to"]
        if self.page:
            parts.append(self.page)
        return " ".join(parts)


def field_text(owner: str, name: str, kind: str = "", within: str = "") -> FieldText | None:
    """The text about a field of a type; None where there are no words.

    With a kind of resource, what holds for that kind; `within` is the field that has the object.
    """
    words = field_words().fields.get((owner, name))
    return None if words is None else _text(words, field_facts(owner, name, kind, within))


def key_text(owner: str, name: str, key: str) -> FieldText | None:
    """The text about a key of a map such as `resources.limits`; None where there are no words."""
    words = field_words().keys.get((owner, name, key))
    return None if words is None else _text(words, key_facts(owner, name, key))


def map_keys(owner: str, name: str) -> list[str]:
    """The keys of a map of which there are words."""
    return [key for type, field, key in field_words().keys if (type, field) == (owner, name)]


def annotation_text(key: str, kind: str = "") -> FieldText | None:
    """The text about an annotation; None where there are no words."""
    words = field_words().annotations.get(key)
    return None if words is None else _text(words, annotation_facts(key, kind))


def flag_text(flag: str) -> tuple[str, bool, FieldText] | None:
    """What a flag of `gcloud run` sets: its name, whether it is inverted, and the text about it.

    `--no-cpu-boost` is `--cpu-boost`. None for flags that set no single field.
    """
    words = field_words()
    found = words.flags.get(flag) or words.flags.get(flag.replace("--no-", "--", 1))
    if found is None:
        return None
    target, inverted = found
    owner, _, path = target.partition(".")
    if target in words.annotations:
        name, text = target, annotation_text(target)
    elif (owner, path) in words.fields:
        name, text = path, field_text(owner, path)
    else:
        field, _, key = path.partition(".")
        name, text = f"{field}.{key}", key_text(owner, field, key)
    return None if text is None else (name, inverted, text)


def _text(words: Words, facts: Facts) -> FieldText:
    return FieldText(
        says=words.says,
        limits=facts.limits or words.limits,
        values=facts.values or words.values,
        default=words.default,
        stage=facts.stage or words.stage,
        levels=facts.levels,
        page=words.page,
        offered=words.offered,
    )
