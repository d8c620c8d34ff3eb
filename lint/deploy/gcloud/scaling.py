"""The flags that say how many instances there are."""

from __future__ import annotations

from lint.deploy.gcloud.change import RUN, SCALE
from lint.model.text import own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.change import Change


def change_scaling(change: Change) -> None:
    """How many instances a service has."""
    _scale(change, "--min-instances", SCALE + "minScale", zero_deletes=True)
    _scale(change, "--max-instances", SCALE + "maxScale")
    for flag in ("--min", "--service-min-instances"):
        _scale(change, flag, RUN + "minScale", template=False, zero_deletes=True)
    for flag in ("--max", "--service-max-instances"):
        _scale(change, flag, RUN + "maxScale", template=False)
    _scaling_mode(change)


def change_targets(change: Change) -> None:
    """At which load a service gets more instances."""
    _utilization(change, "--scaling-cpu-target", RUN + "scaling-cpu-target")
    _utilization(change, "--scaling-concurrency-target", RUN + "scaling-concurrency-target")


def change_pool_scaling(change: Change) -> None:
    """How many instances a worker pool has."""
    _automatic_pool(change)
    value = change.values.get("--instances") or change.values.get("--scaling")
    if value is None or value.text is None:
        return
    if value.string == "auto" and change.call.track == "alpha":
        return
    if value.string == "auto":
        change.faults.add(
            "bad-flag-value",
            value.text,
            say("worker pools have no automatic scaling here"),
            say("Give the number of instances with `--instances`."),
        )
        return
    draft = change.draft
    draft.annotate(RUN + "scalingMode", "manual", value.word, template=False)
    text = value.text.written(str(value.number)) if value.number is not None else value.text
    draft.annotate(RUN + "manualInstanceCount", text, value.word, template=False)


def _automatic_pool(change: Change) -> None:
    """The automatic scaling of worker pools, which the alpha track has."""
    values, draft = change.values, change.draft
    manual = [
        values[flag]
        for flag in ("--instances", "--scaling")
        if flag in values and values[flag].string != "auto"
    ]
    automatic = [
        values[flag] for flag in ("--min", "--max", "--scaling-cpu-target") if flag in values
    ]
    clash = manual[1:] or (automatic if manual else [])
    if clash and change.call.track == "alpha":
        change.faults.add(
            "conflicting-flags",
            clash[0].word,
            say(
                "`{}` and `{}` exclude each other",
                own(manual[0].flag.name),
                own(clash[0].flag.name),
            ),
            say("Remove one of them."),
            [(manual[0].word, say("the other one"))],
        )
        return
    _scale(change, "--min", RUN + "minScale", template=False, zero_deletes=True)
    _scale(change, "--max", RUN + "maxScale", template=False)
    scaling = values.get("--scaling")
    if scaling is not None and scaling.string == "auto":
        automatic.append(scaling)
    if automatic:
        draft.annotate(RUN + "scalingMode", "automatic", automatic[0].word, template=False)


def _scaling_mode(change: Change) -> None:
    """`--scaling`: automatic, or a number of instances."""
    value = change.values.get("--scaling")
    draft = change.draft
    if value is None or value.text is None:
        return
    largest = change.values.get("--max") or change.values.get("--service-max-instances")
    count, mode = RUN + "manualInstanceCount", RUN + "scalingMode"
    if value.string == "auto":
        draft.unannotate(count, template=False)
        draft.annotate(mode, "automatic", value.word, template=False)
        return
    if largest is not None and value.text.known:
        change.faults.add(
            "conflicting-flags",
            largest.word,
            say("`{}` cannot be used with manual scaling", own(largest.flag.name)),
            say("Remove it, or use `--scaling=auto`."),
            [(value.word, say("manual scaling"))],
        )
    draft.unannotate(RUN + "minScale", template=False)
    draft.unannotate(RUN + "maxScale", template=False)
    if not value.text.known:
        draft.annotate(mode, value.text, value.word, template=False)
        return
    draft.annotate(mode, "manual", value.word, template=False)
    draft.annotate(count, value.text.written(str(value.number)), value.word, template=False)


def _scale(
    change: Change, flag: str, key: str, *, template: bool = True, zero_deletes: bool = False
) -> None:
    """A number of instances."""
    value = change.values.get(flag)
    if value is None or value.text is None:
        return
    if value.string == "default" or (zero_deletes and value.number == 0):
        change.draft.unannotate(key, template=template)
    elif value.number is not None:
        change.draft.annotate(
            key, value.text.written(str(value.number)), value.word, template=template
        )
    else:
        change.draft.annotate(key, value.text, value.word, template=template)


def _utilization(change: Change, flag: str, key: str) -> None:
    """A target of scaling."""
    value = change.values.get(flag)
    if value is None or value.text is None:
        return
    if value.string == "default":
        change.draft.unannotate(key)
    elif value.number is not None:
        change.draft.annotate(key, value.text.written(str(float(value.number))), value.word)
    else:
        change.draft.annotate(key, value.text, value.word)
