"""What the flags of a resource change in it, step by step as gcloud does it."""

from __future__ import annotations

from lint.deploy.gcloud import volumes
from lint.deploy.gcloud.change import RUN, placeholder
from lint.deploy.gcloud.cloudsql import change_cloudsql
from lint.deploy.gcloud.container_maps import (
    change_base_images,
    change_dependencies,
    remove_containers,
)
from lint.deploy.gcloud.containers import ContainerChange
from lint.deploy.gcloud.draft import joined, json_list, set_in, set_number
from lint.deploy.gcloud.network import change_network
from lint.deploy.gcloud.scaling import change_pool_scaling, change_scaling, change_targets
from lint.deploy.nodes import below, drop, put, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.change import Change
    from lint.deploy.gcloud.value import Values
    from lint.deploy.text import Text

MULTI_REGION = 538
"""The release since which `--region` takes several regions."""


def apply(change: Change) -> None:
    """Applies all flags."""
    draft, values = change.draft, change.values
    draft.unannotate(RUN + "binary-authorization-breakglass", template=False)
    main = ContainerChange(draft, values, None, change.faults)
    main.image()
    main.env()
    change_cloudsql(change)
    main.removed_mounts()
    _remove_volumes(change)
    main.secrets()
    _add_volumes(change)
    main.added_mounts()
    main.limits()
    change.flag("--gpu-zonal-redundancy", RUN + "gpu-zonal-redundancy-disabled", inverted=True)
    main.probes()
    _service_account(change)
    _labels(change)
    change_network(change)
    main.command()
    _annotations(change)
    _custom_audiences(change)
    remove_containers(change)
    for title, own_values in change.containers:
        _container(change, title, own_values)
    if draft.kind == "Service":
        _service(change)
    elif draft.kind == "Job":
        _job(change)
    else:
        _worker_pool(change)
    _gpu_type(change)
    if draft.kind == "Service":
        main.port()
        for title, own_values in change.containers:
            ContainerChange(draft, own_values, title, change.faults).port()
    change_dependencies(change)
    change_base_images(change)
    if change.call.track != "GA":
        draft.annotate(
            RUN + "launch-stage", change.call.track.upper(), change.call.anchor, template=False
        )


def _container(change: Change, title: Text, values: Values) -> None:
    """The flags behind one `--container`."""
    part = ContainerChange(change.draft, values, title, change.faults)
    part.image()
    part.env()
    part.limits()
    part.probes()
    part.command()
    part.removed_mounts()
    part.secrets()
    part.added_mounts()


def _remove_volumes(change: Change) -> None:
    """`--remove-volume` and `--clear-volumes`."""
    if "--clear-volumes" in change.values:
        volumes.remove(change.draft, None)
        if change.draft.kind == "WorkerPool":  # where these are a volume, too
            change.draft.cloudsql = None
            change.draft.unannotate(RUN + "cloudsql-instances")
    elif "--remove-volume" in change.values:
        volumes.remove(change.draft, change.values["--remove-volume"].items)


def _add_volumes(change: Change) -> None:
    """`--add-volume`."""
    value = change.values.get("--add-volume")
    if value is not None:
        call = change.call
        volumes.add(
            change.draft, value, call.track, call.release, bool(change.containers), change.faults
        )


def _service_account(change: Change) -> None:
    """`--service-account`; an empty one changes nothing."""
    value = change.values.get("--service-account")
    if value is not None and value.string and value.text is not None:
        set_in(change.draft.spec(), "serviceAccountName", value.text, value.word)


def _labels(change: Change) -> None:
    """Labels, which are those of the template, too."""
    values, draft = change.values, change.draft
    added = values.get("--labels") or values.get("--update-labels")
    removed = values.get("--remove-labels")
    cleared = values.get("--clear-labels")
    if added is None and removed is None and cleared is None:
        return
    for keys in (("metadata", "labels"), ("spec", "template", "metadata", "labels")):
        node = draft.at(*keys)
        if cleared is not None:
            for key in list(node.values):
                drop(node, key)
        for label, text in added.pairs if added is not None else ():
            put(node, str(label), scalar(text), label)
        for item in removed.items if removed is not None else ():
            drop(node, str(item))
    if added is not None and added.unknown:
        draft.open.add("labels")


def _annotations(change: Change) -> None:
    """The flags that are one annotation each, for all kinds."""
    policy = RUN + "binary-authorization"
    key, action = RUN + "encryption-key", RUN + "post-key-revocation-action-type"
    hours = RUN + "encryption-key-shutdown-hours"
    change.text("--binary-authorization", policy, template=False)
    change.clear("--clear-binary-authorization", policy, template=False)
    change.text("--breakglass", policy + "-breakglass", template=False)
    change.text("--key", key)
    change.text("--post-key-revocation-action-type", action)
    change.text("--encryption-key-shutdown-hours", hours)
    change.clear("--clear-key", key, action, hours)
    change.clear("--clear-post-key-revocation-action-type", action, hours)
    change.clear("--clear-encryption-key-shutdown-hours", hours)
    change.text("--description", RUN + "description", template=False)
    change.text("--execution-environment", RUN + "execution-environment", empty="ignore")
    value = change.values.get("--mesh")
    if value is not None and value.text is not None and change.draft.kind == "Service":
        text = value.text
        if not value.string:
            change.draft.unannotate(RUN + "mesh")
        else:
            if "/" not in value.string and text.known:
                project = change.project or placeholder(text, "${PROJECT_ID}")
                text = joined(
                    [
                        text.written("projects"),
                        project,
                        text.written("locations/global/meshes"),
                        text,
                    ],
                    "/",
                    value.word,
                )
            change.draft.annotate(RUN + "mesh", text, value.word)
    change.text("--identity", RUN + "identity", empty="delete")
    change.flag("--identity-certificate", RUN + "identity-certificate-enabled", lower=True)
    change.text("--identity-type", RUN + "identity-type")
    change.text("--mesh-dataplane", RUN + "mesh-dataplane")
    value = change.values.get("--ambient-networking")
    if value is not None and value.text is not None:
        text = value.text.written("") if value.string == "disable" else value.text
        change.draft.annotate(RUN + "ambient-networking", text, value.word)
    change.text("--functional-type", "apphub.cloud.google.com/functional-type", template=False)
    _extra_annotations(change)
    value = change.values.get("--runtime")
    if value is not None and value.text is not None and change.draft.kind == "Service":
        set_in(change.draft.spec(), "runtimeClassName", value.text, value.word)


