"""The annotations that are maps by container: what each waits for, its base image."""

from __future__ import annotations

from lint.deploy.gcloud.change import RUN
from lint.deploy.gcloud.draft import joined, json_list, name_of
from lint.deploy.nodes import put, scalar
from lint.model.text import name, number, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.change import Change
    from lint.deploy.text import Text


def remove_containers(change: Change) -> None:
    """`--remove-containers`."""
    value = change.values.get("--remove-containers")
    if value is not None:
        change.draft.remove_containers(value.items)
        _write_dependencies(change, value.word)


def change_dependencies(change: Change) -> None:
    """The order in which containers start, a map in JSON."""
    named = [
        (title, values["--depends-on"])
        for title, values in change.containers
        if "--depends-on" in values
    ]
    if "--depends-on" in change.values and change.draft.kind == "Service":
        main = name_of(change.draft.container(None))
        named.append((change.call.anchor.written(main), change.values["--depends-on"]))
    existing = {name_of(node) for node in change.draft.containers()}
    for title, value in named:
        missing = [item for item in value.items if item.known and str(item) not in existing]
        if missing and not change.draft.partial:
            change.faults.add(
                "container-flags",
                missing[0],
                say("`--depends-on` names `{}`, which is no container", name(str(missing[0]))),
                say("Name a container of the same command."),
            )
        if not value.items and str(title) not in change.draft.dependencies:
            if not change.draft.partial and not value.unknown and change.draft.kind != "WorkerPool":
                change.faults.add(
                    "gcloud-exception",
                    value.word,
                    say(
                        "an empty `--depends-on` makes gcloud {} stop with an exception",
                        number(change.call.release),
                    ),
                    say("Remove it."),
                )
        if value.items:
            change.draft.dependencies[str(title)] = sorted(value.items, key=str)
        else:
            change.draft.dependencies.pop(str(title), None)
    if named:
        _write_dependencies(change, named[-1][1].word)


def _write_dependencies(change: Change, word: Text) -> None:
    draft = change.draft
    existing = {name_of(node) for node in draft.containers()}
    key = RUN + "container-dependencies"
    kept = {title: deps for title, deps in draft.dependencies.items() if title in existing}
    draft.dependencies = kept
    if not kept:
        draft.unannotate(key)
        return
    parts = [word.written(f'"{title}": ') + json_list(deps, word) for title, deps in kept.items()]
    text = word.written("{") + joined(parts, ", ", word) + word.written("}")
    draft.annotate(key, text, word)


def change_base_images(change: Change) -> None:
    """The base images that Cloud Run updates by itself, a map in JSON."""
    draft = change.draft
    word: Text | None = None
    changes = [(None, change.values), *change.containers]
    for title, values in changes:
        key = str(title) if title is not None else name_of(draft.container(None))
        value = values.get("--base-image")
        if value is not None and value.text is not None:
            word = value.word
            if value.string:
                draft.base_images[key] = value.text
        if "--clear-base-image" in values:
            word = values["--clear-base-image"].word
            draft.base_images.pop(key, None)
    if word is None:
        return
    if not draft.base_images:
        draft.unannotate(RUN + "base-images")
        return
    parts = [
        word.written(f'"{key}":"') + text + word.written('"')
        for key, text in draft.base_images.items()
    ]
    text = word.written("{") + joined(parts, ", ", word) + word.written("}")
    draft.annotate(RUN + "base-images", text, word)
    runtime = word.written("run.googleapis.com/linux-base-image-update")
    put(draft.spec(), "runtimeClassName", scalar(runtime), word)
