"""The flags of Cloud SQL instances."""

from __future__ import annotations

from lint.deploy.gcloud.change import RUN, placeholder
from lint.deploy.gcloud.draft import joined
from lint.model.text import name, number, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.change import Change
    from lint.deploy.gcloud.value import Value
    from lint.deploy.text import Text


def change_cloudsql(change: Change) -> None:
    """Cloud SQL instances; a plain name is one of the same project and region."""
    values, draft = change.values, change.draft
    key = RUN + "cloudsql-instances"
    current = list(draft.cloudsql or [])
    result: list[Text] | None = None
    word = change.call.anchor
    value = values.get("--remove-cloudsql-instances")
    if value is not None and (current or draft.kind != "WorkerPool"):
        gone = {str(item) for item in _instances(change, value)}
        result = [item for item in current if str(item) not in gone]
        result = None if len(result) == len(current) else result
        word = value.word
    value = values.get("--add-cloudsql-instances")
    if value is not None:
        known = {str(item) for item in current}
        added = [item for item in _instances(change, value) if str(item) not in known]
        result = current + added if added else None
        word = value.word
        if value.unknown or draft.partial:
            draft.open.add("cloudsql")
    if "--clear-cloudsql-instances" in values:
        result, word = [], values["--clear-cloudsql-instances"].word
    value = values.get("--set-cloudsql-instances")
    if value is not None:
        result, word = _instances(change, value), value.word
        if value.unknown:
            draft.open.add("cloudsql")
        else:
            draft.open.discard("cloudsql")
    if result is None:
        return
    draft.cloudsql = result
    if not result and draft.kind == "WorkerPool":
        draft.unannotate(key)
        return
    text = joined(result, ",", word) if result else word.written("")
    draft.annotate(key, text, word)


def _instances(change: Change, value: Value) -> list[Text]:
    """The instances of a flag with their projects and regions."""
    found = []
    for item in value.items:
        if item.is_unknown:
            found.append(item)
            continue
        parts = item.split(":")
        if len(parts) == 3 or (len(parts) != 1 and not item.known):
            found.append(item)
        elif len(parts) == 1:
            project = change.project or placeholder(item, "${PROJECT_ID}")
            region = change.region or placeholder(item, "${REGION}")
            colon = item.written(":")
            found.append(project + colon + region + colon + item)
        else:
            change.faults.add(
                "bad-cloudsql-instance",
                item,
                say(
                    "`{}` is not an instance: it has {} parts",
                    name(str(item).replace(":", "/")),
                    number(len(parts)),
                ),
                say("Write `PROJECT:REGION:INSTANCE`, or the name of an instance alone."),
            )
    return found