def _extra_annotations(change: Change) -> None:
    """`--update-annotations`, which has no effect on jobs and worker pools."""
    value = change.values.get("--update-annotations")
    if value is None or change.draft.kind != "Service":
        return
    for key, text in value.pairs:
        put(change.draft.at("metadata", "annotations"), str(key), scalar(text), key)
    if value.unknown:
        change.draft.open.add("annotations")


def _custom_audiences(change: Change) -> None:
    """Custom audiences, a list in JSON."""
    values, draft = change.values, change.draft
    key = RUN + "custom-audiences"
    result: list[Text] | None = None
    word = change.call.anchor
    for flag in ("add", "remove", "set"):
        value = values.get(f"--{flag}-custom-audiences")
        if value is None:
            continue
        word = value.word
        named = {str(item) for item in value.items}
        known = {str(item) for item in draft.audiences}
        if flag == "add":
            result = draft.audiences + [each for each in value.items if str(each) not in known]
        elif flag == "remove":
            result = [each for each in draft.audiences if str(each) not in named]
        else:
            result = value.items
    if "--clear-custom-audiences" in values:
        result = []
    if result is None:
        return
    draft.audiences = list(result)
    if result:
        draft.annotate(key, json_list(result, word), word, template=False)
    else:
        draft.unannotate(key, template=False)


def _gpu_type(change: Change) -> None:
    """`--gpu-type`."""
    value = change.values.get("--gpu-type")
    if value is not None and value.string and value.text is not None:
        selector = below(change.draft.spec(), "nodeSelector", value.word)
        put(selector, RUN + "accelerator", scalar(value.text), value.word)


def _service(change: Change) -> None:
    """What only services have."""
    values, draft = change.values, change.draft
    change_scaling(change)
    value = values.get("--concurrency")
    if value is not None and value.text is not None and value.string:
        if value.string == "default":
            drop(draft.spec(), "containerConcurrency")
        else:
            set_number(
                draft.spec(),
                "containerConcurrency",
                value.text,
                value.number,
                value.word,
            )
    value = values.get("--timeout")
    if value is not None and value.text is not None:
        set_number(draft.spec(), "timeoutSeconds", value.text, value.number, value.word)
    _revision_suffix(change)
    change.text("--ingress", RUN + "ingress", template=False)
    change.flag("--cpu-throttling", RUN + "cpu-throttling")
    change.flag("--cpu-boost", RUN + "startup-cpu-boost")
    change.flag("--deploy-health-check", RUN + "health-check-disabled", inverted=True)
    change.flag("--default-url", RUN + "default-url-disabled", template=False, inverted=True)
    change.flag("--invoker-iam-check", RUN + "invoker-iam-disabled", template=False, inverted=True)
    change.flag("--session-affinity", RUN + "sessionAffinity", lower=True, deletes=True)
    change.flag("--ssh", RUN + "ssh-enabled", template=False, lower=True)
    change.flag("--iap", RUN + "iap-enabled", template=False, lower=True, deletes=True)
    change.flag("--overflow-scaling", RUN + "overflow-scaling", lower=True)
    change_targets(change)
    value = values.get("--regions")
    region = values.get("--region")
    if region is not None and region.text is not None and "," in region.text.known_part:
        if change.call.track != "GA" or change.call.release >= MULTI_REGION:
            value = region
    if value is not None and value.text is not None and value.string:
        draft.annotate(RUN + "regions", value.text, value.word, template=False)


def _revision_suffix(change: Change) -> None:
    """`--revision-suffix`, behind the name of the service."""
    value = change.values.get("--revision-suffix")
    draft = change.draft
    if value is None or value.text is None:
        return
    metadata = draft.at("spec", "template", "metadata")
    if not value.string:
        drop(metadata, "name")
        return
    service = draft.name or placeholder(value.word, "${SERVICE}")
    if service.known and value.text.known:
        service = service.cut(0, min(len(service), 63 - len(value.text) - 1))
    put(metadata, "name", scalar(service + value.word.written("-") + value.text), value.word)


def _job(change: Change) -> None:
    """What only jobs have."""
    values, draft = change.values, change.draft
    for flag, key in (("--parallelism", "parallelism"), ("--tasks", "taskCount")):
        value = values.get(flag)
        if value is not None and value.text is not None:
            set_number(draft.execution(), key, value.text, value.number, value.word)
    value = values.get("--delay-execution")
    if value is not None:
        set_in(draft.execution(), "delayExecution", value.on, value.word)
    for flag, key in (("--max-retries", "maxRetries"), ("--task-timeout", "timeoutSeconds")):
        value = values.get(flag)
        if value is not None and value.text is not None:
            set_number(draft.spec(), key, value.text, value.number, value.word)


def _worker_pool(change: Change) -> None:
    """What only worker pools have."""
    _revision_suffix(change)
    change_pool_scaling(change)
